//! `AssumeRoleWithWebIdentity`.

use super::assumed_role::{self, AssumedRoleUser, Wanted};
use super::session_policies::{self, PolicyDescriptor};
use super::session_tags::{self, SessionTags};
use super::web_identity;
use crate::authorize::{Allowed, Permission};
use crate::caller::{Caller, Vouched};
use crate::credentials::{self, Credentials, Grant};
use crate::operation::{Cx, Operation, Outcome, Prove, Unproven, decode};
use crate::session::{SessionKey, SessionOf};
use crate::state::Tag;
use crate::{Error, context};
use federation::oidc::Claims;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use wire::Params;

/// Gives whoever holds a token of an OpenID Connect provider credentials of a role that trusts that provider. Nobody signs the
/// call: the token is the proof, and it is verified with the issuer's own keys (X-21 to X-23).
///
/// Permission: `sts:AssumeRoleWithWebIdentity` by the role's trust policy alone (X-29), which sees what the token says (X-25);
/// where the token asks for session tags also `sts:TagSession`, for a source identity also `sts:SetSourceIdentity` (X-27).
/// A role that does not exist is refused like one that does not trust the provider.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AssumeRoleWithWebIdentity {
    role_arn: String,
    role_session_name: SmolStr,
    #[serde(default)]
    policy_arns: Vec<PolicyDescriptor>,
    policy: Option<String>,
    duration_seconds: Option<u32>,
    minimum_session_token_size: Option<usize>,
}

/// Credentials, the name of the session, and who it is for.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AssumeRoleWithWebIdentityResult {
    credentials: Credentials,
    subject_from_web_identity_token: String,
    assumed_role_user: AssumedRoleUser,
    packed_policy_size: Option<usize>,
    provider: String,
    audience: String,
    source_identity: Option<String>,
    session_token_utilization: usize,
    session_token_size: usize,
}

