//! The state as one text, so that a start need not replay the whole log.

use super::PasswordPolicy;
use super::entity::{AccessKey, Group, ManagedPolicy, Role, User};
use super::{AccessReport, OrganizationsReport};
use super::{
    Account, DelegationRequest, InstanceProfile, MfaDevice, OidcProvider, Organization, Outbound,
    RoleDeletion, SamlProvider, ServerCertificate, ServicePrincipal, SigningCertificate, State,
};
use crate::AccountId;
use crate::event::Unreadable;
use crate::import::AwsPolicyText;
use crate::name::NameKey;
use imbl::OrdMap;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::collections::BTreeMap;
use std::sync::Arc;

const VERSION: u8 = 1;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Checkpoint<A, O, P> {
    v: u8,
    operator: Option<AccountId>,
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    aws_policies: Vec<P>,
    accounts: Vec<A>,
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    organizations: Vec<O>,
    #[serde(default, skip_serializing_if = "OrdMap::is_empty")]
    addresses: OrdMap<AccountId, String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AccountRef<'a> {
    id: AccountId,
    created: Timestamp,
    name: &'a Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alias: Option<&'a SmolStr>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    access_reports: Vec<&'a AccessReport>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    organizations_reports: Vec<&'a OrganizationsReport>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credential_report: Option<Timestamp>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    properties: &'a BTreeMap<String, String>,
    root_keys: &'a [AccessKey],
    #[serde(skip_serializing_if = "Option::is_none")]
    root_login_profile: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    global_token_version: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    password_policy: &'a Option<PasswordPolicy>,
    users: Vec<&'a User>,
    groups: Vec<&'a Group>,
    roles: Vec<&'a Role>,
    policies: Vec<&'a ManagedPolicy>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mfa_devices: Vec<&'a MfaDevice>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    saml_providers: Vec<&'a SamlProvider>,
    #[serde(skip_serializing_if = "OrdMap::is_empty")]
    used_assertions: &'a OrdMap<String, Timestamp>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    instance_profiles: Vec<&'a InstanceProfile>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    root_signing_certificates: &'a [SigningCertificate],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    server_certificates: Vec<&'a ServerCertificate>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    role_deletions: Vec<&'a RoleDeletion>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    oidc_providers: Vec<&'a OidcProvider>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outbound: Option<&'a Outbound>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    services: Vec<&'a ServicePrincipal>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    delegations: Vec<&'a DelegationRequest>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AccountText {
    id: AccountId,
    created: Timestamp,
    name: Option<String>,
    #[serde(default)]
    alias: Option<SmolStr>,
    #[serde(default)]
    access_reports: Vec<AccessReport>,
    #[serde(default)]
    organizations_reports: Vec<OrganizationsReport>,
    #[serde(default)]
    credential_report: Option<Timestamp>,
    #[serde(default)]
    properties: BTreeMap<String, String>,
    root_keys: Vec<AccessKey>,
    #[serde(default)]
    root_login_profile: Option<Timestamp>,
    #[serde(default)]
    global_token_version: Option<u8>,
    #[serde(default)]
    password_policy: Option<PasswordPolicy>,
    users: Vec<User>,
    groups: Vec<Group>,
    roles: Vec<Role>,
    policies: Vec<ManagedPolicy>,
    #[serde(default)]
    mfa_devices: Vec<MfaDevice>,
    #[serde(default)]
    saml_providers: Vec<SamlProvider>,
    #[serde(default)]
    used_assertions: OrdMap<String, Timestamp>,
    #[serde(default)]
    instance_profiles: Vec<InstanceProfile>,
    #[serde(default)]
    root_signing_certificates: Vec<SigningCertificate>,
    #[serde(default)]
    server_certificates: Vec<ServerCertificate>,
    #[serde(default)]
    role_deletions: Vec<RoleDeletion>,
    #[serde(default)]
    oidc_providers: Vec<OidcProvider>,
    #[serde(default)]
    outbound: Option<Outbound>,
    #[serde(default)]
    services: Vec<ServicePrincipal>,
    #[serde(default)]
    delegations: Vec<DelegationRequest>,
}

