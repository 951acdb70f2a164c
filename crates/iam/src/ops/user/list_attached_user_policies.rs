//! `ListAttachedUserPolicies`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::attachment::{self, AttachedPolicies};
use crate::ops::holder;
use crate::page::Page;
use crate::state::Entity;
use serde::Deserialize;

/// Lists the managed policies attached to a user, by name; `PathPrefix` is about the policies' own paths.
///
/// Permission: `iam:ListAttachedUserPolicies` on the user.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListAttachedUserPolicies {
    user_name: String,
    path_prefix: Option<String>,
    marker: Option<String>,
    max_items: Option<usize>,
}

impl Operation for ListAttachedUserPolicies {
    const NAME: &'static str = "ListAttachedUserPolicies";
    const EXAMPLE: &'static str = r#"
        root CreateUser UserName=Bob -> ok
        root CreatePolicy PolicyName=Read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root AttachUserPolicy UserName=Bob PolicyArn=arn:aws:iam::123456789012:policy/Read -> ok
        root ListAttachedUserPolicies UserName=Bob -> ListAttachedUserPoliciesResult.AttachedPolicies.1.PolicyArn=arn:aws:iam::123456789012:policy/Read
        root ListAttachedUserPolicies UserName=Bob PathPrefix=/team/ -> !ListAttachedUserPoliciesResult.AttachedPolicies.1
        root ListAttachedUserPolicies UserName=Nobody -> 404 NoSuchEntity The user with name Nobody cannot be found.
    "#;
    type Output = AttachedPolicies;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![holder::permission(
            cx,
            "iam:ListAttachedUserPolicies",
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

impl ListAttachedUserPolicies {
    fn entity(&self) -> Entity {
        Entity::User(self.user_name.clone())
    }
}
