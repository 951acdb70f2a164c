//! `portcullis managed-policies`.

use std::path::Path;

use serde_json::json;

use super::import::number;
use super::listing;
use super::target::Operated;
use super::waiting::Waiting;
use crate::arguments::{Format, Target};
use crate::output::{Failure, Verdict, print};

/// Makes policies of AWS known.
pub(crate) fn import(format: Format, file: &Path, target: &Target) -> Result<Verdict, Failure> {
    let waiting = Waiting::new("importing");
    let content = listing::file(file)?.to_text();
    let reply = Operated::open(target)?.call("ImportManagedPolicies", &[("Content", &content)])?;
    drop(waiting);
    let [imported, known, older] = ["Imported", "Known", "Older"].map(|name| number(&reply, name));
    let text = format!(
        "{imported} came to be known or newer, {known} were known, {older} are known in a newer version\n"
    );
    print(
        format,
        &text,
        &json!({ "imported": imported, "known": known, "older": older }),
    )?;
    Ok(Verdict::Fine)
}
