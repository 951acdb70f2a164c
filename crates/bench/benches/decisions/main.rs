//! `cargo bench -p portcullis-bench --bench decisions`: decisions beside Cedar and the Rego interpreter `regorus`, in one run.
//!
//! Every engine is handed policies and requests in the form it likes best, built beforehand, and only decides; before
//! anything is timed, all of them must answer every request as the workload says. Ratios are what is worth reading.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark that cannot go on has nothing to say"
)]

mod cedar;
mod growth;
mod organization;
mod ours;
mod rego;
mod timing;
mod workload;

use std::collections::BTreeMap;
use std::hint::black_box;

use cedar::Cedar;
use growth::Spread;
use ours::{Case, Compiled, Texts};
use policy::{Document, Kind, Principal};
use rego::Rego;
use timing::nanoseconds;
use workload::{Asked, World};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    println!("nanoseconds a decision; a ratio above 1 is in our favour\n");
    layered();
    growth(Spread::Services, "five services");
    growth(Spread::OneService, "one service");
    organization::organization();
    compilation();
}

/// The engines with one world and the requests to it, agreed on what they answer.
struct Engines<'a> {
    compiled: Compiled,
    cases: Vec<Case<'a>>,
    cedar: Cedar,
    rego: Option<Rego>,
}

/// A file of 10,000 rules is larger than `regorus` reads.
const REGO_STATEMENTS_MAX: usize = 1_000;

/// What one decision costs each, on average over the requests.
struct Costs {
    ours: f64,
    cedar: f64,
    rego: Option<f64>,
}

impl<'a> Engines<'a> {
    fn new(world: &World, principal: &'a Principal, asked: &'a [Asked]) -> Engines<'a> {
        let mut engines = Engines {
            compiled: Compiled::of(&Texts::of(world)),
            cases: asked
                .iter()
                .map(|asked| Case::new(principal, asked))
                .collect(),
            cedar: Cedar::new(world, asked),
            rego: (world.statements().count() <= REGO_STATEMENTS_MAX)
                .then(|| Rego::new(world, asked)),
        };
        let policies = engines.compiled.in_force();
        let levels = policies.levels();
        for (at, asked) in asked.iter().enumerate() {
            let decision = engines.cases[at].with(&policies, &levels, policy::evaluate);
            let answers = [
                decision.allowed(),
                engines.cedar.allows(at),
                engines
                    .rego
                    .as_mut()
                    .map_or(asked.allowed, |rego| rego.allows(at)),
            ];
            assert_eq!(
                answers, [asked.allowed; 3],
                "{} on {}: ours {decision:?}, Cedar, Rego",
                asked.action, asked.resource
            );
        }
        engines
    }

    fn costs(&mut self, requests: &[usize]) -> Costs {
        let each = requests.len() as f64;
        let policies = self.compiled.in_force();
        let levels = policies.levels();
        let ours = nanoseconds(|| {
            for &at in requests {
                black_box(self.cases[at].with(&policies, &levels, policy::evaluate));
            }
        });
        let cedar = nanoseconds(|| {
            for &at in requests {
                black_box(self.cedar.decide(at));
            }
        });
        let rego = self.rego.as_mut().map(|rego| {
            nanoseconds(|| {
                for &at in requests {
                    black_box(rego.allows(at));
                }
            })
        });
        Costs {
            ours: ours / each,
            cedar: cedar / each,
            rego: rego.map(|rego| rego / each),
        }
    }

    fn explanation(&self, requests: &[usize]) -> f64 {
        let policies = self.compiled.in_force();
        let levels = policies.levels();
        let all = nanoseconds(|| {
            for &at in requests {
                self.cases[at].with(&policies, &levels, |request, layers| {
                    black_box(policy::explain(request, layers));
                });
            }
        });
        all / requests.len() as f64
    }
}

fn heading(title: &str) {
    println!(
        "{title:<44}{:>10}{:>12}{:>12}{:>9}{:>9}",
        "ours", "Cedar", "regorus", "/Cedar", "/regorus"
    );
}