impl Operation for AssumeRoleWithWebIdentity {
    const NAME: &'static str = "AssumeRoleWithWebIdentity";
    const EXAMPLE: &'static str = r#"
        root CreateOpenIDConnectProvider Url=https://id.example.com ClientIDList.member.1=app -> ok
        root CreateRole RoleName=Reader AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::123456789012:oidc-provider/id.example.com"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"id.example.com:sub":"ann@example.com"}}}}' -> ok
        nobody AssumeRoleWithWebIdentity RoleArn=arn:aws:iam::123456789012:role/Reader RoleSessionName=s1 WebIdentityToken='token({"iss":"https://id.example.com","aud":"app","sub":"ann@example.com"})' -> AssumeRoleWithWebIdentityResult.AssumedRoleUser.Arn=arn:aws:sts::123456789012:assumed-role/Reader/s1 & AssumeRoleWithWebIdentityResult.SubjectFromWebIdentityToken=ann@example.com & as reader
        reader GetCallerIdentity -> GetCallerIdentityResult.Arn=arn:aws:sts::123456789012:assumed-role/Reader/s1
        nobody AssumeRoleWithWebIdentity RoleArn=arn:aws:iam::123456789012:role/Reader RoleSessionName=s1 WebIdentityToken='token({"iss":"https://id.example.com","aud":"app","sub":"bob@example.com"})' -> 403 AccessDenied Not authorized to perform sts:AssumeRoleWithWebIdentity
        nobody AssumeRoleWithWebIdentity RoleArn=arn:aws:iam::123456789012:role/Reader RoleSessionName=s1 WebIdentityToken='token({"iss":"https://id.example.com","aud":"other","sub":"ann@example.com"})' -> 400 InvalidIdentityToken Incorrect token audience
        nobody AssumeRoleWithWebIdentity RoleArn=arn:aws:iam::123456789012:role/Reader RoleSessionName=s1 WebIdentityToken='token({"iss":"https://none.example.com","aud":"app","sub":"ann@example.com"})' -> 400 InvalidIdentityToken No OpenIDConnect provider found in your account for https://none.example.com
        nobody AssumeRoleWithWebIdentity RoleArn=arn:aws:iam::123456789012:policy/Reader RoleSessionName=s1 WebIdentityToken=none -> 400 ValidationError Request ARN is invalid
    "#;
    const PROVE: Option<Prove> = Some(prove);
    type Output = AssumeRoleWithWebIdentityResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let Said { claims, keys } = said(cx)?;
        let tags = session_tags(claims)?;
        let source_identity = source_identity(claims)?;
        let by_issuer = context::boolean(claims.roles().is_some());
        let wanted = Wanted {
            action: "sts:AssumeRoleWithWebIdentity",
            further_actions: assumed_role::further_actions(
                !tags.tags.is_empty(),
                source_identity.is_some(),
            ),
            session_name: &self.role_session_name,
            source_identity,
            tags: &tags.tags,
            transitive: &tags.transitive,
        };
        Ok(assumed_role::permissions(
            cx,
            &self.role_arn,
            &wanted,
            |permission| {
                permission
                    .with("sts:RoleAuthorizedByIdp", by_issuer.clone())
                    .with_session_keys(keys)
            },
        ))
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<AssumeRoleWithWebIdentityResult>, Error> {
        let Some((account, role)) = assumed_role::role(cx.state, &self.role_arn) else {
            return Err(Error::access_denied(DENIED));
        };
        let Said { claims, keys } = said(cx)?;
        let seconds = assumed_role::seconds(role, self.duration_seconds)?;
        let SessionTags { tags, transitive } = session_tags(claims)?;
        let (policies, packed_policy_size) = session_policies::accept(
            cx,
            account,
            self.policy.as_deref(),
            &self.policy_arns,
            &tags,
        )?;
        let source_identity = source_identity(claims)?.map(str::to_owned);
        let session_name = self.role_session_name.clone();
        let assumed_role_user = AssumedRoleUser::of(account.id, role, &session_name);
        let grant = Grant {
            account: account.id,
            of: SessionOf::Role {
                id: role.id.clone(),
                session_name,
            },
            seconds,
            // F-15
            mfa: false,
            policies,
            tags,
            transitive,
            source_identity: source_identity.clone(),
            keys: keys.to_vec(),
            delegation: None,
            token_bytes_min: self.minimum_session_token_size.unwrap_or(0),
        };
        let credentials = credentials::issue(cx, grant);
        let session_token_utilization = credentials.token_utilization();
        let session_token_size = credentials.token_bytes();
        Outcome::read(AssumeRoleWithWebIdentityResult {
            credentials,
            subject_from_web_identity_token: claims.subject().to_owned(),
            assumed_role_user,
            packed_policy_size,
            provider: cx.caller.principal.arn.to_string(),
            audience: claims.client().unwrap_or_default().to_owned(),
            source_identity,
            session_token_utilization,
            session_token_size,
        })
    }
}

/// The text for whomever the trust policy does not let in (D-8).
const DENIED: &str = "Not authorized to perform sts:AssumeRoleWithWebIdentity";

/// The part of the input that proves who calls, where it stands in the parameters: the token is long.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Proof<'p> {
    role_arn: &'p str,
    web_identity_token: &'p str,
    provider_id: Option<&'p str>,
}

