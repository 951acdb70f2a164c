//! Web identity tokens: a key set, a token that nobody has believed yet, and what it claims once its signature
//! has been verified.

mod algorithm;
mod json;
mod key_set;

pub use algorithm::Algorithm;
pub use key_set::{BadKeySet, KeySet};
