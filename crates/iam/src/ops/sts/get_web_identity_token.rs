//! `GetWebIdentityToken`.

use super::{root_task, session_tags};
use crate::authorize::{Allowed, Permission};
use crate::caller::{Caller, Identity};
use crate::context::{text, whole_seconds};
use crate::issuer_documents::issuer_url;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::outbound::new_key;
use crate::session::SessionKeyValue;
use crate::state::{Outbound, Tag, TokenKey};
use crate::token_keys::{TokenAlgorithm, TokenSecret};
use crate::work::{Done, Work};
use crate::{Error, arn};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use smol_str::{SmolStr, ToSmolStr};
use std::borrow::Cow;

const SECONDS_DEFAULT: u32 = 300;
/// Keys sign for so long; then the next call makes new ones. Older ones stay published until what they signed has ended.
const KEY_AGE_MAX: SignedDuration = SignedDuration::from_hours(90 * 24);
/// The most bytes of a token's claims; AWS's own limit is not published.
const PAYLOAD_BYTES_MAX: usize = 10_240;

/// Gives the caller a signed token that says who the caller is, for systems outside that trust the account's issuer (S-64).
///
/// Permission: `sts:GetWebIdentityToken` on `arn:aws:sts::A:self`, with `sts:IdentityTokenAudience`, `sts:DurationSeconds` and
/// `sts:SigningAlgorithm`; with tags also `sts:TagGetWebIdentityToken`. A token never outlives the session that asks for it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetWebIdentityToken {
    audience: Vec<String>,
    duration_seconds: Option<u32>,
    signing_algorithm: String,
    #[serde(default)]
    tags: Vec<Tag>,
}

/// The token.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetWebIdentityTokenResult {
    web_identity_token: String,
    expiration: String,
}

impl Operation for GetWebIdentityToken {
    const NAME: &'static str = "GetWebIdentityToken";
    const EXAMPLE: &'static str = "
        root GetWebIdentityToken Audience.member.1=app SigningAlgorithm=RS256 -> 403 OutboundWebIdentityFederationDisabledException
        root EnableOutboundWebIdentityFederation -> ok
        root GetWebIdentityToken Audience.member.1=app SigningAlgorithm=ES384 -> GetWebIdentityTokenResult.WebIdentityToken & GetWebIdentityTokenResult.Expiration=2026-11-21T12:05:00Z
        root GetWebIdentityToken Audience.member.1=app SigningAlgorithm=HS256 -> 400 ValidationError 1 validation error detected: Value 'HS256' at 'signingAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: [RS256, ES384]
    ";
    type Output = GetWebIdentityTokenResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        root_task::check_endpoint(cx, Self::NAME)?;
        session_tags::check(&self.tags, &[], None)?;
        let account = cx.account().id;
        let mut actions = vec!["sts:GetWebIdentityToken"];
        if !self.tags.is_empty() {
            actions.push("sts:TagGetWebIdentityToken");
        }
        let permission = |action| {
            Permission::on(action, arn::sts_self(account), account)
                .with("sts:DurationSeconds", self.seconds().to_smolstr())
                .with("sts:SigningAlgorithm", self.signing_algorithm.as_str())
                .with_many(
                    "sts:IdentityTokenAudience",
                    self.audience.iter().map(SmolStr::new).collect(),
                )
                .with_request_tags(&self.tags)
        };
        Ok(actions.into_iter().map(permission).collect())
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<GetWebIdentityTokenResult>, Error> {
        let Some(algorithm) = TokenAlgorithm::named(&self.signing_algorithm) else {
            return Err(Error::validation_error(format!(
                "1 validation error detected: Value '{}' at 'signingAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: [RS256, ES384]",
                self.signing_algorithm
            )));
        };
        let outbound = cx.account().outbound.as_ref();
        let Some(outbound) = outbound.filter(|outbound| outbound.enabled) else {
            return Err(Error::outbound_disabled(
                "The outbound web identity federation feature is not enabled for this account.",
            ));
        };
        let issued = whole_seconds(cx.now);
        let expires = issued
            .saturating_add(SignedDuration::from_secs(i64::from(self.seconds())))
            .expect("a signed duration has no calendar units");
        let outlives = |caller: &Caller| {
            let session = caller.session.as_ref();
            session.is_some_and(|session| expires > session.expires)
        };
        if outlives(cx.caller) {
            return Err(Error::session_duration_escalation(
                "The requested token duration would extend the session beyond its original expiration time.",
            ));
        }
        let (key, made) = signing_key(cx, outbound)?;
        let claims = self.claims(cx, outbound, issued, expires)?;
        let token = signed(cx, algorithm, &key, &claims)?;
        Ok(Outcome {
            account: None,
            then: Vec::new(),
            events: made.into_iter().collect(),
            output: GetWebIdentityTokenResult {
                web_identity_token: token,
                expiration: text(expires).into(),
            },
        })
    }
}

