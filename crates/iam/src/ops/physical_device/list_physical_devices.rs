//! `ListPhysicalDevices` of the service `portcullis`.

use super::account;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::operator_only;
use crate::ops::subject::ROOT_NAME;
use crate::{Error, context};
use serde::{Deserialize, Serialize};

/// Lists the hardware tokens and the FIDO security keys of an account, by serial number, and whose they are.
///
/// Permission: the caller is the first account's root; no policy can give it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListPhysicalDevices {
    account_id: Option<String>,
}

/// The devices, by serial number.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListPhysicalDevicesResult {
    devices: Vec<PhysicalDevice>,
}

/// One device, without its seed.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PhysicalDevice {
    serial_number: String,
    kind: Kind,
    create_date: String,
    /// Absent while it is nobody's; the root's name is what it calls itself.
    user_name: Option<String>,
}

#[derive(Debug, Serialize)]
enum Kind {
    HardwareToken,
    SecurityKey,
}

impl Operation for ListPhysicalDevices {
    const NAME: &'static str = "ListPhysicalDevices";
    const EXAMPLE: &'static str = "
        root iam:CreateVirtualMFADevice VirtualMFADeviceName=Bob -> device phone
        root ListPhysicalDevices -> !ListPhysicalDevicesResult.Devices.1
        root AddHardwareToken SerialNumber=GAHT12345678 Seed=seed(token) -> ok
        root AddSecurityKey KeyName=yubikey -> ok
        root ListPhysicalDevices -> ListPhysicalDevicesResult.Devices.1.Kind=SecurityKey & ListPhysicalDevicesResult.Devices.1.UserName=root & ListPhysicalDevicesResult.Devices.2.SerialNumber=GAHT12345678 & !ListPhysicalDevicesResult.Devices.2.UserName
        root ListPhysicalDevices AccountId=999999999999 -> 404 NoSuchEntity There is no account 999999999999.
    ";
    type Output = ListPhysicalDevicesResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        operator_only(cx.state, cx.caller).map(|()| Vec::new())
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ListPhysicalDevicesResult>, Error> {
        let account = account::named(cx, self.account_id.as_deref())?;
        let physical = account.mfa_devices.values();
        let devices = physical
            .filter(|device| !device.is_virtual())
            .map(|device| PhysicalDevice {
                serial_number: device.serial(account.id),
                kind: if device.is_security_key() {
                    Kind::SecurityKey
                } else {
                    Kind::HardwareToken
                },
                create_date: context::text(device.created).into(),
                user_name: device.assignment.as_ref().map(|assignment| {
                    let user = assignment.owner.user(account);
                    user.map_or(ROOT_NAME, |user| &user.name).to_owned()
                }),
            });
        Outcome::read(ListPhysicalDevicesResult {
            devices: devices.collect(),
        })
    }
}
