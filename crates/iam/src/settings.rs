//! What an operator chose that decisions depend on.

use crate::quota::Quotas;

/// Whether a policy's refusal binds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Enforcement {
    /// What policies do not allow is refused.
    #[default]
    Enforce,
    /// What policies do not allow is logged and allowed. Authentication is enforced all the same.
    Log,
}

impl Enforcement {
    /// `enforce` or `log`, as the setting spells it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Enforcement::Enforce => "enforce",
            Enforcement::Log => "log",
        }
    }
}

/// What an operator chose that decisions depend on.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Whether a policy's refusal binds.
    pub enforcement: Enforcement,
    /// Whether denials come with their decisive clause, for the operator's log.
    pub explain_denials: bool,
    /// The most parameters of one call.
    pub parameters_max: usize,
    /// Whether OpenID Connect providers on this machine may be without TLS: a development server's leave.
    pub plain_issuers: bool,
    /// Whether a SAML assertion is good for one session only; on AWS it is until it is over.
    pub single_use_assertions: bool,
    /// Where others reach this server: the beginning of issuers' URLs, without a slash at its end.
    pub public_url: String,
    /// What an account may hold.
    pub quotas: Quotas,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            enforcement: Enforcement::Enforce,
            explain_denials: false,
            parameters_max: 2000,
            plain_issuers: false,
            public_url: "http://localhost:4747".to_owned(),
            single_use_assertions: false,
            quotas: Quotas::default(),
        }
    }
}
