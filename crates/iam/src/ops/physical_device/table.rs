//! The operations of the service `portcullis` on hardware tokens and security keys.

use super::add_hardware_token::AddHardwareToken;
use super::add_security_key::AddSecurityKey;
use super::list_physical_devices::ListPhysicalDevices;
use super::remove_physical_device::RemovePhysicalDevice;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<AddHardwareToken>(),
    row::<AddSecurityKey>(),
    row::<ListPhysicalDevices>(),
    row::<RemovePhysicalDevice>(),
];
