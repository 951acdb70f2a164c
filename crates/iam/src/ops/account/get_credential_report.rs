//! `GetCredentialReport`.

use super::credential_report::{self, ReportState};
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::{Error, context};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// Shows the credential report that was generated within the last four hours, as CSV. It tells of the credentials as they are when it is
/// fetched.
///
/// Permission: `iam:GetCredentialReport` on `*`.
#[derive(Debug, Deserialize)]
pub(crate) struct GetCredentialReport {}

/// The report.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetCredentialReportResult {
    /// In base64.
    content: String,
    report_format: &'static str,
    generated_time: String,
}

impl Operation for GetCredentialReport {
    const NAME: &'static str = "GetCredentialReport";
    const EXAMPLE: &'static str = "
        root GetCredentialReport -> 410 ReportNotPresent
        root GenerateCredentialReport -> ok
        root GetCredentialReport -> GetCredentialReportResult.ReportFormat=text/csv & GetCredentialReportResult.GeneratedTime=2026-11-21T12:00:00Z
        clock +14400
        root GetCredentialReport -> 410 ReportExpired
    ";
    type Output = GetCredentialReportResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![Permission::on(
            "iam:GetCredentialReport",
            "*",
            cx.account().id,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<GetCredentialReportResult>, Error> {
        match credential_report::state(cx) {
            ReportState::NotPresent => Err(Error::report_not_present(
                "The credential report does not exist. To generate one, use GenerateCredentialReport.",
            )),
            ReportState::Expired => Err(Error::report_expired(
                "The most recent credential report has expired. To generate a new one, use GenerateCredentialReport.",
            )),
            ReportState::Complete(generated) => Outcome::read(GetCredentialReportResult {
                content: STANDARD.encode(credential_report::csv(cx)),
                report_format: "text/csv",
                generated_time: context::text(generated).into(),
            }),
        }
    }
}
