//! An organization's listings, held against what Organizations would refuse, as changes.

use super::place::{Place, Problems};
use super::tree::Tree;
use crate::event::Event;
use crate::operation::Cx;
use crate::ops::{organization_policy, organizational_unit};
use crate::organizations::{self, OrganizationChange, PolicyType, arn};
use crate::state::{Organization, State};
use std::collections::HashSet;

/// The changes that make the organization. There are problems, or applying them gives what the listings say.
pub(super) fn import(cx: &Cx, tree: &Tree, problems: &mut Problems) -> Vec<OrganizationChange> {
    check_members(cx.state, tree, problems);
    check_units(tree, problems);
    check_policies(cx, tree, problems);
    if !problems.none() {
        return Vec::new();
    }
    let changes = changes(cx, tree);
    let events: Vec<Event> = changes.iter().cloned().map(Event::Organization).collect();
    let after = State::after(cx.state, tree.management, cx.now, &events);
    if let Some(made) = after.organization_of(tree.management) {
        check_attachments(made, tree, problems);
    }
    changes
}

fn check_members(state: &State, tree: &Tree, problems: &mut Problems) {
    let root = Place::File("describe-organization.json");
    let at = root.member("Organization");
    if state.organization(&tree.id).is_some() {
        problems.add(
            &at.member("Id"),
            format!("the organization {} is here already", tree.id),
        );
    }
    let mut seen = HashSet::new();
    for member in &tree.members {
        let place = Place::File(&member.place);
        let account = member.account;
        if !seen.insert(account) {
            problems.add(&place, format!("{account} stands in two places"));
        }
        if let Some(other) = state.organization_of(account) {
            problems.add(
                &place,
                format!("{account} belongs to the organization {}", other.id),
            );
        }
        let known = state.account(account);
        let other = known.and_then(|known| known.name.as_deref());
        if known.is_some() && other != Some(&member.name) {
            problems.notice(
                &place,
                format!("{account} is here already and keeps its name"),
            );
        }
    }
    if !seen.contains(&tree.management) {
        let what = format!("{} is in no list-accounts-for-parent", tree.management);
        problems.add(&at.member("MasterAccountId"), what);
    }
}

fn check_units(tree: &Tree, problems: &mut Problems) {
    let most = organizational_unit::UNITS_MAX;
    if tree.units.len() > most {
        let what = format!("there are {} units, {most} at most", tree.units.len());
        problems.add(&Place::File("list-organizational-units-for-parent"), what);
    }
    let mut names = HashSet::new();
    for unit in &tree.units {
        let place = Place::File(&unit.place);
        if !names.insert((&unit.parent, unit.name.to_lowercase())) {
            problems.add(&place, format!("`{}` is taken", unit.name));
        }
        let (mut depth, mut at) = (1, unit);
        while let Some(parent) = tree.units.iter().find(|other| other.id == at.parent) {
            (depth, at) = (depth + 1, parent);
        }
        let most = organizational_unit::DEPTH_MAX;
        if depth > most {
            problems.add(
                &place,
                format!("{} stands {depth} deep, {most} at most", unit.id),
            );
        }
    }
}

fn check_policies(cx: &Cx, tree: &Tree, problems: &mut Problems) {
    let mut names = HashSet::new();
    for policy in &tree.policies {
        let file = Place::File(&policy.file);
        let place = file.member("Policy");
        let arn = match policy.is_aws {
            true => arn::aws_policy(policy.policy_type, &policy.id),
            false => arn::policy(tree.management, &tree.id, policy.policy_type, &policy.id),
        };
        let summary = place.member("PolicySummary");
        if policy.arn != arn {
            problems.add(
                &summary.member("Arn"),
                format!("`{}` is not {arn}", policy.arn),
            );
        }
        if policy.is_aws != (organizations::full_access(policy.policy_type) == Some(&policy.id)) {
            problems.add(&summary.member("AwsManaged"), "is not so here");
        }
        if !names.insert((policy.policy_type.text(), &policy.name)) {
            problems.add(
                &summary.member("Name"),
                format!("`{}` is taken", policy.name),
            );
        }
        if policy.is_aws {
            continue;
        }
        let accepted = organization_policy::content(policy.policy_type, &policy.content);
        if let Err(error) = accepted {
            let reason = organizations::kind(policy.policy_type)
                .and_then(|kind| policy::accept(&policy.content, kind).err());
            let what = reason.map_or(error.message, |reason| reason.message);
            problems.add(&place.member("Content"), what);
        }
    }
    for (id, tags) in &tree.tags {
        let file = format!("list-tags-for-resource/{id}.json");
        let checked = organizations::check_tags(&[], tags, cx.settings.quotas.tags.limit);
        problems.check(&Place::File(&file), checked);
    }
}

