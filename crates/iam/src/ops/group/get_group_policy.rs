//! `GetGroupPolicy`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{holder, inline_policy};
use crate::state::Entity;
use serde::{Deserialize, Serialize};

/// Shows an inline policy of a group, URL-encoded (G-10).
///
/// Permission: `iam:GetGroupPolicy` on the group.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetGroupPolicy {
    group_name: String,
    policy_name: String,
}

/// The policy and its group.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetGroupPolicyResult {
    group_name: String,
    policy_name: String,
    policy_document: String,
}

impl Operation for GetGroupPolicy {
    const NAME: &'static str = "GetGroupPolicy";
    const EXAMPLE: &'static str = r#"
        root CreateGroup GroupName=Readers -> ok
        root PutGroupPolicy GroupName=Readers PolicyName=read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root GetGroupPolicy GroupName=Readers PolicyName=read -> GetGroupPolicyResult.PolicyDocument=%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22s3%3AGetObject%22%2C%22Resource%22%3A%22%2A%22%7D%5D%7D
        root GetGroupPolicy GroupName=Readers PolicyName=write -> 404 NoSuchEntity The group policy with name write cannot be found.
    "#;
    type Output = GetGroupPolicyResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![holder::permission(
            cx,
            "iam:GetGroupPolicy",
            &self.entity(),
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<GetGroupPolicyResult>, Error> {
        let policy = inline_policy::get(cx, &self.entity(), &self.policy_name)?;
        Outcome::read(GetGroupPolicyResult {
            group_name: policy.holder,
            policy_name: policy.name,
            policy_document: policy.document,
        })
    }
}

impl GetGroupPolicy {
    fn entity(&self) -> Entity {
        Entity::Group(self.group_name.clone())
    }
}
