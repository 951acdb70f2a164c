//! Handshakes: who may see them and who answers.

use super::handshake_shape::is_kept;
use super::refusal::Refused;
use super::{arn, delegation};
use crate::authorize::Permission;
use crate::operation::Cx;
use crate::state::{Handshake, Organization};
use crate::{AccountId, Error};
use policy::Policy;

/// The handshake with this id, and the organization that began it.
fn anywhere<'a>(cx: &Cx<'a>, id: &str) -> Option<(&'a Organization, &'a Handshake)> {
    cx.state.organizations().find_map(|organization| {
        let handshake = organization.handshakes.get(id)?;
        is_kept(handshake, cx.now).then_some((organization, handshake.as_ref()))
    })
}

/// Whether an account may know of a handshake: it asked, or is asked.
fn is_party(account: AccountId, organization: &Organization, handshake: &Handshake) -> bool {
    organization.management == account || handshake.target == account
}

/// The handshake that the caller's account is a party of.
///
/// # Errors
/// `HandshakeNotFoundException`.
pub(crate) fn handshake<'a>(
    cx: &Cx<'a>,
    id: &str,
) -> Result<(&'a Organization, &'a Handshake), Error> {
    anywhere(cx, id)
        .filter(|(organization, handshake)| is_party(cx.account().id, organization, handshake))
        .ok_or_else(|| Refused::HandshakeNotFound.error())
}

/// The permission to do something about a handshake. The organization lets the other
/// party in; the policies of either must allow.
pub(crate) fn handshake_permission<'a>(
    cx: &Cx<'a>,
    action: &'static str,
    id: &str,
) -> Permission<'a> {
    let account = cx.account().id;
    let Ok((organization, handshake)) = handshake(cx, id) else {
        return Permission::on(action, "*", account);
    };
    let arn = arn::handshake(organization, &handshake.action, id);
    let permission = Permission::on(action, arn, organization.management);
    if organization.management == account {
        return permission;
    }
    permission.granted_by(Policy {
        name: "party of the handshake",
        arn: None,
        compiled: &delegation::PARTIES_ANSWER,
    })
}
