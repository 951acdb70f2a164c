//! Identity policies, in the order of spec 1.5.

use super::literals;
use super::statement::{
    Breach, action_formats, actions_listed, effect_case, resource_formats, resource_legacy,
    resources_listed, sids,
};
use crate::document::Document;
use crate::refusal::Refusal;

/// An inline policy.
pub(super) fn accept_inline(text: &str) -> Result<Document, Refusal> {
    let document = Document::parse(text)?;
    no_principal(&document).map_err(|breach| refuse(text, breach))?;
    rest(&document, literals::all).map_err(|breach| refuse(text, breach))?;
    Ok(document)
}

/// A managed policy: only the newer version will do.
pub(super) fn accept_managed(text: &str) -> Result<Document, Refusal> {
    let document = Document::parse(text)?;
    no_principal(&document).map_err(|breach| refuse(text, breach))?;
    if !document.has_variables() {
        let span = document.version.as_ref().map(|version| version.span);
        return Err(Refusal::malformed(
            text,
            span,
            "Policy document must be version 2012-10-17 or greater.",
        ));
    }
    rest(&document, literals::all).map_err(|breach| refuse(text, breach))?;
    Ok(document)
}

/// G-30; the place right after the grammar is a choice (U2).
pub(super) fn no_principal(document: &Document) -> Result<(), Breach> {
    match document
        .statements
        .iter()
        .find_map(|statement| statement.principal.as_ref())
    {
        Some(principal) => Err(Breach::at(
            principal.span,
            "Policy document should not specify a principal.",
        )),
        None => Ok(()),
    }
}

/// Stages 3 to 8; which literals are checked depends on who asks.
pub(super) fn rest(
    document: &Document,
    literals: fn(&Document) -> Result<(), Breach>,
) -> Result<(), Breach> {
    effect_case(document)?;
    literals(document)?;
    resource_legacy(document)?;
    sids(document)?;
    actions_listed(document)?;
    resource_formats(document)?;
    action_formats(document)?;
    resources_listed(document)
}

pub(super) fn refuse(text: &str, breach: Breach) -> Refusal {
    Refusal::malformed(text, Some(breach.span), breach.message)
}
