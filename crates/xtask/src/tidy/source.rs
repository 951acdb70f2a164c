/// Rust source with the contents of comments, strings and characters turned to spaces: every byte
/// keeps its place, so that what is found in it can be looked up in the original.
pub(crate) struct Code {
    bytes: Vec<u8>,
}

/// A function with its body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Function {
    pub(crate) name: String,
    /// Counted from 1.
    pub(crate) first_line: usize,
    /// From the line of `fn` to that of the closing brace.
    pub(crate) lines: usize,
}

impl Code {
    pub(crate) fn of(text: &str) -> Code {
        let mut blank = Blank {
            from: text.as_bytes(),
            to: Vec::with_capacity(text.len()),
        };
        while blank.at() < text.len() {
            blank.step();
        }
        Code { bytes: blank.to }
    }

    /// The code as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The line of a byte, counted from 1.
    pub(crate) fn line(&self, at: usize) -> usize {
        1 + self.bytes[..at]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count()
    }

    /// The byte ranges of modules that exist only in tests.
    pub(crate) fn test_modules(&self) -> Vec<std::ops::Range<usize>> {
        let text = self.text();
        let mut found = Vec::new();
        for (at, _) in text.match_indices("#[cfg(test)]") {
            let rest = text[at..].trim_start_matches("#[cfg(test)]").trim_start();
            let opened =
                rest.starts_with("mod ") && !rest.lines().next().unwrap_or("").contains(';');
            if let (true, Some(open)) = (opened, text[at..].find('{')) {
                found.push(at..self.closing(at + open));
            }
        }
        found
    }

    /// Every function that has a body, outermost and nested ones alike.
    pub(crate) fn functions(&self) -> Vec<(usize, Function)> {
        let mut found = Vec::new();
        for (at, name) in self.words_after("fn") {
            let Some(open) = self.body(at) else { continue };
            let first_line = self.line(at);
            let lines = self.line(self.closing(open)) - first_line + 1;
            let function = Function {
                name,
                first_line,
                lines,
            };
            found.push((at, function));
        }
        found
    }

    /// The identifiers that follow a keyword, with the keyword's place.
    pub(crate) fn words_after(&self, keyword: &str) -> Vec<(usize, String)> {
        let text = self.text();
        let mut found = Vec::new();
        for (at, _) in text.match_indices(keyword) {
            let before = at.checked_sub(1).map(|before| self.bytes[before]);
            let rest = &text[at + keyword.len()..];
            let name = rest.trim_start();
            let apart = !before.is_some_and(is_word) && name.len() < rest.len();
            let name: String = name
                .trim_start_matches("r#")
                .chars()
                .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
                .collect();
            if apart && !name.is_empty() {
                found.push((at, name));
            }
        }
        found
    }

    /// Where the body of the function at `at` opens, if it has one.
    fn body(&self, at: usize) -> Option<usize> {
        let mut depth = 0_i32;
        for (offset, byte) in self.bytes[at..].iter().enumerate() {
            match byte {
                b'(' | b'[' => depth += 1,
                b')' | b']' => depth -= 1,
                b'{' if depth == 0 => return Some(at + offset),
                b';' if depth == 0 => return None,
                _ => {}
            }
        }
        None
    }

    /// Where the brace that opens at `open` closes, or the end of the text.
    fn closing(&self, open: usize) -> usize {
        let mut depth = 0_i32;
        for (offset, byte) in self.bytes[open..].iter().enumerate() {
            match byte {
                b'{' => depth += 1,
                b'}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return open + offset;
            }
        }
        self.bytes.len().saturating_sub(1)
    }
}

struct Blank<'a> {
    from: &'a [u8],
    to: Vec<u8>,
}

