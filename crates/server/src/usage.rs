//! Last-used times: noted in memory as requests are answered, kept in a file beside the log now and then.
//!
//! They never enter the log. A crash loses the last seconds of them, and nothing else.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use arc_swap::{ArcSwap, Guard};
use iam::{Usage, UsageEntry, Use};

use crate::Fault;
use crate::folder::write_private;

/// The file in the data folder.
pub(crate) const FILE: &str = "usage.jsonl";
/// How often what is new is written to it.
const SAVED_EVERY: Duration = Duration::from_secs(5);
/// The same use is noted again after so many seconds at the earliest: most requests end here.
const NOTED_EVERY_SECONDS: u32 = 60;
/// How many uses are remembered as noted a moment ago.
const SLOTS: usize = 1 << 13;
/// The file is written anew when it has this many lines besides two for each entry.
const SPARE_LINES: usize = 10_000;

/// What was used when: one of a node.
pub(crate) struct UsageBook {
    /// A fingerprint's upper half and the second it was noted in.
    noted: Box<[AtomicU64]>,
    current: ArcSwap<Usage>,
    unsaved: Mutex<Unsaved>,
    /// `None` in memory, and after the last save. Held while the disk works, which no request waits for.
    file: Mutex<Option<Saved>>,
}

/// What the file does not hold yet.
#[derive(Default)]
struct Unsaved {
    /// Whether anything is kept in a file at all.
    kept: bool,
    entries: Vec<UsageEntry>,
    /// The file's end is not known: it has to be written anew.
    anew: bool,
}

/// The file, and how many lines it has.
struct Saved {
    path: PathBuf,
    lines: usize,
}

impl UsageBook {
    /// A book that nothing is kept of.
    pub(crate) fn in_memory() -> Arc<UsageBook> {
        Arc::new(UsageBook::of(Usage::new(), Unsaved::default(), None))
    }

    /// The book of a data folder, with what is in its file. Lines that cannot be read, as a crash may leave one, are left
    /// out. A thread saves what is new.
    pub(crate) fn open(folder: &Path) -> Result<Arc<UsageBook>, Fault> {
        let path = folder.join(FILE);
        let (usage, lines, whole) = read(&path)
            .map_err(|error| Fault::new(format!("cannot read `{}`: {error}", path.display())))?;
        let book = Arc::new(UsageBook::of(
            usage,
            Unsaved {
                kept: true,
                entries: Vec::new(),
                anew: !whole,
            },
            Some(Saved { path, lines }),
        ));
        let weak = Arc::downgrade(&book);
        std::thread::Builder::new()
            .name("usage".to_owned())
            .spawn(move || save_now_and_then(&weak))
            .map_err(|error| Fault::new(format!("cannot start the usage thread: {error}")))?;
        Ok(book)
    }

    fn of(usage: Usage, unsaved: Unsaved, file: Option<Saved>) -> UsageBook {
        UsageBook {
            noted: (0..SLOTS).map(|_| AtomicU64::new(0)).collect(),
            current: ArcSwap::from_pointee(usage),
            unsaved: Mutex::new(unsaved),
            file: Mutex::new(file),
        }
    }

    /// What is known now.
    pub(crate) fn load(&self) -> Guard<Arc<Usage>> {
        self.current.load()
    }

    /// Takes note of a use. Whoever reads afterwards sees it. Costs a hash and a load for a use that was noted within the
    /// last minute, and neither waits nor allocates then.
    pub(crate) fn note(&self, used: &Use) {
        let fingerprint = used.fingerprint();
        let second = used.at().as_second() as u32;
        let slot = &self.noted[fingerprint as usize % SLOTS];
        let noted = slot.load(Ordering::Relaxed);
        let same = noted >> 32 == fingerprint >> 32;
        if same && second.wrapping_sub(noted as u32) < NOTED_EVERY_SECONDS {
            return;
        }
        let mut unsaved = self.unsaved();
        let mut usage = Usage::clone(&self.current.load());
        let changed = usage.record(used);
        if !changed.is_empty() {
            self.current.store(Arc::new(usage));
        }
        if unsaved.kept {
            unsaved.entries.extend(changed);
        }
        drop(unsaved);
        let noted = (fingerprint & !u64::from(u32::MAX)) | u64::from(second);
        slot.store(noted, Ordering::Relaxed);
    }

    /// Forgets everything, on a `--dev` server.
    pub(crate) fn clear(&self) {
        let mut unsaved = self.unsaved();
        self.current.store(Arc::new(Usage::new()));
        unsaved.entries.clear();
        unsaved.anew = true;
        for slot in &self.noted {
            slot.store(0, Ordering::Relaxed);
        }
    }

    /// Saves for the last time: the folder may be another process's from now on.
    pub(crate) fn close(&self) {
        let mut file = self.file();
        self.save(&mut file);
        *file = None;
        *self.unsaved() = Unsaved::default();
    }

