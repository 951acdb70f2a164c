//! `AssumeRole`.

use super::assumed_role::{self, AssumedRoleUser, Wanted};
use super::session_policies::{self, PolicyDescriptor};
use super::session_tags::{self, SessionTags};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::caller::Identity;
use crate::credentials::{self, Credentials, Grant};
use crate::mfa::{self, Proof};
use crate::operation::{Cx, Operation, Outcome};
use crate::session::SessionOf;
use crate::state::{Account, Role, Tag};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// One hour is the most when a session assumes a role (S-22).
const CHAINED_SECONDS_MAX: u32 = 3_600;
/// Context assertions are sealed by AWS's STS for itself: nobody else can open one, so none is taken. AWS's words for one that it
/// cannot open are not known.
const UNREADABLE_CONTEXT: &str = "The context assertion cannot be verified.";

/// Gives the caller credentials of a role, in place of the caller's own permissions.
///
/// Permission: `sts:AssumeRole` on the role, by its trust policy and, except where that names the user of the same account, by
/// the caller's own policies (§6.5); with tags also `sts:TagSession`, with a source identity also `sts:SetSourceIdentity`
/// (E-19), with provided contexts also `sts:SetContext`. With the serial number and a code of the caller's MFA device the trust policy sees `aws:MultiFactorAuthPresent`
/// (K-6); the code is taken once (S-32). A role that does not exist is refused like one that does not trust the caller,
/// and who has no permission is told so of either, and of one that would (S-24).
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AssumeRole {
    role_arn: String,
    role_session_name: SmolStr,
    #[serde(default)]
    policy_arns: Vec<PolicyDescriptor>,
    policy: Option<String>,
    duration_seconds: Option<u32>,
    #[serde(default)]
    tags: Vec<Tag>,
    #[serde(default)]
    transitive_tag_keys: Vec<String>,
    external_id: Option<String>,
    serial_number: Option<String>,
    token_code: Option<String>,
    source_identity: Option<String>,
    #[serde(default)]
    provided_contexts: Vec<ProvidedContext>,
    minimum_session_token_size: Option<usize>,
}

/// AWS's `ProvidedContext`: an assertion that AWS's own STS signed and sealed, and the provider it is of.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ProvidedContext {
    provider_arn: Option<String>,
}

/// Credentials and the name of the session.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AssumeRoleResult {
    credentials: Credentials,
    assumed_role_user: AssumedRoleUser,
    packed_policy_size: Option<usize>,
    source_identity: Option<String>,
    session_token_utilization: usize,
    session_token_size: usize,
}

