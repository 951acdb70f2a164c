//! Requests signed before they are needed.

use std::net::SocketAddr;

use jiff::Timestamp;

use crate::load;

/// Credentials.
#[derive(Clone)]
pub(crate) struct Caller {
    pub(crate) access_key_id: String,
    pub(crate) secret: String,
}

impl Caller {
    /// Of the reply that made an access key.
    pub(crate) fn of(reply: &str) -> Caller {
        Caller {
            access_key_id: element(reply, "AccessKeyId"),
            secret: element(reply, "SecretAccessKey"),
        }
    }

    /// Calls IAM and returns the reply's body.
    pub(crate) fn iam(
        &self,
        address: SocketAddr,
        action: &str,
        parameters: &[(&str, &str)],
    ) -> String {
        load::exchange(address, &self.signed(address, "iam", action, parameters))
    }

    /// A signed POST, as bytes.
    pub(crate) fn signed(
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
        let body = server::operator_form(action, parameters).replace("2026-11-21", version);
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
            session_token: None,
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
pub(crate) fn element(reply: &str, name: &str) -> String {
    let (_, rest) = reply
        .split_once(&format!("<{name}>"))
        .unwrap_or_else(|| panic!("no {name} in {reply}"));
    rest.split_once('<').unwrap().0.to_owned()
}
