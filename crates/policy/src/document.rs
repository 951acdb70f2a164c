//! A parsed policy: its elements as they were written, each with its place in the text.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::condition::Operator;
use crate::json::{self, Member, Node, Span, Value};
use crate::refusal::{Position, Refusal};
use crate::unconfirmed;
use crate::variable;

/// AWS's one message for everything that is wrong with a document's grammar.
pub(crate) const SYNTAX: &str = "Syntax errors in policy.";

/// A policy whose grammar is right (spec 1.1). Whether AWS would store it is [`accept`](crate::accept)'s to say.
///
/// ```
/// let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#;
/// let document = policy::Document::parse(text)?;
/// assert_eq!(document.text(), text);
/// # Ok::<(), policy::Refusal>(())
/// ```
#[derive(Clone, Debug)]
pub struct Document {
    text: String,
    size: usize,
    pub(crate) version: Option<Text>,
    pub(crate) statements: Vec<Statement>,
}

/// One string of a policy.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub(crate) value: SmolStr,
    pub(crate) span: Span,
}

/// An element or its `Not…` form; only one of the two may stand in a statement.
#[derive(Clone, Debug)]
pub(crate) struct Element<T> {
    pub(crate) not: bool,
    pub(crate) span: Span,
    pub(crate) values: T,
}

/// One statement.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub(crate) span: Span,
    pub(crate) sid: Option<Text>,
    /// `Allow` or `Deny` in any case: the case is a later stage of validation (G-8).
    pub(crate) effect: Text,
    pub(crate) principal: Option<Element<PrincipalElement>>,
    pub(crate) action: Option<Element<Vec<Text>>>,
    pub(crate) resource: Option<Element<Vec<Text>>>,
    pub(crate) conditions: Vec<ConditionText>,
}

/// The value of a `Principal` or `NotPrincipal`.
#[derive(Clone, Debug)]
pub(crate) enum PrincipalElement {
    /// A bare string; only `"*"` means something.
    Scalar(Text),
    Map(Vec<PrincipalEntry>),
}

/// One key of a principal map with its values.
#[derive(Clone, Debug)]
pub(crate) struct PrincipalEntry {
    pub(crate) key: Text,
    /// Written as a list, not as one bare string.
    pub(crate) list: bool,
    pub(crate) values: Vec<Text>,
}

/// One key under one operator of a `Condition`.
#[derive(Clone, Debug)]
pub(crate) struct ConditionText {
    pub(crate) operator: Operator,
    pub(crate) operator_name: Text,
    pub(crate) key: Text,
    pub(crate) values: Vec<Text>,
}

/// One string under an `AWS` key of a `Principal` or `NotPrincipal`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrincipalText<'a> {
    /// The string, unescaped.
    pub value: &'a str,
    /// The first byte of the JSON string literal, its opening quote.
    pub start: usize,
    /// One past the last byte of the literal, its closing quote.
    pub end: usize,
    /// The index of its statement.
    pub statement: usize,
}

impl Document {
    /// Reads a policy, or says that its grammar is wrong. Depth is limited to 64, keys may not repeat (G-2, U1).
    pub fn parse(text: &str) -> Result<Document, Refusal> {
        let syntax = |offset: usize| Refusal {
            position: Some(Position::of(text, offset)),
            ..Refusal::malformed(text, None, SYNTAX)
        };
        let parsed = json::parse(text).map_err(|invalid| syntax(invalid.offset))?;
        if let Some(span) = parsed
            .repeated
            .filter(|_| unconfirmed::REPEATED_KEYS_REFUSED)
        {
            return Err(syntax(span.start as usize));
        }
        Document::read(text, &parsed.root).map_err(|misplaced| syntax(misplaced.0.start as usize))
    }

    /// The policy as it was given.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The number of characters without white space outside strings: what IAM's size quotas count (G-11).
    pub fn size(&self) -> usize {
        self.size
    }

    /// Whether a statement says what it does not mean, in place of what it means: by `NotAction` or `NotResource`.
    ///
    /// ```
    /// let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":"s3:*","Resource":"*"}}"#;
    /// assert!(policy::Document::parse(text)?.has_exceptions());
    /// # Ok::<(), policy::Refusal>(())
    /// ```
    pub fn has_exceptions(&self) -> bool {
        let is_not = |element: &Option<Element<_>>| element.as_ref().is_some_and(|it| it.not);
        self.statements
            .iter()
            .any(|statement| is_not(&statement.action) || is_not(&statement.resource))
    }

    /// Every pattern that an `Action` or `NotAction` names, in the order of the text.
    ///
    /// ```
    /// let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":["s3:Get*","*"],"Resource":"*"}}"#;
    /// assert!(policy::Document::parse(text)?.actions().eq(["s3:Get*", "*"]));
    /// # Ok::<(), policy::Refusal>(())
    /// ```
    pub fn actions(&self) -> impl Iterator<Item = &str> {
        let elements = self.statements.iter();
        let elements = elements.filter_map(|statement| statement.action.as_ref());
        elements
            .flat_map(|element| &element.values)
            .map(|text| text.value.as_str())
    }

