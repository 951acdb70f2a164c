use super::{account, export, import, import_one, large};
use crate::operation::Service;
use crate::scenario::World;
use serde_json::{Value, json};

/// What is done to the listing, and what is said of it.
struct Row {
    at: &'static str,
    becomes: Value,
    says: &'static str,
}

fn row(at: &'static str, becomes: Value, says: &'static str) -> Row {
    Row { at, becomes, says }
}

/// The listing with one value put, or taken away where it becomes null.
fn changed(row: &Row) -> Value {
    let mut listing = account();
    let (parent, name) = row.at.rsplit_once('/').unwrap();
    match listing.pointer_mut(parent).unwrap() {
        Value::Object(members) if row.becomes.is_null() => drop(members.remove(name)),
        Value::Object(members) => drop(members.insert(name.to_owned(), row.becomes.clone())),
        Value::Array(elements) => match name.parse::<usize>() {
            Ok(index) => elements[index] = row.becomes.clone(),
            Err(_) => elements.push(row.becomes.clone()),
        },
        other => panic!("nothing can be put into {other}"),
    }
    listing
}

#[track_caller]
fn check(code: &str, rows: Vec<Row>) {
    for row in rows {
        let mut world = World::new();
        let before = world.encoded();
        let reply = import_one(&mut world, &changed(&row));
        let body = reply.body.replace("&quot;", "\"").replace("&gt;", ">");
        assert!(
            body.contains(&format!("<Code>{code}</Code>")),
            "{}: {body}",
            row.at
        );
        assert!(
            body.contains(row.says),
            "{}: `{}` is not in {body}",
            row.at,
            row.says
        );
        assert!(body.contains("nothing was changed"), "{body}");
        assert_eq!(world.encoded(), before, "{}: something was changed", row.at);
    }
}

fn document(statement: Value) -> Value {
    json!({"Version": "2012-10-17", "Statement": [statement]})
}

#[test]
fn what_the_aws_cli_would_not_print_is_malformed() {
    check(
        "MalformedImport",
        vec![
            row("/Users", json!([]), "a.json: Users: is unknown"),
            row(
                "/UserDetailList",
                json!({}),
                "a.json: UserDetailList: is not a list",
            ),
            row(
                "/UserDetailList/1",
                json!(7),
                "a.json: UserDetailList[1]: is not an object",
            ),
            row(
                "/UserDetailList/0/Nick",
                json!("x"),
                "a.json: UserDetailList[0].Nick: is unknown",
            ),
            row(
                "/UserDetailList/0/UserName",
                Value::Null,
                "a.json: UserDetailList[0].UserName: is missing",
            ),
            row(
                "/UserDetailList/0/UserName",
                json!(1),
                "a.json: UserDetailList[0].UserName: is not a string",
            ),
            row(
                "/UserDetailList/0/UserName",
                json!("a b"),
                "a.json: UserDetailList[0].UserName: `a b` does not match",
            ),
            row(
                "/UserDetailList/0/UserName",
                json!("a".repeat(65)),
                "a.json: UserDetailList[0].UserName: has more than 64 characters",
            ),
            row(
                "/UserDetailList/0/Path",
                json!("team"),
                "a.json: UserDetailList[0].Path: `team` does not match",
            ),
            row(
                "/UserDetailList/0/CreateDate",
                json!("yesterday"),
                "a.json: UserDetailList[0].CreateDate: `yesterday` is not a date",
            ),
            row(
                "/UserDetailList/0/Tags/0/Value",
                Value::Null,
                "a.json: UserDetailList[0].Tags[0].Value: is missing",
            ),
            row(
                "/UserDetailList/0/Tags/0/Key",
                json!(""),
                "a.json: UserDetailList[0].Tags[0].Key: is too short",
            ),
            row(
                "/UserDetailList/0/UserPolicyList/0/PolicyDocument",
                json!(3),
                "a.json: UserDetailList[0].UserPolicyList[0].PolicyDocument: is neither an object nor a string",
            ),
            row(
                "/UserDetailList/0/PermissionsBoundary/PermissionsBoundaryType",
                json!("User"),
                "PermissionsBoundaryType: is not Policy",
            ),
            row(
                "/GroupDetailList/0/Tags",
                json!([]),
                "a.json: GroupDetailList[0].Tags: is unknown",
            ),
            row(
                "/RoleDetailList/0/AssumeRolePolicyDocument",
                Value::Null,
                "a.json: RoleDetailList[0].AssumeRolePolicyDocument: is missing",
            ),
            row(
                "/RoleDetailList/0/MaxSessionDuration",
                json!(60),
                "a.json: RoleDetailList[0].MaxSessionDuration: 60 is not between 3600 and 43200",
            ),
            row(
                "/RoleDetailList/0/RoleLastUsed/LastUsedDate",
                json!("x"),
                "RoleLastUsed.LastUsedDate: `x` is not a date",
            ),
            row(
                "/Policies/1/DefaultVersionId",
                json!("2"),
                "a.json: Policies[1].DefaultVersionId: `2` is not a version such as v1",
            ),
            row(
                "/Policies/1/PolicyVersionList/0/VersionId",
                json!("v04"),
                "PolicyVersionList[0].VersionId: `v04` is not a version",
            ),
            row(
                "/Policies/1/AttachmentCount",
                json!(-1),
                "a.json: Policies[1].AttachmentCount: is not a whole number",
            ),
            row(
                "/IsTruncated",
                json!(true),
                "a.json: is one page of a listing",
            ),
            row("/Marker", json!("x"), "a.json: is one page of a listing"),
        ],
    );
}

