//! Services that call for themselves, registered by whoever runs the server.

use super::Account;
use super::entity::AccessKey;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::sync::Arc;

/// A service as a caller: `lambda.amazonaws.com`, and the key by which it proves that.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ServicePrincipal {
    pub name: SmolStr,
    /// What the requests of the service's own callers are signed for: `lambda`.
    pub signing_name: SmolStr,
    pub key: AccessKey,
}

impl Account {
    /// The service whose key this is.
    pub(crate) fn service_of_key(&self, access_key_id: &str) -> Option<&ServicePrincipal> {
        let mut services = self.services.values().map(Arc::as_ref);
        services.find(|service| service.key.id == access_key_id)
    }
}
