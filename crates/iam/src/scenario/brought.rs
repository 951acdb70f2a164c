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
