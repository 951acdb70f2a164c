//! The operations of STS.

use super::assume_role::AssumeRole;
use super::assume_role_with_saml::AssumeRoleWithSaml;
use super::assume_role_with_web_identity::AssumeRoleWithWebIdentity;
use super::assume_root::AssumeRoot;
use super::decode_authorization_message::DecodeAuthorizationMessage;
use super::get_access_key_info::GetAccessKeyInfo;
use super::get_caller_identity::GetCallerIdentity;
use super::get_delegated_access_token::GetDelegatedAccessToken;
use super::get_federation_token::GetFederationToken;
use super::get_session_token::GetSessionToken;
use super::get_web_identity_token::GetWebIdentityToken;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<AssumeRole>(),
    row::<AssumeRoleWithSaml>(),
    row::<AssumeRoleWithWebIdentity>(),
    row::<AssumeRoot>(),
    row::<DecodeAuthorizationMessage>(),
    row::<GetAccessKeyInfo>(),
    row::<GetCallerIdentity>(),
    row::<GetDelegatedAccessToken>(),
    row::<GetFederationToken>(),
    row::<GetSessionToken>(),
    row::<GetWebIdentityToken>(),
];
