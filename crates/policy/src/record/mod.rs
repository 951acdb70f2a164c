//! Decision records: one question with everything that answers it, as one JSON value.

mod answer;
mod decision_record;
mod expectation;
mod members;
mod policies;
mod principal;
mod written;

pub use answer::{Answer, StatementPlace};
pub use decision_record::DecisionRecord;
pub use expectation::{Expectation, Miss};
pub use members::Malformed;
pub use written::write;
