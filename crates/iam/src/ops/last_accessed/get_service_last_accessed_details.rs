//! `GetServiceLastAccessedDetails`.

use super::report::{ErrorDetails, Fetched, date};
use super::resource::{Principal, Resource};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::page::{Page, Paged};
use crate::usage::LastUse;
use policy::catalogue::{self, Service};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Shows a report: the services that permissions policies allow, by namespace, with their last uses in the last 400 days; for reports by
/// action those of each action too. Boundaries and other kinds of policies do not count.
///
/// Permission: `iam:GetServiceLastAccessedDetails` on `*`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetServiceLastAccessedDetails {
    job_id: String,
    max_items: Option<usize>,
    marker: Option<String>,
}

/// One page of services.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetServiceLastAccessedDetailsResult {
    job_status: &'static str,
    job_type: &'static str,
    job_creation_date: String,
    services_last_accessed: Vec<ServiceLastAccessed>,
    job_completion_date: String,
    is_truncated: bool,
    marker: Option<String>,
    error: Option<ErrorDetails>,
}

/// AWS's `ServiceLastAccessed`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ServiceLastAccessed {
    service_name: &'static str,
    last_authenticated: Option<String>,
    service_namespace: &'static str,
    last_authenticated_entity: Option<String>,
    last_authenticated_region: Option<String>,
    total_authenticated_entities: usize,
    tracked_actions_last_accessed: Option<Vec<TrackedActionLastAccessed>>,
}

/// AWS's `TrackedActionLastAccessed`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TrackedActionLastAccessed {
    action_name: String,
    last_accessed_entity: String,
    last_accessed_time: String,
    last_accessed_region: String,
}

impl Operation for GetServiceLastAccessedDetails {
    const NAME: &'static str = "GetServiceLastAccessedDetails";
    const EXAMPLE: &'static str = r#"
        root CreateUser UserName=Bob -> ok
        root PutUserPolicy UserName=Bob PolicyName=some PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:GetUser","sqs:*"],"Resource":"*"}]}' -> ok
        root CreateAccessKey UserName=Bob -> as bob
        bob GetUser -> ok
        root GenerateServiceLastAccessedDetails Arn=arn:aws:iam::123456789012:user/Bob Granularity=ACTION_LEVEL -> set job=GenerateServiceLastAccessedDetailsResult.JobId
        root GetServiceLastAccessedDetails JobId=$job -> GetServiceLastAccessedDetailsResult.JobStatus=COMPLETED & GetServiceLastAccessedDetailsResult.JobType=ACTION_LEVEL & GetServiceLastAccessedDetailsResult.ServicesLastAccessed.1.ServiceNamespace=iam & GetServiceLastAccessedDetailsResult.ServicesLastAccessed.1.ServiceName=AWS Identity and Access Management & GetServiceLastAccessedDetailsResult.ServicesLastAccessed.1.LastAuthenticated=2026-11-21T12:00:00Z & GetServiceLastAccessedDetailsResult.ServicesLastAccessed.1.TrackedActionsLastAccessed.1.ActionName=GetUser & GetServiceLastAccessedDetailsResult.ServicesLastAccessed.2.ServiceNamespace=sqs & !GetServiceLastAccessedDetailsResult.ServicesLastAccessed.2.LastAuthenticated & !GetServiceLastAccessedDetailsResult.ServicesLastAccessed.3
        root GetServiceLastAccessedDetails JobId=00000000-0000-4000-8000-000000000000 -> 404 NoSuchEntity
    "#;
    type Output = GetServiceLastAccessedDetailsResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![Permission::on(
            "iam:GetServiceLastAccessedDetails",
            "*",
            cx.account().id,
        )])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<GetServiceLastAccessedDetailsResult>, Error> {
        let fetched = Fetched::of(cx, &self.job_id)?;
        let (status, actions) = (fetched.status(), fetched.report.actions);
        let (paged, error) = match &fetched.resource {
            Ok(resource) => (self.page(cx, resource, actions)?, None),
            Err(_) => (self.nothing(), fetched.resource.err()),
        };
        Outcome::read(GetServiceLastAccessedDetailsResult {
            job_status: status,
            job_type: if actions {
                "ACTION_LEVEL"
            } else {
                "SERVICE_LEVEL"
            },
            job_creation_date: fetched.created.clone(),
            services_last_accessed: paged.items,
            job_completion_date: fetched.created,
            is_truncated: paged.is_truncated,
            marker: paged.marker,
            error,
        })
    }
}

impl GetServiceLastAccessedDetails {
    fn nothing(&self) -> Paged<ServiceLastAccessed> {
        Paged {
            items: Vec::new(),
            is_truncated: false,
            marker: None,
        }
    }

    fn page(
        &self,
        cx: &Cx,
        resource: &Resource,
        actions: bool,
    ) -> Result<Paged<ServiceLastAccessed>, Error> {
        let account = cx.account();
        let policies = resource.policies(account);
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        let services = catalogue::services().iter();
        let allowed = services.filter(|service| policy::allows_service(&policies, service));
        let paged = page.of(allowed, |service| service.prefix().to_owned())?;
        let principals = resource.principals(account);
        let shown = paged.items.into_iter();
        Ok(Paged {
            items: shown
                .map(|service| ServiceLastAccessed::of(cx, service, &principals, actions))
                .collect(),
            is_truncated: paged.is_truncated,
            marker: paged.marker,
        })
    }
}

impl ServiceLastAccessed {
    fn of(
        cx: &Cx,
        service: &'static Service,
        principals: &[Principal],
        actions: bool,
    ) -> ServiceLastAccessed {
        let account = cx.account();
        let prefix = service.prefix();
        let uses: Vec<(Principal, &LastUse)> = principals
            .iter()
            .filter_map(|principal| {
                Some((
                    *principal,
                    cx.usage.service(principal.id(), prefix, cx.now)?,
                ))
            })
            .collect();
        let last = uses.iter().max_by_key(|(_, last)| last.at);
        let tracked = tracked(cx, prefix, principals);
        ServiceLastAccessed {
            service_name: service.name(),
            last_authenticated: last.map(|(_, last)| date(last)),
            service_namespace: prefix,
            last_authenticated_entity: last.map(|(principal, _)| principal.arn(account)),
            last_authenticated_region: last.map(|(_, last)| last.region.to_string()),
            total_authenticated_entities: uses.len(),
            tracked_actions_last_accessed: (actions && !tracked.is_empty()).then_some(tracked),
        }
    }
}

/// The last use of each action that anybody used.
fn tracked(cx: &Cx, service: &str, principals: &[Principal]) -> Vec<TrackedActionLastAccessed> {
    let mut latest: BTreeMap<&str, (Principal, &LastUse)> = BTreeMap::new();
    for principal in principals {
        for (action, last) in cx.usage.actions(principal.id(), service, cx.now) {
            let known = latest.entry(action).or_insert((*principal, last));
            if known.1.at < last.at {
                *known = (*principal, last);
            }
        }
    }
    let shown = latest.into_iter();
    shown
        .map(|(action, (principal, last))| TrackedActionLastAccessed {
            action_name: action.to_owned(),
            last_accessed_entity: principal.arn(cx.account()),
            last_accessed_time: date(last),
            last_accessed_region: last.region.to_string(),
        })
        .collect()
}
