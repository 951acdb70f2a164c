//! Rules on statements that several kinds of policies share, with AWS's words for them.

use std::collections::BTreeSet;

use crate::document::{Document, Element, Statement, Text};
use crate::json::Span;

/// A rule that a document breaks: where, and in which words.
pub(super) struct Breach {
    pub(super) span: Span,
    pub(super) message: String,
}

impl Breach {
    pub(super) fn at(span: Span, message: impl Into<String>) -> Breach {
        Breach {
            span,
            message: message.into(),
        }
    }
}

/// AWS's words for what its older parser refuses.
pub(super) const LEGACY: &str = "The policy failed legacy parsing";

/// Every partition there is; a resource may name them or `*`.
const PARTITIONS: &[&str] = &[
    "aws",
    "aws-cn",
    "aws-eusc",
    "aws-iso",
    "aws-iso-b",
    "aws-iso-e",
    "aws-iso-f",
    "aws-us-gov",
];

/// What the resource part of an IAM ARN may begin with (G-31).
const IAM_RESOURCES: &[&str] = &[
    "user/",
    "federated-user/",
    "role/",
    "group/",
    "instance-profile/",
    "mfa/",
    "server-certificate/",
    "policy/",
    "sms-mfa/",
    "saml-provider/",
    "oidc-provider/",
    "report/",
    "access-report/",
];
/// Resources that AWS's service authorization reference has and the recorded message of G-31 does not name: they are newer.
const IAM_RESOURCES_NEWER: &[&str] = &["contextProvider/", "delegation-request/", "role-template/"];
/// What S3 has in regions. G-31 knows the first alone; AWS's service authorization reference and managed policies have them all.
const S3_REGIONAL: &[&str] = &[
    "accesspoint/",
    "access-grants/",
    "async-request/",
    "job/",
    "storage-lens/",
    "storage-lens-group/",
];

/// An `Effect` in the wrong case (G-8).
pub(super) fn effect_case(document: &Document) -> Result<(), Breach> {
    let wrong =
        |statement: &&Statement| !matches!(statement.effect.value.as_str(), "Allow" | "Deny");
    match document.statements.iter().find(wrong) {
        Some(statement) => Err(Breach::at(statement.effect.span, LEGACY)),
        None => Ok(()),
    }
}

/// Statement ids are unique; empty ones do not count (G-7).
pub(super) fn sids(document: &Document) -> Result<(), Breach> {
    let mut seen = BTreeSet::new();
    let sids = document
        .statements
        .iter()
        .filter_map(|statement| statement.sid.as_ref());
    let mut named = sids.filter(|sid| !sid.value.is_empty());
    match named.find(|sid| !seen.insert(sid.value.as_str())) {
        Some(sid) => Err(Breach::at(
            sid.span,
            "Statement IDs (SID) in a single policy must be unique.",
        )),
        None => Ok(()),
    }
}

/// Every statement lists actions.
pub(super) fn actions_listed(document: &Document) -> Result<(), Breach> {
    listed(
        document,
        |statement| statement.action.as_ref(),
        "Policy statement must contain actions.",
    )
}

/// Every statement lists resources.
pub(super) fn resources_listed(document: &Document) -> Result<(), Breach> {
    listed(
        document,
        |statement| statement.resource.as_ref(),
        "Policy statement must contain resources.",
    )
}

fn listed(
    document: &Document,
    element: fn(&Statement) -> Option<&Element<Vec<Text>>>,
    message: &str,
) -> Result<(), Breach> {
    let bare =
        |statement: &&Statement| element(statement).is_none_or(|element| element.values.is_empty());
    match document.statements.iter().find(bare) {
        Some(statement) => {
            let span = element(statement).map_or(statement.span, |element| element.span);
            Err(Breach::at(span, message))
        }
        None => Ok(()),
    }
}

/// The format of actions: `Action` of every statement first, then `NotAction` (G-32).
pub(super) fn action_formats(document: &Document) -> Result<(), Breach> {
    let elements = |not: bool| {
        document
            .statements
            .iter()
            .filter_map(|statement| statement.action.as_ref())
            .filter(move |it| it.not == not)
    };
    let texts = elements(false)
        .chain(elements(true))
        .flat_map(|element| &element.values);
    for text in texts {
        if let Some(message) = action_fault(&text.value) {
            return Err(Breach::at(text.span, message));
        }
    }
    Ok(())
}

