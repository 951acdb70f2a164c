//! Service control and resource control policies (spec 1.7, 1.8). Organizations has one message for all that is wrong.

use super::literals;
use super::statement::{
    Breach, action_formats, actions_listed, effect_case, resource_formats, resource_legacy,
    resources_listed, sids,
};
use crate::catalogue;
use crate::document::{Document, PrincipalElement, Statement, Text};
use crate::refusal::Refusal;

const REFUSED: &str =
    "The provided policy document does not meet the requirements of the specified policy type.";

pub(super) fn accept_scp(text: &str) -> Result<Document, Refusal> {
    accept(text, |statement| {
        no_element(statement.principal.as_ref().map(|principal| principal.span))?;
        resources(statement, |resource| {
            resource == "*" || resource.ends_with('*') || is_whole_arn(resource)
        })
    })
}

pub(super) fn accept_rcp(text: &str) -> Result<Document, Refusal> {
    accept(text, |statement| {
        if statement.effect.value != "Deny" {
            return Err(Breach::at(statement.effect.span, REFUSED));
        }
        everyone(statement)?;
        supported_actions(statement)?;
        resources(statement, |resource| {
            resource == "*" || is_whole_arn(resource)
        })
    })
}

fn accept(text: &str, rules: fn(&Statement) -> Result<(), Breach>) -> Result<Document, Refusal> {
    let in_its_words = |refusal: Refusal| Refusal {
        code: "MalformedPolicyDocumentException",
        message: REFUSED.to_owned(),
        position: refusal.position,
    };
    let document = Document::parse(text).map_err(in_its_words)?;
    let checked = shared(&document).and_then(|()| document.statements.iter().try_for_each(rules));
    checked.map_err(|breach| {
        in_its_words(Refusal::malformed(text, Some(breach.span), breach.message))
    })?;
    Ok(document)
}

fn shared(document: &Document) -> Result<(), Breach> {
    effect_case(document)?;
    literals::all(document)?;
    resource_legacy(document)?;
    sids(document)?;
    actions_listed(document)?;
    resource_formats(document)?;
    action_formats(document)?;
    resources_listed(document)
}

/// The one principal of an RCP is everyone, not in a list (G-47).
fn everyone(statement: &Statement) -> Result<(), Breach> {
    let Some(element) = &statement.principal else {
        return Err(Breach::at(statement.span, REFUSED));
    };
    let everyone = match &element.values {
        PrincipalElement::Scalar(text) => text.value == "*",
        PrincipalElement::Map(entries) => match entries.as_slice() {
            [entry] => entry.key.value == "AWS" && is_bare_star(&entry.values, entry.list),
            _ => false,
        },
    };
    if everyone && !element.not {
        Ok(())
    } else {
        Err(Breach::at(element.span, REFUSED))
    }
}

fn is_bare_star(values: &[Text], list: bool) -> bool {
    !list && values.iter().all(|text| text.value == "*")
}

/// Actions are listed, and belong to services that RCPs apply to (G-48).
fn supported_actions(statement: &Statement) -> Result<(), Breach> {
    let Some(element) = &statement.action else {
        return Err(Breach::at(statement.span, REFUSED));
    };
    let supported = |text: &Text| {
        let service = text.value.split(':').next().unwrap_or_default();
        catalogue::rcp_supported(service)
    };
    if element.not || !element.values.iter().all(supported) {
        return Err(Breach::at(element.span, REFUSED));
    }
    Ok(())
}

/// M-14, G-44.
fn resources(statement: &Statement, allowed: fn(&str) -> bool) -> Result<(), Breach> {
    let mut texts = statement
        .resource
        .iter()
        .flat_map(|element| &element.values);
    no_element(
        texts
            .find(|text| !allowed(&text.value))
            .map(|text| text.span),
    )
}

fn is_whole_arn(resource: &str) -> bool {
    resource.matches(':').count() >= 5
}

fn no_element(span: Option<crate::json::Span>) -> Result<(), Breach> {
    span.map_or(Ok(()), |span| Err(Breach::at(span, REFUSED)))
}
