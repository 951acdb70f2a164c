//! `GetSessionToken`.

use crate::authorize::{Allowed, Permission};
use crate::caller::Identity;
use crate::credentials::{self, Credentials, Grant};
use crate::operation::{Cx, Operation, Outcome};
use crate::session::SessionOf;
use crate::{Error, mfa};
use serde::{Deserialize, Serialize};

/// Twelve hours, where a user does not say.
const SECONDS_DEFAULT: u32 = 43_200;
/// The most for root, whatever it asks for.
const ROOT_SECONDS_MAX: u32 = 3_600;

/// Gives a user or root temporary credentials that stand for the same principal (S-54 to S-57).
///
/// Permission: none, and no policy can deny it (S-55). Only long-term keys may call it. With the serial number and a code of
/// the caller's MFA device the session carries `aws:MultiFactorAuthPresent` and its age (K-7), and may call IAM (S-8); the
/// code is taken once (S-32).
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetSessionToken {
    duration_seconds: Option<u32>,
    serial_number: Option<String>,
    token_code: Option<String>,
    minimum_session_token_size: Option<usize>,
}

/// The credentials.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetSessionTokenResult {
    credentials: Credentials,
    session_token_utilization: usize,
    session_token_size: usize,
}

impl Operation for GetSessionToken {
    const NAME: &'static str = "GetSessionToken";
    const EXAMPLE: &'static str = "
        root GetSessionToken DurationSeconds=900 -> as session & GetSessionTokenResult.Credentials.Expiration=2026-11-21T12:15:00Z
        session GetCallerIdentity -> GetCallerIdentityResult.Arn=arn:aws:iam::123456789012:root
        session GetSessionToken -> 403 AccessDenied Cannot call GetSessionToken with session credentials
        root GetSessionToken TokenCode=123456 -> 403 AccessDenied
        # Until the second that the reply names, and no longer (S-2).
        clock +899
        session GetCallerIdentity -> ok
        clock +1
        session GetCallerIdentity -> 403 ExpiredToken The security token included in the request is expired
    ";
    type Output = GetSessionTokenResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        match cx.caller.session {
            Some(_) => Err(Error::access_denied(
                "Cannot call GetSessionToken with session credentials",
            )),
            None => Ok(Vec::new()),
        }
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<GetSessionTokenResult>, Error> {
        let proof = mfa::proof(
            cx,
            self.serial_number.as_deref(),
            self.token_code.as_deref(),
        )?;
        let (of, seconds) = match cx.caller.identity {
            Identity::User(user) => (
                SessionOf::User {
                    id: user.id.to_string(),
                },
                self.duration_seconds.unwrap_or(SECONDS_DEFAULT),
            ),
            Identity::Root => (
                SessionOf::Root,
                self.duration_seconds
                    .unwrap_or(ROOT_SECONDS_MAX)
                    .min(ROOT_SECONDS_MAX),
            ),
            Identity::Role(_)
            | Identity::FederatedUser(_)
            | Identity::Federated
            | Identity::Service(_) => {
                return Err(Error::access_denied(
                    "Cannot call GetSessionToken with session credentials",
                ));
            }
        };
        let grant = Grant {
            account: cx.account().id,
            of,
            seconds,
            mfa: proof.is_some(),
            policies: None,
            tags: Vec::new(),
            transitive: Vec::new(),
            source_identity: None,
            keys: Vec::new(),
            delegation: None,
            token_bytes_min: self.minimum_session_token_size.unwrap_or(0),
        };
        let credentials = credentials::issue(cx, grant);
        Ok(Outcome {
            account: None,
            events: proof.into_iter().map(|proof| proof.used).collect(),
            then: Vec::new(),
            output: GetSessionTokenResult {
                session_token_utilization: credentials.token_utilization(),
                session_token_size: credentials.token_bytes(),
                credentials,
            },
        })
    }
}
