//! `EnableAllFeatures`.

use super::super::handshake::{HandshakeResult, ended, invitations, opened};
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, HandshakeState, OrganizationChange, Refused};
use crate::state::Organization;
use crate::{AccountId, Error};
use serde::Deserialize;

/// Begins to give an organization that consolidates billing alone all features. Members that were invited are asked, each by a handshake of
/// its own; those that the organization made need not agree. Invitations that nobody answered are taken back. When all have agreed, the
/// management account makes it so by accepting the handshake that this replies with: at once, where nobody has to be asked.
///
/// Permission: `organizations:EnableAllFeatures` on `*`, in the management account.
#[derive(Debug, Deserialize)]
pub(crate) struct EnableAllFeatures {}

impl Operation for EnableAllFeatures {
    const NAME: &'static str = "EnableAllFeatures";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization FeatureSet=CONSOLIDATED_BILLING -> Organization.FeatureSet=CONSOLIDATED_BILLING & set org=Organization.Id
        root portcullis:CreateAccount AccountId=222222222222 -> as other
        root InviteAccountToOrganization Target={"Id":"222222222222","Type":"ACCOUNT"} -> set h=Handshake.Id
        other AcceptHandshake HandshakeId=$h -> ok
        root portcullis:CreateAccount AccountId=333333333333 -> as third
        root InviteAccountToOrganization Target={"Id":"333333333333","Type":"ACCOUNT"} -> set unanswered=Handshake.Id
        root EnableAllFeatures -> Handshake.Action=ENABLE_ALL_FEATURES & Handshake.State=REQUESTED & Handshake.Parties.1.Type=ORGANIZATION & !Handshake.Parties.2 & !Handshake.Resources.1.Resources.1 & set whole=Handshake.Id
        root EnableAllFeatures -> 400 HandshakeConstraintViolationException The handshake request is invalid because the organization has already started the process to enable all features.
        root DescribeHandshake HandshakeId=$unanswered -> Handshake.State=CANCELED
        root AcceptHandshake HandshakeId=$whole -> 400 InvalidHandshakeTransitionException
        root ListHandshakesForOrganization Filter={"ParentHandshakeId":"$whole"} -> Handshakes.1.Action=APPROVE_ALL_FEATURES & Handshakes.1.State=OPEN & !Handshakes.2 & set part=Handshakes.1.Id
        other DescribeHandshake HandshakeId=$part -> Handshake.Parties.2.Id=222222222222 & Handshake.Resources.1.Type=PARENT_HANDSHAKE & Handshake.Resources.1.Value=$whole & Handshake.Resources.2.Value=$org & Handshake.Resources.3.Type=ACCOUNT
        other AcceptHandshake HandshakeId=$part -> Handshake.State=ACCEPTED
        root DescribeOrganization -> Organization.FeatureSet=CONSOLIDATED_BILLING
        root DescribeHandshake HandshakeId=$whole -> Handshake.State=OPEN
        root AcceptHandshake HandshakeId=$whole -> Handshake.State=ACCEPTED
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
        let pending = organization.handshakes.values().any(|handshake| {
            handshake.action == organizations::ENABLE_ALL_FEATURES
                && organizations::is_waiting(handshake, cx.now)
        });
        if pending {
            return Err(Refused::FeaturesPending.error());
        }
        let id = format!("h-{}", cx.seed.base36("handshake id", 10));
        let canceled = invitations(organization, cx.now)
            .map(|invitation| ended(invitation, HandshakeState::Canceled));
        let whole = sent(
            organizations::ENABLE_ALL_FEATURES,
            organization.management,
            &id,
            None,
        );
        let parts = asked(organization).map(|account| {
            let part = cx.seed.base36(&format!("handshake id of {account}"), 10);
            let action = organizations::APPROVE_ALL_FEATURES;
            sent(action, account, &format!("h-{part}"), Some(&id))
        });
        let changes = canceled.chain([whole]).chain(parts);
        let events: Vec<Event> = changes.map(Event::Organization).collect();
        let handshake = opened(cx, &events, &id);
        Ok(Outcome {
            account: Some(organization.management),
            events,
            then: Vec::new(),
            output: HandshakeResult { handshake },
        })
    }
}

/// The members that have to agree.
fn asked(organization: &Organization) -> impl Iterator<Item = AccountId> {
    let members = organization.members.values();
    let asked = members.filter(|member| {
        member.invited && member.closed.is_none() && member.account != organization.management
    });
    asked.map(|member| member.account)
}

fn sent(action: &str, target: AccountId, id: &str, parent: Option<&str>) -> OrganizationChange {
    OrganizationChange::HandshakeSent {
        id: id.to_owned(),
        action: action.to_owned(),
        target,
        email: None,
        parent: parent.map(str::to_owned),
        notes: None,
        tags: Vec::new(),
    }
}
