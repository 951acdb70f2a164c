//! The `portcullis` binary: the server, and every command for those who run it.

mod arguments;
mod client;
mod commands;
mod output;
mod records;
mod sarif;
mod settings_flags;
mod xml;

use std::process::ExitCode;

use clap::Parser;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = arguments::Arguments::parse();
    output::finish(arguments.format.plain(), commands::run(arguments))
}
