//! `docs/coverage.md`: what each operation of AWS's models is here. The program knows; its test writes the page or compares it.

use crate::report::Verdict;
use crate::runner;
use crate::workspace::Workspace;

/// Writes the page, or compares the committed one.
pub(crate) fn step(workspace: &Workspace, words: &[String]) -> Result<Verdict, String> {
    let words_of_cargo = ["test", "--package", "portcullis-cli", "--test", "coverage"];
    let mut cargo = workspace.cargo(&words_of_cargo);
    match words {
        [] => {
            cargo.env("PORTCULLIS_UPDATE", "1");
        }
        [flag] if flag == "--check" => {}
        _ => return Err("usage: cargo xtask coverage [--check]".to_owned()),
    }
    runner::run(&mut cargo)
}
