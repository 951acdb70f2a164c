//! The policies of records, layer by layer, compiled.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use super::members::{Members, Wrong, list};
use crate::accept::Kind;
use crate::compile::{CompiledPolicy, compile};
use crate::document::Document;
use crate::json::{self, Node, Value};
use crate::layers::{Decision, Layer, Layers, Policy};
use crate::refusal::Refusal;

const MEMBERS: &[&str] = &[
    "boundary", "endpoint", "identity", "rcp", "resource", "scp", "session",
];

/// One policy and its name.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) name: SmolStr,
    pub(super) compiled: CompiledPolicy,
}

impl Named {
    /// A policy that is named by its ARN is managed; AWS names it in denials (D-6).
    fn policy(&self) -> Policy<'_> {
        Policy {
            name: &self.name,
            arn: self.name.starts_with("arn:").then_some(&self.name),
            compiled: &self.compiled,
        }
    }
}

/// Every policy of a record. What is absent, null or an empty list is not in force.
#[derive(Clone, Debug, Default)]
pub(super) struct Policies {
    identity: Vec<Named>,
    boundary: Option<Named>,
    session: Option<Vec<Named>>,
    resource: Option<Named>,
    scp: Option<Vec<Vec<Named>>>,
    rcp: Option<Vec<Vec<Named>>>,
    endpoint: Option<Vec<Named>>,
}

impl Policies {
    /// Reads the policies out of the record's text. `resource` is the kind of the resource's policy.
    pub(super) fn read(record: &str, node: &Node, resource: Kind) -> Result<Policies, Wrong> {
        let members = Members::of("policies", node, MEMBERS)?;
        let reader = Reader { record, members };
        Ok(Policies {
            identity: reader.list("identity", Kind::Identity)?.unwrap_or_default(),
            boundary: reader.one("boundary", Kind::Boundary)?,
            session: reader.list("session", Kind::Session)?,
            resource: reader.one("resource", resource)?,
            scp: reader.levels("scp", Kind::Scp)?,
            rcp: reader.levels("rcp", Kind::Rcp)?,
            endpoint: reader.list("endpoint", Kind::Endpoint)?,
        })
    }

    /// Without the resource control policies, which do not bind resources of the management account (spec 6.2).
    pub(super) fn without_rcp(mut self) -> Policies {
        self.rcp = None;
        self
    }

    /// Hands out the layers as the evaluator takes them.
    pub(super) fn with_layers<R>(&self, ask: impl FnOnce(&Layers) -> R) -> R {
        let identity = policies(&self.identity);
        let session = self.session.as_deref().map(policies);
        let endpoint = self.endpoint.as_deref().map(policies);
        let scp = self.scp.as_deref().map(levels);
        let scp = scp.as_deref().map(slices);
        let rcp = self.rcp.as_deref().map(levels);
        let rcp = rcp.as_deref().map(slices);
        ask(&Layers {
            identity: &identity,
            boundary: self.boundary.as_ref().map(Named::policy),
            session: session.as_deref(),
            resource: self.resource.as_ref().map(Named::policy),
            scp: scp.as_deref(),
            rcp: rcp.as_deref(),
            endpoint: endpoint.as_deref(),
        })
    }

    /// The policy whose statement decided.
    pub(super) fn deciding(&self, decision: &Decision) -> Option<&Named> {
        let by = decision.by?;
        let list = match decision.layer {
            Layer::Identity => &self.identity,
            Layer::Session => self.session.as_ref()?,
            Layer::Scp => self.scp.as_ref()?.get(by.level)?,
            Layer::Rcp => self.rcp.as_ref()?.get(by.level)?,
            Layer::Endpoint => self.endpoint.as_ref()?,
            Layer::Boundary => return self.boundary.as_ref(),
            Layer::Resource => return self.resource.as_ref(),
            Layer::Service => return None,
        };
        list.get(by.policy)
    }
}

