//! What the profile of the installed binary is taken from: every kind of call that servers spend their time with.

use std::path::Path;
use std::time::Duration;

use serde_json::json;

use crate::connection::{each, exchange, refused};
use crate::federation::{ACCOUNT, Algorithm, IdentityProvider, Issuer, role, unsigned};
use crate::process::Process;
use crate::signed::Caller;

/// Rounds that a profile takes: half a minute of work for the server.
pub const ROUNDS: usize = 100;
/// How often each call to STS of a round is made again. A compiler takes for hot what was counted most, and starting a server, or
/// listing a large account once, counts more than thousands of short calls.
const AGAIN: usize = 50;
/// Users of each round that are made, tagged and given a policy.
const USERS: usize = 4;
const CONNECTIONS: usize = 32;
const LONG: Duration = Duration::from_secs(600);

const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Sid":"Account","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"],"Condition":{"StringEqualsIfExists":{"sts:ExternalId":["partner-17","partner-18"]}}}]}"#;
const GRANT: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sts:*","iam:Get*","iam:List*"],"Resource":"*"},{"Effect":"Deny","Action":"iam:*","Resource":"arn:aws:iam::*:user/secret/*","Condition":{"NotIpAddress":{"aws:SourceIp":["127.0.0.0/8","10.0.0.0/8"]}}}]}"#;
const READ: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:GetUser","iam:ListUsers","s3:GetObject"],"Resource":["arn:aws:iam::123456789012:user/*","arn:aws:s3:::logs/${aws:username}/*"]}]}"#;
const NARROW: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:Get*","dynamodb:Query"],"Resource":"*","Condition":{"StringLike":{"aws:PrincipalTag/team":["blue","gr*n"]},"DateLessThan":{"aws:CurrentTime":"2040-01-01T00:00:00Z"}}}}"#;

/// Starts the server and makes the calls, so many of each kind; returns when it has stopped, and so has written what it counted.
/// Panics if a call is not answered as it should be.
pub fn train(binary: &Path, rounds: usize) {
    let place = tempfile::tempdir().expect("there is room for files");
    let path = |name: &str| place.path().join(name);
    let issuer = Issuer::new(Algorithm::Rs256);
    std::fs::write(path("jwks.json"), issuer.jwks().to_string()).expect("the folder is new");
    let of_issuer = format!(
        "[oidc.\"{}\"]\njwks = {:?}\n",
        Issuer::URL,
        path("jwks.json")
    );
    std::fs::write(path("config.toml"), of_issuer).expect("the folder is new");
    let (data, config) = (path("data"), path("config.toml"));
    let flags = [
        "--data",
        data.to_str().expect("paths of temporary files are text"),
        "--config",
        config.to_str().expect("paths of temporary files are text"),
        "--account-id",
        ACCOUNT,
    ];
    let server = Process::portcullis(binary, &flags);
    let world = World::of(&server, &issuer);
    let (mut sessions, mut reads) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        world.sessions(round, &mut sessions);
        world.reads(round, &mut reads);
    }
    let sessions = std::iter::repeat_n(sessions, AGAIN);
    for phase in world
        .writes(rounds)
        .into_iter()
        .chain([reads])
        .chain(sessions)
    {
        each(server.address, phase, CONNECTIONS, LONG, || Duration::ZERO);
    }
    refused(server.address, &world.refused(), rounds);
    // The second start reads what the first has written.
    server.stop();
    Process::portcullis(binary, &flags).stop();
}

/// A server, and who calls it.
struct World<'a> {
    server: &'a Process,
    root: Caller,
    alice: Caller,
    /// A role session of hers.
    session: Caller,
    /// May nothing.
    nobody: Caller,
    /// Calls of STS that nobody signs.
    federated: [Vec<u8>; 3],
}

impl<'a> World<'a> {
    fn of(server: &'a Process, issuer: &Issuer) -> World<'a> {
        let (root, address) = (server.root(), server.address);
        let iam = |action: &str, parameters: &[(&str, &str)]| root.iam(address, action, parameters);
        iam(
            "CreateRole",
            &[("RoleName", "worker"), ("AssumeRolePolicyDocument", TRUST)],
        );
        iam(
            "CreatePolicy",
            &[("PolicyName", "read"), ("PolicyDocument", READ)],
        );
        iam(
            "AttachRolePolicy",
            &[("RoleName", "worker"), ("PolicyArn", &arn("policy/read"))],
        );
        let key = |name: &str| {
            iam("CreateUser", &[("UserName", name)]);
            Caller::of(&iam("CreateAccessKey", &[("UserName", name)]))
        };
        let (alice, nobody) = (key("alice"), key("nobody"));
        let grant = [
            ("UserName", "alice"),
            ("PolicyName", "all"),
            ("PolicyDocument", GRANT),
        ];
        iam("PutUserPolicy", &grant);
        let worker = [
            ("RoleArn", &arn("role/worker")[..]),
            ("RoleSessionName", "first"),
        ];
        let session = exchange(
            address,
            &alice.signed(address, "sts", "AssumeRole", &worker),
        );
        World {
            server,
            session: Caller::of(&session),
            federated: federated(server, &root, issuer),
            root,
            alice,
            nobody,
        }
    }

    fn put(
        &self,
        requests: &mut Vec<Vec<u8>>,
        caller: &Caller,
        service: &str,
        action: &str,
        parameters: &[(&str, &str)],
    ) {
        requests.push(caller.signed(self.server.address, service, action, parameters));
    }

    /// STS, in the forms that clients use.
    fn sessions(&self, round: usize, requests: &mut Vec<Vec<u8>>) {
        let (worker, name) = (arn("role/worker"), format!("job-{round}"));
        let plain = [("RoleArn", &worker[..]), ("RoleSessionName", &name)];
        let mut sts = |caller: &Caller, action: &str, parameters: &[(&str, &str)]| {
            self.put(requests, caller, "sts", action, parameters);
        };
        for caller in [
            &self.root,
            &self.alice,
            &self.alice,
            &self.session,
            &self.session,
        ] {
            sts(caller, "GetCallerIdentity", &[]);
        }
        sts(&self.alice, "AssumeRole", &plain);
        let partner = [("ExternalId", "partner-17"), ("DurationSeconds", "900")];
        sts(&self.alice, "AssumeRole", &[&plain[..], &partner].concat());
        let told = [
            ("SourceIdentity", "alice"),
            ("Policy", NARROW),
            ("PolicyArns.member.1.arn", &arn("policy/read")),
        ];
        sts(&self.alice, "AssumeRole", &[&plain[..], &told].concat());
        let tags = [
            ("Policy", READ),
            ("Tags.member.1.Key", "team"),
            ("Tags.member.1.Value", "blue"),
            ("Tags.member.2.Key", "Ticket"),
            ("Tags.member.2.Value", &name),
            ("TransitiveTagKeys.member.1", "team"),
        ];
        sts(&self.alice, "AssumeRole", &[&plain[..], &tags].concat());
        sts(&self.alice, "GetSessionToken", &[]);
        let federated = [("Name", &name[..]), ("Policy", NARROW)];
        sts(&self.alice, "GetFederationToken", &federated);
        requests.extend(self.federated.clone());
    }

    /// IAM, without a change.
    fn reads(&self, round: usize, requests: &mut Vec<Vec<u8>>) {
        let user = format!("user-{round}");
        let mut iam = |caller: &Caller, action: &str, parameters: &[(&str, &str)]| {
            self.put(requests, caller, "iam", action, parameters);
        };
        iam(&self.session, "GetUser", &[("UserName", &user)]);
        iam(&self.alice, "GetRole", &[("RoleName", "worker")]);
        iam(
            &self.alice,
            "ListAttachedRolePolicies",
            &[("RoleName", "worker")],
        );
        iam(
            &self.alice,
            "GetPolicy",
            &[("PolicyArn", &arn("policy/read"))],
        );
        iam(&self.alice, "ListUsers", &[("MaxItems", "20")]);
        if round.is_multiple_of(20) {
            iam(&self.root, "GetAccountAuthorizationDetails", &[]);
            let asked = [
                ("PolicySourceArn", &arn("user/alice")[..]),
                ("ActionNames.member.1", "iam:GetUser"),
                ("ActionNames.member.2", "s3:PutObject"),
            ];
            iam(&self.root, "SimulatePrincipalPolicy", &asked);
        }
    }

    /// IAM, with changes: what one phase makes the next one needs.
    fn writes(&self, rounds: usize) -> [Vec<Vec<u8>>; 2] {
        let (mut made, mut changed) = (Vec::new(), Vec::new());
        for index in 0..rounds * USERS {
            let name = format!("user-{index}");
            let user = [("UserName", &name[..])];
            let placed = [&user[..], &[("Path", "/team/")]].concat();
            self.put(&mut made, &self.root, "iam", "CreateUser", &placed);
            let tags = [
                ("Tags.member.1.Key", "team"),
                ("Tags.member.1.Value", "blue"),
            ];
            let tags = [&user[..], &tags].concat();
            self.put(&mut changed, &self.root, "iam", "TagUser", &tags);
            let policy = [("PolicyName", "own"), ("PolicyDocument", READ)];
            let policy = [&user[..], &policy].concat();
            self.put(&mut changed, &self.root, "iam", "PutUserPolicy", &policy);
        }
        [made, changed]
    }

    /// What is not allowed.
    fn refused(&self) -> Vec<u8> {
        let parameters = [("UserName", "user-1")];
        let address = self.server.address;
        self.nobody.signed(address, "iam", "GetUser", &parameters)
    }
}

/// Three calls: with a token, with a token that brings tags, with an assertion.
fn federated(server: &Process, root: &Caller, issuer: &Issuer) -> [Vec<u8>; 3] {
    let address = server.address;
    let provider = [("Url", Issuer::URL), ("ClientIDList.member.1", "bench")];
    root.iam(address, "CreateOpenIDConnectProvider", &provider);
    let workload = role(
        server,
        "AssumeRoleWithWebIdentity",
        "oidc-provider/id.example.com",
    );
    let with_token = |claims: serde_json::Value| {
        let parameters = [
            ("RoleArn", &workload[..]),
            ("RoleSessionName", "pod-7f9c"),
            ("WebIdentityToken", &issuer.sign(claims).token()),
        ];
        unsigned(address, "AssumeRoleWithWebIdentity", &parameters)
    };
    let idp = IdentityProvider::default();
    let metadata = [("Name", "Idp"), ("SAMLMetadataDocument", &idp.metadata())];
    root.iam(address, "CreateSAMLProvider", &metadata);
    let person = role(server, "AssumeRoleWithSAML", "saml-provider/Idp");
    let provider = arn("saml-provider/Idp");
    let further = [("SessionDuration", "1800"), ("PrincipalTag:team", "blue")];
    let assertion = idp.assertion("bob", &person, &provider, &further);
    let parameters = [
        ("RoleArn", &person[..]),
        ("PrincipalArn", &provider),
        ("SAMLAssertion", &IdentityProvider::response(&assertion)),
    ];
    [
        with_token(
            json!({"sub": "system:serviceaccount:shop:checkout", "kubernetes.io": {"namespace": "shop"}}),
        ),
        with_token(json!({
            "sub": "repo:acme/site:ref:refs/heads/main",
            "https://aws.amazon.com/tags": {"principal_tags": {"team": ["blue"]}, "transitive_tag_keys": ["team"]}
        })),
        unsigned(address, "AssumeRoleWithSAML", &parameters),
    ]
}

fn arn(resource: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:{resource}")
}
