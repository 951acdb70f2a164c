//! Policies that a simulation leaves out, though the entity holds them.

use crate::ops::held::HeldPolicy;
use crate::ops::holder;
use crate::{Error, arn};
use policy::matches_wildcards;
use serde::Deserialize;

/// AWS's `PolicyIdentifier`: exactly one of its members.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PolicyIdentifier {
    policy_type: Option<PolicyType>,
    policy_arn: Option<String>,
    inline_policy_identifier: Option<InlinePolicyIdentifier>,
}

/// AWS's `PolicyIdentifierPolicyType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum PolicyType {
    Inline,
    AwsManaged,
    UserManaged,
    PermissionBoundary,
    Scp,
    /// RCPs take no part in simulations, so that excluding them changes nothing.
    Rcp,
}

/// AWS's `InlinePolicyIdentifierType`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct InlinePolicyIdentifier {
    policy_name: String,
    attachment_type: String,
    attachment_name: String,
}

/// What a simulation leaves out.
#[derive(Debug)]
pub(super) struct Exclusions<'a>(Vec<Exclusion<'a>>);

#[derive(Debug)]
enum Exclusion<'a> {
    Type(PolicyType),
    Managed(&'a str),
    Inline(&'a InlinePolicyIdentifier),
}

impl<'a> Exclusions<'a> {
    /// Reads the list; identifiers that fit no policy are ignored later.
    ///
    /// # Errors
    /// `InvalidInput` for an identifier of none or several kinds, no ARN of a policy, or wildcards where none may stand.
    pub(super) fn read(list: &'a [PolicyIdentifier]) -> Result<Exclusions<'a>, Error> {
        list.iter()
            .map(PolicyIdentifier::exclusion)
            .collect::<Result<_, _>>()
            .map(Exclusions)
    }

    /// Whether a permissions policy of an entity is left out.
    pub(super) fn of(&self, policy: &HeldPolicy) -> bool {
        self.0
            .iter()
            .any(|exclusion| match (exclusion, policy.arn) {
                (Exclusion::Type(kind), arn) => *kind == type_of(arn),
                (Exclusion::Managed(pattern), Some(arn)) => matches_wildcards(pattern, arn),
                (Exclusion::Inline(inline), None) => {
                    inline.policy_name == policy.name
                        && inline.attachment_type == holder::word(&policy.owner)
                        && matches_wildcards(&inline.attachment_name, holder::name(&policy.owner))
                }
                (Exclusion::Managed(_), None) | (Exclusion::Inline(_), Some(_)) => false,
            })
    }

    /// Whether the boundary that an entity has is left out.
    pub(super) fn of_boundary(&self, boundary: &str) -> bool {
        self.0.iter().any(|exclusion| match exclusion {
            Exclusion::Type(kind) => *kind == PolicyType::PermissionBoundary,
            Exclusion::Managed(pattern) => matches_wildcards(pattern, boundary),
            Exclusion::Inline(_) => false,
        })
    }

    /// Whether service control policies are left out.
    pub(super) fn of_scps(&self) -> bool {
        let scp = |exclusion: &Exclusion| matches!(exclusion, Exclusion::Type(PolicyType::Scp));
        self.0.iter().any(scp)
    }
}

fn type_of(arn: Option<&str>) -> PolicyType {
    match arn {
        None => PolicyType::Inline,
        Some(arn) if arn.starts_with("arn:aws:iam::aws:") => PolicyType::AwsManaged,
        Some(_) => PolicyType::UserManaged,
    }
}

impl PolicyIdentifier {
    fn exclusion(&self) -> Result<Exclusion<'_>, Error> {
        let given = (
            self.policy_type,
            self.policy_arn.as_deref(),
            self.inline_policy_identifier.as_ref(),
        );
        match given {
            (Some(kind), None, None) => Ok(Exclusion::Type(kind)),
            (None, Some(arn), None) => managed(arn),
            (None, None, Some(inline)) => match inline.attachment_name.matches('*').count() {
                0 | 1 => Ok(Exclusion::Inline(inline)),
                _ => Err(Error::invalid_input(
                    "AttachmentName of a policy identifier has more than one *.",
                )),
            },
            _ => Err(Error::invalid_input(
                "A policy identifier has exactly one of PolicyType, PolicyArn and InlinePolicyIdentifier.",
            )),
        }
    }
}

/// Wildcards stand in the name only, and `*` once.
fn managed(arn: &str) -> Result<Exclusion<'_>, Error> {
    let invalid = || Error::invalid_input(format!("Invalid ARN of a policy to exclude: {arn}."));
    let parsed = arn::parse_iam(arn)
        .filter(|parsed| parsed.kind == "policy")
        .ok_or_else(invalid)?;
    let wild = |text: &str| text.contains(['*', '?']);
    if wild(parsed.account) || parsed.name.matches('*').count() > 1 || wild(parsed.path) {
        return Err(invalid());
    }
    Ok(Exclusion::Managed(arn))
}
