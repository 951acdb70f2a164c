//! Compares answers with what their records expect.

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use clap::Args;
use policy::record::{Answer, Miss};
use serde::Serialize;

use super::case::{Case, Missed, Outcome};
use super::{junit, sarif, watch};
use crate::arguments::Rendering;
use crate::commands::eval;
use crate::output::{self, Failure, Verdict};
use crate::records::{self, Broken, Piece, Progress};

/// What `portcullis test` is given.
#[derive(Args, Debug)]
pub(crate) struct TestFlags {
    /// Decision records with `expect`: JSON Lines, JSON or YAML. - is standard input, which is read if no file is given.
    files: Vec<PathBuf>,
    /// Write the results as JUnit XML.
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Write what is wrong as SARIF 2.1.0.
    #[arg(long, value_name = "FILE")]
    sarif: Option<PathBuf>,
    /// Test again whenever a file changes, until interrupted.
    #[arg(long)]
    watch: bool,
}

/// Tests every record in the order of the input.
pub(crate) fn run(rendering: Rendering, flags: &TestFlags) -> Result<Verdict, Failure> {
    if !flags.watch {
        return once(rendering, flags);
    }
    watch::forever(&flags.files, || {
        // A broken record is told like a miss: the next change may mend it.
        if let Err(failure) = once(rendering, flags) {
            output::tell(rendering.plain(), &failure);
        }
    })
}

fn once(rendering: Rendering, flags: &TestFlags) -> Result<Verdict, Failure> {
    let reported = flags.junit.is_some() || flags.sarif.is_some();
    let mut out = BufWriter::with_capacity(1 << 16, anstream::stdout().lock());
    let mut progress = Progress::new();
    let mut summary = Summary::default();
    let mut cases = Vec::new();
    for input in records::open(&flags.files) {
        let mut input = input?;
        while let Some(piece) = input.next()? {
            let case = test(&input.name, &piece);
            summary.count(&case.outcome);
            tell(&mut out, rendering, &case, flags.files.len() > 1)?;
            if reported {
                cases.push(case);
            }
            progress.count();
        }
    }
    drop(progress);
    match rendering {
        Rendering::Json => eval::json_line(&mut out, &Summarized { summary: &summary })?,
        Rendering::Text | Rendering::Tree | Rendering::Sarif => {
            writeln!(out, "{}", summary.text())?
        }
    }
    out.flush()?;
    write_report(flags.junit.as_ref(), || junit::report(&cases))?;
    write_report(flags.sarif.as_ref(), || sarif::report(&cases))?;
    summary.verdict()
}

fn test(file: &str, piece: &Piece) -> Case {
    let (id, line, outcome) = match piece.read() {
        Ok(record) => {
            let answer = record.answer();
            let id = answer.id.as_ref().map(ToString::to_string);
            let misses = record
                .expectation()
                .map(|expectation| expectation.misses(&answer));
            let outcome = match misses {
                None => Outcome::Unchecked,
                Some(misses) if misses.is_empty() => Outcome::Met,
                Some(misses) => Outcome::Missed(Missed {
                    clause: record.explain(|explanation| explanation.clause(&[])),
                    answer,
                    misses,
                }),
            };
            (id, piece.line(), outcome)
        }
        Err(broken) => (broken.id.clone(), broken.line, Outcome::Malformed(broken)),
    };
    Case {
        file: file.to_owned(),
        id,
        line,
        outcome,
    }
}

fn tell(
    out: &mut impl Write,
    rendering: Rendering,
    case: &Case,
    several: bool,
) -> Result<(), Failure> {
    match (&case.outcome, rendering) {
        (Outcome::Met | Outcome::Unchecked, _) => Ok(()),
        (Outcome::Malformed(Broken { id, line, message }), _) => {
            let broken = Broken {
                id: id.clone(),
                line: *line,
                message: message.clone(),
            };
            eval::refuse(out, rendering, broken, several.then_some(&case.file))
        }
        (Outcome::Missed(missed), Rendering::Json) => {
            let Missed {
                answer,
                misses,
                clause,
            } = missed;
            eval::json_line(
                out,
                &Told {
                    answer,
                    file: &case.file,
                    line: case.line,
                    misses: misses.iter().map(Difference::of).collect(),
                    clause,
                },
            )
        }
        (Outcome::Missed(_), Rendering::Text | Rendering::Tree | Rendering::Sarif) => {
            let title = format!("{}: missed ({}:{})", case.name(), case.file, case.line);
            writeln!(out, "{}", records::line(&title))?;
            for complaint in case.complaints() {
                writeln!(out, "  {}", records::line(&complaint))?;
            }
            Ok(())
        }
    }
}

fn write_report(file: Option<&PathBuf>, report: impl FnOnce() -> String) -> Result<(), Failure> {
    let Some(file) = file else { return Ok(()) };
    std::fs::write(file, report())
        .map_err(|error| Failure::new(format!("{}: {error}", file.display())))
}

/// How many records came to what.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
struct Summary {
    records: u64,
    met: u64,
    missed: u64,
    malformed: u64,
    unchecked: u64,
}

impl Summary {
    fn count(&mut self, outcome: &Outcome) {
        self.records += 1;
        *match outcome {
            Outcome::Met => &mut self.met,
            Outcome::Unchecked => &mut self.unchecked,
            Outcome::Missed(_) => &mut self.missed,
            Outcome::Malformed(_) => &mut self.malformed,
        } += 1;
    }

    fn text(&self) -> String {
        let Summary {
            records,
            met,
            missed,
            malformed,
            unchecked,
        } = self;
        let noun = if *records == 1 { "record" } else { "records" };
        let mut text = format!("{records} {noun}: {met} as expected, {missed} missed");
        if *malformed > 0 {
            text.push_str(&format!(", {malformed} malformed"));
        }
        if *unchecked > 0 {
            text.push_str(&format!(", {unchecked} without `expect`"));
        }
        text
    }

    /// A test that tests nothing is a mistake.
    fn verdict(&self) -> Result<Verdict, Failure> {
        let Summary {
            records, malformed, ..
        } = self;
        match self {
            Summary { records: 0, .. } => Err(Failure::new("the input holds no record")),
            Summary { malformed: 1.., .. } => Err(Failure::new(format!(
                "{malformed} of {records} records cannot be read"
            ))),
            Summary { missed: 1.., .. } => Ok(Verdict::Negative),
            Summary { met: 0, .. } => Err(Failure::new("no record has an `expect`")),
            Summary { .. } => Ok(Verdict::Fine),
        }
    }
}

#[derive(Serialize)]
struct Summarized<'a> {
    summary: &'a Summary,
}

#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    answer: &'a Answer,
    file: &'a str,
    line: usize,
    misses: Vec<Difference<'a>>,
    clause: &'a str,
}

#[derive(Serialize)]
struct Difference<'a> {
    member: &'static str,
    expected: Option<&'a str>,
    actual: Option<&'a str>,
}

impl Difference<'_> {
    fn of(miss: &Miss) -> Difference<'_> {
        Difference {
            member: miss.member,
            expected: miss.expected.as_deref(),
            actual: miss.actual.as_deref(),
        }
    }
}
