//! Session policies as a call passes them (spec S-46).

use crate::session::SessionPolicies;
use crate::state::Account;
use crate::{Error, policies};
use policy::Kind;
use serde::Deserialize;

/// AWS's `PolicyDescriptorType`.
#[derive(Debug, Deserialize)]
pub(super) struct PolicyDescriptor {
    pub arn: Option<String>,
}

/// The session policies, if any were passed: inline text checked, managed ones found in the account or among AWS's.
///
/// # Errors
/// `MalformedPolicyDocument` in AWS's words.
pub(super) fn accept(
    account: &Account,
    inline: Option<&str>,
    descriptors: &[PolicyDescriptor],
) -> Result<Option<SessionPolicies>, Error> {
    if inline.is_none() && descriptors.is_empty() {
        return Ok(None);
    }
    if let Some(text) = inline {
        policy::accept(text, Kind::Session)?;
    }
    let mut managed = Vec::new();
    for arn in descriptors
        .iter()
        .filter_map(|descriptor| descriptor.arn.as_ref())
    {
        if policies::find(account, arn).is_none() {
            return Err(Error::malformed_policy_document(format!(
                "Policy {arn} does not exist or is not attachable."
            )));
        }
        managed.push(arn.clone());
    }
    Ok(Some(SessionPolicies {
        inline: inline.map(str::to_owned),
        managed,
    }))
}
