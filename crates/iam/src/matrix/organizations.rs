//! Every operation of Organizations asked by every persona, as a snapshot.

use super::cell;
use crate::operation::Service;
use crate::ops;
use crate::scenario::World;
use std::fmt::Write;

/// `management`: an administrator of the management account; `reader` may only read there, `none` nothing. `member`: an
/// administrator of a member account; `trustee`: of one that administers a service; `delegate`: of one to which the
/// organization's own policy gives its policies. `outside`: an administrator of an account without an organization.
const WORLD: &str = r#"
    root CreateOrganization -> set org=Organization.Id
    root ListRoots -> set root=Roots.1.Id
    root CreateUser UserName=management -> ok
    root PutUserPolicy UserName=management PolicyName=all PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}' -> ok
    root CreateAccessKey UserName=management -> as management
    root CreateUser UserName=reader -> ok
    root PutUserPolicy UserName=reader PolicyName=read PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["organizations:Describe*","organizations:List*"],"Resource":"*"}}' -> ok
    root CreateAccessKey UserName=reader -> as reader
    root CreateUser UserName=none -> ok
    root CreateAccessKey UserName=none -> as none
    root organizations:CreateAccount AccountName=member Email=member@example.com -> set car=CreateAccountStatus.Id
    root organizations:CreateAccount AccountName=trustee Email=trustee@example.com -> set cart=CreateAccountStatus.Id
    root organizations:CreateAccount AccountName=delegate Email=delegate@example.com -> set card=CreateAccountStatus.Id
    clock +345600
    root DescribeCreateAccountStatus CreateAccountRequestId=$car -> set member=CreateAccountStatus.AccountId
    root DescribeCreateAccountStatus CreateAccountRequestId=$cart -> set trustee=CreateAccountStatus.AccountId
    root DescribeCreateAccountStatus CreateAccountRequestId=$card -> set delegate=CreateAccountStatus.AccountId
    management AssumeRole RoleArn=arn:aws:iam::$member:role/OrganizationAccountAccessRole RoleSessionName=s1 -> as member
    management AssumeRole RoleArn=arn:aws:iam::$trustee:role/OrganizationAccountAccessRole RoleSessionName=s1 -> as trustee
    management AssumeRole RoleArn=arn:aws:iam::$delegate:role/OrganizationAccountAccessRole RoleSessionName=s1 -> as delegate
    root EnableAWSServiceAccess ServicePrincipal=access-analyzer.amazonaws.com -> ok
    root RegisterDelegatedAdministrator AccountId=$trustee ServicePrincipal=access-analyzer.amazonaws.com -> ok
    root PutResourcePolicy Content='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"$delegate"},"Action":["organizations:ListPolicies","organizations:CreatePolicy","organizations:AttachPolicy"],"Resource":"*"}}' -> ok
    root CreateOrganizationalUnit ParentId=$root Name=prod -> set ou=OrganizationalUnit.Id
    root organizations:CreatePolicy Name=guard Description= Type=SERVICE_CONTROL_POLICY Content='{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}' -> set policy=Policy.PolicySummary.Id
    root portcullis:CreateAccount AccountId=222222222222 -> as outside
    root InviteAccountToOrganization Target={"Id":"222222222222","Type":"ACCOUNT"} -> set handshake=Handshake.Id
"#;

const PERSONAS: &[&str] = &[
    "management",
    "reader",
    "none",
    "member",
    "trustee",
    "delegate",
    "outside",
    "nobody",
];

