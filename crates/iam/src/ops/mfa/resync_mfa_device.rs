//! `ResyncMFADevice`.

use super::{assigned, owner};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::mfa;
use crate::operation::{Cx, Operation, Outcome};
use serde::Deserialize;

/// Learns anew how a device's clock goes, from two codes in a row that are newer than those that did so before (S-34).
///
/// Permission: `iam:ResyncMFADevice` on the user's ARN. The root calls itself `root`.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ResyncMfaDevice {
    user_name: String,
    serial_number: String,
    authentication_code1: String,
    authentication_code2: String,
}

impl Operation for ResyncMfaDevice {
    const NAME: &'static str = "ResyncMFADevice";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root CreateVirtualMFADevice VirtualMFADeviceName=Bob -> device phone
        root ResyncMFADevice UserName=Bob SerialNumber=arn:aws:iam::123456789012:mfa/Bob AuthenticationCode1=code(phone-1) AuthenticationCode2=code(phone) -> 404 NoSuchEntity MFA Device invalid for user.
        root EnableMFADevice UserName=Bob SerialNumber=arn:aws:iam::123456789012:mfa/Bob AuthenticationCode1=code(phone-1) AuthenticationCode2=code(phone) -> ok
        root ResyncMFADevice UserName=Bob SerialNumber=arn:aws:iam::123456789012:mfa/Bob AuthenticationCode1=code(phone-1) AuthenticationCode2=code(phone) -> 403 InvalidAuthenticationCode Authentication code for device is not valid.
        root ResyncMFADevice UserName=Bob SerialNumber=arn:aws:iam::123456789012:mfa/Bob AuthenticationCode1=code(phone+99) AuthenticationCode2=code(phone+100) -> ok
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let subject = owner::subject(cx, Some(&self.user_name))?;
        Ok(vec![subject.permission(cx, "iam:ResyncMFADevice")])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let subject = owner::subject(cx, Some(&self.user_name))?;
        let device = assigned::device(cx, &subject, &self.serial_number)?;
        let pair = mfa::pair(
            cx,
            device,
            &self.authentication_code1,
            &self.authentication_code2,
        )?;
        let event = Event::MfaDeviceResynced {
            serial: self.serial_number.clone(),
            adjustment: pair.adjustment,
            pair: pair.counter,
        };
        Outcome::event(event, ())
    }
}
