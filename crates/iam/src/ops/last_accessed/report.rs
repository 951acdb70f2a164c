//! Reports that were asked for: each is ready at once, and made of what is known when it is fetched.

use super::resource::Resource;
use crate::operation::Cx;
use crate::state::AccessReport;
use crate::usage::LastUse;
use crate::{Error, context};
use serde::Serialize;

/// AWS's `ErrorDetails`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ErrorDetails {
    message: String,
    code: String,
}

impl From<Error> for ErrorDetails {
    fn from(error: Error) -> ErrorDetails {
        ErrorDetails {
            message: error.message,
            code: error.code.to_owned(),
        }
    }
}

/// What is common to the replies about a report.
pub(super) struct Fetched<'a> {
    pub report: &'a AccessReport,
    /// What it is about, or why that cannot be told any more.
    pub resource: Result<Resource<'a>, ErrorDetails>,
    pub created: String,
}

impl<'a> Fetched<'a> {
    /// The report of a job that the caller asked for.
    ///
    /// # Errors
    /// `NoSuchEntity` for a job that there is not, or that somebody else asked for.
    pub(super) fn of(cx: &Cx<'a>, job: &str) -> Result<Fetched<'a>, Error> {
        let account = cx.account();
        let by = cx.caller.principal.unique_id.as_deref();
        let mut reports = account.access_reports.iter();
        let report = reports
            .find(|report| report.id == job && Some(report.by.as_str()) == by)
            .ok_or_else(|| no_such_job(job))?;
        let resource = Resource::of(account, &report.arn).map_err(ErrorDetails::from);
        Ok(Fetched {
            report,
            resource,
            created: context::text(report.requested).into(),
        })
    }

    /// AWS's `jobStatusType`: what is gone cannot be reported on.
    pub(super) fn status(&self) -> &'static str {
        match self.resource {
            Ok(_) => "COMPLETED",
            Err(_) => "FAILED",
        }
    }
}

/// The refusal for a job that is not there.
pub(super) fn no_such_job(job: &str) -> Error {
    Error::no_such_entity(format!("The report job with id {job} cannot be found."))
}

/// A time as replies write it.
pub(super) fn date(last: &LastUse) -> String {
    context::text(last.at).into()
}
