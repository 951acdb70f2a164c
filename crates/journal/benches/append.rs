//! Durable appends to a data folder, one record and 64 records at a time: what the store alone can do,
//! and the peer of the server's own benchmark.

use criterion::{Criterion, Throughput};
use journal::{Journal, Sqlite};

/// A record of about the size of an event.
const RECORD: [u8; 300] = [b'x'; 300];

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    append(&mut criterion);
    criterion.final_summary();
}

fn append(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("sqlite append");
    for batch in [1_usize, 64] {
        let place = tempfile::tempdir().expect("there is room for a log");
        let mut journal = Sqlite::open(&place.path().join("data")).expect("a new folder opens");
        let records = vec![RECORD.to_vec(); batch];
        group.throughput(Throughput::Elements(batch as u64));
        group.bench_function(format!("batch {batch}"), |bencher| {
            bencher.iter(|| {
                journal
                    .append(journal.head(), &records)
                    .expect("the append is made")
            });
        });
    }
    group.finish();
}
