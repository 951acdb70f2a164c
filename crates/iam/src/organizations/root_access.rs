//! Centralized root access: which of its features an organization has, and whom they let become the root of a member account.

use super::delegation::ADMINISTRATORS_ASSUME_ROOT;
use crate::AccountId;
use crate::state::{Member, Organization, State};
use policy::Policy;
use serde::{Deserialize, Serialize};

/// The service that an organization must let in, and that accounts administer, for centralized root access.
const SERVICE: &str = "iam.amazonaws.com";

/// A feature of centralized root access. Each is on or off by itself (S-63).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RootFeature {
    /// To audit, delete and allow again what the roots of member accounts sign in with.
    RootCredentialsManagement,
    /// To unlock resources of member accounts that only their roots can.
    RootSessions,
}

impl RootFeature {
    /// AWS's word for it.
    pub(crate) fn text(self) -> &'static str {
        match self {
            RootFeature::RootCredentialsManagement => "RootCredentialsManagement",
            RootFeature::RootSessions => "RootSessions",
        }
    }
}

/// Whether the organization lets IAM act in it: without, no feature is at work.
pub(crate) fn is_trusted(organization: &Organization) -> bool {
    organization.services.contains_key(SERVICE)
}

/// Whether an account sees to the roots of the others: the management account, or a delegated administrator for IAM.
pub(crate) fn is_administrator(organization: &Organization, member: &Member) -> bool {
    member.account == organization.management || member.administers.contains_key(SERVICE)
}

/// Whether principals of `account` may become the root of `target` for a task of this feature, as far as the organization says:
/// one sees to the roots, the other is an open member account that does not manage the organization.
pub(crate) fn lets(
    state: &State,
    account: AccountId,
    target: AccountId,
    feature: RootFeature,
) -> bool {
    let Some((organization, member)) = state.membership(account) else {
        return false;
    };
    let targets = organization.members.get(&target);
    let target_is_open = targets.is_some_and(|target| target.closed.is_none());
    organization.all_features
        && is_trusted(organization)
        && is_administrator(organization, member)
        && organization.root_features.contains(&feature)
        && target_is_open
        && target != organization.management
}

/// What the organization grants those whom it lets: its own grant counts as the resource's side (spec E-11).
pub(crate) fn grant() -> Policy<'static> {
    Policy {
        name: "centralized root access",
        arn: None,
        compiled: &ADMINISTRATORS_ASSUME_ROOT,
    }
}
