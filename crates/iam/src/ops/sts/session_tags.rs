//! Tags that AssumeRole gives to a session, and those that a session inherits (spec S-40 to S-42).

use crate::Error;
use crate::session::Session;
use crate::state::Tag;
use crate::tags::same_key;

/// The tags of a new session and the keys among them that go on.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SessionTags {
    pub tags: Vec<Tag>,
    pub transitive: Vec<String>,
}

/// Whether a session with these tags has any, its own or inherited from the calling session.
///
/// # Errors
/// `InvalidParameterValue` in AWS's words for contradictions; `ValidationError` for reserved keys.
pub(super) fn check(
    tags: &[Tag],
    transitive: &[String],
    calling: Option<&Session>,
) -> Result<bool, Error> {
    for (index, tag) in tags.iter().enumerate() {
        if has_key(&tags[..index], &tag.key) {
            return Err(Error::invalid_parameter_value(
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
            ));
        }
        if tag
            .key
            .get(..4)
            .is_some_and(|prefix| prefix.eq_ignore_ascii_case("aws:"))
        {
            return Err(Error::validation_error(
                "Tag keys beginning with aws: are reserved.",
            ));
        }
    }
    if transitive.iter().any(|key| !has_key(tags, key)) {
        return Err(Error::invalid_parameter_value(
            "The specified transitive tag key must be included in the requested tags.",
        ));
    }
    let mut inherited = inherited(calling).peekable();
    let any = !tags.is_empty() || inherited.peek().is_some();
    if inherited.any(|tag| has_key(tags, &tag.key)) {
        return Err(Error::invalid_parameter_value(
            "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
        ));
    }
    Ok(any)
}

/// Tags that were [checked](check), with those inherited from the calling session.
pub(super) fn merged(
    tags: &[Tag],
    transitive: &[String],
    calling: Option<&Session>,
) -> SessionTags {
    let own_and_inherited = tags.iter().chain(inherited(calling));
    let inherited_keys = inherited(calling).map(|tag| &tag.key);
    SessionTags {
        tags: own_and_inherited.cloned().collect(),
        transitive: transitive.iter().chain(inherited_keys).cloned().collect(),
    }
}

fn inherited(calling: Option<&Session>) -> impl Iterator<Item = &Tag> {
    calling.into_iter().flat_map(Session::transitive_tags)
}

/// Tags and transitive keys that an identity provider asks for: no model has checked them (§12.3).
///
/// # Errors
/// `ValidationError` in AWS's words, whatever is wrong with them: seen of tokens only, so that of assertions it is a guess.
pub(super) fn vouched(tags: &[Tag], transitive: &[String]) -> Result<SessionTags, Error> {
    let fits = |text: &str, min: usize, max: usize| {
        (min..=max).contains(&text.chars().count()) && text.chars().all(is_tag_letter)
    };
    let tags_fit = tags.len() <= TAGS_MAX
        && tags
            .iter()
            .all(|tag| fits(&tag.key, 1, 128) && fits(&tag.value, 0, 256));
    if !tags_fit || check(tags, transitive, None).is_err() {
        return Err(Error::validation_error("Unable to validate tags"));
    }
    Ok(merged(tags, transitive, None))
}

/// The most session tags (S-45).
const TAGS_MAX: usize = 50;

/// `[\p{L}\p{Z}\p{N}_.:/=+\-@]`
fn is_tag_letter(letter: char) -> bool {
    letter.is_alphanumeric()
        || (letter.is_whitespace() && !letter.is_control())
        || matches!(letter, '_' | '.' | ':' | '/' | '=' | '+' | '-' | '@')
}

fn has_key(tags: &[Tag], key: &str) -> bool {
    tags.iter().any(|tag| same_key(&tag.key, key))
}
