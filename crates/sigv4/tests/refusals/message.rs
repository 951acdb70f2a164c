//! A request that owns its parts, and how to sign it, edit it and check it.

use sigv4::{
    Credentials, Error, Options, Request, Secret, SigningKey, claim, presign, sign, verify,
};

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// A request that owns its parts, so that a test can change any of them.
#[derive(Clone)]
pub(crate) struct Message {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
}

impl Message {
    pub(crate) fn plain() -> Message {
        let headers = [
            ("Host", "iam.example:4747"),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        Message {
            method: "POST".into(),
            path: "/team/a".into(),
            query: String::new(),
            headers: headers
                .map(|(name, value)| (name.to_owned(), value.as_bytes().to_vec()))
                .to_vec(),
            body: b"Action=GetUser&Version=2010-05-08".to_vec(),
        }
    }

    pub(crate) fn signed() -> Message {
        Message::plain().sign()
    }

    pub(crate) fn presigned(expires: u32) -> Message {
        let mut message = Message {
            method: "GET".into(),
            body: Vec::new(),
            query: "Action=GetUser".into(),
            ..Message::plain()
        };
        message.headers.truncate(1);
        message.query = message.with_request(|request| {
            presign(
                request,
                &credentials(),
                "us-east-1",
                "iam",
                now(),
                expires,
                &Options::AWS,
            )
        });
        message
    }

    pub(crate) fn sign(mut self) -> Message {
        let added = self.with_request(|request| {
            sign(
                request,
                &credentials(),
                "us-east-1",
                "iam",
                now(),
                &Options::AWS,
            )
        });
        self.headers.extend(
            added
                .into_iter()
                .map(|(name, value)| (name, value.into_bytes())),
        );
        self
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Message {
        self.headers
            .retain(|(given, _)| !given.eq_ignore_ascii_case(name));
        self.headers
            .push((name.to_owned(), value.as_bytes().to_vec()));
        self
    }

    pub(crate) fn also(mut self, name: &str, value: &str) -> Message {
        self.headers
            .push((name.to_owned(), value.as_bytes().to_vec()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Message {
        self.headers
            .retain(|(given, _)| !given.eq_ignore_ascii_case(name));
        self
    }

    pub(crate) fn authorization(&self) -> String {
        let (_, value) = self
            .headers
            .iter()
            .find(|(name, _)| name == "authorization")
            .unwrap();
        String::from_utf8(value.clone()).unwrap()
    }

    /// Replaces a part of the Authorization header.
    pub(crate) fn edit(self, from: &str, to: &str) -> Message {
        let header = self.authorization();
        assert!(header.contains(from), "{header}");
        self.header("authorization", &header.replacen(from, to, 1))
    }

    pub(crate) fn query(mut self, from: &str, to: &str) -> Message {
        assert!(self.query.contains(from), "{}", self.query);
        self.query = self.query.replacen(from, to, 1);
        self
    }

    pub(crate) fn with_request<T>(&self, act: impl FnOnce(&Request<'_>) -> T) -> T {
        let headers: Vec<(&str, &[u8])> = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_slice()))
            .collect();
        act(&Request {
            method: &self.method,
            path: &self.path,
            query: &self.query,
            headers: &headers,
            body: &self.body,
        })
    }

    pub(crate) fn check_at(&self, time: &str) -> Result<(), Error> {
        self.check_with(time, &Options::AWS)
    }

    pub(crate) fn check_with(&self, time: &str, options: &Options) -> Result<(), Error> {
        self.with_request(|request| {
            let claim = claim(request)?.ok_or_else(Error::missing_authentication_token)?;
            if claim.access_key_id != "AKIDEXAMPLE" {
                // The id picks the secret and is not signed itself: another id is another key.
                return Err(Error::invalid_client_token_id());
            }
            let key = SigningKey::derive(&Secret::new(SECRET.to_owned()), &claim.scope);
            verify(request, &claim, &key, time.parse().unwrap(), options)
        })
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        self.check_at("2015-08-30T12:36:00Z")
    }

    #[track_caller]
    pub(crate) fn refused(&self, code: &str, message: &str) {
        let error = self.check().unwrap_err();
        assert_eq!((error.code(), error.message().as_str()), (code, message));
    }

    #[track_caller]
    pub(crate) fn refused_at(&self, time: &str, message: &str) {
        let error = self.check_at(time).unwrap_err();
        assert_eq!(
            (error.code(), error.status(), error.message().as_str()),
            ("SignatureDoesNotMatch", 403, message)
        );
    }
}

pub(crate) fn credentials() -> Credentials {
    Credentials {
        access_key_id: "AKIDEXAMPLE".into(),
        secret: Secret::new(SECRET.into()),
        session_token: Some("AQoDYXdz/+EPT==".into()),
    }
}

pub(crate) fn now() -> jiff::Timestamp {
    "2015-08-30T12:36:00Z".parse().unwrap()
}
