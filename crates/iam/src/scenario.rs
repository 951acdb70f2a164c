//! Scenarios: calls and replies as text, a call a line, each signed for real and answered by [`crate::answer`].
//!
//! ```text
//! # who Action Param=value Param='value with spaces' -> expectation & expectation
//! root CreateUser UserName=Bob -> CreateUserResult.User.Path=/
//! root CreateAccessKey UserName=Bob -> as bob
//! bob ListUsers -> 403 AccessDenied
//! clock +3600
//! wall +30
//! bob GetSessionToken SerialNumber=arn:aws:iam::123456789012:mfa/Bob TokenCode=code(phone-1) -> as session
//! ```
//! An action may have its service before it (`organizations:CreatePolicy`); calls of JSON services are written alike.
//! `clock` moves the time that decisions see, as the development clock does; `wall` moves real time with it. `code(NAME)` is what
//! the MFA device shows now by real time, `code(NAME+2)` what it shows two steps of thirty seconds later.
//! `metadata(NAME)` is the metadata of a SAML identity provider of that name, `broken-metadata(NAME)` the same cut off,
//! `private-key(NAME)` an RSA key in PEM, and `assertion(NAME word=value …)` a response that it posts: see `issuer`.
//! `token({…})` is a token with these claims, signed by the issuer that they name: see `web_issuer`.
//! `WHO may ACTION RESOURCE -> yes` or `-> no` asks the caller's policies alone, for any service: see `may`.
//! Expectations: `Path.To.Element=value` (list members by number from 1), `Path.To.Element` (there), `!Path.To.Element`
//! (not there), `STATUS Code text…` (a refusal; the text may be left out), `as NAME` (later lines call with the reply's
//! credentials), `device NAME` (a new MFA device), `set NAME=Path` (later lines, expectations too, write `$NAME`), `ok`. After every line a replay of all records, and a
//! checkpoint written and read, must give the same state.

mod declared;
mod issuer;
mod json;
mod may;
mod properties;
mod web_issuer;

use crate::answer::header_pairs;
use crate::genesis::{self, Founding};
use crate::operation::Service;
use crate::{Answer, Inputs, KeyRing, Record, Settings, State, Usage, Work, answer, mfa, ops};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::{Timestamp, ToSpan};
use sigv4::{Credentials, Options, Secret, SigningKeyCache};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// The root key of scenarios, which `--dev` has as well.
const ROOT: (&str, &str) = ("AKIARZPUZDIKPORTCULL", "portcullis-dev-secret");

/// A world that one scenario changes line by line.
pub(crate) struct World {
    state: State,
    records: Vec<Record>,
    keys: KeyRing,
    cache: SigningKeyCache,
    pub(crate) settings: Settings,
    wall: Timestamp,
    now: Timestamp,
    calls: u8,
    people: BTreeMap<String, Person>,
    variables: BTreeMap<String, String>,
    /// What every call used.
    usage: Usage,
    /// Seeds of MFA devices.
    devices: BTreeMap<String, Vec<u8>>,
    issuers: issuer::Issuers,
}

struct Person {
    id: String,
    secret: String,
    token: Option<String>,
}

/// A reply as scenarios look at it.
pub(crate) struct Reply {
    pub status: u16,
    pub body: String,
    pub denial: Option<String>,
    /// Whether a record was appended.
    appended: bool,
}

impl World {
    pub(crate) fn new() -> World {
        let start: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
        let keys = KeyRing::generate([1; 32], start);
        let founding = Founding {
            account_id: Some("123456789012".parse().unwrap()),
            root_key: Some((ROOT.0.to_owned(), Zeroizing::new(ROOT.1.to_owned()))),
        };
        let (record, _) = genesis::found(founding, &keys, [2; 32], start).unwrap();
        let mut world = World {
            state: State::new(),
            records: Vec::new(),
            keys,
            cache: SigningKeyCache::new(64),
            settings: Settings {
                explain_denials: true,
                ..Settings::default()
            },
            wall: start,
            now: start,
            calls: 0,
            people: BTreeMap::new(),
            variables: fixtures(),
            usage: Usage::new(),
            devices: BTreeMap::new(),
            issuers: issuer::Issuers::default(),
        };
        world.append(record);
        let root = Person {
            id: ROOT.0.to_owned(),
            secret: ROOT.1.to_owned(),
            token: None,
        };
        world.people.insert("root".to_owned(), root);
        world
    }

