//! The parameters of a Query call, decoded once and kept in the order of their names.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr2};

/// Segments (`Tags.member.1.Key` has four) that a name may have. The models need nine.
const SEGMENTS_MAX: usize = 32;

/// Bytes that a name may have, so that sorting stays cheap.
const NAME_BYTES_MAX: usize = 1024;

/// The decoded parameters of one call: every name once, sorted so that `Tags.member.2` stands before
/// `Tags.member.10`.
///
/// Names that belong together are neighbours, which makes the tree that [`query`](crate::query) reads a
/// matter of slices: an index of two thousand million costs what it is written with.
///
/// ```
/// let params = wire::Params::parse("", b"Action=GetUser&UserName=Zo%C3%AB+K", 100)?;
/// assert_eq!(params.get("UserName"), Some("Zoë K"));
/// assert_eq!(params.get("Version"), None);
/// # Ok::<(), wire::ParamsError>(())
/// ```
#[derive(Default)]
pub struct Params {
    text: String,
    pairs: Vec<Pair>,
}

/// Why a query or form is no set of parameters. All are 400 `MalformedQueryString`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParamsError {
    /// A `%` without two hexadecimal digits.
    #[error("a percent sign is not followed by two hexadecimal digits")]
    Escape,
    /// Bytes that are not UTF-8 once decoded.
    #[error("a parameter is not valid UTF-8")]
    Utf8,
    /// A value without a name.
    #[error("a parameter has no name")]
    NoName,
    /// More parameters than the limit.
    #[error("there are more than {0} parameters")]
    TooMany(usize),
    /// A name of more segments than any call has.
    #[error("a parameter name has more than {SEGMENTS_MAX} parts")]
    TooDeep,
    /// A name longer than any call has.
    #[error("a parameter name has more than {NAME_BYTES_MAX} bytes")]
    NameTooLong,
    /// One name twice, in the body, the query or both: readers could choose differently.
    #[error("parameter `{0}` is given more than once")]
    Repeated(String),
}

impl ParamsError {
    /// AWS's code for it.
    pub fn code(&self) -> &'static str {
        "MalformedQueryString"
    }

    /// The HTTP status: 400.
    pub fn status(&self) -> u16 {
        400
    }
}

/// Room for the parameters of most calls.
const PAIRS: usize = 16;

#[derive(Clone)]
pub(crate) struct Pair {
    name: Range<usize>,
    value: Range<usize>,
}

impl Params {
    /// Decodes the raw query (without `?`) and a form body together.
    ///
    /// Refuses what a careless reader would repair: bad escapes, invalid UTF-8, a name given twice, more
    /// than `limit` parameters.
    pub fn parse(query: &str, body: &[u8], limit: usize) -> Result<Params, ParamsError> {
        let mut decoding = Decoding {
            // Nothing grows by being decoded.
            text: Vec::with_capacity(query.len() + body.len()),
            pairs: Vec::with_capacity(PAIRS),
        };
        for source in [query.as_bytes(), body] {
            let mut start = 0;
            for end in memchr_iter(b'&', source).chain([source.len()]) {
                let pair = &source[start..end];
                start = end + 1;
                if pair.is_empty() {
                    continue;
                }
                if decoding.pairs.len() == limit {
                    return Err(ParamsError::TooMany(limit));
                }
                decoding.push(pair)?;
            }
        }
        let mut params = decoding.finish()?;
        params.sort()?;
        Ok(params)
    }

    /// Decoded names and values, from another protocol than Query. Refuses what [`parse`](Params::parse) refuses.
    pub(crate) fn of_pairs(
        pairs: impl IntoIterator<Item = (String, String)>,
        limit: usize,
    ) -> Result<Params, ParamsError> {
        let mut params = Params {
            text: String::new(),
            pairs: Vec::new(),
        };
        for (name, value) in pairs {
            if params.pairs.len() == limit {
                return Err(ParamsError::TooMany(limit));
            }
            let start = params.text.len();
            params.text.push_str(&name);
            let middle = params.text.len();
            params.text.push_str(&value);
            params.pairs.push(Pair {
                name: start..middle,
                value: middle..params.text.len(),
            });
        }
        params.sort()?;
        Ok(params)
    }

