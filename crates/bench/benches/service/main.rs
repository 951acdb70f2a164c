//! `cargo bench -p portcullis-bench`: the binary as it is installed (`cargo xtask dist`) beside its peers, in one run with one load generator.
//!
//! - Signed `GetCallerIdentity`, and `AssumeRole` alone and with a session policy and tags, beside a bare handler that reads the body and answers the same number of
//!   bytes, on the same HTTP stack, in a process of its own like the server.
//! - Durable `CreateUser` on 1 and 64 connections beside the store's own append of records of that size, one at a time and 64
//!   at a time.
//! - A start with 20 accounts of 5,000 users each.
//! - `AssumeRoleWithWebIdentity` and `AssumeRoleWithSAML` beside the cryptography that each needs.
//! - Memory and start-up of 5,000 accounts of 50 roles beside the same roles in 250 accounts.
//! - Lists, details and attachments of a large account beside the server of moto, a free emulator, as a black box.
//!
//! `-- reads` and so on run a part; `-- load ADDRESS ACTION SECONDS` is for profiling. Server and load generator share the machine, so the rates depend on its cores; what is worth reading is the ratios. The
//! processor time a request costs the server does not depend on the load generator at all.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark that cannot go on has nothing to say"
)]

mod accounts;
mod bare;
mod federation;
mod moto;
mod writes;

use std::net::SocketAddr;
use std::time::Duration;

use std::path::PathBuf;
use std::process::Command;

use load::connection::{self, Measured};
use load::process::Process;
use load::signed::Caller;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const CONNECTIONS: usize = 64;
const SECONDS: u64 = 4;
/// What a session is narrowed to: parsed, checked and packed at every call.
const SESSION_POLICY: &str = r#"{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":["arn:aws:s3:::reports","arn:aws:s3:::reports/*"],"Condition":{"StringEquals":{"aws:PrincipalTag/Project":"Automation"}}},{"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}"#;

fn main() {
    // Cargo adds a flag of its own.
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["bare", bytes] => bare::serve(bytes.parse().unwrap()),
        ["load", address, action, seconds] => {
            profiled(address.parse().unwrap(), action, seconds.parse().unwrap())
        }
        ["reads"] => reads(),
        ["writes"] => writes::writes(),
        ["federation"] => federation::federation(),
        ["accounts"] => accounts::accounts(),
        ["moto"] => moto::moto(),
        [] => {
            build();
            reads();
            federation::federation();
            writes::writes();
            accounts::accounts();
            moto::moto();
        }
        _ => println!(
            "service [reads | federation | writes | accounts | moto | load ADDRESS ACTION SECONDS]"
        ),
    }
}

/// Load on a `--dev` server that somebody is looking at with a profiler.
fn profiled(address: SocketAddr, action: &str, seconds: u64) {
    let root = Caller::permanent("AKIARZPUZDIKPORTCULL", "portcullis-dev-secret");
    let request = root.signed(address, "sts", action, &[]);
    let done = connection::repeat(
        address,
        &request,
        CONNECTIONS,
        Duration::from_secs(seconds),
        || Duration::ZERO,
    );
    println!("{:.0} requests/s", done.rate);
}

