//! `AttachGroupPolicy`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::attachment;
use crate::state::Entity;
use serde::Deserialize;

/// Attaches a managed policy to a group; one that is attached already stays so.
///
/// Permission: `iam:AttachGroupPolicy` on the group, with `iam:PolicyARN`. At most 10 policies
/// a group (§12.4).
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AttachGroupPolicy {
    group_name: String,
    policy_arn: String,
}

impl Operation for AttachGroupPolicy {
    const NAME: &'static str = "AttachGroupPolicy";
    const EXAMPLE: &'static str = r#"
        root CreateGroup GroupName=Readers -> ok
        root CreatePolicy PolicyName=Read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root AttachGroupPolicy GroupName=Readers PolicyArn=arn:aws:iam::123456789012:policy/Read -> ok
        root ListAttachedGroupPolicies GroupName=Readers -> ListAttachedGroupPoliciesResult.AttachedPolicies.1.PolicyName=Read
        root AttachGroupPolicy GroupName=Readers PolicyArn=arn:aws:iam::123456789012:policy/Write -> 404 NoSuchEntity Policy arn:aws:iam::123456789012:policy/Write does not exist or is not attachable.
        root AttachGroupPolicy GroupName=Readers PolicyArn=a-name-and-not-an-arn -> 400 ValidationError Invalid ARN:  Could not be parsed!
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![attachment::permission(
            cx,
            "iam:AttachGroupPolicy",
            &self.entity(),
            &self.policy_arn,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        attachment::attach(cx, &self.entity(), &self.policy_arn)
    }
}

impl AttachGroupPolicy {
    fn entity(&self) -> Entity {
        Entity::Group(self.group_name.clone())
    }
}
