//! The Query protocol's parameters as a serde format.

mod node;
mod read;
pub(crate) mod scalar;

pub(crate) use node::Node;
pub use read::{Error, from_params, from_params_seed};

#[cfg(test)]
mod tests;
