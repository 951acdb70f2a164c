//! AWS wire protocols as serde formats: Query in, XML out, JSON 1.1 in and out, and the API models as data.

mod message;
mod params;

pub mod json;
pub mod model;
pub mod query;
pub mod xml;

mod validate;

pub use message::{Request, Response, accepts_json};
pub use params::{Params, ParamsError};
pub use validate::{Invalid, Violation, validate};
