//! The operator's commands on a folder that no server has open.

use std::io::Write;
use std::path::Path;

use bytes::Bytes;
use iam::genesis::{self, RootCredentials};
use iam::{Inputs, KeyRing, State};
use jiff::Timestamp;
use journal::Journal;
use zeroize::Zeroizing;

use crate::Fault;
use crate::backup;
use crate::entropy;
use crate::folder::Folder;
use crate::node::{Loaded, Report, verify_journal};

/// An initialised data folder that this process alone has open.
#[derive(Debug)]
pub struct Offline {
    folder: Folder,
    journal: journal::Sqlite,
    keys: KeyRing,
    seq: u64,
    state: State,
}

impl Offline {
    /// Opens the folder; one that is not there, was never initialised or is in use is a fault.
    pub fn open(data: &Path, key_file: Option<&Path>) -> Result<Offline, Fault> {
        if !data.join("format").exists() {
            return Err(Fault::new(format!(
                "`{}` is no data folder: start the server once first",
                data.display()
            )));
        }
        let default = data.join("keys");
        let (folder, journal, keys, Loaded { seq, state, .. }) =
            Folder::load(data, key_file.unwrap_or(&default))?;
        Ok(Offline {
            folder,
            journal,
            keys,
            seq,
            state,
        })
    }

    /// Answers a call of the service `portcullis` as the root of the first account would be answered, and makes its change
    /// durable. Whoever may open the folder needs no key: the call is signed with one that exists for this call only and
    /// never reaches the log.
    pub fn call(
        &mut self,
        action: &str,
        parameters: &[(&str, &str)],
    ) -> Result<wire::Response, Fault> {
        let now = Timestamp::now();
        let passing = (
            format!("OFFLINE_{}", hex::encode(&entropy::seed()[..8])),
            Zeroizing::new(hex::encode(entropy::seed())),
        );
        let (record, root) =
            genesis::reset_root_key(&self.state, Some(passing), &self.keys, entropy::seed(), now)
                .map_err(Fault::new)?;
        let mut state = self.state.clone();
        state.apply(&record);
        let request = signed(action, parameters, &root, now)?;
        let signing_keys = sigv4::SigningKeyCache::new(1);
        let session_policies = iam::SessionPolicyCache::new(0);
        let settings = iam::Settings::default();
        let usage = iam::Usage::new();
        let inputs = Inputs {
            now,
            wall: now,
            seed: entropy::seed(),
            keys: &self.keys,
            signing_keys: &signing_keys,
            session_policies: &session_policies,
            settings: &settings,
            done: &[],
            kept: &(),
            usage: &usage,
        };
        let answer = iam::answer(&state, &request, &inputs);
        for record in answer.record.iter().chain(&answer.then) {
            self.append(record)?;
        }
        Ok(answer.response)
    }

    /// Replaces all keys of the first account's root by a new one.
    pub fn reset_root_key(&mut self) -> Result<RootCredentials, Fault> {
        let (record, root) = genesis::reset_root_key(
            &self.state,
            None,
            &self.keys,
            entropy::seed(),
            Timestamp::now(),
        )
        .map_err(Fault::new)?;
        self.append(&record)?;
        Ok(root)
    }

    /// Adds a key to the key ring, which seals from now on.
    pub fn rotate_keys(&mut self) -> Result<(), Fault> {
        self.keys.rotate(entropy::seed(), Timestamp::now());
        self.folder.write_keys(&self.keys)
    }

    /// Writes a backup.
    pub fn backup(&mut self, to: &mut dyn Write) -> Result<(), Fault> {
        backup::write(&self.folder, &mut self.journal, &self.keys, to)
    }

    /// Proves the whole log, replays it and compares the checkpoint.
    pub fn verify(&mut self) -> Result<Report, Fault> {
        verify_journal(&mut self.journal, None)
    }

    fn append(&mut self, record: &iam::Record) -> Result<(), Fault> {
        self.seq = self.journal.append(self.seq, &[record.encode()])?;
        self.state.apply(record);
        Ok(())
    }
}

/// A request as `account` commands send it to a server.
fn signed(
    action: &str,
    parameters: &[(&str, &str)],
    root: &RootCredentials,
    now: Timestamp,
) -> Result<wire::Request, Fault> {
    let body = crate::operator_form(action, parameters);
    let headers: [(&str, &[u8]); 2] = [
        ("host", b"localhost"),
        (
            "content-type",
            b"application/x-www-form-urlencoded; charset=utf-8",
        ),
    ];
    let unsigned = sigv4::Request {
        method: "POST",
        path: "/",
        query: "",
        headers: &headers,
        body: body.as_bytes(),
    };
    let credentials = sigv4::Credentials {
        access_key_id: root.access_key_id.clone(),
        secret: sigv4::Secret::new(root.secret_access_key.to_string()),
        session_token: None,
    };
    let added = sigv4::sign(
        &unsigned,
        &credentials,
        "us-east-1",
        "portcullis",
        now,
        &sigv4::Options::AWS,
    );
    let mut request = http::Request::post("/");
    for (name, value) in headers {
        request = request.header(name, value);
    }
    for (name, value) in added {
        request = request.header(name, value);
    }
    let (parts, ()) = request
        .body(())
        .map_err(|error| Fault::new(error.to_string()))?
        .into_parts();
    let peer = std::net::IpAddr::from([127, 0, 0, 1]);
    let (_, id) = entropy::seed_and_request_id();
    Ok(wire::Request {
        parts,
        body: Bytes::copy_from_slice(body.as_bytes()),
        peer,
        secure: true,
        id,
    })
}
