use std::path::PathBuf;
use std::process::Command;

use crate::python::UNREACHABLE;
use crate::workspace::Workspace;

/// The folder under the target folder that a script fills with what it fetches, filled when it is missing or the script has changed,
/// its pins with it; else why there is none: what it fetches cannot be reached.
pub(crate) fn folder(
    workspace: &Workspace,
    name: &str,
    script: &str,
) -> Result<Result<PathBuf, String>, String> {
    let folder = workspace.target.join(name);
    let stamp = folder.join("pins");
    let path = workspace.root.join(script);
    let wanted = std::fs::read_to_string(&path).map_err(|error| format!("{script}: {error}"))?;
    if std::fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(Ok(folder));
    }
    println!("making {}", folder.display());
    if folder.exists() {
        std::fs::remove_dir_all(&folder)
            .map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    let made = Command::new("python3")
        .arg("-B")
        .arg(&path)
        .arg(&folder)
        .status()
        .map_err(|error| format!("python3 does not start: {error}"))?;
    match made.code() {
        Some(0) => {}
        Some(UNREACHABLE) => return Ok(Err("it could not be fetched".to_owned())),
        _ => return Err(format!("{script} failed")),
    }
    std::fs::write(&stamp, wanted).map_err(|error| format!("{}: {error}", stamp.display()))?;
    Ok(Ok(folder))
}
