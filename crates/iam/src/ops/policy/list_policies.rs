//! `ListPolicies`.

use super::usage::PolicyUsage;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::page::Page;
use crate::policies::{self, AnyPolicy};
use crate::shapes::PolicyShape;
use crate::state::Account;
use serde::{Deserialize, Serialize};

/// Lists managed policies by name: those of the account and those of AWS, which `Scope` tells apart.
///
/// Permission: `iam:ListPolicies`, on what AWS calls `policy path` and the prefix, so that only `*` grants it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListPolicies {
    scope: Option<PolicyScope>,
    #[serde(default)]
    only_attached: bool,
    #[serde(default = "crate::path::root")]
    path_prefix: String,
    policy_usage_filter: Option<PolicyUsage>,
    marker: Option<String>,
    max_items: Option<usize>,
}

/// Whose policies a list shows.
#[derive(Clone, Copy, Debug, Deserialize)]
enum PolicyScope {
    All,
    /// Those that AWS makes.
    #[serde(rename = "AWS")]
    Aws,
    /// Those of the account.
    Local,
}

/// One page of policies, without descriptions and tags.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListPoliciesResult {
    policies: Vec<PolicyShape>,
    is_truncated: bool,
    marker: Option<String>,
}

impl Operation for ListPolicies {
    const NAME: &'static str = "ListPolicies";
    const EXAMPLE: &'static str = r#"
        root CreatePolicy PolicyName=Read Path=/team/ PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root ListPolicies Scope=Local -> ListPoliciesResult.Policies.1.PolicyName=Read & ListPoliciesResult.IsTruncated=false
        root ListPolicies Scope=AWS PathPrefix=/job-function/ MaxItems=1 -> ListPoliciesResult.Policies.1.Arn=arn:aws:iam::aws:policy/job-function/AmazonODBAutonomousVmClusterAdmin & ListPoliciesResult.IsTruncated=true
        root ListPolicies PathPrefix=/tea/ -> !ListPoliciesResult.Policies.1
        root ListPolicies OnlyAttached=true -> !ListPoliciesResult.Policies.1
        root ListPolicies Marker=? -> 400 ValidationError Invalid Marker.
    "#;
    type Output = ListPoliciesResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![Permission::on(
            "iam:ListPolicies",
            format!("policy path {}", self.path_prefix),
            cx.account().id,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ListPoliciesResult>, Error> {
        let account = cx.account();
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        let policies = policies::all(account).filter(|policy| self.shows(account, *policy));
        let page = page.of(policies, |policy| policy.page_key())?;
        Outcome::read(ListPoliciesResult {
            policies: page
                .items
                .into_iter()
                .map(|policy| PolicyShape::brief(account, policy))
                .collect(),
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }
}

impl ListPolicies {
    fn shows(&self, account: &Account, policy: AnyPolicy) -> bool {
        let in_scope = match (self.scope, policy) {
            (None | Some(PolicyScope::All), _)
            | (Some(PolicyScope::Local), AnyPolicy::Own(_))
            | (Some(PolicyScope::Aws), AnyPolicy::Aws(_)) => true,
            (Some(PolicyScope::Local), AnyPolicy::Aws(_))
            | (Some(PolicyScope::Aws), AnyPolicy::Own(_)) => false,
        };
        if !in_scope || !policy.path().starts_with(&self.path_prefix) {
            return false;
        }
        match self.policy_usage_filter {
            Some(PolicyUsage::PermissionsPolicy) => policy.uses(account).attachments > 0,
            Some(PolicyUsage::PermissionsBoundary) => policy.uses(account).boundaries > 0,
            None => !self.only_attached || policy.uses(account).attachments > 0,
        }
    }
}
