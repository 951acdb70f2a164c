//! `portcullis serve`.

use std::io::Write;

use server::settings::Settings;

use crate::output::{Failure, Verdict};
use crate::settings_flags::SettingsFlags;

/// Runs the server until it is told to stop.
pub(crate) fn serve(flags: &SettingsFlags) -> Result<Verdict, Failure> {
    let resolved = flags.resolve()?;
    for notice in &resolved.notices {
        writeln!(anstream::stderr().lock(), "notice: {notice}")?;
    }
    let settings = Settings::parse(&resolved)?;
    drop(resolved);
    server::serve(&settings).map_err(Failure::new)?;
    Ok(Verdict::Fine)
}
