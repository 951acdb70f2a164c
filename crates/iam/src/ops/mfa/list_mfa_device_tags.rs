//! `ListMFADeviceTags`.

use super::virtual_device;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::tagging::{self, TagPage};
use crate::page::Page;
use serde::Deserialize;

/// Lists the tags of a virtual MFA device, by key.
///
/// Permission: `iam:ListMFADeviceTags` on the device's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListMfaDeviceTags {
    serial_number: String,
    marker: Option<String>,
    max_items: Option<usize>,
}

impl Operation for ListMfaDeviceTags {
    const NAME: &'static str = "ListMFADeviceTags";
    const EXAMPLE: &'static str = "
        root CreateVirtualMFADevice VirtualMFADeviceName=Bob Tags.member.1.Key=b Tags.member.1.Value=2 Tags.member.2.Key=A Tags.member.2.Value=1 -> ok
        root ListMFADeviceTags SerialNumber=arn:aws:iam::123456789012:mfa/Bob MaxItems=1 -> ListMFADeviceTagsResult.Tags.1.Key=A & ListMFADeviceTagsResult.IsTruncated=true & set next=ListMFADeviceTagsResult.Marker
        root ListMFADeviceTags SerialNumber=arn:aws:iam::123456789012:mfa/Bob Marker=$next -> ListMFADeviceTagsResult.Tags.1.Value=2 & !ListMFADeviceTagsResult.Tags.2
        root ListMFADeviceTags SerialNumber=arn:aws:iam::123456789012:mfa/Eve -> 404 NoSuchEntity VirtualMFADevice with serial number arn:aws:iam::123456789012:mfa/Eve doesn't exist.
    ";
    type Output = TagPage;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![virtual_device::permission(
            cx,
            "iam:ListMFADeviceTags",
            &self.serial_number,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<TagPage>, Error> {
        let device = virtual_device::existing(cx, &self.serial_number)?;
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        tagging::list(&device.tags, &page)
    }
}
