//! What each parameter may be, on both sides of each limit.

use crate::scenario::{Reply, World};

const ROLE: &str = "arn:aws:iam::123456789012:role/R";
const NAME: &str = r"satisfy regular expression pattern: [\w+=,.@-]*";
const TAG: &str = r"satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]";

/// Ann, who may do everything, and roles that let her: `R` for an hour at most, `Long` for twelve, `Other` of another account.
struct Ann {
    world: World,
}

impl Ann {
    fn new() -> Ann {
        let mut world = World::new();
        world.run(
            None,
            r#"root CreateUser UserName=Ann -> ok
            root CreateAccessKey UserName=Ann -> as ann
            root PutUserPolicy UserName=Ann PolicyName=all PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}' -> ok
            root CreateRole RoleName=R AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:*"}}' -> ok
            root CreateRole RoleName=Long MaxSessionDuration=43200 AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:*"}}' -> ok
            root CreatePolicy PolicyName=Ours PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}' -> ok
            root CreateAccount AccountId=222222222222 -> as owner
            owner CreateRole RoleName=Other AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:*"}}' -> ok
            owner CreatePolicy PolicyName=Theirs PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}' -> ok
            root CreateVirtualMFADevice VirtualMFADeviceName=Ann -> device phone
            root EnableMFADevice UserName=Ann SerialNumber=arn:aws:iam::123456789012:mfa/Ann AuthenticationCode1=code(phone-1) AuthenticationCode2=code(phone) -> ok"#,
        );
        Ann { world }
    }

    /// What she is told who assumes the role `R` with these further parameters.
    fn asks(&mut self, parameters: &str) -> Reply {
        self.calls(
            "AssumeRole",
            &format!("RoleArn={ROLE} RoleSessionName=s1 {parameters}"),
        )
    }

    fn calls(&mut self, action: &str, parameters: &str) -> Reply {
        let service = crate::scenario::service_of(action);
        self.world.probe(service, "ann", action, parameters)
    }

    fn gets(&mut self, parameters: &str) {
        let reply = self.asks(parameters);
        assert_eq!(reply.status, 200, "{parameters}: {}", reply.body);
    }

    fn is_refused(&mut self, parameters: &str, violations: &[&str]) {
        violates(&self.asks(parameters), violations);
    }
}

/// AWS's one message of all violated constraints; `|` stands for the words that every one has (S-11).
#[track_caller]
fn violates(reply: &Reply, violations: &[&str]) {
    let plural = if violations.len() == 1 { "" } else { "s" };
    let text = violations
        .join("; ")
        .replace(" | ", " failed to satisfy constraint: Member must ");
    let message = format!(
        "{} validation error{plural} detected: {text}",
        violations.len()
    );
    refuses(reply, 400, "ValidationError", &message);
}

#[track_caller]
fn refuses(reply: &Reply, status: u16, code: &str, message: &str) {
    assert_eq!(
        (reply.status, reply.error_code(), reply.error_message()),
        (status, Some(code.to_owned()), Some(message.to_owned()))
    );
}

fn letters(count: usize) -> String {
    "x".repeat(count)
}

/// So many of a parameter, numbered from 1: `#` stands for the number.
fn numbered(count: usize, parameter: &str) -> String {
    let each = (1..=count).map(|number| parameter.replace('#', &number.to_string()));
    each.collect::<Vec<_>>().join(" ")
}

/// 7.4-1: required, 20 to 2048 letters; one that no role has is denied.
#[test]
fn the_arn_of_a_role_has_twenty_to_2048_letters() {
    let mut ann = Ann::new();
    let mut with =
        |arn: &str| ann.calls("AssumeRole", &format!("RoleArn={arn} RoleSessionName=s1"));
    let long = |count: usize| format!("{ROLE}{}", letters(count - ROLE.len()));
    let short = "arn:aws:iam::1:ro/r";
    for (arn, demand) in [
        (short.to_owned(), "have length greater than or equal to 20"),
        (long(2049), "have length less than or equal to 2048"),
    ] {
        violates(
            &with(&arn),
            &[&format!("Value '{arn}' at 'roleArn' | {demand}")],
        );
    }
    for arn in ["arn:aws:iam::1:rol/r", &long(2048)] {
        assert_eq!(with(arn).error_code().as_deref(), Some("AccessDenied"));
    }
    let missing = ann.calls("AssumeRole", "");
    violates(
        &missing,
        &[
            "Value null at 'roleArn' | not be null",
            "Value null at 'roleSessionName' | not be null",
        ],
    );
}

