//! A real server over real sockets, called by a client that signs each request itself.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod client;
mod running;
mod store;

mod audit;
mod concurrency;
mod dev;
mod http2;
mod limits;
mod observed;
mod organizations;
mod persistence;
mod tls;
mod web_identity;
