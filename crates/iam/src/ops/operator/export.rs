//! `Export` of the service `portcullis`.

use super::only::operator_only;
use crate::authorize::{Allowed, Permission};
use crate::import::Bundle;
use crate::operation::{Cx, Operation, Outcome};
use crate::policies::{self, AnyPolicy};
use crate::shapes::{GroupDetail, ManagedPolicyDetail, RoleDetail, UserDetail};
use crate::state::{Account, Role, Tag};
use crate::{AccountId, Error};
use serde::{Deserialize, Serialize};

/// Sessions of a role that says nothing else last so long at most.
const SESSION_SECONDS_DEFAULT: u32 = 3600;

/// Shows a whole account in the form that `Import` takes.
///
/// Permission: the caller is the first account's root; no policy can give it. The reply's `Content` is a [`Bundle`] of one file: what
/// `GetAccountAuthorizationDetails` shows on all its pages, documents URL-encoded. What that form has no place for stands in members
/// of our own, and only where there is something to tell: a role's `Description` and `MaxSessionDuration`, a policy's `Tags`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Export {
    account_id: Option<String>,
}

/// The account's listing.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ExportResult {
    account_id: String,
    content: String,
}

/// As the AWS CLI prints it, all pages together.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Listing {
    user_detail_list: Vec<UserDetail>,
    group_detail_list: Vec<GroupDetail>,
    role_detail_list: Vec<ExportedRole>,
    policies: Vec<ExportedPolicy>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ExportedRole {
    #[serde(flatten)]
    detail: RoleDetail,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_session_duration: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ExportedPolicy {
    #[serde(flatten)]
    detail: ManagedPolicyDetail,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Tag>,
}

impl Operation for Export {
    const NAME: &'static str = "Export";
    const EXAMPLE: &'static str = "
        root Export AccountId=123456789012 -> ExportResult.AccountId=123456789012 & ExportResult.Content
        root Export AccountId=111111111111 -> 404 NoSuchEntity The account 111111111111 is not here.
    ";
    type Output = ExportResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        operator_only(cx.state, cx.caller).map(|()| Vec::new())
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ExportResult>, Error> {
        let account: AccountId = match &self.account_id {
            Some(id) => id.parse().map_err(Error::validation_error)?,
            None => cx.account().id,
        };
        let Some(account) = cx.state.account(account) else {
            return Err(Error::no_such_entity(format!(
                "The account {account} is not here."
            )));
        };
        let listing = serde_json::to_string(&Listing::of(cx, account))
            .expect("listings are structures, lists and scalars");
        let file = format!("get-account-authorization-details/{}.json", account.id);
        let bundle = Bundle {
            files: [(file, listing)].into(),
        };
        Outcome::read(ExportResult {
            account_id: account.id.to_string(),
            content: bundle.to_text(),
        })
    }
}

impl Listing {
    fn of(cx: &Cx, account: &Account) -> Listing {
        let users = account.users.values();
        let groups = account.groups.values();
        let roles = account.roles.values();
        let policies = policies::all(account).filter(|policy| match policy {
            AnyPolicy::Own(_) => true,
            AnyPolicy::Aws(_) => policy.uses(account).any(),
        });
        Listing {
            user_detail_list: users.map(|user| UserDetail::of(account, user)).collect(),
            group_detail_list: groups
                .map(|group| GroupDetail::of(account, group))
                .collect(),
            role_detail_list: roles
                .map(|role| ExportedRole::of(cx, account, role))
                .collect(),
            policies: policies
                .map(|policy| ExportedPolicy {
                    detail: ManagedPolicyDetail::of(account, policy),
                    tags: policy.tags().to_vec(),
                })
                .collect(),
        }
    }
}

impl ExportedRole {
    fn of(cx: &Cx, account: &Account, role: &Role) -> ExportedRole {
        let seconds = role.session_seconds_max;
        ExportedRole {
            detail: RoleDetail::of(cx, account, role),
            description: role.description.clone(),
            max_session_duration: (seconds != SESSION_SECONDS_DEFAULT).then_some(seconds),
        }
    }
}