/// 7.4-2 and 7.4-11: 2 to 64 letters of the same few; no colon among them, so none begins with `aws:`.
#[test]
fn names_of_sessions_and_source_identities_have_two_to_64_letters() {
    let mut ann = Ann::new();
    for (parameter, member) in [
        ("RoleSessionName", "roleSessionName"),
        ("SourceIdentity", "sourceIdentity"),
    ] {
        let mut with = |value: &str| {
            let other = if member == "sourceIdentity" {
                "RoleSessionName=s1"
            } else {
                ""
            };
            ann.calls(
                "AssumeRole",
                &format!("RoleArn={ROLE} {other} {parameter}={value}"),
            )
        };
        for value in ["xx", &letters(64), "Az09_+=,.@-"] {
            let reply = with(value);
            assert_eq!(reply.status, 200, "{}", reply.body);
        }
        for (value, demand) in [
            ("x".to_owned(), "have length greater than or equal to 2"),
            (letters(65), "have length less than or equal to 64"),
            ("aws:x".to_owned(), NAME),
            ("a/b".to_owned(), NAME),
            ("'a b'".to_owned(), NAME),
            ("été".to_owned(), NAME),
        ] {
            let told = value.trim_matches('\'');
            violates(
                &with(&value),
                &[&format!("Value '{told}' at '{member}' | {demand}")],
            );
        }
    }
}

/// 7.4-3: ten at most, of the role's account or of AWS. Others are not there (S-46, U29).
#[test]
fn ten_policies_of_the_roles_account_may_be_passed() {
    const READ: &str = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    let mut ann = Ann::new();
    let parameter = format!("PolicyArns.member.#.arn={READ}");
    ann.gets(&numbered(10, &parameter));
    let told = vec![format!("{{arn={READ}}}"); 11].join(", ");
    ann.is_refused(
        &numbered(11, &parameter),
        &[&format!(
            "Value '[{told}]' at 'policyArns' | have length less than or equal to 10"
        )],
    );
    let other = "arn:aws:iam::222222222222:role/Other";
    for (role, policy, found) in [
        (ROLE, "arn:aws:iam::123456789012:policy/Ours", true),
        (ROLE, "arn:aws:iam::222222222222:policy/Theirs", false),
        (ROLE, "arn:aws:iam::123456789012:policy/None", false),
        (ROLE, "arn:aws:iam::aws:policy/NoSuchPolicy", false),
        (ROLE, "arn:aws:iam::123456789012:role/Long", false),
        (other, "arn:aws:iam::222222222222:policy/Theirs", true),
        (other, "arn:aws:iam::123456789012:policy/Ours", false),
        (other, READ, true),
    ] {
        let passed = format!("RoleArn={role} RoleSessionName=s1 PolicyArns.member.1.arn={policy}");
        let reply = ann.calls("AssumeRole", &passed);
        if found {
            assert_eq!(reply.status, 200, "{}", reply.body);
        } else {
            let message = format!("Policy {policy} does not exist or is not attachable.");
            refuses(&reply, 400, "MalformedPolicyDocument", &message);
        }
    }
}

/// A descriptor that names no policy is a session policy all the same: it allows nothing.
#[test]
fn a_policy_without_a_name_allows_nothing() {
    let mut ann = Ann::new();
    ann.world.run(
        None,
        r#"root PutRolePolicy RoleName=R PolicyName=all PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}' -> ok
        ann AssumeRole RoleArn=arn:aws:iam::123456789012:role/R RoleSessionName=s1 PolicyArns.member.1= -> as r
        r may s3:GetObject * -> no
        ann AssumeRole RoleArn=arn:aws:iam::123456789012:role/R RoleSessionName=s1 PolicyArns= -> as r
        r may s3:GetObject * -> yes"#,
    );
}

