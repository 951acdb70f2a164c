//! `portcullis keys`.

use serde_json::json;

use super::target::Operated;
use crate::arguments::{Format, Target};
use crate::output::{Failure, Verdict, print};

/// Adds a key to the key ring, and retires the keys that sign tokens for systems outside.
pub(crate) fn rotate(format: Format, target: &Target) -> Result<Verdict, Failure> {
    let mut operated = Operated::open(target)?;
    match &mut operated {
        Operated::Server(client) => drop(client.call("RotateKeys", &[])?),
        Operated::Folder(folder) => folder.rotate_keys()?,
    }
    operated.call("RetireTokenKeys", &[])?;
    print(
        format,
        "A new key seals secrets and sessions from now on, and new keys sign web identity tokens.\n",
        &json!({ "rotated": true }),
    )?;
    Ok(Verdict::Fine)
}
