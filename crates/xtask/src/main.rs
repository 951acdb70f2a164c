//! Tests, CI, generated files and tidy checks of Portcullis, started as `cargo xtask TASK`.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a task talks to the person who started it"
)]

mod catalogue;
mod ci;
mod conformance;
mod coverage;
mod cross;
mod deny;
mod dist;
mod fetched;
mod fuzz;
mod go;
mod managed_policies;
mod model;
mod node;
mod op;
mod php;
mod python;
mod report;
mod runner;
mod test;
mod tidy;
mod torture;
mod workspace;

use std::process::ExitCode;

use report::Report;
use workspace::Workspace;

const USAGE: &str = "\
usage: cargo xtask TASK

  test [--only rust|doc|clients] [ARGS…]  run all tests, or one part with ARGS for its runner
  ci [--long]                             everything that CI runs; --long adds fuzzing, torture, other platforms, benchmarks
  torture [--rounds N]                    kill -9 and restart the server under write load, N times (100)
  fuzz [--seconds N] [TARGET]             run the fuzz targets, N seconds each (60)
  cross [TARGET]                          build for arm64 Linux and macOS, and run what can be emulated
  dist                                    target/dist/portcullis, the program as it is installed, by its own profile
  op NAME [--resource FOLDER]             a new operation's file, from the API model, and its lines
  model [--check]                         write the API models from botocore, or compare the committed ones
  catalogue [--check]                     write the catalogue of actions from npm, or compare the committed one
  conformance [--check]                   write what the tests cover of the specification, or compare the page
  coverage [--check]                      write what each operation of AWS's models is here, or compare the page
  managed-policies [--check]              write AWS's managed policies from npm, or compare the committed ones
  tidy                                    the rules of the tree that no compiler checks";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match start(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(problem) => {
            eprintln!("xtask: {problem}");
            ExitCode::from(2)
        }
    }
}

/// Whether the named task went well; an error is misuse or a machine that cannot run it.
fn start(arguments: &[String]) -> Result<bool, String> {
    let Some((task, rest)) = arguments.split_first() else {
        return Err(format!("no task given\n{USAGE}"));
    };
    let workspace = Workspace::find()?;
    let mut report = Report::new();
    match task.as_str() {
        "test" => test::run(&workspace, &test::Options::parse(rest)?, &mut report),
        "ci" => ci::run(&workspace, &ci::Options::parse(rest)?, &mut report),
        "torture" => torture::run(&workspace, &torture::Options::parse(rest)?, &mut report),
        "fuzz" => fuzz::run(&workspace, &fuzz::Options::parse(rest)?, &mut report),
        "cross" => cross::run(&workspace, &cross::Options::parse(rest)?, &mut report),
        "dist" => report.step("dist", || dist::step(&workspace, rest)),
        "model" => report.step("model", || model::step(&workspace, rest)),
        "catalogue" => report.step("catalogue", || catalogue::step(&workspace, rest)),
        "conformance" => report.step("conformance", || conformance::step(&workspace, rest)),
        "coverage" => report.step("coverage", || coverage::step(&workspace, rest)),
        "managed-policies" => report.step("managed policies", || {
            managed_policies::step(&workspace, rest)
        }),
        "op" => {
            let options = op::Options::parse(rest)?;
            report.step(format!("op {}", rest[0]), || op::step(&workspace, &options));
        }
        "tidy" => report.step("tidy", || tidy::step(&workspace)),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            return Ok(true);
        }
        unknown => return Err(format!("unknown task `{unknown}`\n{USAGE}")),
    }
    report.print();
    Ok(report.fine())
}
