//! `AssumeRoleWithSAML`.

use super::assumed_role::{self, AssumedRoleUser, Wanted};
use super::saml_assertion;
use super::session_policies::{self, PolicyDescriptor};
use super::session_tags::{self, SessionTags};
use crate::authorize::{Allowed, Permission};
use crate::caller::{Caller, Vouched};
use crate::credentials::{self, Credentials, Grant};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome, Prove, Unproven, decode};
use crate::session::SessionOf;
use crate::state::Role;
use crate::{Error, arn};
use federation::saml::Assertion;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use smol_str::SmolStr;
use wire::Params;

/// The text for whomever the trust policy does not let in (D-8).
const DENIED: &str = "Not authorized to perform sts:AssumeRoleWithSAML";
/// Roles of IAM Identity Center begin so; nobody but it gives them away (S-50).
const RESERVED: &str = "AWSReservedSSO_";

/// Gives whoever holds a SAML response of an identity provider credentials of a role that trusts that provider. Nobody signs the
/// call: the response is the proof, and it is verified with the keys of the provider's metadata (X-5 to X-7).
///
/// Permission: `sts:AssumeRoleWithSAML` by the role's trust policy alone, which sees what the assertion says (X-10, X-11);
/// where it asks for session tags also `sts:TagSession`, for a source identity also `sts:SetSourceIdentity`. A role that does not
/// exist is refused like one that does not trust the provider. The assertion must name role and provider together (X-4).
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AssumeRoleWithSaml {
    role_arn: String,
    principal_arn: String,
    #[serde(default)]
    policy_arns: Vec<PolicyDescriptor>,
    policy: Option<String>,
    duration_seconds: Option<u32>,
    minimum_session_token_size: Option<usize>,
}

/// Credentials, the name of the session, and who it is for.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AssumeRoleWithSamlResult {
    credentials: Credentials,
    assumed_role_user: AssumedRoleUser,
    packed_policy_size: Option<usize>,
    subject: String,
    subject_type: String,
    issuer: String,
    audience: String,
    name_qualifier: String,
    source_identity: Option<String>,
    session_token_utilization: usize,
    session_token_size: usize,
}

