//! Listings that come in and go out again, and every reason to refuse one.

mod organization;
mod refusals;

use crate::Bundle;
use crate::operation::Service;
use crate::scenario::{Reply, World};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

const ACCOUNT: &str = include_str!("tests/account.json");

fn account() -> Value {
    serde_json::from_str(ACCOUNT).unwrap()
}

/// Calls `Import` with these files and parameters.
fn import(world: &mut World, files: &[(&str, String)], more: &[(&str, &str)]) -> Reply {
    let files = files.iter();
    let bundle = Bundle {
        files: files
            .map(|(name, text)| ((*name).to_owned(), text.clone()))
            .collect(),
    };
    let mut params = vec![("Content".to_owned(), bundle.to_text())];
    params.extend(
        more.iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    world.call(Some(Service::Portcullis), "root", "Import", &params)
}

fn import_one(world: &mut World, listing: &Value) -> Reply {
    import(world, &[("a.json", listing.to_string())], &[])
}

/// What `Export` says of an account, documents as objects, absent members left out, dates as the AWS CLI prints them.
fn export(world: &mut World, account: &str) -> Value {
    let params = [("AccountId".to_owned(), account.to_owned())];
    let reply = world.call(Some(Service::Portcullis), "root", "Export", &params);
    assert_eq!(reply.status, 200, "{}", reply.body);
    let (_, rest) = reply.body.split_once("<Content>").unwrap();
    let bundle = Bundle::parse(rest.split_once("</Content>").unwrap().0).unwrap();
    let (name, text) = bundle.files.into_iter().next().unwrap();
    assert_eq!(
        name,
        format!("get-account-authorization-details/{account}.json")
    );
    normal(serde_json::from_str(&text).unwrap(), "")
}

fn normal(value: Value, name: &str) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| {
                let value = normal(value, &name);
                (name, value)
            })
            .collect(),
        Value::Array(elements) => elements
            .into_iter()
            .map(|value| normal(value, ""))
            .collect(),
        Value::String(text) if name.ends_with("Document") => {
            let text = percent_decode_str(&text).decode_utf8().unwrap();
            serde_json::from_str(&text).unwrap()
        }
        Value::String(text) if name.ends_with("Date") => text.replace('Z', "+00:00").into(),
        value => value,
    }
}

#[test]
fn what_came_in_goes_out_again() {
    let mut world = World::new();
    let reply = import_one(&mut world, &account());
    assert_eq!(reply.status, 200, "{}", reply.body);
    for element in [
        "<Created>true</Created>",
        "<Users>2</Users>",
        "<Groups>1</Groups>",
        "<Roles>3</Roles>",
        "<Policies>1</Policies>",
        "<InstanceProfiles>1</InstanceProfiles>",
        "<AwsPolicies>1</AwsPolicies>",
    ] {
        assert!(
            reply.body.contains(element),
            "{element} is not in {}",
            reply.body
        );
    }
    assert_eq!(export(&mut world, "111111111111"), account());
    world.check_replay("after the import");
}

#[test]
fn documents_that_are_strings_are_kept_byte_for_byte() {
    let document = "{ \"Version\": \"2012-10-17\",\n \"Statement\": { \"Effect\":\"Allow\", \"Action\":\"s3:*\", \"Resource\":\"*\" } }";
    let encoded = crate::shapes::url_encoded(document);
    let mut listing = account();
    *listing
        .pointer_mut("/UserDetailList/0/UserPolicyList/0/PolicyDocument")
        .unwrap() = encoded.clone().into();
    let mut world = World::new();
    assert_eq!(import_one(&mut world, &listing).status, 200);
    let params = [("AccountId".to_owned(), "111111111111".to_owned())];
    let reply = world.call(Some(Service::Portcullis), "root", "Export", &params);
    let (_, rest) = reply.body.split_once("<Content>").unwrap();
    let bundle = Bundle::parse(rest.split_once("</Content>").unwrap().0).unwrap();
    let text = bundle.files.values().next().unwrap();
    assert!(text.contains(&encoded));
}

