//! SAML responses as their makers and their forgers send them.

#![expect(
    clippy::unwrap_used,
    reason = "what makes a test's input fails the test where it fails"
)]

mod encrypted;
mod forms;
mod hostile;
mod maker;
mod metadata;
mod oracle;
mod taken;
mod wrapping;
