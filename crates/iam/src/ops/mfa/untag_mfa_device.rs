//! `UntagMFADevice`.

use super::virtual_device;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Tagged;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::tagging;
use serde::Deserialize;

/// Takes tags from a virtual MFA device by their keys, as they are written; keys that are not there are no error.
///
/// Permission: `iam:UntagMFADevice` on the device's ARN, with `aws:TagKeys` and the tags that it has.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UntagMfaDevice {
    serial_number: String,
    tag_keys: Vec<String>,
}

impl Operation for UntagMfaDevice {
    const NAME: &'static str = "UntagMFADevice";
    const EXAMPLE: &'static str = "
        root CreateVirtualMFADevice VirtualMFADeviceName=Bob Tags.member.1.Key=a Tags.member.1.Value=1 -> ok
        root UntagMFADevice SerialNumber=arn:aws:iam::123456789012:mfa/Bob TagKeys.member.1=A -> unchanged
        root UntagMFADevice SerialNumber=arn:aws:iam::123456789012:mfa/Bob TagKeys.member.1=a -> ok
        root ListMFADeviceTags SerialNumber=arn:aws:iam::123456789012:mfa/Bob -> !ListMFADeviceTagsResult.Tags.1
        root UntagMFADevice SerialNumber=arn:aws:iam::123456789012:mfa/Eve TagKeys.member.1=A -> 404 NoSuchEntity VirtualMFADevice with serial number arn:aws:iam::123456789012:mfa/Eve doesn't exist.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = virtual_device::permission(cx, "iam:UntagMFADevice", &self.serial_number);
        Ok(vec![tagging::with_tag_keys(permission, &self.tag_keys)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let device = virtual_device::existing(cx, &self.serial_number)?;
        let target = Tagged::MfaDevice(self.serial_number.clone());
        tagging::untag(target, &device.tags, &self.tag_keys)
    }
}
