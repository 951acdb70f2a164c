//! Changes: the one place where the state moves. Total, and chooses nothing.

mod access_key;
mod account;
mod delegation;
mod imported;
mod instance_profile;
mod login_profile;
mod mfa_device;
mod oidc_provider;
mod organization;
mod outbound;
mod saml_provider;
mod server_certificate;
mod service_credential;
mod service_linked;
mod service_principal;
mod user_credential;

use super::entity::{Attachments, Entity, Group, ManagedPolicy, PolicyVersion, Role, Tag, User};
use super::{Account, State};
use crate::document::{StoredPolicy, StoredTrust};
use crate::event::{Event, Record, Tagged};
use crate::name::NameKey;
use crate::tags::{TagKeys, same_key};
use imbl::OrdMap;
use jiff::Timestamp;
use std::sync::Arc;

impl State {
    /// Applies what happened. An event about something that is not there changes nothing.
    pub fn apply(&mut self, record: &Record) {
        for event in &record.events {
            self.apply_event(record, event);
        }
    }

    /// The state after events of one account, for replies that show what has just been made.
    pub(crate) fn after(
        before: &State,
        account: crate::AccountId,
        at: Timestamp,
        events: &[Event],
    ) -> State {
        let mut state = before.clone();
        state.apply(&Record {
            v: Record::VERSION,
            at,
            request_id: String::new(),
            account,
            events: events.to_vec(),
        });
        state
    }

    fn apply_event(&mut self, record: &Record, event: &Event) {
        let id = record.account;
        match event {
            Event::AccountCreated { name } => {
                if !self.accounts.contains_key(&id) {
                    let mut account = Account::new(id, record.at, name.clone());
                    account.aws_policies = self.aws_policies.clone();
                    self.accounts.insert(id, Arc::new(account));
                    self.operator.get_or_insert(id);
                }
                return;
            }
            Event::RootKeyCreated {
                id: key,
                alias: true,
                ..
            } => {
                self.key_aliases.insert(key.as_str().into(), id);
            }
            Event::RootKeyDeleted { id: key } => {
                self.key_aliases.remove(key.as_str());
            }
            Event::Organization(change) => return organization::apply(self, record, change),
            Event::TokenKeysRetired {} => return outbound::retire_keys(self, record.at),
            Event::Imported(arrival) => self.know(id, arrival),
            _ => {}
        }
        if let Some(account) = self.accounts.get_mut(&id) {
            apply_to_account(Arc::make_mut(account), record.at, event);
        }
    }

    /// Puts an account as a checkpoint holds it.
    pub(super) fn restore_account(&mut self, account: Account) {
        for key in &account.root_keys {
            if crate::account_of_id(&key.id) != Some(account.id) {
                self.key_aliases.insert(key.id.clone(), account.id);
            }
        }
        for user in account.users.values() {
            self.know_foreign_id(&user.id, account.id);
        }
        for role in account.roles.values() {
            self.know_foreign_id(&role.id, account.id);
        }
        let mut account = account;
        account.aws_policies = self.aws_policies.clone();
        self.accounts.insert(account.id, Arc::new(account));
    }

    pub(super) fn restore_operator(&mut self, operator: Option<crate::AccountId>) {
        self.operator = operator;
    }
}

/// A table of who applies which events: `apply: Event Event …;`. The compiler asks for a row for every event.
macro_rules! appliers {
    ($event:expr, $($apply:path: $($name:ident)+;)+) => {
        match $event {
            $($(Event::$name { .. })|+ => $apply,)+
        }
    };
}

