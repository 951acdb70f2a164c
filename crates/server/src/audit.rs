//! One JSON line for each request, written before its reply.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use crate::Fault;
use crate::settings::Audit;

/// Lines that could not be written are kept up to this size, and written first when that is possible again.
const BACKLOG_BYTES_MAX: usize = 4 << 20;

/// The audit trail. Whoever finds nobody writing writes its own line at once; lines that come meanwhile are written
/// together. Each reply waits for its line.
#[derive(Debug)]
pub(crate) struct AuditTrail {
    trail: Option<Arc<Trail>>,
}

#[derive(Debug)]
struct Trail {
    queue: Mutex<Queue>,
    file: Mutex<Kept>,
    writable: AtomicBool,
}

/// Lines that wait for the one who is writing.
#[derive(Debug, Default)]
struct Queue {
    writing: bool,
    text: Vec<u8>,
    waiting: Vec<oneshot::Sender<bool>>,
}

/// Where lines go, and those that could not go there.
#[derive(Debug)]
struct Kept {
    target: Target,
    backlog: Vec<u8>,
}

#[derive(Debug)]
enum Target {
    Stdout,
    File { path: PathBuf, file: File },
}

impl AuditTrail {
    /// Opens the trail; a file that cannot be opened is a fault, so that a server never starts without one it was told to write.
    pub(crate) fn open(audit: &Audit) -> Result<AuditTrail, Fault> {
        let target = match audit {
            Audit::Nowhere => return Ok(AuditTrail { trail: None }),
            Audit::Stdout => Target::Stdout,
            Audit::File(path) => {
                let file = append_to(path).map_err(|error| {
                    Fault::new(format!(
                        "cannot write the audit file `{}`: {error}",
                        path.display()
                    ))
                })?;
                Target::File {
                    path: path.clone(),
                    file,
                }
            }
        };
        let trail = Trail {
            queue: Mutex::default(),
            file: Mutex::new(Kept {
                target,
                backlog: Vec::new(),
            }),
            writable: AtomicBool::new(true),
        };
        Ok(AuditTrail {
            trail: Some(Arc::new(trail)),
        })
    }

    /// Writes the line and tells whether it is written. A trail to nowhere always says yes.
    pub(crate) async fn write(&self, record: &impl serde::Serialize) -> bool {
        let Some(trail) = &self.trail else {
            return true;
        };
        let mut line = serde_json::to_vec(record).expect("an audit record serializes to JSON");
        line.push(b'\n');
        match trail.enqueue(&line) {
            Some(written) => written.await.unwrap_or(false),
            None => {
                let done = trail.write(&line);
                if trail.somebody_waits() {
                    tokio::spawn(write_waiting(Arc::clone(trail)));
                }
                done
            }
        }
    }

    /// Whether the last line could be written: while it could not, no change may be made.
    pub(crate) fn is_writable(&self) -> bool {
        self.trail
            .as_ref()
            .is_none_or(|trail| trail.writable.load(Ordering::Acquire))
    }

    /// Opens the file anew, after it was renamed by whoever rotates it.
    pub(crate) fn reopen(&self) {
        let Some(trail) = &self.trail else { return };
        if let Target::File { path, file } = &mut lock(&trail.file).target {
            match append_to(path) {
                Ok(opened) => *file = opened,
                Err(error) => {
                    trail.writable.store(false, Ordering::Release);
                    tracing::error!(%error, path = %path.display(), "the audit file cannot be opened again; the old one stays in use");
                }
            }
        }
    }
}

/// Writes what gathered while somebody else wrote, until nothing gathers any more.
async fn write_waiting(trail: Arc<Trail>) {
    loop {
        let (text, waiting) = {
            let mut queue = lock(&trail.queue);
            (
                std::mem::take(&mut queue.text),
                std::mem::take(&mut queue.waiting),
            )
        };
        let done = trail.write(&text);
        for written in waiting {
            // Whoever no longer waits has lost its connection.
            let _ = written.send(done);
        }
        if !trail.somebody_waits() {
            return;
        }
        tokio::task::yield_now().await;
    }
}

