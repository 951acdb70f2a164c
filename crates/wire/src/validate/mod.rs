//! Parameters against the constraints of the model (S-11, S-12).

mod check;
mod finding;
mod sentence;

pub use check::validate;
pub use finding::{Invalid, Violation};

#[cfg(test)]
mod tests;
