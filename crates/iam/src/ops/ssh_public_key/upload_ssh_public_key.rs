//! `UploadSSHPublicKey`.

use super::held::SshPublicKeyShape;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, target};
use crate::ssh::{SshKey, Unusable};
use crate::state::{KeyStatus, SshPublicKey};
use crate::unique_id::{self, Prefix};
use serde::{Deserialize, Serialize};

/// Gives a user an SSH public key, active from now on: RSA of 2048 bits or more, in OpenSSH's form or in PEM.
///
/// Permission: `iam:UploadSSHPublicKey` on the user's ARN. Five keys a user, none of them twice.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UploadSshPublicKey {
    user_name: String,
    #[serde(rename = "SSHPublicKeyBody")]
    body: String,
}

/// The new key.
#[derive(Debug, Serialize)]
pub(crate) struct UploadSshPublicKeyResult {
    #[serde(rename = "SSHPublicKey")]
    key: SshPublicKeyShape,
}

impl Operation for UploadSshPublicKey {
    const NAME: &'static str = "UploadSSHPublicKey";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root UploadSSHPublicKey UserName=Bob SSHPublicKeyBody=$sshkey -> UploadSSHPublicKeyResult.SSHPublicKey.Fingerprint=9f:0a:68:d3:f0:07:ae:64:ae:88:dd:94:39:8f:04:87 & UploadSSHPublicKeyResult.SSHPublicKey.Status=Active
        root UploadSSHPublicKey UserName=Bob SSHPublicKeyBody=$sshpem -> 400 DuplicateSSHPublicKey
        root UploadSSHPublicKey UserName=Bob SSHPublicKeyBody=$sshodd -> 400 InvalidPublicKey
        root UploadSSHPublicKey UserName=Bob SSHPublicKeyBody=nonsense -> 400 UnrecognizedPublicKeyEncoding
        root UploadSSHPublicKey UserName=Eve SSHPublicKeyBody=$sshkey -> 404 NoSuchEntity The user with name Eve cannot be found.
    ";
    type Output = UploadSshPublicKeyResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_user(
            cx,
            "iam:UploadSSHPublicKey",
            &self.user_name,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<UploadSshPublicKeyResult>, Error> {
        let user = existence::user(cx.account(), &self.user_name)?;
        let key = SshKey::parse(&self.body).map_err(refusal)?;
        let unusable = || refusal(Unusable::Key);
        let held = user.ssh_public_keys.iter();
        let bytes = key.bytes().ok_or_else(unusable)?;
        let mut same = held.filter_map(|held| SshKey::parse(&held.key).ok()?.bytes());
        if same.any(|held| held == bytes) {
            return Err(Error::duplicate_ssh_public_key(
                "The SSH public key is already associated with the specified IAM user.",
            ));
        }
        cx.settings
            .quotas
            .ssh_public_keys_per_user
            .room_beside(user.ssh_public_keys.len())?;
        let account = cx.account().id;
        let id = unique_id::draw(Prefix::PublicKey, account, &cx.seed, "ssh public key id");
        let key = SshPublicKey {
            id: id.into(),
            fingerprint: key.fingerprint().ok_or_else(unusable)?,
            key: key.openssh().ok_or_else(unusable)?,
            status: KeyStatus::Active,
            uploaded: cx.now,
        };
        let event = Event::SshPublicKeyUploaded {
            user: user.name.to_string(),
            id: key.id.to_string(),
            key: key.key.clone(),
            fingerprint: key.fingerprint.clone(),
        };
        let body = key.key.clone();
        let key = SshPublicKeyShape::of(user, &key, body);
        Outcome::event(event, UploadSshPublicKeyResult { key })
    }
}

fn refusal(unusable: Unusable) -> Error {
    match unusable {
        Unusable::Encoding => Error::unrecognized_public_key_encoding(
            "The public key encoding format is unsupported or unrecognized.",
        ),
        Unusable::Key => {
            Error::invalid_public_key("The public key is malformed or otherwise invalid.")
        }
    }
}
