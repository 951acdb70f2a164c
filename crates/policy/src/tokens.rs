//! Patterns as texts are compared with them, without allocating.

use crate::context::{Context, Value};
use crate::lower_case::lowered;

/// `*`. No byte of a UTF-8 text is one of these marks.
pub(crate) const MANY: u8 = 0xFF;
/// `?`.
pub(crate) const ONE: u8 = 0xFE;
/// Before a character that a special variable stands for.
pub(crate) const ESCAPED: u8 = 0xFD;
/// Before a variable's three fields: what stands between its braces, its key in lower case, and its default.
pub(crate) const VARIABLE: u8 = 0xFC;
/// After each field of a variable.
pub(crate) const FIELD: u8 = 0xFB;
/// Begins the last field of a variable that has a default.
pub(crate) const DEFAULT: u8 = 0xFA;
/// Begins what nothing matches.
pub(crate) const NEVER: u8 = 0xF9;
/// The least of the marks.
pub(crate) const FIRST_MARK: u8 = NEVER;

/// A pattern, or a part of one between two of its characters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tokens<'a>(pub(crate) &'a [u8]);

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

/// How a string compares with an ARN, part by part (C-33).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArnMatch {
    Hit,
    Miss,
    /// It is no ARN (C-35).
    Malformed,
}

/// A token as it takes part in one match, its variable replaced.
#[derive(Clone, Copy, Debug)]
enum Piece<'a> {
    Bytes(&'a [u8]),
    One,
    Many,
    /// A variable that cannot be replaced (V-6).
    Never,
}

/// A variable inside a pattern.
pub(crate) struct VariableFields<'a> {
    /// What stands between its braces.
    pub(crate) written: &'a [u8],
    lower: &'a [u8],
    default: Option<&'a [u8]>,
}

impl<'a> VariableFields<'a> {
    /// The text that replaces the variable, always literal (V-8). `None` if the key is missing without a default
    /// (V-6), or multivalued (V-5).
    fn resolve(&self, cx: &'a Context) -> Option<&'a [u8]> {
        match cx.get_lower(self.lower) {
            Some(Value::Single(value)) => Some(value.as_bytes()),
            Some(Value::Multi(_)) => None,
            None => self.default,
        }
    }
}

/// The variable whose mark stands at `at`, and the place after it.
pub(crate) fn variable_at(bytes: &[u8], at: usize) -> (VariableFields<'_>, usize) {
    let field = |from: usize| {
        let end = bytes[from..].iter().position(|&byte| byte == FIELD);
        &bytes[from..from + end.expect("every field has its end")]
    };
    let written = field(at + 1);
    let lower = field(at + 2 + written.len());
    let last = field(at + 3 + written.len() + lower.len());
    let fields = VariableFields {
        written,
        lower,
        default: last.strip_prefix(&[DEFAULT]),
    };
    (fields, at + 4 + written.len() + lower.len() + last.len())
}

impl<'a> Tokens<'a> {
    /// Whether the whole of `text` matches; never if a variable cannot be replaced (V-6).
    pub(crate) fn matches(self, text: &str, case: Case, cx: &Context) -> bool {
        glob(0, |at| self.piece(at, cx), text.as_bytes(), case)
    }

    /// Whether the text that this string stands for, lower-cased as Unicode says, is `text` lower-cased (C-14). It has
    /// no wildcards; if a variable cannot be replaced it stands for nothing.
    pub(crate) fn matches_lower_cased(self, text: &str, cx: &Context) -> bool {
        let strings = self.strings(cx);
        if text.is_ascii() && strings.clone().flatten().all(str::is_ascii) {
            return self.matches(text, Case::Insensitive, cx);
        }
        let resolves = strings.clone().all(|string| string.is_some());
        let letters = strings.flatten().flat_map(str::chars);
        resolves && lowered(letters).eq(lowered(text.chars()))
    }

    /// True if every variable can be replaced.
    pub(crate) fn resolves(self, cx: &Context) -> bool {
        self.pieces(cx).all(|piece| !matches!(piece, Piece::Never))
    }

    /// The literal text that everything begins with that matches with regard to case.
    pub(crate) fn beginning(self) -> &'a [u8] {
        let end = self.0.iter().position(|&byte| byte >= FIRST_MARK);
        &self.0[..end.unwrap_or(self.0.len())]
    }

    /// True if there is a variable to replace.
    pub(crate) fn has_variables(self) -> bool {
        self.0.contains(&VARIABLE)
    }

