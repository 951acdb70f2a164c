//! The examples of all operations, and every scenario file.

use super::*;

#[test]
fn the_example_of_every_operation_holds() {
    let mut failed = Vec::new();
    for (service, row) in ops::rows() {
        assert!(
            row.example
                .lines()
                .any(|line| line.contains(&format!(" {} ", row.name))),
            "{} shows no call of its own",
            row.name
        );
        let run = || World::new().run(example_service(service), row.example);
        if std::panic::catch_unwind(run).is_err() {
            failed.push(row.name);
        }
    }
    assert!(failed.is_empty(), "examples that do not hold: {failed:?}");
}

/// Examples of our own service and of Organizations call it, unless `iam:` or `sts:` stands before the action; those of AWS's services may set the scene with any of them.
fn example_service(service: Service) -> Option<Service> {
    matches!(service, Service::Organizations | Service::Portcullis).then_some(service)
}

#[test]
fn every_table_is_sorted_and_names_operations_of_the_model() {
    for (service, table) in ops::TABLES {
        assert!(table.is_sorted_by_key(|row| row.name), "{service:?}");
        for row in *table {
            let known =
                ops::model(*service).is_none_or(|model| model.operation(row.name).is_some());
            assert!(known, "{} is not an operation of {service:?}", row.name);
        }
    }
}

macro_rules! scenarios {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            World::new().run(None, include_str!(concat!("../../scenarios/", stringify!($name), ".txt")));
        })*
    };
}

// One line a file of `crates/iam/scenarios`.
scenarios! {
    a_boundary_administrator_can_neither_skip_nor_remove_the_boundary
    a_data_perimeter_guards_roles_by_their_owner
    a_delegation_lends_what_the_approver_has
    a_delegation_request_from_asking_to_use
    a_deleted_users_trust_does_not_pass_to_a_new_user
    a_device_with_a_wrong_clock_is_learned
    a_federated_user_has_what_both_policies_allow
    a_group_grants_to_its_members_from_joining_to_leaving
    a_hardware_token_proves_its_user_as_a_virtual_device_does
    a_one_time_code_is_taken_once
    a_password_is_held_against_the_accounts_policy
    a_policys_default_version_is_in_force_at_once
    a_policys_versions_come_and_go
    a_proven_session_may_call_iam
    a_provided_context_needs_permission_and_cannot_be_opened
    a_rename_needs_permission_on_both_names
    a_resources_organization_is_seen_by_policies
    a_role_asks_for_mfa_when_it_is_assumed
    a_role_from_creation_to_deletion
    a_role_is_assumed_by_its_whole_arn
    a_root_of_a_member_account_is_bound
    a_saml_provider_from_creation_to_deletion
    a_saml_session_is_what_the_assertion_says
    a_role_is_passed_by_permission_and_taken_by_trust
    a_security_key_is_listed_and_counted_and_proves_nobody
    a_server_certificate_from_upload_to_deletion
    a_service_assumes_the_roles_that_trust_it
    a_service_credential_from_creation_to_deletion
    a_service_linked_role_is_its_services_own
    a_third_party_needs_both_halves_and_the_external_id
    a_user_from_creation_to_deletion
    a_user_has_eight_mfa_devices_at_most
    a_user_has_fifty_tags_at_most
    a_user_is_in_ten_groups_at_most
    a_users_signing_certificates_and_ssh_keys
    a_web_identity_is_who_its_issuer_says
    a_web_identitys_tags_need_permission
    access_keys_are_rotated_by_their_owner
    across_accounts_no_reason_is_told
    an_account_is_shown_whole
    an_account_keeps_its_address
    an_account_issues_tokens_for_systems_outside
    an_accounts_alias_is_its_own
    an_instance_profile_from_creation_to_deletion
    an_mfa_device_from_creation_to_deletion
    an_openid_connect_provider_from_creation_to_deletion
    an_organization_binds_services_by_resource_control_policies_alone
    an_organization_from_creation_to_deletion
    an_organizations_policy_means_the_users_that_it_named
    aws_managed_policies_are_listed_and_never_changed
    aws_managed_policies_grant_and_bound
    boundaries_and_groups_bind_sessions_at_once
    context_keys_follow_from_the_caller_and_not_from_parameters
    delegated_administrators_stay_within_their_conditions
    empty_lists_are_taken_as_clients_send_them
    delegation_requests_expire_by_the_clock
    every_account_of_an_organization_has_its_role
    every_level_of_an_organization_must_allow
    get_session_token_is_the_same_principal_with_less
    guard_rails_of_an_organization
    mfa_is_seen_by_kind_of_credential
    names_and_tag_keys_are_one_in_any_case
    names_have_the_letters_and_lengths_that_aws_documents
    nine_codes_are_tried_in_three_minutes
    only_those_who_see_to_roots_become_them
    quotas_are_held_and_told
    permission_comes_before_what_a_role_allows
    resource_control_policies_bind_whom_providers_vouch_for
    roles_and_policies_carry_tags_and_boundaries
    saml_lets_in_whom_the_provider_names
    session_tags_need_permission_and_travel_when_transitive
    sessions_live_by_the_policies_of_now
    simulations_tell_what_would_be_decided
    sts_refuses_with_codes_and_statuses_of_its_own
    tags_decide_who_may_be_made_and_changed
    ten_managed_policies_are_attached_at_most
    ten_scps_and_five_rcps_are_attached_to_one_place
    the_root_has_mfa_devices_of_its_own
    the_root_of_a_member_account_is_seen_to_from_outside
    the_root_rotates_its_own_keys
    trust_policies_see_what_saml_says
    web_identity_tokens_that_are_not_believed
    what_a_call_passes_is_seen_by_both_sides
    what_an_organization_uses_is_reported
    what_changes_nothing_appends_nothing
    what_each_credential_may_call
    who_may_assume_nothing_learns_of_no_role
    who_uses_a_policy_is_listed_in_pages
    what_a_simulation_may_be_asked
    whoever_asks_is_told_his_id_and_account
    whoever_is_vouched_for_stays_within_both
}

