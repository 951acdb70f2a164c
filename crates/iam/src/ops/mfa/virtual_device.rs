//! Devices by serial number: permissions on virtual ones, and that they exist.

use crate::authorize::Permission;
use crate::operation::Cx;
use crate::state::MfaDevice;
use crate::{Error, arn};

/// `action` on a virtual device, with its tags.
pub(super) fn permission<'a>(cx: &Cx<'a>, action: &'static str, serial: &'a str) -> Permission<'a> {
    let account = cx.account();
    let owner = arn::owner(serial).unwrap_or(account.id);
    let permission = Permission::on(action, serial, owner);
    match account.mfa_device(serial) {
        Some(device) => permission.with_resource_tags(&device.tags),
        None => permission,
    }
}

/// The permission to delete a virtual device. Who is the root for a task deletes what is the root's, and is asked for that on the
/// root: the task's policy names nothing else.
pub(super) fn deletion<'a>(cx: &Cx<'a>, action: &'static str, serial: &'a str) -> Permission<'a> {
    let account = cx.account();
    let of_root = account
        .mfa_device(serial)
        .is_some_and(|device| device.is_roots());
    if cx.caller.is_assumed_root() && of_root {
        return Permission::on(action, arn::root(account.id), account.id);
    }
    permission(cx, action, serial)
}

/// The virtual device with exactly this serial number.
///
/// # Errors
/// `NoSuchEntity`, also for hardware tokens and security keys.
pub(super) fn existing<'a>(cx: &Cx<'a>, serial: &str) -> Result<&'a MfaDevice, Error> {
    let device = cx.account().mfa_device(serial);
    match device.filter(|device| device.is_virtual()) {
        Some(device) => Ok(device),
        None => Err(no_such_device(serial)),
    }
}

/// The device of any kind with exactly this serial number.
///
/// # Errors
/// `NoSuchEntity`, in the same words whatever the serial number looks like.
pub(super) fn of_any_kind<'a>(cx: &Cx<'a>, serial: &str) -> Result<&'a MfaDevice, Error> {
    match cx.account().mfa_device(serial) {
        Some(device) => Ok(device),
        None => Err(no_such_device(serial)),
    }
}

fn no_such_device(serial: &str) -> Error {
    Error::no_such_entity(format!(
        "VirtualMFADevice with serial number {serial} doesn't exist."
    ))
}
