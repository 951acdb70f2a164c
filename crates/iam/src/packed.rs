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

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    /// Fifty tags at most, of which no two are alike, so that little can be packed.
    fn tags(count: u8) -> Vec<Tag> {
        let tag = |number: u8| Tag {
            key: format!("key{number}"),
            value: [number, !number]
                .map(|n| hex::encode(Sha256::digest([n])))
                .concat(),
        };
        (0..count).map(tag).collect()
    }

    fn policies(inline: usize, managed: usize) -> SessionPolicies {
        SessionPolicies {
            inline: Some("x".repeat(inline)),
            managed: vec!["y".repeat(managed)],
        }
    }

    #[test]
    fn nothing_takes_no_room_and_little_takes_a_little() {
        assert_eq!(percent(None, &[]).unwrap(), None);
        assert_eq!(percent(Some(&policies(1, 1)), &[]).unwrap(), Some(1));
        let one = percent(None, &tags(1)).unwrap().unwrap();
        let ten = percent(None, &tags(10)).unwrap().unwrap();
        assert!(
            (1..10).contains(&one) && one < ten && ten <= 100,
            "{one} {ten}"
        );
    }

    /// S-46, U41: characters of the inline policy and of the ARNs together.
    #[test]
    fn the_plain_text_has_a_limit_however_well_it_packs() {
        assert!(percent(Some(&policies(2000, 48)), &[]).is_ok());
        let refused = percent(Some(&policies(2000, 49)), &[]).unwrap_err();
        assert_eq!(refused.code, "PackedPolicyTooLarge");
        assert_eq!(
            refused.message,
            "Packed size of policy consumes 101% of allotted space."
        );
    }

    /// S-45.
    #[test]
    fn tags_that_do_not_pack_are_told_in_aws_words() {
        let refused = percent(None, &tags(50)).unwrap_err();
        let told = refused
            .message
            .strip_prefix("Packed size of session tags consumes ")
            .and_then(|rest| rest.strip_suffix("% of allotted space."));
        let told: usize = told.unwrap().parse().unwrap();
        assert!((101..300).contains(&told), "{told}");
        let refused = percent(Some(&policies(9, 9)), &tags(50)).unwrap_err();
        assert!(
            refused
                .message
                .starts_with("Packed size of policy consumes ")
        );
    }
}
