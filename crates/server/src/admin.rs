//! Health, readiness and metrics, for those who run the server.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::metrics::Metrics;
use crate::node::{Node, Readiness};

/// What these endpoints tell.
#[derive(Clone, Debug)]
pub(crate) struct Admin {
    pub(crate) node: Arc<Node>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) enforcement: &'static str,
    pub(crate) store: &'static str,
}

/// `/health`, `/ready` and `/metrics`.
pub(crate) fn router(admin: Admin) -> Router {
    Router::new()
        .route("/health", get(health))
        .route("/ready", get(ready))
        .route("/metrics", get(metrics))
        .with_state(admin)
}

/// Whether the process lives, and how it decides.
async fn health(State(admin): State<Admin>) -> Json<Value> {
    Json(json!({
        "status": "ok",
        "enforcement": admin.enforcement,
        "version": env!("CARGO_PKG_VERSION"),
        "store": admin.store,
    }))
}

/// Whether it can do all its work, changes included.
async fn ready(State(admin): State<Admin>) -> (StatusCode, Json<Value>) {
    match admin.node.readiness() {
        Readiness::Ready => (StatusCode::OK, Json(json!({ "ready": true }))),
        Readiness::Poisoned => {
            let reason = "a write to the log failed: no change is accepted until the server is started again";
            (
                StatusCode::SERVICE_UNAVAILABLE,
                Json(json!({ "ready": false, "reason": reason })),
            )
        }
    }
}

async fn metrics(State(admin): State<Admin>) -> impl IntoResponse {
    (
        [(
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        )],
        admin.metrics.render(),
    )
}
