//! Policy variables: `${key}`, `${key, 'default'}` and the three that stand for special characters (spec 4).

use smol_str::{SmolStr, StrExt as _};

use crate::context::{Context, Value};

/// A policy variable of a document with version 2012-10-17.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Variable {
    lower: SmolStr,
    default: Option<SmolStr>,
}

/// A part of a string that holds variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part<'a> {
    /// Text outside variables, where wildcards keep their meaning.
    Plain(&'a str),
    /// A character that a special variable stands for: never a wildcard.
    Escaped(&'a str),
    Variable(Variable),
}

impl Variable {
    /// The text that replaces the variable, always literal (V-8). `None` if the key is missing without a default
    /// (V-6), or multivalued (V-5).
    pub(crate) fn resolve<'c>(&'c self, cx: &'c Context) -> Option<&'c str> {
        match cx.get_lower(&self.lower) {
            Some(Value::Single(value)) => Some(value),
            Some(Value::Multi(_)) => None,
            None => self.default.as_deref(),
        }
    }

    fn parse(inside: &str) -> Variable {
        let with_default = inside
            .split_once(", ")
            .and_then(|(key, quoted)| Some((key, quoted.strip_prefix('\'')?.strip_suffix('\'')?)));
        match with_default {
            Some((key, default)) => Variable {
                lower: key.to_lowercase_smolstr(),
                default: Some(SmolStr::new(default)),
            },
            None => Variable {
                lower: inside.to_lowercase_smolstr(),
                default: None,
            },
        }
    }
}

/// Splits a string of a 2012-10-17 document at its variables. An unterminated `${` is literal (V-10, U16).
pub(crate) fn parts(text: &str) -> Vec<Part<'_>> {
    let (mut parts, mut rest) = (Vec::new(), text);
    while let Some(start) = rest.find("${") {
        let Some(length) = rest[start..].find('}') else {
            break;
        };
        let inside = &rest[start + 2..start + length];
        if start > 0 {
            parts.push(Part::Plain(&rest[..start]));
        }
        parts.push(match inside {
            "*" | "?" | "$" => Part::Escaped(inside),
            _ => Part::Variable(Variable::parse(inside)),
        });
        rest = &rest[start + length + 1..];
    }
    if !rest.is_empty() {
        parts.push(Part::Plain(rest));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_split_at_variables() {
        let variable = |key: &str, default: Option<&str>| {
            Part::Variable(Variable {
                lower: key.into(),
                default: default.map(SmolStr::new),
            })
        };
        let plain = Part::Plain;
        assert_eq!(
            parts("a${aws:UserName}b"),
            [plain("a"), variable("aws:username", None), plain("b")]
        );
        assert_eq!(parts("${k, 'v'}"), [variable("k", Some("v"))]);
        assert_eq!(
            parts("${*}${?}${$}"),
            [Part::Escaped("*"), Part::Escaped("?"), Part::Escaped("$")]
        );
        assert_eq!(parts("${k,'v'}"), [variable("k,'v'", None)]);
        assert_eq!(parts("a${b"), [plain("a${b")]);
        assert_eq!(parts(""), []);
    }
}
