//! `portcullis sigv4`: offline, for whoever owns the key. Reads no clock.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::json;
use serde_json::value::RawValue;
use sigv4::{InspectRequest, Inspection, inspect};

use crate::arguments::Format;
use crate::output::{Failure, Verdict};

/// `portcullis sigv4`.
#[derive(Debug, Subcommand)]
pub(crate) enum Sigv4Command {
    /// Say whether requests are rightly signed.
    ///
    /// Exits 0 if all are, 1 if one is refused, 2 if one cannot be read. The time is the request's `now`, not this machine's.
    #[command(after_help = REQUEST)]
    Verify {
        /// Requests as JSON, one after another. - is standard input.
        #[arg(default_value = "-")]
        file: PathBuf,
    },
    /// Show what a signature should be made of, and the first thing that differs.
    ///
    /// Prints canonical request, string to sign, the signature that the given secret makes of them, and, where the request's
    /// own is another, which mistake explains it. Exits as `verify` does.
    #[command(after_help = REQUEST)]
    Explain {
        /// Requests as JSON, one after another. - is standard input.
        #[arg(default_value = "-")]
        file: PathBuf,
    },
}

const REQUEST: &str = "\
A request, as JSON:
  {\"method\":\"POST\", \"target\":\"/?raw=query\", \"headers\":[[\"Host\",\"localhost:4747\"], [\"Authorization\",\"AWS4-HMAC-SHA256 …\"]],
   \"body_base64\":\"QWN0aW9uPUdldFVzZXI=\", \"region\":\"us-east-1\", \"service\":\"iam\", \"now\":\"2026-01-31T12:00:00Z\", \"normalize\":true,
   \"credentials\":{\"access_key_id\":\"AKIA…\", \"secret_access_key\":\"…\", \"session_token\":null}}
normalize is false for S3 only.

Examples:
  portcullis sigv4 verify request.json
  portcullis sigv4 explain --format json < requests.jsonl";

/// Answers every request of the input, in its order.
pub(crate) fn run(format: Format, command: &Sigv4Command) -> Result<Verdict, Failure> {
    let (file, show): (&Path, Show) = match command {
        Sigv4Command::Verify { file } => (file, verdict_of),
        Sigv4Command::Explain { file } => (file, everything_of),
    };
    let text = read(file)?;
    let mut out = anstream::stdout().lock();
    let (mut refused, mut malformed, mut answered) = (0, 0, 0);
    let mut requests = serde_json::Deserializer::from_str(&text).into_iter::<&RawValue>();
    while let Some(next) = requests.next() {
        answered += 1;
        let whole = next.is_ok();
        let request = match next {
            Ok(request) => parse(
                request.get(),
                &text[..requests.byte_offset() - request.get().len()],
            ),
            Err(error) => Err(Malformed {
                line: error.line(),
                message: told(&error),
            }),
        };
        match request {
            Ok(request) => {
                let inspection = inspect(&request);
                refused += usize::from(!inspection.valid);
                writeln!(out, "{}", show(format, &inspection))?;
            }
            Err(error) => {
                malformed += 1;
                writeln!(out, "{}", error.shown(format))?;
            }
        }
        if !whole {
            // Behind a syntax error nobody knows where the next request begins.
            break;
        }
    }
    out.flush()?;
    match (answered, malformed, refused) {
        (0, _, _) => Err(Failure::new("the input holds no request")),
        (_, 0, 0) => Ok(Verdict::Fine),
        (_, 0, _) => Ok(Verdict::Negative),
        (_, malformed, _) => Err(Failure::new(format!(
            "{malformed} of {answered} requests cannot be read"
        ))),
    }
}

type Show = fn(Format, &Inspection) -> String;

fn verdict_of(format: Format, inspection: &Inspection) -> String {
    match (format, &inspection.error) {
        (Format::Json, error) => json!({ "valid": inspection.valid, "error": error }).to_string(),
        (Format::Text, None) => "valid".to_owned(),
        (Format::Text, Some(error)) => format!("refused: {}: {}", error.code, error.message),
    }
}

fn everything_of(format: Format, inspection: &Inspection) -> String {
    match format {
        Format::Json => json!(inspection).to_string(),
        Format::Text => inspection.to_string(),
    }
}

/// Why a request cannot be read, and in which line of the input.
struct Malformed {
    line: usize,
    message: String,
}

impl Malformed {
    fn shown(&self, format: Format) -> String {
        let Malformed { line, message } = self;
        match format {
            Format::Json => json!({ "error": { "line": line, "message": message } }).to_string(),
            Format::Text => format!("malformed: line {line}: {message}"),
        }
    }
}

/// Reads one request, which stands behind `before` in the input.
fn parse(request: &str, before: &str) -> Result<InspectRequest, Malformed> {
    serde_json::from_str(request).map_err(|error| {
        let lines_before = before.matches('\n').count();
        Malformed {
            line: lines_before + error.line(),
            message: told(&error),
        }
    })
}

/// The error without its place, which counts from the start of a part.
fn told(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ")
        .map_or(text.as_str(), |(message, _)| message)
        .to_owned()
}

fn read(file: &Path) -> Result<String, Failure> {
    let mut text = String::new();
    let named = |error: std::io::Error| Failure::new(format!("{}: {error}", file.display()));
    let length = if file == Path::new("-") {
        std::io::stdin()
            .lock()
            .take(INPUT_BYTES_MAX + 1)
            .read_to_string(&mut text)
    } else {
        std::fs::File::open(file)
            .map_err(named)?
            .take(INPUT_BYTES_MAX + 1)
            .read_to_string(&mut text)
    };
    match length.map_err(named)? {
        length if u64::try_from(length).is_ok_and(|length| length <= INPUT_BYTES_MAX) => Ok(text),
        _ => Err(Failure::new(format!(
            "{}: more than {INPUT_BYTES_MAX} bytes",
            file.display()
        ))),
    }
}

const INPUT_BYTES_MAX: u64 = 256 * 1024 * 1024;
