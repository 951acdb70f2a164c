//! One account's listing, held against everything that AWS would refuse, as events.

use super::arrival::Arrival;
use super::aws_policies::{self, Taken};
use super::details::{Details, GroupText, Named, PolicyText, RoleText, UserText};
use super::grants::Grantor;
use super::incoming::Incoming;
use super::place::{Place, Problems};
use crate::event::Event;
use crate::name::NameKey;
use crate::quota::{Quota, Quotas};
use crate::state::{Account, Entity, State, Tag};
use crate::tags::TagKeys;
use crate::{AccountId, arn, managed, service_linked, trust};
use policy::Kind;
use std::collections::HashSet;

/// How long sessions of a role may last where its listing does not say, in seconds: AWS's listing never does.
const SESSION_SECONDS_DEFAULT: u32 = 3600;

/// A file and the account that it lists.
pub(crate) struct Source<'a> {
    pub file: &'a str,
    pub account: AccountId,
    pub details: &'a Details,
}

/// What an import is held against.
pub(crate) struct Imported<'a> {
    pub state: &'a State,
    pub quotas: &'a Quotas,
    pub incoming: &'a Incoming,
    pub taken: &'a Taken,
    /// Unique ids that stood somewhere in the import already.
    pub ids: HashSet<String>,
}

/// The events that bring what a file lists into its account. There are problems, or applying them gives what the file says.
pub(crate) fn account(
    source: &Source,
    import: &mut Imported,
    problems: &mut Problems,
) -> Vec<Event> {
    let held = import.state.account(source.account);
    let mut importer = Importer {
        import,
        account: source.account,
        held,
        ids_held: held.map(ids_of).unwrap_or_default(),
        grantor: Grantor::of(source),
        events: Vec::new(),
    };
    let file = Place::File(source.file);
    importer.policies(&source.details.policies, &file, problems);
    importer.groups(&source.details.groups, &file, problems);
    importer.users(&source.details.users, &file, problems);
    importer.roles(&source.details.roles, &file, problems);
    importer.grantor.compare_counts(source, problems);
    let mut events = importer.events;
    events.extend(importer.grantor.events);
    events
}

/// Unique ids of what the state has no index of.
fn ids_of(account: &Account) -> HashSet<String> {
    let groups = account.groups.values().map(|group| &group.id);
    let policies = account.policies.values().map(|policy| &policy.id);
    let profiles = account.instance_profiles.values();
    let all = groups
        .chain(policies)
        .chain(profiles.map(|profile| &profile.id));
    all.map(ToString::to_string).collect()
}

struct Importer<'i, 'a> {
    import: &'i mut Imported<'a>,
    account: AccountId,
    held: Option<&'a Account>,
    ids_held: HashSet<String>,
    grantor: Grantor<'i>,
    events: Vec<Event>,
}

/// What an account holds by name.
#[derive(Clone, Copy)]
enum Thing {
    User,
    Group,
    Role,
    Policy,
    InstanceProfile,
}

impl Thing {
    /// What listings call it.
    fn word(self) -> &'static str {
        match self {
            Thing::User => "User",
            Thing::Group => "Group",
            Thing::Role => "Role",
            Thing::Policy => "Policy",
            Thing::InstanceProfile => "InstanceProfile",
        }
    }

    /// How its unique ids begin (spec §12.1).
    fn prefix(self) -> &'static str {
        match self {
            Thing::User => "AIDA",
            Thing::Group => "AGPA",
            Thing::Role => "AROA",
            Thing::Policy => "ANPA",
            Thing::InstanceProfile => "AIPA",
        }
    }

    fn arn(self, account: AccountId, path: &str, name: &str) -> String {
        match self {
            Thing::User => arn::user(account, path, name),
            Thing::Group => arn::group(account, path, name),
            Thing::Role => arn::role(account, path, name),
            Thing::Policy => arn::policy(account, path, name),
            Thing::InstanceProfile => arn::instance_profile(account, path, name),
        }
    }

    fn is_held(self, account: &Account, key: &NameKey) -> bool {
        match self {
            Thing::User => account.users.contains_key(key),
            Thing::Group => account.groups.contains_key(key),
            Thing::Role => account.roles.contains_key(key),
            Thing::Policy => account.policies.contains_key(key),
            Thing::InstanceProfile => account.instance_profiles.contains_key(key),
        }
    }
}

impl Importer<'_, '_> {
    fn arrives(&mut self, arrival: Arrival) {
        self.events.push(Event::Imported(arrival));
    }

    fn quota(&self, quota: Quota, held: usize, new: usize, place: &Place, problems: &mut Problems) {
        problems.check(place, quota.fits(held + new));
    }

