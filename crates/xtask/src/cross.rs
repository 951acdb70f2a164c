use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::report::{Report, Verdict};
use crate::workspace::Workspace;
use crate::{python, runner};

/// A platform besides the one that the other tests run on.
struct Target {
    triple: &'static str,
    /// What its programs begin with: bytes, and where they stand.
    header: &'static [(usize, &'static [u8])],
}

/// Promised, so its programs also run here, emulated.
const LINUX_ARM64: Target = Target {
    triple: "aarch64-unknown-linux-gnu",
    // ELF of 64 bits, little-endian; position-independent, arm64.
    header: &[(0, b"\x7fELF\x02\x01"), (16, &[3, 0, 183, 0])],
};

/// Where it builds, and nothing here can run it. Mach-O of 64 bits, the processor, an executable.
const MACOS_ARM64: Target = Target {
    triple: "aarch64-apple-darwin",
    header: &[(0, b"\xcf\xfa\xed\xfe\x0c\0\0\x01"), (12, &[2, 0, 0, 0])],
};

const MACOS_X86: Target = Target {
    triple: "x86_64-apple-darwin",
    header: &[(0, b"\xcf\xfa\xed\xfe\x07\0\0\x01"), (12, &[2, 0, 0, 0])],
};

const TARGETS: &[&Target] = &[&LINUX_ARM64, &MACOS_ARM64, &MACOS_X86];

/// Zig links for macOS without Apple's SDK, and knows the system's library only; this names the rest.
const CORE_FOUNDATION: &str = include_str!("cross/CoreFoundation.tbd");

const EMULATOR: &str = "qemu-aarch64-static";

/// A script that runs it on the program under test.
const EMULATED: &str = "crates/xtask/src/cross/emulated.sh";

/// Where Debian's libc6-arm64-cross puts what an arm64 program is linked with when it starts.
const LIBRARIES: &str = "/usr/aarch64-linux-gnu";

/// Whose tests run emulated: those with cryptography, wire formats and files. Those of the crates that decide take half an hour so.
const CRATES: &[&str] = &["sigv4", "wire", "federation", "journal"];

/// Starts its own program a second time, which the emulator cannot. The client tests kill the server instead.
const NOT_EMULATED: &str = "what_a_killed_process_acknowledged_is_there";

/// Clients against the emulated server: it starts, restarts, is killed, and plays the README's third party. Torture is
/// not among them: it kills within 0.6 seconds, before anything emulated has acknowledged a write.
const CLIENTS: &[&str] = &[
    "test_smoke.py",
    "test_restart.py",
    "test_examples.py::test_an_example_prints_what_stands_beside_it[third-party.sh]",
];

/// What `cargo xtask cross` was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    target: Option<String>,
}

impl Options {
    /// Every target.
    pub(crate) fn everything() -> Options {
        Options { target: None }
    }

    pub(crate) fn parse(arguments: &[String]) -> Result<Options, String> {
        match arguments {
            [] => Ok(Options::everything()),
            [triple] if TARGETS.iter().any(|target| target.triple == triple) => Ok(Options {
                target: Some(triple.clone()),
            }),
            other => {
                let known: Vec<&str> = TARGETS.iter().map(|target| target.triple).collect();
                let (given, known) = (other.join(" "), known.join(", "));
                Err(format!("`{given}`: cross knows {known}"))
            }
        }
    }
}

/// Builds the program for the other platforms, and runs what can be run: tests and server on emulated arm64 Linux.
pub(crate) fn run(workspace: &Workspace, options: &Options, report: &mut Report) {
    for target in TARGETS {
        if options
            .target
            .as_ref()
            .is_some_and(|wanted| wanted != target.triple)
        {
            continue;
        }
        let mut built = None;
        report.step(target.triple, || {
            if !has_standard_library(workspace, target)? {
                return Ok(left("its standard library could not be fetched: not built"));
            }
            built = Some(build(workspace, target)?);
            Ok(Verdict::default())
        });
        if let Some(program) = built
            && target.triple == LINUX_ARM64.triple
        {
            report.step("arm64 client tests", || {
                emulated(|| client_tests(workspace, &program))
            });
            report.step("arm64 rust tests", || emulated(|| rust_tests(workspace)));
        }
    }
}

/// Not done, for want of something that only the machine can give.
fn left(why: &str) -> Verdict {
    Verdict {
        warning: Some(why.to_owned()),
        ..Verdict::default()
    }
}

/// Whether Rust's standard library for the target is there, or rustup could bring it.
fn has_standard_library(workspace: &Workspace, target: &Target) -> Result<bool, String> {
    let asked = Command::new("rustc")
        .current_dir(&workspace.root)
        .args(["--print", "target-libdir", "--target", target.triple])
        .output()
        .map_err(|error| format!("rustc does not start: {error}"))?;
    if Path::new(String::from_utf8_lossy(&asked.stdout).trim()).is_dir() {
        return Ok(true);
    }
    let mut rustup = Command::new("rustup");
    rustup
        .current_dir(&workspace.root)
        .args(["target", "add", target.triple]);
    Ok(runner::run(&mut rustup).is_ok())
}

/// The program that cargo built, looked at.
fn build(workspace: &Workspace, target: &Target) -> Result<PathBuf, String> {
    let words = ["--package", "portcullis-cli", "--bin", "portcullis"];
    runner::run(cargo(workspace, "zigbuild", target)?.args(words))?;
    let path = folder(workspace)
        .join(target.triple)
        .join("cross/portcullis");
    let problem = |error: std::io::Error| format!("{}: {error}", path.display());
    let mut header = Vec::new();
    let file = std::fs::File::open(&path).map_err(problem)?;
    let bytes = file.metadata().map_err(problem)?.len();
    file.take(32).read_to_end(&mut header).map_err(problem)?;
    if !target.begins(&header) {
        let shown = path.display();
        return Err(format!("{shown} is no program for it: {header:02x?}"));
    }
    println!("{}: {bytes} bytes", path.display());
    Ok(path)
}

