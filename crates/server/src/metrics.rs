//! What the server counts, in Prometheus' form. Each server has its own registry.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use metrics::{
    Counter, Gauge, Histogram, Key, KeyName, Label, Level, Metadata, Recorder, SharedString, Unit,
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusRecorder};

const METADATA: Metadata<'static> = Metadata::new("portcullis", Level::INFO, None);
const SECONDS: &[f64] = &[
    0.0001, 0.000_25, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0,
];
const RECORDS: &[f64] = &[
    1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0,
];

/// Counters, gauges and histograms of one server.
pub(crate) struct Metrics {
    recorder: PrometheusRecorder,
    requests: RwLock<HashMap<String, HashMap<String, Counter>>>,
    latency: Histogram,
    denials: Counter,
    authentication_failures: Counter,
    throttled: Counter,
    refused: Counter,
    appends: Histogram,
    append_seconds: Histogram,
    head: Gauge,
    snapshots: Counter,
    checkpoint: Gauge,
}

impl Metrics {
    /// Everything at zero.
    pub(crate) fn new() -> Metrics {
        let recorder = PrometheusBuilder::new()
            .set_buckets_for_metric(
                Matcher::Full("portcullis_append_records".to_owned()),
                RECORDS,
            )
            .and_then(|builder| builder.set_buckets(SECONDS))
            .expect("the lists of buckets are not empty")
            .build_recorder();
        let counter = |name: &'static str, help: &'static str| {
            recorder.describe_counter(
                KeyName::from_const_str(name),
                None,
                SharedString::const_str(help),
            );
            recorder.register_counter(&Key::from_static_name(name), &METADATA)
        };
        let gauge = |name: &'static str, help: &'static str| {
            recorder.describe_gauge(
                KeyName::from_const_str(name),
                None,
                SharedString::const_str(help),
            );
            recorder.register_gauge(&Key::from_static_name(name), &METADATA)
        };
        let histogram = |name: &'static str, unit: Unit, help: &'static str| {
            recorder.describe_histogram(
                KeyName::from_const_str(name),
                Some(unit),
                SharedString::const_str(help),
            );
            recorder.register_histogram(&Key::from_static_name(name), &METADATA)
        };
        recorder.describe_counter(
            KeyName::from_const_str("portcullis_requests_total"),
            None,
            SharedString::const_str("Requests answered, by operation and error code (OK if none)"),
        );
        Metrics {
            requests: RwLock::default(),
            latency: histogram(
                "portcullis_request_seconds",
                Unit::Seconds,
                "Time from a whole header to its reply",
            ),
            denials: counter(
                "portcullis_denials_total",
                "Requests that policies denied (with enforcement log: would have)",
            ),
            authentication_failures: counter(
                "portcullis_authentication_failures_total",
                "Requests whose caller proved nothing",
            ),
            throttled: counter(
                "portcullis_throttled_total",
                "Requests refused because their address failed to authenticate too often",
            ),
            refused: counter(
                "portcullis_refused_total",
                "Requests refused by the listener: too large, too slow, truncated",
            ),
            appends: histogram(
                "portcullis_append_records",
                Unit::Count,
                "Records in one append to the log",
            ),
            append_seconds: histogram(
                "portcullis_append_seconds",
                Unit::Seconds,
                "Time of one durable append",
            ),
            head: gauge(
                "portcullis_journal_head",
                "Sequence number of the last durable record",
            ),
            snapshots: counter("portcullis_snapshots_total", "States published"),
            checkpoint: gauge(
                "portcullis_checkpoint",
                "Sequence number of the last checkpoint",
            ),
            recorder,
        }
    }

    /// One answered request. The action is one that exists, so that callers cannot make up names to count.
    pub(crate) fn answered(&self, action: Option<&str>, code: Option<&str>, took: Duration) {
        self.latency.record(took);
        let (action, code) = (action.unwrap_or("none"), code.unwrap_or("OK"));
        let requests = self.requests.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(counter) = requests.get(code).and_then(|actions| actions.get(action)) {
            return counter.increment(1);
        }
        drop(requests);
        let labels = vec![
            Label::new("action", action.to_owned()),
            Label::new("code", code.to_owned()),
        ];
        let key = Key::from_parts("portcullis_requests_total", labels);
        let counter = self.recorder.register_counter(&key, &METADATA);
        counter.increment(1);
        let mut requests = self
            .requests
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        requests
            .entry(code.to_owned())
            .or_default()
            .insert(action.to_owned(), counter);
    }

    pub(crate) fn denied(&self) {
        self.denials.increment(1);
    }

    pub(crate) fn authentication_failed(&self) {
        self.authentication_failures.increment(1);
    }

    pub(crate) fn throttled(&self) {
        self.throttled.increment(1);
    }

    pub(crate) fn refused(&self) {
        self.refused.increment(1);
    }

    pub(crate) fn opened(&self, head: u64) {
        self.head.set(head as f64);
        self.snapshots.increment(1);
    }

    pub(crate) fn appended(&self, records: usize, head: u64, took: Duration) {
        self.appends.record(records as f64);
        self.append_seconds.record(took);
        self.opened(head);
    }

    pub(crate) fn checkpointed(&self, at: u64) {
        self.checkpoint.set(at as f64);
    }

    /// Sums up what histograms gathered, which takes memory until then. To be called about once a second.
    pub(crate) fn sum_up(&self) {
        self.recorder.handle().run_upkeep();
    }

    /// All of it as Prometheus reads it.
    pub(crate) fn render(&self) -> String {
        self.recorder.handle().render()
    }
}

impl Default for Metrics {
    fn default() -> Metrics {
        Metrics::new()
    }
}

impl std::fmt::Debug for Metrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}
