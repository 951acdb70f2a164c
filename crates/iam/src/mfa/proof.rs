//! A code passed to STS: whether it proves the caller (S-30 to S-33, S-35).

use super::totp;
use crate::Error;
use crate::event::Event;
use crate::operation::Cx;
use crate::state::{MfaAssignment, MfaDevice};
use jiff::Timestamp;

/// Codes are taken from so many steps before and after the device's time (S-32).
const STEPS_EITHER_SIDE: i64 = 2;
/// So many codes may be tried in one window (S-33).
const TRIES_MAX: u32 = 9;
const WINDOW_SECONDS: i64 = 180;

const INCOMPLETE: &str =
    "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.";
const UNABLE: &str = "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.";
const INVALID: &str = "MultiFactorAuthentication failed with invalid MFA one time pass code. ";

/// A code that was verified and not yet taken: the event takes it, and must be appended before credentials are given.
#[derive(Debug)]
pub(crate) struct Proof {
    pub used: Event,
}

/// Verifies the code that a call passes; `None` if it passes neither code nor serial number.
///
/// # Errors
/// `AccessDenied` in AWS's words; a security key, which shows no codes, proves nobody here. A wrong code is an event as well: it
/// counts towards the limit, or a million guesses would find one.
pub(crate) fn proof(
    cx: &Cx,
    serial_number: Option<&str>,
    token_code: Option<&str>,
) -> Result<Option<Proof>, Error> {
    let (serial, code) = match (serial_number, token_code) {
        (None, None) => return Ok(None),
        (Some(serial), Some(code)) => (serial, code),
        _ => return Err(Error::access_denied(INCOMPLETE)),
    };
    let unable = || Error::access_denied(UNABLE);
    let (device, assignment) = own_device(cx, serial).ok_or_else(unable)?;
    let window = window(cx.wall);
    if device.used.tries_in(window) >= TRIES_MAX {
        return Err(unable());
    }
    let sealed = device.seed.as_ref().ok_or_else(unable)?;
    let seed = cx.keys.open_mfa_seed(serial, sealed).ok_or_else(unable)?;
    let serial = serial.to_owned();
    match counter(&seed, device, assignment, totp::step(cx.wall), code) {
        Some(counter) => Ok(Some(Proof {
            used: Event::MfaCodeUsed {
                serial,
                counter,
                window,
            },
        })),
        None => Err(Error::access_denied(INVALID).after(Event::MfaCodeRefused { serial, window })),
    }
}

/// The caller's own device; role sessions and federated users have none (S-35).
fn own_device<'a>(cx: &Cx<'a>, serial: &str) -> Option<(&'a MfaDevice, &'a MfaAssignment)> {
    let owner = cx.caller.mfa_owner()?;
    let device = cx.account().mfa_device(serial)?;
    let assignment = device.assignment.as_ref()?;
    (assignment.owner == owner).then_some((device, assignment))
}

/// The counter that the code is for, oldest first, if it was not taken.
fn counter(
    seed: &[u8],
    device: &MfaDevice,
    assignment: &MfaAssignment,
    now: i64,
    code: &str,
) -> Option<u64> {
    let code = totp::parse(code)?;
    let now = now + assignment.adjustment;
    (now - STEPS_EITHER_SIDE..=now + STEPS_EITHER_SIDE)
        .filter_map(|counter| u64::try_from(counter).ok())
        .find(|counter| totp::shows(seed, *counter, code) && !device.used.has(*counter))
}

/// The aligned three minutes of UTC that a moment lies in.
fn window(moment: Timestamp) -> u64 {
    u64::try_from(moment.as_second().div_euclid(WINDOW_SECONDS)).unwrap_or_default()
}
