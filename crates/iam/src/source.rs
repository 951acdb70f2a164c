//! On whose behalf a service calls: `aws:SourceArn` and its kin, from the headers by which AWS's services tell it to STS.

use crate::state::State;
use crate::{AccountId, Error, arn, organizations};
use policy::Context;
use smol_str::{SmolStr, ToSmolStr};

/// Headers that begin so are signed, or the request is refused: what they say is the service's own word.
const ARN_HEADER: &str = "x-amz-source-arn";
const ACCOUNT_HEADER: &str = "x-amz-source-account";
/// AWS's own limit on ARNs in policies and parameters.
const ARN_BYTES_MAX: usize = 2048;

/// Adds what a service says of the resource that it calls for (spec §5.5). Nobody else's headers are looked at.
///
/// # Errors
/// `ValidationError`: a header that stands twice, is no ARN or account id, or contradicts the other one.
pub(crate) fn insert_keys(
    state: &State,
    request: &wire::Request,
    context: &mut Context,
) -> Result<(), Error> {
    let source = once(request, ARN_HEADER)?;
    let account = once(request, ACCOUNT_HEADER)?;
    let account: Option<AccountId> = match account {
        Some(text) => Some(text.parse().map_err(|_| {
            Error::validation_error(format!("{ACCOUNT_HEADER} is not an account id"))
        })?),
        None => None,
    };
    if let Some(text) = source {
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        let is_arn = parts.len() == 6 && parts[0] == "arn" && text.len() <= ARN_BYTES_MAX;
        if !is_arn {
            return Err(Error::validation_error(format!(
                "{ARN_HEADER} is not an ARN"
            )));
        }
        if arn::owner(text).is_some_and(|owner| account.is_some_and(|account| account != owner)) {
            return Err(Error::validation_error(format!(
                "{ARN_HEADER} and {ACCOUNT_HEADER} name two accounts"
            )));
        }
        context.insert("aws:SourceArn", SmolStr::new(text));
    }
    if let Some(account) = account {
        context.insert("aws:SourceAccount", account.to_smolstr());
        organizations::source_keys(state, account, context);
    }
    Ok(())
}

/// The value of a header that may stand once.
fn once<'a>(request: &'a wire::Request, name: &str) -> Result<Option<&'a str>, Error> {
    let value = request.header(name);
    if value.is_none() && request.parts.headers.contains_key(name) {
        return Err(Error::validation_error(format!(
            "{name} must stand once, in visible ASCII"
        )));
    }
    Ok(value)
}