/// An inline policy of so many characters, which packs well.
fn policy_of(characters: usize) -> String {
    let empty = r#"{"Version":"2012-10-17","Statement":{"Sid":"","Effect":"Allow","Action":"*","Resource":"*"}}"#;
    empty.replace(
        r#""Sid":"""#,
        &format!(r#""Sid":"{}""#, letters(characters - empty.len())),
    )
}

/// 7.4-4: a letter at least, and 2048 with the ARNs of managed policies (S-45, S-46, U41). Where the model itself has that limit
/// it is the model that refuses.
#[test]
fn policies_have_2048_characters_in_all() {
    let mut ann = Ann::new();
    ann.is_refused(
        "Policy=",
        &[
            r"Value '' at 'policy' | satisfy regular expression pattern: [\u0009\u000A\u000D\u0020-\u00FF]+",
            "Value '' at 'policy' | have length greater than or equal to 1",
        ],
    );
    let arn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    let too_large = "Packed size of policy consumes 101% of allotted space.";
    for (inline, managed) in [(2048, 0), (2048 - arn.len(), 1), (2048 - 2 * arn.len(), 2)] {
        let managed = numbered(managed, &format!("PolicyArns.member.#.arn={arn}"));
        ann.gets(&format!("Policy='{}' {managed}", policy_of(inline)));
        let beyond = ann.asks(&format!("Policy='{}' {managed}", policy_of(inline + 1)));
        refuses(&beyond, 400, "PackedPolicyTooLarge", too_large);
    }
    let long = policy_of(2049);
    let violation = format!("Value '{long}' at 'policy' | have length less than or equal to 2048");
    let fits = policy_of(2048);
    let vouched = ann.calls("GetFederationToken", &format!("Name=guest Policy='{fits}'"));
    assert_eq!(vouched.status, 200, "{}", vouched.body);
    for (action, parameters) in [
        ("GetFederationToken", "Name=guest".to_owned()),
        (
            "AssumeRoleWithSAML",
            format!(
                "RoleArn={ROLE} PrincipalArn=arn:aws:iam::123456789012:saml-provider/None SAMLAssertion=AAAA"
            ),
        ),
        (
            "AssumeRoleWithWebIdentity",
            format!("RoleArn={ROLE} RoleSessionName=s1 WebIdentityToken=AAAA"),
        ),
    ] {
        let reply = ann.calls(action, &format!("{parameters} Policy='{long}'"));
        violates(&reply, &[&violation]);
        let fits = ann.calls(action, &format!("{parameters} Policy='{fits}'"));
        assert_ne!(
            fits.error_code().as_deref(),
            Some("ValidationError"),
            "{}",
            fits.body
        );
    }
}

/// 7.4-5 and S-23: 900 to 43,200 seconds, an hour where nobody says, and no more than the role has.
#[test]
fn a_session_lasts_a_quarter_of_an_hour_to_twelve_hours() {
    let mut ann = Ann::new();
    let role = |name: &str, seconds: &str| {
        format!("RoleArn=arn:aws:iam::123456789012:role/{name} RoleSessionName=s1 {seconds}")
    };
    for (name, seconds, expires) in [
        ("R", "", "2026-11-21T13:00:00Z"),
        ("Long", "", "2026-11-21T13:00:00Z"),
        ("R", "DurationSeconds=900", "2026-11-21T12:15:00Z"),
        ("R", "DurationSeconds=3600", "2026-11-21T13:00:00Z"),
        ("Long", "DurationSeconds=43200", "2026-11-22T00:00:00Z"),
    ] {
        let reply = ann.calls("AssumeRole", &role(name, seconds));
        assert!(
            reply
                .body
                .contains(&format!("<Expiration>{expires}</Expiration>")),
            "{}",
            reply.body
        );
    }
    for (seconds, demand) in [
        (899, "have value greater than or equal to 900"),
        (0, "have value greater than or equal to 900"),
        (-1, "have value greater than or equal to 900"),
        (43_201, "have value less than or equal to 43200"),
    ] {
        let reply = ann.calls(
            "AssumeRole",
            &role("Long", &format!("DurationSeconds={seconds}")),
        );
        violates(
            &reply,
            &[&format!(
                "Value '{seconds}' at 'durationSeconds' | {demand}"
            )],
        );
    }
    let beyond = ann.asks("DurationSeconds=3601");
    let message = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.";
    refuses(&beyond, 400, "ValidationError", message);
    for (seconds, demand) in [
        (3_599, Some("have value greater than or equal to 3600")),
        (3_600, None),
        (43_200, None),
        (43_201, Some("have value less than or equal to 43200")),
    ] {
        let reply = ann.calls(
            "UpdateRole",
            &format!("RoleName=R MaxSessionDuration={seconds}"),
        );
        match demand {
            None => assert_eq!(reply.status, 200, "{}", reply.body),
            Some(demand) => violates(
                &reply,
                &[&format!(
                    "Value '{seconds}' at 'maxSessionDuration' | {demand}"
                )],
            ),
        }
    }
    let made = ann.calls("GetRole", "RoleName=R");
    assert!(
        made.body
            .contains("<MaxSessionDuration>3600</MaxSessionDuration>")
    );
}

/// S-12: a sign and zeros before the number are none of its business; what is no whole number of 32 bits is no number at all.
#[test]
fn seconds_are_written_in_digits() {
    let mut ann = Ann::new();
    for number in ["0900", "+900", "000000000000900"] {
        ann.gets(&format!("DurationSeconds={number}"));
    }
    for number in [
        "' 900 '",
        "900.0",
        "9e2",
        "2147483648",
        "''",
        "0x384",
        "900s",
    ] {
        let reply = ann.asks(&format!("DurationSeconds={number}"));
        assert_eq!(
            (reply.status, reply.error_code().as_deref()),
            (400, Some("MalformedInput")),
            "{number}"
        );
    }
    ann.is_refused(
        "DurationSeconds=2147483647",
        &["Value '2147483647' at 'durationSeconds' | have value less than or equal to 43200"],
    );
    ann.is_refused(
        "DurationSeconds=0",
        &["Value '0' at 'durationSeconds' | have value greater than or equal to 900"],
    );
}

fn tag(key: &str, value: &str) -> String {
    format!("Tags.member.1.Key='{key}' Tags.member.1.Value='{value}'")
}

/// 7.4-6: fifty tags, keys of 1 to 128 letters, values of none to 256, and none that begins with `aws:`, however it is spelled.
#[test]
fn fifty_tags_may_be_passed() {
    let mut ann = Ann::new();
    let parameter = "Tags.member.#.Key=k# Tags.member.#.Value=v";
    ann.gets(&numbered(50, parameter));
    let told: Vec<_> = (1..=51).map(|n| format!("{{key=k{n}, value=v}}")).collect();
    ann.is_refused(
        &numbered(51, parameter),
        &[&format!(
            "Value '[{}]' at 'tags' | have length less than or equal to 50",
            told.join(", ")
        )],
    );
    ann.gets(&tag("k", ""));
    ann.gets(&tag(&letters(128), &letters(256)));
    ann.gets(&tag("Größe 年 ٣_.:/=+-@", "Größe 年 ٣_.:/=+-@"));
    ann.gets(&tag("awsome", "aws:x"));
    ann.is_refused(
        &tag("", "v"),
        &[
            &format!("Value '' at 'tags.1.member.key' | {TAG}+"),
            "Value '' at 'tags.1.member.key' | have length greater than or equal to 1",
        ],
    );
    let (key, value) = (letters(129), letters(257));
    ann.is_refused(
        &tag(&key, &value),
        &[
            &format!(
                "Value '{key}' at 'tags.1.member.key' | have length less than or equal to 128"
            ),
            &format!(
                "Value '{value}' at 'tags.1.member.value' | have length less than or equal to 256"
            ),
        ],
    );
    for letter in ['*', ';', '!', '#', '\t', '😀'] {
        let text = format!("a{letter}");
        ann.is_refused(
            &tag(&text, &text),
            &[
                &format!("Value '{text}' at 'tags.1.member.key' | {TAG}+"),
                &format!("Value '{text}' at 'tags.1.member.value' | {TAG}*"),
            ],
        );
    }
    for key in ["aws:x", "AWS:x", "aws:"] {
        let reply = ann.asks(&tag(key, "v"));
        refuses(
            &reply,
            400,
            "ValidationError",
            "Tag keys beginning with aws: are reserved.",
        );
    }
}

/// 7.4-7: fifty of the tags may be transitive, and nothing that is not among them (S-40).
#[test]
fn fifty_tags_may_be_transitive() {
    let mut ann = Ann::new();
    let tags = numbered(50, "Tags.member.#.Key=k# Tags.member.#.Value=v");
    let keys = "TransitiveTagKeys.member.#=k#";
    ann.gets(&format!("{tags} {}", numbered(50, keys)));
    let told: Vec<_> = (1..=51).map(|n| format!("k{n}")).collect();
    ann.is_refused(
        &format!("{tags} {}", numbered(51, keys)),
        &[&format!(
            "Value '[{}]' at 'transitiveTagKeys' | have length less than or equal to 50",
            told.join(", ")
        )],
    );
    let one = "Tags.member.1.Key=team Tags.member.1.Value=red";
    ann.gets(&format!("{one} TransitiveTagKeys.member.1=TEAM"));
    for keys in [
        "TransitiveTagKeys.member.1=cost",
        "TransitiveTagKeys.member.1=team TransitiveTagKeys.member.2=cost",
    ] {
        let message = "The specified transitive tag key must be included in the requested tags.";
        let reply = ann.asks(&format!("{one} {keys}"));
        refuses(&reply, 400, "InvalidParameterValue", message);
    }
}

/// 7.4-8.
#[test]
fn an_external_id_has_two_to_1224_letters() {
    let mut ann = Ann::new();
    for value in [
        "xx",
        &letters(1224),
        r"Az09_+=,.@:\/-".replace('\\', "").as_str(),
    ] {
        ann.gets(&format!("ExternalId={value}"));
    }
    let pattern = r"satisfy regular expression pattern: [\w+=,.@:\/-]*";
    for (value, demand) in [
        ("x".to_owned(), "have length greater than or equal to 2"),
        (letters(1225), "have length less than or equal to 1224"),
        ("a*b".to_owned(), pattern),
        (r"a\b".to_owned(), pattern),
        ("été".to_owned(), pattern),
    ] {
        ann.is_refused(
            &format!("ExternalId={value}"),
            &[&format!("Value '{value}' at 'externalId' | {demand}")],
        );
    }
}

/// 7.4-9 and 7.4-10: what is no serial number and no code at all is refused before either is looked for. Codes are not repeated.
#[test]
fn serial_numbers_have_nine_to_256_letters_and_codes_six_digits() {
    let mut ann = Ann::new();
    let pattern = r"satisfy regular expression pattern: [\w+=/:,.@-]*";
    for (value, demand) in [
        (letters(8), "have length greater than or equal to 9"),
        (letters(257), "have length less than or equal to 256"),
        ("arn;aws;iam".to_owned(), pattern),
        ("aaaaaaaaé".to_owned(), pattern),
    ] {
        ann.is_refused(
            &format!("SerialNumber={value} TokenCode=123456"),
            &[&format!("Value '{value}' at 'serialNumber' | {demand}")],
        );
    }
    let unknown = "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.";
    for value in [letters(9), letters(256), "GAHT_+=/:,.@-".to_owned()] {
        let reply = ann.asks(&format!("SerialNumber={value} TokenCode=123456"));
        refuses(&reply, 403, "AccessDenied", unknown);
    }
    let device = "SerialNumber=arn:aws:iam::123456789012:mfa/Ann";
    ann.gets(&format!("{device} TokenCode=code(phone)"));
    let digits = r"satisfy regular expression pattern: [\d]*";
    for (code, demand) in [
        ("12345", "have length greater than or equal to 6"),
        ("1234567", "have length less than or equal to 6"),
        ("12345x", digits),
        ("12 456", digits),
        ("١٢٣٤٥٦", digits),
    ] {
        ann.is_refused(
            &format!("{device} TokenCode='{code}'"),
            &[&format!("Value '***' at 'tokenCode' | {demand}")],
        );
    }
}

/// 7.4-12: five at most; what they assert nobody but AWS can open.
#[test]
fn five_contexts_may_be_provided() {
    const PROVIDER: &str = "arn:aws:iam::aws:contextProvider/IdentityCenter";
    let mut ann = Ann::new();
    let context = |assertion: &str| {
        format!(
            "ProvidedContexts.member.#.ProviderArn={PROVIDER} ProvidedContexts.member.#.ContextAssertion={assertion}"
        )
    };
    let unreadable = "The context assertion cannot be verified.";
    for passed in [
        numbered(1, &context("xxxx")),
        numbered(5, &context("xxxx")),
        numbered(1, &context(&letters(2048))),
    ] {
        refuses(&ann.asks(&passed), 400, "ValidationError", unreadable);
    }
    let told = vec![format!("{{providerArn={PROVIDER}, contextAssertion=xxxx}}"); 6].join(", ");
    ann.is_refused(
        &numbered(6, &context("xxxx")),
        &[&format!(
            "Value '[{told}]' at 'providedContexts' | have length less than or equal to 5"
        )],
    );
    for (assertion, demand) in [
        (letters(3), "have length greater than or equal to 4"),
        (letters(2049), "have length less than or equal to 2048"),
    ] {
        ann.is_refused(
            &numbered(1, &context(&assertion)),
            &[&format!(
                "Value '{assertion}' at 'providedContexts.1.member.contextAssertion' | {demand}"
            )],
        );
    }
}
