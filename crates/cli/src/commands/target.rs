//! Whom a command talks to: a running server, or the folder of one that does not run.

use server::Offline;

use crate::arguments::Target;
use crate::client::Client;
use crate::output::Failure;
use crate::xml;

/// A server or a folder.
pub(crate) enum Operated {
    /// A running server.
    Server(Client),
    /// A folder that this process has open.
    Folder(Box<Offline>),
}

impl Operated {
    /// Opens the folder, if one is named, else knows the server.
    pub(crate) fn open(target: &Target) -> Result<Operated, Failure> {
        match &target.data {
            Some(data) => Ok(Operated::Folder(Box::new(Offline::open(
                data,
                target.key_file.as_deref(),
            )?))),
            None => Client::new(target).map(Operated::Server),
        }
    }

    /// The server's URL, where there is a server.
    pub(crate) fn endpoint(&self) -> Option<&str> {
        match self {
            Operated::Server(client) => Some(client.endpoint()),
            Operated::Folder(_) => None,
        }
    }

    /// Calls an action of the service `portcullis`, and returns the reply's XML.
    pub(crate) fn call(
        &mut self,
        action: &str,
        parameters: &[(&str, &str)],
    ) -> Result<String, Failure> {
        let folder = match self {
            Operated::Server(client) => return client.call(action, parameters),
            Operated::Folder(folder) => folder,
        };
        let reply = folder.call(action, parameters)?;
        let text = String::from_utf8_lossy(&reply.body).into_owned();
        if reply.status == 200 {
            return Ok(text);
        }
        let part = |name: &str| xml::text(&text, name).unwrap_or_default();
        Err(Failure::of_reply(&part("Code"), &part("Message")))
    }
}
