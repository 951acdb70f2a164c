//! A whole import: every account, AWS's policies and the organization, as the events of each account.

use super::account::{self, Imported, Source};
use super::arrival::Arrival;
use super::aws_policies::{self, Taken};
use super::details::Details;
use super::folder::Folder;
use super::incoming::Incoming;
use super::organization;
use super::place::Problems;
use crate::event::Event;
use crate::genesis::{self, RootCredentials};
use crate::operation::Cx;
use crate::seed::Seed;
use crate::{AccountId, Error};
use std::collections::{BTreeMap, HashSet};

/// A record of the log holds 64 MiB; what surrounds the events has room besides.
const EVENTS_BYTES_MAX: usize = 63 << 20;

/// What an import comes to; nothing has happened yet.
pub(crate) struct Plan {
    /// The events of each account, in the order in which they happen.
    pub records: Vec<(AccountId, Vec<Event>)>,
    pub accounts: Vec<PlannedAccount>,
    pub aws_policies: usize,
    pub organization: Option<String>,
    pub notices: Vec<String>,
}

/// One account of an import.
pub(crate) struct PlannedAccount {
    pub id: AccountId,
    /// What is new in it.
    pub counts: Counts,
    /// Whether the import makes the account.
    pub is_new: bool,
    /// The key of a new root, where it gets one.
    pub root: Option<RootCredentials>,
}

/// How many things of each kind an import brings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub users: usize,
    pub groups: usize,
    pub roles: usize,
    pub policies: usize,
    pub instance_profiles: usize,
}

/// Holds everything against what is there.
///
/// # Errors
/// `ImportRefused` with every problem and its place.
pub(crate) fn plan(
    cx: &Cx,
    folder: &Folder,
    keeps_absent: bool,
    mut problems: Problems,
) -> Result<Plan, Error> {
    let state = cx.state;
    let mut incoming = Incoming::importing(keeps_absent);
    let mut taken = Taken::default();
    for listing in &folder.accounts {
        incoming.add(listing.account, &listing.details);
    }
    for listing in &folder.accounts {
        let policies = &listing.details.policies;
        aws_policies::take(state, &listing.file, policies, &mut taken, &mut problems);
    }
    let mut records = records(cx, folder, &incoming, &taken, &mut problems);
    let tree = folder.tree.as_ref();
    let organized = tree.map(|tree| organization::import(cx, tree, &mut problems));
    problems.impossible()?;

    let accounts = found_all(cx, folder, &mut records);
    // An organization comes last: its accounts are there by then.
    let mut records: Vec<(AccountId, Vec<Event>)> = records.into_iter().collect();
    if let (Some(tree), Some(changes)) = (tree, organized) {
        let changes = changes.into_iter().map(Event::Organization).collect();
        records.push((tree.management, changes));
    }
    let news = taken.policies();
    let aws_policies = news.len();
    if !news.is_empty() {
        let first = records.first().map(|(account, _)| *account);
        let event = Event::Imported(Arrival::AwsPolicies { policies: news });
        records.insert(0, (first.unwrap_or(cx.account().id), vec![event]));
    }
    // Without a first record there would be no second.
    records.retain(|(_, events)| !events.is_empty());
    fits(&records)?;
    Ok(Plan {
        records,
        accounts,
        aws_policies,
        organization: tree.map(|tree| tree.id.clone()),
        notices: problems.into_notices(),
    })
}

/// Makes the accounts that are not there yet, before anything comes into them.
fn found_all(
    cx: &Cx,
    folder: &Folder,
    records: &mut BTreeMap<AccountId, Vec<Event>>,
) -> Vec<PlannedAccount> {
    let mut accounts = Vec::new();
    if let Some(tree) = &folder.tree {
        for member in &tree.members {
            records.entry(member.account).or_default();
        }
    }
    for (id, events) in records {
        let founded = found(cx, *id, folder);
        let is_new = founded.is_some();
        let (founding, root) = founded.unwrap_or_default();
        events.splice(0..0, founding);
        let listing = folder
            .accounts
            .iter()
            .find(|listing| listing.account == *id);
        accounts.push(PlannedAccount {
            id: *id,
            counts: listing
                .map(|listing| Counts::of(&listing.details))
                .unwrap_or_default(),
            is_new,
            root,
        });
    }
    accounts
}

/// What comes into each account that has a listing.
fn records(
    cx: &Cx,
    folder: &Folder,
    incoming: &Incoming,
    taken: &Taken,
    problems: &mut Problems,
) -> BTreeMap<AccountId, Vec<Event>> {
    let mut import = Imported {
        state: cx.state,
        quotas: &cx.settings.quotas,
        incoming,
        taken,
        ids: HashSet::new(),
    };
    let mut records: BTreeMap<AccountId, Vec<Event>> = BTreeMap::new();
    for listing in &folder.accounts {
        let source = Source {
            file: &listing.file,
            account: listing.account,
            details: &listing.details,
        };
        let events = account::account(&source, &mut import, problems);
        records.insert(listing.account, events);
    }
    records
}

/// The first events of an account that is not there yet, and the key of its root. Members of an organization begin without one, as on
/// AWS: their management account gives them access.
fn found(
    cx: &Cx,
    account: AccountId,
    folder: &Folder,
) -> Option<(Vec<Event>, Option<RootCredentials>)> {
    if cx.state.account(account).is_some() {
        return None;
    }
    let tree = folder.tree.as_ref();
    let member = tree.and_then(|tree| tree.members.iter().find(|member| member.account == account));
    let name = member.map(|member| member.name.clone());
    let is_managed = member.is_some() && tree.is_some_and(|tree| tree.management != account);
    if is_managed {
        return Some((vec![Event::AccountCreated { name }], None));
    }
    // Each account draws for itself: no two roots have the same secret.
    let seed = Seed::new(cx.seed.bytes(&format!("import {account}")));
    let (events, root) = genesis::account_events(name, account, cx.keys, &seed);
    Some((events, Some(root)))
}

/// Refuses what no record of the log could hold, before the log does.
fn fits(records: &[(AccountId, Vec<Event>)]) -> Result<(), Error> {
    for (account, events) in records {
        let size = serde_json::to_vec(events).map_or(usize::MAX, |text| text.len());
        if size > EVENTS_BYTES_MAX {
            return Err(Error::import_refused(format!(
                "nothing was changed: what the account {account} would hold has {size} bytes, more than the {EVENTS_BYTES_MAX} of one change"
            )));
        }
    }
    Ok(())
}

impl Counts {
    fn of(details: &Details) -> Counts {
        let own = details.policies.iter();
        let own = own.filter(|policy| !crate::managed::is_arn(&policy.named.arn));
        Counts {
            users: details.users.len(),
            groups: details.groups.len(),
            roles: details.roles.len(),
            policies: own.count(),
            instance_profiles: details.roles.iter().map(|role| role.profiles.len()).sum(),
        }
    }
}
