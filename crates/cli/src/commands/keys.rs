//! `portcullis keys`.

use serde_json::json;

use super::target::Operated;
use crate::arguments::{Format, Target};
use crate::output::{Failure, Verdict, print};

/// Adds a key to the key ring.
pub(crate) fn rotate(format: Format, target: &Target) -> Result<Verdict, Failure> {
    match Operated::open(target)? {
        Operated::Server(client) => drop(client.call("RotateKeys", &[])?),
        Operated::Folder(mut folder) => folder.rotate_keys()?,
    }
    print(
        format,
        "A new key seals secrets and sessions from now on.\n",
        &json!({ "rotated": true }),
    )?;
    Ok(Verdict::Fine)
}
