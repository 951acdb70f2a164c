//! The operations on SAML providers.

use super::create_saml_provider::CreateSamlProvider;
use super::delete_saml_provider::DeleteSamlProvider;
use super::get_saml_provider::GetSamlProvider;
use super::list_saml_provider_tags::ListSamlProviderTags;
use super::list_saml_providers::ListSamlProviders;
use super::tag_saml_provider::TagSamlProvider;
use super::untag_saml_provider::UntagSamlProvider;
use super::update_saml_provider::UpdateSamlProvider;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<CreateSamlProvider>(),
    row::<DeleteSamlProvider>(),
    row::<GetSamlProvider>(),
    row::<ListSamlProviderTags>(),
    row::<ListSamlProviders>(),
    row::<TagSamlProvider>(),
    row::<UntagSamlProvider>(),
    row::<UpdateSamlProvider>(),
];