    /// Whether `${…}` is a policy variable: only since version 2012-10-17 (V-1, G-5).
    pub(crate) fn has_variables(&self) -> bool {
        self.version
            .as_ref()
            .is_some_and(|version| version.value == "2012-10-17")
    }

    /// Every string under an `AWS` key of a `Principal` or `NotPrincipal`, in the order of the text.
    pub fn aws_principals(&self) -> impl Iterator<Item = PrincipalText<'_>> {
        let entries = self
            .statements
            .iter()
            .enumerate()
            .flat_map(|(index, statement)| {
                let map = match statement
                    .principal
                    .as_ref()
                    .map(|principal| &principal.values)
                {
                    Some(PrincipalElement::Map(entries)) => entries.as_slice(),
                    Some(PrincipalElement::Scalar(_)) | None => &[],
                };
                map.iter().map(move |entry| (index, entry))
            });
        entries
            .filter(|(_, entry)| entry.key.value == "AWS")
            .flat_map(|(statement, entry)| {
                entry.values.iter().map(move |text| PrincipalText {
                    value: &text.value,
                    start: text.span.start as usize,
                    end: text.span.end as usize,
                    statement,
                })
            })
    }

    /// Every pattern of its `Resource` and `NotResource` elements, in the order of the text.
    pub fn resources(&self) -> impl Iterator<Item = &str> {
        let elements = self
            .statements
            .iter()
            .filter_map(|statement| statement.resource.as_ref());
        elements.flat_map(|element| element.values.iter().map(|text| text.value.as_str()))
    }

    /// The context keys that its conditions and policy variables name, each once, spelled as where it stands first; with
    /// `*`, `?` and `$` where a special variable stands for them (Z-14).
    ///
    /// ```
    /// let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:username}${*}",
    ///     "Condition":{"Bool":{"aws:SecureTransport":"true"}}}}"#;
    /// let document = policy::Document::parse(text)?;
    /// assert_eq!(document.context_keys(), ["aws:SecureTransport", "aws:username", "*"]);
    /// # Ok::<(), policy::Refusal>(())
    /// ```
    pub fn context_keys(&self) -> Vec<&str> {
        let variables = self.has_variables();
        let mut seen = BTreeSet::new();
        self.statements
            .iter()
            .flat_map(|statement| statement.context_keys(variables))
            .filter(|key| seen.insert(key.to_lowercase()))
            .collect()
    }

    /// Reads the elements of a policy from its JSON; the error is where the grammar is broken.
    pub(crate) fn read(text: &str, root: &Node) -> Result<Document, Misplaced> {
        let members = root.members().ok_or(Misplaced(root.span))?;
        let (mut version, mut statements) = (None, None);
        for member in members {
            match member.key.as_str() {
                "Version" => version = Some(read_version(&member.node)?),
                "Id" => drop(read_text(&member.node)?),
                "Statement" => statements = Some(read_statements(&member.node)?),
                // G-13
                "Conditions" => {}
                _ => return Err(Misplaced(member.key_span)),
            }
        }
        let statements = statements.ok_or(Misplaced(root.span))?;
        Ok(Document {
            text: text.to_owned(),
            size: significant_characters(text).count(),
            version,
            statements,
        })
    }
}

impl Statement {
    /// The keys of its conditions, then those of its variables (V-2); a key may come more than once.
    pub(crate) fn context_keys(&self, variables: bool) -> impl Iterator<Item = &str> {
        let conditions = self
            .conditions
            .iter()
            .map(|clause| clause.key.value.as_str());
        let resources = self.resource.iter().flat_map(|element| &element.values);
        let operands = self
            .conditions
            .iter()
            .filter(|clause| clause.operator.expands_variables())
            .flat_map(|clause| &clause.values);
        let texts = resources.chain(operands).filter(move |_| variables);
        conditions.chain(texts.flat_map(|text| variable::names(&text.value)))
    }
}

/// Where a document departs from the grammar.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Misplaced(pub(crate) Span);

fn read_version(node: &Node) -> Result<Text, Misplaced> {
    let version = read_text(node)?;
    match version.value.as_str() {
        "2008-10-17" | "2012-10-17" => Ok(version),
        _ => Err(Misplaced(node.span)),
    }
}

fn read_statements(node: &Node) -> Result<Vec<Statement>, Misplaced> {
    if node.elements().is_empty() {
        return Err(Misplaced(node.span));
    }
    node.elements().iter().map(read_statement).collect()
}