fn line(name: &str, costs: &Costs) {
    let digits = |value: Option<f64>, digits| {
        value.map_or_else(|| "-".to_owned(), |value| format!("{value:.digits$}"))
    };
    println!(
        "{name:<44}{:>10.0}{:>12.0}{:>12}{:>9.1}{:>9}",
        costs.ours,
        costs.cedar,
        digits(costs.rego, 0),
        costs.cedar / costs.ours,
        digits(costs.rego.map(|rego| rego / costs.ours), 1)
    );
}

fn layered() {
    let (world, principal, asked) = (workload::layered(), ours::alice(), workload::requests());
    let mut engines = Engines::new(&world, &principal, &asked);
    heading(&format!(
        "{} requests, {} statements ({} in Cedar)",
        asked.len(),
        world.statements().count(),
        engines.cedar.len()
    ));
    let of = |wanted: bool| -> Vec<usize> {
        let matching = (0..asked.len()).filter(|&at| asked[at].allowed == wanted);
        matching.collect()
    };
    let (allowed, denied) = (engines.costs(&of(true)), engines.costs(&of(false)));
    line("allowed", &allowed);
    line("denied", &denied);
    let all: Vec<usize> = (0..asked.len()).collect();
    let costs = engines.costs(&all);
    line("all", &costs);
    for (name, requests, costs) in [
        ("explain, allowed", of(true), &allowed),
        ("explain, denied", of(false), &denied),
        ("explain, all", all, &costs),
    ] {
        let explained = engines.explanation(&requests);
        let times = explained / costs.ours;
        println!("{name:<44}{explained:>10.0}   {times:.1} times evaluate");
    }
    println!();
}

fn growth(spread: Spread, name: &str) {
    heading(&format!("statements in 10 policies, {name}"));
    let principal = ours::user();
    let mut first: Option<(f64, f64)> = None;
    for count in [10, 100, 1_000, 10_000] {
        let asked = spread.requests(count);
        let mut engines = Engines::new(&spread.world(count), &principal, &asked);
        let all: Vec<usize> = (0..asked.len()).collect();
        let costs = engines.costs(&all);
        line(&count.to_string(), &costs);
        let (ours, cedar) = *first.get_or_insert((costs.ours, costs.cedar));
        if count == 10_000 {
            println!(
                "{:<44}{:>10.2}{:>12.0}\n",
                "10,000 / 10",
                costs.ours / ours,
                costs.cedar / cedar
            );
        }
    }
}

fn compilation() {
    let world = workload::layered();
    let texts = Texts::of(&world).identity;
    let kilobytes = texts.iter().map(String::len).sum::<usize>() as f64 / 1024.0;
    let documents: Vec<Document> = texts
        .iter()
        .map(|text| Document::parse(text).unwrap())
        .collect();
    let nothing = BTreeMap::new();
    let compiled = nanoseconds(|| {
        for document in &documents {
            black_box(policy::compile(document, Kind::Managed, &nothing));
        }
    });
    let parsed = nanoseconds(|| {
        for text in &texts {
            black_box(ours::compile(text, Kind::Managed));
        }
    });
    let accepted = nanoseconds(|| {
        for text in &texts {
            black_box(policy::accept(text, Kind::Managed).unwrap());
        }
    });
    let identity = World {
        identity: world.identity,
        ..World::default()
    };
    let written = cedar::text(&identity);
    let cedar = nanoseconds(|| {
        black_box(written.parse::<cedar_policy::PolicySet>().unwrap());
    });
    println!("microseconds a kilobyte of policy text ({kilobytes:.1} KB)");
    for (name, taken, size) in [
        ("compile", compiled, kilobytes),
        ("parse and compile", parsed, kilobytes),
        ("accept: AWS's validation", accepted, kilobytes),
        (
            "Cedar, parse the same",
            cedar,
            written.len() as f64 / 1024.0,
        ),
    ] {
        println!("{name:<44}{:>10.1}", taken / size / 1000.0);
    }
    println!(
        "Cedar / parse and compile, the same statements: {:.1}",
        cedar / parsed
    );
}
