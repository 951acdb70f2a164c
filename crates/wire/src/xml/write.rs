//! The serializer: one value, one element.

use std::fmt::{self, Display, Write as _};
use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde::ser::{self, Impossible};
use smol_str::ToSmolStr;

/// Writes a value as the element of this name. `None` and `()` write nothing.
pub(crate) struct Element<'a> {
    out: &'a mut Vec<u8>,
    name: &'a str,
}

/// Why a value has no wire form.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Error(String);

impl ser::Error for Error {
    fn custom<T: Display>(message: T) -> Error {
        Error(message.to_string())
    }
}

/// Writes text as it stands between tags or in an attribute.
///
/// What XML 1.0 cannot carry (control characters, U+FFFE, U+FFFF) becomes a character reference, as AWS does;
/// strict readers refuse those, but they can only come from what a caller sent.
pub(crate) fn escape(out: &mut Vec<u8>, text: &str) {
    // Most texts are names, ARNs and Base64: looking at all their bytes is faster than stopping early.
    if text
        .bytes()
        .fold(true, |all, byte| all & needs_no_look(byte))
    {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    let mut plain = 0;
    for (at, char) in text.char_indices() {
        let entity = match char {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\n' | '\t' => continue,
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => "",
            _ => continue,
        };
        out.extend_from_slice(&text.as_bytes()[plain..at]);
        plain = at + char.len_utf8();
        if entity.is_empty() {
            write!(out, "&#x{:X};", u32::from(char)).expect("writing to a vector never fails");
        } else {
            out.extend_from_slice(entity.as_bytes());
        }
    }
    out.extend_from_slice(&text.as_bytes()[plain..]);
}

/// Whether the byte is a character that is written as it stands, and not part of a longer one.
fn needs_no_look(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && !matches!(byte, b'&' | b'<' | b'>' | b'"')
}

fn put(out: &mut Vec<u8>, pieces: &[&str]) {
    for piece in pieces {
        out.extend_from_slice(piece.as_bytes());
    }
}

impl<'a> Element<'a> {
    pub(crate) fn new(out: &'a mut Vec<u8>, name: &'a str) -> Element<'a> {
        Element { out, name }
    }

    /// Numbers and words that need no escape.
    fn plain(self, value: impl ToSmolStr) -> Result<(), Error> {
        let name = self.name;
        put(
            self.out,
            &["<", name, ">", &value.to_smolstr(), "</", name, ">"],
        );
        Ok(())
    }

    fn text(self, value: &str) {
        let name = self.name;
        if value.is_empty() {
            put(self.out, &["<", name, "/>"]);
            return;
        }
        put(self.out, &["<", name, ">"]);
        escape(self.out, value);
        put(self.out, &["</", name, ">"]);
    }

    /// A float as XML schema and AWS write it.
    fn float(self, value: f64) -> Result<(), Error> {
        match value {
            _ if value.is_nan() => self.plain("NaN"),
            _ if value.is_infinite() => {
                self.plain(if value > 0.0 { "Infinity" } else { "-Infinity" })
            }
            _ => self.plain(value),
        }
    }

    fn open(self) -> Open<'a> {
        put(self.out, &["<", self.name]);
        Open {
            out: self.out,
            name: self.name,
            empty: true,
            key: String::new(),
        }
    }
}

