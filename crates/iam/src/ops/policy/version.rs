//! Versions of managed policies by their id, `vN`.

use crate::Error;
use crate::ops::existence;
use crate::state::{Account, ManagedPolicy, PolicyVersion};

/// The version with this id, and its policy.
///
/// # Errors
/// `NoSuchEntity` for the policy or the version; `ValidationError` for what is not a policy's ARN.
pub(super) fn find<'a>(
    account: &'a Account,
    policy_arn: &str,
    version_id: &str,
) -> Result<(&'a ManagedPolicy, &'a PolicyVersion), Error> {
    let policy = existence::policy(account, policy_arn)?;
    let version = version_id
        .strip_prefix('v')
        .and_then(|number| number.parse().ok())
        .and_then(|number| policy.version(number));
    let Some(version) = version else {
        return Err(Error::no_such_entity(format!(
            "Policy {policy_arn} version {version_id} does not exist or is not attachable."
        )));
    };
    Ok((policy, version))
}
