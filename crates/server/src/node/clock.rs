//! The time that decisions see.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

/// Real time, plus what the tester of a `--dev` server added.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    ahead_seconds: AtomicI64,
}

/// Further than this the tester cannot go: about a century.
const AHEAD_SECONDS_MAX: i64 = 100 * 366 * 86_400;

impl Clock {
    /// What decisions see, and real time.
    pub(crate) fn now(&self) -> (Timestamp, Timestamp) {
        let wall = Timestamp::now();
        let ahead = self.ahead_seconds.load(Ordering::Relaxed);
        if ahead == 0 {
            return (wall, wall);
        }
        let now = wall
            .checked_add(SignedDuration::from_secs(ahead))
            .unwrap_or(Timestamp::MAX);
        (now, wall)
    }

    /// Moves on what decisions see; `None` if that is too far.
    pub(crate) fn advance(&self, seconds: u64) -> Option<Timestamp> {
        let seconds = i64::try_from(seconds).ok()?;
        let added =
            self.ahead_seconds
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |ahead| {
                    ahead
                        .checked_add(seconds)
                        .filter(|sum| *sum <= AHEAD_SECONDS_MAX)
                });
        added.ok().map(|_| self.now().0)
    }

    /// Back to real time.
    pub(crate) fn restore(&self) {
        self.ahead_seconds.store(0, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_are_ahead_and_real_time_is_not() {
        let clock = Clock::default();
        let before = Timestamp::now();
        assert!(clock.advance(3600).unwrap() >= before + SignedDuration::from_secs(3600));
        let (now, wall) = clock.now();
        assert_eq!(now - wall, jiff::Span::new().seconds(3600).fieldwise());
        assert_eq!(clock.advance(u64::MAX), None);
        assert_eq!(clock.advance(AHEAD_SECONDS_MAX as u64), None);
        clock.restore();
        let (now, wall) = clock.now();
        assert_eq!(now, wall);
    }
}