impl Operation for AssumeRole {
    const NAME: &'static str = "AssumeRole";
    const EXAMPLE: &'static str = r#"
        root CreateUser UserName=Ann -> ok
        root CreateAccessKey UserName=Ann -> as ann
        root CreateRole RoleName=Reader AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/Ann"},"Action":"sts:AssumeRole"}}' -> ok
        ann AssumeRole RoleArn=arn:aws:iam::123456789012:role/Reader RoleSessionName=s1 -> AssumeRoleResult.AssumedRoleUser.Arn=arn:aws:sts::123456789012:assumed-role/Reader/s1 & as reader
        reader GetCallerIdentity -> GetCallerIdentityResult.Arn=arn:aws:sts::123456789012:assumed-role/Reader/s1
        ann AssumeRole RoleArn=arn:aws:iam::123456789012:role/Missing RoleSessionName=s1 -> 403 AccessDenied
        root AssumeRole RoleArn=arn:aws:iam::123456789012:role/Reader RoleSessionName=s1 -> 403 AccessDenied Roles may not be assumed by root accounts.
    "#;
    type Output = AssumeRoleResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        assumed_role::check_arn(&self.role_arn)?;
        if matches!(cx.caller.identity, Identity::Root) {
            return Err(Error::access_denied(
                "Roles may not be assumed by root accounts.",
            ));
        }
        let proof = self.proof(cx)?;
        let calling = cx.caller.session.as_ref();
        let tagged = session_tags::check(&self.tags, &self.transitive_tag_keys, calling)?;
        let source_identity = self.source_identity(cx)?;
        let mut further_actions = assumed_role::further_actions(tagged, source_identity.is_some());
        if !self.provided_contexts.is_empty() {
            further_actions.push("sts:SetContext");
        }
        let wanted = Wanted {
            action: "sts:AssumeRole",
            further_actions,
            session_name: &self.role_session_name,
            source_identity: source_identity.as_deref(),
            tags: &self.tags,
            transitive: &self.transitive_tag_keys,
        };
        Ok(assumed_role::permissions(
            cx,
            &self.role_arn,
            &wanted,
            |permission| self.also_told(permission, proof.is_some()),
        ))
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<AssumeRoleResult>, Error> {
        let Some((account, role)) = self.role(cx) else {
            let caller = &cx.caller.principal.arn;
            return Err(Error::access_denied(format!(
                "User: {caller} is not authorized to perform: sts:AssumeRole on resource: {}",
                self.role_arn
            )));
        };
        let seconds = self.seconds(cx, role)?;
        if !self.provided_contexts.is_empty() {
            return Err(Error::validation_error(UNREADABLE_CONTEXT));
        }
        let calling = cx.caller.session.as_ref();
        let SessionTags { tags, transitive } =
            session_tags::merged(&self.tags, &self.transitive_tag_keys, calling);
        let (policies, packed_policy_size) = session_policies::accept(
            cx,
            account,
            self.policy.as_deref(),
            &self.policy_arns,
            &tags,
        )?;
        let source_identity = self.source_identity(cx)?;
        let session_name = self.role_session_name.clone();
        let grant = Grant {
            account: account.id,
            of: SessionOf::Role {
                id: role.id.clone(),
                session_name: session_name.clone(),
            },
            seconds,
            // K-5
            mfa: false,
            policies,
            tags,
            transitive,
            source_identity: source_identity.clone(),
            keys: Vec::new(),
            delegation: None,
            token_bytes_min: self.minimum_session_token_size.unwrap_or(0),
        };
        let assumed_role_user = AssumedRoleUser::of(account.id, role, &session_name);
        let credentials = credentials::issue(cx, grant);
        let session_token_utilization = credentials.token_utilization();
        let session_token_size = credentials.token_bytes();
        let output = AssumeRoleResult {
            credentials,
            assumed_role_user,
            // Of what this request passes; tags that travel by themselves count towards the limit and are not told (S-21).
            packed_policy_size: packed_policy_size.filter(|_| self.passes_policies_or_tags()),
            source_identity,
            session_token_utilization,
            session_token_size,
        };
        // The device is the caller's, and so is the account that remembers the code, wherever the role is.
        let events = self.proof(cx)?.into_iter().map(|proof| proof.used);
        Ok(Outcome {
            account: None,
            events: events.collect(),
            then: Vec::new(),
            output,
        })
    }
}

impl AssumeRole {
    fn proof(&self, cx: &Cx) -> Result<Option<Proof>, Error> {
        mfa::proof(
            cx,
            self.serial_number.as_deref(),
            self.token_code.as_deref(),
        )
    }

    /// What trust policies see of this operation alone.
    fn also_told<'a>(&self, permission: Permission<'a>, proven: bool) -> Permission<'a> {
        let mut permission = permission.with_some("sts:ExternalId", self.external_id.as_deref());
        if !self.provided_contexts.is_empty() {
            let providers = self.provided_contexts.iter();
            let providers = providers.filter_map(|context| context.provider_arn.as_ref());
            permission = permission.with_many(
                "sts:RequestContextProviders",
                providers.map(SmolStr::new).collect(),
            );
        }
        if proven {
            // K-6
            permission = permission
                .with("aws:MultiFactorAuthPresent", "true")
                .with("aws:MultiFactorAuthAge", "0");
        }
        permission
    }

    fn passes_policies_or_tags(&self) -> bool {
        self.policy.is_some() || !self.policy_arns.is_empty() || !self.tags.is_empty()
    }

    fn role<'a>(&self, cx: &Cx<'a>) -> Option<(&'a Account, &'a Role)> {
        assumed_role::role(cx.state, &self.role_arn)
    }

    /// The new session's source identity; once set it cannot change along a chain (S-44). None begins with `aws:`: the model takes no colon.
    fn source_identity(&self, cx: &Cx) -> Result<Option<String>, Error> {
        let inherited = cx
            .caller
            .session
            .as_ref()
            .and_then(|session| session.source_identity.as_ref());
        match (&self.source_identity, inherited) {
            (Some(wanted), Some(inherited)) if wanted != inherited => {
                Err(Error::access_denied(format!(
                    "User: {} is not authorized to perform: sts:SetSourceIdentity on resource: {}",
                    cx.caller.principal.arn, self.role_arn
                )))
            }
            (wanted, inherited) => Ok(wanted.as_ref().or(inherited).cloned()),
        }
    }

    fn seconds(&self, cx: &Cx, role: &Role) -> Result<u32, Error> {
        let seconds = self
            .duration_seconds
            .unwrap_or(assumed_role::SECONDS_DEFAULT);
        if cx.caller.session.is_some() && seconds > CHAINED_SECONDS_MAX {
            return Err(Error::validation_error(
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
            ));
        }
        assumed_role::seconds(role, Some(seconds))
    }
}

#[cfg(test)]
mod tests;
