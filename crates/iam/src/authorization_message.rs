//! Sealed messages that a denial may carry, for `sts:DecodeAuthorizationMessage` to open (spec §10.4).

use crate::seed::Seed;
use crate::{AccountId, KeyRing};

/// The longest message that `DecodeAuthorizationMessage` takes.
const CHARACTERS_MAX: usize = 10_240;

/// Seals what a denial is about, as JSON in AWS's shape, for the account of the denied caller: URL-safe text that STS opens for those
/// of that account who may (D-11). `None` if it would be longer than STS takes.
///
/// Denials of IAM and STS carry none, as on AWS; this is for services that decide by Portcullis. `seed` is used for this call only.
/// [`policy::authorization_message`] has what to seal.
///
/// ```
/// # use iam::{AccountId, KeyRing, encode_authorization_message};
/// let keys = KeyRing::generate([1; 32], "2026-11-21T12:00:00Z".parse().unwrap());
/// let account: AccountId = "123456789012".parse().unwrap();
/// let message = encode_authorization_message(&keys, account, r#"{"allowed":false}"#, [2; 32]).unwrap();
/// assert!(message.bytes().all(|letter| letter.is_ascii_alphanumeric() || b"-_".contains(&letter)));
/// ```
#[must_use]
pub fn encode_authorization_message(
    keys: &KeyRing,
    account: AccountId,
    text: &str,
    seed: [u8; 32],
) -> Option<String> {
    let message = keys.seal_message(account, text, &Seed::new(seed));
    (message.len() <= CHARACTERS_MAX).then_some(message)
}
