//! The model's regular expressions, which are Java's, matched as Java's `matches()` does: as a whole.

use std::fmt;
use std::sync::OnceLock;

use regex::Regex;

/// One pattern of the model, compiled when it is first needed.
pub struct Pattern {
    text: String,
    matcher: OnceLock<Matcher>,
}

#[expect(
    clippy::large_enum_variant,
    reason = "there is one for each pattern of the model, and most are of the large kind"
)]
enum Matcher {
    Regex(Regex),
    /// So many letters of one class: most patterns, and most of what a policy's text costs to check.
    Class {
        repeated: Repeated,
        regex: Regex,
    },
    AccountAlias,
}

/// Any number of ASCII characters of a class; others are the regular expression's to know.
struct Repeated {
    of_class: [bool; 256],
    may_be_empty: bool,
}

/// The one pattern that looks ahead: no two hyphens in a row.
const ACCOUNT_ALIAS: &str = "^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$";

/// Patterns that do not mean what they say: Java reads `\u10000` as U+1000 and a zero. What is meant is every
/// character of XML 1.0.
const MEANT: &[(&str, &str)] = &[(
    r"[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+",
    r"[\x{9}\x{A}\x{D}\x{20}-\x{7E}\x{85}\x{A0}-\x{D7FF}\x{E000}-\x{FFFD}\x{10000}-\x{10FFFF}]+",
)];

impl Pattern {
    pub(super) fn new(text: &str) -> Pattern {
        Pattern {
            text: text.to_owned(),
            matcher: OnceLock::new(),
        }
    }

    /// The pattern in the model's words, as messages repeat it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the whole value matches.
    pub fn matches(&self, value: &str) -> bool {
        match self.matcher.get_or_init(|| Matcher::of(&self.text)) {
            Matcher::Regex(regex) => regex.is_match(value),
            Matcher::Class { repeated, regex } => repeated
                .matches(value)
                .unwrap_or_else(|| regex.is_match(value)),
            Matcher::AccountAlias => is_account_alias(value),
        }
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pattern").field(&self.text).finish()
    }
}

impl Matcher {
    fn of(text: &str) -> Matcher {
        if text == ACCOUNT_ALIAS {
            return Matcher::AccountAlias;
        }
        let meant = MEANT
            .iter()
            .find(|(pattern, _)| *pattern == text)
            .map(|(_, meant)| (*meant).to_owned());
        let translated = format!(r"\A(?:{})\z", meant.unwrap_or_else(|| translate(text)));
        let regex = Regex::new(&translated).expect("a test compiles every pattern of the models");
        match Repeated::of(text, &regex) {
            Some(repeated) => Matcher::Class { repeated, regex },
            None => Matcher::Regex(regex),
        }
    }
}

impl Repeated {
    /// `None` for patterns that are not one class and `+` or `*`.
    fn of(text: &str, regex: &Regex) -> Option<Repeated> {
        let class = text.strip_prefix('[')?.strip_suffix(['+', '*'])?;
        // The bracket that closes the class is the last character, and the only one.
        let class = class
            .strip_suffix(']')
            .filter(|class| !class.ends_with('\\'))?;
        if class.contains(['[', ']', '&']) {
            return None;
        }
        let mut of_class = [false; 256];
        for letter in '\0'..='\x7f' {
            of_class[letter as usize] = regex.is_match(letter.encode_utf8(&mut [0; 4]));
        }
        Some(Repeated {
            of_class,
            may_be_empty: text.ends_with('*'),
        })
    }

    /// `None` if there is another character than ASCII before anything else decides.
    fn matches(&self, value: &str) -> Option<bool> {
        let other = value
            .bytes()
            .find(|byte| !self.of_class[usize::from(*byte)]);
        match other {
            None => Some(self.may_be_empty || !value.is_empty()),
            Some(byte) => byte.is_ascii().then_some(false),
        }
    }
}

/// What `\s` is in Java.
const SPACES: &str = r" \t\n\x0B\f\r";

/// Java's escapes in this engine's words: `\w`, `\d` and `\s` are ASCII, `\uXXXX` is a code point.
fn translate(java: &str) -> String {
    let mut out = String::with_capacity(java.len() + 32);
    let mut in_class = false;
    let mut chars = java.chars();
    while let Some(char) = chars.next() {
        match char {
            '[' => in_class = true,
            ']' => in_class = false,
            _ => {}
        }
        if char != '\\' {
            out.push(char);
            continue;
        }
        match chars.next() {
            Some('w') if in_class => out.push_str("0-9A-Za-z_"),
            Some('w') => out.push_str("[0-9A-Za-z_]"),
            Some('s') if in_class => out.push_str(SPACES),
            Some('s') => out.push_str(&format!("[{SPACES}]")),
            Some('S') => out.push_str(&format!("[^{SPACES}]")),
            Some('d') if in_class => out.push_str("0-9"),
            Some('d') => out.push_str("[0-9]"),
            Some('u') => {
                out.push_str(r"\x{");
                out.extend(chars.by_ref().take(4));
                out.push('}');
            }
            Some(other) => out.extend(['\\', other]),
            None => out.push('\\'),
        }
    }
    out
}

fn is_account_alias(value: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = value.as_bytes();
    (3..=63).contains(&bytes.len())
        && bytes.iter().all(|byte| plain(*byte) || *byte == b'-')
        && !value.starts_with('-')
        && !value.ends_with('-')
        && !value.contains("--")
}

#[cfg(test)]
mod tests;
