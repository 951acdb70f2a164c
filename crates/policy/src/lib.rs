//! The policy language of AWS: parse a document, accept or refuse it in AWS's words, compile it, decide a request with it, explain the decision.

mod accept;
mod action;
mod arn;
mod authorization_message;
pub mod catalogue;
mod changes;
mod check;
mod compile;
mod condition;
mod context;
mod document;
mod evaluate;
mod explain;
mod explanation;
mod facts;
mod in_force;
mod index;
mod json;
mod layers;
mod lower_case;
mod message;
mod pattern;
mod principal;
pub mod record;
mod refusal;
mod request;
mod resource;
mod restriction;
mod services;
mod simulate;
mod statement;
mod statement_finding;
mod tokens;
mod unconfirmed;
mod variable;

pub use accept::{Kind, accept};
pub use authorization_message::{AuthorizationMessage, authorization_message};
pub use check::{
    Edit, Finding, Fix, Label, Place, Rule, Severity, check, rules, rules_as_markdown,
};
pub use compile::{CompiledPolicy, compile};
pub use context::{Context, Value};
pub use document::{Document, PrincipalText, significant_characters};
pub use evaluate::evaluate;
pub use explain::explain;
pub use explanation::{Change, Explanation, PolicyFinding};
pub use layers::{By, Decision, Effect, Layer, Layers, Policy};
pub use message::denial_message;
pub use pattern::matches_wildcards;
pub use refusal::{Position, Refusal};
pub use request::{Principal, PrincipalKind, Request, SessionKind};
pub use restriction::{Restriction, restriction};
pub use services::allows_service;
pub use simulate::{Matched, Simulation, concerns, simulate, well_typed};
pub use statement_finding::{ClauseFinding, StatementFinding};
