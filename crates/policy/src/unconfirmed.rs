//! Choices where AWS's behaviour is not confirmed, each with its number in the register (spec 15), gathered so that a
//! recording of AWS can change them in one place.

/// U3: the words for a literal that its operator cannot read.
pub(crate) const LITERAL_REFUSED: &str = "The policy failed legacy parsing";

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
