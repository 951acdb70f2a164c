//! What a disk may forget.

use std::fs::OpenOptions;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// The changes of one file since it was last synced, in order.
#[derive(Debug, Default)]
pub(crate) struct Unsynced {
    changes: Vec<Change>,
}

/// One change, with what is needed to take it back and to make it again.
#[derive(Debug)]
pub(crate) struct Change {
    /// The length of the file before.
    pub(crate) length: u64,
    /// Where bytes were changed.
    pub(crate) offset: u64,
    /// What was there before; shorter than `new` at the end of the file.
    pub(crate) old: Vec<u8>,
    /// What was written, or nothing if the file was cut at `offset`.
    pub(crate) new: Option<Vec<u8>>,
}

impl Unsynced {
    pub(crate) fn push(&mut self, change: Change) {
        self.changes.push(change);
    }

    /// Takes back every change of the file, then makes those again that survive.
    pub(crate) fn settle(self, path: &Path, survives: &mut impl FnMut() -> bool) -> io::Result<()> {
        let file = match OpenOptions::new().write(true).open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        for change in self.changes.iter().rev() {
            file.set_len(change.length)?;
            file.write_all_at(&change.old, change.offset)?;
        }
        for change in self.changes.iter().filter(|_| survives()) {
            match &change.new {
                Some(new) => file.write_all_at(new, change.offset)?,
                None => file.set_len(change.offset)?,
            }
        }
        Ok(())
    }
}
