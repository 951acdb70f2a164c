//! ARNs of what an organization holds (spec §12.2).

use super::policy_type::PolicyType;
use crate::AccountId;
use crate::state::Organization;

/// `arn:aws:organizations::M:organization/o-x`.
pub(crate) fn organization(of: &Organization) -> String {
    within(of, "organization", None)
}

/// `arn:aws:organizations::M:root/o-x/r-y`.
pub(crate) fn root(of: &Organization) -> String {
    within(of, "root", Some(&of.root_id))
}

/// `arn:aws:organizations::M:ou/o-x/ou-y`.
pub(crate) fn unit(of: &Organization, id: &str) -> String {
    within(of, "ou", Some(id))
}

/// `arn:aws:organizations::M:account/o-x/A`.
pub(crate) fn account(of: &Organization, id: &str) -> String {
    within(of, "account", Some(id))
}

/// `arn:aws:organizations::M:handshake/o-x/invite/h-y`.
pub(crate) fn handshake(of: &Organization, action: &str, id: &str) -> String {
    let action = action.to_ascii_lowercase();
    within(of, "handshake", Some(&format!("{action}/{id}")))
}

/// `arn:aws:organizations::M:resourcepolicy/o-x/rp-y`.
pub(crate) fn resource_policy(of: &Organization, id: &str) -> String {
    within(of, "resourcepolicy", Some(id))
}

/// The ARN of the root, a unit or an account by its id.
pub(crate) fn place(of: &Organization, id: &str) -> String {
    if id.starts_with("r-") {
        within(of, "root", Some(id))
    } else if id.starts_with("ou-") {
        unit(of, id)
    } else {
        account(of, id)
    }
}

/// `arn:aws:organizations::M:policy/o-x/service_control_policy/p-y`.
pub(crate) fn policy(
    management: AccountId,
    organization: &str,
    policy_type: PolicyType,
    id: &str,
) -> String {
    let segment = policy_type.segment();
    format!("arn:aws:organizations::{management}:policy/{organization}/{segment}/{id}")
}

/// `arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess`.
pub(crate) fn aws_policy(policy_type: PolicyType, id: &str) -> String {
    format!(
        "arn:aws:organizations::aws:policy/{}/{id}",
        policy_type.segment()
    )
}

fn within(of: &Organization, kind: &str, rest: Option<&str>) -> String {
    let (management, id) = (of.management, &of.id);
    match rest {
        Some(rest) => format!("arn:aws:organizations::{management}:{kind}/{id}/{rest}"),
        None => format!("arn:aws:organizations::{management}:{kind}/{id}"),
    }
}
