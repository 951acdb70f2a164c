//! Choices where AWS's behaviour is not confirmed, each with its number in the register (spec 15), gathered so that a
//! recording of AWS can change them in one place.
//!
//! Some are no switch but the shape of the code, and stand where they act; the service's own are here for completeness.
//! `docs/conformance.md` is made from this list and from the constants below.
//!
//! - U2 `crates/policy/src/accept/identity.rs`: that a principal is named is told right after the grammar
//! - U6 `crates/policy/src/check/quota.rs`: an SCP has 10,240 characters at most
//! - U7 `crates/policy/src/in_force.rs`: the services that the catalogue says resource control policies apply to
//! - U9 `crates/policy/src/tokens.rs`: a wildcard stands for any text, in the type of a resource too
//! - U13 `crates/policy/src/condition/operand.rs`: an empty list matches nothing, so a negated operator holds
//! - U14 `crates/policy/src/condition/clause.rs`: what cannot be read is not hit; a malformed ARN in a `Deny` is
//! - U15 `crates/policy/src/context.rs`: of tag keys that differ in case only, the last in order counts
//! - U16 `crates/policy/src/variable.rs`: no variables in `Bool`; an empty value is a value; an unclosed `${` is text
//! - U17 `crates/policy/src/context.rs`: anonymous callers and services have no id and ARN, services no type
//! - U18 `crates/iam/src/context.rs`: role sessions carry `aws:MultiFactorAuthPresent` as `false` and inherit nothing
//! - U19 `crates/iam/src/context.rs`: a session has its role's tags of now
//! - U20 `crates/policy/src/evaluate.rs`: one of all session policies, inline or managed, must allow
//! - U21 `crates/policy/src/evaluate.rs`: across accounts the session policy must allow even where the session is named
//! - U22 `crates/policy/src/evaluate.rs`: a key policy without the account denies its root user too
//! - U23 `crates/policy/src/evaluate.rs`: of several denials the first in the order of E-20 is told; of a role, what the caller lacks before its trust policy (`message.rs`)
//! - U24 `crates/iam/src/ops/sts/assume_role.rs`: inherited tags alone need `sts:TagSession`
//! - U25 `crates/iam/src/ops/sts/assume_role.rs`: a session that assumes a role gets an hour at most
//! - U26 `crates/iam/src/authenticate.rs`: sessions outlive the access key that asked for them
//! - U27 `crates/policy/src/restriction.rs`: federated users have no IAM, as GetSessionToken without a code has none
//! - U28 `crates/iam/src/ops/sts/assume_role.rs`: a role's ARN has its path; permission comes before everything else
//! - U29 `crates/iam/src/ops/sts/assume_role.rs`: another source identity than the caller's is `AccessDenied`
//! - U30 `crates/iam/src/packed.rs`: the packed size is a share of what DEFLATE makes of the parts
//! - U31 `crates/iam/src/ops/sts/get_delegated_access_token.rs`: a trade-in token is good once
//! - U32 `crates/iam/src/ops/sts/saml_assertion.rs`: an attribute `primarygroupsid` is the keys `uid` and `primaryGroupSID`
//! - U33 `crates/policy/src/message.rs`: inline policies have no ARN in messages
//! - U34 `crates/iam/src/ops/simulation/given.rs`: inline policies are named after their owner in simulations
//! - U35 `crates/iam/src/ops/sts/get_caller_identity.rs`: an AssumeRoot session is called by the root's ARN and the account
//! - U36 `crates/policy/src/evaluate.rs`: a grant to the issuing user still needs boundary and session
//! - U37 `crates/policy/src/accept/resource.rs`: an endpoint policy may deny with `NotPrincipal`
//! - U38 `crates/policy/src/accept/trust.rs`: words known from logs of clients are used as they are there
//! - U40 `crates/federation/src/saml/response.rs`: an assertion may be used until its `NotOnOrAfter`, however old it is
//! - U41 `crates/iam/src/packed.rs`: too long an inline session policy is `PackedPolicyTooLarge`

/// U1: a repeated key is a syntax error.
pub(crate) const REPEATED_KEYS_REFUSED: bool = true;

/// U3: the words for a literal that its operator cannot read.
pub(crate) const LITERAL_REFUSED: &str = "The policy failed legacy parsing";

/// U4: a date may have a zone west of Greenwich.
pub(crate) const WESTERN_ZONES_READ: bool = true;

/// U5: a trust policy with a `Resource` is refused without a final stop, and the action `*` too.
pub(crate) const TRUST_RESOURCE_REFUSED: &str = "Has prohibited field Resource";

/// U8: the first five parts of a resource pattern compare without case.
pub(crate) const RESOURCE_PREFIX_CASE: crate::tokens::Case = crate::tokens::Case::Insensitive;

/// U10: a statement whose `NotResource` has a pattern that cannot be read does not match.
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
