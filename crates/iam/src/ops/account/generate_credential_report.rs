//! `GenerateCredentialReport`.

use super::credential_report::{self, ReportState};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use serde::{Deserialize, Serialize};

/// Begins a credential report, unless there is one that is younger than four hours. It can be had at once.
///
/// Permission: `iam:GenerateCredentialReport` on `*`.
#[derive(Debug, Deserialize)]
pub(crate) struct GenerateCredentialReport {}

/// Whether a report was begun.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GenerateCredentialReportResult {
    state: &'static str,
    description: Option<&'static str>,
}

impl Operation for GenerateCredentialReport {
    const NAME: &'static str = "GenerateCredentialReport";
    const EXAMPLE: &'static str = "
        root GenerateCredentialReport -> GenerateCredentialReportResult.State=STARTED & GenerateCredentialReportResult.Description=No report exists. Starting a new report generation task
        root GenerateCredentialReport -> GenerateCredentialReportResult.State=COMPLETE & !GenerateCredentialReportResult.Description & unchanged
        clock +14400
        root GenerateCredentialReport -> GenerateCredentialReportResult.State=STARTED
        nobody GenerateCredentialReport -> 403 MissingAuthenticationToken
    ";
    type Output = GenerateCredentialReportResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![Permission::on(
            "iam:GenerateCredentialReport",
            "*",
            cx.account().id,
        )])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<GenerateCredentialReportResult>, Error> {
        match credential_report::state(cx) {
            ReportState::Complete(_) => Outcome::read(GenerateCredentialReportResult {
                state: "COMPLETE",
                description: None,
            }),
            ReportState::NotPresent | ReportState::Expired => Outcome::event(
                Event::CredentialReportGenerated {},
                GenerateCredentialReportResult {
                    state: "STARTED",
                    description: Some("No report exists. Starting a new report generation task"),
                },
            ),
        }
    }
}
