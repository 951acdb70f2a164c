//! The condition context: what is known about a request when its conditions are read.

use smol_str::{SmolStr, StrExt as _, format_smolstr};

use crate::key::Key;
use crate::request::{Principal, PrincipalKind};

/// The values that conditions and policy variables of one request read.
///
/// Keys are case-insensitive (C-2). Whether a key is single-valued or multivalued belongs to the key, not to the
/// number of its values (C-10): insert with [`insert`](Context::insert) or [`insert_many`](Context::insert_many).
///
/// ```
/// let mut cx = policy::Context::new();
/// cx.insert("aws:SourceIp", "203.0.113.7");
/// assert_eq!(cx.get("AWS:sourceip"), Some(&policy::Value::Single("203.0.113.7".into())));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// Sorted by the lower-case key.
    entries: Vec<Entry>,
    /// Whether a simulation asks, which compares some values in another way (C-19).
    simulated: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    lower: SmolStr,
    key: SmolStr,
    value: Value,
}

impl Entry {
    fn known(key: Key, value: SmolStr) -> Entry {
        Entry {
            lower: SmolStr::new_static(key.lower),
            key: SmolStr::new_static(key.name),
            value: Value::Single(value),
        }
    }
}

/// The key in lower case, by which it is found.
fn lower(key: &str) -> SmolStr {
    // Almost every key is short and ASCII, whose case is a bit of each byte.
    let mut letters = [0; 48];
    match letters.get_mut(..key.len()) {
        Some(letters) if key.is_ascii() => {
            letters.copy_from_slice(key.as_bytes());
            letters.make_ascii_lowercase();
            SmolStr::new(str::from_utf8(letters).expect("ASCII is text"))
        }
        _ => key.to_lowercase_smolstr(),
    }
}

/// The value of a context key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// The value of a single-valued key.
    Single(SmolStr),
    /// The values of a multivalued key, possibly none.
    Multi(Vec<SmolStr>),
}

impl Context {
    /// A context without keys.
    pub fn new() -> Self {
        Self::default()
    }

    /// A context without keys that has room for so many.
    pub fn with_capacity(keys: usize) -> Self {
        Self {
            entries: Vec::with_capacity(keys),
            simulated: false,
        }
    }

    /// The same for a simulation.
    pub(crate) fn simulated(&self) -> Self {
        Self {
            simulated: true,
            ..self.clone()
        }
    }

    /// Whether a simulation asks.
    pub(crate) fn is_simulated(&self) -> bool {
        self.simulated
    }

    /// Gives a single-valued key its value, replacing an older one.
    ///
    /// Of tag keys that differ only in case the lexicographically last spelling stays (C-2).
    pub fn insert(&mut self, key: &str, value: impl Into<SmolStr>) {
        self.put(key, Value::Single(value.into()));
    }

    /// The same for a key of every request, which costs less: such keys are known in lower case.
    pub fn insert_known(&mut self, key: Key, value: impl Into<SmolStr>) {
        let entry = Entry::known(key, value.into());
        match self.place(key.lower.as_bytes()) {
            Ok(at) => self.entries[at] = entry,
            Err(at) => self.entries.insert(at, entry),
        }
    }

    /// Gives a multivalued key its values, replacing older ones.
    pub fn insert_many(&mut self, key: &str, values: impl IntoIterator<Item = SmolStr>) {
        self.put(key, Value::Multi(values.into_iter().collect()));
    }

