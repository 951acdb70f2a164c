//! Principals of resource policies: what each entry grants a caller (spec 2.5, 2.6).

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::arn;
use crate::document::{PrincipalElement, PrincipalEntry};
use crate::request::{Principal, PrincipalKind};
use crate::statement::Effect;
use crate::unconfirmed;

/// How closely a resource policy names the caller, in order of precedence (spec 2.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Grant {
    /// By the account it belongs to.
    Account,
    /// By the role that its session is of.
    RoleOfSession,
    /// By the user that made the federated session.
    UserOfFederation,
    /// As everyone.
    Wildcard,
    /// By its own name.
    Exact,
}

/// Whom a statement speaks of.
#[derive(Clone, Debug)]
pub(crate) enum Principals {
    /// The caller whose policy it stands in.
    Caller,
    /// A policy of a caller that names principals: nothing such is stored (G-16); it grants nothing and still denies.
    Misplaced,
    /// A policy of a resource that names nobody (G-14).
    Nobody,
    Listed(Box<[Entry]>),
    AllBut(Box<[Entry]>),
}

/// One entry of a principal list.
#[derive(Clone, Debug)]
pub(crate) enum Entry {
    /// `"*"`.
    Everyone,
    /// `{"AWS":"*"}`.
    EveryAws,
    Account(SmolStr),
    /// An `AIDA…` or `AROA…` id.
    Id(SmolStr),
    /// A user, by its id if the document was stored (M-22), else by its ARN.
    User {
        arn: SmolStr,
        id: Option<SmolStr>,
    },
    /// A role; its sessions know its name but not always its path.
    Role {
        arn: SmolStr,
        id: Option<SmolStr>,
    },
    /// The ARN of one session of a role.
    RoleSession(SmolStr),
    /// The ARN of a federated user.
    FederatedUser(SmolStr),
    Service(SmolStr),
    Federated(SmolStr),
    /// A text that names nobody here (G-17, G-18, G-22).
    Unknown,
}

impl Principals {
    /// Reads the element of a resource's policy.
    pub(crate) fn compile(
        not: bool,
        element: &PrincipalElement,
        bindings: &BTreeMap<String, String>,
    ) -> Principals {
        let entries = match element {
            PrincipalElement::Scalar(text) if text.value == "*" => Box::from([Entry::Everyone]),
            PrincipalElement::Scalar(_) => Box::from([Entry::Unknown]),
            PrincipalElement::Map(map) => map
                .iter()
                .flat_map(|entry| compile_entry(entry, bindings))
                .collect(),
        };
        if not {
            Principals::AllBut(entries)
        } else {
            Principals::Listed(entries)
        }
    }

    /// How the statement names the caller; `None` if it does not. `bounded`: the caller has a permissions boundary.
    pub(crate) fn grant(&self, caller: &Principal, bounded: bool, effect: Effect) -> Option<Grant> {
        match self {
            Principals::Caller => Some(Grant::Exact),
            Principals::Misplaced => (effect == Effect::Deny).then_some(Grant::Exact),
            Principals::Nobody => None,
            Principals::Listed(entries) => strongest(entries, caller),
            Principals::AllBut(entries) => {
                let spared = match effect {
                    // G-15: stored before it was refused, it grants to everyone else.
                    Effect::Allow => strongest(entries, caller).is_some(),
                    Effect::Deny => !bounded && spares(entries, caller),
                };
                (!spared).then_some(Grant::Wildcard)
            }
        }
    }
}

fn strongest(entries: &[Entry], caller: &Principal) -> Option<Grant> {
    entries.iter().filter_map(|entry| entry.grant(caller)).max()
}

/// M-31: the entries name the caller itself and, for members of an account, its account too.
fn spares(entries: &[Entry], caller: &Principal) -> bool {
    let named = |wanted: fn(Grant) -> bool| {
        entries
            .iter()
            .filter_map(|entry| entry.grant(caller))
            .any(wanted)
    };
    if named(|grant| grant == Grant::Wildcard) || !unconfirmed::NOT_PRINCIPAL_STRICT {
        return named(|_| true);
    }
    match caller.kind {
        PrincipalKind::User { .. }
        | PrincipalKind::RoleSession { .. }
        | PrincipalKind::FederatedUser { .. } => {
            named(|grant| grant > Grant::Account) && named(|grant| grant == Grant::Account)
        }
        PrincipalKind::Root
        | PrincipalKind::Service { .. }
        | PrincipalKind::Anonymous
        | PrincipalKind::Federated { .. } => named(|grant| grant == Grant::Exact),
    }
}

fn compile_entry<'a>(
    entry: &'a PrincipalEntry,
    bindings: &'a BTreeMap<String, String>,
) -> impl Iterator<Item = Entry> + 'a {
    entry.values.iter().map(move |text| {
        let value = text.value.clone();
        match entry.key.value.as_str() {
            "AWS" => Entry::aws(value, bindings),
            "Service" => Entry::Service(value),
            "Federated" => Entry::Federated(value),
            // The owning account, where the caller of `compile` knows it.
            "CanonicalUser" => bindings
                .get(value.as_str())
                .map_or(Entry::Unknown, |id| Entry::Account(id.into())),
            _ => Entry::Unknown,
        }
    })
}

