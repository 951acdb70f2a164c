//! AWS Signature Version 4: who a request claims to come from, whether its signature holds, how to
//! sign one, and why one failed. Reads no clock, no file and no environment (`clippy.toml`).

mod authorization;
mod cache;
mod canonical;
mod claim;
mod encoding;
mod error;
mod exercise;
mod inspect;
mod key;
mod payload;
mod presigned;
mod request;
mod sign;
mod timestamp;
mod verify;

pub use cache::SigningKeyCache;
pub use claim::{Claim, Scope, TOKEN_BYTES_MAX, claim};
pub use error::Error;
pub use exercise::exercise;
pub use inspect::{Difference, InspectCredentials, InspectRequest, Inspection, Refusal, inspect};
pub use key::{Credentials, Secret, SigningKey};
pub use request::{Options, Request};
pub use sign::{presign, sign};
pub use verify::{verify, verify_hashed};
