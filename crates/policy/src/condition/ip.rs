//! IP addresses and networks, read as leniently as AWS reads them (C-26 … C-31).

use std::net::{Ipv4Addr, Ipv6Addr};

/// An address of a request. An IPv4 address mapped into IPv6 is an IPv4 address (C-28).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Address {
    V4(u32),
    V6(u128),
}

/// A network of a policy. Its bits are kept as bytes, since policies may list many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Network {
    V4 { bits: [u8; 4], prefix: u8 },
    V6 { bits: [u8; 16], prefix: u8 },
}

impl Address {
    /// The address of a request.
    pub(crate) fn parse(text: &str) -> Option<Address> {
        if !text.contains(':') {
            return v4(text).map(Address::V4);
        }
        let bits = v6(text, DottedTail::Accepted)?;
        let mapped = Ipv6Addr::from_bits(bits).to_ipv4_mapped();
        Some(mapped.map_or(Address::V6(bits), |v4| Address::V4(v4.to_bits())))
    }
}

impl Network {
    /// An address or a network in CIDR form; a bare address is a network of one (C-26).
    pub(crate) fn parse(text: &str) -> Option<Network> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        if address.contains(':') {
            return Some(Network::V6 {
                prefix: length(prefix, 128)?,
                bits: v6(address, DottedTail::Refused)?.to_be_bytes(),
            });
        }
        Some(Network::V4 {
            prefix: length(prefix, 32)?,
            bits: v4(address)?.to_be_bytes(),
        })
    }

    /// Whether the address lies in the network. An IPv6 network with host bits set holds no address, whereas those of
    /// an IPv4 network are ignored (C-27); families never mix (C-29).
    pub(crate) fn contains(self, address: Address) -> bool {
        match (self, address) {
            (Network::V4 { bits, prefix }, Address::V4(address)) => {
                let differing = u32::from_be_bytes(bits) ^ address;
                differing.leading_zeros() >= u32::from(prefix)
            }
            (Network::V6 { bits, prefix }, Address::V6(address)) => {
                let differing = u128::from_be_bytes(bits) ^ address;
                !self.has_v6_host_bits() && differing.leading_zeros() >= u32::from(prefix)
            }
            (Network::V4 { .. }, Address::V6(_)) | (Network::V6 { .. }, Address::V4(_)) => false,
        }
    }

    /// True for an IPv6 network whose literal has bits beyond its prefix.
    pub(crate) fn has_v6_host_bits(self) -> bool {
        match self {
            Network::V4 { .. } => false,
            Network::V6 { bits, prefix } => {
                let host = u128::MAX.checked_shr(u32::from(prefix)).unwrap_or(0);
                u128::from_be_bytes(bits) & host != 0
            }
        }
    }
}

/// The length of a prefix; all bits if none is given. Leading zeros and one leading `+` are ignored (C-31).
fn length(prefix: Option<&str>, length_max: u8) -> Option<u8> {
    let Some(text) = prefix else {
        return Some(length_max);
    };
    let digits = text.strip_prefix('+').unwrap_or(text);
    u8::try_from(decimal(digits, length_max.into())?).ok()
}

fn v4(text: &str) -> Option<u32> {
    let mut octets = text.split('.').map(|octet| decimal(octet, 255));
    let mut next = || octets.next()?.and_then(|octet| u8::try_from(octet).ok());
    let address = Ipv4Addr::new(next()?, next()?, next()?, next()?);
    octets.next().is_none().then(|| address.to_bits())
}

fn decimal(digits: &str, max: u32) -> Option<u32> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let add = |value: u32, digit: u8| (value * 10 + u32::from(digit - b'0')).min(max + 1);
    Some(digits.bytes().fold(0, add)).filter(|value| *value <= max)
}

/// Whether an IPv6 address may end in a dotted IPv4 address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DottedTail {
    Accepted,
    /// In policies such a literal is malformed (G-33).
    Refused,
}

/// An IPv6 address. A trailing colon is ignored, a single leading empty group is zero, and `:::` counts as `::` (C-31).
fn v6(text: &str, dotted: DottedTail) -> Option<u128> {
    let trailing = text.ends_with(':') && !text.ends_with("::");
    let text = if trailing {
        &text[..text.len() - 1]
    } else {
        text
    };
    let (left, right) = match text.split_once("::") {
        Some((left, right)) => (left, Some(right.strip_prefix(':').unwrap_or(right))),
        None => (text, None),
    };
    let (left_bits, left_groups) = groups(
        left,
        if right.is_none() {
            dotted
        } else {
            DottedTail::Refused
        },
    )?;
    let Some(right) = right else {
        return (left_groups == 8).then_some(left_bits);
    };
    let (right_bits, right_groups) = groups(right, dotted)?;
    if left_groups + right_groups > 7 || right.starts_with(':') {
        return None;
    }
    let shifted = if left_groups == 0 {
        0
    } else {
        left_bits << (16 * (8 - left_groups))
    };
    Some(shifted | right_bits)
}

