//! Why a signature fails, for the owner of the key: everything that verification computes, and the
//! first difference that explains a refusal.

mod mistakes;
mod report;
mod request;
mod search;

pub use report::{Difference, Inspection, Refusal, inspect};
pub use request::{InspectCredentials, InspectRequest};
