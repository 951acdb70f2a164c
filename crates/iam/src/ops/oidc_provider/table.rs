//! The operations on OpenID Connect providers.

use super::add_client_id_to_open_id_connect_provider::AddClientIdToOpenIdConnectProvider;
use super::create_open_id_connect_provider::CreateOpenIdConnectProvider;
use super::delete_open_id_connect_provider::DeleteOpenIdConnectProvider;
use super::get_open_id_connect_provider::GetOpenIdConnectProvider;
use super::list_open_id_connect_provider_tags::ListOpenIdConnectProviderTags;
use super::list_open_id_connect_providers::ListOpenIdConnectProviders;
use super::remove_client_id_from_open_id_connect_provider::RemoveClientIdFromOpenIdConnectProvider;
use super::tag_open_id_connect_provider::TagOpenIdConnectProvider;
use super::untag_open_id_connect_provider::UntagOpenIdConnectProvider;
use super::update_open_id_connect_provider_thumbprint::UpdateOpenIdConnectProviderThumbprint;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<AddClientIdToOpenIdConnectProvider>(),
    row::<CreateOpenIdConnectProvider>(),
    row::<DeleteOpenIdConnectProvider>(),
    row::<GetOpenIdConnectProvider>(),
    row::<ListOpenIdConnectProviderTags>(),
    row::<ListOpenIdConnectProviders>(),
    row::<RemoveClientIdFromOpenIdConnectProvider>(),
    row::<TagOpenIdConnectProvider>(),
    row::<UntagOpenIdConnectProvider>(),
    row::<UpdateOpenIdConnectProviderThumbprint>(),
];
