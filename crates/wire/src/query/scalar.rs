//! Texts as numbers and booleans, and what may be wrong with a parameter before any constraint (S-12).

/// Why parameters do not have the shape that the operation wants: 400 `MalformedInput`.
///
/// AWS's texts where one is known; they name no parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Malformed {
    #[error("Start of list found where not expected")]
    UnexpectedList,
    #[error("Start of structure or map found where not expected")]
    UnexpectedStructure,
    #[error("Unexpected value where a structure, list or map was expected")]
    UnexpectedValue,
    #[error("Unexpected list element termination")]
    UnexpectedElement,
    #[error("An index of a list or map is not a number from 1 to 2147483647")]
    BadIndex,
    #[error("An entry of a map lacks its key or its value")]
    HalfEntry,
    #[error("A map has one key more than once")]
    RepeatedKey,
    #[error("A value is not a whole number of the expected size")]
    BadInteger,
    #[error("A value is neither true nor false")]
    BadBoolean,
    #[error("A value is not a number")]
    BadNumber,
    #[error("A timestamp must follow ISO8601")]
    BadTimestamp,
    #[error("A value is not base64")]
    BadBlob,
}

/// S-12: an optional sign and decimal digits, leading zeros allowed, within the type's range.
pub(crate) fn integer<T: std::str::FromStr>(text: &str) -> Result<T, Malformed> {
    text.parse().map_err(|_| Malformed::BadInteger)
}

/// `true` or `false` in any case.
pub(crate) fn boolean(text: &str) -> Result<bool, Malformed> {
    match text {
        _ if text.eq_ignore_ascii_case("true") => Ok(true),
        _ if text.eq_ignore_ascii_case("false") => Ok(false),
        _ => Err(Malformed::BadBoolean),
    }
}

/// The bytes of a blob.
pub(crate) fn blob(text: &str) -> Result<Vec<u8>, Malformed> {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD
        .decode(text)
        .map_err(|_| Malformed::BadBlob)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// S-12.
    #[test]
    fn s12_integers() {
        for (text, expected) in [
            ("0900", 900),
            ("+900", 900),
            ("900", 900),
            ("-1", -1),
            ("2147483647", i32::MAX),
        ] {
            assert_eq!(integer::<i32>(text), Ok(expected), "{text}");
        }
        for text in ["", " 900 ", "900.0", "9e2", "2147483648", "0x10", "+", "٣"] {
            assert_eq!(integer::<i32>(text), Err(Malformed::BadInteger), "{text}");
        }
    }

    #[test]
    fn booleans() {
        assert_eq!((boolean("true"), boolean("False")), (Ok(true), Ok(false)));
        for text in ["", "1", "yes", " true"] {
            assert_eq!(boolean(text), Err(Malformed::BadBoolean), "{text}");
        }
    }
}
