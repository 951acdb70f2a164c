//! Requests that a service got from callers of its own: `brought(WHO word=value …)`.
//!
//! Signed by `WHO` for `service=lambda`, with `body=…` and `age=SECONDS`, from `ip=…`; `tls=no` for one that came without. `sent=…` is
//! the body that the service says it got, if another than was signed; `payload=unsigned` leaves the body out of the signature;
//! `region=…` is the region it is signed for. `WHO` may be `nobody`.

use super::World;
use jiff::ToSpan;
use sha2::{Digest, Sha256};
use sigv4::Options;
use std::collections::BTreeMap;

impl World {
    pub(super) fn brought(&self, text: &str) -> Vec<(String, String)> {
        let mut words = text.split(' ');
        let who = words.next().unwrap();
        let said: BTreeMap<&str, &str> = words.map(|word| word.split_once('=').unwrap()).collect();
        let word = |name: &str, default: &'static str| said.get(name).copied().unwrap_or(default);
        let body = word("body", "{}");
        let mut headers = vec![
            ("host".to_owned(), "service.example.com".to_owned()),
            ("user-agent".to_owned(), "theirs/1".to_owned()),
        ];
        if word("payload", "signed") == "unsigned" {
            let name = "x-amz-content-sha256".to_owned();
            headers.push((name, "UNSIGNED-PAYLOAD".to_owned()));
        }
        if who != "nobody" {
            let pairs: Vec<(&str, &[u8])> = headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_bytes()))
                .collect();
            let unsigned = sigv4::Request {
                method: "POST",
                path: "/functions",
                query: "a=b",
                headers: &pairs,
                body: body.as_bytes(),
            };
            let age: i64 = word("age", "0").parse().unwrap();
            let (service, region) = (word("service", "lambda"), word("region", "us-east-1"));
            let at = self.wall.checked_sub(age.seconds()).unwrap();
            let added = sigv4::sign(
                &unsigned,
                &self.credentials(who),
                region,
                service,
                at,
                &Options::AWS,
            );
            headers.extend(
                added
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value)),
            );
        }
        let sent = said.get("sent").copied().unwrap_or(body);
        let mut params = vec![
            ("Method".to_owned(), "POST".to_owned()),
            ("PathAndQuery".to_owned(), "/functions?a=b".to_owned()),
            ("BodySha256".to_owned(), hex::encode(Sha256::digest(sent))),
            ("SourceIp".to_owned(), word("ip", "198.51.100.7").to_owned()),
            (
                "SecureTransport".to_owned(),
                (word("tls", "yes") == "yes").to_string(),
            ),
        ];
        for (index, (name, value)) in headers.into_iter().enumerate() {
            let member = format!("Headers.member.{}", index + 1);
            params.push((format!("{member}.Name"), name));
            params.push((format!("{member}.Value"), value));
        }
        let within = |(name, value)| (format!("CallerRequest.{name}"), value);
        params.into_iter().map(within).collect()
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 96, failure_persistence: None, ..Default::default() })]

    /// Whatever a service says that it got proves nobody unless somebody signed it, and ends nothing.
    #[test]
    fn what_nobody_signed_proves_nobody(
        replaced in proptest::sample::subsequence(vec!["Method", "PathAndQuery", "BodySha256", "Headers.member.1.Name", "Headers.member.3.Value", "Headers.member.4.Value"], 1..=3),
        by in proptest::collection::vec("\\PC{0,40}|[A-Za-z]+:?//?[a-z./]*|AWS4-HMAC-SHA256 Credential=[A-Z/0-9]{0,60}, SignedHeaders=[a-z;]{0,9}, Signature=[0-9a-f]{0,64}", 3),
    ) {
        let mut world = World::new();
        world.run(None, r#"root AddService ServiceName=lambda.amazonaws.com -> as lambda
            root CreateRole RoleName=App AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}' -> ok"#);
        let mut params = vec![("RoleArn".to_owned(), "arn:aws:iam::123456789012:role/App".to_owned())];
        params.extend(world.brought("root"));
        let told = world.call(None, "lambda", "CheckPassRole", &params);
        proptest::prop_assert!(told.body.contains("<Allowed>true</Allowed>"), "{}", told.body);
        let mut changed = false;
        for (name, value) in &mut params {
            let Some(at) = replaced.iter().position(|one| name.ends_with(one)) else { continue };
            changed |= !value.trim().eq_ignore_ascii_case(by[at].trim());
            value.clone_from(&by[at]);
        }
        proptest::prop_assume!(changed);
        let told = world.call(None, "lambda", "CheckPassRole", &params);
        let refused = told.status == 400 || told.body.contains("<Obstacle>Caller</Obstacle>");
        proptest::prop_assert!(refused, "{} {}", told.status, told.body);
    }
}
