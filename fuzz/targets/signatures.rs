//! Any bytes as a request: claimed, verified, signed and presigned, by the laws that `sigv4` states.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| sigv4::exercise(data));