impl Trail {
    /// Leaves the line for the one who is writing; `None` where nobody is, and the caller is now the one.
    fn enqueue(&self, line: &[u8]) -> Option<oneshot::Receiver<bool>> {
        let mut queue = lock(&self.queue);
        if !queue.writing {
            queue.writing = true;
            return None;
        }
        let (written, answer) = oneshot::channel();
        queue.text.extend_from_slice(line);
        queue.waiting.push(written);
        Some(answer)
    }

    /// Whether lines have gathered; if not, nobody is writing any more.
    fn somebody_waits(&self) -> bool {
        let mut queue = lock(&self.queue);
        queue.writing = !queue.waiting.is_empty();
        queue.writing
    }

    fn write(&self, text: &[u8]) -> bool {
        let mut kept = lock(&self.file);
        let Kept { target, backlog } = &mut *kept;
        let mut whole = Vec::new();
        let text = if backlog.is_empty() {
            text
        } else {
            whole.append(backlog);
            whole.extend_from_slice(text);
            &whole
        };
        let result = match target {
            Target::Stdout => io::stdout().lock().write_all(text),
            Target::File { file, .. } => append_whole(file, text),
        };
        let was = self.writable.swap(result.is_ok(), Ordering::AcqRel);
        match &result {
            Err(error) => {
                if was {
                    tracing::error!(%error, "the audit trail cannot be written: no change is accepted until it can");
                }
                if text.len() > BACKLOG_BYTES_MAX {
                    tracing::error!(
                        bytes = text.len(),
                        "audit lines of refused requests are lost"
                    );
                } else {
                    *backlog = text.to_vec();
                }
            }
            Ok(()) if !was => tracing::warn!("the audit trail can be written again"),
            Ok(()) => {}
        }
        result.is_ok()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Appends all of the text or nothing: half a line is taken back, where that can be done.
fn append_whole(file: &mut File, text: &[u8]) -> io::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    match file.write(text) {
        Ok(written) if written == text.len() => Ok(()),
        Ok(written) => file
            .write_all(&text[written..])
            .inspect_err(|_| take_back(file, written)),
        Err(error) if error.kind() == io::ErrorKind::Interrupted => append_whole(file, text),
        Err(error) => Err(error),
    }
}

fn take_back(file: &File, written: usize) {
    if let Ok(metadata) = file.metadata()
        && metadata.is_file()
        && let Err(error) = file.set_len(metadata.len().saturating_sub(written as u64))
    {
        tracing::error!(%error, "half an audit line could not be taken back");
    }
}

fn append_to(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_line_is_there_when_its_writer_is_told_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("audit.jsonl");
        let trail = AuditTrail::open(&Audit::File(path.clone())).unwrap();
        assert!(trail.write(&"one").await);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "\"one\"\n");
        std::fs::rename(&path, folder.path().join("audit.1")).unwrap();
        trail.reopen();
        assert!(trail.write(&"two").await);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "\"two\"\n");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn lines_of_many_writers_are_all_there_and_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("audit.jsonl");
        let trail = Arc::new(AuditTrail::open(&Audit::File(path.clone())).unwrap());
        let writers: Vec<_> = (0..500)
            .map(|index| {
                let trail = Arc::clone(&trail);
                tokio::spawn(async move { trail.write(&format!("line {index}")).await })
            })
            .collect();
        for writer in writers {
            assert!(writer.await.unwrap());
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let mut lines: Vec<&str> = text.lines().collect();
        lines.sort_unstable();
        let mut expected: Vec<_> = (0..500).map(|index| format!("\"line {index}\"")).collect();
        expected.sort_unstable();
        assert_eq!(lines, expected);
    }

    #[tokio::test]
    async fn what_cannot_be_written_is_told_and_stops_changes() {
        let trail = AuditTrail::open(&Audit::File("/dev/full".into())).unwrap();
        assert!(trail.is_writable());
        assert!(!trail.write(&"lost").await);
        assert!(!trail.is_writable());
        assert!(AuditTrail::open(&Audit::File("/nowhere/at/all".into())).is_err());
    }

    #[tokio::test]
    async fn a_trail_to_nowhere_stands_in_nobodys_way() {
        let trail = AuditTrail::open(&Audit::Nowhere).unwrap();
        assert!(trail.write(&"x").await && trail.is_writable());
    }
}
