//! The permissions policies of a user, group or role: its own, and for a user those of its groups.

use super::holder::{self, Holder};
use crate::authorize::Permission;
use crate::document::StoredPolicy;
use crate::operation::Cx;
use crate::policies;
use crate::state::{Account, Entity, User};
use crate::{Error, arn};

/// A permissions policy and what it is attached to.
pub(crate) struct HeldPolicy<'a> {
    /// Whose it is: a user's may be one of its groups.
    pub owner: Entity,
    pub name: &'a str,
    /// `None` for an inline policy.
    pub arn: Option<&'a str>,
    /// The document in force (E-1); `None` if the policy is not to be found.
    pub document: Option<&'a StoredPolicy>,
}

/// The user, group or role that an ARN names, whether or not it exists; its path is not looked at (Z-13).
pub(crate) fn entity_of(arn: &str) -> Option<Entity> {
    let parsed = arn::parse_iam(arn)?;
    let name = parsed.name.to_owned();
    match parsed.kind {
        "user" => Some(Entity::User(name)),
        "group" => Some(Entity::Group(name)),
        "role" => Some(Entity::Role(name)),
        _ => None,
    }
}

/// The refusal of an ARN that names no user, group or role.
pub(crate) fn unclear(arn: &str) -> Error {
    Error::invalid_input(format!(
        "Invalid Entity Arn: {arn} does not clearly define entity type and name."
    ))
}

/// The permission for `action` on whatever an ARN names: its true ARN if it is a user, group or role of the account.
pub(crate) fn permission<'a>(cx: &Cx<'a>, action: &'static str, arn: &'a str) -> Permission<'a> {
    let account = cx.account().id;
    let owner = arn::owner(arn).unwrap_or(account);
    match entity_of(arn) {
        Some(entity) if owner == account => holder::permission(cx, action, &entity),
        _ => Permission::on(action, arn, owner),
    }
}

/// Every permissions policy of an entity.
///
/// # Errors
/// `NoSuchEntity`.
pub(crate) fn policies_of<'a>(
    account: &'a Account,
    entity: &Entity,
) -> Result<Vec<HeldPolicy<'a>>, Error> {
    let mut held = Vec::new();
    gather(account, &Holder::of(account, entity)?, &mut held);
    if let Entity::User(name) = entity {
        let groups = account.user(name).map(|user| groups_of(account, user));
        for group in groups.into_iter().flatten() {
            gather(account, &Holder::of(account, &group)?, &mut held);
        }
    }
    Ok(held)
}

fn groups_of<'a>(account: &'a Account, user: &'a User) -> impl Iterator<Item = Entity> + 'a {
    let groups = user.groups.iter();
    groups
        .filter_map(|key| account.groups.get(key))
        .map(|group| Entity::Group(group.name.to_string()))
}

fn gather<'a>(account: &'a Account, holder: &Holder<'a>, held: &mut Vec<HeldPolicy<'a>>) {
    let inline = holder.attachments.inline.iter();
    held.extend(inline.map(|(name, document)| HeldPolicy {
        owner: holder.entity.clone(),
        name,
        arn: None,
        document: Some(document),
    }));
    let managed = holder.attachments.managed.iter();
    held.extend(managed.map(|arn| {
        let policy = policies::find(account, arn);
        HeldPolicy {
            owner: holder.entity.clone(),
            name: policy.map_or(arn, |policy| policy.name()),
            arn: Some(arn),
            document: policy.map(|policy| policy.in_force()),
        }
    }));
}