/// Which events move which part of an account.
fn apply_to_account(account: &mut Account, at: Timestamp, event: &Event) {
    let apply: fn(&mut Account, Timestamp, &Event) = appliers! { event,
        nothing: AccountCreated Organization;
        delegation::apply: DelegationRequestCreated DelegationRequestChanged;
        imported::apply: Imported;
        account::apply: RootKeyCreated RootKeyDeleted AccountAliasSet AccountAliasDeleted
            AccountPropertiesPut AccessReportRequested OrganizationsReportRequested
            RootLoginProfileCreated RootLoginProfileDeleted GlobalTokenVersionSet
            CredentialReportGenerated;
        apply_user: UserCreated UserUpdated UserDeleted;
        apply_group: GroupCreated GroupUpdated GroupDeleted UserAddedToGroup UserRemovedFromGroup;
        access_key::apply: AccessKeyCreated AccessKeyUpdated AccessKeyDeleted;
        login_profile::apply: PasswordPolicyPut PasswordPolicyDeleted LoginProfileCreated
            LoginProfileUpdated LoginProfileDeleted;
        service_credential::apply: ServiceCredentialCreated ServiceCredentialReset
            ServiceCredentialUpdated ServiceCredentialDeleted;
        apply_role: RoleCreated RoleUpdated TrustUpdated RoleDeleted;
        service_linked::apply: ServiceLinkedRoleCreated ServiceLinkedRoleDeletion;
        apply_policy: PolicyCreated PolicyDeleted PolicyVersionCreated PolicyVersionDeleted
            DefaultPolicyVersionSet;
        apply_grant: PolicyAttached PolicyDetached InlinePolicyPut InlinePolicyDeleted BoundaryPut
            BoundaryDeleted;
        apply_tags: Tagged Untagged TagsSet;
        mfa_device::apply: MfaDeviceCreated MfaDeviceDeleted MfaDeviceEnabled MfaDeviceResynced
            MfaDeviceDeactivated MfaCodeUsed MfaCodeRefused HardwareTokenAdded SecurityKeyAdded;
        instance_profile::apply: InstanceProfileCreated InstanceProfileDeleted
            RoleAddedToInstanceProfile RoleRemovedFromInstanceProfile;
        oidc_provider::apply: OidcProviderCreated OidcProviderDeleted OidcClientIdAdded
            OidcClientIdRemoved OidcThumbprintsSet;
        outbound::apply: OutboundFederationEnabled OutboundFederationDisabled TokenKeyMade
            TokenKeysRetired;
        saml_provider::apply: SamlProviderCreated SamlProviderUpdated SamlProviderDeleted
            SamlAssertionUsed;
        service_principal::apply: ServiceAdded ServiceRemoved;
        server_certificate::apply: ServerCertificateUploaded ServerCertificateUpdated
            ServerCertificateDeleted;
        user_credential::apply: SigningCertificateUploaded SigningCertificateUpdated
            SigningCertificateDeleted SshPublicKeyUploaded SshPublicKeyUpdated SshPublicKeyDeleted;
    };
    apply(account, at, event);
}

/// What no account is moved by: its beginning, and what happens to its organization.
fn nothing(_: &mut Account, _: Timestamp, _: &Event) {}

/// Policies and boundaries of users, groups and roles.
fn apply_grant(account: &mut Account, _: Timestamp, event: &Event) {
    match event {
        Event::PolicyAttached { entity, arn } => attach(account, entity, arn),
        Event::PolicyDetached { entity, arn } => detach(account, entity, arn),
        Event::InlinePolicyPut {
            entity,
            policy,
            document,
        } => {
            let stored = Arc::new(StoredPolicy::new(document.clone()));
            with_attachments(account, entity, |held| {
                held.inline.insert(policy.clone(), stored)
            });
        }
        Event::InlinePolicyDeleted { entity, policy } => {
            with_attachments(account, entity, |held| held.inline.remove(policy));
        }
        Event::BoundaryPut { entity, arn } => set_boundary(account, entity, Some(arn)),
        Event::BoundaryDeleted { entity } => set_boundary(account, entity, None),
        _ => {}
    }
}