    /// Compares with an ARN, split like it at its first five colons. A string with variables is split after they were
    /// replaced; one that cannot be replaced is a miss.
    pub(crate) fn compare_arn(self, arn: &[&str; 6], cx: &Context) -> ArnMatch {
        let hit = if !self.has_variables() {
            self.matches_parts(arn, cx)
        } else if self.resolves(cx) {
            self.matches_replaced(arn, cx)
        } else {
            Some(false)
        };
        match hit {
            Some(true) => ArnMatch::Hit,
            Some(false) => ArnMatch::Miss,
            None => ArnMatch::Malformed,
        }
    }

    /// Without variables, so that the colons can be seen; `None` if it is no ARN.
    fn matches_parts(self, arn: &[&str; 6], cx: &Context) -> Option<bool> {
        let mut parts = self.0.splitn(6, |&byte| byte == b':');
        let mut next = || parts.next();
        let parts = [next()?, next()?, next()?, next()?, next()?, next()?];
        if parts[0] != b"arn" {
            return None;
        }
        let mut pairs = parts.into_iter().zip(arn);
        Some(pairs.all(|(part, text)| Tokens(part).matches(text, Case::Sensitive, cx)))
    }

    /// Split at the colons of its pieces; `None` if that leaves no ARN. Every variable resolves.
    fn matches_replaced(self, arn: &[&str; 6], cx: &Context) -> Option<bool> {
        let end = Cut {
            token: self.0.len(),
            offset: 0,
        };
        let mut start = Cut::START;
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

    fn spells_arn(self, stop: Cut, cx: &Context) -> bool {
        let before = Tokens(&self.0[..stop.token]);
        before
            .pieces(cx)
            .all(|piece| matches!(piece, Piece::Bytes(_)))
            && self.matches_between(Cut::START, stop, "arn", cx)
    }

    fn matches_between(self, start: Cut, stop: Cut, text: &str, cx: &Context) -> bool {
        let piece = |at: usize| {
            if at > stop.token || (at == stop.token && stop.offset == 0) {
                return None;
            }
            let (piece, after) = self.piece(at, cx)?;
            let Piece::Bytes(bytes) = piece else {
                return Some((piece, after));
            };
            let from = if at == start.token { start.offset } else { 0 };
            let to = if at == stop.token {
                stop.offset
            } else {
                bytes.len()
            };
            Some((Piece::Bytes(&bytes[from..to]), after))
        };
        glob(start.token, piece, text.as_bytes(), Case::Sensitive)
    }

    fn colon_after(self, start: Cut, cx: &Context) -> Option<Cut> {
        let (mut token, mut from) = (start.token, start.offset);
        loop {
            let (piece, after) = self.piece(token, cx)?;
            if let Piece::Bytes(bytes) = piece
                && let Some(colon) = bytes[from..].iter().position(|&byte| byte == b':')
            {
                return Some(Cut {
                    token,
                    offset: from + colon,
                });
            }
            (token, from) = (after, 0);
        }
    }

    /// The pieces as strings, for a pattern without wildcards; `None` for a variable that cannot be replaced.
    fn strings<'b>(self, cx: &'b Context) -> impl Iterator<Item = Option<&'b str>> + Clone
    where
        'a: 'b,
    {
        self.pieces(cx).map(|piece| match piece {
            Piece::Bytes(bytes) => {
                Some(std::str::from_utf8(bytes).expect("pieces are whole strings"))
            }
            Piece::One | Piece::Many => unreachable!("a string without wildcards"),
            Piece::Never => None,
        })
    }

    fn pieces<'b>(self, cx: &'b Context) -> impl Iterator<Item = Piece<'b>> + Clone
    where
        'a: 'b,
    {
        let first = self.piece(0, cx);
        std::iter::successors(first, move |&(_, after)| self.piece(after, cx))
            .map(|(piece, _)| piece)
    }

    /// The piece that begins at `at`, and the place after it; `None` at the end.
    fn piece<'b>(self, at: usize, cx: &'b Context) -> Option<(Piece<'b>, usize)>
    where
        'a: 'b,
    {
        let bytes = self.0;
        Some(match *bytes.get(at)? {
            MANY => (Piece::Many, at + 1),
            ONE => (Piece::One, at + 1),
            ESCAPED => (Piece::Bytes(&bytes[at + 1..at + 2]), at + 2),
            VARIABLE => {
                let (variable, after) = variable_at(bytes, at);
                let value = variable.resolve(cx);
                (value.map_or(Piece::Never, Piece::Bytes), after)
            }
            FIELD | DEFAULT | NEVER => (Piece::Never, bytes.len()),
            0..FIRST_MARK => {
                let run = Tokens(&bytes[at..]).beginning();
                (Piece::Bytes(run), at + run.len())
            }
        })
    }
}

