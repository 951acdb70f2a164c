//! Completions and manual pages, made from the command line itself.

use std::io;
use std::path::Path;

use clap::CommandFactory;

use crate::arguments::Arguments;
use crate::output::{Failure, Verdict};

/// Prints a shell's completions.
pub(crate) fn completions(shell: clap_complete::Shell) -> Result<Verdict, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "portcullis", &mut text);
    io::Write::write_all(&mut io::stdout().lock(), &text)?;
    Ok(Verdict::Fine)
}

/// Writes a manual page for each command.
pub(crate) fn man(dir: &Path) -> Result<Verdict, Failure> {
    std::fs::create_dir_all(dir)?;
    clap_mangen::generate_to(Arguments::command(), dir)?;
    Ok(Verdict::Fine)
}
