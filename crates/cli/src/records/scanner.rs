//! How far a JSON value reaches, told byte by byte. What stands inside strings and words is left to the parser.

/// Nesting beyond which nothing is a record.
const DEPTH_MAX: usize = 128;

/// Follows one value.
#[derive(Debug)]
pub(crate) struct Scanner {
    /// The opening brackets that are not closed yet.
    open: Vec<u8>,
    at: At,
}

/// What one more byte means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// It belongs to the value, which goes on.
    More,
    /// It is the last of the value.
    Last,
    /// The value ended before it.
    Behind,
    /// No value goes on like this.
    Broken,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Value,
    FirstElement,
    Key,
    FirstKey,
    Colon,
    AfterValue,
    String {
        key: bool,
        escaped: bool,
    },
    /// A number or one of `true`, `false` and `null`.
    Word,
}

impl Scanner {
    pub(crate) fn new() -> Scanner {
        Scanner {
            open: Vec::new(),
            at: At::Value,
        }
    }

    pub(crate) fn step(&mut self, byte: u8) -> Step {
        let space = matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        match (self.at, byte) {
            (At::String { key, escaped }, _) => self.in_string(key, escaped, byte),
            (At::Word, b'+' | b'-' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z') => Step::More,
            (At::Word, _) => match self.close() {
                Step::Last => Step::Behind,
                _ => self.step(byte),
            },
            _ if space => Step::More,
            (At::FirstElement, b']') | (At::FirstKey, b'}') => {
                self.open.pop();
                self.close()
            }
            (At::Value | At::FirstElement, _) => self.begin(byte),
            (At::Key | At::FirstKey, b'"') => self.go(At::String {
                key: true,
                escaped: false,
            }),
            (At::Colon, b':') => self.go(At::Value),
            (At::AfterValue, b',') => match self.open.last() {
                Some(b'{') => self.go(At::Key),
                _ => self.go(At::Value),
            },
            (At::AfterValue, b'}') if self.open.last() == Some(&b'{') => {
                self.open.pop();
                self.close()
            }
            (At::AfterValue, b']') if self.open.last() == Some(&b'[') => {
                self.open.pop();
                self.close()
            }
            (At::Key | At::FirstKey | At::Colon | At::AfterValue, _) => Step::Broken,
        }
    }

    fn begin(&mut self, byte: u8) -> Step {
        match byte {
            b'{' | b'[' if self.open.len() >= DEPTH_MAX => Step::Broken,
            b'{' => {
                self.open.push(byte);
                self.go(At::FirstKey)
            }
            b'[' => {
                self.open.push(byte);
                self.go(At::FirstElement)
            }
            b'"' => self.go(At::String {
                key: false,
                escaped: false,
            }),
            b'-' | b'0'..=b'9' | b'a'..=b'z' => self.go(At::Word),
            _ => Step::Broken,
        }
    }

    fn in_string(&mut self, key: bool, escaped: bool, byte: u8) -> Step {
        match (escaped, byte) {
            (_, 0..0x20) => Step::Broken,
            (false, b'"') if key => self.go(At::Colon),
            (false, b'"') => self.close(),
            (false, b'\\') => self.go(At::String { key, escaped: true }),
            _ => self.go(At::String {
                key,
                escaped: false,
            }),
        }
    }

    fn close(&mut self) -> Step {
        self.at = At::AfterValue;
        if self.open.is_empty() {
            Step::Last
        } else {
            Step::More
        }
    }

    fn go(&mut self, at: At) -> Step {
        self.at = at;
        Step::More
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many bytes the value takes, and how it ends.
    fn scan(text: &str) -> (usize, Step) {
        let mut scanner = Scanner::new();
        for (at, byte) in text.bytes().enumerate() {
            match scanner.step(byte) {
                Step::More => {}
                Step::Last => return (at + 1, Step::Last),
                other => return (at, other),
            }
        }
        (text.len(), Step::More)
    }

    #[test]
    fn a_value_ends_where_it_ends() {
        assert_eq!(scan(r#"{"a":[1,{"b":"}"}]} {"#), (19, Step::Last));
        assert_eq!(scan(r#"{"a":"\"}\\"}x"#), (13, Step::Last));
        assert_eq!(scan("[ ]]"), (3, Step::Last));
        assert_eq!(scan("{}{}"), (2, Step::Last));
        assert_eq!(scan("12,"), (2, Step::Behind));
        assert_eq!(scan("{\"a\"\n:\ttrue\n}"), (13, Step::Last));
    }

    #[test]
    fn what_cannot_go_on_is_found_at_once() {
        assert_eq!(scan("{\"id\":\"a\"\n{"), (10, Step::Broken));
        assert_eq!(scan("{\"id\":\"a\",\n{"), (11, Step::Broken));
        assert_eq!(scan("{\"id\":\"a\n\"}"), (8, Step::Broken));
        assert_eq!(scan("{,}"), (1, Step::Broken));
        assert_eq!(scan("{\"a\"]"), (4, Step::Broken));
        assert_eq!(scan("[1}"), (2, Step::Broken));
        assert_eq!(scan("}"), (0, Step::Broken));
        assert_eq!(scan(&"[".repeat(200)), (DEPTH_MAX, Step::Broken));
    }

    #[test]
    fn what_is_not_complete_goes_on() {
        for text in ["{", "{\"a\"", "{\"a\":", "[1", "\"", ""] {
            assert_eq!(scan(text), (text.len(), Step::More), "{text}");
        }
    }
}
