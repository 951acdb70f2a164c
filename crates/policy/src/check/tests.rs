use super::{Finding, Severity, check, rules, rules_as_markdown};
use crate::accept::{Kind, accept};

fn codes(text: &str, kind: Kind) -> Vec<&'static str> {
    check(text, kind)
        .iter()
        .map(|finding| finding.code)
        .collect()
}

fn error_texts(text: &str, kind: Kind) -> Vec<String> {
    let errors = check(text, kind)
        .into_iter()
        .filter(|it| it.severity == Severity::Error);
    errors.map(|it| it.message).collect()
}

#[test]
fn every_rule_speaks_of_its_example_and_not_of_what_should_stand_instead() {
    for rule in rules() {
        for text in [rule.example, rule.instead] {
            assert_eq!(
                error_texts(text, rule.kind),
                Vec::<String>::new(),
                "{}\n{text}",
                rule.name
            );
        }
        let found = codes(rule.example, rule.kind);
        assert!(
            found.contains(&rule.name),
            "{} finds nothing: {found:?}",
            rule.name
        );
        let found = codes(rule.instead, rule.kind);
        assert!(
            !found.contains(&rule.name),
            "{} finds something instead",
            rule.name
        );
    }
}

#[test]
fn a_fix_mends_what_it_is_for() {
    let mut fixes = 0;
    for rule in rules() {
        for finding in check(rule.example, rule.kind) {
            let Some(fix) = &finding.fix else { continue };
            let mended = fix.apply(rule.example);
            let count = |text: &str| {
                codes(text, rule.kind)
                    .iter()
                    .filter(|code| **code == finding.code)
                    .count()
            };
            assert!(
                count(&mended) < count(rule.example),
                "{}\n{mended}",
                finding.code
            );
            assert!(
                accept(&mended, rule.kind).is_ok(),
                "{}\n{mended}",
                finding.code
            );
            fixes += 1;
        }
    }
    assert!(fixes > 10, "{fixes}");
}

#[test]
fn rules_are_sorted_and_named_alike() {
    assert!(rules().is_sorted_by(|left, right| left.name < right.name));
    for rule in rules() {
        let kebab = rule
            .name
            .bytes()
            .all(|byte| byte == b'-' || byte.is_ascii_lowercase());
        assert!(kebab, "{}", rule.name);
        for text in [rule.what, rule.why, rule.source] {
            assert!(!text.is_empty() && !text.contains('\n'), "{}", rule.name);
        }
        assert_ne!(
            rule.severity,
            Severity::Error,
            "{}: errors are AWS's",
            rule.name
        );
    }
}

#[test]
fn the_page_of_rules_is_the_one_in_docs() {
    let page = include_str!("../../../../docs/checks.md");
    assert!(
        page == rules_as_markdown(),
        "run `cargo run -- check --rules > docs/checks.md`"
    );
}

#[test]
fn places_count_lines_and_characters() {
    let text = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": {\"Sid\": \"é\", \"Effect\": \"Allow\", \"Action\": \"s3:Nonsense\", \"Resource\": \"*\"}\n}";
    let found = check(text, Kind::Identity);
    let finding = found.iter().find(|it| it.code == "unknown-action").unwrap();
    let place = finding.place;
    assert_eq!(
        (place.line, place.column, place.end_line, place.end_column),
        (3, 58, 3, 71)
    );
    assert_eq!(&text[place.start..place.end], "\"s3:Nonsense\"");
}

