//! From a web identity token to claims that can be believed, and from claims to condition keys (spec 8.2).

use crate::Error;
use crate::issuer_documents::is_account;
use crate::operation::Unproven;
use crate::session::{SessionKey, SessionKeyValue};
use crate::state::{Account, OidcProvider};
use crate::work::{Done, KeyRequest, NoKeys, Work};
use federation::oidc::{ClaimValue, Claims, Expected, KeySet, Refusal, Token};
use smol_str::{SmolStr, format_smolstr};
use std::sync::Arc;

/// The claims of a token of one of the account's providers, and that provider. Tokens that accounts of this server issue are for systems
/// outside alone, as AWS documents it, whatever provider is made for them.
///
/// # Errors
/// AWS's refusals of tokens (S-52).
pub(super) fn verify<'a>(
    unproven: &Unproven<'a, '_>,
    account: Option<&'a Account>,
    token: &str,
) -> Result<(&'a OidcProvider, Claims), Error> {
    let token = Token::read(token).map_err(refused)?;
    let issuer = token.claimed_issuer();
    let provider = account.and_then(|account| {
        let mut providers = account.oidc_providers.values();
        providers.find(|provider| provider.url == issuer)
    });
    let Some(provider) = provider else {
        return Err(Error::invalid_identity_token(format!(
            "No OpenIDConnect provider found in your account for {}",
            shown(issuer)
        )));
    };
    if is_account(unproven.state, issuer) {
        return Err(Error::invalid_identity_token(OWN_TOKEN));
    }
    let at_hand = unproven.kept.at_hand(&provider.url, &provider.thumbprints);
    let mut keys = match at_hand {
        Some(keys) => keys,
        None => fetched_keys(unproven, provider, false)?,
    };
    if !token.has_key_in(&keys) {
        keys = fetched_keys(unproven, provider, true)?;
    }
    let expected = Expected {
        issuer: &provider.url,
        client_ids: &provider.client_ids,
        now: unproven.wall.as_second(),
    };
    let claims = token.verify(&keys, &expected).map_err(refused)?;
    Ok((provider, claims))
}

fn fetched_keys(
    unproven: &Unproven,
    provider: &OidcProvider,
    newer: bool,
) -> Result<Arc<KeySet>, Error> {
    let request = KeyRequest {
        issuer: provider.url.to_string(),
        thumbprints: provider.thumbprints.clone(),
        newer,
    };
    match unproven.work(Work::FetchKeys(request))? {
        Done::Keys(Ok(keys)) => Ok(Arc::clone(keys)),
        Done::Keys(Err(NoKeys::Unreachable)) => Err(Error::idp_communication_error(NO_KEY)),
        Done::Keys(Err(NoKeys::Untrusted)) => Err(Error::invalid_identity_token(
            "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint",
        )),
        // No other work answers with keys.
        _ => Err(Error::invalid_identity_token(NO_KEY)),
    }
}

/// AWS's own words are not known.
const OWN_TOKEN: &str = "Tokens of GetWebIdentityToken are not taken";

/// With two spaces, as AWS has it (S-52).
const NO_KEY: &str = "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements";

/// The longest issuer that a refusal repeats: as long as a provider's URL can be.
const SHOWN_CHARACTERS_MAX: usize = 255;

fn shown(issuer: &str) -> String {
    issuer.chars().take(SHOWN_CHARACTERS_MAX).collect()
}

/// S-52. Whatever is wrong with a token, its text is not repeated.
fn refused(refusal: Refusal) -> Error {
    match refusal {
        Refusal::Malformed => Error::invalid_identity_token(
            "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
        ),
        Refusal::Missing(claim) => {
            Error::invalid_identity_token(format!("Missing a required claim: {claim}"))
        }
        Refusal::Unreadable(claim) => {
            Error::idp_rejected_claim(format!("The claim {claim} is not valid."))
        }
        Refusal::Algorithm => Error::invalid_identity_token("Unsupported signature algorithm"),
        Refusal::UnknownKey => Error::invalid_identity_token(NO_KEY),
        Refusal::Signature => Error::invalid_identity_token("Invalid token signature"),
        Refusal::Issuer => Error::invalid_identity_token("Incorrect token issuer"),
        Refusal::Audience => Error::invalid_identity_token("Incorrect token audience"),
        Refusal::Expired { now, expires } => Error::expired_foreign_token(format!(
            "Token expired: current date/time {now} must be before the expiration date/time {expires}"
        )),
        Refusal::NotYet => Error::idp_rejected_claim("The token is not valid yet."),
    }
}

