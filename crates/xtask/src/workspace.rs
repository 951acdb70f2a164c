use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the tree and its build products are, and the cargo that started this task.
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
    cargo: OsString,
    metadata: serde_json::Value,
}

impl Workspace {
    /// The workspace that this task belongs to.
    pub(crate) fn find() -> Result<Workspace, String> {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
            .unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&manifest)
            .ancestors()
            .nth(2)
            .ok_or("the xtask package is not two folders below the root")?
            .to_path_buf();
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let listed = Command::new(&cargo)
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .current_dir(&root)
            .output()
            .map_err(|error| format!("cargo does not start: {error}"))?;
        if !listed.status.success() {
            return Err(String::from_utf8_lossy(&listed.stderr).into_owned());
        }
        let metadata: serde_json::Value = serde_json::from_slice(&listed.stdout)
            .map_err(|error| format!("cargo metadata: {error}"))?;
        let target = metadata["target_directory"]
            .as_str()
            .ok_or("cargo metadata names no target directory")?
            .into();
        Ok(Workspace {
            root,
            target,
            cargo,
            metadata,
        })
    }

    /// A cargo command at the root of the tree.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.cargo);
        command.args(arguments).current_dir(&self.root);
        command
    }

    /// The `portcullis` binary that `cargo build` makes.
    pub(crate) fn binary(&self) -> PathBuf {
        self.target
            .join("debug")
            .join(format!("portcullis{}", std::env::consts::EXE_SUFFIX))
    }

    /// Every benchmark of the workspace, as package and target name.
    pub(crate) fn benchmarks(&self) -> Vec<(String, String)> {
        let packages = self.metadata["packages"].as_array();
        let mut found = Vec::new();
        for package in packages.into_iter().flatten() {
            for target in package["targets"].as_array().into_iter().flatten() {
                let is_benchmark = target["kind"]
                    .as_array()
                    .is_some_and(|kinds| kinds.iter().any(|kind| kind == "bench"));
                if let (true, Some(package), Some(target)) = (
                    is_benchmark,
                    package["name"].as_str(),
                    target["name"].as_str(),
                ) {
                    found.push((package.to_owned(), target.to_owned()));
                }
            }
        }
        found
    }

    /// A cargo subcommand's program: the one on `PATH`, else the one under `target/tools`.
    pub(crate) fn tool(&self, name: &str) -> Option<PathBuf> {
        let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        let own = self.target.join("tools").join("bin").join(&file);
        if own.is_file() {
            return Some(own);
        }
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path)
            .map(|folder| folder.join(&file))
            .find(|candidate| candidate.is_file())
    }

    /// That program, installed from the registry at `version` if it is not there yet.
    pub(crate) fn tool_installed(&self, name: &str, version: &str) -> Result<PathBuf, String> {
        if let Some(found) = self.tool(name) {
            return Ok(found);
        }
        println!("installing {name} {version} into target/tools");
        let folder = self.target.join("tools");
        let mut install = self.cargo(&["install", "--locked", "--version", version, name]);
        install.arg("--root").arg(&folder);
        let status = install
            .status()
            .map_err(|error| format!("cargo install does not start: {error}"))?;
        if !status.success() {
            return Err(format!("cargo install {name} failed"));
        }
        self.tool(name)
            .ok_or_else(|| format!("{name} was installed but is not in {}", folder.display()))
    }
}
