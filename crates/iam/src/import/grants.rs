//! What users, groups and roles of a listing may: their policies, boundaries and groups.

use super::account::{Imported, Source, service_of};
use super::aws_policies::is_for_service_linked_roles;
use super::details::{Grants, UserText};
use super::place::{Place, Problems};
use crate::document::DocumentText;
use crate::event::Event;
use crate::managed;
use crate::name::NameKey;
use crate::ops::holder;
use crate::state::Entity;
use policy::Kind;
use std::collections::{HashMap, HashSet};

/// Checks and gathers grants of one account.
pub(super) struct Grantor<'s> {
    /// ARNs of the account's own policies.
    own: HashSet<&'s str>,
    groups: HashMap<NameKey, &'s str>,
    service_roles: HashSet<&'s str>,
    /// How often each policy is attached, and is a boundary.
    uses: HashMap<String, (u32, u32)>,
    /// What happens after all are there.
    pub events: Vec<Event>,
}

impl<'s> Grantor<'s> {
    pub(super) fn of(source: &Source<'s>) -> Grantor<'s> {
        let details = source.details;
        let policies = details.policies.iter();
        let own = policies.map(|policy| policy.named.arn.as_str());
        let groups = details.groups.iter();
        let services = details.roles.iter();
        let services = services.filter(|role| service_of(&role.named.path).is_some());
        Grantor {
            own: own.filter(|arn| !managed::is_arn(arn)).collect(),
            groups: groups
                .map(|group| (NameKey::of(&group.named.name), group.named.name.as_str()))
                .collect(),
            service_roles: services.map(|role| role.named.name.as_str()).collect(),
            uses: HashMap::new(),
            events: Vec::new(),
        }
    }

    /// Everything that one holder is granted.
    pub(super) fn grant(
        &mut self,
        import: &Imported,
        entity: Entity,
        grants: &Grants,
        place: &Place,
        problems: &mut Problems,
    ) {
        self.inline(import, &entity, grants, place, problems);
        let list = place.member("AttachedManagedPolicies");
        let quota = holder::attached_quota(import.quotas, &entity);
        problems.check(&list, quota.fits(grants.attached.len()));
        for (index, (name, arn)) in grants.attached.iter().enumerate() {
            let policy = list.element(index);
            let at = policy.member("PolicyArn");
            if arn.rsplit('/').next() != Some(name) {
                let what = format!("`{name}` is not the name of {arn}");
                problems.add(&policy.member("PolicyName"), what);
            }
            let before = &grants.attached[..index];
            if before.iter().any(|(_, other)| other == arn) {
                problems.add(&at, format!("{arn} stands there twice"));
            }
            self.known(import, arn, &at, problems);
            let name = holder::name(&entity);
            let is_service = matches!(entity, Entity::Role(_)) && self.service_roles.contains(name);
            if is_for_service_linked_roles(arn) && !is_service {
                problems.add(&at, format!("{arn} is for the role of its service alone"));
            }
            self.uses.entry(arn.clone()).or_default().0 += 1;
            self.events.push(Event::PolicyAttached {
                entity: entity.clone(),
                arn: arn.clone(),
            });
        }
        if let Some(arn) = &grants.boundary {
            let at = place.member("PermissionsBoundary");
            let at = at.member("PermissionsBoundaryArn");
            self.known(import, arn, &at, problems);
            if is_for_service_linked_roles(arn) {
                problems.add(&at, format!("{arn} is for the role of its service alone"));
            }
            self.uses.entry(arn.clone()).or_default().1 += 1;
        }
    }

    fn inline(
        &mut self,
        import: &Imported,
        entity: &Entity,
        grants: &Grants,
        place: &Place,
        problems: &mut Problems,
    ) {
        let member = match entity {
            Entity::User(_) => "UserPolicyList",
            Entity::Group(_) => "GroupPolicyList",
            Entity::Role(_) => "RolePolicyList",
        };
        let list = place.member(member);
        let mut size = 0;
        for (index, (name, text)) in grants.inline.iter().enumerate() {
            let at = list.element(index);
            if grants.inline[..index]
                .iter()
                .any(|(other, _)| other == name)
            {
                problems.add(&at.member("PolicyName"), format!("`{name}` is taken"));
            }
            match policy::accept(text, Kind::Identity) {
                Ok(document) => size += document.size(),
                Err(refusal) => problems.add(&at.member("PolicyDocument"), refusal.message),
            }
            self.events.push(Event::InlinePolicyPut {
                entity: entity.clone(),
                policy: name.clone(),
                document: DocumentText::new(text),
            });
        }
        problems.check(
            &list,
            holder::inline_quota(import.quotas, entity).fits(size),
        );
    }

    /// Refuses the ARN of a policy that will not be there.
    fn known(&self, import: &Imported, arn: &str, place: &Place, problems: &mut Problems) {
        if managed::is_arn(arn) {
            if !import.taken.knows(import.state, arn) {
                problems.add(
                    place,
                    format!(
                        "{arn} is a policy of AWS that is neither in the import nor known here"
                    ),
                );
            }
        } else if !self.own.contains(arn) {
            problems.add(place, format!("{arn} is not among the file's Policies"));
        }
    }

    /// The groups of a user.
    pub(super) fn memberships(
        &mut self,
        import: &Imported,
        user: &UserText,
        place: &Place,
        problems: &mut Problems,
    ) {
        let list = place.member("GroupList");
        problems.check(&list, import.quotas.groups_per_user.fits(user.groups.len()));
        let mut seen = HashSet::new();
        for (index, group) in user.groups.iter().enumerate() {
            let at = list.element(index);
            let key = NameKey::of(group);
            if self.groups.get(&key) != Some(&group.as_str()) {
                problems.add(&at, format!("`{group}` is not in GroupDetailList"));
            }
            if !seen.insert(key) {
                problems.add(&at, format!("`{group}` stands there twice"));
            }
            self.events.push(Event::UserAddedToGroup {
                group: group.clone(),
                user: user.named.name.clone(),
            });
        }
    }

    /// Tells where a listing counts other uses of a policy than it shows: it was not of one moment, or was filtered.
    pub(super) fn compare_counts(&self, source: &Source, problems: &mut Problems) {
        let file = Place::File(source.file);
        let list = file.member("Policies");
        for (index, policy) in source.details.policies.iter().enumerate() {
            let place = list.element(index);
            let (attached, boundaries) = self
                .uses
                .get(&policy.named.arn)
                .copied()
                .unwrap_or_default();
            let counts = [
                ("AttachmentCount", policy.attachments, attached),
                (
                    "PermissionsBoundaryUsageCount",
                    policy.boundaries,
                    boundaries,
                ),
            ];
            for (name, said, shown) in counts {
                if let Some(said) = said.filter(|said| *said != shown) {
                    let what = format!("is {said} in the file, whose entities make it {shown}");
                    problems.notice(&place.member(name), what);
                }
            }
        }
    }
}
