use std::fmt::Write;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// The time of `20150830T123600Z`; anything else, a leap second too, is `None`.
pub(crate) fn parse_basic(text: &str) -> Option<Timestamp> {
    let bytes: &[u8; 16] = text.as_bytes().try_into().ok()?;
    if bytes[8] != b'T' || bytes[15] != b'Z' {
        return None;
    }
    let number = |from: usize, to: usize| {
        bytes[from..to].iter().try_fold(0i16, |sum, byte| {
            byte.is_ascii_digit()
                .then(|| sum * 10 + i16::from(byte - b'0'))
        })
    };
    let small = |from: usize| number(from, from + 2).and_then(|value| i8::try_from(value).ok());
    let moment = DateTime::new(
        number(0, 4)?,
        small(4)?,
        small(6)?,
        small(9)?,
        small(11)?,
        small(13)?,
        0,
    )
    .ok()?;
    TimeZone::UTC.to_timestamp(moment).ok()
}

/// The time of a `Date` header: an HTTP date, or the basic format.
pub(crate) fn parse_date_header(text: &str) -> Option<Timestamp> {
    parse_basic(text).or_else(|| {
        jiff::fmt::rfc2822::DateTimeParser::new()
            .parse_timestamp(text)
            .ok()
    })
}

/// `20150830T123600Z`, on the stack.
#[derive(Clone, Copy)]
pub(crate) struct Basic([u8; 16]);

impl Basic {
    pub(crate) fn of(timestamp: Timestamp) -> Basic {
        let moment = TimeZone::UTC.to_datetime(timestamp);
        let mut text = *b"00000000T000000Z";
        let mut put = |at: usize, digits: usize, value: i16| {
            let mut rest = value.unsigned_abs();
            for position in (at..at + digits).rev() {
                text[position] = b'0' + u8::try_from(rest % 10).expect("a digit");
                rest /= 10;
            }
        };
        put(0, 4, moment.year());
        put(4, 2, moment.month().into());
        put(6, 2, moment.day().into());
        put(9, 2, moment.hour().into());
        put(11, 2, moment.minute().into());
        put(13, 2, moment.second().into());
        Basic(text)
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("digits, T and Z")
    }

    /// The eight digits of the day.
    pub(crate) fn day(&self) -> &str {
        &self.as_str()[..8]
    }
}

impl std::fmt::Display for Basic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// `15 min.` or `90 sec.`, as AWS's message about stale signatures ends.
pub(crate) fn span(seconds: i64) -> String {
    let mut text = String::new();
    if seconds % 60 == 0 {
        write!(text, "{} min.", seconds / 60)
    } else {
        write!(text, "{seconds} sec.")
    }
    .expect("a String takes every text");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_format_is_read_strictly() {
        let good = parse_basic("20150830T123600Z").unwrap();
        assert_eq!(good.to_string(), "2015-08-30T12:36:00Z");
        assert_eq!(Basic::of(good).as_str(), "20150830T123600Z");
        assert_eq!(Basic::of(good).day(), "20150830");
        for bad in [
            "",
            "20150830T123600",
            "20150830 123600Z",
            "20150830T123660Z",
            "20150230T000000Z",
            "20150830T240000Z",
            "2015083OT123600Z",
            "20150830T123600z",
            "+2015083T123600Z",
            "20150830T123600ZZ",
            "２0150830T12360Z",
        ] {
            assert_eq!(parse_basic(bad), None, "{bad}");
        }
    }

    #[test]
    fn date_header_may_be_an_http_date() {
        assert_eq!(
            parse_date_header("Sun, 30 Aug 2015 12:36:00 GMT"),
            parse_basic("20150830T123600Z")
        );
        assert_eq!(
            parse_date_header("20150830T123600Z"),
            parse_basic("20150830T123600Z")
        );
        assert_eq!(parse_date_header("yesterday"), None);
    }

    #[test]
    fn spans_are_minutes_where_they_can_be() {
        assert_eq!(span(900), "15 min.");
        assert_eq!(span(90), "90 sec.");
    }
}
