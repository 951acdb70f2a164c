use super::{Reply, World, account, export, import};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const MANAGEMENT: &str = "000000000001";

/// A folder of a management account, a unit in a unit, and two members, one of which has a listing.
fn folder() -> BTreeMap<String, Value> {
    let member = |id: &str, name: &str, method: &str| json!({"Id": id, "Arn": format!("arn:aws:organizations::{MANAGEMENT}:account/o-abcdefghij/{id}"), "Email": format!("{name}@example.com"), "Name": name, "Status": "ACTIVE", "JoinedMethod": method, "JoinedTimestamp": "2020-01-02T03:04:05.123000+00:00"});
    let unit = |id: &str, name: &str| json!({"Id": id, "Arn": format!("arn:aws:organizations::{MANAGEMENT}:ou/o-abcdefghij/{id}"), "Name": name});
    let scp = |id: &str, name: &str, aws: bool| {
        let owner = if aws {
            "aws:policy/service_control_policy".to_owned()
        } else {
            format!("{MANAGEMENT}:policy/o-abcdefghij/service_control_policy")
        };
        json!({"Id": id, "Arn": format!("arn:aws:organizations::{owner}/{id}"), "Name": name, "Description": "", "Type": "SERVICE_CONTROL_POLICY", "AwsManaged": aws})
    };
    let content = r#"{ "Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:CreateUser","Resource":"*"}]}"#;
    let targets = |ids: &[&str]| -> Value {
        json!({"Targets": ids.iter().map(|id| json!({"TargetId": id})).collect::<Vec<_>>()})
    };
    let everywhere = [
        "r-abcd",
        "ou-abcd-11111111",
        "ou-abcd-22222222",
        MANAGEMENT,
        "111111111111",
        "333333333333",
    ];
    [
        ("describe-organization.json", json!({"Organization": {"Id": "o-abcdefghij", "Arn": format!("arn:aws:organizations::{MANAGEMENT}:organization/o-abcdefghij"), "FeatureSet": "ALL", "MasterAccountArn": "x", "MasterAccountId": MANAGEMENT, "MasterAccountEmail": "m@example.com", "AvailablePolicyTypes": []}})),
        ("list-roots.json", json!({"Roots": [{"Id": "r-abcd", "Arn": "x", "Name": "Root", "PolicyTypes": [{"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}]}]})),
        ("list-organizational-units-for-parent/r-abcd.json", json!({"OrganizationalUnits": [unit("ou-abcd-11111111", "work")]})),
        ("list-organizational-units-for-parent/ou-abcd-11111111.json", json!({"OrganizationalUnits": [unit("ou-abcd-22222222", "prod")]})),
        ("list-organizational-units-for-parent/ou-abcd-22222222.json", json!({"OrganizationalUnits": []})),
        ("list-accounts-for-parent/r-abcd.json", json!({"Accounts": [member(MANAGEMENT, "manager", "INVITED")]})),
        ("list-accounts-for-parent/ou-abcd-11111111.json", json!({"Accounts": [member("333333333333", "empty", "CREATED")]})),
        ("list-accounts-for-parent/ou-abcd-22222222.json", json!({"Accounts": [member("111111111111", "work", "CREATED")]})),
        ("list-policies/SERVICE_CONTROL_POLICY.json", json!({"Policies": [scp("p-FullAWSAccess", "FullAWSAccess", true), scp("p-12345678", "no-users", false)]})),
        ("describe-policy/p-FullAWSAccess.json", json!({"Policy": {"PolicySummary": scp("p-FullAWSAccess", "FullAWSAccess", true), "Content": "{}"}})),
        ("describe-policy/p-12345678.json", json!({"Policy": {"PolicySummary": scp("p-12345678", "no-users", false), "Content": content}})),
        ("list-targets-for-policy/p-FullAWSAccess.json", targets(&everywhere)),
        ("list-targets-for-policy/p-12345678.json", targets(&["ou-abcd-22222222"])),
        ("list-tags-for-resource/ou-abcd-22222222.json", json!({"Tags": [{"Key": "stage", "Value": "prod"}]})),
        ("get-account-authorization-details/111111111111.json", account()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

fn import_folder(world: &mut World, folder: &BTreeMap<String, Value>) -> Reply {
    let files: Vec<(&str, String)> = folder
        .iter()
        .map(|(name, value)| (name.as_str(), value.to_string()))
        .collect();
    import(world, &files, &[("Folder", "true")])
}

#[test]
fn an_organization_comes_in_with_its_accounts_and_binds_them() {
    let mut world = World::new();
    let reply = import_folder(&mut world, &folder());
    assert_eq!(reply.status, 200, "{}", reply.body);
    world.check_replay("after the import");
    assert_eq!(export(&mut world, "111111111111"), account());
    let part = |name: &str| {
        let (_, rest) = reply.body.split_once(&format!("<{name}>")).unwrap();
        rest.split_once('<').unwrap().0.to_owned()
    };
    // Members have no root key; the management account's root has one.
    assert_eq!(
        reply.body.matches("<SecretAccessKey>").count(),
        1,
        "{}",
        reply.body
    );
    world.person("manager", &part("AccessKeyId"), &part("SecretAccessKey"));
    world.run(
        None,
        "
        manager organizations:DescribeOrganization -> Organization.Id=o-abcdefghij & Organization.MasterAccountEmail=manager@example.com
        manager organizations:DescribeAccount AccountId=111111111111 -> Account.Name=work & Account.Email=work@example.com & Account.JoinedMethod=CREATED
        manager organizations:ListParents ChildId=111111111111 -> Parents.1.Id=ou-abcd-22222222
        manager organizations:ListParents ChildId=333333333333 -> Parents.1.Id=ou-abcd-11111111
        manager organizations:ListTargetsForPolicy PolicyId=p-12345678 -> Targets.1.TargetId=ou-abcd-22222222 & !Targets.2
        manager organizations:ListTagsForResource ResourceId=ou-abcd-22222222 -> Tags.1.Key=stage
        manager organizations:DescribePolicy PolicyId=p-12345678 -> Policy.PolicySummary.Name=no-users
        manager organizations:MoveAccount AccountId=111111111111 SourceParentId=ou-abcd-22222222 DestinationParentId=r-abcd -> ok
        ",
    );
    let again = import_folder(&mut world, &folder()).body;
    assert!(again.contains("describe-organization.json: Organization.Id: the organization o-abcdefghij is here already"), "{again}");
}

#[test]
fn an_organization_that_cannot_be_is_refused() {
    type Change = fn(&mut BTreeMap<String, Value>);
    let rows: &[(Change, &str)] = &[
        (
            |f| drop(f.remove("list-roots.json")),
            "list-roots.json: is missing",
        ),
        (
            |f| drop(f.remove("describe-organization.json")),
            "describe-organization.json: is missing",
        ),
        (
            |f| drop(f.remove("list-accounts-for-parent/ou-abcd-22222222.json")),
            "list-accounts-for-parent/ou-abcd-22222222.json: is missing",
        ),
        (
            |f| drop(f.remove("describe-policy/p-12345678.json")),
            "describe-policy/p-12345678.json: is missing",
        ),
        (
            |f| drop(f.insert("list-handshakes.json".to_owned(), json!({}))),
            "list-handshakes.json: is no listing of this import",
        ),
        (
            |f| {
                drop(f.insert(
                    "get-account-authorization-details/1.json".to_owned(),
                    json!({}),
                ))
            },
            "get-account-authorization-details/1.json: `1` is not an account id of twelve digits",
        ),
        (
            |f| {
                f.get_mut("describe-organization.json").unwrap()["Organization"]["FeatureSet"] =
                    "CONSOLIDATED_BILLING".into()
            },
            "Organization.FeatureSet: is not ALL",
        ),
        (
            |f| f.get_mut("list-roots.json").unwrap()["Roots"][0]["Id"] = "x".into(),
            "list-roots.json: Roots[0].Id: `x` is no id that begins with r-",
        ),
        (
            |f| {
                f.get_mut("list-roots.json").unwrap()["Roots"][0]["PolicyTypes"][0]["Type"] =
                    "X".into()
            },
            "Roots[0].PolicyTypes[0].Type: `X` is no type of policies",
        ),
        (
            |f| {
                f.get_mut("list-policies/SERVICE_CONTROL_POLICY.json")
                    .unwrap()["NextToken"] = "x".into()
            },
            "list-policies/SERVICE_CONTROL_POLICY.json: is one page of a listing",
        ),
        (
            |f| {
                f.get_mut("describe-policy/p-12345678.json").unwrap()["Policy"]["Content"] =
                    "{}".into()
            },
            "describe-policy/p-12345678.json: Policy.Content: ",
        ),
        (
            |f| {
                f.get_mut("describe-policy/p-12345678.json").unwrap()["Policy"]["PolicySummary"]["Arn"] =
                    "x".into()
            },
            "Policy.PolicySummary.Arn: `x` is not arn:aws:organizations::000000000001:policy/o-abcdefghij/service_control_policy/p-12345678",
        ),
        (
            |f| {
                f.get_mut("list-targets-for-policy/p-12345678.json")
                    .unwrap()["Targets"][0]["TargetId"] = "ou-abcd-99999999".into()
            },
            "ou-abcd-99999999 is neither the root nor a unit nor an account",
        ),
        (
            |f| {
                drop(
                    f.get_mut("list-targets-for-policy/p-FullAWSAccess.json")
                        .unwrap()["Targets"]
                        .as_array_mut()
                        .unwrap()
                        .pop(),
                )
            },
            "333333333333 has none of these, and one at least",
        ),
        (
            |f| {
                let twin = f["list-accounts-for-parent/ou-abcd-22222222.json"].clone();
                f.insert("list-accounts-for-parent/r-abcd.json".to_owned(), twin);
            },
            "111111111111 stands in two places",
        ),
        (
            |f| {
                drop(f.insert(
                    "list-accounts.json".to_owned(),
                    json!({"Accounts": [{"Id": "444444444444"}]}),
                ))
            },
            "list-accounts.json: Accounts[0]: 444444444444 is in no list-accounts-for-parent",
        ),
        (
            |f| {
                let unit =
                    f["list-organizational-units-for-parent/r-abcd.json"]["OrganizationalUnits"][0]
                        .clone();
                f.get_mut("list-organizational-units-for-parent/ou-abcd-22222222.json")
                    .unwrap()["OrganizationalUnits"] = json!([unit]);
            },
            "ou-abcd-11111111 stands in two places",
        ),
        (
            |f| {
                f.get_mut("get-account-authorization-details/111111111111.json")
                    .unwrap()["UserDetailList"][0]["UserId"] = "x".into()
            },
            "get-account-authorization-details/111111111111.json: UserDetailList[0].UserId",
        ),
    ];
    for (change, says) in rows {
        let mut world = World::new();
        let before = world.encoded();
        let mut files = folder();
        change(&mut files);
        let body = import_folder(&mut world, &files).body;
        assert!(body.contains("nothing was changed"), "{says}: {body}");
        assert!(body.contains(says), "`{says}` is not in {body}");
        assert_eq!(world.encoded(), before);
    }
}

#[test]
fn an_account_that_is_here_may_be_the_manager_of_what_comes() {
    let files: BTreeMap<String, Value> = folder()
        .into_iter()
        .map(|(name, value)| {
            let text = value.to_string().replace(MANAGEMENT, "123456789012");
            (name, serde_json::from_str(&text).unwrap())
        })
        .filter(|(name, _)| !name.starts_with("get-account"))
        .chain([(
            "get-account-authorization-details/123456789012.json".to_owned(),
            json!({"Policies": []}),
        )])
        .collect();
    let mut world = World::new();
    let reply = import_folder(&mut world, &files);
    assert_eq!(reply.status, 200, "{}", reply.body);
    assert!(
        reply
            .body
            .contains("123456789012 is here already and keeps its name"),
        "{}",
        reply.body
    );
    world.run(
        None,
        "root organizations:DescribeOrganization -> Organization.MasterAccountId=123456789012",
    );
    world.check_replay("after the import");
}

#[test]
fn accounts_may_trust_each_other() {
    let listing = |own: &str, other: &str| {
        let text = json!({"RoleDetailList": [{"Path": "/", "RoleName": "Peer", "RoleId": format!("AROAIOSFODNN{own}"), "Arn": format!("arn:aws:iam::{own}:role/Peer"), "CreateDate": "2020-01-02T03:04:05+00:00", "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": format!("arn:aws:iam::{other}:role/Peer")}, "Action": "sts:AssumeRole"}]}}]});
        (
            format!("get-account-authorization-details/{own}.json"),
            text,
        )
    };
    let files: BTreeMap<String, Value> = [
        listing("444444444444", "555555555555"),
        listing("555555555555", "444444444444"),
    ]
    .into();
    let mut world = World::new();
    let reply = import_folder(&mut world, &files);
    assert_eq!(reply.status, 200, "{}", reply.body);
    world.check_replay("after the import");
    let secrets: Vec<&str> = reply
        .body
        .split("<SecretAccessKey>")
        .skip(1)
        .map(|rest| &rest[..40])
        .collect();
    assert!(
        secrets.len() == 2 && secrets[0] != secrets[1],
        "two accounts, two secrets"
    );
}