impl Entry {
    fn aws(value: SmolStr, bindings: &BTreeMap<String, String>) -> Entry {
        if value == "*" {
            return Entry::EveryAws;
        }
        if arn::is_account_id(&value) {
            return Entry::Account(value);
        }
        let id = bindings.get(value.as_str()).map(SmolStr::new);
        let Some([_, _, service, _, account, resource]) = arn::split(&value) else {
            let stored = value.starts_with("AIDA") || value.starts_with("AROA");
            return if stored {
                Entry::Id(value)
            } else {
                Entry::Unknown
            };
        };
        let kind = resource.split('/').next().unwrap_or_default();
        match (service, kind) {
            ("iam", "root") if resource == "root" => Entry::Account(account.into()),
            ("iam", "user") => Entry::User { arn: value, id },
            ("iam", "role") => Entry::Role { arn: value, id },
            ("sts", "assumed-role") => Entry::RoleSession(value),
            ("sts", "federated-user") => Entry::FederatedUser(value),
            _ => Entry::Unknown,
        }
    }

    /// The table of spec 2.5, one row an arm.
    fn grant(&self, caller: &Principal) -> Option<Grant> {
        // M-28
        if let PrincipalKind::Federated { provider } = &caller.kind {
            return matches!(self, Entry::Federated(named) if named == provider)
                .then_some(Grant::Exact);
        }
        match self {
            Entry::Everyone => Some(Grant::Wildcard),
            Entry::EveryAws => match caller.kind {
                PrincipalKind::Service { .. } if !unconfirmed::AWS_WILDCARD_MATCHES_SERVICES => {
                    None
                }
                _ => Some(Grant::Wildcard),
            },
            Entry::Account(account) => match caller.kind {
                PrincipalKind::Service { .. } | PrincipalKind::Anonymous => None,
                PrincipalKind::Root => (caller.account == *account).then_some(Grant::Exact),
                _ => (caller.account == *account).then_some(Grant::Account),
            },
            Entry::Id(id) => grant_of_id(id, caller),
            Entry::User { arn, id } => match &caller.kind {
                PrincipalKind::User { .. } => same(id.as_ref(), caller.unique_id.as_ref(), || {
                    caller.arn == *arn
                })
                .then_some(Grant::Exact),
                PrincipalKind::FederatedUser {
                    issuer_arn,
                    issuer_id,
                    ..
                } => same(id.as_ref(), issuer_id.as_ref(), || {
                    issuer_arn.as_ref() == Some(arn)
                })
                .then_some(Grant::UserOfFederation),
                _ => None,
            },
            Entry::Role { arn, id } => match &caller.kind {
                PrincipalKind::RoleSession { role_arn, .. } => {
                    same(id.as_ref(), caller.unique_id.as_ref(), || {
                        same_role(arn, role_arn)
                    })
                    .then_some(Grant::RoleOfSession)
                }
                _ => None,
            },
            Entry::RoleSession(arn) => match &caller.kind {
                PrincipalKind::RoleSession {
                    role_arn,
                    session_name,
                    ..
                } => names_session(arn, caller, role_arn, session_name).then_some(Grant::Exact),
                _ => None,
            },
            Entry::FederatedUser(arn) => match &caller.kind {
                PrincipalKind::FederatedUser { name, .. } => {
                    names_federated_user(arn, caller, name).then_some(Grant::Exact)
                }
                _ => None,
            },
            Entry::Service(named) => match &caller.kind {
                PrincipalKind::Service { name } => (name == named).then_some(Grant::Exact),
                _ => None,
            },
            Entry::Federated(_) | Entry::Unknown => None,
        }
    }
}

/// The rows of spec 2.5 for a unique id that stands in the document itself.
fn grant_of_id(id: &SmolStr, caller: &Principal) -> Option<Grant> {
    let (named, grant) = match &caller.kind {
        PrincipalKind::User { .. } => (&caller.unique_id, Grant::Exact),
        PrincipalKind::RoleSession { .. } => (&caller.unique_id, Grant::RoleOfSession),
        PrincipalKind::FederatedUser { issuer_id, .. } => (issuer_id, Grant::UserOfFederation),
        _ => return None,
    };
    (named.as_ref() == Some(id)).then_some(grant)
}

/// Unique ids decide where both are known, else the ARNs do (M-22).
fn same(entry: Option<&SmolStr>, caller: Option<&SmolStr>, by_arn: impl FnOnce() -> bool) -> bool {
    match (entry, caller) {
        (Some(entry), Some(caller)) => entry == caller,
        (Some(_), None) | (None, _) => by_arn(),
    }
}

/// Partition, account and role name are compared, not the path, which sessions do not carry (M-22).
fn same_role(entry: &str, caller: &str) -> bool {
    let (Some(entry), Some(caller)) = (arn::split(entry), arn::split(caller)) else {
        return false;
    };
    entry[..5] == caller[..5] && last_segment(entry[5]) == last_segment(caller[5])
}

fn names_session(entry: &str, caller: &Principal, role_arn: &str, session_name: &str) -> bool {
    let Some([_, partition, _, _, account, resource]) = arn::split(entry) else {
        return false;
    };
    let Some(rest) = resource.strip_prefix("assumed-role/") else {
        return false;
    };
    rest.split_once('/') == Some((last_segment(role_arn), session_name))
        && partition == caller.partition
        && account == caller.account
}

fn names_federated_user(entry: &str, caller: &Principal, name: &str) -> bool {
    let Some([_, partition, _, _, account, resource]) = arn::split(entry) else {
        return false;
    };
    resource.strip_prefix("federated-user/") == Some(name)
        && partition == caller.partition
        && account == caller.account
}

fn last_segment(resource: &str) -> &str {
    resource.rsplit('/').next().unwrap_or_default()
}