    /// Runs every line; panics with the line at the first that does not go as it says.
    pub(crate) fn run(&mut self, service: Option<Service>, text: &str) {
        let lines = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        for line in lines {
            if let Some(seconds) = line.strip_prefix("clock +") {
                self.now = self
                    .now
                    .checked_add(seconds.parse::<i64>().unwrap().seconds())
                    .unwrap();
                continue;
            }
            if let Some(seconds) = line.strip_prefix("wall +") {
                let seconds = seconds.parse::<i64>().unwrap().seconds();
                self.wall = self.wall.checked_add(seconds).unwrap();
                self.now = self.now.checked_add(seconds).unwrap();
                continue;
            }
            let (call, expected) = line
                .rsplit_once(" -> ")
                .unwrap_or_else(|| panic!("no ` -> ` in: {line}"));
            let words = split(call);
            let (who, action) = (&words[0], &words[1]);
            if action == "may" {
                self.check_may(line, &words, expected);
                continue;
            }
            let params: Vec<(String, String)> =
                words[2..].iter().map(|word| self.parameter(word)).collect();
            let reply = self.call(service, who, action, &params);
            for expectation in expected.split(" & ") {
                self.check(line, &self.filled(expectation.trim()), &reply);
            }
            self.check_replay(line);
        }
    }

    fn parameter(&self, word: &str) -> (String, String) {
        let (name, value) = word
            .split_once('=')
            .unwrap_or_else(|| panic!("`{word}` is not Name=value"));
        (name.to_owned(), self.filled(value))
    }

    /// The text with `$NAME` replaced by what was set.
    fn filled(&self, text: &str) -> String {
        let variables = self.variables.iter().rev();
        let text = variables.fold(text.to_owned(), |text, (variable, value)| {
            text.replace(&format!("${variable}"), value)
        });
        if let Some(claims) = text.strip_prefix("token(") {
            return web_issuer::token(claims.strip_suffix(')').unwrap(), self.wall);
        }
        let text = self.issuers.filled(&text, self.wall);
        let code = text.strip_prefix("code(");
        match code.and_then(|code| code.strip_suffix(')')) {
            Some(device) => self.code(device),
            None => text,
        }
    }

    /// What an MFA device shows: `NAME`, `NAME+STEPS` or `NAME-STEPS`.
    fn code(&self, device: &str) -> String {
        let end = device.find(['+', '-']).unwrap_or(device.len());
        let (name, steps) = device.split_at(end);
        let steps: i64 = if steps.is_empty() {
            0
        } else {
            steps.parse().unwrap()
        };
        let counter = u64::try_from(mfa::step(self.wall) + steps).unwrap();
        format!("{:06}", mfa::code(&self.devices[name], counter))
    }

    /// The key ring that the world seals with.
    pub(crate) fn keys(&self) -> &KeyRing {
        &self.keys
    }

    /// What an earlier `set` kept.
    pub(crate) fn variable(&self, name: &str) -> &str {
        &self.variables[name]
    }

    /// One call that changes nothing, whatever the reply.
    pub(crate) fn probe(
        &mut self,
        service: Service,
        who: &str,
        action: &str,
        params: &str,
    ) -> Reply {
        let params: Vec<(String, String)> = split(params)
            .iter()
            .map(|word| self.parameter(word))
            .collect();
        let (state, records) = (self.state.clone(), self.records.len());
        let reply = self.call(Some(service), who, action, &params);
        self.state = state;
        self.records.truncate(records);
        reply
    }

    /// One call, whatever the reply, and a replay.
    pub(crate) fn replay_after(&mut self, who: &str, action: &str, params: &str) {
        let params: Vec<(String, String)> = split(params)
            .iter()
            .map(|word| self.parameter(word))
            .collect();
        self.call(None, who, action, &params);
        self.check_replay(action);
    }

