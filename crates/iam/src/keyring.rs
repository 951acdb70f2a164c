//! The key ring that seals secrets and session tokens, and what it seals.

use crate::AccountId;
use crate::seed::Seed;
use aws_lc_rs::aead::{AES_256_GCM_SIV, Aad, LessSafeKey, NONCE_LEN as NONCE, Nonce, UnboundKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use federation::base64::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::fmt::Write;
use zeroize::Zeroizing;

const HEADER: &str = "portcullis-keys 1";
const TAG: usize = 16;
/// Session tokens start so, before base64: a version for those who look at a token without the key.
const TOKEN_VERSION: u8 = 1;

/// What a sealed text is for. A text sealed for one purpose does not open for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The secret of a long-term access key.
    Secret,
    /// The claims of a session.
    Session,
    /// The seed of an MFA device.
    MfaSeed,
    /// What a denial was about.
    Message,
    /// A private key that opens a SAML provider's assertions.
    SamlKey,
    /// The private key of a server certificate.
    PrivateKey,
    /// A private key that signs tokens for systems outside.
    TokenKey,
    /// What a delegation request's token is traded in for.
    TradeIn,
}

impl Purpose {
    const ALL: [Purpose; 8] = [
        Purpose::Secret,
        Purpose::Session,
        Purpose::MfaSeed,
        Purpose::Message,
        Purpose::SamlKey,
        Purpose::PrivateKey,
        Purpose::TokenKey,
        Purpose::TradeIn,
    ];

    fn label(self) -> &'static str {
        match self {
            Purpose::Secret => "secret",
            Purpose::Session => "session",
            Purpose::MfaSeed => "mfa seed",
            Purpose::Message => "message",
            Purpose::SamlKey => "saml key",
            Purpose::TokenKey => "token key",
            Purpose::PrivateKey => "private key",
            Purpose::TradeIn => "trade-in",
        }
    }
}

/// Keys, newest last: the newest seals, all open. Kept outside the log, in a file of its own.
pub struct KeyRing {
    keys: Vec<Key>,
}

struct Key {
    id: u32,
    created: Timestamp,
    bytes: Zeroizing<[u8; 32]>,
    /// One cipher a purpose, in the order of [`Purpose::ALL`]. Less safe is only that it takes nonces from outside.
    ciphers: [LessSafeKey; Purpose::ALL.len()],
}

impl Key {
    fn new(id: u32, created: Timestamp, bytes: [u8; 32]) -> Key {
        let bytes = Zeroizing::new(bytes);
        let ciphers = Purpose::ALL.map(|purpose| {
            let mut mac =
                Hmac::<Sha256>::new_from_slice(&*bytes).expect("HMAC takes keys of any length");
            mac.update(b"portcullis ");
            mac.update(purpose.label().as_bytes());
            let key = UnboundKey::new(&AES_256_GCM_SIV, &mac.finalize().into_bytes());
            LessSafeKey::new(key.expect("a hash of 32 bytes is a key of AES-256"))
        });
        Key {
            id,
            created,
            bytes,
            ciphers,
        }
    }
}

impl std::fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list()
            .entries(self.keys.iter().map(|key| (key.id, key.created)))
            .finish()
    }
}

impl KeyRing {
    /// A ring of one key drawn from `seed`.
    #[must_use]
    pub fn generate(seed: [u8; 32], now: Timestamp) -> KeyRing {
        KeyRing {
            keys: vec![Key::new(1, now, Seed::new(seed).bytes("key ring"))],
        }
    }

    /// Adds a key that seals from now on; what older keys sealed stays readable.
    pub fn rotate(&mut self, seed: [u8; 32], now: Timestamp) {
        let id = self.keys.iter().map(|key| key.id).max().unwrap_or(0) + 1;
        self.keys
            .push(Key::new(id, now, Seed::new(seed).bytes("key ring")));
    }

