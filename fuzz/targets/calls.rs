//! Any bytes as calls that follow one another, each signed for real and answered: a reply that can be read and is no fault of the
//! server, the same reply when asked again, and records from which the same state comes.
//!
//! A line is a call. Its first letter names the service: `i` IAM, `s` STS and `p` the operator's own, with the form that follows;
//! `o` Organizations, with the action, a space and its JSON; `f` is an import of one file, which follows. A capital letter has it
//! signed with the newest key that a reply gave away, else the root signs. `+` and a number of seconds move the time.
#![no_main]

use iam::genesis::{self, Founding};
use iam::{Answer, Bundle, Inputs, KeyRing, Record, SessionPolicyCache, Settings, State, Usage};
use jiff::{SignedDuration, Timestamp};
use libfuzzer_sys::fuzz_target;
use sigv4::{Credentials, Options, Secret, SigningKeyCache};
use std::sync::LazyLock;

/// So long is no call waited for: what follows is not looked at.
const CALLS_MAX: usize = 24;

const ROOT: (&str, &str) = ("AKIARZPUZDIKPORTCULL", "portcullis-dev-secret");

static START: LazyLock<Timestamp> =
    LazyLock::new(|| "2026-11-21T12:00:00Z".parse().expect("a constant"));
static KEYS: LazyLock<KeyRing> = LazyLock::new(|| KeyRing::generate([1; 32], *START));
static SETTINGS: LazyLock<Settings> = LazyLock::new(Settings::default);

/// One server's life.
struct World {
    state: State,
    records: Vec<Vec<u8>>,
    usage: Usage,
    signing_keys: SigningKeyCache,
    session_policies: SessionPolicyCache,
    now: Timestamp,
    newest: Option<Credentials>,
    calls: u8,
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let mut world = World::new();
    for line in text.lines().take(CALLS_MAX) {
        world.line(line);
    }
    world.comes_from_its_records();
});

impl World {
    fn new() -> World {
        let founding = Founding {
            account_id: Some("123456789012".parse().expect("a constant")),
            root_key: Some((ROOT.0.to_owned(), ROOT.1.to_owned().into())),
        };
        let (record, _) = genesis::found(founding, &KEYS, [2; 32], *START)
            .expect("the root's key is well-formed");
        let mut world = World {
            state: State::new(),
            records: Vec::new(),
            usage: Usage::new(),
            signing_keys: SigningKeyCache::new(8),
            session_policies: SessionPolicyCache::new(1 << 16),
            now: *START,
            newest: None,
            calls: 0,
        };
        world.append(&record);
        world
    }

    fn line(&mut self, line: &str) {
        let mut letters = line.chars();
        let Some(letter) = letters.next() else {
            return;
        };
        let rest = letters.as_str();
        if letter == '+' {
            let seconds = SignedDuration::from_secs(rest.parse::<u32>().unwrap_or_default().into());
            self.now = self.now.checked_add(seconds).unwrap_or(self.now);
            return;
        }
        let import;
        let rest = if letter.eq_ignore_ascii_case(&'f') {
            let mut bundle = Bundle::default();
            bundle.files.insert("f.json".to_owned(), rest.to_owned());
            import = format!(
                "Action=Import&Version=2026-11-21&Content={}",
                bundle.to_text()
            );
            &import
        } else {
            rest
        };
        let credentials = match &self.newest {
            Some(newest) if letter.is_uppercase() => newest.clone(),
            _ => root(),
        };
        let service = match letter.to_ascii_lowercase() {
            'i' => "iam",
            's' => "sts",
            'p' | 'f' => "portcullis",
            'o' => "organizations",
            _ => return,
        };
        self.calls += 1;
        let request = self.request(service, rest, &credentials);
        self.call(&request);
    }

