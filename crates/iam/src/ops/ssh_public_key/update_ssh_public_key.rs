//! `UpdateSSHPublicKey`.

use super::held;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, status, target};
use serde::Deserialize;

/// Makes an SSH public key of a user active or inactive.
///
/// Permission: `iam:UpdateSSHPublicKey` on the user's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateSshPublicKey {
    user_name: String,
    #[serde(rename = "SSHPublicKeyId")]
    id: String,
    status: String,
}

impl Operation for UpdateSshPublicKey {
    const NAME: &'static str = "UpdateSSHPublicKey";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root UploadSSHPublicKey UserName=Bob SSHPublicKeyBody=$sshkey -> set id=UploadSSHPublicKeyResult.SSHPublicKey.SSHPublicKeyId
        root UpdateSSHPublicKey UserName=Bob SSHPublicKeyId=$id Status=Inactive -> ok
        root UpdateSSHPublicKey UserName=Bob SSHPublicKeyId=$id Status=Inactive -> unchanged
        root ListSSHPublicKeys UserName=Bob -> ListSSHPublicKeysResult.SSHPublicKeys.1.Status=Inactive
        root UpdateSSHPublicKey UserName=Bob SSHPublicKeyId=$id Status=Expired -> 400 InvalidInput
        root UpdateSSHPublicKey UserName=Bob SSHPublicKeyId=APKAAAAAAAAAAAAAAAAA Status=Active -> 404 NoSuchEntity The Public Key with id APKAAAAAAAAAAAAAAAAA cannot be found.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_user(
            cx,
            "iam:UpdateSSHPublicKey",
            &self.user_name,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let user = existence::user(cx.account(), &self.user_name)?;
        let key = held::one(user, &self.id)?;
        let status = status::wanted("an SSH public key", &self.status)?;
        if key.status == status {
            return Outcome::read(());
        }
        let event = Event::SshPublicKeyUpdated {
            user: user.name.to_string(),
            id: key.id.to_string(),
            status,
        };
        Outcome::event(event, ())
    }
}
