//! A process that appends is killed, again and again: what it had acknowledged is there.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use journal::{Journal, Options, Sqlite};

const FOLDER: &str = "PORTCULLIS_JOURNAL_KILLED";
const BATCH: u64 = 7;

/// After how many acknowledgements each round's process is killed.
const ROUNDS: &[usize] = &[1, 40, 7, 150, 300];

#[test]
fn what_a_killed_process_acknowledged_is_there() {
    if let Some(folder) = env::var_os(FOLDER) {
        append_until_killed(Path::new(&folder));
    }
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("data");
    for acknowledgements in ROUNDS {
        let acknowledged = kill_after(*acknowledgements, &folder);
        let mut journal = Sqlite::open(&folder).unwrap();
        let head = journal.head();
        assert!(
            head >= acknowledged,
            "{acknowledged} were acknowledged, {head} are there"
        );
        assert!(
            head <= acknowledged + BATCH,
            "at most one batch was under way"
        );
        assert_eq!(head % BATCH, 0, "batches are whole");
        let mut next = 1;
        journal
            .read(0, &mut |seq, body| {
                assert_eq!((seq, body), (next, record(next).as_slice()));
                next += 1;
                Ok(())
            })
            .unwrap();
        assert_eq!(next, head + 1);
        journal.checkpoint().unwrap();
    }
}

/// Has a process append to the folder, kills it after so many acknowledgements, and returns the
/// sequence number of the last one that it gave.
fn kill_after(acknowledgements: usize, folder: &Path) -> u64 {
    let mut child = Command::new(env::current_exe().expect("a test runs from a file"))
        .args([
            "--exact",
            "what_a_killed_process_acknowledged_is_there",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the test starts itself");
    let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
    let mut acknowledged = Vec::new();
    for line in lines.by_ref().map(|line| line.expect("lines of text")) {
        // The test harness prints lines of its own before.
        acknowledged.extend(
            line.strip_prefix("durable ")
                .map(|seq| seq.parse::<u64>().expect("a number")),
        );
        if acknowledged.len() == acknowledgements {
            break;
        }
    }
    child.kill().expect("it appends until it is killed");
    for line in lines.map(|line| line.expect("lines of text")) {
        acknowledged.extend(
            line.strip_prefix("durable ")
                .map(|seq| seq.parse::<u64>().expect("a number")),
        );
    }
    child.wait().expect("it was killed");
    assert!(
        acknowledged.len() >= acknowledgements,
        "it stopped before it was killed"
    );
    *acknowledged.last().expect("at least one")
}

fn append_until_killed(folder: &Path) -> ! {
    let options = Options {
        wal_frames_max: 50,
        ..Options::USUAL
    };
    let mut journal = Sqlite::open_with(folder, options).expect("the folder opens");
    let mut out = std::io::stdout().lock();
    loop {
        let head = journal.head();
        let batch: Vec<_> = (head + 1..=head + BATCH).map(record).collect();
        let head = journal.append(head, &batch).expect("the append is made");
        // One write for each line, so that no line is torn.
        out.write_all(format!("\ndurable {head}\n").as_bytes())
            .expect("somebody reads");
        out.flush().expect("somebody reads");
        if head % (10 * BATCH) == 0 {
            journal
                .write_checkpoint(head, &record(head))
                .expect("the checkpoint is written");
        }
    }
}

fn record(seq: u64) -> Vec<u8> {
    (0..seq * 37 % 900).map(|n| (seq + n) as u8).collect()
}
