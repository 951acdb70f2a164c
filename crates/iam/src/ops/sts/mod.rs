//! STS.

mod assume_role;
mod assume_role_with_saml;
mod assume_role_with_web_identity;
mod assume_root;
mod assumed_role;
mod decode_authorization_message;
mod get_access_key_info;
mod get_caller_identity;
mod get_delegated_access_token;
mod get_federation_token;
mod get_session_token;
mod get_web_identity_token;
mod root_task;
mod saml_assertion;
mod session_policies;
mod session_tags;
mod table;
mod web_identity;

pub(in crate::ops) use assumed_role::{check_arn as check_role_arn, role as role_of_arn};
pub(crate) use table::TABLE;