impl State {
    /// Everything as JSON: equal states give equal bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let accounts = self.accounts().map(AccountRef::of).collect();
        let aws_policies = self.aws_policies().values();
        let aws_policies = aws_policies.filter_map(|policy| policy.text()).collect();
        let checkpoint = Checkpoint {
            v: VERSION,
            operator: self.operator(),
            aws_policies,
            accounts,
            organizations: self.organizations().collect::<Vec<_>>(),
            addresses: self.addresses.clone(),
        };
        serde_json::to_vec(&checkpoint).expect("the state serializes to JSON")
    }

    /// Reads what [`State::encode`] of this or an older version wrote.
    ///
    /// # Errors
    /// Says what is not readable.
    pub fn decode(bytes: &[u8]) -> Result<State, Unreadable> {
        let checkpoint: Checkpoint<AccountText, Organization, AwsPolicyText> =
            serde_json::from_slice(bytes)
                .map_err(|error| Unreadable(format!("not a checkpoint: {error}")))?;
        if checkpoint.v > VERSION {
            return Err(Unreadable(format!(
                "the checkpoint has version {}, this program reads up to {VERSION}",
                checkpoint.v
            )));
        }
        let mut state = State::new();
        state.restore_operator(checkpoint.operator);
        state.put_aws_policies(&checkpoint.aws_policies);
        for account in checkpoint.accounts {
            state.restore_account(account.restore()?);
        }
        for organization in checkpoint.organizations {
            state.put_organization(organization);
        }
        state.addresses = checkpoint.addresses;
        Ok(state)
    }
}

impl<'a> AccountRef<'a> {
    fn of(account: &'a Account) -> AccountRef<'a> {
        AccountRef {
            id: account.id,
            created: account.created,
            name: &account.name,
            alias: account.alias.as_ref(),
            access_reports: account.access_reports.iter().collect(),
            organizations_reports: account.organizations_reports.iter().collect(),
            credential_report: account.credential_report,
            properties: &account.properties,
            root_keys: &account.root_keys,
            root_login_profile: account.root_login_profile,
            global_token_version: account.global_token_version,
            password_policy: &account.password_policy,
            users: account.users.values().map(Arc::as_ref).collect(),
            groups: account.groups.values().map(Arc::as_ref).collect(),
            roles: account.roles.values().map(Arc::as_ref).collect(),
            policies: account.policies.values().map(Arc::as_ref).collect(),
            mfa_devices: account.mfa_devices.values().map(Arc::as_ref).collect(),
            saml_providers: account.saml_providers.values().map(Arc::as_ref).collect(),
            used_assertions: &account.used_assertions,
            root_signing_certificates: &account.root_signing_certificates,
            server_certificates: account
                .server_certificates
                .values()
                .map(Arc::as_ref)
                .collect(),
            instance_profiles: account
                .instance_profiles
                .values()
                .map(Arc::as_ref)
                .collect(),
            role_deletions: account.role_deletions.iter().collect(),
            outbound: account.outbound.as_ref(),
            delegations: account.delegations.values().map(Arc::as_ref).collect(),
            oidc_providers: account.oidc_providers.values().map(Arc::as_ref).collect(),
            services: account.services.values().map(Arc::as_ref).collect(),
        }
    }
}

impl AccountText {
    fn restore(self) -> Result<Account, Unreadable> {
        for policy in &self.policies {
            if policy.version(policy.default_version).is_none() {
                let name = &policy.name;
                return Err(Unreadable(format!(
                    "account {}: the policy {name} lacks its default version",
                    self.id
                )));
            }
        }
        let mut account = Account::new(self.id, self.created, self.name);
        account.alias = self.alias;
        account.access_reports = self.access_reports.into_iter().collect();
        account.organizations_reports = self.organizations_reports.into_iter().collect();
        account.credential_report = self.credential_report;
        account.properties = self.properties;
        account.root_keys = self.root_keys;
        account.root_login_profile = self.root_login_profile;
        account.global_token_version = self.global_token_version;
        account.password_policy = self.password_policy;
        for user in self.users {
            account.put_user(user);
        }
        for role in self.roles {
            account.put_role(role);
        }
        account.groups = self
            .groups
            .into_iter()
            .map(|group| (NameKey::of(&group.name), Arc::new(group)))
            .collect();
        for device in self.mfa_devices {
            account.put_mfa_device(device);
        }
        account.root_signing_certificates = self.root_signing_certificates;
        account.server_certificates = self
            .server_certificates
            .into_iter()
            .map(|certificate| (NameKey::of(&certificate.name), Arc::new(certificate)))
            .collect();
        for profile in self.instance_profiles {
            account.put_instance_profile(profile);
        }
        account.role_deletions = self.role_deletions.into_iter().collect();
        account.outbound = self.outbound;
        account.put_delegations(self.delegations);
        account.oidc_providers = self
            .oidc_providers
            .into_iter()
            .map(|provider| (SmolStr::new(provider.name()), Arc::new(provider)))
            .collect();
        account.services = self
            .services
            .into_iter()
            .map(|service| (service.name.clone(), Arc::new(service)))
            .collect();
        account.used_assertions = self.used_assertions;
        account.saml_providers = self
            .saml_providers
            .into_iter()
            .map(|provider| (NameKey::of(&provider.name), Arc::new(provider)))
            .collect();
        account.policies = self
            .policies
            .into_iter()
            .map(|policy| (NameKey::of(&policy.name), Arc::new(policy)))
            .collect();
        account.count_all_aws();
        Ok(account)
    }
}