#[test]
fn a_sessions_key_is_known_only_with_its_token() {
    let mut world = World::new();
    world.run(None, "root GetSessionToken -> as session");
    let known =
        |id: &str, token: Option<&str>| world.state.knows_credentials(&world.keys, id, token);
    let session = &world.people["session"];
    assert!(known(&session.id, session.token.as_deref()));
    assert!(!known(&session.id, None));
    assert!(!known(&session.id, Some("bm90IGEgdG9rZW4")));
    assert!(known(ROOT.0, None));
    assert!(!known("AKIAQQQQQQQQQQQQQQQQ", None));
}

#[test]
fn an_assertion_is_good_once_where_the_operator_wants_that() {
    let mut world = World::new();
    world.settings.single_use_assertions = true;
    world.run(
        None,
        include_str!(
            "../../scenarios/once/an_assertion_is_good_once_where_the_operator_wants_that.txt"
        ),
    );
}

/// 12.4-12: what is counted, and where one beyond is refused.
#[test]
fn versions_of_policies_in_use_are_limited_where_they_grow() {
    let mut world = World::new();
    world.settings.quotas.policy_versions_in_use.limit = 3;
    let document = r#"'{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'"#;
    let script = r#"
        root CreateUser UserName=Ann -> ok
        root CreateUser UserName=Bob -> ok
        root CreatePolicy PolicyName=One PolicyDocument=$D -> set one=CreatePolicyResult.Policy.Arn
        root CreatePolicyVersion PolicyArn=$one PolicyDocument=$D -> ok
        root AttachUserPolicy UserName=Ann PolicyArn=arn:aws:iam::aws:policy/ReadOnlyAccess -> ok
        # Three: what is in use already does not grow.
        root AttachUserPolicy UserName=Bob PolicyArn=arn:aws:iam::aws:policy/ReadOnlyAccess -> ok
        root AttachUserPolicy UserName=Ann PolicyArn=$one -> ok
        root AttachUserPolicy UserName=Ann PolicyArn=arn:aws:iam::aws:policy/SecurityAudit -> 409 LimitExceeded Cannot exceed quota for PolicyVersionsInUse: 3
        root CreatePolicy PolicyName=Two PolicyDocument=$D -> 409 LimitExceeded Cannot exceed quota for PolicyVersionsInUse: 3
        root CreatePolicyVersion PolicyArn=$one PolicyDocument=$D -> 409 LimitExceeded Cannot exceed quota for PolicyVersionsInUse: 3
        # Used as a boundary as well, it is in use until both are gone.
        root PutUserPermissionsBoundary UserName=Bob PermissionsBoundary=arn:aws:iam::aws:policy/ReadOnlyAccess -> ok
        root DetachUserPolicy UserName=Ann PolicyArn=arn:aws:iam::aws:policy/ReadOnlyAccess -> ok
        root DetachUserPolicy UserName=Bob PolicyArn=arn:aws:iam::aws:policy/ReadOnlyAccess -> ok
        root AttachUserPolicy UserName=Ann PolicyArn=arn:aws:iam::aws:policy/SecurityAudit -> 409 LimitExceeded
        root DeleteUserPermissionsBoundary UserName=Bob -> ok
        root AttachUserPolicy UserName=Ann PolicyArn=arn:aws:iam::aws:policy/SecurityAudit -> ok
        root DeletePolicyVersion PolicyArn=$one VersionId=v2 -> ok
        root CreatePolicy PolicyName=Two PolicyDocument=$D -> ok
    "#;
    world.run(None, &script.replace("$D", document));
}

