//! Where something stands in the files of an import, and what is wrong there.

use crate::Error;
use std::fmt::{self, Display, Write};

/// So many problems are told one by one.
const TOLD_MAX: usize = 40;

/// A place in a file: `account.json: RoleDetailList[3].Tags[0].Key`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place<'a> {
    File(&'a str),
    Member(&'a Place<'a>, &'a str),
    Element(&'a Place<'a>, usize),
}

impl<'a> Place<'a> {
    pub(crate) fn member(&'a self, name: &'a str) -> Place<'a> {
        Place::Member(self, name)
    }

    pub(crate) fn element(&'a self, index: usize) -> Place<'a> {
        Place::Element(self, index)
    }
}

impl Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::File(name) => write!(f, "{name}:"),
            Place::Member(parent @ Place::File(_), name) => write!(f, "{parent} {name}"),
            Place::Member(parent, name) => write!(f, "{parent}.{name}"),
            Place::Element(parent @ Place::File(_), index) => write!(f, "{parent} [{index}]"),
            Place::Element(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// What is wrong with an import, and what is not wrong but should be known.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    told: Vec<String>,
    count: usize,
    notices: Vec<String>,
}

impl Problems {
    /// Something is wrong at a place.
    pub(crate) fn add(&mut self, place: &Place, what: impl Display) {
        self.count += 1;
        if self.told.len() < TOLD_MAX {
            self.told.push(line(place, what));
        }
    }

    /// The same where a rule of the service was broken.
    pub(crate) fn check(&mut self, place: &Place, result: Result<(), Error>) {
        if let Err(error) = result {
            self.add(place, error.message);
        }
    }

    /// Something that the importer should know, and that is no reason to refuse.
    pub(crate) fn notice(&mut self, place: &Place, what: impl Display) {
        self.notices.push(line(place, what));
    }

    pub(crate) fn none(&self) -> bool {
        self.count == 0
    }

    /// What should be known, where nothing is wrong.
    pub(crate) fn into_notices(self) -> Vec<String> {
        self.notices
    }

    /// The refusal of files that are not what they should be; `Ok` if there are no problems.
    pub(crate) fn malformed(&self) -> Result<(), Error> {
        self.refusal(Error::malformed_import)
    }

    /// The refusal of what cannot come to be; `Ok` if there are no problems.
    pub(crate) fn impossible(&self) -> Result<(), Error> {
        self.refusal(Error::import_refused)
    }

    fn refusal(&self, make: fn(String) -> Error) -> Result<(), Error> {
        if self.none() {
            return Ok(());
        }
        if let ([told], 1) = (&*self.told, self.count) {
            return Err(make(format!("nothing was changed: {told}")));
        }
        let mut text = format!("nothing was changed, because of {} problems:", self.count);
        for told in &self.told {
            text.push_str("\n  ");
            text.push_str(told);
        }
        let left = self.count - self.told.len();
        if left > 0 {
            write!(text, "\n  and {left} more").expect("a text grows");
        }
        Err(make(text))
    }
}

/// A line of text; control characters that a file may hold are shown, not sent.
fn line(place: &Place, what: impl Display) -> String {
    let text = match place {
        Place::File(_) => format!("{place} {what}"),
        _ => format!("{place}: {what}"),
    };
    let shown = text.chars().map(|letter| match letter {
        '\n' | '\r' | '\t' => ' ',
        letter if letter.is_control() => '\u{fffd}',
        letter => letter,
    });
    shown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_as_people_write_paths() {
        let file = Place::File("a.json");
        let (list, tag) = (file.member("RoleDetailList"), "Tags");
        let role = list.element(3);
        assert_eq!(
            role.member(tag).to_string(),
            "a.json: RoleDetailList[3].Tags"
        );
        assert_eq!(file.to_string(), "a.json:");
    }

    #[test]
    fn problems_beyond_the_first_are_counted() {
        let mut problems = Problems::default();
        assert!(problems.impossible().is_ok());
        for index in 0..TOLD_MAX + 2 {
            let file = Place::File("a");
            problems.add(&file.member("L").element(index), "no");
        }
        let text = problems.impossible().unwrap_err().message;
        assert!(text.starts_with("nothing was changed, because of 42 problems:\n  a: L[0]: no\n"));
        assert!(text.ends_with("\n  and 2 more"), "{text}");
    }
}
