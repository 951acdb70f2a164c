//! Randomness from the operating system: the only place that asks for it.

use std::cell::RefCell;

use smol_str::SmolStr;
use zeroize::Zeroize as _;

/// Thirty-two fresh bytes, from which one request draws all it needs.
pub(crate) fn seed() -> [u8; 32] {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).expect("the operating system gives random bytes");
    seed
}

/// A seed and a request id in the form of a random UUID (version 4).
///
/// Every request needs both, so each thread asks for those of many requests at once: most of what asking costs does not
/// depend on how much is asked for. What is handed out is wiped here.
pub(crate) fn seed_and_request_id() -> ([u8; 32], SmolStr) {
    thread_local! {
        static POOL: RefCell<Pool> = const { RefCell::new(Pool::EMPTY) };
    }
    POOL.with_borrow_mut(|pool| {
        let seed = pool.take();
        let mut id: [u8; 16] = pool.take();
        id[6] = (id[6] & 0x0f) | 0x40;
        id[8] = (id[8] & 0x3f) | 0x80;
        (seed, uuid(&id))
    })
}

/// Random bytes that nobody has seen yet: those before `used` are wiped.
struct Pool {
    bytes: [u8; POOLED],
    used: usize,
}

/// For 64 requests.
const POOLED: usize = 64 * (32 + 16);

impl Pool {
    const EMPTY: Pool = Pool {
        bytes: [0; POOLED],
        used: POOLED,
    };

    /// `N` fresh bytes.
    fn take<const N: usize>(&mut self) -> [u8; N] {
        if self.used + N > POOLED {
            getrandom::fill(&mut self.bytes).expect("the operating system gives random bytes");
            self.used = 0;
        }
        let place = &mut self.bytes[self.used..self.used + N];
        let mut taken = [0; N];
        taken.copy_from_slice(place);
        place.zeroize();
        self.used += N;
        taken
    }
}

fn uuid(bytes: &[u8; 16]) -> SmolStr {
    let mut text = [b'-'; 36];
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let places = (0..text.len()).filter(|place| !matches!(place, 8 | 13 | 18 | 23));
    for (place, digit) in places.zip(digits) {
        text[place] = b"0123456789abcdef"[usize::from(digit)];
    }
    SmolStr::new(str::from_utf8(&text).expect("digits and dashes are text"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn request_ids_are_uuids_of_version_4() {
        assert_eq!(uuid(&[0x0f; 16]), "0f0f0f0f-0f0f-0f0f-0f0f-0f0f0f0f0f0f");
        let (seed, id) = seed_and_request_id();
        assert_eq!((id.len(), &id[14..15]), (36, "4"));
        assert!("89ab".contains(&id[19..20]));
        assert_ne!(seed, seed_and_request_id().0);
    }

    #[test]
    fn no_two_requests_share_a_seed_or_an_id_and_nothing_handed_out_is_kept() {
        let drawn: Vec<_> = (0..1_000).map(|_| seed_and_request_id()).collect();
        let seeds: BTreeSet<_> = drawn.iter().map(|(seed, _)| seed).collect();
        let ids: BTreeSet<_> = drawn.iter().map(|(_, id)| id).collect();
        assert_eq!((seeds.len(), ids.len()), (1_000, 1_000));
        let mut pool = Pool::EMPTY;
        let first: [u8; 32] = pool.take();
        assert_ne!(first, [0; 32]);
        assert_eq!(pool.bytes[..32], [0; 32]);
        assert_ne!(pool.bytes[32..64], [0; 32]);
    }
}
