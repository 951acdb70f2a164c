//! `GenerateServiceLastAccessedDetails`.

use super::resource::Resource;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use serde::{Deserialize, Serialize};

/// Begins a report on which services a user, group, role or managed policy allows, and when they were last used. It can be had at once,
/// by whoever began it; an account keeps its last 1,000.
///
/// Permission: `iam:GenerateServiceLastAccessedDetails` on the user, group, role or policy.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GenerateServiceLastAccessedDetails {
    arn: String,
    granularity: Option<Granularity>,
}

/// AWS's `AccessAdvisorUsageGranularityType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Granularity {
    ServiceLevel,
    ActionLevel,
}

/// What the report is fetched by.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GenerateServiceLastAccessedDetailsResult {
    job_id: String,
}

impl Operation for GenerateServiceLastAccessedDetails {
    const NAME: &'static str = "GenerateServiceLastAccessedDetails";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root GenerateServiceLastAccessedDetails Arn=arn:aws:iam::123456789012:user/Bob -> GenerateServiceLastAccessedDetailsResult.JobId
        root GenerateServiceLastAccessedDetails Arn=arn:aws:iam::123456789012:user/Eve -> 404 NoSuchEntity The user with name Eve cannot be found.
        root GenerateServiceLastAccessedDetails Arn=arn:aws:iam::123456789012:root -> 400 InvalidInput
    ";
    type Output = GenerateServiceLastAccessedDetailsResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let action = "iam:GenerateServiceLastAccessedDetails";
        Ok(vec![Resource::permission(cx, action, &self.arn)])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<GenerateServiceLastAccessedDetailsResult>, Error> {
        Resource::of(cx.account(), &self.arn)?;
        let id = cx.seed.uuid("access report");
        let by = cx.caller.principal.unique_id.as_ref();
        let event = Event::AccessReportRequested {
            id: id.clone(),
            arn: self.arn.clone(),
            actions: self.granularity == Some(Granularity::ActionLevel),
            by: by.map(ToString::to_string).unwrap_or_default(),
        };
        Outcome::event(
            event,
            GenerateServiceLastAccessedDetailsResult { job_id: id },
        )
    }
}
