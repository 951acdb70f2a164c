use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// How often one issuer is asked at most: callers whom nobody knows yet can make us ask.
const ATTEMPTS_MAX: usize = 5;
const WINDOW: Duration = Duration::from_secs(60);

/// The last times at which an issuer was asked.
#[derive(Debug, Default)]
pub(super) struct Budget {
    attempts: VecDeque<Instant>,
}

impl Budget {
    /// Whether the issuer may be asked now; if so, that counts.
    pub(super) fn take(&mut self, now: Instant) -> bool {
        while self
            .attempts
            .front()
            .is_some_and(|at| now.duration_since(*at) >= WINDOW)
        {
            self.attempts.pop_front();
        }
        if self.attempts.len() >= ATTEMPTS_MAX {
            return false;
        }
        self.attempts.push_back(now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_times_a_minute_and_no_more() {
        let start = Instant::now();
        let mut budget = Budget::default();
        for second in 0..5 {
            assert!(budget.take(start + Duration::from_secs(second)));
        }
        assert!(!budget.take(start + Duration::from_secs(59)));
        assert!(budget.take(start + Duration::from_secs(60)));
        assert!(!budget.take(start + Duration::from_secs(60)));
        assert!(budget.take(start + Duration::from_secs(61)));
    }
}
