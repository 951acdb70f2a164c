//! `GetFederationToken`.

use super::session_policies::{self, PolicyDescriptor};
use super::session_tags;
use crate::authorize::{Allowed, Permission};
use crate::caller::Identity;
use crate::credentials::{self, Credentials, Grant};
use crate::operation::{Cx, Operation, Outcome};
use crate::session::SessionOf;
use crate::state::Tag;
use crate::{Error, arn};
use serde::{Deserialize, Serialize};

/// Twelve hours, where a user does not say.
const SECONDS_DEFAULT: u32 = 43_200;
/// The most for root, whatever it asks for.
const ROOT_SECONDS_MAX: u32 = 3_600;

const SESSION_CALLER: &str = "Cannot call GetFederationToken with session credentials";

/// Gives credentials to someone whom the caller vouches for: a session under a free name, with what the caller's own policies and
/// the session policies both allow; without session policies, nothing (S-59). It may not call IAM, and of STS
/// only GetCallerIdentity (S-9).
///
/// Permission: `sts:GetFederationToken` on `arn:aws:sts::A:federated-user/Name`; with tags also `sts:TagSession` on it. Only long-term
/// keys of users and of the root may call it (S-58). The tags go no further than the session (S-42).
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetFederationToken {
    name: String,
    policy: Option<String>,
    #[serde(default)]
    policy_arns: Vec<PolicyDescriptor>,
    duration_seconds: Option<u32>,
    #[serde(default)]
    tags: Vec<Tag>,
    minimum_session_token_size: Option<usize>,
}

/// Credentials and whom they are for.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetFederationTokenResult {
    credentials: Credentials,
    federated_user: FederatedUser,
    packed_policy_size: Option<usize>,
    session_token_utilization: usize,
    session_token_size: usize,
}

/// AWS's `FederatedUser`.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct FederatedUser {
    federated_user_id: String,
    arn: String,
}

impl Operation for GetFederationToken {
    const NAME: &'static str = "GetFederationToken";
    const EXAMPLE: &'static str = r#"
        root CreateUser UserName=Broker -> ok
        root CreateAccessKey UserName=Broker -> as broker
        broker GetFederationToken Name=ann -> 403 AccessDenied User: arn:aws:iam::123456789012:user/Broker is not authorized to perform: sts:GetFederationToken on resource: arn:aws:sts::123456789012:federated-user/ann because no identity-based policy allows the sts:GetFederationToken action
        root PutUserPolicy UserName=Broker PolicyName=vouch PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:GetFederationToken","Resource":"*"}}' -> ok
        broker GetFederationToken Name=ann -> GetFederationTokenResult.FederatedUser.Arn=arn:aws:sts::123456789012:federated-user/ann & GetFederationTokenResult.FederatedUser.FederatedUserId=123456789012:ann & !GetFederationTokenResult.PackedPolicySize & as ann
        ann GetCallerIdentity -> GetCallerIdentityResult.Arn=arn:aws:sts::123456789012:federated-user/ann & GetCallerIdentityResult.UserId=123456789012:ann
    "#;
    type Output = GetFederationTokenResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        if cx.caller.session.is_some() {
            return Err(Error::access_denied(SESSION_CALLER));
        }
        session_tags::check(&self.tags, &[], None)?;
        let account = cx.account().id;
        let mut actions = vec!["sts:GetFederationToken"];
        if !self.tags.is_empty() {
            actions.push("sts:TagSession");
        }
        let permissions = actions.into_iter().map(|action| {
            Permission::on(action, arn::federated_user(account, &self.name), account)
                .with_request_tags(&self.tags)
        });
        Ok(permissions.collect())
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<GetFederationTokenResult>, Error> {
        let account = cx.account();
        let (issuer, seconds) = match cx.caller.identity {
            Identity::User(user) => (
                Some(user.id.to_string()),
                self.duration_seconds.unwrap_or(SECONDS_DEFAULT),
            ),
            Identity::Root => (
                None,
                self.duration_seconds
                    .unwrap_or(ROOT_SECONDS_MAX)
                    .min(ROOT_SECONDS_MAX),
            ),
            Identity::Role(_)
            | Identity::FederatedUser(_)
            | Identity::Federated
            | Identity::Service(_) => {
                return Err(Error::access_denied(SESSION_CALLER));
            }
        };
        let (policies, packed_policy_size) = session_policies::accept(
            cx,
            account,
            self.policy.as_deref(),
            &self.policy_arns,
            &self.tags,
        )?;
        let grant = Grant {
            account: account.id,
            of: SessionOf::FederatedUser {
                name: self.name.clone(),
                issuer,
            },
            seconds,
            mfa: false,
            policies,
            tags: self.tags.clone(),
            transitive: Vec::new(),
            source_identity: None,
            keys: Vec::new(),
            delegation: None,
            token_bytes_min: self.minimum_session_token_size.unwrap_or(0),
        };
        let credentials = credentials::issue(cx, grant);
        Outcome::read(GetFederationTokenResult {
            session_token_utilization: credentials.token_utilization(),
            session_token_size: credentials.token_bytes(),
            credentials,
            federated_user: FederatedUser {
                federated_user_id: format!("{}:{}", account.id, self.name),
                arn: arn::federated_user(account.id, &self.name),
            },
            packed_policy_size,
        })
    }
}
