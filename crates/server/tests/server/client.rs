//! A client that writes bytes to a socket and signs what AWS clients sign.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use jiff::Timestamp;

/// Credentials.
#[derive(Clone)]
pub(crate) struct Caller {
    pub(crate) access_key_id: String,
    pub(crate) secret: String,
    pub(crate) token: Option<String>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Caller {
    pub(crate) fn new(access_key_id: &str, secret: &str) -> Caller {
        Caller {
            access_key_id: access_key_id.to_owned(),
            secret: secret.to_owned(),
            token: None,
        }
    }

    pub(crate) fn iam(
        &self,
        address: SocketAddr,
        action: &str,
        parameters: &[(&str, &str)],
    ) -> Reply {
        let form = form(action, "2010-05-08", parameters);
        exchange(
            address,
            &self.signed("iam", form.as_bytes(), &address.to_string()),
        )
    }

    pub(crate) fn sts(
        &self,
        address: SocketAddr,
        action: &str,
        parameters: &[(&str, &str)],
    ) -> Reply {
        let form = form(action, "2011-06-15", parameters);
        exchange(
            address,
            &self.signed("sts", form.as_bytes(), &address.to_string()),
        )
    }

    /// A call of Organizations, which speaks JSON.
    pub(crate) fn organizations(&self, address: SocketAddr, action: &str, body: &str) -> Reply {
        let target = format!("AWSOrganizationsV20161128.{action}");
        let headers = [
            ("content-type", "application/x-amz-json-1.1"),
            ("x-amz-target", target.as_str()),
        ];
        let host = address.to_string();
        exchange(
            address,
            &self.signed_with("organizations", &headers, body.as_bytes(), &host),
        )
    }

    pub(crate) fn operator(
        &self,
        address: SocketAddr,
        action: &str,
        parameters: &[(&str, &str)],
    ) -> Reply {
        let form = server::operator_form(action, parameters);
        exchange(
            address,
            &self.signed("portcullis", form.as_bytes(), &address.to_string()),
        )
    }

    /// A signed POST of a form, as bytes.
    pub(crate) fn signed(&self, service: &str, body: &[u8], host: &str) -> Vec<u8> {
        let form = "application/x-www-form-urlencoded; charset=utf-8";
        self.signed_with(service, &[("content-type", form)], body, host)
    }

    /// A signed POST with these headers besides, which are signed too.
    fn signed_with(
        &self,
        service: &str,
        more: &[(&str, &str)],
        body: &[u8],
        host: &str,
    ) -> Vec<u8> {
        let mut headers = vec![("host", host.as_bytes())];
        headers.extend(more.iter().map(|(name, text)| (*name, text.as_bytes())));
        let request = sigv4::Request {
            method: "POST",
            path: "/",
            query: "",
            headers: &headers,
            body,
        };
        let credentials = sigv4::Credentials {
            access_key_id: self.access_key_id.clone(),
            secret: sigv4::Secret::new(self.secret.clone()),
            session_token: self.token.clone(),
        };
        let added = sigv4::sign(
            &request,
            &credentials,
            "us-east-1",
            service,
            Timestamp::now(),
            &sigv4::Options::AWS,
        );
        let mut bytes = format!(
            "POST / HTTP/1.1\r\nhost: {host}\r\ncontent-length: {}\r\nconnection: close\r\n",
            body.len()
        );
        for (name, value) in more {
            bytes.push_str(&format!("{name}: {value}\r\n"));
        }
        for (name, value) in added {
            bytes.push_str(&format!("{name}: {value}\r\n"));
        }
        bytes.push_str("\r\n");
        [bytes.as_bytes(), body].concat()
    }
}

pub(crate) fn form(action: &str, version: &str, parameters: &[(&str, &str)]) -> String {
    let mut form = format!("Action={action}&Version={version}");
    for (name, value) in parameters {
        form.push_str(&format!("&{name}={}", percent(value)));
    }
    form
}

fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// A connection on which no test waits for ever.
pub(crate) fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    stream
}

/// Sends the bytes and reads until the server closes.
pub(crate) fn exchange(address: SocketAddr, bytes: &[u8]) -> Reply {
    let mut stream = connect(address);
    stream.write_all(bytes).unwrap();
    read(&mut stream)
}

/// Reads one reply, by its length or until the server closes.
pub(crate) fn read(stream: &mut impl Read) -> Reply {
    let mut bytes = Vec::new();
    let mut piece = [0; 16 << 10];
    loop {
        let read = stream.read(&mut piece).unwrap();
        bytes.extend_from_slice(&piece[..read]);
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
            if read == 0 || length.is_some_and(|length| body.len() >= length) {
                let status = head.split(' ').nth(1).unwrap().parse().unwrap();
                return Reply {
                    status,
                    head: head.to_owned(),
                    body: body.to_owned(),
                };
            }
        }
        assert!(read > 0, "the connection ended without a reply: {text:?}");
    }
}

pub(crate) fn get(address: SocketAddr, path: &str) -> Reply {
    exchange(
        address,
        format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").as_bytes(),
    )
}

/// A POST without a signature.
pub(crate) fn post(
    address: SocketAddr,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Reply {
    let mut head = format!(
        "POST {path} HTTP/1.1\r\ncontent-length: {}\r\nconnection: close\r\n",
        body.len()
    );
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    exchange(address, &[head.as_bytes(), body].concat())
}

impl Reply {
    pub(crate) fn code(&self) -> &str {
        self.element("Code")
    }

    pub(crate) fn element(&self, name: &str) -> &str {
        let after = self
            .body
            .split_once(&format!("<{name}>"))
            .map(|(_, after)| after);
        after
            .and_then(|after| after.split_once('<'))
            .map(|(text, _)| text)
            .unwrap_or("")
    }

    #[track_caller]
    pub(crate) fn ok(self) -> Reply {
        assert_eq!(self.status, 200, "{}", self.body);
        self
    }

    #[track_caller]
    pub(crate) fn refused(self, status: u16, code: &str) -> Reply {
        assert_eq!(
            (self.status, self.code()),
            (status, code),
            "{}\n{}",
            self.head,
            self.body
        );
        self
    }
}