/// The prefixes that can be seen (12.1-1, 12.1-2, 12.1-3; of 12.1-4 the instance profile's, of 12.1-5 the server certificate's and
/// the public key's, of 12.1-6 that of a credential for one service), the lengths and letters of I-1, the account of I-2 and the
/// secrets of I-3.
#[test]
fn every_id_says_what_it_names_and_in_which_account() {
    let mut world = World::new();
    // An even account and an odd one.
    world.run(
        None,
        "root CreateAccount AccountId=999999999999 -> as other",
    );
    let lines = r#"
        WHO CreateUser UserName=Bob -> set user=CreateUserResult.User.UserId
        WHO CreateAccessKey UserName=Bob -> set key=CreateAccessKeyResult.AccessKey.AccessKeyId & set secret=CreateAccessKeyResult.AccessKey.SecretAccessKey
        WHO CreateRole RoleName=App AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}' -> set role=CreateRoleResult.Role.RoleId
        WHO GetSessionToken -> set temporary=GetSessionTokenResult.Credentials.AccessKeyId & set passing=GetSessionTokenResult.Credentials.SecretAccessKey
        WHO CreateGroup GroupName=Readers -> set group=CreateGroupResult.Group.GroupId
        WHO CreatePolicy PolicyName=Read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}' -> set policy=CreatePolicyResult.Policy.PolicyId
        WHO CreateInstanceProfile InstanceProfileName=Web -> set profile=CreateInstanceProfileResult.InstanceProfile.InstanceProfileId
        WHO UploadServerCertificate ServerCertificateName=web CertificateBody=$rsacert PrivateKey=$rsakey -> set certificate=UploadServerCertificateResult.ServerCertificateMetadata.ServerCertificateId
        WHO UploadSSHPublicKey UserName=Bob SSHPublicKeyBody=$sshkey -> set ssh=UploadSSHPublicKeyResult.SSHPublicKey.SSHPublicKeyId
        WHO CreateServiceSpecificCredential UserName=Bob ServiceName=codecommit.amazonaws.com -> set credential=CreateServiceSpecificCredentialResult.ServiceSpecificCredential.ServiceSpecificCredentialId
    "#;
    let ids = [
        ("user", "AIDA", 21),
        ("key", "AKIA", 20),
        ("role", "AROA", 21),
        ("temporary", "ASIA", 20),
        ("group", "AGPA", 21),
        ("policy", "ANPA", 21),
        ("profile", "AIPA", 21),
        ("certificate", "ASCA", 21),
        ("ssh", "APKA", 20),
        ("credential", "ACCA", 21),
    ];
    for (who, account) in [("root", "123456789012"), ("other", "999999999999")] {
        world.run(None, &lines.replace("WHO", who));
        for (name, prefix, length) in ids {
            let id = world.variable(name);
            assert!(id.starts_with(prefix), "{name}: {id}");
            assert_eq!(id.len(), length, "{name}: {id}");
            let mut letters = id[4..].bytes();
            assert!(letters.all(|letter| matches!(letter, b'A'..=b'Z' | b'2'..=b'7')));
            let encoded = crate::account_of_id(id).unwrap();
            assert_eq!(encoded.to_string(), account, "{name}: {id}");
        }
        for name in ["secret", "passing"] {
            let secret = world.variable(name);
            assert_eq!(secret.len(), 40, "{name}");
            let base64 = |letter: char| letter.is_ascii_alphanumeric() || "+/".contains(letter);
            assert!(secret.chars().all(base64), "{name}");
        }
    }
}