/// The bits of groups without `::` between them, and how many groups they are.
fn groups(text: &str, dotted: DottedTail) -> Option<(u128, u32)> {
    if text.is_empty() {
        return Some((0, 0));
    }
    let (mut bits, mut count) = (0_u128, 0);
    let last = text.split(':').count() - 1;
    for (index, group) in text.split(':').enumerate() {
        if count > 7 {
            return None;
        }
        if dotted == DottedTail::Accepted && index == last && group.contains('.') {
            bits = bits << 32 | u128::from(v4(group)?);
            count += 2;
            continue;
        }
        let leading_empty = index == 0 && group.is_empty();
        bits = bits << 16 | if leading_empty { 0 } else { hex_group(group)? };
        count += 1;
    }
    (count <= 8).then_some((bits, count))
}

fn hex_group(group: &str) -> Option<u128> {
    let written =
        (1..=4).contains(&group.len()) && group.bytes().all(|byte| byte.is_ascii_hexdigit());
    if written {
        u128::from_str_radix(group, 16).ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Option<Address> {
        Address::parse(text)
    }

    #[test]
    fn odd_spellings_are_read() {
        let pairs = [
            ("010.0.00.1", "10.0.0.1"),
            ("1:2:3:4:5:6:7:8:", "1:2:3:4:5:6:7:8"),
            (":2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
            ("1:::2", "1::2"),
            ("::ffff:203.0.113.9", "203.0.113.9"),
            ("::ffff:cb00:7109", "203.0.113.9"),
            ("2001:DB8::", "2001:db8:0:0:0:0:0:0"),
            ("::1:", "::1"),
        ];
        for (odd, plain) in pairs {
            assert!(address(odd).is_some(), "{odd}");
            assert_eq!(address(odd), address(plain), "{odd}");
        }
    }

    #[test]
    fn standard_spellings_mean_what_the_standard_library_says() {
        for text in [
            "::",
            "::1",
            "2001:db8::5",
            "1:2:3:4:5:6:7:8",
            "fe80::1:2:3",
            "1::",
            "1:2::7:8",
            "64:ff9b::1.2.3.4",
        ] {
            let standard: Ipv6Addr = text.parse().unwrap();
            assert_eq!(
                address(text),
                Some(Address::V6(standard.to_bits())),
                "{text}"
            );
        }
    }

    #[test]
    fn other_text_is_no_address() {
        for text in [
            "",
            "garbage",
            "10.0.0",
            "10.0.0.0.1",
            "10.0.0.256",
            "10.0.0.0/8",
            "1:2:3",
            "1::2::3",
            "1::::2",
            "12345::",
            "::g",
            "1:2:3:4:5:6:7:8:9",
            "1.2.3.4::",
            ":",
            "1:2:3:4:5:6:7:1.2.3.4",
            "+1.0.0.0",
        ] {
            assert_eq!(address(text), None, "{text}");
        }
    }

    #[test]
    fn networks_hold_their_addresses() {
        let holds = |network: &str, text: &str| {
            Network::parse(network)
                .unwrap()
                .contains(address(text).unwrap())
        };
        assert!(holds("203.0.113.77/24", "203.0.113.1"));
        assert!(holds("203.0.113.9", "203.0.113.9"));
        assert!(!holds("203.0.113.9", "203.0.113.10"));
        assert!(holds("0.0.0.0/0", "1.2.3.4"));
        assert!(holds("10.0.0.0/+08", "10.255.0.0"));
        assert!(holds("2001:db8::/64", "2001:db8::5"));
        assert!(!holds("2001:db8::5/64", "2001:db8::5"));
        assert!(holds("2001:db8::5", "2001:db8::5"));
        assert!(holds("::/0", "2001:db8::5"));
        assert!(!holds("::/0", "1.2.3.4"));
        assert!(!holds("::ffff:cb00:7109", "203.0.113.9"));
        for text in [
            "10.0.0.0/33",
            "10.0.0.0/",
            "::/129",
            "::ffff:1.2.3.4",
            "10.0.0.0/8/8",
            "/8",
        ] {
            assert_eq!(Network::parse(text), None, "{text}");
        }
    }
}
