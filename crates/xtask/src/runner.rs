use std::fmt;
use std::io::{IsTerminal, Read, Write};
use std::process::{Command, Stdio};

use crate::report::Verdict;

/// Runs a command whose output goes straight to the terminal; failing is its exit code.
pub(crate) fn run(command: &mut Command) -> Result<Verdict, String> {
    let shown = shown(command);
    println!("$ {shown}");
    let status = command
        .status()
        .map_err(|error| format!("`{shown}` does not start: {error}"))?;
    if status.success() {
        return Ok(Verdict::default());
    }
    Err(format!("`{shown}` ended with {status}"))
}

/// Runs a test runner: its output is passed through, and its closing lines are kept.
pub(crate) fn run_tests(command: &mut Command) -> Result<Verdict, String> {
    let (ok, text) = run_captured(command)?;
    let closing: Vec<String> = text
        .lines()
        .map(without_colours)
        .filter(|line| closes(line))
        .map(|line| line.trim().to_owned())
        .collect();
    let failure = match (ok, closing.is_empty()) {
        (true, false) => None,
        (true, true) => Some(format!("`{}` printed no summary", shown(command))),
        (false, _) => Some(format!("`{}` failed", shown(command))),
    };
    Ok(Verdict {
        closing: summed(closing),
        failure,
        ..Verdict::default()
    })
}

/// Whether the command succeeded, and all that it wrote, which was passed through meanwhile.
pub(crate) fn run_captured(command: &mut Command) -> Result<(bool, String), String> {
    let shown = shown(command);
    println!("$ {shown}");
    if std::io::stdout().is_terminal() {
        command
            .env("CARGO_TERM_COLOR", "always")
            .env("FORCE_COLOR", "1");
    }
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("`{shown}` does not start: {error}"))?;
    let output = child.stdout.take().expect("standard output is piped");
    let errors = child.stderr.take().expect("standard error is piped");
    let copied = std::thread::spawn(move || pass_through(errors, std::io::stderr()));
    let mut text = pass_through(output, std::io::stdout());
    text.push_str(&copied.join().expect("copying does not panic"));
    let status = child
        .wait()
        .map_err(|error| format!("`{shown}` is lost: {error}"))?;
    Ok((status.success(), text))
}

fn pass_through(mut from: impl Read, mut to: impl Write) -> String {
    let mut all = Vec::new();
    let mut chunk = [0; 8192];
    while let Ok(count @ 1..) = from.read(&mut chunk) {
        all.extend_from_slice(&chunk[..count]);
        // Nobody may be reading any more; the tests still count.
        to.write_all(&chunk[..count]).ok();
        to.flush().ok();
    }
    String::from_utf8_lossy(&all).into_owned()
}

fn shown(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let mut words = vec![
        program
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
    ];
    words.extend(
        command
            .get_args()
            .map(|word| word.to_string_lossy().into_owned()),
    );
    words.join(" ")
}

fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line.chars();
    while let Some(letter) = rest.next() {
        if letter != '\u{1b}' {
            plain.push(letter);
            continue;
        }
        for letter in rest.by_ref() {
            if letter.is_ascii_alphabetic() {
                break;
            }
        }
    }
    plain
}

/// Whether nextest, `cargo test` or pytest closes a run with this line.
fn closes(line: &str) -> bool {
    let line = line.trim();
    let pytest = line.starts_with("==") && line.ends_with("==") && line.contains(" in ");
    line.starts_with("Summary [") || line.starts_with("test result:") || pytest
}

/// The many `test result:` lines of one `cargo test` as one line; others stay as they are.
fn summed(closing: Vec<String>) -> Vec<String> {
    let (results, mut others): (Vec<String>, Vec<String>) = closing
        .into_iter()
        .partition(|line| line.starts_with("test result:"));
    // Above its own summary nextest shows what a failing test binary printed, closing line and all.
    let of_nextest = others.iter().any(|line| line.starts_with("Summary ["));
    if !results.is_empty() && !of_nextest {
        let mut tally = Tally::default();
        results.iter().for_each(|line| tally.add(line));
        let word = if tally.failed == 0 { "ok" } else { "FAILED" };
        others.push(format!(
            "test result: {word}. {} passed; {} failed; {} ignored ({} binaries)",
            tally.passed,
            tally.failed,
            tally.skipped,
            results.len()
        ));
    }
    others
}

/// How many tests passed, failed and were left out, over all runners.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Tally {
    /// Adds what a closing line says.
    pub(crate) fn add(&mut self, line: &str) {
        let words: Vec<&str> = line
            .split(|letter: char| !letter.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        for pair in words.windows(2) {
            let Ok(count) = pair[0].parse::<u64>() else {
                continue;
            };
            match pair[1] {
                "passed" | "xfailed" => self.passed += count,
                "failed" | "error" | "errors" | "timed" | "exec" | "xpassed" => {
                    self.failed += count;
                }
                "skipped" | "ignored" | "deselected" => self.skipped += count,
                _ => {}
            }
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{} passed, {} failed, {} skipped",
            self.passed, self.failed, self.skipped
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, passed: u64, failed: u64, skipped: u64) {
        assert!(closes(line), "{line}");
        let mut tally = Tally::default();
        tally.add(line);
        let expected = Tally {
            passed,
            failed,
            skipped,
        };
        assert_eq!(tally, expected, "{line}");
    }

    #[test]
    fn closing_lines_of_every_runner_are_counted() {
        check(
            "     Summary [   0.123s] 12 tests run: 10 passed, 2 failed, 1 skipped",
            10,
            2,
            1,
        );
        check(
            "Summary [ 61.0s] 9 tests run: 7 passed (1 slow), 1 failed, 1 timed out, 0 skipped",
            7,
            2,
            0,
        );
        check(
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.00s",
            3,
            0,
            1,
        );
        check("=== 2 failed, 10 passed, 1 error in 3.21s ===", 10, 3, 0);
    }

    #[test]
    fn other_lines_close_nothing() {
        for line in [
            "running 3 tests",
            "test a::b ... ok",
            "============ test session starts ============",
            "3 passed, so what",
        ] {
            assert!(!closes(line), "{line}");
        }
    }

    #[test]
    fn colours_are_taken_off_before_reading() {
        assert_eq!(
            without_colours("\u{1b}[32m== 1 passed\u{1b}[0m =="),
            "== 1 passed =="
        );
    }

    #[test]
    fn a_failing_binary_is_not_counted_beside_its_runner() {
        let lines = vec![
            "test result: FAILED. 0 passed; 1 failed; 0 ignored".to_owned(),
            "Summary [ 0.5s] 44 tests run: 43 passed, 1 failed, 0 skipped".to_owned(),
        ];
        assert_eq!(summed(lines.clone()), lines[1..]);
    }

    #[test]
    fn results_of_many_binaries_become_one_line() {
        let lines = vec![
            "test result: ok. 3 passed; 0 failed; 0 ignored".to_owned(),
            "test result: FAILED. 1 passed; 2 failed; 0 ignored".to_owned(),
        ];
        assert_eq!(
            summed(lines),
            ["test result: FAILED. 4 passed; 2 failed; 0 ignored (2 binaries)"]
        );
    }
}
