//! `DetachGroupPolicy`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::attachment;
use crate::state::Entity;
use serde::Deserialize;

/// Detaches a managed policy from a group.
///
/// Permission: `iam:DetachGroupPolicy` on the group, with `iam:PolicyARN`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DetachGroupPolicy {
    group_name: String,
    policy_arn: String,
}

impl Operation for DetachGroupPolicy {
    const NAME: &'static str = "DetachGroupPolicy";
    const EXAMPLE: &'static str = r#"
        root CreateGroup GroupName=Readers -> ok
        root CreatePolicy PolicyName=Read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root AttachGroupPolicy GroupName=Readers PolicyArn=arn:aws:iam::123456789012:policy/Read -> ok
        root DetachGroupPolicy GroupName=Readers PolicyArn=arn:aws:iam::123456789012:policy/Read -> ok
        root DetachGroupPolicy GroupName=Readers PolicyArn=arn:aws:iam::123456789012:policy/Read -> 404 NoSuchEntity Policy arn:aws:iam::123456789012:policy/Read was not found.
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![attachment::permission(
            cx,
            "iam:DetachGroupPolicy",
            &self.entity(),
            &self.policy_arn,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        attachment::detach(cx, &self.entity(), &self.policy_arn)
    }
}

impl DetachGroupPolicy {
    fn entity(&self) -> Entity {
        Entity::Group(self.group_name.clone())
    }
}
