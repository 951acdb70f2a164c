//! `DeleteGroupPolicy`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{holder, inline_policy};
use crate::state::Entity;
use serde::Deserialize;

/// Deletes an inline policy of a group.
///
/// Permission: `iam:DeleteGroupPolicy` on the group.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteGroupPolicy {
    group_name: String,
    policy_name: String,
}

impl Operation for DeleteGroupPolicy {
    const NAME: &'static str = "DeleteGroupPolicy";
    const EXAMPLE: &'static str = r#"
        root CreateGroup GroupName=Readers -> ok
        root PutGroupPolicy GroupName=Readers PolicyName=read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root DeleteGroupPolicy GroupName=Readers PolicyName=read -> ok
        root DeleteGroupPolicy GroupName=Readers PolicyName=read -> 404 NoSuchEntity The group policy with name read cannot be found.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![holder::permission_to_change(
            cx,
            "iam:DeleteGroupPolicy",
            &self.entity(),
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        inline_policy::delete(cx, &self.entity(), &self.policy_name)
    }
}

impl DeleteGroupPolicy {
    fn entity(&self) -> Entity {
        Entity::Group(self.group_name.clone())
    }
}
