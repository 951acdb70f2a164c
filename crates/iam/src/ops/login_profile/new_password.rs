//! New passwords: held against the account's policy, and hashed off the loop.

use crate::operation::Cx;
use crate::state::LoginProfile;
use crate::work::{Done, Password, PasswordHash, Work};
use crate::{Error, password_rules};

/// The hash of a new password that the account's policy lets pass; `held` is what it takes the place of.
///
/// # Errors
/// `PasswordPolicyViolation`, also for one of the latest passwords where the policy forbids to use those again.
pub(super) fn accept(
    cx: &Cx,
    held: Option<&LoginProfile>,
    password: &Password,
) -> Result<PasswordHash, Error> {
    let policy = cx.account().password_policy.as_ref();
    password_rules::check(policy, password)?;
    let latest = policy.and_then(|policy| policy.reuse_prevention);
    if let (Some(latest), Some(held)) = (latest, held) {
        let hashes = held.hashes.iter().take(latest as usize).cloned().collect();
        if matches(cx, password, hashes)? {
            return Err(Error::password_policy_violation(
                "Policy constraint violation with password reuse prevention during password change.",
            ));
        }
    }
    let work = Work::HashPassword {
        password: password.clone(),
        salt: cx.seed.bytes("password salt"),
    };
    match cx.work(work)? {
        Done::PasswordHash(hash) => Ok(hash.clone()),
        _ => Err(other_work()),
    }
}

/// Whether a password is the one of any of these hashes.
///
/// # Errors
/// That the work has yet to be done.
pub(super) fn matches(
    cx: &Cx,
    password: &Password,
    hashes: Vec<PasswordHash>,
) -> Result<bool, Error> {
    let work = Work::MatchPassword {
        password: password.clone(),
        hashes,
    };
    match cx.work(work)? {
        Done::PasswordMatches(matched) => Ok(matched.contains(&true)),
        _ => Err(other_work()),
    }
}

fn other_work() -> Error {
    Error::service_failure("The work that was done is not the work that was asked for.")
}