/// Who holds the token, in the eyes of the role's account.
fn prove<'a>(unproven: &Unproven<'a, '_>, params: &Params) -> Result<Caller<'a>, Error> {
    let Proof {
        role_arn,
        web_identity_token,
        provider_id,
    } = decode(params)?;
    assumed_role::check_request_arn(role_arn)?;
    // X-30: such ids are for access tokens that are no JSON Web Tokens; nobody here can verify those.
    if provider_id.is_some() {
        return Err(Error::access_denied(DENIED));
    }
    let account = assumed_role::account(unproven.state, role_arn);
    let (provider, claims) = web_identity::verify(unproven, account, web_identity_token)?;
    let account = account.expect("a provider was found in it");
    // X-27
    let lists_role = |roles: &[String]| roles.iter().any(|role| role == role_arn);
    if claims.roles().is_some_and(|roles| !lists_role(roles)) {
        return Err(Error::invalid_identity_token(
            "The requested role is not authorized by the identity provider",
        ));
    }
    let provider_arn = SmolStr::new(provider.arn(account.id));
    let vouched = Vouched::WebIdentity {
        keys: web_identity::condition_keys(provider, provider_arn.clone(), &claims),
        claims: Box::new(claims),
    };
    Ok(Caller::federated(account, provider_arn, vouched))
}

/// What was proven of the caller.
struct Said<'a> {
    claims: &'a Claims,
    keys: &'a [SessionKey],
}

fn said<'a>(cx: &Cx<'a>) -> Result<Said<'a>, Error> {
    match &cx.caller.vouched {
        Some(Vouched::WebIdentity { claims, keys }) => Ok(Said { claims, keys }),
        Some(Vouched::Saml { .. }) | None => Err(Error::access_denied(DENIED)),
    }
}

fn session_tags(claims: &Claims) -> Result<SessionTags, Error> {
    let wanted = claims.session_tags();
    let tags: Vec<Tag> = wanted
        .tags
        .iter()
        .map(|(key, value)| Tag {
            key: key.clone(),
            value: value.clone(),
        })
        .collect();
    session_tags::vouched(&tags, &wanted.transitive)
}

/// What the issuer sets as source identity, if it is one that anybody may have (7.4).
fn source_identity(claims: &Claims) -> Result<Option<&str>, Error> {
    let Some(text) = claims.source_identity() else {
        return Ok(None);
    };
    let in_pattern = |letter: char| {
        letter.is_ascii_alphanumeric() || matches!(letter, '_' | '+' | '=' | ',' | '.' | '@' | '-')
    };
    let reserved = text
        .get(..4)
        .is_some_and(|prefix| prefix.eq_ignore_ascii_case("aws:"));
    if !(2..=64).contains(&text.len()) || !text.chars().all(in_pattern) || reserved {
        return Err(Error::idp_rejected_claim(
            "The source identity of the identity provider is not valid.",
        ));
    }
    Ok(Some(text))
}

#[cfg(test)]
mod tests {
    use crate::scenario::World;

    /// AWS's "Getting started with outbound identity federation".
    #[test]
    fn no_token_of_an_account_of_this_server_is_taken() {
        let mut world = World::new();
        world.run(
            None,
            "root EnableOutboundWebIdentityFederation -> set iss=EnableOutboundWebIdentityFederationResult.IssuerIdentifier",
        );
        let issuer = world.variable("iss").replace("http://", "https://");
        let (server, id) = issuer.rsplit_once('/').unwrap();
        let provider = server.trim_start_matches("https://").to_owned();
        let of = |id: &str| {
            format!(
                r#"root CreateOpenIDConnectProvider Url=https://{provider}/{id} ClientIDList.member.1=app -> ok
                root CreateRole RoleName=R{id} AssumeRolePolicyDocument='{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":{{"Federated":"arn:aws:iam::123456789012:oidc-provider/{provider}/{id}"}},"Action":"sts:AssumeRoleWithWebIdentity"}}}}' -> ok
                nobody AssumeRoleWithWebIdentity RoleArn=arn:aws:iam::123456789012:role/R{id} RoleSessionName=s1 WebIdentityToken='token({{"iss":"https://{provider}/{id}","aud":"app","sub":"ann@example.com"}})' -> "#
            )
        };
        world.run(None, &format!("{}ok", of("other")));
        world.run(
            None,
            &format!(
                "{}400 InvalidIdentityToken Tokens of GetWebIdentityToken are not taken",
                of(id)
            ),
        );
    }
}
