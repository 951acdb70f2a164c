//! How often one address may fail to authenticate.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Addresses remembered at most; beyond it the one that failed longest ago is forgotten.
const ADDRESSES_MAX: usize = 16_384;

/// A token bucket an address. An IPv6 address counts as its /64, which one host commonly owns whole.
#[derive(Debug)]
pub(crate) struct Throttle {
    per_minute: u32,
    buckets: Mutex<HashMap<IpAddr, Bucket>>,
}

#[derive(Debug)]
struct Bucket {
    tokens: f64,
    at: Instant,
}

impl Throttle {
    /// A throttle that allows so many failures a minute, all at once or spread.
    pub(crate) fn new(per_minute: u32) -> Throttle {
        Throttle {
            per_minute,
            buckets: Mutex::new(HashMap::new()),
        }
    }

    /// Whether requests of this address are refused at the moment, before their signature is looked at.
    pub(crate) fn refuses(&self, address: IpAddr, now: Instant) -> bool {
        let buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        buckets
            .get(&network(address))
            .is_some_and(|bucket| bucket.filled(self.per_minute, now) < 1.0)
    }

    /// Takes note of a failed authentication.
    pub(crate) fn failed(&self, address: IpAddr, now: Instant) {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let network = network(address);
        if buckets.len() >= ADDRESSES_MAX && !buckets.contains_key(&network) {
            forget(&mut buckets, self.per_minute, now);
        }
        let bucket = buckets.entry(network).or_insert(Bucket {
            tokens: f64::from(self.per_minute),
            at: now,
        });
        bucket.tokens = (bucket.filled(self.per_minute, now) - 1.0).max(0.0);
        bucket.at = now;
    }
}

/// Drops every bucket that is full again; if none is, the older half of them.
fn forget(buckets: &mut HashMap<IpAddr, Bucket>, per_minute: u32, now: Instant) {
    buckets.retain(|_, bucket| bucket.filled(per_minute, now) < f64::from(per_minute));
    if buckets.len() >= ADDRESSES_MAX {
        let mut times: Vec<Instant> = buckets.values().map(|bucket| bucket.at).collect();
        let (_, median, _) = times.select_nth_unstable(ADDRESSES_MAX / 2);
        let median = *median;
        buckets.retain(|_, bucket| bucket.at > median);
    }
}

impl Bucket {
    fn filled(&self, per_minute: u32, now: Instant) -> f64 {
        let since = now.saturating_duration_since(self.at).as_secs_f64();
        (self.tokens + since * f64::from(per_minute) / 60.0).min(f64::from(per_minute))
    }
}

fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & (!0 << 64))),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn v4(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    #[test]
    fn an_address_is_refused_when_its_bucket_is_empty_and_served_when_it_fills() {
        let (throttle, start) = (Throttle::new(60), Instant::now());
        for _ in 0..60 {
            assert!(!throttle.refuses(v4(1), start));
            throttle.failed(v4(1), start);
        }
        assert!(throttle.refuses(v4(1), start) && !throttle.refuses(v4(2), start));
        assert!(throttle.refuses(v4(1), start + Duration::from_millis(900)));
        assert!(!throttle.refuses(v4(1), start + Duration::from_millis(1100)));
    }

    #[test]
    fn a_v6_host_cannot_escape_within_its_network_nor_a_mapped_v4_one() {
        let (throttle, now) = (Throttle::new(1), Instant::now());
        throttle.failed("2001:db8::1".parse().unwrap(), now);
        assert!(throttle.refuses("2001:db8::ffff:1".parse().unwrap(), now));
        assert!(!throttle.refuses("2001:db8:0:1::1".parse().unwrap(), now));
        throttle.failed("::ffff:192.0.2.9".parse().unwrap(), now);
        assert!(throttle.refuses(v4(9), now));
    }

    #[test]
    fn the_table_stays_bounded() {
        let (throttle, start) = (Throttle::new(1), Instant::now());
        for index in 0..40_000_u32 {
            throttle.failed(
                IpAddr::from(index.to_be_bytes()),
                start + Duration::from_nanos(index.into()),
            );
        }
        assert!(throttle.buckets.lock().unwrap().len() <= ADDRESSES_MAX);
        assert!(
            throttle.refuses(IpAddr::from(39_999_u32.to_be_bytes()), start),
            "the newest is remembered"
        );
    }
}
