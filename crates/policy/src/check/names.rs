//! Names for AWS's messages, and the names that may stand in a document, for those who misspell them.

use crate::catalogue::nearest;

/// The code of an error, by how AWS's message begins.
const CODES: &[(&str, &str)] = &[
    ("Syntax errors in policy.", "syntax"),
    ("This policy contains invalid Json", "syntax"),
    ("Could not parse the policy", "syntax"),
    ("Policy document must be version", "version"),
    ("The policy must contain a valid version", "version"),
    ("The policy failed legacy parsing", "legacy-parsing"),
    ("Statement IDs (SID)", "repeated-sid"),
    ("The Statement Ids", "repeated-sid"),
    ("Policy statement must contain actions.", "missing-action"),
    ("Missing required field Action", "missing-action"),
    (
        "Policy statement must contain resources.",
        "missing-resource",
    ),
    ("Missing required field Effect", "effect"),
    ("Invalid effect", "effect"),
    ("Partition ", "resource-format"),
    ("Resource ", "resource-format"),
    ("IAM resource ", "resource-format"),
    ("Actions/Condition", "action-format"),
    ("Vendor ", "action-format"),
    ("AssumeRole policy may only specify", "trust-action"),
    ("Has prohibited field Resource", "trust-resource"),
    (
        "AssumeRole policy must not contain resources",
        "trust-resource",
    ),
    ("A condition block must be present", "shared-issuer"),
    (
        "Missing or invalid condition for the shared",
        "shared-issuer",
    ),
    (
        "Policy document should not specify a principal",
        "principal",
    ),
    ("Missing required field Principal", "principal"),
    ("Principal must be", "principal"),
    ("Allow with NotPrincipal", "principal"),
    (
        "AssumeRole policy must not contain NotPrincipal",
        "principal",
    ),
    ("Invalid principal", "principal"),
    ("Federated principals", "principal"),
    ("Maximum policy size", "too-large"),
    ("Cannot exceed quota for", "too-large"),
    ("You have exceeded the maximum policy size", "too-large"),
    (
        "The provided policy document does not meet",
        "organizations-policy",
    ),
];

const ELEMENTS: &[&str] = &[
    "Version",
    "Id",
    "Statement",
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

const OPERATORS: &[&str] = &[
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "Bool",
    "BinaryEquals",
    "IpAddress",
    "NotIpAddress",
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
    "Null",
];

/// The code of an error with that message of AWS.
pub(super) fn code(message: &str) -> &'static str {
    let row = CODES.iter().find(|(start, _)| message.starts_with(start));
    row.map_or("refused", |(_, code)| code)
}

/// The element that is meant.
pub(super) fn near_element(name: &str) -> Option<String> {
    near(name, ELEMENTS).map(str::to_owned)
}

/// The operator that is meant, with prefix and suffix.
pub(super) fn near_operator(name: &str) -> Option<String> {
    let (prefix, rest) = match name.rsplit_once(':') {
        Some((prefix, rest)) => (Some(prefix), rest),
        None => (None, name),
    };
    let (base, suffix) = match rest.strip_suffix("IfExists") {
        Some(base) => (base, "IfExists"),
        None => (rest, ""),
    };
    let base = near(base, OPERATORS)?;
    let meant = match prefix {
        Some(prefix) => {
            let set = near(prefix, &["ForAllValues", "ForAnyValue"])?;
            format!("{set}:{base}{suffix}")
        }
        None => format!("{base}{suffix}"),
    };
    (meant != name).then_some(meant)
}

/// The nearest of some names.
pub(super) fn near(name: &str, known: &[&'static str]) -> Option<&'static str> {
    nearest(name, known.iter().map(|it| (*it, *it)))
        .first()
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::condition::Operator;

    #[test]
    fn operators_are_those_of_the_language() {
        for name in OPERATORS {
            assert!(Operator::parse(name).is_some(), "{name}");
        }
    }

    #[test]
    fn slips_are_understood() {
        assert_eq!(near_element("Resouce").as_deref(), Some("Resource"));
        assert_eq!(near_operator("StringLikes").as_deref(), Some("StringLike"));
        let meant = near_operator("ForAnyValues:stringequalsIfExists");
        assert_eq!(meant.as_deref(), Some("ForAnyValue:StringEqualsIfExists"));
        assert_eq!(near_operator("NullIfExists"), None);
        assert_eq!(near_element("Frobnicate"), None);
    }
}
