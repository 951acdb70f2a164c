//! Where the parts of a response may stand: one assertion, in one place.

use super::names::{ASSERTION, PROTOCOL, SIGNATURE, SUCCESS};
use super::refusal::Refusal;
use super::tree::Tree;
use uppsala::NodeId;

/// The one assertion of a response.
#[derive(Clone, Copy, Debug)]
pub(super) enum Found {
    Plain(NodeId),
    Encrypted(NodeId),
}

/// The assertion of a response that says that its sender succeeded.
///
/// # Errors
/// `Malformed`, if there is not exactly one, or if anything stands where it may not; `Failed`, if the sender says so, who then need not
/// send one.
pub(super) fn assertion(tree: &Tree) -> Result<Found, Refusal> {
    if status(tree).map_err(Refusal::Malformed)? != Some(SUCCESS) {
        return Err(Refusal::Failed);
    }
    find(tree).map_err(Refusal::Malformed)
}

/// What a response says of its sender's success.
fn status<'t>(tree: &'t Tree) -> Result<Option<&'t str>, &'static str> {
    let root = tree.root;
    if !tree.is(root, PROTOCOL, "Response") {
        return Err("it is not a Response");
    }
    if tree.attribute(root, "Version") != Some("2.0") {
        return Err("its version is not 2.0");
    }
    tree.check()?;
    only(
        tree,
        root,
        &[
            (ASSERTION, "Issuer"),
            (SIGNATURE, "Signature"),
            (PROTOCOL, "Extensions"),
            (PROTOCOL, "Status"),
            (ASSERTION, "Assertion"),
            (ASSERTION, "EncryptedAssertion"),
        ],
    )?;
    let status = tree.one(root, PROTOCOL, "Status")?;
    let code = tree.one(status, PROTOCOL, "StatusCode")?;
    Ok(tree.attribute(code, "Value"))
}

fn find(tree: &Tree) -> Result<Found, &'static str> {
    let root = tree.root;
    let plain = tree.at_most_one(root, ASSERTION, "Assertion")?;
    let encrypted = tree.at_most_one(root, ASSERTION, "EncryptedAssertion")?;
    let found = match (plain, encrypted) {
        (Some(assertion), None) => Found::Plain(assertion),
        (None, Some(assertion)) => Found::Encrypted(assertion),
        _ => return Err("it does not have exactly one assertion"),
    };
    let (Found::Plain(place) | Found::Encrypted(place)) = found;
    // Whatever is called so, in whichever namespace: the classic wrappings hide a second one.
    let stray = tree.all().iter().any(|&node| {
        let name = tree
            .document
            .element(node)
            .map(|element| element.name.local_name.as_ref());
        match name {
            Some("Assertion" | "EncryptedAssertion") => node != place,
            Some("Response") => node != root,
            _ => false,
        }
    });
    if stray {
        return Err("it holds a second assertion or response");
    }
    Ok(found)
}

/// Refuses child elements that are not among these.
pub(super) fn only(
    tree: &Tree,
    node: NodeId,
    names: &[(&'static str, &'static str)],
) -> Result<(), &'static str> {
    let known = tree.elements(node).all(|child| {
        names
            .iter()
            .any(|(namespace, name)| tree.is(child, namespace, name))
    });
    if known {
        Ok(())
    } else {
        Err("an element stands where it may not")
    }
}
