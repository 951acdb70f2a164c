//! Times on a machine that others use too: the fastest of many short rounds is what the code costs.

use std::time::{Duration, Instant};

/// Short enough to fit between two interruptions.
const ROUND: Duration = Duration::from_millis(2);
const ROUNDS: usize = 200;
/// After that long, three rounds are enough.
const PATIENCE: Duration = Duration::from_millis(600);

/// Nanoseconds that one call takes.
pub(crate) fn nanoseconds(mut call: impl FnMut()) -> f64 {
    let mut calls = 1_u32;
    loop {
        let taken = repeat(calls, &mut call);
        if taken >= ROUND {
            break;
        }
        let factor = ROUND.as_secs_f64() / taken.as_secs_f64().max(1e-9);
        calls = (f64::from(calls) * factor.clamp(1.5, 100.0)).ceil() as u32;
    }
    let start = Instant::now();
    let mut fastest = Duration::MAX;
    for round in 0..ROUNDS {
        if round >= 3 && start.elapsed() > PATIENCE {
            break;
        }
        fastest = fastest.min(repeat(calls, &mut call));
    }
    fastest.as_secs_f64() * 1e9 / f64::from(calls)
}

fn repeat(calls: u32, call: &mut impl FnMut()) -> Duration {
    let start = Instant::now();
    for _ in 0..calls {
        call();
    }
    start.elapsed()
}
