//! Setting, taking away and listing tags, whatever carries them.

use crate::Error;
use crate::authorize::Permission;
use crate::event::{Event, Tagged};
use crate::operation::{Cx, Outcome};
use crate::page::Page;
use crate::state::Tag;
use crate::tags::{self, TagKeys};
use serde::Serialize;
use smol_str::SmolStr;

/// Adds tags; one whose key is there already is replaced. Users and roles take keys for one in any case (I-7).
///
/// # Errors
/// Contradicting or reserved keys; more tags than the quota.
pub(crate) fn tag(
    cx: &Cx,
    target: Tagged,
    held: &[Tag],
    tags: &[Tag],
) -> Result<Outcome<()>, Error> {
    let keys = TagKeys::of(&target);
    keys.check(held, tags, cx.settings.quotas.tags)?;
    if tags.iter().all(|tag| held.contains(tag)) {
        return Outcome::read(());
    }
    let event = match keys {
        TagKeys::InAnyCase => Event::Tagged {
            target,
            tags: tags.to_vec(),
        },
        TagKeys::AsWritten => {
            let mut all = held.to_vec();
            keys.merge(&mut all, tags);
            Event::TagsSet { target, tags: all }
        }
    };
    Outcome::event(event, ())
}

/// Takes tags away by their keys, which users and roles take for one in any case; keys that are not there are no error.
///
/// # Errors
/// Reserved keys.
pub(crate) fn untag(
    target: Tagged,
    held: &[Tag],
    tag_keys: &[String],
) -> Result<Outcome<()>, Error> {
    tags::check_keys(tag_keys)?;
    let keys = TagKeys::of(&target);
    let goes = |tag: &&Tag| tag_keys.iter().any(|key| keys.same(key, &tag.key));
    if !held.iter().any(|tag| goes(&tag)) {
        return Outcome::read(());
    }
    let event = match keys {
        TagKeys::InAnyCase => Event::Untagged {
            target,
            keys: tag_keys.to_vec(),
        },
        TagKeys::AsWritten => Event::TagsSet {
            target,
            tags: held.iter().filter(|tag| !goes(tag)).cloned().collect(),
        },
    };
    Outcome::event(event, ())
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

/// The tags of one page, by key.
///
/// # Errors
/// `ValidationError` for a marker that no list gave out.
pub(crate) fn list(held: &[Tag], page: &Page) -> Result<Outcome<TagPage>, Error> {
    let mut tags: Vec<&Tag> = held.iter().collect();
    tags.sort_by_cached_key(|tag| tags::place(tag));
    let paged = page.of(tags.into_iter(), |tag| tags::place(tag))?;
    Outcome::read(TagPage {
        tags: paged.items.into_iter().cloned().collect(),
        is_truncated: paged.is_truncated,
        marker: paged.marker,
    })
}
