//! What other identity providers say about people and workloads, verified against keys that are
//! given: fetches nothing, reads no clock, no file and no environment (`clippy.toml`).

pub mod base64;
pub mod oidc;
pub mod saml;
