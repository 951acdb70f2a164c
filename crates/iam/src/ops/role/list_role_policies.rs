//! `ListRolePolicies`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::holder;
use crate::ops::inline_policy::{self, PolicyNames};
use crate::page::Page;
use crate::state::Entity;
use serde::Deserialize;

/// Lists the names of a role's inline policies.
///
/// Permission: `iam:ListRolePolicies` on the role.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListRolePolicies {
    role_name: String,
    marker: Option<String>,
    max_items: Option<usize>,
}

impl Operation for ListRolePolicies {
    const NAME: &'static str = "ListRolePolicies";
    const EXAMPLE: &'static str = r#"
        root CreateRole RoleName=Reader AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}' -> ok
        root PutRolePolicy RoleName=Reader PolicyName=read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root ListRolePolicies RoleName=Reader -> ListRolePoliciesResult.PolicyNames.1=read & !ListRolePoliciesResult.PolicyNames.2
        root ListRolePolicies RoleName=Nobody -> 404 NoSuchEntity The role with name Nobody cannot be found.
    "#;
    type Output = PolicyNames;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![holder::permission(
            cx,
            "iam:ListRolePolicies",
            &self.entity(),
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<PolicyNames>, Error> {
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        inline_policy::list(cx, &self.entity(), page)
    }
}

impl ListRolePolicies {
    fn entity(&self) -> Entity {
        Entity::Role(self.role_name.clone())
    }
}
