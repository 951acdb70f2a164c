//! Servers as processes of their own.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::signed::Caller;

/// A server that has told its address.
pub struct Process {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    banner: String,
    /// From the start of the process to its banner.
    pub started_in: Duration,
    scratch: tempfile::TempDir,
}

impl Process {
    /// The server of this binary, on a free port.
    pub fn portcullis(binary: &Path, flags: &[&str]) -> Process {
        let mut command = Command::new(binary);
        command
            .args([
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--admin-listen",
                "off",
                "--log-level",
                "error",
            ])
            .args(flags);
        Process::start(command, 2)
    }

    /// A server that prints its endpoint, and then as many empty lines as its banner has parts.
    pub fn start(mut command: Command, parts: usize) -> Process {
        // Settings of whoever started this are not the server's, which refuses those that it does not know.
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("PORTCULLIS_") {
                command.env_remove(&name);
            }
        }
        let started = Instant::now();
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program is there and may be run");
        let mut lines = BufReader::new(child.stdout.as_mut().expect("its output is piped"));
        let mut banner = String::new();
        let mut left = if command.get_args().any(|argument| argument == "--dev") {
            4
        } else {
            parts
        };
        let mut started_in = Duration::ZERO;
        while left > 0 {
            let before = banner.len();
            assert!(
                lines.read_line(&mut banner).expect("banners are text") > 0,
                "no banner: {banner}"
            );
            if banner[before..].trim().is_empty() {
                left -= 1;
            }
            if banner[before..].contains("endpoint") {
                started_in = started.elapsed();
            }
        }
        let endpoint = banner
            .lines()
            .find_map(|line| line.trim().strip_prefix("endpoint"))
            .expect("a banner tells the endpoint");
        let address = endpoint
            .trim()
            .strip_prefix("http://")
            .and_then(|address| address.parse().ok())
            .expect("the endpoint is an address without TLS");
        Process {
            child,
            address,
            banner,
            started_in,
            scratch: tempfile::tempdir().expect("there is room for files"),
        }
    }

    /// The root key that the banner shows, or the file that it names.
    pub fn root(&self) -> Caller {
        let file = self.banner.lines().find_map(|line| {
            line.trim()
                .strip_prefix("root key")?
                .trim()
                .strip_prefix("in ")
        });
        let text = match file {
            Some(line) => {
                std::fs::read_to_string(line.split_once(' ').map_or(line, |(path, _)| path))
                    .expect("the banner names the file of the root key")
            }
            None => self.banner.clone(),
        };
        let value = |name: &str| {
            let line = text.lines().find_map(|line| {
                line.strip_prefix("export ")?
                    .strip_prefix(name)?
                    .strip_prefix('=')
            });
            line.expect("the root key has both parts")
                .trim_matches('\'')
                .to_owned()
        };
        Caller {
            access_key_id: value("AWS_ACCESS_KEY_ID"),
            secret: value("AWS_SECRET_ACCESS_KEY"),
            session_token: None,
        }
    }

    /// A path in a folder that goes with the process.
    pub fn scratch(&self, name: &str) -> PathBuf {
        self.scratch.path().join(name)
    }

    /// Processor time that the process has used, from /proc: its clock ticks a hundred times a second.
    pub fn cpu(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))
            .expect("Linux tells of processes that run");
        let (_, fields) = stat.rsplit_once(')').expect("a name stands in parentheses");
        let ticks: u64 = fields
            .split_whitespace()
            .skip(11)
            .take(2)
            .map(|field| field.parse::<u64>().expect("times are numbers"))
            .sum();
        Duration::from_millis(ticks * 10)
    }

    /// Memory that the process holds, in MiB.
    pub fn resident_mib(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))
            .expect("Linux tells of processes that run");
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .expect("a process that runs has memory");
        line.split_whitespace()
            .next()
            .and_then(|number| number.parse::<u64>().ok())
            .expect("memory is a number of kibibytes")
            / 1024
    }

    /// Stops it as an operator would.
    pub fn stop(mut self) {
        assert!(
            Command::new("kill")
                .arg(self.child.id().to_string())
                .status()
                .expect("every system has kill")
                .success()
        );
        assert!(self.child.wait().expect("it is our child").success());
    }

    /// Stops it as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().expect("it is our child");
        self.child.wait().expect("it is our child");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // One that has ended cannot be killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
