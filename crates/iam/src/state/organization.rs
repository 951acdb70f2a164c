//! An organization: its tree of units and accounts, its policies, and who was invited.

use super::Tag;
use crate::AccountId;
use crate::organizations::{GuardRail, HandshakeState, PolicyType, RootFeature};
use imbl::OrdMap;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An organization and all that it holds. Its management account names it in records.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Organization {
    pub id: SmolStr,
    pub management: AccountId,
    pub created: Timestamp,
    /// Not only consolidated billing.
    pub all_features: bool,
    pub root_id: SmolStr,
    pub root: Node,
    #[serde(default)]
    pub units: OrdMap<SmolStr, Arc<Unit>>,
    pub members: OrdMap<AccountId, Arc<Member>>,
    #[serde(default)]
    pub policies: OrdMap<SmolStr, Arc<GuardRail>>,
    #[serde(default)]
    pub enabled: BTreeSet<PolicyType>,
    /// Accounts that were asked for.
    #[serde(default)]
    pub requests: OrdMap<SmolStr, Arc<AccountRequest>>,
    #[serde(default)]
    pub handshakes: OrdMap<SmolStr, Arc<Handshake>>,
    /// AWS services that may act in the organization, and since when.
    #[serde(default)]
    pub services: BTreeMap<String, Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_policy: Option<Arc<ResourcePolicy>>,
    /// What of centralized root access is enabled.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub root_features: BTreeSet<RootFeature>,
}

/// What every place of the tree has: the root, a unit, an account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Node {
    /// Ids of attached policies of all types, in the order of attachment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<SmolStr>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
}

/// An organizational unit.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Unit {
    pub id: SmolStr,
    pub name: String,
    /// The root or another unit.
    pub parent: SmolStr,
    pub node: Node,
}

/// An account of the organization.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Member {
    pub account: AccountId,
    /// Known of accounts that an organization made, and of those that were imported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    pub invited: bool,
    pub joined: Timestamp,
    /// The root or a unit.
    pub parent: SmolStr,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Timestamp>,
    pub node: Node,
    /// The services that it administers for the organization, and since when.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub administers: BTreeMap<String, Timestamp>,
}

/// A request for a new account.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AccountRequest {
    pub id: SmolStr,
    pub name: String,
    pub requested: Timestamp,
    /// The new account, or why there is none.
    pub result: Result<AccountId, String>,
}

/// An invitation, or another question that somebody else has to answer.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Handshake {
    pub id: SmolStr,
    /// AWS's word: `INVITE`, `ENABLE_ALL_FEATURES`, `APPROVE_ALL_FEATURES`.
    pub action: SmolStr,
    /// Whom it asks.
    pub target: AccountId,
    /// How the account was called, where not by its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The handshake that needs this one's answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<SmolStr>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    pub requested: Timestamp,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<HandshakeState>,
    /// When it did; not known of the first ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// Of the account, once it has joined.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
}

/// The resource-based policy of the organization: what members may that are not its management account.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct ResourcePolicy {
    pub id: SmolStr,
    pub content: Arc<crate::organizations::Delegation>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
}

impl Organization {
    /// The root, unit or account with this id.
    pub(crate) fn node(&self, id: &str) -> Option<&Node> {
        if id == self.root_id {
            return Some(&self.root);
        }
        if let Some(unit) = self.units.get(id) {
            return Some(&unit.node);
        }
        self.member_by_text(id).map(|member| &member.node)
    }

    /// The account whose twelve digits these are.
    pub(crate) fn member_by_text(&self, id: &str) -> Option<&Member> {
        let account: AccountId = id.parse().ok()?;
        self.members.get(&account).map(Arc::as_ref)
    }

    /// Whether this is the root's or a unit's id.
    pub(crate) fn is_container(&self, id: &str) -> bool {
        id == self.root_id || self.units.contains_key(id)
    }

    /// What a unit or an account stands in.
    pub(crate) fn parent(&self, id: &str) -> Option<&SmolStr> {
        match self.units.get(id) {
            Some(unit) => Some(&unit.parent),
            None => self.member_by_text(id).map(|member| &member.parent),
        }
    }

    /// The units from below the root down to this container; none for the root itself.
    pub(crate) fn units_to<'a>(&'a self, container: &str) -> Vec<&'a Unit> {
        let mut units = Vec::new();
        let mut at = self.units.get(container);
        while let Some(unit) = at {
            units.push(unit.as_ref());
            at = self.units.get(&unit.parent);
        }
        units.reverse();
        units
    }

    /// The places that bind an account, from the root down to the account itself.
    pub(crate) fn levels_of<'a>(&'a self, member: &'a Member) -> Vec<&'a Node> {
        let units = self.units_to(&member.parent);
        let mut levels = Vec::with_capacity(units.len() + 2);
        levels.push(&self.root);
        levels.extend(units.iter().map(|unit| &unit.node));
        levels.push(&member.node);
        levels
    }

    /// Where an account stands, as `aws:PrincipalOrgPaths` tells it: `o-x/r-y/ou-z/`.
    pub(crate) fn path_of(&self, member: &Member) -> String {
        self.path_to(&member.parent)
    }

    /// The path of a container: `o-x/r-y/ou-z/`.
    pub(crate) fn path_to(&self, container: &str) -> String {
        let mut path = format!("{}/{}/", self.id, self.root_id);
        for unit in self.units_to(container) {
            path.push_str(&unit.id);
            path.push('/');
        }
        path
    }

    /// Changes the root, a unit or an account in place, if it is there.
    pub(super) fn edit_node(&mut self, id: &str, change: impl FnOnce(&mut Node)) {
        if id == self.root_id {
            change(&mut self.root);
        } else if let Some(unit) = self.units.get_mut(id) {
            change(&mut Arc::make_mut(unit).node);
        } else if let Some(member) = id
            .parse()
            .ok()
            .and_then(|id: AccountId| self.members.get_mut(&id))
        {
            change(&mut Arc::make_mut(member).node);
        }
    }

    /// Every place of the tree, by id: the root, the units, the accounts.
    pub(crate) fn places(&self) -> Vec<String> {
        let units = self.units.keys().map(SmolStr::to_string);
        let members = self.members.keys().map(AccountId::to_string);
        std::iter::once(self.root_id.to_string())
            .chain(units)
            .chain(members)
            .collect()
    }
}
