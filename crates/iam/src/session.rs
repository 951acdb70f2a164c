//! What a session token holds: everything about temporary credentials that is frozen when they are issued (S-3).

use crate::deflate::deflated;
use crate::state::Tag;
use crate::tags::same_key;
use crate::{AccountId, Error};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use zeroize::Zeroizing;
use zlib_rs::{DeflateConfig, InflateConfig, ReturnCode, decompress_slice};

/// The claims of temporary credentials. Sealed into the session token; never in the log.
#[derive(Serialize, Deserialize)]
pub(crate) struct Session {
    pub account: AccountId,
    pub of: SessionOf,
    /// Whole seconds.
    pub issued: Timestamp,
    /// The first moment at which the credentials are no longer valid.
    pub expires: Timestamp,
    pub secret: Zeroizing<String>,
    /// Whether a one-time code was proven when these credentials were issued (spec §5.2).
    #[serde(default)]
    pub mfa: bool,
    /// Session policies, where any were passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policies: Option<SessionPolicies>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// Keys among `tags` that go on to sessions assumed from this one (S-42).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transitive: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_identity: Option<String>,
    /// Condition keys that an identity provider's word gave to the session (spec §8).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<SessionKey>,
    /// For credentials that a delegation request's token was traded for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delegation: Option<Delegation>,
}

/// What makes a session a delegated one.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Delegation {
    /// The account that asked for it, and uses it.
    pub requestor: AccountId,
    /// The request's id.
    pub request: String,
    /// The session policies that bound the approver: they bind beside the request's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<SessionPolicies>,
}

/// A condition key that a session carries because an identity provider said so when it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SessionKey {
    pub name: SmolStr,
    pub value: SessionKeyValue,
}

/// The value of a [`SessionKey`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum SessionKeyValue {
    /// Of a single-valued key.
    One(SmolStr),
    /// Of a multivalued key.
    Many(Vec<SmolStr>),
}

/// Whose session it is, by unique id: a recreated user or role does not inherit it (I-4).
#[derive(Serialize, Deserialize)]
pub(crate) enum SessionOf {
    /// AssumeRole and its kin.
    Role { id: SmolStr, session_name: SmolStr },
    /// GetSessionToken of a user.
    User { id: String },
    /// GetSessionToken of the account's root.
    Root,
    /// AssumeRoot: the root of a member account, for one task, whose policy is the session policy.
    AssumedRoot,
    /// GetFederationToken of a user, or of the root where `issuer` is absent.
    FederatedUser {
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        issuer: Option<String>,
    },
}

/// The session policies of a role's or federated user's session: the inline one is frozen, managed ones are live (E-1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SessionPolicies {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inline: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub managed: Vec<String>,
}

impl Session {
    /// The tags that a session assumed from this one inherits.
    pub(crate) fn transitive_tags(&self) -> impl Iterator<Item = &Tag> {
        self.tags
            .iter()
            .filter(|tag| self.transitive.iter().any(|key| same_key(key, &tag.key)))
    }

    /// # Errors
    /// `ExpiredToken` from its last moment on, in AWS's words.
    pub(crate) fn check_unexpired(&self, now: Timestamp) -> Result<(), Error> {
        if now < self.expires {
            return Ok(());
        }
        Err(sigv4::Error::expired_token().into())
    }

    /// Sealed form before encryption: JSON, after the text of an inline policy if there is one, which is JSON itself and so grows inside
    /// JSON; packed where it is long, so that whatever tags have room in a session (S-45) have room in a header as well.
    pub(crate) fn encode(mut self) -> Zeroizing<Vec<u8>> {
        let policies = self.policies.as_mut();
        let inline = policies.and_then(|policies| policies.inline.take());
        let mut claims = Zeroizing::new(Vec::with_capacity(USUAL_BYTES));
        if let Some(inline) = inline {
            claims.push(POLICY);
            claims.extend(length(inline.as_bytes()));
            claims.extend(inline.as_bytes());
        }
        serde_json::to_writer(&mut *claims, &self).expect("claims serialize to JSON");
        if claims.len() > PLAIN_BYTES_MAX {
            packed(&claims)
        } else {
            claims
        }
    }

    /// Reads what [`encode`](Session::encode) writes, with any number of blanks after it; and what it wrote before: JSON alone.
    pub(crate) fn decode(claims: &[u8]) -> Option<Session> {
        match claims.strip_prefix(&[PACKED]) {
            Some(packed) => Session::decode_plain(&unpacked(packed)?),
            None => Session::decode_plain(claims),
        }
    }

    fn decode_plain(claims: &[u8]) -> Option<Session> {
        let Some(rest) = claims.strip_prefix(&[POLICY]) else {
            return serde_json::from_slice(claims).ok();
        };
        let (bytes, rest) = counted(rest)?;
        let (policy, json) = rest.split_at_checked(bytes)?;
        let mut session: Session = serde_json::from_slice(json).ok()?;
        let inline = &mut session.policies.as_mut()?.inline;
        // Said twice, it would be anybody's guess which one holds.
        if inline.is_some() {
            return None;
        }
        *inline = Some(std::str::from_utf8(policy).ok()?.to_owned());
        Some(session)
    }
}

