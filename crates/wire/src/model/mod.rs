//! The API models of IAM, Organizations and STS as data: names, constraints, errors, paginators. Made by `cargo xtask model`.

mod load;
mod pattern;
mod service;
mod shape;

pub use pattern::Pattern;
pub use service::{Operation, Paginator, Service, iam, organizations, sts};
pub(crate) use shape::member_path;
pub use shape::{Bounds, Kind, Member, Shape};
