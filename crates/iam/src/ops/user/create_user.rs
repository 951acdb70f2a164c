//! `CreateUser`.

use crate::authorize::{Allowed, Permission};
use crate::boundary;
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::shapes::{AttachedPermissionsBoundary, UserShape};
use crate::state::Tag;
use crate::tags::TagKeys;
use crate::unique_id::{self, Prefix};
use crate::{Error, arn, context};
use serde::{Deserialize, Serialize};

/// Makes a user without credentials and without permissions.
///
/// Permission: `iam:CreateUser` on the new user's ARN, with `aws:RequestTag/…`, `aws:TagKeys` and
/// `iam:PermissionsBoundary`; with tags also `iam:TagUser` on it. Names are unique regardless of case (I-6).
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateUser {
    user_name: String,
    #[serde(default = "crate::path::root")]
    path: String,
    permissions_boundary: Option<String>,
    #[serde(default)]
    tags: Vec<Tag>,
}

/// The new user.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateUserResult {
    user: UserShape,
}

impl Operation for CreateUser {
    const NAME: &'static str = "CreateUser";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob Path=/team/ -> CreateUserResult.User.Arn=arn:aws:iam::123456789012:user/team/Bob
        root CreateUser UserName=bob -> 409 EntityAlreadyExists User with name bob already exists.
    ";
    type Output = CreateUserResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let account = cx.account().id;
        let arn = arn::user(account, &self.path, &self.user_name);
        let mut permissions = vec![
            Permission::on("iam:CreateUser", arn.clone(), account)
                .with_request_tags(&self.tags)
                .with_some(
                    "iam:PermissionsBoundary",
                    self.permissions_boundary.as_deref(),
                ),
        ];
        if !self.tags.is_empty() {
            permissions
                .push(Permission::on("iam:TagUser", arn, account).with_request_tags(&self.tags));
        }
        Ok(permissions)
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<CreateUserResult>, Error> {
        let account = cx.account();
        TagKeys::InAnyCase.check(&[], &self.tags, cx.settings.quotas.tags)?;
        if account.user(&self.user_name).is_some() {
            return Err(Error::entity_already_exists(format!(
                "User with name {} already exists.",
                self.user_name
            )));
        }
        cx.settings.quotas.users.room_beside(account.users.len())?;
        boundary::check(account, self.permissions_boundary.as_deref())?;
        let id = unique_id::draw(Prefix::User, account.id, &cx.seed, "user id");
        let user = UserShape {
            path: Some(self.path.clone()),
            user_name: Some(self.user_name.clone()),
            user_id: id.clone(),
            arn: arn::user(account.id, &self.path, &self.user_name),
            create_date: context::text(cx.now).into(),
            permissions_boundary: self
                .permissions_boundary
                .as_deref()
                .map(AttachedPermissionsBoundary::of),
            tags: (!self.tags.is_empty()).then(|| self.tags.clone()),
        };
        let event = Event::UserCreated {
            name: self.user_name.clone(),
            path: self.path.clone(),
            id,
            boundary: self.permissions_boundary.clone(),
            tags: self.tags.clone(),
        };
        Outcome::event(event, CreateUserResult { user })
    }
}
