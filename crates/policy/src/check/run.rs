//! All rules over one document.

use super::errors::errors;
use super::finding::{Finding, Label, Place};
use super::quota::{foreign_character, too_large};
use super::rule::{Remark, Rule, rules};
use super::subject::Subject;
use crate::accept::Kind;
use crate::document::Document;
use crate::json;

/// Everything there is to say about a document: first what AWS would refuse, the reason that it tells before those it
/// would tell next, then warnings and suggestions in the order of the text.
///
/// AWS accepts the document if no finding is an error, and if the principals that it names exist.
///
/// ```
/// use policy::{Kind, Severity, check};
///
/// let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObjct","Resource":"*"}}"#;
/// let findings = check(text, Kind::Identity);
/// assert_eq!((findings[0].code, findings[0].severity), ("unknown-action", Severity::Warning));
/// let fix = findings[0].fix.as_ref().expect("a slip that is understood");
/// assert!(fix.apply(text).contains("\"s3:GetObject\""));
/// ```
pub fn check(text: &str, kind: Kind) -> Vec<Finding> {
    let mut findings = errors(text, kind);
    findings.extend(foreign_character(text, kind));
    let (Ok(document), Ok(parsed)) = (Document::parse(text), json::parse(text)) else {
        return findings;
    };
    findings.extend(too_large(&document, kind));
    let subject = Subject {
        text,
        root: &parsed.root,
        document: &document,
        kind,
    };
    let mut remarks: Vec<Finding> = rules()
        .iter()
        .flat_map(|rule| {
            (rule.run)(&subject)
                .into_iter()
                .map(|remark| finding(text, rule, remark))
        })
        .collect();
    remarks.sort_by_key(|finding| (finding.place.start, finding.severity));
    findings.extend(remarks);
    findings
}

fn finding(text: &str, rule: &Rule, remark: Remark) -> Finding {
    let label = |(span, text_of): (json::Span, String)| Label {
        place: Place::of(text, span),
        text: text_of,
    };
    Finding {
        code: rule.name,
        severity: rule.severity,
        message: remark.message,
        place: Place::of(text, remark.span),
        labels: remark.labels.into_iter().map(label).collect(),
        help: remark.help,
        fix: remark.fix,
    }
}