#[test]
fn what_cannot_be_is_refused() {
    check(
        "ImportRefused",
        vec![
            row(
                "/UserDetailList/1/UserName",
                json!("bOB"),
                "a.json: UserDetailList[1].Arn: `arn:aws:iam::111111111111:user/Bob` is not arn:aws:iam::111111111111:user/bOB",
            ),
            row(
                "/UserDetailList/1/Arn",
                json!("arn:aws:iam::222222222222:user/Bob"),
                "a.json: UserDetailList[1].Arn: `arn:aws:iam::222222222222:user/Bob` is not arn:aws:iam::111111111111:user/Bob",
            ),
            row(
                "/UserDetailList/1/UserId",
                json!("AROAIOSFODNN7EXAMPLE8"),
                "a.json: UserDetailList[1].UserId: `AROAIOSFODNN7EXAMPLE8` is not AIDA",
            ),
            row(
                "/UserDetailList/1/UserId",
                json!("AIDAIOSFODNN7EXAMPLE1"),
                "a.json: UserDetailList[1].UserId: `AIDAIOSFODNN7EXAMPLE1` is somebody's already",
            ),
            row(
                "/UserDetailList/1/GroupList/-",
                json!("Writers"),
                "a.json: UserDetailList[1].GroupList[0]: `Writers` is not in GroupDetailList",
            ),
            row(
                "/UserDetailList/0/GroupList/-",
                json!("Readers"),
                "a.json: UserDetailList[0].GroupList[1]: `Readers` stands there twice",
            ),
            row(
                "/UserDetailList/0/Tags/-",
                json!({"Key": "tEAM", "Value": ""}),
                "a.json: UserDetailList[0].Tags: Duplicate tag keys found.",
            ),
            row(
                "/UserDetailList/0/Tags",
                (0..51)
                    .map(|n| json!({"Key": n.to_string(), "Value": ""}))
                    .collect(),
                "a.json: UserDetailList[0].Tags: Cannot exceed quota for TagsPerResource: 50",
            ),
            row(
                "/UserDetailList/0/PermissionsBoundary/PermissionsBoundaryArn",
                json!("arn:aws:iam::111111111111:policy/Gone"),
                "a.json: UserDetailList[0].PermissionsBoundary.PermissionsBoundaryArn: arn:aws:iam::111111111111:policy/Gone is not among the file's Policies",
            ),
            row(
                "/UserDetailList/0/UserPolicyList/0/PolicyDocument/Statement/0/Effect",
                json!("Maybe"),
                "a.json: UserDetailList[0].UserPolicyList[0].PolicyDocument: ",
            ),
            row(
                "/UserDetailList/0/UserPolicyList/0/PolicyDocument/Statement/0/Resource",
                (0..80)
                    .map(|n| json!(format!("arn:aws:s3:::{n}-{}", "b".repeat(30))))
                    .collect(),
                "a.json: UserDetailList[0].UserPolicyList: Cannot exceed quota for UserPolicySize: 2048",
            ),
            row(
                "/GroupDetailList/0/AttachedManagedPolicies/-",
                json!({"PolicyName": "Gone", "PolicyArn": "arn:aws:iam::aws:policy/Gone"}),
                "a.json: GroupDetailList[0].AttachedManagedPolicies[1].PolicyArn: arn:aws:iam::aws:policy/Gone is a policy of AWS that is neither in the import nor known here",
            ),
            row(
                "/GroupDetailList/0/AttachedManagedPolicies/-",
                json!({"PolicyName": "Read", "PolicyArn": "arn:aws:iam::111111111111:policy/team/Read"}),
                "AttachedManagedPolicies[1].PolicyArn: arn:aws:iam::111111111111:policy/team/Read stands there twice",
            ),
            row(
                "/GroupDetailList/0/AttachedManagedPolicies/0/PolicyName",
                json!("read"),
                "AttachedManagedPolicies[0].PolicyName: `read` is not the name of",
            ),
            row(
                "/GroupDetailList/0/AttachedManagedPolicies/-",
                json!({"PolicyName": "BatchServiceRolePolicy", "PolicyArn": "arn:aws:iam::aws:policy/aws-service-role/BatchServiceRolePolicy"}),
                "is for the role of its service alone",
            ),
            row(
                "/RoleDetailList/0/AssumeRolePolicyDocument/Statement/0/Principal/AWS/0",
                json!("arn:aws:iam::111111111111:user/Eve"),
                "a.json: RoleDetailList[0].AssumeRolePolicyDocument: Invalid principal in policy: \"AWS\":\"arn:aws:iam::111111111111:user/Eve\"",
            ),
            row(
                "/RoleDetailList/0/AssumeRolePolicyDocument/Statement/0/Principal/AWS/0",
                json!("arn:aws:iam::999999999999:role/Vendor"),
                "Invalid principal in policy: \"AWS\":\"arn:aws:iam::999999999999:role/Vendor\"",
            ),
            row(
                "/RoleDetailList/0/AssumeRolePolicyDocument/Statement/0/Principal/AWS/0",
                json!("arn:aws:sts::111111111111:assumed-role/Gone/s"),
                "Invalid principal in policy",
            ),
            row(
                "/RoleDetailList/0/AssumeRolePolicyDocument",
                document(
                    json!({"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole", "Resource": "*"}),
                ),
                "a.json: RoleDetailList[0].AssumeRolePolicyDocument: ",
            ),
            row(
                "/RoleDetailList/0/InstanceProfileList/0/Roles",
                json!([]),
                "a.json: RoleDetailList[0].InstanceProfileList[0].Roles: do not hold arn:aws:iam::111111111111:role/App alone",
            ),
            row(
                "/RoleDetailList/2/InstanceProfileList/-",
                account()["RoleDetailList"][0]["InstanceProfileList"][0].clone(),
                "a.json: RoleDetailList[2].InstanceProfileList[0].InstanceProfileName: `App` is taken",
            ),
            row(
                "/Policies/1/DefaultVersionId",
                json!("v3"),
                "a.json: Policies[1].DefaultVersionId: v3 is not among the versions",
            ),
            row(
                "/Policies/1/PolicyVersionList/0/IsDefaultVersion",
                json!(true),
                "a.json: Policies[1].PolicyVersionList[0].IsDefaultVersion: does not agree with DefaultVersionId v2",
            ),
            row(
                "/Policies/1/PolicyVersionList/-",
                account()["Policies"][1]["PolicyVersionList"][1].clone(),
                "a.json: Policies[1].PolicyVersionList[2].VersionId: stands there twice",
            ),
            row(
                "/Policies/1/PolicyVersionList/0/CreateDate",
                Value::Null,
                "a.json: Policies[1].PolicyVersionList[0].CreateDate: is missing",
            ),
            row(
                "/Policies/1/PolicyVersionList/0/Document/Statement/0/Principal",
                json!("*"),
                "a.json: Policies[1].PolicyVersionList[0].Document: ",
            ),
            row(
                "/Policies/1/UpdateDate",
                json!("2018-01-01T00:00:00Z"),
                "a.json: Policies[1].UpdateDate: is before CreateDate",
            ),
            row(
                "/Policies/0/Arn",
                json!("arn:aws:iam::aws:policy/HouseRules"),
                "a.json: Policies[0].Arn: is not arn:aws:iam::aws:policy/service-role/HouseRules",
            ),
            row(
                "/Policies/0/PolicyId",
                json!("AIDAIOSFODNN7EXAMPLE9"),
                "a.json: Policies[0].PolicyId: does not begin with ANPA",
            ),
            row(
                "/Policies/0/PolicyVersionList/0/Document",
                json!("%5B%5D"),
                "a.json: Policies[0].PolicyVersionList[0].Document: is no policy document",
            ),
        ],
    );
}

