//! What a report is about: a user, group, role or managed policy.

use crate::authorize::Permission;
use crate::operation::Cx;
use crate::ops::{existence, held, target};
use crate::policies;
use crate::state::{Account, Attachments, Entity, Group, Role, User};
use crate::{Error, arn};
use policy::CompiledPolicy;
use policy::catalogue::Service;

/// A user, group or role, or a managed policy.
pub(super) enum Resource<'a> {
    Entity(Entity),
    Policy(&'a str),
}

/// A user or role that may have used something.
#[derive(Clone, Copy)]
pub(super) enum Principal<'a> {
    User(&'a User),
    Role(&'a Role),
}

impl<'a> Resource<'a> {
    /// The resource that an ARN names.
    ///
    /// # Errors
    /// `InvalidInput` for anything else, `NoSuchEntity` for what is not there.
    pub(super) fn of(account: &Account, arn: &'a str) -> Result<Resource<'a>, Error> {
        if is_policy(arn) {
            existence::policy(account, arn)?;
            return Ok(Resource::Policy(arn));
        }
        let entity = held::entity_of(arn).ok_or_else(|| held::unclear(arn))?;
        held::policies_of(account, &entity)?;
        Ok(Resource::Entity(entity))
    }

    /// The permission for `action` on what an ARN names.
    pub(super) fn permission(cx: &Cx<'a>, action: &'static str, arn: &'a str) -> Permission<'a> {
        if is_policy(arn) {
            target::on_policy(cx, action, arn)
        } else {
            held::permission(cx, action, arn)
        }
    }

    /// The permissions policies that count.
    pub(super) fn policies(&self, account: &'a Account) -> Vec<&'a CompiledPolicy> {
        match self {
            Resource::Entity(entity) => {
                let held = held::policies_of(account, entity).unwrap_or_default();
                let documents = held.into_iter().filter_map(|policy| policy.document);
                documents.map(|document| document.compiled()).collect()
            }
            Resource::Policy(arn) => {
                let policy = policies::find(account, arn);
                policy
                    .map(|policy| policy.in_force().compiled())
                    .into_iter()
                    .collect()
            }
        }
    }

    /// Whether whoever could have used it could have used it for a service. Of a user or role itself that is not asked.
    pub(super) fn lends(&self, account: &'a Account, service: &Service) -> bool {
        match self {
            Resource::Entity(Entity::User(_) | Entity::Role(_)) => true,
            Resource::Entity(Entity::Group(_)) | Resource::Policy(_) => {
                policy::allows_service(&self.policies(account), service)
            }
        }
    }

    /// Who could have used it: the user or role itself, a group's users, all who have a policy.
    pub(super) fn principals(&self, account: &'a Account) -> Vec<Principal<'a>> {
        match self {
            Resource::Entity(Entity::User(name)) => {
                let user = account.user(name).into_iter();
                user.map(|user| Principal::User(user)).collect()
            }
            Resource::Entity(Entity::Role(name)) => {
                let role = account.role(name).into_iter();
                role.map(|role| Principal::Role(role)).collect()
            }
            Resource::Entity(Entity::Group(name)) => {
                let members = account.group(name).map(|group| members(account, group));
                members.into_iter().flatten().map(Principal::User).collect()
            }
            Resource::Policy(arn) => {
                let has = |attachments: &Attachments| attachments.has_managed(arn);
                let through_group = |user: &User| {
                    let mut groups = user.groups.iter().filter_map(|key| account.groups.get(key));
                    groups.any(|group| has(&group.attachments))
                };
                let users = account.users.values().map(AsRef::as_ref);
                let users =
                    users.filter(|user: &&User| has(&user.attachments) || through_group(user));
                let roles = account.roles.values().map(AsRef::as_ref);
                let roles = roles.filter(|role: &&Role| has(&role.attachments));
                let users = users.map(Principal::User);
                users.chain(roles.map(Principal::Role)).collect()
            }
        }
    }
}

fn is_policy(arn: &str) -> bool {
    arn::parse_iam(arn).is_some_and(|parsed| parsed.kind == "policy")
}

fn members<'a>(account: &'a Account, group: &'a Group) -> impl Iterator<Item = &'a User> {
    let members = group.members.iter();
    members
        .filter_map(|key| account.users.get(key))
        .map(AsRef::as_ref)
}

impl<'a> Principal<'a> {
    pub(super) fn id(self) -> &'a str {
        match self {
            Principal::User(user) => &user.id,
            Principal::Role(role) => &role.id,
        }
    }

    pub(super) fn arn(self, account: &Account) -> String {
        match self {
            Principal::User(user) => user.arn(account.id),
            Principal::Role(role) => role.arn(account.id),
        }
    }

    pub(super) fn name(self) -> &'a str {
        match self {
            Principal::User(user) => &user.name,
            Principal::Role(role) => &role.name,
        }
    }

    pub(super) fn path(self) -> &'a str {
        match self {
            Principal::User(user) => &user.path,
            Principal::Role(role) => &role.path,
        }
    }

    /// AWS's `policyOwnerEntityType`.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Principal::User(_) => "USER",
            Principal::Role(_) => "ROLE",
        }
    }
}

/// The service of a namespace, in whatever case it is written.
///
/// # Errors
/// `InvalidInput` where no service has it.
pub(super) fn service(namespace: &str) -> Result<&'static Service, Error> {
    policy::catalogue::service(namespace)
        .ok_or_else(|| Error::invalid_input(format!("Invalid service namespace: {namespace}.")))
}