impl GetWebIdentityToken {
    fn seconds(&self) -> u32 {
        self.duration_seconds.unwrap_or(SECONDS_DEFAULT)
    }

    fn claims(
        &self,
        cx: &Cx,
        outbound: &Outbound,
        issued: Timestamp,
        expires: Timestamp,
    ) -> Result<String, Error> {
        let subject = subject(cx.caller)?;
        let audience = match self.audience.as_slice() {
            [audience] => json!(audience),
            several => json!(several),
        };
        let claims = json!({
            "iss": issuer_url(cx.settings, outbound),
            "sub": subject,
            "aud": audience,
            "iat": issued.as_second(),
            "exp": expires.as_second(),
            "jti": cx.seed.uuid("token id"),
            "https://sts.amazonaws.com/": about(cx, &subject, &self.tags),
        });
        let claims = claims.to_string();
        if claims.len() > PAYLOAD_BYTES_MAX {
            return Err(Error::jwt_payload_size_exceeded(
                "The requested token payload size exceeds the maximum allowed size.",
            ));
        }
        Ok(claims)
    }
}

/// The newest key, unless it has signed for long enough or the operator retired it: then a new one, and the event that keeps it.
fn signing_key<'a>(
    cx: &Cx,
    outbound: &'a Outbound,
) -> Result<(Cow<'a, TokenKey>, Option<crate::event::Event>), Error> {
    let fresh = |key: &&TokenKey| cx.now.duration_since(key.made) < KEY_AGE_MAX;
    if let Some(key) = outbound.keys.last().filter(fresh) {
        return Ok((Cow::Borrowed(key), None));
    }
    let (key, made) = new_key(cx)?;
    Ok((Cow::Owned(key), Some(made)))
}

fn signed(
    cx: &Cx,
    algorithm: TokenAlgorithm,
    key: &TokenKey,
    claims: &str,
) -> Result<String, Error> {
    let id = format!("{}-{}", key.id, algorithm.name());
    let sealed = match algorithm {
        TokenAlgorithm::Rs256 => &key.rsa,
        TokenAlgorithm::Es384 => &key.ec,
    };
    let failed = || Error::service_failure("The token could not be signed.");
    let secret = cx.keys.open_token_key(&id, sealed).ok_or_else(failed)?;
    let header = json!({"alg": algorithm.name(), "kid": id, "typ": "JWT"}).to_string();
    let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let message = format!("{}.{}", encode(&header), encode(claims));
    let work = Work::SignToken {
        algorithm,
        key: TokenSecret::new(secret),
        message: message.clone(),
    };
    match cx.work(work)? {
        Done::TokenSignature(signature) => {
            Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)))
        }
        _ => Err(failed()),
    }
}

/// Whom the token is about: the user, the role of a session, or the root.
fn subject(caller: &Caller) -> Result<String, Error> {
    let account = caller.account.id;
    match caller.identity {
        Identity::Root => Ok(arn::root(account)),
        Identity::User(user) => Ok(user.arn(account)),
        Identity::Role(role) => Ok(role.arn(account)),
        Identity::FederatedUser(_) | Identity::Federated | Identity::Service(_) => Err(
            Error::access_denied("Cannot call GetWebIdentityToken with federated user credentials"),
        ),
    }
}

/// The claims that AWS keeps under a name of its own.
fn about(cx: &Cx, subject: &str, request_tags: &[Tag]) -> Value {
    let caller = cx.caller;
    let mut about = Map::new();
    about.insert("aws_account".to_owned(), json!(caller.account.id));
    about.insert("source_region".to_owned(), json!(caller.region));
    about.insert("principal_id".to_owned(), json!(subject));
    if let Some((organization, member)) = cx.state.membership(caller.account.id) {
        about.insert("org_id".to_owned(), json!(organization.id));
        about.insert("ou_path".to_owned(), json!(organization.path_of(member)));
    }
    let principal_tags = object(caller.tags());
    if !principal_tags.is_empty() {
        about.insert("principal_tags".to_owned(), principal_tags.into());
    }
    if !request_tags.is_empty() {
        about.insert(
            "request_tags".to_owned(),
            object(request_tags.iter()).into(),
        );
    }
    if let Some(session) = &caller.session {
        let ends = text(session.expires);
        about.insert("original_session_exp".to_owned(), json!(ends.as_str()));
        if let Some(identity) = &session.source_identity {
            about.insert("source_identity".to_owned(), json!(identity));
        }
        let provider = session
            .keys
            .iter()
            .find(|key| key.name == "aws:FederatedProvider");
        if let Some(SessionKeyValue::One(provider)) = provider.map(|key| &key.value) {
            about.insert("federated_provider".to_owned(), json!(provider));
        }
    }
    Value::Object(about)
}

