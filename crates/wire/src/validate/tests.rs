use super::*;
use crate::Params;
use crate::model::{iam, sts};

fn result(operation: &str, form: &str) -> Result<(), Invalid> {
    let operation = iam()
        .operation(operation)
        .or_else(|| sts().operation(operation))
        .unwrap();
    validate(
        operation,
        &Params::parse("", form.as_bytes(), 2000).unwrap(),
    )
}

fn accepted(operation: &str, form: &str) {
    assert_eq!(result(operation, form), Ok(()), "{form}");
}

/// The message behind its count; `|` stands for the words that every finding has.
fn refused(operation: &str, form: &str, findings: &[&str]) {
    let refusal = result(operation, form).unwrap_err();
    let plural = if findings.len() == 1 { "" } else { "s" };
    let text = findings
        .join("; ")
        .replace(" | ", " failed to satisfy constraint: Member must ");
    let expected = format!(
        "{} validation error{plural} detected: {text}",
        findings.len()
    );
    assert_eq!(
        (refusal.code, refusal.message.as_str()),
        ("ValidationError", expected.as_str()),
        "{form}"
    );
}

fn malformed(operation: &str, form: &str, message: &str) {
    let refusal = result(operation, form).unwrap_err();
    assert_eq!(
        (refusal.code, refusal.message.as_str()),
        ("MalformedInput", message),
        "{form}"
    );
}

/// S-11.
#[test]
fn s11_one_violation() {
    let form = "RoleArn=arn%3Aaws%3Aiam%3A%3A123456&RoleSessionName=s1";
    refused(
        "AssumeRole",
        form,
        &["Value 'arn:aws:iam::123456' at 'roleArn' | have length greater than or equal to 20"],
    );
    let long = "a".repeat(65);
    let finding = format!("Value '{long}' at 'userName' | have length less than or equal to 64");
    refused("CreateUser", &format!("UserName={long}"), &[&finding]);
    refused(
        "ListUsers",
        "MaxItems=0",
        &["Value '0' at 'maxItems' | have value greater than or equal to 1"],
    );
    refused(
        "ListUsers",
        "MaxItems=01001",
        &["Value '1001' at 'maxItems' | have value less than or equal to 1000"],
    );
    refused(
        "ListPolicies",
        "Scope=Mine",
        &["Value 'Mine' at 'scope' | satisfy enum value set: [All, AWS, Local]"],
    );
    accepted(
        "ListPolicies",
        "Scope=AWS&OnlyAttached=FALSE&Unknown.thing=1",
    );
}

/// S-11.
#[test]
fn s11_several_violations_in_the_models_order() {
    refused(
        "CreateUser",
        "",
        &["Value null at 'userName' | not be null"],
    );
    refused(
        "CreateAccessKey",
        "UserName=",
        &[
            r"Value '' at 'userName' | satisfy regular expression pattern: [\w+=,.@-]+",
            "Value '' at 'userName' | have length greater than or equal to 1",
        ],
    );
    refused(
        "AssumeRole",
        "DurationSeconds=0&RoleSessionName=s",
        &[
            "Value null at 'roleArn' | not be null",
            "Value 's' at 'roleSessionName' | have length greater than or equal to 2",
            "Value '0' at 'durationSeconds' | have value greater than or equal to 900",
        ],
    );
}

/// IAM's own words, as its users report them of names of roles, groups and policies, of paths and of private keys.
#[test]
fn letters_that_a_name_may_not_have_are_told_in_a_sentence() {
    let name = "contain only alphanumeric characters and/or the following: +=,.@_-";
    let path = "begin and end with / and contain only alphanumeric characters and/or / characters.";
    let prefix =
        "begin with the / character and contain only alphanumeric characters and/or / characters.";
    for (operation, form, member, demand) in [
        ("GetRole", "RoleName=a/b", "roleName", name),
        ("GetGroup", "GroupName=a:b", "groupName", name),
        ("UpdateUser", "UserName=a&NewPath=/a", "newPath", path),
        ("CreateUser", "UserName=a&Path=a", "path", path),
        ("ListRoles", "PathPrefix=a", "pathPrefix", prefix),
        ("ListPolicies", "PathPrefix=/a", "pathPrefix", prefix),
        (
            "ListEntitiesForPolicy",
            "PolicyArn=arn%3Aaws%3Aiam%3A%3Aaws%3Apolicy%2Fa&PathPrefix=/a",
            "pathPrefix",
            prefix,
        ),
    ] {
        let message = result(operation, form).unwrap_err().message;
        let expected = format!("The specified value for {member} is invalid. It must {demand}");
        assert_eq!(message, expected, "{form}");
    }
    let role = "RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fr";
    refused(
        "AssumeRole",
        &format!("{role}&RoleSessionName=a/b"),
        &[r"Value 'a/b' at 'roleSessionName' | satisfy regular expression pattern: [\w+=,.@-]*"],
    );
}

/// S-12.
#[test]
fn s12_wrong_syntax_is_reported_alone() {
    let role = "RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fr&RoleSessionName=s1";
    for value in ["0900", "%2B900", "43200"] {
        accepted("AssumeRole", &format!("{role}&DurationSeconds={value}"));
    }
    for value in ["+900+", "900.0", "9e2", "2147483648", ""] {
        let form = format!("RoleArn=short&DurationSeconds={value}");
        malformed(
            "AssumeRole",
            &form,
            "A value is not a whole number of the expected size",
        );
    }
    malformed(
        "ListPolicies",
        "OnlyAttached=1",
        "A value is neither true nor false",
    );
    malformed(
        "CreateUser",
        "UserName.x=1",
        "Start of structure or map found where not expected",
    );
    malformed(
        "TagUser",
        "UserName=a&Tags=b",
        "Unexpected value where a structure, list or map was expected",
    );
}

