//! Many accounts: memory and start-up of 5,000 accounts of 50 roles, beside the same roles in 250 accounts.

use std::time::Duration;

use load::connection;
use load::signed::Caller;

use crate::portcullis;

const ROLES: usize = 250_000;
const CONNECTIONS: usize = 64;
const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;

/// What a server with all roles takes.
struct Taken {
    memory_mib: u64,
    after_kill: Duration,
    with_checkpoint: Duration,
}

/// Measures both and prints the ratios.
pub(crate) fn accounts() {
    println!(
        "{ROLES} roles, each with a trust policy of {} bytes\n",
        TRUST.len()
    );
    println!(
        "{:<36}{:>12}{:>18}{:>18}",
        "", "memory, MiB", "start, kill -9", "with checkpoint"
    );
    let many = taken(5_000);
    let few = taken(250);
    let times = |many: Duration, few: Duration| many.as_secs_f64() / few.as_secs_f64();
    println!(
        "{:<36}{:>12.2}{:>18.2}{:>18.2}\n",
        "ratio",
        many.memory_mib as f64 / few.memory_mib as f64,
        times(many.after_kill, few.after_kill),
        times(many.with_checkpoint, few.with_checkpoint)
    );
}

fn taken(accounts: usize) -> Taken {
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("data");
    let flags = ["--data", data.to_str().unwrap()];
    let server = portcullis(&flags);
    let (root, address) = (server.root(), server.address);
    let mut requests = Vec::with_capacity(ROLES);
    for _ in 0..accounts {
        let made = connection::exchange(
            address,
            &root.signed(address, "portcullis", "CreateAccount", &[]),
        );
        let owner = Caller::of(&made);
        for index in 0..ROLES / accounts {
            let name = format!("role-{index}");
            let parameters = [("RoleName", &name[..]), ("AssumeRolePolicyDocument", TRUST)];
            requests.push(owner.signed(address, "iam", "CreateRole", &parameters));
        }
    }
    let long = Duration::from_secs(600);
    connection::each(address, requests, CONNECTIONS, long, || Duration::ZERO);
    server.kill();
    let started = |flags: &[&str]| {
        let server = portcullis(flags);
        let taken = (server.started_in, server.resident_mib());
        server.stop();
        taken
    };
    let (after_kill, _) = started(&flags);
    let (with_checkpoint, memory_mib) = started(&flags);
    println!(
        "{:<36}{memory_mib:>12}{:>15} ms{:>15} ms",
        format!("{accounts} accounts of {} roles", ROLES / accounts),
        after_kill.as_millis(),
        with_checkpoint.as_millis()
    );
    Taken {
        memory_mib,
        after_kill,
        with_checkpoint,
    }
}