#[test]
fn names_are_unique_regardless_of_case() {
    for (list, name) in [
        ("UserDetailList", "UserName"),
        ("GroupDetailList", "GroupName"),
        ("RoleDetailList", "RoleName"),
        ("Policies", "PolicyName"),
    ] {
        let mut listing = account();
        let mut twin = listing[list].as_array().unwrap().last().unwrap().clone();
        let upper = twin[name].as_str().unwrap().to_uppercase();
        let arn = twin["Arn"].as_str().unwrap();
        twin["Arn"] = format!("{}/{upper}", arn.rsplit_once('/').unwrap().0).into();
        twin[name] = upper.clone().into();
        for id in ["UserId", "GroupId", "RoleId", "PolicyId"] {
            if let Some(held) = twin.get_mut(id) {
                *held = format!("{}TWIN", held.as_str().unwrap()).into();
            }
        }
        let index = listing[list].as_array().unwrap().len();
        listing[list].as_array_mut().unwrap().push(twin);
        let body = import_one(&mut World::new(), &listing).body;
        let expected = format!(
            "a.json: {list}[{index}].{name}: `{upper}` is taken: names are unique regardless of case"
        );
        assert!(body.contains(&expected), "{body}");
    }
}

#[test]
fn an_account_comes_in_once() {
    let mut world = World::new();
    assert_eq!(import_one(&mut world, &account()).status, 200);
    let before = world.encoded();
    let body = import_one(&mut world, &account()).body;
    for expected in [
        "UserDetailList[0].UserName: `Ann` is taken: the account has one",
        "UserDetailList[0].UserId: `AIDAIOSFODNN7EXAMPLE1` is somebody",
        "GroupDetailList[0].GroupName: `Readers` is taken: the account has one",
        "RoleDetailList[0].InstanceProfileList[0].InstanceProfileName: `App` is taken: the account has one",
        "Policies[1].PolicyId: `ANPAIOSFODNN7EXAMPLE1` is somebody",
    ] {
        assert!(body.contains(expected), "`{expected}` is not in {body}");
    }
    assert_eq!(world.encoded(), before);
}

