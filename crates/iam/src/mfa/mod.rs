//! One-time codes: what a device shows, what enables it, and what proves a caller to STS.

mod enrolment;
mod proof;
mod qr;
mod seed;
mod token_seed;
mod totp;

#[cfg(test)]
pub(crate) use self::{
    qr::scanned,
    seed::bytes_of_base32,
    totp::{code, step},
};
pub(crate) use enrolment::pair;
pub(crate) use proof::{Proof, proof};
pub(crate) use qr::{picture, uri};
pub(crate) use seed::MfaSeed;
pub(crate) use token_seed::TokenSeed;