/// A place between the bytes of a pattern's pieces: the piece that begins at `token`, and how far into it.
#[derive(Clone, Copy, Debug)]
struct Cut {
    token: usize,
    offset: usize,
}

impl Cut {
    const START: Cut = Cut {
        token: 0,
        offset: 0,
    };
}

/// Whether the pieces from `start` on cover the whole text. Only the last `*` is ever tried again: what stands before it
/// has its shortest match already, and no longer one can help what follows.
fn glob<'a>(
    start: usize,
    piece: impl Fn(usize) -> Option<(Piece<'a>, usize)>,
    text: &[u8],
    case: Case,
) -> bool {
    let (mut next, mut at) = (start, 0);
    let mut retry: Option<(usize, usize)> = None;
    loop {
        let consumed = match piece(next) {
            None if at == text.len() => return true,
            None => None,
            Some((Piece::Many, after)) => {
                if piece(after).is_none() {
                    return true;
                }
                retry = Some((after, at));
                retry
            }
            Some((Piece::One, after)) => (at < text.len()).then(|| (after, at + unit(text, at))),
            Some((Piece::Bytes(bytes), after)) => {
                starts_with(&text[at..], bytes, case).then(|| (after, at + bytes.len()))
            }
            Some((Piece::Never, _)) => return false,
        };
        match (consumed, retry) {
            (Some(further), _) => (next, at) = further,
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
    use crate::pattern::Pattern;

    const EVERYTHING: Syntax = Syntax {
        wildcards: true,
        variables: true,
    };

    fn check(pattern: &str, text: &str) -> bool {
        let mut cx = Context::new();
        cx.insert("k", "*");
        let pattern = Pattern::parse(pattern, EVERYTHING);
        pattern.tokens().matches(text, Case::Sensitive, &cx)
    }

    #[test]
    fn wildcards_cover_the_whole_text() {
        for (pattern, text) in [
            ("", ""),
            ("*", ""),
            ("*", "a\nb"),
            ("a*b*c", "aXbXbc"),
            ("a**", "a"),
            ("a***b", "ab"),
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
            ("*${nobody}", "a"),
            ("${nobody}*", "a"),
        ] {
            assert!(!check(pattern, text), "{pattern} {text}");
        }
        let never = Pattern::never("a");
        assert!(
            !never
                .tokens()
                .matches("a", Case::Sensitive, &Context::new())
        );
    }

    #[test]
    fn an_arn_is_split_after_variables_are_replaced() {
        let mut cx = Context::new();
        cx.insert("whole", "arn:aws:iam::1:role/x:y");
        cx.insert("account", "1");
        let arn = ["arn", "aws", "iam", "", "1", "role/x:y"];
        let check = |text: &str| {
            let pattern = Pattern::parse(text, EVERYTHING);
            pattern.tokens().compare_arn(&arn, &cx)
        };
        use ArnMatch::{Hit, Malformed, Miss};
        assert_eq!(check("${whole}"), Hit);
        assert_eq!(check("arn:aws:iam::${account}:role/*"), Hit);
        assert_eq!(check("arn:*:i?m:*:${account}:*y"), Hit);
        assert_eq!(check("arn:*:i?m:*:1:*y"), Hit);
        assert_eq!(check("arn:aws:iam::${account}2:role/*"), Miss);
        assert_eq!(check("arn:aws:iam::12:role/*"), Miss);
        assert_eq!(check("arn:aws:iam::${nobody}:role/*"), Miss);
        assert_eq!(check("arn:aws:${account}:role/*"), Malformed);
        assert_eq!(check("arn:aws:1:role/*"), Malformed);
        assert_eq!(check("a*n:aws:iam::${account}:role/*"), Malformed);
        assert_eq!(check("a*n:aws:iam::1:role/*"), Malformed);
        assert_eq!(check("${account}"), Malformed);
    }

    #[test]
    fn text_is_compared_in_lower_case_without_regard_to_where_variables_end() {
        let mut cx = Context::new();
        cx.insert("k", "ΟΔ");
        cx.insert("s", "Σ");
        let syntax = Syntax {
            wildcards: false,
            variables: true,
        };
        let check = |pattern: &str, text: &str| {
            let pattern = Pattern::parse(pattern, syntax);
            pattern.tokens().matches_lower_cased(text, &cx)
        };
        assert!(check("${k}ΟΣ", "οδος") && check("${k}Ο${s}", "οδος"));
        assert!(check("${s}${k}", "σοδ") && !check("${k}Ο${s}", "οδοσ"));
        assert!(check("ABC*?", "abc*?") && check("${nobody, 'É'}", "é"));
        assert!(!check("${nobody}É", "é") && !check("${nobody}", "") && !check("é", "e"));
    }
}