fn changes(cx: &Cx, tree: &Tree) -> Vec<OrganizationChange> {
    let mut changes = vec![OrganizationChange::Created {
        id: tree.id.clone(),
        root: tree.root.clone(),
        all_features: true,
    }];
    for unit in &tree.units {
        changes.push(OrganizationChange::UnitCreated {
            id: unit.id.clone(),
            name: unit.name.clone(),
            parent: unit.parent.clone(),
            tags: Vec::new(),
        });
    }
    for member in &tree.members {
        changes.push(OrganizationChange::AccountImported {
            account: member.account,
            email: member.email.clone(),
            invited: member.invited,
            joined: member.joined,
            parent: member.parent.clone(),
            closed: member.suspended.then_some(cx.now),
        });
    }
    for policy_type in &tree.enabled {
        changes.push(OrganizationChange::PolicyTypeEnabled {
            policy_type: *policy_type,
        });
    }
    for policy in tree.policies.iter().filter(|policy| !policy.is_aws) {
        changes.push(OrganizationChange::PolicyCreated {
            id: policy.id.clone(),
            policy_type: policy.policy_type,
            name: policy.name.clone(),
            description: policy.description.clone(),
            content: policy.content.clone(),
            tags: Vec::new(),
        });
    }
    for policy in &tree.policies {
        attach(
            tree,
            policy.id.as_str(),
            policy.is_aws,
            &policy.targets,
            &mut changes,
        );
    }
    for (resource, tags) in &tree.tags {
        changes.push(OrganizationChange::Tagged {
            resource: resource.clone(),
            tags: tags.clone(),
        });
    }
    changes
}

/// What allows everything is attached everywhere as soon as its type is enabled; the rest is nowhere yet.
fn attach(
    tree: &Tree,
    policy: &str,
    is_everywhere: bool,
    targets: &[String],
    changes: &mut Vec<OrganizationChange>,
) {
    if !is_everywhere {
        changes.extend(
            targets
                .iter()
                .map(|target| OrganizationChange::PolicyAttached {
                    policy: policy.to_owned(),
                    target: target.clone(),
                }),
        );
        return;
    }
    for target in places(tree) {
        if !targets.contains(&target) {
            changes.push(OrganizationChange::PolicyDetached {
                policy: policy.to_owned(),
                target,
            });
        }
    }
}

fn places(tree: &Tree) -> Vec<String> {
    let units = tree.units.iter().map(|unit| unit.id.clone());
    let members = tree.members.iter().map(|member| member.account.to_string());
    units.chain(members).chain([tree.root.clone()]).collect()
}

/// Every attachment is where it can be, and every place has neither too few nor too many.
fn check_attachments(made: &Organization, tree: &Tree, problems: &mut Problems) {
    for policy in &tree.policies {
        let file = format!("list-targets-for-policy/{}.json", policy.id);
        let file = Place::File(&file);
        for target in policy
            .targets
            .iter()
            .filter(|target| made.node(target).is_none())
        {
            problems.add(
                &file,
                format!("{target} is neither the root nor a unit nor an account"),
            );
        }
    }
    let restricting = [PolicyType::ServiceControl, PolicyType::ResourceControl];
    for place in made.places() {
        for policy_type in &made.enabled {
            let attached = organization_policy::attached(made, &place, *policy_type);
            let most = organization_policy::attachments_max(*policy_type);
            let file = format!("list-policies/{}.json", policy_type.text());
            let file = Place::File(&file);
            if attached.len() > most {
                let count = attached.len();
                problems.add(
                    &file,
                    format!("{place} has {count} of these, {most} at most"),
                );
            }
            if attached.is_empty() && restricting.contains(policy_type) {
                problems.add(
                    &file,
                    format!("{place} has none of these, and one at least"),
                );
            }
        }
    }
}
