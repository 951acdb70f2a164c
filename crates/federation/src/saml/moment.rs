//! Times as SAML writes them.

use super::text::trimmed;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// The moment that a text names, in UTC where it names no zone: SAML has all times in UTC, and does not ask that they say so. What
/// would be beyond the last moment there is, as the end of the year 9999 is, is that last moment.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    let text = trimmed(text);
    if let Ok(moment) = text.parse() {
        return Some(moment);
    }
    // A date alone is no moment.
    text.split_once('T')?;
    let civil: DateTime = text.strip_suffix('Z').unwrap_or(text).parse().ok()?;
    let known = civil.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp());
    known
        .ok()
        .or_else(|| (civil.year() == 9999).then_some(Timestamp::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_in_utc_whether_they_say_so_or_not() {
        for (text, moment) in [
            ("2026-11-21T12:00:00Z", "2026-11-21T12:00:00Z"),
            (" 2026-11-21T12:00:00.123Z\n", "2026-11-21T12:00:00.123Z"),
            ("2026-11-21T12:00:00", "2026-11-21T12:00:00Z"),
            ("2026-11-21T12:00:00.5", "2026-11-21T12:00:00.5Z"),
            ("2026-11-21T14:00:00+02:00", "2026-11-21T12:00:00Z"),
        ] {
            assert_eq!(super::moment(text), Some(moment.parse().unwrap()), "{text}");
        }
        for text in [
            "9999-12-31T23:59:59Z",
            "9999-12-31T23:59:59.9999999Z",
            "9999-12-31T23:59:59",
        ] {
            assert_eq!(moment(text), Some(Timestamp::MAX), "{text}");
        }
        for text in [
            "",
            "yesterday",
            "2026-11-21",
            "2026-13-21T12:00:00Z",
            "10000-01-01T00:00:00Z",
            "12:00:00Z",
        ] {
            assert_eq!(moment(text), None, "{text}");
        }
    }
}
