use std::path::PathBuf;
use std::process::Command;

use crate::workspace::Workspace;

const PINS: &str = "tests/clients/requirements.txt";
const OLDEST: (u32, u32) = (3, 10);

/// The folder of programs of a Python environment with boto3, the AWS CLI and pytest at the pinned
/// versions, made under the target folder when it is missing or the pins have changed.
pub(crate) fn environment(workspace: &Workspace) -> Result<PathBuf, String> {
    let folder = workspace.target.join("python");
    let programs = folder.join("bin");
    let pins = std::fs::read_to_string(workspace.root.join(PINS))
        .map_err(|error| format!("{PINS}: {error}"))?;
    let version = version()?;
    // The path is part of the stamp: an environment that was moved does not start.
    let stamp_wanted = format!("{version}\n{}\n{pins}", folder.display());
    let stamp = folder.join("pins");
    if std::fs::read_to_string(&stamp).is_ok_and(|found| found == stamp_wanted) {
        return Ok(programs);
    }
    println!("making {} (Python {version})", folder.display());
    let made = Command::new("python3")
        .args(["-m", "venv", "--clear"])
        .arg(&folder)
        .status()
        .map_err(|error| format!("python3 does not start: {error}"))?;
    if !made.success() {
        return Err(
            "python3 -m venv failed: on Debian and Ubuntu, `apt-get install python3-venv`".into(),
        );
    }
    let installed = Command::new(programs.join("python"))
        .args(["-m", "pip", "install", "--quiet", "--requirement"])
        .arg(workspace.root.join(PINS))
        .status()
        .map_err(|error| format!("pip does not start: {error}"))?;
    if !installed.success() {
        return Err(format!("pip could not install {PINS}"));
    }
    std::fs::write(&stamp, stamp_wanted)
        .map_err(|error| format!("{}: {error}", stamp.display()))?;
    Ok(programs)
}

/// The version of `python3`, if it is new enough for the pinned packages.
fn version() -> Result<String, String> {
    let asked = Command::new("python3")
        .args(["-c", "import platform; print(platform.python_version())"])
        .output()
        .map_err(|error| format!("Python 3 is needed, and python3 does not start: {error}"))?;
    let version = String::from_utf8_lossy(&asked.stdout).trim().to_owned();
    let mut numbers = version.split('.').map(|part| part.parse().unwrap_or(0));
    let found = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if found < OLDEST {
        let (major, minor) = OLDEST;
        return Err(format!(
            "Python {major}.{minor} or newer is needed, python3 is `{version}`"
        ));
    }
    Ok(version)
}
