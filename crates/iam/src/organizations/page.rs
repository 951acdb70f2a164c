//! Lists in pages: `NextToken`, `MaxResults`.

use super::refusal::Refused;
use crate::Error;
use crate::page::{Page, Paged};

/// What a page holds where the caller does not say, and at most.
const RESULTS_DEFAULT: usize = 20;

/// Which page of a list a caller wants.
#[derive(Debug)]
pub(crate) struct OrganizationPage<'a> {
    pub next_token: &'a Option<String>,
    pub max_results: Option<usize>,
}

impl OrganizationPage<'_> {
    /// The page of `items`, which come in order of their `key`.
    ///
    /// # Errors
    /// `InvalidInputException` for a token that no list gave out.
    pub(crate) fn of<T>(
        &self,
        items: impl Iterator<Item = T>,
        key: impl Fn(&T) -> String,
    ) -> Result<Paged<T>, Error> {
        let page = Page {
            marker: self.next_token,
            max_items: Some(self.max_results.unwrap_or(RESULTS_DEFAULT)),
        };
        page.of(items, key).map_err(|_| Refused::NextToken.error())
    }
}
