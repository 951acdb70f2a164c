//! `ListPoliciesGrantingServiceAccess`.

use super::resource;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::held::{self, HeldPolicy};
use crate::ops::holder;
use crate::page::Page;
use policy::catalogue;
use serde::{Deserialize, Serialize};

/// Lists for services the permissions policies that let a user, group or role use them; a user's groups count, boundaries do not.
///
/// Permission: `iam:ListPoliciesGrantingServiceAccess` on the user, group or role.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListPoliciesGrantingServiceAccess {
    marker: Option<String>,
    arn: String,
    #[serde(default)]
    service_namespaces: Vec<String>,
}

/// One page of services.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListPoliciesGrantingServiceAccessResult {
    policies_granting_service_access: Vec<ServiceEntry>,
    is_truncated: bool,
    marker: Option<String>,
}

/// AWS's `ListPoliciesGrantingServiceAccessEntry`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ServiceEntry {
    service_namespace: String,
    policies: Vec<PolicyGrantingServiceAccess>,
}

/// AWS's `PolicyGrantingServiceAccess`; managed policies have no entity, inline policies no ARN.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PolicyGrantingServiceAccess {
    policy_name: String,
    policy_type: &'static str,
    policy_arn: Option<String>,
    entity_type: Option<String>,
    entity_name: Option<String>,
}

impl Operation for ListPoliciesGrantingServiceAccess {
    const NAME: &'static str = "ListPoliciesGrantingServiceAccess";
    const EXAMPLE: &'static str = r#"
        root CreateUser UserName=Bob -> ok
        root PutUserPolicy UserName=Bob PolicyName=some PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"}]}' -> ok
        root ListPoliciesGrantingServiceAccess Arn=arn:aws:iam::123456789012:user/Bob ServiceNamespaces.member.1=sqs ServiceNamespaces.member.2=s3 -> ListPoliciesGrantingServiceAccessResult.PoliciesGrantingServiceAccess.1.Policies.1.PolicyName=some & ListPoliciesGrantingServiceAccessResult.PoliciesGrantingServiceAccess.1.Policies.1.EntityName=Bob & ListPoliciesGrantingServiceAccessResult.PoliciesGrantingServiceAccess.2.ServiceNamespace=s3 & !ListPoliciesGrantingServiceAccessResult.PoliciesGrantingServiceAccess.2.Policies.1
        root ListPoliciesGrantingServiceAccess Arn=arn:aws:iam::123456789012:user/Eve ServiceNamespaces.member.1=s3 -> 404 NoSuchEntity The user with name Eve cannot be found.
        root ListPoliciesGrantingServiceAccess Arn=arn:aws:iam::123456789012:user/Bob ServiceNamespaces.member.1=nonsense -> 400 InvalidInput
    "#;
    type Output = ListPoliciesGrantingServiceAccessResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let action = "iam:ListPoliciesGrantingServiceAccess";
        Ok(vec![held::permission(cx, action, &self.arn)])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<ListPoliciesGrantingServiceAccessResult>, Error> {
        let entity = held::entity_of(&self.arn).ok_or_else(|| held::unclear(&self.arn))?;
        let held = held::policies_of(cx.account(), &entity)?;
        for namespace in &self.service_namespaces {
            resource::service(namespace)?;
        }
        let page = Page {
            marker: &self.marker,
            max_items: None,
        };
        let namespaces = self.service_namespaces.iter().enumerate();
        let paged = page.of(namespaces, |(index, _)| format!("{index:06}"))?;
        let shown = paged.items.into_iter();
        Outcome::read(ListPoliciesGrantingServiceAccessResult {
            policies_granting_service_access: shown
                .map(|(_, namespace)| ServiceEntry {
                    service_namespace: namespace.clone(),
                    policies: granting(&held, namespace),
                })
                .collect(),
            is_truncated: paged.is_truncated,
            marker: paged.marker,
        })
    }
}

fn granting(held: &[HeldPolicy], namespace: &str) -> Vec<PolicyGrantingServiceAccess> {
    let grants = |policy: &&HeldPolicy| {
        let service = catalogue::service(namespace);
        let given = service.zip(policy.document);
        given.is_some_and(|(service, document)| {
            policy::allows_service(&[document.compiled()], service)
        })
    };
    let granting = held.iter().filter(grants);
    granting
        .map(|policy| {
            let inline = policy.arn.is_none();
            PolicyGrantingServiceAccess {
                policy_name: policy.name.to_owned(),
                policy_type: if inline { "INLINE" } else { "MANAGED" },
                policy_arn: policy.arn.map(str::to_owned),
                entity_type: inline.then(|| holder::word(&policy.owner).to_ascii_uppercase()),
                entity_name: inline.then(|| holder::name(&policy.owner).to_owned()),
            }
        })
        .collect()
}
