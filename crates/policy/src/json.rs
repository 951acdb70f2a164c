//! Strict JSON with the byte range of every value and key: what `serde_json` refuses is refused here, numbers keep
//! their source text, a repeated key is reported, and nesting is limited.

use std::collections::BTreeSet;

use smol_str::{SmolStr, SmolStrBuilder};

/// Deepest nesting of arrays and objects that is read.
pub(crate) const DEPTH_MAX: usize = 64;

/// A byte range of the text; for strings it includes the quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// One JSON value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) value: Value,
}

/// What a JSON value is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    /// The number as it was written.
    Number(SmolStr),
    String(SmolStr),
    Array(Vec<Node>),
    Object(Vec<Member>),
}

/// One `"key": value` of an object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Member {
    pub(crate) key: SmolStr,
    pub(crate) key_span: Span,
    pub(crate) node: Node,
}

/// A whole text that is JSON.
#[derive(Clone, Debug)]
pub(crate) struct Parsed {
    pub(crate) root: Node,
    /// The first key that its object had already, if any: what that means is the reader's to say (G-2).
    pub(crate) repeated: Option<Span>,
}

/// Where and why a text is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Invalid {
    pub(crate) offset: usize,
}

impl Node {
    /// The member named `key`, if this is an object that has it.
    pub(crate) fn member(&self, key: &str) -> Option<&Member> {
        self.members()?.iter().find(|member| member.key == key)
    }

    /// The members, if this is an object.
    pub(crate) fn members(&self) -> Option<&[Member]> {
        match &self.value {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The text, if this is a string.
    pub(crate) fn text(&self) -> Option<&SmolStr> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The elements of an array, or the value itself: a bare value is a list of one (G-3).
    pub(crate) fn elements(&self) -> &[Node] {
        match &self.value {
            Value::Array(nodes) => nodes,
            _ => std::slice::from_ref(self),
        }
    }
}

/// Reads one JSON text.
pub(crate) fn parse(text: &str) -> Result<Parsed, Invalid> {
    if u32::try_from(text.len()).is_err() {
        return Err(Invalid { offset: 0 });
    }
    let mut parser = Parser {
        text,
        at: 0,
        repeated: None,
    };
    parser.skip_space();
    let root = parser.value(0)?;
    parser.skip_space();
    if parser.at < text.len() {
        return Err(parser.invalid());
    }
    Ok(Parsed {
        root,
        repeated: parser.repeated,
    })
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    repeated: Option<Span>,
}

impl<'a> Parser<'a> {
    fn value(&mut self, depth: usize) -> Result<Node, Invalid> {
        let start = self.at;
        let value = match self.peek() {
            Some(b'{') => Value::Object(self.object(depth)?),
            Some(b'[') => Value::Array(self.array(depth)?),
            Some(b'"') => Value::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => Value::Number(self.number()?),
            Some(b't') => self.word("true", Value::Bool(true))?,
            Some(b'f') => self.word("false", Value::Bool(false))?,
            Some(b'n') => self.word("null", Value::Null)?,
            _ => return Err(self.invalid()),
        };
        Ok(Node {
            span: self.span_from(start),
            value,
        })
    }

    fn object(&mut self, depth: usize) -> Result<Vec<Member>, Invalid> {
        self.enter(depth)?;
        let mut members: Vec<Member> = Vec::new();
        let mut keys = BTreeSet::new();
        if self.take(b'}') {
            return Ok(members);
        }
        loop {
            let start = self.at;
            let key = self.string()?;
            let key_span = self.span_from(start);
            if !keys.insert(key.clone()) && self.repeated.is_none() {
                self.repeated = Some(key_span);
            }
            self.skip_space();
            self.expect(b':')?;
            self.skip_space();
            let node = self.value(depth + 1)?;
            members.push(Member {
                key,
                key_span,
                node,
            });
            self.skip_space();
            if self.take(b'}') {
                return Ok(members);
            }
            self.expect(b',')?;
            self.skip_space();
        }
    }

    fn array(&mut self, depth: usize) -> Result<Vec<Node>, Invalid> {
        self.enter(depth)?;
        let mut nodes = Vec::new();
        if self.take(b']') {
            return Ok(nodes);
        }
        loop {
            nodes.push(self.value(depth + 1)?);
            self.skip_space();
            if self.take(b']') {
                return Ok(nodes);
            }
            self.expect(b',')?;
            self.skip_space();
        }
    }

    fn enter(&mut self, depth: usize) -> Result<(), Invalid> {
        if depth >= DEPTH_MAX {
            return Err(self.invalid());
        }
        self.at += 1;
        self.skip_space();
        Ok(())
    }

    fn string(&mut self) -> Result<SmolStr, Invalid> {
        self.expect(b'"')?;
        let first = self.plain_run()?;
        if self.take(b'"') {
            return Ok(SmolStr::new(first));
        }
        let mut out = SmolStrBuilder::new();
        out.push_str(first);
        loop {
            if self.take(b'"') {
                return Ok(out.finish());
            }
            self.expect(b'\\')?;
            out.push(self.escape()?);
            out.push_str(self.plain_run()?);
        }
    }

    /// The text up to the next quote or backslash.
    fn plain_run(&mut self) -> Result<&'a str, Invalid> {
        let start = self.at;
        loop {
            match self.peek() {
                Some(b'"' | b'\\') => return Ok(&self.text[start..self.at]),
                Some(0..0x20) | None => return Err(self.invalid()),
                Some(_) => self.at += 1,
            }
        }
    }

    fn escape(&mut self) -> Result<char, Invalid> {
        let letter = self.peek().ok_or_else(|| self.invalid())?;
        self.at += 1;
        Ok(match letter {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode_escape(),
            _ => return Err(self.invalid()),
        })
    }

    /// A lone surrogate is refused, as `serde_json` refuses it in strings.
    fn unicode_escape(&mut self) -> Result<char, Invalid> {
        let high = self.hex4()?;
        let code = if (0xD800..0xDC00).contains(&high) {
            self.expect(b'\\')?;
            self.expect(b'u')?;
            let low = self.hex4()?;
            if !(0xDC00..0xE000).contains(&low) {
                return Err(self.invalid());
            }
            0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)
        } else {
            high
        };
        char::from_u32(code).ok_or_else(|| self.invalid())
    }

    fn hex4(&mut self) -> Result<u32, Invalid> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self
                .peek()
                .and_then(|byte| (byte as char).to_digit(16))
                .ok_or_else(|| self.invalid())?;
            code = code * 16 + digit;
            self.at += 1;
        }
        Ok(code)
    }

    fn number(&mut self) -> Result<SmolStr, Invalid> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _signed = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        Ok(SmolStr::new(&self.text[start..self.at]))
    }

    fn digits(&mut self) -> Result<(), Invalid> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start {
            Err(self.invalid())
        } else {
            Ok(())
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, Invalid> {
        if !self.text[self.at..].starts_with(word) {
            return Err(self.invalid());
        }
        self.at += word.len();
        Ok(value)
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8) -> Result<(), Invalid> {
        if self.take(byte) {
            Ok(())
        } else {
            Err(self.invalid())
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn invalid(&self) -> Invalid {
        Invalid {
            offset: self.at.min(self.text.len()),
        }
    }

    fn span_from(&self, start: usize) -> Span {
        let narrow =
            |at: usize| u32::try_from(at).expect("`parse` refuses texts beyond u32::MAX bytes");
        Span {
            start: narrow(start),
            end: narrow(self.at),
        }
    }
}

#[cfg(test)]
mod tests;
