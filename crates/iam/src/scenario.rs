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
//! the MFA device shows now by real time, `code(NAME+2)` what it shows two steps of thirty seconds later. `seed(NAME)` is the seed of a
//! hardware token of that name, as its vendor delivers it.
//! `metadata(NAME)` is the metadata of a SAML identity provider of that name, `broken-metadata(NAME)` the same cut off,
//! `private-key(NAME)` an RSA key in PEM, and `assertion(NAME word=value …)` a response that it posts: see `issuer`.
//! `token({…})` is a token with these claims, signed by the issuer that they name: see `web_issuer`.
//! `header:NAME=value` among the parameters is a header, signed with the others. `brought(WHO word=value …)` is the request that a
//! service got from a caller of its own, as `CheckPassRole` takes it: see `brought`.
//! `bundle(NAME=TEXT;;NAME=TEXT)` are files as an import sends them. `repeat(TEXT,N)`, anywhere in a value, is the text N times.
//! `20 times` before a line runs it so often, with `$n` counting from 1. `quota NAME=N` sets a quota as the operator may.
//! `WHO may ACTION RESOURCE -> yes` or `-> no` asks the caller's policies alone, for any service: see `may`.
//! Expectations: `Path.To.Element=value` (list members by number from 1, values of a map by their key), `Path.To.Element` (there), `!Path.To.Element`
//! (not there), `STATUS Code text…` (a refusal; the text may be left out), `as NAME` (later lines call with the reply's
//! credentials), `device NAME` (a new MFA device), `set NAME=Path` (later lines, expectations too, write `$NAME`), `ok`. After every line a replay of all records, and a
//! checkpoint written and read, must give the same state.

mod brought;
mod bundle;
mod declared;
mod issuer;
mod json;
mod may;
mod properties;
mod tests;
mod web_issuer;
mod xml;

