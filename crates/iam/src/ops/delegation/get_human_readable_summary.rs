//! `GetHumanReadableSummary`.

use super::request::{self, Given};
use super::summary;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::{Error, arn};
use serde::{Deserialize, Serialize};

/// The language that summaries are in.
const ENGLISH: &str = "en";

/// Tells a delegation request in English words: always the same for the same request, and made of nothing else. For other languages
/// the state is `NOT_SUPPORTED`.
///
/// Permission: `iam:GetHumanReadableSummary` on the request's ARN; who has it by default is as for `GetDelegationRequest`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetHumanReadableSummary {
    entity_arn: String,
    locale: Option<String>,
}

/// The summary, if there is one.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetHumanReadableSummaryResult {
    summary_content: Option<String>,
    locale: String,
    summary_state: &'static str,
}

impl Operation for GetHumanReadableSummary {
    const NAME: &'static str = "GetHumanReadableSummary";
    const EXAMPLE: &'static str = "
        root CreateDelegationRequest Description=d RequestorWorkflowId=flow-1 NotificationChannel=arn:aws:sns:us-east-1:123456789012:t SessionDuration=3600 Permissions.PolicyTemplateArn=arn:aws:iam::aws:policy/IAMReadOnlyAccess -> set id=CreateDelegationRequestResult.DelegationRequestId
        root GetHumanReadableSummary EntityArn=arn:aws:iam::123456789012:delegation-request/$id -> GetHumanReadableSummaryResult.SummaryState=AVAILABLE & GetHumanReadableSummaryResult.SummaryContent & GetHumanReadableSummaryResult.Locale=en
        root GetHumanReadableSummary EntityArn=arn:aws:iam::123456789012:delegation-request/$id Locale=de-DE -> GetHumanReadableSummaryResult.SummaryState=NOT_SUPPORTED & !GetHumanReadableSummaryResult.SummaryContent
        root GetHumanReadableSummary EntityArn=arn:aws:iam::123456789012:user/Bob -> 400 InvalidInput
        root GetHumanReadableSummary EntityArn=arn:aws:iam::123456789012:delegation-request/00000000-0000-8000-8000-000000000000 -> 404 NoSuchEntity
    ";
    type Output = GetHumanReadableSummaryResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let id = self.request_id().unwrap_or("*");
        Ok(vec![request::permission(
            cx,
            "iam:GetHumanReadableSummary",
            id,
            Given::Finder,
        )])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<GetHumanReadableSummaryResult>, Error> {
        let Some(id) = self.request_id() else {
            return Err(Error::invalid_input(format!(
                "{} is not the ARN of a delegation request.",
                self.entity_arn
            )));
        };
        let (requestor, request) = request::existing(cx, id)?;
        let locale = self.locale.as_deref().unwrap_or(ENGLISH);
        let english = locale
            .split(['-', '_'])
            .next()
            .is_some_and(|language| language.eq_ignore_ascii_case(ENGLISH));
        Outcome::read(GetHumanReadableSummaryResult {
            summary_content: english.then(|| summary::of(requestor, request)),
            locale: locale.to_owned(),
            summary_state: if english {
                "AVAILABLE"
            } else {
                "NOT_SUPPORTED"
            },
        })
    }
}

impl GetHumanReadableSummary {
    /// The id in the ARN of a delegation request.
    fn request_id(&self) -> Option<&str> {
        let parsed = arn::parse_iam(&self.entity_arn)?;
        let fits = parsed.kind == "delegation-request" && parsed.path == "/";
        fits.then_some(parsed.name)
    }
}
