//! `DescribeEffectivePolicy`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, PolicyType, Refused, arn};
use crate::state::{Member, Organization};
use serde::{Deserialize, Serialize};

/// Merges what an account inherits of settings such as tag policies. Policies that restrict are not merged: every level binds.
///
/// Permission: `organizations:DescribeEffectivePolicy` on the account, which may be the caller's own in any member.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DescribeEffectivePolicy {
    policy_type: PolicyType,
    target_id: Option<String>,
}

/// The merged policy.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DescribeEffectivePolicyResult {
    effective_policy: EffectivePolicy,
}

/// AWS's `EffectivePolicy`, merged at this moment.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct EffectivePolicy {
    policy_content: String,
    last_updated_timestamp: f64,
    target_id: String,
    policy_type: &'static str,
}

impl Operation for DescribeEffectivePolicy {
    const NAME: &'static str = "DescribeEffectivePolicy";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root EnablePolicyType RootId=$r PolicyType=TAG_POLICY -> ok
        root DescribeEffectivePolicy PolicyType=TAG_POLICY -> 400 EffectivePolicyNotFoundException
        root CreatePolicy Name=tags Description= Type=TAG_POLICY Content='{"tags":{"a":{"tag_key":{"@@assign":"A"}}}}' -> set p=Policy.PolicySummary.Id
        root AttachPolicy PolicyId=$p TargetId=$r -> ok
        root DescribeEffectivePolicy PolicyType=TAG_POLICY -> EffectivePolicy.PolicyContent={"tags":{"a":{"tag_key":"A"}}} & EffectivePolicy.TargetId=123456789012
        root DescribeEffectivePolicy PolicyType=TAG_POLICY TargetId=$r -> 400 InvalidInputException You can't perform the specified operation on that target entity.
        root DescribeEffectivePolicy PolicyType=TAG_POLICY TargetId=111111111111 -> 400 TargetNotFoundException
        root iam:CreateUser UserName=Ann -> ok
        root iam:PutUserPolicy UserName=Ann PolicyName=read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"organizations:*","Resource":"*"},{"Effect":"Deny","Action":"organizations:DescribeEffectivePolicy","Resource":"arn:aws:organizations::123456789012:account/*","Condition":{"StringEquals":{"organizations:PolicyType":"TAG_POLICY"}}}]}' -> ok
        root iam:CreateAccessKey UserName=Ann -> as ann
        ann DescribeEffectivePolicy PolicyType=TAG_POLICY -> 400 AccessDeniedException
        ann DescribeEffectivePolicy PolicyType=BACKUP_POLICY -> 400 EffectivePolicyNotFoundException
        root iam:CreateUser UserName=Bob -> ok
        root iam:CreateAccessKey UserName=Bob -> as bob
        bob DescribeEffectivePolicy PolicyType=TAG_POLICY -> 400 AccessDeniedException
        root portcullis:CreateAccount AccountId=222222222222 -> as member
        root InviteAccountToOrganization Target={"Id":"222222222222","Type":"ACCOUNT"} -> set h=Handshake.Id
        member AcceptHandshake HandshakeId=$h -> ok
        member DescribeEffectivePolicy PolicyType=TAG_POLICY -> EffectivePolicy.TargetId=222222222222
        member iam:CreateUser UserName=Bob -> ok
        member iam:CreateAccessKey UserName=Bob -> as bob
        bob DescribeEffectivePolicy PolicyType=TAG_POLICY -> 400 AccessDeniedException
    "#;
    type Output = DescribeEffectivePolicyResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::ReadingOwn,
            "organizations:DescribeEffectivePolicy",
            |organization| match &self.target_id {
                Some(target) => arn::account(organization, target),
                None => arn::account(organization, &cx.account().id.to_string()),
            },
        )?;
        Ok(vec![
            permission.with("organizations:PolicyType", self.policy_type.text()),
        ])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<DescribeEffectivePolicyResult>, Error> {
        let organization = organizations::organization(cx)?;
        let account = cx.account().id.to_string();
        let target = self.target_id.as_deref().unwrap_or(&account);
        if organization.is_container(target) {
            return Err(Refused::TargetUnsupported.error());
        }
        let Some(member) = organization.member_by_text(target) else {
            return Err(Refused::TargetNotFound.error());
        };
        let Some(content) = effective_content(organization, member, self.policy_type) else {
            return Err(Refused::EffectiveNotFound.error());
        };
        Outcome::read(DescribeEffectivePolicyResult {
            effective_policy: EffectivePolicy {
                policy_content: content,
                last_updated_timestamp: organizations::seconds(cx.now),
                target_id: target.to_owned(),
                policy_type: self.policy_type.text(),
            },
        })
    }
}

/// What the policies of a type come to for an account; `None` where none is attached.
pub(super) fn effective_content(
    organization: &Organization,
    member: &Member,
    policy_type: PolicyType,
) -> Option<String> {
    let levels: Vec<Vec<&str>> = organization
        .levels_of(member)
        .into_iter()
        .map(|node| {
            let attached = node.policies.iter();
            attached
                .filter_map(|id| organization.policies.get(id))
                .filter(|policy| policy.policy_type() == policy_type)
                .map(|policy| policy.content.text.as_str())
                .collect()
        })
        .collect();
    let some = levels.iter().any(|level| !level.is_empty());
    some.then(|| organizations::effective(&levels))
}
