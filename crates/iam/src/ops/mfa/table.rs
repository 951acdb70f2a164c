//! The operations on MFA devices.

use super::create_virtual_mfa_device::CreateVirtualMfaDevice;
use super::deactivate_mfa_device::DeactivateMfaDevice;
use super::delete_virtual_mfa_device::DeleteVirtualMfaDevice;
use super::enable_mfa_device::EnableMfaDevice;
use super::get_mfa_device::GetMfaDevice;
use super::list_mfa_device_tags::ListMfaDeviceTags;
use super::list_mfa_devices::ListMfaDevices;
use super::list_virtual_mfa_devices::ListVirtualMfaDevices;
use super::resync_mfa_device::ResyncMfaDevice;
use super::tag_mfa_device::TagMfaDevice;
use super::untag_mfa_device::UntagMfaDevice;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<CreateVirtualMfaDevice>(),
    row::<DeactivateMfaDevice>(),
    row::<DeleteVirtualMfaDevice>(),
    row::<EnableMfaDevice>(),
    row::<GetMfaDevice>(),
    row::<ListMfaDeviceTags>(),
    row::<ListMfaDevices>(),
    row::<ListVirtualMfaDevices>(),
    row::<ResyncMfaDevice>(),
    row::<TagMfaDevice>(),
    row::<UntagMfaDevice>(),
];