fn apply_tags(account: &mut Account, _: Timestamp, event: &Event) {
    match event {
        Event::Tagged { target, tags } => with_tags(account, target, |held| {
            TagKeys::InAnyCase.merge(held, tags);
        }),
        Event::Untagged { target, keys } => with_tags(account, target, |held| {
            held.retain(|tag| !keys.iter().any(|key| same_key(key, &tag.key)));
        }),
        Event::TagsSet { target, tags } => {
            with_tags(account, target, |held| held.clone_from(tags));
        }
        _ => {}
    }
}

fn apply_user(account: &mut Account, at: Timestamp, event: &Event) {
    match event {
        Event::UserCreated {
            name,
            path,
            id,
            boundary,
            tags,
        } => {
            account.put_user(User {
                name: name.into(),
                path: path.into(),
                id: id.into(),
                created: at,
                tags: tags.clone(),
                boundary: None,
                attachments: Attachments::default(),
                groups: Default::default(),
                access_keys: Vec::new(),
                login_profile: None,
                signing_certificates: Vec::new(),
                ssh_public_keys: Vec::new(),
                service_credentials: Vec::new(),
            });
            set_boundary(account, &Entity::User(name.clone()), boundary.as_ref());
        }
        Event::UserUpdated {
            name,
            new_name,
            new_path,
        } => {
            let Some(mut user) = account.remove_user(name) else {
                return;
            };
            let old = NameKey::of(&user.name);
            if let Some(path) = new_path {
                user.path = path.into();
            }
            if let Some(name) = new_name {
                user.name = name.into();
            }
            let new = NameKey::of(&user.name);
            for group in &user.groups {
                edit(&mut account.groups, group, |group| {
                    group.members.remove(&old);
                    group.members.insert(new.clone());
                });
            }
            account.put_user(user);
        }
        Event::UserDeleted { name } => {
            set_boundary(account, &Entity::User(name.clone()), None);
            let Some(user) = account.remove_user(name) else {
                return;
            };
            account.release(&user.attachments);
            for group in &user.groups {
                edit(&mut account.groups, group, |group| {
                    group.members.remove(&NameKey::of(name))
                });
            }
        }
        _ => {}
    }
}

fn apply_group(account: &mut Account, at: Timestamp, event: &Event) {
    match event {
        Event::GroupCreated { name, path, id } => {
            let group = Group {
                name: name.into(),
                path: path.into(),
                id: id.into(),
                created: at,
                attachments: Attachments::default(),
                members: Default::default(),
            };
            account.groups.insert(NameKey::of(name), Arc::new(group));
        }
        Event::GroupUpdated {
            name,
            new_name,
            new_path,
        } => {
            let old = NameKey::of(name);
            let Some(group) = account.groups.remove(&old) else {
                return;
            };
            let mut group = Arc::unwrap_or_clone(group);
            if let Some(path) = new_path {
                group.path = path.into();
            }
            if let Some(name) = new_name {
                group.name = name.into();
            }
            let new = NameKey::of(&group.name);
            for member in &group.members {
                edit(&mut account.users, member, |user| {
                    user.groups.remove(&old);
                    user.groups.insert(new.clone());
                });
            }
            account.groups.insert(new, Arc::new(group));
        }
        Event::GroupDeleted { name } => {
            let key = NameKey::of(name);
            let Some(group) = account.groups.remove(&key) else {
                return;
            };
            account.release(&group.attachments);
            for member in &group.members {
                edit(&mut account.users, member, |user| user.groups.remove(&key));
            }
        }
        Event::UserAddedToGroup { group, user } => {
            let (group, user) = (NameKey::of(group), NameKey::of(user));
            if account.groups.contains_key(&group) && account.users.contains_key(&user) {
                edit(&mut account.groups, &group, |group| {
                    group.members.insert(user.clone())
                });
                edit(&mut account.users, &user, |user| {
                    user.groups.insert(group.clone())
                });
            }
        }
        Event::UserRemovedFromGroup { group, user } => {
            let (group, user) = (NameKey::of(group), NameKey::of(user));
            edit(&mut account.groups, &group, |group| {
                group.members.remove(&user)
            });
            edit(&mut account.users, &user, |user| user.groups.remove(&group));
        }
        _ => {}
    }
}