/// What each operation is asked with.
const CALLS: &[(&str, &str)] = &[
    ("AcceptHandshake", "HandshakeId=$handshake"),
    ("AttachPolicy", "PolicyId=$policy TargetId=$ou"),
    ("CancelHandshake", "HandshakeId=$handshake"),
    ("CloseAccount", "AccountId=$member"),
    ("CreateAccount", "AccountName=new Email=new@example.com"),
    (
        "CreateGovCloudAccount",
        "AccountName=new Email=new@example.com",
    ),
    ("CreateOrganization", ""),
    ("CreateOrganizationalUnit", "ParentId=$root Name=new"),
    (
        "CreatePolicy",
        r#"Name=new Description= Type=SERVICE_CONTROL_POLICY Content='{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}'"#,
    ),
    ("DeclineHandshake", "HandshakeId=$handshake"),
    ("DeleteOrganization", ""),
    ("DeleteOrganizationalUnit", "OrganizationalUnitId=$ou"),
    ("DeletePolicy", "PolicyId=$policy"),
    ("DeleteResourcePolicy", ""),
    (
        "DeregisterDelegatedAdministrator",
        "AccountId=$trustee ServicePrincipal=access-analyzer.amazonaws.com",
    ),
    ("DescribeAccount", "AccountId=$member"),
    ("DescribeCreateAccountStatus", "CreateAccountRequestId=$car"),
    (
        "DescribeEffectivePolicy",
        "PolicyType=TAG_POLICY TargetId=$member",
    ),
    ("DescribeHandshake", "HandshakeId=$handshake"),
    ("DescribeOrganization", ""),
    ("DescribeOrganizationalUnit", "OrganizationalUnitId=$ou"),
    ("DescribePolicy", "PolicyId=$policy"),
    ("DescribeResourcePolicy", ""),
    ("DescribeResponsibilityTransfer", "Id=rt-12345678"),
    ("DetachPolicy", "PolicyId=p-FullAWSAccess TargetId=$ou"),
    (
        "DisableAWSServiceAccess",
        "ServicePrincipal=access-analyzer.amazonaws.com",
    ),
    (
        "DisablePolicyType",
        "RootId=$root PolicyType=SERVICE_CONTROL_POLICY",
    ),
    (
        "EnableAWSServiceAccess",
        "ServicePrincipal=config.amazonaws.com",
    ),
    ("EnableAllFeatures", ""),
    (
        "EnablePolicyType",
        "RootId=$root PolicyType=RESOURCE_CONTROL_POLICY",
    ),
    (
        "InviteAccountToOrganization",
        r#"Target={"Id":"222222222222","Type":"ACCOUNT"}"#,
    ),
    (
        "InviteOrganizationToTransferResponsibility",
        r#"Type=BILLING Target={"Id":"222222222222","Type":"ACCOUNT"} StartTimestamp=0 SourceName=n"#,
    ),
    ("LeaveOrganization", ""),
    ("ListAWSServiceAccessForOrganization", ""),
    ("ListAccounts", ""),
    ("ListAccountsForParent", "ParentId=$root"),
    (
        "ListAccountsWithInvalidEffectivePolicy",
        "PolicyType=TAG_POLICY",
    ),
    ("ListChildren", "ParentId=$root ChildType=ACCOUNT"),
    ("ListCreateAccountStatus", ""),
    ("ListDelegatedAdministrators", ""),
    ("ListDelegatedServicesForAccount", "AccountId=$trustee"),
    (
        "ListEffectivePolicyValidationErrors",
        "AccountId=$member PolicyType=TAG_POLICY",
    ),
    ("ListHandshakesForAccount", ""),
    ("ListHandshakesForOrganization", ""),
    ("ListInboundResponsibilityTransfers", "Type=BILLING"),
    ("ListOrganizationalUnitsForParent", "ParentId=$root"),
    ("ListOutboundResponsibilityTransfers", "Type=BILLING"),
    ("ListParents", "ChildId=$ou"),
    ("ListPolicies", "Filter=SERVICE_CONTROL_POLICY"),
    (
        "ListPoliciesForTarget",
        "TargetId=$ou Filter=SERVICE_CONTROL_POLICY",
    ),
    ("ListRoots", ""),
    ("ListTagsForResource", "ResourceId=$ou"),
    ("ListTargetsForPolicy", "PolicyId=$policy"),
    (
        "MoveAccount",
        "AccountId=$member SourceParentId=$root DestinationParentId=$ou",
    ),
    (
        "PutResourcePolicy",
        r#"Content='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"organizations:List*","Resource":"*"}}'"#,
    ),
    (
        "RegisterDelegatedAdministrator",
        "AccountId=$member ServicePrincipal=access-analyzer.amazonaws.com",
    ),
    ("RemoveAccountFromOrganization", "AccountId=$member"),
    (
        "TagResource",
        r#"ResourceId=$ou Tags=[{"Key":"a","Value":"b"}]"#,
    ),
    ("TerminateResponsibilityTransfer", "Id=rt-12345678"),
    ("UntagResource", r#"ResourceId=$ou TagKeys=["a"]"#),
    (
        "UpdateOrganizationalUnit",
        "OrganizationalUnitId=$ou Name=live",
    ),
    ("UpdatePolicy", "PolicyId=$policy Name=rail"),
    ("UpdateResponsibilityTransfer", "Id=rt-12345678 Name=n"),
];

#[test]
fn every_operation_of_organizations_answers_every_persona_as_the_snapshot_says() {
    let mut world = World::new();
    world.run(None, WORLD);
    let mut table = format!("{:<44}", "operation");
    for persona in PERSONAS {
        write!(table, "{persona:<12}").unwrap();
    }
    let rows = ops::rows_by_name().into_iter();
    for (service, row) in rows.filter(|(service, _)| *service == Service::Organizations) {
        let params = CALLS.iter().find(|(name, _)| *name == row.name);
        let (_, params) = params.unwrap_or_else(|| panic!("{} is not in the matrix", row.name));
        write!(table, "\n{:<44}", row.name).unwrap();
        for persona in PERSONAS {
            let reply = world.probe(service, persona, row.name, params);
            write!(table, "{:<12}", cell(persona, row.name, &reply)).unwrap();
        }
    }
    let lines: Vec<&str> = table.lines().map(str::trim_end).collect();
    insta::assert_snapshot!("organizations_matrix", lines.join("\n"));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]

    /// Whatever is called in whatever order, a replay of the records comes to the same state.
    #[test]
    fn calls_of_organizations_in_any_order_replay_exactly(order: Vec<(proptest::sample::Index, proptest::sample::Index)>) {
        let mut world = World::new();
        world.run(None, WORLD);
        for (call, persona) in order {
            let (action, params) = call.get(CALLS);
            let who = persona.get(&["management", "member", "delegate", "outside"]);
            world.replay_after(who, &format!("organizations:{action}"), params);
        }
    }
}
