use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::fetched;
use crate::workspace::Workspace;

/// Extensions that SimpleSAMLphp wants and that Debian has in packages of their own.
const EXTENSIONS: [&str; 2] = ["dom", "mbstring"];
const SCRIPT: &str = "crates/xtask/src/simplesamlphp.py";

/// SimpleSAMLphp's folder under the target folder, filled when it is missing or its pin has changed; else why there is none: PHP is
/// not here, or the archive that has the package cannot be reached.
pub(crate) fn simplesamlphp(workspace: &Workspace) -> Result<Result<PathBuf, String>, String> {
    if let Some(lacking) = lacking() {
        return Ok(Err(lacking));
    }
    fetched::folder(workspace, "simplesamlphp", SCRIPT)
}

/// What PHP lacks, if it is PHP itself or one of the extensions.
fn lacking() -> Option<String> {
    let modules = Command::new("php")
        .arg("-m")
        .stderr(Stdio::null())
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let Ok(modules) = modules else {
        return Some("there is no PHP".to_owned());
    };
    let has = |extension: &&str| modules.lines().any(|line| line == *extension);
    let missing = EXTENSIONS.iter().find(|extension| !has(extension))?;
    Some(format!("PHP has no extension {missing}"))
}