    /// The value of a parameter by its whole name.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self
            .pairs
            .binary_search_by(|pair| by_segments(&self.text[pair.name.clone()], name));
        found.ok().map(|index| self.value(&self.pairs[index]))
    }

    /// Names and values in the order of names.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.pairs
            .iter()
            .map(|pair| (self.name(pair), self.value(pair)))
    }

    /// How many parameters there are.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    pub(crate) fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    pub(crate) fn name(&self, pair: &Pair) -> &str {
        &self.text[pair.name.clone()]
    }

    pub(crate) fn value(&self, pair: &Pair) -> &str {
        &self.text[pair.value.clone()]
    }

    fn sort(&mut self) -> Result<(), ParamsError> {
        let text = &self.text;
        self.pairs
            .sort_by(|a, b| by_segments(&text[a.name.clone()], &text[b.name.clone()]));
        let twice = self
            .pairs
            .windows(2)
            .find(|pair| text[pair[0].name.clone()] == text[pair[1].name.clone()]);
        match twice {
            Some(pair) => Err(ParamsError::Repeated(shortened(
                &text[pair[0].name.clone()],
            ))),
            None => Ok(()),
        }
    }
}

/// Parameters while they are read: nobody has looked yet whether their bytes are text.
struct Decoding {
    text: Vec<u8>,
    pairs: Vec<Pair>,
}

impl Decoding {
    fn push(&mut self, pair: &[u8]) -> Result<(), ParamsError> {
        let equals = memchr(b'=', pair);
        let (name, value) = equals.map_or((pair, &b""[..]), |at| (&pair[..at], &pair[at + 1..]));
        let name = self.decode(name)?;
        if name.is_empty() {
            return Err(ParamsError::NoName);
        }
        if name.len() > NAME_BYTES_MAX {
            return Err(ParamsError::NameTooLong);
        }
        let dots = self.text[name.clone()].iter().filter(|byte| **byte == b'.');
        if dots.count() >= SEGMENTS_MAX {
            return Err(ParamsError::TooDeep);
        }
        let value = self.decode(value)?;
        self.pairs.push(Pair { name, value });
        Ok(())
    }

    fn decode(&mut self, raw: &[u8]) -> Result<Range<usize>, ParamsError> {
        let start = self.text.len();
        match memchr2(b'%', b'+', raw) {
            Some(plain) => {
                self.text.extend_from_slice(&raw[..plain]);
                unescape(&raw[plain..], &mut self.text).ok_or(ParamsError::Escape)?;
            }
            None => self.text.extend_from_slice(raw),
        }
        Ok(start..self.text.len())
    }

    /// All of it is text, and no character begins in one name or value and ends in another: each is text.
    fn finish(self) -> Result<Params, ParamsError> {
        let text = String::from_utf8(self.text).map_err(|_| ParamsError::Utf8)?;
        let whole = |range: &Range<usize>| text.get(range.clone()).is_some();
        match self
            .pairs
            .iter()
            .all(|pair| whole(&pair.name) && whole(&pair.value))
        {
            true => Ok(Params {
                text,
                pairs: self.pairs,
            }),
            false => Err(ParamsError::Utf8),
        }
    }
}

impl fmt::Debug for Params {
    /// Shows names only: values hold passwords, tokens and policies.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map()
            .entries(self.iter().map(|(name, _)| (name, format_args!("…"))))
            .finish()
    }
}

