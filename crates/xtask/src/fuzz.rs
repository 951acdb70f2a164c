use crate::report::{Report, Verdict};
use crate::runner;
use crate::workspace::Workspace;

const CARGO_FUZZ: &str = "0.13.2";

/// What `cargo xtask fuzz` was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    seconds: u32,
    target: Option<String>,
}

impl Options {
    /// Every target for a minute.
    pub(crate) fn everything() -> Options {
        Options {
            seconds: 60,
            target: None,
        }
    }

    pub(crate) fn parse(arguments: &[String]) -> Result<Options, String> {
        let mut options = Options::everything();
        let mut rest = arguments;
        if let [flag, count, others @ ..] = arguments
            && flag == "--seconds"
        {
            options.seconds = count
                .parse()
                .map_err(|_| format!("--seconds wants a number, not `{count}`"))?;
            rest = others;
        }
        match rest {
            [] => {}
            [target] => options.target = Some(target.clone()),
            more => return Err(format!("`{}`: one target at most", more.join(" "))),
        }
        Ok(options)
    }
}

/// Runs each fuzz target, or the one that was named; a crash is a failed step.
pub(crate) fn run(workspace: &Workspace, options: &Options, report: &mut Report) {
    let targets = match targets(workspace) {
        Ok(targets) => targets,
        Err(problem) => return report.step("fuzz", || Err(problem)),
    };
    if let Some(wanted) = &options.target
        && !targets.contains(wanted)
    {
        let known = targets.join(", ");
        return report.step("fuzz", || Err(format!("no target `{wanted}`: {known}")));
    }
    for target in &targets {
        if options
            .target
            .as_ref()
            .is_none_or(|wanted| wanted == target)
        {
            report.step(format!("fuzz {target}"), || {
                one(workspace, target, options.seconds)
            });
        }
    }
}

/// The targets that the fuzz manifest lists.
fn targets(workspace: &Workspace) -> Result<Vec<String>, String> {
    let path = workspace.root.join("fuzz/Cargo.toml");
    let text =
        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let manifest: toml::Table =
        toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    let binaries = manifest.get("bin").and_then(toml::Value::as_array);
    Ok(binaries
        .into_iter()
        .flatten()
        .filter_map(|binary| binary.get("name")?.as_str())
        .map(str::to_owned)
        .collect())
}

fn one(workspace: &Workspace, target: &str, seconds: u32) -> Result<Verdict, String> {
    let program = workspace.tool_installed("cargo-fuzz", CARGO_FUZZ)?;
    // New inputs go to the first folder; the seeds are read only.
    let corpus = workspace.root.join("fuzz/corpus").join(target);
    std::fs::create_dir_all(&corpus).map_err(|error| format!("{}: {error}", corpus.display()))?;
    let seeds = workspace.root.join("fuzz/seeds").join(target);
    let words = workspace
        .root
        .join(format!("fuzz/dictionaries/{target}.dict"));
    let mut command = std::process::Command::new(program);
    command
        .current_dir(&workspace.root)
        // The sanitizer's runtime ships with stable; only the flags ask for a nightly.
        .env("RUSTC_BOOTSTRAP", "1")
        .args(["fuzz", "run", target])
        .args([corpus, seeds])
        .arg("--")
        .arg(format!("-max_total_time={seconds}"))
        .args(["-max_len=16384", "-timeout=10", "-rss_limit_mb=2048"]);
    if words.is_file() {
        command.arg(format!("-dict={}", words.display()));
    }
    runner::run(&mut command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_has_seeds() {
        let workspace = Workspace::find().unwrap();
        let targets = targets(&workspace).unwrap();
        assert!(targets.len() >= 5, "{targets:?}");
        for target in targets {
            let seeds = workspace.root.join("fuzz/seeds").join(&target);
            let first = std::fs::read_dir(seeds).unwrap().next();
            assert!(first.is_some(), "{target}");
        }
    }

    #[test]
    fn seconds_and_target_are_both_optional() {
        let parse = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            Options::parse(&words)
        };
        assert_eq!(parse(&[]), Ok(Options::everything()));
        let named = parse(&["--seconds", "5", "params"]).unwrap();
        assert_eq!(
            (named.seconds, named.target.as_deref()),
            (5, Some("params"))
        );
        assert!(parse(&["--seconds", "soon"]).is_err());
        assert!(parse(&["params", "patterns"]).is_err());
    }
}
