//! Signed requests, what verification refuses in them, and in whose words.
#![expect(clippy::unwrap_used, reason = "a test may panic anywhere")]

mod message;
mod tamper;
mod words;
