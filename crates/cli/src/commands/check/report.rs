//! Findings as SARIF, for code review.

use std::collections::BTreeSet;

use policy::{Place, Position, Severity, rules};

use super::checking::Checked;
use crate::sarif::{Log, Region, Replacement, Result, Rule};

/// The findings of all documents in one file.
pub(super) fn sarif(checked: &[Checked]) -> String {
    let findings = checked.iter().flat_map(|one| &one.findings);
    let codes: BTreeSet<&'static str> = findings.map(|finding| finding.code).collect();
    let described = codes.into_iter().map(|code| {
        let rule = rules().iter().find(|rule| rule.name == code);
        Rule::new(
            code,
            rule.map_or("AWS refuses to store the document", |rule| rule.what),
        )
    });
    let results = checked.iter().flat_map(results);
    Log::new(described.collect(), results.collect()).to_json()
}

fn results(checked: &Checked) -> impl Iterator<Item = Result> {
    let Checked { file, text, .. } = checked;
    let region = |start: usize, end: usize| {
        let (start, end) = (Position::of(text, start), Position::of(text, end));
        Region {
            start_line: start.line,
            start_column: Some(start.column),
            end_line: Some(end.line),
            end_column: Some(end.column),
        }
    };
    let of = move |place: &Place| region(place.start, place.end);
    checked.findings.iter().map(move |finding| {
        let level = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Suggestion => "note",
        };
        let message = match &finding.help {
            Some(help) => format!("{} ({help})", finding.message),
            None => finding.message.clone(),
        };
        let mut result = Result::at(finding.code, level, message, file, of(&finding.place));
        for label in &finding.labels {
            result = result.related(label.text.clone(), file, of(&label.place));
        }
        if let Some(fix) = &finding.fix {
            let replacements = fix.edits.iter().map(|edit| {
                Replacement::new(region(edit.start, edit.end), edit.replacement.clone())
            });
            result = result.fixed_by(fix.message.clone(), file, replacements.collect());
        }
        result
    })
}
