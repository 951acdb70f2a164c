//! `RemovePhysicalDevice` of the service `portcullis`.

use super::account;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::operator_only;
use serde::Deserialize;

/// Forgets a hardware token that is nobody's, or a FIDO security key, whoever's it is: it proves nobody here, and whoever lost
/// his only key could not take it from himself.
///
/// Permission: the caller is the first account's root; no policy can give it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RemovePhysicalDevice {
    account_id: Option<String>,
    serial_number: String,
}

impl Operation for RemovePhysicalDevice {
    const NAME: &'static str = "RemovePhysicalDevice";
    const EXAMPLE: &'static str = "
        root iam:CreateUser UserName=Bob -> ok
        root AddHardwareToken SerialNumber=GAHT12345678 Seed=seed(token) -> ok
        root iam:EnableMFADevice UserName=Bob SerialNumber=GAHT12345678 AuthenticationCode1=code(token-1) AuthenticationCode2=code(token) -> ok
        root RemovePhysicalDevice SerialNumber=GAHT12345678 -> 409 DeleteConflict The token GAHT12345678 is somebody's. It must be deactivated first.
        root iam:DeactivateMFADevice UserName=Bob SerialNumber=GAHT12345678 -> ok
        root RemovePhysicalDevice SerialNumber=GAHT12345678 -> ok
        root RemovePhysicalDevice SerialNumber=GAHT12345678 -> 404 NoSuchEntity There is no token or key GAHT12345678 in account 123456789012.
        root iam:CreateVirtualMFADevice VirtualMFADeviceName=Bob -> device phone
        root RemovePhysicalDevice SerialNumber=arn:aws:iam::123456789012:mfa/Bob -> 404 NoSuchEntity There is no token or key arn:aws:iam::123456789012:mfa/Bob in account 123456789012.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        operator_only(cx.state, cx.caller).map(|()| Vec::new())
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let account = account::named(cx, self.account_id.as_deref())?;
        let serial = self.serial_number.as_str();
        let device = account.mfa_device(serial);
        let Some(device) = device.filter(|device| !device.is_virtual()) else {
            return Err(Error::no_such_entity(format!(
                "There is no token or key {serial} in account {}.",
                account.id
            )));
        };
        if device.assignment.is_some() && !device.is_security_key() {
            return Err(Error::delete_conflict(format!(
                "The token {serial} is somebody's. It must be deactivated first."
            )));
        }
        let serial = serial.to_owned();
        Ok(Outcome {
            account: Some(account.id),
            events: vec![Event::MfaDeviceDeleted { serial }],
            then: Vec::new(),
            output: (),
        })
    }
}
