//! `GetServiceLastAccessedDetailsWithEntities`.

use super::report::{ErrorDetails, Fetched, date};
use super::resource::{self, Principal};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::page::Page;
use crate::usage::LastUse;
use serde::{Deserialize, Serialize};

/// Shows of a report who could have used one service through the group or policy, and when they last did; the latest first. Nobody
/// could where the group or policy does not allow the service.
///
/// Permission: `iam:GetServiceLastAccessedDetailsWithEntities` on `*`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetServiceLastAccessedDetailsWithEntities {
    job_id: String,
    service_namespace: String,
    max_items: Option<usize>,
    marker: Option<String>,
}

/// One page of users and roles.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetServiceLastAccessedDetailsWithEntitiesResult {
    job_status: &'static str,
    job_creation_date: String,
    job_completion_date: String,
    entity_details_list: Vec<EntityDetails>,
    is_truncated: bool,
    marker: Option<String>,
    error: Option<ErrorDetails>,
}

/// AWS's `EntityDetails`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct EntityDetails {
    entity_info: EntityInfo,
    last_authenticated: Option<String>,
}

/// AWS's `EntityInfo`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct EntityInfo {
    arn: String,
    name: String,
    #[serde(rename = "Type")]
    kind: &'static str,
    id: String,
    path: String,
}

impl Operation for GetServiceLastAccessedDetailsWithEntities {
    const NAME: &'static str = "GetServiceLastAccessedDetailsWithEntities";
    const EXAMPLE: &'static str = r#"
        root CreateUser UserName=Bob -> ok
        root CreateGroup GroupName=All -> ok
        root AddUserToGroup UserName=Bob GroupName=All -> ok
        root PutGroupPolicy GroupName=All PolicyName=sts PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:*","Resource":"*"}}' -> ok
        root CreateAccessKey UserName=Bob -> as bob
        bob GetCallerIdentity -> ok
        root GenerateServiceLastAccessedDetails Arn=arn:aws:iam::123456789012:group/All -> set job=GenerateServiceLastAccessedDetailsResult.JobId
        root GetServiceLastAccessedDetailsWithEntities JobId=$job ServiceNamespace=sts -> GetServiceLastAccessedDetailsWithEntitiesResult.EntityDetailsList.1.EntityInfo.Name=Bob & GetServiceLastAccessedDetailsWithEntitiesResult.EntityDetailsList.1.LastAuthenticated=2026-11-21T12:00:00Z
        root GetServiceLastAccessedDetailsWithEntities JobId=$job ServiceNamespace=STS -> GetServiceLastAccessedDetailsWithEntitiesResult.EntityDetailsList.1.LastAuthenticated=2026-11-21T12:00:00Z
        root GetServiceLastAccessedDetailsWithEntities JobId=$job ServiceNamespace=s3 -> !GetServiceLastAccessedDetailsWithEntitiesResult.EntityDetailsList.1
        root GetServiceLastAccessedDetailsWithEntities JobId=$job ServiceNamespace=nonsense -> 400 InvalidInput
        bob GetServiceLastAccessedDetailsWithEntities JobId=$job ServiceNamespace=sts -> 403 AccessDenied
    "#;
    type Output = GetServiceLastAccessedDetailsWithEntitiesResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![Permission::on(
            "iam:GetServiceLastAccessedDetailsWithEntities",
            "*",
            cx.account().id,
        )])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<GetServiceLastAccessedDetailsWithEntitiesResult>, Error> {
        let fetched = Fetched::of(cx, &self.job_id)?;
        let service = resource::service(&self.service_namespace)?;
        let status = fetched.status();
        let (principals, error) = match fetched.resource {
            Ok(resource) if !resource.lends(cx.account(), service) => (Vec::new(), None),
            Ok(resource) => (resource.principals(cx.account()), None),
            Err(error) => (Vec::new(), Some(error)),
        };
        let mut uses: Vec<(String, Principal, Option<&LastUse>)> = principals
            .into_iter()
            .map(|principal| {
                let last = cx.usage.service(principal.id(), service.prefix(), cx.now);
                (place(principal, last), principal, last)
            })
            .collect();
        uses.sort_by(|(one, ..), (other, ..)| one.cmp(other));
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        let paged = page.of(uses.into_iter(), |(place, ..)| place.clone())?;
        let shown = paged.items.into_iter();
        Outcome::read(GetServiceLastAccessedDetailsWithEntitiesResult {
            job_status: status,
            job_creation_date: fetched.created.clone(),
            job_completion_date: fetched.created,
            entity_details_list: shown
                .map(|(_, principal, last)| EntityDetails {
                    entity_info: EntityInfo {
                        arn: principal.arn(cx.account()),
                        name: principal.name().to_owned(),
                        kind: principal.kind(),
                        id: principal.id().to_owned(),
                        path: principal.path().to_owned(),
                    },
                    last_authenticated: last.map(date),
                })
                .collect(),
            is_truncated: paged.is_truncated,
            marker: paged.marker,
            error,
        })
    }
}

/// Where somebody stands in the list, as text that orders alike: the latest use first, never last, then by name.
fn place(principal: Principal, last: Option<&LastUse>) -> String {
    let age = last.map_or(i64::MAX, |last| i64::MAX - 1 - last.at.as_second().max(0));
    format!(
        "{age:020} {} {}",
        principal.kind(),
        principal.name().to_ascii_lowercase()
    )
}
