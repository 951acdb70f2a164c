//! `DisablePolicyType`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, OrganizationChange, PolicyType, Refused, RootShape, arn};
use serde::{Deserialize, Serialize};

/// Lets policies of a type bind no longer, at once; they are attached nowhere after that.
///
/// Permission: `organizations:DisablePolicyType` on the root, with `organizations:PolicyType`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DisablePolicyType {
    root_id: String,
    policy_type: PolicyType,
}

/// The root.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RootResult {
    pub root: RootShape,
}

impl Operation for DisablePolicyType {
    const NAME: &'static str = "DisablePolicyType";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root DisablePolicyType RootId=$r PolicyType=SERVICE_CONTROL_POLICY -> Root.Id=$r & !Root.PolicyTypes.1
        root DisablePolicyType RootId=$r PolicyType=SERVICE_CONTROL_POLICY -> 400 PolicyTypeNotEnabledException This operation can be performed only for enabled policy types.
    "#;
    type Output = RootResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Delegable,
            "organizations:DisablePolicyType",
            arn::root,
        )?;
        Ok(vec![
            permission.with("organizations:PolicyType", self.policy_type.text()),
        ])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<RootResult>, Error> {
        let organization = organizations::organization(cx)?;
        organizations::root(organization, &self.root_id)?;
        if !organization.enabled.contains(&self.policy_type) {
            return Err(Refused::PolicyTypeNotEnabled.error());
        }
        let policy_type = self.policy_type;
        let mut enabled = organization.enabled.clone();
        enabled.remove(&policy_type);
        let root = RootShape::with(organization, enabled.into_iter());
        organizations::changed(
            organization,
            OrganizationChange::PolicyTypeDisabled { policy_type },
            RootResult { root },
        )
    }
}
