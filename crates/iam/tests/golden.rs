//! Records and checkpoints of every version ever written are read, and come to the state that they came to then.
//! The files under `golden/` are never edited: a new version adds new ones.

use iam::{DelegationChange, Event, OrganizationChange, Record, State};
use proptest::prelude::*;
use std::collections::BTreeSet;

const RECORDS: &str = include_str!("golden/v1.records.jsonl");
const CHECKPOINT: &str = include_str!("golden/v1.checkpoint.json");

/// Records and the checkpoint that they come to.
const GOLDEN: &[(&str, &str)] = &[
    (RECORDS, CHECKPOINT),
    (
        include_str!("golden/v1b-mfa.records.jsonl"),
        include_str!("golden/v1b-mfa.checkpoint.json"),
    ),
    (
        include_str!("golden/v1c-instance-profiles.records.jsonl"),
        include_str!("golden/v1c-instance-profiles.checkpoint.json"),
    ),
    (
        include_str!("golden/v1c-passwords.records.jsonl"),
        include_str!("golden/v1c-passwords.checkpoint.json"),
    ),
    (
        include_str!("golden/v1c-service-credentials.records.jsonl"),
        include_str!("golden/v1c-service-credentials.checkpoint.json"),
    ),
    (
        include_str!("golden/v1c-service-linked.records.jsonl"),
        include_str!("golden/v1c-service-linked.checkpoint.json"),
    ),
    (
        include_str!("golden/v1d-access-report.records.jsonl"),
        include_str!("golden/v1d-access-report.checkpoint.json"),
    ),
    (
        include_str!("golden/v1d-credential-report.records.jsonl"),
        include_str!("golden/v1d-credential-report.checkpoint.json"),
    ),
    (
        include_str!("golden/v1c-accounts.records.jsonl"),
        include_str!("golden/v1c-accounts.checkpoint.json"),
    ),
    (
        include_str!("golden/v1d-outbound.records.jsonl"),
        include_str!("golden/v1d-outbound.checkpoint.json"),
    ),
    (
        include_str!("golden/v1c-oidc.records.jsonl"),
        include_str!("golden/v1c-oidc.checkpoint.json"),
    ),
    (
        include_str!("golden/v1d-saml.records.jsonl"),
        include_str!("golden/v1d-saml.checkpoint.json"),
    ),
    (
        include_str!("golden/v1f-services.records.jsonl"),
        include_str!("golden/v1f-services.checkpoint.json"),
    ),
    (
        include_str!("golden/v1e-saml-once.records.jsonl"),
        include_str!("golden/v1e-saml-once.checkpoint.json"),
    ),
    (
        include_str!("golden/v1d-organizations.records.jsonl"),
        include_str!("golden/v1d-organizations.checkpoint.json"),
    ),
    (
        include_str!("golden/v1f-root-features.records.jsonl"),
        include_str!("golden/v1f-root-features.checkpoint.json"),
    ),
    (
        include_str!("golden/v1f-import.records.jsonl"),
        include_str!("golden/v1f-import.checkpoint.json"),
    ),
    (
        include_str!("golden/v1f-delegation.records.jsonl"),
        include_str!("golden/v1f-delegation.checkpoint.json"),
    ),
    (
        include_str!("golden/v1g-physical-devices.records.jsonl"),
        include_str!("golden/v1g-physical-devices.checkpoint.json"),
    ),
    (
        include_str!("golden/v1h-addresses.records.jsonl"),
        include_str!("golden/v1h-addresses.checkpoint.json"),
    ),
    (
        include_str!("golden/v1i-tags.records.jsonl"),
        include_str!("golden/v1i-tags.checkpoint.json"),
    ),
    (
        include_str!("golden/v1j-handshakes.records.jsonl"),
        include_str!("golden/v1j-handshakes.checkpoint.json"),
    ),
    (
        include_str!("golden/v1c-certificates.records.jsonl"),
        include_str!("golden/v1c-certificates.checkpoint.json"),
    ),
];

