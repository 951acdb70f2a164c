//! `PutUserPermissionsBoundary`.

use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, target};
use crate::state::Entity;
use crate::{Error, boundary};
use serde::Deserialize;

/// Limits a user to what a managed policy allows, in place of the boundary that it has (F-8).
///
/// Permission: `iam:PutUserPermissionsBoundary` on the user's ARN, with `iam:PermissionsBoundary`: the boundary to come.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PutUserPermissionsBoundary {
    user_name: String,
    permissions_boundary: String,
}

impl Operation for PutUserPermissionsBoundary {
    const NAME: &'static str = "PutUserPermissionsBoundary";
    const EXAMPLE: &'static str = r#"
        root CreatePolicy PolicyName=Limit PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root CreateUser UserName=Bob -> ok
        root PutUserPermissionsBoundary UserName=Bob PermissionsBoundary=arn:aws:iam::123456789012:policy/Limit -> ok
        root GetUser UserName=Bob -> GetUserResult.User.PermissionsBoundary.PermissionsBoundaryArn=arn:aws:iam::123456789012:policy/Limit
        root PutUserPermissionsBoundary UserName=Bob PermissionsBoundary=arn:aws:iam::123456789012:policy/None -> 404 NoSuchEntity Scope ARN: arn:aws:iam::123456789012:policy/None does not exist or is not attachable.
        root PutUserPermissionsBoundary UserName=Bob PermissionsBoundary=arn:aws:iam::123456789012:role/Limit -> 400 InvalidInput ARN arn:aws:iam::123456789012:role/Limit is not valid.
        root PutUserPermissionsBoundary UserName=Eve PermissionsBoundary=arn:aws:iam::123456789012:policy/Limit -> 404 NoSuchEntity The user with name Eve cannot be found.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = target::on_user(cx, "iam:PutUserPermissionsBoundary", &self.user_name);
        Ok(vec![permission.with(
            "iam:PermissionsBoundary",
            self.permissions_boundary.as_str(),
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let account = cx.account();
        let user = existence::user(account, &self.user_name)?;
        let entity = Entity::User(user.name.to_string());
        boundary::put(
            account,
            entity,
            user.boundary.as_deref(),
            &self.permissions_boundary,
        )
    }
}
