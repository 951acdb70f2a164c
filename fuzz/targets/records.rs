//! Any bytes as a journal record, a checkpoint and a key ring: what can be read can be applied,
//! written and read again.
#![no_main]

use iam::{KeyRing, Record, State};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(record) = Record::decode(data) {
        let bytes = record.encode();
        let again = Record::decode(&bytes).expect("a record that was written can be read");
        assert_eq!(again.encode(), bytes);
        applied(&record);
    }
    if let Ok(state) = State::decode(data) {
        survives_a_checkpoint(&state);
    }
    if let Ok(text) = std::str::from_utf8(data)
        && let Ok(ring) = KeyRing::parse(text)
    {
        let written = ring.to_text();
        let again = KeyRing::parse(&written).expect("a key ring that was written can be read");
        assert_eq!(*again.to_text(), *written);
    }
});

/// Applying is total: also to a state that has never heard of what the record is about.
fn applied(record: &Record) {
    let mut state = State::new();
    state.apply(record);
    survives_a_checkpoint(&state);
    state.apply(record);
}

fn survives_a_checkpoint(state: &State) {
    let bytes = state.encode();
    let again = State::decode(&bytes).expect("a checkpoint that was written can be read");
    assert_eq!(again.encode(), bytes);
}