    /// One call, signed by `who`.
    pub(crate) fn call(
        &mut self,
        service: Option<Service>,
        who: &str,
        action: &str,
        params: &[(String, String)],
    ) -> Reply {
        let (service, action) = match action.split_once(':') {
            Some((name, action)) => (service_named(name), action),
            None => (service.unwrap_or_else(|| service_of(action)), action),
        };
        self.calls = self.calls.wrapping_add(1);
        let body = if service.speaks_json() {
            json::body(service, action, params)
        } else {
            form(service, action, params)
        };
        let request = self.request(who, service, action, &body);
        let answer = self.answer(&request);
        if let Some(used) = &answer.used {
            let kept = self.usage.record(used);
            assert!(kept.len() <= 3, "a key, a service, an action");
        }
        let appended = answer.record.is_some();
        for record in answer.record.into_iter().chain(answer.then) {
            self.append(record);
        }
        let reply = Reply {
            status: answer.response.status,
            body: String::from_utf8(answer.response.body).unwrap(),
            denial: answer.denial,
            appended,
        };
        declared::check(service, action, &reply);
        reply
    }
    /// The answer once all the work that it needs has been done.
    fn answer(&self, request: &wire::Request) -> Answer {
        let mut done = Vec::new();
        loop {
            let inputs = Inputs {
                now: self.now,
                wall: self.wall,
                seed: [self.calls; 32],
                keys: &self.keys,
                signing_keys: &self.cache,
                settings: &self.settings,
                done: &done,
                usage: &self.usage,
            };
            let answer = answer(&self.state, request, &inputs);
            let Some(work) = answer.work else {
                return answer;
            };
            assert!(done.len() < Work::ROUNDS_MAX, "the decision never ends");
            let result = work
                .compute()
                .or_else(|| web_issuer::perform(&work))
                .expect("a scenario has time, and issuers");
            done.push((*work, result));
        }
    }

    fn request(&self, who: &str, service: Service, action: &str, body: &str) -> wire::Request {
        let content_type = if service.speaks_json() {
            "application/x-amz-json-1.1"
        } else {
            "application/x-www-form-urlencoded; charset=utf-8"
        };
        let target = format!("{}.{action}", service.namespace());
        let mut headers = vec![
            ("host", "localhost:4747"),
            ("user-agent", "scenario/1"),
            ("content-type", content_type),
        ];
        if service.speaks_json() {
            headers.push(("x-amz-target", &target));
        }
        let mut builder = http::Request::post("/");
        for (name, value) in &headers {
            builder = builder.header(*name, *value);
        }
        if who != "nobody" {
            let person = self
                .people
                .get(who)
                .unwrap_or_else(|| panic!("nobody is called `{who}`"));
            let credentials = Credentials {
                access_key_id: person.id.clone(),
                secret: Secret::new(person.secret.clone()),
                session_token: person.token.clone(),
            };
            let headers: Vec<(&str, &[u8])> = headers
                .iter()
                .filter(|(name, _)| *name != "user-agent")
                .map(|(name, value)| (*name, value.as_bytes()))
                .collect();
            let unsigned = sigv4::Request {
                method: "POST",
                path: "/",
                query: "",
                headers: &headers,
                body: body.as_bytes(),
            };
            for (name, value) in sigv4::sign(
                &unsigned,
                &credentials,
                "us-east-1",
                service.name(),
                self.wall,
                &Options::AWS,
            ) {
                builder = builder.header(name, value);
            }
        }
        wire::Request {
            parts: builder.body(()).unwrap().into_parts().0,
            body: body.to_owned().into(),
            peer: [203, 0, 113, 9].into(),
            secure: true,
            id: format!("00000000-0000-4000-8000-{:012}", self.calls),
        }
    }

    fn append(&mut self, record: Record) {
        let record = Record::decode(&record.encode()).unwrap();
        self.state.apply(&record);
        self.records.push(record);
    }

    fn check_replay(&self, line: &str) {
        let encoded = self.state.encode();
        let mut replayed = State::new();
        for record in &self.records {
            replayed.apply(record);
        }
        assert!(
            replayed.encode() == encoded,
            "a replay gives another state after: {line}"
        );
        let restored = State::decode(&encoded).unwrap();
        assert!(
            restored.encode() == encoded,
            "a checkpoint changes the state after: {line}"
        );
        assert_eq!(
            restored.all_aws_uses(),
            self.state.all_aws_uses(),
            "uses of AWS's policies are miscounted after: {line}"
        );
    }

