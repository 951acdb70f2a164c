//! `CreateVirtualMFADevice`.

use super::shape::VirtualMfaDevice;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::mfa::{self, MfaSeed};
use crate::operation::{Cx, Operation, Outcome};
use crate::state::Tag;
use crate::tags::TagKeys;
use crate::{Error, arn};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// The longest serial number that other operations take.
const SERIAL_CHARACTERS_MAX: usize = 256;

/// Makes a virtual MFA device, and shows its seed once: as text and as a QR code that phones scan. It proves nobody until
/// `EnableMFADevice` gives it to a user.
///
/// Permission: `iam:CreateVirtualMFADevice` on the device's ARN, with `aws:RequestTag/…` and `aws:TagKeys`; with tags also
/// `iam:TagMFADevice` on it. Path and name together are unique regardless of case.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateVirtualMfaDevice {
    #[serde(default = "crate::path::root")]
    path: String,
    #[serde(rename = "VirtualMFADeviceName")]
    name: String,
    #[serde(default)]
    tags: Vec<Tag>,
}

/// The new device.
#[derive(Serialize)]
pub(crate) struct CreateVirtualMfaDeviceResult {
    #[serde(rename = "VirtualMFADevice")]
    device: VirtualMfaDevice,
}

impl Operation for CreateVirtualMfaDevice {
    const NAME: &'static str = "CreateVirtualMFADevice";
    const EXAMPLE: &'static str = "
        root CreateVirtualMFADevice VirtualMFADeviceName=Bob -> CreateVirtualMFADeviceResult.VirtualMFADevice.SerialNumber=arn:aws:iam::123456789012:mfa/Bob & CreateVirtualMFADeviceResult.VirtualMFADevice.QRCodePNG & device phone
        root CreateVirtualMFADevice VirtualMFADeviceName=bob -> 409 EntityAlreadyExists MFADevice entity at the same path and name already exists.
    ";
    type Output = CreateVirtualMfaDeviceResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let account = cx.account().id;
        let arn = arn::mfa_device(account, &self.path, &self.name);
        let mut permissions = vec![
            Permission::on("iam:CreateVirtualMFADevice", arn.clone(), account)
                .with_request_tags(&self.tags),
        ];
        if !self.tags.is_empty() {
            permissions.push(
                Permission::on("iam:TagMFADevice", arn, account).with_request_tags(&self.tags),
            );
        }
        Ok(permissions)
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<CreateVirtualMfaDeviceResult>, Error> {
        let account = cx.account();
        let quotas = &cx.settings.quotas;
        TagKeys::AsWritten.check(&[], &self.tags, quotas.tags)?;
        let serial = arn::mfa_device(account.id, &self.path, &self.name);
        self.check_length(&serial)?;
        if account.mfa_device_named(&self.path, &self.name).is_some() {
            return Err(Error::entity_already_exists(
                "MFADevice entity at the same path and name already exists.",
            ));
        }
        let held = account.mfa_devices.values();
        quotas
            .virtual_mfa_devices
            .room_beside(held.filter(|device| device.is_virtual()).count())?;
        let seed = MfaSeed::draw(&cx.seed);
        let base32 = seed.base32();
        let uri = mfa::uri(&self.name, &account.id.to_string(), &base32);
        let device = VirtualMfaDevice {
            base32_string_seed: Some(STANDARD.encode(base32.as_bytes())),
            qr_code_png: Some(STANDARD.encode(&*mfa::picture(&uri))),
            user: None,
            enable_date: None,
            tags: (!self.tags.is_empty()).then(|| self.tags.clone()),
            serial_number: serial.clone(),
        };
        let event = Event::MfaDeviceCreated {
            path: self.path.clone(),
            name: self.name.clone(),
            seed: cx.keys.seal_mfa_seed(&serial, seed.bytes(), &cx.seed),
            tags: self.tags.clone(),
        };
        Outcome::event(event, CreateVirtualMfaDeviceResult { device })
    }
}

impl CreateVirtualMfaDevice {
    /// A device with a serial number that no call can name would be there for ever.
    fn check_length(&self, serial: &str) -> Result<(), Error> {
        let Some(excess) = serial.len().checked_sub(SERIAL_CHARACTERS_MAX + 1) else {
            return Ok(());
        };
        let room = self.name.len().saturating_sub(excess + 1);
        Err(Error::validation_error(format!(
            "1 validation error detected: Value '{}' at 'virtualMFADeviceName' failed to satisfy constraint: Member must have length less than or equal to {room}",
            self.name
        )))
    }
}
