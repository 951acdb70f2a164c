//! `AcceptHandshake`.

use super::super::member_account::departure;
use super::ending;
use super::invite_account_to_organization::HandshakeResult;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, HandshakeState, OrganizationChange, Refused, service_role};
use crate::state::{Handshake, Organization};
use crate::{AccountId, Error};
use serde::Deserialize;

/// Agrees to what a handshake asks. By an invitation the caller's account joins the organization, in its root, and what binds there binds it
/// at once; if it is in another organization it leaves that in the same moment, as far as it may. An invited member agrees to all
/// features, and once all of them have, the management account makes it so by accepting the organization's own handshake. The account
/// gets the service-linked role of Organizations, as AWS makes it.
///
/// Permission: `organizations:AcceptHandshake` on the handshake; to leave an organization by it also `organizations:LeaveOrganization` on
/// `*`; where an organization with all features needs the role, and the account does not have it, also `iam:CreateServiceLinkedRole` on it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AcceptHandshake {
    handshake_id: String,
}

impl Operation for AcceptHandshake {
    const NAME: &'static str = "AcceptHandshake";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> ok
        root portcullis:CreateAccount AccountId=222222222222 -> as other
        root InviteAccountToOrganization Target={"Id":"222222222222","Type":"ACCOUNT"} -> set h=Handshake.Id
        other AcceptHandshake HandshakeId=$h -> Handshake.State=ACCEPTED
        other DescribeOrganization -> Organization.MasterAccountId=123456789012
        other AcceptHandshake HandshakeId=$h -> 400 HandshakeAlreadyInStateException The specified handshake is already in the requested state.
        other AcceptHandshake HandshakeId=h-12345678 -> 400 HandshakeNotFoundException
        root portcullis:CreateAccount AccountId=333333333333 -> as third
        third CreateOrganization -> set theirs=Organization.Id
        third InviteAccountToOrganization Target={"Id":"222222222222","Type":"ACCOUNT"} -> set h2=Handshake.Id
        other iam:CreateUser UserName=Ann -> ok
        other iam:PutUserPolicy UserName=Ann PolicyName=accept PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"organizations:AcceptHandshake","Resource":"*"}}' -> ok
        other iam:CreateAccessKey UserName=Ann -> as ann
        ann AcceptHandshake HandshakeId=$h2 -> 400 AccessDeniedException
        root ListRoots -> set r=Roots.1.Id
        root organizations:CreatePolicy Name=stay Description= Type=SERVICE_CONTROL_POLICY Content='{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"organizations:LeaveOrganization","Resource":"*"}}' -> set p=Policy.PolicySummary.Id
        root AttachPolicy PolicyId=$p TargetId=$r -> ok
        other AcceptHandshake HandshakeId=$h2 -> 400 AccessDeniedException
        root DetachPolicy PolicyId=$p TargetId=$r -> ok
        other AcceptHandshake HandshakeId=$h2 -> Handshake.State=ACCEPTED
        other DescribeOrganization -> Organization.Id=$theirs
        root DescribeAccount AccountId=222222222222 -> 400 AccountNotFoundException
        third InviteAccountToOrganization Target={"Id":"123456789012","Type":"ACCOUNT"} -> set h3=Handshake.Id
        root AcceptHandshake HandshakeId=$h3 -> 400 MasterCannotLeaveOrganizationException
    "#;
    type Output = HandshakeResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let mut permissions = vec![organizations::handshake_permission(
            cx,
            "organizations:AcceptHandshake",
            &self.handshake_id,
        )];
        let Ok((organization, handshake)) = ending::asked(cx, &self.handshake_id) else {
            return Ok(permissions);
        };
        let account = cx.account().id;
        if handshake.action == organizations::INVITE && cx.state.organization_of(account).is_some()
        {
            let action = "organizations:LeaveOrganization";
            permissions.push(Permission::on(action, "*", account));
        }
        let to_have_all = handshake.action == organizations::APPROVE_ALL_FEATURES;
        if organization.all_features || to_have_all {
            permissions.extend(service_role::permission(cx));
        }
        Ok(permissions)
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<HandshakeResult>, Error> {
        let (organization, handshake) = ending::asked(cx, &self.handshake_id)?;
        ending::check(cx, handshake, HandshakeState::Accepted)?;
        let shape = ending::shape(cx, organization, handshake, HandshakeState::Accepted);
        let accepted = ending::change(handshake, HandshakeState::Accepted);
        let outcome = if handshake.action == organizations::INVITE {
            joining(cx, organization, accepted, handshake.id.to_string())?
        } else if handshake.action == organizations::APPROVE_ALL_FEATURES {
            agreeing(cx, organization, accepted)?
        } else {
            finishing(cx, organization, handshake, accepted)?
        };
        Ok(Outcome {
            output: HandshakeResult { handshake: shape },
            account: outcome.account,
            events: outcome.events,
            then: outcome.then,
        })
    }
}

/// The caller's account joins, and leaves where it was.
fn joining(
    cx: &Cx,
    organization: &Organization,
    accepted: OrganizationChange,
    handshake: String,
) -> Result<Outcome<()>, Error> {
    let account = cx.account().id;
    let joined = OrganizationChange::AccountJoined { account, handshake };
    let events = vec![Event::Organization(accepted), Event::Organization(joined)];
    let mut then = role(cx);
    match cx.state.organization_of(account) {
        None => Ok(Outcome {
            account: Some(organization.management),
            events,
            then,
            output: (),
        }),
        Some(left) if left.id == organization.id => Err(Refused::InvitedIsMember.error()),
        Some(left) => {
            then.insert(0, (organization.management, events));
            Ok(Outcome {
                then,
                ..departure(cx, left, &account.to_string())?
            })
        }
    }
}

/// The caller's account, a member, wants all features.
fn agreeing(
    cx: &Cx,
    organization: &Organization,
    accepted: OrganizationChange,
) -> Result<Outcome<()>, Error> {
    if !organization.members.contains_key(&cx.account().id) {
        return Err(Refused::HandshakeEnded.error());
    }
    Ok(Outcome {
        then: role(cx),
        ..organizations::changed(organization, accepted, ())?
    })
}

/// The organization has all features from now on, if everybody agreed.
fn finishing(
    cx: &Cx,
    organization: &Organization,
    handshake: &Handshake,
    accepted: OrganizationChange,
) -> Result<Outcome<()>, Error> {
    if !organizations::is_agreed(organization, handshake) {
        return Err(Refused::HandshakeEnded.error());
    }
    let changes = [accepted, OrganizationChange::AllFeaturesEnabled];
    let mut events: Vec<Event> = changes.into_iter().map(Event::Organization).collect();
    events.extend(service_role::missing(cx.account(), &cx.seed));
    Ok(Outcome {
        account: Some(organization.management),
        events,
        then: Vec::new(),
        output: (),
    })
}

/// What gives the caller's account the role of Organizations, if it lacks it.
fn role(cx: &Cx) -> Vec<(AccountId, Vec<Event>)> {
    let role = service_role::missing(cx.account(), &cx.seed);
    role.map(|role| (cx.account().id, vec![role]))
        .into_iter()
        .collect()
}
