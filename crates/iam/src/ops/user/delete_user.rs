//! `DeleteUser`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, target};
use crate::state::MfaOwner;
use serde::Deserialize;

/// Deletes a user who has no keys, no password, no certificates, no MFA devices, no policies and no groups any more. A boundary does
/// not hinder it.
///
/// Permission: `iam:DeleteUser` on the user's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteUser {
    user_name: String,
}

impl Operation for DeleteUser {
    const NAME: &'static str = "DeleteUser";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root CreateAccessKey UserName=Bob -> set key=CreateAccessKeyResult.AccessKey.AccessKeyId
        root DeleteUser UserName=Bob -> 409 DeleteConflict Cannot delete entity, must delete access keys first.
        root DeleteAccessKey UserName=Bob AccessKeyId=$key -> ok
        root DeleteUser UserName=Bob -> ok
        root DeleteUser UserName=Bob -> 404 NoSuchEntity The user with name Bob cannot be found.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_user(cx, "iam:DeleteUser", &self.user_name)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let user = existence::user(cx.account(), &self.user_name)?;
        if !user.access_keys.is_empty() {
            return Err(Error::delete_conflict(
                "Cannot delete entity, must delete access keys first.",
            ));
        }
        if user.login_profile.is_some() {
            return Err(Error::delete_conflict(
                "Cannot delete entity, must delete login profile first.",
            ));
        }
        if !user.signing_certificates.is_empty() {
            return Err(Error::delete_conflict(
                "Cannot delete entity, must delete signing certificates first.",
            ));
        }
        // AWS does not say which.
        if !(user.ssh_public_keys.is_empty() && user.service_credentials.is_empty()) {
            return Err(Error::delete_conflict(
                "Cannot delete entity, must remove referenced objects first.",
            ));
        }
        let devices = MfaOwner::of(Some(user));
        if cx.account().mfa_devices_of(&devices).next().is_some() {
            return Err(Error::delete_conflict(
                "Cannot delete entity, must delete MFA device first.",
            ));
        }
        existence::no_policies(&user.attachments)?;
        if !user.groups.is_empty() {
            return Err(Error::delete_conflict(
                "Cannot delete entity, must remove users from group first.",
            ));
        }
        let name = user.name.to_string();
        Outcome::event(Event::UserDeleted { name }, ())
    }
}