fn read_statement(node: &Node) -> Result<Statement, Misplaced> {
    let members = node.members().ok_or(Misplaced(node.span))?;
    let (mut sid, mut effect) = (None, None);
    let (mut principal, mut action, mut resource, mut conditions) = (None, None, None, Vec::new());
    for member in members {
        match member.key.as_str() {
            "Sid" => sid = Some(read_text(&member.node)?),
            "Effect" => effect = Some(read_effect(&member.node)?),
            "Principal" => set(&mut principal, member, false, read_principal(&member.node)?)?,
            "NotPrincipal" => set(&mut principal, member, true, read_principal(&member.node)?)?,
            "Action" => set(&mut action, member, false, read_texts(&member.node)?)?,
            "NotAction" => set(&mut action, member, true, read_texts(&member.node)?)?,
            "Resource" => set(&mut resource, member, false, read_resources(&member.node)?)?,
            "NotResource" => set(&mut resource, member, true, read_resources(&member.node)?)?,
            "Condition" => conditions = read_conditions(&member.node)?,
            _ => return Err(Misplaced(member.key_span)),
        }
    }
    let effect = effect.ok_or(Misplaced(node.span))?;
    Ok(Statement {
        span: node.span,
        sid,
        effect,
        principal,
        action,
        resource,
        conditions,
    })
}

/// An element and its `Not…` form exclude each other (G-9).
fn set<T>(
    slot: &mut Option<Element<T>>,
    member: &Member,
    not: bool,
    values: T,
) -> Result<(), Misplaced> {
    if slot.is_some() {
        return Err(Misplaced(member.key_span));
    }
    *slot = Some(Element {
        not,
        span: member.node.span,
        values,
    });
    Ok(())
}

fn read_effect(node: &Node) -> Result<Text, Misplaced> {
    let effect = read_text(node)?;
    if effect.value.eq_ignore_ascii_case("Allow") || effect.value.eq_ignore_ascii_case("Deny") {
        Ok(effect)
    } else {
        Err(Misplaced(node.span))
    }
}

fn read_principal(node: &Node) -> Result<PrincipalElement, Misplaced> {
    let Some(members) = node.members() else {
        return Ok(PrincipalElement::Scalar(read_text(node)?));
    };
    let entry = |member: &Member| {
        let key = Text {
            value: member.key.clone(),
            span: member.key_span,
        };
        Ok(PrincipalEntry {
            key,
            list: matches!(member.node.value, Value::Array(_)),
            values: read_texts(&member.node)?,
        })
    };
    Ok(PrincipalElement::Map(
        members.iter().map(entry).collect::<Result<_, _>>()?,
    ))
}

fn read_conditions(node: &Node) -> Result<Vec<ConditionText>, Misplaced> {
    let mut conditions = Vec::new();
    for operator in node.members().ok_or(Misplaced(node.span))? {
        for key in operator
            .node
            .members()
            .ok_or(Misplaced(operator.node.span))?
        {
            conditions.push(ConditionText {
                // An unknown operator is an error only where it has a body (G-28).
                operator: Operator::parse(&operator.key).ok_or(Misplaced(operator.key_span))?,
                operator_name: Text {
                    value: operator.key.clone(),
                    span: operator.key_span,
                },
                key: Text {
                    value: key.key.clone(),
                    span: key.key_span,
                },
                values: key
                    .node
                    .elements()
                    .iter()
                    .map(read_condition_value)
                    .collect::<Result<_, _>>()?,
            });
        }
    }
    Ok(conditions)
}

/// Numbers and booleans may stand unquoted; a number keeps its source text (G-4).
fn read_condition_value(node: &Node) -> Result<Text, Misplaced> {
    let value = match &node.value {
        Value::String(text) | Value::Number(text) => text.clone(),
        Value::Bool(true) => SmolStr::new_static("true"),
        Value::Bool(false) => SmolStr::new_static("false"),
        Value::Null | Value::Array(_) | Value::Object(_) => return Err(Misplaced(node.span)),
    };
    Ok(Text {
        value,
        span: node.span,
    })
}

/// A null inside a list of resources is tolerated and means nothing (G-29).
fn read_resources(node: &Node) -> Result<Vec<Text>, Misplaced> {
    match &node.value {
        Value::Array(nodes) => nodes
            .iter()
            .filter(|node| node.value != Value::Null)
            .map(read_text)
            .collect(),
        _ => Ok(vec![read_text(node)?]),
    }
}

fn read_texts(node: &Node) -> Result<Vec<Text>, Misplaced> {
    node.elements().iter().map(read_text).collect()
}

fn read_text(node: &Node) -> Result<Text, Misplaced> {
    let value = node.text().ok_or(Misplaced(node.span))?.clone();
    Ok(Text {
        value,
        span: node.span,
    })
}

/// The characters of a JSON text without white space outside strings: what size quotas count (G-11) and sessions pack (S-45).
///
/// ```
/// let text: String = policy::significant_characters(r#"{ "Sid" : "a b" }"#).collect();
/// assert_eq!(text, r#"{"Sid":"a b"}"#);
/// ```
pub fn significant_characters(text: &str) -> impl Iterator<Item = char> {
    let (mut inside, mut escaped) = (false, false);
    text.chars().filter(move |letter| {
        let counts = inside || !matches!(letter, ' ' | '\t' | '\n' | '\r');
        inside = if inside {
            escaped || *letter != '"'
        } else {
            *letter == '"'
        };
        escaped = inside && *letter == '\\' && !escaped;
        counts
    })
}
