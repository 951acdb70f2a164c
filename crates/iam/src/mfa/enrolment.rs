//! Two codes in a row show that a device has the seed, and how its clock goes (S-34).

use super::totp;
use crate::Error;
use crate::operation::Cx;
use crate::state::MfaDevice;

/// How far behind and ahead a device's clock may be, in steps.
const STEPS_BEHIND_MAX: i64 = 998;
const STEPS_AHEAD_MAX: i64 = 1000;

/// What two codes told of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    /// By how many steps its clock is ahead.
    pub adjustment: i64,
    /// The counter of the second code.
    pub counter: u64,
}

/// Finds where a device's clock shows these two codes one after the other, both newer than the pair before.
///
/// # Errors
/// `InvalidAuthenticationCode`, also for a seed that the key ring does not open, and for security keys, which have none.
pub(crate) fn pair(cx: &Cx, device: &MfaDevice, first: &str, second: &str) -> Result<Pair, Error> {
    let serial = device.serial(cx.account().id);
    let sealed = device.seed.as_ref();
    let found = sealed
        .and_then(|sealed| cx.keys.open_mfa_seed(&serial, sealed))
        .zip(totp::parse(first).zip(totp::parse(second)))
        .and_then(|(seed, codes)| search(&seed, totp::step(cx.wall), device.pair, codes));
    found.ok_or_else(|| {
        Error::invalid_authentication_code("Authentication code for device is not valid.")
    })
}

/// The place of the second code nearest to the true time.
fn search(seed: &[u8], now: i64, newer_than: Option<u64>, codes: (u32, u32)) -> Option<Pair> {
    let distances = (0..=STEPS_AHEAD_MAX).flat_map(|distance| [distance, -distance]);
    distances
        .filter(|adjustment| *adjustment >= -STEPS_BEHIND_MAX)
        .find_map(|adjustment| {
            let counter = u64::try_from(now + adjustment).ok()?;
            let first = counter.checked_sub(1)?;
            let new = newer_than.is_none_or(|last| first > last);
            let shown =
                new && totp::shows(seed, counter, codes.1) && totp::shows(seed, first, codes.0);
            shown.then_some(Pair {
                adjustment,
                counter,
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: &[u8] = b"12345678901234567890";
    const NOW: i64 = 50_000_000;

    fn found(adjustment: i64, newer_than: Option<u64>) -> Option<i64> {
        let counter = u64::try_from(NOW + adjustment).unwrap();
        let codes = (totp::code(SEED, counter - 1), totp::code(SEED, counter));
        search(SEED, NOW, newer_than, codes).map(|pair| pair.adjustment)
    }

    /// S-34: 998 steps behind to 1000 ahead.
    #[test]
    fn clocks_within_the_window_are_found_and_others_not() {
        for adjustment in [-998, -997, -1, 0, 1, 999, 1000] {
            assert_eq!(found(adjustment, None), Some(adjustment));
        }
        for adjustment in [-999, 1001] {
            assert_eq!(found(adjustment, None), None);
        }
    }

    /// S-34.
    #[test]
    fn both_codes_must_be_newer_than_the_pair_before() {
        let last = u64::try_from(NOW).unwrap();
        assert_eq!(found(0, Some(last)), None);
        assert_eq!(found(1, Some(last)), None);
        assert_eq!(found(2, Some(last)), Some(2));
    }

    #[test]
    fn codes_must_follow_one_another() {
        let counter = u64::try_from(NOW).unwrap();
        let shown = |counter| totp::code(SEED, counter);
        for codes in [
            (shown(counter), shown(counter)),
            (shown(counter), shown(counter - 1)),
            (shown(counter - 2), shown(counter)),
        ] {
            assert_eq!(search(SEED, NOW, None, codes), None);
        }
    }

    #[test]
    fn a_clock_before_1970_is_no_fault() {
        assert_eq!(search(SEED, -5, None, (1, 2)), None);
    }
}
