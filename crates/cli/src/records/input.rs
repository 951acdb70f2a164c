//! The files of a command line, opened as what they are.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::json::JsonPieces;
use super::piece::Piece;
use super::yaml;
use crate::output::Failure;

/// Longer YAML files are refused: unlike JSON they are held as a whole.
const YAML_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// One file, or standard input.
pub(crate) struct Input {
    /// As the command line names it.
    pub(crate) name: String,
    pieces: Box<dyn Iterator<Item = io::Result<Piece>>>,
}

impl Input {
    /// The next piece.
    pub(crate) fn next(&mut self) -> Result<Option<Piece>, Failure> {
        let named = |error| Failure::new(format!("{}: {error}", self.name));
        self.pieces.next().transpose().map_err(named)
    }
}

/// Opens the files in turn; no files, and `-`, are standard input.
pub(crate) fn open(files: &[PathBuf]) -> impl Iterator<Item = Result<Input, Failure>> {
    let files = if files.is_empty() {
        vec![PathBuf::from("-")]
    } else {
        files.to_vec()
    };
    files.into_iter().map(|file| {
        let name = file.display().to_string();
        let named = |error| Failure::new(format!("{name}: {error}"));
        let pieces = if file == Path::new("-") {
            pieces(BufReader::new(io::stdin()), None).map_err(named)?
        } else {
            let opened = File::open(&file).map_err(named)?;
            pieces(BufReader::with_capacity(1 << 18, opened), file.extension()).map_err(named)?
        };
        Ok(Input { name, pieces })
    })
}

type Pieces = Box<dyn Iterator<Item = io::Result<Piece>>>;

fn pieces(mut input: impl BufRead + 'static, extension: Option<&OsStr>) -> io::Result<Pieces> {
    skip_mark(&mut input)?;
    let json = match extension.and_then(OsStr::to_str) {
        Some("json" | "jsonl" | "ndjson") => true,
        Some("yaml" | "yml") => false,
        _ => looks_like_json(&mut input)?,
    };
    if json {
        return Ok(Box::new(JsonPieces::new(input)));
    }
    let mut text = String::new();
    input.take(YAML_BYTES_MAX + 1).read_to_string(&mut text)?;
    if u64::try_from(text.len()).is_ok_and(|length| length > YAML_BYTES_MAX) {
        return Err(io::Error::other(format!(
            "YAML is read up to {YAML_BYTES_MAX} bytes; use JSON Lines"
        )));
    }
    let pieces: Vec<Piece> = yaml::pieces(&text).collect();
    Ok(Box::new(pieces.into_iter().map(Ok)))
}

/// Goes past a byte order mark.
fn skip_mark(input: &mut impl BufRead) -> io::Result<()> {
    if input.fill_buf()?.starts_with(b"\xEF\xBB\xBF") {
        input.consume(3);
    }
    Ok(())
}

/// Whether the first character that is no white space opens a JSON object or list.
fn looks_like_json(input: &mut impl BufRead) -> io::Result<bool> {
    let first = input
        .fill_buf()?
        .iter()
        .find(|byte| !byte.is_ascii_whitespace());
    Ok(matches!(first, None | Some(b'{' | b'[')))
}
