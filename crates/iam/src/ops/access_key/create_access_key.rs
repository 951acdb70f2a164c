//! `CreateAccessKey`.

use super::held;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::subject::Subject;
use crate::state::KeyStatus;
use crate::unique_id::{self, Prefix};
use crate::{Error, context};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// Gives a user, or the caller, an active access key. Its secret is shown once and kept sealed (I-3).
///
/// Permission: `iam:CreateAccessKey` on the user's ARN. Two keys a user, and two for the root.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateAccessKey {
    user_name: Option<String>,
}

/// The new key with its secret.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateAccessKeyResult {
    access_key: AccessKeyShape,
}

/// AWS's `AccessKey`. The root has no name.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AccessKeyShape {
    user_name: Option<String>,
    access_key_id: String,
    status: &'static str,
    secret_access_key: String,
    create_date: String,
}

impl Operation for CreateAccessKey {
    const NAME: &'static str = "CreateAccessKey";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root CreateAccessKey UserName=Bob -> CreateAccessKeyResult.AccessKey.UserName=Bob & CreateAccessKeyResult.AccessKey.Status=Active & as bob
        bob GetCallerIdentity -> GetCallerIdentityResult.Arn=arn:aws:iam::123456789012:user/Bob
        root CreateAccessKey UserName=Bob -> ok
        root CreateAccessKey UserName=Bob -> 409 LimitExceeded Cannot exceed quota for AccessKeysPerUser: 2
        root CreateAccessKey UserName=Eve -> 404 NoSuchEntity The user with name Eve cannot be found.
    ";
    type Output = CreateAccessKeyResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let subject = Subject::of(cx, self.user_name.as_deref())?;
        Ok(vec![subject.permission(cx, "iam:CreateAccessKey")])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<CreateAccessKeyResult>, Error> {
        let account = cx.account();
        let user = Subject::of(cx, self.user_name.as_deref())?.user(cx)?;
        let quota = cx.settings.quotas.access_keys_per_user;
        quota.room_beside(held::by(account, user).len())?;
        let id = unique_id::draw(Prefix::AccessKey, account.id, &cx.seed, "access key id");
        let plain = Zeroizing::new(cx.seed.base64("secret access key", held::SECRET_LETTERS));
        let secret = cx.keys.seal_secret(&id, &plain, &cx.seed);
        let access_key = AccessKeyShape {
            user_name: user.map(|user| user.name.to_string()),
            access_key_id: id.clone(),
            status: KeyStatus::Active.text(),
            secret_access_key: plain.to_string(),
            create_date: context::text(cx.now).into(),
        };
        let event = match user {
            Some(user) => Event::AccessKeyCreated {
                user: user.name.to_string(),
                id,
                secret,
            },
            None => Event::RootKeyCreated {
                id,
                secret,
                alias: false,
            },
        };
        Outcome::event(event, CreateAccessKeyResult { access_key })
    }
}
