//! What the operator decided, and where each decision came from.

mod parsed;
mod resolve;
mod table;

pub use parsed::{Audit, Enforcement, LogFormat, RootKey, Settings, Store, Tls};
pub use resolve::{Resolved, SettingsError, Source, Value, resolve};
pub use table::{Kind, SETTINGS, Setting, setting};
