//! `GetOrganizationsAccessReport`.

use super::organizations_entity::OrganizationsEntity;
use super::report::{ErrorDetails, date, no_such_job};
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations;
use crate::page::Page;
use crate::state::{Account, Member, OrganizationsReport};
use crate::usage::LastUse;
use crate::{Error, context};
use policy::catalogue::{self, Service};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Shows a report on an organization, a second after it was asked for: the services that its service control policies allow, with the
/// last use in the last 400 days by anybody of the accounts that the report is about. Other kinds of policies do not count.
///
/// Permission: `iam:GetOrganizationsAccessReport` on `*`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetOrganizationsAccessReport {
    job_id: String,
    max_items: Option<usize>,
    marker: Option<String>,
    sort_key: Option<SortKey>,
}

/// AWS's `sortKeyType`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum SortKey {
    ServiceNamespaceAscending,
    ServiceNamespaceDescending,
    LastAuthenticatedTimeAscending,
    LastAuthenticatedTimeDescending,
}

/// One page of services.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetOrganizationsAccessReportResult {
    job_status: &'static str,
    job_creation_date: String,
    job_completion_date: Option<String>,
    number_of_services_accessible: Option<usize>,
    number_of_services_not_accessed: Option<usize>,
    access_details: Option<Vec<AccessDetail>>,
    is_truncated: bool,
    marker: Option<String>,
    error_details: Option<ErrorDetails>,
}

/// AWS's `AccessDetail`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AccessDetail {
    service_name: &'static str,
    service_namespace: &'static str,
    region: Option<String>,
    entity_path: Option<String>,
    last_authenticated_time: Option<String>,
    total_authenticated_entities: Option<usize>,
}

impl Operation for GetOrganizationsAccessReport {
    const NAME: &'static str = "GetOrganizationsAccessReport";
    const EXAMPLE: &'static str = "
        root organizations:CreateOrganization -> set org=Organization.Id
        root organizations:ListRoots -> set r=Roots.1.Id
        root GenerateOrganizationsAccessReport EntityPath=$org/$r/123456789012 -> set job=GenerateOrganizationsAccessReportResult.JobId
        root GetOrganizationsAccessReport JobId=$job -> GetOrganizationsAccessReportResult.JobStatus=IN_PROGRESS & !GetOrganizationsAccessReportResult.JobCompletionDate
        clock +1
        root GetOrganizationsAccessReport JobId=$job SortKey=LAST_AUTHENTICATED_TIME_DESCENDING MaxItems=1 -> GetOrganizationsAccessReportResult.JobStatus=COMPLETED & GetOrganizationsAccessReportResult.AccessDetails.1.TotalAuthenticatedEntities=1 & GetOrganizationsAccessReportResult.AccessDetails.1.EntityPath=$org/$r/123456789012 & GetOrganizationsAccessReportResult.IsTruncated=true
        root GenerateOrganizationsAccessReport EntityPath=$org/r-none -> set job=GenerateOrganizationsAccessReportResult.JobId
        clock +1
        root GetOrganizationsAccessReport JobId=$job -> GetOrganizationsAccessReportResult.JobStatus=FAILED & GetOrganizationsAccessReportResult.ErrorDetails.Code=TargetNotFoundException
        root GetOrganizationsAccessReport JobId=00000000-0000-4000-8000-000000000000 -> 404 NoSuchEntity
    ";
    type Output = GetOrganizationsAccessReportResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![Permission::on(
            "iam:GetOrganizationsAccessReport",
            "*",
            cx.account().id,
        )])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<GetOrganizationsAccessReportResult>, Error> {
        let mut reports = cx.account().organizations_reports.iter();
        let report = reports.find(|report| report.id == self.job_id);
        let report = report.ok_or_else(|| no_such_job(&self.job_id))?;
        Outcome::read(if report.is_done(cx.now) {
            let organization = organizations::organization(cx);
            let entity =
                organization.and_then(|organization| OrganizationsEntity::of(organization, report));
            match entity {
                Ok(entity) => self.completed(cx, report, &entity)?,
                Err(error) => failed(report, error),
            }
        } else {
            begun(report, "IN_PROGRESS")
        })
    }
}

