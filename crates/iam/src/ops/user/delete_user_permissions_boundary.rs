//! `DeleteUserPermissionsBoundary`.

use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, target};
use crate::state::Entity;
use crate::{Error, boundary};
use serde::Deserialize;

/// Takes the boundary of a user away, which may widen what it can do. That there is none is no error.
///
/// Permission: `iam:DeleteUserPermissionsBoundary` on the user's ARN, with `iam:PermissionsBoundary`: the boundary that it has.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteUserPermissionsBoundary {
    user_name: String,
}

impl Operation for DeleteUserPermissionsBoundary {
    const NAME: &'static str = "DeleteUserPermissionsBoundary";
    const EXAMPLE: &'static str = r#"
        root CreatePolicy PolicyName=Limit PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root CreateUser UserName=Bob PermissionsBoundary=arn:aws:iam::123456789012:policy/Limit -> ok
        root GetPolicy PolicyArn=arn:aws:iam::123456789012:policy/Limit -> GetPolicyResult.Policy.PermissionsBoundaryUsageCount=1
        root DeleteUserPermissionsBoundary UserName=Bob -> ok
        root GetUser UserName=Bob -> !GetUserResult.User.PermissionsBoundary
        root GetPolicy PolicyArn=arn:aws:iam::123456789012:policy/Limit -> GetPolicyResult.Policy.PermissionsBoundaryUsageCount=0
        root DeleteUserPermissionsBoundary UserName=Eve -> 404 NoSuchEntity The user with name Eve cannot be found.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let held = cx
            .account()
            .user(&self.user_name)
            .and_then(|user| user.boundary.clone());
        let permission = target::on_user(cx, "iam:DeleteUserPermissionsBoundary", &self.user_name);
        Ok(vec![permission.with_some("iam:PermissionsBoundary", held)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let user = existence::user(cx.account(), &self.user_name)?;
        let entity = Entity::User(user.name.to_string());
        boundary::delete(entity, user.boundary.as_deref())
    }
}