impl Operation for AssumeRoleWithSaml {
    const NAME: &'static str = "AssumeRoleWithSAML";
    const EXAMPLE: &'static str = r#"
        root CreateSAMLProvider Name=Idp SAMLMetadataDocument=metadata(idp) -> ok
        root CreateRole RoleName=Reader AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::123456789012:saml-provider/Idp"},"Action":"sts:AssumeRoleWithSAML","Condition":{"StringEquals":{"SAML:aud":"https://signin.aws.amazon.com/saml","saml:sub":"ann"}}}}' -> ok
        nobody AssumeRoleWithSAML RoleArn=arn:aws:iam::123456789012:role/Reader PrincipalArn=arn:aws:iam::123456789012:saml-provider/Idp SAMLAssertion='assertion(idp Role=arn:aws:iam::123456789012:role/Reader,arn:aws:iam::123456789012:saml-provider/Idp RoleSessionName=ann)' -> AssumeRoleWithSAMLResult.AssumedRoleUser.Arn=arn:aws:sts::123456789012:assumed-role/Reader/ann & AssumeRoleWithSAMLResult.Subject=ann & AssumeRoleWithSAMLResult.SubjectType=persistent & AssumeRoleWithSAMLResult.Issuer=https://idp.example.com & AssumeRoleWithSAMLResult.Audience=https://signin.aws.amazon.com/saml & as reader
        reader GetCallerIdentity -> GetCallerIdentityResult.Arn=arn:aws:sts::123456789012:assumed-role/Reader/ann
        nobody AssumeRoleWithSAML RoleArn=arn:aws:iam::123456789012:role/Reader PrincipalArn=arn:aws:iam::123456789012:saml-provider/Idp SAMLAssertion='assertion(idp subject=bob Role=arn:aws:iam::123456789012:role/Reader,arn:aws:iam::123456789012:saml-provider/Idp RoleSessionName=bob)' -> 403 AccessDenied Not authorized to perform sts:AssumeRoleWithSAML
        nobody AssumeRoleWithSAML RoleArn=arn:aws:iam::123456789012:role/Reader PrincipalArn=arn:aws:iam::123456789012:saml-provider/Idp SAMLAssertion='assertion(idp by=evil Role=arn:aws:iam::123456789012:role/Reader,arn:aws:iam::123456789012:saml-provider/Idp RoleSessionName=ann)' -> 400 InvalidIdentityToken Response signature invalid
        nobody AssumeRoleWithSAML RoleArn=arn:aws:iam::123456789012:saml-provider/Idp PrincipalArn=arn:aws:iam::123456789012:role/Reader SAMLAssertion=none -> 400 ValidationError Principal ARN is invalid
        nobody AssumeRoleWithSAML RoleArn=arn:aws:iam::123456789012:user/Ann PrincipalArn=arn:aws:iam::123456789012:saml-provider/Idp SAMLAssertion=none -> 400 ValidationError Request ARN is invalid
    "#;
    const PROVE: Option<Prove> = Some(prove);
    type Output = AssumeRoleWithSamlResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let Said {
            assertion,
            name_qualifier,
        } = said(cx)?;
        let session_name = saml_assertion::session_name(assertion)?;
        let tags = session_tags(assertion)?;
        let source_identity = saml_assertion::source_identity(assertion)?;
        let provider = arn::parse_iam(&self.principal_arn).map_or("", |parsed| parsed.name);
        let keys = saml_assertion::trust_keys(assertion, name_qualifier, cx.account().id, provider);
        let wanted = Wanted {
            action: "sts:AssumeRoleWithSAML",
            further_actions: assumed_role::further_actions(
                !tags.tags.is_empty(),
                source_identity.is_some(),
            ),
            session_name,
            source_identity,
            tags: &tags.tags,
            transitive: &tags.transitive,
        };
        Ok(assumed_role::permissions(
            cx,
            &self.role_arn,
            &wanted,
            |permission| permission.with_session_keys(&keys),
        ))
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<AssumeRoleWithSamlResult>, Error> {
        let found = assumed_role::role(cx.state, &self.role_arn)
            .filter(|(_, role)| !role.name.starts_with(RESERVED));
        let Some((account, role)) = found else {
            return Err(Error::access_denied(DENIED));
        };
        let Said {
            assertion,
            name_qualifier,
        } = said(cx)?;
        let used = used(cx, assertion)?;
        let seconds = self.seconds(cx, role, assertion)?;
        let SessionTags { tags, transitive } = session_tags(assertion)?;
        let (policies, packed_policy_size) = session_policies::accept(
            cx,
            account,
            self.policy.as_deref(),
            &self.policy_arns,
            &tags,
        )?;
        let session_name = SmolStr::new(saml_assertion::session_name(assertion)?);
        let source_identity = saml_assertion::source_identity(assertion)?.map(str::to_owned);
        let assumed_role_user = AssumedRoleUser::of(account.id, role, &session_name);
        let grant = Grant {
            account: account.id,
            of: SessionOf::Role {
                id: role.id.clone(),
                session_name,
            },
            seconds,
            // K-5
            mfa: false,
            policies,
            tags,
            transitive,
            source_identity: source_identity.clone(),
            keys: saml_assertion::session_keys(assertion, name_qualifier),
            delegation: None,
            token_bytes_min: self.minimum_session_token_size.unwrap_or(0),
        };
        let credentials = credentials::issue(cx, grant);
        let output = AssumeRoleWithSamlResult {
            session_token_utilization: credentials.token_utilization(),
            session_token_size: credentials.token_bytes(),
            credentials,
            assumed_role_user,
            packed_policy_size,
            subject: assertion.subject.clone(),
            subject_type: saml_assertion::subject_type(assertion).to_owned(),
            issuer: assertion.issuer.clone(),
            audience: assertion.recipient.clone(),
            name_qualifier: name_qualifier.to_owned(),
            source_identity,
        };
        // The provider's account is the caller's, and remembers which assertions it has seen.
        Ok(Outcome {
            account: None,
            events: used.into_iter().collect(),
            then: Vec::new(),
            output,
        })
    }
}

