//! Runs again whenever a file changes.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::output::{Failure, Verdict};

const PAUSE: Duration = Duration::from_millis(500);

/// What tells one version of a file from another.
type Stamp = (SystemTime, u64);

/// Runs now, and after every change of a file, until interrupted.
pub(crate) fn forever(files: &[PathBuf], run: impl FnMut()) -> Result<Verdict, Failure> {
    if files.is_empty() || files.iter().any(|file| file == Path::new("-")) {
        return Err(Failure::new(
            "--watch needs files: standard input does not change",
        ));
    }
    let look = || {
        std::thread::sleep(PAUSE);
        Some(files.iter().map(|file| stamp(file)).collect())
    };
    let now = files.iter().map(|file| stamp(file)).collect();
    watch(now, look, run);
    Ok(Verdict::Fine)
}

fn stamp(file: &Path) -> Option<Stamp> {
    let metadata = std::fs::metadata(file).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

/// Runs, and again after each look that differs from what was run on, until there are no more looks. While a file is
/// gone, as in the middle of being saved, nothing is run.
fn watch<T: PartialEq>(
    mut seen: Vec<Option<T>>,
    mut look: impl FnMut() -> Option<Vec<Option<T>>>,
    mut run: impl FnMut(),
) {
    run();
    while let Some(now) = look() {
        if now != seen && now.iter().all(Option::is_some) {
            seen = now;
            run();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How often a watch runs that sees these versions of two files.
    fn runs(looks: &[[Option<u32>; 2]]) -> usize {
        let mut looks = looks.iter().map(|look| look.to_vec());
        let first = looks.next().unwrap();
        let mut count = 0;
        watch(first, || looks.next(), || count += 1);
        count
    }

    #[test]
    fn it_runs_at_first_and_after_every_change() {
        let (a, b) = ([Some(1), Some(1)], [Some(1), Some(2)]);
        assert_eq!(runs(&[a]), 1);
        assert_eq!(runs(&[a, a, a]), 1);
        assert_eq!(runs(&[a, b, b, a]), 3);
    }

    #[test]
    fn a_file_that_is_gone_is_waited_for() {
        let (a, gone) = ([Some(1), Some(1)], [Some(1), None]);
        assert_eq!(runs(&[a, gone, gone, a]), 1);
        assert_eq!(runs(&[a, gone, [Some(1), Some(2)]]), 2);
        assert_eq!(runs(&[gone, a]), 2);
    }
}
