//! Setting, taking away and listing tags, whatever carries them.

use crate::authorize::Permission;
use crate::event::{Event, Tagged};
use crate::operation::{Cx, Outcome};
use crate::page::Page;
use crate::state::Tag;
use crate::{Error, tags};
use serde::Serialize;
use smol_str::SmolStr;

/// Adds tags; one whose key is there already, in any case, is replaced (I-7).
///
/// # Errors
/// Contradicting or reserved keys; more tags than the quota.
pub(crate) fn tag(
    cx: &Cx,
    target: Tagged,
    held: &[Tag],
    tags: &[Tag],
) -> Result<Outcome<()>, Error> {
    tags::check(tags)?;
    tags::check_room(held, tags, cx.settings.quotas.tags)?;
    if tags.iter().all(|tag| held.contains(tag)) {
        return Outcome::read(());
    }
    let tags = tags.to_vec();
    Outcome::event(Event::Tagged { target, tags }, ())
}

/// Takes tags away by their keys, in any case; keys that are not there are no error.
///
/// # Errors
/// Reserved keys.
pub(crate) fn untag(target: Tagged, held: &[Tag], keys: &[String]) -> Result<Outcome<()>, Error> {
    tags::check_keys(keys)?;
    let changes = held
        .iter()
        .any(|tag| keys.iter().any(|key| tags::same_key(key, &tag.key)));
    if !changes {
        return Outcome::read(());
    }
    let keys = keys.to_vec();
    Outcome::event(Event::Untagged { target, keys }, ())
}

/// Adds `aws:TagKeys` for tags that the request takes away.
pub(crate) fn with_tag_keys<'a>(permission: Permission<'a>, keys: &[String]) -> Permission<'a> {
    permission.with_many("aws:TagKeys", keys.iter().map(SmolStr::new).collect())
}

/// One page of tags, by key.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TagPage {
    tags: Vec<Tag>,
    is_truncated: bool,
    marker: Option<String>,
}

/// The tags of one page, by key in any case.
///
/// # Errors
/// `ValidationError` for a marker that no list gave out.
pub(crate) fn list(held: &[Tag], page: &Page) -> Result<Outcome<TagPage>, Error> {
    let mut tags: Vec<&Tag> = held.iter().collect();
    tags.sort_by_key(|tag| tag.key.to_ascii_lowercase());
    let paged = page.of(tags.into_iter(), |tag| tag.key.to_ascii_lowercase())?;
    Outcome::read(TagPage {
        tags: paged.items.into_iter().cloned().collect(),
        is_truncated: paged.is_truncated,
        marker: paged.marker,
    })
}
