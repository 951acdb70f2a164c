//! MFA devices of users and of the root.

mod assigned;
mod create_virtual_mfa_device;
mod deactivate_mfa_device;
mod delete_virtual_mfa_device;
mod enable_mfa_device;
mod get_mfa_device;
mod list_mfa_device_tags;
mod list_mfa_devices;
mod list_virtual_mfa_devices;
mod owner;
mod resync_mfa_device;
mod shape;
mod table;
mod tag_mfa_device;
mod untag_mfa_device;
mod virtual_device;

pub(crate) use table::TABLE;
