use std::process::Command;

use crate::report::{Report, Verdict};
use crate::workspace::Workspace;
use crate::{python, runner, test};

/// What `cargo xtask torture` was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) rounds: u32,
}

impl Options {
    /// As many rounds as a release asks for.
    pub(crate) const FULL: Options = Options { rounds: 100 };

    pub(crate) fn parse(arguments: &[String]) -> Result<Options, String> {
        match arguments {
            [] => Ok(Options::FULL),
            [flag, count] if flag == "--rounds" => match count.parse() {
                Ok(rounds @ 1..) => Ok(Options { rounds }),
                _ => Err(format!("--rounds wants a number from 1 on, not `{count}`")),
            },
            other => Err(format!(
                "`{}`: torture knows only --rounds",
                other.join(" ")
            )),
        }
    }
}

/// Kills the server under write load, restarts it and looks for every acknowledged write.
pub(crate) fn run(workspace: &Workspace, options: &Options, report: &mut Report) {
    report.step("build portcullis", || test::build(workspace));
    report.step("torture", || rounds(workspace, options));
}

fn rounds(workspace: &Workspace, options: &Options) -> Result<Verdict, String> {
    let programs = python::environment(workspace)?;
    runner::run(
        Command::new(programs.join("python"))
            .current_dir(workspace.root.join("tests/clients"))
            .args(["torture.py", "--rounds", &options.rounds.to_string()])
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("PORTCULLIS_BIN", workspace.binary()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_are_a_number_from_one_on() {
        let parse = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            Options::parse(&words)
        };
        assert_eq!(parse(&[]), Ok(Options::FULL));
        assert_eq!(parse(&["--rounds", "7"]), Ok(Options { rounds: 7 }));
        assert!(parse(&["--rounds", "0"]).is_err());
        assert!(parse(&["--round", "7"]).is_err());
    }
}
