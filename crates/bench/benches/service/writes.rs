//! Durable changes, and the start with what they amount to.

use std::path::Path;
use std::time::{Duration, Instant};

use journal::Journal;

use load::connection::{self, Measured};
use load::signed::Caller;

use crate::portcullis;

const ACCOUNTS: usize = 20;
const USERS: usize = 5_000;
const CONNECTIONS: usize = 64;
/// Users made on one connection, before the 64 make the rest.
const ALONE: usize = 4_000;

/// Measures writes, then starts with all that was written.
pub(crate) fn writes() {
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("data");
    let flags = ["--data", data.to_str().unwrap()];
    let server = portcullis(&flags);
    let root = server.root();
    let mut requests = Vec::with_capacity(ACCOUNTS * USERS);
    for _ in 0..ACCOUNTS {
        let made = connection::exchange(
            server.address,
            &root.signed(server.address, "portcullis", "CreateAccount", &[]),
        );
        let owner = Caller::of(&made);
        for index in 0..USERS {
            let name = format!("user-{index}");
            requests.push(owner.signed(
                server.address,
                "iam",
                "CreateUser",
                &[("UserName", &name), ("Path", "/team/")],
            ));
        }
    }
    let alone = requests.split_off(requests.len() - ALONE);
    let total = requests.len();
    let long = Duration::from_secs(600);
    let one = connection::each(server.address, alone, 1, long, || server.cpu());
    let many = connection::each(server.address, requests, CONNECTIONS, long, || server.cpu());

    let record_bytes = average_record(&data);
    let raw_one = append(&place.path().join("raw-1"), record_bytes, 1, 4_000);
    let raw_many = append(
        &place.path().join("raw-64"),
        record_bytes,
        CONNECTIONS,
        64_000,
    );

    println!("durable CreateUser, records of {record_bytes} bytes, the audit trail on\n");
    println!("{:<36}{:>12}{:>18}", "", "changes/s", "CPU us/change");
    println!("{:<36}{raw_one:>12.0}", "store alone, 1 record an append");
    line("CreateUser, 1 connection", &one);
    println!("{:<36}{:>12.2}", "ratio", one.rate / raw_one);
    println!(
        "{:<36}{raw_many:>12.0}",
        "store alone, 64 records an append"
    );
    line(
        &format!("CreateUser, {CONNECTIONS} connections, {total} in all"),
        &many,
    );
    println!("{:<36}{:>12.2}\n", "ratio", many.rate / raw_many);

    println!(
        "start with {ACCOUNTS} accounts of {USERS} users ({} records)\n",
        ACCOUNTS * (USERS + 1) + 1
    );
    let resident = server.resident_mib();
    server.kill();
    start("after kill -9", &flags);
    start("with a checkpoint of everything", &flags);
    println!("{:<36}{resident:>9} MiB", "memory before the stop");
}

fn start(name: &str, flags: &[&str]) {
    let server = portcullis(flags);
    println!(
        "{name:<36}{:>9} ms{:>9} MiB",
        server.started_in.as_millis(),
        server.resident_mib()
    );
    server.stop();
}

fn line(name: &str, measured: &Measured) {
    println!("{name:<36}{:>12.0}{:>18.1}", measured.rate, measured.cpu);
}

/// The store by itself: records a second.
fn append(folder: &Path, record_bytes: usize, group: usize, records: usize) -> f64 {
    let mut journal = journal::Sqlite::open(folder).unwrap();
    let batch = vec![vec![b'x'; record_bytes]; group];
    let started = Instant::now();
    let mut head = journal.head();
    for _ in 0..records / group {
        head = journal.append(head, &batch).unwrap();
    }
    head as f64 / started.elapsed().as_secs_f64()
}

/// How large the records are that the server writes: the log's size, spread over them.
fn average_record(data: &Path) -> usize {
    let size = |name: &str| std::fs::metadata(data.join(name)).map_or(0, |metadata| metadata.len());
    let per_record = size("journal.sqlite") as usize / (ACCOUNTS * (USERS + 1));
    // Key and hash of each row are the store's.
    per_record.saturating_sub(48).max(1)
}
