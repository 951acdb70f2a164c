//! What commands print, and how they exit.

use std::fmt::Display;
use std::io::Write;
use std::process::ExitCode;

use serde::Serialize;

use crate::arguments::Format;

/// How a command ended that did what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Exit code 0.
    Fine,
    /// Exit code 1: the answer is *no*.
    Negative,
}

/// Why a command could not do what it was asked: exit code 2, or 1 where that is a refusal.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    verdict: Option<Verdict>,
}

impl Failure {
    /// Misuse, or input or an environment that the command cannot work with.
    pub(crate) fn new(message: impl Display) -> Failure {
        Failure {
            message: message.to_string(),
            verdict: None,
        }
    }

    /// A refusal: the answer is *no*, and this is why.
    pub(crate) fn refused(message: impl Display) -> Failure {
        Failure {
            message: message.to_string(),
            verdict: Some(Verdict::Negative),
        }
    }
}

impl Failure {
    /// What a server answered instead: a refusal, unless it could not read what it was given.
    pub(crate) fn of_reply(code: &str, message: &str) -> Failure {
        let text = format!("{code}: {message}");
        match code {
            "MalformedImport" => Failure::new(text),
            _ => Failure::refused(text),
        }
    }
}

impl From<server::Fault> for Failure {
    fn from(fault: server::Fault) -> Failure {
        if fault.is_damage() {
            Failure::refused(fault)
        } else {
            Failure::new(fault)
        }
    }
}

impl From<server::settings::SettingsError> for Failure {
    fn from(error: server::settings::SettingsError) -> Failure {
        Failure::new(error)
    }
}

impl From<std::io::Error> for Failure {
    /// A reader that has gone, such as `head`, has what it wanted: nothing is told, and the exit code is 0.
    fn from(error: std::io::Error) -> Failure {
        let gone = error.kind() == std::io::ErrorKind::BrokenPipe;
        Failure {
            message: if gone {
                String::new()
            } else {
                error.to_string()
            },
            verdict: gone.then_some(Verdict::Fine),
        }
    }
}

/// Prints an answer: the text for people, or the value as JSON.
pub(crate) fn print(format: Format, text: &str, value: &impl Serialize) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    match format {
        Format::Text => out.write_all(text.as_bytes())?,
        Format::Json => {
            serde_json::to_writer(&mut out, value).map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
        }
    }
    Ok(out.flush()?)
}

/// Lines of columns, each as wide as its widest cell.
pub(crate) fn columns(rows: &[Vec<String>]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
    };
    let widths: Vec<usize> = (0..count)
        .map(|column| width(column).unwrap_or(0))
        .collect();
    let mut text = String::new();
    for row in rows {
        let cells = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:<width$}"));
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// The process' exit code; a failure is told on standard error.
pub(crate) fn finish(format: Format, result: Result<Verdict, Failure>) -> ExitCode {
    let verdict = match result {
        Ok(verdict) => Some(verdict),
        Err(failure) if failure.verdict == Some(Verdict::Fine) => failure.verdict,
        Err(failure) => {
            tell(format, &failure);
            failure.verdict
        }
    };
    match verdict {
        Some(Verdict::Fine) => ExitCode::SUCCESS,
        Some(Verdict::Negative) => ExitCode::from(1),
        None => ExitCode::from(2),
    }
}

/// Tells a failure on standard error.
pub(crate) fn tell(format: Format, failure: &Failure) {
    let text = match format {
        Format::Text => format!("\u{1b}[1;31merror:\u{1b}[0m {}\n", failure.message),
        Format::Json => format!(
            "{}\n",
            serde_json::json!({ "error": { "message": failure.message } })
        ),
    };
    // Where nobody can read it the exit code still tells.
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_nothing_trails() {
        let rows = [
            vec!["a".to_owned(), "long one".to_owned()],
            vec!["éé".to_owned(), "b".to_owned()],
        ];
        assert_eq!(columns(&rows), "a   long one\néé  b\n");
    }
}
