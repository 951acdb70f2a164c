//! Documents as operations keep them: every byte, up to every size.

use crate::scenario::World;
use crate::shapes::url_encoded;

const WHO: &str = r#"
    root CreateUser UserName=Bob -> ok
    root CreateGroup GroupName=Readers -> ok
    root CreateRole RoleName=App AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}' -> ok
"#;

/// One call by the root; the body of the reply, which must have this status.
fn call(world: &mut World, status: u16, action: &str, params: &[(&str, &str)]) -> String {
    let params: Vec<(String, String)> = params
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let reply = world.call(None, "root", action, &params);
    assert_eq!(reply.status, status, "{action}: {}", reply.body);
    reply.body
}

/// White space and escapes that a careless store would change.
const ODD: &str = "\n{ \t\"Version\" :\"2012-10-17\",\r\n  \"Statement\": [ {\n\"Sid\":\"caf\u{e9}\\u0041\",\"Effect\":\"Allow\",\"Action\":[\"s3:Get*\" ,\"s3:List+&=%20?\"],\"Resource\":\"*\",\"Condition\":{}} ] }  \n";
const ODD_TRUST: &str = "  {\"Version\":\"2012-10-17\",\n\t\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::123456789012:user\\/Bob\"},\r\n\"Action\":\"sts:AssumeRole\"}}\n";

#[test]
fn documents_come_back_byte_for_byte() {
    let mut world = World::new();
    world.run(None, WHO);
    for (kind, name) in [("User", "Bob"), ("Group", "Readers"), ("Role", "App")] {
        let who = (&*format!("{kind}Name"), name);
        let put = [who, ("PolicyName", "odd"), ("PolicyDocument", ODD)];
        call(&mut world, 200, &format!("Put{kind}Policy"), &put);
        let body = call(&mut world, 200, &format!("Get{kind}Policy"), &put[..2]);
        let expected = format!("<PolicyDocument>{}</PolicyDocument>", url_encoded(ODD));
        assert!(body.contains(&expected), "{body}");
    }
    let policy = [("PolicyName", "Odd"), ("PolicyDocument", ODD)];
    call(&mut world, 200, "CreatePolicy", &policy);
    let version = [
        ("PolicyArn", "arn:aws:iam::123456789012:policy/Odd"),
        ("VersionId", "v1"),
    ];
    let body = call(&mut world, 200, "GetPolicyVersion", &version);
    let expected = format!("<Document>{}</Document>", url_encoded(ODD));
    assert!(body.contains(&expected), "{body}");

    let trust = [("RoleName", "Odd"), ("AssumeRolePolicyDocument", ODD_TRUST)];
    let expected = format!(
        "<AssumeRolePolicyDocument>{}</AssumeRolePolicyDocument>",
        url_encoded(ODD_TRUST)
    );
    let body = call(&mut world, 200, "CreateRole", &trust);
    assert!(body.contains(&expected), "{body}");
    let body = call(&mut world, 200, "GetRole", &trust[..1]);
    assert!(body.contains(&expected), "{body}");
    // Only the principal changes when its user goes (G-24); the white space around it stays.
    call(
        &mut world,
        200,
        "DeleteUserPolicy",
        &[("UserName", "Bob"), ("PolicyName", "odd")],
    );
    call(&mut world, 200, "DeleteUser", &[("UserName", "Bob")]);
    let body = call(&mut world, 200, "GetRole", &trust[..1]);
    let (before, after) = ODD_TRUST
        .split_once(r"arn:aws:iam::123456789012:user\/Bob")
        .unwrap();
    let before = format!("<AssumeRolePolicyDocument>{}AIDA", url_encoded(before));
    let after = format!("{}</AssumeRolePolicyDocument>", url_encoded(after));
    assert!(body.contains(&before) && body.contains(&after), "{body}");
}

/// A permissions policy of exactly `size` characters without white space, which it has besides.
fn permissions(size: usize) -> String {
    sized(
        r#"{"Version":"2012-10-17","Statement":[{"Sid":"","#,
        r#" "Effect":"Allow", "Action":"s3:GetObject", "Resource":"*"}]}"#,
        size,
    )
}

fn trust(size: usize) -> String {
    sized(
        r#"{"Version":"2012-10-17","Statement":[{"Sid":"","#,
        r#" "Effect":"Allow", "Principal":{"AWS":"123456789012"}, "Action":"sts:AssumeRole"}]}"#,
        size,
    )
}

/// Makes the document as large as wanted by its `Sid`, the empty string at the end of `head`.
fn sized(head: &str, tail: &str, size: usize) -> String {
    let head = head.strip_suffix("\",").unwrap();
    let counted = |text: &str| text.chars().filter(|letter| *letter != ' ').count();
    let rest = counted(head) + 2 + counted(tail);
    format!("{head}{}\",{tail}", "x".repeat(size - rest))
}

/// 12.4-19 and 12.4-20, to the character, and white space aside.
#[test]
fn documents_may_have_their_largest_size_and_no_more() {
    let mut world = World::new();
    world.run(None, WHO);
    for (size, status) in [(6144, 200), (6145, 409)] {
        let name = size.to_string();
        let document = permissions(size);
        let policy = [("PolicyName", &*name), ("PolicyDocument", &document)];
        let body = call(&mut world, status, "CreatePolicy", &policy);
        let text = "Cannot exceed quota for PolicySize: 6144";
        assert_eq!(body.contains(text), status == 409, "{body}");
        let version = [
            ("PolicyArn", "arn:aws:iam::123456789012:policy/6144"),
            ("PolicyDocument", &document),
        ];
        let body = call(&mut world, status, "CreatePolicyVersion", &version);
        assert_eq!(body.contains(text), status == 409, "{body}");
    }
    for (size, status) in [(2048, 200), (2049, 409)] {
        let name = size.to_string();
        let document = trust(size);
        let text = "Cannot exceed quota for ACLSizePerRole: 2048";
        let role = [
            ("RoleName", &*name),
            ("AssumeRolePolicyDocument", &document),
        ];
        let body = call(&mut world, status, "CreateRole", &role);
        assert_eq!(body.contains(text), status == 409, "{body}");
        let update = [("RoleName", "App"), ("PolicyDocument", &*document)];
        let body = call(&mut world, status, "UpdateAssumeRolePolicy", &update);
        assert_eq!(body.contains(text), status == 409, "{body}");
    }
}

/// 12.4-18, to the character, and white space aside.
#[test]
fn inline_policies_of_one_holder_share_a_size() {
    let mut world = World::new();
    world.run(None, WHO);
    for (kind, name, size) in [
        ("User", "Bob", 2048),
        ("Group", "Readers", 5120),
        ("Role", "App", 10240),
    ] {
        let (half, more) = (permissions(size / 2), permissions(size / 2 + 1));
        let who = (&*format!("{kind}Name"), name);
        let put = format!("Put{kind}Policy");
        for (policy, document, status) in [
            ("one", &half, 200),
            ("two", &more, 409),
            ("two", &half, 200),
            ("three", &permissions(200), 409),
            // Putting a policy again counts it once.
            ("two", &half, 200),
            ("two", &more, 409),
        ] {
            let params = [who, ("PolicyName", policy), ("PolicyDocument", document)];
            let body = call(&mut world, status, &put, &params);
            let text = format!(
                "Maximum policy size of {size} bytes exceeded for {} {name}",
                kind.to_lowercase()
            );
            assert_eq!(body.contains(&text), status == 409, "{body}");
        }
    }
}