    /// Name, ARN and id of one thing: new here, possible, and in the right account.
    fn named(
        &mut self,
        thing: Thing,
        named: &Named,
        names: &mut HashSet<NameKey>,
        place: &Place,
        problems: &mut Problems,
    ) {
        let (path, name) = (&named.path, &named.name);
        let arn = thing.arn(self.account, path, name);
        if named.arn != arn {
            let what = format!(
                "`{}` is not {arn}, which path, name and account come to",
                named.arn
            );
            problems.add(&place.member("Arn"), what);
        }
        let key = NameKey::of(name);
        let member = format!("{}Name", thing.word());
        let at = place.member(&member);
        if self.held.is_some_and(|held| thing.is_held(held, &key)) {
            let what = format!("`{name}` is taken: the account has one of that name already");
            problems.add(&at, what);
        }
        if !names.insert(key) {
            problems.add(
                &at,
                format!("`{name}` is taken: names are unique regardless of case"),
            );
        }
        self.id(thing, &named.id, place, problems);
    }

    fn id(&mut self, thing: Thing, id: &str, place: &Place, problems: &mut Problems) {
        let member = format!("{}Id", thing.word());
        let at = place.member(&member);
        let letters = id.bytes().all(|letter| letter.is_ascii_alphanumeric());
        let prefix = thing.prefix();
        if !id.starts_with(prefix) || !letters || !(16..=128).contains(&id.len()) {
            let what = format!("`{id}` is not {prefix} and 12 to 124 more letters and digits");
            return problems.add(&at, what);
        }
        let owner = self.import.state.account_of_unique_id(id);
        let is_held = owner.is_some_and(|account| account.arn_of_id(id).is_some());
        if is_held || self.ids_held.contains(id) || !self.import.ids.insert(id.to_owned()) {
            problems.add(&at, format!("`{id}` is somebody's already"));
        }
    }

    fn tags(&self, keys: TagKeys, held: &[Tag], place: &Place, problems: &mut Problems) {
        let at = place.member("Tags");
        problems.check(&at, keys.check_distinct(held));
        problems.check(&at, self.import.quotas.tags.fits(held.len()));
    }

    fn policies(&mut self, policies: &[PolicyText], file: &Place, problems: &mut Problems) {
        let list = file.member("Policies");
        let quotas = self.import.quotas;
        let held = self.held.map_or(0, |held| held.policies.len());
        let own = policies.iter().enumerate();
        let own = own.filter(|(_, policy)| !managed::is_arn(&policy.named.arn));
        let own: Vec<(usize, &PolicyText)> = own.collect();
        self.quota(quotas.policies, held, own.len(), &list, problems);
        let held = self.held.map_or(0, Account::policy_versions_in_use);
        let versions = own.iter().map(|(_, policy)| policy.versions.len()).sum();
        self.quota(
            quotas.policy_versions_in_use,
            held,
            versions,
            &list,
            problems,
        );
        let mut names = HashSet::new();
        for (index, policy) in own {
            let place = list.element(index);
            self.named(Thing::Policy, &policy.named, &mut names, &place, problems);
            self.tags(TagKeys::AsWritten, &policy.tags, &place, problems);
            aws_policies::check_versions(policy, &place, problems);
            let versions = place.member("PolicyVersionList");
            problems.check(
                &versions,
                quotas.versions_per_policy.fits(policy.versions.len()),
            );
            for (index, version) in policy.versions.iter().enumerate() {
                let version_place = versions.element(index);
                let at = version_place.member("Document");
                if version.created.is_none() {
                    problems.add(&version_place.member("CreateDate"), "is missing");
                }
                match policy::accept(&version.document, Kind::Managed) {
                    Ok(document) => {
                        problems.check(&at, quotas.policy_size.fits(document.size()));
                    }
                    Err(refusal) => problems.add(&at, refusal.message),
                }
            }
            if !policy.attachable {
                problems.notice(
                    &place.member("IsAttachable"),
                    "is not kept: every policy is attachable here",
                );
            }
            self.arrives(Arrival::Policy {
                name: policy.named.name.clone(),
                path: policy.named.path.clone(),
                id: policy.named.id.clone(),
                created: policy.named.created,
                updated: policy.updated,
                description: policy.description.clone(),
                versions: aws_policies::versions(&policy.versions),
                default_version: policy.default_version,
                tags: policy.tags.clone(),
            });
        }
    }

    fn groups(&mut self, groups: &[GroupText], file: &Place, problems: &mut Problems) {
        let list = file.member("GroupDetailList");
        let held = self.held.map_or(0, |held| held.groups.len());
        self.quota(
            self.import.quotas.groups,
            held,
            groups.len(),
            &list,
            problems,
        );
        let mut names = HashSet::new();
        for (index, group) in groups.iter().enumerate() {
            let place = list.element(index);
            self.named(Thing::Group, &group.named, &mut names, &place, problems);
            let entity = Entity::Group(group.named.name.clone());
            self.grantor
                .grant(self.import, entity, &group.grants, &place, problems);
            self.arrives(Arrival::Group {
                name: group.named.name.clone(),
                path: group.named.path.clone(),
                id: group.named.id.clone(),
                created: group.named.created,
            });
        }
    }

