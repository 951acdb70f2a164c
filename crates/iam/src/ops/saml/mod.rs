//! SAML identity providers.

mod create_saml_provider;
mod delete_saml_provider;
mod get_saml_provider;
mod list_saml_provider_tags;
mod list_saml_providers;
mod provider;
mod table;
mod tag_saml_provider;
mod untag_saml_provider;
mod update_saml_provider;

pub(crate) use table::TABLE;
