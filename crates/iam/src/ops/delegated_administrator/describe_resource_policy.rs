//! `DescribeResourcePolicy`.

use super::put_resource_policy::{ResourcePolicyResult, ResourcePolicyShape};
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, Refused};
use crate::{Error, trust};
use serde::Deserialize;

/// Tells the resource-based policy of the organization. Principals that are gone show their unique ids (G-24).
///
/// Permission: `organizations:DescribeResourcePolicy` on `*`.
#[derive(Debug, Deserialize)]
pub(crate) struct DescribeResourcePolicy {}

impl Operation for DescribeResourcePolicy {
    const NAME: &'static str = "DescribeResourcePolicy";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root DescribeResourcePolicy -> 400 ResourcePolicyNotFoundException
        root PutResourcePolicy Content='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"222222222222"},"Action":"organizations:ListAccounts","Resource":"*"}}' -> set rp=ResourcePolicy.ResourcePolicySummary.Id
        root DescribeResourcePolicy -> ResourcePolicy.ResourcePolicySummary.Id=$rp
    "#;
    type Output = ResourcePolicyResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Reading,
            "organizations:DescribeResourcePolicy",
            |_| "*".into(),
        )?;
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ResourcePolicyResult>, Error> {
        let organization = organizations::organization(cx)?;
        let Some(policy) = &organization.resource_policy else {
            return Err(Refused::ResourcePolicyNotFound.error());
        };
        let document = &policy.content.document;
        let content = trust::shown(cx.state, &document.text, &document.principals);
        let shape = ResourcePolicyShape::new(organization, &policy.id, &content);
        Outcome::read(ResourcePolicyResult {
            resource_policy: shape,
        })
    }
}
