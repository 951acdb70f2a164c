//! Principals of resource policies: what each entry grants a caller (spec 2.5, 2.6).

use std::collections::BTreeMap;

use crate::accept::Kind;
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
    Misplaced(Box<[Entry]>),
    /// A policy of a resource that names nobody (G-14).
    Nobody,
    Listed(Box<[Entry]>),
    AllBut(Box<[Entry]>),
}

/// One entry of a principal list.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    named: Named,
    /// As it stands in the policy.
    text: Box<str>,
    /// The unique id that it was bound to when the document was stored (M-22); of a canonical user id the account.
    id: Option<Box<str>>,
}

/// Whom an entry names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Named {
    /// `"*"` in a guard rail, in an RCP in either form: whoever calls, those too who come with a provider's word.
    Anyone,
    /// `{"Federated":"*"}` in an endpoint's policy: whoever comes with a provider's word.
    EveryFederated,
    /// `"*"`.
    Everyone,
    /// `{"AWS":"*"}`.
    EveryAws,
    /// The account of twelve digits, or that whose root user the ARN is of.
    Account,
    /// An account by the canonical id of its owner.
    CanonicalUser,
    /// An `AIDA…` or `AROA…` id.
    Id,
    /// A user, by its id if the document was stored (M-22), else by its ARN.
    User,
    /// A role; its sessions know its name but not always its path.
    Role,
    /// The ARN of one session of a role.
    RoleSession,
    /// The ARN of a federated user.
    FederatedUser,
    Service,
    Federated,
    /// A text that names nobody here (G-17, G-18, G-22).
    Unknown,
}

impl Principals {
    /// Reads the element of a resource's policy, or of one that guards resources.
    pub(crate) fn compile(
        kind: Kind,
        not: bool,
        element: &PrincipalElement,
        bindings: &BTreeMap<String, String>,
    ) -> Principals {
        let mut entries = entries(element, bindings);
        if matches!(kind, Kind::Rcp | Kind::Endpoint) {
            entries.iter_mut().for_each(|entry| entry.guard(kind));
        }
        if not {
            Principals::AllBut(entries)
        } else {
            Principals::Listed(entries)
        }
    }

    /// Reads the element where none may stand.
    pub(crate) fn compile_misplaced(element: &PrincipalElement) -> Principals {
        Principals::Misplaced(entries(element, &BTreeMap::new()))
    }

    /// The values as they stand in the policy.
    pub(crate) fn written(&self) -> impl Iterator<Item = &str> {
        let entries = match self {
            Principals::Caller | Principals::Nobody => &[][..],
            Principals::Misplaced(entries)
            | Principals::Listed(entries)
            | Principals::AllBut(entries) => entries,
        };
        entries.iter().map(|entry| &*entry.text)
    }

    /// How the statement names the caller; `None` if it does not. `bounded`: the caller has a permissions boundary.
    pub(crate) fn grant(&self, caller: &Principal, bounded: bool, effect: Effect) -> Option<Grant> {
        match self {
            Principals::Caller => Some(Grant::Exact),
            Principals::Misplaced(_) => (effect == Effect::Deny).then_some(Grant::Exact),
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

fn entries(element: &PrincipalElement, bindings: &BTreeMap<String, String>) -> Box<[Entry]> {
    match element {
        PrincipalElement::Scalar(text) => {
            let named = if text.value == "*" {
                Named::Everyone
            } else {
                Named::Unknown
            };
            Box::from([Entry::new(named, &text.value)])
        }
        PrincipalElement::Map(map) => map
            .iter()
            .flat_map(|entry| compile_entry(entry, bindings))
            .collect(),
    }
}

fn compile_entry<'a>(
    entry: &'a PrincipalEntry,
    bindings: &'a BTreeMap<String, String>,
) -> impl Iterator<Item = Entry> + 'a {
    entry.values.iter().map(move |text| {
        let value = text.value.as_str();
        let id = bindings.get(value).map(|id| Box::from(id.as_str()));
        let named = match entry.key.value.as_str() {
            "AWS" => Named::aws(value),
            "Service" => Named::Service,
            "Federated" => Named::Federated,
            // The owning account, where the caller of `compile` knows it.
            "CanonicalUser" if id.is_some() => Named::CanonicalUser,
            _ => Named::Unknown,
        };
        Entry {
            id,
            ..Entry::new(named, value)
        }
    })
}

impl Named {
    fn aws(text: &str) -> Named {
        if text == "*" {
            return Named::EveryAws;
        }
        if arn::is_account_id(text) {
            return Named::Account;
        }
        let Some([_, _, service, _, _, resource]) = arn::split(text) else {
            let stored = text.starts_with("AIDA") || text.starts_with("AROA");
            return if stored { Named::Id } else { Named::Unknown };
        };
        let kind = resource.split('/').next().unwrap_or_default();
        match (service, kind) {
            ("iam", "root") if resource == "root" => Named::Account,
            ("iam", "user") => Named::User,
            ("iam", "role") => Named::Role,
            ("sts", "assumed-role") => Named::RoleSession,
            ("sts", "federated-user") => Named::FederatedUser,
            _ => Named::Unknown,
        }
    }
}

impl Entry {
    fn new(named: Named, text: &str) -> Entry {
        Entry {
            named,
            text: text.into(),
            id: None,
        }
    }

