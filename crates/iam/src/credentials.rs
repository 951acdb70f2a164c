//! Temporary credentials: a key, a secret and a token that holds all there is to know about them.

use crate::AccountId;
use crate::context::{text, whole_seconds};
use crate::operation::Cx;
use crate::session::{Delegation, Session, SessionKey, SessionOf, SessionPolicies, lengthen};
use crate::state::Tag;
use crate::unique_id::{self, Prefix};
use jiff::SignedDuration;
use serde::Serialize;
use sigv4::TOKEN_BYTES_MAX;
use zeroize::Zeroizing;

/// AWS's `Credentials`.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Credentials {
    access_key_id: String,
    secret_access_key: String,
    session_token: String,
    expiration: String,
}

/// What is frozen into new credentials besides time and secret.
pub(crate) struct Grant {
    pub account: AccountId,
    pub of: SessionOf,
    pub seconds: u32,
    /// Whether a one-time code was proven, for sessions that carry it.
    pub mfa: bool,
    pub policies: Option<SessionPolicies>,
    pub tags: Vec<Tag>,
    pub transitive: Vec<String>,
    pub source_identity: Option<String>,
    /// What an identity provider said, as condition keys of the session.
    pub keys: Vec<SessionKey>,
    /// The delegation request that the credentials come from.
    pub delegation: Option<Delegation>,
    /// The token is made at least so long, in bytes.
    pub token_bytes_min: usize,
}

impl Credentials {
    /// The length of the session token, in bytes.
    pub(crate) fn token_bytes(&self) -> usize {
        self.session_token.len()
    }

    /// What percentage of the longest token that is taken this one is, rounded up.
    pub(crate) fn token_utilization(&self) -> usize {
        (self.token_bytes() * 100).div_ceil(TOKEN_BYTES_MAX)
    }
}

/// Issues credentials. Nothing is stored: the token says all, and every node with the key ring can read it.
pub(crate) fn issue(cx: &Cx, grant: Grant) -> Credentials {
    let issued = whole_seconds(cx.now);
    let lifetime = SignedDuration::from_secs(i64::from(grant.seconds));
    let expires = issued
        .saturating_add(lifetime)
        .expect("a signed duration has no calendar units");
    let id = unique_id::draw(
        Prefix::SessionKey,
        grant.account,
        &cx.seed,
        "session key id",
    );
    let secret = Zeroizing::new(cx.seed.base64("session secret", 40));
    let session = Session {
        account: grant.account,
        of: grant.of,
        issued,
        expires,
        secret: secret.clone(),
        mfa: grant.mfa,
        policies: grant.policies,
        tags: grant.tags,
        transitive: grant.transitive,
        source_identity: grant.source_identity,
        keys: grant.keys,
        delegation: grant.delegation,
    };
    let mut claims = session.encode();
    let mut session_token = cx.keys.seal_session(&id, &claims, &cx.seed);
    if session_token.len() < grant.token_bytes_min {
        // Base64 makes four letters of three bytes.
        let blanks = (grant.token_bytes_min - session_token.len()) * 3 / 4 + 1;
        lengthen(&mut claims, blanks);
        session_token = cx.keys.seal_session(&id, &claims, &cx.seed);
    }
    Credentials {
        access_key_id: id,
        secret_access_key: secret.to_string(),
        session_token,
        expiration: text(expires).into(),
    }
}