fn records(lines: &str) -> impl Iterator<Item = Record> {
    lines
        .lines()
        .map(|line| Record::decode(line.as_bytes()).expect("a golden record"))
}

#[test]
fn records_of_version_1_come_to_the_state_of_then() {
    for (lines, checkpoint) in GOLDEN {
        let mut state = State::new();
        for record in records(lines) {
            state.apply(&record);
        }
        assert_eq!(
            String::from_utf8(state.encode()).unwrap(),
            checkpoint.trim_end()
        );
    }
}

#[test]
fn a_checkpoint_of_version_1_is_read_and_written_again() {
    for (_, checkpoint) in GOLDEN {
        let state = State::decode(checkpoint.as_bytes()).unwrap();
        assert_eq!(
            String::from_utf8(state.encode()).unwrap(),
            checkpoint.trim_end()
        );
    }
}

#[test]
fn records_are_written_as_version_1_wrote_them() {
    for (lines, _) in GOLDEN {
        for (line, record) in lines.lines().zip(records(lines)) {
            assert_eq!(String::from_utf8(record.encode()).unwrap(), line);
        }
    }
}

#[test]
fn every_event_is_among_the_golden_records() {
    let golden: BTreeSet<&str> = GOLDEN
        .iter()
        .flat_map(|(lines, _)| lines.split("\"event\":\"").skip(1))
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    let known: BTreeSet<&str> = EVENTS.iter().copied().collect();
    assert_eq!(golden, known);
    for record in GOLDEN.iter().flat_map(|(lines, _)| records(lines)) {
        for event in &record.events {
            assert!(known.contains(name(event)));
        }
    }
}

#[test]
fn every_change_of_an_organization_is_among_the_golden_records() {
    let mut golden = BTreeSet::new();
    for record in GOLDEN.iter().flat_map(|(lines, _)| records(lines)) {
        for event in &record.events {
            if let Event::Organization(change) = event {
                golden.insert(change_name(change));
            }
        }
    }
    assert_eq!(golden, CHANGES.iter().copied().collect());
}

#[test]
fn every_change_of_a_delegation_request_is_among_the_golden_records() {
    let mut golden = BTreeSet::new();
    for record in GOLDEN.iter().flat_map(|(lines, _)| records(lines)) {
        for event in &record.events {
            if let Event::DelegationRequestChanged { change, .. } = event {
                golden.insert(delegation_change_name(change));
            }
        }
    }
    assert_eq!(golden, DELEGATION_CHANGES.iter().copied().collect());
}

#[test]
fn a_record_from_the_future_or_of_garbage_is_refused() {
    let future = RECORDS
        .lines()
        .next()
        .unwrap()
        .replacen("{\"v\":1", "{\"v\":2", 1);
    assert!(
        Record::decode(future.as_bytes())
            .unwrap_err()
            .to_string()
            .contains("version 2")
    );
    assert!(Record::decode(b"{").is_err());
    assert!(State::decode(b"{}").is_err());
    let undefined = CHECKPOINT.replacen("\"default_version\":1", "\"default_version\":7", 1);
    assert_ne!(undefined, CHECKPOINT);
    assert!(
        State::decode(undefined.as_bytes())
            .unwrap_err()
            .to_string()
            .contains("lacks its default version")
    );
    let checkpoint = CHECKPOINT.replacen("{\"v\":1", "{\"v\":9", 1);
    assert!(
        State::decode(checkpoint.as_bytes())
            .unwrap_err()
            .to_string()
            .contains("version 9")
    );
}

