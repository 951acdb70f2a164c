//! A record: who asks for what, in which context, under which policies.

use smol_str::SmolStr;

use super::answer::{Answer, StatementPlace};
use super::expectation::Expectation;
use super::members::{Malformed, Members, Wrong, noun, text};
use super::policies::Policies;
use super::principal;
use crate::accept::Kind;
use crate::arn;
use crate::context::{self, Context};
use crate::evaluate::evaluate;
use crate::explain::explain;
use crate::explanation::Explanation;
use crate::facts::Facts;
use crate::json::{self, Node, Value};
use crate::layers::Layers;
use crate::message::denial_message;
use crate::refusal::Position;
use crate::request::{Principal, Request};

const MEMBERS: &[&str] = &[
    "action",
    "context",
    "expect",
    "id",
    "policies",
    "principal",
    "resource",
];

/// One question with everything that answers it.
///
/// A record that is read has an answer. What cannot be understood completely is no record: unknown members, a repeated
/// key anywhere, a policy whose grammar is wrong.
///
/// ```
/// use policy::record::DecisionRecord;
///
/// let record = DecisionRecord::parse(r#"{
///   "id": "read",
///   "principal": {"arn": "arn:aws:iam::111111111111:user/ana"},
///   "action": "s3:GetObject",
///   "resource": {"arn": "arn:aws:s3:::b/k"},
///   "policies": {"identity": [{"name": "p", "document": {
///     "Version": "2012-10-17",
///     "Statement": {"Sid": "Read", "Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}
///   }}]}
/// }"#)?;
/// assert_eq!(record.answer().to_string(), "allow by identity policy `p`, statement 0 (`Read`)");
///
/// let malformed = DecisionRecord::parse(r#"{"id": "x", "acton": "s3:GetObject"}"#).unwrap_err();
/// assert_eq!(malformed.to_string(), "line 1, column 13: unknown member `acton` of `record`");
/// # Ok::<(), policy::record::Malformed>(())
/// ```
#[derive(Clone, Debug)]
pub struct DecisionRecord {
    id: Option<SmolStr>,
    principal: Principal,
    action: SmolStr,
    resource: SmolStr,
    owner: SmolStr,
    context: Context,
    policies: Policies,
    expectation: Option<Expectation>,
}

impl DecisionRecord {
    /// Reads one record from its JSON.
    pub fn parse(text: &str) -> Result<DecisionRecord, Malformed> {
        let malformed = |id: Option<SmolStr>, wrong: Wrong| Malformed {
            id,
            message: wrong.message,
            position: Position::of(text, wrong.offset),
        };
        let parsed =
            json::parse(text).map_err(|invalid| malformed(None, no_json(text, invalid.offset)))?;
        let id = parsed.root.member("id").and_then(|id| id.node.text());
        read(text, &parsed.root).map_err(|wrong| malformed(id.cloned(), wrong))
    }

    /// The record's own name for itself.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// What the record expects of its answer, if anything.
    pub fn expectation(&self) -> Option<&Expectation> {
        self.expectation.as_ref()
    }

    /// Puts the record's question, as the evaluator takes it.
    pub fn ask<R>(&self, question: impl FnOnce(&Request, &Layers) -> R) -> R {
        let request = Request {
            principal: &self.principal,
            action: &self.action,
            resource: &self.resource,
            resource_account: &self.owner,
            context: &self.context,
        };
        self.policies
            .with_layers(|layers| question(&request, layers))
    }

    /// The decision, with the names that the record gave to what decided.
    pub fn answer(&self) -> Answer {
        self.ask(|request, layers| {
            let decision = evaluate(request, layers);
            let deciding = self.policies.deciding(&decision);
            let statement = decision.by.map(|by| StatementPlace {
                index: by.statement,
                sid: deciding
                    .and_then(|policy| policy.compiled.sid(by.statement))
                    .map(SmolStr::new),
            });
            let message = (!decision.allowed())
                .then(|| denial_message(request, layers, &decision, self.tells_reasons()));
            Answer {
                id: self.id.clone(),
                decision: decision.effect,
                layer: decision.layer,
                policy: deciding.map(|policy| policy.name.clone()),
                statement,
                message,
            }
        })
    }

    /// Hands out why the answer is what it is.
    pub fn explain<R>(&self, tell: impl FnOnce(&Explanation) -> R) -> R {
        self.ask(|request, layers| tell(&explain(request, layers)))
    }

    /// D-7: within an account or an organization; callers without an account are told too.
    fn tells_reasons(&self) -> bool {
        let account = &self.principal.account;
        let one = |key| match self.context.get(key) {
            Some(context::Value::Single(value)) => Some(value),
            Some(context::Value::Multi(_)) | None => None,
        };
        let organization = one("aws:PrincipalOrgID");
        account.is_empty()
            || *account == self.owner
            || (organization.is_some() && organization == one("aws:ResourceOrgID"))
    }
}

