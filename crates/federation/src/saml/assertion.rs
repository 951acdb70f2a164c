//! What a verified assertion says.

use super::moment::moment;
use super::names::{ASSERTION, BEARER, SIGNATURE};
use super::structure::only;
use super::text::trimmed;
use super::tree::Tree;
use jiff::Timestamp;
use uppsala::NodeId;

/// What an assertion says. Made from verified elements only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assertion {
    /// Its identifier, which its issuer gives once.
    pub id: String,
    /// Who says it.
    pub issuer: String,
    /// Whom it is about.
    pub subject: String,
    /// What kind of name the subject is, as a URI.
    pub subject_format: String,
    /// Whom it was sent to.
    pub recipient: String,
    /// The first moment at which it is not valid any more.
    pub not_on_or_after: Timestamp,
    /// When the session that it is about must end, if it says so.
    pub session_not_on_or_after: Option<Timestamp>,
    /// What else it says, in order.
    pub attributes: Vec<Attribute>,
}

/// A named list of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Its name, usually a URI.
    pub name: String,
    /// Its values without white space around them.
    pub values: Vec<String>,
}

impl Assertion {
    /// The values of every attribute with this name.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.attributes
            .iter()
            .filter(move |attribute| attribute.name == name)
            .flat_map(|attribute| attribute.values.iter().map(String::as_str))
    }
}

/// Reads an assertion and nothing outside it. `NotBefore` must be a time, and is not enforced; for whom else than the
/// recipient it is meant is not enforced either.
pub(super) fn read(tree: &Tree, assertion: NodeId) -> Result<Assertion, &'static str> {
    if tree.attribute(assertion, "Version") != Some("2.0") {
        return Err("the assertion's version is not 2.0");
    }
    only(
        tree,
        assertion,
        &[
            (ASSERTION, "Issuer"),
            (SIGNATURE, "Signature"),
            (ASSERTION, "Subject"),
            (ASSERTION, "Conditions"),
            (ASSERTION, "AuthnStatement"),
            (ASSERTION, "AttributeStatement"),
        ],
    )?;
    let id = tree
        .id(assertion)
        .ok_or("the assertion has no identifier")?;
    let issuer = tree.text(tree.one(assertion, ASSERTION, "Issuer")?)?;
    let subject = subject(tree, tree.one(assertion, ASSERTION, "Subject")?)?;
    let conditions = tree.one(assertion, ASSERTION, "Conditions")?;
    time(tree, conditions, "NotBefore")?;
    let ends = time(tree, conditions, "NotOnOrAfter")?;
    let mut session_not_on_or_after = None;
    let mut statements = 0;
    for statement in tree.named(assertion, ASSERTION, "AuthnStatement") {
        statements += 1;
        let end = time(tree, statement, "SessionNotOnOrAfter")?;
        session_not_on_or_after = earlier(session_not_on_or_after, end);
    }
    if statements == 0 {
        return Err("the assertion has no AuthnStatement");
    }
    Ok(Assertion {
        id: id.to_owned(),
        issuer,
        subject: subject.name,
        subject_format: subject.format,
        recipient: subject.recipient,
        not_on_or_after: ends.map_or(subject.not_on_or_after, |ends| {
            ends.min(subject.not_on_or_after)
        }),
        session_not_on_or_after,
        attributes: attributes(tree, assertion)?,
    })
}

/// The most bytes of a subject's name, and of its format: both go into the session, which must have room in a header. SAML's own
/// persistent names have 256 characters at most.
const NAME_BYTES_MAX: usize = 1024;

struct Subject {
    name: String,
    format: String,
    recipient: String,
    not_on_or_after: Timestamp,
}

fn subject(tree: &Tree, subject: NodeId) -> Result<Subject, &'static str> {
    let name = tree.one(subject, ASSERTION, "NameID")?;
    let format = tree
        .attribute(name, "Format")
        .ok_or("NameID has no Format")?;
    let confirmation = tree.one(subject, ASSERTION, "SubjectConfirmation")?;
    if tree.attribute(confirmation, "Method") != Some(BEARER) {
        return Err("the subject is not confirmed by who bears the assertion");
    }
    let data = tree.one(confirmation, ASSERTION, "SubjectConfirmationData")?;
    let recipient = tree
        .attribute(data, "Recipient")
        .filter(|recipient| !recipient.is_empty())
        .ok_or("SubjectConfirmationData has no Recipient")?;
    time(tree, data, "NotBefore")?;
    let text = tree.text(name)?;
    if text.is_empty() {
        return Err("NameID is empty");
    }
    if text.len() > NAME_BYTES_MAX || format.len() > NAME_BYTES_MAX {
        return Err("NameID is too long");
    }
    Ok(Subject {
        name: text,
        format: trimmed(format).to_owned(),
        recipient: recipient.to_owned(),
        not_on_or_after: time(tree, data, "NotOnOrAfter")?
            .ok_or("SubjectConfirmationData has no NotOnOrAfter")?,
    })
}

fn attributes(tree: &Tree, assertion: NodeId) -> Result<Vec<Attribute>, &'static str> {
    let mut attributes = Vec::new();
    for statement in tree.named(assertion, ASSERTION, "AttributeStatement") {
        only(tree, statement, &[(ASSERTION, "Attribute")])?;
        for attribute in tree.elements(statement) {
            only(tree, attribute, &[(ASSERTION, "AttributeValue")])?;
            let name = tree
                .attribute(attribute, "Name")
                .ok_or("an Attribute has no Name")?;
            // A value may be an element, as an eduPersonTargetedID is: then its text counts.
            let values = tree
                .elements(attribute)
                .map(|value| tree.deep_text(value))
                .collect();
            attributes.push(Attribute {
                name: trimmed(name).to_owned(),
                values,
            });
        }
    }
    Ok(attributes)
}

fn time(tree: &Tree, node: NodeId, name: &str) -> Result<Option<Timestamp>, &'static str> {
    let Some(text) = tree.attribute(node, name) else {
        return Ok(None);
    };
    moment(text).map(Some).ok_or("a time is not a time")
}

fn earlier(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