fn apply_role(account: &mut Account, at: Timestamp, event: &Event) {
    match event {
        Event::RoleCreated {
            name,
            path,
            id,
            description,
            session_seconds_max,
            trust,
            boundary,
            tags,
        } => {
            account.put_role(Role {
                name: name.into(),
                path: path.into(),
                id: id.into(),
                created: at,
                description: description.clone(),
                session_seconds_max: *session_seconds_max,
                trust: Arc::new(StoredTrust::new(trust.clone())),
                tags: tags.clone(),
                boundary: None,
                attachments: Attachments::default(),
                linked_service: None,
                used_elsewhere: None,
            });
            set_boundary(account, &Entity::Role(name.clone()), boundary.as_ref());
        }
        Event::RoleUpdated {
            name,
            description,
            session_seconds_max,
        } => {
            edit(&mut account.roles, &NameKey::of(name), |role| {
                if description.is_some() {
                    role.description.clone_from(description);
                }
                role.session_seconds_max = session_seconds_max.unwrap_or(role.session_seconds_max);
            });
        }
        Event::TrustUpdated { role, trust } => {
            let trust = Arc::new(StoredTrust::new(trust.clone()));
            edit(&mut account.roles, &NameKey::of(role), |role| {
                role.trust = trust
            });
        }
        Event::RoleDeleted { name } => {
            set_boundary(account, &Entity::Role(name.clone()), None);
            instance_profile::forget_role(account, name);
            if let Some(role) = account.remove_role(name) {
                account.release(&role.attachments);
            }
        }
        _ => {}
    }
}

fn apply_policy(account: &mut Account, at: Timestamp, event: &Event) {
    match event {
        Event::PolicyCreated {
            name,
            path,
            id,
            description,
            document,
            tags,
        } => {
            let document = Arc::new(StoredPolicy::new(document.clone()));
            let policy = ManagedPolicy {
                name: name.into(),
                path: path.into(),
                id: id.into(),
                created: at,
                updated: at,
                description: description.clone(),
                tags: tags.clone(),
                versions: vec![PolicyVersion {
                    number: 1,
                    created: at,
                    document,
                }],
                default_version: 1,
                next_version: 2,
                attachment_count: 0,
                boundary_count: 0,
            };
            account.policies.insert(NameKey::of(name), Arc::new(policy));
        }
        Event::PolicyDeleted { arn } => {
            if let Some(policy) = account.policy(arn) {
                let key = NameKey::of(&policy.name);
                account.policies.remove(&key);
            }
        }
        Event::PolicyVersionCreated {
            arn,
            version,
            document,
            default,
        } => edit_policy(account, arn, |policy| {
            let document = Arc::new(StoredPolicy::new(document.clone()));
            policy.versions.push(PolicyVersion {
                number: *version,
                created: at,
                document,
            });
            policy.next_version = policy.next_version.max(version.saturating_add(1));
            policy.updated = at;
            if *default {
                policy.default_version = *version;
            }
        }),
        Event::PolicyVersionDeleted { arn, version } => edit_policy(account, arn, |policy| {
            if policy.default_version != *version {
                policy.versions.retain(|held| held.number != *version);
                policy.updated = at;
            }
        }),
        Event::DefaultPolicyVersionSet { arn, version } => edit_policy(account, arn, |policy| {
            if policy.version(*version).is_some() {
                policy.default_version = *version;
                policy.updated = at;
            }
        }),
        _ => {}
    }
}

