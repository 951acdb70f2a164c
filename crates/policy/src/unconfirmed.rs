//! Choices where AWS's behaviour is not confirmed, each with its number in the register (spec 15), gathered so that a
//! recording of AWS can change them in one place.
//!
//! Some are no switch but the shape of the code, and stand where they act: U2, U5 and U37 in `accept`; U9 in `pattern`;
//! U13, U14 and U16 in `condition` and `variable`; U15 and U17 in `context`; U18 and U19 are facts of the
//! context that the caller makes; U20 to U23 and U36 in `evaluate`.

/// U1: a repeated key is a syntax error.
pub(crate) const REPEATED_KEYS_REFUSED: bool = true;

/// U3: the words for a literal that its operator cannot read.
pub(crate) const LITERAL_REFUSED: &str = "The policy failed legacy parsing";

/// U4: a date may have a zone west of Greenwich.
pub(crate) const WESTERN_ZONES_READ: bool = true;

/// U5: no final stop.
pub(crate) const TRUST_RESOURCE_REFUSED: &str = "Has prohibited field Resource";

/// U7: services whose requests resource control policies apply to (E-5).
pub(crate) const RCP_SERVICES: &[&str] = &[
    "aoss",
    "autoscaling",
    "autoscaling-plans",
    "codebuild",
    "cognito-identity",
    "cognito-idp",
    "comprehendmedical",
    "compute-optimizer",
    "cost-optimization-hub",
    "dynamodb",
    "ecr",
    "events",
    "firehose",
    "inspector-scan",
    "kms",
    "logs",
    "memorydb",
    "opensearch",
    "pricing",
    "s3",
    "secretsmanager",
    "sqs",
    "sts",
    "support",
    "xray",
];

/// U8: the first five parts of a resource pattern.
pub(crate) const RESOURCE_PREFIX_CASE: crate::pattern::Case = crate::pattern::Case::Insensitive;

/// U10: `NotResource` with a pattern that cannot be read.
pub(crate) const UNREADABLE_NOT_RESOURCE_MATCHES: bool = false;

/// U11: `{"AWS":"*"}` is `"*"` for services too.
pub(crate) const AWS_WILDCARD_MATCHES_SERVICES: bool = true;

/// U12: a `Deny` with `NotPrincipal` spares a caller only if the list names it at every level.
pub(crate) const NOT_PRINCIPAL_STRICT: bool = true;

/// U39: a role's trust policy that names a user with a boundary lets it in only if the boundary allows that.
pub(crate) const TRUST_HEEDS_USER_BOUNDARY: bool = true;

/// G-41 names no words for a statement that trusts a shared issuer without pinning the tenant.
pub(crate) fn issuer_refused(issuer: &str, keys: &[&str]) -> String {
    format!(
        "Missing or invalid condition for the shared identity provider {issuer}: one of {} must be evaluated",
        keys.join(", ")
    )
}
