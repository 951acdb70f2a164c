//! Bodies: whole ones in, within limits; whole or streamed ones out.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

/// The body limit for anybody.
pub(super) const BYTES_MAX: usize = 1 << 20;
/// The body limit once the header names a known active key.
pub(super) const BYTES_MAX_KNOWN: usize = 32 << 20;
/// What all bodies together may take that are being received or answered: as long as nobody is known to have signed them, one
/// sender on many connections could fill the memory with bodies that each stay within their limit.
const ALL_BYTES_MAX: usize = 256 << 20;
/// Of a body that is too large so much is read and thrown away, so that a client that only writes gets to read the refusal.
const DISCARDED_BYTES_MAX: u64 = 64 << 20;
const DISCARDING: Duration = Duration::from_secs(5);

/// Why there is no whole body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    TooLarge,
    TooSlow,
    Truncated,
    /// The other bodies have taken all the room there is.
    NoRoom,
}

/// The room that is left for bodies.
#[derive(Debug)]
pub(crate) struct Room(Arc<Semaphore>);

/// All the room of a server.
impl Default for Room {
    fn default() -> Room {
        Room::new(ALL_BYTES_MAX)
    }
}

/// A part of the room, given back when this is dropped.
#[derive(Debug, Default)]
pub(super) struct Taken(Option<OwnedSemaphorePermit>);

impl Room {
    /// What room is counted in.
    const UNIT: usize = 1 << 10;

    fn new(bytes: usize) -> Room {
        Room(Arc::new(Semaphore::new(bytes / Room::UNIT)))
    }

    /// Has `taken` be room for so many bytes altogether, if there is as much.
    fn take(&self, taken: &mut Taken, bytes: usize) -> Result<(), Refusal> {
        let held = taken.0.as_ref().map_or(0, |permit| permit.num_permits());
        let wanted = bytes.div_ceil(Room::UNIT).saturating_sub(held);
        let wanted = u32::try_from(wanted).map_err(|_| Refusal::NoRoom)?;
        if wanted == 0 {
            return Ok(());
        }
        let more = Arc::clone(&self.0).try_acquire_many_owned(wanted);
        let more = more.map_err(|_| Refusal::NoRoom)?;
        match &mut taken.0 {
            Some(held) => held.merge(more),
            none => *none = Some(more),
        }
        Ok(())
    }
}

/// The whole body, if it stays within `limit`, arrives in `time` and finds room, which it has taken as long as it is there.
pub(super) async fn read(
    mut body: Incoming,
    limit: usize,
    time: Duration,
    waits: bool,
    room: &Room,
) -> Result<(Bytes, Taken), Refusal> {
    if body.is_end_stream() {
        return Ok((Bytes::new(), Taken::default()));
    }
    if body.size_hint().lower() > limit as u64 {
        // A client that waits for "100 Continue" has sent nothing that would have to be thrown away.
        if !waits {
            Box::pin(discard(&mut body)).await;
        }
        return Err(Refusal::TooLarge);
    }
    match tokio::time::timeout(time, gather(&mut body, limit, room)).await {
        Ok(Err(refusal @ (Refusal::TooLarge | Refusal::NoRoom))) => {
            Box::pin(discard(&mut body)).await;
            Err(refusal)
        }
        Ok(result) => result,
        Err(_) => Err(Refusal::TooSlow),
    }
}

async fn gather<B: Body<Data = Bytes> + Unpin>(
    body: &mut B,
    limit: usize,
    room: &Room,
) -> Result<(Bytes, Taken), Refusal> {
    let mut taken = Taken::default();
    let mut first = Bytes::new();
    let mut whole = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else {
            return Err(Refusal::Truncated);
        };
        let Ok(piece) = frame.into_data() else {
            continue;
        };
        let bytes = first.len() + whole.len() + piece.len();
        if bytes > limit {
            return Err(Refusal::TooLarge);
        }
        room.take(&mut taken, bytes)?;
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
    let whole = if whole.is_empty() {
        first
    } else {
        whole.freeze()
    };
    Ok((whole, taken))
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::VecDeque;

    /// A body that comes in these pieces.
    struct Pieces(VecDeque<Bytes>);

    fn pieces(sizes: &[usize]) -> Pieces {
        Pieces(sizes.iter().map(|size| vec![7; *size].into()).collect())
    }

    impl Body for Pieces {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            Poll::Ready(self.0.pop_front().map(|piece| Ok(Frame::data(piece))))
        }
    }

    #[tokio::test]
    async fn bodies_share_the_room_and_give_it_back() {
        let room = Room::new(8 << 10);
        let (one, taken) = gather(&mut pieces(&[1000, 24, 4000]), 1 << 20, &room)
            .await
            .unwrap();
        assert_eq!(one.len(), 5024);
        let refused = gather(&mut pieces(&[3000, 200]), 1 << 20, &room).await;
        assert_eq!(refused.unwrap_err(), Refusal::NoRoom);
        // What a refused body had taken is given back at once, and of a small one many have room.
        let small = gather(&mut pieces(&[1; 3072]), 1 << 20, &room).await;
        assert_eq!(small.unwrap().0.len(), 3072);
        drop(taken);
        assert!(
            gather(&mut pieces(&[3000, 200]), 1 << 20, &room)
                .await
                .is_ok()
        );
    }

    #[tokio::test]
    async fn the_limit_of_one_body_comes_before_the_room() {
        let refused = gather(&mut pieces(&[5000]), 4096, &Room::new(0)).await;
        assert_eq!(refused.unwrap_err(), Refusal::TooLarge);
    }
}
