//! One account: its root, its users, groups, roles and policies.

use super::access_report::{AccessReport, OrganizationsReport};
use super::delegation::DelegationRequest;
use super::entity::{AccessKey, Group, ManagedPolicy, Role, User};
use super::instance_profile::InstanceProfile;
use super::login_profile::PasswordPolicy;
use super::mfa_device::{self, MfaDevice, MfaOwner};
use super::oidc_provider::OidcProvider;
use super::outbound::Outbound;
use super::role_deletion::{REMEMBERED_MAX, RoleDeletion};
use super::saml_provider::SamlProvider;
use super::server_certificate::ServerCertificate;
use super::service_principal::ServicePrincipal;
use super::user_credential::SigningCertificate;
use super::uses::AwsUses;
use crate::name::NameKey;
use crate::{AccountId, arn, managed};
use imbl::{HashMap, OrdMap, OrdSet, Vector};
use jiff::Timestamp;
use smol_str::SmolStr;
use std::collections::BTreeMap;
use std::sync::Arc;

/// An account and all that it holds.
#[derive(Clone)]
pub(crate) struct Account {
    pub id: AccountId,
    pub created: Timestamp,
    pub name: Option<String>,
    pub alias: Option<SmolStr>,
    /// Reports on last uses that were asked for, oldest first.
    pub access_reports: imbl::Vector<AccessReport>,
    /// The same of the organization that the account manages.
    pub organizations_reports: imbl::Vector<OrganizationsReport>,
    /// When the last credential report was generated.
    pub credential_report: Option<Timestamp>,
    /// What `PutAccountProperties` put: nothing here acts on it.
    pub properties: BTreeMap<String, String>,
    pub root_keys: Vec<AccessKey>,
    /// Since when the root may have a password, if it may.
    pub root_login_profile: Option<Timestamp>,
    /// What the account chose of `v1Token` and `v2Token`, as a number.
    pub global_token_version: Option<u8>,
    /// What users' passwords must be like; `None`: AWS's default.
    pub password_policy: Option<PasswordPolicy>,
    pub root_signing_certificates: Vec<SigningCertificate>,
    pub users: OrdMap<NameKey, Arc<User>>,
    pub groups: OrdMap<NameKey, Arc<Group>>,
    pub roles: OrdMap<NameKey, Arc<Role>>,
    pub policies: OrdMap<NameKey, Arc<ManagedPolicy>>,
    pub mfa_devices: OrdMap<NameKey, Arc<MfaDevice>>,
    pub saml_providers: OrdMap<NameKey, Arc<SamlProvider>>,
    /// Assertions that were used, and when each is over: kept where they are good for once.
    pub used_assertions: OrdMap<String, Timestamp>,
    pub instance_profiles: OrdMap<NameKey, Arc<InstanceProfile>>,
    pub server_certificates: OrdMap<NameKey, Arc<ServerCertificate>>,
    /// Deletions of service-linked roles, oldest first.
    pub role_deletions: Vector<RoleDeletion>,
    /// The account as an issuer of tokens, once it was one.
    pub outbound: Option<Outbound>,
    /// What the account asks identities to let it do, by id.
    pub delegations: OrdMap<SmolStr, Arc<DelegationRequest>>,
    /// By host and path.
    pub oidc_providers: OrdMap<SmolStr, Arc<OidcProvider>>,
    /// Services that call for themselves, by name: of the account whose root runs the server.
    pub services: OrdMap<SmolStr, Arc<ServicePrincipal>>,
    /// Policies of AWS that the operator imported: the same in every account.
    pub aws_policies: managed::Imported,
    /// Whose each user's access key is; follows from `users`.
    key_owners: HashMap<SmolStr, NameKey>,
    /// Whose each AIDA and AROA id is; follows from `users` and `roles`.
    id_owners: HashMap<SmolStr, UniqueIdOwner>,
    /// How often AWS's policies are in use; follows from `users`, `groups` and `roles`.
    pub(super) aws_uses: AwsUses,
    /// The devices that each user and the root have; follows from `mfa_devices`.
    devices_of_owner: HashMap<MfaOwner, OrdSet<NameKey>>,
    /// The instance profiles that hold each role; follows from `instance_profiles`.
    profiles_of_role: HashMap<NameKey, OrdSet<NameKey>>,
}

/// Whose a unique id is, while that user or role exists.
#[derive(Clone, Debug, PartialEq, Eq)]
enum UniqueIdOwner {
    User(NameKey),
    Role(NameKey),
}

