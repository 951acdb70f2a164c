//! The policies of an organization that bind a call, and what conditions may ask about it: from the tree of this moment.

use super::guard_rail::{AWS_MANAGED, GuardRail};
use super::policy_type::PolicyType;
use crate::AccountId;
use crate::state::{Node, Organization, State};
use policy::{Context, Policy};
use smol_str::SmolStr;

/// Policies by level, from the organization's root down to the account.
pub(crate) type Levels<'a> = Vec<Vec<Policy<'a>>>;

/// The service control policies that bind principals of an account: `None` where there is no organization, the type is not
/// enabled, or the account manages the organization (E-4, E-6). Each level must allow (E-3).
pub(crate) fn scp_levels(state: &State, account: AccountId) -> Option<Levels<'_>> {
    levels(state, account, PolicyType::ServiceControl)
}

/// The resource control policies that bind requests to resources of an account, under the same conditions (E-5).
pub(crate) fn rcp_levels(state: &State, account: AccountId) -> Option<Levels<'_>> {
    levels(state, account, PolicyType::ResourceControl)
}

/// As the evaluator takes them.
pub(crate) fn as_layers<'a, 'b>(levels: &'b Levels<'a>) -> Vec<&'b [Policy<'a>]> {
    levels.iter().map(Vec::as_slice).collect()
}

fn levels(state: &State, account: AccountId, policy_type: PolicyType) -> Option<Levels<'_>> {
    let (organization, member) = state.membership(account)?;
    if organization.management == account || !organization.enabled.contains(&policy_type) {
        return None;
    }
    let nodes = organization.levels_of(member).into_iter();
    Some(
        nodes
            .map(|node| attached(organization, node, policy_type))
            .collect(),
    )
}

/// The policies of a type that are attached to one place.
pub(crate) fn attached<'a>(
    organization: &'a Organization,
    node: &'a Node,
    policy_type: PolicyType,
) -> Vec<Policy<'a>> {
    let rails = node.policies.iter();
    let rails = rails.filter_map(|id| find(organization, id));
    rails
        .filter(|rail| rail.policy_type() == policy_type)
        .filter_map(in_force)
        .collect()
}

fn in_force(rail: &GuardRail) -> Option<Policy<'_>> {
    Some(Policy {
        name: &rail.name,
        arn: Some(&rail.arn),
        compiled: rail.content.compiled()?,
    })
}

/// The policy with this id, of the organization or of AWS.
pub(super) fn find<'a>(organization: &'a Organization, id: &str) -> Option<&'a GuardRail> {
    match organization.policies.get(id) {
        Some(policy) => Some(policy),
        None => AWS_MANAGED.iter().find(|policy| policy.id == id),
    }
}

/// Adds `aws:PrincipalOrgID` and `aws:PrincipalOrgPaths` for principals of an account (spec §5.1).
pub(crate) fn principal_keys(state: &State, account: AccountId, context: &mut Context) {
    put(
        state,
        account,
        ["aws:PrincipalOrgID", "aws:PrincipalOrgPaths"],
        context,
    );
}

/// Adds `aws:SourceOrgID` and `aws:SourceOrgPaths` for a service's call on behalf of a resource of an account (spec §5.5).
pub(crate) fn source_keys(state: &State, account: AccountId, context: &mut Context) {
    put(
        state,
        account,
        ["aws:SourceOrgID", "aws:SourceOrgPaths"],
        context,
    );
}

/// Adds `aws:ResourceOrgID` and `aws:ResourceOrgPaths` for resources of an account (spec §5.4).
pub(crate) fn resource_keys(state: &State, account: AccountId, context: &mut Context) {
    put(
        state,
        account,
        ["aws:ResourceOrgID", "aws:ResourceOrgPaths"],
        context,
    );
}

fn put(state: &State, account: AccountId, [id, paths]: [&str; 2], context: &mut Context) {
    let Some((organization, member)) = state.membership(account) else {
        return;
    };
    context.insert(id, organization.id.clone());
    context.insert_many(paths, [SmolStr::from(organization.path_of(member))]);
}

/// Whether both accounts are one, or of one organization: then reasons are told (D-6, D-7).
pub(crate) fn same_organization(state: &State, one: AccountId, other: AccountId) -> bool {
    one == other
        || match (state.organization_of(one), state.organization_of(other)) {
            (Some(one), Some(other)) => one.id == other.id,
            _ => false,
        }
}
