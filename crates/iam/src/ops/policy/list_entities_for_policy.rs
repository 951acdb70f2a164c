//! `ListEntitiesForPolicy`.

use super::usage::PolicyUsage;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::entity_type::EntityType;
use crate::ops::{existence, target};
use crate::page::Page;
use crate::state::{Account, Attachments, Group, Role, User};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// Lists the groups, roles and users that use a managed policy, as a permissions policy, as a boundary, or both.
///
/// Permission: `iam:ListEntitiesForPolicy` on the policy. `PathPrefix` is about the entities' paths. Pages go on from groups to roles to
/// users.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListEntitiesForPolicy {
    policy_arn: String,
    entity_filter: Option<EntityType>,
    #[serde(default = "crate::path::root")]
    path_prefix: String,
    policy_usage_filter: Option<PolicyUsage>,
    marker: Option<String>,
    max_items: Option<usize>,
}

/// One page of groups, roles and users.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListEntitiesForPolicyResult {
    policy_groups: Vec<PolicyGroup>,
    policy_roles: Vec<PolicyRole>,
    policy_users: Vec<PolicyUser>,
    is_truncated: bool,
    marker: Option<String>,
}

/// AWS's `PolicyGroup`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PolicyGroup {
    group_name: String,
    group_id: String,
}

/// AWS's `PolicyRole`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PolicyRole {
    role_name: String,
    role_id: String,
}

/// AWS's `PolicyUser`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PolicyUser {
    user_name: String,
    user_id: String,
}

/// What a page may hold, in the order of pages.
#[derive(Clone, Copy)]
enum Item<'a> {
    Group(&'a Group),
    Role(&'a Role),
    User(&'a User),
}

impl Operation for ListEntitiesForPolicy {
    const NAME: &'static str = "ListEntitiesForPolicy";
    const EXAMPLE: &'static str = r#"
        root CreatePolicy PolicyName=Read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root CreateUser UserName=Bob -> ok
        root AttachUserPolicy UserName=Bob PolicyArn=arn:aws:iam::123456789012:policy/Read -> ok
        root ListEntitiesForPolicy PolicyArn=arn:aws:iam::123456789012:policy/Read -> ListEntitiesForPolicyResult.PolicyUsers.1.UserName=Bob & !ListEntitiesForPolicyResult.PolicyRoles.1
        root ListEntitiesForPolicy PolicyArn=arn:aws:iam::123456789012:policy/Read EntityFilter=Group -> !ListEntitiesForPolicyResult.PolicyUsers.1
        root ListEntitiesForPolicy PolicyArn=arn:aws:iam::123456789012:policy/Write -> 404 NoSuchEntity Policy arn:aws:iam::123456789012:policy/Write was not found.
    "#;
    type Output = ListEntitiesForPolicyResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_policy(
            cx,
            "iam:ListEntitiesForPolicy",
            &self.policy_arn,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ListEntitiesForPolicyResult>, Error> {
        let account = cx.account();
        existence::policy(account, &self.policy_arn)?;
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        let items = items(account).filter(|item| self.shows(*item));
        let page = page.of(items, |item| item.key())?;
        let mut result = ListEntitiesForPolicyResult {
            is_truncated: page.is_truncated,
            marker: page.marker,
            ..ListEntitiesForPolicyResult::default()
        };
        for item in page.items {
            match item {
                Item::Group(group) => result.policy_groups.push(PolicyGroup {
                    group_name: group.name.to_string(),
                    group_id: group.id.to_string(),
                }),
                Item::Role(role) => result.policy_roles.push(PolicyRole {
                    role_name: role.name.to_string(),
                    role_id: role.id.to_string(),
                }),
                Item::User(user) => result.policy_users.push(PolicyUser {
                    user_name: user.name.to_string(),
                    user_id: user.id.to_string(),
                }),
            }
        }
        Outcome::read(result)
    }
}

/// Groups, roles and users, each by name.
fn items(account: &Account) -> impl Iterator<Item = Item<'_>> {
    let groups = account.groups.values().map(|group| Item::Group(group));
    let roles = account.roles.values().map(|role| Item::Role(role));
    let users = account.users.values().map(|user| Item::User(user));
    groups.chain(roles).chain(users)
}

impl Item<'_> {
    /// Grows along [`items`].
    fn key(self) -> String {
        let (kind, name) = match self {
            Item::Group(group) => ("group", &group.name),
            Item::Role(role) => ("role", &role.name),
            Item::User(user) => ("user", &user.name),
        };
        format!("{kind}/{}", name.to_ascii_lowercase())
    }
}

impl ListEntitiesForPolicy {
    fn shows(&self, item: Item) -> bool {
        let (kind, path, attachments, boundary): (_, _, &Attachments, Option<&SmolStr>) = match item
        {
            Item::Group(group) => (EntityType::Group, &group.path, &group.attachments, None),
            Item::Role(role) => (
                EntityType::Role,
                &role.path,
                &role.attachments,
                role.boundary.as_ref(),
            ),
            Item::User(user) => (
                EntityType::User,
                &user.path,
                &user.attachments,
                user.boundary.as_ref(),
            ),
        };
        let attached = || attachments.has_managed(&self.policy_arn);
        let bounds = || boundary.is_some_and(|boundary| *boundary == self.policy_arn);
        let used = match self.policy_usage_filter {
            Some(PolicyUsage::PermissionsPolicy) => attached(),
            Some(PolicyUsage::PermissionsBoundary) => bounds(),
            None => attached() || bounds(),
        };
        used && self.entity_filter.is_none_or(|filter| filter == kind)
            && path.starts_with(&self.path_prefix)
    }
}