    fn request(&self, service: &str, rest: &str, credentials: &Credentials) -> wire::Request {
        let (target, body) = match service {
            "organizations" => {
                let (action, body) = rest.split_once(' ').unwrap_or((rest, "{}"));
                // A header holds visible letters only; others never come as far as an answer.
                let action: String = action.chars().filter(char::is_ascii_graphic).collect();
                (Some(format!("AWSOrganizationsV20161128.{action}")), body)
            }
            _ => (None, rest),
        };
        let content_type = match target {
            Some(_) => "application/x-amz-json-1.1",
            None => "application/x-www-form-urlencoded; charset=utf-8",
        };
        let mut headers = vec![("host", "localhost"), ("content-type", content_type)];
        headers.extend(target.as_deref().map(|target| ("x-amz-target", target)));
        let bytes: Vec<(&str, &[u8])> = headers
            .iter()
            .map(|(name, value)| (*name, value.as_bytes()))
            .collect();
        let unsigned = sigv4::Request {
            method: "POST",
            path: "/",
            query: "",
            headers: &bytes,
            body: body.as_bytes(),
        };
        let added = sigv4::sign(
            &unsigned,
            credentials,
            "us-east-1",
            service,
            self.now,
            &Options::AWS,
        );
        let mut request = http::Request::post("/");
        for (name, value) in &headers {
            request = request.header(*name, *value);
        }
        for (name, value) in added {
            request = request.header(name, value);
        }
        let (parts, ()) = request
            .body(())
            .expect("headers of visible letters")
            .into_parts();
        wire::Request {
            parts,
            body: body.as_bytes().to_vec().into(),
            peer: [192, 0, 2, 1].into(),
            secure: false,
            id: "00000000-0000-4000-8000-000000000000".into(),
        }
    }

    fn call(&mut self, request: &wire::Request) {
        let answer = self.answer(request);
        if answer.work.is_some() {
            // Passwords and keys take too long for a fuzzer, and issuers are elsewhere.
            return;
        }
        let response = &answer.response;
        assert!((200..500).contains(&response.status), "{}", response.status);
        let text = std::str::from_utf8(&response.body).expect("a reply is text");
        if response.content_type.contains("xml") {
            roxmltree::Document::parse(&readable(text)).expect("a reply can be read");
        } else if !text.is_empty() {
            serde_json::from_str::<serde::de::IgnoredAny>(text).expect("a reply can be read");
        }
        let again = self.answer(request);
        assert_eq!(again.response.body, response.body);
        assert!(again.record.iter().eq(&answer.record) && again.then == answer.then);
        assert!(response.status < 300 || answer.then.is_empty());
        self.newest = credentials(text).or(self.newest.take());
        for record in answer.record.iter().chain(&answer.then) {
            self.append(record);
        }
        if let Some(used) = &answer.used {
            let _ = self.usage.record(used);
        }
    }

    fn answer(&self, request: &wire::Request) -> Answer {
        let inputs = Inputs {
            now: self.now,
            wall: self.now,
            seed: [self.calls; 32],
            keys: &KEYS,
            signing_keys: &self.signing_keys,
            session_policies: &self.session_policies,
            settings: &SETTINGS,
            done: &[],
            kept: &(),
            usage: &self.usage,
        };
        iam::answer(&self.state, request, &inputs)
    }

    fn append(&mut self, record: &Record) {
        self.records.push(record.encode());
        self.state.apply(record);
    }

    fn comes_from_its_records(&self) {
        let served = self.state.encode();
        let mut replayed = State::new();
        for bytes in &self.records {
            replayed.apply(&Record::decode(bytes).expect("a record that was written can be read"));
        }
        assert_eq!(replayed.encode(), served);
        let read = State::decode(&served).expect("a checkpoint that was written can be read");
        assert_eq!(read.encode(), served);
    }
}

/// Without the references to letters that XML 1.0 has not: AWS echoes them so, and most readers refuse them.
fn readable(reply: &str) -> String {
    let mut references = reply.split("&#x");
    let mut text = references.next().unwrap_or_default().to_owned();
    for rest in references {
        let (digits, after) = rest.split_once(';').expect("a reference ends");
        let number = u32::from_str_radix(digits, 16).expect("a number in hexadecimal");
        assert!(number < 0x20 || number >= 0xfffe, "{number:x}");
        text.push_str(after);
    }
    text
}

fn root() -> Credentials {
    Credentials {
        access_key_id: ROOT.0.to_owned(),
        secret: Secret::new(ROOT.1.to_owned()),
        session_token: None,
    }
}

/// The key that a reply gives away.
fn credentials(reply: &str) -> Option<Credentials> {
    let element = |name: &str| {
        let (_, rest) = reply.split_once(&format!("<{name}>"))?;
        rest.split_once("</").map(|(text, _)| text.to_owned())
    };
    Some(Credentials {
        access_key_id: element("AccessKeyId")?,
        secret: Secret::new(element("SecretAccessKey")?),
        session_token: element("SessionToken"),
    })
}
