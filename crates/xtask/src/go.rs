use std::path::PathBuf;
use std::process::Command;

use crate::fetched;
use crate::workspace::Workspace;

const SCRIPT: &str = "crates/xtask/src/go_sdk.py";
/// The program that calls the SDK for the client tests.
const DRIVER: &str = "tests/clients/go/main.go";

/// The program of the client tests that calls the AWS SDK for Go, built with the compiler that its script fetches; else why there is
/// none: the script has a compiler for one kind of machine, or cannot reach the archive that has it.
pub(crate) fn driver(workspace: &Workspace) -> Result<Result<PathBuf, String>, String> {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return Ok(Err("the compiler is one for Linux on x86-64".to_owned()));
    }
    let folder = match fetched::folder(workspace, "go", SCRIPT)? {
        Ok(folder) => folder,
        Err(reason) => return Ok(Err(reason)),
    };
    let package = folder.join("src/driver");
    std::fs::copy(workspace.root.join(DRIVER), package.join("main.go"))
        .map_err(|error| format!("{DRIVER}: {error}"))?;
    let driver = folder.join("driver");
    let goroot = folder.join("goroot");
    // Quick where nothing has changed: what was compiled is kept beside it.
    let built = Command::new(goroot.join("bin/go"))
        .args(["build", "-trimpath", "-o"])
        .arg(&driver)
        .arg(".")
        .current_dir(package)
        .env("GOROOT", &goroot)
        .env("GOPATH", &folder)
        .env("GOCACHE", folder.join("cache"))
        .env("GOENV", "off")
        .env("GOFLAGS", "")
        .env("GO111MODULE", "off")
        .env("GOTOOLCHAIN", "local")
        .env("GOPROXY", "off")
        .env("CGO_ENABLED", "0")
        .status()
        .map_err(|error| format!("the compiler of Go does not start: {error}"))?;
    if !built.success() {
        return Err(format!("{DRIVER} does not build"));
    }
    Ok(Ok(driver))
}