    fn check(&mut self, line: &str, expectation: &str, reply: &Reply) {
        let context = || {
            format!(
                "\n  line:  {line}\n  reply: {} {}\n  denial: {:?}",
                reply.status, reply.body, reply.denial
            )
        };
        if expectation.starts_with(|letter: char| letter.is_ascii_digit()) {
            let mut parts = expectation.splitn(3, ' ');
            let status: u16 = parts.next().unwrap().parse().unwrap();
            assert_eq!(reply.status, status, "{}", context());
            if let Some(code) = parts.next() {
                assert_eq!(
                    find(&reply.body, "Error.Code").as_deref(),
                    Some(code),
                    "{}",
                    context()
                );
            }
            if let Some(message) = parts.next() {
                assert_eq!(
                    find(&reply.body, "Error.Message").as_deref().map(str::trim),
                    Some(message),
                    "{}",
                    context()
                );
            }
            return;
        }
        assert_eq!(reply.status, 200, "{}", context());
        if expectation == "ok" {
        } else if expectation == "unchanged" {
            assert!(!reply.appended, "{}", context());
        } else if let Some(name) = expectation.strip_prefix("as ") {
            let value = |element: &str| deep(&reply.body, element);
            let person = Person {
                id: value("AccessKeyId").unwrap_or_else(|| panic!("{}", context())),
                secret: value("SecretAccessKey").unwrap_or_else(|| panic!("{}", context())),
                token: value("SessionToken"),
            };
            self.people.insert(name.to_owned(), person);
        } else if let Some(name) = expectation.strip_prefix("device ") {
            let value = |element: &str| STANDARD.decode(deep(&reply.body, element).unwrap());
            let seed = String::from_utf8(value("Base32StringSeed").unwrap()).unwrap();
            let picture = mfa::scanned(&value("QRCodePNG").unwrap());
            assert!(picture.ends_with(&format!("?secret={seed}")), "{picture}");
            self.devices
                .insert(name.to_owned(), mfa::bytes_of_base32(&seed));
        } else if let Some(assignment) = expectation.strip_prefix("set ") {
            let (name, path) = assignment.split_once('=').unwrap();
            let value = find(&reply.body, path).unwrap_or_else(|| panic!("{}", context()));
            self.variables.insert(name.to_owned(), value);
        } else if let Some(path) = expectation.strip_prefix('!') {
            assert_eq!(find(&reply.body, path), None, "{}", context());
        } else if let Some((path, value)) = expectation.split_once('=') {
            assert_eq!(
                find(&reply.body, path).as_deref(),
                Some(value),
                "{}",
                context()
            );
        } else {
            assert!(find(&reply.body, expectation).is_some(), "{}", context());
        }
    }
}

impl Reply {
    /// AWS's code, for refusals.
    pub(crate) fn error_code(&self) -> Option<String> {
        find(&self.body, "Error.Code")
    }
}

/// The form of a Query call.
fn form(service: Service, action: &str, params: &[(String, String)]) -> String {
    let mut form = vec![("Action", action), ("Version", service.version())];
    form.extend(
        params
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    );
    form.iter()
        .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
        .collect::<Vec<_>>()
        .join("&")
}

/// The service before the colon of `organizations:CreatePolicy`.
fn service_named(name: &str) -> Service {
    let mut services = Service::ALL.into_iter();
    services
        .find(|service| service.name() == name)
        .unwrap_or_else(|| panic!("no service is called {name}"))
}

/// The one service that has the operation; names that Organizations shares with another are the other's.
fn service_of(action: &str) -> Service {
    let shared = [Service::Organizations];
    let mut found = Service::ALL
        .into_iter()
        .filter(|service| !shared.contains(service))
        .chain(shared)
        .filter(|service| ops::row(*service, action).is_some());
    found
        .next()
        .unwrap_or_else(|| panic!("no service has the operation {action}"))
}

/// Certificates and keys, whose names scenarios write as `$NAME`: each in PEM.
fn fixtures() -> BTreeMap<String, String> {
    let texts = [
        ("chain", include_str!("../tests/x509/chain.pem")),
        ("eccert", include_str!("../tests/x509/ec.pem")),
        ("eckey", include_str!("../tests/x509/ec.key")),
        ("middlecert", include_str!("../tests/x509/middle.pem")),
        ("oddcert", include_str!("../tests/x509/odd.pem")),
        ("oldcert", include_str!("../tests/x509/old.pem")),
        ("oldkey", include_str!("../tests/x509/old.key")),
        ("pkcs8key", include_str!("../tests/x509/rsa-pkcs8.key")),
        ("rootcert", include_str!("../tests/x509/root.pem")),
        ("rsacert", include_str!("../tests/x509/rsa.pem")),
        ("rsakey", include_str!("../tests/x509/rsa.key")),
        ("sealedkey", include_str!("../tests/x509/rsa-encrypted.key")),
        (
            "sealedoldkey",
            include_str!("../tests/x509/rsa-old-encrypted.key"),
        ),
        ("sshkey", include_str!("../tests/x509/rsa.pub")),
        ("sshodd", include_str!("../tests/x509/odd.pub")),
        ("sshpem", include_str!("../tests/x509/rsa-public.pem")),
    ];
    let texts = texts.map(|(name, text)| (name.to_owned(), text.trim_end().to_owned()));
    BTreeMap::from(texts)
}

