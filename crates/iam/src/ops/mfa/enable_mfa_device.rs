//! `EnableMFADevice`.

use super::{owner, virtual_device};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::mfa;
use crate::operation::{Cx, Operation, Outcome};
use crate::state::MfaOwner;
use serde::Deserialize;

/// Gives a virtual device or a hardware token that the operator registered to a user, who shows two of its codes in a row. They
/// tell how the device's clock goes, and are not used up for STS (S-34).
///
/// Permission: `iam:EnableMFADevice` on the user's ARN. Eight devices a user, and eight for the root, which calls itself `root`.
/// Who has one already adds further ones of his own in a session with MFA.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct EnableMfaDevice {
    user_name: String,
    serial_number: String,
    authentication_code1: String,
    authentication_code2: String,
}

impl Operation for EnableMfaDevice {
    const NAME: &'static str = "EnableMFADevice";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root CreateVirtualMFADevice VirtualMFADeviceName=Bob -> device phone
        root EnableMFADevice UserName=Bob SerialNumber=arn:aws:iam::123456789012:mfa/Bob AuthenticationCode1=code(phone) AuthenticationCode2=code(phone-1) -> 403 InvalidAuthenticationCode Authentication code for device is not valid.
        root EnableMFADevice UserName=Bob SerialNumber=arn:aws:iam::123456789012:mfa/Bob AuthenticationCode1=code(phone-1) AuthenticationCode2=code(phone) -> ok
        root EnableMFADevice UserName=Bob SerialNumber=arn:aws:iam::123456789012:mfa/Bob AuthenticationCode1=code(phone+1) AuthenticationCode2=code(phone+2) -> 409 EntityAlreadyExists MFA Device is already in use.
        root EnableMFADevice UserName=Eve SerialNumber=arn:aws:iam::123456789012:mfa/Bob AuthenticationCode1=code(phone+1) AuthenticationCode2=code(phone+2) -> 404 NoSuchEntity The user with name Eve cannot be found.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let subject = owner::subject(cx, Some(&self.user_name))?;
        Ok(vec![subject.permission(cx, "iam:EnableMFADevice")])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let account = cx.account();
        let subject = owner::subject(cx, Some(&self.user_name))?;
        let owner = owner::owner(cx, &subject)?;
        let device = virtual_device::of_any_kind(cx, &self.serial_number)?;
        owner::may_change_own(cx, &subject, &owner, "iam:EnableMFADevice")?;
        if device.assignment.is_some() {
            return Err(Error::entity_already_exists(
                "MFA Device is already in use.",
            ));
        }
        let held = account.mfa_devices_of(&owner).count();
        cx.settings.quotas.mfa_devices_per_user.room_beside(held)?;
        let pair = mfa::pair(
            cx,
            device,
            &self.authentication_code1,
            &self.authentication_code2,
        )?;
        let event = Event::MfaDeviceEnabled {
            serial: self.serial_number.clone(),
            user: match owner {
                MfaOwner::Root => None,
                MfaOwner::User(id) => Some(id.to_string()),
            },
            adjustment: pair.adjustment,
            pair: pair.counter,
        };
        Outcome::event(event, ())
    }
}
