//! The hash chain: every record's hash covers the hash before it, its sequence number and its bytes.

use sha2::{Digest, Sha256};

use crate::{Damage, Fault};

/// One link of the chain: a sequence number and the hash of everything up to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) seq: u64,
    pub(crate) hash: [u8; 32],
}

impl Link {
    /// Where the first record is attached.
    pub(crate) const START: Link = Link {
        seq: 0,
        hash: [0; 32],
    };

    /// The link of the record that follows this one.
    pub(crate) fn next(&self, body: &[u8]) -> Link {
        let seq = self.seq + 1;
        let hash = Sha256::new()
            .chain_update(self.hash)
            .chain_update(seq.to_be_bytes())
            .chain_update(body)
            .finalize();
        Link {
            seq,
            hash: hash.into(),
        }
    }

    /// The link of a stored record, if it is the one that follows this one.
    pub(crate) fn follow(&self, seq: i64, hash: &[u8], body: &[u8]) -> Result<Link, Fault> {
        let next = self.next(body);
        if u64::try_from(seq) != Ok(next.seq) {
            return Err(Fault::Damaged {
                seq: next.seq,
                damage: Damage::Missing,
            });
        }
        if hash != next.hash {
            return Err(Fault::Damaged {
                seq: next.seq,
                damage: Damage::Altered,
            });
        }
        Ok(next)
    }

    /// What binds a checkpoint to this link and to its own bytes.
    pub(crate) fn digest(&self, state: &[u8]) -> [u8; 32] {
        Sha256::new()
            .chain_update(b"portcullis checkpoint")
            .chain_update(self.seq.to_be_bytes())
            .chain_update(self.hash)
            .chain_update(state)
            .finalize()
            .into()
    }
}
