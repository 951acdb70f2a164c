//! XML as a tree within limits: no document types, no depth, width or size beyond what such messages have.

use super::base64::decoded;
use super::names::{IDS, SIGNATURE};
use super::text::{Text, trimmed};
use memchr::{memchr_iter, memmem};
use std::collections::BTreeSet;
use std::iter::successors;
use uppsala::{Document, Element, NodeId, NodeKind, Parser};

/// How large a document may be.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// Characters, in UTF-8.
    pub bytes: usize,
    /// `<` characters, and so elements, comments and the rest.
    pub tags: usize,
    /// Namespace declarations.
    pub namespaces: usize,
}

impl Limits {
    /// Of a response: AWS takes 100,000 characters of base64.
    pub(super) const RESPONSE: Limits = Limits {
        bytes: 128 * 1024,
        tags: 8 * 1024,
        namespaces: 256,
    };
    /// Of a metadata document: AWS takes ten million characters.
    pub(super) const METADATA: Limits = Limits {
        bytes: 40_000_000,
        tags: 200_000,
        namespaces: 4096,
    };

    /// Counts before anything is parsed, so that what is too large costs little.
    fn hold(self, text: &str) -> Result<(), &'static str> {
        if text.len() > self.bytes {
            return Err("it is too large");
        }
        let count = |byte, text: &str| memchr_iter(byte, text.as_bytes()).count();
        let tags = count(b'<', text);
        if tags > self.tags {
            return Err("it has too many elements");
        }
        let quotes = |text| count(b'"', text) + count(b'\'', text);
        let all_quotes = quotes(text);
        if all_quotes > QUOTES_MAX && text.split('<').any(|tag| quotes(tag) > QUOTES_MAX) {
            return Err("an element has too many attributes");
        }
        let namespaces = memmem::find_iter(text.as_bytes(), "xmlns").count();
        // Each name may be held against each declaration.
        let looks = (tags + all_quotes / 2).saturating_mul(namespaces);
        if namespaces > self.namespaces || looks > LOOKS_MAX {
            return Err("it declares too many namespaces");
        }
        Ok(())
    }
}

const DEPTH_MAX: u32 = 64;
/// Quotation marks between two `<`: twice the attributes of one element.
const QUOTES_MAX: usize = 512;
/// Names times declarations, of a document.
const LOOKS_MAX: usize = 50_000_000;
/// Bytes of a namespace's name: a canonical form repeats it wherever its prefix is used anew.
const NAMESPACE_BYTES_MAX: usize = 1024;

/// A parsed document.
pub(super) struct Tree<'a> {
    pub document: Document<'a>,
    pub root: NodeId,
    /// Every node, in the order of the document.
    all: Vec<NodeId>,
    /// Whether its text is all ASCII.
    ascii: bool,
}

impl<'a> Tree<'a> {
    /// The tree of `text`; the error says which limit or rule is broken.
    pub(super) fn parse(text: &'a Text, limits: Limits) -> Result<Tree<'a>, &'static str> {
        let text = text.as_str();
        limits.hold(text)?;
        let parser = Parser::new()
            .with_max_depth(DEPTH_MAX)
            .with_forbid_dtd(true)
            .with_forbid_entities(true);
        let document = parser
            .parse(text)
            .map_err(|_| "it is not XML that is taken")?;
        let root = document.document_element().ok_or("it has no element")?;
        let all = document.descendants(document.root());
        Ok(Tree {
            document,
            root,
            all,
            ascii: text.is_ascii(),
        })
    }

    /// Whether a node is this element.
    pub(super) fn is(&self, node: NodeId, namespace: &str, name: &str) -> bool {
        self.document
            .element(node)
            .is_some_and(|element| element.matches_name_ns(namespace, name))
    }

    /// The child elements, of any name.
    pub(super) fn elements(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        self.document
            .children_iter(node)
            .filter(|child| self.document.element(*child).is_some())
    }

    /// The child elements of one name.
    pub(super) fn named(
        &self,
        node: NodeId,
        namespace: &'static str,
        name: &'static str,
    ) -> impl Iterator<Item = NodeId> {
        self.elements(node)
            .filter(move |child| self.is(*child, namespace, name))
    }

