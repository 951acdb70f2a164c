//! Accepting connections, and letting them go.

use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio_rustls::TlsAcceptor;

use super::connection;
use super::service::Edge;
use crate::tls::Certificate;

/// How long a shutdown waits for requests that are being answered.
const SHUTDOWN_SECONDS_MAX: u64 = 10;
/// How long accepting rests after it failed, for example because all file descriptors are taken.
const REST: Duration = Duration::from_millis(100);

/// A bound socket, and everything that its connections share.
#[derive(Debug)]
pub(crate) struct Listener {
    socket: TcpListener,
    certificate: Option<Arc<Certificate>>,
    edge: Arc<Edge>,
    connections: Arc<Semaphore>,
    connections_max: usize,
}

impl Listener {
    /// A listener on a bound socket.
    pub(crate) fn new(
        socket: TcpListener,
        certificate: Option<Arc<Certificate>>,
        connections_max: usize,
        edge: Arc<Edge>,
    ) -> Listener {
        let connections = Arc::new(Semaphore::new(connections_max));
        Listener {
            socket,
            certificate,
            edge,
            connections,
            connections_max,
        }
    }

    /// Serves until `stopping` is true, then lets requests being answered finish, for at most ten seconds.
    pub(crate) async fn serve(self, mut stopping: watch::Receiver<bool>) {
        let handed_on = stopping.clone();
        loop {
            tokio::select! {
                biased;
                () = stopped(&mut stopping) => break,
                () = self.accept(&handed_on) => {}
            }
        }
        drop(self.socket);
        let all = u32::try_from(self.connections_max).unwrap_or(u32::MAX);
        let limit = Duration::from_secs(SHUTDOWN_SECONDS_MAX);
        if tokio::time::timeout(limit, self.connections.acquire_many(all))
            .await
            .is_err()
        {
            tracing::warn!(
                "some connections did not finish in {SHUTDOWN_SECONDS_MAX} seconds and are cut"
            );
        }
    }

    async fn accept(&self, stopping: &watch::Receiver<bool>) {
        let Ok(permit) = Arc::clone(&self.connections).acquire_owned().await else {
            return;
        };
        let (stream, peer) = match self.socket.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                return tokio::time::sleep(REST).await;
            }
        };
        let edge = Arc::clone(&self.edge);
        let tls = self
            .certificate
            .as_ref()
            .map(|certificate| TlsAcceptor::from(certificate.config()));
        let stopping = stopping.clone();
        tokio::spawn(async move {
            // Small answers must not wait for more to come; a socket that cannot be told so is served all the same.
            let _ = stream.set_nodelay(true);
            let peer = peer.ip();
            match tls {
                None => connection::serve(stream, peer, false, &edge, stopping).await,
                Some(tls) => {
                    match tokio::time::timeout(edge.limits.header_timeout, tls.accept(stream)).await
                    {
                        Ok(Ok(stream)) => {
                            connection::serve(stream, peer, true, &edge, stopping).await
                        }
                        Ok(Err(error)) => tracing::debug!(%peer, %error, "no TLS connection"),
                        Err(_) => tracing::debug!(%peer, "the TLS handshake took too long"),
                    }
                }
            }
            drop(permit);
        });
    }
}

/// Returns when the server stops.
pub(super) async fn stopped(stopping: &mut watch::Receiver<bool>) {
    // A sender that is gone means the same.
    let _ = stopping.wait_for(|stopping| *stopping).await;
}
