//! `ListGroupPolicies`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::holder;
use crate::ops::inline_policy::{self, PolicyNames};
use crate::page::Page;
use crate::state::Entity;
use serde::Deserialize;

/// Lists the names of a group's inline policies.
///
/// Permission: `iam:ListGroupPolicies` on the group.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListGroupPolicies {
    group_name: String,
    marker: Option<String>,
    max_items: Option<usize>,
}

impl Operation for ListGroupPolicies {
    const NAME: &'static str = "ListGroupPolicies";
    const EXAMPLE: &'static str = r#"
        root CreateGroup GroupName=Readers -> ok
        root PutGroupPolicy GroupName=Readers PolicyName=read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root ListGroupPolicies GroupName=Readers -> ListGroupPoliciesResult.PolicyNames.1=read & !ListGroupPoliciesResult.PolicyNames.2
        root ListGroupPolicies GroupName=Nobody -> 404 NoSuchEntity The group with name Nobody cannot be found.
    "#;
    type Output = PolicyNames;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![holder::permission(
            cx,
            "iam:ListGroupPolicies",
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

impl ListGroupPolicies {
    fn entity(&self) -> Entity {
        Entity::Group(self.group_name.clone())
    }
}
