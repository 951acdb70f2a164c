//! `CreatePolicy`.

use super::acceptance;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{
    self, Access, GuardRail, OrganizationChange, PolicyContentShape, PolicyType, Refused, arn,
};
use crate::state::{Organization, Tag};
use serde::{Deserialize, Serialize};

/// Makes a policy of a type, attached to nothing. A policy may be made before its type is enabled (G-49).
///
/// Permission: `organizations:CreatePolicy` on the policy, with `organizations:PolicyType` and the request's tags; with tags also
/// `organizations:TagResource`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreatePolicy {
    content: String,
    description: String,
    name: String,
    r#type: PolicyType,
    #[serde(default)]
    tags: Vec<Tag>,
}

/// The policy.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PolicyResult {
    pub policy: PolicyContentShape,
}

impl Operation for CreatePolicy {
    const NAME: &'static str = "CreatePolicy";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root CreatePolicy Name=guard Description=d Type=SERVICE_CONTROL_POLICY Content='{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:CreateUser","Resource":"*"}}' -> Policy.PolicySummary.Name=guard & Policy.PolicySummary.AwsManaged=false
        root CreatePolicy Name=guard Description=d Type=SERVICE_CONTROL_POLICY Content='{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:CreateUser","Resource":"*"}}' -> 400 DuplicatePolicyException A policy with the specified name and type already exists.
        root CreatePolicy Name=bad Description=d Type=SERVICE_CONTROL_POLICY Content={} -> 400 MalformedPolicyDocumentException The provided policy document does not meet the requirements of the specified policy type.
        root CreatePolicy Name=rules Description= Type=TAG_POLICY Content={"tags":{}} -> Policy.PolicySummary.Type=TAG_POLICY
        root CreatePolicy Name=bad Description= Type=TAG_POLICY Content={"plans":{}} -> 400 MalformedPolicyDocumentException
        root CreatePolicy Name=bad Description= Type=BACKUP_POLICY Content={"plans":{},"Version":"2012-10-17"} -> 400 MalformedPolicyDocumentException
        root CreatePolicy Name=rules Description= Type=S3_POLICY Content={"s3":{}} -> Policy.PolicySummary.Type=S3_POLICY
        root iam:CreateUser UserName=Ann -> ok
        root iam:PutUserPolicy UserName=Ann PolicyName=make PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"organizations:CreatePolicy","Resource":"*"}}' -> ok
        root iam:CreateAccessKey UserName=Ann -> as ann
        ann CreatePolicy Name=ours Description= Type=TAG_POLICY Content={"tags":{}} Tags=[{"Key":"team","Value":"a"}] -> 400 AccessDeniedException
        ann CreatePolicy Name=ours Description= Type=TAG_POLICY Content={"tags":{}} -> ok
    "#;
    type Output = PolicyResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let arn = |organization: &Organization| {
            arn::policy(
                organization.management,
                &organization.id,
                self.r#type,
                &new_id(cx),
            )
        };
        let permission =
            organizations::permission(cx, Access::Delegable, "organizations:CreatePolicy", arn)?
                .with("organizations:PolicyType", self.r#type.text())
                .with_request_tags(&self.tags);
        Ok(vec![if self.tags.is_empty() {
            permission
        } else {
            permission.and(&["organizations:TagResource"])
        }])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<PolicyResult>, Error> {
        let organization = organizations::organization(cx)?;
        if !organization.all_features {
            return Err(Refused::PolicyTypeNotAvailable.error());
        }
        organizations::check_tags(&[], &self.tags, cx.settings.quotas.tags.limit)?;
        acceptance::name(organization, self.r#type, &self.name, None)?;
        acceptance::content(self.r#type, &self.content)?;
        let of_type = organization.policies.values();
        let count = of_type
            .filter(|policy| policy.policy_type() == self.r#type)
            .count();
        if count >= acceptance::policies_max(self.r#type) {
            return Err(Refused::TooManyPolicies.error());
        }
        let id = new_id(cx);
        let policy = GuardRail {
            name: self.name.clone(),
            description: self.description.clone(),
            ..GuardRail::new(
                organization.management,
                &organization.id,
                &id,
                self.r#type,
                &self.content,
            )
        };
        organizations::changed(
            organization,
            OrganizationChange::PolicyCreated {
                id,
                policy_type: self.r#type,
                name: self.name.clone(),
                description: self.description.clone(),
                content: self.content.clone(),
                tags: self.tags.clone(),
            },
            PolicyResult {
                policy: PolicyContentShape::of(&policy),
            },
        )
    }
}

/// The id that this request's policy has.
fn new_id(cx: &Cx) -> String {
    format!("p-{}", cx.seed.base36("policy id", 10))
}
