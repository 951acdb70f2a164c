use crate::report::Report;
use crate::workspace::Workspace;
use crate::{conformance, cross, deny, fuzz, runner, test, tidy, torture};

/// A workspace of its own, which the other commands do not see.
const FUZZ: &str = "fuzz/Cargo.toml";

/// What `cargo xtask ci` was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    long: bool,
}

impl Options {
    pub(crate) fn parse(arguments: &[String]) -> Result<Options, String> {
        match arguments {
            [] => Ok(Options { long: false }),
            [flag] if flag == "--long" => Ok(Options { long: true }),
            other => Err(format!("`{}`: ci knows only --long", other.join(" "))),
        }
    }
}

/// Runs every check, cheapest first, and carries on past a failure so that one run tells all.
pub(crate) fn run(workspace: &Workspace, options: &Options, report: &mut Report) {
    report.step("fmt", || {
        let fuzz = ["fmt", "--manifest-path", FUZZ, "--check"];
        runner::run(&mut workspace.cargo(&["fmt", "--all", "--check"]))?;
        runner::run(&mut workspace.cargo(&fuzz))
    });
    report.step("tidy", || tidy::step(workspace));
    report.step("conformance", || {
        conformance::step(workspace, &["--check".to_owned()])
    });
    report.step("clippy", || {
        let words = [
            "clippy",
            "--workspace",
            "--exclude",
            test::BENCHMARKS,
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ];
        runner::run(&mut workspace.cargo(&words))
    });
    report.step("fuzz targets", || {
        let folder = workspace.target.join("fuzz");
        let words = ["check", "--manifest-path", FUZZ, "--target-dir"];
        runner::run(workspace.cargo(&words).arg(folder))
    });
    test::run(workspace, &test::Options::everything(), report);
    report.step("model", || {
        crate::model::step(workspace, &["--check".to_owned()])
    });
    report.step("licences, bans, sources", || deny::licences(workspace));
    report.step("advisories", || deny::advisories(workspace));
    if options.long {
        run_long(workspace, report);
    }
}

fn run_long(workspace: &Workspace, report: &mut Report) {
    torture::run(workspace, &torture::Options::FULL, report);
    fuzz::run(workspace, &fuzz::Options::everything(), report);
    cross::run(workspace, &cross::Options::everything(), report);
    report.step("clippy of the benchmarks", || {
        let words = ["clippy", "--package", test::BENCHMARKS, "--all-targets"];
        runner::run(workspace.cargo(&words).args(["--", "-D", "warnings"]))
    });
    for (package, name) in workspace.benchmarks() {
        report.step(format!("bench {name}"), || {
            let words = ["bench", "--package", &package, "--bench", &name];
            runner::run(&mut workspace.cargo(&words))
        });
    }
}
