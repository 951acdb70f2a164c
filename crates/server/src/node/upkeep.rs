//! Reading the log again: at the start, after a conflict, and to verify it.

use iam::{Record, State};
use journal::Journal;
use serde::Serialize;

use super::snapshot::Snapshot;
use crate::Fault;

/// What a verification found sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Records read, each proven to continue the chain, and replayed.
    pub records: u64,
    /// Where the checkpoint is that equals the replay up to there, if there is one.
    pub checkpoint: Option<u64>,
}

/// Applies every record after `seq`, and moves `seq` to the last one.
pub(super) fn replay(
    journal: &mut dyn Journal,
    seq: &mut u64,
    state: &mut State,
) -> Result<(), Fault> {
    journal
        .read(*seq, &mut |at, bytes| {
            state.apply(&Record::decode(bytes).map_err(|error| error.to_string())?);
            *seq = at;
            Ok(())
        })
        .map_err(Fault::from)
}

/// Reads the whole log, proves its chain, replays it from nothing, and compares what comes out with the checkpoint and,
/// if given, with the state that is being served.
pub(crate) fn verify_journal(
    journal: &mut dyn Journal,
    served: Option<&Snapshot>,
) -> Result<Report, Fault> {
    let verified = journal.verify()?;
    let checkpoint = journal.checkpoint()?;
    let mut state = State::new();
    let mut differs = None;
    let mut compare = |at: u64, state: &State| {
        if let Some(checkpoint) = checkpoint.as_ref().filter(|checkpoint| checkpoint.at == at)
            && !same(&checkpoint.state, state)
        {
            differs.get_or_insert(format!(
                "the checkpoint at record {at} is not what its records amount to"
            ));
        }
        if let Some(served) = served.filter(|served| served.seq == at)
            && served.state.encode() != state.encode()
        {
            differs.get_or_insert(format!(
                "the state being served is not what its {at} records amount to"
            ));
        }
    };
    compare(0, &state);
    journal
        .read(0, &mut |at, bytes| {
            state.apply(&Record::decode(bytes).map_err(|error| error.to_string())?);
            compare(at, &state);
            Ok(())
        })
        .map_err(Fault::from)?;
    match differs {
        Some(difference) => Err(Fault::damage(difference)),
        None => Ok(Report {
            records: verified.records,
            checkpoint: verified.checkpoint,
        }),
    }
}

/// Whether a checkpoint says the same as a state. One of an older version is read and written anew first.
fn same(checkpoint: &[u8], state: &State) -> bool {
    let wanted = state.encode();
    checkpoint == wanted || State::decode(checkpoint).is_ok_and(|state| state.encode() == wanted)
}
