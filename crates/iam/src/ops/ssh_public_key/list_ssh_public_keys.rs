//! `ListSSHPublicKeys`.

use super::held::SshPublicKeyMetadata;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::subject::Subject;
use crate::page::Page;
use serde::{Deserialize, Serialize};

/// Lists the SSH public keys of a user, or of the caller, by id. The root has none.
///
/// Permission: `iam:ListSSHPublicKeys` on the user's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListSshPublicKeys {
    user_name: Option<String>,
    marker: Option<String>,
    max_items: Option<usize>,
}

/// One page of keys, without the keys themselves.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListSshPublicKeysResult {
    #[serde(rename = "SSHPublicKeys")]
    keys: Vec<SshPublicKeyMetadata>,
    is_truncated: bool,
    marker: Option<String>,
}

impl Operation for ListSshPublicKeys {
    const NAME: &'static str = "ListSSHPublicKeys";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root UploadSSHPublicKey UserName=Bob SSHPublicKeyBody=$sshkey -> set id=UploadSSHPublicKeyResult.SSHPublicKey.SSHPublicKeyId
        root ListSSHPublicKeys UserName=Bob -> ListSSHPublicKeysResult.SSHPublicKeys.1.SSHPublicKeyId=$id & !ListSSHPublicKeysResult.SSHPublicKeys.2
        root ListSSHPublicKeys -> !ListSSHPublicKeysResult.SSHPublicKeys.1
        root ListSSHPublicKeys UserName=Eve -> 404 NoSuchEntity The user with name Eve cannot be found.
    ";
    type Output = ListSshPublicKeysResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let subject = Subject::of(cx, self.user_name.as_deref())?;
        Ok(vec![subject.permission(cx, "iam:ListSSHPublicKeys")])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ListSshPublicKeysResult>, Error> {
        let user = Subject::of(cx, self.user_name.as_deref())?.user(cx)?;
        let held = user.map_or(&[][..], |user| &user.ssh_public_keys);
        let mut keys: Vec<_> = held.iter().collect();
        keys.sort_by(|one, other| one.id.cmp(&other.id));
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        let page = page.of(keys.into_iter(), |held| held.id.to_string())?;
        let shown = page.items.into_iter();
        Outcome::read(ListSshPublicKeysResult {
            keys: shown
                .filter_map(|held| Some(SshPublicKeyMetadata::of(user?, held)))
                .collect(),
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }
}
