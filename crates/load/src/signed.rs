//! Requests signed before they are needed.

use std::net::SocketAddr;

use jiff::Timestamp;

use crate::{connection, form};

/// Credentials.
#[derive(Clone)]
pub struct Caller {
    /// The access key id.
    pub access_key_id: String,
    /// The secret access key.
    pub secret: String,
    /// The session token of temporary credentials.
    pub session_token: Option<String>,
}

impl Caller {
    /// A long-term key.
    pub fn permanent(access_key_id: &str, secret: &str) -> Caller {
        Caller {
            access_key_id: access_key_id.to_owned(),
            secret: secret.to_owned(),
            session_token: None,
        }
    }

    /// Of the reply that made an access key, or a session.
    pub fn of(reply: &str) -> Caller {
        let temporary = reply.contains("<SessionToken>");
        Caller {
            access_key_id: element(reply, "AccessKeyId"),
            secret: element(reply, "SecretAccessKey"),
            session_token: temporary.then(|| element(reply, "SessionToken")),
        }
    }

    /// Calls IAM and returns the reply's body.
    pub fn iam(&self, address: SocketAddr, action: &str, parameters: &[(&str, &str)]) -> String {
        connection::exchange(address, &self.signed(address, "iam", action, parameters))
    }

    /// A signed POST, as bytes.
    pub fn signed(
        &self,
        address: SocketAddr,
        service: &str,
        action: &str,
        parameters: &[(&str, &str)],
    ) -> Vec<u8> {
        let version = match service {
            "iam" => "2010-05-08",
            "sts" => "2011-06-15",
            _ => "2026-11-21",
        };
        let body = form::of(action, version, parameters);
        let host = address.to_string();
        let headers: [(&str, &[u8]); 2] = [
            ("host", host.as_bytes()),
            (
                "content-type",
                b"application/x-www-form-urlencoded; charset=utf-8",
            ),
        ];
        let request = sigv4::Request {
            method: "POST",
            path: "/",
            query: "",
            headers: &headers,
            body: body.as_bytes(),
        };
        let credentials = sigv4::Credentials {
            access_key_id: self.access_key_id.clone(),
            secret: sigv4::Secret::new(self.secret.clone()),
            session_token: self.session_token.clone(),
        };
        let added = sigv4::sign(
            &request,
            &credentials,
            "us-east-1",
            service,
            Timestamp::now(),
            &sigv4::Options::AWS,
        );
        let mut text = format!(
            "POST / HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/x-www-form-urlencoded; charset=utf-8\r\nuser-agent: aws-cli/2.30.0 bench\r\naccept-encoding: identity\r\ncontent-length: {}\r\n",
            body.len()
        );
        for (name, value) in added {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str("\r\n");
        text.push_str(&body);
        text.into_bytes()
    }
}

/// The text of an element of a reply.
pub fn element(reply: &str, name: &str) -> String {
    let (_, rest) = reply
        .split_once(&format!("<{name}>"))
        .unwrap_or_else(|| panic!("no {name} in {reply}"));
    rest.split_once('<').expect("an element ends").0.to_owned()
}
