//! What an account may hold (spec §12.4), in one table.

/// One quota: how AWS names it in `Cannot exceed quota for NAME: LIMIT`, and its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// AWS's name of the quota.
    pub name: &'static str,
    /// The most that is allowed; of ages, the least.
    pub limit: usize,
}

macro_rules! quotas {
    ($($(#[$doc:meta])* $field:ident = $name:literal $limit:literal;)*) => {
        /// The quotas of every account.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Quotas { $($(#[$doc])* pub $field: Quota,)* }

        impl Quotas {
            /// AWS's names of all quotas, as `Cannot exceed quota for NAME` tells them.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// Gives the quota of this name another limit; `false` if there is none.
            ///
            /// ```
            /// let mut quotas = iam::Quotas::default();
            /// assert!(quotas.set("RolesPerAccount", 5000) && quotas.roles.limit == 5000);
            /// assert!(!quotas.set("Roles", 1));
            /// ```
            pub fn set(&mut self, name: &str, limit: usize) -> bool {
                match name {
                    $($name => self.$field.limit = limit,)*
                    _ => return false,
                }
                true
            }
        }

        impl Default for Quotas {
            fn default() -> Quotas {
                Quotas { $($field: Quota { name: $name, limit: $limit },)* }
            }
        }
    };
}

quotas! {
    /// Users of an account.
    users = "UsersPerAccount" 5000;
    /// Groups of an account.
    groups = "GroupsPerAccount" 300;
    /// Roles of an account.
    roles = "RolesPerAccount" 1000;
    /// Customer managed policies of an account.
    policies = "PoliciesPerAccount" 1500;
    /// Instance profiles of an account.
    instance_profiles = "InstanceProfilesPerAccount" 1000;
    /// Roles in one instance profile.
    roles_per_instance_profile = "InstanceSessionsPerInstanceProfile" 1;
    /// Server certificates of an account.
    server_certificates = "ServerCertificatesPerAccount" 20;
    /// Signing certificates of one user, or of the root.
    signing_certificates_per_user = "CertificatesPerUser" 2;
    /// SSH public keys of one user.
    ssh_public_keys_per_user = "SSHPublicKeysPerUser" 5;
    /// Versions of the account's own policies, and AWS's policies that it uses.
    policy_versions_in_use = "PolicyVersionsInUse" 10000;
    /// Managed policies attached to one user.
    attached_per_user = "PoliciesPerUser" 10;
    /// Managed policies attached to one role.
    attached_per_role = "PoliciesPerRole" 10;
    /// Managed policies attached to one group.
    attached_per_group = "PoliciesPerGroup" 10;
    /// Groups that one user is in.
    groups_per_user = "GroupsPerUser" 10;
    /// Access keys of one user.
    access_keys_per_user = "AccessKeysPerUser" 2;
    /// Credentials of one user for one service.
    service_credentials_per_user = "ServiceSpecificCredentialsPerUser" 2;
    /// Versions of one managed policy.
    versions_per_policy = "VersionsPerPolicy" 5;
    /// MFA devices of one user, or of the root.
    mfa_devices_per_user = "MFADevicesPerUser" 8;
    /// Virtual MFA devices of an account, enabled or not.
    virtual_mfa_devices = "VirtualMFADevicesPerAccount" 5000;
    /// OpenID Connect providers of an account.
    oidc_providers = "OpenIdConnectProvidersPerAccount" 100;
    /// Client ids of one OpenID Connect provider.
    client_ids_per_oidc_provider = "ClientIdsPerOpenIdConnectProvider" 100;
    /// SAML providers of an account.
    saml_providers = "SAMLProvidersPerAccount" 100;
    /// Days that an account which an organization made stays in it at least.
    created_account_days = "MinimumAgeForRemovalOfCreatedAccounts" 4;
    /// Tags on one entity.
    tags = "TagsPerResource" 50;
    /// Characters of one managed policy, without white space.
    policy_size = "PolicySize" 6144;
    /// Characters of a role's trust policy, without white space.
    trust_size = "ACLSizePerRole" 2048;
    /// Characters of all inline policies of one user, without white space.
    inline_size_user = "UserPolicySize" 2048;
    /// Characters of all inline policies of one group, without white space.
    inline_size_group = "GroupPolicySize" 5120;
    /// Characters of all inline policies of one role, without white space.
    inline_size_role = "RolePolicySize" 10240;
}

impl Quota {
    /// Refuses one more where `held` are held already.
    ///
    /// # Errors
    /// `LimitExceeded` in AWS's words.
    pub(crate) fn room_beside(self, held: usize) -> Result<(), crate::Error> {
        if held < self.limit {
            Ok(())
        } else {
            Err(self.exceeded())
        }
    }

    /// Refuses a size beyond the quota.
    pub(crate) fn fits(self, size: usize) -> Result<(), crate::Error> {
        if size <= self.limit {
            Ok(())
        } else {
            Err(self.exceeded())
        }
    }

    fn exceeded(self) -> crate::Error {
        crate::Error::limit_exceeded(format!(
            "Cannot exceed quota for {}: {}",
            self.name, self.limit
        ))
    }
}
