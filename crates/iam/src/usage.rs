//! When keys, users and roles were last used: times that stand beside the log, and that decisions read as a snapshot.

use crate::caller::{Caller, Identity};
use crate::operation::Service;
use imbl::{HashMap, OrdMap};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use smol_str::{SmolStr, ToSmolStr};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Of several uses within this time the first is kept, as AWS does for access keys.
const SPAN: SignedDuration = SignedDuration::from_mins(15);
/// Uses of services and roles are told for so long (AWS's tracking period).
const TRACKED: SignedDuration = SignedDuration::from_hours(400 * 24);

/// What one request used: its long-term key, if it had one, whose permissions, which service, and where.
///
/// Making one allocates nothing. The server hands it to [`Usage::record`] once the request is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    key: Option<SmolStr>,
    principal: SmolStr,
    service: &'static str,
    action: Option<&'static str>,
    region: SmolStr,
    at: Timestamp,
}

impl Use {
    /// What a proven caller's request used; `None` where nobody of an account asked.
    pub(crate) fn of(
        caller: &Caller,
        service: Service,
        action: Option<&'static str>,
        at: Timestamp,
    ) -> Option<Use> {
        let principal = match caller.identity {
            Identity::Root | Identity::FederatedUser(None) => root_id(caller),
            Identity::User(user) | Identity::FederatedUser(Some(user)) => user.id.clone(),
            Identity::Role(role) => role.id.clone(),
            Identity::Federated | Identity::Service(_) => return None,
        };
        if service == Service::Portcullis {
            return None;
        }
        Some(Use {
            key: caller
                .session
                .is_none()
                .then(|| SmolStr::new(&caller.access_key_id)),
            principal,
            service: service.name(),
            action,
            region: SmolStr::new(service.region(&caller.region)),
            at,
        })
    }

    /// When it was.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// A number that is the same for all uses that differ in their time alone.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (
            &self.key,
            &self.principal,
            self.service,
            self.action,
            &self.region,
        )
            .hash(&mut hasher);
        hasher.finish()
    }
}

/// Under what the root's uses are kept: the account's id, which is the root's unique id.
fn root_id(caller: &Caller) -> SmolStr {
    caller.account.id.to_smolstr()
}

/// A time to keep: a line of the file beside the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UsageEntry {
    /// The long-term access key that was used,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<SmolStr>,
    /// or the unique id of whose permissions were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    principal: Option<SmolStr>,
    service: SmolStr,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    action: Option<SmolStr>,
    region: SmolStr,
    at: Timestamp,
}

/// When and where something was last used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LastUse {
    pub at: Timestamp,
    pub service: SmolStr,
    pub region: SmolStr,
}

/// All last uses, as one immutable value: cloning costs a few pointers.
#[derive(Clone, Debug, Default)]
pub struct Usage {
    keys: HashMap<SmolStr, LastUse>,
    /// By the principal's unique id, then by service, as a whole and by action.
    principals: HashMap<SmolStr, OrdMap<(SmolStr, Option<SmolStr>), LastUse>>,
    entries: usize,
}

impl Usage {
    /// Nothing was ever used.
    #[must_use]
    pub fn new() -> Usage {
        Usage::default()
    }

    /// Takes note of a use, and gives what changed by it; nothing if the same was used a moment ago.
    #[must_use = "what changed is to be kept"]
    pub fn record(&mut self, used: &Use) -> Vec<UsageEntry> {
        let entry =
            |key: Option<&SmolStr>, principal: Option<&SmolStr>, action: Option<&str>| UsageEntry {
                key: key.cloned(),
                principal: principal.cloned(),
                service: SmolStr::new_static(used.service),
                action: action.map(SmolStr::new),
                region: used.region.clone(),
                at: used.at,
            };
        let principal = Some(&used.principal);
        let key = used.key.as_ref().map(|key| entry(Some(key), None, None));
        let service = Some(entry(None, principal, None));
        let action = used
            .action
            .map(|action| entry(None, principal, Some(action)));
        let due = [key, service, action]
            .into_iter()
            .flatten()
            .filter(|entry| {
                let last = self.last(entry).map(|last| last.at);
                last.is_none_or(|last| used.at.duration_since(last) >= SPAN)
            });
        let due: Vec<UsageEntry> = due.collect();
        for entry in &due {
            self.apply(entry);
        }
        due
    }

    /// Takes an entry over that was kept, unless a later one is known.
    pub fn apply(&mut self, entry: &UsageEntry) {
        let known = self.last(entry).map(|last| last.at);
        if known.is_some_and(|known| known >= entry.at) {
            return;
        }
        self.entries += usize::from(known.is_none());
        let last = LastUse {
            at: entry.at,
            service: entry.service.clone(),
            region: entry.region.clone(),
        };
        if let Some(key) = &entry.key {
            self.keys.insert(key.clone(), last);
        } else if let Some(principal) = &entry.principal {
            let place = (entry.service.clone(), entry.action.clone());
            let uses = self.principals.entry(principal.clone()).or_default();
            uses.insert(place, last);
        }
    }

    fn last(&self, entry: &UsageEntry) -> Option<&LastUse> {
        match (&entry.key, &entry.principal) {
            (Some(key), _) => self.keys.get(key),
            (None, Some(principal)) => {
                let place = (entry.service.clone(), entry.action.clone());
                self.principals.get(principal)?.get(&place)
            }
            (None, None) => None,
        }
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries == 0
    }

