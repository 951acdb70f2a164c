//! `UpdateAccessKey`.

use super::held;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::status;
use crate::ops::subject::Subject;
use serde::Deserialize;

/// Makes an access key of a user, or of the caller, active or inactive. An inactive key authenticates nobody.
///
/// Permission: `iam:UpdateAccessKey` on the user's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateAccessKey {
    user_name: Option<String>,
    access_key_id: String,
    status: String,
}

impl Operation for UpdateAccessKey {
    const NAME: &'static str = "UpdateAccessKey";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root CreateAccessKey UserName=Bob -> as bob & set key=CreateAccessKeyResult.AccessKey.AccessKeyId
        root UpdateAccessKey UserName=Bob AccessKeyId=$key Status=Inactive -> ok
        root ListAccessKeys UserName=Bob -> ListAccessKeysResult.AccessKeyMetadata.1.Status=Inactive
        bob GetCallerIdentity -> 403 InvalidClientTokenId
        root UpdateAccessKey UserName=Bob AccessKeyId=$key Status=Active -> ok
        bob GetCallerIdentity -> ok
        root UpdateAccessKey UserName=Bob AccessKeyId=$key Status=Expired -> 400 InvalidInput
        root UpdateAccessKey AccessKeyId=$key Status=Inactive -> 404 NoSuchEntity
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let subject = Subject::of(cx, self.user_name.as_deref())?;
        Ok(vec![subject.permission(cx, "iam:UpdateAccessKey")])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let user = Subject::of(cx, self.user_name.as_deref())?.user(cx)?;
        let key = held::one(cx.account(), user, &self.access_key_id)?;
        let status = status::wanted("an access key", &self.status)?;
        if key.status == status {
            return Outcome::read(());
        }
        let event = Event::AccessKeyUpdated {
            user: user.map(|user| user.name.to_string()),
            id: key.id.to_string(),
            status,
        };
        Outcome::event(event, ())
    }
}
