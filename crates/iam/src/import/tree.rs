//! An organization as the AWS CLI lists it, call by call, read into types.

use super::item::{Item, parse};
use super::place::{Place, Problems};
use crate::AccountId;
use crate::organizations::PolicyType;
use crate::state::Tag;
use jiff::Timestamp;
use serde_json::value::RawValue;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// An organization with all that its listings tell.
pub(crate) struct Tree {
    pub id: String,
    pub management: AccountId,
    pub root: String,
    pub enabled: Vec<PolicyType>,
    /// Parents before what stands in them.
    pub units: Vec<UnitListing>,
    pub members: Vec<MemberListing>,
    pub policies: Vec<PolicyListing>,
    /// Tags by the id of what has them.
    pub tags: Vec<(String, Vec<Tag>)>,
}

pub(crate) struct UnitListing {
    pub id: String,
    pub name: String,
    pub parent: String,
    pub place: String,
}

pub(crate) struct MemberListing {
    pub account: AccountId,
    pub name: String,
    pub email: Option<String>,
    pub invited: bool,
    pub joined: Timestamp,
    pub suspended: bool,
    pub parent: String,
    pub place: String,
}

pub(crate) struct PolicyListing {
    pub id: String,
    pub policy_type: PolicyType,
    pub name: String,
    pub description: String,
    pub arn: String,
    /// One of AWS's, which every organization has.
    pub is_aws: bool,
    pub content: String,
    pub targets: Vec<String>,
    pub file: String,
}

/// The listings that have not been asked for yet.
struct Listings<'t> {
    files: &'t BTreeMap<&'t String, &'t String>,
    used: RefCell<BTreeSet<String>>,
}

const ORGANIZATION: &str = "describe-organization.json";
const ROOTS: &str = "list-roots.json";
const ACCOUNTS: &str = "list-accounts.json";

/// Reads an organization's listings; `None` where there are none.
pub(super) fn read(files: &BTreeMap<&String, &String>, problems: &mut Problems) -> Option<Tree> {
    if files.is_empty() {
        return None;
    }
    let listings = Listings {
        files,
        used: RefCell::default(),
    };
    let mut tree = listings.organization(problems)?;
    listings.root(&mut tree, problems);
    let mut containers = vec![tree.root.clone()];
    while let Some(parent) = containers.pop() {
        let known = tree.units.len();
        listings.units(&parent, &mut tree, problems);
        listings.members(&parent, &mut tree, problems);
        for unit in &tree.units[known..] {
            if tree.units[..known].iter().any(|other| other.id == unit.id) {
                problems.add(
                    &Place::File(&unit.place),
                    format!("{} stands in two places", unit.id),
                );
                return Some(tree);
            }
            containers.push(unit.id.clone());
        }
    }
    listings.compare_accounts(&tree, problems);
    for policy_type in tree.enabled.clone() {
        listings.policies(policy_type, &mut tree, problems);
    }
    listings.tags(&mut tree, problems);
    for file in files.keys() {
        if !listings.used.borrow().contains(file.as_str()) {
            problems.add(
                &Place::File(file),
                "is no listing of this import: docs/import.md names them",
            );
        }
    }
    Some(tree)
}

