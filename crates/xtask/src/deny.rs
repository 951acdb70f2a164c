use std::process::Command;

use crate::report::Verdict;
use crate::runner;
use crate::workspace::Workspace;

const CARGO_DENY: &str = "0.20.2";

/// Checks licences, banned crates and where crates come from: no network is needed.
pub(crate) fn licences(workspace: &Workspace) -> Result<Verdict, String> {
    runner::run(check(workspace)?.args(["licenses", "bans", "sources"]))
}

/// Checks published advisories; where their database cannot be fetched, says so and goes on.
pub(crate) fn advisories(workspace: &Workspace) -> Result<Verdict, String> {
    let (ok, text) = runner::run_captured(check(workspace)?.arg("advisories"))?;
    match (ok, names_a_crate(&text)) {
        (true, _) => Ok(Verdict::default()),
        (false, true) => Err("an advisory names one of our dependencies".into()),
        (false, false) => Ok(Verdict {
            warning: Some("advisories could not be fetched, none were checked".into()),
            ..Verdict::default()
        }),
    }
}

/// Whether cargo-deny got as far as a finding: those carry their kind in brackets.
fn names_a_crate(output: &str) -> bool {
    output.contains("error[")
}

fn check(workspace: &Workspace) -> Result<Command, String> {
    let mut command = Command::new(workspace.tool_installed("cargo-deny", CARGO_DENY)?);
    command.current_dir(&workspace.root).args([
        "deny",
        "--workspace",
        "check",
        "--hide-inclusion-graph",
    ]);
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_out_of_reach_is_no_finding() {
        assert!(names_a_crate("error[vulnerability]: a hole in it"));
        assert!(!names_a_crate("[ERROR] failed to fetch advisory database"));
    }
}
