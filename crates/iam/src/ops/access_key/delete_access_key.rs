//! `DeleteAccessKey`.

use super::held;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::subject::Subject;
use serde::Deserialize;

/// Deletes an access key of a user, or of the caller; sessions made with it go on until they expire.
///
/// Permission: `iam:DeleteAccessKey` on the user's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteAccessKey {
    user_name: Option<String>,
    access_key_id: String,
}

impl Operation for DeleteAccessKey {
    const NAME: &'static str = "DeleteAccessKey";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root CreateAccessKey UserName=Bob -> as bob & set key=CreateAccessKeyResult.AccessKey.AccessKeyId
        root DeleteAccessKey UserName=Bob AccessKeyId=$key -> ok
        bob GetCallerIdentity -> 403 InvalidClientTokenId
        root DeleteAccessKey UserName=Bob AccessKeyId=$key -> 404 NoSuchEntity
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let subject = Subject::of(cx, self.user_name.as_deref())?;
        Ok(vec![subject.permission(cx, "iam:DeleteAccessKey")])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let user = Subject::of(cx, self.user_name.as_deref())?.user(cx)?;
        let key = held::one(cx.account(), user, &self.access_key_id)?;
        let id = key.id.to_string();
        let event = match user {
            Some(user) => Event::AccessKeyDeleted {
                user: user.name.to_string(),
                id,
            },
            None => Event::RootKeyDeleted { id },
        };
        Outcome::event(event, ())
    }
}