impl<'t> Listings<'t> {
    /// The text of a file that must be there.
    fn open(&self, file: &str, problems: &mut Problems) -> Option<&'t RawValue> {
        let found = self.maybe(file, problems);
        if !self.used.borrow().contains(file) {
            problems.add(&Place::File(file), "is missing");
        }
        found
    }

    fn maybe(&self, file: &str, problems: &mut Problems) -> Option<&'t RawValue> {
        let text = self.files.get(&file.to_owned())?;
        self.used.borrow_mut().insert(file.to_owned());
        parse(text, &Place::File(file), problems)
    }

    fn organization(&self, problems: &mut Problems) -> Option<Tree> {
        let file = Place::File(ORGANIZATION);
        let raw = self.open(ORGANIZATION, problems)?;
        let whole = Item::read(raw, file, &["Organization"], problems);
        const KNOWN: &[&str] = &[
            "Id",
            "Arn",
            "FeatureSet",
            "MasterAccountArn",
            "MasterAccountId",
            "MasterAccountEmail",
            "AvailablePolicyTypes",
        ];
        let raw = whole.get("Organization");
        if raw.is_none() {
            problems.add(&file.member("Organization"), "is missing");
        }
        let item = Item::read(raw?, file.member("Organization"), KNOWN, problems);
        let id = item.text("Id", problems);
        let at = item.place.member("Id");
        check_id(&id, "o-", 10..=32, &at, problems);
        if item.text("FeatureSet", problems) != "ALL" {
            problems.add(&item.place.member("FeatureSet"), "is not ALL");
        }
        let management = account(&item, "MasterAccountId", problems)?;
        let arn = item.text("Arn", problems);
        let expected = format!("arn:aws:organizations::{management}:organization/{id}");
        if arn != expected {
            problems.add(&item.place.member("Arn"), format!("is not {expected}"));
        }
        Some(Tree {
            id,
            management,
            root: String::new(),
            enabled: Vec::new(),
            units: Vec::new(),
            members: Vec::new(),
            policies: Vec::new(),
            tags: Vec::new(),
        })
    }

    fn root(&self, tree: &mut Tree, problems: &mut Problems) {
        let file = Place::File(ROOTS);
        let Some(raw) = self.open(ROOTS, problems) else {
            return;
        };
        let roots = list(raw, file, "Roots", problems, |raw, place, problems| {
            let known = &["Id", "Arn", "Name", "PolicyTypes"];
            let root = Item::read(raw, place, known, problems);
            let id = root.text("Id", problems);
            check_id(&id, "r-", 4..=32, &root.place.member("Id"), problems);
            let types = root.list("PolicyTypes", problems, |raw, place, problems| {
                let known = Item::read(raw, place, &["Type", "Status"], problems);
                let enabled = known.text("Status", problems) == "ENABLED";
                policy_type(&known, "Type", problems).filter(|_| enabled)
            });
            (id, types)
        });
        match <[_; 1]>::try_from(roots) {
            Ok([(id, types)]) => {
                tree.root = id;
                tree.enabled = types.into_iter().flatten().collect();
            }
            Err(_) => problems.add(&file.member("Roots"), "has not one element"),
        }
    }

    fn units(&self, parent: &str, tree: &mut Tree, problems: &mut Problems) {
        let file = format!("list-organizational-units-for-parent/{parent}.json");
        let Some(raw) = self.open(&file, problems) else {
            return;
        };
        let read = |raw, place: Place, problems: &mut Problems| {
            let unit = Item::read(raw, place, &["Id", "Arn", "Name", "Path"], problems);
            let id = unit.text("Id", problems);
            check_id(&id, "ou-", 4..=64, &unit.place.member("Id"), problems);
            let name = unit.text("Name", problems);
            if !(1..=128).contains(&name.chars().count()) {
                problems.add(&unit.place.member("Name"), "has not 1 to 128 characters");
            }
            UnitListing {
                id,
                name,
                parent: parent.to_owned(),
                place: file.clone(),
            }
        };
        let units = list(
            raw,
            Place::File(&file),
            "OrganizationalUnits",
            problems,
            read,
        );
        tree.units.extend(units);
    }

    fn members(&self, parent: &str, tree: &mut Tree, problems: &mut Problems) {
        let file = format!("list-accounts-for-parent/{parent}.json");
        let Some(raw) = self.open(&file, problems) else {
            return;
        };
        let read = |raw, place: Place, problems: &mut Problems| {
            let item = member_item(raw, place, problems);
            let status = item.maybe_text("Status", problems);
            let status = status.or_else(|| item.maybe_text("State", problems));
            Some(MemberListing {
                account: account(&item, "Id", problems)?,
                name: item.maybe_text("Name", problems).unwrap_or_default(),
                email: item.maybe_text("Email", problems),
                invited: item.text("JoinedMethod", problems) == "INVITED",
                joined: item.moment("JoinedTimestamp", problems),
                suspended: status.is_some_and(|status| status != "ACTIVE"),
                parent: parent.to_owned(),
                place: item.place.to_string(),
            })
        };
        let members = list(raw, Place::File(&file), "Accounts", problems, read);
        tree.members.extend(members.into_iter().flatten());
    }

    /// Where all accounts are listed too, they are those that stand somewhere.
    fn compare_accounts(&self, tree: &Tree, problems: &mut Problems) {
        let Some(raw) = self.maybe(ACCOUNTS, problems) else {
            return;
        };
        let place = Place::File(ACCOUNTS);
        let read = |raw, place: Place, problems: &mut Problems| {
            let item = member_item(raw, place, problems);
            let id = account(&item, "Id", problems);
            if let Some(id) = id.filter(|id| !tree.members.iter().any(|held| held.account == *id)) {
                problems.add(
                    &item.place,
                    format!("{id} is in no list-accounts-for-parent"),
                );
            }
        };
        list(raw, place, "Accounts", problems, read);
    }

    fn policies(&self, policy_type: PolicyType, tree: &mut Tree, problems: &mut Problems) {
        let file = format!("list-policies/{}.json", policy_type.text());
        let Some(raw) = self.open(&file, problems) else {
            return;
        };
        let place = Place::File(&file);
        let ids = list(raw, place, "Policies", problems, |raw, place, problems| {
            let policy = summary(raw, place, problems);
            let id = policy.text("Id", problems);
            check_id(&id, "p-", 8..=128, &policy.place.member("Id"), problems);
            (id, policy.maybe_flag("AwsManaged", problems) == Some(true))
        });
        for (id, is_aws) in ids {
            if let Some(policy) = self.policy(&id, policy_type, is_aws, problems) {
                tree.policies.push(policy);
            }
        }
    }

    fn policy(
        &self,
        id: &str,
        policy_type: PolicyType,
        is_aws: bool,
        problems: &mut Problems,
    ) -> Option<PolicyListing> {
        let targets = self.targets(id, problems);
        let file = format!("describe-policy/{id}.json");
        let raw = self.open(&file, problems)?;
        let place = Place::File(&file);
        let whole = Item::read(raw, place, &["Policy"], problems);
        let known = &["PolicySummary", "Content"];
        let policy = Item::read(
            whole.get("Policy")?,
            place.member("Policy"),
            known,
            problems,
        );
        let content = policy.text("Content", problems);
        let Some(raw) = policy.get("PolicySummary") else {
            problems.add(&policy.place.member("PolicySummary"), "is missing");
            return None;
        };
        let policy = summary(raw, policy.place.member("PolicySummary"), problems);
        if policy.text("Id", problems) != id {
            problems.add(&policy.place.member("Id"), format!("is not {id}"));
        }
        let told = self::policy_type(&policy, "Type", problems)?;
        if told != policy_type {
            let what = format!("is not {}", policy_type.text());
            problems.add(&policy.place.member("Type"), what);
        }
        Some(PolicyListing {
            id: id.to_owned(),
            policy_type,
            name: policy.text("Name", problems),
            description: policy
                .maybe_text("Description", problems)
                .unwrap_or_default(),
            arn: policy.text("Arn", problems),
            is_aws,
            content,
            targets,
            file: file.clone(),
        })
    }

    fn targets(&self, policy: &str, problems: &mut Problems) -> Vec<String> {
        let file = format!("list-targets-for-policy/{policy}.json");
        let Some(raw) = self.open(&file, problems) else {
            return Vec::new();
        };
        list(
            raw,
            Place::File(&file),
            "Targets",
            problems,
            |raw, place, problems| {
                let known = &["TargetId", "Arn", "Name", "Type"];
                Item::read(raw, place, known, problems).text("TargetId", problems)
            },
        )
    }

    fn tags(&self, tree: &mut Tree, problems: &mut Problems) {
        let units = tree.units.iter().map(|unit| unit.id.clone());
        let members = tree.members.iter().map(|member| member.account.to_string());
        let policies = tree.policies.iter().map(|policy| policy.id.clone());
        let all = units.chain(members).chain(policies);
        let all: Vec<String> = all.chain([tree.root.clone()]).collect();
        for id in all {
            let file = format!("list-tags-for-resource/{id}.json");
            let Some(raw) = self.maybe(&file, problems) else {
                continue;
            };
            let known = &["Tags", "NextToken"];
            let item = Item::read(raw, Place::File(&file), known, problems);
            let tags = super::details::tags(&item, problems);
            if !tags.is_empty() {
                tree.tags.push((id, tags));
            }
        }
    }
}