#[test]
fn every_error_is_found_and_the_first_is_the_one_that_aws_tells() {
    let text = r#"{"Version":"2012-10-17","Statement":[
        {"Sid":"a","Effect":"allow","Action":["s3:Get:Object","s3","ec2:*"],"Resource":["bucket","arn:nowhere:s3:::b"]},
        {"Sid":"a","Effect":"Allow","Resource":"*","Condition":{"DateLessThan":{"aws:CurrentTime":"tomorrow"}}}]}"#;
    let found = error_texts(text, Kind::Managed);
    assert_eq!(found[0], accept(text, Kind::Managed).unwrap_err().message);
    for wanted in [
        "The policy failed legacy parsing",
        "Statement IDs (SID) in a single policy must be unique.",
        "Policy statement must contain actions.",
        "Resource bucket must be in ARN format or \"*\".",
        "Partition \"nowhere\" is not valid for resource \"arn:nowhere:s3:*:*:b\".",
        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
        "Actions/Condition can contain only one colon.",
    ] {
        let times = found.iter().filter(|it| it.starts_with(wanted)).count();
        // The wrong case of the effect and the date are refused in the same words.
        let expected = if wanted.contains("legacy") { 2 } else { 1 };
        if !wanted.starts_with("Partition") {
            assert_eq!(times, expected, "{wanted}\n{found:#?}");
        }
    }
    assert!(
        found
            .iter()
            .any(|it| it.starts_with("Partition \"nowhere\"")),
        "{found:#?}"
    );
    assert_eq!(found.len(), 8, "{found:#?}");
}

#[test]
fn errors_of_the_grammar_are_found_together() {
    let text = r#"{"Version":"2012-10-18","Statements":[],"Statement":[{"Efect":"Allow","Effect":"Alow","Action":"s3:*","Resource":"*","Condition":{"StringLikes":{"s3:prefix":"a"}}}]}"#;
    let found = check(text, Kind::Identity);
    let errors: Vec<&Finding> = found
        .iter()
        .filter(|it| it.severity == Severity::Error)
        .collect();
    let helps: Vec<&str> = errors.iter().filter_map(|it| it.help.as_deref()).collect();
    assert_eq!(errors.len(), 5, "{errors:#?}");
    assert!(
        helps.contains(&"`StringLikes` is not a condition operator"),
        "{helps:?}"
    );
    assert!(
        helps.contains(&"`Efect` is not an element that can stand here"),
        "{helps:?}"
    );
    let fixes: Vec<&str> = errors
        .iter()
        .filter_map(|it| Some(it.fix.as_ref()?.message.as_str()))
        .collect();
    assert!(
        fixes.contains(&"perhaps `StringLike` is meant"),
        "{fixes:?}"
    );
    assert!(fixes.contains(&"perhaps `Allow` is meant"), "{fixes:?}");
    assert!(
        fixes.contains(&"perhaps `2012-10-17` is meant"),
        "{fixes:?}"
    );
}

#[test]
fn errors_of_trust_and_resource_control_policies_are_found_together() {
    let trust = r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Principal":{"AWS":["111122223333","nobody"],"Federated":"example"},"Action":["sts:AssumeRole","s3:*"],"Resource":"*"},
        {"Effect":"Deny","NotPrincipal":{"AWS":"111122223333"},"Action":"*"}]}"#;
    let found = error_texts(trust, Kind::Trust);
    for wanted in [
        "Has prohibited field Resource",
        "AssumeRole policy must not contain NotPrincipal field.",
        "AssumeRole policy may only specify STS AssumeRole actions.",
        "Federated principals must be valid domain names or SAML metadata ARNs",
        "Invalid principal in policy: \"AWS\":\"nobody\"",
    ] {
        assert!(found.iter().any(|it| it == wanted), "{wanted}\n{found:#?}");
    }
    assert_eq!(found.len(), 6, "{found:#?}");
    let rcp = r#"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"},
        {"Effect":"Deny","Principal":{"AWS":"111122223333"},"NotAction":"s3:*","Resource":"*"}]}"#;
    let found = check(rcp, Kind::Rcp);
    let errors = found
        .iter()
        .filter(|it| it.code == "organizations-policy")
        .count();
    assert_eq!(errors, 3, "{found:#?}");
}

#[test]
fn what_is_no_json_has_one_error_at_its_place() {
    for (text, column) in [
        ("", 1),
        ("{", 2),
        ("{\"Version\" \"2012-10-17\"}", 12),
        ("[", 2),
    ] {
        let found = check(text, Kind::Identity);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(
            (found[0].code, found[0].place.column),
            ("syntax", column),
            "{text}"
        );
    }
}

