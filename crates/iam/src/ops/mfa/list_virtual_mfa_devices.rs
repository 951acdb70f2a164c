//! `ListVirtualMFADevices`.

use super::shape::VirtualMfaDevice;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::target;
use crate::page::Page;
use serde::{Deserialize, Serialize};

/// Lists the account's virtual devices, by path and name: all of them, or those that are or are not somebody's.
///
/// Permission: `iam:ListVirtualMFADevices` on `arn:aws:iam::A:mfa/`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListVirtualMfaDevices {
    #[serde(default)]
    assignment_status: AssignmentStatus,
    marker: Option<String>,
    max_items: Option<usize>,
}

/// Which devices are wanted.
#[derive(Debug, Default, Deserialize)]
enum AssignmentStatus {
    Assigned,
    Unassigned,
    #[default]
    Any,
}

/// One page of devices, without seeds.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListVirtualMfaDevicesResult {
    #[serde(rename = "VirtualMFADevices")]
    devices: Vec<VirtualMfaDevice>,
    is_truncated: bool,
    marker: Option<String>,
}

impl Operation for ListVirtualMfaDevices {
    const NAME: &'static str = "ListVirtualMFADevices";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root CreateVirtualMFADevice VirtualMFADeviceName=b -> device phone
        root CreateVirtualMFADevice VirtualMFADeviceName=A -> ok
        root EnableMFADevice UserName=Bob SerialNumber=arn:aws:iam::123456789012:mfa/b AuthenticationCode1=code(phone-1) AuthenticationCode2=code(phone) -> ok
        root ListVirtualMFADevices MaxItems=1 -> ListVirtualMFADevicesResult.VirtualMFADevices.1.SerialNumber=arn:aws:iam::123456789012:mfa/A & !ListVirtualMFADevicesResult.VirtualMFADevices.1.Base32StringSeed & set next=ListVirtualMFADevicesResult.Marker
        root ListVirtualMFADevices Marker=$next -> ListVirtualMFADevicesResult.VirtualMFADevices.1.User.UserName=Bob & ListVirtualMFADevicesResult.IsTruncated=false
        root ListVirtualMFADevices AssignmentStatus=Assigned -> ListVirtualMFADevicesResult.VirtualMFADevices.1.SerialNumber=arn:aws:iam::123456789012:mfa/b & !ListVirtualMFADevicesResult.VirtualMFADevices.2
        root ListVirtualMFADevices AssignmentStatus=Unassigned -> ListVirtualMFADevicesResult.VirtualMFADevices.1.SerialNumber=arn:aws:iam::123456789012:mfa/A & !ListVirtualMFADevicesResult.VirtualMFADevices.2
        root ListVirtualMFADevices AssignmentStatus=Some -> 400 ValidationError
    ";
    type Output = ListVirtualMfaDevicesResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_list(
            cx,
            "iam:ListVirtualMFADevices",
            "mfa",
            "/",
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ListVirtualMfaDevicesResult>, Error> {
        let account = cx.account();
        let wanted = account
            .mfa_devices
            .values()
            .filter(|device| device.is_virtual())
            .filter(|device| match self.assignment_status {
                AssignmentStatus::Assigned => device.assignment.is_some(),
                AssignmentStatus::Unassigned => device.assignment.is_none(),
                AssignmentStatus::Any => true,
            });
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        let paged = page.of(wanted, |device| device.place())?;
        let devices = paged
            .items
            .into_iter()
            .map(|device| VirtualMfaDevice::listed(account, device));
        Outcome::read(ListVirtualMfaDevicesResult {
            devices: devices.collect(),
            is_truncated: paged.is_truncated,
            marker: paged.marker,
        })
    }
}
