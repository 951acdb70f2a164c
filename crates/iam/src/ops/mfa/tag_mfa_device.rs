//! `TagMFADevice`.

use super::virtual_device;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Tagged;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::tagging;
use crate::state::Tag;
use serde::Deserialize;

/// Sets tags on a virtual MFA device; one whose key is there already, in the same case, is replaced.
///
/// Permission: `iam:TagMFADevice` on the device's ARN, with `aws:RequestTag/…`, `aws:TagKeys` and the tags that it has. Up to
/// 50 tags.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TagMfaDevice {
    serial_number: String,
    tags: Vec<Tag>,
}

impl Operation for TagMfaDevice {
    const NAME: &'static str = "TagMFADevice";
    const EXAMPLE: &'static str = "
        root CreateVirtualMFADevice VirtualMFADeviceName=Bob Tags.member.1.Key=a Tags.member.1.Value=1 -> CreateVirtualMFADeviceResult.VirtualMFADevice.Tags.1.Value=1
        root TagMFADevice SerialNumber=arn:aws:iam::123456789012:mfa/Bob Tags.member.1.Key=A Tags.member.1.Value=2 -> ok
        root TagMFADevice SerialNumber=arn:aws:iam::123456789012:mfa/Bob Tags.member.1.Key=a Tags.member.1.Value=3 -> ok
        root ListMFADeviceTags SerialNumber=arn:aws:iam::123456789012:mfa/Bob -> ListMFADeviceTagsResult.Tags.1.Key=A & ListMFADeviceTagsResult.Tags.1.Value=2 & ListMFADeviceTagsResult.Tags.2.Key=a & ListMFADeviceTagsResult.Tags.2.Value=3 & !ListMFADeviceTagsResult.Tags.3
        root TagMFADevice SerialNumber=arn:aws:iam::123456789012:mfa/Eve Tags.member.1.Key=a Tags.member.1.Value=1 -> 404 NoSuchEntity VirtualMFADevice with serial number arn:aws:iam::123456789012:mfa/Eve doesn't exist.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = virtual_device::permission(cx, "iam:TagMFADevice", &self.serial_number);
        Ok(vec![permission.with_request_tags(&self.tags)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let device = virtual_device::existing(cx, &self.serial_number)?;
        let target = Tagged::MfaDevice(self.serial_number.clone());
        tagging::tag(cx, target, &device.tags, &self.tags)
    }
}