    /// The one child element of this name; `None` where there is none, an error where there are several.
    pub(super) fn at_most_one(
        &self,
        node: NodeId,
        namespace: &'static str,
        name: &'static str,
    ) -> Result<Option<NodeId>, &'static str> {
        let mut found = self.named(node, namespace, name);
        let first = found.next();
        match found.next() {
            Some(_) => Err("an element that may stand once stands twice"),
            None => Ok(first),
        }
    }

    /// The one child element of this name.
    pub(super) fn one(
        &self,
        node: NodeId,
        namespace: &'static str,
        name: &'static str,
    ) -> Result<NodeId, &'static str> {
        self.at_most_one(node, namespace, name)?
            .ok_or("an element that must be there is missing")
    }

    /// An attribute without a namespace.
    pub(super) fn attribute(&self, node: NodeId, name: &str) -> Option<&str> {
        let element = self.document.element(node)?;
        element
            .attributes
            .iter()
            .find(|attribute| attribute.name.matches(None, name))
            .map(|attribute| attribute.value.as_ref())
    }

    /// The text of an element without child elements: every piece of it, whatever stands between the pieces, so that a
    /// comment cannot cut a value short.
    pub(super) fn text(&self, node: NodeId) -> Result<String, &'static str> {
        if self.elements(node).next().is_some() {
            return Err("an element stands where there may only be text");
        }
        Ok(self.deep_text(node))
    }

    /// All text below a node, whitespace around it left out.
    pub(super) fn deep_text(&self, node: NodeId) -> String {
        trimmed(&self.document.text_content_deep(node)).to_owned()
    }

    /// The bytes of an element whose text is base64.
    pub(super) fn bytes(&self, node: NodeId) -> Result<Vec<u8>, &'static str> {
        decoded(&self.text(node)?).ok_or("a text is not base64")
    }

    /// Every node, in the order of the document.
    pub(super) fn all(&self) -> &[NodeId] {
        &self.all
    }

    /// The identifier that references name an element by.
    pub(super) fn id(&self, node: NodeId) -> Option<&str> {
        self.attribute(node, "ID")
    }

    /// Refuses what no honest message has anywhere: processing instructions, the same identifier twice, two identifiers on one
    /// element, names and declarations that XML namespaces do not know, and texts that others would read as other letters.
    pub(super) fn check(&self) -> Result<(), &'static str> {
        self.check_declaration()?;
        let mut ids = BTreeSet::new();
        for node in &self.all {
            match self.document.node_kind(*node) {
                Some(NodeKind::ProcessingInstruction(_)) => {
                    return Err("it holds a processing instruction");
                }
                Some(NodeKind::Element(element)) => {
                    check_names(element)?;
                    let own = element
                        .attributes
                        .iter()
                        .filter(|attribute| IDS.contains(&attribute.name.local_name.as_ref()));
                    for (place, attribute) in own.enumerate() {
                        if place > 0 {
                            return Err("an element has two identifiers");
                        }
                        if !ids.insert(attribute.value.as_ref()) {
                            return Err("two elements have the same identifier");
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Refuses a declaration that says something else than how the text was read: as XML 1.0 in UTF-8. Older encodings may be
    /// named where all letters are ASCII, which they share.
    fn check_declaration(&self) -> Result<(), &'static str> {
        let Some(declaration) = &self.document.xml_declaration else {
            return Ok(());
        };
        if declaration.version != "1.0" {
            return Err("its version of XML is not 1.0");
        }
        let encoding = declaration.encoding.as_deref().unwrap_or("UTF-8");
        let shares = ["US-ASCII", "ISO-8859-", "WINDOWS-125"].iter().any(|name| {
            let start = encoding.get(..name.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(name))
        });
        let is_utf_8 = ["UTF-8", "UTF8"]
            .iter()
            .any(|name| encoding.eq_ignore_ascii_case(name));
        if is_utf_8 || shares && self.ascii {
            Ok(())
        } else {
            Err("it is declared to be in another encoding than UTF-8")
        }
    }

    /// A node and every node below it, in the order of the document.
    pub(super) fn within(&self, node: NodeId) -> &[NodeId] {
        let mut up = successors(Some(node), |node| self.document.parent(*node));
        let after = up.find_map(|node| self.document.next_sibling(node));
        let place = |node| self.all.iter().position(|other| *other == node);
        let start = place(node).unwrap_or(self.all.len());
        let end = after.and_then(place).unwrap_or(self.all.len());
        self.all.get(start..end).unwrap_or_default()
    }

    /// Whether a comment stands anywhere below a node.
    pub(super) fn has_comments(&self, node: NodeId) -> bool {
        self.within(node)
            .iter()
            .any(|below| matches!(self.document.node_kind(*below), Some(NodeKind::Comment(_))))
    }

    /// Whether an element is one of XML signatures' of this name.
    pub(super) fn is_signature(&self, node: NodeId, name: &str) -> bool {
        self.is(node, SIGNATURE, name)
    }
}

/// Refuses names with two colons, prefixes bound to nothing, and namespaces that are no absolute URIs: all are XML, and none has a
/// canonical form.
fn check_names(element: &Element) -> Result<(), &'static str> {
    let attributes = element.attributes.iter().map(|attribute| &attribute.name);
    if attributes
        .chain([&element.name])
        .any(|name| name.local_name.contains(':'))
    {
        return Err("a name has two colons");
    }
    for (prefix, uri) in &element.namespace_declarations {
        if uri.is_empty() && !prefix.is_empty() {
            return Err("a prefix is bound to nothing");
        }
        if !uri.is_empty() && !is_absolute(uri) {
            return Err("a namespace has no absolute name");
        }
        if uri.len() > NAMESPACE_BYTES_MAX {
            return Err("a namespace has too long a name");
        }
    }
    Ok(())
}

/// Whether a namespace's name begins with a scheme, and has letters that URIs have, in whatever script.
fn is_absolute(uri: &str) -> bool {
    let Some((scheme, _)) = uri.split_once(':') else {
        return false;
    };
    let mut letters = scheme.bytes();
    letters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
        && !uri.contains(|letter: char| {
            letter.is_whitespace() || letter.is_control() || matches!(letter, '<' | '>' | '"')
        })
}
