//! `ListUserPolicies`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::holder;
use crate::ops::inline_policy::{self, PolicyNames};
use crate::page::Page;
use crate::state::Entity;
use serde::Deserialize;

/// Lists the names of a user's inline policies.
///
/// Permission: `iam:ListUserPolicies` on the user.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListUserPolicies {
    user_name: String,
    marker: Option<String>,
    max_items: Option<usize>,
}

impl Operation for ListUserPolicies {
    const NAME: &'static str = "ListUserPolicies";
    const EXAMPLE: &'static str = r#"
        root CreateUser UserName=Bob -> ok
        root PutUserPolicy UserName=Bob PolicyName=read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root ListUserPolicies UserName=Bob -> ListUserPoliciesResult.PolicyNames.1=read & !ListUserPoliciesResult.PolicyNames.2
        root ListUserPolicies UserName=Nobody -> 404 NoSuchEntity The user with name Nobody cannot be found.
    "#;
    type Output = PolicyNames;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![holder::permission(
            cx,
            "iam:ListUserPolicies",
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

impl ListUserPolicies {
    fn entity(&self) -> Entity {
        Entity::User(self.user_name.clone())
    }
}
