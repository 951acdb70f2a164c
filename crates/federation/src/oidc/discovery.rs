use serde_json::Value;

/// The most bytes of a discovery document.
const BYTES_MAX: usize = 128 * 1024;

/// Why a discovery document is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadDiscovery {
    /// Not a JSON object of a fair size with `issuer` and `jwks_uri`, each member once.
    #[error("the discovery document is not a JSON object with `issuer` and `jwks_uri`")]
    Malformed,
    /// It speaks of another issuer than the one it was asked for.
    #[error("the discovery document is another issuer's")]
    Issuer,
}

/// Where an issuer's keys are, from the document at `<issuer>/.well-known/openid-configuration` (X-21).
///
/// ```
/// let document = br#"{"issuer": "https://id.example.com", "jwks_uri": "https://id.example.com/keys"}"#;
/// assert_eq!(federation::oidc::jwks_uri(document, "https://id.example.com")?, "https://id.example.com/keys");
/// assert!(federation::oidc::jwks_uri(document, "https://other.example.com").is_err());
/// # Ok::<(), federation::oidc::BadDiscovery>(())
/// ```
///
/// # Errors
/// A document that is malformed or another issuer's. The URI itself is the fetcher's to judge.
pub fn jwks_uri(document: &[u8], issuer: &str) -> Result<String, BadDiscovery> {
    if document.len() > BYTES_MAX {
        return Err(BadDiscovery::Malformed);
    }
    let members = json::object(document).map_err(|_| BadDiscovery::Malformed)?;
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    let (Some(named), Some(uri)) = (text("issuer"), text("jwks_uri")) else {
        return Err(BadDiscovery::Malformed);
    };
    if named != issuer {
        return Err(BadDiscovery::Issuer);
    }
    Ok(uri.to_owned())
}
