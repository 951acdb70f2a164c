//! What a record expects of its answer.

use smol_str::{SmolStr, ToSmolStr};

use super::answer::{Answer, EFFECTS, LAYERS, effect_name, layer_name};
use super::members::{Members, Wrong, noun, text};
use crate::json::{Node, Value};
use crate::layers::{Effect, Layer};

/// The members of an answer that a record foretells. Only those that it names are compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expectation {
    decision: Option<Effect>,
    layer: Option<Layer>,
    policy: Option<Option<SmolStr>>,
    statement: Option<Option<Place>>,
    message: Option<Option<SmolStr>>,
}

/// A statement; what is not given is not compared.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    index: Option<usize>,
    sid: Option<Option<SmolStr>>,
}

/// One member of an answer that is not as expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// The member: `decision`, `layer`, `policy`, `statement.index`, `statement.sid` or `message`.
    pub member: &'static str,
    /// What was expected; `None`: nothing.
    pub expected: Option<SmolStr>,
    /// What was answered; `None`: nothing.
    pub actual: Option<SmolStr>,
}

impl Expectation {
    pub(super) fn read(node: &Node) -> Result<Expectation, Wrong> {
        let known = ["decision", "layer", "message", "policy", "statement"];
        let members = Members::of("expect", node, &known)?;
        let given = |key| node.member(key).map(|member| &member.node);
        Ok(Expectation {
            decision: choice(&members, "decision", EFFECTS)?,
            layer: choice(&members, "layer", LAYERS)?,
            policy: given("policy")
                .map(|node| nullable("policy", node))
                .transpose()?,
            statement: given("statement").map(place).transpose()?,
            message: given("message")
                .map(|node| nullable("message", node))
                .transpose()?,
        })
    }

    /// Every member that is expected and different.
    pub fn misses(&self, answer: &Answer) -> Vec<Miss> {
        let mut misses = Vec::new();
        let mut compare = |member, expected: Option<SmolStr>, actual: Option<SmolStr>| {
            if expected != actual {
                misses.push(Miss {
                    member,
                    expected,
                    actual,
                });
            }
        };
        let name = |name: &'static str| Some(SmolStr::new_static(name));
        if let Some(decision) = self.decision {
            let actual = name(effect_name(answer.decision));
            compare("decision", name(effect_name(decision)), actual);
        }
        if let Some(layer) = self.layer {
            compare(
                "layer",
                name(layer_name(layer)),
                name(layer_name(answer.layer)),
            );
        }
        if let Some(policy) = &self.policy {
            compare("policy", policy.clone(), answer.policy.clone());
        }
        let actual = answer.statement.as_ref();
        let index = |index: usize| index.to_smolstr();
        match &self.statement {
            Some(Some(place)) => {
                if let Some(expected) = place.index {
                    let actual = actual.map(|actual| index(actual.index));
                    compare("statement.index", Some(index(expected)), actual);
                }
                if let Some(expected) = &place.sid {
                    let actual = actual.and_then(|actual| actual.sid.clone());
                    compare("statement.sid", expected.clone(), actual);
                }
            }
            Some(None) => compare("statement", None, actual.map(ToSmolStr::to_smolstr)),
            None => {}
        }
        if let Some(message) = &self.message {
            compare(
                "message",
                message.clone(),
                answer.message.as_ref().map(SmolStr::new),
            );
        }
        misses
    }
}

fn choice<T: Copy>(
    members: &Members,
    key: &'static str,
    table: &[(&'static str, T)],
) -> Result<Option<T>, Wrong> {
    let (Some(node), Some(given)) = (members.get(key), members.text(key)?) else {
        return Ok(None);
    };
    let found = table.iter().find(|(name, _)| given == name);
    found.map(|(_, value)| Some(*value)).ok_or_else(|| {
        let names: Vec<_> = table.iter().map(|(name, _)| *name).collect();
        Wrong::at(
            node.span,
            format!("`{given}` is no {key}: one of {}", names.join(", ")),
        )
    })
}

/// Null expects that the answer has nothing there.
fn nullable(key: &str, node: &Node) -> Result<Option<SmolStr>, Wrong> {
    match node.value {
        Value::Null => Ok(None),
        _ => text(key, node).map(|text| Some(text.clone())),
    }
}

fn place(node: &Node) -> Result<Option<Place>, Wrong> {
    if node.value == Value::Null {
        return Ok(None);
    }
    let members = Members::of("statement", node, &["index", "sid"])?;
    let index = members.get("index").map(|node| {
        let index = match &node.value {
            Value::Number(number) => number.parse().ok(),
            _ => None,
        };
        index.ok_or_else(|| {
            let found = noun(node);
            Wrong::at(
                node.span,
                format!("`index` must be a place from 0, not {found}"),
            )
        })
    });
    let sid = node
        .member("sid")
        .map(|member| nullable("sid", &member.node));
    Ok(Some(Place {
        index: index.transpose()?,
        sid: sid.transpose()?,
    }))
}
