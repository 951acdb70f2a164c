//! What happened to an organization.

use crate::AccountId;
use crate::document::DocumentText;
use crate::event::Record;
use crate::organizations::{
    Content, Delegation, GuardRail, OrganizationChange, PolicyType, full_access,
};
use crate::state::organization::{
    AccountRequest, Handshake, Member, Node, Organization, ResourcePolicy, Unit,
};
use crate::state::{State, Tag};
use crate::tags::TagKeys;
use imbl::OrdMap;
use jiff::Timestamp;
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Applies one change to the organization that the record's account manages.
pub(super) fn apply(state: &mut State, record: &Record, change: &OrganizationChange) {
    let (management, at) = (record.account, record.at);
    if let OrganizationChange::Created {
        id,
        root,
        all_features,
    } = change
    {
        if state.organization_of(management).is_none()
            && !state.organizations.contains_key(id.as_str())
        {
            let address = state.addresses.remove(&management);
            let organization = created(management, at, id, root, *all_features, address);
            state.put_organization(organization);
        }
        return;
    }
    let Some(id) = state.memberships.get(&management).cloned() else {
        return;
    };
    match change {
        OrganizationChange::Deleted => return dissolve(state, &id),
        OrganizationChange::AccountRequested { account, .. }
        | OrganizationChange::AccountJoined { account, .. } => {
            if state.memberships.contains_key(account) {
                return;
            }
            state.memberships.insert(*account, id.clone());
        }
        OrganizationChange::AccountImported { account, .. } => {
            if state
                .memberships
                .get(account)
                .is_some_and(|other| *other != id)
            {
                return;
            }
            state.memberships.insert(*account, id.clone());
        }
        OrganizationChange::AddressKept { account, email } => {
            state.addresses.insert(*account, email.clone());
            return;
        }
        OrganizationChange::AccountLeft { account } if *account == management => return,
        OrganizationChange::AccountLeft { account }
            if state.memberships.get(account) == Some(&id) =>
        {
            state.memberships.remove(account);
        }
        _ => {}
    }
    let Some(organization) = state.organizations.get_mut(&id) else {
        return;
    };
    let organization = Arc::make_mut(organization);
    apply_to(organization, at, change);
    if let OrganizationChange::AccountJoined { account, .. }
    | OrganizationChange::AccountImported { account, .. } = change
    {
        let address = state.addresses.remove(account);
        edit_member(organization, *account, |member| {
            member.email = member.email.take().or(address);
        });
    }
}

fn dissolve(state: &mut State, id: &SmolStr) {
    if let Some(organization) = state.organizations.remove(id) {
        for account in organization.members.keys() {
            state.memberships.remove(account);
        }
    }
}

fn created(
    management: AccountId,
    at: Timestamp,
    id: &str,
    root: &str,
    all_features: bool,
    address: Option<String>,
) -> Organization {
    let mut organization = Organization {
        id: id.into(),
        management,
        created: at,
        all_features,
        root_id: root.into(),
        root: Node::default(),
        units: OrdMap::new(),
        members: OrdMap::new(),
        policies: OrdMap::new(),
        enabled: BTreeSet::new(),
        requests: OrdMap::new(),
        handshakes: OrdMap::new(),
        services: BTreeMap::new(),
        resource_policy: None,
        root_features: BTreeSet::new(),
    };
    join(&mut organization, at, management, address, true, Vec::new());
    organization
}

/// Puts an account under the root, with what allows everything.
fn join(
    organization: &mut Organization,
    at: Timestamp,
    account: AccountId,
    email: Option<String>,
    invited: bool,
    tags: Vec<Tag>,
) {
    let member = Member {
        account,
        email,
        invited,
        joined: at,
        parent: organization.root_id.clone(),
        closed: None,
        node: new_node(organization, tags),
        administers: BTreeMap::new(),
    };
    organization.members.insert(account, Arc::new(member));
}

fn new_node(organization: &Organization, tags: Vec<Tag>) -> Node {
    let enabled = organization.enabled.iter();
    Node {
        policies: enabled
            .filter_map(|policy_type| full_access(*policy_type))
            .map(SmolStr::new_static)
            .collect(),
        tags,
    }
}

