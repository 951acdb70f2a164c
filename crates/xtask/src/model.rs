//! `cargo xtask model`: writes the trimmed API models from the botocore of the test environment.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Services whose model is committed under `crates/wire/src/model`.
const SERVICES: [&str; 3] = ["iam", "organizations", "sts"];

/// Writes the models, or with `--check` says which committed file differs.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let check = match args {
        [] => false,
        [flag] if flag == "--check" => true,
        _ => return Err("usage: cargo xtask model [--check]".to_owned()),
    };
    let root = workspace()?;
    let python = python(&root)?;
    let mut differing = Vec::new();
    for service in SERVICES {
        let fresh = trimmed(&python, &root, service)?;
        let path = root.join(format!("crates/wire/src/model/{service}.json"));
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
        return Ok(());
    }
    Err(format!(
        "the committed model of {} is not botocore's; run `cargo xtask model`",
        differing.join(" and ")
    ))
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

fn workspace() -> Result<PathBuf, String> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.ancestors()
        .nth(2)
        .map(Path::to_owned)
        .ok_or_else(|| format!("{} is in no workspace", own.display()))
}

fn python(root: &Path) -> Result<PathBuf, String> {
    if let Some(python) = std::env::var_os("PORTCULLIS_PYTHON") {
        return Ok(PathBuf::from(python));
    }
    let python = root.join("target/python/bin/python");
    if python.exists() {
        return Ok(python);
    }
    Err(
        "no Python with botocore: `cargo xtask test` makes one, or set PORTCULLIS_PYTHON"
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_arguments_are_refused() {
        for words in [&["--chek"][..], &["--check", "iam"]] {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(
                run(&words),
                Err("usage: cargo xtask model [--check]".to_owned())
            );
        }
    }

    #[test]
    fn every_service_has_its_committed_model() {
        for service in SERVICES {
            let path = workspace()
                .unwrap()
                .join(format!("crates/wire/src/model/{service}.json"));
            assert!(path.exists(), "{}", path.display());
        }
    }
}