#[test]
fn sizes_are_errors_beyond_the_largest_quota_only() {
    let policy = |letters: usize| {
        format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/{}"}}}}"#,
            "x".repeat(letters)
        )
    };
    assert_eq!(codes(&policy(100), Kind::Managed), [""; 0]);
    assert_eq!(codes(&policy(6_000), Kind::Managed), ["size-near-quota"]);
    assert_eq!(codes(&policy(7_000), Kind::Managed), ["too-large"]);
    assert_eq!(
        error_texts(&policy(7_000), Kind::Managed),
        ["Cannot exceed quota for PolicySize: 6144"]
    );
    assert_eq!(codes(&policy(7_000), Kind::Identity), [""; 0]);
    assert_eq!(codes(&policy(11_000), Kind::Identity), ["too-large"]);
}

#[test]
fn characters_beyond_latin_1_are_told() {
    let text = r#"{"Version":"2012-10-17","Statement":{"Sid":"","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/日"}}"#;
    assert_eq!(codes(text, Kind::Managed), ["foreign-character"]);
    assert_eq!(codes(&text.replace('日', "é"), Kind::Managed), [""; 0]);
}

/// One statement of an identity policy, and every code that it is worth.
const STATEMENTS: &[(&str, &[&str])] = &[
    (
        r#""Effect":"Allow","Action":"S3:GETOBJECT","Resource":"arn:aws:s3:::b/*""#,
        &[],
    ),
    (
        r#""Effect":"Allow","Action":"s3:Nonsense*","Resource":"*""#,
        &["unknown-action"],
    ),
    (
        r#""Effect":"Allow","Action":"iam:PassRole","Resource":"*""#,
        &["pass-role-to-anything"],
    ),
    (
        r#""Effect":"Allow","Action":"iam:Pass*","Resource":"arn:aws:iam::111122223333:role/a""#,
        &[],
    ),
    (
        r#""Effect":"Deny","Action":"iam:PassRole","Resource":"*""#,
        &[],
    ),
    (r#""Effect":"Deny","NotAction":"iam:*","Resource":"*""#, &[]),
    (
        r#""Effect":"Allow","Action":"iam:GetAccountSummary","Resource":"*""#,
        &[],
    ),
    (
        r#""Effect":"Allow","Action":"iam:GetAccountSummary","NotResource":"arn:aws:iam::111122223333:user/a""#,
        &["allow-with-not"],
    ),
    (
        r#""Effect":"Allow","Action":["iam:GetUser","iam:GETUSER"],"Resource":"*""#,
        &["redundant-action"],
    ),
    (
        r#""Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::b/*""#,
        &["unsupported-resource"],
    ),
    (
        r#""Effect":"Allow","Action":["s3:ListBucket","s3:GetObject"],"Resource":["arn:aws:s3:::b","arn:aws:s3:::b/*"]"#,
        &[],
    ),
    (
        r#""Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::${aws:PrincipalTag/team}/*""#,
        &[],
    ),
    (
        r#""Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::${aws:Nobody, 'x'}/*""#,
        &["unknown-condition-key"],
    ),
    (
        r#""Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::b-${aws:PrincipalTag/team}""#,
        &[],
    ),
    (
        r#""Effect":"Allow","Action":"rds:RebootDBInstance","Resource":"*","Condition":{"StringEqualsIgnoreCase":{"rds:db-tag/Owner":"a"}}"#,
        &[],
    ),
    (
        r#""Effect":"Allow","Action":"iam:PutUserPolicy","Resource":"*","Condition":{"StringEquals":{"iam:ResourceTag/Team":"a"}}"#,
        &[],
    ),
    (
        r#""Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringEquals":{"token.example.com:sub":"x","aws:RequestTag/a":"b"}}"#,
        &[],
    ),
    (
        r#""Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:a/*","gitlab.com:sub":"x"},"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com","accounts.google.com:email":"a"}}"#,
        &[],
    ),
    (
        r#""Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringEquals":{"token.actions.githubusercontent.com:repositry":"a"}}"#,
        &["unknown-condition-key"],
    ),
    (
        r#""Effect":"Deny","Action":"*","Resource":"*","Condition":{"ForAnyValue:StringLike":{"cognito-identity.amazonaws.com:amr":"unauthenticated"}}"#,
        &[],
    ),
    (
        r#""Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringLike":{"cognito-identity.amazonaws.com:amr":"unauthenticated"}}"#,
        &["plain-operator-on-many-values"],
    ),
    (
        r#""Effect":"Deny","Action":"*","Resource":"*","Condition":{"DateLessThan":{"aws:EpochTime":"1893456000"},"NumericLessThan":{"aws:EpochTime":"5"}}"#,
        &[],
    ),
    (
        r#""Effect":"Deny","Action":"*","Resource":"*","Condition":{"NumericLessThan":{"aws:CurrentTime":"5"}}"#,
        &["operator-type"],
    ),
    (
        r#""Effect":"Deny","Action":"*","Resource":"*","Condition":{"ArnLike":{"aws:PrincipalTag/owner":"arn:aws:iam::111122223333:role/a"}}"#,
        &[],
    ),
    (
        r#""Effect":"Deny","Action":"*","Resource":"*","Condition":{"Null":{"aws:TagKeys":"true"}}"#,
        &[],
    ),
    (
        r#""Effect":"Deny","Action":"*","Resource":"*","Condition":{"ForAllValues:StringLike":{"aws:TagKeys":"a*"}}"#,
        &[],
    ),
    (
        r#""Effect":"Allow","Action":"ec2:CreateTags","Resource":"*","Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":"a"},"ForAnyValue:StringEquals":{"AWS:tagkeys":"a"}}"#,
        &[],
    ),
    (
        r#""Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringNotEqualsIfExists":{"aws:CalledVia":"x"}}"#,
        &["plain-operator-on-many-values"],
    ),
    (
        r#""Effect":"Deny","Action":"*","Resource":"*","Condition":{"NotIpAddress":{"aws:SourceIp":["10.0.0.0/8","192.0.2.1","2001:db8::/32"]}}"#,
        &[],
    ),
    (
        r#""Effect":"Deny","Action":"*","Resource":"*","Condition":{"NotIpAddress":{"aws:SourceIp":"10.1.0.0/0"}}"#,
        &["network-host-bits"],
    ),
    (
        r#""Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":true}}"#,
        &["mfa-long-term-key"],
    ),
    (
        r#""Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}"#,
        &[],
    ),
    (
        r#""Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{}"#,
        &["empty-list"],
    ),
    (
        r#""Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringLikes":{}}"#,
        &["empty-list"],
    ),
    (
        r#""Effect":"Allow","Action":"s3:ListBucket","Resource":"*","Condition":{"StringEquals":{"s3:prefix":"a${*}"}}"#,
        &[],
    ),
    (
        r#""Effect":"Allow","Action":"s3:GetObject","Resource":["*","arn:aws:s3:::b/*"]"#,
        &["redundant-resource"],
    ),
    (
        r#""Effect":"Allow","Action":["s3:GetObject","s3:ListAllMyBuckets"],"Resource":["*","arn:aws:s3:::b/*"]"#,
        &[],
    ),
    (
        r#""Effect":"Allow","Action":"sqs:SendMessage","Resource":"arn:aws:sqs:*:*:a""#,
        &[],
    ),
];

#[test]
fn statements_are_worth_just_their_findings() {
    for (statement, wanted) in STATEMENTS {
        let text = format!(r#"{{"Version":"2012-10-17","Statement":{{{statement}}}}}"#);
        assert_eq!(codes(&text, Kind::Identity), *wanted, "{statement}");
    }
}

#[test]
fn statements_are_compared_with_each_other() {
    let check = |left: &str, right: &str| {
        let text = format!(r#"{{"Version":"2012-10-17","Statement":[{{{left}}},{{{right}}}]}}"#);
        codes(&text, Kind::Resource)
    };
    let all = r#""Effect":"Allow","Principal":{"AWS":["111122223333","444455556666"]},"Action":"s3:Get*","Resource":"arn:aws:s3:::b/*""#;
    let one = r#""Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":["s3:GetObject"],"Resource":"arn:aws:s3:::b/c*""#;
    let limited = &format!(r#"{one},"Condition":{{"Bool":{{"aws:SecureTransport":"true"}}}}"#);
    let denied = &all.replace("Allow", "Deny");
    assert_eq!(check(all, one), ["redundant-statement"]);
    assert_eq!(check(one, all), ["redundant-statement"]);
    assert_eq!(check(all, limited), ["redundant-statement"]);
    assert_eq!(check(limited, one), ["redundant-statement"]);
    assert_eq!(
        check(all, &one.replace("444455556666", "777788889999")),
        [""; 0]
    );
    assert_eq!(check(all, &one.replace("s3:::b", "s3:::c")), [""; 0]);
    assert_eq!(check(denied, one), ["denied-statement"]);
    assert_eq!(
        check(denied, &one.replace("444455556666", "777788889999")),
        [""; 0]
    );
    assert_eq!(
        check(
            &format!(r#"{denied},"Condition":{{"Bool":{{"aws:SecureTransport":"false"}}}}"#),
            one
        ),
        [""; 0]
    );
}

#[test]
fn rules_know_the_kinds_that_they_are_for() {
    let everything =
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    assert_eq!(codes(everything, Kind::Identity), ["full-access"]);
    for kind in [Kind::Scp, Kind::Boundary, Kind::Session] {
        assert_eq!(codes(everything, kind), [""; 0], "{kind:?}");
    }
    let network = r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"NotIpAddress":{"aws:SourceIp":"2001:db8::5/64"}}}}"#;
    assert_eq!(codes(network, Kind::Session), ["unreadable-literal"]);
    assert_eq!(codes(network, Kind::Identity), ["legacy-parsing"]);
    let open = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"s3:GetObject","Resource":"*"}}"#;
    assert_eq!(codes(open, Kind::Endpoint), [""; 0]);
    assert_eq!(codes(open, Kind::Resource), ["wildcard-principal"]);
    let outside = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/a"},"Action":"sts:AssumeRole"}}"#;
    assert_eq!(codes(outside, Kind::Trust), [""; 0]);
}