fn apply_to(organization: &mut Organization, at: Timestamp, change: &OrganizationChange) {
    use OrganizationChange as Change;
    match change {
        Change::Created { .. } | Change::Deleted => {}
        Change::AllFeaturesEnabled => organization.all_features = true,
        Change::PolicyTypeEnabled { policy_type } => enable(organization, *policy_type),
        Change::PolicyTypeDisabled { policy_type } => disable(organization, *policy_type),
        Change::UnitCreated { .. } | Change::UnitRenamed { .. } | Change::UnitDeleted { .. } => {
            apply_unit(organization, change);
        }
        Change::AccountRequested { .. }
        | Change::AccountRefused { .. }
        | Change::AccountJoined { .. }
        | Change::AccountImported { .. }
        | Change::AccountMoved { .. }
        | Change::AccountLeft { .. }
        | Change::AccountClosed { .. }
        | Change::AddressKept { .. } => apply_account(organization, at, change),
        Change::PolicyCreated { .. }
        | Change::PolicyUpdated { .. }
        | Change::PolicyDeleted { .. }
        | Change::PolicyAttached { .. }
        | Change::PolicyDetached { .. } => apply_policy(organization, change),
        Change::Tagged { resource, tags } => {
            edit_tags(organization, resource, |held| {
                TagKeys::AsWritten.merge(held, tags);
            });
        }
        Change::Untagged { resource, keys } => {
            edit_tags(organization, resource, |held| {
                held.retain(|tag| !keys.contains(&tag.key))
            });
        }
        Change::HandshakeOpened { .. }
        | Change::HandshakeEnded { .. }
        | Change::HandshakeSent { .. }
        | Change::HandshakeAnswered { .. } => apply_handshake(organization, at, change),
        Change::ServiceEnabled { service } => {
            organization.services.insert(service.clone(), at);
        }
        Change::ServiceDisabled { service } => {
            organization.services.remove(service);
        }
        Change::AdministratorRegistered { account, service } => {
            edit_member(organization, *account, |member| {
                member.administers.insert(service.clone(), at);
            });
        }
        Change::AdministratorDeregistered { account, service } => {
            edit_member(organization, *account, |member| {
                member.administers.remove(service);
            });
        }
        Change::ResourcePolicyPut { id, content, tags } => {
            put_resource_policy(organization, id, DocumentText::new(content), tags);
        }
        Change::ResourcePolicyBound { id, content, tags } => {
            put_resource_policy(organization, id, content.clone(), tags);
        }
        Change::ResourcePolicyDeleted => organization.resource_policy = None,
        Change::RootFeatureEnabled { feature } => {
            organization.root_features.insert(*feature);
        }
        Change::RootFeatureDisabled { feature } => {
            organization.root_features.remove(feature);
        }
    }
}

fn put_resource_policy(
    organization: &mut Organization,
    id: &str,
    content: DocumentText,
    tags: &[Tag],
) {
    organization.resource_policy = Some(Arc::new(ResourcePolicy {
        id: id.into(),
        content: Arc::new(Delegation::new(content)),
        tags: tags.to_vec(),
    }));
}

fn enable(organization: &mut Organization, policy_type: PolicyType) {
    if !organization.enabled.insert(policy_type) {
        return;
    }
    let Some(everything) = full_access(policy_type) else {
        return;
    };
    for place in organization.places() {
        organization.edit_node(&place, |node| {
            node.policies.push(SmolStr::new_static(everything))
        });
    }
}

fn disable(organization: &mut Organization, policy_type: PolicyType) {
    if !organization.enabled.remove(&policy_type) {
        return;
    }
    let everything = full_access(policy_type);
    let ended: BTreeSet<SmolStr> = organization
        .policies
        .values()
        .filter(|policy| policy.policy_type() == policy_type)
        .map(|policy| policy.id.clone())
        .chain(everything.map(SmolStr::new_static))
        .collect();
    for place in organization.places() {
        organization.edit_node(&place, |node| {
            node.policies.retain(|id| !ended.contains(id))
        });
    }
}

fn apply_unit(organization: &mut Organization, change: &OrganizationChange) {
    match change {
        OrganizationChange::UnitCreated {
            id,
            name,
            parent,
            tags,
        } => {
            // A unit is put below what is there already, so that the tree has no rings.
            if organization.units.contains_key(id.as_str()) || !organization.is_container(parent) {
                return;
            }
            let unit = Unit {
                id: id.into(),
                name: name.clone(),
                parent: parent.into(),
                node: new_node(organization, tags.clone()),
            };
            organization.units.insert(id.into(), Arc::new(unit));
        }
        OrganizationChange::UnitRenamed { id, name } => {
            if let Some(unit) = organization.units.get_mut(id.as_str()) {
                Arc::make_mut(unit).name.clone_from(name);
            }
        }
        OrganizationChange::UnitDeleted { id } => {
            let in_use = organization
                .units
                .values()
                .any(|unit| unit.parent == id.as_str())
                || organization
                    .members
                    .values()
                    .any(|member| member.parent == id.as_str());
            if !in_use {
                organization.units.remove(id.as_str());
            }
        }
        _ => {}
    }
}

fn apply_account(organization: &mut Organization, at: Timestamp, change: &OrganizationChange) {
    match change {
        OrganizationChange::AccountRequested {
            request,
            account,
            name,
            email,
            tags,
        } => {
            join(
                organization,
                at,
                *account,
                Some(email.clone()),
                false,
                tags.clone(),
            );
            put_request(organization, at, request, name, Ok(*account));
        }
        OrganizationChange::AccountRefused {
            request,
            name,
            reason,
        } => put_request(organization, at, request, name, Err(reason.clone())),
        OrganizationChange::AccountJoined { account, handshake } => {
            let tags = organization.handshakes.get(handshake.as_str());
            let tags = tags
                .map(|handshake| handshake.tags.clone())
                .unwrap_or_default();
            join(organization, at, *account, None, true, tags);
        }
        OrganizationChange::AccountImported { .. } => import_account(organization, change),
        OrganizationChange::AccountMoved { account, parent }
            if organization.is_container(parent) =>
        {
            edit_member(organization, *account, |member| {
                member.parent = parent.into();
            });
        }
        OrganizationChange::AccountLeft { account } => {
            organization.members.remove(account);
        }
        OrganizationChange::AccountClosed { account } => {
            edit_member(organization, *account, |member| member.closed = Some(at));
        }
        _ => {}
    }
}