#[test]
fn quotas_hold_for_what_is_there_and_what_comes() {
    let mut world = World::new();
    world.settings.quotas.users.limit = 99;
    world.settings.quotas.roles.limit = 9;
    world.settings.quotas.policies.limit = 9;
    let body = import_one(&mut world, &large(100)).body;
    for expected in [
        "a.json: UserDetailList: Cannot exceed quota for UsersPerAccount: 99",
        "a.json: RoleDetailList: Cannot exceed quota for RolesPerAccount: 9",
        "a.json: Policies: Cannot exceed quota for PoliciesPerAccount: 9",
    ] {
        assert!(body.contains(expected), "`{expected}` is not in {body}");
    }
}

#[test]
fn the_file_is_of_the_account_that_is_named() {
    let mut world = World::new();
    let body = import(
        &mut world,
        &[("a.json", account().to_string())],
        &[("AccountId", "222222222222")],
    )
    .body;
    assert!(body.contains("a.json: UserDetailList[1].Arn: `arn:aws:iam::111111111111:user/Bob` is not arn:aws:iam::222222222222:user/Bob"), "{body}");
    let nobody = json!({"UserDetailList": []});
    let body = import_one(&mut world, &nobody).body;
    assert!(
        body.contains("a.json: names no account in its ARNs"),
        "{body}"
    );
    let reply = import(
        &mut world,
        &[("a.json", nobody.to_string())],
        &[("AccountId", "222222222222")],
    );
    assert!(
        reply
            .body
            .contains("<AccountId>222222222222</AccountId><Created>true</Created>"),
        "{}",
        reply.body
    );
}

