use std::borrow::Cow;

const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Appends a byte as AWS's UriEncode does: letters, digits and `-_.~` stay, all else becomes `%XY`.
pub(crate) fn encode_byte(byte: u8, out: &mut Vec<u8>) {
    if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
        out.push(byte);
    } else {
        out.extend([
            b'%',
            HEX[usize::from(byte >> 4)],
            HEX[usize::from(byte & 15)],
        ]);
    }
}

/// Appends bytes as AWS's UriEncode does, slashes included.
pub(crate) fn encode(bytes: &[u8], out: &mut Vec<u8>) {
    for byte in bytes {
        encode_byte(*byte, out);
    }
}

/// The byte that `%XY` at the start of `bytes` stands for. A percent sign without two hexadecimal
/// digits stands for itself.
pub(crate) fn escaped(bytes: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = bytes else {
        return None;
    };
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    Some(digit(*high)? << 4 | digit(*low)?)
}

/// The bytes of a query's name or value: `+` is a space and `%XY` a byte, as forms are decoded
/// everywhere. The signature thus covers what the parameters mean: were `+` kept, then `%2B` could
/// be changed to a space after signing.
pub(crate) fn decode_query(text: &str) -> Cow<'_, [u8]> {
    let mut rest = text.as_bytes();
    if !rest.iter().any(|byte| matches!(byte, b'%' | b'+')) {
        return Cow::Borrowed(rest);
    }
    let mut out = Vec::with_capacity(rest.len());
    while let Some((first, others)) = rest.split_first() {
        if let Some(byte) = escaped(rest) {
            out.push(byte);
            rest = &rest[3..];
        } else {
            out.push(if *first == b'+' { b' ' } else { *first });
            rest = others;
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_comes_back() {
        let all: Vec<u8> = (0..=255).collect();
        let mut text = Vec::new();
        encode(&all, &mut text);
        assert_eq!(*decode_query(std::str::from_utf8(&text).unwrap()), *all);
    }

    #[test]
    fn broken_escapes_stand_for_themselves() {
        assert_eq!(*decode_query("a%"), *b"a%");
        assert_eq!(*decode_query("%4"), *b"%4");
        assert_eq!(*decode_query("%zz+%41"), *b"%zz A");
    }
}
