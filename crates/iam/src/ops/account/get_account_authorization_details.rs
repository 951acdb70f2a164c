//! `GetAccountAuthorizationDetails`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::entity_type::EntityType;
use crate::page::Page;
use crate::policies::{self, AnyPolicy};
use crate::shapes::{GroupDetail, ManagedPolicyDetail, RoleDetail, UserDetail};
use crate::state::{Account, Group, Role, User};
use serde::{Deserialize, Serialize};

/// Shows all users, groups, roles and managed policies of the account, and AWS's policies that it uses, with every policy document,
/// URL-encoded (G-10).
///
/// Permission: `iam:GetAccountAuthorizationDetails` on `*`. Pages go on from users to groups to roles to policies; `Filter` narrows to
/// kinds.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetAccountAuthorizationDetails {
    #[serde(default)]
    filter: Vec<EntityType>,
    marker: Option<String>,
    max_items: Option<usize>,
}

/// One page of everything.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetAccountAuthorizationDetailsResult {
    user_detail_list: Vec<UserDetail>,
    group_detail_list: Vec<GroupDetail>,
    role_detail_list: Vec<RoleDetail>,
    policies: Vec<ManagedPolicyDetail>,
    is_truncated: bool,
    marker: Option<String>,
}

/// What a page may hold, in the order of pages.
#[derive(Clone, Copy)]
enum Item<'a> {
    User(&'a User),
    Group(&'a Group),
    Role(&'a Role),
    Policy(AnyPolicy<'a>),
}

impl Operation for GetAccountAuthorizationDetails {
    const NAME: &'static str = "GetAccountAuthorizationDetails";
    const EXAMPLE: &'static str = r#"
        root CreateUser UserName=Bob -> ok
        root PutUserPolicy UserName=Bob PolicyName=read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root GetAccountAuthorizationDetails -> GetAccountAuthorizationDetailsResult.UserDetailList.1.UserPolicyList.1.PolicyName=read & !GetAccountAuthorizationDetailsResult.RoleDetailList.1
        root GetAccountAuthorizationDetails Filter.member.1=Group Filter.member.2=Role -> !GetAccountAuthorizationDetailsResult.UserDetailList.1
        root GetAccountAuthorizationDetails Marker=? -> 400 ValidationError Invalid Marker.
    "#;
    type Output = GetAccountAuthorizationDetailsResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![Permission::on(
            "iam:GetAccountAuthorizationDetails",
            "*",
            cx.account().id,
        )])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<GetAccountAuthorizationDetailsResult>, Error> {
        let account = cx.account();
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        let items = items(account)
            .filter(|item| self.filter.is_empty() || self.filter.contains(&item.entity_type()));
        let page = page.of(items, |item| item.key())?;
        let mut result = GetAccountAuthorizationDetailsResult {
            is_truncated: page.is_truncated,
            marker: page.marker,
            ..GetAccountAuthorizationDetailsResult::default()
        };
        for item in page.items {
            match item {
                Item::User(user) => result.user_detail_list.push(UserDetail::of(account, user)),
                Item::Group(group) => {
                    result
                        .group_detail_list
                        .push(GroupDetail::of(account, group));
                }
                Item::Role(role) => {
                    let role = RoleDetail::of(cx, account, role);
                    result.role_detail_list.push(role);
                }
                Item::Policy(policy) => {
                    result
                        .policies
                        .push(ManagedPolicyDetail::of(account, policy));
                }
            }
        }
        Outcome::read(result)
    }
}

/// Users, groups, roles and policies, each by name; AWS's policies only where they are in use.
fn items(account: &Account) -> impl Iterator<Item = Item<'_>> {
    let users = account.users.values().map(|user| Item::User(user));
    let groups = account.groups.values().map(|group| Item::Group(group));
    let roles = account.roles.values().map(|role| Item::Role(role));
    let policies = policies::all(account).filter(|policy| match policy {
        AnyPolicy::Own(_) => true,
        AnyPolicy::Aws(_) => policy.uses(account).any(),
    });
    let policies = policies.map(Item::Policy);
    users.chain(groups).chain(roles).chain(policies)
}

impl Item<'_> {
    fn entity_type(self) -> EntityType {
        match self {
            Item::User(_) => EntityType::User,
            Item::Group(_) => EntityType::Group,
            Item::Role(_) => EntityType::Role,
            Item::Policy(AnyPolicy::Own(_)) => EntityType::LocalManagedPolicy,
            Item::Policy(AnyPolicy::Aws(_)) => EntityType::AwsManagedPolicy,
        }
    }

    /// Grows along [`items`].
    fn key(self) -> String {
        let (kind, name) = match self {
            Item::User(user) => (1, &user.name),
            Item::Group(group) => (2, &group.name),
            Item::Role(role) => (3, &role.name),
            Item::Policy(policy) => return format!("4/{}", policy.page_key()),
        };
        format!("{kind}/{}", name.to_ascii_lowercase())
    }
}