    /// The ring in the form of its file: a header, then a line a key, oldest first.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(format!("{HEADER}\n"));
        for key in &self.keys {
            let bytes = Zeroizing::new(STANDARD.encode(*key.bytes));
            writeln!(text, "{} {} {}", key.id, key.created, *bytes).expect("writing to a string");
        }
        text
    }

    /// Reads the form that [`KeyRing::to_text`] writes.
    ///
    /// # Errors
    /// Says which line is not a key, without showing it.
    pub fn parse(text: &str) -> Result<KeyRing, String> {
        let mut lines = text.lines();
        if lines.next() != Some(HEADER) {
            return Err(format!("the key ring does not start with `{HEADER}`"));
        }
        let mut keys: Vec<Key> = Vec::new();
        for (index, line) in lines.enumerate().filter(|(_, line)| !line.is_empty()) {
            let key = parse_key(line)
                .ok_or_else(|| format!("line {} of the key ring is not a key", index + 2))?;
            if keys.iter().any(|other| other.id == key.id) {
                return Err(format!("the key ring has two keys with the id {}", key.id));
            }
            keys.push(key);
        }
        if keys.is_empty() {
            return Err("the key ring holds no key".to_owned());
        }
        Ok(KeyRing { keys })
    }

    /// Seals `plain` for one purpose and one subject; it opens only for the same two.
    fn seal(&self, purpose: Purpose, subject: &str, plain: &[u8], nonce: [u8; NONCE]) -> Vec<u8> {
        self.seal_after(&[], purpose, subject, plain, nonce)
    }

    /// What is sealed, after bytes that anybody may read.
    fn seal_after(
        &self,
        public: &[u8],
        purpose: Purpose,
        subject: &str,
        plain: &[u8],
        nonce: [u8; NONCE],
    ) -> Vec<u8> {
        let key = self.keys.last().expect("a key ring holds a key");
        let id = key.id.to_be_bytes();
        let start = public.len() + id.len() + nonce.len();
        // With room for all of it: what grows would leave its plain text behind.
        let mut sealed = Vec::with_capacity(start + plain.len() + TAG);
        for part in [public, &id, &nonce, plain] {
            sealed.extend_from_slice(part);
        }
        let (nonce, subject) = (Nonce::from(&nonce), Aad::from(subject.as_bytes()));
        let tag = key.ciphers[purpose as usize]
            .seal_in_place_separate_tag(nonce, subject, &mut sealed[start..])
            .expect("AES-GCM-SIV seals up to 64 GiB");
        sealed.extend_from_slice(tag.as_ref());
        sealed
    }

    fn open(&self, purpose: Purpose, subject: &str, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (id, rest) = sealed.split_first_chunk::<4>()?;
        let (nonce, rest) = rest.split_first_chunk::<NONCE>()?;
        let id = u32::from_be_bytes(*id);
        let key = self.keys.iter().find(|key| key.id == id)?;
        let (nonce, subject) = (Nonce::from(nonce), Aad::from(subject.as_bytes()));
        let mut text = Zeroizing::new(rest.to_vec());
        let plain = key.ciphers[purpose as usize].open_in_place(nonce, subject, &mut text);
        let length = plain.ok()?.len();
        text.truncate(length);
        Some(text)
    }

    /// Seals the secret of an access key.
    pub(crate) fn seal_secret(&self, key_id: &str, secret: &str, seed: &Seed) -> SealedSecret {
        let nonce = seed.bytes(&format!("secret nonce {key_id}"));
        SealedSecret(STANDARD.encode(self.seal(Purpose::Secret, key_id, secret.as_bytes(), nonce)))
    }

    /// The secret of an access key; `None` if no key of this ring sealed it for that access key.
    pub(crate) fn open_secret(
        &self,
        key_id: &str,
        sealed: &SealedSecret,
    ) -> Option<Zeroizing<String>> {
        let sealed = STANDARD.decode(&sealed.0).ok()?;
        let plain = self.open(Purpose::Secret, key_id, &sealed)?;
        String::from_utf8(plain.to_vec()).ok().map(Zeroizing::new)
    }

    /// Seals the seed of the MFA device with this serial number.
    pub(crate) fn seal_mfa_seed(&self, serial: &str, plain: &[u8], seed: &Seed) -> SealedSecret {
        let nonce = seed.bytes(&format!("mfa seed nonce {serial}"));
        SealedSecret(STANDARD.encode(self.seal(Purpose::MfaSeed, serial, plain, nonce)))
    }

    /// The seed of an MFA device; `None` if no key of this ring sealed it for that device.
    pub(crate) fn open_mfa_seed(
        &self,
        serial: &str,
        sealed: &SealedSecret,
    ) -> Option<Zeroizing<Vec<u8>>> {
        self.open(Purpose::MfaSeed, serial, &STANDARD.decode(&sealed.0).ok()?)
    }

    /// Seals a private key of a SAML provider under its key id.
    pub(crate) fn seal_saml_key(&self, key_id: &str, plain: &[u8], seed: &Seed) -> SealedSecret {
        let nonce = seed.bytes(&format!("saml key nonce {key_id}"));
        SealedSecret(STANDARD.encode(self.seal(Purpose::SamlKey, key_id, plain, nonce)))
    }

    /// The private key with this key id; `None` if no key of this ring sealed it for that id.
    pub(crate) fn open_saml_key(
        &self,
        key_id: &str,
        sealed: &SealedSecret,
    ) -> Option<Zeroizing<Vec<u8>>> {
        self.open(Purpose::SamlKey, key_id, &STANDARD.decode(&sealed.0).ok()?)
    }

    /// Seals the private key of the server certificate with this id.
    pub(crate) fn seal_private_key(
        &self,
        certificate: &str,
        key: &str,
        seed: &Seed,
    ) -> SealedSecret {
        let nonce = seed.bytes(&format!("private key nonce {certificate}"));
        let sealed = self.seal(Purpose::PrivateKey, certificate, key.as_bytes(), nonce);
        SealedSecret(STANDARD.encode(sealed))
    }

    /// Seals a private key that signs tokens, under its key id.
    pub(crate) fn seal_token_key(&self, key_id: &str, plain: &[u8], seed: &Seed) -> SealedSecret {
        let nonce = seed.bytes(&format!("token key nonce {key_id}"));
        SealedSecret(STANDARD.encode(self.seal(Purpose::TokenKey, key_id, plain, nonce)))
    }

    /// The private key with this key id; `None` if no key of this ring sealed it for that id.
    pub(crate) fn open_token_key(
        &self,
        key_id: &str,
        sealed: &SealedSecret,
    ) -> Option<Zeroizing<Vec<u8>>> {
        self.open(Purpose::TokenKey, key_id, &STANDARD.decode(&sealed.0).ok()?)
    }

    /// A message that opens for one account.
    pub(crate) fn seal_message(&self, account: AccountId, text: &str, seed: &Seed) -> String {
        let nonce = seed.bytes("message nonce");
        let sealed = self.seal(
            Purpose::Message,
            &account.to_string(),
            text.as_bytes(),
            nonce,
        );
        URL_SAFE_NO_PAD.encode(sealed)
    }

    /// The text of a message; `None` if it was changed, sealed elsewhere, or belongs to another account.
    pub(crate) fn open_message(&self, account: AccountId, message: &str) -> Option<String> {
        let sealed = URL_SAFE_NO_PAD.decode(message).ok()?;
        let text = self.open(Purpose::Message, &account.to_string(), &sealed)?;
        String::from_utf8(text.to_vec()).ok()
    }

    /// A session token: claims that every node with this ring can read and nobody can change. Bound to its access key.
    pub(crate) fn seal_session(&self, key_id: &str, claims: &[u8], seed: &Seed) -> String {
        let nonce = seed.bytes("session nonce");
        let token = self.seal_after(&[TOKEN_VERSION], Purpose::Session, key_id, claims, nonce);
        URL_SAFE_NO_PAD.encode(token)
    }

    /// The claims of a session token; `None` if it was changed, sealed elsewhere, or belongs to another access key.
    pub(crate) fn open_session(&self, key_id: &str, token: &str) -> Option<Zeroizing<Vec<u8>>> {
        let token = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (&TOKEN_VERSION, sealed) = token.split_first()? else {
            return None;
        };
        self.open(Purpose::Session, key_id, sealed)
    }
}