#[test]
fn principals_of_absent_accounts_stay_where_that_is_asked_for() {
    let mut listing = account();
    let vendor = "arn:aws:iam::999999999999:role/Vendor";
    listing["RoleDetailList"][2]["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["AWS"] =
        vendor.into();
    let mut world = World::new();
    let keep = [("KeepAbsentPrincipals", "true")];
    let reply = import(&mut world, &[("a.json", listing.to_string())], &keep);
    assert_eq!(reply.status, 200, "{}", reply.body);
    assert_eq!(export(&mut world, "111111111111"), listing);
    // Those of accounts that are here must be somebody all the same.
    listing["RoleDetailList"][2]["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["AWS"] =
        "arn:aws:iam::111111111111:role/Vendor".into();
    let body = import(&mut World::new(), &[("a.json", listing.to_string())], &keep).body;
    assert!(body.contains("Invalid principal in policy"), "{body}");
}

#[test]
fn counts_that_the_file_does_not_bear_out_are_told() {
    let mut listing = account();
    listing["Policies"][1]["AttachmentCount"] = 7.into();
    let reply = import_one(&mut World::new(), &listing);
    assert_eq!(reply.status, 200);
    assert!(
        reply.body.contains(
            "a.json: Policies[1].AttachmentCount: is 7 in the file, whose entities make it 1"
        ),
        "{}",
        reply.body
    );
}

#[test]
fn nobody_but_the_first_root_imports_and_exports() {
    let mut world = World::new();
    world.run(None, "root CreateUser UserName=Bob -> ok\nroot AttachUserPolicy UserName=Bob PolicyArn=arn:aws:iam::aws:policy/AdministratorAccess -> ok\nroot CreateAccessKey UserName=Bob -> as bob");
    for action in ["Import", "Export", "ImportManagedPolicies"] {
        let params = [("Content".to_owned(), "x".to_owned())];
        let reply = world.call(Some(Service::Portcullis), "bob", action, &params);
        assert_eq!(reply.status, 403, "{}", reply.body);
    }
}

#[test]
fn what_is_no_bundle_or_no_json_is_malformed() {
    let mut world = World::new();
    let params = [("Content".to_owned(), "?".to_owned())];
    let reply = world.call(Some(Service::Portcullis), "root", "Import", &params);
    assert!(
        reply.body.contains("<Code>MalformedImport</Code>"),
        "{}",
        reply.body
    );
    let reply = import(
        &mut world,
        &[("a.json", "{\n  \"Users\" 1}".to_owned())],
        &[],
    );
    assert!(
        reply
            .body
            .contains("a.json: is not JSON: expected `:` at line 2 column 11"),
        "{}",
        reply.body
    );
    let twice = account().to_string().replacen("{", "{\"Policies\":[],", 1);
    let reply = import(&mut world, &[("a.json", twice)], &[]);
    assert!(
        reply.body.contains("a.json: Policies: stands there twice"),
        "{}",
        reply.body
    );
}
