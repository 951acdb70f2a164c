//! `portcullis export`.

use std::io::Write;
use std::path::Path;

use serde_json::json;
use server::Bundle;

use super::listing::{self, Documents};
use super::target::Operated;
use super::waiting::Waiting;
use crate::arguments::{Format, Target};
use crate::output::{Failure, Verdict, print};
use crate::xml;

/// Writes an account's listing.
pub(crate) fn export(
    format: Format,
    file: &Path,
    account_id: Option<&str>,
    documents: Documents,
    target: &Target,
) -> Result<Verdict, Failure> {
    let waiting = Waiting::new("exporting");
    let parameters: Vec<(&str, &str)> =
        account_id.map(|id| ("AccountId", id)).into_iter().collect();
    let reply = Operated::open(target)?.call("Export", &parameters)?;
    let content = xml::text(&reply, "Content").unwrap_or_default();
    let bundle = Bundle::parse(&content)
        .map_err(|error| Failure::new(format!("the reply is no listing: {error}")))?;
    let listing = bundle.files.into_values().next().unwrap_or_default();
    let text = listing::printed(&listing, documents)?;
    drop(waiting);
    if file == Path::new("-") {
        let mut out = std::io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()?;
        return Ok(Verdict::Fine);
    }
    std::fs::write(file, &text)
        .map_err(|error| Failure::new(format!("cannot write `{}`: {error}", file.display())))?;
    let account = xml::text(&reply, "AccountId").unwrap_or_default();
    let told = format!("{}: account {account}\n", file.display());
    print(
        format,
        &told,
        &json!({ "file": file, "accountId": account }),
    )?;
    Ok(Verdict::Fine)
}