    fn users(&mut self, users: &[UserText], file: &Place, problems: &mut Problems) {
        let list = file.member("UserDetailList");
        let held = self.held.map_or(0, |held| held.users.len());
        self.quota(self.import.quotas.users, held, users.len(), &list, problems);
        let mut names = HashSet::new();
        for (index, user) in users.iter().enumerate() {
            let place = list.element(index);
            self.named(Thing::User, &user.named, &mut names, &place, problems);
            self.tags(TagKeys::InAnyCase, &user.tags, &place, problems);
            let entity = Entity::User(user.named.name.clone());
            self.grantor
                .grant(self.import, entity, &user.grants, &place, problems);
            self.grantor
                .memberships(self.import, user, &place, problems);
            self.arrives(Arrival::User {
                name: user.named.name.clone(),
                path: user.named.path.clone(),
                id: user.named.id.clone(),
                created: user.named.created,
                boundary: user.grants.boundary.clone(),
                tags: user.tags.clone(),
            });
        }
    }

    fn roles(&mut self, roles: &[RoleText], file: &Place, problems: &mut Problems) {
        let list = file.member("RoleDetailList");
        let held = self.held.map_or(0, |held| held.roles.len());
        self.quota(self.import.quotas.roles, held, roles.len(), &list, problems);
        let profiles = roles.iter().map(|role| role.profiles.len()).sum();
        let held = self.held.map_or(0, |held| held.instance_profiles.len());
        self.quota(
            self.import.quotas.instance_profiles,
            held,
            profiles,
            &list,
            problems,
        );
        let (mut names, mut profile_names) = (HashSet::new(), HashSet::new());
        for (index, role) in roles.iter().enumerate() {
            let place = list.element(index);
            self.named(Thing::Role, &role.named, &mut names, &place, problems);
            self.tags(TagKeys::InAnyCase, &role.tags, &place, problems);
            let entity = Entity::Role(role.named.name.clone());
            self.grantor
                .grant(self.import, entity, &role.grants, &place, problems);
            self.role(role, &place, problems);
            self.profiles(role, &mut profile_names, &place, problems);
        }
    }

    fn role(&mut self, role: &RoleText, place: &Place, problems: &mut Problems) {
        let Imported {
            state,
            incoming,
            quotas,
            ..
        } = *self.import;
        let accepted = trust::accept_among(state, incoming, &role.trust, quotas.trust_size);
        let trust = match accepted {
            Ok(trust) => trust,
            Err(error) => {
                return problems.add(&place.member("AssumeRolePolicyDocument"), error.message);
            }
        };
        self.arrives(Arrival::Role {
            name: role.named.name.clone(),
            path: role.named.path.clone(),
            id: role.named.id.clone(),
            created: role.named.created,
            description: role.description.clone(),
            session_seconds_max: role.session_seconds_max.unwrap_or(SESSION_SECONDS_DEFAULT),
            trust,
            boundary: role.grants.boundary.clone(),
            tags: role.tags.clone(),
            service: service_of(&role.named.path).map(str::to_owned),
            last_used: role.last_used.clone(),
        });
    }

    fn profiles(
        &mut self,
        role: &RoleText,
        names: &mut HashSet<NameKey>,
        place: &Place,
        problems: &mut Problems,
    ) {
        let list = place.member("InstanceProfileList");
        for (index, profile) in role.profiles.iter().enumerate() {
            let place = list.element(index);
            self.named(
                Thing::InstanceProfile,
                &profile.named,
                names,
                &place,
                problems,
            );
            self.tags(TagKeys::AsWritten, &profile.tags, &place, problems);
            if profile.roles != [role.named.arn.as_str()] {
                let what = format!(
                    "do not hold {} alone, below which they stand",
                    role.named.arn
                );
                problems.add(&place.member("Roles"), what);
            }
            self.arrives(Arrival::InstanceProfile {
                name: profile.named.name.clone(),
                path: profile.named.path.clone(),
                id: profile.named.id.clone(),
                created: profile.named.created,
                role: role.named.name.clone(),
                tags: profile.tags.clone(),
            });
        }
    }
}

/// The service whose own role has this path (P-10).
pub(super) fn service_of(path: &str) -> Option<&str> {
    let service = path.strip_prefix(service_linked::PATH_PREFIX)?;
    service
        .strip_suffix('/')
        .filter(|service| !service.is_empty())
}
