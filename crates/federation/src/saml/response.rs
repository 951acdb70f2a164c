//! From the bytes of a response to what its assertion says.

use super::assertion::{self, Assertion};
use super::base64::decoded;
use super::decryption;
use super::metadata::Metadata;
use super::names::ASSERTION;
use super::private_key::PrivateKey;
use super::refusal::Refusal;
use super::signature;
use super::structure::{self, Found};
use super::text::Text;
use super::tree::{Limits, Tree};
use jiff::Timestamp;
use uppsala::NodeId;

/// Whether assertions must be encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// Encrypted or not.
    Allowed,
    /// Encrypted only.
    Required,
}

/// Whom to believe, and how to open what is encrypted.
#[derive(Clone, Copy, Debug)]
pub struct Trust<'a> {
    /// The provider.
    pub metadata: &'a Metadata,
    /// Keys that open encrypted assertions; the first that fits does.
    pub private_keys: &'a [PrivateKey],
    /// Whether assertions must be encrypted.
    pub encryption: Encryption,
}

/// What the assertion of a response says, which is base64 as browsers post it.
///
/// The response holds one assertion, signed on its own by one of the metadata's keys; if the response is signed too, that
/// signature must be good as well. Nothing outside the verified assertion is read, save that the response reports success.
/// `now` is real time: at `NotOnOrAfter` an assertion is over.
///
/// # Errors
/// Anything else.
pub fn verify(response: &str, trust: &Trust, now: Timestamp) -> Result<Assertion, Refusal> {
    let bytes = decoded(response).ok_or(Refusal::Malformed("it is not base64"))?;
    let text = std::str::from_utf8(&bytes).map_err(|_| Refusal::Malformed("it is not UTF-8"))?;
    let assertion = verified(text, trust)?;
    if assertion.issuer != trust.metadata.entity_id() {
        return Err(Refusal::Issuer);
    }
    if now >= assertion.not_on_or_after {
        return Err(Refusal::Expired);
    }
    Ok(assertion)
}

fn verified(text: &str, trust: &Trust) -> Result<Assertion, Refusal> {
    let text = Text::of(text);
    let tree = Tree::parse(&text, Limits::RESPONSE).map_err(Refusal::Malformed)?;
    match structure::assertion(&tree)? {
        Found::Plain(_) if trust.encryption == Encryption::Required => Err(Refusal::NotEncrypted),
        Found::Plain(assertion) => {
            claimed(&tree, assertion, trust)?;
            let own = signature::shaped(&tree, assertion)?.ok_or(Refusal::Unsigned)?;
            let outer = signature::shaped(&tree, tree.root)?;
            signature::nowhere_else(&tree, &[tree.root, assertion])?;
            for signature in outer.iter().chain([&own]) {
                signature.verify(&tree, trust.metadata.keys())?;
            }
            of(&tree, assertion, trust)
        }
        Found::Encrypted(encrypted) => {
            // The response's own signature is over what was sent.
            let outer = signature::shaped(&tree, tree.root)?;
            signature::nowhere_else(&tree, &[tree.root])?;
            if let Some(outer) = &outer {
                outer.verify(&tree, trust.metadata.keys())?;
            }
            let opened = decryption::opened(&tree, text.as_str(), encrypted, trust.private_keys)
                .ok_or(Refusal::Encrypted)?;
            inside(&opened, trust).map_err(|_| Refusal::Encrypted)
        }
    }
}

/// The assertion of a response that was opened: its own signature is over the plain text.
fn inside(text: &str, trust: &Trust) -> Result<Assertion, Refusal> {
    let text = Text::of(text);
    let tree = Tree::parse(&text, Limits::RESPONSE).map_err(Refusal::Malformed)?;
    let Found::Plain(assertion) = structure::assertion(&tree)? else {
        return Err(Refusal::Encrypted);
    };
    let own = signature::shaped(&tree, assertion)?.ok_or(Refusal::Unsigned)?;
    signature::shaped(&tree, tree.root)?;
    signature::nowhere_else(&tree, &[tree.root, assertion])?;
    own.verify(&tree, trust.metadata.keys())?;
    of(&tree, assertion, trust)
}

/// Refuses what does not even claim to be of the provider, before anything is verified.
fn claimed(tree: &Tree, assertion: NodeId, trust: &Trust) -> Result<(), Refusal> {
    let issuer = tree.one(assertion, ASSERTION, "Issuer");
    let claimed = issuer.and_then(|issuer| tree.text(issuer));
    match claimed.map_err(Refusal::Malformed)? {
        issuer if issuer == trust.metadata.entity_id() => Ok(()),
        _ => Err(Refusal::Issuer),
    }
}

/// Reads the verified assertion; a response that names another issuer than the provider is refused.
fn of(tree: &Tree, assertion: NodeId, trust: &Trust) -> Result<Assertion, Refusal> {
    let sender = tree
        .at_most_one(tree.root, ASSERTION, "Issuer")
        .map_err(Refusal::Malformed)?;
    if let Some(sender) = sender
        && tree.text(sender).map_err(Refusal::Malformed)? != trust.metadata.entity_id()
    {
        return Err(Refusal::Issuer);
    }
    assertion::read(tree, assertion).map_err(Refusal::Malformed)
}
