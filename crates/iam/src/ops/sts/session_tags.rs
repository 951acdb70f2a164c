//! Tags that AssumeRole gives to a session, and those that a session inherits (spec S-40 to S-42).

use crate::Error;
use crate::session::Session;
use crate::state::Tag;

/// The tags of a new session and the keys among them that go on.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SessionTags {
    pub tags: Vec<Tag>,
    pub transitive: Vec<String>,
}

/// Merges the request's tags with those inherited from the calling session.
///
/// # Errors
/// `InvalidParameterValue` in AWS's words for contradictions; `ValidationError` for reserved keys.
pub(super) fn merge(
    tags: &[Tag],
    transitive: &[String],
    calling: Option<&Session>,
) -> Result<SessionTags, Error> {
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
    let inherited: Vec<Tag> = calling
        .into_iter()
        .flat_map(Session::transitive_tags)
        .cloned()
        .collect();
    if tags.iter().any(|tag| has_key(&inherited, &tag.key)) {
        return Err(Error::invalid_parameter_value(
            "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
        ));
    }
    let transitive = transitive
        .iter()
        .cloned()
        .chain(inherited.iter().map(|tag| tag.key.clone()))
        .collect();
    Ok(SessionTags {
        tags: tags.iter().cloned().chain(inherited).collect(),
        transitive,
    })
}

fn has_key(tags: &[Tag], key: &str) -> bool {
    tags.iter().any(|tag| tag.key.eq_ignore_ascii_case(key))
}
