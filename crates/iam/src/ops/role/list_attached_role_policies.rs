//! `ListAttachedRolePolicies`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::attachment::{self, AttachedPolicies};
use crate::ops::holder;
use crate::page::Page;
use crate::state::Entity;
use serde::Deserialize;

/// Lists the managed policies attached to a role, by name; `PathPrefix` is about the policies' own paths.
///
/// Permission: `iam:ListAttachedRolePolicies` on the role.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListAttachedRolePolicies {
    role_name: String,
    path_prefix: Option<String>,
    marker: Option<String>,
    max_items: Option<usize>,
}

impl Operation for ListAttachedRolePolicies {
    const NAME: &'static str = "ListAttachedRolePolicies";
    const EXAMPLE: &'static str = r#"
        root CreateRole RoleName=Reader AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}' -> ok
        root CreatePolicy PolicyName=Read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root AttachRolePolicy RoleName=Reader PolicyArn=arn:aws:iam::123456789012:policy/Read -> ok
        root ListAttachedRolePolicies RoleName=Reader -> ListAttachedRolePoliciesResult.AttachedPolicies.1.PolicyArn=arn:aws:iam::123456789012:policy/Read
        root ListAttachedRolePolicies RoleName=Reader PathPrefix=/team/ -> !ListAttachedRolePoliciesResult.AttachedPolicies.1
        root ListAttachedRolePolicies RoleName=Nobody -> 404 NoSuchEntity The role with name Nobody cannot be found.
    "#;
    type Output = AttachedPolicies;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![holder::permission(
            cx,
            "iam:ListAttachedRolePolicies",
            &self.entity(),
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<AttachedPolicies>, Error> {
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        attachment::list(cx, &self.entity(), self.path_prefix.as_deref(), page)
    }
}

impl ListAttachedRolePolicies {
    fn entity(&self) -> Entity {
        Entity::Role(self.role_name.clone())
    }
}
