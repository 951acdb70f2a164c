//! Lists in pages: `Marker`, `MaxItems`, `IsTruncated`.

use crate::Error;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// What a page holds where the caller does not say.
const ITEMS_DEFAULT: usize = 100;

/// Which page of a list a caller wants: the `Marker` and `MaxItems` of every paged operation's input.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    pub marker: &'a Option<String>,
    pub max_items: Option<usize>,
}

/// One page of a list.
#[derive(Debug)]
pub(crate) struct Paged<T> {
    pub items: Vec<T>,
    pub is_truncated: bool,
    /// Where the next page begins, if there is one.
    pub marker: Option<String>,
}

impl Page<'_> {
    /// The page of `items`, which come in order of their `key`; a page goes on after the key that its marker names, whether
    /// or not that item still exists, so that changes between two pages neither lose nor repeat others.
    ///
    /// # Errors
    /// `ValidationError` for a marker that no list gave out.
    pub(crate) fn of<T>(
        &self,
        items: impl Iterator<Item = T>,
        key: impl Fn(&T) -> String,
    ) -> Result<Paged<T>, Error> {
        let after = self.marker.as_deref().map(decode).transpose()?;
        let limit = self.max_items.unwrap_or(ITEMS_DEFAULT);
        let mut rest =
            items.skip_while(|item| after.as_ref().is_some_and(|after| key(item) <= *after));
        let page: Vec<T> = rest.by_ref().take(limit).collect();
        let is_truncated = rest.next().is_some();
        let marker = page
            .last()
            .filter(|_| is_truncated)
            .map(|last| URL_SAFE_NO_PAD.encode(key(last)));
        Ok(Paged {
            items: page,
            is_truncated,
            marker,
        })
    }
}

fn decode(marker: &str) -> Result<String, Error> {
    let key = URL_SAFE_NO_PAD
        .decode(marker)
        .ok()
        .and_then(|key| String::from_utf8(key).ok());
    key.ok_or_else(|| Error::validation_error("Invalid Marker."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_items_in_pages_of_two_come_once_each() {
        let items = ["a", "b", "c", "d", "e", "f", "g"];
        let mut marker = None;
        let mut seen: Vec<&&str> = Vec::new();
        loop {
            let page = Page {
                marker: &marker,
                max_items: Some(2),
            };
            let paged = page.of(items.iter(), |item| (**item).to_owned()).unwrap();
            seen.extend(paged.items);
            assert_eq!(paged.is_truncated, paged.marker.is_some());
            marker = paged.marker;
            if marker.is_none() {
                break;
            }
        }
        assert_eq!(seen, items.iter().collect::<Vec<_>>());
    }

    #[test]
    fn a_marker_that_no_list_gave_out_is_refused() {
        let page = Page {
            marker: &Some("not base64!".into()),
            max_items: None,
        };
        assert_eq!(
            page.of(["a"].iter(), |item| (**item).to_owned())
                .unwrap_err()
                .code,
            "ValidationError"
        );
    }
}