fn summary<'t, 'p>(raw: &'t RawValue, place: Place<'p>, problems: &mut Problems) -> Item<'t, 'p> {
    let known = &["Id", "Arn", "Name", "Description", "Type", "AwsManaged"];
    Item::read(raw, place, known, problems)
}

fn member_item<'t, 'p>(
    raw: &'t RawValue,
    place: Place<'p>,
    problems: &mut Problems,
) -> Item<'t, 'p> {
    const KNOWN: &[&str] = &[
        "Id",
        "Arn",
        "Email",
        "Name",
        "Status",
        "State",
        "Paths",
        "JoinedMethod",
        "JoinedTimestamp",
    ];
    Item::read(raw, place, KNOWN, problems)
}

/// The elements of the one list of an output.
fn list<'t, T>(
    raw: &'t RawValue,
    place: Place,
    name: &str,
    problems: &mut Problems,
    read: impl FnMut(&'t RawValue, Place, &mut Problems) -> T,
) -> Vec<T> {
    let listing = Item::read(raw, place, &[name, "NextToken"], problems);
    super::details::whole_listing(&listing, problems);
    if listing.get(name).is_none() {
        problems.add(&place.member(name), "is missing");
    }
    listing.list(name, problems, read)
}

fn account(item: &Item, name: &str, problems: &mut Problems) -> Option<AccountId> {
    let text = item.text(name, problems);
    let account = text.parse();
    if let (Err(error), Some(_)) = (&account, item.get(name)) {
        problems.add(&item.place.member(name), error);
    }
    account.ok()
}

fn policy_type(item: &Item, name: &str, problems: &mut Problems) -> Option<PolicyType> {
    let text = item.text(name, problems);
    let read = serde_json::from_value(text.clone().into()).ok();
    if read.is_none() && item.get(name).is_some() {
        problems.add(
            &item.place.member(name),
            format!("`{text}` is no type of policies"),
        );
    }
    read
}

/// Refuses what is no id of Organizations.
fn check_id(
    id: &str,
    prefix: &str,
    length: std::ops::RangeInclusive<usize>,
    place: &Place,
    problems: &mut Problems,
) {
    let letter = |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'-' | b'_');
    let rest = id.strip_prefix(prefix);
    let known = rest.is_some_and(|rest| length.contains(&rest.len()) && rest.bytes().all(letter));
    if !known && !id.is_empty() {
        problems.add(place, format!("`{id}` is no id that begins with {prefix}"));
    }
}
