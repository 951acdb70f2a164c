//! How many records are answered, shown to people who wait.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};

/// So many records are answered before anybody has waited.
const RECORDS_MIN: u64 = 10_000;

/// Counts records; shows the count where standard error is a terminal and standard output is not.
pub(crate) struct Progress {
    answered: u64,
    shown: Option<ProgressBar>,
    watched: bool,
}

impl Progress {
    pub(crate) fn new() -> Progress {
        Progress {
            answered: 0,
            shown: None,
            watched: std::io::stderr().is_terminal() && !std::io::stdout().is_terminal(),
        }
    }

    /// One more is answered.
    pub(crate) fn count(&mut self) {
        self.answered += 1;
        if !self.watched || self.answered < RECORDS_MIN {
            return;
        }
        let style = "{spinner} {human_pos} records, {per_sec}";
        let bar = self.shown.get_or_insert_with(|| {
            let style = ProgressStyle::with_template(style).expect("a fixed template");
            ProgressBar::new_spinner().with_style(style)
        });
        bar.set_position(self.answered);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }
}
