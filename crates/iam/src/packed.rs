//! How much room session policies and tags take in a session (spec S-45, S-46).

use crate::Error;
use crate::deflate::deflated;
use crate::session::SessionPolicies;
use crate::state::Tag;
use zlib_rs::DeflateConfig;

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
    let mut packable = String::new();
    if let Some(policies) = policies {
        let inline = policies.inline.as_deref().unwrap_or_default();
        let managed = policies.managed.concat();
        let characters = inline.chars().count() + managed.chars().count();
        if characters > PLAIN_CHARACTERS_MAX {
            let percent = (characters * 100).div_ceil(PLAIN_CHARACTERS_MAX);
            return Err(too_large("policy", percent));
        }
        packable.extend(policy::significant_characters(inline));
        packable.push_str(&managed);
    }
    for tag in tags {
        packable.push_str(&tag.key);
        packable.push('\0');
        packable.push_str(&tag.value);
        packable.push('\0');
    }
    let percent = (packed_bytes(&packable) * 100).div_ceil(PACKED_BYTES_MAX);
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

/// How long the text is as a raw DEFLATE stream. The window and the tables are as small as texts of a few kilobytes allow:
/// setting up larger ones would cost more than packing does.
fn packed_bytes(text: &str) -> usize {
    let config = DeflateConfig {
        level: 6,
        // Negative: no header around the stream.
        window_bits: -12,
        mem_level: 3,
        ..DeflateConfig::default()
    };
    deflated(text.as_bytes(), config).len()
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

    /// S-45: what is packed has no white space outside strings.
    #[test]
    fn white_space_takes_no_room() {
        let inline = |text: &str| SessionPolicies {
            inline: Some(text.to_owned()),
            managed: Vec::new(),
        };
        let noise: String = (0..40_u8)
            .map(|n| format!("{:1$}\"{n}\"", "", usize::from(n % 7)))
            .collect();
        let spaced = percent(Some(&inline(&noise)), &[]).unwrap();
        let dense = percent(Some(&inline(&noise.replace(' ', ""))), &[]).unwrap();
        assert_eq!(spaced, dense);
        let kept = percent(Some(&inline(&noise.replace('\"', "\" "))), &[]).unwrap();
        assert!(kept > dense, "{kept:?} {dense:?}");
    }

    /// As much as fifty tags can hold, of bytes that do not pack at all.
    #[test]
    fn whatever_is_packed_has_room() {
        let mut noise = [0; 32];
        let mut text = String::new();
        for bytes in [0, 1, 9, 500, 5_000, 77_000] {
            while text.len() < bytes {
                noise = Sha256::digest(noise).into();
                text.extend(noise.iter().map(|byte| char::from(*byte)));
            }
            assert!(packed_bytes(&text) <= text.len() + text.len() / 8 + 64);
        }
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

    /// S-45, U30: what DEFLATE makes of it in percent of 2048 bytes, rounded up; a hundred is not too much.
    #[test]
    fn a_hundred_percent_is_2048_packed_bytes() {
        let noise: String = (0..80_u8)
            .map(|number| hex::encode(Sha256::digest([number])))
            .collect();
        let (mut fits, mut too_large) = (0, usize::MAX);
        for letters in 3_000..4_500 {
            let tag = Tag {
                key: "k".to_owned(),
                value: noise[..letters].to_owned(),
            };
            let bytes = packed_bytes(&format!("k\0{}\0", tag.value));
            let whole = (bytes * 100).div_ceil(2048);
            match percent(None, &[tag]) {
                Ok(told) => {
                    assert_eq!(told, Some(whole));
                    fits = fits.max(bytes);
                }
                Err(refused) => {
                    let text =
                        format!("Packed size of session tags consumes {whole}% of allotted space.");
                    assert_eq!(
                        (refused.code, refused.message),
                        ("PackedPolicyTooLarge", text)
                    );
                    too_large = too_large.min(whole);
                    assert!(bytes > 2048, "{bytes}");
                }
            }
        }
        assert_eq!((fits, too_large), (2048, 101));
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
