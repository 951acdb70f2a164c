//! Role trust policies (spec 1.6): their own order, their own words.

use std::collections::BTreeSet;

use super::identity::refuse;
use super::issuer;
use super::literals;
use super::resource::{invalid, principal_entries};
use super::statement::{Breach, effect_case};
use crate::document::{Document, Element, PrincipalElement, Statement};
use crate::json::{self, Node, Span, Value};
use crate::refusal::Refusal;
use crate::unconfirmed;

/// Names of STS permissions that a trust policy may list besides patterns (G-39).
const STS_ACTIONS: &[&str] = &[
    "AssumeRole",
    "AssumeRoleWithSAML",
    "AssumeRoleWithWebIdentity",
    "AssumeRoot",
    "DecodeAuthorizationMessage",
    "GetAccessKeyInfo",
    "GetCallerIdentity",
    "GetDelegatedAccessToken",
    "GetFederationToken",
    "GetServiceBearerToken",
    "GetSessionToken",
    "GetWebIdentityToken",
    "SetContext",
    "SetSourceIdentity",
    "TagGetWebIdentityToken",
    "TagSession",
];

/// Providers that are named by their domain.
const DOMAINS: &[&str] = &[
    "accounts.google.com",
    "cognito-identity.amazonaws.com",
    "graph.facebook.com",
    "www.amazon.com",
];

/// The words for JSON that is none (G-37).
const INVALID_JSON: &str = "This policy contains invalid Json";

/// AWS's words for lists of principals that are all empty, as logs of clients have them (U38).
const NO_PRINCIPALS: &str = "Invalid principal in policy: com.amazon.balsa.error.InvalidPolicyException: The passed in \
                             policy has a statement with no principals!";

pub(super) fn accept(text: &str) -> Result<Document, Refusal> {
    let at = |offset: u32| {
        Some(Span {
            start: offset,
            end: offset,
        })
    };
    let parsed = json::parse(text).map_err(|invalid| {
        Refusal::malformed(
            text,
            at(u32::try_from(invalid.offset).unwrap_or_default()),
            INVALID_JSON,
        )
    })?;
    if let Some(span) = parsed
        .repeated
        .filter(|_| unconfirmed::REPEATED_KEYS_REFUSED)
    {
        return Err(Refusal::malformed(text, Some(span), INVALID_JSON));
    }
    // What the grammar would refuse in other words is said in these first.
    in_its_words(&parsed.root).map_err(|breach| refuse(text, breach))?;
    let document = Document::read(text, &parsed.root).map_err(|misplaced| {
        Refusal::malformed(text, Some(misplaced.0), crate::document::SYNTAX)
    })?;
    check(&document).map_err(|breach| refuse(text, breach))?;
    Ok(document)
}

/// The rules of G-38 that are about the presence and shape of elements.
fn in_its_words(root: &Node) -> Result<(), Breach> {
    if let Some(version) = root.member("Version") {
        let known = version
            .node
            .text()
            .is_some_and(|text| matches!(text.as_str(), "2008-10-17" | "2012-10-17"));
        if !known {
            return Err(Breach::at(
                version.node.span,
                "The policy must contain a valid version string",
            ));
        }
    }
    let statements = root
        .member("Statement")
        .map_or(&[][..], |member| member.node.elements());
    if statements.is_empty() {
        return Err(Breach::at(
            root.span,
            "Could not parse the policy: Statement is empty!",
        ));
    }
    repeated_sids(statements)?;
    statements
        .iter()
        .filter(|node| node.members().is_some())
        .try_for_each(statement_shape)
}

fn repeated_sids(statements: &[Node]) -> Result<(), Breach> {
    let mut seen = BTreeSet::new();
    let sids = statements
        .iter()
        .filter_map(|statement| Some(&statement.member("Sid")?.node));
    let mut named =
        sids.filter_map(|node| Some((node.text().filter(|text| !text.is_empty())?, node.span)));
    match named.find(|(text, _)| !seen.insert(text.as_str())) {
        Some((_, span)) => Err(Breach::at(
            span,
            "The Statement Ids in the policy are not unique",
        )),
        None => Ok(()),
    }
}