impl<'a> ser::Serializer for Element<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Open<'a>;
    type SerializeTuple = Open<'a>;
    type SerializeTupleStruct = Open<'a>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = Open<'a>;
    type SerializeStruct = Open<'a>;
    type SerializeStructVariant = Impossible<(), Error>;

    fn serialize_bool(self, v: bool) -> Result<(), Error> {
        self.plain(v)
    }
    fn serialize_i8(self, v: i8) -> Result<(), Error> {
        self.plain(v)
    }
    fn serialize_i16(self, v: i16) -> Result<(), Error> {
        self.plain(v)
    }
    fn serialize_i32(self, v: i32) -> Result<(), Error> {
        self.plain(v)
    }
    fn serialize_i64(self, v: i64) -> Result<(), Error> {
        self.plain(v)
    }
    fn serialize_u8(self, v: u8) -> Result<(), Error> {
        self.plain(v)
    }
    fn serialize_u16(self, v: u16) -> Result<(), Error> {
        self.plain(v)
    }
    fn serialize_u32(self, v: u32) -> Result<(), Error> {
        self.plain(v)
    }
    fn serialize_u64(self, v: u64) -> Result<(), Error> {
        self.plain(v)
    }
    fn serialize_f32(self, v: f32) -> Result<(), Error> {
        self.float(f64::from(v))
    }
    fn serialize_f64(self, v: f64) -> Result<(), Error> {
        self.float(v)
    }
    fn serialize_char(self, v: char) -> Result<(), Error> {
        self.text(v.encode_utf8(&mut [0; 4]));
        Ok(())
    }
    fn serialize_str(self, v: &str) -> Result<(), Error> {
        self.text(v);
        Ok(())
    }
    fn serialize_bytes(self, v: &[u8]) -> Result<(), Error> {
        self.text(&STANDARD.encode(v));
        Ok(())
    }
    fn serialize_none(self) -> Result<(), Error> {
        Ok(())
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<(), Error> {
        Ok(())
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        Ok(())
    }
    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Error> {
        self.text(variant);
        Ok(())
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let mut open = self.open();
        open.field(variant, value)?;
        open.close()
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'a>, Error> {
        Ok(self.open())
    }
    fn serialize_tuple(self, _: usize) -> Result<Open<'a>, Error> {
        Ok(self.open())
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Open<'a>, Error> {
        Ok(self.open())
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Error>, Error> {
        Err(ser::Error::custom("no output is a tuple variant"))
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Open<'a>, Error> {
        Ok(self.open())
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'a>, Error> {
        Ok(self.open())
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Error>, Error> {
        Err(ser::Error::custom("no output is a structure variant"))
    }
}

/// An element that has been begun: `<Name` is written, and its `>` once there is a child.
pub(crate) struct Open<'a> {
    out: &'a mut Vec<u8>,
    name: &'a str,
    empty: bool,
    key: String,
}

impl Open<'_> {
    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Error> {
        let before = self.out.len();
        if self.empty {
            self.out.push(b'>');
        }
        let start = self.out.len();
        value.serialize(Element::new(self.out, name))?;
        if self.out.len() == start {
            self.out.truncate(before);
        } else {
            self.empty = false;
        }
        Ok(())
    }

    fn close(self) -> Result<(), Error> {
        if self.empty {
            self.out.extend_from_slice(b"/>");
        } else {
            put(self.out, &["</", self.name, ">"]);
        }
        Ok(())
    }
}

impl ser::SerializeSeq for Open<'_> {
    type Ok = ();
    type Error = Error;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.field("member", value)
    }
    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl ser::SerializeTuple for Open<'_> {
    type Ok = ();
    type Error = Error;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.field("member", value)
    }
    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl ser::SerializeTupleStruct for Open<'_> {
    type Ok = ();
    type Error = Error;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.field("member", value)
    }
    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl ser::SerializeStruct for Open<'_> {
    type Ok = ();
    type Error = Error;
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.field(name, value)
    }
    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl ser::SerializeMap for Open<'_> {
    type Ok = ();
    type Error = Error;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.key.clear();
        write!(self.key, "{}", Key(key)).map_err(|_| Error("a map's key is text".to_owned()))
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let key = std::mem::take(&mut self.key);
        self.field("entry", &Entry { key: &key, value })
    }
    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

#[derive(Serialize)]
struct Entry<'a, T: ?Sized> {
    key: &'a str,
    value: &'a T,
}

/// A key as text: serde's own formatter refuses whatever is composite.
struct Key<'a, T: ?Sized>(&'a T);

impl<T: Serialize + ?Sized> Display for Key<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.serialize(f)
    }
}

#[cfg(test)]
mod tests;
