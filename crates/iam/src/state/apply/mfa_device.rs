//! Changes to MFA devices.

use crate::event::Event;
use crate::state::{Account, MfaAssignment, MfaDevice, MfaLabel, MfaOwner};
use jiff::Timestamp;

pub(super) fn apply(account: &mut Account, at: Timestamp, event: &Event) {
    if let Some(device) = added(at, event) {
        account.put_mfa_device(device);
        return;
    }
    match event {
        Event::MfaDeviceDeleted { serial } => delete(account, serial),
        Event::MfaDeviceEnabled {
            serial,
            user,
            adjustment,
            pair,
        } => edit(account, serial, |device| {
            let owner = owner(user.as_deref());
            device.pair = Some(*pair);
            device.given_up_by_root = false;
            device.assignment = Some(MfaAssignment {
                owner,
                enabled: at,
                adjustment: *adjustment,
            });
        }),
        Event::MfaDeviceResynced {
            serial,
            adjustment,
            pair,
        } => edit(account, serial, |device| {
            if let Some(assignment) = &mut device.assignment {
                device.pair = Some(*pair);
                assignment.adjustment = *adjustment;
            }
        }),
        Event::MfaDeviceDeactivated { serial } => match account.mfa_device(serial) {
            Some(device) if device.is_security_key() => delete(account, serial),
            Some(_) | None => edit(account, serial, MfaDevice::deactivate),
        },
        Event::MfaCodeUsed {
            serial,
            counter,
            window,
        } => edit(account, serial, |device| {
            device.used.tried(*window);
            device.used.take(*counter);
        }),
        Event::MfaCodeRefused { serial, window } => {
            edit(account, serial, |device| device.used.tried(*window));
        }
        _ => {}
    }
}

/// The device that came to be.
fn added(at: Timestamp, event: &Event) -> Option<MfaDevice> {
    match event {
        Event::MfaDeviceCreated {
            path,
            name,
            seed,
            tags,
        } => Some(MfaDevice {
            seed: Some(seed.clone()),
            tags: tags.clone(),
            ..unassigned(
                at,
                MfaLabel::Virtual {
                    path: path.into(),
                    name: name.into(),
                },
            )
        }),
        Event::HardwareTokenAdded { serial, seed } => Some(MfaDevice {
            seed: Some(seed.clone()),
            ..unassigned(
                at,
                MfaLabel::HardwareToken {
                    token_serial: serial.into(),
                },
            )
        }),
        Event::SecurityKeyAdded {
            serial,
            user,
            certifications,
        } => Some(MfaDevice {
            assignment: Some(MfaAssignment {
                owner: owner(user.as_deref()),
                enabled: at,
                adjustment: 0,
            }),
            ..unassigned(
                at,
                MfaLabel::SecurityKey {
                    key_serial: serial.into(),
                    certifications: certifications.clone(),
                },
            )
        }),
        _ => None,
    }
}

/// A new device, nobody's, without a seed.
fn unassigned(created: Timestamp, label: MfaLabel) -> MfaDevice {
    MfaDevice {
        label,
        created,
        seed: None,
        tags: Vec::new(),
        assignment: None,
        given_up_by_root: false,
        pair: None,
        used: Default::default(),
    }
}

/// The user with this unique id, or the root.
fn owner(user: Option<&str>) -> MfaOwner {
    user.map_or(MfaOwner::Root, |id| MfaOwner::User(id.into()))
}

fn delete(account: &mut Account, serial: &str) {
    if let Some(key) = account.mfa_device(serial).map(|device| device.key()) {
        account.remove_mfa_device(&key);
    }
}

/// Changes one device, if it is there. What it is called must not change.
pub(super) fn edit(account: &mut Account, serial: &str, change: impl FnOnce(&mut MfaDevice)) {
    let Some(device) = account.mfa_device(serial) else {
        return;
    };
    let mut device = MfaDevice::clone(device);
    change(&mut device);
    account.put_mfa_device(device);
}
