//! SAML 2.0: an identity provider's metadata, and its responses verified against it.

mod assertion;
mod base64;
mod decryption;
mod metadata;
mod moment;
mod names;
mod private_key;
mod public_key;
mod refusal;
mod response;
mod signature;
mod structure;
mod text;
mod tree;

pub use assertion::{Assertion, Attribute};
pub use metadata::{MalformedMetadata, Metadata};
pub use private_key::{InvalidPrivateKey, PrivateKey};
pub use refusal::Refusal;
pub use response::{Encryption, Trust, verify};
