//! Strings of policies with `*`, `?` and policy variables, taken apart once and kept in little more than their own length.

use std::borrow::Cow;

use crate::context::Context;
use crate::tokens::{
    Case, DEFAULT, ESCAPED, FIELD, FIRST_MARK, MANY, NEVER, ONE, Syntax, Tokens, VARIABLE,
    variable_at,
};
use crate::variable::{self, Part};

/// A string of a policy: its text as it is, and what has a meaning as marks that no text holds.
///
/// From it follow both the [`Tokens`] that requests are compared with and the string [as it was written](Pattern::written).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern(Box<[u8]>);

/// Whether the whole of a text is what a pattern with `*` and `?` stands for, with regard to case.
///
/// ```
/// assert!(policy::matches_wildcards("team-*/read?", "team-blue/readX"));
/// assert!(!policy::matches_wildcards("team-*", "Team-blue"));
/// ```
pub fn matches_wildcards(pattern: &str, text: &str) -> bool {
    let syntax = Syntax {
        wildcards: true,
        variables: false,
    };
    let pattern = Pattern::parse(pattern, syntax);
    pattern
        .tokens()
        .matches(text, Case::Sensitive, &Context::new())
}

impl Pattern {
    /// Takes a string apart.
    pub(crate) fn parse(text: &str, syntax: Syntax) -> Pattern {
        let mut bytes = Vec::with_capacity(text.len());
        push(&mut bytes, text, syntax);
        Pattern(bytes.into())
    }

    /// Takes two strings apart that follow each other, each in its own way.
    pub(crate) fn parse_both(first: (&str, Syntax), second: (&str, Syntax)) -> Pattern {
        let mut bytes = Vec::with_capacity(first.0.len() + second.0.len());
        push(&mut bytes, first.0, first.1);
        push(&mut bytes, second.0, second.1);
        Pattern(bytes.into())
    }

    /// A string that nothing matches.
    pub(crate) fn never(text: &str) -> Pattern {
        let mut bytes = Vec::with_capacity(text.len() + 1);
        bytes.push(NEVER);
        bytes.extend_from_slice(text.as_bytes());
        Pattern(bytes.into())
    }

    /// What texts are compared with.
    pub(crate) fn tokens(&self) -> Tokens<'_> {
        Tokens(&self.0)
    }

    /// The string as it stands in the policy.
    pub(crate) fn written(&self) -> Cow<'_, str> {
        let bytes = &*self.0;
        if let Ok(text) = std::str::from_utf8(bytes) {
            return Cow::Borrowed(text);
        }
        let mut written = Vec::with_capacity(bytes.len());
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            at += 1;
            match byte {
                MANY => written.push(b'*'),
                ONE => written.push(b'?'),
                ESCAPED => {
                    written.extend([b'$', b'{', bytes[at], b'}']);
                    at += 1;
                }
                VARIABLE => {
                    let (variable, end) = variable_at(bytes, at - 1);
                    written.extend_from_slice(b"${");
                    written.extend_from_slice(variable.written);
                    written.push(b'}');
                    at = end;
                }
                NEVER => {}
                FIELD | DEFAULT | 0..FIRST_MARK => written.push(byte),
            }
        }
        Cow::Owned(String::from_utf8(written).expect("what is left is text, and text is whole"))
    }
}

fn push(bytes: &mut Vec<u8>, text: &str, syntax: Syntax) {
    if !syntax.variables {
        return push_text(bytes, text, syntax);
    }
    for part in variable::parts(text) {
        match part {
            Part::Plain(text) => push_text(bytes, text, syntax),
            Part::Escaped(character) => {
                bytes.push(ESCAPED);
                bytes.extend_from_slice(character.as_bytes());
            }
            Part::Variable(variable) => {
                bytes.push(VARIABLE);
                bytes.extend_from_slice(variable.written.as_bytes());
                bytes.push(FIELD);
                bytes.extend_from_slice(variable.lower.as_bytes());
                bytes.push(FIELD);
                if let Some(default) = variable.default {
                    bytes.push(DEFAULT);
                    bytes.extend_from_slice(default.as_bytes());
                }
                bytes.push(FIELD);
            }
        }
    }
}

fn push_text(bytes: &mut Vec<u8>, text: &str, syntax: Syntax) {
    let mark = |byte: u8| match byte {
        b'*' if syntax.wildcards => MANY,
        b'?' if syntax.wildcards => ONE,
        _ => byte,
    };
    bytes.extend(text.bytes().map(mark));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_tells_how_it_was_written() {
        for text in [
            "",
            "plain",
            "é*?**",
            "${aws:UserName}",
            "a${K, ''}b${k, 'v'}*",
            "${*}${?}${$}",
            "a${b",
            "${}",
        ] {
            for (wildcards, variables) in [(false, false), (true, false), (true, true)] {
                let syntax = Syntax {
                    wildcards,
                    variables,
                };
                assert_eq!(Pattern::parse(text, syntax).written(), text);
            }
            assert_eq!(Pattern::never(text).written(), text);
        }
    }
}
