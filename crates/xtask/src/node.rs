use std::path::{Path, PathBuf};
use std::process::Command;

use crate::workspace::Workspace;

/// Where `package.json` and its lock file stand.
const PINS: &str = "tests/clients/js";
const OLDEST: u32 = 20;

/// The `node_modules` with the packages that the client tests drive, at the locked versions; made under the target folder when they
/// are missing or the lock has changed.
pub(crate) fn modules(workspace: &Workspace) -> Result<PathBuf, String> {
    let version = version()?;
    let folder = workspace.target.join("npm/clients");
    let told = |error: std::io::Error| format!("{}: {error}", folder.display());
    std::fs::create_dir_all(&folder).map_err(told)?;
    let mut stamp_wanted = format!("node {version}\n");
    for name in ["package.json", "package-lock.json"] {
        let path = workspace.root.join(PINS).join(name);
        let text = std::fs::read_to_string(&path)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        stamp_wanted.push_str(&text);
    }
    let stamp = folder.join("pins");
    if !std::fs::read_to_string(&stamp).is_ok_and(|found| found == stamp_wanted) {
        install(&workspace.root.join(PINS), &folder)?;
        std::fs::write(&stamp, stamp_wanted).map_err(told)?;
    }
    Ok(folder.join("node_modules"))
}

/// Installs exactly what the lock file names. It holds the archives' checksums, which npm compares.
fn install(pins: &Path, folder: &Path) -> Result<(), String> {
    println!("making {}", folder.display());
    for name in ["package.json", "package-lock.json"] {
        std::fs::copy(pins.join(name), folder.join(name))
            .map_err(|error| format!("{}: {error}", folder.join(name).display()))?;
    }
    // Not by `--prefix`: npm takes the folder it stands in for part of the package then.
    let installed = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(folder)
        .status()
        .map_err(|error| format!("npm does not start: {error}"))?;
    if !installed.success() {
        return Err(format!("npm could not install {PINS}/package-lock.json"));
    }
    Ok(())
}

/// The version of `node`, if it is new enough for the locked packages.
fn version() -> Result<String, String> {
    let asked = Command::new("node")
        .arg("--version")
        .output()
        .map_err(|error| format!("Node.js is needed, and node does not start: {error}"))?;
    let version = String::from_utf8_lossy(&asked.stdout).trim().to_owned();
    let major = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST) {
        return Err(format!(
            "Node.js {OLDEST} or newer is needed, node is `{version}`"
        ));
    }
    Ok(version)
}
