//! Managed policies whoever makes them: the account's own and AWS's (F-10). The one place that knows both.

use crate::arn;
use crate::context::text;
use crate::document::StoredPolicy;
use crate::managed::{self, AwsPolicy, History};
use crate::name::NameKey;
use crate::state::{Account, ManagedPolicy, PolicyVersion, Tag, Uses};
use std::borrow::Cow;
use std::cmp::Ordering;

/// A managed policy of an account or of AWS.
#[derive(Clone, Copy)]
pub(crate) enum AnyPolicy<'a> {
    Own(&'a ManagedPolicy),
    Aws(&'a AwsPolicy),
}

/// A version of either.
#[derive(Clone, Copy)]
pub(crate) enum AnyVersion<'a> {
    Own(&'a PolicyVersion),
    Aws(&'a History, &'a managed::Version),
}

/// The policy with exactly this ARN, of the account or of AWS.
pub(crate) fn find<'a>(account: &'a Account, arn: &str) -> Option<AnyPolicy<'a>> {
    match account.policy(arn) {
        Some(policy) => Some(AnyPolicy::Own(policy)),
        None => find_aws(&account.aws_policies, arn).map(AnyPolicy::Aws),
    }
}

/// The policy of AWS with exactly this ARN: as it was imported, else as this program knows it.
pub(crate) fn find_aws<'a>(imported: &'a managed::Imported, arn: &str) -> Option<&'a AwsPolicy> {
    let parsed = arn::parse_iam(arn).filter(|_| managed::is_arn(arn))?;
    match imported.get(&NameKey::of(parsed.name)) {
        Some(policy) if policy.name == parsed.name && policy.path == parsed.path => Some(policy),
        _ => managed::find(arn),
    }
}

/// The policies of AWS by name regardless of case: what was imported, and what this program knows besides.
fn all_aws(imported: &managed::Imported) -> impl Iterator<Item = &AwsPolicy> {
    let ours = managed::all().iter();
    let ours = ours.filter(|policy| !imported.contains_key(&NameKey::of(&policy.name)));
    let (mut ours, mut imported) = (ours.peekable(), imported.iter().peekable());
    std::iter::from_fn(move || {
        let imported_is_next = match (imported.peek(), ours.peek()) {
            (Some((key, _)), Some(policy)) => *key.as_str() < *policy.name.to_ascii_lowercase(),
            (imported, _) => imported.is_some(),
        };
        match imported_is_next {
            true => imported.next().map(|(_, policy)| policy.as_ref()),
            false => ours.next(),
        }
    })
}

/// All policies by name regardless of case, the account's before AWS's of the same name.
pub(crate) fn all(account: &Account) -> impl Iterator<Item = AnyPolicy<'_>> {
    let mut own = account.policies.iter().peekable();
    let mut aws = all_aws(&account.aws_policies).peekable();
    std::iter::from_fn(move || {
        let own_is_next = match (own.peek(), aws.peek()) {
            (Some((key, _)), Some(policy)) => {
                key.as_str().cmp(&policy.name.to_ascii_lowercase()) != Ordering::Greater
            }
            (own, _) => own.is_some(),
        };
        if own_is_next {
            own.next().map(|(_, policy)| AnyPolicy::Own(policy))
        } else {
            aws.next().map(AnyPolicy::Aws)
        }
    })
}

impl<'a> AnyPolicy<'a> {
    pub(crate) fn arn(self, account: &Account) -> String {
        match self {
            AnyPolicy::Own(policy) => policy.arn(account.id),
            AnyPolicy::Aws(policy) => policy.arn(),
        }
    }

