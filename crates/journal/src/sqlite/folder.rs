//! A data folder: who may enter, who is inside, and of which format it is.

use std::fs::{DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf, absolute};
use std::{fs, io};

use crate::{Fault, OpenError};

/// The database file of a data folder.
pub(super) const DATABASE: &str = "journal.sqlite";
const FORMAT: &str = "format";
const LOCK: &str = "lock";

/// A folder that this process alone has entered, until this is dropped.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Makes the folder if it is not there, closes it to other users, and locks it.
    pub(super) fn enter(path: &Path) -> Result<Folder, OpenError> {
        let path = absolute(path).map_err(Fault::store("finding the data folder"))?;
        if !path
            .try_exists()
            .map_err(Fault::store("finding the data folder"))?
        {
            make(&path)?;
        }
        close_to_others(&path)?;
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(path.join(LOCK))
            .map_err(Fault::store("opening the data folder's lock"))?;
        match lock.try_lock() {
            Ok(()) => Ok(Folder { path, _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(OpenError::Locked),
            Err(TryLockError::Error(error)) => {
                Err(Fault::store("locking the data folder")(error).into())
            }
        }
    }

    /// Where the database is.
    pub(super) fn database(&self) -> PathBuf {
        self.path.join(DATABASE)
    }

    /// The format that the folder says it has; none before its first opening came to an end.
    pub(super) fn format(&self) -> Result<Option<u32>, Fault> {
        let path = self.path.join(FORMAT);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Fault::store("reading the data folder's format")(error)),
        };
        match text.trim_end().parse() {
            Ok(format) if format > 0 => Ok(Some(format)),
            _ => Err(Fault::Foreign {
                path,
                reason: "does not hold a format number",
            }),
        }
    }

    /// Says durably which format the folder has.
    pub(super) fn write_format(&self, format: u32) -> Result<(), Fault> {
        write_format(&self.path, format)
    }

    /// Makes an empty database file that only its owner may read; one that is there is closed to others.
    pub(super) fn create_database(&self) -> Result<(), Fault> {
        let path = self.database();
        match create_private(&path) {
            Ok(_) => sync_folder(&self.path),
            Err(Fault::Exists { .. }) => fs::set_permissions(&path, Permissions::from_mode(0o600))
                .map_err(Fault::store("closing the database to other users")),
            Err(fault) => Err(fault),
        }
    }
}

/// Makes a folder that only its owner may enter, and the folders above it.
pub(super) fn make(path: &Path) -> Result<(), Fault> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .map_err(Fault::store("making the data folder"))?;
    sync_folder(parent(path))
}

/// Takes a folder away from other users, unless it may be one that they need.
fn close_to_others(path: &Path) -> Result<(), Fault> {
    let metadata = fs::metadata(path).map_err(Fault::store("looking at the data folder"))?;
    let mode = metadata.permissions().mode() & 0o7777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    let ours = path
        .join(FORMAT)
        .try_exists()
        .map_err(Fault::store("looking at the data folder"))?;
    let empty = || fs::read_dir(path).map(|mut entries| entries.next().is_none());
    if !ours && !empty().map_err(Fault::store("looking at the data folder"))? {
        return Err(Fault::Exposed {
            path: path.to_owned(),
            mode,
        });
    }
    fs::set_permissions(path, Permissions::from_mode(0o700))
        .map_err(Fault::store("closing the data folder to other users"))
}

/// Writes the format file of a folder: whole or not at all, and durable on return.
pub(super) fn write_format(folder: &Path, format: u32) -> Result<(), Fault> {
    let write = || -> io::Result<()> {
        let unfinished = folder.join("format.new");
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(true)
            .write(true)
            .mode(0o600)
            .open(&unfinished)?;
        file.write_all(format!("{format}\n").as_bytes())?;
        file.sync_all()?;
        fs::rename(&unfinished, folder.join(FORMAT))
    };
    write().map_err(Fault::store("writing the data folder's format"))?;
    sync_folder(folder)
}

/// Makes an empty file that only its owner may read, where there is none.
pub(super) fn create_private(path: &Path) -> Result<File, Fault> {
    OpenOptions::new()
        .create_new(true)
        .write(true)
        .mode(0o600)
        .open(path)
        .map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => Fault::Exists {
                path: path.to_owned(),
            },
            _ => Fault::store("making a file")(format!("`{}`: {error}", path.display())),
        })
}

/// Makes the names in a folder durable.
pub(super) fn sync_folder(path: &Path) -> Result<(), Fault> {
    File::open(path)
        .and_then(|folder| folder.sync_all())
        .map_err(Fault::store("syncing a folder"))
}

/// The folder that a path is in.
pub(super) fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
        Some(parent) => parent,
        None => path,
    }
}
