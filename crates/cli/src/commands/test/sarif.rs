//! What is wrong as SARIF, for code review.

use super::case::{Case, Outcome};
use crate::sarif::{Log, Result, Rule};

const MISSED: Rule = Rule::new("missed", "The decision is not the expected one");
const MALFORMED: Rule = Rule::new("malformed", "This is no decision record");

/// The whole report; records that are as expected are not in it.
pub(crate) fn report(cases: &[Case]) -> String {
    let results = cases.iter().filter_map(|case| {
        let rule = match case.outcome {
            Outcome::Met | Outcome::Unchecked => return None,
            Outcome::Missed(_) => MISSED,
            Outcome::Malformed(_) => MALFORMED,
        };
        let message = format!("{}: {}", case.name(), case.complaints().join("; "));
        Some(Result::error(&rule, message, &case.file, case.line))
    });
    Log::new(vec![MISSED, MALFORMED], results.collect()).to_json()
}
