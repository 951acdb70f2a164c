//! `PutGroupPolicy`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{holder, inline_policy};
use crate::state::Entity;
use serde::Deserialize;

/// Puts an inline policy on a group, in place of the one of the same name.
///
/// Permission: `iam:PutGroupPolicy` on the group. All inline policies of a group
/// together have at most 5120 characters without white space (G-36); the document is kept byte for byte.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PutGroupPolicy {
    group_name: String,
    policy_name: String,
    policy_document: String,
}

impl Operation for PutGroupPolicy {
    const NAME: &'static str = "PutGroupPolicy";
    const EXAMPLE: &'static str = r#"
        root CreateGroup GroupName=Readers -> ok
        root PutGroupPolicy GroupName=Readers PolicyName=read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root PutGroupPolicy GroupName=Readers PolicyName=read PolicyDocument='{}' -> 400 MalformedPolicyDocument Syntax errors in policy.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![holder::permission_to_change(
            cx,
            "iam:PutGroupPolicy",
            &self.entity(),
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        inline_policy::put(cx, &self.entity(), &self.policy_name, &self.policy_document)
    }
}

impl PutGroupPolicy {
    fn entity(&self) -> Entity {
        Entity::Group(self.group_name.clone())
    }
}