/// What a trade-in token says.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TradeIn {
    /// The delegation request.
    pub request: String,
    /// Which of all tokens it is; the request knows the same.
    pub token: String,
}

impl KeyRing {
    /// Seals a trade-in token, which opens for the account that asked for the delegation only.
    pub(crate) fn seal_trade_in(
        &self,
        requestor: AccountId,
        trade_in: &TradeIn,
        seed: &Seed,
    ) -> String {
        let plain = serde_json::to_vec(trade_in).expect("two texts serialize to JSON");
        let nonce = seed.bytes(&format!("trade-in nonce {}", trade_in.request));
        let subject = requestor.to_string();
        let token = self.seal_after(&[TOKEN_VERSION], Purpose::TradeIn, &subject, &plain, nonce);
        URL_SAFE_NO_PAD.encode(token)
    }

    /// What a trade-in token says; `None` if it was changed, sealed elsewhere, or is for another account.
    pub(crate) fn open_trade_in(&self, requestor: AccountId, token: &str) -> Option<TradeIn> {
        let token = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (&TOKEN_VERSION, sealed) = token.split_first()? else {
            return None;
        };
        let plain = self.open(Purpose::TradeIn, &requestor.to_string(), sealed)?;
        serde_json::from_slice(&plain).ok()
    }
}