    /// Appends what is new to the file, or writes it anew. What cannot be written stays for the next time.
    fn save(&self, file: &mut Option<Saved>) {
        let Some(saved) = file else {
            return;
        };
        let (entries, anew) = {
            let mut unsaved = self.unsaved();
            let anew = std::mem::take(&mut unsaved.anew);
            (std::mem::take(&mut unsaved.entries), anew)
        };
        if entries.is_empty() && !anew {
            return;
        }
        // Whatever was taken is in here too: it was noted before it was put among the unsaved.
        let usage = self.load();
        let lines = saved.lines + entries.len();
        let (written, lines) = if anew || lines > 2 * usage.len() + SPARE_LINES {
            (write_anew(&saved.path, &usage), usage.len())
        } else {
            (append(&saved.path, &entries), lines)
        };
        match written {
            Ok(()) => saved.lines = lines,
            Err(fault) => {
                self.unsaved().anew = true;
                tracing::warn!(%fault, "last-used times cannot be saved; trying again");
            }
        }
    }

    fn file(&self) -> MutexGuard<'_, Option<Saved>> {
        // Whoever panicked left a count of lines behind that is too low at worst.
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn unsaved(&self) -> MutexGuard<'_, Unsaved> {
        // Whoever panicked left lists behind that are whole.
        self.unsaved.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn save_now_and_then(book: &Weak<UsageBook>) {
    loop {
        std::thread::park_timeout(SAVED_EVERY);
        let Some(book) = book.upgrade() else {
            return;
        };
        let mut file = book.file();
        if file.is_none() {
            return;
        }
        book.save(&mut file);
    }
}

/// The file's entries, its lines, and whether every line could be read.
fn read(path: &Path) -> io::Result<(Usage, usize, bool)> {
    let (mut usage, mut lines, mut whole) = (Usage::new(), 0, true);
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((usage, 0, true)),
        Err(error) => return Err(error),
    };
    let mut reader = BufReader::new(file);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        lines += 1;
        match serde_json::from_slice::<UsageEntry>(&line) {
            Ok(entry) => usage.apply(&entry),
            Err(_) => whole = false,
        }
        whole &= line.ends_with(b"\n");
        line.clear();
    }
    if !whole {
        tracing::warn!(file = %path.display(), "lines of last-used times could not be read and are left out");
    }
    Ok((usage, lines, whole))
}

fn append(path: &Path, entries: &[UsageEntry]) -> Result<(), Fault> {
    let write = || -> io::Result<()> {
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(path)?;
        file.write_all(&lines(entries.iter().cloned())?)
    };
    write().map_err(|error| Fault::new(format!("cannot append to `{}`: {error}", path.display())))
}

fn write_anew(path: &Path, usage: &Usage) -> Result<(), Fault> {
    let bytes = lines(usage.entries())
        .map_err(|error| Fault::new(format!("cannot write last-used times: {error}")))?;
    write_private(path, &bytes)
}

fn lines(entries: impl Iterator<Item = UsageEntry>) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for entry in entries {
        serde_json::to_writer(&mut bytes, &entry)?;
        bytes.push(b'\n');
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: usize) -> UsageEntry {
        let line = format!(
            r#"{{"key":"AKIA{id}","service":"iam","region":"us-east-1","at":"2026-11-21T12:00:00Z"}}"#
        );
        serde_json::from_str(&line).unwrap()
    }

    fn saved(book: &UsageBook, ids: std::ops::Range<usize>) {
        let mut unsaved = book.unsaved();
        let mut usage = Usage::clone(&book.current.load());
        for id in ids {
            usage.apply(&entry(id));
            unsaved.entries.push(entry(id));
        }
        book.current.store(Arc::new(usage));
        drop(unsaved);
        book.save(&mut book.file());
    }

    #[test]
    fn what_was_saved_is_there_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let book = UsageBook::open(folder.path()).unwrap();
        saved(&book, 0..3);
        saved(&book, 3..5);
        book.close();
        assert_eq!(UsageBook::open(folder.path()).unwrap().load().len(), 5);
    }

    #[test]
    fn a_torn_line_costs_that_line_and_the_file_is_mended() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let book = UsageBook::open(folder.path()).unwrap();
        saved(&book, 0..3);
        book.close();
        let text = std::fs::read(&path).unwrap();
        std::fs::write(&path, &text[..text.len() - 10]).unwrap();
        let book = UsageBook::open(folder.path()).unwrap();
        assert_eq!(book.load().len(), 2);
        saved(&book, 7..8);
        book.close();
        assert_eq!(UsageBook::open(folder.path()).unwrap().load().len(), 3);
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().count(), 3, "{text}");
    }

    #[test]
    fn a_file_with_too_many_lines_is_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let book = UsageBook::open(folder.path()).unwrap();
        for _ in 0..=SPARE_LINES / 100 {
            saved(&book, 0..100);
        }
        saved(&book, 0..100);
        saved(&book, 0..100);
        book.close();
        let text = std::fs::read_to_string(folder.path().join(FILE)).unwrap();
        assert!(text.lines().count() <= 400, "{}", text.lines().count());
        assert_eq!(UsageBook::open(folder.path()).unwrap().load().len(), 100);
    }

    #[test]
    fn nothing_is_written_after_closing() {
        let folder = tempfile::tempdir().unwrap();
        let book = UsageBook::open(folder.path()).unwrap();
        book.close();
        saved(&book, 0..1);
        assert!(!folder.path().join(FILE).exists());
    }
}
