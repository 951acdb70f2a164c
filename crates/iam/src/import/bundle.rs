use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::collections::BTreeMap;

/// So large may all files together be.
const BYTES_MAX: usize = 256 << 20;
/// Listings repeat themselves: little work makes them a tenth.
const EFFORT: u8 = 6;

/// Files by name, as they travel to a server and back: deflated, in URL-safe base64, so that one parameter holds a large account.
///
/// ```
/// let mut bundle = iam::Bundle::default();
/// bundle.files.insert("a.json".to_owned(), "{}".to_owned());
/// assert_eq!(iam::Bundle::parse(&bundle.to_text()).unwrap(), bundle);
/// assert!(iam::Bundle::parse("{}").is_err());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bundle {
    /// The text of each file.
    pub files: BTreeMap<String, String>,
}

impl Bundle {
    /// The files as one text without spaces, quotes and line breaks.
    #[must_use]
    pub fn to_text(&self) -> String {
        let json = serde_json::to_vec(&self.files).expect("texts by name are JSON");
        URL_SAFE_NO_PAD.encode(miniz_oxide::deflate::compress_to_vec(&json, EFFORT))
    }

    /// Reads what [`Bundle::to_text`] wrote.
    ///
    /// # Errors
    /// Says what is not readable; files of more than 256 MiB together are refused.
    pub fn parse(text: &str) -> Result<Bundle, String> {
        let packed = URL_SAFE_NO_PAD
            .decode(text)
            .map_err(|error| format!("not base64: {error}"))?;
        let json = miniz_oxide::inflate::decompress_to_vec_with_limit(&packed, BYTES_MAX).map_err(
            |error| match error.status {
                miniz_oxide::inflate::TINFLStatus::HasMoreOutput => {
                    format!("the files have more than {BYTES_MAX} bytes together")
                }
                _ => "not deflated".to_owned(),
            },
        )?;
        let files =
            serde_json::from_slice(&json).map_err(|error| format!("not texts by name: {error}"))?;
        Ok(Bundle { files })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_inflates_beyond_the_limit_is_refused() {
        let zeros = vec![b' '; BYTES_MAX + 1];
        let packed = URL_SAFE_NO_PAD.encode(miniz_oxide::deflate::compress_to_vec(&zeros, 1));
        assert_eq!(
            Bundle::parse(&packed).unwrap_err(),
            "the files have more than 268435456 bytes together"
        );
        assert_eq!(Bundle::parse("AAAA").unwrap_err(), "not deflated");
    }
}