/// Requests that change nothing.
fn reads() {
    println!("reads: {CONNECTIONS} connections, {SECONDS} s each, after 1 s of warming up\n");
    let server = portcullis(&["--dev"]);
    let root = server.root();
    let address = server.address;
    let trust = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":["sts:AssumeRole","sts:TagSession"]}}"#;
    let grant = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["sts:AssumeRole","sts:TagSession"],"Resource":"*"}}"#;
    root.iam(
        address,
        "CreateRole",
        &[("RoleName", "bench"), ("AssumeRolePolicyDocument", trust)],
    );
    root.iam(address, "CreateUser", &[("UserName", "alice")]);
    root.iam(
        address,
        "PutUserPolicy",
        &[
            ("UserName", "alice"),
            ("PolicyName", "p"),
            ("PolicyDocument", grant),
        ],
    );
    let alice = Caller::of(&root.iam(address, "CreateAccessKey", &[("UserName", "alice")]));
    let assume = [
        ("RoleArn", "arn:aws:iam::123456789012:role/bench"),
        ("RoleSessionName", "session"),
    ];

    let narrowed = [
        &assume[..],
        &[
            ("Policy", SESSION_POLICY),
            ("Tags.member.1.Key", "Project"),
            ("Tags.member.1.Value", "Automation"),
            ("Tags.member.2.Key", "CostCenter"),
            ("Tags.member.2.Value", "12345"),
            ("TransitiveTagKeys.member.1", "Project"),
        ],
    ]
    .concat();

    println!("{:<36}{:>12}{:>18}", "", "requests/s", "CPU us/request");
    for (name, request) in [
        (
            "GetCallerIdentity",
            alice.signed(address, "sts", "GetCallerIdentity", &[]),
        ),
        (
            "AssumeRole",
            alice.signed(address, "sts", "AssumeRole", &assume),
        ),
        (
            "AssumeRole, session policy and tags",
            alice.signed(address, "sts", "AssumeRole", &narrowed),
        ),
    ] {
        let bytes = connection::exchange(address, &request).len();
        let bare = bare_handler(bytes);
        let peer = measure(&bare, bare.address, &request);
        let ours = measure(&server, address, &request);
        let audited = portcullis(&[
            "--dev",
            "--audit",
            server.scratch("audit.jsonl").to_str().unwrap(),
        ]);
        let recorded = (name == "GetCallerIdentity").then(|| {
            let root = audited.root();
            measure(
                &audited,
                audited.address,
                &root.signed(audited.address, "sts", name, &[]),
            )
        });
        line(&format!("bare handler, {bytes} bytes"), &peer);
        line(name, &ours);
        if let Some(recorded) = &recorded {
            line(&format!("{name}, with an audit trail"), recorded);
        }
        println!(
            "{:<36}{:>12.2}{:>18.2}",
            "ratio",
            ours.rate / peer.rate,
            peer.cpu / ours.cpu
        );
        if let Some(recorded) = &recorded {
            println!(
                "{:<36}{:>12.2}{:>18.2}",
                "ratio, with an audit trail",
                recorded.rate / peer.rate,
                peer.cpu / recorded.cpu
            );
        }
        println!();
    }
}

/// Builds the binary as it is installed, which is what is measured.
fn build() {
    let cargo = std::env::var("CARGO").unwrap_or("cargo".to_owned());
    let built = Command::new(cargo).args(["xtask", "dist"]).status();
    assert!(built.expect("cargo starts").success());
}

/// A server of the binary as it is installed.
fn portcullis(flags: &[&str]) -> Process {
    // target/release/deps/service-…: the binary is in target/dist.
    let own = std::env::current_exe().expect("a program knows where it is");
    let target = own.ancestors().nth(3);
    let target: PathBuf = target
        .expect("cargo puts benchmarks three folders deep")
        .join("dist/portcullis");
    Process::portcullis(&target, flags)
}

fn bare_handler(body_bytes: usize) -> Process {
    let mut command = Command::new(std::env::current_exe().expect("a program knows where it is"));
    command.args(["bare", &body_bytes.to_string()]);
    Process::start(command, 1)
}

fn measure(process: &Process, address: SocketAddr, request: &[u8]) -> Measured {
    let repeat = |seconds| {
        connection::repeat(
            address,
            request,
            CONNECTIONS,
            Duration::from_secs(seconds),
            || process.cpu(),
        )
    };
    repeat(1);
    repeat(SECONDS)
}

fn line(name: &str, measured: &Measured) {
    println!("{name:<36}{:>12.0}{:>18.1}", measured.rate, measured.cpu);
}
