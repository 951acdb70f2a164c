//! Who may assume which role across accounts: identity, boundary, session and service control policies of the caller's side by the
//! role's trust and the resource control policies of its account, as a snapshot.

use crate::operation::Service;
use crate::scenario::World;
use std::fmt::Write;

/// `near` and `target` are accounts of one organization, each in a unit of its own; `far` is outside. In both of the callers' accounts
/// `allowed` may everything, `silent` nothing, `bounded` everything within a boundary of S3, and `narrow` is a session of a role
/// that may everything, under a session policy of S3.
const WORLD: &str = r#"
    root CreateOrganization -> set org=Organization.Id
    root ListRoots -> set root=Roots.1.Id
    root EnablePolicyType RootId=$root PolicyType=RESOURCE_CONTROL_POLICY -> ok
    root CreateUser UserName=Ann -> ok
    root PutUserPolicy UserName=Ann PolicyName=all PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}' -> ok
    root CreateAccessKey UserName=Ann -> as ann
    root organizations:CreateAccount AccountName=near Email=near@example.com -> set carn=CreateAccountStatus.Id
    root organizations:CreateAccount AccountName=target Email=target@example.com -> set cart=CreateAccountStatus.Id
    clock +5
    root DescribeCreateAccountStatus CreateAccountRequestId=$carn -> set near=CreateAccountStatus.AccountId
    root DescribeCreateAccountStatus CreateAccountRequestId=$cart -> set target=CreateAccountStatus.AccountId
    root CreateOrganizationalUnit ParentId=$root Name=callers -> set ounear=OrganizationalUnit.Id
    root CreateOrganizationalUnit ParentId=$root Name=owners -> set outarget=OrganizationalUnit.Id
    root organizations:MoveAccount AccountId=$near SourceParentId=$root DestinationParentId=$ounear -> ok
    root organizations:MoveAccount AccountId=$target SourceParentId=$root DestinationParentId=$outarget -> ok
    root organizations:CreatePolicy Name=scp Description= Type=SERVICE_CONTROL_POLICY Content='{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"sts:AssumeRole","Resource":"arn:aws:iam::$target:role/*"}}' -> set scp=Policy.PolicySummary.Id
    root organizations:CreatePolicy Name=rcp Description= Type=RESOURCE_CONTROL_POLICY Content='{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole","Resource":"*","Condition":{"StringNotEqualsIfExists":{"aws:PrincipalOrgID":"$org"}}}}' -> set rcp=Policy.PolicySummary.Id
    ann AssumeRole RoleArn=arn:aws:iam::$near:role/OrganizationAccountAccessRole RoleSessionName=setup -> as nearadmin
    ann AssumeRole RoleArn=arn:aws:iam::$target:role/OrganizationAccountAccessRole RoleSessionName=setup -> as targetadmin
    root portcullis:CreateAccount AccountId=222222222222 -> as faradmin
"#;

/// The callers of one account.
const CALLERS: &str = r#"
    $admin iam:CreatePolicy PolicyName=S3 PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}' -> ok
    $admin CreateUser UserName=allowed -> ok
    $admin PutUserPolicy UserName=allowed PolicyName=all PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}' -> ok
    $admin CreateAccessKey UserName=allowed -> as $where-allowed
    $admin CreateUser UserName=silent -> ok
    $admin CreateAccessKey UserName=silent -> as $where-silent
    $admin CreateUser UserName=bounded PermissionsBoundary=arn:aws:iam::$account:policy/S3 -> ok
    $admin PutUserPolicy UserName=bounded PolicyName=all PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}' -> ok
    $admin CreateAccessKey UserName=bounded -> as $where-bounded
    $admin CreateRole RoleName=narrow AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"$account"},"Action":"sts:AssumeRole"}}' -> ok
    $admin PutRolePolicy RoleName=narrow PolicyName=all PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}' -> ok
    $where-allowed AssumeRole RoleArn=arn:aws:iam::$account:role/narrow RoleSessionName=s1 Policy='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}' -> as $where-narrow
"#;

/// Roles of `target`, by whom they trust: the callers' accounts, each caller by name, whoever is of the organization, nobody here.
const ROLES: &str = r#"
    targetadmin CreateRole RoleName=accounts AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":["$near","222222222222"]},"Action":"sts:AssumeRole"}}' -> ok
    targetadmin CreateRole RoleName=callers AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::$near:user/allowed","arn:aws:iam::$near:user/silent","arn:aws:iam::$near:user/bounded","arn:aws:sts::$near:assumed-role/narrow/s1","arn:aws:iam::222222222222:user/allowed","arn:aws:iam::222222222222:user/silent","arn:aws:iam::222222222222:user/bounded","arn:aws:sts::222222222222:assumed-role/narrow/s1"]},"Action":"sts:AssumeRole"}}' -> ok
    targetadmin CreateRole RoleName=organization AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:PrincipalOrgID":"$org"}}}}' -> ok
    targetadmin CreateRole RoleName=service AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}}' -> ok
"#;

/// What a refusal blames, in a word.
fn blamed(message: &str) -> &'static str {
    let words = [
        ("service control policy", "scp"),
        ("resource control policy", "rcp"),
        ("role trust policy", "trust"),
        ("identity-based policy", "identity"),
        ("permissions boundary", "boundary"),
        ("session policy", "session"),
    ];
    let found = words.iter().find(|(words, _)| message.contains(words));
    found.map_or("no", |(_, word)| word)
}

#[test]
fn who_assumes_which_role_across_accounts_is_as_the_snapshot_says() {
    let mut world = World::new();
    world.run(None, WORLD);
    let near = world.variable("near").to_owned();
    for (place, account) in [("near", near.as_str()), ("far", "222222222222")] {
        let lines = CALLERS
            .replace("$admin", &format!("{place}admin"))
            .replace("$account", account)
            .replace("$where", place);
        world.run(None, &lines);
    }
    world.run(None, ROLES);
    let mut table = format!("{:<22}", "policies, caller");
    for role in ["accounts", "callers", "organization", "service"] {
        write!(table, "{role:<14}").unwrap();
    }
    let steps = [
        ("none", ""),
        (
            "scp",
            "root AttachPolicy PolicyId=$scp TargetId=$ounear -> ok",
        ),
        (
            "scp+rcp",
            "root AttachPolicy PolicyId=$rcp TargetId=$outarget -> ok",
        ),
        (
            "rcp",
            "root DetachPolicy PolicyId=$scp TargetId=$ounear -> ok",
        ),
    ];
    for (policies, step) in steps {
        world.run(None, step);
        for place in ["near", "far"] {
            for caller in ["allowed", "silent", "bounded", "narrow"] {
                let who = format!("{place}-{caller}");
                write!(table, "\n{:<22}", format!("{policies} {who}")).unwrap();
                for role in ["accounts", "callers", "organization", "service"] {
                    let params =
                        format!("RoleArn=arn:aws:iam::$target:role/{role} RoleSessionName=s1");
                    let reply = world.probe(Service::Sts, &who, "AssumeRole", &params);
                    let cell = if reply.status == 200 {
                        "yes"
                    } else {
                        blamed(&reply.body)
                    };
                    write!(table, "{cell:<14}").unwrap();
                }
            }
        }
    }
    let lines: Vec<&str> = table.lines().map(str::trim_end).collect();
    insta::assert_snapshot!("cross_account", lines.join("\n"));
}