fn import_account(organization: &mut Organization, change: &OrganizationChange) {
    let OrganizationChange::AccountImported {
        account,
        email,
        invited,
        joined,
        parent,
        closed,
    } = change
    else {
        return;
    };
    let (email, tags) = (email.clone(), Vec::new());
    join(organization, *joined, *account, email, *invited, tags);
    let here = organization.is_container(parent);
    edit_member(organization, *account, |member| {
        member.closed = *closed;
        if here {
            member.parent = parent.into();
        }
    });
}

fn put_request(
    organization: &mut Organization,
    at: Timestamp,
    id: &str,
    name: &str,
    result: Result<AccountId, String>,
) {
    let request = AccountRequest {
        id: id.into(),
        name: name.to_owned(),
        requested: at,
        result,
    };
    organization.requests.insert(id.into(), Arc::new(request));
}

fn apply_policy(organization: &mut Organization, change: &OrganizationChange) {
    match change {
        OrganizationChange::PolicyCreated {
            id,
            policy_type,
            name,
            description,
            content,
            tags,
        } => {
            let policy = GuardRail {
                name: name.clone(),
                description: description.clone(),
                tags: tags.clone(),
                ..GuardRail::new(
                    organization.management,
                    &organization.id,
                    id,
                    *policy_type,
                    content,
                )
            };
            organization.policies.insert(id.into(), Arc::new(policy));
        }
        OrganizationChange::PolicyUpdated {
            id,
            name,
            description,
            content,
        } => {
            let Some(policy) = organization.policies.get_mut(id.as_str()) else {
                return;
            };
            let policy = Arc::make_mut(policy);
            if let Some(name) = name {
                policy.name.clone_from(name);
            }
            if let Some(description) = description {
                policy.description.clone_from(description);
            }
            if let Some(content) = content {
                policy.content = Arc::new(Content::new(policy.policy_type(), content));
            }
        }
        OrganizationChange::PolicyDeleted { id } => {
            organization.policies.remove(id.as_str());
            for place in organization.places() {
                organization.edit_node(&place, |node| {
                    node.policies.retain(|held| held != id.as_str())
                });
            }
        }
        OrganizationChange::PolicyAttached { policy, target } => {
            organization.edit_node(target, |node| {
                if !node.policies.iter().any(|held| held == policy.as_str()) {
                    node.policies.push(policy.into());
                }
            });
        }
        OrganizationChange::PolicyDetached { policy, target } => {
            organization.edit_node(target, |node| {
                node.policies.retain(|held| held != policy.as_str())
            });
        }
        _ => {}
    }
}

fn apply_handshake(organization: &mut Organization, at: Timestamp, change: &OrganizationChange) {
    let (id, state) = match change {
        OrganizationChange::HandshakeOpened {
            id,
            action,
            target,
            notes,
            tags,
        }
        | OrganizationChange::HandshakeSent {
            id,
            action,
            target,
            notes,
            tags,
            ..
        } => {
            let mut handshake = Handshake {
                id: id.into(),
                action: action.into(),
                target: *target,
                email: None,
                parent: None,
                notes: notes.clone(),
                requested: at,
                ended: None,
                ended_at: None,
                tags: tags.clone(),
            };
            if let OrganizationChange::HandshakeSent { email, parent, .. } = change {
                handshake.email.clone_from(email);
                handshake.parent = parent.as_ref().map(SmolStr::new);
            }
            organization
                .handshakes
                .insert(id.into(), Arc::new(handshake));
            return;
        }
        OrganizationChange::HandshakeEnded { id, state }
        | OrganizationChange::HandshakeAnswered { id, state } => (id, *state),
        _ => return,
    };
    if let Some(handshake) = organization.handshakes.get_mut(id.as_str()) {
        let handshake = Arc::make_mut(handshake);
        handshake.ended = Some(state);
        if matches!(change, OrganizationChange::HandshakeAnswered { .. }) {
            handshake.ended_at = Some(at);
        }
    }
}

fn edit_member(
    organization: &mut Organization,
    account: AccountId,
    change: impl FnOnce(&mut Member),
) {
    if let Some(member) = organization.members.get_mut(&account) {
        change(Arc::make_mut(member));
    }
}

fn edit_tags(organization: &mut Organization, resource: &str, change: impl FnOnce(&mut Vec<Tag>)) {
    if let Some(policy) = organization.policies.get_mut(resource) {
        return change(&mut Arc::make_mut(policy).tags);
    }
    match &mut organization.resource_policy {
        Some(policy) if policy.id == resource => change(&mut Arc::make_mut(policy).tags),
        _ => organization.edit_node(resource, |node| change(&mut node.tags)),
    }
}
