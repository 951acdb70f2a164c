//! `AddHardwareToken` of the service `portcullis`.

use super::{account, label};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::mfa::TokenSeed;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::operator_only;
use serde::Deserialize;
use std::ops::RangeInclusive;
use zeroize::Zeroizing;

/// What calls can name. With a label's signs alone it is never the serial number of a virtual device or of a security key.
const SERIAL_CHARACTERS: RangeInclusive<usize> = 9..=256;
/// The most tokens of one account that are nobody's.
const SPARE_MAX: usize = 5000;

/// Registers a hardware token, such as `GAHT12345678`, with an account, by the serial number on its back and the seed that its
/// vendor delivers: hexadecimal or base 32, for six digits every thirty seconds by SHA-1 (S-32). `EnableMFADevice` gives it to a
/// user then, who shows two of its codes. One token is of one account: elsewhere its codes would be taken twice.
///
/// Permission: the caller is the first account's root; no policy can give it.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AddHardwareToken {
    account_id: Option<String>,
    serial_number: String,
    seed: Zeroizing<String>,
}

impl Operation for AddHardwareToken {
    const NAME: &'static str = "AddHardwareToken";
    const EXAMPLE: &'static str = "
        root AddHardwareToken SerialNumber=GAHT12345678 Seed=seed(token) -> ok
        root AddHardwareToken SerialNumber=gaht12345678 Seed=seed(token) -> 409 EntityAlreadyExists The token gaht12345678 is registered already, with account 123456789012.
        root AddHardwareToken SerialNumber=GAHT87654321 Seed=1234 -> 400 ValidationError a token's seed is 16 to 64 bytes in hexadecimal or base 32
        root AddHardwareToken SerialNumber=arn:aws:iam::123456789012:mfa/Bob Seed=seed(token) -> 400 ValidationError a token's serial number has 9 to 256 letters, digits and signs of _+=,.@-
        root iam:CreateUser UserName=Bob -> ok
        root iam:EnableMFADevice UserName=Bob SerialNumber=GAHT12345678 AuthenticationCode1=code(token) AuthenticationCode2=code(token-1) -> 403 InvalidAuthenticationCode Authentication code for device is not valid.
        root iam:EnableMFADevice UserName=Bob SerialNumber=GAHT12345678 AuthenticationCode1=code(token-1) AuthenticationCode2=code(token) -> ok
        root iam:ListMFADevices UserName=Bob -> ListMFADevicesResult.MFADevices.1.SerialNumber=GAHT12345678
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        operator_only(cx.state, cx.caller).map(|()| Vec::new())
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let serial = self.serial_number.as_str();
        label::check("a token's serial number", serial, SERIAL_CHARACTERS)?;
        let seed = TokenSeed::parse(&self.seed).ok_or_else(|| {
            Error::validation_error("a token's seed is 16 to 64 bytes in hexadecimal or base 32")
        })?;
        let account = account::named(cx, self.account_id.as_deref())?;
        let holder = cx
            .state
            .accounts()
            .find(|account| account.has_mfa_device_like(serial));
        if let Some(holder) = holder {
            return Err(Error::entity_already_exists(format!(
                "The token {serial} is registered already, with account {}.",
                holder.id
            )));
        }
        let spare = account.mfa_devices.values();
        if spare.filter(|device| device.is_spare_token()).count() >= SPARE_MAX {
            return Err(Error::limit_exceeded(format!(
                "No more than {SPARE_MAX} tokens of an account can be nobody's."
            )));
        }
        let event = Event::HardwareTokenAdded {
            seed: cx.keys.seal_mfa_seed(serial, seed.bytes(), &cx.seed),
            serial: serial.to_owned(),
        };
        Ok(Outcome {
            account: Some(account.id),
            events: vec![event],
            then: Vec::new(),
            output: (),
        })
    }
}