fn object<'a>(tags: impl Iterator<Item = &'a Tag>) -> Map<String, Value> {
    tags.map(|tag| (tag.key.clone(), json!(tag.value)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::World;

    fn about(world: &World, token: &str) -> Value {
        let claims = world.variable(token).split('.').nth(1).unwrap();
        let claims = URL_SAFE_NO_PAD.decode(claims).unwrap();
        let claims: Value = serde_json::from_slice(&claims).unwrap();
        claims["https://sts.amazonaws.com/"].clone()
    }

    /// S-64; a session's tags stand for the role's of the same key (S-41).
    #[test]
    fn a_token_tells_the_organization_and_what_the_session_carries() {
        let mut world = World::new();
        world.run(
            None,
            r#"root EnableOutboundWebIdentityFederation -> ok
            root GetWebIdentityToken Audience.member.1=app SigningAlgorithm=ES384 -> set alone=GetWebIdentityTokenResult.WebIdentityToken
            root organizations:CreateOrganization -> set org=Organization.Id
            root organizations:ListRoots -> set top=Roots.1.Id
            root CreateUser UserName=Ann -> ok
            root CreateAccessKey UserName=Ann -> as ann
            root CreateRole RoleName=App Tags.member.1.Key=Team Tags.member.1.Value=role Tags.member.2.Key=cost Tags.member.2.Value=1 AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/Ann"},"Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]}}' -> ok
            root PutRolePolicy RoleName=App PolicyName=token PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:*","Resource":"*"}}' -> ok
            ann AssumeRole RoleArn=arn:aws:iam::123456789012:role/App RoleSessionName=s1 SourceIdentity=ann Tags.member.1.Key=TEAM Tags.member.1.Value=session -> as app
            app GetWebIdentityToken Audience.member.1=app SigningAlgorithm=ES384 Tags.member.1.Key=job Tags.member.1.Value=7 -> set token=GetWebIdentityTokenResult.WebIdentityToken"#,
        );
        assert_eq!(
            about(&world, "alone"),
            json!({
                "aws_account": "123456789012",
                "source_region": "us-east-1",
                "principal_id": "arn:aws:iam::123456789012:root",
            })
        );
        assert_eq!(
            about(&world, "token"),
            json!({
                "aws_account": "123456789012",
                "source_region": "us-east-1",
                "principal_id": "arn:aws:iam::123456789012:role/App",
                "org_id": world.variable("org"),
                "ou_path": format!("{}/{}/", world.variable("org"), world.variable("top")),
                "principal_tags": {"cost": "1", "TEAM": "session"},
                "request_tags": {"job": "7"},
                "original_session_exp": "2026-11-21T13:00:00Z",
                "source_identity": "ann",
            })
        );
    }

    /// S-64: of a session that a provider vouched for, which one.
    #[test]
    fn a_token_tells_the_provider_of_the_session() {
        let mut world = World::new();
        world.run(
            None,
            r#"root EnableOutboundWebIdentityFederation -> ok
            root CreateOpenIDConnectProvider Url=https://id.example.com ClientIDList.member.1=app -> ok
            root CreateRole RoleName=Web AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::123456789012:oidc-provider/id.example.com"},"Action":"sts:AssumeRoleWithWebIdentity"}}' -> ok
            root PutRolePolicy RoleName=Web PolicyName=token PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:*","Resource":"*"}}' -> ok
            nobody AssumeRoleWithWebIdentity RoleArn=arn:aws:iam::123456789012:role/Web RoleSessionName=s1 WebIdentityToken='token({"iss":"https://id.example.com","aud":"app","sub":"ann"})' -> as web
            web GetWebIdentityToken Audience.member.1=app SigningAlgorithm=ES384 -> set token=GetWebIdentityTokenResult.WebIdentityToken"#,
        );
        let about = about(&world, "token");
        assert_eq!(
            about["federated_provider"],
            "arn:aws:iam::123456789012:oidc-provider/id.example.com"
        );
    }
}
