//! `portcullis-train BINARY`: makes the calls that the binary's profile is taken from. `cargo xtask dist` starts it.
#![expect(clippy::print_stderr, reason = "it talks to whoever started it")]

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [binary] = &arguments[..] else {
        eprintln!("usage: portcullis-train BINARY");
        return ExitCode::from(2);
    };
    load::training::train(Path::new(binary), load::training::ROUNDS);
    ExitCode::SUCCESS
}
