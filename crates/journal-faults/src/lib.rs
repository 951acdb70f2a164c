//! A file system under SQLite that fails when it is told to and forgets what was not synced when its
//! power is cut. For tests only, and the one crate with `unsafe`: a VFS is a table of C functions.

mod disk;
mod faults;
mod file;
mod vfs;

pub use faults::{Effect, Faults, Kind, Plan};
