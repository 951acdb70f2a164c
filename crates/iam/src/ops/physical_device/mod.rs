//! Hardware tokens and FIDO security keys, which the operator registers: AWS has no call for either.

mod account;
mod add_hardware_token;
mod add_security_key;
mod label;
mod list_physical_devices;
mod remove_physical_device;
mod table;

pub(crate) use table::TABLE;