fn attach(account: &mut Account, entity: &Entity, arn: &str) {
    let attached = with_attachments(account, entity, |held| {
        let new = !held.has_managed(arn);
        if new {
            held.managed.push(arn.into());
        }
        new
    });
    if attached == Some(true) {
        account.count(arn, |uses| uses.attachments += 1);
    }
}

fn detach(account: &mut Account, entity: &Entity, arn: &str) {
    let detached = with_attachments(account, entity, |held| {
        let before = held.managed.len();
        held.managed.retain(|attached| attached != arn);
        held.managed.len() < before
    });
    if detached == Some(true) {
        account.count(arn, |uses| {
            uses.attachments = uses.attachments.saturating_sub(1)
        });
    }
}

fn set_boundary(account: &mut Account, entity: &Entity, arn: Option<&String>) {
    let new = arn.map(|arn| arn.as_str().into());
    let old = match entity {
        Entity::User(name) => edit(&mut account.users, &NameKey::of(name), |user| {
            std::mem::replace(&mut user.boundary, new)
        }),
        Entity::Role(name) => edit(&mut account.roles, &NameKey::of(name), |role| {
            std::mem::replace(&mut role.boundary, new)
        }),
        Entity::Group(_) => None,
    };
    let Some(old) = old else { return };
    if let Some(old) = old {
        account.count(&old, |uses| {
            uses.boundaries = uses.boundaries.saturating_sub(1)
        });
    }
    if let Some(arn) = arn {
        account.count(arn, |uses| uses.boundaries += 1);
    }
}

fn with_attachments<T>(
    account: &mut Account,
    entity: &Entity,
    change: impl FnOnce(&mut Attachments) -> T,
) -> Option<T> {
    match entity {
        Entity::User(name) => edit(&mut account.users, &NameKey::of(name), |user| {
            change(&mut user.attachments)
        }),
        Entity::Group(name) => edit(&mut account.groups, &NameKey::of(name), |group| {
            change(&mut group.attachments)
        }),
        Entity::Role(name) => edit(&mut account.roles, &NameKey::of(name), |role| {
            change(&mut role.attachments)
        }),
    }
}

fn with_tags(account: &mut Account, target: &Tagged, change: impl FnOnce(&mut Vec<Tag>)) {
    match target {
        Tagged::User(name) => {
            edit(&mut account.users, &NameKey::of(name), |user| {
                change(&mut user.tags)
            });
        }
        Tagged::Role(name) => {
            edit(&mut account.roles, &NameKey::of(name), |role| {
                change(&mut role.tags)
            });
        }
        Tagged::Policy(arn) => edit_policy(account, arn, |policy| change(&mut policy.tags)),
        Tagged::SamlProvider(name) => {
            edit(
                &mut account.saml_providers,
                &NameKey::of(name),
                |provider| change(&mut provider.tags),
            );
        }
        Tagged::MfaDevice(serial) => {
            mfa_device::edit(account, serial, |device| change(&mut device.tags));
        }
        Tagged::InstanceProfile(name) => {
            instance_profile::edit(account, name, |profile| change(&mut profile.tags));
        }
        Tagged::OidcProvider(url) => {
            oidc_provider::edit(account, url, |provider| change(&mut provider.tags));
        }
        Tagged::ServerCertificate(name) => {
            let key = NameKey::of(name);
            edit(&mut account.server_certificates, &key, |certificate| {
                change(&mut certificate.tags)
            });
        }
    }
}

fn edit_policy(account: &mut Account, arn: &str, change: impl FnOnce(&mut ManagedPolicy)) {
    let Some(key) = account.policy_key(arn) else {
        return;
    };
    edit(&mut account.policies, &key, change);
}

/// Changes one entity of a map in place, if it is there. The name must not change.
fn edit<V: Clone, T>(
    map: &mut OrdMap<NameKey, Arc<V>>,
    key: &NameKey,
    change: impl FnOnce(&mut V) -> T,
) -> Option<T> {
    map.get_mut(key).map(|value| change(Arc::make_mut(value)))
}
