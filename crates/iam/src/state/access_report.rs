//! Reports on last uses that somebody asked for.

use super::Account;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// So many an account keeps; the oldest go first.
const REPORTS_MAX: usize = 1_000;

/// A report that was asked for: what it says is made when it is fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AccessReport {
    pub id: SmolStr,
    /// Of the user, group, role or policy that it is about.
    pub arn: String,
    /// Whether each action is told, besides services.
    pub actions: bool,
    /// The unique id of who asked, and alone may fetch it.
    pub by: SmolStr,
    pub requested: Timestamp,
}

impl Account {
    pub(super) fn put_access_report(&mut self, report: AccessReport) {
        self.access_reports.push_back(report);
        while self.access_reports.len() > REPORTS_MAX {
            self.access_reports.pop_front();
        }
    }
}
