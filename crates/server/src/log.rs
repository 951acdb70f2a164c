//! The server's own log, on standard error.

use std::borrow::Cow;
use std::io::{self, Write};

use tracing_subscriber::fmt::MakeWriter;

use crate::settings::{Enforcement, LogFormat};

/// Starts logging for the whole process. With `enforcement` log every line says so, because what it tells of a denial did
/// not happen. Does nothing if the process logs already.
pub(crate) fn start(format: LogFormat, level: tracing::Level, enforcement: Enforcement) {
    let filter = tracing_subscriber::filter::EnvFilter::new(format!(
        "{level},h2=warn,rustls=warn,hyper=warn"
    ));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_target(false);
    let marked = enforcement == Enforcement::Log;
    // What is started twice keeps its first form: tests start several servers in one process.
    let _ = match format {
        LogFormat::Text => builder
            .with_ansi(false)
            .with_writer(Stderr { format, marked })
            .try_init(),
        LogFormat::Json => builder
            .json()
            .flatten_event(true)
            .with_writer(Stderr { format, marked })
            .try_init(),
    };
}

struct Stderr {
    format: LogFormat,
    marked: bool,
}

struct Line<'a>(&'a Stderr);

impl<'a> MakeWriter<'a> for Stderr {
    type Writer = Line<'a>;

    fn make_writer(&'a self) -> Line<'a> {
        Line(self)
    }
}

impl Write for Line<'_> {
    /// Called once an event, with the whole line.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let line_of_one = match self.0.format {
            LogFormat::Text => one_line(line),
            // There they are escaped.
            LogFormat::Json => line.into(),
        };
        let text = mark(self.0.format, self.0.marked, &line_of_one);
        io::stderr().lock().write_all(&text)?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().lock().flush()
    }
}

/// The line without control characters but for its end: callers and identity providers choose parts of what is told, and must not
/// write lines of their own.
fn one_line(line: &[u8]) -> Cow<'_, [u8]> {
    let text = line.strip_suffix(b"\n").unwrap_or(line);
    if text.iter().all(|byte| matches!(byte, b' '..=b'~')) {
        return line.into();
    }
    let text = String::from_utf8_lossy(text).replace(char::is_control, " ");
    format!("{text}\n").into_bytes().into()
}

fn mark(format: LogFormat, marked: bool, line: &[u8]) -> Vec<u8> {
    match (marked, format, line) {
        (false, _, _) => line.to_vec(),
        (true, LogFormat::Json, [b'{', rest @ ..]) => [b"{\"enforcement\":\"log\",", rest].concat(),
        (true, _, _) => [b"[enforcement=log] ", line].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_forges_a_line_of_the_log() {
        let written =
            |text: &str| String::from_utf8(one_line(text.as_bytes()).into_owned()).unwrap();
        assert_eq!(written("INFO all is well\n"), "INFO all is well\n");
        assert_eq!(
            written("WARN `https://id\n2026 INFO all is well\u{1b}[2K\u{85}é` is none\n"),
            "WARN `https://id 2026 INFO all is well [2K é` is none\n"
        );
    }

    #[test]
    fn every_line_of_a_server_that_does_not_enforce_says_so() {
        let marked =
            |format, line: &str| String::from_utf8(mark(format, true, line.as_bytes())).unwrap();
        assert_eq!(
            marked(LogFormat::Text, "denied\n"),
            "[enforcement=log] denied\n"
        );
        assert_eq!(
            marked(LogFormat::Json, "{\"a\":1}\n"),
            "{\"enforcement\":\"log\",\"a\":1}\n"
        );
        assert_eq!(mark(LogFormat::Text, false, b"denied\n"), b"denied\n");
    }
}
