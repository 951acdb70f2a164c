//! Any text as a decision record: refused with a place, or answered, explained and expected consistently.
#![no_main]

use libfuzzer_sys::fuzz_target;
use policy::record::DecisionRecord;

fuzz_target!(|text: &str| {
    let record = match DecisionRecord::parse(text) {
        Ok(record) => record,
        Err(malformed) => {
            assert!(!malformed.message.is_empty());
            assert!(malformed.position.offset <= text.len());
            return;
        }
    };
    let decision = record.ask(|request, layers| policy::evaluate(request, layers));
    assert_eq!(
        decision,
        record.explain(|explanation| explanation.decision()),
        "one matching for both"
    );
    let answer = record.answer();
    assert_eq!(
        answer,
        record.answer(),
        "the same question, the same answer"
    );
    let line = serde_json::to_string(&answer).expect("an answer is JSON");
    assert!(!line.contains('\n'), "an answer is one line");
    if let Some(expectation) = record.expectation() {
        // Only what is expected is compared; whatever that is, it is compared without a panic.
        let _ = expectation.misses(&answer);
    }
});
