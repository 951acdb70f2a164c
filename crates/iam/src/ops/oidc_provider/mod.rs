//! Identity providers that speak OpenID Connect, as an account knows them.

mod add_client_id_to_open_id_connect_provider;
mod create_open_id_connect_provider;
mod delete_open_id_connect_provider;
mod get_open_id_connect_provider;
mod list_open_id_connect_provider_tags;
mod list_open_id_connect_providers;
mod provider;
mod remove_client_id_from_open_id_connect_provider;
mod table;
mod tag_open_id_connect_provider;
mod untag_open_id_connect_provider;
mod update_open_id_connect_provider_thumbprint;
mod url;

pub(crate) use table::TABLE;
