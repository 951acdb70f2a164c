//! `cargo xtask model`: writes the trimmed API models from the botocore of the test environment.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::python;
use crate::report::Verdict;
use crate::workspace::Workspace;

/// Services whose model is committed under `crates/wire/src/model`.
const SERVICES: [&str; 3] = ["iam", "organizations", "sts"];

/// Writes the models, or with `--check` says which committed file differs.
pub(crate) fn step(workspace: &Workspace, words: &[String]) -> Result<Verdict, String> {
    let check = match words {
        [] => false,
        [flag] if flag == "--check" => true,
        _ => return Err("usage: cargo xtask model [--check]".to_owned()),
    };
    let python = python::environment(workspace)?.join("python");
    let mut differing = Vec::new();
    for service in SERVICES {
        let fresh = trimmed(&python, &workspace.root, service)?;
        let path = committed(workspace, service);
        if check {
            let committed = std::fs::read_to_string(&path)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            if committed != fresh {
                differing.push(service);
            }
        } else {
            std::fs::write(&path, fresh).map_err(|error| format!("{}: {error}", path.display()))?;
        }
    }
    if differing.is_empty() {
        return Ok(Verdict::default());
    }
    Err(format!(
        "the committed model of {} is not botocore's; run `cargo xtask model`",
        differing.join(" and ")
    ))
}

fn committed(workspace: &Workspace, service: &str) -> PathBuf {
    let file = format!("crates/wire/src/model/{service}.json");
    workspace.root.join(file)
}

fn trimmed(python: &Path, root: &Path, service: &str) -> Result<String, String> {
    let script = root.join("crates/xtask/src/model.py");
    let output = Command::new(python)
        .arg(&script)
        .arg(service)
        .output()
        .map_err(|error| format!("{}: {error}", python.display()))?;
    if !output.status.success() {
        return Err(format!(
            "model.py {service}: {}",
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    String::from_utf8(output.stdout).map_err(|error| format!("model.py {service}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_arguments_are_refused() {
        for words in [&["--chek"][..], &["--check", "iam"]] {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(
                step(&Workspace::find().unwrap(), &words).err(),
                Some("usage: cargo xtask model [--check]".to_owned())
            );
        }
    }

    #[test]
    fn every_service_has_its_committed_model() {
        for service in SERVICES {
            let path = committed(&Workspace::find().unwrap(), service);
            assert!(path.exists(), "{}", path.display());
        }
    }
}