impl Account {
    pub(crate) fn new(id: AccountId, created: Timestamp, name: Option<String>) -> Account {
        Account {
            id,
            created,
            name,
            alias: None,
            access_reports: imbl::Vector::new(),
            organizations_reports: imbl::Vector::new(),
            credential_report: None,
            properties: BTreeMap::new(),
            root_keys: Vec::new(),
            root_login_profile: None,
            global_token_version: None,
            password_policy: None,
            root_signing_certificates: Vec::new(),
            users: OrdMap::new(),
            groups: OrdMap::new(),
            roles: OrdMap::new(),
            policies: OrdMap::new(),
            mfa_devices: OrdMap::new(),
            saml_providers: OrdMap::new(),
            used_assertions: OrdMap::new(),
            instance_profiles: OrdMap::new(),
            server_certificates: OrdMap::new(),
            role_deletions: Vector::new(),
            outbound: None,
            delegations: OrdMap::new(),
            oidc_providers: OrdMap::new(),
            services: OrdMap::new(),
            aws_policies: managed::Imported::new(),
            key_owners: HashMap::new(),
            id_owners: HashMap::new(),
            aws_uses: AwsUses::new(),
            devices_of_owner: HashMap::new(),
            profiles_of_role: HashMap::new(),
        }
    }

    pub(crate) fn user(&self, name: &str) -> Option<&Arc<User>> {
        self.users.get(&NameKey::of(name))
    }

    pub(crate) fn group(&self, name: &str) -> Option<&Arc<Group>> {
        self.groups.get(&NameKey::of(name))
    }

    pub(crate) fn role(&self, name: &str) -> Option<&Arc<Role>> {
        self.roles.get(&NameKey::of(name))
    }

    /// The account's own policy with exactly this ARN; `policies::find` knows AWS's too.
    pub(crate) fn policy(&self, arn: &str) -> Option<&Arc<ManagedPolicy>> {
        let parsed = arn::parse_iam(arn)?;
        let policy = self.policies.get(&NameKey::of(parsed.name))?;
        (policy.arn(self.id) == arn).then_some(policy)
    }

    /// The OpenID Connect provider with exactly this ARN.
    pub(crate) fn oidc_provider(&self, arn: &str) -> Option<&Arc<OidcProvider>> {
        let name = arn.split_once(":oidc-provider/")?.1;
        let provider = self.oidc_providers.get(name)?;
        (provider.arn(self.id) == arn).then_some(provider)
    }

    /// The MFA device with exactly this serial number.
    pub(crate) fn mfa_device(&self, serial: &str) -> Option<&Arc<MfaDevice>> {
        let device = self.mfa_devices.get(&mfa_device::key_of_serial(serial))?;
        (device.serial(self.id) == serial).then_some(device)
    }

    /// Whether there is an MFA device with this serial number, in any case.
    pub(crate) fn has_mfa_device_like(&self, serial: &str) -> bool {
        let key = mfa_device::key_of_serial(serial);
        self.mfa_devices.contains_key(&key)
    }

    /// The virtual MFA device with this path and name, in any case.
    pub(crate) fn mfa_device_named(&self, path: &str, name: &str) -> Option<&Arc<MfaDevice>> {
        self.mfa_devices.get(&mfa_device::key(path, name))
    }

    /// The devices of a user or of the root: virtual ones by path and name, then all others by serial number.
    pub(crate) fn mfa_devices_of(&self, owner: &MfaOwner) -> impl Iterator<Item = &Arc<MfaDevice>> {
        let keys = self.devices_of_owner.get(owner);
        keys.into_iter()
            .flatten()
            .filter_map(|key| self.mfa_devices.get(key))
    }

    pub(crate) fn instance_profile(&self, name: &str) -> Option<&Arc<InstanceProfile>> {
        self.instance_profiles.get(&NameKey::of(name))
    }

    pub(crate) fn server_certificate(&self, name: &str) -> Option<&Arc<ServerCertificate>> {
        self.server_certificates.get(&NameKey::of(name))
    }

    /// The instance profiles that hold a role, by name.
    pub(crate) fn instance_profiles_of(
        &self,
        role: &str,
    ) -> impl Iterator<Item = &Arc<InstanceProfile>> {
        let keys = self.profiles_of_role.get(&NameKey::of(role));
        keys.into_iter()
            .flatten()
            .filter_map(|key| self.instance_profiles.get(key))
    }

    /// The SAML provider with exactly this ARN.
    pub(crate) fn saml_provider(&self, arn: &str) -> Option<&Arc<SamlProvider>> {
        let parsed = arn::parse_iam(arn)?;
        let provider = self.saml_providers.get(&NameKey::of(parsed.name))?;
        (provider.arn(self.id) == arn).then_some(provider)
    }

    /// What the account's own policy with exactly this ARN is found under.
    pub(super) fn policy_key(&self, arn: &str) -> Option<NameKey> {
        self.policy(arn).map(|policy| NameKey::of(&policy.name))
    }

    /// The user with this unique id.
    pub(crate) fn user_by_id(&self, id: &str) -> Option<&Arc<User>> {
        match self.id_owners.get(id)? {
            UniqueIdOwner::User(name) => self.users.get(name),
            UniqueIdOwner::Role(_) => None,
        }
    }

