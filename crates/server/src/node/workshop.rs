//! Work that decisions need done: slow things, off the threads that serve connections.

use std::thread::available_parallelism;

use iam::{Done, Work};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::issuers::Issuers;

/// Does what answers name as work. As many slow computations at a time as there are cores: the others wait their turn.
pub(super) struct Workshop {
    benches: Semaphore,
}

impl Workshop {
    pub(super) fn new() -> Workshop {
        let cores = available_parallelism().map_or(1, usize::from);
        Workshop {
            benches: Semaphore::new(cores),
        }
    }

    /// The result; `None` where the work could not be done through a fault of ours, which is logged.
    pub(super) async fn perform(&self, work: &Work, issuers: &Issuers) -> Option<Done> {
        if let Work::FetchKeys(wanted) = work {
            return Some(Done::Keys(issuers.keys(wanted).await));
        }
        let _bench = self.benches.acquire().await.ok()?;
        let work = work.clone();
        let computed = spawn_blocking(move || work.compute()).await;
        let done = computed.ok().flatten();
        if done.is_none() {
            tracing::error!("work that an answer needed could not be done");
        }
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use iam::Password;

    #[tokio::test]
    async fn more_work_than_cores_is_all_done() {
        let resolved = crate::settings::resolve(&[], &[], &|_| Ok(String::new())).unwrap();
        let settings = crate::settings::Settings::parse(&resolved).unwrap();
        let (workshop, issuers) = (Workshop::new(), Issuers::load(&settings).unwrap());
        let work = Work::HashPassword {
            password: Password::new("a".to_owned()),
            salt: [3; 16],
        };
        let perform = || workshop.perform(&work, &issuers);
        let (first, second, third) = tokio::join!(perform(), perform(), perform());
        assert!(first.is_some());
        assert_eq!(first, second);
        assert_eq!(second, third);
    }
}
