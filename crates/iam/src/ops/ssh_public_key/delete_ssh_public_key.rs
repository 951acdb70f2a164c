//! `DeleteSSHPublicKey`.

use super::held;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, target};
use serde::Deserialize;

/// Deletes an SSH public key of a user.
///
/// Permission: `iam:DeleteSSHPublicKey` on the user's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteSshPublicKey {
    user_name: String,
    #[serde(rename = "SSHPublicKeyId")]
    id: String,
}

impl Operation for DeleteSshPublicKey {
    const NAME: &'static str = "DeleteSSHPublicKey";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root UploadSSHPublicKey UserName=Bob SSHPublicKeyBody=$sshkey -> set id=UploadSSHPublicKeyResult.SSHPublicKey.SSHPublicKeyId
        root DeleteUser UserName=Bob -> 409 DeleteConflict Cannot delete entity, must remove referenced objects first.
        root DeleteSSHPublicKey UserName=Bob SSHPublicKeyId=$id -> ok
        root DeleteSSHPublicKey UserName=Bob SSHPublicKeyId=APKAAAAAAAAAAAAAAAAA -> 404 NoSuchEntity The Public Key with id APKAAAAAAAAAAAAAAAAA cannot be found.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_user(
            cx,
            "iam:DeleteSSHPublicKey",
            &self.user_name,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let user = existence::user(cx.account(), &self.user_name)?;
        let key = held::one(user, &self.id)?;
        let event = Event::SshPublicKeyDeleted {
            user: user.name.to_string(),
            id: key.id.to_string(),
        };
        Outcome::event(event, ())
    }
}
