//! A server for one test.

use std::net::SocketAddr;

use server::Running;
use server::settings::{Settings, resolve};
use tokio::runtime::Runtime;

use crate::client::{Caller, Reply};

/// A running server with a runtime of its own.
pub(crate) struct Server {
    runtime: Runtime,
    running: Option<Running>,
    pub(crate) address: SocketAddr,
    pub(crate) admin: SocketAddr,
    pub(crate) root: Option<Caller>,
}

/// Settings from flags, on free ports.
pub(crate) fn settings(
    flags: &[(&str, &str)],
    environment: &[(&str, &str)],
) -> Result<Settings, String> {
    let mut all = vec![
        ("listen", "127.0.0.1:0".to_owned()),
        ("admin-listen", "127.0.0.1:0".to_owned()),
    ];
    all.extend(flags.iter().map(|(name, text)| (*name, (*text).to_owned())));
    let environment: Vec<_> = environment
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    let resolved = resolve(&all, &environment, &|path| std::fs::read_to_string(path))
        .map_err(|error| error.to_string())?;
    Settings::parse(&resolved).map_err(|error| error.to_string())
}

impl Server {
    /// A `--dev` server.
    pub(crate) fn dev(flags: &[(&str, &str)]) -> Server {
        let mut all = vec![("dev", "true")];
        all.extend(flags);
        Server::start(&settings(&all, &[]).unwrap()).unwrap()
    }

    pub(crate) fn start(settings: &Settings) -> Result<Server, String> {
        Server::with(|runtime| runtime.block_on(Running::start(settings)))
    }

    pub(crate) fn with(
        start: impl FnOnce(&Runtime) -> Result<Running, server::Fault>,
    ) -> Result<Server, String> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let running = start(&runtime).map_err(|fault| fault.to_string())?;
        let authority = running.endpoint().split_once("://").unwrap().1.to_owned();
        let root = running
            .root()
            .map(|root| Caller::new(&root.access_key_id, &root.secret_access_key));
        Ok(Server {
            address: authority.parse().unwrap(),
            admin: running.admin().unwrap(),
            running: Some(running),
            runtime,
            root,
        })
    }

    pub(crate) fn root(&self) -> &Caller {
        self.root.as_ref().expect("a first start")
    }

    /// A call of IAM as root.
    pub(crate) fn iam(&self, action: &str, parameters: &[(&str, &str)]) -> Reply {
        self.root().iam(self.address, action, parameters)
    }

    pub(crate) fn reload(&self) {
        self.running.as_ref().unwrap().reload();
    }

    pub(crate) fn stop(mut self) {
        self.runtime
            .block_on(self.running.take().unwrap().stop())
            .unwrap();
    }
}
