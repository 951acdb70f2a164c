//! Signatures: one shape by our own rules, its canonical forms by the library, all on the same tree.

use super::names::{DIGESTS, ENVELOPED, EXCLUSIVE, SIGNATURE, SIGNATURES};
use super::public_key::PublicKey;
use super::refusal::Refusal;
use super::tree::Tree;
use aws_lc_rs::digest::{Algorithm, digest};
use bergshamra::c14n::exclusive::canonicalize_to;
use bergshamra::xml::nodeset::{NodeSet, NodeSetType};
use uppsala::NodeId;

/// A signature that is a direct child of what it signs, in the one shape that is taken. Everything that verifying needs was read
/// where its place was checked: nothing is looked up a second time.
pub(super) struct Shaped<'t> {
    signature: NodeId,
    signed: NodeId,
    content: Reference<'t>,
    info: NodeId,
    /// What the canonical form of `info` keeps besides.
    prefixes: Vec<&'t str>,
    algorithm: &'t str,
    value: Vec<u8>,
}

/// What a signature says of what it signs.
struct Reference<'t> {
    /// What the canonical form of the content keeps besides.
    prefixes: Vec<&'t str>,
    digest: &'static Algorithm,
    value: Vec<u8>,
}

/// The signature of `signed`, if it has one: a direct child, over exactly that element by its identifier, made from the
/// element without the signature in exclusive canonical form, by an algorithm that is taken.
///
/// # Errors
/// Any other shape.
pub(super) fn shaped<'t>(tree: &'t Tree, signed: NodeId) -> Result<Option<Shaped<'t>>, Refusal> {
    let found = tree
        .at_most_one(signed, SIGNATURE, "Signature")
        .map_err(Refusal::Signature)?;
    let Some(signature) = found else {
        return Ok(None);
    };
    let shaped = shape(tree, signed, signature).map_err(Refusal::Signature)?;
    Ok(Some(shaped))
}

fn shape<'t>(
    tree: &'t Tree,
    signed: NodeId,
    signature: NodeId,
) -> Result<Shaped<'t>, &'static str> {
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
    let value = tree.bytes(value)?;
    let parts: Vec<NodeId> = tree.elements(info).collect();
    let [canonical, method, reference] = parts[..] else {
        return Err("it does not have exactly one reference");
    };
    let prefixes = Some(canonical)
        .filter(|node| tree.is_signature(*node, "CanonicalizationMethod"))
        .and_then(|node| exclusive(tree, node))
        .ok_or("its canonical form is not the exclusive one")?;
    let algorithm = Some(method)
        .filter(|node| tree.is_signature(*node, "SignatureMethod"))
        .and_then(|node| algorithm_of(tree, node))
        .filter(|algorithm| SIGNATURES.contains(algorithm))
        .ok_or("its algorithm is not taken")?;
    if !tree.is_signature(reference, "Reference") {
        return Err("it does not have exactly one reference");
    }
    Ok(Shaped {
        signature,
        signed,
        content: refers(tree, signed, reference)?,
        info,
        prefixes,
        algorithm,
        value,
    })
}

fn refers<'t>(
    tree: &'t Tree,
    signed: NodeId,
    reference: NodeId,
) -> Result<Reference<'t>, &'static str> {
    let id = tree.id(signed).ok_or("what it signs has no identifier")?;
    if !is_identifier(id) {
        return Err("what it signs has a strange identifier");
    }
    let uri = tree.attribute(reference, "URI");
    if uri.and_then(|uri| uri.strip_prefix('#')) != Some(id) {
        return Err("it refers to something else than what it stands in");
    }
    let parts: Vec<NodeId> = tree.elements(reference).collect();
    let [transforms, method, value] = parts[..] else {
        return Err("its reference has other parts than it should");
    };
    if !tree.is_signature(transforms, "Transforms") || !tree.is_signature(value, "DigestValue") {
        return Err("its reference has other parts than it should");
    }
    let value = tree.bytes(value)?;
    let algorithm = Some(method)
        .filter(|node| tree.is_signature(*node, "DigestMethod"))
        .and_then(|node| algorithm_of(tree, node));
    let (_, digest) = DIGESTS
        .iter()
        .find(|(name, _)| algorithm == Some(name))
        .ok_or("its digest algorithm is not taken")?;
    let transforms: Vec<NodeId> = tree.elements(transforms).collect();
    let prefixes = match transforms[..] {
        [enveloped, canonical]
            if tree.is_signature(enveloped, "Transform")
                && algorithm_of(tree, enveloped) == Some(ENVELOPED)
                && tree.is_signature(canonical, "Transform") =>
        {
            exclusive(tree, canonical)
        }
        _ => None,
    };
    Ok(Reference {
        prefixes: prefixes.ok_or("its transforms are not the two that are taken")?,
        digest,
        value,
    })
}

/// The algorithm that an element names, if it holds nothing.
fn algorithm_of<'t>(tree: &'t Tree, node: NodeId) -> Option<&'t str> {
    tree.attribute(node, "Algorithm")
        .filter(|_| tree.elements(node).next().is_none())
}

/// The most prefixes of a list, each of which is looked for at every element; honest lists have five.
const LISTED_MAX: usize = 32;

/// The prefixes that an element lists which names exclusive canonicalization.
fn exclusive<'t>(tree: &'t Tree, node: NodeId) -> Option<Vec<&'t str>> {
    let mut parts = tree.elements(node);
    let list = parts.next();
    if tree.attribute(node, "Algorithm") != Some(EXCLUSIVE) || parts.next().is_some() {
        return None;
    }
    match list {
        None => Some(Vec::new()),
        Some(list) if tree.is(list, EXCLUSIVE, "InclusiveNamespaces") => {
            let prefixes = tree.attribute(list, "PrefixList").unwrap_or("");
            let listed: Vec<&str> = prefixes.split_ascii_whitespace().collect();
            Some(listed).filter(|listed| listed.len() <= LISTED_MAX)
        }
        Some(_) => None,
    }
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

impl Shaped<'_> {
    /// Verifies that one of these keys made the signature, over what it stands in.
    ///
    /// # Errors
    /// `Signature`.
    pub(super) fn verify(&self, tree: &Tree, keys: &[PublicKey]) -> Result<(), Refusal> {
        let Reference {
            prefixes,
            digest: algorithm,
            value,
        } = &self.content;
        let content = canonical(tree, self.signed, Some(self.signature), prefixes)?;
        let info = canonical(tree, self.info, None, &self.prefixes)?;
        let whole = digest(algorithm, &content).as_ref() == value;
        if whole
            && keys
                .iter()
                .any(|key| key.signed(self.algorithm, &info, &self.value))
        {
            Ok(())
        } else {
            Err(Refusal::Signature(
                "it does not fit the keys or the content",
            ))
        }
    }
}

/// An element in exclusive canonical form, which has no comments; the element `left_out` in it is not there.
fn canonical(
    tree: &Tree,
    node: NodeId,
    left_out: Option<NodeId>,
    prefixes: &[&str],
) -> Result<Vec<u8>, Refusal> {
    let ids = tree.within(node).iter().map(NodeId::index).collect();
    let mut there = NodeSet::from_ids(ids, NodeSetType::Normal);
    for node in left_out.map_or(&[][..], |node| tree.within(node)) {
        there.remove_id(*node);
    }
    let length = tree
        .document
        .node_range(node)
        .map_or(0, |range| range.len());
    let mut form = Vec::with_capacity(length);
    canonicalize_to(&tree.document, false, Some(&there), prefixes, &mut form)
        .map_err(|_| Refusal::Signature("it cannot be processed"))?;
    Ok(form)
}
