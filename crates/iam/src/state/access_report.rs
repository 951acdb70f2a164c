//! Reports on last uses that somebody asked for, of an account or of an organization.

use super::Account;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// So many of each kind an account keeps; the oldest go first.
pub(crate) const REPORTS_MAX: usize = 1_000;

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

/// A report on last uses in an organization that was asked for: what it says is made when it is fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrganizationsReport {
    pub id: SmolStr,
    /// The root, unit or account that it is about: `o-x/r-y/ou-z`.
    pub entity_path: String,
    /// The policy that alone counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    pub requested: Timestamp,
}

impl OrganizationsReport {
    /// When it is done: a second after it was asked for.
    pub(crate) fn done(&self) -> Timestamp {
        let second = SignedDuration::from_secs(1);
        self.requested
            .saturating_add(second)
            .expect("a signed duration has no calendar units")
    }

    pub(crate) fn is_done(&self, now: Timestamp) -> bool {
        now >= self.done()
    }
}

impl Account {
    pub(super) fn put_organizations_report(&mut self, report: OrganizationsReport) {
        self.organizations_reports.push_back(report);
        while self.organizations_reports.len() > REPORTS_MAX {
            self.organizations_reports.pop_front();
        }
    }

    pub(super) fn put_access_report(&mut self, report: AccessReport) {
        self.access_reports.push_back(report);
        while self.access_reports.len() > REPORTS_MAX {
            self.access_reports.pop_front();
        }
    }
}
