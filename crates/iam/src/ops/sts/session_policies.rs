//! Session policies as a call passes them (spec S-46).

use crate::operation::Cx;
use crate::session::SessionPolicies;
use crate::state::{Account, Tag};
use crate::{Error, packed, policies};
use policy::Kind;
use serde::Deserialize;

/// AWS's `PolicyDescriptorType`.
#[derive(Debug, Deserialize)]
pub(super) struct PolicyDescriptor {
    pub arn: Option<String>,
}

/// The session policies, if any were passed, and how much room they and the tags take in percent: inline text checked, managed
/// ones found in the account or among AWS's.
///
/// # Errors
/// `MalformedPolicyDocument` and `PackedPolicyTooLarge` in AWS's words.
pub(super) fn accept(
    cx: &Cx,
    account: &Account,
    inline: Option<&str>,
    descriptors: &[PolicyDescriptor],
    tags: &[Tag],
) -> Result<(Option<SessionPolicies>, Option<usize>), Error> {
    let arns = descriptors
        .iter()
        .filter_map(|descriptor| descriptor.arn.clone());
    let policies = (inline.is_some() || !descriptors.is_empty()).then(|| SessionPolicies {
        inline: inline.map(str::to_owned),
        managed: arns.collect(),
    });
    if policies.is_none() && tags.is_empty() {
        return Ok((None, None));
    }
    let known = cx.session_policies.percent(policies.as_ref(), tags);
    if let (Some(text), None) = (inline, known) {
        policy::accept(text, Kind::Session)?;
    }
    let managed = policies.iter().flat_map(|policies| &policies.managed);
    for arn in managed {
        if policies::find(account, arn).is_none() {
            return Err(Error::malformed_policy_document(format!(
                "Policy {arn} does not exist or is not attachable."
            )));
        }
    }
    if known.is_some() {
        return Ok((policies, known));
    }
    let percent = packed::percent(policies.as_ref(), tags)?;
    if let Some(percent) = percent {
        cx.session_policies.keep(policies.as_ref(), tags, percent);
    }
    Ok((policies, percent))
}
