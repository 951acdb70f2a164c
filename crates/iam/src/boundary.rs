//! Permissions boundaries: which policies may be one (F-8).

use crate::event::Event;
use crate::operation::Outcome;
use crate::state::{Account, Entity};
use crate::{Error, arn, policies};

/// What AWS's API reference says of `PolicyNotAttachable`.
pub(crate) const SERVICE_LINKED_ONLY: &str =
    "AWS service role policies can only be attached to the service-linked role for that service.";

/// Refuses a boundary that is not a managed policy of the account or of AWS.
///
/// # Errors
/// `NoSuchEntity` in AWS's words; `PolicyNotAttachable` for policies of service-linked roles; `ValidationError` for what is not a policy's ARN.
pub(crate) fn check(account: &Account, arn: Option<&str>) -> Result<(), Error> {
    let Some(arn) = arn else { return Ok(()) };
    arn::check_policy(arn)?;
    match policies::find(account, arn) {
        Some(policy) if policy.is_for_service_linked_roles() => {
            Err(Error::policy_not_attachable(SERVICE_LINKED_ONLY))
        }
        Some(_) => Ok(()),
        None => Err(Error::no_such_entity(format!(
            "Scope ARN: {arn} does not exist or is not attachable."
        ))),
    }
}

/// Gives a user or role a boundary in place of the one that it has.
///
/// # Errors
/// Those of [`check`].
pub(crate) fn put(
    account: &Account,
    entity: Entity,
    held: Option<&str>,
    arn: &str,
) -> Result<Outcome<()>, Error> {
    check(account, Some(arn))?;
    if held == Some(arn) {
        return Outcome::read(());
    }
    let arn = arn.to_owned();
    Outcome::event(Event::BoundaryPut { entity, arn }, ())
}

/// Takes a user's or role's boundary away; that there is none is no error.
pub(crate) fn delete(entity: Entity, held: Option<&str>) -> Result<Outcome<()>, Error> {
    match held {
        Some(_) => Outcome::event(Event::BoundaryDeleted { entity }, ()),
        None => Outcome::read(()),
    }
}
