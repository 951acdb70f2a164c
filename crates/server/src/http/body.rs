//! Bodies: whole ones in, within limits; whole or streamed ones out.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::sync::mpsc;

/// The body limit for anybody.
pub(super) const BYTES_MAX: usize = 1 << 20;
/// The body limit once the header names a known active key.
pub(super) const BYTES_MAX_KNOWN: usize = 32 << 20;
/// Of a body that is too large so much is read and thrown away, so that a client that only writes gets to read the refusal.
const DISCARDED_BYTES_MAX: u64 = 64 << 20;
const DISCARDING: Duration = Duration::from_secs(5);

/// Why there is no whole body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    TooLarge,
    TooSlow,
    Truncated,
}

/// The whole body, if it stays within `limit` and arrives in `time`.
pub(super) async fn read(
    mut body: Incoming,
    limit: usize,
    time: Duration,
    waits: bool,
) -> Result<Bytes, Refusal> {
    if body.is_end_stream() {
        return Ok(Bytes::new());
    }
    if body.size_hint().lower() > limit as u64 {
        // A client that waits for "100 Continue" has sent nothing that would have to be thrown away.
        if !waits {
            discard(&mut body).await;
        }
        return Err(Refusal::TooLarge);
    }
    match tokio::time::timeout(time, gather(&mut body, limit)).await {
        Ok(Err(Refusal::TooLarge)) => {
            discard(&mut body).await;
            Err(Refusal::TooLarge)
        }
        Ok(result) => result,
        Err(_) => Err(Refusal::TooSlow),
    }
}

async fn gather(body: &mut Incoming, limit: usize) -> Result<Bytes, Refusal> {
    let mut first = Bytes::new();
    let mut whole = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else {
            return Err(Refusal::Truncated);
        };
        let Ok(piece) = frame.into_data() else {
            continue;
        };
        if first.len() + whole.len() + piece.len() > limit {
            return Err(Refusal::TooLarge);
        }
        // Most bodies come in one piece, which then is the whole without a copy.
        if first.is_empty() && whole.is_empty() {
            first = piece;
        } else {
            if whole.is_empty() {
                whole.extend_from_slice(&std::mem::take(&mut first));
            }
            whole.extend_from_slice(&piece);
        }
    }
    Ok(if whole.is_empty() {
        first
    } else {
        whole.freeze()
    })
}

async fn discard(body: &mut Incoming) {
    let reading = async {
        let mut seen = 0;
        while let Some(Ok(frame)) = body.frame().await {
            seen += frame.data_ref().map_or(0, Bytes::len) as u64;
            if seen > DISCARDED_BYTES_MAX {
                return;
            }
        }
    };
    // Whether the client was done in time makes no difference to it being refused.
    let _ = tokio::time::timeout(DISCARDING, reading).await;
}

/// A reply's body.
#[derive(Debug)]
pub(crate) enum ReplyBody {
    /// All of it; `None` once sent.
    Whole(Option<Bytes>),
    /// Pieces as they come, of a length known before.
    Streamed {
        /// The pieces.
        pieces: mpsc::Receiver<Bytes>,
        /// How much is still to come.
        left: u64,
    },
}

impl From<Vec<u8>> for ReplyBody {
    fn from(body: Vec<u8>) -> ReplyBody {
        ReplyBody::Whole((!body.is_empty()).then(|| body.into()))
    }
}

impl Body for ReplyBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match &mut *self {
            ReplyBody::Whole(body) => Poll::Ready(body.take().map(|body| Ok(Frame::data(body)))),
            ReplyBody::Streamed { pieces, left } => pieces.poll_recv(cx).map(|piece| {
                let piece = piece?;
                *left = left.saturating_sub(piece.len() as u64);
                Some(Ok(Frame::data(piece)))
            }),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, ReplyBody::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            ReplyBody::Whole(body) => {
                SizeHint::with_exact(body.as_ref().map_or(0, |body| body.len() as u64))
            }
            ReplyBody::Streamed { left, .. } => SizeHint::with_exact(*left),
        }
    }
}
