//! Rules: what each looks for, why, and an example that the tests check.

use super::finding::{Edit, Fix, Severity};
use super::rules::TABLE;
use super::subject::Subject;
use crate::accept::Kind;
use crate::json::Span;

/// A rule of ours. What AWS refuses is no rule: its errors carry AWS's words.
#[derive(Debug)]
pub struct Rule {
    /// Its name, the `code` of its findings.
    pub name: &'static str,
    /// How much its findings matter.
    pub severity: Severity,
    /// What it looks for.
    pub what: &'static str,
    /// Why that is worth knowing.
    pub why: &'static str,
    /// A document that it speaks of.
    pub example: &'static str,
    /// The document as it should be.
    pub instead: &'static str,
    /// What kind of policies the two are.
    pub kind: Kind,
    /// Where the behaviour of AWS is described.
    pub source: &'static str,
    pub(super) run: fn(&Subject) -> Vec<Remark>,
}

/// What a rule says; name and severity are the rule's.
#[derive(Debug)]
pub(super) struct Remark {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) labels: Vec<(Span, String)>,
    pub(super) help: Option<String>,
    pub(super) fix: Option<Fix>,
}

impl Remark {
    pub(super) fn at(span: Span, message: impl Into<String>) -> Remark {
        Remark {
            span,
            message: message.into(),
            labels: Vec::new(),
            help: None,
            fix: None,
        }
    }

    pub(super) fn label(mut self, span: Span, text: impl Into<String>) -> Remark {
        self.labels.push((span, text.into()));
        self
    }

    pub(super) fn help(mut self, text: impl Into<String>) -> Remark {
        self.help = Some(text.into());
        self
    }

    pub(super) fn fix(mut self, message: impl Into<String>, edits: Vec<Edit>) -> Remark {
        self.fix = Some(Fix {
            message: message.into(),
            edits,
        });
        self
    }

    /// With a fix if there is a change that makes one.
    pub(super) fn maybe_fix(self, message: impl Into<String>, edit: Option<Edit>) -> Remark {
        match edit {
            Some(edit) => self.fix(message, vec![edit]),
            None => self,
        }
    }
}

/// Every rule, sorted by name.
pub fn rules() -> &'static [Rule] {
    TABLE
}

/// A page that describes every rule: what it looks for, why, an example, what to write instead, and where AWS says so.
pub fn rules_as_markdown() -> String {
    let mut page = String::from(
        "# What `portcullis check` looks for\n\n\
         Errors are what AWS would refuse to store; they carry AWS's words. All other findings come from the rules below. This page is\n\
         what `portcullis check --rules` prints; a test compares them, and runs every example.\n\n\
         | rule | severity | looks for |\n| --- | --- | --- |\n",
    );
    for rule in TABLE {
        page += &format!(
            "| [`{0}`](#{0}) | {1} | {2} |\n",
            rule.name,
            rule.severity.name(),
            rule.what
        );
    }
    for rule in TABLE {
        page += &format!(
            "\n## {}\n\n**Looks for** {}\n\n**Why** {}\n\n**Example** ({} policy)\n\n```json\n{}\n```\n\n\
             **Instead**\n\n```json\n{}\n```\n\n**Source** {}\n",
            rule.name,
            rule.what,
            rule.why,
            kind_name(rule.kind),
            rule.example.trim(),
            rule.instead.trim(),
            rule.source
        );
    }
    page
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Identity => "identity",
        Kind::Managed => "managed",
        Kind::Boundary => "boundary",
        Kind::Session => "session",
        Kind::Trust => "trust",
        Kind::Resource => "resource",
        Kind::Scp => "scp",
        Kind::Rcp => "rcp",
        Kind::Endpoint => "endpoint",
    }
}
