//! `CreateAccount`.

use super::super::handshake::accounts_taken;
use crate::authorize::{Allowed, Permission};
use crate::document::DocumentText;
use crate::event::Event;
use crate::genesis::draw_account;
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{
    self, Access, AccountStatusShape, OrganizationChange, Refused, service_role,
};
use crate::state::{AccountRequest, Entity, Organization, Tag};
use crate::unique_id::Prefix;
use crate::{AccountId, Error, unique_id};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Makes an account in the root of the organization, with a role that the management account may assume. The account's root has
/// no keys. Whether it is done follows from the time: later calls tell. An address that another account has, or that AWS's rules do not let be one, fails so too.
///
/// Permission: `organizations:CreateAccount` on `*`, with the request's tags; with tags also `organizations:TagResource` on `*`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateAccount {
    email: String,
    account_name: String,
    role_name: Option<String>,
    #[serde(default)]
    tags: Vec<Tag>,
}

/// What the role is called where the caller does not say.
const ROLE_DEFAULT: &str = "OrganizationAccountAccessRole";
/// Accounts of one organization.
pub(crate) const ACCOUNTS_MAX: usize = 10_000;

/// What has become of the request so far.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AccountStatusResult {
    pub create_account_status: AccountStatusShape,
}

impl Operation for CreateAccount {
    const NAME: &'static str = "CreateAccount";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root CreateAccount AccountName=app Email=app@example.com -> CreateAccountStatus.State=IN_PROGRESS & set car=CreateAccountStatus.Id
        clock +5
        root DescribeCreateAccountStatus CreateAccountRequestId=$car -> CreateAccountStatus.State=SUCCEEDED & set acc=CreateAccountStatus.AccountId
        root iam:CreateUser UserName=Ann -> ok
        root iam:PutUserPolicy UserName=Ann PolicyName=all PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}' -> ok
        root iam:CreateAccessKey UserName=Ann -> as ann
        ann sts:AssumeRole RoleArn=arn:aws:iam::$acc:role/OrganizationAccountAccessRole RoleSessionName=s1 -> as member
        member iam:CreateUser UserName=Bob -> ok
        root CreateAccount AccountName=app Email=app@example.com RoleName=AWSServiceRoleForX -> 400 InvalidInputException
    "#;
    type Output = AccountStatusResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let create = organizations::permission(
            cx,
            Access::Management,
            "organizations:CreateAccount",
            |_| "*".into(),
        )?;
        let mut permissions = vec![create.with_request_tags(&self.tags)];
        if !self.tags.is_empty() {
            let tag = organizations::permission(
                cx,
                Access::Management,
                "organizations:TagResource",
                |_| "*".into(),
            )?;
            permissions.push(tag.with_request_tags(&self.tags));
        }
        Ok(permissions)
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<AccountStatusResult>, Error> {
        let organization = organizations::organization(cx)?;
        let role = self.role_name.as_deref().unwrap_or(ROLE_DEFAULT);
        if role.starts_with("AWSServiceRoleFor") {
            return Err(Refused::RoleName.error());
        }
        organizations::check_tags(&[], &self.tags, cx.settings.quotas.tags.limit)?;
        let request = format!("car-{}", cx.seed.base36("account request", 32));
        let name = self.account_name.clone();
        let account = draw_account(&cx.seed);
        let refused = self.refusal(cx, organization, account);
        let change = match refused {
            Some(reason) => OrganizationChange::AccountRefused {
                request: request.clone(),
                name: name.clone(),
                reason: reason.to_owned(),
            },
            None => OrganizationChange::AccountRequested {
                request: request.clone(),
                account,
                name: name.clone(),
                email: self.email.clone(),
                tags: self.tags.clone(),
            },
        };
        let then = match refused {
            Some(_) => Vec::new(),
            None => vec![(
                account,
                founding(name.clone(), account, organization.management, role, cx),
            )],
        };
        let asked = AccountRequest {
            id: request.into(),
            name,
            requested: cx.now,
            result: Ok(account),
        };
        Ok(Outcome {
            account: Some(organization.management),
            events: vec![Event::Organization(change)],
            then,
            output: AccountStatusResult {
                create_account_status: AccountStatusShape::of(&asked, cx.now),
            },
        })
    }
}

impl CreateAccount {
    /// Why the account cannot be made, in AWS's words for the status of a request.
    fn refusal(
        &self,
        cx: &Cx,
        organization: &Organization,
        account: AccountId,
    ) -> Option<&'static str> {
        if !is_address(&self.email) {
            Some("INVALID_EMAIL")
        } else if cx.state.account_of_address(&self.email).is_some() {
            Some("EMAIL_ALREADY_EXISTS")
        } else if accounts_taken(organization, cx.now) >= ACCOUNTS_MAX {
            Some("ACCOUNT_LIMIT_EXCEEDED")
        } else if cx.state.account(account).is_some() {
            Some("INTERNAL_FAILURE")
        } else {
            None
        }
    }
}

/// AWS's rules for addresses, beyond the pattern that the model has.
fn is_address(email: &str) -> bool {
    let Some((local, domain)) = email.split_once('@') else {
        return false;
    };
    let in_local =
        |letter: char| letter.is_ascii_graphic() && !"\"'()<>[]:;,\\|%&".contains(letter);
    let in_domain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.');
    let at_end = |letter: char| matches!(letter, '-' | '.');
    !local.starts_with('.')
        && local.chars().all(in_local)
        && domain.contains('.')
        && domain.chars().all(in_domain)
        && !domain.starts_with(at_end)
        && !domain.ends_with(at_end)
}

/// What the new account begins with: a root without keys, a role that the management account's principals may assume, and that of
/// Organizations itself.
fn founding(
    name: String,
    account: AccountId,
    management: AccountId,
    role: &str,
    cx: &Cx,
) -> Vec<Event> {
    let trust = json!({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow",
        "Principal": {"AWS": format!("arn:aws:iam::{management}:root")},
        "Action": "sts:AssumeRole",
    }]});
    let everything = json!({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow",
        "Action": "*",
        "Resource": "*",
    }]});
    let mut events = vec![
        Event::AccountCreated { name: Some(name) },
        Event::RoleCreated {
            name: role.to_owned(),
            path: "/".to_owned(),
            id: unique_id::draw(Prefix::Role, account, &cx.seed, "access role"),
            description: None,
            session_seconds_max: 3600,
            trust: DocumentText::new(&trust.to_string()),
            boundary: None,
            tags: Vec::new(),
        },
        Event::InlinePolicyPut {
            entity: Entity::Role(role.to_owned()),
            policy: "AdministratorAccess".to_owned(),
            document: DocumentText::new(&everything.to_string()),
        },
    ];
    events.extend(service_role::first(account, &cx.seed));
    events
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The API reference of `CreateAccount`.
    #[test]
    fn addresses_follow_the_rules_that_aws_documents() {
        for email in [
            "app@example.com",
            "a.b+c_d@mail-1.example.com",
            "a.@example.com",
        ] {
            assert!(is_address(email), "{email}");
        }
        for email in [
            ".app@example.com",
            "a,b@example.com",
            "a\"b@example.com",
            "a(b)@example.com",
            "a\\b@example.com",
            "a|b@example.com",
            "a%b@example.com",
            "a&b@example.com",
            "ä@example.com",
            "app@-example.com",
            "app@example.com-",
            "app@example.com.",
            "app@.example.com",
            "app@exam_ple.com",
            "app@localhost",
            "a@b@example.com",
        ] {
            assert!(!is_address(email), "{email}");
        }
    }
}
