//! Policy variables: `${key}`, `${key, 'default'}` and the three that stand for special characters (spec 4).

use smol_str::{SmolStr, StrExt as _};

/// A policy variable of a document with version 2012-10-17.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Variable<'a> {
    /// What stands between its braces.
    pub(crate) written: &'a str,
    /// Its key in lower case.
    pub(crate) lower: SmolStr,
    pub(crate) default: Option<&'a str>,
}

/// A part of a string that holds variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part<'a> {
    /// Text outside variables, where wildcards keep their meaning.
    Plain(&'a str),
    /// A character that a special variable stands for: never a wildcard.
    Escaped(&'a str),
    Variable(Variable<'a>),
}

impl Variable<'_> {
    fn parse(written: &str) -> Variable<'_> {
        let with_default = written
            .split_once(", ")
            .and_then(|(key, quoted)| Some((key, quoted.strip_prefix('\'')?.strip_suffix('\'')?)));
        let (key, default) = match with_default {
            Some((key, default)) => (key, Some(default)),
            None => (written, None),
        };
        Variable {
            written,
            lower: key.to_lowercase_smolstr(),
            default,
        }
    }
}

/// What stands in the braces of each variable of a string of a 2012-10-17 document, without its default; of special
/// variables the character that they stand for.
pub(crate) fn names(text: &str) -> impl Iterator<Item = &str> {
    parts(text).filter_map(|part| match part {
        Part::Plain(_) => None,
        Part::Escaped(special) => Some(special),
        Part::Variable(variable) => Some(
            variable
                .written
                .split_once(", '")
                .map_or(variable.written, |(key, _)| key),
        ),
    })
}

/// Splits a string of a 2012-10-17 document at its variables. An unterminated `${` is literal (V-10, U16).
pub(crate) fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let start = rest.find("${");
        let variable = start.and_then(|at| Some((at, rest[at..].find('}')?)));
        let (part, after) = match variable {
            None => (Part::Plain(rest), rest.len()),
            Some((0, length)) => {
                let inside = &rest[2..length];
                let part = match inside {
                    "*" | "?" | "$" => Part::Escaped(inside),
                    _ => Part::Variable(Variable::parse(inside)),
                };
                (part, length + 1)
            }
            Some((start, _)) => (Part::Plain(&rest[..start]), start),
        };
        rest = &rest[after..];
        Some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_split_at_variables() {
        let parts = |text| parts(text).collect::<Vec<_>>();
        let variable = |written, key: &str, default| {
            Part::Variable(Variable {
                written,
                lower: key.into(),
                default,
            })
        };
        let plain = Part::Plain;
        assert_eq!(
            parts("a${aws:UserName}b"),
            [
                plain("a"),
                variable("aws:UserName", "aws:username", None),
                plain("b")
            ]
        );
        assert_eq!(parts("${k, 'v'}"), [variable("k, 'v'", "k", Some("v"))]);
        assert_eq!(
            parts("${*}${?}${$}"),
            [Part::Escaped("*"), Part::Escaped("?"), Part::Escaped("$")]
        );
        assert_eq!(parts("${k,'v'}"), [variable("k,'v'", "k,'v'", None)]);
        assert_eq!(parts("a${b"), [plain("a${b")]);
        assert_eq!(parts(""), []);
    }
}