    /// Every entry: what to keep.
    pub fn entries(&self) -> impl Iterator<Item = UsageEntry> {
        let entry = |key: Option<&SmolStr>,
                     principal: Option<&SmolStr>,
                     action: Option<&SmolStr>,
                     last: &LastUse| {
            UsageEntry {
                key: key.cloned(),
                principal: principal.cloned(),
                service: last.service.clone(),
                action: action.cloned(),
                region: last.region.clone(),
                at: last.at,
            }
        };
        let keys = self.keys.iter();
        let keys = keys.map(move |(key, last)| entry(Some(key), None, None, last));
        let principals = self.principals.iter().flat_map(move |(principal, uses)| {
            let uses = uses.iter();
            uses.map(move |((_, action), last)| entry(None, Some(principal), action.as_ref(), last))
        });
        keys.chain(principals)
    }

    /// The last use of a long-term access key.
    pub(crate) fn key(&self, id: &str) -> Option<&LastUse> {
        self.keys.get(id)
    }

    /// The last use of a user's or role's permissions, in any service.
    pub(crate) fn principal(&self, id: &str, now: Timestamp) -> Option<&LastUse> {
        let uses = self.principals.get(id)?.values();
        uses.filter(|last| is_tracked(last, now))
            .max_by_key(|last| last.at)
    }

    /// Whether a use of this moment is still told.
    pub(crate) fn tracks(at: Timestamp, now: Timestamp) -> bool {
        now.duration_since(at) <= TRACKED
    }

    /// The last use of a service by a principal.
    pub(crate) fn service(&self, id: &str, service: &str, now: Timestamp) -> Option<&LastUse> {
        let place = (SmolStr::new(service), None);
        let last = self.principals.get(id)?.get(&place)?;
        is_tracked(last, now).then_some(last)
    }

    /// The last use of every service that a principal used.
    pub(crate) fn services<'a>(
        &'a self,
        id: &str,
        now: Timestamp,
    ) -> impl Iterator<Item = (&'a str, &'a LastUse)> {
        let uses = self.principals.get(id).into_iter().flatten();
        uses.filter_map(move |((service, action), last)| {
            (action.is_none() && is_tracked(last, now)).then_some((service.as_str(), last))
        })
    }

    /// The last use of each action of a service by a principal, sorted by action.
    pub(crate) fn actions<'a>(
        &'a self,
        id: &str,
        service: &'a str,
        now: Timestamp,
    ) -> impl Iterator<Item = (&'a str, &'a LastUse)> {
        let uses = self.principals.get(id).into_iter().flatten();
        uses.filter_map(move |((of, action), last)| {
            let action = action.as_deref()?;
            (of == service && is_tracked(last, now)).then_some((action, last))
        })
    }
}

fn is_tracked(last: &LastUse, now: Timestamp) -> bool {
    Usage::tracks(last.at, now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used(key: Option<&str>, action: &'static str, at: &str) -> Use {
        Use {
            key: key.map(SmolStr::new),
            principal: "AIDA".into(),
            service: "iam",
            action: Some(action),
            region: "us-east-1".into(),
            at: at.parse().unwrap(),
        }
    }

    #[test]
    fn of_several_uses_in_a_quarter_of_an_hour_the_first_is_kept() {
        let mut usage = Usage::new();
        let first = usage.record(&used(Some("AKIA"), "GetUser", "2026-11-21T12:00:00Z"));
        assert_eq!((first.len(), usage.len()), (3, 3));
        assert_eq!(
            usage.record(&used(Some("AKIA"), "GetUser", "2026-11-21T12:14:59Z")),
            []
        );
        // Another action is something else, though the same key and service.
        let other = usage.record(&used(Some("AKIA"), "ListUsers", "2026-11-21T12:14:59Z"));
        assert_eq!(other.len(), 1);
        let later = usage.record(&used(Some("AKIA"), "GetUser", "2026-11-21T12:15:00Z"));
        assert_eq!(later.len(), 3);
        assert_eq!(
            usage.key("AKIA").unwrap().at,
            "2026-11-21T12:15:00Z".parse().unwrap()
        );
    }

    #[test]
    fn entries_that_are_read_again_give_the_same_whatever_their_order() {
        let mut usage = Usage::new();
        let mut lines = usage.record(&used(Some("AKIA"), "GetUser", "2026-11-21T12:00:00Z"));
        lines.extend(usage.record(&used(None, "GetUser", "2026-11-21T13:00:00Z")));
        lines.reverse();
        let mut again = Usage::new();
        for line in &lines {
            let text = serde_json::to_string(line).unwrap();
            again.apply(&serde_json::from_str(&text).unwrap());
        }
        let sorted = |usage: &Usage| {
            let mut entries: Vec<String> =
                usage.entries().map(|entry| format!("{entry:?}")).collect();
            entries.sort();
            entries
        };
        assert_eq!(sorted(&usage), sorted(&again));
        assert_eq!(usage.len(), again.len());
    }

    #[test]
    fn after_four_hundred_days_only_keys_are_remembered() {
        let mut usage = Usage::new();
        let kept = usage.record(&used(Some("AKIA"), "GetUser", "2025-01-01T00:00:00Z"));
        assert_eq!(kept.len(), 3);
        let (within, beyond) = (
            "2026-02-05T00:00:00Z".parse().unwrap(),
            "2026-02-05T00:00:01Z".parse().unwrap(),
        );
        assert!(
            usage.principal("AIDA", within).is_some()
                && usage.service("AIDA", "iam", within).is_some()
        );
        assert!(
            usage.principal("AIDA", beyond).is_none()
                && usage.service("AIDA", "iam", beyond).is_none()
        );
        assert_eq!(usage.actions("AIDA", "iam", within).count(), 1);
        assert_eq!(usage.actions("AIDA", "iam", beyond).count(), 0);
        assert!(usage.key("AKIA").is_some());
    }
}
