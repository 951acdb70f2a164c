//! HTTPS: the certificate, and its reload.

use std::path::Path;
use std::sync::Arc;

use arc_swap::ArcSwap;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::Fault;
use crate::settings::Tls;

/// The TLS configuration in force, replaced whole by [`Certificate::reload`].
#[derive(Debug)]
pub(crate) struct Certificate {
    files: Tls,
    config: ArcSwap<ServerConfig>,
}

impl Certificate {
    /// Reads certificate and key; they must belong together.
    pub(crate) fn load(files: Tls) -> Result<Certificate, Fault> {
        let config = ArcSwap::new(read(&files)?);
        Ok(Certificate { files, config })
    }

    /// Reads both files again. If anything is wrong with them the old certificate stays in force.
    pub(crate) fn reload(&self) -> Result<(), Fault> {
        self.config.store(read(&self.files)?);
        Ok(())
    }

    /// What new connections use.
    pub(crate) fn config(&self) -> Arc<ServerConfig> {
        self.config.load_full()
    }
}

fn read(files: &Tls) -> Result<Arc<ServerConfig>, Fault> {
    let fault = |path: &Path, error: &dyn std::fmt::Display| {
        Fault::new(format!("cannot use `{}` for TLS: {error}", path.display()))
    };
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(&files.cert)
        .and_then(Iterator::collect)
        .map_err(|error| fault(&files.cert, &error))?;
    if chain.is_empty() {
        return Err(fault(&files.cert, &"there is no certificate in it"));
    }
    let key =
        PrivateKeyDer::from_pem_file(&files.key).map_err(|error| fault(&files.key, &error))?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("aws-lc-rs speaks TLS 1.2 and 1.3")
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|error| fault(&files.cert, &error))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}
