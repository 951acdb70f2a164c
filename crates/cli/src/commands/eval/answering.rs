//! Answers records one after another.

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use clap::Args;
use policy::Explanation;
use policy::record::{Answer, DecisionRecord};
use serde::Serialize;

use super::tree;
use crate::arguments::Rendering;
use crate::output::{Failure, Verdict};
use crate::records::{self, Broken, Progress};

/// What `portcullis eval` is given.
#[derive(Args, Debug)]
pub(crate) struct EvalFlags {
    /// Decision records: JSON Lines, JSON or YAML. - is standard input, which is read if no file is given.
    files: Vec<PathBuf>,
    /// Say for every layer and statement whether it applied, and what would change a denial.
    #[arg(long)]
    explain: bool,
}

/// Answers every record in the order of the input.
pub(crate) fn run(rendering: Rendering, flags: &EvalFlags) -> Result<Verdict, Failure> {
    let mut out = BufWriter::with_capacity(1 << 16, anstream::stdout().lock());
    let mut progress = Progress::new();
    let (mut answered, mut malformed) = (0, 0);
    for input in records::open(&flags.files) {
        let mut input = input?;
        while let Some(piece) = input.next()? {
            match piece.read() {
                Ok(record) => answer(&mut out, rendering, flags.explain, &record, piece.line())?,
                Err(broken) => {
                    malformed += 1;
                    let file = (flags.files.len() > 1).then_some(input.name.as_str());
                    refuse(&mut out, rendering, broken, file)?;
                }
            }
            answered += 1;
            progress.count();
        }
    }
    out.flush()?;
    if malformed > 0 {
        return Err(Failure::new(format!(
            "{malformed} of {answered} records cannot be read"
        )));
    }
    Ok(Verdict::Fine)
}

fn answer(
    out: &mut impl Write,
    rendering: Rendering,
    explain: bool,
    record: &DecisionRecord,
    line: usize,
) -> Result<(), Failure> {
    let answer = record.answer();
    match rendering {
        Rendering::Json if explain => record.explain(|explanation| {
            let answer = &answer;
            json_line(
                out,
                &Explained {
                    answer,
                    explanation,
                },
            )
        }),
        Rendering::Json => json_line(out, &answer),
        Rendering::Tree => {
            let title = title(&answer, line);
            let text = record.explain(|explanation| tree::text(&title, explanation));
            out.write_all(text.as_bytes())?;
            Ok(())
        }
        Rendering::Text | Rendering::Sarif => {
            writeln!(out, "{}", title(&answer, line))?;
            if let Some(message) = &answer.message {
                writeln!(out, "  {}", records::line(message))?;
            }
            if explain {
                let explanation = record.explain(|explanation| explanation.to_string());
                for line in records::lines(&explanation).lines() {
                    writeln!(out, "  {line}")?;
                }
            }
            Ok(())
        }
    }
}

fn title(answer: &Answer, line: usize) -> String {
    let name = answer
        .id
        .as_ref()
        .map_or_else(|| format!("line {line}"), ToString::to_string);
    records::line(&format!("{name}: {answer}"))
}

/// Answers what is no record. `file` is named where there are several.
pub(crate) fn refuse(
    out: &mut impl Write,
    rendering: Rendering,
    broken: Broken,
    file: Option<&str>,
) -> Result<(), Failure> {
    let Broken { id, line, message } = broken;
    let message = match file {
        Some(file) => format!("{file}: {message}"),
        None => message,
    };
    match rendering {
        Rendering::Json => json_line(
            out,
            &Refused {
                id,
                error: Problem { line, message },
            },
        ),
        Rendering::Text | Rendering::Tree | Rendering::Sarif => {
            let name = id.map_or_else(String::new, |id| format!("{id}: "));
            let text = format!("{name}malformed: line {line}: {message}");
            writeln!(out, "{}", records::line(&text))?;
            Ok(())
        }
    }
}

/// One JSON value on a line of its own.
pub(crate) fn json_line(out: &mut impl Write, value: &impl Serialize) -> Result<(), Failure> {
    serde_json::to_writer(&mut *out, value).map_err(std::io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(())
}

#[derive(Serialize)]
struct Explained<'a> {
    #[serde(flatten)]
    answer: &'a Answer,
    explanation: &'a Explanation<'a>,
}

#[derive(Serialize)]
struct Refused {
    id: Option<String>,
    error: Problem,
}

#[derive(Serialize)]
struct Problem {
    line: usize,
    message: String,
}