/// What policies may ask about the token, in the trust policy and in the session alike.
pub(super) fn condition_keys(
    provider: &OidcProvider,
    provider_arn: SmolStr,
    claims: &Claims,
) -> Vec<SessionKey> {
    let prefix = provider.name();
    let mut keys = vec![SessionKey {
        name: SmolStr::new_static("aws:FederatedProvider"),
        value: SessionKeyValue::One(provider_arn),
    }];
    let mut add = |name: &str, value: SessionKeyValue| {
        let name = format_smolstr!("{prefix}:{name}");
        keys.push(SessionKey { name, value });
    };
    if let Some(client) = claims.client() {
        add("aud", SessionKeyValue::One(client.into()));
    }
    // Google's audience has its key whether or not another client is named (IAM User Guide, aud).
    if claims.authorized_party().is_some() || prefix == GOOGLE {
        let value = match claims.audiences() {
            [audience] => SessionKeyValue::One(audience.into()),
            audiences => SessionKeyValue::Many(audiences.iter().map(SmolStr::new).collect()),
        };
        add("oaud", value);
    }
    add("sub", SessionKeyValue::One(claims.subject().into()));
    if let Some(ClaimValue::One(email)) = claims.value("email") {
        add("email", SessionKeyValue::One(email.into()));
    }
    match claims.value("amr") {
        Some(ClaimValue::Many(methods)) => {
            let methods = methods.into_iter().map(SmolStr::new);
            add("amr", SessionKeyValue::Many(methods.collect()));
        }
        Some(ClaimValue::One(method)) => add("amr", SessionKeyValue::Many(vec![method.into()])),
        None => {}
    }
    for name in more_claims(prefix) {
        if let Some(ClaimValue::One(value)) = claims.value(name) {
            add(name, SessionKeyValue::One(value.into()));
        }
    }
    keys
}

/// Claims beyond the common ones that AWS makes keys of, by who issues them (X-25; Service Authorization Reference, STS).
fn more_claims(provider: &str) -> &'static [&'static str] {
    MORE_CLAIMS
        .iter()
        .find(|(pattern, _)| is_of(provider, pattern))
        .map_or(&[], |(_, claims)| claims)
}

/// Whether a provider's name fits a pattern, whose one `*` stands for one character or more.
fn is_of(provider: &str, pattern: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, end)) => {
            let longer = provider.len() > start.len() + end.len();
            longer && provider.starts_with(start) && provider.ends_with(end)
        }
        None => provider == pattern,
    }
}

const MORE_CLAIMS: &[(&str, &[&str])] = &[
    (GOOGLE, &["google/organization_number"]),
    ("agent.*.buildkite.dev", BUILDKITE),
    ("agent.*.buildkite.site", BUILDKITE),
    ("agent.buildkite.com", BUILDKITE),
    ("github.com/enterprises/*", GITHUB),
    ("gitlab.com", GITLAB),
    ("idcs-*.identity.oraclecloud.com", &["rpst_id"]),
    ("oidc.circleci.com/org/*", &["oidc.circleci.com/project-id"]),
    ("token.actions.*.ghe.com", GITHUB),
    ("token.actions.githubusercontent.com", GITHUB),
    ("token.actions.githubusercontent.com/*", GITHUB),
];

const GOOGLE: &str = "accounts.google.com";

const BUILDKITE: &[&str] = &[
    "build_branch",
    "cluster_id",
    "cluster_name",
    "organization_id",
    "organization_slug",
    "pipeline_id",
    "pipeline_slug",
];

const GITHUB: &[&str] = &[
    "actor",
    "actor_id",
    "enterprise_id",
    "environment",
    "job_workflow_ref",
    "ref",
    "repository",
    "repository_id",
    "repository_owner_id",
    "workflow",
];

const GITLAB: &[&str] = &[
    "namespace_id",
    "pipeline_source",
    "project_id",
    "ref_protected",
    "runner_environment",
    "user_access_level",
    "user_email",
    "user_id",
    "user_login",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Claims that every issuer's tokens may have, and those of issuers whose tokens are no JSON Web Tokens.
    const OTHERS: &[&str] = &["amr", "app_id", "aud", "id", "oaud", "sub", "user_id"];

    #[test]
    fn the_claims_of_issuers_are_those_of_the_catalogue() {
        let sts = policy::catalogue::service("sts").expect("STS has keys");
        let of_issuers: Vec<(&str, &str)> = sts
            .condition_keys()
            .filter_map(|(key, _)| key.split_once(':'))
            .filter(|(issuer, _)| issuer.contains('.'))
            .collect();
        for &(issuer, claim) in &of_issuers {
            let known = more_claims(&issuer.replace('*', "x")).contains(&claim);
            assert!(known || OTHERS.contains(&claim), "{issuer}:{claim}");
        }
        for (issuer, claims) in MORE_CLAIMS {
            for claim in *claims {
                assert!(of_issuers.contains(&(*issuer, *claim)), "{issuer}:{claim}");
            }
        }
    }
}
