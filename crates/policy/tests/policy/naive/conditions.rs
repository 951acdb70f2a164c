//! Whether the conditions of a statement are fulfilled: spec 3.

use std::net::IpAddr;

use policy::{Context, Value as Key};
use serde_json::Value;

use super::pattern::{Token, expand, glob, text, units, wild};
use super::statements::{Asked, texts};

impl Asked<'_> {
    /// Spec 3.12.
    pub(super) fn conditions(&self, statement: &Value, version: bool) -> bool {
        let Some(block) = statement.get("Condition").and_then(Value::as_object) else {
            return true;
        };
        let deny = statement["Effect"] == "Deny";
        block.iter().all(|(name, keys)| {
            keys.as_object()
                .unwrap()
                .iter()
                .all(|(key, values)| self.condition(name, key, &texts(values), version, deny))
        })
    }

    fn condition(
        &self,
        name: &str,
        key: &str,
        values: &[String],
        version: bool,
        deny: bool,
    ) -> bool {
        let cx = self.request.context;
        let (set, rest) = name
            .split_once(':')
            .map_or(("", name), |(set, rest)| (set, rest));
        let (base, if_exists) = rest
            .strip_suffix("IfExists")
            .map_or((rest, false), |base| (base, true));
        let negated = base.contains("Not");
        let actual = cx.get(key);
        if base == "Null" {
            return values
                .iter()
                .any(|value| value.eq_ignore_ascii_case("true") == actual.is_none());
        }
        let one = |value: &str| compare(base, negated, value, values, version, cx, deny);
        match (actual, set) {
            (None, _) if if_exists => true,
            (None, "ForAllValues") => true,
            (None, "ForAnyValue") => false,
            (None, _) => negated,
            (Some(Key::Single(value)), _) => one(value),
            (Some(Key::Multi(values)), "ForAllValues") => values.iter().all(|value| one(value)),
            (Some(Key::Multi(values)), "ForAnyValue") => values.iter().any(|value| one(value)),
            (Some(Key::Multi(_)), _) => false,
        }
    }
}

fn compare(
    base: &str,
    negated: bool,
    actual: &str,
    values: &[String],
    version: bool,
    cx: &Context,
    deny: bool,
) -> bool {
    let like = |wild: bool| {
        values.iter().any(|value| {
            expand(value, version, wild, cx).is_some_and(|tokens| glob(&tokens, &units(actual)))
        })
    };
    let ordered = |hits: &dyn Fn(&str) -> Option<std::cmp::Ordering>| {
        values.iter().filter_map(|value| hits(value)).any(|order| {
            match base
                .trim_start_matches("Numeric")
                .trim_start_matches("Date")
            {
                "LessThan" => order.is_lt(),
                "LessThanEquals" => order.is_le(),
                "GreaterThan" => order.is_gt(),
                "GreaterThanEquals" => order.is_ge(),
                _ => order.is_eq(),
            }
        })
    };
    let hit = match base {
        "StringEquals" | "StringNotEquals" => like(false),
        "StringLike" | "StringNotLike" => like(true),
        "StringEqualsIgnoreCase" | "StringNotEqualsIgnoreCase" => values.iter().any(|value| {
            expand(value, version, false, cx)
                .is_some_and(|tokens| text(&tokens).to_lowercase() == actual.to_lowercase())
        }),
        "Bool" => values
            .iter()
            .any(|value| value.eq_ignore_ascii_case("true") == actual.eq_ignore_ascii_case("true")),
        "IpAddress" | "NotIpAddress" => {
            let Ok(address) = actual.parse::<IpAddr>() else {
                return false;
            };
            values
                .iter()
                .any(|value| in_network(value, address.to_canonical()))
        }
        "ArnEquals" | "ArnLike" | "ArnNotEquals" | "ArnNotLike" => {
            let parts: Vec<&str> = actual.splitn(6, ':').collect();
            if parts.len() < 6 || parts[0] != "arn" {
                return false;
            }
            let mut hit = false;
            for value in values {
                let Some(tokens) = expand(value, version, true, cx) else {
                    continue;
                };
                let patterns: Vec<&[Token]> = tokens
                    .splitn(6, |token| *token == Token::Is(u16::from(b':')))
                    .collect();
                if patterns.len() < 6 || patterns[0] != wild("arn") {
                    return deny;
                }
                if patterns
                    .iter()
                    .zip(&parts)
                    .all(|(pattern, part)| glob(pattern, &units(part)))
                {
                    hit = true;
                    break;
                }
            }
            hit
        }
        _ if base.starts_with("Numeric") => {
            ordered(&|value| number(actual)?.partial_cmp(&number(value)?))
        }
        _ if base.starts_with("Date") => {
            ordered(&|value| Some(instant(actual)?.cmp(&instant(value)?)))
        }
        _ => panic!("{base}"),
    };
    hit != negated
}

/// Numbers of the tests are small enough for floating point.
fn number(text: &str) -> Option<f64> {
    text.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+')
        .then(|| text.parse().ok())?
}

/// Dates of the tests are days, moments with `Z`, or seconds.
fn instant(text: &str) -> Option<i64> {
    if let Ok(seconds) = text.parse::<i64>() {
        return Some(seconds);
    }
    let (day, time) = text.split_once('T').unwrap_or((text, "00:00:00Z"));
    let day: Vec<i64> = day
        .split('-')
        .map(|field| field.parse().ok())
        .collect::<Option<_>>()?;
    let time: Vec<i64> = time
        .strip_suffix('Z')?
        .split(':')
        .map(|field| field.parse().ok())
        .collect::<Option<_>>()?;
    let ([year, month, day], [hour, minute, second]) = (
        <[i64; 3]>::try_from(day).ok()?,
        <[i64; 3]>::try_from(time).ok()?,
    );
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let months = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let years: i64 = (1970..year)
        .map(|year| if leap(year) { 366 } else { 365 })
        .sum();
    let before: i64 = months[..usize::try_from(month - 1).ok()?]
        .iter()
        .sum::<i64>()
        + i64::from(month > 2 && leap(year));
    Some((((years + before + day - 1) * 24 + hour) * 60 + minute) * 60 + second)
}

/// Networks of the tests have no spelling that the standard library does not know.
fn in_network(network: &str, address: IpAddr) -> bool {
    let (base, prefix) = network.split_once('/').unwrap_or((network, ""));
    let Ok(base) = base.parse::<IpAddr>() else {
        return false;
    };
    let bits = |address: IpAddr| match address {
        IpAddr::V4(v4) => (u128::from(v4.to_bits()) << 96, 32),
        IpAddr::V6(v6) => (v6.to_bits(), 128),
    };
    let ((base_bits, length_max), (bits, _)) = (bits(base), bits(address));
    let length: u32 = if prefix.is_empty() {
        length_max
    } else {
        prefix.parse().unwrap()
    };
    let mask = if length == 0 {
        0
    } else {
        u128::MAX << (128 - length)
    };
    let host_bits = base.is_ipv6() && base_bits & !mask != 0;
    base.is_ipv4() == address.is_ipv4() && !host_bits && base_bits & mask == bits & mask
}
