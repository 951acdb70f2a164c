//! What a connection is doing, seen by the one who closes it when it does nothing.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Instant;

/// When a connection last did something. All times are milliseconds since it began.
#[derive(Debug)]
pub(super) struct Activity {
    began: Instant,
    requests: AtomicU32,
    last: AtomicU64,
    /// When the first byte of an unfinished request header came, plus one; 0 while there is none.
    header: AtomicU64,
    multiplexed: AtomicBool,
}

/// What to do with a connection now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Look again then.
    LookAgain(Instant),
    /// Nothing has happened for too long between requests.
    Idle,
    /// A request's header takes too long.
    SlowHeader,
}

impl Activity {
    pub(super) fn new(now: Instant) -> Activity {
        Activity {
            began: now,
            requests: AtomicU32::new(0),
            last: AtomicU64::new(0),
            header: AtomicU64::new(0),
            multiplexed: AtomicBool::new(false),
        }
    }

    fn since_began(&self, now: Instant) -> u64 {
        u64::try_from(now.saturating_duration_since(self.began).as_millis()).unwrap_or(u64::MAX)
    }

    fn received(&self, now: Instant) {
        let at = self.since_began(now);
        self.last.store(at, Ordering::Relaxed);
        if self.requests.load(Ordering::Relaxed) == 0 && self.header.load(Ordering::Relaxed) == 0 {
            self.header.store(at + 1, Ordering::Relaxed);
        }
    }

    fn sent(&self, now: Instant) {
        self.last.store(self.since_began(now), Ordering::Relaxed);
    }

    /// A request's header is complete; the request lasts until the returned value is dropped.
    pub(super) fn request(self: &Arc<Self>, multiplexed: bool) -> Ongoing {
        self.requests.fetch_add(1, Ordering::Relaxed);
        self.header.store(0, Ordering::Relaxed);
        if multiplexed {
            self.multiplexed.store(true, Ordering::Relaxed);
        }
        Ongoing(Arc::clone(self))
    }

    /// What to do, given the two timeouts. On a multiplexed connection (HTTP/2) frames that belong to no request are
    /// ordinary, so that only idleness counts there.
    pub(super) fn verdict(&self, now: Instant, header: Duration, idle: Duration) -> Verdict {
        if self.requests.load(Ordering::Relaxed) > 0 {
            return Verdict::LookAgain(now + header.min(idle));
        }
        let at = |milliseconds: u64| self.began + Duration::from_millis(milliseconds);
        let started = self.header.load(Ordering::Relaxed);
        if started > 0 && !self.multiplexed.load(Ordering::Relaxed) {
            let deadline = at(started - 1) + header;
            return if now >= deadline {
                Verdict::SlowHeader
            } else {
                Verdict::LookAgain(deadline)
            };
        }
        let deadline = at(self.last.load(Ordering::Relaxed)) + idle;
        if now >= deadline {
            Verdict::Idle
        } else {
            Verdict::LookAgain(deadline.min(now + header))
        }
    }
}

/// A request that is being read or answered.
#[derive(Debug)]
pub(super) struct Ongoing(Arc<Activity>);

impl Drop for Ongoing {
    fn drop(&mut self) {
        self.0.sent(Instant::now());
        self.0.requests.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A stream whose bytes are noticed.
#[derive(Debug)]
pub(super) struct Watched<S> {
    pub(super) stream: S,
    pub(super) activity: Arc<Activity>,
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if buffer.filled().len() > before {
            self.activity.received(Instant::now());
        }
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.activity.sent(Instant::now());
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.activity.sent(Instant::now());
        Pin::new(&mut self.stream).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: Duration = Duration::from_secs(5);
    const IDLE: Duration = Duration::from_secs(60);

    #[test]
    fn a_slow_header_an_idle_connection_and_a_long_request_are_told_apart() {
        let began = Instant::now();
        let activity = Arc::new(Activity::new(began));
        let verdict =
            |seconds: u64| activity.verdict(began + Duration::from_secs(seconds), HEADER, IDLE);
        assert!(matches!(verdict(59), Verdict::LookAgain(_)));
        assert_eq!(verdict(60), Verdict::Idle);
        activity.received(began + Duration::from_secs(60));
        activity.received(began + Duration::from_secs(64));
        assert!(
            matches!(verdict(64), Verdict::LookAgain(_)),
            "dripping bytes do not extend the time"
        );
        assert_eq!(verdict(65), Verdict::SlowHeader);
        let ongoing = activity.request(false);
        assert!(matches!(verdict(10_000), Verdict::LookAgain(_)));
        drop(ongoing);
        assert_eq!(verdict(10_000), Verdict::Idle);
    }

    #[test]
    fn frames_between_requests_are_no_header_on_a_multiplexed_connection() {
        let began = Instant::now();
        let activity = Arc::new(Activity::new(began));
        drop(activity.request(true));
        activity.received(began + Duration::from_secs(10));
        assert!(matches!(
            activity.verdict(began + Duration::from_secs(30), HEADER, IDLE),
            Verdict::LookAgain(_)
        ));
        assert_eq!(
            activity.verdict(began + Duration::from_secs(70), HEADER, IDLE),
            Verdict::Idle
        );
    }
}
