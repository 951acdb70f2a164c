//! Which passwords an account's policy lets pass.

use crate::Error;
use crate::state::PasswordPolicy;
use crate::work::Password;

/// What AWS's default policy demands: the length, and so many of the four kinds of characters.
const LENGTH_DEFAULT: u32 = 8;
const KINDS_DEFAULT: usize = 3;

/// What AWS calls symbols.
const SYMBOLS: &str = "!@#$%^&*()_+-=[]{}|'";

/// A kind of characters, and how AWS asks for one.
struct Kind {
    holds: fn(char) -> bool,
    asked: &'static str,
}

/// In AWS's order.
const KINDS: [Kind; 4] = [
    Kind {
        holds: |letter| letter.is_ascii_uppercase(),
        asked: "Password should have at least one uppercase letter",
    },
    Kind {
        holds: |letter| letter.is_ascii_lowercase(),
        asked: "Password should have at least one lowercase letter",
    },
    Kind {
        holds: |letter| letter.is_ascii_digit(),
        asked: "Password should have at least one number",
    },
    Kind {
        holds: |letter| SYMBOLS.contains(letter),
        asked: "Password should have at least one symbol",
    },
];

/// Refuses a password that the account's policy, or AWS's default where there is none, does not let pass.
///
/// # Errors
/// `PasswordPolicyViolation` in AWS's words: all that is missing.
pub(crate) fn check(policy: Option<&PasswordPolicy>, password: &Password) -> Result<(), Error> {
    let text = password.expose();
    let length_min = policy.map_or(LENGTH_DEFAULT, |policy| policy.length_min);
    let missing: Vec<usize> = (0..KINDS.len())
        .filter(|&kind| !text.chars().any(KINDS[kind].holds))
        .collect();
    let asks = |kinds: &mut dyn Iterator<Item = usize>| -> Vec<String> {
        kinds.map(|kind| KINDS[kind].asked.to_owned()).collect()
    };
    let mut violations = Vec::new();
    if text.chars().count() < length_min as usize {
        violations.push(format!(
            "Password should have a minimum length of {length_min}"
        ));
    }
    match policy {
        Some(policy) => {
            let demanded = [
                policy.uppercase,
                policy.lowercase,
                policy.numbers,
                policy.symbols,
            ];
            violations.extend(asks(
                &mut missing.into_iter().filter(|&kind| demanded[kind]),
            ));
        }
        None => {
            let more = KINDS_DEFAULT.saturating_sub(KINDS.len() - missing.len());
            if more > 0 {
                let asked = asks(&mut missing.into_iter()).join(", ");
                violations.push(format!(
                    "Password should meet {more} more of the following requirements: {asked}"
                ));
            }
        }
    }
    if violations.is_empty() {
        return Ok(());
    }
    Err(Error::password_policy_violation(violations.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(policy: Option<&PasswordPolicy>, text: &str) -> Option<String> {
        let password = Password::new(text.to_owned());
        check(policy, &password).err().map(|error| error.message)
    }

    #[test]
    fn without_a_policy_three_kinds_of_characters_are_demanded() {
        assert_eq!(told(None, "Tr0ubadour"), None);
        assert_eq!(told(None, "tr0ub4dor&3"), None);
        assert_eq!(
            told(None, "troubad0ur").as_deref(),
            Some(
                "Password should meet 1 more of the following requirements: Password should have at least one uppercase letter, Password should have at least one symbol"
            )
        );
        assert_eq!(
            told(None, "Tr0&x").as_deref(),
            Some("Password should have a minimum length of 8")
        );
    }

    #[test]
    fn a_policy_demands_what_it_says_and_no_more() {
        let mut policy = PasswordPolicy {
            length_min: 6,
            symbols: false,
            numbers: false,
            uppercase: false,
            lowercase: false,
            users_may_change: false,
            age_days_max: None,
            reuse_prevention: None,
            hard_expiry: None,
        };
        assert_eq!(told(Some(&policy), "aaaaaa"), None);
        // Characters, not bytes.
        assert!(told(Some(&policy), "\u{e4}\u{e4}\u{e4}\u{e4}\u{e4}").is_some());
        policy.symbols = true;
        policy.numbers = true;
        assert_eq!(
            told(Some(&policy), "aaa").as_deref(),
            Some(
                "Password should have a minimum length of 6, Password should have at least one number, Password should have at least one symbol"
            )
        );
        for symbol in SYMBOLS.chars() {
            assert_eq!(told(Some(&policy), &format!("aaaa1{symbol}")), None);
        }
        for other in ['~', ' ', '.', '\u{e4}'] {
            assert!(told(Some(&policy), &format!("aaaa1{other}")).is_some());
        }
    }
}