    pub(crate) fn name(self) -> &'a str {
        match self {
            AnyPolicy::Own(policy) => &policy.name,
            AnyPolicy::Aws(policy) => &policy.name,
        }
    }

    pub(crate) fn path(self) -> &'a str {
        match self {
            AnyPolicy::Own(policy) => &policy.path,
            AnyPolicy::Aws(policy) => &policy.path,
        }
    }

    /// Of AWS's policies known where they were imported.
    pub(crate) fn id(self) -> Option<&'a str> {
        match self {
            AnyPolicy::Own(policy) => Some(&policy.id),
            AnyPolicy::Aws(policy) => policy.text()?.id.as_deref(),
        }
    }

    /// Of AWS's policies known where they were imported.
    pub(crate) fn description(self) -> Option<&'a str> {
        match self {
            AnyPolicy::Own(policy) => policy.description.as_deref(),
            AnyPolicy::Aws(policy) => policy.text()?.description.as_deref(),
        }
    }

    pub(crate) fn tags(self) -> &'a [Tag] {
        match self {
            AnyPolicy::Own(policy) => &policy.tags,
            AnyPolicy::Aws(_) => &[],
        }
    }

    /// As replies write it.
    pub(crate) fn created(self) -> String {
        match self {
            AnyPolicy::Own(policy) => text(policy.created).into(),
            AnyPolicy::Aws(policy) => policy.created.to_string(),
        }
    }

    /// As replies write it.
    pub(crate) fn updated(self) -> String {
        match self {
            AnyPolicy::Own(policy) => text(policy.updated).into(),
            AnyPolicy::Aws(policy) => policy.updated.to_string(),
        }
    }

    pub(crate) fn default_version(self) -> u32 {
        match self {
            AnyPolicy::Own(policy) => policy.default_version,
            AnyPolicy::Aws(policy) => policy.default_version,
        }
    }

    /// The document of the default version: what decisions see (E-1).
    pub(crate) fn in_force(self) -> &'a StoredPolicy {
        match self {
            AnyPolicy::Own(policy) => &policy.default().document,
            AnyPolicy::Aws(policy) => policy.in_force(),
        }
    }

    /// All versions, the newest first.
    pub(crate) fn versions(self) -> Vec<AnyVersion<'a>> {
        match self {
            AnyPolicy::Own(policy) => policy.versions.iter().rev().map(AnyVersion::Own).collect(),
            AnyPolicy::Aws(policy) => {
                let versions = |policy: &'a AwsPolicy| {
                    let history = policy.history();
                    let versions = history.versions().iter();
                    versions.map(move |version| AnyVersion::Aws(history, version))
                };
                let mut all: Vec<AnyVersion> = versions(policy).collect();
                // An account shows few of the versions that a policy has had; what this program knows of them stays.
                let before = policy.text().and_then(|_| managed::find(&policy.arn()));
                for version in before.into_iter().flat_map(versions) {
                    if all.iter().all(|known| known.number() != version.number()) {
                        all.push(version);
                    }
                }
                all.sort_by_key(|version| std::cmp::Reverse(version.number()));
                all
            }
        }
    }

    /// The version with this number.
    pub(crate) fn version(self, number: u32) -> Option<AnyVersion<'a>> {
        let mut versions = self.versions().into_iter();
        versions.find(|version| version.number() == number)
    }

    /// How often the account uses it.
    pub(crate) fn uses(self, account: &Account) -> Uses {
        match self {
            AnyPolicy::Own(policy) => policy.uses(),
            AnyPolicy::Aws(policy) => account.aws_uses(&policy.arn()),
        }
    }

    /// Whether only the role that a service made for itself may have it.
    pub(crate) fn is_for_service_linked_roles(self) -> bool {
        match self {
            AnyPolicy::Own(_) => false,
            AnyPolicy::Aws(policy) => policy.is_for_service_linked_roles(),
        }
    }

    /// What pages of a list go on after; grows along [`all`].
    pub(crate) fn page_key(self) -> String {
        let rank = match self {
            AnyPolicy::Own(_) => 0,
            AnyPolicy::Aws(_) => 1,
        };
        format!("{}\0{rank}", self.name().to_ascii_lowercase())
    }
}

impl<'a> AnyVersion<'a> {
    pub(crate) fn number(self) -> u32 {
        match self {
            AnyVersion::Own(version) => version.number,
            AnyVersion::Aws(_, version) => version.number,
        }
    }

    /// As replies write it; unknown for some of AWS's older versions.
    pub(crate) fn created(self) -> Option<String> {
        match self {
            AnyVersion::Own(version) => Some(text(version.created).into()),
            AnyVersion::Aws(_, version) => version.created.clone(),
        }
    }

    pub(crate) fn document(self) -> Cow<'a, str> {
        match self {
            AnyVersion::Own(version) => Cow::Borrowed(version.document.text()),
            AnyVersion::Aws(history, version) => Cow::Owned(history.document(version)),
        }
    }
}
