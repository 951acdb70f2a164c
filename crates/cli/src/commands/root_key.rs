//! `portcullis root-key`.

use serde::Serialize;
use server::Offline;

use crate::arguments::{Folder, Format};
use crate::output::{Failure, Verdict, print};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Reset<'a> {
    account_id: String,
    access_key_id: &'a str,
    secret_access_key: &'a str,
}

/// Replaces the first account's root key.
pub(crate) fn reset(format: Format, folder: &Folder) -> Result<Verdict, Failure> {
    let root = Offline::open(&folder.data, folder.key_file.as_deref())?.reset_root_key()?;
    let text = format!(
        "account {}\n\nThe root's new access key, shown this once; all older ones are gone:\n\nexport AWS_ACCESS_KEY_ID={}\nexport AWS_SECRET_ACCESS_KEY={}\n",
        root.account, root.access_key_id, *root.secret_access_key
    );
    let value = Reset {
        account_id: root.account.to_string(),
        access_key_id: &root.access_key_id,
        secret_access_key: &root.secret_access_key,
    };
    print(format, &text, &value)?;
    Ok(Verdict::Fine)
}
