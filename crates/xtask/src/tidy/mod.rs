//! The rules of the tree that no compiler checks, each a function over its files.

mod check;
mod console;
mod crates;
mod files;
mod functions;
mod leftovers;
mod mistakes;
mod modules;
mod operations;
mod source;
mod tree;

pub(crate) use check::step;
