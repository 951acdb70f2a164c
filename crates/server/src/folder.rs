//! The data folder: the log that `journal` keeps there, and the files beside it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use iam::KeyRing;
use jiff::Timestamp;
use zeroize::Zeroizing;

use crate::Fault;
use crate::entropy;

/// A data folder whose log is open, and so nobody else's.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    key_file: PathBuf,
}

impl Folder {
    /// Opens the folder and its log, making both (0700) if there is nothing yet. A newer format, damage anywhere in the
    /// log, or a folder that another process holds is a [`Fault`].
    pub(crate) fn open(path: &Path, key_file: &Path) -> Result<(Folder, journal::Sqlite), Fault> {
        let log = journal::Sqlite::open(path).map_err(|error| {
            let text = format!("cannot open the data folder `{}`: {error}", path.display());
            let damage = match error {
                journal::OpenError::Fault(fault) => Fault::from(fault).is_damage(),
                journal::OpenError::Locked | journal::OpenError::NewerFormat { .. } => false,
            };
            if damage {
                Fault::damage(text)
            } else {
                Fault::new(text)
            }
        })?;
        Ok((
            Folder {
                path: path.to_owned(),
                key_file: key_file.to_owned(),
            },
            log,
        ))
    }

    /// Where the folder is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the key ring lives in the folder, and so goes into backups.
    pub(crate) fn holds_keys(&self) -> bool {
        self.key_file.parent() == Some(&self.path)
    }

    /// The key ring. Where the log is `empty` a missing one is made; where it is not, a missing one is a fault,
    /// because nothing in the log could be opened without it.
    pub(crate) fn keys(&self, empty: bool) -> Result<KeyRing, Fault> {
        let shown = self.key_file.display();
        match fs::read_to_string(&self.key_file) {
            Ok(text) => {
                let text = Zeroizing::new(text);
                private(&self.key_file)?;
                KeyRing::parse(&text).map_err(|error| Fault::new(format!("`{shown}`: {error}")))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound && empty => {
                let keys = KeyRing::generate(entropy::seed(), Timestamp::now());
                self.write_keys(&keys)?;
                Ok(keys)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Fault::new(format!(
                "the key ring `{shown}` is missing, and without it no secret in the log can be opened: put it back, or name it with --key-file"
            ))),
            Err(error) => Err(Fault::new(format!(
                "cannot read the key ring `{shown}`: {error}"
            ))),
        }
    }

    /// Replaces the key ring's file, durably and at once.
    pub(crate) fn write_keys(&self, keys: &KeyRing) -> Result<(), Fault> {
        write_private(&self.key_file, keys.to_text().as_bytes())
    }

    /// Writes the generated root key where only the owner can read it, as lines that a shell can source.
    pub(crate) fn write_root_credentials(&self, lines: &str) -> Result<PathBuf, Fault> {
        let path = self.path.join("root-credentials");
        write_private(&path, lines.as_bytes())?;
        Ok(path)
    }
}

/// Writes a file of mode 0600 so that after a crash there is the old one or the new one, whole.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let write = || -> io::Result<()> {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".new");
        let fresh = path.with_file_name(name);
        match fs::remove_file(&fresh) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&fresh)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&fresh, path)?;
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()
    };
    write().map_err(|error| Fault::new(format!("cannot write `{}`: {error}", path.display())))
}

/// Refuses a file that others can read.
fn private(path: &Path) -> Result<(), Fault> {
    let metadata = fs::metadata(path)
        .map_err(|error| Fault::new(format!("cannot look at `{}`: {error}", path.display())))?;
    match metadata.permissions().mode() & 0o777 {
        mode if mode & 0o077 == 0 => Ok(()),
        mode => Err(Fault::new(format!(
            "`{}` has mode {mode:o}, so others can reach the secrets in it: chmod 600 it",
            path.display()
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(path: &Path) -> Result<(Folder, journal::Sqlite), Fault> {
        Folder::open(path, &path.join("keys"))
    }

    #[test]
    fn a_folder_is_made_private_and_keeps_its_keys() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("a/b");
        let (folder, _log) = open(&path).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o700);
        let keys = folder.keys(true).unwrap();
        assert_eq!(mode(&path.join("keys")), 0o600);
        assert_eq!(*folder.keys(false).unwrap().to_text(), *keys.to_text());
        fs::set_permissions(path.join("keys"), fs::Permissions::from_mode(0o640)).unwrap();
        assert!(
            folder
                .keys(false)
                .unwrap_err()
                .to_string()
                .contains("chmod 600")
        );
        fs::remove_file(path.join("keys")).unwrap();
        assert!(
            folder
                .keys(false)
                .unwrap_err()
                .to_string()
                .contains("is missing")
        );
    }

    #[test]
    fn a_newer_format_and_a_second_opener_are_refused() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("data");
        let first = open(&path).unwrap();
        assert!(
            open(&path)
                .unwrap_err()
                .to_string()
                .contains("in use by another process")
        );
        drop(first);
        drop(open(&path).unwrap());
        fs::write(path.join("format"), "99\n").unwrap();
        assert!(open(&path).unwrap_err().to_string().contains("99"));
    }
}
