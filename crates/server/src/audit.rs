//! One JSON line for each request, written before its reply.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::{mpsc, oneshot};

use crate::Fault;
use crate::settings::Audit;

/// Lines waiting for the thread that writes them.
const QUEUE: usize = 4096;
/// Lines that could not be written are kept up to this size, and written first when that is possible again.
const BACKLOG_BYTES_MAX: usize = 4 << 20;

/// The audit trail. A thread of its own writes all waiting lines at once; a reply waits for its line.
#[derive(Debug)]
pub(crate) struct AuditTrail {
    lines: Option<mpsc::Sender<Message>>,
    writable: Arc<AtomicBool>,
}

#[derive(Debug)]
enum Message {
    Line(Vec<u8>, oneshot::Sender<bool>),
    Reopen(oneshot::Sender<()>),
}

impl AuditTrail {
    /// Opens the trail; a file that cannot be opened is a fault, so that a server never starts without one it was told to write.
    pub(crate) fn open(audit: &Audit) -> Result<AuditTrail, Fault> {
        let target = match audit {
            Audit::Nowhere => {
                return Ok(AuditTrail {
                    lines: None,
                    writable: Arc::new(AtomicBool::new(true)),
                });
            }
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
        let (lines, queue) = mpsc::channel(QUEUE);
        let writable = Arc::new(AtomicBool::new(true));
        let writer = Writer {
            target,
            backlog: Vec::new(),
            writable: Arc::clone(&writable),
        };
        std::thread::Builder::new()
            .name("audit".to_owned())
            .spawn(move || writer.run(queue))
            .map_err(|error| Fault::new(format!("cannot start the audit thread: {error}")))?;
        Ok(AuditTrail {
            lines: Some(lines),
            writable,
        })
    }

    /// Writes the line and tells whether it is written. A trail to nowhere always says yes.
    pub(crate) async fn write(&self, record: &impl serde::Serialize) -> bool {
        let Some(lines) = &self.lines else {
            return true;
        };
        let mut line = serde_json::to_vec(record).expect("an audit record serializes to JSON");
        line.push(b'\n');
        let (written, answer) = oneshot::channel();
        lines.send(Message::Line(line, written)).await.is_ok() && answer.await.unwrap_or(false)
    }

    /// Whether the last line could be written: while it could not, no change may be made.
    pub(crate) fn is_writable(&self) -> bool {
        self.writable.load(Ordering::Acquire)
    }

    /// Opens the file anew, after it was renamed by whoever rotates it.
    pub(crate) async fn reopen(&self) {
        if let Some(lines) = &self.lines {
            let (reopened, answer) = oneshot::channel();
            // A thread that is gone has said so in the log, and every line to it fails.
            if lines.send(Message::Reopen(reopened)).await.is_ok() {
                let _ = answer.await;
            }
        }
    }
}

enum Target {
    Stdout,
    File { path: PathBuf, file: File },
}

struct Writer {
    target: Target,
    backlog: Vec<u8>,
    writable: Arc<AtomicBool>,
}

impl Writer {
    fn run(mut self, mut queue: mpsc::Receiver<Message>) {
        let mut batch = Vec::new();
        let mut text = Vec::new();
        let mut waiting = Vec::new();
        while queue.blocking_recv_many(&mut batch, QUEUE) > 0 {
            for message in batch.drain(..) {
                match message {
                    Message::Line(line, written) => {
                        text.extend_from_slice(&line);
                        waiting.push(written);
                    }
                    Message::Reopen(reopened) => {
                        self.write_all(&mut text, &mut waiting);
                        self.reopen();
                        // Whoever no longer waits has no use for the news.
                        let _ = reopened.send(());
                    }
                }
            }
            self.write_all(&mut text, &mut waiting);
        }
    }

    fn write_all(&mut self, text: &mut Vec<u8>, waiting: &mut Vec<oneshot::Sender<bool>>) {
        if waiting.is_empty() {
            return;
        }
        let mut whole = std::mem::take(&mut self.backlog);
        whole.append(text);
        let done = self.write(whole);
        for written in waiting.drain(..) {
            // Whoever no longer waits has lost its connection.
            let _ = written.send(done);
        }
    }

    fn write(&mut self, text: Vec<u8>) -> bool {
        let result = match &mut self.target {
            Target::Stdout => io::stdout().lock().write_all(&text),
            Target::File { file, .. } => append_whole(file, &text),
        };
        let was = self.writable.swap(result.is_ok(), Ordering::AcqRel);
        match &result {
            Err(error) => {
                if was {
                    tracing::error!(%error, "the audit trail cannot be written: no change is accepted until it can");
                }
                self.backlog = text;
                if self.backlog.len() > BACKLOG_BYTES_MAX {
                    tracing::error!(
                        bytes = self.backlog.len(),
                        "audit lines of refused requests are lost"
                    );
                    self.backlog = Vec::new();
                }
            }
            Ok(()) if !was => tracing::warn!("the audit trail can be written again"),
            Ok(()) => {}
        }
        result.is_ok()
    }

    fn reopen(&mut self) {
        if let Target::File { path, file } = &mut self.target {
            match append_to(path) {
                Ok(opened) => *file = opened,
                Err(error) => {
                    self.writable.store(false, Ordering::Release);
                    tracing::error!(%error, path = %path.display(), "the audit file cannot be opened again; the old one stays in use");
                }
            }
        }
    }
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
        trail.reopen().await;
        assert!(trail.write(&"two").await);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "\"two\"\n");
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
