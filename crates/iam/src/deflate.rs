//! DEFLATE, in one place.

use zeroize::Zeroizing;
use zlib_rs::{DeflateConfig, ReturnCode, compress_slice};

/// The bytes as a stream. What it took to make it is overwritten, since it may have been secret.
pub(crate) fn deflated(bytes: &[u8], config: DeflateConfig) -> Zeroizing<Vec<u8>> {
    // DEFLATE spends at most nine bits on a byte, and little on a block.
    let mut room = Zeroizing::new(vec![0; 2 * bytes.len() + 64]);
    let (stream, done) = compress_slice(&mut room, bytes, config);
    assert_eq!(
        done,
        ReturnCode::Ok,
        "there is room for whatever it packs to"
    );
    let length = stream.len();
    room.truncate(length);
    room
}
