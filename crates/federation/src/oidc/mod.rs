//! Web identity tokens: a key set, a token that nobody has believed yet, and what it claims once its signature
//! has been verified.

mod algorithm;
mod claims;
mod discovery;
mod key_set;
mod refusal;
mod token;

#[cfg(test)]
mod tests;

pub use algorithm::Algorithm;
pub use claims::{ClaimValue, Claims, SessionTags};
pub use discovery::{BadDiscovery, jwks_uri};
pub use key_set::{BadKeySet, KeySet};
pub use refusal::Refusal;
pub use token::{Expected, Token};
