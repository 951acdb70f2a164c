//! `ListAttachedGroupPolicies`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::attachment::{self, AttachedPolicies};
use crate::ops::holder;
use crate::page::Page;
use crate::state::Entity;
use serde::Deserialize;

/// Lists the managed policies attached to a group, by name; `PathPrefix` is about the policies' own paths.
///
/// Permission: `iam:ListAttachedGroupPolicies` on the group.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListAttachedGroupPolicies {
    group_name: String,
    path_prefix: Option<String>,
    marker: Option<String>,
    max_items: Option<usize>,
}

impl Operation for ListAttachedGroupPolicies {
    const NAME: &'static str = "ListAttachedGroupPolicies";
    const EXAMPLE: &'static str = r#"
        root CreateGroup GroupName=Readers -> ok
        root CreatePolicy PolicyName=Read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root AttachGroupPolicy GroupName=Readers PolicyArn=arn:aws:iam::123456789012:policy/Read -> ok
        root ListAttachedGroupPolicies GroupName=Readers -> ListAttachedGroupPoliciesResult.AttachedPolicies.1.PolicyArn=arn:aws:iam::123456789012:policy/Read
        root ListAttachedGroupPolicies GroupName=Readers PathPrefix=/team/ -> !ListAttachedGroupPoliciesResult.AttachedPolicies.1
        root ListAttachedGroupPolicies GroupName=Nobody -> 404 NoSuchEntity The group with name Nobody cannot be found.
    "#;
    type Output = AttachedPolicies;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![holder::permission(
            cx,
            "iam:ListAttachedGroupPolicies",
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

impl ListAttachedGroupPolicies {
    fn entity(&self) -> Entity {
        Entity::Group(self.group_name.clone())
    }
}
