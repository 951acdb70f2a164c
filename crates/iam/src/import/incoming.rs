//! Who will be there once an import is done: principals of trust policies may be any of them, in any of its accounts.

use super::details::Details;
use crate::AccountId;
use crate::name::NameKey;
use std::collections::{HashMap, HashSet};

/// Users and roles on their way in.
#[derive(Default)]
pub(crate) struct Incoming {
    /// Unique ids by ARN.
    ids: HashMap<String, String>,
    roles: HashSet<(AccountId, NameKey)>,
    accounts: HashSet<AccountId>,
    importing: bool,
    keeps_absent: bool,
}

impl Incoming {
    /// Nobody yet. `keeps_absent`: principals in accounts that are nowhere here stay as they are written.
    pub(crate) fn importing(keeps_absent: bool) -> Incoming {
        Incoming {
            importing: true,
            keeps_absent,
            ..Incoming::default()
        }
    }

    /// Everybody of one account.
    pub(crate) fn add(&mut self, account: AccountId, details: &Details) {
        self.accounts.insert(account);
        let users = details.users.iter().map(|user| &user.named);
        let roles = details.roles.iter().map(|role| &role.named);
        for named in users.chain(roles) {
            self.ids.insert(named.arn.clone(), named.id.clone());
        }
        for role in &details.roles {
            self.roles.insert((account, NameKey::of(&role.named.name)));
        }
    }

    /// The unique id of a user or role by ARN.
    pub(crate) fn id(&self, arn: &str) -> Option<&String> {
        self.ids.get(arn)
    }

    /// Whether an account will have a role of this name.
    pub(crate) fn has_role(&self, account: AccountId, name: &str) -> bool {
        self.roles.contains(&(account, NameKey::of(name)))
    }

    /// Whether an account is among those that are imported.
    pub(crate) fn has_account(&self, account: AccountId) -> bool {
        self.accounts.contains(&account)
    }

    /// Whether unique ids of nobody are taken: AWS shows them where a principal was deleted (G-24).
    pub(crate) fn keeps_ids_of_nobody(&self) -> bool {
        self.importing
    }

    /// Whether a principal of this account may be nobody here.
    pub(crate) fn keeps_absent_of(&self, account: AccountId) -> bool {
        self.keeps_absent && !self.accounts.contains(&account)
    }
}
