//! `CreatePolicyVersion`.

use crate::authorize::{Allowed, Permission};
use crate::document::DocumentText;
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, target};
use crate::shapes::PolicyVersionShape;
use crate::{Error, context};
use policy::Kind;
use serde::{Deserialize, Serialize};

/// Adds a version to a managed policy, and puts it in force if `SetAsDefault` says so.
///
/// Permission: `iam:CreatePolicyVersion` on the policy. A policy has at most five versions (§12.4); a deleted version's number is
/// never used again. At most 6144 characters without white space (G-36); the document is kept byte for byte.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreatePolicyVersion {
    policy_arn: String,
    policy_document: String,
    #[serde(default)]
    set_as_default: bool,
}

/// The new version, without its document.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreatePolicyVersionResult {
    policy_version: PolicyVersionShape,
}

impl Operation for CreatePolicyVersion {
    const NAME: &'static str = "CreatePolicyVersion";
    const EXAMPLE: &'static str = r#"
        root CreatePolicy PolicyName=Read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> ok
        root CreatePolicyVersion PolicyArn=arn:aws:iam::123456789012:policy/Read SetAsDefault=true PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}' -> CreatePolicyVersionResult.PolicyVersion.VersionId=v2 & CreatePolicyVersionResult.PolicyVersion.IsDefaultVersion=true
        root CreatePolicyVersion PolicyArn=arn:aws:iam::123456789012:policy/Read PolicyDocument='[]' -> 400 MalformedPolicyDocument Syntax errors in policy.
    "#;
    type Output = CreatePolicyVersionResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_policy(
            cx,
            "iam:CreatePolicyVersion",
            &self.policy_arn,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<CreatePolicyVersionResult>, Error> {
        let quotas = &cx.settings.quotas;
        let held = existence::own_policy(cx.account(), &self.policy_arn)?;
        let document = policy::accept(&self.policy_document, Kind::Managed)?;
        quotas.policy_size.fits(document.size())?;
        let limit = quotas.versions_per_policy.limit;
        if held.versions.len() >= limit {
            return Err(Error::limit_exceeded(format!(
                "A managed policy can have up to {limit} versions. Before you create a new version, you must delete an existing version."
            )));
        }
        quotas
            .policy_versions_in_use
            .room_beside(cx.account().policy_versions_in_use())?;
        let version = held.next_version;
        let policy_version = PolicyVersionShape {
            document: None,
            version_id: format!("v{version}"),
            is_default_version: self.set_as_default,
            create_date: Some(context::text(cx.now).into()),
        };
        let event = Event::PolicyVersionCreated {
            arn: self.policy_arn.clone(),
            version,
            document: DocumentText::new(&self.policy_document),
            default: self.set_as_default,
        };
        Outcome::event(event, CreatePolicyVersionResult { policy_version })
    }
}
