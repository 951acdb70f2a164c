//! Changes to virtual MFA devices.

use crate::event::Event;
use crate::state::{Account, MfaAssignment, MfaDevice, MfaOwner};
use jiff::Timestamp;

pub(super) fn apply(account: &mut Account, at: Timestamp, event: &Event) {
    match event {
        Event::MfaDeviceCreated {
            path,
            name,
            seed,
            tags,
        } => account.put_mfa_device(MfaDevice {
            path: path.into(),
            name: name.into(),
            created: at,
            seed: seed.clone(),
            tags: tags.clone(),
            assignment: None,
            given_up_by_root: false,
            pair: None,
            used: Default::default(),
        }),
        Event::MfaDeviceDeleted { serial } => {
            if let Some(key) = account.mfa_device(serial).map(|device| device.key()) {
                account.remove_mfa_device(&key);
            }
        }
        Event::MfaDeviceEnabled {
            serial,
            user,
            adjustment,
            pair,
        } => edit(account, serial, |device| {
            let owner = match user {
                Some(id) => MfaOwner::User(id.into()),
                None => MfaOwner::Root,
            };
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
        Event::MfaDeviceDeactivated { serial } => {
            edit(account, serial, MfaDevice::deactivate);
        }
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

/// Changes one device, if it is there. Its path and name must not change.
pub(super) fn edit(account: &mut Account, serial: &str, change: impl FnOnce(&mut MfaDevice)) {
    let Some(device) = account.mfa_device(serial) else {
        return;
    };
    let mut device = MfaDevice::clone(device);
    change(&mut device);
    account.put_mfa_device(device);
}