fn action_fault(action: &str) -> Option<String> {
    if action == "*" {
        return None;
    }
    let Some((vendor, name)) = action.split_once(':') else {
        return Some(
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.".to_owned(),
        );
    };
    if name.contains(':') {
        return Some("Actions/Condition can contain only one colon.".to_owned());
    }
    let legal = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-');
    (!vendor.chars().all(legal)).then(|| format!("Vendor {vendor} is not valid"))
}

/// The format of resources. Lists are read in reverse lexicographic order, `Resource` elements before `NotResource`
/// ones, and of several faults the last one counts.
pub(super) fn resource_formats(document: &Document) -> Result<(), Breach> {
    let elements = |not: bool| {
        document
            .statements
            .iter()
            .filter_map(|statement| statement.resource.as_ref())
            .filter(move |it| it.not == not)
    };
    let mut last = Ok(());
    for element in elements(false).chain(elements(true)) {
        let mut texts: Vec<&Text> = element.values.iter().collect();
        texts.sort_by(|left, right| right.value.cmp(&left.value));
        for text in texts {
            if let Some(message) = resource_fault(&text.value) {
                last = Err(Breach::at(text.span, message));
            }
        }
    }
    last
}

/// Resources that AWS's older parser refuses: too few colons with a pair among them, or no service.
pub(super) fn resource_legacy(document: &Document) -> Result<(), Breach> {
    let texts = document
        .statements
        .iter()
        .filter_map(|statement| statement.resource.as_ref());
    for text in texts.flat_map(|element| &element.values) {
        let value = text.value.as_str();
        let colons = value.matches(':').count();
        let no_vendor = colons > 2 && value.split(':').nth(2) == Some("");
        if (colons < 5 && value.contains("::")) || no_vendor {
            return Err(Breach::at(text.span, LEGACY));
        }
    }
    Ok(())
}

/// G-31.
fn resource_fault(resource: &str) -> Option<String> {
    if resource == "*" {
        return None;
    }
    let mut parts = resource.splitn(6, ':').skip(1);
    let Some(partition) = parts.next() else {
        return Some(format!(
            "Resource {resource} must be in ARN format or \"*\"."
        ));
    };
    let rest: Vec<&str> = parts.collect();
    if partition != "*" && !PARTITIONS.contains(&partition) {
        return Some(format!(
            "Partition \"{partition}\" is not valid for resource \"{}\".",
            shown(partition, &rest)
        ));
    }
    let vendor = rest.first().copied().unwrap_or_default();
    if vendor.is_empty() {
        return Some(
            "Resource vendor must be fully qualified and cannot contain regexes.".to_owned(),
        );
    }
    let region = rest.get(1).copied().unwrap_or_default();
    let path = rest.get(3).copied().unwrap_or_default();
    match vendor {
        "iam" if !region.is_empty() => Some(format!(
            "IAM resource {resource} cannot contain region information."
        )),
        "s3" if !region.is_empty() && !begins_with(path, S3_REGIONAL) => Some(format!(
            "Resource {resource} can not contain region information."
        )),
        // The root is no part of AWS's message, which is older than AssumeRoot, whose resource it is.
        "iam"
            if !["*", "root"].contains(&path)
                && !begins_with(path, IAM_RESOURCES)
                && !begins_with(path, IAM_RESOURCES_NEWER) =>
        {
            Some(format!(
                "IAM resource path must either be \"*\" or start with {}.",
                IAM_RESOURCES.join(", ")
            ))
        }
        _ => None,
    }
}

fn begins_with(path: &str, kinds: &[&str]) -> bool {
    kinds.iter().any(|kind| path.starts_with(kind))
}

/// A resource as the message on partitions prints it: missing parts are `*`.
fn shown(partition: &str, rest: &[&str]) -> String {
    let lone_empty = rest == [""];
    let part = |index: usize| match rest.get(index) {
        Some(part) if !lone_empty => part,
        _ => "*",
    };
    format!(
        "arn:{partition}:{}:{}:{}:{}",
        part(0),
        part(1),
        part(2),
        part(3)
    )
}
