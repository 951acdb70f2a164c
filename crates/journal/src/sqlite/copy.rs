//! Backups: one file that stands alone, written from any store and made a data folder again by
//! [`restore`].

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf, absolute};
use std::process;

use super::database::{Database, FORMAT};
use super::folder::{DATABASE, create_private, make, parent, sync_folder, write_format};
use crate::chain::Link;
use crate::{Damage, Fault, OpenError, Verified};

/// Writes a backup that ends at `head`: `fill` writes the database, which is then read again, made
/// durable, and given its name.
pub(crate) fn write_backup(
    to: &Path,
    head: Link,
    fill: impl FnOnce(&mut Database) -> Result<(), Fault>,
) -> Result<(), Fault> {
    // Holds the name from the start, so that no other file can be overwritten at the end.
    create_private(to)?;
    let unfinished = beside(to, ".partial");
    let written = fill_private(&unfinished, head, fill).and_then(|()| {
        fs::rename(&unfinished, to).map_err(Fault::store("naming the backup"))?;
        sync_folder(parent(to))
    });
    if written.is_err() {
        // What could not be written is of no use; the fault says why.
        let _ = fs::remove_file(&unfinished);
        let _ = fs::remove_file(to);
    }
    written
}

fn fill_private(
    path: &Path,
    head: Link,
    fill: impl FnOnce(&mut Database) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let file = create_private(path)?;
    let mut copy = Database::open_copy(path)?;
    fill(&mut copy)?;
    let end = copy.walk(Link::START, &mut |_, _| Ok(()))?;
    if end != head {
        return Err(Fault::Damaged {
            seq: end.seq.min(head.seq) + 1,
            damage: Damage::Missing,
        });
    }
    copy.checkpoint(head)?;
    copy.close_alone()?;
    file.sync_all().map_err(Fault::store("syncing the backup"))
}

/// Makes a data folder of a backup and says what it holds.
///
/// The folder must not exist, or be empty. It appears only when the whole chain and the checkpoint
/// were found sound and everything is durable; until then the files are in a folder beside it, which
/// is removed if anything fails.
///
/// ```
/// use journal::{Journal, Memory, Sqlite};
///
/// let place = tempfile::tempdir()?;
/// let (backup, folder) = (place.path().join("backup"), place.path().join("data"));
/// let mut journal = Memory::new();
/// journal.append(0, &[b"one".to_vec()])?;
/// journal.backup(&backup)?;
///
/// assert_eq!(journal::restore(&backup, &folder)?.records, 1);
/// assert_eq!(Sqlite::open(&folder)?.head(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn restore(from: &Path, folder: &Path) -> Result<Verified, OpenError> {
    let from = absolute(from).map_err(Fault::store("finding the backup"))?;
    let folder = absolute(folder).map_err(Fault::store("finding the data folder"))?;
    if occupied(&folder).map_err(Fault::store("looking at the data folder"))? {
        return Err(Fault::Exists { path: folder }.into());
    }
    let log = fs::metadata(beside(&from, "-wal")).map_or(0, |metadata| metadata.len());
    if log > 0 {
        return Err(Fault::Foreign {
            path: from,
            reason: "is a database in use, not a backup",
        }
        .into());
    }
    let unfinished = beside(&folder, &format!(".restoring-{}", process::id()));
    if unfinished
        .try_exists()
        .map_err(Fault::store("looking beside the data folder"))?
    {
        return Err(Fault::Exists { path: unfinished }.into());
    }
    let restored = fill_folder(&from, &unfinished).and_then(|verified| {
        fs::rename(&unfinished, &folder).map_err(Fault::store("naming the data folder"))?;
        sync_folder(parent(&folder))?;
        Ok(verified)
    });
    if restored.is_err() {
        // A folder that was refused is of no use; the fault says why.
        let _ = fs::remove_dir_all(&unfinished);
    }
    restored
}

fn fill_folder(from: &Path, folder: &Path) -> Result<Verified, OpenError> {
    let mut backup = File::open(from).map_err(Fault::store("opening the backup"))?;
    make(folder)?;
    let path = folder.join(DATABASE);
    let mut file = create_private(&path)?;
    io::copy(&mut backup, &mut file).map_err(Fault::store("copying the backup"))?;

    let database = Database::open_copy(&path)?;
    let format = database.format(&path)?;
    if format > FORMAT {
        return Err(OpenError::NewerFormat {
            found: format,
            known: FORMAT,
        });
    }
    if format == 0 {
        return Err(Fault::Foreign {
            path: from.to_owned(),
            reason: "is empty",
        }
        .into());
    }
    database.create_or_migrate(format)?;
    let head = database.walk(Link::START, &mut |_, _| Ok(()))?;
    let checkpoint = database.checkpoint(head)?.map(|checkpoint| checkpoint.at);
    database.close_alone()?;
    file.sync_all()
        .map_err(Fault::store("syncing the database"))?;
    write_format(folder, FORMAT)?;
    Ok(Verified {
        records: head.seq,
        checkpoint,
    })
}

/// Whether something is at a path already, other than an empty folder.
fn occupied(path: &Path) -> io::Result<bool> {
    if !path.try_exists()? {
        return Ok(false);
    }
    Ok(!path.is_dir() || fs::read_dir(path)?.next().is_some())
}

/// The path with something added to its last name.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}
