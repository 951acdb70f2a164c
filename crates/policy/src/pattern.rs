//! Patterns with `*`, `?` and policy variables, matched without allocating.

use smol_str::SmolStr;

use crate::context::Context;
use crate::variable::{self, Part, Variable};

/// A string of a policy, taken apart at its wildcards and variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    tokens: Tokens,
}

/// Most strings are one token, which needs no memory of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Tokens {
    Single(Token),
    List(Box<[Token]>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Text(SmolStr),
    One,
    Many,
    Variable(Box<Variable>),
}

/// Which special characters a string of a policy may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Syntax {
    pub(crate) wildcards: bool,
    pub(crate) variables: bool,
}

/// Whether letters that differ only in ASCII case are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Sensitive,
    Insensitive,
}

/// A token as it takes part in one match, its variable replaced.
#[derive(Clone, Copy, Debug)]
enum Piece<'a> {
    Bytes(&'a [u8]),
    One,
    Many,
}

impl Pattern {
    /// Takes a string apart.
    pub(crate) fn parse(text: &str, syntax: Syntax) -> Pattern {
        let mut tokens = Vec::new();
        let parts = if syntax.variables {
            variable::parts(text)
        } else {
            vec![Part::Plain(text)]
        };
        for part in parts {
            match part {
                Part::Plain(text) if syntax.wildcards => push_wildcards(&mut tokens, text),
                Part::Plain(text) | Part::Escaped(text) => push_text(&mut tokens, text),
                Part::Variable(variable) => tokens.push(Token::Variable(Box::new(variable))),
            }
        }
        let tokens = match <[Token; 1]>::try_from(tokens) {
            Ok([token]) => Tokens::Single(token),
            Err(tokens) => Tokens::List(tokens.into()),
        };
        Pattern { tokens }
    }

    fn tokens(&self) -> &[Token] {
        match &self.tokens {
            Tokens::Single(token) => std::slice::from_ref(token),
            Tokens::List(tokens) => tokens,
        }
    }

    /// Whether the whole of `text` matches; `None` if a variable cannot be replaced (V-6, M-17).
    pub(crate) fn matches(&self, text: &str, case: Case, cx: &Context) -> Option<bool> {
        if !self.resolves(cx) {
            return None;
        }
        let piece = |index: usize| self.piece(index, cx);
        Some(glob(self.tokens().len(), piece, text.as_bytes(), case))
    }

    /// Whether the text that this string stands for, lower-cased as Unicode says, is `text` lower-cased (C-14);
    /// `None` if a variable cannot be replaced.
    pub(crate) fn matches_lower_cased(&self, text: &str, cx: &Context) -> Option<bool> {
        if !self.resolves(cx) {
            return None;
        }
        let bytes = |index: usize| match self.piece(index, cx) {
            Piece::Bytes(bytes) => bytes,
            Piece::One | Piece::Many => unreachable!("a string without wildcards"),
        };
        let ascii =
            text.is_ascii() && (0..self.tokens().len()).all(|index| bytes(index).is_ascii());
        if ascii {
            let piece = |index: usize| self.piece(index, cx);
            return Some(glob(
                self.tokens().len(),
                piece,
                text.as_bytes(),
                Case::Insensitive,
            ));
        }
        // The final sigma depends on its neighbours, so the whole string is built: rare enough to allocate.
        let whole: Vec<u8> = (0..self.tokens().len()).flat_map(bytes).copied().collect();
        let whole = String::from_utf8(whole).expect("pieces are whole strings");
        Some(whole.to_lowercase() == text.to_lowercase())
    }

    /// True if every variable can be replaced.
    pub(crate) fn resolves(&self, cx: &Context) -> bool {
        self.tokens().iter().all(|token| match token {
            Token::Variable(variable) => variable.resolve(cx).is_some(),
            Token::Text(_) | Token::One | Token::Many => true,
        })
    }

    /// The literal text that everything begins with that matches with regard to case.
    pub(crate) fn beginning(&self) -> SmolStr {
        match self.tokens() {
            [Token::Text(text), ..] => text.clone(),
            _ => SmolStr::default(),
        }
    }

