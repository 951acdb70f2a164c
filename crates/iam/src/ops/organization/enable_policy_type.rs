//! `EnablePolicyType`.

use super::disable_policy_type::RootResult;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, OrganizationChange, PolicyType, Refused, RootShape, arn};
use serde::Deserialize;

/// Lets policies of a type bind from now on: what allows everything is attached everywhere, and replaces nothing.
///
/// Permission: `organizations:EnablePolicyType` on the root, with `organizations:PolicyType`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct EnablePolicyType {
    root_id: String,
    policy_type: PolicyType,
}

impl Operation for EnablePolicyType {
    const NAME: &'static str = "EnablePolicyType";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root EnablePolicyType RootId=$r PolicyType=RESOURCE_CONTROL_POLICY -> Root.PolicyTypes.2.Type=RESOURCE_CONTROL_POLICY
        root EnablePolicyType RootId=$r PolicyType=SERVICE_CONTROL_POLICY -> 400 PolicyTypeAlreadyEnabledException The specified policy type is already enabled.
    "#;
    type Output = RootResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Delegable,
            "organizations:EnablePolicyType",
            arn::root,
        )?;
        Ok(vec![
            permission.with("organizations:PolicyType", self.policy_type.text()),
        ])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<RootResult>, Error> {
        let organization = organizations::organization(cx)?;
        organizations::root(organization, &self.root_id)?;
        if !organization.all_features {
            return Err(Refused::PolicyTypeNotAvailable.error());
        }
        if organization.enabled.contains(&self.policy_type) {
            return Err(Refused::PolicyTypeEnabled.error());
        }
        let policy_type = self.policy_type;
        let mut enabled = organization.enabled.clone();
        enabled.insert(policy_type);
        let root = RootShape::with(organization, enabled.into_iter());
        organizations::changed(
            organization,
            OrganizationChange::PolicyTypeEnabled { policy_type },
            RootResult { root },
        )
    }
}
