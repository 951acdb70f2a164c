//! Session policies passed to STS: as identity policies, but most literals are left to evaluation (G-40).

use super::identity::{no_principal, refuse, rest};
use super::literals;
use crate::document::Document;
use crate::refusal::Refusal;

pub(super) fn accept(text: &str) -> Result<Document, Refusal> {
    let document = Document::parse(text)?;
    no_principal(&document).map_err(|breach| refuse(text, breach))?;
    rest(&document, literals::binary).map_err(|breach| refuse(text, breach))?;
    Ok(document)
}
