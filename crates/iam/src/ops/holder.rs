//! Users, groups and roles as holders of policies.

use super::{existence, target};
use crate::authorize::Permission;
use crate::operation::Cx;
use crate::quota::{Quota, Quotas};
use crate::state::{Account, Attachments, Entity};
use crate::{Error, service_linked};

/// A user, group or role that exists, as the operations on its policies see it.
pub(crate) struct Holder<'a> {
    /// By its name as it was created, whatever case the caller wrote.
    pub entity: Entity,
    pub attachments: &'a Attachments,
}

impl<'a> Holder<'a> {
    /// The user, group or role.
    ///
    /// # Errors
    /// `NoSuchEntity`.
    pub(crate) fn of(account: &'a Account, entity: &Entity) -> Result<Holder<'a>, Error> {
        Ok(match entity {
            Entity::User(name) => {
                let user = existence::user(account, name)?;
                Holder {
                    entity: Entity::User(user.name.to_string()),
                    attachments: &user.attachments,
                }
            }
            Entity::Group(name) => {
                let group = existence::group(account, name)?;
                Holder {
                    entity: Entity::Group(group.name.to_string()),
                    attachments: &group.attachments,
                }
            }
            Entity::Role(name) => {
                let role = existence::role(account, name)?;
                Holder {
                    entity: Entity::Role(role.name.to_string()),
                    attachments: &role.attachments,
                }
            }
        })
    }

    /// The user, group or role, whose policies are about to change.
    ///
    /// # Errors
    /// `NoSuchEntity`; `UnmodifiableEntity` for service-linked roles (P-9).
    pub(crate) fn to_change(account: &'a Account, entity: &Entity) -> Result<Holder<'a>, Error> {
        let holder = Holder::of(account, entity)?;
        if let Entity::Role(name) = entity {
            service_linked::check_modifiable(existence::role(account, name)?)?;
        }
        Ok(holder)
    }
}

/// The permission for `action` on a holder.
pub(crate) fn permission<'a>(cx: &Cx<'a>, action: &'static str, entity: &Entity) -> Permission<'a> {
    match entity {
        Entity::User(name) => target::on_user(cx, action, name),
        Entity::Group(name) => target::on_group(cx, action, name),
        Entity::Role(name) => target::on_role(cx, action, name),
    }
}

/// The permission for an `action` that changes a holder's policies: with `iam:PermissionsBoundary`, the boundary that
/// the holder has (spec §5.6).
pub(crate) fn permission_to_change<'a>(
    cx: &Cx<'a>,
    action: &'static str,
    entity: &Entity,
) -> Permission<'a> {
    match entity {
        Entity::User(name) => {
            let user = cx.account().user(name);
            let boundary = user.and_then(|user| user.boundary.clone());
            target::on_user(cx, action, name).with_some("iam:PermissionsBoundary", boundary)
        }
        Entity::Group(name) => target::on_group(cx, action, name),
        Entity::Role(name) => target::on_bounded_role(cx, action, name),
    }
}

/// `user`, `group` or `role`.
pub(crate) fn word(entity: &Entity) -> &'static str {
    match entity {
        Entity::User(_) => "user",
        Entity::Group(_) => "group",
        Entity::Role(_) => "role",
    }
}

/// The name that an entity has.
pub(crate) fn name(entity: &Entity) -> &str {
    match entity {
        Entity::User(name) | Entity::Group(name) | Entity::Role(name) => name,
    }
}

/// How many managed policies a holder may have.
pub(crate) fn attached_quota(quotas: &Quotas, entity: &Entity) -> Quota {
    match entity {
        Entity::User(_) => quotas.attached_per_user,
        Entity::Group(_) => quotas.attached_per_group,
        Entity::Role(_) => quotas.attached_per_role,
    }
}

/// How many characters all inline policies of a holder may have together.
pub(crate) fn inline_quota(quotas: &Quotas, entity: &Entity) -> Quota {
    match entity {
        Entity::User(_) => quotas.inline_size_user,
        Entity::Group(_) => quotas.inline_size_group,
        Entity::Role(_) => quotas.inline_size_role,
    }
}
