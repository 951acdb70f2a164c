//! X.509 certificates and the private keys that belong to them, read for real.

mod certificate;
mod pem;
mod private_key;
mod public_key;

pub(crate) use certificate::{Certificate, check_chain};
pub(crate) use private_key::public_key_of;
pub(crate) use public_key::{RsaKey, rsa_from_pem, rsa_to_pem};
