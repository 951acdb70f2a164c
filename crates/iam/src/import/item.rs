//! JSON objects read member by member: what is missing, unknown, repeated or of another type becomes a problem with its place.

use super::documents;
use super::place::{Place, Problems};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use wire::json::Members;

/// One object and where it stands. Readers give something harmless where there is a problem: nothing is made of it.
pub(super) struct Item<'t, 'p> {
    members: Members<'t>,
    pub place: Place<'p>,
}

impl<'t, 'p> Item<'t, 'p> {
    /// Reads an object that may have these members and no others.
    pub(super) fn read(
        raw: &'t RawValue,
        place: Place<'p>,
        known: &[&str],
        problems: &mut Problems,
    ) -> Item<'t, 'p> {
        let mut members = Members::default();
        match serde_json::from_str::<Members<'t>>(raw.get()) {
            Ok(read) => members = read,
            Err(_) => problems.add(&place, "is not an object"),
        }
        for (index, (name, _)) in members.0.iter().enumerate() {
            let at = place.member(name);
            if !known.contains(&name.as_str()) {
                problems.add(&at, "is unknown");
            } else if members.0[..index].iter().any(|(other, _)| other == name) {
                problems.add(&at, "stands there twice");
            }
        }
        Item { members, place }
    }

    /// The member, unless it is not there or null.
    pub(super) fn get(&self, name: &str) -> Option<&'t RawValue> {
        let member = self.members.0.iter().find(|(known, _)| known == name);
        member
            .map(|(_, raw)| *raw)
            .filter(|raw| raw.get() != "null")
    }

    fn required(&self, name: &str, problems: &mut Problems) -> Option<&'t RawValue> {
        let member = self.get(name);
        if member.is_none() {
            problems.add(&self.place.member(name), "is missing");
        }
        member
    }

    pub(super) fn text(&self, name: &str, problems: &mut Problems) -> String {
        let raw = self.required(name, problems);
        raw.map(|raw| self.value(raw, name, "a string", problems))
            .unwrap_or_default()
    }

    pub(super) fn maybe_text(&self, name: &str, problems: &mut Problems) -> Option<String> {
        let raw = self.get(name)?;
        Some(self.value(raw, name, "a string", problems))
    }

    pub(super) fn maybe_flag(&self, name: &str, problems: &mut Problems) -> Option<bool> {
        let raw = self.get(name)?;
        Some(self.value(raw, name, "true or false", problems))
    }

    pub(super) fn maybe_number(&self, name: &str, problems: &mut Problems) -> Option<u32> {
        let raw = self.get(name)?;
        Some(self.value(raw, name, "a whole number", problems))
    }

    pub(super) fn date(&self, name: &str, problems: &mut Problems) -> Timestamp {
        let date = self.maybe_date(name, problems);
        if date.is_none() {
            problems.add(&self.place.member(name), "is missing");
        }
        date.unwrap_or_default()
    }

    pub(super) fn maybe_date(&self, name: &str, problems: &mut Problems) -> Option<Timestamp> {
        let text = self.maybe_text(name, problems)?;
        let moment = text.parse();
        if moment.is_err() {
            let what = format!("`{text}` is not a date such as 2026-11-21T12:00:00+00:00");
            problems.add(&self.place.member(name), what);
        }
        Some(moment.unwrap_or_default())
    }

    /// A date, or seconds since 1970 as version 1 of the AWS CLI prints them for JSON services.
    pub(super) fn moment(&self, name: &str, problems: &mut Problems) -> Timestamp {
        let raw = self.get(name).map(RawValue::get).unwrap_or_default();
        let milliseconds = raw.parse::<f64>().ok().map(|seconds| seconds * 1000.0);
        match milliseconds.filter(|milliseconds| milliseconds.abs() < 1e15) {
            Some(milliseconds) => {
                Timestamp::from_millisecond(milliseconds.round() as i64).unwrap_or_default()
            }
            None => self.date(name, problems),
        }
    }

    /// A policy document.
    pub(super) fn document(&self, name: &str, problems: &mut Problems) -> String {
        let Some(raw) = self.required(name, problems) else {
            return String::new();
        };
        documents::text(raw, &self.place.member(name), problems)
    }

    /// The number of `v3`.
    pub(super) fn version(&self, name: &str, problems: &mut Problems) -> u32 {
        let text = self.text(name, problems);
        let number = text
            .strip_prefix('v')
            .and_then(|digits| digits.parse().ok());
        let number = number.filter(|number| *number > 0 && text == format!("v{number}"));
        if number.is_none() && self.get(name).is_some() {
            let what = format!("`{text}` is not a version such as v1");
            problems.add(&self.place.member(name), what);
        }
        number.unwrap_or(1)
    }

    /// Every element of a list; one that is not there is empty.
    pub(super) fn list<T>(
        &self,
        name: &str,
        problems: &mut Problems,
        mut read: impl FnMut(&'t RawValue, Place, &mut Problems) -> T,
    ) -> Vec<T> {
        let Some(raw) = self.get(name) else {
            return Vec::new();
        };
        let at = self.place.member(name);
        let Ok(elements) = serde_json::from_str::<Vec<&'t RawValue>>(raw.get()) else {
            problems.add(&at, "is not a list");
            return Vec::new();
        };
        let elements = elements.into_iter().enumerate();
        elements
            .map(|(index, raw)| read(raw, at.element(index), problems))
            .collect()
    }

    /// The same of strings.
    pub(super) fn texts(&self, name: &str, problems: &mut Problems) -> Vec<String> {
        self.list(name, problems, |raw, place, problems| {
            value(raw, &place, "a string", problems)
        })
    }

    fn value<T: DeserializeOwned + Default>(
        &self,
        raw: &RawValue,
        name: &str,
        what: &str,
        problems: &mut Problems,
    ) -> T {
        value(raw, &self.place.member(name), what, problems)
    }
}

fn value<T: DeserializeOwned + Default>(
    raw: &RawValue,
    place: &Place,
    what: &str,
    problems: &mut Problems,
) -> T {
    serde_json::from_str(raw.get()).unwrap_or_else(|_| {
        problems.add(place, format!("is not {what}"));
        T::default()
    })
}

/// One JSON text; what is not JSON is a problem with its line and column.
pub(super) fn parse<'t>(
    text: &'t str,
    place: &Place,
    problems: &mut Problems,
) -> Option<&'t RawValue> {
    match serde_json::from_str(text) {
        Ok(raw) => Some(raw),
        Err(error) => {
            problems.add(place, format!("is not JSON: {error}"));
            None
        }
    }
}