proptest! {
    /// Events that make no sense after each other change nothing or something, and never stop a node.
    #[test]
    fn events_in_any_order_apply(order in proptest::collection::vec(any::<proptest::sample::Index>(), 0..60)) {
        let mut events = Vec::new();
        for record in GOLDEN.iter().flat_map(|(lines, _)| records(lines)) {
            let (at, account) = (record.at, record.account);
            events.extend(record.events.into_iter().map(|event| (at, account, event)));
        }
        let mut state = State::new();
        state.apply(&records(RECORDS).next().expect("the first record"));
        for index in order {
            let (at, account, event) = index.get(&events).clone();
            let request_id = "shuffled".to_owned();
            state.apply(&Record { v: Record::VERSION, at, request_id, account, events: vec![event] });
        }
        let encoded = state.encode();
        prop_assert!(State::decode(&encoded).unwrap().encode() == encoded);
    }
}

/// Stops compiling when an event is added: give it a golden record, and its name below.
fn name(event: &Event) -> &'static str {
    match event {
        Event::AccountCreated { .. } => "AccountCreated",
        Event::RootKeyCreated { .. } => "RootKeyCreated",
        Event::RootKeyDeleted { .. } => "RootKeyDeleted",
        Event::AccessReportRequested { .. } => "AccessReportRequested",
        Event::OrganizationsReportRequested { .. } => "OrganizationsReportRequested",
        Event::RootLoginProfileCreated {} => "RootLoginProfileCreated",
        Event::RootLoginProfileDeleted {} => "RootLoginProfileDeleted",
        Event::GlobalTokenVersionSet { .. } => "GlobalTokenVersionSet",
        Event::CredentialReportGenerated {} => "CredentialReportGenerated",
        Event::AccountAliasSet { .. } => "AccountAliasSet",
        Event::AccountAliasDeleted { .. } => "AccountAliasDeleted",
        Event::AccountPropertiesPut { .. } => "AccountPropertiesPut",
        Event::UserCreated { .. } => "UserCreated",
        Event::UserUpdated { .. } => "UserUpdated",
        Event::UserDeleted { .. } => "UserDeleted",
        Event::GroupCreated { .. } => "GroupCreated",
        Event::GroupUpdated { .. } => "GroupUpdated",
        Event::GroupDeleted { .. } => "GroupDeleted",
        Event::UserAddedToGroup { .. } => "UserAddedToGroup",
        Event::UserRemovedFromGroup { .. } => "UserRemovedFromGroup",
        Event::AccessKeyCreated { .. } => "AccessKeyCreated",
        Event::AccessKeyUpdated { .. } => "AccessKeyUpdated",
        Event::AccessKeyDeleted { .. } => "AccessKeyDeleted",
        Event::PasswordPolicyPut { .. } => "PasswordPolicyPut",
        Event::PasswordPolicyDeleted { .. } => "PasswordPolicyDeleted",
        Event::LoginProfileCreated { .. } => "LoginProfileCreated",
        Event::LoginProfileUpdated { .. } => "LoginProfileUpdated",
        Event::LoginProfileDeleted { .. } => "LoginProfileDeleted",
        Event::RoleCreated { .. } => "RoleCreated",
        Event::RoleUpdated { .. } => "RoleUpdated",
        Event::TrustUpdated { .. } => "TrustUpdated",
        Event::RoleDeleted { .. } => "RoleDeleted",
        Event::ServiceCredentialCreated { .. } => "ServiceCredentialCreated",
        Event::ServiceCredentialReset { .. } => "ServiceCredentialReset",
        Event::ServiceCredentialUpdated { .. } => "ServiceCredentialUpdated",
        Event::ServiceCredentialDeleted { .. } => "ServiceCredentialDeleted",
        Event::ServiceLinkedRoleCreated { .. } => "ServiceLinkedRoleCreated",
        Event::ServiceLinkedRoleDeletion { .. } => "ServiceLinkedRoleDeletion",
        Event::PolicyCreated { .. } => "PolicyCreated",
        Event::PolicyDeleted { .. } => "PolicyDeleted",
        Event::PolicyVersionCreated { .. } => "PolicyVersionCreated",
        Event::PolicyVersionDeleted { .. } => "PolicyVersionDeleted",
        Event::DefaultPolicyVersionSet { .. } => "DefaultPolicyVersionSet",
        Event::PolicyAttached { .. } => "PolicyAttached",
        Event::PolicyDetached { .. } => "PolicyDetached",
        Event::InlinePolicyPut { .. } => "InlinePolicyPut",
        Event::InlinePolicyDeleted { .. } => "InlinePolicyDeleted",
        Event::BoundaryPut { .. } => "BoundaryPut",
        Event::BoundaryDeleted { .. } => "BoundaryDeleted",
        Event::MfaDeviceCreated { .. } => "MfaDeviceCreated",
        Event::MfaDeviceDeleted { .. } => "MfaDeviceDeleted",
        Event::MfaDeviceEnabled { .. } => "MfaDeviceEnabled",
        Event::MfaDeviceResynced { .. } => "MfaDeviceResynced",
        Event::MfaDeviceDeactivated { .. } => "MfaDeviceDeactivated",
        Event::MfaCodeUsed { .. } => "MfaCodeUsed",
        Event::MfaCodeRefused { .. } => "MfaCodeRefused",
        Event::InstanceProfileCreated { .. } => "InstanceProfileCreated",
        Event::InstanceProfileDeleted { .. } => "InstanceProfileDeleted",
        Event::RoleAddedToInstanceProfile { .. } => "RoleAddedToInstanceProfile",
        Event::RoleRemovedFromInstanceProfile { .. } => "RoleRemovedFromInstanceProfile",
        Event::OidcProviderCreated { .. } => "OidcProviderCreated",
        Event::OidcProviderDeleted { .. } => "OidcProviderDeleted",
        Event::OidcClientIdAdded { .. } => "OidcClientIdAdded",
        Event::OidcClientIdRemoved { .. } => "OidcClientIdRemoved",
        Event::OidcThumbprintsSet { .. } => "OidcThumbprintsSet",
        Event::OutboundFederationEnabled { .. } => "OutboundFederationEnabled",
        Event::OutboundFederationDisabled {} => "OutboundFederationDisabled",
        Event::TokenKeyMade { .. } => "TokenKeyMade",
        Event::TokenKeysRetired {} => "TokenKeysRetired",
        Event::HardwareTokenAdded { .. } => "HardwareTokenAdded",
        Event::SecurityKeyAdded { .. } => "SecurityKeyAdded",
        Event::ServiceAdded { .. } => "ServiceAdded",
        Event::ServiceRemoved { .. } => "ServiceRemoved",
        Event::SamlProviderCreated { .. } => "SamlProviderCreated",
        Event::SamlProviderUpdated { .. } => "SamlProviderUpdated",
        Event::SamlProviderDeleted { .. } => "SamlProviderDeleted",
        Event::SamlAssertionUsed { .. } => "SamlAssertionUsed",
        Event::Organization(_) => "Organization",
        Event::ServerCertificateUploaded { .. } => "ServerCertificateUploaded",
        Event::ServerCertificateUpdated { .. } => "ServerCertificateUpdated",
        Event::ServerCertificateDeleted { .. } => "ServerCertificateDeleted",
        Event::SigningCertificateUploaded { .. } => "SigningCertificateUploaded",
        Event::SigningCertificateUpdated { .. } => "SigningCertificateUpdated",
        Event::SigningCertificateDeleted { .. } => "SigningCertificateDeleted",
        Event::SshPublicKeyUploaded { .. } => "SshPublicKeyUploaded",
        Event::SshPublicKeyUpdated { .. } => "SshPublicKeyUpdated",
        Event::SshPublicKeyDeleted { .. } => "SshPublicKeyDeleted",
        Event::Imported(_) => "Imported",
        Event::DelegationRequestCreated { .. } => "DelegationRequestCreated",
        Event::DelegationRequestChanged { .. } => "DelegationRequestChanged",
        Event::Tagged { .. } => "Tagged",
        Event::Untagged { .. } => "Untagged",
        Event::TagsSet { .. } => "TagsSet",
    }
}

