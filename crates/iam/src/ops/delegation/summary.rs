//! A delegation request in plain words, made of what the request holds and of nothing else.

use super::shape::requestor_name;
use super::template::{role_boundaries, statements, texts};
use crate::context::text;
use crate::state::{Account, DelegationRequest};
use serde_json::Value;
use std::fmt::Write;

/// AWS's longest summary, in characters.
const CHARACTERS_MAX: usize = 10_000;

/// The same request gives the same words.
pub(super) fn of(requestor: &Account, request: &DelegationRequest) -> String {
    let terms = &request.terms;
    let mut summary = String::new();
    let mut say = |line: String| writeln!(summary, "{line}").expect("writing to a string");
    let who = match requestor_name(requestor) {
        Some(name) => format!("{name} (account {})", requestor.id),
        None => format!("Account {}", requestor.id),
    };
    say(format!(
        "{who} asks for temporary access for {}.",
        duration(terms.seconds)
    ));
    say(format!("Description: {}", terms.description));
    if let Some(message) = &terms.message {
        say(format!("Message: {message}"));
    }
    say(format!("Policy template: {}", terms.template));
    for statement in statements(&terms.policy) {
        say(format!("- {}", sentence(&statement)));
    }
    let boundaries = role_boundaries(&terms.policy);
    if !boundaries.is_empty() {
        say(format!(
            "Roles are created with the permissions boundary {}.",
            boundaries.join(" or ")
        ));
    }
    say("Whoever approves lends only permissions that he has.".to_owned());
    if terms.only_send_by_owner {
        say("Only the owner of the request can release the access.".to_owned());
    }
    say(format!("Requested at {}.", text(request.created())));
    cut(summary)
}

fn sentence(statement: &Value) -> String {
    let verb = match statement["Effect"].as_str() {
        Some("Allow") => "Allows",
        _ => "Denies",
    };
    let list = |element: &str| texts(&statement[element]).collect::<Vec<_>>().join(", ");
    let actions = match statement.get("NotAction") {
        Some(_) => format!("every action except {}", list("NotAction")),
        None => list("Action"),
    };
    let resources = match statement.get("NotResource") {
        Some(_) => format!("every resource except {}", list("NotResource")),
        None => list("Resource"),
    };
    let condition = match statement.get("Condition") {
        Some(condition) => format!(", if {condition}"),
        None => String::new(),
    };
    format!("{verb} {actions} on {resources}{condition}.")
}

fn duration(seconds: u32) -> String {
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let parts = [(hours, "hour"), (minutes, "minute"), (rest, "second")];
    let said = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| {
            let plural = if *count == 1 { "" } else { "s" };
            format!("{count} {unit}{plural}")
        });
    said.collect::<Vec<_>>().join(" ")
}

fn cut(mut summary: String) -> String {
    if let Some((end, _)) = summary.char_indices().nth(CHARACTERS_MAX - 1) {
        summary.truncate(end);
        summary.push('…');
    }
    summary
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_told_in_its_units() {
        assert_eq!(duration(3600), "1 hour");
        assert_eq!(duration(43_200), "12 hours");
        assert_eq!(duration(3661), "1 hour 1 minute 1 second");
        assert_eq!(duration(330), "5 minutes 30 seconds");
    }

    #[test]
    fn a_long_summary_is_cut_at_awss_length() {
        assert_eq!(cut("é".repeat(9_999)).chars().count(), 9_999);
        let long = cut("é".repeat(20_000));
        assert_eq!(long.chars().count(), CHARACTERS_MAX);
        assert!(long.ends_with('…'));
    }

    #[test]
    fn a_statement_is_told_whole() {
        let statement = serde_json::json!({
            "Effect": "Deny", "NotAction": ["s3:*", "ec2:*"], "NotResource": "arn:aws:s3:::b",
            "Condition": {"Bool": {"aws:SecureTransport": "false"}}
        });
        assert_eq!(
            sentence(&statement),
            r#"Denies every action except s3:*, ec2:* on every resource except arn:aws:s3:::b, if {"Bool":{"aws:SecureTransport":"false"}}."#
        );
    }
}
