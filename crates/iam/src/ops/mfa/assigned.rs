//! Devices that belong to a user or to the root.

use super::owner;
use crate::Error;
use crate::operation::Cx;
use crate::ops::subject::Subject;
use crate::state::MfaDevice;

/// The device with this serial number, if it is the subject's.
///
/// # Errors
/// `NoSuchEntity` for users and devices that are not there, and for devices of others.
pub(super) fn device<'a>(
    cx: &Cx<'a>,
    subject: &Subject<'a>,
    serial: &str,
) -> Result<&'a MfaDevice, Error> {
    let owner = owner::owner(cx, subject)?;
    let device = cx.account().mfa_device(serial);
    match device.filter(|device| device.is_of(&owner)) {
        Some(device) => Ok(device),
        None => Err(Error::no_such_entity("MFA Device invalid for user.")),
    }
}