impl GetOrganizationsAccessReport {
    fn completed(
        &self,
        cx: &Cx,
        report: &OrganizationsReport,
        entity: &OrganizationsEntity,
    ) -> Result<GetOrganizationsAccessReportResult, Error> {
        let uses = uses(cx, entity.accounts());
        let services = catalogue::services().iter();
        let allowed = services.filter(|service| entity.allows(service));
        let mut listed: Vec<(String, &'static Service, Option<&Accessed>)> = allowed
            .map(|service| {
                let accessed = uses.get(service.prefix());
                let place = self.place(service.prefix(), accessed);
                (place, service, accessed)
            })
            .collect();
        listed.sort_by(|one, other| one.0.cmp(&other.0));
        let accessed = listed.iter().filter(|(.., accessed)| accessed.is_some());
        let (accessible, accessed) = (listed.len(), accessed.count());
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        let paged = page.of(listed.into_iter(), |(place, ..)| place.clone())?;
        let details = paged
            .items
            .into_iter()
            .map(|(_, service, accessed)| AccessDetail::of(entity, service, accessed));
        Ok(GetOrganizationsAccessReportResult {
            job_completion_date: Some(context::text(report.done()).into()),
            number_of_services_accessible: Some(accessible),
            number_of_services_not_accessed: Some(accessible - accessed),
            access_details: Some(details.collect()),
            is_truncated: paged.is_truncated,
            marker: paged.marker,
            ..begun(report, "COMPLETED")
        })
    }

    /// Where a service stands in the list, as text that orders alike. What was never used is older than everything.
    fn place(&self, service: &str, accessed: Option<&Accessed>) -> String {
        let second = accessed.map_or(0, |accessed| accessed.last.at.as_second().max(0));
        match self.sort_key.unwrap_or(SortKey::ServiceNamespaceAscending) {
            SortKey::ServiceNamespaceAscending => service.to_owned(),
            SortKey::ServiceNamespaceDescending => descending(service),
            SortKey::LastAuthenticatedTimeAscending => format!("{second:020} {service}"),
            SortKey::LastAuthenticatedTimeDescending => {
                format!("{:020} {service}", i64::MAX - second)
            }
        }
    }
}

/// Text that comes before that of another exactly if the other text comes before this one.
fn descending(text: &str) -> String {
    let mut turned: String = text
        .bytes()
        .map(|byte| format!("{:02x}", u8::MAX - byte))
        .collect();
    turned.push('~');
    turned
}

/// The last use of a service by anybody of some accounts.
struct Accessed<'a> {
    last: &'a LastUse,
    by: &'a Member,
    /// How many of the accounts used it.
    accounts: usize,
}

/// The uses of every service that anybody of the accounts used: its root, its users, its roles.
fn uses<'a>(cx: &Cx<'a>, members: &[&'a Member]) -> BTreeMap<&'a str, Accessed<'a>> {
    let mut uses: BTreeMap<&str, Accessed> = BTreeMap::new();
    for by in members {
        let account = cx.state.account(by.account);
        for (service, last) in account
            .map(|account| latest(cx, account))
            .unwrap_or_default()
        {
            let accessed = uses.entry(service).or_insert(Accessed {
                last,
                by,
                accounts: 0,
            });
            accessed.accounts += 1;
            if accessed.last.at < last.at {
                (accessed.last, accessed.by) = (last, by);
            }
        }
    }
    uses
}

/// The last use of every service that somebody of one account used.
fn latest<'a>(cx: &Cx<'a>, account: &Account) -> BTreeMap<&'a str, &'a LastUse> {
    let root = account.id.to_string();
    let users = account.users.values().map(|user| user.id.as_str());
    let roles = account.roles.values().map(|role| role.id.as_str());
    let ids = std::iter::once(root.as_str()).chain(users).chain(roles);
    let mut latest: BTreeMap<&str, &LastUse> = BTreeMap::new();
    for (service, last) in ids.flat_map(|id| cx.usage.services(id, cx.now)) {
        let known = latest.entry(service).or_insert(last);
        if known.at < last.at {
            *known = last;
        }
    }
    latest
}

impl AccessDetail {
    fn of(
        entity: &OrganizationsEntity,
        service: &'static Service,
        accessed: Option<&Accessed>,
    ) -> AccessDetail {
        AccessDetail {
            service_name: service.name(),
            service_namespace: service.prefix(),
            region: accessed.map(|accessed| accessed.last.region.to_string()),
            entity_path: accessed.map(|accessed| entity.path_of(accessed.by)),
            last_authenticated_time: accessed.map(|accessed| date(accessed.last)),
            total_authenticated_entities: accessed.map(|accessed| accessed.accounts),
        }
    }
}

/// What is told of every report.
fn begun(report: &OrganizationsReport, status: &'static str) -> GetOrganizationsAccessReportResult {
    GetOrganizationsAccessReportResult {
        job_status: status,
        job_creation_date: context::text(report.requested).into(),
        job_completion_date: None,
        number_of_services_accessible: None,
        number_of_services_not_accessed: None,
        access_details: None,
        is_truncated: false,
        marker: None,
        error_details: None,
    }
}

/// A report that cannot be made, or not any more.
fn failed(report: &OrganizationsReport, error: Error) -> GetOrganizationsAccessReportResult {
    GetOrganizationsAccessReportResult {
        job_completion_date: Some(context::text(report.done()).into()),
        error_details: Some(error.into()),
        ..begun(report, "FAILED")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descending_places_are_in_the_order_of_the_texts_backwards() {
        let texts = ["access-analyzer", "iam", "iam2", "ia", "sts", "a", "s3"];
        let mut forward = texts;
        forward.sort_unstable();
        let mut backward = texts;
        backward.sort_by_key(|text| descending(text));
        backward.reverse();
        assert_eq!(forward, backward);
    }
}