/// As [`name`].
fn delegation_change_name(change: &DelegationChange) -> &'static str {
    match change {
        DelegationChange::Associated { .. } => "Associated",
        DelegationChange::Updated { .. } => "Updated",
        DelegationChange::Accepted { .. } => "Accepted",
        DelegationChange::Rejected { .. } => "Rejected",
        DelegationChange::TokenSent { .. } => "TokenSent",
        DelegationChange::TokenRedeemed {} => "TokenRedeemed",
    }
}

const DELEGATION_CHANGES: &[&str] = &[
    "Associated",
    "Updated",
    "Accepted",
    "Rejected",
    "TokenSent",
    "TokenRedeemed",
];

const EVENTS: &[&str] = &[
    "AccountCreated",
    "RootKeyCreated",
    "RootKeyDeleted",
    "AccessReportRequested",
    "OrganizationsReportRequested",
    "RootLoginProfileCreated",
    "RootLoginProfileDeleted",
    "GlobalTokenVersionSet",
    "CredentialReportGenerated",
    "AccountAliasSet",
    "AccountAliasDeleted",
    "AccountPropertiesPut",
    "UserCreated",
    "UserUpdated",
    "UserDeleted",
    "GroupCreated",
    "GroupUpdated",
    "GroupDeleted",
    "UserAddedToGroup",
    "UserRemovedFromGroup",
    "AccessKeyCreated",
    "AccessKeyUpdated",
    "AccessKeyDeleted",
    "PasswordPolicyPut",
    "PasswordPolicyDeleted",
    "LoginProfileCreated",
    "LoginProfileUpdated",
    "LoginProfileDeleted",
    "RoleCreated",
    "RoleUpdated",
    "TrustUpdated",
    "RoleDeleted",
    "ServiceCredentialCreated",
    "ServiceCredentialReset",
    "ServiceCredentialUpdated",
    "ServiceCredentialDeleted",
    "ServiceLinkedRoleCreated",
    "ServiceLinkedRoleDeletion",
    "PolicyCreated",
    "PolicyDeleted",
    "PolicyVersionCreated",
    "PolicyVersionDeleted",
    "DefaultPolicyVersionSet",
    "PolicyAttached",
    "PolicyDetached",
    "InlinePolicyPut",
    "InlinePolicyDeleted",
    "BoundaryPut",
    "BoundaryDeleted",
    "MfaDeviceCreated",
    "MfaDeviceDeleted",
    "MfaDeviceEnabled",
    "MfaDeviceResynced",
    "MfaDeviceDeactivated",
    "MfaCodeUsed",
    "MfaCodeRefused",
    "InstanceProfileCreated",
    "InstanceProfileDeleted",
    "RoleAddedToInstanceProfile",
    "RoleRemovedFromInstanceProfile",
    "OidcProviderCreated",
    "OidcProviderDeleted",
    "OidcClientIdAdded",
    "OidcClientIdRemoved",
    "OidcThumbprintsSet",
    "OutboundFederationEnabled",
    "OutboundFederationDisabled",
    "TokenKeyMade",
    "TokenKeysRetired",
    "HardwareTokenAdded",
    "SecurityKeyAdded",
    "ServiceAdded",
    "ServiceRemoved",
    "SamlProviderCreated",
    "SamlProviderUpdated",
    "SamlProviderDeleted",
    "SamlAssertionUsed",
    "Organization",
    "ServerCertificateUploaded",
    "ServerCertificateUpdated",
    "ServerCertificateDeleted",
    "SigningCertificateUploaded",
    "SigningCertificateUpdated",
    "SigningCertificateDeleted",
    "SshPublicKeyUploaded",
    "SshPublicKeyUpdated",
    "SshPublicKeyDeleted",
    "Imported",
    "DelegationRequestCreated",
    "DelegationRequestChanged",
    "Tagged",
    "Untagged",
    "TagsSet",
];

