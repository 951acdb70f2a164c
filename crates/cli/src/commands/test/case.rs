//! What came of one record.

use policy::record::{Answer, Miss};

use crate::records::Broken;

/// One record that was tested.
pub(crate) struct Case {
    /// The file, as the command line names it.
    pub(crate) file: String,
    pub(crate) id: Option<String>,
    pub(crate) line: usize,
    pub(crate) outcome: Outcome,
}

pub(crate) enum Outcome {
    /// Everything is as expected.
    Met,
    /// The record expects nothing.
    Unchecked,
    Missed(Missed),
    Malformed(Broken),
}

/// An answer that is not the expected one.
pub(crate) struct Missed {
    pub(crate) answer: Answer,
    pub(crate) misses: Vec<Miss>,
    /// The clause that decided.
    pub(crate) clause: String,
}

impl Case {
    /// The record's id, or else its line.
    pub(crate) fn name(&self) -> String {
        match &self.id {
            Some(id) => id.clone(),
            None => format!("line {}", self.line),
        }
    }

    /// What is wrong, a line each; nothing is where all is well.
    pub(crate) fn complaints(&self) -> Vec<String> {
        match &self.outcome {
            Outcome::Met | Outcome::Unchecked => Vec::new(),
            Outcome::Missed(missed) => {
                let mut lines: Vec<String> = missed.misses.iter().map(told).collect();
                lines.push(missed.clause.clone());
                lines
            }
            Outcome::Malformed(broken) => vec![broken.message.clone()],
        }
    }
}

fn told(miss: &Miss) -> String {
    let expected = miss.expected.as_deref().unwrap_or("nothing");
    let actual = miss.actual.as_deref().unwrap_or("nothing");
    format!("{}: expected {expected}, is {actual}", miss.member)
}
