//! `GetCallerIdentity`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::session::SessionOf;
use serde::{Deserialize, Serialize};

/// Tells callers who they are.
///
/// Permission: none, and no policy can deny it (S-60). A session of AssumeRoot is the root of its account (U35).
#[derive(Debug, Deserialize)]
pub(crate) struct GetCallerIdentity {}

/// Who is calling.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetCallerIdentityResult {
    user_id: String,
    account: String,
    arn: String,
}

impl Operation for GetCallerIdentity {
    const NAME: &'static str = "GetCallerIdentity";
    const EXAMPLE: &'static str = "
        root GetCallerIdentity -> GetCallerIdentityResult.Arn=arn:aws:iam::123456789012:root & GetCallerIdentityResult.UserId=123456789012
        nobody GetCallerIdentity -> 403 MissingAuthenticationToken
    ";
    type Output = GetCallerIdentityResult;

    fn permissions<'a>(&'a self, _: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(Vec::new())
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<GetCallerIdentityResult>, Error> {
        let principal = &cx.caller.principal;
        let id = principal.unique_id.as_deref().unwrap_or_default();
        let user_id = match cx.caller.session.as_ref().map(|session| &session.of) {
            Some(SessionOf::Role { session_name, .. }) => format!("{id}:{session_name}"),
            _ => id.to_owned(),
        };
        let account = cx.account().id.to_string();
        Outcome::read(GetCallerIdentityResult {
            user_id,
            account,
            arn: principal.arn.to_string(),
        })
    }
}
