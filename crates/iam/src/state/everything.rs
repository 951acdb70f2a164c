//! All accounts together.

use super::{Account, KeyStatus, Member, Organization};
use crate::import::{Arrival, AwsPolicyText};
use crate::managed::{self, AwsPolicy};
use crate::name::NameKey;
use crate::{AccountId, KeyRing};
use imbl::{HashMap, OrdMap};
use smol_str::SmolStr;
use std::sync::Arc;

/// Every account, as one immutable value. Cloning costs a few pointers; changes are made by [`State::apply`] alone.
#[derive(Clone, Default)]
pub struct State {
    pub(super) accounts: OrdMap<AccountId, Arc<Account>>,
    /// Root key ids that an operator chose and that do not encode their account.
    pub(super) key_aliases: HashMap<SmolStr, AccountId>,
    /// Unique ids of users and roles that came from elsewhere and do not encode their account.
    pub(super) foreign_ids: HashMap<SmolStr, AccountId>,
    /// Policies of AWS that were imported, in place of those that this program knows, or besides.
    pub(super) aws_policies: managed::Imported,
    /// Organizations by id.
    pub(super) organizations: OrdMap<SmolStr, Arc<Organization>>,
    /// The organization of each account that has one; follows from `organizations`.
    pub(super) memberships: HashMap<AccountId, SmolStr>,
    /// Addresses of accounts that have left their organization: an account keeps its own.
    pub(super) addresses: OrdMap<AccountId, String>,
    /// The first account: its root runs the server.
    pub(super) operator: Option<AccountId>,
}

impl State {
    /// No accounts at all.
    #[must_use]
    pub fn new() -> State {
        State::default()
    }

    /// The first account, whose root may create others; `None` before the first start.
    #[must_use]
    pub fn operator(&self) -> Option<AccountId> {
        self.operator
    }

    pub(crate) fn account(&self, account: AccountId) -> Option<&Account> {
        self.accounts.get(&account).map(Arc::as_ref)
    }

    pub(crate) fn accounts(&self) -> impl Iterator<Item = &Account> {
        self.accounts.values().map(Arc::as_ref)
    }

    /// The organization that an account belongs to.
    pub(crate) fn organization_of(&self, account: AccountId) -> Option<&Organization> {
        let id = self.memberships.get(&account)?;
        self.organizations.get(id).map(Arc::as_ref)
    }

    /// The organization of an account, and the account's place in it.
    pub(crate) fn membership(&self, account: AccountId) -> Option<(&Organization, &Member)> {
        let organization = self.organization_of(account)?;
        let member = organization.members.get(&account)?;
        Some((organization, member))
    }

    /// Whether an organization has closed the account.
    pub(crate) fn is_closed(&self, account: AccountId) -> bool {
        self.membership(account)
            .is_some_and(|(_, member)| member.closed.is_some())
    }

    /// The organization with this id.
    pub(crate) fn organization(&self, id: &str) -> Option<&Organization> {
        self.organizations.get(id).map(Arc::as_ref)
    }

    pub(crate) fn organizations(&self) -> impl Iterator<Item = &Organization> {
        self.organizations.values().map(Arc::as_ref)
    }

    /// The account that has this address, in any case: those that an organization made, or that came with one.
    pub(crate) fn account_of_address(&self, address: &str) -> Option<AccountId> {
        let is_same = |known: &String| known.eq_ignore_ascii_case(address);
        let mut members = self
            .organizations()
            .flat_map(|known| known.members.values());
        let member = members.find(|member| member.email.as_ref().is_some_and(is_same));
        let mut departed = self.addresses.iter();
        member.map(|member| member.account).or_else(|| {
            departed
                .find(|(_, known)| is_same(known))
                .map(|(id, _)| *id)
        })
    }

    pub(super) fn put_organization(&mut self, organization: Organization) {
        for account in organization.members.keys() {
            self.memberships.insert(*account, organization.id.clone());
        }
        self.organizations
            .insert(organization.id.clone(), Arc::new(organization));
    }

    /// The account that an access key id belongs to: by its letters, or by the alias map.
    pub(crate) fn account_of_key(&self, access_key_id: &str) -> Option<&Account> {
        let account = match self.key_aliases.get(access_key_id) {
            Some(account) => *account,
            None => crate::account_of_id(access_key_id)?,
        };
        self.account(account)
    }

    /// The account that a user's or role's unique id belongs to, if it belongs to anybody.
    pub(crate) fn account_of_unique_id(&self, id: &str) -> Option<&Account> {
        let account = match self.foreign_ids.get(id) {
            Some(account) => *account,
            None => crate::account_of_id(id)?,
        };
        self.account(account)
    }

    /// Remembers whose an id is that does not say so itself.
    pub(super) fn know_foreign_id(&mut self, id: &str, account: AccountId) {
        if crate::account_of_id(id) != Some(account) {
            self.foreign_ids.insert(id.into(), account);
        }
    }

    /// Remembers of what an account gets from elsewhere what is not the account's alone.
    pub(super) fn know(&mut self, account: AccountId, arrival: &Arrival) {
        match arrival {
            Arrival::User { id, .. } | Arrival::Role { id, .. } => {
                self.know_foreign_id(id, account);
            }
            Arrival::AwsPolicies { policies } => self.put_aws_policies(policies),
            Arrival::Group { .. } | Arrival::Policy { .. } | Arrival::InstanceProfile { .. } => {}
        }
    }

    /// Makes policies of AWS known in every account.
    pub(super) fn put_aws_policies(&mut self, policies: &[AwsPolicyText]) {
        for policy in policies {
            let key = NameKey::of(&policy.name);
            let policy = Arc::new(AwsPolicy::imported(policy.clone()));
            self.aws_policies.insert(key, policy);
        }
        let ids: Vec<AccountId> = self.accounts.keys().copied().collect();
        for id in ids {
            if let Some(account) = self.accounts.get_mut(&id) {
                Arc::make_mut(account).aws_policies = self.aws_policies.clone();
            }
        }
    }

    /// The policies of AWS that were imported, by name.
    pub(crate) fn aws_policies(&self) -> &managed::Imported {
        &self.aws_policies
    }

    /// The account that has this alias.
    pub(crate) fn account_of_alias(&self, alias: &str) -> Option<&Account> {
        self.accounts()
            .find(|account| account.alias.as_deref() == Some(alias))
    }

    /// Whether these are credentials that could be used now: an active long-term key, or a session token of ours for this
    /// key. Proves nothing about a caller: it only raises the limit on a body that is about to be verified.
    #[must_use]
    pub fn knows_credentials(
        &self,
        keys: &KeyRing,
        access_key_id: &str,
        session_token: Option<&str>,
    ) -> bool {
        let Some(account) = self.account_of_key(access_key_id) else {
            return false;
        };
        match session_token {
            Some(token) => keys.open_session(access_key_id, token).is_some(),
            None => {
                let of_a_service = || account.service_of_key(access_key_id).map(|it| &it.key);
                let key = account.access_key(access_key_id).map(|(_, key)| key);
                key.or_else(of_a_service)
                    .is_some_and(|key| key.status == KeyStatus::Active)
            }
        }
    }

    /// What every account uses of AWS's policies, which a checkpoint does not hold.
    #[cfg(test)]
    pub(crate) fn all_aws_uses(&self) -> Vec<std::collections::BTreeMap<SmolStr, super::Uses>> {
        self.accounts().map(Account::all_aws_uses).collect()
    }
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.accounts.keys()).finish()
    }
}