#[test]
fn elements_of_lists() {
    let tags = "UserName=a&Tags.member.1.Key=k&Tags.member.1.Value=v&Tags.member.7.Key=&Tags.member.7.Value=a%3B";
    refused(
        "TagUser",
        tags,
        &[
            r"Value '' at 'tags.2.member.key' | satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+",
            "Value '' at 'tags.2.member.key' | have length greater than or equal to 1",
            r"Value 'a;' at 'tags.2.member.value' | satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]*",
        ],
    );
    refused(
        "TagUser",
        "UserName=a&Tags.member.1.Key=k",
        &["Value null at 'tags.1.member.value' | not be null"],
    );
    refused(
        "UntagUser",
        "UserName=a&TagKeys.member.1=ok&TagKeys.member.2=a%3B",
        &[
            "Value '[ok, a;]' at 'tagKeys' | satisfy constraint: [Member must have length less than or equal to 128, \
         Member must have length greater than or equal to 1, \
         Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+]",
        ],
    );
    accepted("TagUser", "UserName=a&Tags=");
}

#[test]
fn lengths_of_lists() {
    let mut form = "UserName=a".to_owned();
    let mut shown = Vec::new();
    for index in 1..=51 {
        form.push_str(&format!(
            "&Tags.member.{index}.Key=k{index}&Tags.member.{index}.Value=v"
        ));
        shown.push(format!("{{key=k{index}, value=v}}"));
    }
    let finding = format!(
        "Value '[{}]' at 'tags' | have length less than or equal to 50",
        shown.join(", ")
    );
    refused("TagUser", &form, &[&finding]);
    accepted(
        "TagUser",
        form.rsplit_once("&Tags.member.51.Key").unwrap().0,
    );
}

#[test]
fn maps() {
    let arn = "TemplateArn=arn%3Aaws%3Aiam%3A%3Aaws%3Atemplate%2Ft";
    let form =
        format!("{arn}&ReplacementValues.entry.1.key=k&ReplacementValues.entry.1.value.Values=");
    refused(
        "AcquireRole",
        &form,
        &[
            "Value '[]' at 'replacementValues.k.member.values' | have length greater than or equal to 1",
        ],
    );
    let form = format!("{arn}&ReplacementValues.entry.1.key=k&ReplacementValues.entry.1.value=");
    refused(
        "AcquireRole",
        &form,
        &["Value null at 'replacementValues.k.member.values' | not be null"],
    );
}

#[test]
fn secrets_are_never_repeated() {
    refused(
        "CreateLoginProfile",
        "UserName=a&Password=hunter2%F0%9F%98%80",
        &[
            r"Value '***' at 'password' | satisfy regular expression pattern: [\u0009\u000A\u000D\u0020-\u00FF]+",
        ],
    );
    refused(
        "GetSessionToken",
        "SerialNumber=123456789&TokenCode=12345x",
        &[r"Value '***' at 'tokenCode' | satisfy regular expression pattern: [\d]*"],
    );
}

#[test]
fn external_ids_are_told_and_not_logged() {
    let role = "RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fr&RoleSessionName=s1";
    let refusal = result("AssumeRole", &format!("{role}&ExternalId=x")).unwrap_err();
    let text = "at 'externalId' failed to satisfy constraint: Member must have length greater than or equal to 2";
    assert_eq!(
        refusal.message,
        format!("1 validation error detected: Value 'x' {text}")
    );
    assert_eq!(
        refusal.logged(),
        format!("1 validation error detected: Value '…' {text}")
    );
    let refusal = result("AssumeRole", "RoleArn=x&RoleSessionName=s1").unwrap_err();
    assert_eq!(refusal.logged(), refusal.message);
}

#[test]
fn long_values_are_cut() {
    let refusal = result("CreateUser", &format!("UserName={}", "é".repeat(20_000))).unwrap_err();
    assert!(
        refusal
            .message
            .contains(&format!("'{}…' at", "é".repeat(16_384)))
    );
    assert!(!refusal.message.contains(&"é".repeat(16_385)));
}

#[test]
fn long_messages_count_what_they_do_not_tell() {
    let mut form = "UserName=a".to_owned();
    for index in 1..=40 {
        form.push_str(&format!(
            "&Tags.member.{index}.Key=k&Tags.member.{index}.Value={}",
            "a".repeat(10_000)
        ));
    }
    let message = result("TagUser", &form).unwrap_err().message;
    assert!(message.starts_with("40 validation errors detected: Value 'aaa"));
    assert!(message.ends_with("Member must have length less than or equal to 256; …"));
    assert!(message.len() < 300_000, "{}", message.len());
}

#[test]
fn lengths_count_characters() {
    let value = "ß".repeat(256);
    accepted(
        "TagUser",
        &format!("UserName=a&Tags.member.1.Key=k&Tags.member.1.Value={value}"),
    );
}

#[test]
fn operations_without_input_take_anything() {
    accepted("GetAccountSummary", "Whatever.member.0=x");
}
