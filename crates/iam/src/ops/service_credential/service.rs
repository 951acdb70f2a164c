//! The services that have credentials of their own, and what those look like.

use crate::operation::Cx;
use crate::{AccountId, Error};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

/// Random bytes of a secret.
const SECRET_BYTES: usize = 32;

/// What a service's credential consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A user name and a password, for good.
    Password,
    /// A key that says whose it is, and that may expire.
    ApiKey,
}

/// AWS's services that take such credentials.
const SERVICES: &[(&str, Form)] = &[
    ("bedrock.amazonaws.com", Form::ApiKey),
    ("cassandra.amazonaws.com", Form::Password),
    ("codecommit.amazonaws.com", Form::Password),
    ("logs.amazonaws.com", Form::ApiKey),
];

/// What the credentials of a service look like.
///
/// # Errors
/// `NotSupportedService`.
pub(super) fn form(service: &str) -> Result<Form, Error> {
    match SERVICES.iter().find(|(name, _)| *name == service) {
        Some((_, form)) => Ok(*form),
        None => Err(Error::not_supported_service(format!(
            "No such service {service} is supported for Service Specific Credentials"
        ))),
    }
}

/// `NAME-at-ACCOUNT`, with a number from the second one on.
pub(super) fn alias(user: &str, account: AccountId, others: &[&str]) -> String {
    let first = format!("{user}-at-{account}");
    let more = (1..).map(|number| format!("{user}+{number}-at-{account}"));
    std::iter::once(first)
        .chain(more)
        .find(|alias| !others.contains(&alias.as_str()))
        .expect("one of more aliases than there are others is free")
}

impl Form {
    /// A new secret; an API key holds its alias.
    pub(super) fn draw(self, cx: &Cx, alias: &str) -> Zeroizing<String> {
        let random = Zeroizing::new(cx.seed.bytes::<SECRET_BYTES>("service credential"));
        let plain = Zeroizing::new(STANDARD.encode(*random));
        match self {
            Form::Password => plain,
            Form::ApiKey => {
                let whole = Zeroizing::new(format!("{alias}:{}", *plain));
                Zeroizing::new(format!("ABSK{}", STANDARD.encode(whole.as_bytes())))
            }
        }
    }
}