impl Blank<'_> {
    fn at(&self) -> usize {
        self.to.len()
    }

    fn rest(&self) -> &[u8] {
        &self.from[self.at()..]
    }

    fn step(&mut self) {
        let rest = self.rest();
        if rest.starts_with(b"//") {
            let length = rest.iter().position(|byte| *byte == b'\n');
            self.hide(length.unwrap_or(rest.len()));
        } else if rest.starts_with(b"/*") {
            self.hide(comment_length(rest));
        } else if let Some((open, hashes)) = self.raw_string() {
            let mut close = vec![b'"'];
            close.resize(hashes + 1, b'#');
            let body = &self.rest()[open..];
            let length = body
                .windows(close.len())
                .position(|window| window == close)
                .unwrap_or(body.len());
            self.keep(open);
            self.hide(length);
            self.keep(close.len());
        } else if rest[0] == b'"' {
            let length = quoted_length(&rest[1..], b'"');
            self.keep(1);
            self.hide(length);
            self.keep(1);
        } else if let Some(length) = character_length(rest) {
            self.keep(1);
            self.hide(length);
            self.keep(1);
        } else {
            self.keep(1);
        }
    }

    /// The length of a raw string's opening and its number of `#`, if one opens here.
    fn raw_string(&self) -> Option<(usize, usize)> {
        let rest = self.rest();
        let before = self.at().checked_sub(1).map(|before| self.from[before]);
        if before.is_some_and(is_word) {
            return None;
        }
        let prefix = rest.iter().take_while(|byte| b"rbc".contains(byte)).count();
        if prefix == 0 || prefix > 2 || rest[prefix - 1] != b'r' {
            return None;
        }
        let hashes = rest[prefix..]
            .iter()
            .take_while(|byte| **byte == b'#')
            .count();
        let open = prefix + hashes;
        (rest.get(open) == Some(&b'"')).then_some((open + 1, hashes))
    }

    fn keep(&mut self, length: usize) {
        let end = (self.at() + length).min(self.from.len());
        self.to.extend_from_slice(&self.from[self.at()..end]);
    }

    fn hide(&mut self, length: usize) {
        let end = (self.at() + length).min(self.from.len());
        let hidden = self.from[self.at()..end]
            .iter()
            .map(|byte| if *byte == b'\n' { b'\n' } else { b' ' });
        self.to.extend(hidden);
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn comment_length(text: &[u8]) -> usize {
    let mut depth = 0_i32;
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
        } else {
            at += 1;
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// The length of a quoted text up to its closing quote.
fn quoted_length(text: &[u8], quote: u8) -> usize {
    let mut at = 0;
    while at < text.len() && text[at] != quote {
        at += if text[at] == b'\\' { 2 } else { 1 };
    }
    at
}

/// The length of a character between its quotes; `None` where the quote begins a lifetime.
fn character_length(text: &[u8]) -> Option<usize> {
    if text[0] != b'\'' {
        return None;
    }
    let body = &text[1..];
    if body.first() == Some(&b'\\') {
        return Some(quoted_length(body, b'\''));
    }
    let longest = body.len().min(5);
    let length = body[..longest].iter().position(|byte| *byte == b'\'')?;
    let one_character =
        std::str::from_utf8(&body[..length]).is_ok_and(|it| it.chars().count() == 1);
    one_character.then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_is_no_code_is_blanked_in_place() {
        for (text, code) in [
            ("a // fn\nb", "a      \nb"),
            ("a /* { /* } */ { */ b", "a                   b"),
            (r#"a("{", b)"#, r#"a(" ", b)"#),
            (r#"a("\"{")"#, r#"a("   ")"#),
            ("a(r#\"{\"}\"#)", "a(r#\"   \"#)"),
            ("f('{', b'}', '\\'')", "f(' ', b' ', '  ')"),
            ("fn f<'a>(x: &'a str) {}", "fn f<'a>(x: &'a str) {}"),
            ("'é'", "'  '"),
        ] {
            assert_eq!(Code::of(text).text(), code, "{text}");
            assert_eq!(text.len(), code.len(), "{text}");
        }
    }

    #[test]
    fn functions_are_measured_to_their_closing_brace() {
        let text = "trait T {\n    fn a(&self, b: [u8; 2]);\n}\nfn c() {\n    d(\"}\");\n}\nfn e() { fn f() {} }\n";
        let found: Vec<_> = Code::of(text).functions();
        let found: Vec<_> = found
            .iter()
            .map(|(_, it)| (it.name.as_str(), it.first_line, it.lines))
            .collect();
        assert_eq!(found, [("c", 4, 3), ("e", 7, 1), ("f", 7, 1)]);
    }

    #[test]
    fn modules_of_tests_are_found() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\n#[cfg(test)]\nmod far;\nfn c() {}\n";
        let code = Code::of(text);
        let inside: Vec<_> = code.test_modules();
        assert_eq!(inside.len(), 1);
        assert!(text[inside[0].clone()].contains("fn b"));
        assert!(!text[inside[0].clone()].contains("fn c"));
    }
}
