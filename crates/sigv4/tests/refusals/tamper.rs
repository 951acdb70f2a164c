//! Nothing of a signed request can be changed.

use crate::message::Message;

#[test]
fn every_flipped_byte_is_refused() {
    for original in [Message::signed(), Message::presigned(600)] {
        let shapes: Vec<(String, usize)> = texts(&mut original.clone())
            .iter()
            .map(|(name, bytes)| (name.clone(), bytes.len()))
            .collect();
        let mut flips = 0;
        for (text, (name, len)) in shapes.iter().enumerate() {
            for at in 0..*len {
                for mask in [0x01, 0x20, 0x04] {
                    let mut changed = original.clone();
                    if !texts(&mut changed)[text].1.flip(at, mask)
                        || same_meaning(&original, &changed)
                    {
                        continue;
                    }
                    flips += 1;
                    assert!(
                        changed.check().is_err(),
                        "{name}, byte {at}, mask {mask:#x}"
                    );
                }
            }
        }
        assert!(flips > 1000, "{flips}");
    }
}

/// Changes that the specification takes for none: the case of a header's name and of a percent escape.
fn same_meaning(original: &Message, changed: &Message) -> bool {
    let names = |message: &Message| -> Vec<(String, Vec<u8>)> {
        message
            .headers
            .iter()
            .map(|(name, value)| (name.to_lowercase(), value.clone()))
            .collect()
    };
    let escapes_upper = |query: &str| {
        let mut out = String::new();
        let mut left = 0;
        for character in query.chars() {
            left = if character == '%' { 3 } else { left };
            out.push(if left > 0 {
                character.to_ascii_uppercase()
            } else {
                character
            });
            left = i32::max(left - 1, 0);
        }
        out
    };
    original.method == changed.method
        && original.path == changed.path
        && original.body == changed.body
        && escapes_upper(&original.query) == escapes_upper(&changed.query)
        && names(original) == names(changed)
}

/// Every text of the request in which a byte can be flipped.
fn texts(message: &mut Message) -> Vec<(String, Bytes<'_>)> {
    let mut texts = vec![
        ("method".to_owned(), Bytes::Text(&mut message.method)),
        ("path".to_owned(), Bytes::Text(&mut message.path)),
        ("query".to_owned(), Bytes::Text(&mut message.query)),
        ("body".to_owned(), Bytes::Raw(&mut message.body)),
    ];
    for (name, value) in &mut message.headers {
        texts.push((format!("value of {name}"), Bytes::Raw(value)));
        texts.push(("name".to_owned(), Bytes::Text(name)));
    }
    texts
}

enum Bytes<'a> {
    Text(&'a mut String),
    Raw(&'a mut Vec<u8>),
}

impl Bytes<'_> {
    fn len(&self) -> usize {
        match self {
            Bytes::Text(text) => text.len(),
            Bytes::Raw(bytes) => bytes.len(),
        }
    }

    /// Flips bits of one byte; `false` where that makes no text.
    fn flip(&mut self, at: usize, mask: u8) -> bool {
        match self {
            Bytes::Raw(bytes) => {
                bytes[at] ^= mask;
                true
            }
            Bytes::Text(text) => {
                let mut bytes = text.clone().into_bytes();
                bytes[at] ^= mask;
                String::from_utf8(bytes).is_ok_and(|changed| {
                    **text = changed;
                    true
                })
            }
        }
    }
}
