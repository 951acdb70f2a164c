//! First starts: an account and the key of its root.

use crate::event::{Event, Record};
use crate::keyring::KeyRing;
use crate::seed::Seed;
use crate::state::State;
use crate::unique_id::{self, Prefix};
use crate::{AccountId, account_of_id};
use jiff::Timestamp;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// What an operator may choose about the first account.
#[derive(Default)]
pub struct Founding {
    /// Its id; drawn where absent.
    pub account_id: Option<AccountId>,
    /// Access key id and secret of its root; drawn where absent.
    pub root_key: Option<(String, Zeroizing<String>)>,
}

/// The root's credentials, shown once.
pub struct RootCredentials {
    /// The account.
    pub account: AccountId,
    /// The access key id.
    pub access_key_id: String,
    /// The secret access key.
    pub secret_access_key: Zeroizing<String>,
}

impl std::fmt::Debug for RootCredentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RootCredentials")
            .field("account", &self.account)
            .field("access_key_id", &self.access_key_id)
            .finish_non_exhaustive()
    }
}

/// The record that makes the first account, and its root's credentials.
///
/// # Errors
/// Says what is wrong with a chosen access key id.
pub fn found(
    founding: Founding,
    keys: &KeyRing,
    seed: [u8; 32],
    now: Timestamp,
) -> Result<(Record, RootCredentials), String> {
    let seed = Seed::new(seed);
    let account = founding.account_id.unwrap_or_else(|| draw_account(&seed));
    let (id, secret) = match founding.root_key {
        Some(key) => {
            check_key_id(&key.0)?;
            key
        }
        None => draw_key(account, &seed),
    };
    let events = vec![
        Event::AccountCreated { name: None },
        root_key_event(account, &id, &secret, keys, &seed),
    ];
    Ok((
        record(account, events, now),
        RootCredentials {
            account,
            access_key_id: id,
            secret_access_key: secret,
        },
    ))
}

/// Whether the root of the first account has exactly this access key. Compares in constant time.
#[must_use]
pub fn root_key_matches(state: &State, keys: &KeyRing, access_key_id: &str, secret: &str) -> bool {
    let Some(account) = state.operator().and_then(|id| state.account(id)) else {
        return false;
    };
    let Some((None, key)) = account.access_key(access_key_id) else {
        return false;
    };
    let Some(stored) = keys.open_secret(&key.id, &key.secret) else {
        return false;
    };
    stored.as_bytes().ct_eq(secret.as_bytes()).into()
}

/// Takes all access keys from the root of the first account and gives it a new one: `Err` if there is no account yet.
///
/// # Errors
/// Says that the folder has not been initialised, or what is wrong with a chosen id.
pub fn reset_root_key(
    state: &State,
    root_key: Option<(String, Zeroizing<String>)>,
    keys: &KeyRing,
    seed: [u8; 32],
    now: Timestamp,
) -> Result<(Record, RootCredentials), String> {
    let Some(account) = state.operator().and_then(|id| state.account(id)) else {
        return Err("there is no account yet: start the server once first".to_owned());
    };
    let seed = Seed::new(seed);
    let (id, secret) = match root_key {
        Some(key) => {
            check_key_id(&key.0)?;
            key
        }
        None => draw_key(account.id, &seed),
    };
    let mut events: Vec<Event> = account
        .root_keys
        .iter()
        .map(|key| Event::RootKeyDeleted {
            id: key.id.to_string(),
        })
        .collect();
    events.push(root_key_event(account.id, &id, &secret, keys, &seed));
    let credentials = RootCredentials {
        account: account.id,
        access_key_id: id,
        secret_access_key: secret,
    };
    Ok((record(account.id, events, now), credentials))
}

/// The events of one more account, and its root's credentials.
pub(crate) fn account_events(
    name: Option<String>,
    account: AccountId,
    keys: &KeyRing,
    seed: &Seed,
) -> (Vec<Event>, RootCredentials) {
    let (id, secret) = draw_key(account, seed);
    let events = vec![
        Event::AccountCreated { name },
        root_key_event(account, &id, &secret, keys, seed),
    ];
    (
        events,
        RootCredentials {
            account,
            access_key_id: id,
            secret_access_key: secret,
        },
    )
}

/// Any account id with a first digit that is not zero, as AWS's are in practice.
pub(crate) fn draw_account(seed: &Seed) -> AccountId {
    const FIRST: u64 = AccountId::END / 10;
    let number = FIRST + seed.below("account id", AccountId::END - FIRST);
    AccountId::from_number(number).expect("below the end")
}

fn draw_key(account: AccountId, seed: &Seed) -> (String, Zeroizing<String>) {
    let id = unique_id::draw(Prefix::AccessKey, account, seed, "root key id");
    (id, Zeroizing::new(seed.base64("root secret", 40)))
}

fn root_key_event(
    account: AccountId,
    id: &str,
    secret: &str,
    keys: &KeyRing,
    seed: &Seed,
) -> Event {
    let alias = account_of_id(id) != Some(account);
    Event::RootKeyCreated {
        id: id.to_owned(),
        secret: keys.seal_secret(id, secret, seed),
        alias,
    }
}

fn record(account: AccountId, events: Vec<Event>, now: Timestamp) -> Record {
    Record {
        v: Record::VERSION,
        at: now,
        request_id: format!("genesis-{account}"),
        account,
        events,
    }
}

/// `[\w]{16,128}`, as AWS's models have it.
fn check_key_id(id: &str) -> Result<(), String> {
    let letters = id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if !letters || !(16..=128).contains(&id.len()) {
        return Err(
            "the root access key id must be 16 to 128 letters, digits or underscores".to_owned(),
        );
    }
    if id.starts_with("ASIA") {
        return Err(
            "the root access key id must not start with ASIA, which marks temporary keys"
                .to_owned(),
        );
    }
    Ok(())
}
