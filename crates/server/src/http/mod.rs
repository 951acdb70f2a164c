//! The listener for AWS clients: limits, timeouts, TLS, whole bodies in and answers out.

mod activity;
mod body;
mod connection;
mod dev;
mod listener;
mod operator;
mod reply;
mod service;

pub(crate) use body::Room;
pub(crate) use listener::Listener;
pub(crate) use service::{Edge, Limits};
