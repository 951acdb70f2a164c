//! `ListMFADevices`.

use super::owner;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::subject::ROOT_NAME;
use crate::page::Page;
use crate::{Error, context};
use serde::{Deserialize, Serialize};

/// Lists the devices of a user, or of the caller: virtual ones by path and name, then hardware tokens and security keys by serial
/// number.
///
/// Permission: `iam:ListMFADevices` on the user's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListMfaDevices {
    user_name: Option<String>,
    marker: Option<String>,
    max_items: Option<usize>,
}

/// One page of devices.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListMfaDevicesResult {
    #[serde(rename = "MFADevices")]
    devices: Vec<MfaDeviceShape>,
    is_truncated: bool,
    marker: Option<String>,
}

/// AWS's `MFADevice`. The root's name is what it calls itself.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct MfaDeviceShape {
    user_name: String,
    serial_number: String,
    enable_date: String,
}

impl Operation for ListMfaDevices {
    const NAME: &'static str = "ListMFADevices";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root ListMFADevices UserName=Bob -> ListMFADevicesResult.MFADevices & !ListMFADevicesResult.MFADevices.1
        root CreateVirtualMFADevice VirtualMFADeviceName=Bob -> device phone
        root EnableMFADevice UserName=Bob SerialNumber=arn:aws:iam::123456789012:mfa/Bob AuthenticationCode1=code(phone-1) AuthenticationCode2=code(phone) -> ok
        root ListMFADevices UserName=Bob -> ListMFADevicesResult.MFADevices.1.UserName=Bob & ListMFADevicesResult.MFADevices.1.EnableDate=2026-11-21T12:00:00Z & ListMFADevicesResult.IsTruncated=false
        root ListMFADevices UserName=Eve -> 404 NoSuchEntity The user with name Eve cannot be found.
    ";
    type Output = ListMfaDevicesResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let subject = owner::subject(cx, self.user_name.as_deref())?;
        Ok(vec![subject.permission(cx, "iam:ListMFADevices")])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ListMfaDevicesResult>, Error> {
        let account = cx.account();
        let subject = owner::subject(cx, self.user_name.as_deref())?;
        let owner = owner::owner(cx, &subject)?;
        let user_name = owner.user(account).map_or(ROOT_NAME, |user| &user.name);
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        let paged = page.of(account.mfa_devices_of(&owner), |device| device.place())?;
        let shown = paged.items.iter().filter_map(|device| {
            let assignment = device.assignment.as_ref()?;
            Some(MfaDeviceShape {
                user_name: user_name.to_owned(),
                serial_number: device.serial(account.id),
                enable_date: context::text(assignment.enabled).into(),
            })
        });
        Outcome::read(ListMfaDevicesResult {
            devices: shown.collect(),
            is_truncated: paged.is_truncated,
            marker: paged.marker,
        })
    }
}
