//! What a call of Organizations names must exist, and what changes it.

use super::guard_rail::{AWS_MANAGED, GuardRail};
use super::refusal::Refused;
use super::{OrganizationChange, arn, layers};
use crate::Error;
use crate::event::Event;
use crate::operation::Outcome;
use crate::state::{Member, Organization, Tag, Unit};

/// Refuses unless the organization has this root.
pub(crate) fn root(organization: &Organization, id: &str) -> Result<(), Error> {
    if organization.root_id == id {
        Ok(())
    } else {
        Err(Refused::RootNotFound.error())
    }
}

/// The unit with this id.
pub(crate) fn unit<'a>(organization: &'a Organization, id: &str) -> Result<&'a Unit, Error> {
    let unit = organization.units.get(id);
    unit.map(AsRef::as_ref)
        .ok_or_else(|| Refused::UnitNotFound.error())
}

/// Refuses unless this is the root or a unit.
pub(crate) fn parent(organization: &Organization, id: &str) -> Result<(), Error> {
    if organization.is_container(id) {
        Ok(())
    } else {
        Err(Refused::ParentNotFound.error())
    }
}

/// The account with this id.
pub(crate) fn member<'a>(organization: &'a Organization, id: &str) -> Result<&'a Member, Error> {
    let member = organization.member_by_text(id);
    member.ok_or_else(|| Refused::AccountNotFound.error())
}

/// The policy with this id, of the organization or of AWS.
pub(crate) fn policy<'a>(organization: &'a Organization, id: &str) -> Result<&'a GuardRail, Error> {
    layers::find(organization, id).ok_or_else(|| Refused::PolicyNotFound.error())
}

/// The organization's own policy with this id; those of AWS never change.
pub(crate) fn own_policy<'a>(
    organization: &'a Organization,
    id: &str,
) -> Result<&'a GuardRail, Error> {
    let policy = policy(organization, id)?;
    if policy.is_aws_managed() {
        return Err(Refused::AwsManaged.error());
    }
    Ok(policy)
}

/// The ARN of a policy that may not exist.
pub(crate) fn policy_arn(organization: &Organization, id: &str) -> String {
    match layers::find(organization, id) {
        Some(policy) => policy.arn.to_string(),
        None => arn::policy(
            organization.management,
            &organization.id,
            super::PolicyType::ServiceControl,
            id,
        ),
    }
}

/// The policies of one type, by name.
pub(crate) fn policies_of(
    organization: &Organization,
    policy_type: super::PolicyType,
) -> Vec<&GuardRail> {
    let own = organization.policies.values().map(AsRef::as_ref);
    let mut all: Vec<&GuardRail> = own
        .chain(AWS_MANAGED.iter())
        .filter(|policy| policy.policy_type() == policy_type)
        .collect();
    all.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    all
}

/// Refuses a target that is not in the tree.
pub(crate) fn target(organization: &Organization, id: &str) -> Result<(), Error> {
    match organization.node(id) {
        Some(_) => Ok(()),
        None => Err(Refused::TargetNotFound.error()),
    }
}

/// The tags of the root, a unit, an account, a policy or the resource policy; `None` if there is none of them by this id.
pub(crate) fn tags<'a>(organization: &'a Organization, id: &str) -> Option<&'a [Tag]> {
    if let Ok(policy) = policy(organization, id) {
        return Some(&policy.tags);
    }
    match &organization.resource_policy {
        Some(policy) if policy.id == id => Some(&policy.tags),
        _ => organization.node(id).map(|node| node.tags.as_slice()),
    }
}

/// Refuses tags that contradict each other, that AWS keeps for itself, or that are too many.
pub(crate) fn check_tags(held: &[Tag], tags: &[Tag], most: usize) -> Result<(), Error> {
    for (index, tag) in tags.iter().enumerate() {
        if tags[..index].iter().any(|other| other.key == tag.key) {
            return Err(Refused::DuplicateTag.error());
        }
        check_tag_key(&tag.key)?;
    }
    let new = tags
        .iter()
        .filter(|tag| !held.iter().any(|other| other.key == tag.key));
    if held.len() + new.count() > most {
        return Err(Refused::TagLimit.error());
    }
    Ok(())
}

/// Refuses keys that AWS keeps for itself.
pub(crate) fn check_tag_key(key: &str) -> Result<(), Error> {
    let reserved = key
        .get(..4)
        .is_some_and(|prefix| prefix.eq_ignore_ascii_case("aws:"));
    if reserved {
        return Err(Refused::ReservedTag.error());
    }
    Ok(())
}

/// The change by which an account goes, and what it takes along: its address.
pub(crate) fn left(
    organization: &Organization,
    member: &Member,
    change: OrganizationChange,
) -> Outcome<()> {
    let kept = member.email.clone().map(|email| {
        let account = member.account;
        OrganizationChange::AddressKept { account, email }
    });
    let changes = kept.into_iter().chain([change]);
    Outcome {
        account: Some(organization.management),
        events: changes.map(Event::Organization).collect(),
        then: Vec::new(),
        output: (),
    }
}

/// One change to the organization and its reply.
pub(crate) fn changed<T>(
    organization: &Organization,
    change: OrganizationChange,
    output: T,
) -> Result<Outcome<T>, Error> {
    Ok(Outcome {
        account: Some(organization.management),
        events: vec![Event::Organization(change)],
        then: Vec::new(),
        output,
    })
}
