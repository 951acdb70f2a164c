//! AWS's managed policies in listings of an account: which of them are news.

use super::details::{PolicyText, VersionText};
use super::place::{Place, Problems};
use super::text::{AwsPolicyText, ImportedVersion};
use crate::name::NameKey;
use crate::policies::{self, AnyPolicy};
use crate::state::State;
use crate::{context, managed, service_linked};
use policy::Document;
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};

/// What an import tells of AWS's policies.
#[derive(Default)]
pub(crate) struct Taken {
    news: BTreeMap<NameKey, AwsPolicyText>,
    arns: HashSet<String>,
    /// How many are known just so.
    pub known: usize,
    /// How many are known in a newer version, which stays.
    pub older: usize,
}

impl Taken {
    /// What is to be made known.
    pub(crate) fn policies(&self) -> Vec<AwsPolicyText> {
        self.news.values().cloned().collect()
    }

    /// Whether a policy of AWS will be known.
    pub(super) fn knows(&self, state: &State, arn: &str) -> bool {
        self.arns.contains(arn) || policies::find_aws(state.aws_policies(), arn).is_some()
    }
}

/// Whether a policy is for roles that services make for themselves.
pub(super) fn is_for_service_linked_roles(arn: &str) -> bool {
    managed::is_arn(arn)
        && crate::arn::parse_iam(arn).is_some_and(|arn| arn.path == service_linked::PATH_PREFIX)
}

/// Takes what is news of the policies of AWS in one file: a version that is older than the one known here is none.
pub(crate) fn take(
    state: &State,
    file: &str,
    policies: &[PolicyText],
    taken: &mut Taken,
    problems: &mut Problems,
) {
    let file = Place::File(file);
    let list = file.member("Policies");
    for (index, policy) in policies.iter().enumerate() {
        if !managed::is_arn(&policy.named.arn) {
            continue;
        }
        let place = list.element(index);
        let named = &policy.named;
        let arn = format!("arn:aws:iam::aws:policy{}{}", named.path, named.name);
        if named.arn != arn {
            problems.add(&place.member("Arn"), format!("is not {arn}"));
            continue;
        }
        if !named.id.is_empty() && !named.id.starts_with("ANPA") {
            problems.add(&place.member("PolicyId"), "does not begin with ANPA");
        }
        check_versions(policy, &place, problems);
        for (index, version) in policy.versions.iter().enumerate() {
            if Document::parse(&version.document).is_err() {
                let versions = place.member("PolicyVersionList");
                let version = versions.element(index);
                problems.add(&version.member("Document"), "is no policy document");
            }
        }
        take_one(state, text(policy), taken);
    }
}

fn take_one(state: &State, mut policy: AwsPolicyText, taken: &mut Taken) {
    let arn = format!("arn:aws:iam::aws:policy{}{}", policy.path, policy.name);
    let key = NameKey::of(&policy.name);
    if let Some(other) = taken.news.get(&key) {
        // Accounts that were listed one after the other may show two versions.
        if other.default_version >= policy.default_version {
            return;
        }
    } else if let Some(known) = policies::find_aws(state.aws_policies(), &arn) {
        if known.default_version > policy.default_version {
            taken.older += 1;
            return;
        }
        let known = AnyPolicy::Aws(known);
        if says_the_same(known, &policy) {
            taken.known += 1;
            return;
        }
        policy.id = policy.id.or_else(|| known.id().map(str::to_owned));
        let description = known.description().map(str::to_owned);
        policy.description = policy.description.or(description);
    }
    taken.arns.insert(arn);
    taken.news.insert(key, policy);
}

/// Whether all that a listing tells of a policy is known.
fn says_the_same(known: AnyPolicy, policy: &AwsPolicyText) -> bool {
    let versions_known = policy.versions.iter().all(|version| {
        known.version(version.number).is_some_and(|known| {
            let created = version.created.map(|created| context::text(created).into());
            (created.is_none() || known.created() == created)
                && same_document(&known.document(), &version.document)
        })
    });
    versions_known
        && known.default_version() == policy.default_version
        && known.created() == *context::text(policy.created)
        && known.updated() == *context::text(policy.updated)
        && (policy.id.is_none() || known.id() == policy.id.as_deref())
        && (policy.description.is_none() || known.description() == policy.description.as_deref())
}

fn same_document(one: &str, other: &str) -> bool {
    let read = |text| serde_json::from_str::<Value>(text).ok();
    one == other || read(one) == read(other)
}

fn text(policy: &PolicyText) -> AwsPolicyText {
    let named = &policy.named;
    AwsPolicyText {
        name: named.name.clone(),
        path: named.path.clone(),
        id: (!named.id.is_empty()).then(|| named.id.clone()),
        description: policy.description.clone(),
        created: named.created,
        updated: policy.updated,
        default_version: policy.default_version,
        versions: versions(&policy.versions),
    }
}

/// The versions, oldest first.
pub(super) fn versions(versions: &[VersionText]) -> Vec<ImportedVersion> {
    let mut versions: Vec<ImportedVersion> = versions
        .iter()
        .map(|version| ImportedVersion {
            number: version.number,
            created: version.created,
            document: version.document.clone(),
        })
        .collect();
    versions.sort_by_key(|version| version.number);
    versions
}

/// What must be true of any policy: one default version, which is among its versions, and possible dates.
pub(super) fn check_versions(policy: &PolicyText, place: &Place, problems: &mut Problems) {
    let list = place.member("PolicyVersionList");
    let default = policy.default_version;
    if !policy
        .versions
        .iter()
        .any(|version| version.number == default)
    {
        let what = format!("v{default} is not among the versions");
        problems.add(&place.member("DefaultVersionId"), what);
    }
    for (index, version) in policy.versions.iter().enumerate() {
        let at = list.element(index);
        if version.is_default != (version.number == default) {
            let place = at.member("IsDefaultVersion");
            problems.add(
                &place,
                format!("does not agree with DefaultVersionId v{default}"),
            );
        }
        let before = &policy.versions[..index];
        if before.iter().any(|other| other.number == version.number) {
            problems.add(&at.member("VersionId"), "stands there twice");
        }
    }
    if policy.updated < policy.named.created {
        problems.add(&place.member("UpdateDate"), "is before CreateDate");
    }
}
