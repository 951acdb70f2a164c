//! Ids of entities and access keys, which encode their account (spec I-1, I-2).

use crate::AccountId;
use crate::seed::Seed;

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// Added to half the account number, so that the first letter of the encoded account is at least `Q` (I-2).
const OFFSET: u64 = 1 << 39;

/// Characters of the longest ids (I-1).
const LENGTH_MAX: usize = 21;

/// What an id names; its four-letter prefix (spec §12.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prefix {
    /// An IAM user.
    User,
    /// A group.
    Group,
    /// A role.
    Role,
    /// A customer managed policy.
    Policy,
    /// An instance profile.
    InstanceProfile,
    /// A server certificate.
    Certificate,
    /// An SSH public key.
    PublicKey,
    /// A long-term access key.
    AccessKey,
    /// A temporary access key.
    SessionKey,
    /// A credential for one service.
    ServiceCredential,
}

impl Prefix {
    fn text(self) -> &'static str {
        match self {
            Prefix::User => "AIDA",
            Prefix::Group => "AGPA",
            Prefix::Role => "AROA",
            Prefix::Policy => "ANPA",
            Prefix::InstanceProfile => "AIPA",
            Prefix::Certificate => "ASCA",
            Prefix::PublicKey => "APKA",
            Prefix::AccessKey => "AKIA",
            Prefix::SessionKey => "ASIA",
            Prefix::ServiceCredential => "ACCA",
        }
    }

    /// Letters after the thirteenth: keys have 20 characters, entities 21 (I-1).
    fn tail(self) -> usize {
        match self {
            Prefix::AccessKey | Prefix::SessionKey | Prefix::PublicKey => 7,
            _ => 8,
        }
    }
}

/// A new id in an account. The account stands in the nine letters after the prefix; the rest is drawn from `seed`.
pub(crate) fn draw(prefix: Prefix, account: AccountId, seed: &Seed, label: &str) -> String {
    let half = account.number() / 2 + OFFSET;
    let mut id = String::with_capacity(LENGTH_MAX);
    id.push_str(prefix.text());
    for shift in (0..8).rev() {
        id.push(char::from(ALPHABET[(half >> (5 * shift)) as usize & 31]));
    }
    let random = seed.base32(label, 1 + prefix.tail());
    let (first, rest) = random.split_at(1);
    let letter = position(first.as_bytes()[0]).expect("drawn from the alphabet") & 15;
    id.push(char::from(
        ALPHABET[letter as usize + 16 * (account.number() % 2) as usize],
    ));
    id.push_str(rest);
    id
}

/// The account that an access key id or entity id encodes; `None` for ids that an operator chose freely.
///
/// ```
/// let account = iam::account_of_id("AKIARZPUZDIKA2345678").unwrap();
/// assert_eq!(account.to_string(), "123456789012");
/// ```
#[must_use]
pub fn account_of_id(id: &str) -> Option<AccountId> {
    let letters = id.as_bytes().get(4..13)?;
    let mut half = 0_u64;
    for &letter in &letters[..8] {
        half = half << 5 | position(letter)?;
    }
    let odd = position(letters[8])? >> 4;
    AccountId::from_number(half.checked_sub(OFFSET)? * 2 + odd)
}

/// Whether an id says that it is a long-term or a temporary access key's.
pub(crate) fn is_access_key(id: &str) -> bool {
    let mut prefixes = [Prefix::AccessKey, Prefix::SessionKey].iter();
    prefixes.any(|prefix| id.starts_with(prefix.text()))
}

fn position(letter: u8) -> Option<u64> {
    match letter {
        b'A'..=b'Z' => Some(u64::from(letter - b'A')),
        b'2'..=b'7' => Some(u64::from(letter - b'2') + 26),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [Prefix; 10] = [
        Prefix::User,
        Prefix::Group,
        Prefix::Role,
        Prefix::Policy,
        Prefix::InstanceProfile,
        Prefix::Certificate,
        Prefix::PublicKey,
        Prefix::AccessKey,
        Prefix::SessionKey,
        Prefix::ServiceCredential,
    ];

    /// I-2: its example, and the same number one odd.
    #[test]
    fn worked_example_of_the_specification() {
        for (number, parity) in [
            (123_456_789_012, "ABCDEFGHIJKLMNOP"),
            (123_456_789_013, "QRSTUVWXYZ234567"),
        ] {
            let account = AccountId::from_number(number).unwrap();
            let id = draw(Prefix::AccessKey, account, &Seed::new([7; 32]), "key");
            assert_eq!(&id[..12], "AKIARZPUZDIK");
            assert!(parity.contains(char::from(id.as_bytes()[12])), "{id}");
            assert_eq!(id.len(), 20);
        }
    }

    proptest! {
        /// I-1, and I-2 by both of its ways to decode: the offset and the parity, and the six bytes.
        #[test]
        fn every_drawn_id_decodes_to_its_account(number in 0..AccountId::END, bytes: [u8; 32]) {
            let account = AccountId::from_number(number).unwrap();
            for prefix in ALL {
                let id = draw(prefix, account, &Seed::new(bytes), "id");
                prop_assert_eq!(account_of_id(&id), Some(account));
                prop_assert!(matches!(id.as_bytes()[4], b'Q'..=b'Z' | b'2'..=b'7'));
                let letters = id.bytes().skip(4);
                let bits = letters.take(10).fold(0, |bits, letter| bits << 5 | position(letter).unwrap());
                // Fifty bits are six bytes and two bits more.
                let six_bytes = bits >> 2;
                prop_assert_eq!((six_bytes & 0x7fff_ffff_ff80) >> 7, number);
            }
        }

        #[test]
        fn decoding_never_panics(id: String) {
            let _ = account_of_id(&id);
        }
    }
}
