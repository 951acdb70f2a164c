//! `DeactivateMFADevice`.

use super::{assigned, owner};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use serde::Deserialize;

/// Takes a device from its user, or from the caller. It is still there, and may be enabled again with newer codes; a FIDO security
/// key is gone.
///
/// Permission: `iam:DeactivateMFADevice` on the user's ARN. One's own device is taken away in a session with MFA (S-34).
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeactivateMfaDevice {
    user_name: Option<String>,
    serial_number: String,
}

impl Operation for DeactivateMfaDevice {
    const NAME: &'static str = "DeactivateMFADevice";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root CreateVirtualMFADevice VirtualMFADeviceName=Bob -> device phone
        root DeactivateMFADevice UserName=Bob SerialNumber=arn:aws:iam::123456789012:mfa/Bob -> 404 NoSuchEntity MFA Device invalid for user.
        root EnableMFADevice UserName=Bob SerialNumber=arn:aws:iam::123456789012:mfa/Bob AuthenticationCode1=code(phone-1) AuthenticationCode2=code(phone) -> ok
        root DeactivateMFADevice UserName=Bob SerialNumber=arn:aws:iam::123456789012:mfa/Bob -> ok
        root ListMFADevices UserName=Bob -> !ListMFADevicesResult.MFADevices.1
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let subject = owner::subject(cx, self.user_name.as_deref())?;
        Ok(vec![subject.permission(cx, "iam:DeactivateMFADevice")])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let subject = owner::subject(cx, self.user_name.as_deref())?;
        let owner = owner::owner(cx, &subject)?;
        assigned::device(cx, &subject, &self.serial_number)?;
        owner::may_change_own(cx, &subject, &owner, "iam:DeactivateMFADevice")?;
        let serial = self.serial_number.clone();
        Outcome::event(Event::MfaDeviceDeactivated { serial }, ())
    }
}