    /// True if there is a variable to replace.
    pub(crate) fn has_variables(&self) -> bool {
        self.tokens()
            .iter()
            .any(|token| matches!(token, Token::Variable(_)))
    }

    /// Whether each part of an ARN matches its part of this string, split at its first five colons after the
    /// variables were replaced (C-33); `None` if that leaves no ARN. Every variable must resolve.
    pub(crate) fn matches_arn(&self, arn: &[&str; 6], cx: &Context) -> Option<bool> {
        let end = Cut {
            token: self.tokens().len(),
            offset: 0,
        };
        let mut start = Cut {
            token: 0,
            offset: 0,
        };
        let mut hit = true;
        for (index, part) in arn.iter().enumerate() {
            let stop = if index < 5 {
                self.colon_after(start, cx)?
            } else {
                end
            };
            if index == 0 && !self.spells_arn(stop, cx) {
                return None;
            }
            hit &= self.matches_between(start, stop, part, cx);
            start = Cut {
                offset: stop.offset + 1,
                ..stop
            };
        }
        Some(hit)
    }

    fn spells_arn(&self, stop: Cut, cx: &Context) -> bool {
        let start = Cut {
            token: 0,
            offset: 0,
        };
        let plain = |token| matches!(self.piece(token, cx), Piece::Bytes(_));
        (0..=stop.token).all(plain) && self.matches_between(start, stop, "arn", cx)
    }

    fn matches_between(&self, start: Cut, stop: Cut, text: &str, cx: &Context) -> bool {
        let len = stop.token - start.token + usize::from(stop.offset > 0);
        let piece = |index: usize| {
            let token = start.token + index;
            match self.piece(token, cx) {
                Piece::Bytes(bytes) => {
                    let to = if token == stop.token {
                        stop.offset
                    } else {
                        bytes.len()
                    };
                    let from = if token == start.token {
                        start.offset
                    } else {
                        0
                    };
                    Piece::Bytes(&bytes[from..to])
                }
                wildcard => wildcard,
            }
        };
        glob(len, piece, text.as_bytes(), Case::Sensitive)
    }

    fn colon_after(&self, start: Cut, cx: &Context) -> Option<Cut> {
        (start.token..self.tokens().len()).find_map(|token| {
            let Piece::Bytes(bytes) = self.piece(token, cx) else {
                return None;
            };
            let from = if token == start.token {
                start.offset
            } else {
                0
            };
            let colon = bytes[from..].iter().position(|&byte| byte == b':')?;
            Some(Cut {
                token,
                offset: from + colon,
            })
        })
    }

    fn piece<'a>(&'a self, token: usize, cx: &'a Context) -> Piece<'a> {
        match &self.tokens()[token] {
            Token::Text(text) => Piece::Bytes(text.as_bytes()),
            Token::One => Piece::One,
            Token::Many => Piece::Many,
            // INVARIANT: callers have asked `resolves`.
            Token::Variable(variable) => {
                Piece::Bytes(variable.resolve(cx).unwrap_or_default().as_bytes())
            }
        }
    }
}

/// A place between the bytes of a pattern's tokens.
#[derive(Clone, Copy, Debug)]
struct Cut {
    token: usize,
    offset: usize,
}

fn push_wildcards(tokens: &mut Vec<Token>, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['*', '?']) {
        push_text(tokens, &rest[..at]);
        let many = rest.as_bytes()[at] == b'*';
        if !many {
            tokens.push(Token::One);
        } else if tokens.last() != Some(&Token::Many) {
            tokens.push(Token::Many);
        }
        rest = &rest[at + 1..];
    }
    push_text(tokens, rest);
}

fn push_text(tokens: &mut Vec<Token>, text: &str) {
    if !text.is_empty() {
        tokens.push(Token::Text(SmolStr::new(text)));
    }
}

