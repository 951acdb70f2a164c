//! Randomness from the operating system: the only place that asks for it.

/// Thirty-two fresh bytes, from which one request draws all it needs.
pub(crate) fn seed() -> [u8; 32] {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).expect("the operating system gives random bytes");
    seed
}

/// A seed and a request id in the form of a random UUID (version 4).
pub(crate) fn seed_and_request_id() -> ([u8; 32], String) {
    let mut bytes = [0; 48];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    let (seed, id) = bytes.split_at(32);
    let (Ok(seed), Ok(mut id)) = (<[u8; 32]>::try_from(seed), <[u8; 16]>::try_from(id)) else {
        unreachable!("48 is 32 and 16")
    };
    id[6] = (id[6] & 0x0f) | 0x40;
    id[8] = (id[8] & 0x3f) | 0x80;
    (seed, uuid(&id))
}

fn uuid(bytes: &[u8; 16]) -> String {
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from_digit(digit.into(), 16).expect("four bits are a digit"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_ids_are_uuids_of_version_4() {
        assert_eq!(uuid(&[0x0f; 16]), "0f0f0f0f-0f0f-0f0f-0f0f-0f0f0f0f0f0f");
        let (seed, id) = seed_and_request_id();
        assert_eq!((id.len(), &id[14..15]), (36, "4"));
        assert!("89ab".contains(&id[19..20]));
        assert_ne!(seed, seed_and_request_id().0);
    }
}
