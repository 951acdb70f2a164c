use std::time::{Duration, Instant};

use crate::runner::Tally;

/// What a step found when it went well enough to finish.
#[derive(Default)]
pub(crate) struct Verdict {
    /// Something to tell at the end that does not make the run fail.
    pub(crate) warning: Option<String>,
    /// The closing lines of the test runners that the step started.
    pub(crate) closing: Vec<String>,
    /// Why the step failed, if it did.
    pub(crate) failure: Option<String>,
}

struct Step {
    name: String,
    took: Duration,
    verdict: Verdict,
}

/// The steps of a run, timed, listed at the end with what the test runners said.
pub(crate) struct Report {
    steps: Vec<Step>,
}

impl Report {
    pub(crate) fn new() -> Report {
        Report { steps: Vec::new() }
    }

    /// Runs one step; a failure is kept and the next step runs all the same.
    pub(crate) fn step(
        &mut self,
        name: impl Into<String>,
        work: impl FnOnce() -> Result<Verdict, String>,
    ) {
        let name = name.into();
        println!("\n==> {name}");
        let begun = Instant::now();
        let verdict = work().unwrap_or_else(|failure| Verdict {
            failure: Some(failure),
            ..Verdict::default()
        });
        let took = begun.elapsed();
        if let Some(failure) = &verdict.failure {
            println!("==> {name} FAILED: {failure}");
        }
        self.steps.push(Step {
            name,
            took,
            verdict,
        });
    }

    /// Whether every step so far went well.
    pub(crate) fn fine(&self) -> bool {
        self.steps.iter().all(|step| step.verdict.failure.is_none())
    }

    /// Prints the list of steps, then the runners' own closing lines and their sum.
    pub(crate) fn print(&self) {
        println!("\n{:<28} {:>8}  result", "step", "seconds");
        for step in &self.steps {
            let result = match (&step.verdict.failure, &step.verdict.warning) {
                (Some(failure), _) => format!("FAILED: {}", first_line(failure)),
                (None, Some(warning)) => format!("ok, but {}", first_line(warning)),
                (None, None) => "ok".to_owned(),
            };
            let seconds = step.took.as_secs_f64();
            println!("{:<28} {seconds:>8.1}  {result}", step.name);
        }
        let total: f64 = self.steps.iter().map(|step| step.took.as_secs_f64()).sum();
        println!("{:<28} {total:>8.1}", "together");

        let mut tally = Tally::default();
        let closing = self.steps.iter().flat_map(|step| &step.verdict.closing);
        let mut any = false;
        for line in closing {
            println!("{line}");
            tally.add(line);
            any = true;
        }
        if any {
            println!("tests: {tally}");
        }
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
