//! `CreateOrganization`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{
    OrganizationChange, OrganizationShape, PolicyType, Refused, service_role,
};
use crate::state::State;
use serde::{Deserialize, Serialize};

/// Makes an organization that the caller's account manages: with all features, service control policies are enabled.
/// The account gets the service-linked role of Organizations.
///
/// Permission: `organizations:CreateOrganization` on `*`; with all features also `iam:CreateServiceLinkedRole` on the role, if the account
/// does not have it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateOrganization {
    feature_set: Option<String>,
}

/// The organization.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct OrganizationResult {
    pub organization: OrganizationShape,
}

impl Operation for CreateOrganization {
    const NAME: &'static str = "CreateOrganization";
    const EXAMPLE: &'static str = r#"
        root iam:CreateUser UserName=Ann -> ok
        root iam:PutUserPolicy UserName=Ann PolicyName=make PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"organizations:CreateOrganization","Resource":"*"}}' -> ok
        root iam:CreateAccessKey UserName=Ann -> as ann
        ann CreateOrganization -> 400 AccessDeniedForDependencyException The operation that you attempted requires you to have the iam:CreateServiceLinkedRole for organizations.amazonaws.com permission so that Organizations can create the required service-linked role. You don't have that permission.
        root CreateOrganization FeatureSet=ALL -> Organization.FeatureSet=ALL & Organization.MasterAccountId=123456789012
        root CreateOrganization -> 400 AlreadyInOrganizationException The provided account is already a member of an organization.
        root CreateOrganization FeatureSet=SOME -> 400 InvalidInputException You specified an invalid value.
    "#;
    type Output = OrganizationResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let create = Permission::on("organizations:CreateOrganization", "*", cx.account().id);
        let mut permissions = vec![create];
        if self.has_all_features() {
            permissions.extend(service_role::permission(cx));
        }
        Ok(permissions)
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<OrganizationResult>, Error> {
        let management = cx.account().id;
        if cx.state.organization_of(management).is_some() {
            return Err(Refused::AccountInUse.error());
        }
        let all_features = self.has_all_features();
        let mut changes = vec![OrganizationChange::Created {
            id: format!("o-{}", cx.seed.base36("organization id", 10)),
            root: format!("r-{}", cx.seed.base36("root id", 4)),
            all_features,
        }];
        if all_features {
            changes.push(OrganizationChange::PolicyTypeEnabled {
                policy_type: PolicyType::ServiceControl,
            });
        }
        let mut events: Vec<Event> = changes.into_iter().map(Event::Organization).collect();
        events.extend(service_role::missing(cx.account(), &cx.seed));
        let after = State::after(cx.state, management, cx.now, &events);
        let organization = after
            .organization_of(management)
            .expect("the account has just made one");
        Ok(Outcome {
            account: None,
            then: Vec::new(),
            output: OrganizationResult {
                organization: OrganizationShape::of(organization),
            },
            events,
        })
    }
}

impl CreateOrganization {
    fn has_all_features(&self) -> bool {
        self.feature_set.as_deref() != Some("CONSOLIDATED_BILLING")
    }
}