const KINDS: &[Kind] = &[
    Kind::Identity,
    Kind::Managed,
    Kind::Boundary,
    Kind::Session,
    Kind::Trust,
    Kind::Resource,
    Kind::Scp,
    Kind::Rcp,
    Kind::Endpoint,
];

proptest::proptest! {
    /// Whatever is done to a document, the first error is the one that AWS tells, and there is none if it accepts.
    #[test]
    fn errors_agree_with_acceptance(
        rule in 0..rules().len(),
        kind in 0..KINDS.len(),
        cuts in proptest::collection::vec((0.0..1.0f64, 0usize..12, "[\\[\\]{}\",:a*é]{0,3}"), 0..3),
    ) {
        let mut text = rules()[rule].example.to_owned();
        for (at, length, inserted) in cuts {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a short text")]
            let start = text.floor_char_boundary((at * text.len() as f64) as usize);
            let end = text.floor_char_boundary(start + length).max(start);
            text.replace_range(start..end, &inserted);
        }
        let kind = KINDS[kind];
        let found = check(&text, kind);
        let first = found.iter().find(|it| it.severity == Severity::Error && it.code != "too-large" && it.code != "foreign-character");
        match accept(&text, kind) {
            Ok(_) => proptest::prop_assert!(first.is_none(), "{found:?}"),
            Err(refusal) => proptest::prop_assert_eq!(first.map(|it| &it.message), Some(&refusal.message)),
        }
        for finding in &found {
            proptest::prop_assert!(text.get(finding.place.start..finding.place.end).is_some());
            let labels = finding.labels.iter().all(|it| text.get(it.place.start..it.place.end).is_some());
            proptest::prop_assert!(labels, "{finding:?}");
            if let Some(fix) = &finding.fix {
                proptest::prop_assert_ne!(fix.apply(&text), text.as_str());
            }
        }
    }
}