/// I-4: of everything that is made again under its name, in every kind of id.
#[test]
fn no_id_is_given_twice() {
    let mut world = World::new();
    let lines = r#"
        root CreateUser UserName=Bob -> set user=CreateUserResult.User.UserId
        root CreateAccessKey UserName=Bob -> set key=CreateAccessKeyResult.AccessKey.AccessKeyId
        root UploadSSHPublicKey UserName=Bob SSHPublicKeyBody=$sshkey -> set ssh=UploadSSHPublicKeyResult.SSHPublicKey.SSHPublicKeyId
        root CreateServiceSpecificCredential UserName=Bob ServiceName=codecommit.amazonaws.com -> set credential=CreateServiceSpecificCredentialResult.ServiceSpecificCredential.ServiceSpecificCredentialId
        root CreateRole RoleName=App AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}' -> set role=CreateRoleResult.Role.RoleId
        root CreateGroup GroupName=Readers -> set group=CreateGroupResult.Group.GroupId
        root CreatePolicy PolicyName=Read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}' -> set policy=CreatePolicyResult.Policy.PolicyId
        root CreateInstanceProfile InstanceProfileName=Web -> set profile=CreateInstanceProfileResult.InstanceProfile.InstanceProfileId
        root UploadServerCertificate ServerCertificateName=web CertificateBody=$rsacert PrivateKey=$rsakey -> set certificate=UploadServerCertificateResult.ServerCertificateMetadata.ServerCertificateId
        root DeleteAccessKey UserName=Bob AccessKeyId=$key -> ok
        root DeleteSSHPublicKey UserName=Bob SSHPublicKeyId=$ssh -> ok
        root DeleteServiceSpecificCredential UserName=Bob ServiceSpecificCredentialId=$credential -> ok
        root DeleteUser UserName=Bob -> ok
        root DeleteRole RoleName=App -> ok
        root DeleteGroup GroupName=Readers -> ok
        root DeletePolicy PolicyArn=arn:aws:iam::123456789012:policy/Read -> ok
        root DeleteInstanceProfile InstanceProfileName=Web -> ok
        root DeleteServerCertificate ServerCertificateName=web -> ok
    "#;
    let names = [
        "user",
        "key",
        "ssh",
        "credential",
        "role",
        "group",
        "policy",
        "profile",
        "certificate",
    ];
    let mut ids = std::collections::BTreeSet::new();
    for _ in 0..3 {
        world.run(None, lines);
        for name in names {
            assert!(ids.insert(world.variable(name).to_owned()), "{name}");
        }
    }
}