/// A folder of its own: nothing built here is of use to the ordinary builds, nor the other way round.
fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target.join("cross")
}

/// A cargo command for the target, with Zig as C compiler and linker.
fn cargo(workspace: &Workspace, task: &str, target: &Target) -> Result<Command, String> {
    let programs = python::zig(workspace)?;
    let folder = folder(workspace);
    let mut command = Command::new(programs.join("cargo-zigbuild"));
    command
        .current_dir(&workspace.root)
        .arg(task)
        .args(["--locked", "--profile", "cross", "--target", target.triple])
        .arg("--target-dir")
        .arg(&folder)
        .env("CARGO_ZIGBUILD_PYTHON_PATH", programs.join("python"))
        .env("CARGO_ZIGBUILD_CACHE_DIR", folder.join("zigbuild"))
        .env("ZIG_GLOBAL_CACHE_DIR", folder.join("zig"));
    if target.triple.ends_with("apple-darwin") {
        let variable = target.triple.to_uppercase().replace('-', "_");
        command.env(
            format!("CARGO_TARGET_{variable}_RUSTFLAGS"),
            format!("-Lframework={}", frameworks(&folder)?.display()),
        );
    }
    Ok(command)
}

/// A folder with what Apple's SDK would tell the linker about frameworks.
fn frameworks(folder: &Path) -> Result<PathBuf, String> {
    let frameworks = folder.join("frameworks");
    let one = frameworks.join("CoreFoundation.framework");
    std::fs::create_dir_all(&one)
        .and_then(|()| std::fs::write(one.join("CoreFoundation.tbd"), CORE_FOUNDATION))
        .map_err(|error| format!("{}: {error}", one.display()))?;
    Ok(frameworks)
}

/// Does it if the machine has an emulator.
fn emulated(tests: impl FnOnce() -> Result<Verdict, String>) -> Result<Verdict, String> {
    let starts = Command::new(EMULATOR).arg("--version").output().is_ok();
    if starts && Path::new(LIBRARIES).is_dir() {
        return tests();
    }
    Ok(left(&format!(
        "built only: running wants {EMULATOR} and {LIBRARIES} (Debian's qemu-user-static, libc6-arm64-cross)"
    )))
}

fn rust_tests(workspace: &Workspace) -> Result<Verdict, String> {
    // Some of them ask botocore.
    let programs = python::environment(workspace)?;
    let mut command = cargo(workspace, "test", &LINUX_ARM64)?;
    command
        .env("CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER", EMULATOR)
        .env("QEMU_LD_PREFIX", LIBRARIES)
        .env("PORTCULLIS_PYTHON", programs.join("python"))
        .args(["--lib", "--tests", "--no-fail-fast"]);
    for name in CRATES {
        command.arg("--package").arg(format!("portcullis-{name}"));
    }
    runner::run_tests(command.args(["--", "--skip", NOT_EMULATED]))
}

fn client_tests(workspace: &Workspace, program: &Path) -> Result<Verdict, String> {
    let programs = python::environment(workspace)?;
    runner::run_tests(
        Command::new(programs.join("python"))
            .current_dir(workspace.root.join("tests/clients"))
            .args(["-m", "pytest", "-p", "no:cacheprovider"])
            .args(CLIENTS)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("PORTCULLIS_BIN", workspace.root.join(EMULATED))
            .env("EMULATED_PROGRAM", program)
            .env("QEMU_LD_PREFIX", LIBRARIES),
    )
}

impl Target {
    /// Whether a file that begins like this is a program for it.
    fn begins(&self, file: &[u8]) -> bool {
        self.header
            .iter()
            .all(|(at, bytes)| file.get(*at..).is_some_and(|rest| rest.starts_with(bytes)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &[&str]) -> Result<Options, String> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        Options::parse(&words)
    }

    #[test]
    fn a_target_may_be_named() {
        assert_eq!(parsed(&[]), Ok(Options::everything()));
        let named = parsed(&["x86_64-apple-darwin"]).unwrap();
        assert_eq!(named.target.as_deref(), Some("x86_64-apple-darwin"));
        assert!(parsed(&["sparc-sun-solaris"]).is_err());
        assert!(parsed(&["x86_64-apple-darwin", "aarch64-apple-darwin"]).is_err());
    }

    #[test]
    fn a_program_is_of_one_target() {
        // What programs begin with.
        let linux_x86 = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0";
        let linux_arm64 = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\xb7\0";
        let macos_arm64 = b"\xcf\xfa\xed\xfe\x0c\0\0\x01\0\0\0\0\x02\0\0\0\x14\0\0\0";
        let macos_x86 = b"\xcf\xfa\xed\xfe\x07\0\0\x01\x03\0\0\0\x02\0\0\0\x13\0\0\0";
        let of = |file: &[u8]| -> Vec<&str> {
            let those = TARGETS.iter().filter(|target| target.begins(file));
            those.map(|target| target.triple).collect()
        };
        assert_eq!(of(linux_x86), Vec::<&str>::new());
        assert_eq!(of(linux_arm64), [LINUX_ARM64.triple]);
        assert_eq!(of(macos_arm64), [MACOS_ARM64.triple]);
        assert_eq!(of(macos_x86), [MACOS_X86.triple]);
        assert_eq!(of(&linux_arm64[..18]), Vec::<&str>::new());
    }
}
