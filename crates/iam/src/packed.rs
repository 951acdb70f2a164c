//! How much room session policies and tags take in a session (spec S-45, S-46).

use crate::Error;
use crate::session::SessionPolicies;
use crate::state::Tag;

/// Plain text of inline policy and policy ARNs together, in characters.
const PLAIN_CHARACTERS_MAX: usize = 2048;
/// What a hundred percent of packed size is. AWS's own packing is not published (U30): ours is DEFLATE.
const PACKED_BYTES_MAX: usize = 2048;

/// The packed size in percent, rounded up; `None` if there is nothing to pack.
///
/// # Errors
/// `PackedPolicyTooLarge` beyond the plain or the packed limit.
pub(crate) fn percent(
    policies: Option<&SessionPolicies>,
    tags: &[Tag],
) -> Result<Option<usize>, Error> {
    if policies.is_none() && tags.is_empty() {
        return Ok(None);
    }
    let mut plain = String::new();
    if let Some(policies) = policies {
        plain.extend(policies.inline.iter().flat_map(|text| text.chars()));
        plain.extend(policies.managed.iter().map(String::as_str));
    }
    let characters = plain.chars().count();
    if characters > PLAIN_CHARACTERS_MAX {
        let percent = (characters * 100).div_ceil(PLAIN_CHARACTERS_MAX);
        return Err(too_large("policy", percent));
    }
    for tag in tags {
        plain.push_str(&tag.key);
        plain.push('\0');
        plain.push_str(&tag.value);
        plain.push('\0');
    }
    let packed = miniz_oxide::deflate::compress_to_vec(plain.as_bytes(), 9);
    let percent = (packed.len() * 100).div_ceil(PACKED_BYTES_MAX);
    if percent > 100 {
        return Err(too_large(
            if policies.is_some() {
                "policy"
            } else {
                "session tags"
            },
            percent,
        ));
    }
    Ok(Some(percent))
}

fn too_large(what: &str, percent: usize) -> Error {
    Error::packed_policy_too_large(format!(
        "Packed size of {what} consumes {percent}% of allotted space."
    ))
}