    /// The role with this unique id.
    pub(crate) fn role_by_id(&self, id: &str) -> Option<&Arc<Role>> {
        match self.id_owners.get(id)? {
            UniqueIdOwner::Role(name) => self.roles.get(name),
            UniqueIdOwner::User(_) => None,
        }
    }

    /// The ARN of the user or role that has this unique id today.
    pub(crate) fn arn_of_id(&self, id: &str) -> Option<String> {
        match self.id_owners.get(id)? {
            UniqueIdOwner::User(name) => self.users.get(name).map(|user| user.arn(self.id)),
            UniqueIdOwner::Role(name) => self.roles.get(name).map(|role| role.arn(self.id)),
        }
    }

    /// A long-term key and its user, or no user if it is the root's.
    pub(crate) fn access_key(&self, id: &str) -> Option<(Option<&Arc<User>>, &AccessKey)> {
        if let Some(key) = self.root_keys.iter().find(|key| key.id == id) {
            return Some((None, key));
        }
        let user = self.users.get(self.key_owners.get(id)?)?;
        let key = user.access_keys.iter().find(|key| key.id == id)?;
        Some((Some(user), key))
    }

    pub(super) fn put_user(&mut self, user: User) {
        let key = NameKey::of(&user.name);
        for access_key in &user.access_keys {
            self.key_owners.insert(access_key.id.clone(), key.clone());
        }
        self.id_owners
            .insert(user.id.clone(), UniqueIdOwner::User(key.clone()));
        self.users.insert(key, Arc::new(user));
    }

    pub(super) fn remove_user(&mut self, name: &str) -> Option<User> {
        let user = Arc::unwrap_or_clone(self.users.remove(&NameKey::of(name))?);
        for access_key in &user.access_keys {
            self.key_owners.remove(&access_key.id);
        }
        self.id_owners.remove(&user.id);
        Some(user)
    }

    pub(super) fn put_role(&mut self, role: Role) {
        let key = NameKey::of(&role.name);
        self.id_owners
            .insert(role.id.clone(), UniqueIdOwner::Role(key.clone()));
        self.roles.insert(key, Arc::new(role));
    }

    pub(super) fn remove_role(&mut self, name: &str) -> Option<Role> {
        let role = Arc::unwrap_or_clone(self.roles.remove(&NameKey::of(name))?);
        self.id_owners.remove(&role.id);
        Some(role)
    }

    pub(super) fn put_mfa_device(&mut self, device: MfaDevice) {
        let key = device.key();
        self.remove_mfa_device(&key);
        if let Some(assignment) = &device.assignment {
            let owner = assignment.owner.clone();
            let keys = self.devices_of_owner.entry(owner).or_default();
            keys.insert(key.clone());
        }
        self.mfa_devices.insert(key, Arc::new(device));
    }

    pub(super) fn remove_mfa_device(&mut self, key: &NameKey) {
        let Some(device) = self.mfa_devices.remove(key) else {
            return;
        };
        let Some(assignment) = &device.assignment else {
            return;
        };
        if let Some(keys) = self.devices_of_owner.get_mut(&assignment.owner) {
            keys.remove(key);
            if keys.is_empty() {
                self.devices_of_owner.remove(&assignment.owner);
            }
        }
    }

    pub(super) fn put_delegations(&mut self, requests: Vec<DelegationRequest>) {
        let keyed = requests
            .into_iter()
            .map(|request| (SmolStr::new(&request.terms.id), Arc::new(request)));
        self.delegations.extend(keyed);
    }

    pub(super) fn put_instance_profile(&mut self, profile: InstanceProfile) {
        let key = NameKey::of(&profile.name);
        self.remove_instance_profile(&key);
        if let Some(role) = &profile.role {
            let keys = self.profiles_of_role.entry(role.clone()).or_default();
            keys.insert(key.clone());
        }
        self.instance_profiles.insert(key, Arc::new(profile));
    }

    pub(super) fn remove_instance_profile(&mut self, key: &NameKey) {
        let Some(profile) = self.instance_profiles.remove(key) else {
            return;
        };
        let Some(role) = &profile.role else { return };
        if let Some(keys) = self.profiles_of_role.get_mut(role) {
            keys.remove(key);
            if keys.is_empty() {
                self.profiles_of_role.remove(role);
            }
        }
    }

    /// The deletion of a service-linked role with this task id.
    pub(crate) fn role_deletion(&self, task: &str) -> Option<&RoleDeletion> {
        self.role_deletions
            .iter()
            .find(|deletion| deletion.task == task)
    }

    pub(super) fn remember_role_deletion(&mut self, deletion: RoleDeletion) {
        if self.role_deletions.len() >= REMEMBERED_MAX {
            self.role_deletions.pop_front();
        }
        self.role_deletions.push_back(deletion);
    }

    pub(super) fn forget_key(&mut self, id: &str) {
        self.key_owners.remove(id);
    }
}
