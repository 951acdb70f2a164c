//! AWS's `VirtualMFADevice`.

use crate::context;
use crate::shapes::UserShape;
use crate::state::{Account, MfaDevice, MfaOwner, Tag};
use serde::Serialize;

/// AWS's `VirtualMFADevice`. Seed and picture are shown once, when it is made.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct VirtualMfaDevice {
    pub serial_number: String,
    pub base32_string_seed: Option<String>,
    #[serde(rename = "QRCodePNG")]
    pub qr_code_png: Option<String>,
    pub user: Option<UserShape>,
    pub enable_date: Option<String>,
    pub tags: Option<Vec<Tag>>,
}

impl VirtualMfaDevice {
    /// As lists show a device: whose it is, without tags.
    pub(super) fn listed(account: &Account, device: &MfaDevice) -> VirtualMfaDevice {
        let assignment = device.assignment.as_ref();
        let user = assignment.and_then(|assignment| match &assignment.owner {
            MfaOwner::Root => Some(UserShape::root(account)),
            owner @ MfaOwner::User(_) => owner
                .user(account)
                .map(|user| UserShape::brief(account.id, user)),
        });
        VirtualMfaDevice {
            serial_number: device.serial(account.id),
            base32_string_seed: None,
            qr_code_png: None,
            user,
            enable_date: assignment.map(|assignment| context::text(assignment.enabled).into()),
            tags: None,
        }
    }
}