fn statement_shape(statement: &Node) -> Result<(), Breach> {
    let element = |name: &str| statement.member(name).map(|member| &member.node);
    if let Some(resource) = element("Resource") {
        return Err(Breach::at(
            resource.span,
            unconfirmed::TRUST_RESOURCE_REFUSED,
        ));
    }
    if let Some(resource) = element("NotResource") {
        return Err(Breach::at(
            resource.span,
            "AssumeRole policy must not contain resources.",
        ));
    }
    let Some(effect) = element("Effect") else {
        return Err(Breach::at(statement.span, "Missing required field Effect"));
    };
    match effect.text().map(|text| text.as_str()) {
        Some("Allow" | "Deny") | None => {}
        Some(other) => return Err(Breach::at(effect.span, format!("Invalid effect: {other}"))),
    }
    if let Some(not_principal) = element("NotPrincipal") {
        let allows = effect.text().is_some_and(|text| text == "Allow");
        let message = if allows {
            "Allow with NotPrincipal is not allowed."
        } else {
            "AssumeRole policy must not contain NotPrincipal field."
        };
        return Err(Breach::at(not_principal.span, message));
    }
    let Some(principal) = element("Principal") else {
        return Err(Breach::at(
            statement.span,
            "Missing required field Principal",
        ));
    };
    match &principal.value {
        Value::Object(members) if members.is_empty() => {
            return Err(Breach::at(
                principal.span,
                "Missing required field Principal cannot be empty!",
            ));
        }
        Value::Object(members) if members.iter().all(|member| lists_nobody(&member.node)) => {
            return Err(Breach::at(principal.span, NO_PRINCIPALS));
        }
        Value::Object(_) => {}
        _ => {
            return Err(Breach::at(
                principal.span,
                "Principal must be a JSON object.",
            ));
        }
    }
    match element("Action") {
        Some(action) if !action.elements().is_empty() => Ok(()),
        _ => Err(Breach::at(statement.span, "Missing required field Action")),
    }
}

fn lists_nobody(node: &Node) -> bool {
    matches!(&node.value, Value::Array(names) if names.is_empty())
}

fn check(document: &Document) -> Result<(), Breach> {
    effect_case(document)?;
    document.statements.iter().try_for_each(actions)?;
    document.statements.iter().try_for_each(principals)?;
    literals::all(document)
}

/// G-39; a bare `*` is refused (U5).
fn actions(statement: &Statement) -> Result<(), Breach> {
    let is_sts = |action: &str| match action.split_once(':') {
        Some((service, name)) if service.eq_ignore_ascii_case("sts") => {
            let known = STS_ACTIONS
                .iter()
                .any(|known| known.eq_ignore_ascii_case(name));
            known || (name.contains(['*', '?']) && !name.contains(':'))
        }
        _ => false,
    };
    let mut texts = statement.action.iter().flat_map(|element| &element.values);
    match texts.find(|text| !is_sts(&text.value)) {
        Some(text) => Err(Breach::at(
            text.span,
            "AssumeRole policy may only specify STS AssumeRole actions.",
        )),
        None => Ok(()),
    }
}

fn principals(statement: &Statement) -> Result<(), Breach> {
    let Some(Element {
        values: PrincipalElement::Map(entries),
        ..
    }) = &statement.principal
    else {
        return Ok(());
    };
    for entry in entries {
        for text in &entry.values {
            match entry.key.value.as_str() {
                "Federated" if !is_provider(&text.value) => {
                    let message =
                        "Federated principals must be valid domain names or SAML metadata ARNs";
                    return Err(Breach::at(text.span, message));
                }
                "Service" if !is_service_name(&text.value) => {
                    return Err(invalid(&entry.key.value, &text.value, text.span));
                }
                "Federated" if statement.effect.value == "Allow" => {
                    if let Some(message) = issuer::unpinned(&text.value, &statement.conditions) {
                        return Err(Breach::at(text.span, message));
                    }
                }
                _ => {}
            }
        }
    }
    statement
        .principal
        .iter()
        .try_for_each(|element| principal_entries(&element.values))
}

fn is_provider(text: &str) -> bool {
    if DOMAINS.contains(&text) {
        return true;
    }
    let Some([_, _, service, region, account, resource]) = crate::arn::split(text) else {
        return false;
    };
    let named = |kind: &str| {
        resource
            .strip_prefix(kind)
            .is_some_and(|name| !name.is_empty())
    };
    service == "iam"
        && region.is_empty()
        && crate::arn::is_account_id(account)
        && (named("saml-provider/") || named("oidc-provider/"))
        && !text.contains(['*', '?'])
}

fn is_service_name(text: &str) -> bool {
    let legal = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
    text.contains('.') && text.chars().all(legal)
}