    /// The value of a key, in any spelling.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.get_lower(lower(key).as_bytes())
    }

    /// Every key as it was spelled, with its value, sorted by the key in lower case.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.entries
            .iter()
            .map(|entry| (entry.key.as_str(), &entry.value))
    }

    /// Removes a key, in any spelling, and returns its value.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        let at = self.position(lower(key).as_bytes()).ok()?;
        Some(self.entries.remove(at).value)
    }

    /// Takes over every key of another context, in place of those that are here.
    pub fn extend(&mut self, other: &Context) {
        for entry in &other.entries {
            self.put(&entry.key, entry.value.clone());
        }
    }

    /// Adds the keys of spec 5.1 and 5.4 that follow from the caller and the resource's owner, unless already present.
    pub fn fill(&mut self, principal: &Principal, resource_account: &str) {
        let account = &principal.account;
        match &principal.kind {
            PrincipalKind::Root => {
                self.fill_one(
                    Key::PRINCIPAL_ARN,
                    format_smolstr!("arn:{}:iam::{account}:root", principal.partition),
                );
                self.fill_caller("Account", account, Some(account.clone()));
            }
            PrincipalKind::User { name } => {
                self.fill_one(Key::PRINCIPAL_ARN, principal.arn.clone());
                self.fill_one(Key::USER_NAME, name.clone());
                self.fill_caller("User", account, principal.unique_id.clone());
            }
            PrincipalKind::RoleSession {
                role_arn,
                session_name,
                ..
            } => {
                self.fill_one(Key::PRINCIPAL_ARN, role_arn.clone());
                let id = principal
                    .unique_id
                    .as_ref()
                    .map(|id| format_smolstr!("{id}:{session_name}"));
                self.fill_caller("AssumedRole", account, id);
            }
            PrincipalKind::FederatedUser { name, .. } => {
                self.fill_one(Key::PRINCIPAL_ARN, principal.arn.clone());
                self.fill_caller(
                    "FederatedUser",
                    account,
                    Some(format_smolstr!("{account}:{name}")),
                );
            }
            PrincipalKind::Service { name } => {
                self.fill_one(Key::PRINCIPAL_IS_AWS_SERVICE, SmolStr::new_static("true"));
                self.fill_one(Key::PRINCIPAL_SERVICE_NAME, name.clone());
                if self.get("aws:PrincipalServiceNamesList").is_none() {
                    self.insert_many("aws:PrincipalServiceNamesList", [name.clone()]);
                }
            }
            PrincipalKind::Anonymous => {
                self.fill_one(Key::PRINCIPAL_ACCOUNT, SmolStr::new_static("anonymous"));
                self.fill_one(Key::PRINCIPAL_TYPE, SmolStr::new_static("Anonymous"));
            }
            // K-3
            PrincipalKind::Federated { provider } => {
                let owner = provider
                    .split(':')
                    .nth(4)
                    .filter(|account| !account.is_empty());
                let account = owner.map_or_else(|| account.clone(), SmolStr::new);
                self.fill_caller("User", &account, Some(provider.clone()));
            }
        }
        if !resource_account.is_empty() {
            self.fill_one(Key::RESOURCE_ACCOUNT, SmolStr::new(resource_account));
        }
    }

    fn fill_caller(&mut self, kind: &'static str, account: &SmolStr, id: Option<SmolStr>) {
        self.fill_one(Key::PRINCIPAL_TYPE, SmolStr::new_static(kind));
        self.fill_one(Key::PRINCIPAL_IS_AWS_SERVICE, SmolStr::new_static("false"));
        if !account.is_empty() {
            self.fill_one(Key::PRINCIPAL_ACCOUNT, account.clone());
        }
        if let Some(id) = id {
            self.fill_one(Key::USER_ID, id);
        }
    }

    fn fill_one(&mut self, key: Key, value: SmolStr) {
        if let Err(at) = self.place(key.lower.as_bytes()) {
            self.entries.insert(at, Entry::known(key, value));
        }
    }

    /// Gives a key another value, or none, and returns the one it had.
    pub(crate) fn replace(&mut self, key: &str, value: Option<Value>) -> Option<Value> {
        let before = self.remove(key);
        if let Some(value) = value {
            self.put(key, value);
        }
        before
    }

    /// The value of a key that is already in lower case. Allocates nothing.
    pub(crate) fn get_lower(&self, lower: &[u8]) -> Option<&Value> {
        let at = self.position(lower).ok()?;
        Some(&self.entries[at].value)
    }

    fn put(&mut self, key: &str, value: Value) {
        let lower = lower(key);
        let entry = |lower| Entry {
            lower,
            key: SmolStr::new(key),
            value,
        };
        match self.place(lower.as_bytes()) {
            Ok(at) if key.contains('/') && key < self.entries[at].key.as_str() => {}
            Ok(at) => self.entries[at] = entry(lower),
            Err(at) => self.entries.insert(at, entry(lower)),
        }
    }

    /// Where a key is or belongs: at the end, mostly, since keys are put in order.
    fn place(&self, lower: &[u8]) -> Result<usize, usize> {
        match self.entries.last() {
            Some(last) if last.lower.as_bytes() >= lower => self.position(lower),
            _ => Err(self.entries.len()),
        }
    }

    fn position(&self, lower: &[u8]) -> Result<usize, usize> {
        self.entries
            .binary_search_by(|entry| entry.lower.as_bytes().cmp(lower))
    }
}
