//! Dates as policies and contexts write them, as milliseconds since 1970 (C-21, G-34).

use crate::unconfirmed;

const YEAR_MIN: i128 = -292_275_054;
const YEAR_MAX: i128 = 292_278_993;

/// The instant of a date in ISO form or epoch seconds, in milliseconds; `None` for other text.
pub(crate) fn parse(text: &str) -> Option<i128> {
    let text = text.as_bytes();
    let iso = text.iter().any(|byte| matches!(byte, b't' | b'T' | b'-'));
    if iso {
        iso_instant(text)
    } else {
        epoch_seconds(text)
    }
}

fn epoch_seconds(text: &[u8]) -> Option<i128> {
    let seconds = number(text)?;
    (seconds <= i128::from(i64::MAX)).then_some(seconds * 1000)
}

/// `[-]Y+[-M[-D]]['t'[h[:m[:s[.f]]][zone]]]`: the day is not checked against its month.
fn iso_instant(text: &[u8]) -> Option<i128> {
    let split = text.iter().position(|byte| matches!(byte, b't' | b'T'));
    let (date, time) = match split {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, &[][..]),
    };
    Some(days(date)? * 86_400_000 + milliseconds(time)?)
}

fn days(date: &[u8]) -> Option<i128> {
    let (sign, rest) = match date {
        [b'-', rest @ ..] => (-1, rest),
        rest => (1, rest),
    };
    let mut fields = rest.split(|&byte| byte == b'-');
    let year = sign * number(fields.next()?)?;
    let mut field = |max: i128| match fields.next() {
        Some(digits) => number(digits).filter(|value| (1..=max).contains(value)),
        None => Some(1),
    };
    let (month, day) = (field(12)?, field(31)?);
    let in_range = (YEAR_MIN..=YEAR_MAX).contains(&year) && fields.next().is_none();
    in_range.then(|| days_before_month(year, month) + day - 1)
}

/// Days from 1970-01-01 to the first of a month, in the proleptic Gregorian calendar.
fn days_before_month(year: i128, month: i128) -> i128 {
    // Years begin in March here, so that the leap day is the last of its year.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    365 * year + leap_days + (153 * month + 2) / 5 - 719_468
}

fn milliseconds(time: &[u8]) -> Option<i128> {
    let zone_at = time
        .iter()
        .position(|byte| matches!(byte, b'z' | b'Z' | b'+' | b'-'));
    let (clock, zone) = time.split_at(zone_at.unwrap_or(time.len()));
    let mut fields = clock.split(|&byte| byte == b':');
    let hour_digits = fields.next().unwrap_or_default();
    let hour = if hour_digits.is_empty() {
        0
    } else {
        field(hour_digits, 23)?
    };
    let minute = fields.next().map_or(Some(0), |digits| field(digits, 59))?;
    let second = fields.next().map_or(Some(0), second_milliseconds)?;
    if fields.next().is_some() || (hour_digits.is_empty() && !clock.is_empty()) {
        return None;
    }
    Some((hour * 60 + minute) * 60_000 + second - zone_minutes(zone)? * 60_000)
}

fn second_milliseconds(text: &[u8]) -> Option<i128> {
    let Some(point) = text.iter().position(|&byte| byte == b'.') else {
        return Some(field(text, 59)? * 1000);
    };
    let (whole, fraction) = (&text[..point], &text[point + 1..]);
    if fraction.len() > 9 {
        return None;
    }
    number(fraction)?;
    let thousandths = fraction
        .iter()
        .chain(b"000")
        .take(3)
        .fold(0, |value, digit| value * 10 + i128::from(digit - b'0'));
    Some(field(whole, 59)? * 1000 + thousandths)
}

/// The minutes that a zone's clocks are ahead of UTC.
fn zone_minutes(zone: &[u8]) -> Option<i128> {
    let (sign, rest) = match zone {
        [] | [b'z' | b'Z'] => return Some(0),
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] if unconfirmed::WESTERN_ZONES_READ => (-1, rest),
        _ => return None,
    };
    let minutes = match rest {
        [_, _] => field(rest, 23)? * 60,
        [hours @ .., b':', tens, ones] if hours.len() == 2 => {
            field(hours, 23)? * 60 + field(&[*tens, *ones], 59)?
        }
        _ => return None,
    };
    Some(sign * minutes)
}

fn field(digits: &[u8], max: i128) -> Option<i128> {
    number(digits).filter(|value| *value <= max)
}

fn number(digits: &[u8]) -> Option<i128> {
    let written = !digits.is_empty() && digits.len() <= 30 && digits.iter().all(u8::is_ascii_digit);
    written.then(|| {
        digits
            .iter()
            .fold(0, |value, digit| value * 10 + i128::from(digit - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_instant_agree() {
        let instant = Some(1_893_456_000_000);
        for text in [
            "1893456000",
            "2030-01",
            "2030-01-01",
            "2030-01-01T00:00Z",
            "2030-1-1t0",
            "2030-01-01T",
            "2030-01-01T00:00:00.000Z",
            "2030-01-01T01:00:00+01:00",
            "2029-12-31T19:00:00-05",
        ] {
            assert_eq!(parse(text), instant, "{text}");
        }
        assert_eq!(parse("2030"), Some(2_030_000), "digits alone are seconds");
        assert_eq!(
            parse("2030-01-01T00:00:00.123456789Z"),
            Some(1_893_456_000_123)
        );
        assert_eq!(parse("2030-01-01T00:00:00.5Z"), Some(1_893_456_000_500));
        assert_eq!(parse("1969-12-31T23:59:59Z"), Some(-1000));
        assert_eq!(parse("2024-02-29"), Some(1_709_164_800_000));
        assert_eq!(parse("2024-02-31"), parse("2024-03-02"));
    }

    #[test]
    fn recorded_oddities_are_dates() {
        for text in [
            "01T",
            "-292275054",
            "292278993-12-31T23:59:59Z",
            "9223372036854775807",
        ] {
            assert!(parse(text).is_some(), "{text}");
        }
    }

    #[test]
    fn other_text_is_no_date() {
        for text in [
            "",
            "soon",
            "2024-13-01",
            "2024-00-01",
            "2024-01-32",
            "2024-01-01-01",
            "2024-01-01T24:00Z",
            "2024-01-01T00:60Z",
            "2024-01-01T00:00:60Z",
            "2024-01-01T00:00:00Zx",
            "2024-01-01T00:00:00+1",
            "2024-01-01T00:00:00+0100",
            "2024-01-01T00:00:00.1234567890Z",
            "2024-01-01T:00",
            "-292275055",
            "292278994-01",
            "9223372036854775808",
            "1.5",
            "-",
            "T",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
