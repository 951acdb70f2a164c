//! A sign of life for people who wait.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Shows what is going on, until it is dropped, where standard error is a terminal.
pub(super) struct Waiting(ProgressBar);

impl Waiting {
    pub(super) fn new(what: &str) -> Waiting {
        let style = ProgressStyle::with_template("{spinner} {msg} {elapsed}");
        let bar = ProgressBar::new_spinner().with_style(style.expect("a fixed template"));
        bar.set_message(what.to_owned());
        bar.enable_steady_tick(Duration::from_millis(120));
        Waiting(bar)
    }

    /// The next step.
    pub(super) fn step(&self, what: &str) {
        self.0.set_message(what.to_owned());
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
