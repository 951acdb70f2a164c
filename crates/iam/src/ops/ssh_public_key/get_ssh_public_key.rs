//! `GetSSHPublicKey`.

use super::held::{self, SshPublicKeyShape};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, target};
use crate::ssh::SshKey;
use serde::{Deserialize, Serialize};

/// Shows an SSH public key of a user, in OpenSSH's form or in PEM.
///
/// Permission: `iam:GetSSHPublicKey` on the user's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetSshPublicKey {
    user_name: String,
    #[serde(rename = "SSHPublicKeyId")]
    id: String,
    encoding: String,
}

/// The key.
#[derive(Debug, Serialize)]
pub(crate) struct GetSshPublicKeyResult {
    #[serde(rename = "SSHPublicKey")]
    key: SshPublicKeyShape,
}

impl Operation for GetSshPublicKey {
    const NAME: &'static str = "GetSSHPublicKey";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root UploadSSHPublicKey UserName=Bob SSHPublicKeyBody=$sshkey -> set id=UploadSSHPublicKeyResult.SSHPublicKey.SSHPublicKeyId
        root GetSSHPublicKey UserName=Bob SSHPublicKeyId=$id Encoding=SSH -> GetSSHPublicKeyResult.SSHPublicKey.SSHPublicKeyBody=$sshkey
        root GetSSHPublicKey UserName=Bob SSHPublicKeyId=$id Encoding=PEM -> GetSSHPublicKeyResult.SSHPublicKey.SSHPublicKeyBody=$sshpem
        root GetSSHPublicKey UserName=Bob SSHPublicKeyId=$id Encoding=DER -> 400 ValidationError
        root GetSSHPublicKey UserName=Bob SSHPublicKeyId=APKAAAAAAAAAAAAAAAAA Encoding=SSH -> 404 NoSuchEntity The Public Key with id APKAAAAAAAAAAAAAAAAA cannot be found.
    ";
    type Output = GetSshPublicKeyResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_user(
            cx,
            "iam:GetSSHPublicKey",
            &self.user_name,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<GetSshPublicKeyResult>, Error> {
        let user = existence::user(cx.account(), &self.user_name)?;
        let key = held::one(user, &self.id)?;
        // The model allows SSH and PEM alone.
        let body = match self.encoding.as_str() {
            "PEM" => SshKey::parse(&key.key).ok().and_then(|key| key.pem()),
            _ => Some(key.key.clone()),
        };
        let Some(body) = body else {
            return Err(Error::unrecognized_public_key_encoding(
                "The public key encoding format is unsupported or unrecognized.",
            ));
        };
        let key = SshPublicKeyShape::of(user, key, body);
        Outcome::read(GetSshPublicKeyResult { key })
    }
}