/// Makes claims longer by so many blanks, which make the token as long as the caller asked.
pub(crate) fn lengthen(claims: &mut Vec<u8>, blanks: usize) {
    let bytes = claims.len();
    claims.resize(bytes + blanks, b' ');
}

/// Room for the claims of most sessions: what grows leaves its secret behind.
const USUAL_BYTES: usize = 2 << 10;

/// Claims up to here are not packed: it would cost more than it saves.
const PLAIN_BYTES_MAX: usize = 4 << 10;
/// No claims are longer: an assertion, a policy and fifty tags of the longest have room in it.
const BYTES_MAX: usize = 1 << 20;
/// What packed claims begin with; JSON does not.
const PACKED: u8 = 1;
/// What claims begin with that have a policy before their JSON.
const POLICY: u8 = 2;

/// A length in four bytes.
fn length(bytes: &[u8]) -> [u8; 4] {
    let length =
        u32::try_from(bytes.len()).expect("claims are bounded by the call that they are of");
    length.to_be_bytes()
}

/// A length in four bytes, and what comes after it.
fn counted(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    Some((usize::try_from(u32::from_be_bytes(*length)).ok()?, rest))
}

/// The mark, the two lengths, then a raw DEFLATE stream.
fn packed(claims: &[u8]) -> Zeroizing<Vec<u8>> {
    let config = DeflateConfig {
        // Negative: no header around the stream.
        window_bits: -15,
        ..DeflateConfig::default()
    };
    let stream = deflated(claims, config);
    Zeroizing::new([&[PACKED][..], &length(claims), &length(&stream), &stream].concat())
}

fn unpacked(packed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (length, rest) = counted(packed)?;
    let (bytes, rest) = counted(rest)?;
    let stream = rest.get(..bytes)?;
    if length > BYTES_MAX {
        return None;
    }
    let mut room = Zeroizing::new(vec![0; length]);
    let (claims, done) = decompress_slice(&mut room, stream, InflateConfig { window_bits: -15 });
    let whole = done == ReturnCode::Ok && claims.len() == length;
    whole.then_some(room)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(tags: usize) -> Session {
        let tag = |number: usize| Tag {
            key: format!("{number:02}{}", "k".repeat(126)),
            value: "é".repeat(256),
        };
        Session {
            account: "123456789012".parse().unwrap(),
            of: SessionOf::Root,
            issued: Timestamp::UNIX_EPOCH,
            expires: Timestamp::UNIX_EPOCH,
            secret: "secret".to_owned().into(),
            mfa: false,
            policies: None,
            tags: (0..tags).map(tag).collect(),
            transitive: Vec::new(),
            source_identity: None,
            keys: Vec::new(),
            delegation: None,
        }
    }

    #[test]
    fn claims_come_back_however_long_they_are() {
        let policies = [
            None,
            Some(SessionPolicies::default()),
            Some(SessionPolicies {
                inline: Some(r#"{"Version":"2012-10-17","Statement":[]}"#.to_owned()),
                managed: vec!["arn:aws:iam::aws:policy/ReadOnlyAccess".to_owned()],
            }),
            Some(SessionPolicies {
                inline: Some(String::new()),
                managed: Vec::new(),
            }),
        ];
        for (tags, bytes) in [(0, 100..300), (5, 3_000..4_200), (50, 300..1_100)] {
            for policies in &policies {
                for blanks in [0, 1, 5_000] {
                    let session = Session {
                        policies: policies.clone(),
                        ..session(tags)
                    };
                    let expected = session.tags.clone();
                    let mut encoded = session.encode();
                    let length = encoded.len();
                    assert!(bytes.contains(&length), "{tags} tags: {length} bytes");
                    lengthen(&mut encoded, blanks);
                    let decoded = Session::decode(&encoded).unwrap();
                    assert_eq!(decoded.tags, expected);
                    assert_eq!(&decoded.policies, policies);
                }
            }
        }
    }

    /// Tokens of before stay readable until they expire.
    #[test]
    fn claims_whose_policy_stands_inside_the_json_are_read() {
        let policies = Some(SessionPolicies {
            inline: Some(r#"{"Statement":[]}"#.to_owned()),
            managed: Vec::new(),
        });
        let session = Session {
            policies: policies.clone(),
            ..session(1)
        };
        let json = serde_json::to_vec(&session).unwrap();
        assert_eq!(Session::decode(&json).unwrap().policies, policies);
        let mut twice = vec![POLICY, 0, 0, 0, 1, b'x'];
        twice.extend(json);
        assert!(Session::decode(&twice).is_none());
        let mut none = vec![POLICY, 0, 0, 0, 1, b'x'];
        none.extend(serde_json::to_vec(&super::tests::session(0)).unwrap());
        assert!(Session::decode(&none).is_none(), "a policy of no session");
    }

    #[test]
    fn claims_that_are_cut_or_lie_about_their_length_are_none() {
        let encoded = session(50).encode();
        for end in 0..encoded.len() {
            assert!(Session::decode(&encoded[..end]).is_none(), "{end}");
        }
        for length in [0, 1, 1 << 16, (1 << 20) + 1, u32::MAX] {
            let mut lying = encoded.to_vec();
            lying[1..5].copy_from_slice(&length.to_be_bytes());
            assert!(Session::decode(&lying).is_none(), "{length}");
        }
    }
}