/// The order of names: segment by segment, indexes by their number.
pub(crate) fn by_segments(a: &str, b: &str) -> Ordering {
    let (left, right) = (a.as_bytes(), b.as_bytes());
    // Most names differ in their first letter, and then in their first segment, which is no number.
    if let ([x, ..], [y, ..]) = (left, right)
        && x != y
        && x.is_ascii_alphabetic()
        && y.is_ascii_alphabetic()
    {
        return x.cmp(y);
    }
    let alike = left.iter().zip(right).take_while(|(x, y)| x == y).count();
    // What is alike before the segment that differs says nothing; a segment begins after a dot, so this is no part of a character.
    let start = left[..alike].iter().rposition(|byte| *byte == b'.');
    let start = start.map_or(0, |dot| dot + 1);
    let (segment_a, segment_b) = (first_segment(&a[start..]).0, first_segment(&b[start..]).0);
    // Of two names that are alike up to the end of one, that one is first.
    by_number(segment_a, segment_b).then(left.len().cmp(&right.len()))
}

/// The first segment of a name, and the rest after the dot.
pub(crate) fn first_segment(name: &str) -> (&str, Option<&str>) {
    // Segments are short: looking at each byte is the fastest search.
    match name.bytes().position(|byte| byte == b'.') {
        Some(dot) => (&name[..dot], Some(&name[dot + 1..])),
        None => (name, None),
    }
}

/// The order of segments: numbers first, by value; then text. Equal only for equal text.
pub(crate) fn by_number(a: &str, b: &str) -> Ordering {
    match (digits(a), digits(b)) {
        (Some(x), Some(y)) => (x.len(), x, a.len()).cmp(&(y.len(), y, b.len())),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => a.cmp(b),
    }
}

fn digits(segment: &str) -> Option<&str> {
    let number = !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit());
    number.then(|| segment.trim_start_matches('0'))
}

/// Bytes without an escape that are copied at once.
const RUN: usize = 16;

fn unescape(raw: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let start = out.len();
    // It does not get longer; each byte is written to its place.
    out.resize(start + raw.len(), 0);
    let places = &mut out[start..];
    let mut written = 0;
    let mut rest = raw;
    while !rest.is_empty() {
        // Tokens and assertions are base64, of which most stands as it is.
        while let Some((run, after)) = rest.split_first_chunk::<RUN>()
            && run.iter().fold(true, |all, byte| all & !is_escape(*byte))
        {
            places[written..written + RUN].copy_from_slice(run);
            written += RUN;
            rest = after;
        }
        // Policies have an escape every few letters: looking at each byte is faster than searching the next.
        while let [byte, after @ ..] = rest {
            rest = after;
            places[written] = match byte {
                b'%' => {
                    let ([high, low], after) = rest.split_first_chunk()?;
                    rest = after;
                    digit(*high)? << 4 | digit(*low)?
                }
                b'+' => b' ',
                plain => *plain,
            };
            written += 1;
            if is_escape(*byte) {
                break;
            }
        }
    }
    out.truncate(start + written);
    Some(())
}

fn is_escape(byte: u8) -> bool {
    matches!(byte, b'%' | b'+')
}

