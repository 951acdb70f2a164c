//! `portcullis verify`.

use super::target::Operated;
use crate::arguments::{Format, Target};
use crate::output::{Failure, Verdict, print};

/// Proves the log and replays it.
pub(crate) fn verify(format: Format, target: &Target) -> Result<Verdict, Failure> {
    let report = match Operated::open(target)? {
        Operated::Server(client) => {
            let reply = client.call("Verify", &[])?;
            serde_json::from_str(&reply)
                .map_err(|error| Failure::new(format!("the reply is no report: {error}")))?
        }
        Operated::Folder(mut folder) => folder.verify()?,
    };
    print(format, &sound(&report), &report)?;
    Ok(Verdict::Fine)
}

/// The report for people.
pub(super) fn sound(report: &server::Report) -> String {
    let checkpoint = match report.checkpoint {
        Some(at) => format!("; the checkpoint at record {at} is what its records amount to"),
        None => String::new(),
    };
    format!(
        "sound: {} records continue one chain and replay{checkpoint}\n",
        report.records
    )
}
