//! Signatures: their shape by our own rules, their value by the library, both on the same tree.

use super::names::{DIGESTS, ENVELOPED, EXCLUSIVE, SIGNATURE, SIGNATURES};
use super::refusal::Refusal;
use super::tree::Tree;
use bergshamra::{DsigContext, VerifyResult};
use uppsala::NodeId;

/// A signature that is a direct child of what it signs, in the one shape that is taken.
pub(super) struct Shaped {
    signature: NodeId,
    signed: NodeId,
}

/// The signature of `signed`, if it has one: a direct child, over exactly that element by its identifier, made from the
/// element without the signature in exclusive canonical form, by an algorithm that is taken.
///
/// # Errors
/// Any other shape.
pub(super) fn shaped(tree: &Tree, signed: NodeId) -> Result<Option<Shaped>, Refusal> {
    let found = tree
        .at_most_one(signed, SIGNATURE, "Signature")
        .map_err(Refusal::Signature)?;
    let Some(signature) = found else {
        return Ok(None);
    };
    shape(tree, signed, signature).map_err(Refusal::Signature)?;
    Ok(Some(Shaped { signature, signed }))
}

fn shape(tree: &Tree, signed: NodeId, signature: NodeId) -> Result<(), &'static str> {
    if tree.has_comments(signature) {
        return Err("it holds a comment");
    }
    let parts: Vec<NodeId> = tree.elements(signature).collect();
    let (info, value) = match parts[..] {
        [info, value] => (info, value),
        [info, value, keys] if tree.is_signature(keys, "KeyInfo") => {
            // Read by nobody for its keys: those are the metadata's. What could point elsewhere is refused all the same.
            let plain = ["X509Data", "KeyName", "KeyValue"];
            if !tree
                .elements(keys)
                .all(|key| plain.iter().any(|name| tree.is_signature(key, name)))
            {
                return Err("its key information is of an unexpected kind");
            }
            (info, value)
        }
        _ => return Err("it has other parts than it should"),
    };
    if !tree.is_signature(info, "SignedInfo") || !tree.is_signature(value, "SignatureValue") {
        return Err("it has other parts than it should");
    }
    tree.text(value)?;
    let parts: Vec<NodeId> = tree.elements(info).collect();
    let [canonical, method, reference] = parts[..] else {
        return Err("it does not have exactly one reference");
    };
    if !tree.is_signature(canonical, "CanonicalizationMethod") || !exclusive(tree, canonical) {
        return Err("its canonical form is not the exclusive one");
    }
    if !tree.is_signature(method, "SignatureMethod") || !algorithm_of(tree, method, SIGNATURES) {
        return Err("its algorithm is not taken");
    }
    if !tree.is_signature(reference, "Reference") {
        return Err("it does not have exactly one reference");
    }
    refers(tree, signed, reference)
}

fn refers(tree: &Tree, signed: NodeId, reference: NodeId) -> Result<(), &'static str> {
    let id = tree.id(signed).ok_or("what it signs has no identifier")?;
    if !is_identifier(id) {
        return Err("what it signs has a strange identifier");
    }
    let uri = tree.attribute(reference, "URI");
    if uri.and_then(|uri| uri.strip_prefix('#')) != Some(id) {
        return Err("it refers to something else than what it stands in");
    }
    let parts: Vec<NodeId> = tree.elements(reference).collect();
    let [transforms, method, digest] = parts[..] else {
        return Err("its reference has other parts than it should");
    };
    if !tree.is_signature(transforms, "Transforms") || !tree.is_signature(digest, "DigestValue") {
        return Err("its reference has other parts than it should");
    }
    tree.text(digest)?;
    if !tree.is_signature(method, "DigestMethod") || !algorithm_of(tree, method, DIGESTS) {
        return Err("its digest algorithm is not taken");
    }
    let transforms: Vec<NodeId> = tree.elements(transforms).collect();
    let [enveloped, canonical] = transforms[..] else {
        return Err("its transforms are not the two that are taken");
    };
    let right = tree.is_signature(enveloped, "Transform")
        && algorithm_of(tree, enveloped, &[ENVELOPED])
        && tree.is_signature(canonical, "Transform")
        && exclusive(tree, canonical);
    if !right {
        return Err("its transforms are not the two that are taken");
    }
    Ok(())
}

/// Whether an element names one of these algorithms and holds nothing.
fn algorithm_of(tree: &Tree, node: NodeId, algorithms: &[&str]) -> bool {
    tree.attribute(node, "Algorithm")
        .is_some_and(|algorithm| algorithms.contains(&algorithm))
        && tree.elements(node).next().is_none()
}

/// Whether an element names exclusive canonicalization, with or without a list of prefixes.
fn exclusive(tree: &Tree, node: NodeId) -> bool {
    let mut parts = tree.elements(node);
    let prefixes = parts.next();
    tree.attribute(node, "Algorithm") == Some(EXCLUSIVE)
        && prefixes.is_none_or(|list| tree.is(list, EXCLUSIVE, "InclusiveNamespaces"))
        && parts.next().is_none()
}

/// Identifiers that a reference names plainly: no pointer expression fits.
fn is_identifier(id: &str) -> bool {
    let mut letters = id.chars();
    letters
        .next()
        .is_some_and(|first| first.is_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.'))
}

/// Refuses signatures anywhere but as direct children of the elements in `signed`, and signed objects inside signatures.
///
/// # Errors
/// `Signature`.
pub(super) fn nowhere_else(tree: &Tree, signed: &[NodeId]) -> Result<(), Refusal> {
    for &node in tree.all() {
        if tree.is_signature(node, "Object") {
            return Err(Refusal::Signature("it holds an object"));
        }
        let stray = tree.is_signature(node, "Signature")
            && !tree
                .document
                .parent(node)
                .is_some_and(|parent| signed.contains(&parent));
        if stray {
            return Err(Refusal::Signature("it stands where nothing is signed"));
        }
    }
    Ok(())
}

/// Verifies signatures with the keys of the context, and no others.
///
/// # Errors
/// `Signature`, if one of them is not valid over its parent.
pub(super) fn verify(
    tree: &Tree,
    text: &str,
    context: &DsigContext,
    shaped: &[&Shaped],
) -> Result<(), Refusal> {
    let results = bergshamra::dsig::verify::verify_all_document_with_source(
        context,
        &tree.document,
        Some(text),
    )
    .map_err(|_| Refusal::Signature("it cannot be processed"))?;
    for Shaped { signature, signed } in shaped {
        let verified = results.iter().any(|result| match result {
            VerifyResult::Valid {
                signature_node,
                references,
                ..
            } => {
                signature_node == signature
                    && matches!(&references[..], [only] if only.digest_verified && only.resolved_node == Some(*signed))
            }
            VerifyResult::Invalid { .. } => false,
        });
        if !verified {
            return Err(Refusal::Signature(
                "it does not fit the keys or the content",
            ));
        }
    }
    Ok(())
}
