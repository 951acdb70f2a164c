//! `DeleteVirtualMFADevice`.

use super::virtual_device;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use serde::Deserialize;

/// Deletes a virtual MFA device that is nobody's any more.
///
/// Permission: `iam:DeleteVirtualMFADevice` on the device's ARN, with its tags.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteVirtualMfaDevice {
    serial_number: String,
}

impl Operation for DeleteVirtualMfaDevice {
    const NAME: &'static str = "DeleteVirtualMFADevice";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root CreateVirtualMFADevice VirtualMFADeviceName=Bob -> device phone
        root EnableMFADevice UserName=Bob SerialNumber=arn:aws:iam::123456789012:mfa/Bob AuthenticationCode1=code(phone-1) AuthenticationCode2=code(phone) -> ok
        root DeleteVirtualMFADevice SerialNumber=arn:aws:iam::123456789012:mfa/Bob -> 409 DeleteConflict MFA VirtualDevice in use. Must deactivate first.
        root DeactivateMFADevice UserName=Bob SerialNumber=arn:aws:iam::123456789012:mfa/Bob -> ok
        root DeleteVirtualMFADevice SerialNumber=arn:aws:iam::123456789012:mfa/Bob -> ok
        root DeleteVirtualMFADevice SerialNumber=arn:aws:iam::123456789012:mfa/Bob -> 404 NoSuchEntity VirtualMFADevice with serial number arn:aws:iam::123456789012:mfa/Bob doesn't exist.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![virtual_device::deletion(
            cx,
            "iam:DeleteVirtualMFADevice",
            &self.serial_number,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let device = virtual_device::existing(cx, &self.serial_number)?;
        if device.assignment.is_some() {
            return Err(Error::delete_conflict(
                "MFA VirtualDevice in use. Must deactivate first.",
            ));
        }
        let serial = self.serial_number.clone();
        Outcome::event(Event::MfaDeviceDeleted { serial }, ())
    }
}