impl AssumeRoleWithSaml {
    /// What was asked for, cut short by what the assertion says of the session's length and end (S-50, X-8). The end is held
    /// against real time, as everything that others sign is.
    fn seconds(&self, cx: &Cx, role: &Role, assertion: &Assertion) -> Result<u32, Error> {
        let mut seconds = assumed_role::seconds(role, self.duration_seconds)?;
        if let Some(said) = saml_assertion::session_seconds(assertion)? {
            seconds = seconds.min(said);
        }
        if let Some(end) = assertion.session_not_on_or_after {
            let left = end.as_second() - cx.wall.as_second();
            if left <= 0 {
                return Err(saml_assertion::expired());
            }
            seconds = seconds.min(u32::try_from(left).unwrap_or(u32::MAX));
        }
        Ok(seconds)
    }
}

/// The part of the input that proves who calls, where it stands in the parameters: the response is long.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Proof<'p> {
    role_arn: &'p str,
    principal_arn: &'p str,
    #[serde(rename = "SAMLAssertion")]
    response: &'p str,
}

/// Who holds the response, in the eyes of the provider's account.
fn prove<'a>(unproven: &Unproven<'a, '_>, params: &Params) -> Result<Caller<'a>, Error> {
    let Proof {
        role_arn,
        principal_arn,
        response,
    } = decode(params)?;
    let provider = arn::parse_iam(principal_arn);
    if provider.is_none_or(|provider| provider.kind != "saml-provider") {
        return Err(Error::validation_error("Principal ARN is invalid"));
    }
    assumed_role::check_request_arn(role_arn)?;
    let (account, provider, assertion) = saml_assertion::verify(unproven, principal_arn, response)?;
    saml_assertion::check_pair(&assertion, role_arn, principal_arn)?;
    let name_qualifier =
        saml_assertion::name_qualifier(&assertion.issuer, account.id, &provider.name);
    let vouched = Vouched::Saml {
        assertion: Box::new(assertion),
        name_qualifier,
    };
    let provider = provider.arn(account.id).into();
    Ok(Caller::federated(account, provider, vouched))
}

/// What was proven of the caller.
struct Said<'a> {
    assertion: &'a Assertion,
    name_qualifier: &'a str,
}

fn said<'a>(cx: &Cx<'a>) -> Result<Said<'a>, Error> {
    match &cx.caller.vouched {
        Some(Vouched::Saml {
            assertion,
            name_qualifier,
        }) => Ok(Said {
            assertion,
            name_qualifier,
        }),
        Some(Vouched::WebIdentity { .. }) | None => Err(Error::access_denied(DENIED)),
    }
}

fn session_tags(assertion: &Assertion) -> Result<SessionTags, Error> {
    let (tags, transitive) = saml_assertion::tags(assertion)?;
    session_tags::vouched(&tags, &transitive)
}

/// Where the operator wants assertions to be used once: that this one is used now. On AWS they may be used until they are over.
fn used(cx: &Cx, assertion: &Assertion) -> Result<Option<Event>, Error> {
    if !cx.settings.single_use_assertions {
        return Ok(None);
    }
    let name = format!("{}\0{}", assertion.issuer, assertion.id);
    let id = hex::encode(Sha256::digest(name));
    if cx.account().used_assertions.contains_key(&id) {
        return Err(Error::invalid_identity_token(
            "The assertion has been used already",
        ));
    }
    Ok(Some(Event::SamlAssertionUsed {
        id,
        until: assertion.not_on_or_after,
        seen: cx.wall,
    }))
}
