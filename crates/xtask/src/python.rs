use std::path::PathBuf;
use std::process::Command;

use crate::workspace::Workspace;

const OLDEST: (u32, u32) = (3, 10);

/// How a script ends that could not fetch what it should: BSD's `EX_TEMPFAIL`.
pub(crate) const UNREACHABLE: i32 = 75;

/// A Python environment under the target folder.
struct Environment {
    folder: &'static str,
    /// What pip installs.
    pins: &'static str,
    /// A script that the environment itself runs to bring what pip does not have.
    rest: Option<&'static str>,
}

const CLIENTS: Environment = Environment {
    folder: "python",
    pins: "tests/clients/requirements.txt",
    rest: None,
};

/// Of its own, because both versions of the AWS CLI are called `awscli`.
const AWS_CLI_V2: Environment = Environment {
    folder: "aws-cli-v2",
    pins: "tests/clients/aws-cli-v2.txt",
    rest: Some("crates/xtask/src/aws_cli.py"),
};

/// A C compiler and linker for every platform, and cargo's way to it.
const ZIG: Environment = Environment {
    folder: "zig",
    pins: "crates/xtask/src/cross/requirements.txt",
    rest: None,
};

/// The folder of programs of a Python environment with boto3, the AWS CLI and pytest at the pinned versions, made under the
/// target folder when it is missing or the pins have changed.
pub(crate) fn environment(workspace: &Workspace) -> Result<PathBuf, String> {
    CLIENTS.programs(workspace)
}

/// The folder of programs with Zig and cargo-zigbuild, made in the same way.
pub(crate) fn zig(workspace: &Workspace) -> Result<PathBuf, String> {
    ZIG.programs(workspace)
}

/// Version 2 of the AWS CLI, made in the same way; `None` where the archive that has it cannot be reached.
pub(crate) fn aws_cli_v2(workspace: &Workspace) -> Result<Option<PathBuf>, String> {
    let programs = AWS_CLI_V2.made(workspace)?;
    Ok(programs.map(|programs| programs.join("aws")))
}

impl Environment {
    /// The folder of programs of one that pip alone makes.
    fn programs(&self, workspace: &Workspace) -> Result<PathBuf, String> {
        let unreachable = || "nothing is fetched besides pip's packages".to_owned();
        self.made(workspace)?.ok_or_else(unreachable)
    }

    /// Its folder of programs; `None` where its script says that what it fetches cannot be reached.
    fn made(&self, workspace: &Workspace) -> Result<Option<PathBuf>, String> {
        let folder = workspace.target.join(self.folder);
        let programs = folder.join("bin");
        let read = |path: &str| {
            std::fs::read_to_string(workspace.root.join(path))
                .map_err(|error| format!("{path}: {error}"))
        };
        let pins = read(self.pins)?;
        let rest = self.rest.map(read).transpose()?.unwrap_or_default();
        let version = version()?;
        // The path is part of the stamp: an environment that was moved does not start.
        let stamp_wanted = format!("{version}\n{}\n{pins}{rest}", folder.display());
        let stamp = folder.join("pins");
        if std::fs::read_to_string(&stamp).is_ok_and(|found| found == stamp_wanted) {
            return Ok(Some(programs));
        }
        println!("making {} (Python {version})", folder.display());
        let made = Command::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(&folder)
            .status()
            .map_err(|error| format!("python3 does not start: {error}"))?;
        if !made.success() {
            return Err(
                "python3 -m venv failed: on Debian and Ubuntu, `apt-get install python3-venv`"
                    .into(),
            );
        }
        let python = |arguments: &[&str]| {
            Command::new(programs.join("python"))
                .args(arguments)
                .current_dir(&workspace.root)
                .status()
                .map_err(|error| format!("python does not start: {error}"))
        };
        if !python(&[
            "-m",
            "pip",
            "install",
            "--quiet",
            "--requirement",
            self.pins,
        ])?
        .success()
        {
            return Err(format!("pip could not install {}", self.pins));
        }
        if let Some(script) = self.rest {
            match python(&["-B", script])?.code() {
                Some(0) => {}
                Some(UNREACHABLE) => return Ok(None),
                _ => return Err(format!("{script} failed")),
            }
        }
        std::fs::write(&stamp, stamp_wanted)
            .map_err(|error| format!("{}: {error}", stamp.display()))?;
        Ok(Some(programs))
    }
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
