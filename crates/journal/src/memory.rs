//! The log that is gone when the process is: for `serve --dev` and for tests.

use std::path::Path;

use crate::chain::Link;
use crate::contract::check_sizes;
use crate::sqlite::write_backup;
use crate::{AppendError, Checkpoint, Fault, Journal, RECORD_BYTES_MAX, Verified};

/// A log in memory, empty when made. Durable means here: until it is dropped.
#[derive(Debug, Default)]
pub struct Memory {
    records: Vec<(Link, Vec<u8>)>,
    checkpoint: Option<(Checkpoint, [u8; 32])>,
}

impl Memory {
    /// An empty log.
    pub fn new() -> Memory {
        Memory::default()
    }

    /// The link at `seq`, if there is such a record.
    fn link(&self, seq: u64) -> Option<Link> {
        let Some(before) = seq.checked_sub(1) else {
            return Some(Link::START);
        };
        self.records
            .get(usize::try_from(before).ok()?)
            .map(|(link, _)| *link)
    }
}

impl Journal for Memory {
    fn head(&self) -> u64 {
        self.records.len() as u64
    }

    fn append(&mut self, after: u64, records: &[Vec<u8>]) -> Result<u64, AppendError> {
        let head = self.head();
        if after != head {
            return Err(AppendError::Conflict { head });
        }
        check_sizes(records, RECORD_BYTES_MAX)?;
        let mut link = self.records.last().map_or(Link::START, |(link, _)| *link);
        for record in records {
            link = link.next(record);
            self.records.push((link, record.clone()));
        }
        Ok(self.head())
    }

    fn read(
        &mut self,
        after: u64,
        visit: &mut dyn FnMut(u64, &[u8]) -> Result<(), String>,
    ) -> Result<(), Fault> {
        let Some(mut link) = self.link(after) else {
            return Ok(());
        };
        for (stored, body) in self.records.iter().skip(link.seq as usize) {
            link = link.follow(stored.seq as i64, &stored.hash, body)?;
            visit(link.seq, body).map_err(|reason| Fault::Refused {
                seq: link.seq,
                reason,
            })?;
        }
        Ok(())
    }

    fn verify(&mut self) -> Result<Verified, Fault> {
        self.read(0, &mut |_, _| Ok(()))?;
        let checkpoint = self.checkpoint()?.map(|checkpoint| checkpoint.at);
        Ok(Verified {
            records: self.head(),
            checkpoint,
        })
    }

    fn write_checkpoint(&mut self, at: u64, state: &[u8]) -> Result<(), Fault> {
        let Some(link) = self.link(at) else {
            return Err(Fault::BeyondHead {
                at,
                head: self.head(),
            });
        };
        self.checkpoint = Some((
            Checkpoint {
                at,
                state: state.to_vec(),
            },
            link.digest(state),
        ));
        Ok(())
    }

    fn checkpoint(&mut self) -> Result<Option<Checkpoint>, Fault> {
        let Some((checkpoint, digest)) = &self.checkpoint else {
            return Ok(None);
        };
        let bound = self
            .link(checkpoint.at)
            .is_some_and(|link| link.digest(&checkpoint.state) == *digest);
        if !bound {
            return Err(Fault::Checkpoint {
                at: checkpoint.at as i64,
                reason: "it does not belong to this log",
            });
        }
        Ok(Some(checkpoint.clone()))
    }

    fn backup(&mut self, to: &Path) -> Result<(), Fault> {
        let head = self
            .link(self.head())
            .expect("the head is the last record, or the start");
        let checkpoint = self.checkpoint()?;
        write_backup(to, head, |copy| {
            copy.create_or_migrate(0)?;
            copy.append(
                Link::START,
                self.records.iter().map(|(_, body)| body.as_slice()),
            )?;
            let Some(checkpoint) = checkpoint else {
                return Ok(());
            };
            let link = self
                .link(checkpoint.at)
                .expect("the checkpoint was bound to a record");
            copy.write_checkpoint(link, &checkpoint.state)
        })
    }
}
