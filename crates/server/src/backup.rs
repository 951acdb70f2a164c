//! Backups: one file that holds the log and, where it lives in the data folder, the key ring.
//!
//! The file begins with a line that names its format, then a line of JSON that tells how long the two parts are; the key
//! ring's text follows, then the log as `journal` backs it up. Whoever has the file has every secret: it is made with mode
//! 0600, and should be kept like the folder itself.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use iam::KeyRing;
use journal::Journal;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use zeroize::Zeroizing;

use crate::Fault;
use crate::entropy;
use crate::folder::{Folder, write_private};
use crate::node::{Node, Report, verify_journal};

const MAGIC: &str = "portcullis-backup 1";
const PIECE: usize = 256 << 10;
/// No key ring of ours comes near it.
const KEYS_BYTES_MAX: u64 = 1 << 20;

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Contents {
    keys_bytes: u64,
    log_bytes: u64,
}

/// A backup on its way to a client.
#[derive(Debug)]
pub(crate) struct Stream {
    pub(crate) pieces: mpsc::Receiver<Bytes>,
    pub(crate) bytes: u64,
}

/// A backup of a running node, as a stream.
pub(crate) async fn stream(node: &Node, folder: Option<&Folder>) -> Result<Stream, Fault> {
    let with_keys = folder.is_none_or(Folder::holds_keys);
    let place = folder.map_or_else(std::env::temp_dir, |folder| folder.path().to_owned());
    let copy = unused_name(&place);
    node.backup(copy.clone()).await?;
    let opened = File::open(&copy);
    // Open, it stays readable for us; without its name nothing is left behind, whatever happens to the client.
    std::fs::remove_file(&copy).map_err(|error| fault("remove the copy of the log", &error))?;
    let mut log = opened.map_err(|error| fault("open the copy of the log", &error))?;
    let keys = if with_keys {
        node.keys_text()
    } else {
        Zeroizing::default()
    };
    let (head, bytes) = head(&keys, &log)?;
    let (sender, pieces) = mpsc::channel(4);
    tokio::task::spawn_blocking(move || {
        if sender.blocking_send(head.into()).is_err() {
            return;
        }
        loop {
            let mut piece = vec![0; PIECE];
            match log.read(&mut piece) {
                Ok(0) => return,
                Ok(read) => piece.truncate(read),
                Err(error) => return tracing::error!(%error, "a backup is cut short"),
            }
            if sender.blocking_send(piece.into()).is_err() {
                return;
            }
        }
    });
    Ok(Stream { pieces, bytes })
}

/// A backup of an open folder.
pub(crate) fn write(
    folder: &Folder,
    journal: &mut dyn Journal,
    keys: &KeyRing,
    to: &mut dyn Write,
) -> Result<(), Fault> {
    let copy = unused_name(folder.path());
    journal.backup(&copy)?;
    let opened = File::open(&copy);
    std::fs::remove_file(&copy).map_err(|error| fault("remove the copy of the log", &error))?;
    let mut log = opened.map_err(|error| fault("open the copy of the log", &error))?;
    let keys = if folder.holds_keys() {
        keys.to_text()
    } else {
        Zeroizing::default()
    };
    let (head, _) = head(&keys, &log)?;
    let write = to
        .write_all(&head)
        .and_then(|()| io::copy(&mut log, to))
        .and_then(|_| to.flush());
    write.map_err(|error| fault("write the backup", &error))
}

/// A new file of mode 0600 for a backup; one that is there already is not touched.
pub fn create(path: &Path) -> Result<File, Fault> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(|error| fault(&format!("make `{}`", path.display()), &error))
}

/// Makes a data folder of a backup, proves its log and replays it. The folder must not exist, or be empty. A key ring in
/// the backup is written to `key_file`; where there is none in it, `key_file` must be there already or be put there later.
pub fn restore(from: &mut dyn Read, data: &Path, key_file: &Path) -> Result<Report, Fault> {
    let mut backup = BufReader::new(from);
    let broken = |why: &str| Fault::damage(format!("this is not a whole backup: {why}"));
    let mut line = |max: u64| -> Result<String, Fault> {
        let mut line = String::new();
        let read = (&mut backup).take(max).read_line(&mut line);
        read.map_err(|_| broken("its first lines are not text"))?;
        Ok(line.trim_end().to_owned())
    };
    if line(64)? != MAGIC {
        return Err(broken(
            "it does not begin with the line that backups begin with",
        ));
    }
    let contents: Contents = serde_json::from_str(&line(1024)?)
        .map_err(|_| broken("its second line does not tell its contents"))?;
    if contents.keys_bytes > KEYS_BYTES_MAX {
        return Err(broken("its key ring is too large"));
    }
    let mut keys = Zeroizing::new(String::new());
    let read = (&mut backup)
        .take(contents.keys_bytes)
        .read_to_string(&mut keys);
    if read.map_err(|_| broken("its key ring is not text"))? as u64 != contents.keys_bytes {
        return Err(broken("it ends within its key ring"));
    }
    if !keys.is_empty() {
        KeyRing::parse(&keys).map_err(|error| broken(&error))?;
        if key_file.exists() {
            return Err(Fault::new(format!(
                "`{}` is there already",
                key_file.display()
            )));
        }
    }
    let place = data
        .parent()
        .filter(|place| !place.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    std::fs::create_dir_all(place)
        .map_err(|error| fault(&format!("make `{}`", place.display()), &error))?;
    let copy = unused_name(place);
    let mut extract = || -> Result<(), Fault> {
        let mut log = create(&copy)?;
        let copied = io::copy(&mut (&mut backup).take(contents.log_bytes), &mut log)
            .map_err(|error| fault("copy the log", &error))?;
        if copied != contents.log_bytes {
            return Err(broken("it ends within its log"));
        }
        match journal::restore(&copy, data) {
            Ok(_) => Ok(()),
            Err(journal::OpenError::Fault(fault)) => Err(fault.into()),
            Err(error) => Err(Fault::new(error.to_string())),
        }
    };
    let result = extract();
    // It may not exist, where making it was what failed.
    let _ = std::fs::remove_file(&copy);
    result?;
    if !keys.is_empty() {
        write_private(key_file, keys.as_bytes())?;
    }
    let (_, mut journal) = Folder::open(data, key_file)?;
    verify_journal(&mut journal, None)
}

/// The two lines and the key ring, and how long the whole backup is.
fn head(keys: &str, log: &File) -> Result<(Vec<u8>, u64), Fault> {
    let log_bytes = log
        .metadata()
        .map_err(|error| fault("look at the copy of the log", &error))?
        .len();
    let contents = Contents {
        keys_bytes: keys.len() as u64,
        log_bytes,
    };
    let contents = serde_json::to_string(&contents).expect("two numbers are JSON");
    let head = format!("{MAGIC}\n{contents}\n{keys}").into_bytes();
    let bytes = head.len() as u64 + log_bytes;
    Ok((head, bytes))
}

fn unused_name(folder: &Path) -> PathBuf {
    folder.join(format!(
        "backup-{}.part",
        hex::encode(&entropy::seed()[..8])
    ))
}

fn fault(doing: &str, error: &io::Error) -> Fault {
    Fault::new(format!("cannot {doing}: {error}"))
}
