//! `GetAccessKeyLastUsed`.

use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::target;
use crate::state::User;
use crate::{Error, arn, context};
use serde::{Deserialize, Serialize};

/// Tells when an access key was last used, for which service and where. Of several uses within 15 minutes the first is told.
///
/// Permission: `iam:GetAccessKeyLastUsed` on the user whose key it is. A key that the account does not have is refused as one that
/// nobody has permission for. The root's keys have no user name.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetAccessKeyLastUsed {
    access_key_id: String,
}

/// The user and the use.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetAccessKeyLastUsedResult {
    user_name: Option<String>,
    access_key_last_used: AccessKeyLastUsed,
}

/// AWS's `AccessKeyLastUsed`: without a date, and `N/A` twice, if it never was.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AccessKeyLastUsed {
    last_used_date: Option<String>,
    service_name: String,
    region: String,
}

impl Operation for GetAccessKeyLastUsed {
    const NAME: &'static str = "GetAccessKeyLastUsed";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root CreateAccessKey UserName=Bob -> as bob & set key=CreateAccessKeyResult.AccessKey.AccessKeyId
        root GetAccessKeyLastUsed AccessKeyId=$key -> GetAccessKeyLastUsedResult.UserName=Bob & GetAccessKeyLastUsedResult.AccessKeyLastUsed.ServiceName=N/A & !GetAccessKeyLastUsedResult.AccessKeyLastUsed.LastUsedDate
        bob GetCallerIdentity -> ok
        root GetAccessKeyLastUsed AccessKeyId=$key -> GetAccessKeyLastUsedResult.AccessKeyLastUsed.ServiceName=sts & GetAccessKeyLastUsedResult.AccessKeyLastUsed.Region=us-east-1 & GetAccessKeyLastUsedResult.AccessKeyLastUsed.LastUsedDate=2026-11-21T12:00:00Z
        root GetAccessKeyLastUsed AccessKeyId=AKIAAAAAAAAAAAAAAAAA -> 403 AccessDenied User: arn:aws:iam::123456789012:root is not authorized to perform: iam:GetAccessKeyLastUsed on resource: access key AKIAAAAAAAAAAAAAAAAA
    ";
    type Output = GetAccessKeyLastUsedResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let action = "iam:GetAccessKeyLastUsed";
        let account = cx.account().id;
        Ok(vec![match self.owner(cx)? {
            Some(user) => target::on_user(cx, action, &user.name),
            None => Permission::on(action, arn::root(account), account),
        }])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<GetAccessKeyLastUsedResult>, Error> {
        let user = self.owner(cx)?;
        let last = cx.usage.key(&self.access_key_id);
        let or_none = |text: Option<&str>| text.unwrap_or("N/A").to_owned();
        Outcome::read(GetAccessKeyLastUsedResult {
            user_name: user.map(|user| user.name.to_string()),
            access_key_last_used: AccessKeyLastUsed {
                last_used_date: last.map(|last| context::text(last.at).into()),
                service_name: or_none(last.map(|last| last.service.as_str())),
                region: or_none(last.map(|last| last.region.as_str())),
            },
        })
    }
}

impl GetAccessKeyLastUsed {
    /// The user whose key it is; `None` for the root's.
    fn owner<'a>(&self, cx: &Cx<'a>) -> Result<Option<&'a User>, Error> {
        match cx.account().access_key(&self.access_key_id) {
            Some((user, _)) => Ok(user.map(AsRef::as_ref)),
            None => Err(Error::access_denied(format!(
                "User: {} is not authorized to perform: iam:GetAccessKeyLastUsed on resource: access key {}",
                cx.caller.principal.arn, self.access_key_id
            ))),
        }
    }
}
