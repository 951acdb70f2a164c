//! What `GetAccountSummary` counts, and the quotas that it tells.

use crate::quota::Quotas;
use crate::state::{Account, MfaOwner};

/// Tokens of the global endpoint are valid where AWS's are unless an account chose otherwise: in regions that are on by default.
pub(super) const TOKEN_VERSION_DEFAULT: u8 = 1;

/// How much there is of every kind that the account holds: one line a kind.
pub(super) fn counts(account: &Account) -> Vec<(&'static str, usize)> {
    let assigned = account
        .mfa_devices
        .values()
        .filter(|device| device.assignment.is_some());
    let token_version = account
        .global_token_version
        .unwrap_or(TOKEN_VERSION_DEFAULT);
    let root_mfa = account.mfa_devices_of(&MfaOwner::Root).next();
    vec![
        ("AccountAccessKeysPresent", present(&account.root_keys)),
        ("AccountMFAEnabled", usize::from(root_mfa.is_some())),
        // Whether the root may have a password: nobody signs in with one here.
        (
            "AccountPasswordPresent",
            usize::from(account.root_login_profile.is_some()),
        ),
        (
            "AccountSigningCertificatesPresent",
            present(&account.root_signing_certificates),
        ),
        ("GlobalEndpointTokenVersion", token_version.into()),
        ("Groups", account.groups.len()),
        ("InstanceProfiles", account.instance_profiles.len()),
        ("MFADevices", account.mfa_devices.len()),
        ("MFADevicesInUse", assigned.count()),
        ("Policies", account.policies.len()),
        ("PolicyVersionsInUse", account.policy_versions_in_use()),
        (
            "Providers",
            account.oidc_providers.len() + account.saml_providers.len(),
        ),
        ("Roles", account.roles.len()),
        ("ServerCertificates", account.server_certificates.len()),
        ("Users", account.users.len()),
    ]
}

/// The quotas under the names of the summary.
pub(super) fn quotas(quotas: &Quotas) -> Vec<(&'static str, usize)> {
    let told = [
        ("AccessKeysPerUserQuota", quotas.access_keys_per_user),
        ("AssumeRolePolicySizeQuota", quotas.trust_size),
        ("AttachedPoliciesPerGroupQuota", quotas.attached_per_group),
        ("AttachedPoliciesPerRoleQuota", quotas.attached_per_role),
        ("AttachedPoliciesPerUserQuota", quotas.attached_per_user),
        ("GroupPolicySizeQuota", quotas.inline_size_group),
        ("GroupsPerUserQuota", quotas.groups_per_user),
        ("GroupsQuota", quotas.groups),
        ("InstanceProfilesQuota", quotas.instance_profiles),
        ("PoliciesQuota", quotas.policies),
        ("PolicySizeQuota", quotas.policy_size),
        ("PolicyVersionsInUseQuota", quotas.policy_versions_in_use),
        ("RolePolicySizeQuota", quotas.inline_size_role),
        ("RolesQuota", quotas.roles),
        ("ServerCertificatesQuota", quotas.server_certificates),
        (
            "SigningCertificatesPerUserQuota",
            quotas.signing_certificates_per_user,
        ),
        ("UserPolicySizeQuota", quotas.inline_size_user),
        ("UsersQuota", quotas.users),
        ("VersionsPerPolicyQuota", quotas.versions_per_policy),
    ];
    told.map(|(name, quota)| (name, quota.limit)).to_vec()
}

fn present<T>(held: &[T]) -> usize {
    usize::from(!held.is_empty())
}