    /// Makes it an entry of a policy that is around resources: its `*` leaves nobody out. At an endpoint `{"AWS":"*"}` does
    /// not name those who come with a provider's word ("Control access to AWS STS with VPC endpoint policies").
    fn guard(&mut self, kind: Kind) {
        self.named = match self.named {
            Named::Everyone => Named::Anyone,
            Named::EveryAws if kind == Kind::Rcp => Named::Anyone,
            Named::Federated if kind == Kind::Endpoint && &*self.text == "*" => {
                Named::EveryFederated
            }
            named => named,
        };
    }

    /// The table of spec 2.5, one row an arm.
    fn grant(&self, caller: &Principal) -> Option<Grant> {
        let text = &*self.text;
        // M-28
        if let PrincipalKind::Federated { provider } = &caller.kind {
            return match self.named {
                Named::Anyone | Named::EveryFederated => Some(Grant::Wildcard),
                Named::Federated => (provider == text).then_some(Grant::Exact),
                _ => None,
            };
        }
        match self.named {
            Named::Anyone | Named::Everyone => Some(Grant::Wildcard),
            Named::EveryAws => match caller.kind {
                PrincipalKind::Service { .. } if !unconfirmed::AWS_WILDCARD_MATCHES_SERVICES => {
                    None
                }
                _ => Some(Grant::Wildcard),
            },
            Named::Account => {
                grant_of_account(arn::split(text).map_or(text, |parts| parts[4]), caller)
            }
            Named::CanonicalUser => grant_of_account(self.id.as_deref()?, caller),
            Named::Id => grant_of_id(text, caller),
            Named::User => match &caller.kind {
                PrincipalKind::User { .. } => {
                    same(self.id.as_deref(), caller.unique_id.as_deref(), || {
                        caller.arn == text
                    })
                    .then_some(Grant::Exact)
                }
                PrincipalKind::FederatedUser {
                    issuer_arn,
                    issuer_id,
                    ..
                } => same(self.id.as_deref(), issuer_id.as_deref(), || {
                    issuer_arn.as_deref() == Some(text)
                })
                .then_some(Grant::UserOfFederation),
                _ => None,
            },
            Named::Role => match &caller.kind {
                PrincipalKind::RoleSession { role_arn, .. } => {
                    same(self.id.as_deref(), caller.unique_id.as_deref(), || {
                        same_role(text, role_arn)
                    })
                    .then_some(Grant::RoleOfSession)
                }
                _ => None,
            },
            Named::RoleSession => match &caller.kind {
                PrincipalKind::RoleSession {
                    role_arn,
                    session_name,
                    ..
                } => names_session(text, caller, role_arn, session_name).then_some(Grant::Exact),
                _ => None,
            },
            Named::FederatedUser => match &caller.kind {
                PrincipalKind::FederatedUser { name, .. } => {
                    names_federated_user(text, caller, name).then_some(Grant::Exact)
                }
                _ => None,
            },
            Named::Service => match &caller.kind {
                PrincipalKind::Service { name } => (name == text).then_some(Grant::Exact),
                _ => None,
            },
            Named::Federated | Named::EveryFederated | Named::Unknown => None,
        }
    }
}

fn grant_of_account(account: &str, caller: &Principal) -> Option<Grant> {
    let grant = match caller.kind {
        PrincipalKind::Service { .. } | PrincipalKind::Anonymous => return None,
        PrincipalKind::Root => Grant::Exact,
        _ => Grant::Account,
    };
    (caller.account == account).then_some(grant)
}

/// The rows of spec 2.5 for a unique id that stands in the document itself.
fn grant_of_id(id: &str, caller: &Principal) -> Option<Grant> {
    let (named, grant) = match &caller.kind {
        PrincipalKind::User { .. } => (&caller.unique_id, Grant::Exact),
        PrincipalKind::RoleSession { .. } => (&caller.unique_id, Grant::RoleOfSession),
        PrincipalKind::FederatedUser { issuer_id, .. } => (issuer_id, Grant::UserOfFederation),
        _ => return None,
    };
    (named.as_deref() == Some(id)).then_some(grant)
}

/// Unique ids decide where both are known, else the ARNs do (M-22).
fn same(entry: Option<&str>, caller: Option<&str>, by_arn: impl FnOnce() -> bool) -> bool {
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
