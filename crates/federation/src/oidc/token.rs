use super::algorithm::Algorithm;
use super::claims::Claims;
use super::key_set::KeySet;
use super::refusal::Refusal;
use crate::base64::URL_SAFE_NO_PAD;
use base64::Engine;
use serde_json::{Map, Value};

/// The most characters of a token, as AWS's model has it (spec 7.6).
const CHARACTERS_MAX: usize = 20_000;
/// How far the clocks of an issuer and of this service may be apart.
const SKEW_SECONDS: i64 = 300;
const KEY_ID_MAX: usize = 1024;

/// A token that was read and that nobody has believed yet: all it gives is the issuer that it names, so that the keys can
/// be found. [`Token::verify`] makes claims of it.
#[derive(Debug)]
pub struct Token<'a> {
    algorithm: Algorithm,
    key_id: Option<String>,
    /// Header and claims as they were signed.
    message: &'a str,
    signature: Vec<u8>,
    claims: Claims,
}

/// What a token is held against.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The issuer whose keys these are, exactly as tokens name it.
    pub issuer: &'a str,
    /// The clients of which the token must be for one.
    pub client_ids: &'a [String],
    /// Now, in seconds since 1970.
    pub now: i64,
}

impl<'a> Token<'a> {
    /// Reads a token in its compact form: three parts, the signature among them. What its header offers as a key is never
    /// looked at.
    ///
    /// # Errors
    /// Anything but such a token; an algorithm that is not accepted; required claims that are missing or unreadable.
    pub fn read(text: &'a str) -> Result<Token<'a>, Refusal> {
        if text.len() > CHARACTERS_MAX {
            return Err(Refusal::Malformed);
        }
        let (message, signature) = text.rsplit_once('.').ok_or(Refusal::Malformed)?;
        let (header, claims) = message.split_once('.').ok_or(Refusal::Malformed)?;
        let header = part(header)?;
        let algorithm = algorithm(&header)?;
        let key_id = match header.get("kid") {
            None => None,
            Some(Value::String(id)) if id.len() <= KEY_ID_MAX => Some(id.clone()),
            Some(_) => return Err(Refusal::Malformed),
        };
        let signature = URL_SAFE_NO_PAD
            .decode(signature)
            .map_err(|_| Refusal::Malformed)?;
        let claims = Claims::read(part(claims)?)?;
        Ok(Token {
            algorithm,
            key_id,
            message,
            signature,
            claims,
        })
    }

    /// The issuer that the token names; not believed.
    #[must_use]
    pub fn claimed_issuer(&self) -> &str {
        self.claims.issuer()
    }

    /// Whether a key of the set could have signed the token. Where none could, newer keys may.
    #[must_use]
    pub fn has_key_in(&self, keys: &KeySet) -> bool {
        keys.has(self.key_id.as_deref(), self.algorithm)
    }

    /// The claims, once everything about the token holds: issuer, signature, times, audience.
    ///
    /// # Errors
    /// The first that does not hold.
    pub fn verify(self, keys: &KeySet, expected: &Expected) -> Result<Claims, Refusal> {
        if self.claims.issuer() != expected.issuer {
            return Err(Refusal::Issuer);
        }
        if !self.has_key_in(keys) {
            return Err(Refusal::UnknownKey);
        }
        let key_id = self.key_id.as_deref();
        if !keys.verify(
            key_id,
            self.algorithm,
            self.message.as_bytes(),
            &self.signature,
        ) {
            return Err(Refusal::Signature);
        }
        check_times(&self.claims, expected.now)?;
        check_audience(&self.claims, expected.client_ids)?;
        Ok(self.claims)
    }
}

fn part(text: &str) -> Result<Map<String, Value>, Refusal> {
    let bytes = URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| Refusal::Malformed)?;
    json::object(&bytes).map_err(|_| Refusal::Malformed)
}

/// The algorithm of the header. A header with demands (`crit`) is refused: none is understood.
fn algorithm(header: &Map<String, Value>) -> Result<Algorithm, Refusal> {
    if ["crit", "b64", "zip"]
        .iter()
        .any(|name| header.contains_key(*name))
    {
        return Err(Refusal::Malformed);
    }
    match header.get("alg") {
        Some(Value::String(name)) => Algorithm::named(name).ok_or(Refusal::Algorithm),
        Some(_) | None => Err(Refusal::Malformed),
    }
}

/// five minutes of difference are nobody's fault.
fn check_times(claims: &Claims, now: i64) -> Result<(), Refusal> {
    let expires = claims.expires();
    if now >= expires.saturating_add(SKEW_SECONDS) {
        return Err(Refusal::Expired { now, expires });
    }
    let begins = claims
        .not_before()
        .map_or(claims.issued(), |moment| moment.max(claims.issued()));
    if now < begins.saturating_sub(SKEW_SECONDS) {
        return Err(Refusal::NotYet);
    }
    Ok(())
}

/// the authorized party where there is one, else the only audience.
fn check_audience(claims: &Claims, client_ids: &[String]) -> Result<(), Refusal> {
    let audience = claims.client().ok_or(Refusal::Audience)?;
    if client_ids.iter().any(|id| id == audience) {
        Ok(())
    } else {
        Err(Refusal::Audience)
    }
}
