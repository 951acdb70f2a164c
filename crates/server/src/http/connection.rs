//! One connection, from its first byte to its last.

use std::convert::Infallible;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::activity::{Activity, Verdict, Watched};
use super::listener::stopped;
use super::service::Edge;

/// All headers of a request together, and the most that is buffered of one connection.
const HEADER_BYTES_MAX: usize = 64 << 10;
const HEADERS_MAX: usize = 100;
const STREAMS_MAX: u32 = 128;
/// A connection that was asked to finish is cut after so long.
const FAREWELL: Duration = Duration::from_secs(1);

/// Serves the connection until the client leaves, a timeout passes or the server stops.
pub(super) async fn serve<S>(
    stream: S,
    peer: IpAddr,
    secure: bool,
    edge: &Arc<Edge>,
    mut stopping: watch::Receiver<bool>,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let activity = Arc::new(Activity::new(Instant::now()));
    let service = service_fn(|request: hyper::Request<hyper::body::Incoming>| {
        let ongoing = activity.request(request.version() == http::Version::HTTP_2);
        let edge = Arc::clone(edge);
        async move {
            let reply = edge.answer(request, peer, secure).await;
            drop(ongoing);
            Ok::<_, Infallible>(reply)
        }
    });
    let builder = builder();
    let stream = TokioIo::new(Watched {
        stream,
        activity: Arc::clone(&activity),
    });
    let mut connection = pin!(builder.serve_connection(stream, service));
    let (header, idle) = (edge.limits.header_timeout, edge.limits.idle_timeout);
    let mut look = pin!(sleep_until(Instant::now() + header.min(idle)));
    let mut finishing = false;
    loop {
        tokio::select! {
            ended = connection.as_mut() => {
                if let Err(error) = ended {
                    tracing::debug!(%peer, %error, "a connection ended badly");
                }
                return;
            }
            () = stopped(&mut stopping), if !finishing => {
                connection.as_mut().graceful_shutdown();
                finishing = true;
            }
            () = look.as_mut() => match activity.verdict(Instant::now(), header, idle) {
                Verdict::LookAgain(then) => look.as_mut().reset(then),
                Verdict::Idle if !finishing => {
                    connection.as_mut().graceful_shutdown();
                    finishing = true;
                    look.as_mut().reset(Instant::now() + FAREWELL);
                }
                Verdict::Idle | Verdict::SlowHeader => return,
            },
        }
    }
}

fn builder() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        // Ours, in `activity`, tells idle connections from slow headers.
        .header_read_timeout(None)
        .max_buf_size(HEADER_BYTES_MAX)
        .max_headers(HEADERS_MAX);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_header_list_size(HEADER_BYTES_MAX as u32)
        .max_concurrent_streams(STREAMS_MAX)
        .keep_alive_interval(Duration::from_secs(30))
        .keep_alive_timeout(Duration::from_secs(20));
    builder
}
