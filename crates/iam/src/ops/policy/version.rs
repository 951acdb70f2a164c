//! Versions of managed policies by their id, `vN`.

use crate::Error;
use crate::ops::existence;
use crate::policies::{AnyPolicy, AnyVersion};
use crate::state::{Account, ManagedPolicy, PolicyVersion};

/// The version with this id, and its policy, of the account or of AWS.
///
/// # Errors
/// `NoSuchEntity` for the policy or the version; `ValidationError` for what is not a policy's ARN.
pub(super) fn find<'a>(
    account: &'a Account,
    policy_arn: &str,
    version_id: &str,
) -> Result<(AnyPolicy<'a>, AnyVersion<'a>), Error> {
    let policy = existence::policy(account, policy_arn)?;
    let version = number(version_id).and_then(|number| policy.version(number));
    let version = version.ok_or_else(|| no_such_version(policy_arn, version_id))?;
    Ok((policy, version))
}

/// The version with this id, and its policy, which is the account's own: what may be changed.
///
/// # Errors
/// Those of [`find`].
pub(super) fn find_own<'a>(
    account: &'a Account,
    policy_arn: &str,
    version_id: &str,
) -> Result<(&'a ManagedPolicy, &'a PolicyVersion), Error> {
    let policy = existence::own_policy(account, policy_arn)?;
    let version = number(version_id).and_then(|number| policy.version(number));
    let version = version.ok_or_else(|| no_such_version(policy_arn, version_id))?;
    Ok((policy, version))
}

fn number(version_id: &str) -> Option<u32> {
    version_id.strip_prefix('v')?.parse().ok()
}

fn no_such_version(policy_arn: &str, version_id: &str) -> Error {
    Error::no_such_entity(format!(
        "Policy {policy_arn} version {version_id} does not exist or is not attachable."
    ))
}