fn policies(list: &[Named]) -> Vec<Policy<'_>> {
    list.iter().map(Named::policy).collect()
}

fn levels(levels: &[Vec<Named>]) -> Vec<Vec<Policy<'_>>> {
    levels.iter().map(|level| policies(level)).collect()
}

fn slices<'a>(levels: &'a [Vec<Policy<'a>>]) -> Vec<&'a [Policy<'a>]> {
    levels.iter().map(Vec::as_slice).collect()
}

struct Reader<'a> {
    record: &'a str,
    members: Members<'a>,
}

impl<'a> Reader<'a> {
    /// The layer, if it is in force.
    fn layer(&self, name: &str) -> Option<&'a Node> {
        let node = self.members.get(name)?;
        let empty = matches!(&node.value, Value::Array(elements) if elements.is_empty());
        (!empty).then_some(node)
    }

    fn one(&self, layer: &'static str, kind: Kind) -> Result<Option<Named>, Wrong> {
        self.layer(layer)
            .map(|node| self.named(layer, node, kind))
            .transpose()
    }

    fn list(&self, layer: &'static str, kind: Kind) -> Result<Option<Vec<Named>>, Wrong> {
        self.layer(layer)
            .map(|node| self.all(layer, node, kind))
            .transpose()
    }

    fn levels(&self, layer: &'static str, kind: Kind) -> Result<Option<Vec<Vec<Named>>>, Wrong> {
        let Some(node) = self.layer(layer) else {
            return Ok(None);
        };
        let levels = list(layer, node)?.iter();
        levels
            .map(|level| self.all(layer, level, kind))
            .collect::<Result<_, _>>()
            .map(Some)
    }

    fn all(&self, layer: &'static str, node: &Node, kind: Kind) -> Result<Vec<Named>, Wrong> {
        list(layer, node)?
            .iter()
            .map(|policy| self.named(layer, policy, kind))
            .collect()
    }

    fn named(&self, layer: &'static str, node: &Node, kind: Kind) -> Result<Named, Wrong> {
        let members = Members::of(layer, node, &["document", "name"])?;
        let name = members.required_text("name")?.clone();
        let document = self.document(layer, &name, members.required("document")?)?;
        Ok(Named {
            name,
            compiled: compile(&document, kind, &BTreeMap::new()),
        })
    }

    /// A document that cannot be read is never skipped: the record has no answer (E-21).
    fn document(&self, layer: &str, name: &str, node: &Node) -> Result<Document, Wrong> {
        let range = node.span.start as usize..node.span.end as usize;
        let unreadable = |offset: usize, text: &str, refusal: &Refusal, place: &str| Wrong {
            offset,
            message: format!(
                "{layer} policy `{name}`{place}: {}{}",
                refusal.message,
                repeated_key(text)
            ),
        };
        match &node.value {
            Value::Object(_) => {
                let text = &self.record[range.clone()];
                Document::parse(text).map_err(|refusal| {
                    let within = refusal.position.map_or(0, |position| position.offset);
                    unreadable(range.start + within, text, &refusal, "")
                })
            }
            Value::String(text) => Document::parse(text).map_err(|refusal| {
                let place = refusal.position.map_or_else(String::new, |position| {
                    let (line, column) = (position.line, position.column);
                    format!(", line {line}, column {column} of the document")
                });
                unreadable(range.start, text, &refusal, &place)
            }),
            _ => Err(Wrong {
                offset: range.start,
                message: format!(
                    "{layer} policy `{name}`: `document` must be an object, or a string that holds one"
                ),
            }),
        }
    }
}

/// What AWS's one message for all that is wrong does not tell.
fn repeated_key(text: &str) -> String {
    match json::parse(text).map(|parsed| parsed.repeated) {
        Ok(Some(span)) => format!(
            " The key {} is there twice.",
            &text[span.start as usize..span.end as usize]
        ),
        _ => String::new(),
    }
}
