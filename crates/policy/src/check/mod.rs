//! Everything there is to say about a document: what AWS would refuse, and what it would store without it doing what its author means.

mod cover;
mod edit;
mod errors;
mod finding;
mod glob;
mod hint;
mod names;
mod quota;
mod repair;
mod rule;
mod rules;
mod run;
mod subject;
mod trail;

#[cfg(test)]
mod tests;

pub use finding::{Edit, Finding, Fix, Label, Place, Severity};
pub use rule::{Rule, rules, rules_as_markdown};
pub use run::check;
