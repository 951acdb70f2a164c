//! `portcullis test`: records that say what they expect.

mod case;
mod checking;
mod junit;
mod sarif;
mod watch;

pub(crate) use checking::{TestFlags, run};