/// An account of so many users, each tenth as many roles and policies.
fn large(users: usize) -> Value {
    let id = |prefix: &str, number: usize| format!("{prefix}IOSFODNN7{number:012}");
    let arn = |kind: &str, name: &str| format!("arn:aws:iam::111111111111:{kind}/{name}");
    let date = "2019-02-03T04:05:06+00:00";
    let document = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::bucket/${aws:username}/*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}}]});
    let few = users / 10;
    let policy = |number: usize| format!("policy-{:06}", number % few);
    let user_list: Vec<Value> = (0..users).map(|number| {
        let name = format!("user-{number:06}");
        json!({"Path": "/", "UserName": name, "UserId": id("AIDA", number), "Arn": arn("user", &name), "CreateDate": date, "UserPolicyList": [], "GroupList": ["all"], "AttachedManagedPolicies": [{"PolicyName": policy(number), "PolicyArn": arn("policy", &policy(number))}], "Tags": [{"Key": "n", "Value": number.to_string()}]})
    }).collect();
    let roles: Vec<Value> = (0..few).map(|number| {
        let name = format!("role-{number:06}");
        let trust = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": arn("user", &format!("user-{number:06}"))}, "Action": "sts:AssumeRole"}]});
        json!({"Path": "/", "RoleName": name, "RoleId": id("AROA", number), "Arn": arn("role", &name), "CreateDate": date, "AssumeRolePolicyDocument": trust, "InstanceProfileList": [], "RolePolicyList": [{"PolicyName": "inline", "PolicyDocument": document}], "AttachedManagedPolicies": [], "Tags": [], "RoleLastUsed": {}})
    }).collect();
    let policies: Vec<Value> = (0..few).map(|number| {
        let name = policy(number);
        json!({"PolicyName": name, "PolicyId": id("ANPA", number), "Arn": arn("policy", &name), "Path": "/", "DefaultVersionId": "v1", "AttachmentCount": 10, "PermissionsBoundaryUsageCount": 0, "IsAttachable": true, "CreateDate": date, "UpdateDate": date, "PolicyVersionList": [{"Document": document, "VersionId": "v1", "IsDefaultVersion": true, "CreateDate": date}]})
    }).collect();
    let group = json!({"Path": "/", "GroupName": "all", "GroupId": id("AGPA", 0), "Arn": arn("group", "all"), "CreateDate": date, "GroupPolicyList": [], "AttachedManagedPolicies": []});
    json!({"UserDetailList": user_list, "GroupDetailList": [group], "RoleDetailList": roles, "Policies": policies})
}

#[test]
fn a_large_account_goes_in_and_out() {
    let mut world = World::new();
    let listing = large(1000);
    let reply = import_one(&mut world, &listing);
    assert_eq!(reply.status, 200, "{}", reply.body);
    assert!(
        reply.body.contains("<Notices/>") || reply.body.contains("<Notices></Notices>"),
        "{}",
        reply.body
    );
    assert_eq!(export(&mut world, "111111111111"), listing);
}

#[test]
fn imported_ids_are_principals_like_those_that_encode_their_account() {
    let mut world = World::new();
    assert_eq!(import_one(&mut world, &account()).status, 200);
    // Ann is gone, so the role shows her id; she comes back under another id, and is another.
    world.run(
        Some(Service::Portcullis),
        r#"
        root Import Content=bundle(b.json={"RoleDetailList":[{"Path":"/","RoleName":"Late","RoleId":"AROAIOSFODNN7EXAMPLE7","Arn":"arn:aws:iam::111111111111:role/Late","CreateDate":"2019-02-03T04:05:06Z","AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111111111111:user/team/Ann","AIDA2UC3EXAMPLEEXAMPL"]},"Action":"sts:AssumeRole"}}}]}) -> ok
        "#,
    );
    let text = export(&mut world, "111111111111").to_string();
    assert!(text.contains(r#""AWS":["arn:aws:iam::111111111111:user/team/Ann","arn:aws:iam::111111111111:user/Bob"]"#), "{text}");
}

#[test]
fn policies_of_aws_are_kept_in_their_newest_version() {
    let mut world = World::new();
    assert_eq!(import_one(&mut world, &account()).status, 200);
    let policy = |version: u32, action: &str| {
        let created = if version < 3 {
            "2018-01-01T00:00:00Z"
        } else {
            "2026-01-01T00:00:00Z"
        };
        json!({"Policies": [{"PolicyName": "HouseRules", "Arn": "arn:aws:iam::aws:policy/service-role/HouseRules", "Path": "/service-role/", "DefaultVersionId": format!("v{version}"), "CreateDate": "2018-01-01T00:00:00Z", "UpdateDate": created, "PolicyVersionList": [{"VersionId": format!("v{version}"), "IsDefaultVersion": true, "CreateDate": created, "Document": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}]}}]}]})
    };
    let take = |world: &mut World, listing: Value| {
        let bundle = Bundle {
            files: [("p.json".to_owned(), listing.to_string())].into(),
        };
        let params = [("Content".to_owned(), bundle.to_text())];
        world
            .call(
                Some(Service::Portcullis),
                "root",
                "ImportManagedPolicies",
                &params,
            )
            .body
    };
    let older = take(&mut world, policy(2, "iam:*"));
    assert!(
        older.contains("<Imported>0</Imported><Known>0</Known><Older>1</Older>"),
        "{older}"
    );
    let newer = take(&mut world, policy(5, "iam:GetRole"));
    assert!(
        newer.contains("<Imported>1</Imported><Known>0</Known><Older>0</Older>"),
        "{newer}"
    );
    let again = take(&mut world, policy(5, "iam:GetRole"));
    assert!(
        again.contains("<Imported>0</Imported><Known>1</Known><Older>0</Older>"),
        "{again}"
    );
    world.run(
        None,
        "
        root GetPolicy PolicyArn=arn:aws:iam::aws:policy/service-role/HouseRules -> GetPolicyResult.Policy.DefaultVersionId=v5 & GetPolicyResult.Policy.PolicyId=ANPAIOSFODNN7EXAMPLE9
        root CreateUser UserName=Cy -> ok
        root AttachUserPolicy UserName=Cy PolicyArn=arn:aws:iam::aws:policy/service-role/HouseRules -> ok
        root CreateAccessKey UserName=Cy -> as cy
        cy GetRole RoleName=none -> 404 NoSuchEntity
        cy ListUsers -> 403 AccessDenied
        ",
    );
}

#[test]
fn versions_that_this_program_knows_stay_beside_imported_ones() {
    let mut world = World::new();
    world.run(
        Some(Service::Portcullis),
        r#"
        root ImportManagedPolicies Content=bundle(a.json={"Policies":[{"PolicyName":"ReadOnlyAccess","PolicyId":"ANPAILL3HVNFSB6DCOWYQ","Arn":"arn:aws:iam::aws:policy/ReadOnlyAccess","Path":"/","DefaultVersionId":"v9999","CreateDate":"2015-02-06T18:39:48Z","UpdateDate":"2026-11-01T00:00:00Z","PolicyVersionList":[{"VersionId":"v9999","IsDefaultVersion":true,"CreateDate":"2026-11-01T00:00:00Z","Document":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}}]}]}) -> ImportManagedPoliciesResult.Imported=1
        root iam:ListPolicyVersions PolicyArn=arn:aws:iam::aws:policy/ReadOnlyAccess -> ListPolicyVersionsResult.Versions.1.VersionId=v9999 & ListPolicyVersionsResult.Versions.2.VersionId
        root iam:GetPolicyVersion PolicyArn=arn:aws:iam::aws:policy/ReadOnlyAccess VersionId=v1 -> ok
        root iam:ListPolicies Scope=AWS PathPrefix=/service-role/ -> ok
        root CreateAccount AccountId=222222222222 -> as second
        second iam:GetPolicy PolicyArn=arn:aws:iam::aws:policy/ReadOnlyAccess -> GetPolicyResult.Policy.DefaultVersionId=v9999
        "#,
    );
}

#[test]
fn imported_users_and_roles_act_as_those_that_were_made_here() {
    let mut world = World::new();
    let reply = import_one(&mut world, &account());
    let part = |name: &str| {
        let (_, rest) = reply.body.split_once(&format!("<{name}>")).unwrap();
        rest.split_once('<').unwrap().0.to_owned()
    };
    world.person("owner", &part("AccessKeyId"), &part("SecretAccessKey"));
    world.run(
        None,
        "
        owner CreateAccessKey UserName=Ann -> as ann
        owner CreateAccessKey UserName=Bob -> as bob
        ann AssumeRole RoleArn=arn:aws:iam::111111111111:role/App RoleSessionName=one DurationSeconds=7200 -> as app
        app GetCallerIdentity -> GetCallerIdentityResult.UserId=AROAIOSFODNN7EXAMPLE1:one
        app ListUsers -> ok
        app GetUser UserName=Ann -> 403 AccessDenied
        bob AssumeRole RoleArn=arn:aws:iam::111111111111:role/App RoleSessionName=one -> 403 AccessDenied
        owner UpdateAssumeRolePolicy RoleName=AWSServiceRoleForBatch PolicyDocument={} -> 400 UnmodifiableEntity
        owner GetInstanceProfile InstanceProfileName=App -> GetInstanceProfileResult.InstanceProfile.Roles.1.RoleName=App
        owner DeletePolicyVersion PolicyArn=arn:aws:iam::111111111111:policy/team/Read VersionId=v4 -> ok
        owner CreatePolicyVersion PolicyArn=arn:aws:iam::111111111111:policy/team/Read PolicyDocument={\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}} -> CreatePolicyVersionResult.PolicyVersion.VersionId=v5
        ",
    );
}

/// Every value of a listing, by its JSON pointer.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, inner) in members {
                pointers(inner, &format!("{at}/{name}"), found);
            }
        }
        Value::Array(elements) => {
            for (index, inner) in elements.iter().enumerate() {
                pointers(inner, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
    found.push(at.to_owned());
}

#[test]
fn whatever_stands_in_a_listing_it_comes_in_whole_or_not_at_all() {
    let listing = account();
    let mut found = Vec::new();
    pointers(&listing, "", &mut found);
    assert!(found.len() > 200, "{}", found.len());
    let mut refused = 0;
    let mut world = World::new();
    let before = world.encoded();
    for at in &found {
        for becomes in [Value::Null, json!(7)] {
            let mut changed = listing.clone();
            *changed.pointer_mut(at).unwrap() = becomes;
            let reply = import_one(&mut world, &changed);
            if reply.status == 200 {
                world.check_replay(at);
                world = World::new();
                continue;
            }
            assert!([400, 409].contains(&reply.status), "{at}: {}", reply.body);
            assert!(
                reply.body.contains("nothing was changed"),
                "{at}: {}",
                reply.body
            );
            assert_eq!(world.encoded(), before, "{at}: something was changed");
            refused += 1;
        }
    }
    assert!(refused > found.len(), "{refused} of {}", found.len());
}