/// Whether the pieces cover the whole text. Only the last `*` is ever tried again: what stands before it has its
/// shortest match already, and no longer one can help what follows.
fn glob<'a>(len: usize, piece: impl Fn(usize) -> Piece<'a>, text: &[u8], case: Case) -> bool {
    let (mut next, mut at) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    loop {
        if next == len && at == text.len() {
            return true;
        }
        let consumed = if next < len {
            match piece(next) {
                Piece::Many if next + 1 == len => return true,
                Piece::Many => {
                    retry = Some((next + 1, at));
                    Some(at)
                }
                Piece::One => (at < text.len()).then(|| at + unit(text, at)),
                Piece::Bytes(bytes) => {
                    starts_with(&text[at..], bytes, case).then(|| at + bytes.len())
                }
            }
        } else {
            None
        };
        match (consumed, retry) {
            (Some(end), _) => (next, at) = (next + 1, end),
            (None, Some((after, from))) if from < text.len() => {
                let from = from + unit(text, from);
                retry = Some((after, from));
                (next, at) = (after, from);
            }
            (None, _) => return false,
        }
    }
}

fn starts_with(text: &[u8], bytes: &[u8], case: Case) -> bool {
    let Some(start) = text.get(..bytes.len()) else {
        return false;
    };
    match case {
        Case::Sensitive => start == bytes,
        Case::Insensitive => start.eq_ignore_ascii_case(bytes),
    }
}

/// How many bytes of UTF-8 stand for the UTF-16 code unit at `at` (M-13). A character of four bytes is two units: its
/// middle is a place where a wildcard may stop, and where no literal text can match, since no character begins there.
fn unit(text: &[u8], at: usize) -> usize {
    match text[at] {
        0x00..0x80 => 1,
        0x80..0xC0 | 0xC0..0xE0 | 0xF0..=0xFF => 2,
        0xE0..0xF0 => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, text: &str) -> bool {
        let syntax = Syntax {
            wildcards: true,
            variables: true,
        };
        let mut cx = Context::new();
        cx.insert("k", "*");
        Pattern::parse(pattern, syntax).matches(text, Case::Sensitive, &cx) == Some(true)
    }

    #[test]
    fn wildcards_cover_the_whole_text() {
        for (pattern, text) in [
            ("", ""),
            ("*", ""),
            ("*", "a\nb"),
            ("a*b*c", "aXbXbc"),
            ("a**", "a"),
            ("*ab", "aab"),
            ("?", "é"),
            ("??", "😀"),
            ("?*", "😀"),
            ("*?", "😀"),
            ("😀*", "😀😀"),
            ("*😀", "a😀"),
            ("[a]\\", "[a]\\"),
            ("${k}b", "*b"),
            ("${*}${?}${$}", "*?$"),
        ] {
            assert!(check(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [
            ("", "a"),
            ("a", ""),
            ("?", ""),
            ("?", "😀"),
            ("???", "😀"),
            ("a*b", "abc"),
            ("*ab", "aba"),
            ("[a]", "a"),
            ("${k}b", "ab"),
            ("${*}", "a"),
            ("${nobody}", ""),
        ] {
            assert!(!check(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn an_arn_is_split_after_variables_are_replaced() {
        let syntax = Syntax {
            wildcards: true,
            variables: true,
        };
        let mut cx = Context::new();
        cx.insert("whole", "arn:aws:iam::1:role/x:y");
        cx.insert("account", "1");
        let arn = ["arn", "aws", "iam", "", "1", "role/x:y"];
        let check = |text: &str| Pattern::parse(text, syntax).matches_arn(&arn, &cx);
        assert_eq!(check("${whole}"), Some(true));
        assert_eq!(check("arn:aws:iam::${account}:role/*"), Some(true));
        assert_eq!(check("arn:*:i?m:*:${account}:*y"), Some(true));
        assert_eq!(check("arn:aws:iam::${account}2:role/*"), Some(false));
        assert_eq!(check("arn:aws:${account}:role/*"), None);
        assert_eq!(check("a*n:aws:iam::${account}:role/*"), None);
        assert_eq!(check("${account}"), None);
    }
}
