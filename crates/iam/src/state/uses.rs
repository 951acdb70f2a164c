//! How often managed policies are in use.

use super::{Account, Attachments};
use crate::managed;
use imbl::HashMap;
use smol_str::SmolStr;

/// How often a managed policy is in use in an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Uses {
    /// Users, groups and roles that it is attached to.
    pub attachments: usize,
    /// Users and roles whose permissions boundary it is.
    pub boundaries: usize,
}

impl Uses {
    /// Whether it is in use in any way.
    pub(crate) fn any(self) -> bool {
        self != Uses::default()
    }
}

/// The uses of AWS's policies by ARN, whether or not this program knows the policy; those in no use are not in it. Follows from the users, groups
/// and roles of an account.
pub(super) type AwsUses = HashMap<SmolStr, Uses>;

impl Account {
    /// How often the account uses the policy of AWS with this ARN.
    pub(crate) fn aws_uses(&self, arn: &str) -> Uses {
        self.aws_uses.get(arn).copied().unwrap_or_default()
    }

    /// Every version of the account's own policies, and the version in force of each policy of AWS that it uses in any way.
    pub(crate) fn policy_versions_in_use(&self) -> usize {
        let own = self.policies.values();
        own.map(|policy| policy.versions.len()).sum::<usize>() + self.aws_uses.len()
    }

    /// Changes the count of a policy, whoever makes it.
    pub(super) fn count(&mut self, arn: &str, change: impl FnOnce(&mut Uses)) {
        if managed::is_arn(arn) {
            count_aws(&mut self.aws_uses, arn, change);
            return;
        }
        let Some(key) = self.policy_key(arn) else {
            return;
        };
        if let Some(policy) = self.policies.get_mut(&key) {
            let policy = std::sync::Arc::make_mut(policy);
            let mut uses = policy.uses();
            change(&mut uses);
            policy.attachment_count = uses.attachments;
            policy.boundary_count = uses.boundaries;
        }
    }

    /// Counts anew what is not in a checkpoint.
    pub(super) fn count_all_aws(&mut self) {
        let mut counted = AwsUses::new();
        let users = self
            .users
            .values()
            .map(|user| (&user.attachments, &user.boundary));
        let groups = self
            .groups
            .values()
            .map(|group| (&group.attachments, &None));
        let roles = self
            .roles
            .values()
            .map(|role| (&role.attachments, &role.boundary));
        for (attachments, boundary) in users.chain(groups).chain(roles) {
            for arn in attachments
                .managed
                .iter()
                .filter(|arn| managed::is_arn(arn))
            {
                count_aws(&mut counted, arn, |uses| uses.attachments += 1);
            }
            for arn in boundary.iter().filter(|arn| managed::is_arn(arn)) {
                count_aws(&mut counted, arn, |uses| uses.boundaries += 1);
            }
        }
        self.aws_uses = counted;
    }

    #[cfg(test)]
    pub(super) fn all_aws_uses(&self) -> std::collections::BTreeMap<SmolStr, Uses> {
        let uses = self.aws_uses.iter();
        uses.map(|(arn, uses)| (arn.clone(), *uses)).collect()
    }

    /// Forgets the attachments of what is deleted. Operations delete only what has none; this keeps the counts true of any log.
    pub(super) fn release(&mut self, attachments: &Attachments) {
        for arn in &attachments.managed {
            self.count(arn, |uses| {
                uses.attachments = uses.attachments.saturating_sub(1)
            });
        }
    }
}

fn count_aws(counted: &mut AwsUses, arn: &str, change: impl FnOnce(&mut Uses)) {
    let mut uses = counted.get(arn).copied().unwrap_or_default();
    change(&mut uses);
    if uses.any() {
        counted.insert(arn.into(), uses);
    } else {
        counted.remove(arn);
    }
}
