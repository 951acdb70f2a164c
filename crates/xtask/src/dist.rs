//! The program as it is installed: built twice, the second time by what the first was seen to do.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::report::Verdict;
use crate::runner;
use crate::workspace::Workspace;

/// Builds `target/dist/portcullis`. Where nothing has changed since the last time, nothing is built and no profile taken.
pub(crate) fn step(workspace: &Workspace, words: &[String]) -> Result<Verdict, String> {
    if let Some(word) = words.first() {
        return Err(format!("`{word}`: dist takes no arguments"));
    }
    let toolchain = Toolchain::find(workspace)?;
    let folder = workspace.target.join("dist-profile");
    let counting = build(
        workspace,
        &toolchain,
        &folder.join("counting"),
        &format!("-Cprofile-generate={}", folder.join("raw").display()),
    )?;
    let words = ["build", "--locked", "--package", "portcullis-load"];
    runner::run(&mut workspace.cargo(&words))?;
    let training = format!("debug/portcullis-train{}", std::env::consts::EXE_SUFFIX);
    let training = workspace.target.join(training);
    let both = fingerprint(&[&counting, &training])?;
    let profile = folder.join(format!("{both:016x}.profdata"));
    if !profile.is_file() {
        take(&toolchain, &training, &counting, &profile)?;
    }
    let built = build(
        workspace,
        &toolchain,
        &folder.join("profiled"),
        &format!("-Cprofile-use={}", profile.display()),
    )?;
    let place = workspace.target.join("dist");
    let installed = place.join(built.file_name().unwrap_or_default());
    // Linked, not copied: a server that runs from there keeps the old one.
    std::fs::create_dir_all(&place)
        .and_then(|()| match std::fs::remove_file(&installed) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => std::fs::hard_link(&built, &installed),
        })
        .map_err(|error| problem(&installed, &error))?;
    println!("{}", installed.display());
    Ok(Verdict::default())
}

/// What of the Rust toolchain is needed besides cargo.
struct Toolchain {
    /// This machine's platform, such as `x86_64-unknown-linux-gnu`.
    host: String,
    /// LLVM's own of the same version as the compiler.
    profdata: PathBuf,
}

impl Toolchain {
    /// Brings LLVM's tools with rustup where they are not there yet.
    fn find(workspace: &Workspace) -> Result<Toolchain, String> {
        let host = ask(workspace, &["--print", "host-tuple"])?;
        let root = ask(workspace, &["--print", "sysroot"])?;
        let profdata = Path::new(&root)
            .join("lib/rustlib")
            .join(&host)
            .join("bin")
            .join(format!("llvm-profdata{}", std::env::consts::EXE_SUFFIX));
        if !profdata.is_file() {
            let mut rustup = Command::new("rustup");
            let added =
                rustup
                    .current_dir(&workspace.root)
                    .args(["component", "add", "llvm-tools"]);
            runner::run(added).map_err(|error| {
                format!(
                    "{error}; a profile wants {}: without it, `cargo build --profile dist --package portcullis-cli` builds a program that is about a quarter slower",
                    profdata.display()
                )
            })?;
        }
        Ok(Toolchain { host, profdata })
    }
}

fn ask(workspace: &Workspace, words: &[&str]) -> Result<String, String> {
    let output = Command::new("rustc")
        .current_dir(&workspace.root)
        .args(words)
        .output()
        .map_err(|error| format!("rustc does not start: {error}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The program, built with one more compiler flag. Nothing else may differ between the two builds: the names of functions, by which a
/// profile is read, hold a hash of all of cargo's settings, and those of other settings are not found, without a word.
/// The target is named so that build scripts are built without the flag.
fn build(
    workspace: &Workspace,
    toolchain: &Toolchain,
    folder: &Path,
    flag: &str,
) -> Result<PathBuf, String> {
    let given = std::env::var("RUSTFLAGS").unwrap_or_default();
    let words = [
        "build",
        "--locked",
        "--profile",
        "dist",
        "--package",
        "portcullis-cli",
    ];
    let mut command = workspace.cargo(&words);
    command
        .args(["--target", &toolchain.host, "--target-dir"])
        .arg(folder)
        .env("RUSTFLAGS", format!("{given} {flag}").trim());
    runner::run(&mut command)?;
    let program = format!("portcullis{}", std::env::consts::EXE_SUFFIX);
    Ok(folder.join(&toolchain.host).join("dist").join(program))
}

/// Runs the counting program under the calls of `crates/load`, and merges what it counted.
fn take(
    toolchain: &Toolchain,
    training: &Path,
    counting: &Path,
    profile: &Path,
) -> Result<(), String> {
    let raw = profile.with_file_name("raw");
    if raw.is_dir() {
        // Of another program.
        std::fs::remove_dir_all(&raw).map_err(|error| problem(&raw, &error))?;
    }
    runner::run(Command::new(training).arg(counting))?;
    runner::run(
        Command::new(&toolchain.profdata)
            .args(["merge", "-o"])
            .args([profile, &raw]),
    )?;
    Ok(())
}

/// Which programs these are: a profile is of one, under the calls of another, and is named so, by which cargo sees that it changed.
fn fingerprint(programs: &[&Path]) -> Result<u64, String> {
    let mut hasher = DefaultHasher::new();
    for program in programs {
        let bytes = std::fs::read(program).map_err(|error| problem(program, &error))?;
        bytes.hash(&mut hasher);
    }
    Ok(hasher.finish())
}

fn problem(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
