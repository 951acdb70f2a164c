//! Networks written with an address inside them.

use crate::accept::Kind;
use crate::check::Severity;
use crate::check::rule::{Remark, Rule};
use std::net::Ipv4Addr;

use crate::check::edit;
use crate::check::subject::Subject;
use crate::condition::Test;

pub(super) const RULE: Rule = Rule {
    name: "network-host-bits",
    severity: Severity::Suggestion,
    what: "an IPv4 network written with an address inside it",
    why: "AWS ignores the bits behind the prefix, so the range is larger than the address suggests. (In IPv6 networks such bits are refused.)",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny", "Action": "*", "Resource": "*",
    "Condition": { "NotIpAddress": { "aws:SourceIp": "203.0.113.77/24" } }
  }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny", "Action": "*", "Resource": "*",
    "Condition": { "NotIpAddress": { "aws:SourceIp": "203.0.113.0/24" } }
  }
}
"#,
    kind: Kind::Identity,
    source: "spec C-26, C-27",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (_, condition) in subject.conditions() {
        if condition.operator.test != Test::IpAddress {
            continue;
        }
        for text in &condition.values {
            if let Some(network) = with_host_bits(&text.value) {
                let message = format!("this is the network `{network}`");
                let remark = Remark::at(text.span, message);
                remarks.push(remark.fix(
                    "write the network's first address",
                    vec![edit::replacement(text, &network)],
                ));
            }
        }
    }
    remarks
}

/// The network that the literal stands for, if it is written with another address of it.
fn with_host_bits(literal: &str) -> Option<String> {
    let (address, prefix) = literal.split_once('/')?;
    let address: Ipv4Addr = address.parse().ok()?;
    let length: u32 = prefix.parse().ok().filter(|length| *length <= 32)?;
    let mask = u32::MAX.checked_shl(32 - length).unwrap_or(0);
    let network = Ipv4Addr::from_bits(address.to_bits() & mask);
    (network != address).then(|| format!("{network}/{length}"))
}
