use super::algorithm::{Algorithm, Curve, Family};
use aws_lc_rs::signature::{ParsedPublicKey, RsaPublicKeyComponents};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

/// The most bytes that a key set has.
const BYTES_MAX: usize = 512 * 1024;
/// The most keys of one kind, as AWS has it.
const KEYS_OF_A_KIND_MAX: usize = 100;
const KEY_ID_MAX: usize = 1024;

/// The public keys of an issuer, from its JWKS document.
///
/// Keys that are for something else than verifying signatures, or of a kind that tokens may not use, are left out:
/// symmetric keys among them, so that no public text ever becomes a secret. A document that could be read in two ways
/// is refused whole.
///
/// ```
/// let keys = federation::oidc::KeySet::parse(br#"{"keys": [{"kty": "oct", "kid": "1", "k": "c2VjcmV0"}]}"#)?;
/// assert!(keys.is_empty());
/// # Ok::<(), federation::oidc::BadKeySet>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeySet {
    keys: Vec<Key>,
}

/// Why a key set is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadKeySet {
    /// More bytes than a key set may have.
    #[error("the key set is larger than {BYTES_MAX} bytes")]
    TooLarge,
    /// Not a JSON object with a list `keys` of objects, or a member stands twice in it.
    #[error("the key set is not a JSON object with a list of keys, each member once")]
    Malformed,
    /// More than a hundred RSA keys, or a hundred elliptic-curve keys.
    #[error("the key set has more than {KEYS_OF_A_KIND_MAX} keys of one kind")]
    TooManyKeys,
}

#[derive(Clone, Debug)]
struct Key {
    id: Option<String>,
    /// Every algorithm that this key is for, with the key made ready for it. All are of the key's own kind: an algorithm never
    /// turns a key into one of another kind.
    ready: Ready,
}

/// A key of one kind, ready for algorithms of that kind.
type Ready = Vec<(Algorithm, ParsedPublicKey)>;

impl PartialEq for Key {
    fn eq(&self, other: &Key) -> bool {
        self.id == other.id
            && self
                .ready
                .iter()
                .map(plain)
                .eq(other.ready.iter().map(plain))
    }
}

impl Eq for Key {}

fn plain((algorithm, key): &(Algorithm, ParsedPublicKey)) -> (Algorithm, &[u8]) {
    (*algorithm, key.as_ref())
}

impl KeySet {
    /// Reads a JWKS document.
    ///
    /// # Errors
    /// A document that is too large, is no key set, or has too many keys. A single key that cannot be used is left out.
    pub fn parse(text: &[u8]) -> Result<KeySet, BadKeySet> {
        if text.len() > BYTES_MAX {
            return Err(BadKeySet::TooLarge);
        }
        let set = json::object(text).map_err(|_| BadKeySet::Malformed)?;
        let Some(Value::Array(listed)) = set.get("keys") else {
            return Err(BadKeySet::Malformed);
        };
        let mut keys = Vec::new();
        for key in listed {
            let key = key.as_object().ok_or(BadKeySet::Malformed)?;
            keys.extend(Key::read(key));
        }
        let rsa = keys.iter().filter(|key| key.is_rsa()).count();
        if rsa > KEYS_OF_A_KIND_MAX || keys.len() - rsa > KEYS_OF_A_KIND_MAX {
            return Err(BadKeySet::TooManyKeys);
        }
        Ok(KeySet { keys })
    }

    /// How many usable keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is no usable key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Whether a token with this header has a key here. A token that names no key has one only where there is no choice.
    pub(super) fn has(&self, key_id: Option<&str>, algorithm: Algorithm) -> bool {
        self.candidates(key_id, algorithm).next().is_some()
    }

    /// Whether one of the keys that the header means made this signature.
    pub(super) fn verify(
        &self,
        key_id: Option<&str>,
        algorithm: Algorithm,
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        self.candidates(key_id, algorithm)
            .any(|key| key.verify_sig(message, signature).is_ok())
    }