fn parse_key(line: &str) -> Option<Key> {
    let mut words = line.split(' ');
    let id = words.next()?.parse().ok()?;
    let created = words.next()?.parse().ok()?;
    let bytes = Zeroizing::new(STANDARD.decode(words.next()?).ok()?);
    let bytes = <[u8; 32]>::try_from(bytes.as_slice()).ok()?;
    words.next().is_none().then(|| Key::new(id, created, bytes))
}

/// The secret of an access key as the log keeps it: sealed under the key ring.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SealedSecret(String);

impl SealedSecret {
    /// Bytes that differ whenever the secret differs; they tell nothing of it.
    pub(crate) fn fingerprint(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl std::fmt::Debug for SealedSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring() -> KeyRing {
        KeyRing::generate([1; 32], Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_rotated_ring_opens_what_it_sealed_before() {
        let mut ring = ring();
        let sealed = ring.seal_secret("AKIA1", "hunter2", &Seed::new([2; 32]));
        ring.rotate([3; 32], Timestamp::UNIX_EPOCH);
        let ring = KeyRing::parse(&ring.to_text()).unwrap();
        assert_eq!(
            ring.open_secret("AKIA1", &sealed).unwrap().as_str(),
            "hunter2"
        );
    }

    #[test]
    fn a_secret_opens_for_its_own_key_only() {
        let sealed = ring().seal_secret("AKIA1", "hunter2", &Seed::new([2; 32]));
        assert!(ring().open_secret("AKIA2", &sealed).is_none());
        assert!(
            KeyRing::generate([9; 32], Timestamp::UNIX_EPOCH)
                .open_secret("AKIA1", &sealed)
                .is_none()
        );
    }

    /// Sealed by OpenSSL's AES-256-GCM-SIV, under the HMAC of `portcullis secret` by the ring's only key.
    #[test]
    fn a_secret_that_another_library_sealed_opens() {
        let key = "1 1970-01-01T00:00:00Z AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        let ring = KeyRing::parse(&format!("{HEADER}\n{key}\n")).unwrap();
        let sealed = "AAAAAQkJCQkJCQkJCQkJCZ5cA8hgNp5wI1nI7y0SlIuFDtqLuKA4UmnL4i9b";
        let sealed = SealedSecret(sealed.to_owned());
        let plain = ring.open_secret("AKIARZPUZDIKA2345678", &sealed).unwrap();
        assert_eq!(plain.as_str(), "wJalrXUtnFEMI");
    }

    #[test]
    fn every_changed_letter_of_a_token_is_refused() {
        let token = ring().seal_session("ASIA1", b"claims", &Seed::new([2; 32]));
        assert_eq!(
            ring().open_session("ASIA1", &token).unwrap().as_slice(),
            b"claims"
        );
        for index in 0..token.len() {
            let mut bytes = token.clone().into_bytes();
            bytes[index] = if bytes[index] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            assert!(
                ring().open_session("ASIA1", &changed).is_none(),
                "letter {index}"
            );
        }
    }

    #[test]
    fn a_secret_is_no_session_token() {
        let ring = ring();
        let sealed = ring.seal(Purpose::Secret, "ASIA1", b"claims", [0; NONCE]);
        assert!(ring.open(Purpose::Session, "ASIA1", &sealed).is_none());
    }

    #[test]
    fn nothing_secret_is_shown_by_debug() {
        let ring = ring();
        assert_eq!(format!("{ring:?}"), "[(1, 1970-01-01T00:00:00Z)]");
        assert_eq!(
            format!("{:?}", ring.seal_secret("AKIA1", "x", &Seed::new([2; 32]))),
            "…"
        );
    }

    #[test]
    fn a_ring_without_keys_or_with_a_broken_line_is_refused() {
        assert!(KeyRing::parse("portcullis-keys 1\n").is_err());
        assert!(KeyRing::parse("something else\n").is_err());
        let refusal = KeyRing::parse("portcullis-keys 1\n1 never c2VjcmV0\n").unwrap_err();
        assert_eq!(refusal, "line 2 of the key ring is not a key");
    }
}
