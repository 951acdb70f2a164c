//! A server from its start to its stop.

use std::io::{IsTerminal, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use iam::KeyRing;
use iam::genesis::RootCredentials;
use journal::Journal;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::admin::{self, Admin};
use crate::audit::AuditTrail;
use crate::banner::{Banner, RootAccess, exports};
use crate::folder::Folder;
use crate::http::{Edge, Limits, Listener, Room};
use crate::metrics::Metrics;
use crate::node::{self, Founded, Node, Opened, with_journal};
use crate::settings::{Settings, Store};
use crate::throttle::Throttle;
use crate::tls::Certificate;
use crate::{Fault, log};

/// A server that accepts requests.
#[derive(Debug)]
pub struct Running {
    node: Arc<Node>,
    audit: Arc<AuditTrail>,
    certificate: Option<Arc<Certificate>>,
    founded: Option<Founded>,
    endpoint: String,
    admin: Option<SocketAddr>,
    root_credentials: Option<String>,
    stopping: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

/// Runs a server until SIGTERM or SIGINT: the whole of `portcullis serve`. SIGHUP reloads the TLS certificate and reopens
/// the audit file.
pub fn serve(settings: &Settings) -> Result<(), Fault> {
    log::start(
        settings.log_format,
        settings.log_level,
        settings.enforcement,
    );
    let runtime = tokio::runtime::Builder::new_multi_thread()
        // Two at least: one may be writing the audit trail to a slow disk.
        .worker_threads(std::thread::available_parallelism().map_or(2, |cores| cores.get().max(2)))
        .enable_all()
        .build()
        .map_err(|error| Fault::new(format!("cannot start the runtime: {error}")))?;
    runtime.block_on(async {
        let catch = |kind| {
            signal(kind).map_err(|error| Fault::new(format!("cannot catch signals: {error}")))
        };
        let (mut terminate, mut interrupt, mut hangup) = (
            catch(SignalKind::terminate())?,
            catch(SignalKind::interrupt())?,
            catch(SignalKind::hangup())?,
        );
        let running = Running::start(settings).await?;
        running.greet(settings);
        loop {
            tokio::select! {
                _ = terminate.recv() => break,
                _ = interrupt.recv() => break,
                _ = hangup.recv() => running.reload(),
            }
        }
        tracing::info!("stopping");
        running.stop().await
    })
}

impl Running {
    /// Binds its addresses, opens its store and begins to answer.
    pub async fn start(settings: &Settings) -> Result<Running, Fault> {
        let sockets = Sockets::bind(settings).await?;
        let metrics = Arc::new(Metrics::new());
        let mut root_credentials = None;
        let endpoint = sockets.endpoint(settings);
        let mut keep = |folder: &Folder, root: &RootCredentials| {
            if !std::io::stdout().is_terminal() {
                let lines = exports(&root.access_key_id, &root.secret_access_key, &endpoint);
                root_credentials =
                    Some(folder.write_root_credentials(&lines)?.display().to_string());
            }
            Ok(())
        };
        let opened = node::open(settings, Arc::clone(&metrics), &mut keep)?;
        Running::over(settings, sockets, opened, metrics, root_credentials)
    }

    /// A server over a journal of the caller's making, for embedding and for tests of what a store may do.
    pub async fn start_over(
        settings: &Settings,
        journal: Box<dyn Journal>,
        keys: KeyRing,
    ) -> Result<Running, Fault> {
        let sockets = Sockets::bind(settings).await?;
        let metrics = Arc::new(Metrics::new());
        let (node, founded) = with_journal(
            settings,
            journal,
            keys,
            None,
            Arc::clone(&metrics),
            &mut |_| Ok(()),
        )?;
        Running::over(
            settings,
            sockets,
            Opened {
                node,
                folder: None,
                founded,
            },
            metrics,
            None,
        )
    }

    fn over(
        settings: &Settings,
        sockets: Sockets,
        opened: Opened,
        metrics: Arc<Metrics>,
        root_credentials: Option<String>,
    ) -> Result<Running, Fault> {
        let endpoint = sockets.endpoint(settings);
        let node = Arc::new(opened.node);
        let audit = Arc::new(AuditTrail::open(&settings.audit)?);
        let edge = Arc::new(Edge {
            node: Arc::clone(&node),
            audit: Arc::clone(&audit),
            throttle: settings
                .authentication_failures_per_minute
                .map(Throttle::new),
            metrics: Arc::clone(&metrics),
            limits: Limits {
                header_timeout: settings.header_timeout,
                read_timeout: settings.read_timeout,
                idle_timeout: settings.idle_timeout,
            },
            room: Room::default(),
            dev: settings.is_dev(),
            folder: opened.folder,
        });
        let (stopping, stopped) = watch::channel(false);
        let listener = Listener::new(
            sockets.aws,
            sockets.certificate.clone(),
            settings.connections_max,
            edge,
        );
        let mut tasks = vec![
            tokio::spawn(listener.serve(stopped.clone())),
            tokio::spawn(sum_up(metrics.clone(), stopped.clone())),
        ];
        let mut admin_address = None;
        if let Some((socket, address)) = sockets.admin {
            admin_address = Some(address);
            let admin = Admin {
                node: Arc::clone(&node),
                metrics,
                enforcement: settings.enforcement.as_str(),
                store: store_name(settings),
            };
            tasks.push(tokio::spawn(serve_admin(socket, admin, stopped)));
        }
        Ok(Running {
            node,
            audit,
            certificate: sockets.certificate,
            founded: opened.founded,
            endpoint,
            admin: admin_address,
            root_credentials,
            stopping,
            tasks,
        })
    }

    /// The URL for AWS clients.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Where health and metrics are, if anywhere.
    pub fn admin(&self) -> Option<SocketAddr> {
        self.admin
    }

    /// The first account's root key, if this start made the account.
    pub fn root(&self) -> Option<&RootCredentials> {
        self.founded.as_ref().map(|founded| &founded.root)
    }

    /// Reads the TLS certificate again and opens the audit file anew.
    pub fn reload(&self) {
        if let Some(certificate) = &self.certificate {
            match certificate.reload() {
                Ok(()) => tracing::info!("the TLS certificate is reloaded"),
                Err(fault) => {
                    tracing::error!(%fault, "the TLS certificate is not reloaded; the old one stays in use")
                }
            }
        }
        self.audit.reopen();
    }

    /// Accepts nothing more, lets requests finish for at most ten seconds, and closes the store.
    pub async fn stop(self) -> Result<(), Fault> {
        // Without receivers there is nobody left to stop.
        let _ = self.stopping.send(true);
        for task in self.tasks {
            task.await
                .map_err(|error| Fault::new(format!("a listener broke: {error}")))?;
        }
        self.node.stop().await
    }

    fn greet(&self, settings: &Settings) {
        let account = self
            .node
            .snapshot()
            .state
            .operator()
            .map(|account| account.to_string())
            .unwrap_or_default();
        let admin = self.admin.map(|address| format!("http://{address}"));
        let lines = self.founded.as_ref().map(|founded| {
            // A key that was given need not be shown, except where it is no secret.
            let secret = if founded.generated || settings.is_dev() {
                crate::banner::quoted(&founded.root.secret_access_key)
            } else {
                "\"$PORTCULLIS_ROOT_SECRET_ACCESS_KEY\"".to_owned()
            };
            crate::banner::exports_of(&founded.root.access_key_id, &secret, &self.endpoint)
        });
        let banner = Banner {
            endpoint: &self.endpoint,
            account: &account,
            store: &match &settings.store {
                Store::Memory => "memory: all is gone when the server stops".to_owned(),
                Store::Folder { data, .. } => format!("{} (SQLite)", data.display()),
            },
            enforcement: settings.enforcement.as_str(),
            admin: admin.as_deref(),
            root: match (&self.root_credentials, &lines) {
                (Some(path), _) => Some(RootAccess::File(path)),
                (None, Some(lines)) => Some(RootAccess::Exports(lines)),
                (None, None) => None,
            },
        };
        let text = banner.text();
        // With the audit trail on standard output nothing else may stand there. A banner that nobody can read is no reason not to serve.
        let _ = if settings.audit == crate::settings::Audit::Stdout {
            std::io::stderr().lock().write_all(text.as_bytes())
        } else {
            let mut out = std::io::stdout().lock();
            out.write_all(text.as_bytes()).and_then(|()| out.flush())
        };
    }
}

/// Bound sockets, before anything is answered: an address that is taken is found before the store is touched.
struct Sockets {
    aws: TcpListener,
    address: SocketAddr,
    certificate: Option<Arc<Certificate>>,
    admin: Option<(TcpListener, SocketAddr)>,
}

impl Sockets {
    async fn bind(settings: &Settings) -> Result<Sockets, Fault> {
        let certificate = match &settings.tls {
            Some(files) => Some(Arc::new(Certificate::load(files.clone())?)),
            None => None,
        };
        let (aws, address) = bind(settings.listen, "listen").await?;
        let admin = match settings.admin_listen {
            Some(address) => Some(bind(address, "admin-listen").await?),
            None => None,
        };
        Ok(Sockets {
            aws,
            address,
            certificate,
            admin,
        })
    }

    /// The URL that clients on this machine use.
    fn endpoint(&self, settings: &Settings) -> String {
        let (scheme, port) = (
            if settings.tls.is_some() {
                "https"
            } else {
                "http"
            },
            self.address.port(),
        );
        if self.address.ip().is_unspecified() {
            format!("{scheme}://localhost:{port}")
        } else {
            format!("{scheme}://{}", self.address)
        }
    }
}

async fn bind(address: SocketAddr, setting: &str) -> Result<(TcpListener, SocketAddr), Fault> {
    let fault = |error| Fault::new(format!("cannot listen on {address} (--{setting}): {error}"));
    let socket = TcpListener::bind(address).await.map_err(fault)?;
    let address = socket.local_addr().map_err(fault)?;
    Ok((socket, address))
}

fn store_name(settings: &Settings) -> &'static str {
    match settings.store {
        Store::Memory => "memory",
        Store::Folder { .. } => "sqlite",
    }
}

async fn serve_admin(socket: TcpListener, admin: Admin, mut stopping: watch::Receiver<bool>) {
    let stop = async move {
        // A sender that is gone means the same.
        let _ = stopping.wait_for(|stopping| *stopping).await;
    };
    if let Err(error) = axum::serve(socket, admin::router(admin))
        .with_graceful_shutdown(stop)
        .await
    {
        tracing::error!(%error, "health and metrics are no longer served");
    }
}

async fn sum_up(metrics: Arc<Metrics>, mut stopping: watch::Receiver<bool>) {
    let mut second = tokio::time::interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            _ = stopping.wait_for(|stopping| *stopping) => return,
            _ = second.tick() => metrics.sum_up(),
        }
    }
}
