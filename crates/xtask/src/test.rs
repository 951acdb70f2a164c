use std::process::Command;

use crate::report::{Report, Verdict};
use crate::workspace::Workspace;
use crate::{go, node, php, python, runner};

/// A part of the tests that can run by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Rust,
    Doc,
    Clients,
}

/// What `cargo xtask test` was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    only: Option<Part>,
    /// For the runner of the one part.
    extra: Vec<String>,
}

impl Options {
    /// All parts, as CI runs them.
    pub(crate) fn everything() -> Options {
        Options {
            only: None,
            extra: Vec::new(),
        }
    }

    pub(crate) fn parse(arguments: &[String]) -> Result<Options, String> {
        let mut options = Options::everything();
        let mut rest = arguments;
        if let [flag, part, others @ ..] = arguments
            && flag == "--only"
        {
            options.only = Some(match part.as_str() {
                "rust" => Part::Rust,
                "doc" => Part::Doc,
                "clients" => Part::Clients,
                unknown => return Err(format!("no part `{unknown}`: rust, doc or clients")),
            });
            rest = others;
        }
        options.extra = rest.to_vec();
        if options.only.is_none() && !options.extra.is_empty() {
            return Err(format!(
                "`{}`: arguments for a runner need --only rust, doc or clients first",
                options.extra.join(" ")
            ));
        }
        Ok(options)
    }

    fn wants(&self, part: Part) -> bool {
        self.only.is_none_or(|only| only == part)
    }
}

/// Runs the tests: Rust's, the documentation's, then real AWS clients against the built binary.
pub(crate) fn run(workspace: &Workspace, options: &Options, report: &mut Report) {
    if options.wants(Part::Rust) {
        report.step("rust tests", || rust(workspace, &options.extra));
    }
    if options.wants(Part::Doc) {
        report.step("doc tests", || doc(workspace, &options.extra));
    }
    if options.wants(Part::Clients) {
        report.step("build portcullis", || build(workspace));
        report.step("client tests", || clients(workspace, &options.extra));
    }
}

/// Builds the binary that the clients talk to.
pub(crate) fn build(workspace: &Workspace) -> Result<Verdict, String> {
    // The features of the whole workspace, so that the Rust tests' dependencies serve here too.
    runner::run(&mut workspace.cargo(&["build", "--workspace", "--exclude", BENCHMARKS, "--bins"]))
}

fn rust(workspace: &Workspace, extra: &[String]) -> Result<Verdict, String> {
    // Some of them ask botocore.
    let programs = python::environment(workspace)?;
    let mut command = if workspace.tool("cargo-nextest").is_some() {
        workspace.cargo(&["nextest", "run", "--no-fail-fast"])
    } else {
        workspace.cargo(&["test", "--lib", "--bins", "--tests", "--no-fail-fast"])
    };
    over(&mut command, extra);
    command.env("PORTCULLIS_PYTHON", programs.join("python"));
    runner::run_tests(&mut command)
}

fn doc(workspace: &Workspace, extra: &[String]) -> Result<Verdict, String> {
    let mut command = workspace.cargo(&["test", "--doc", "--no-fail-fast"]);
    over(&mut command, extra);
    runner::run_tests(&mut command)
}

/// The package that the ordinary checks leave out: other engines to compare with, and no tests.
pub(crate) const BENCHMARKS: &str = "portcullis-bench";

/// The whole workspace but the benchmarks, unless the extra arguments choose packages.
fn over(command: &mut Command, extra: &[String]) {
    let chosen = extra
        .iter()
        .any(|word| word.starts_with("-p") || word.starts_with("--package"));
    if !chosen {
        command.args(["--workspace", "--exclude", BENCHMARKS]);
    }
    command.args(extra);
}

fn clients(workspace: &Workspace, extra: &[String]) -> Result<Verdict, String> {
    let programs = python::environment(workspace)?;
    let modules = node::modules(workspace)?;
    let aws_cli_v2 = python::aws_cli_v2(workspace)?;
    if aws_cli_v2.is_none() {
        println!("the tests of version 2 of the AWS CLI are skipped: it could not be fetched");
    }
    let simplesamlphp = php::simplesamlphp(workspace)?;
    if let Err(reason) = &simplesamlphp {
        println!("the tests with SimpleSAMLphp are skipped: {reason}");
    }
    let go = go::driver(workspace)?;
    if let Err(reason) = &go {
        println!("the tests of the AWS SDK for Go are skipped: {reason}");
    }
    let mut command = Command::new(programs.join("python"));
    command
        .current_dir(workspace.root.join("tests/clients"))
        // A file's tests share a server; two files run side by side, each with a server of its own.
        .args(["-m", "pytest", "-n", "2", "--dist", "loadfile", "-o"])
        .arg(format!(
            "cache_dir={}",
            workspace.target.join("pytest").display()
        ))
        .args(extra)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("PORTCULLIS_NODE_MODULES", modules)
        .env("PORTCULLIS_BIN", workspace.binary())
        .env("PORTCULLIS_AWS_V2", aws_cli_v2.unwrap_or_default())
        .env("PORTCULLIS_GO", go.unwrap_or_default())
        .env(
            "PORTCULLIS_SIMPLESAMLPHP",
            simplesamlphp.unwrap_or_default(),
        );
    runner::run_tests(&mut command)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &[&str]) -> Result<Options, String> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        Options::parse(&words)
    }

    #[test]
    fn extra_arguments_belong_to_one_part() {
        let options = parsed(&["--only", "clients", "-k", "smoke"]).unwrap();
        assert_eq!(options.only, Some(Part::Clients));
        assert_eq!(options.extra, ["-k", "smoke"]);
        assert!(options.wants(Part::Clients) && !options.wants(Part::Rust));
        assert!(parsed(&["-k", "smoke"]).is_err());
        assert!(parsed(&["--only", "everything"]).is_err());
    }

    #[test]
    fn without_arguments_every_part_runs() {
        let options = parsed(&[]).unwrap();
        for part in [Part::Rust, Part::Doc, Part::Clients] {
            assert!(options.wants(part));
        }
    }

    #[test]
    fn the_workspace_is_meant_unless_packages_are_chosen() {
        for (extra, expected) in [
            (vec![], vec!["--workspace", "--exclude", BENCHMARKS]),
            (vec!["-p", "x"], vec!["-p", "x"]),
            (
                vec!["name"],
                vec!["--workspace", "--exclude", BENCHMARKS, "name"],
            ),
        ] {
            let extra: Vec<String> = extra.into_iter().map(str::to_owned).collect();
            let mut command = Command::new("cargo");
            over(&mut command, &extra);
            let words: Vec<_> = command.get_args().collect();
            assert_eq!(words, expected);
        }
    }
}