fn read(text: &str, root: &Node) -> Result<DecisionRecord, Wrong> {
    let members = Members::of("record", root, MEMBERS)?;
    let id = members.text("id")?.cloned();
    let mut principal = principal::read(members.required("principal")?)?;
    let action = action(&members)?;
    let Resource {
        arn: resource,
        owner,
        management_account,
    } = resource(members.required("resource")?, &principal)?;
    // One account cannot be the management account on one side only.
    let same_account = principal.account == owner;
    let management_owner = management_account || (principal.management_account && same_account);
    principal.management_account |= management_account && same_account;
    let mut context = match members.get("context") {
        Some(node) => read_context(node)?,
        None => Context::new(),
    };
    context.fill(&principal, &owner);
    let question = Request {
        principal: &principal,
        action: &action,
        resource: &resource,
        resource_account: &owner,
        context: &context,
    };
    let kind = if Facts::new(&question, &Layers::default()).is_trust() {
        Kind::Trust
    } else {
        Kind::Resource
    };
    let policies = match members.get("policies") {
        Some(node) => Policies::read(text, node, kind)?,
        None => Policies::default(),
    };
    let expectation = members.get("expect").map(Expectation::read).transpose()?;
    Ok(DecisionRecord {
        id,
        principal,
        action,
        resource,
        owner,
        context,
        policies: if management_owner {
            policies.without_rcp()
        } else {
            policies
        },
        expectation,
    })
}

fn action(members: &Members) -> Result<SmolStr, Wrong> {
    let action = members.required_text("action")?;
    let literal = |text: &str| {
        !text.is_empty()
            && !text.contains(|letter: char| letter.is_whitespace() || "*?:".contains(letter))
    };
    match action.split_once(':') {
        Some((service, name)) if literal(service) && literal(name) => Ok(action.clone()),
        _ => Err(Wrong::at(
            members.required("action")?.span,
            format!("`{action}` is not one action, as `s3:GetObject` is"),
        )),
    }
}

struct Resource {
    arn: SmolStr,
    owner: SmolStr,
    management_account: bool,
}

fn resource(node: &Node, principal: &Principal) -> Result<Resource, Wrong> {
    let members = Members::of("resource", node, &["account", "arn", "managementAccount"])?;
    let arn_node = members.required("arn")?;
    let resource = text("arn", arn_node)?;
    let parts = arn::split(resource);
    if parts.is_none() && resource != "*" {
        return Err(Wrong::at(
            arn_node.span,
            format!("`{resource}` is neither an ARN nor `*`"),
        ));
    }
    let named = parts
        .map(|parts| parts[4])
        .filter(|account| arn::is_account_id(account));
    let given = members.text("account")?;
    let owner = match (given, named) {
        // M-19: the account in the ARN is authoritative.
        (Some(given), Some(named)) if given != named => Err(format!(
            "`account` is {given}, but the ARN belongs to {named}"
        )),
        (Some(given), _) if !arn::is_account_id(given) => {
            Err(format!("`{given}` is not an account id of twelve digits"))
        }
        (Some(given), _) => Ok(given.clone()),
        (None, Some(named)) => Ok(named.into()),
        (None, None) if arn::is_account_id(&principal.account) => Ok(principal.account.clone()),
        (None, None) => Err(
            "`resource` needs an `account`: neither its ARN nor the principal names one".to_owned(),
        ),
    };
    let owner = owner.map_err(|message| {
        let span = members.get("account").map_or(node.span, |node| node.span);
        Wrong::at(span, message)
    })?;
    Ok(Resource {
        arn: resource.clone(),
        owner,
        management_account: members.flag("managementAccount")?,
    })
}

/// A bare value is a single value, a list makes a multivalued key (C-10). Numbers and booleans stand for their text.
fn read_context(node: &Node) -> Result<Context, Wrong> {
    let Some(members) = node.members() else {
        let found = noun(node);
        return Err(Wrong::at(
            node.span,
            format!("`context` must be an object, not {found}"),
        ));
    };
    let mut cx = Context::new();
    for (index, member) in members.iter().enumerate() {
        let key = member.key.as_str();
        let again = members[..index].iter().any(|other| other.key == key);
        // Tags may differ in case only (C-2); other keys are the same key then.
        if again || (!key.contains('/') && cx.get(key).is_some()) {
            return Err(Wrong::at(
                member.key_span,
                format!("`context` has `{key}` twice"),
            ));
        }
        let single = |node: &Node| match &node.value {
            Value::String(text) | Value::Number(text) => Ok(text.clone()),
            Value::Bool(flag) => Ok(SmolStr::new_static(if *flag { "true" } else { "false" })),
            Value::Null | Value::Array(_) | Value::Object(_) => {
                let found = noun(node);
                Err(Wrong::at(
                    node.span,
                    format!(
                        "the value of `{key}` must be a string or a list of strings, not {found}"
                    ),
                ))
            }
        };
        match &member.node.value {
            Value::Array(values) => {
                let values: Vec<_> = values.iter().map(single).collect::<Result<_, _>>()?;
                cx.insert_many(key, values);
            }
            _ => cx.insert(key, single(&member.node)?),
        }
    }
    Ok(cx)
}

fn no_json(text: &str, offset: usize) -> Wrong {
    let rest = &text[text.floor_char_boundary(offset)..];
    let message = match rest.chars().next() {
        None => "the JSON ends too early".to_owned(),
        Some(letter) => format!("not JSON: unexpected {letter:?}"),
    };
    Wrong { offset, message }
}

#[cfg(test)]
mod tests;