/// Splits at blanks outside single quotes; the quotes go.
fn split(call: &str) -> Vec<String> {
    let (mut words, mut quoted) = (vec![String::new()], false);
    for letter in call.chars() {
        match letter {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut().unwrap().push(letter),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn escape(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// The text at a dotted path of a reply in either protocol.
fn find(body: &str, path: &str) -> Option<String> {
    if body.starts_with('{') {
        json::find(body, path)
    } else {
        find_element(body, path)
    }
}

/// The text of the element at a dotted path below the document element; `member` and `entry` elements are counted from 1.
fn find_element(body: &str, path: &str) -> Option<String> {
    let document = roxmltree::Document::parse(body).unwrap();
    let mut node = document.root_element();
    for part in path.split('.') {
        let mut children = node.children().filter(roxmltree::Node::is_element);
        node = match part.parse::<usize>() {
            Ok(index) => children
                .filter(|child| child.has_tag_name_any("member") || child.has_tag_name_any("entry"))
                .nth(index - 1)?,
            Err(_) => children.find(|child| child.has_tag_name_any(part))?,
        };
    }
    Some(node.text().unwrap_or_default().to_owned())
}

fn deep(body: &str, element: &str) -> Option<String> {
    let document = roxmltree::Document::parse(body).unwrap();
    let node = document
        .descendants()
        .find(|node| node.has_tag_name_any(element))?;
    Some(node.text().unwrap_or_default().to_owned())
}

/// Element names whatever their namespace.
trait LocalName {
    fn has_tag_name_any(&self, name: &str) -> bool;
}

impl LocalName for roxmltree::Node<'_, '_> {
    fn has_tag_name_any(&self, name: &str) -> bool {
        self.tag_name().name() == name
    }
}

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
            World::new().run(None, include_str!(concat!("../scenarios/", stringify!($name), ".txt")));
        })*
    };
}

// One line a file of `crates/iam/scenarios`.
scenarios! {
    a_boundary_administrator_can_neither_skip_nor_remove_the_boundary
    a_data_perimeter_guards_roles_by_their_owner
    a_deleted_users_trust_does_not_pass_to_a_new_user
    a_device_with_a_wrong_clock_is_learned
    a_federated_user_has_what_both_policies_allow
    a_group_grants_to_its_members_from_joining_to_leaving
    a_one_time_code_is_taken_once
    a_password_is_held_against_the_accounts_policy
    a_policys_default_version_is_in_force_at_once
    a_policys_versions_come_and_go
    a_proven_session_may_call_iam
    a_provided_context_needs_permission_and_cannot_be_opened
    a_rename_needs_permission_on_both_names
    a_role_asks_for_mfa_when_it_is_assumed
    a_role_from_creation_to_deletion
    a_root_of_a_member_account_is_bound
    a_saml_provider_from_creation_to_deletion
    a_saml_session_is_what_the_assertion_says
    a_server_certificate_from_upload_to_deletion
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
    an_account_issues_tokens_for_systems_outside
    an_accounts_alias_is_its_own
    an_instance_profile_from_creation_to_deletion
    an_mfa_device_from_creation_to_deletion
    an_openid_connect_provider_from_creation_to_deletion
    an_organization_from_creation_to_deletion
    aws_managed_policies_are_listed_and_never_changed
    aws_managed_policies_grant_and_bound
    boundaries_and_groups_bind_sessions_at_once
    context_keys_follow_from_the_caller_and_not_from_parameters
    delegated_administrators_stay_within_their_conditions
    empty_lists_are_taken_as_clients_send_them
    every_level_of_an_organization_must_allow
    get_session_token_is_the_same_principal_with_less
    guard_rails_of_an_organization
    mfa_is_seen_by_kind_of_credential
    nine_codes_are_tried_in_three_minutes
    roles_and_policies_carry_tags_and_boundaries
    saml_lets_in_whom_the_provider_names
    session_tags_need_permission_and_travel_when_transitive
    sessions_live_by_the_policies_of_now
    simulations_tell_what_would_be_decided
    tags_decide_who_may_be_made_and_changed
    ten_managed_policies_are_attached_at_most
    the_root_has_mfa_devices_of_its_own
    the_root_rotates_its_own_keys
    trust_policies_see_what_saml_says
    web_identity_tokens_that_are_not_believed
    what_changes_nothing_appends_nothing
    who_uses_a_policy_is_listed_in_pages
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
            "../scenarios/once/an_assertion_is_good_once_where_the_operator_wants_that.txt"
        ),
    );
}
