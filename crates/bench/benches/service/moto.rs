//! A large account beside the server of moto, which is installed from PyPI and used as a black box: the same calls to both,
//! in the same run. Ours keeps everything on disk and checks every signature; moto keeps it in memory and checks none.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use load::signed::{Caller, element};

use crate::portcullis;

const RELEASE: &str = "moto[server]==5.2.5";
const USERS: usize = 5_000;
const ROLES: usize = 1_000;
const POLICIES: usize = 1_500;
/// Callers at once where changes are made.
const CALLERS: usize = 8;
const CHURN_CALLS: usize = 4_000;
const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::reports/*"}]}"#;

/// Measures both and prints the ratios.
pub(crate) fn moto() {
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("data");
    let server = portcullis(&[
        "--data",
        data.to_str().expect("paths of temporary files are text"),
    ]);
    let ours = Subject {
        caller: server.root(),
        address: server.address,
    };
    let peer = Peer::start(place.path());
    let theirs = Subject {
        caller: Caller::permanent("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI"),
        address: peer.address,
    };
    println!("{USERS} users, {ROLES} roles and {POLICIES} policies, beside {RELEASE}\n");
    println!(
        "{:<36}{:>14}{:>14}{:>9}",
        "calls a second", "ours", "moto", "ratio"
    );
    for (name, measure) in [
        ("make them, 8 connections", make as fn(&Subject) -> f64),
        ("ListUsers, 100 a page", list_users),
        ("GetAccountAuthorizationDetails", details),
        ("attach and detach, 8 connections", churn),
    ] {
        let (ours, theirs) = (measure(&ours), measure(&theirs));
        println!("{name:<36}{ours:>14.1}{theirs:>14.1}{:>9.1}", ours / theirs);
    }
    println!();
}

/// A server to call, and with what.
struct Subject {
    caller: Caller,
    address: SocketAddr,
}

/// Everything there is, made once. Calls a second.
fn make(subject: &Subject) -> f64 {
    let mut calls: Vec<Vec<(&str, String)>> = Vec::new();
    for index in 0..USERS {
        let name = format!("user-{index:05}");
        calls.push(vec![("Action", "CreateUser".into()), ("UserName", name)]);
    }
    for index in 0..ROLES {
        calls.push(vec![
            ("Action", "CreateRole".into()),
            ("RoleName", format!("role-{index:05}")),
            ("AssumeRolePolicyDocument", TRUST.into()),
        ]);
    }
    for index in 0..POLICIES {
        calls.push(vec![
            ("Action", "CreatePolicy".into()),
            ("PolicyName", format!("policy-{index:05}")),
            ("PolicyDocument", POLICY.into()),
        ]);
    }
    side_by_side(subject, &calls)
}

/// All users, page by page. Walks a second, times pages of ours, so that both did the same.
fn list_users(subject: &Subject) -> f64 {
    walks(subject, "ListUsers", "100", "<UserName>", USERS)
}

/// Everything in the account, page by page.
fn details(subject: &Subject) -> f64 {
    walks(
        subject,
        "GetAccountAuthorizationDetails",
        "1000",
        "<UserName>",
        USERS,
    )
}

/// Attaches a policy to one user after another and detaches it again.
fn churn(subject: &Subject) -> f64 {
    let listed =
        Client::new(subject).call("ListPolicies", &[("Scope", "Local"), ("MaxItems", "1")]);
    let arn = element(&listed, "Arn");
    let calls: Vec<Vec<(&str, String)>> = (0..CHURN_CALLS)
        .map(|index| {
            // A caller's calls are every eighth: it attaches and detaches the same user's in turn.
            let round = index / CALLERS;
            let user = format!("user-{:05}", round / 2 * CALLERS + index % CALLERS);
            let action = if round.is_multiple_of(2) {
                "AttachUserPolicy"
            } else {
                "DetachUserPolicy"
            };
            vec![
                ("Action", action.to_owned()),
                ("UserName", user),
                ("PolicyArn", arn.clone()),
            ]
        })
        .collect();
    side_by_side(subject, &calls)
}

/// Walks over all pages for some seconds; how many walks a second.
fn walks(subject: &Subject, action: &str, page: &str, counted: &str, expected: usize) -> f64 {
    let mut client = Client::new(subject);
    let started = Instant::now();
    let mut walks = 0_u32;
    while walks == 0 || started.elapsed() < Duration::from_secs(5) {
        let (mut found, mut marker) = (0, None::<String>);
        loop {
            let mut parameters = vec![("MaxItems", page)];
            if let Some(marker) = &marker {
                parameters.push(("Marker", marker));
            }
            let reply = client.call(action, &parameters);
            found += reply.matches(counted).count();
            if !reply.contains("<IsTruncated>true</IsTruncated>") {
                break;
            }
            marker = Some(element(&reply, "Marker"));
        }
        assert_eq!(found, expected, "{action} told everything once");
        walks += 1;
    }
    f64::from(walks) / started.elapsed().as_secs_f64()
}

/// The calls, dealt out to connections of their own; calls a second.
fn side_by_side(subject: &Subject, calls: &[Vec<(&str, String)>]) -> f64 {
    let started = Instant::now();
    std::thread::scope(|threads| {
        for caller in 0..CALLERS {
            threads.spawn(move || {
                let mut client = Client::new(subject);
                for call in calls.iter().skip(caller).step_by(CALLERS) {
                    let parameters: Vec<(&str, &str)> = call[1..]
                        .iter()
                        .map(|(name, value)| (*name, &value[..]))
                        .collect();
                    client.call(&call[0].1, &parameters);
                }
            });
        }
    });
    calls.len() as f64 / started.elapsed().as_secs_f64()
}

/// A connection that is made anew where the server hangs up, as moto's does.
struct Client<'a> {
    subject: &'a Subject,
    stream: Option<BufReader<TcpStream>>,
}

impl<'a> Client<'a> {
    fn new(subject: &'a Subject) -> Client<'a> {
        Client {
            subject,
            stream: None,
        }
    }

    /// The body of the reply, which must be 200.
    fn call(&mut self, action: &str, parameters: &[(&str, &str)]) -> String {
        let Subject { caller, address } = self.subject;
        let request = caller.signed(*address, "iam", action, parameters);
        let stream = self.stream.get_or_insert_with(|| {
            let stream = TcpStream::connect(address).unwrap();
            stream.set_nodelay(true).unwrap();
            BufReader::new(stream)
        });
        stream.get_mut().write_all(&request).unwrap();
        let (mut head, mut length, mut keep) = (String::new(), 0, true);
        while !head.ends_with("\r\n\r\n") {
            let at = head.len();
            assert!(stream.read_line(&mut head).unwrap() > 0, "hung up: {head}");
            let line = head[at..].trim().to_lowercase();
            match line.split_once(": ") {
                Some(("content-length", value)) => length = value.parse().unwrap(),
                Some(("connection", value)) => keep = value != "close",
                _ => {}
            }
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body).unwrap();
        let body = String::from_utf8(body).unwrap();
        let status = head.split(' ').nth(1);
        assert_eq!(status, Some("200"), "{action}: {body}");
        if !keep || head.starts_with("HTTP/1.0") {
            self.stream = None;
        }
        body
    }
}

/// The server of moto, as a process of its own.
struct Peer {
    child: Child,
    address: SocketAddr,
}

impl Peer {
    /// Installs it where it is not yet, and starts it.
    fn start(place: &Path) -> Peer {
        // target/release/deps/service-…: environments are kept three folders up.
        let own = std::env::current_exe().unwrap();
        let environment = own.ancestors().nth(3).unwrap().join("moto");
        let program = environment.join("bin/moto_server");
        if !program.exists() {
            let mut venv = Command::new("python3");
            run(venv.args(["-m", "venv"]).arg(&environment));
            run(Command::new(environment.join("bin/pip")).args(["install", "--quiet", RELEASE]));
        }
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let log = std::fs::File::create(place.join("moto.log")).unwrap();
        let child = Command::new(program)
            .args(["-H", "127.0.0.1", "-p", &address.port().to_string()])
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let peer = Peer { child, address };
        let started = Instant::now();
        while TcpStream::connect(address).is_err() {
            assert!(
                started.elapsed() < Duration::from_secs(60),
                "moto does not start"
            );
            std::thread::sleep(Duration::from_millis(100));
        }
        peer
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // One that has ended cannot be killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn run(command: &mut Command) {
    let status = command.status().unwrap();
    assert!(status.success(), "{command:?}");
}
