//! `PutResourcePolicy`.

use crate::authorize::{Allowed, Permission};
use crate::document::DocumentText;
use crate::import::Incoming;
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, OrganizationChange, Refused, arn};
use crate::state::{Organization, Tag};
use crate::{Error, trust};
use policy::{Kind, catalogue};
use serde::{Deserialize, Serialize};

/// Sets the resource-based policy of the organization, in place of the one that it has: what other members may read, and which policies
/// they may manage. Tags are given when it is made; later ones are `TagResource`'s. Users and roles that it names must exist; it goes on
/// to mean them alone (G-23, G-24). `NotAction` and `NotResource` are refused, as AWS does since June 2026; a policy that has them
/// already goes on. So are actions that cannot be given: what is there to give is to read, and to manage policies and tags.
///
/// Permission: `organizations:PutResourcePolicy` on the policy, with the request's tags.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PutResourcePolicy {
    content: String,
    #[serde(default)]
    tags: Vec<Tag>,
}

/// The policy.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ResourcePolicyResult {
    pub resource_policy: ResourcePolicyShape,
}

/// AWS's `ResourcePolicy`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ResourcePolicyShape {
    resource_policy_summary: ResourcePolicySummary,
    content: String,
}

/// AWS's `ResourcePolicySummary`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ResourcePolicySummary {
    id: String,
    arn: String,
}

impl ResourcePolicyShape {
    pub(super) fn new(organization: &Organization, id: &str, content: &str) -> ResourcePolicyShape {
        ResourcePolicyShape {
            resource_policy_summary: ResourcePolicySummary {
                id: id.to_owned(),
                arn: arn::resource_policy(organization, id),
            },
            content: content.to_owned(),
        }
    }
}

impl Operation for PutResourcePolicy {
    const NAME: &'static str = "PutResourcePolicy";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root PutResourcePolicy Content='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"222222222222"},"Action":"organizations:ListAccounts","Resource":"*"}}' -> ResourcePolicy.ResourcePolicySummary.Id
        root PutResourcePolicy Tags=[{"Key":"a","Value":"b"}] Content='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"222222222222"},"Action":"organizations:ListAccounts","Resource":"*"}}' -> 400 InvalidInputException Calls with tags apply to the initial creation of the resource policy.
        root PutResourcePolicy Content={} -> 400 InvalidInputException
        root PutResourcePolicy Content='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"222222222222"},"Action":["organizations:List*","organizations:CloseAccount"],"Resource":"*"}}' -> 400 InvalidInputException You specified an action that a resource policy can't delegate.
        root PutResourcePolicy Content='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"222222222222"},"Action":"s3:*","Resource":"*"}}' -> 400 InvalidInputException
        root PutResourcePolicy Content='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"222222222222"},"NotAction":"organizations:CreateAccount","Resource":"*"}}' -> 400 InvalidInputException The provided policy document is not a valid resource-based policy.
        root PutResourcePolicy Content='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"222222222222"},"Action":"organizations:ListAccounts","NotResource":"*"}]}' -> 400 InvalidInputException
        root PutResourcePolicy Content='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/Nobody"},"Action":"organizations:ListAccounts","Resource":"*"}}' -> 400 InvalidInputException You specified an invalid principal element in the policy.
    "#;
    type Output = ResourcePolicyResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let arn =
            |organization: &Organization| arn::resource_policy(organization, &id(cx, organization));
        let permission = organizations::permission(
            cx,
            Access::Management,
            "organizations:PutResourcePolicy",
            arn,
        )?;
        Ok(vec![permission.with_request_tags(&self.tags)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ResourcePolicyResult>, Error> {
        let organization = organizations::organization(cx)?;
        if !organization.all_features {
            return Err(Refused::UnsupportedFeatures.error());
        }
        organizations::check_tags(&[], &self.tags, cx.settings.quotas.tags.limit)?;
        let Ok(document) = policy::accept(&self.content, Kind::Resource) else {
            return Err(Refused::ResourcePolicyContent.error());
        };
        if document.has_exceptions() {
            return Err(Refused::ResourcePolicyContent.error());
        }
        if !document.actions().all(can_be_given) {
            return Err(Refused::ResourcePolicyAction.error());
        }
        let Ok(principals) = trust::bindings(cx.state, &Incoming::default(), &document) else {
            return Err(Refused::ResourcePolicyPrincipal.error());
        };
        let id = id(cx, organization);
        let tags = match &organization.resource_policy {
            Some(_) if !self.tags.is_empty() => return Err(Refused::ResourcePolicyTags.error()),
            Some(policy) => policy.tags.clone(),
            None => self.tags.clone(),
        };
        let shape = ResourcePolicyShape::new(organization, &id, &self.content);
        organizations::changed(
            organization,
            OrganizationChange::ResourcePolicyBound {
                id,
                content: DocumentText {
                    text: self.content.clone(),
                    principals,
                },
                tags,
            },
            ResourcePolicyResult {
                resource_policy: shape,
            },
        )
    }
}

/// What AWS's user guide lets delegation policies give, besides reading.
const GIVEN: &[&str] = &[
    "AttachPolicy",
    "CreatePolicy",
    "DeletePolicy",
    "DetachPolicy",
    "DisablePolicyType",
    "EnablePolicyType",
    "TagResource",
    "UntagResource",
    "UpdatePolicy",
];

/// Whether a pattern names an action that the organization can give other members.
fn can_be_given(pattern: &str) -> bool {
    catalogue::actions_matching(pattern).any(|action| {
        let name = action.name();
        let reads = name.starts_with("Describe") || name.starts_with("List");
        action.service() == "organizations" && (reads || GIVEN.contains(&name))
    })
}

/// The id that the policy has, or that this request gives it.
fn id(cx: &Cx, organization: &Organization) -> String {
    match &organization.resource_policy {
        Some(policy) => policy.id.to_string(),
        None => format!("rp-{}", cx.seed.base36("resource policy id", 8)),
    }
}