/// Stops compiling when a change of organizations is added: give it a golden record, and its name below.
fn change_name(change: &OrganizationChange) -> &'static str {
    match change {
        OrganizationChange::Created { .. } => "Created",
        OrganizationChange::Deleted => "Deleted",
        OrganizationChange::AllFeaturesEnabled => "AllFeaturesEnabled",
        OrganizationChange::PolicyTypeEnabled { .. } => "PolicyTypeEnabled",
        OrganizationChange::PolicyTypeDisabled { .. } => "PolicyTypeDisabled",
        OrganizationChange::UnitCreated { .. } => "UnitCreated",
        OrganizationChange::UnitRenamed { .. } => "UnitRenamed",
        OrganizationChange::UnitDeleted { .. } => "UnitDeleted",
        OrganizationChange::AccountRequested { .. } => "AccountRequested",
        OrganizationChange::AccountRefused { .. } => "AccountRefused",
        OrganizationChange::AccountJoined { .. } => "AccountJoined",
        OrganizationChange::AccountImported { .. } => "AccountImported",
        OrganizationChange::AccountMoved { .. } => "AccountMoved",
        OrganizationChange::AccountLeft { .. } => "AccountLeft",
        OrganizationChange::AccountClosed { .. } => "AccountClosed",
        OrganizationChange::AddressKept { .. } => "AddressKept",
        OrganizationChange::PolicyCreated { .. } => "PolicyCreated",
        OrganizationChange::PolicyUpdated { .. } => "PolicyUpdated",
        OrganizationChange::PolicyDeleted { .. } => "PolicyDeleted",
        OrganizationChange::PolicyAttached { .. } => "PolicyAttached",
        OrganizationChange::PolicyDetached { .. } => "PolicyDetached",
        OrganizationChange::Tagged { .. } => "Tagged",
        OrganizationChange::Untagged { .. } => "Untagged",
        OrganizationChange::HandshakeOpened { .. } => "HandshakeOpened",
        OrganizationChange::HandshakeEnded { .. } => "HandshakeEnded",
        OrganizationChange::HandshakeSent { .. } => "HandshakeSent",
        OrganizationChange::HandshakeAnswered { .. } => "HandshakeAnswered",
        OrganizationChange::ServiceEnabled { .. } => "ServiceEnabled",
        OrganizationChange::ServiceDisabled { .. } => "ServiceDisabled",
        OrganizationChange::AdministratorRegistered { .. } => "AdministratorRegistered",
        OrganizationChange::AdministratorDeregistered { .. } => "AdministratorDeregistered",
        OrganizationChange::ResourcePolicyPut { .. } => "ResourcePolicyPut",
        OrganizationChange::ResourcePolicyBound { .. } => "ResourcePolicyBound",
        OrganizationChange::ResourcePolicyDeleted => "ResourcePolicyDeleted",
        OrganizationChange::RootFeatureEnabled { .. } => "RootFeatureEnabled",
        OrganizationChange::RootFeatureDisabled { .. } => "RootFeatureDisabled",
    }
}

const CHANGES: &[&str] = &[
    "Created",
    "Deleted",
    "AllFeaturesEnabled",
    "PolicyTypeEnabled",
    "PolicyTypeDisabled",
    "UnitCreated",
    "UnitRenamed",
    "UnitDeleted",
    "AccountRequested",
    "AccountRefused",
    "AccountJoined",
    "AccountImported",
    "AccountMoved",
    "AccountLeft",
    "AccountClosed",
    "AddressKept",
    "PolicyCreated",
    "PolicyUpdated",
    "PolicyDeleted",
    "PolicyAttached",
    "PolicyDetached",
    "Tagged",
    "Untagged",
    "HandshakeOpened",
    "HandshakeEnded",
    "HandshakeSent",
    "HandshakeAnswered",
    "ServiceEnabled",
    "ServiceDisabled",
    "AdministratorRegistered",
    "AdministratorDeregistered",
    "ResourcePolicyPut",
    "ResourcePolicyBound",
    "ResourcePolicyDeleted",
    "RootFeatureEnabled",
    "RootFeatureDisabled",
];