/// What a hexadecimal digit stands for.
fn digit(byte: u8) -> Option<u8> {
    const NONE: u8 = 16;
    const DIGITS: [u8; 256] = {
        let mut digits = [NONE; 256];
        let mut value = 0;
        while value < 16 {
            digits[b"0123456789ABCDEF"[value as usize] as usize] = value;
            digits[b"0123456789abcdef"[value as usize] as usize] = value;
            value += 1;
        }
        digits
    };
    let value = DIGITS[usize::from(byte)];
    (value != NONE).then_some(value)
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= 128 {
        return name.to_owned();
    }
    name.chars().take(128).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, expected: Result<&[(&str, &str)], ParamsError>) {
        let params = Params::parse("", body.as_bytes(), 4);
        match (params, expected) {
            (Ok(params), Ok(expected)) => {
                assert_eq!(params.iter().collect::<Vec<_>>(), expected, "{body}")
            }
            (params, expected) => assert_eq!(params.err(), expected.err(), "{body}"),
        }
    }

    #[test]
    fn forms_are_decoded() {
        check("", Ok(&[]));
        check("&&", Ok(&[]));
        check("a=1", Ok(&[("a", "1")]));
        check("a", Ok(&[("a", "")]));
        check("a=", Ok(&[("a", "")]));
        check("a=b=c", Ok(&[("a", "b=c")]));
        check("a+b=c+d%2B%26%3d", Ok(&[("a b", "c d+&=")]));
        check("%C3%A9=%F0%9F%98%80", Ok(&[("é", "😀")]));
        check("é=x", Ok(&[("é", "x")]));
        check("a=%00", Ok(&[("a", "\0")]));
    }

    #[test]
    fn malformed_forms_are_refused() {
        check("a=%", Err(ParamsError::Escape));
        check("a=%4", Err(ParamsError::Escape));
        check("a=%zz", Err(ParamsError::Escape));
        check("a=%+1", Err(ParamsError::Escape));
        check("%C3=%A9", Err(ParamsError::Utf8));
        check("a=%C3", Err(ParamsError::Utf8));
        check("a=%ED%A0%80", Err(ParamsError::Utf8));
        check("=1", Err(ParamsError::NoName));
        check("=", Err(ParamsError::NoName));
        check("a=1&b=2&a=1", Err(ParamsError::Repeated("a".to_owned())));
        check("a=1&%61=2", Err(ParamsError::Repeated("a".to_owned())));
        check("a&b&c&d&e", Err(ParamsError::TooMany(4)));
        check(&"a.".repeat(32), Err(ParamsError::TooDeep));
        check(&"a".repeat(1025), Err(ParamsError::NameTooLong));
        assert_eq!(
            Params::parse("", b"a=\xff", 4).err(),
            Some(ParamsError::Utf8)
        );
    }

    #[test]
    fn query_and_body_are_one_set() {
        let params = Params::parse("Action=GetUser&Version=1", b"UserName=a", 10).unwrap();
        assert_eq!(
            (params.get("Action"), params.get("UserName"), params.len()),
            (Some("GetUser"), Some("a"), 3)
        );
        let refused = Params::parse("Action=GetUser", b"Action=DeleteUser", 10).err();
        assert_eq!(refused, Some(ParamsError::Repeated("Action".to_owned())));
        let limited = Params::parse("a=1&b=2", b"c=3", 2).err();
        assert_eq!(limited, Some(ParamsError::TooMany(2)));
    }

    #[test]
    fn indexes_are_ordered_by_number() {
        let body = "t.10.k=&t.2.k=&t.x=&t.1.k=&t=&t.2=&t.02=&s=";
        let params = Params::parse("", body.as_bytes(), 99).unwrap();
        let names: Vec<_> = params.iter().map(|(name, _)| name).collect();
        assert_eq!(
            names,
            ["s", "t", "t.1.k", "t.2", "t.2.k", "t.02", "t.10.k", "t.x"]
        );
        for name in names {
            assert_eq!(params.get(name), Some(""), "{name}");
        }
        assert_eq!(params.get("t.1"), None);
    }

    /// Every pair of short names, beside the definition.
    #[test]
    fn names_are_ordered_segment_by_segment() {
        fn defined(a: &str, b: &str) -> Ordering {
            let (mut left, mut right) = (a.split('.'), b.split('.'));
            loop {
                match (left.next(), right.next()) {
                    (None, None) => return Ordering::Equal,
                    (None, Some(_)) => return Ordering::Less,
                    (Some(_), None) => return Ordering::Greater,
                    (Some(a), Some(b)) => match by_number(a, b) {
                        Ordering::Equal => {}
                        unequal => return unequal,
                    },
                }
            }
        }
        let mut names = vec![String::new()];
        for length in 0..4 {
            let shorter = names.clone();
            let longest = shorter.iter().filter(|name| name.len() == length);
            names.extend(
                longest
                    .flat_map(|name| ['.', '0', '1', 'A', 'b', 'é'].map(|c| format!("{name}{c}"))),
            );
        }
        for a in &names {
            for b in &names {
                assert_eq!(by_segments(a, b), defined(a, b), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn debug_shows_no_value() {
        let params = Params::parse("", b"Password=hunter2", 9).unwrap();
        assert_eq!(format!("{params:?}"), r#"{"Password": …}"#);
    }
}