use crate::answer::header_pairs;
use crate::genesis::{self, Founding};
use crate::operation::Service;
use crate::{
    Answer, Inputs, KeyRing, Record, SessionPolicyCache, Settings, State, Usage, Work, answer, mfa,
    ops,
};
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
    session_policies: SessionPolicyCache,
    pub(crate) settings: Settings,
    wall: Timestamp,
    now: Timestamp,
    calls: u32,
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
            session_policies: SessionPolicyCache::new(1 << 16),
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
            } else if let Some(seconds) = line.strip_prefix("wall +") {
                let seconds = seconds.parse::<i64>().unwrap().seconds();
                self.wall = self.wall.checked_add(seconds).unwrap();
                self.now = self.now.checked_add(seconds).unwrap();
            } else if let Some(quota) = line.strip_prefix("quota ") {
                let (name, limit) = quota.split_once('=').unwrap();
                let limit = limit.parse().unwrap();
                assert!(self.settings.quotas.set(name, limit), "no quota is {name}");
            } else if let Some((times, line)) = times(line) {
                for n in 1..=times {
                    self.variables.insert("n".to_owned(), n.to_string());
                    self.line(service, line);
                }
                self.variables.remove("n");
                self.check_replay(line);
            } else {
                self.line(service, line);
                self.check_replay(line);
            }
        }
    }

    /// One call, or one question by `may`, and what is expected of it.
    fn line(&mut self, service: Option<Service>, line: &str) {
        let (call, expected) = line
            .rsplit_once(" -> ")
            .unwrap_or_else(|| panic!("no ` -> ` in: {line}"));
        let words = split(call);
        let (who, action) = (&words[0], &words[1]);
        if action == "may" {
            self.check_may(line, &words, expected);
            return;
        }
        let params = self.parameters(&words[2..]);
        let reply = self.call(service, who, action, &params);
        for expectation in expected.split(" & ") {
            self.check(line, &self.filled(expectation.trim()), &reply);
        }
    }

    fn parameters(&mut self, words: &[String]) -> Vec<(String, String)> {
        let mut params = Vec::new();
        for word in words {
            match word.strip_prefix("brought(") {
                Some(brought) => params.extend(self.brought(brought.strip_suffix(')').unwrap())),
                None => params.push(self.parameter(word)),
            }
        }
        params
    }

    fn parameter(&mut self, word: &str) -> (String, String) {
        let (name, value) = word
            .split_once('=')
            .unwrap_or_else(|| panic!("`{word}` is not Name=value"));
        let token = value.strip_prefix("seed(");
        match token.and_then(|token| token.strip_suffix(')')) {
            Some(token) => (name.to_owned(), self.token_seed(token)),
            None => (name.to_owned(), self.filled(value)),
        }
    }

    /// The seed of a hardware token, in hexadecimal digits. Later lines may ask what it shows.
    fn token_seed(&mut self, name: &str) -> String {
        let seed = format!("the seed of {name:>8}").into_bytes();
        let text = seed.iter().map(|byte| format!("{byte:02x}")).collect();
        self.devices.insert(name.to_owned(), seed);
        text
    }

    /// The text with `$NAME` replaced by what was set.
    fn filled(&self, text: &str) -> String {
        let variables = self.variables.iter().rev();
        let text = variables.fold(text.to_owned(), |text, (variable, value)| {
            text.replace(&format!("${variable}"), value)
        });
        let text = repeated(text);
        if let Some(claims) = text.strip_prefix("token(") {
            return web_issuer::token(claims.strip_suffix(')').unwrap(), self.wall);
        }
        if let Some(files) = text.strip_prefix("bundle(") {
            return bundle::packed(files.strip_suffix(')').unwrap());
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

    /// Lets later lines call with this long-term key.
    pub(crate) fn person(&mut self, name: &str, id: &str, secret: &str) {
        let person = Person {
            id: id.to_owned(),
            secret: secret.to_owned(),
            token: None,
        };
        self.people.insert(name.to_owned(), person);
    }

    /// The whole state as a checkpoint holds it.
    pub(crate) fn encoded(&self) -> Vec<u8> {
        self.state.encode()
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
        let params = self.parameters(&split(params));
        let (state, records) = (self.state.clone(), self.records.len());
        let reply = self.call(Some(service), who, action, &params);
        self.state = state;
        self.records.truncate(records);
        reply
    }

    /// One call, whatever the reply, and a replay.
    pub(crate) fn replay_after(&mut self, who: &str, action: &str, params: &str) {
        let params = self.parameters(&split(params));
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
        let (headers, params): (Vec<_>, Vec<_>) = params
            .iter()
            .cloned()
            .partition(|(name, _)| name.starts_with("header:"));
        let body = if service.speaks_json() {
            json::body(service, action, &params)
        } else {
            form(service, action, &params)
        };
        self.send(service, who, (action, &headers), &body)
    }

    /// One request with these headers, each after `header:`, and this body, signed by `who`.
    pub(crate) fn send(
        &mut self,
        service: Service,
        who: &str,
        (action, headers): (&str, &[(String, String)]),
        body: &str,
    ) -> Reply {
        self.calls += 1;
        let request = self.request(who, service, action, body, headers);
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

    /// Chance of the call: another for each.
    fn seed(&self) -> [u8; 32] {
        let [.., high, low] = self.calls.to_be_bytes();
        let mut seed = [low; 32];
        seed[0] ^= high;
        seed
    }

    /// Lets later calls be signed by whom a reply makes.
    pub(crate) fn name(&mut self, name: &str, reply: &Reply) {
        self.check("", &format!("as {name}"), reply);
    }

    /// The answer once all the work that it needs has been done.
    fn answer(&self, request: &wire::Request) -> Answer {
        let mut done = Vec::new();
        loop {
            let inputs = Inputs {
                now: self.now,
                wall: self.wall,
                seed: self.seed(),
                keys: &self.keys,
                signing_keys: &self.cache,
                session_policies: &self.session_policies,
                settings: &self.settings,
                done: &done,
                kept: &(),
                usage: &self.usage,
            };
            let answer = answer(&self.state, request, &inputs);
            let Some(work) = answer.work else {
                if let Some(kept) = web_issuer::AtHand::of(&done) {
                    let kept = Inputs {
                        done: &kept.further(),
                        kept: &kept,
                        ..inputs
                    };
                    let at_once = crate::answer(&self.state, request, &kept);
                    assert_eq!(at_once.response.body, answer.response.body);
                }
                return answer;
            };
            assert!(done.len() < Work::ROUNDS_MAX, "the decision never ends");
            // What is told where nobody does the work: STS calls a fault otherwise than IAM (7.10).
            let told = String::from_utf8_lossy(&answer.response.body);
            let of_sts = told.contains("https://sts.amazonaws.com/doc/");
            assert_eq!(told.contains("InternalFailure"), of_sts, "{told}");
            let result = work
                .compute()
                .or_else(|| web_issuer::perform(&work))
                .expect("a scenario has time, and issuers");
            done.push((*work, result));
        }
    }

    /// `more`: headers, each after `header:`.
    fn request(
        &self,
        who: &str,
        service: Service,
        action: &str,
        body: &str,
        more: &[(String, String)],
    ) -> wire::Request {
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
        headers.extend(
            more.iter()
                .map(|(name, value)| (&name["header:".len()..], value.as_str())),
        );
        let mut builder = http::Request::post("/");
        for (name, value) in &headers {
            builder = builder.header(*name, *value);
        }
        if who != "nobody" {
            let credentials = self.credentials(who);
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
            id: smol_str::format_smolstr!("00000000-0000-4000-8000-{:012}", self.calls),
        }
    }

    /// What `who` signs with.
    pub(crate) fn credentials(&self, who: &str) -> Credentials {
        let person = self
            .people
            .get(who)
            .unwrap_or_else(|| panic!("nobody is called `{who}`"));
        Credentials {
            access_key_id: person.id.clone(),
            secret: Secret::new(person.secret.clone()),
            session_token: person.token.clone(),
        }
    }

    fn append(&mut self, record: Record) {
        let record = Record::decode(&record.encode()).unwrap();
        self.state.apply(&record);
        self.records.push(record);
    }

    pub(crate) fn check_replay(&self, line: &str) {
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
            let value = |element: &str| xml::deep(&reply.body, element);
            let person = Person {
                id: value("AccessKeyId").unwrap_or_else(|| panic!("{}", context())),
                secret: value("SecretAccessKey").unwrap_or_else(|| panic!("{}", context())),
                token: value("SessionToken"),
            };
            self.people.insert(name.to_owned(), person);
        } else if let Some(name) = expectation.strip_prefix("device ") {
            let value = |element: &str| STANDARD.decode(xml::deep(&reply.body, element).unwrap());
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

    /// AWS's message, for refusals.
    pub(crate) fn error_message(&self) -> Option<String> {
        find(&self.body, "Error.Message")
    }
}

/// The form of a Query call.
pub(crate) fn form(service: Service, action: &str, params: &[(String, String)]) -> String {
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
pub(crate) fn service_of(action: &str) -> Service {
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

/// How often to run the line that stands after `N times`.
fn times(line: &str) -> Option<(u32, &str)> {
    let (times, line) = line.split_once(" times ")?;
    Some((times.parse().ok()?, line))
}

/// The text with every `repeat(TEXT,N)` in it carried out.
fn repeated(text: String) -> String {
    let Some((before, rest)) = text.split_once("repeat(") else {
        return text;
    };
    let (call, after) = rest.split_once(')').expect("`repeat(` is closed");
    let (part, times) = call.rsplit_once(',').expect("`repeat(TEXT,N)`");
    let part = part.repeat(times.parse().unwrap());
    format!("{before}{part}{}", repeated(after.to_owned()))
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
        xml::find(body, path)
    }
}
