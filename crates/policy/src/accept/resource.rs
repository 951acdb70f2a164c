//! Policies of resources other than roles, and of VPC endpoints. Each service words its refusals itself; these are IAM's.

use super::identity::refuse;
use super::literals;
use super::statement::{
    Breach, action_formats, actions_listed, effect_case, resource_formats, sids,
};
use crate::arn;
use crate::document::{Document, PrincipalElement, Statement};
use crate::refusal::Refusal;

pub(super) fn accept(text: &str) -> Result<Document, Refusal> {
    let document = Document::parse(text)?;
    check(&document).map_err(|breach| refuse(text, breach))?;
    Ok(document)
}

fn check(document: &Document) -> Result<(), Breach> {
    effect_case(document)?;
    literals::all(document)?;
    sids(document)?;
    for statement in &document.statements {
        principal(statement)?;
    }
    actions_listed(document)?;
    resource_formats(document)?;
    action_formats(document)
}

/// Someone is named, in a form that names someone; `NotPrincipal` only denies (G-15).
fn principal(statement: &Statement) -> Result<(), Breach> {
    let Some(element) = &statement.principal else {
        return Err(Breach::at(
            statement.span,
            "Missing required field Principal",
        ));
    };
    if element.not && statement.effect.value == "Allow" {
        return Err(Breach::at(
            element.span,
            "Allow with NotPrincipal is not allowed.",
        ));
    }
    match &element.values {
        PrincipalElement::Scalar(text) if text.value == "*" => Ok(()),
        PrincipalElement::Scalar(text) => Err(invalid("AWS", &text.value, text.span)),
        PrincipalElement::Map(entries) if entries.is_empty() => Err(Breach::at(
            element.span,
            "Missing required field Principal cannot be empty!",
        )),
        PrincipalElement::Map(_) => principal_entries(&element.values),
    }
}

/// Every entry of a principal map has a form that can name someone (spec 1.3).
pub(super) fn principal_entries(element: &PrincipalElement) -> Result<(), Breach> {
    let entries = match element {
        PrincipalElement::Scalar(_) => &[][..],
        PrincipalElement::Map(entries) => entries,
    };
    for entry in entries {
        let wanted: fn(&str) -> bool = match entry.key.value.as_str() {
            "AWS" => is_aws_principal,
            "CanonicalUser" => {
                |id| id.len() == 64 && id.bytes().all(|byte| byte.is_ascii_hexdigit())
            }
            // Opaque where they are no wildcards (G-22).
            "Service" | "Federated" => |_| true,
            _ => |_| false,
        };
        if let Some(text) = entry.values.iter().find(|text| !wanted(&text.value)) {
            return Err(invalid(&entry.key.value, &text.value, text.span));
        }
    }
    Ok(())
}

pub(super) fn invalid(key: &str, value: &str, span: crate::json::Span) -> Breach {
    let key = key.to_uppercase();
    Breach::at(
        span,
        format!("Invalid principal in policy: \"{key}\":\"{value}\""),
    )
}

/// The forms under `AWS`; no wildcard but the lone one (G-17, G-18), and no group (F-2).
fn is_aws_principal(text: &str) -> bool {
    if text == "*" || arn::is_account_id(text) {
        return true;
    }
    let Some([_, partition, service, region, account, resource]) = arn::split(text) else {
        let id = text.len() >= 16 && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        return id && (text.starts_with("AIDA") || text.starts_with("AROA"));
    };
    let named = |kind: &str| {
        resource
            .strip_prefix(kind)
            .is_some_and(|name| !name.is_empty())
    };
    let one_session = |kind: &str| {
        resource
            .strip_prefix(kind)
            .is_some_and(|rest| rest.split('/').filter(|part| !part.is_empty()).count() == 2)
    };
    let form = match service {
        "iam" => resource == "root" || named("user/") || named("role/"),
        "sts" => one_session("assumed-role/") || named("federated-user/"),
        _ => false,
    };
    let whole = partition.starts_with("aws") && region.is_empty() && arn::is_account_id(account);
    form && whole && !text.contains(['*', '?'])
}