    fn candidates(
        &self,
        key_id: Option<&str>,
        algorithm: Algorithm,
    ) -> impl Iterator<Item = &ParsedPublicKey> {
        let ready = |key: &Key| key.ready(algorithm).is_some();
        let choice = key_id.is_none() && self.keys.iter().filter(|key| ready(key)).nth(1).is_some();
        self.keys
            .iter()
            .filter(move |key| match key_id {
                Some(id) => key.id.as_deref() == Some(id),
                None => !choice,
            })
            .filter_map(move |key| key.ready(algorithm))
    }
}

impl Key {
    /// `None` for keys that verify no signature of an algorithm that tokens may use.
    fn read(members: &Map<String, Value>) -> Option<Key> {
        let text = |name: &str| members.get(name).and_then(Value::as_str);
        let id = match members.get("kid") {
            None => None,
            Some(Value::String(id)) if id.len() <= KEY_ID_MAX => Some(id.clone()),
            Some(_) => return None,
        };
        if members.contains_key("use") && text("use") != Some("sig") {
            return None;
        }
        if let Some(operations) = members.get("key_ops") {
            let operations = operations.as_array()?;
            operations.iter().find(|it| it.as_str() == Some("verify"))?;
        }
        // A private key that was published is nobody's key any more.
        if members.contains_key("d") {
            return None;
        }
        let algorithm = match members.get("alg") {
            None => None,
            Some(name) => Some(Algorithm::named(name.as_str()?)?),
        };
        let mut ready = match text("kty")? {
            "RSA" => rsa(text("n")?, text("e")?)?,
            "EC" => elliptic(Curve::named(text("crv")?)?, text("x")?, text("y")?)?,
            _ => return None,
        };
        if let Some(only) = algorithm {
            ready.retain(|(algorithm, _)| *algorithm == only);
        }
        // A key whose algorithm is not one of its own kind is for nothing.
        (!ready.is_empty()).then_some(Key { id, ready })
    }

    fn is_rsa(&self) -> bool {
        self.ready
            .iter()
            .any(|(algorithm, _)| matches!(algorithm.family(), Family::Rsa(_)))
    }

    fn ready(&self, algorithm: Algorithm) -> Option<&ParsedPublicKey> {
        let mut ready = self.ready.iter();
        let (_, key) = ready.find(|(of, _)| *of == algorithm)?;
        Some(key)
    }
}

const MODULUS_BYTES_MIN: usize = 2048 / 8;
const MODULUS_BYTES_MAX: usize = 8192 / 8;
/// No exponent in use is longer than four bytes; a long one only costs time.
const EXPONENT_BYTES_MAX: usize = 4;

fn rsa(modulus: &str, exponent: &str) -> Option<Ready> {
    let (n, e) = (number(modulus)?, number(exponent)?);
    let sizes = (MODULUS_BYTES_MIN..=MODULUS_BYTES_MAX).contains(&n.len())
        && (1..=EXPONENT_BYTES_MAX).contains(&e.len());
    if !sizes {
        return None;
    }
    let key = RsaPublicKeyComponents { n, e };
    let ready = Algorithm::ALL.into_iter().filter_map(|algorithm| {
        let Family::Rsa(parameters) = algorithm.family() else {
            return None;
        };
        Some((algorithm, key.to_parsed_public_key(parameters).ok()?))
    });
    Some(ready.collect())
}

/// An unsigned number; some issuers write zeros before it.
fn number(text: &str) -> Option<Vec<u8>> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    Some(bytes[zeros..].to_vec())
}

fn elliptic(curve: Curve, x: &str, y: &str) -> Option<Ready> {
    // Uncompressed.
    let mut point = vec![4];
    for coordinate in [x, y] {
        let coordinate = URL_SAFE_NO_PAD.decode(coordinate).ok()?;
        if coordinate.len() != curve.width() {
            return None;
        }
        point.extend(coordinate);
    }
    let ready = Algorithm::ALL.into_iter().filter_map(|algorithm| {
        let verification = match algorithm.family() {
            Family::Ec(verification, of) if of == curve => verification,
            Family::Ec(..) | Family::Rsa(_) => return None,
        };
        // Refuses points that do not lie on the curve.
        Some((algorithm, ParsedPublicKey::new(verification, &point).ok()?))
    });
    Some(ready.collect())
}
