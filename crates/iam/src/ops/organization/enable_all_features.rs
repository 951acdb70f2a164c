//! `EnableAllFeatures`.

use super::super::handshake::{HandshakeResult, opened};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{
    self, Access, HandshakeState, OrganizationChange, Refused, service_role,
};
use serde::Deserialize;

/// Gives an organization that consolidates billing alone all features. No account has to agree here: those that an organization makes agree by being made, and invited ones by joining.
///
/// Permission: `organizations:EnableAllFeatures` on `*`, in the management account.
#[derive(Debug, Deserialize)]
pub(crate) struct EnableAllFeatures {}

impl Operation for EnableAllFeatures {
    const NAME: &'static str = "EnableAllFeatures";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization FeatureSet=CONSOLIDATED_BILLING -> Organization.FeatureSet=CONSOLIDATED_BILLING
        root EnableAllFeatures -> Handshake.Action=ENABLE_ALL_FEATURES & Handshake.State=ACCEPTED
        root DescribeOrganization -> Organization.FeatureSet=ALL
        root EnableAllFeatures -> 400 HandshakeConstraintViolationException The handshake request is invalid because the organization has already enabled all features.
    "#;
    type Output = HandshakeResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Management,
            "organizations:EnableAllFeatures",
            |_| "*".into(),
        )?;
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<HandshakeResult>, Error> {
        let organization = organizations::organization(cx)?;
        if organization.all_features {
            return Err(Refused::FeaturesEnabled.error());
        }
        let id = format!("h-{}", cx.seed.base36("handshake id", 10));
        let changes = [
            OrganizationChange::HandshakeOpened {
                id: id.clone(),
                action: "ENABLE_ALL_FEATURES".to_owned(),
                target: organization.management,
                notes: None,
                tags: Vec::new(),
            },
            OrganizationChange::HandshakeEnded {
                id: id.clone(),
                state: HandshakeState::Accepted,
            },
            OrganizationChange::AllFeaturesEnabled,
        ];
        let mut events: Vec<Event> = changes.into_iter().map(Event::Organization).collect();
        events.extend(service_role::missing(cx.account(), &cx.seed));
        let handshake = opened(cx, &events, &id);
        Ok(Outcome {
            account: Some(organization.management),
            events,
            then: Vec::new(),
            output: HandshakeResult { handshake },
        })
    }
}
