//! Decimal numbers of any length, compared exactly (C-17).

use std::cmp::Ordering;

/// A decimal number that borrows its digits: `±0.DIGITS × 10^point`, without zeros at either end. Zero has no digits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decimal<'a> {
    negative: bool,
    point: i64,
    /// The digits, in two runs because a decimal point may stand between them.
    digits: [&'a [u8]; 2],
}

impl<'a> Decimal<'a> {
    /// Reads an optional sign, digits with an optional point, and an optional exponent. `NaN` and the like are no
    /// numbers (C-19).
    pub(crate) fn parse(text: &'a str) -> Option<Decimal<'a>> {
        let (negative, rest) = match text.as_bytes() {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            rest => (false, rest),
        };
        let (mantissa, exponent) = match rest.iter().position(|byte| matches!(byte, b'e' | b'E')) {
            Some(at) => (&rest[..at], parse_exponent(&rest[at + 1..])?),
            None => (rest, 0),
        };
        let (whole, fraction) = match mantissa.iter().position(|&byte| byte == b'.') {
            Some(at) => (&mantissa[..at], &mantissa[at + 1..]),
            None => (mantissa, &[][..]),
        };
        let digits_only = whole.iter().chain(fraction).all(u8::is_ascii_digit);
        if !digits_only || whole.len() + fraction.len() == 0 {
            return None;
        }
        Some(Decimal::normalized(negative, whole, fraction, exponent))
    }

    fn normalized(
        negative: bool,
        whole: &'a [u8],
        fraction: &'a [u8],
        exponent: i64,
    ) -> Decimal<'a> {
        let whole = trim_start(whole);
        let significant = if whole.is_empty() {
            trim_start(fraction)
        } else {
            fraction
        };
        let skipped = fraction.len() - significant.len();
        let significant = trim_end(significant);
        let whole_trimmed = if significant.is_empty() {
            trim_end(whole)
        } else {
            whole
        };
        if whole_trimmed.is_empty() && significant.is_empty() {
            return Decimal {
                negative: false,
                point: 0,
                digits: [&[], &[]],
            };
        }
        let length = |run: usize| i64::try_from(run).unwrap_or(i64::MAX);
        let point = exponent
            .saturating_add(length(whole.len()))
            .saturating_sub(length(skipped));
        Decimal {
            negative,
            point,
            digits: [whole_trimmed, significant],
        }
    }

    /// Compares two numbers by value.
    pub(crate) fn compare(&self, other: &Decimal<'_>) -> Ordering {
        match (self.sign(), other.sign()) {
            (1, 1) => self.compare_magnitude(other),
            (-1, -1) => other.compare_magnitude(self),
            (mine, theirs) => mine.cmp(&theirs),
        }
    }

    fn sign(&self) -> i8 {
        match (self.digits.iter().all(|run| run.is_empty()), self.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }

    fn compare_magnitude(&self, other: &Decimal<'_>) -> Ordering {
        let digits = |decimal: &Decimal<'a>| decimal.digits.into_iter().flatten().copied();
        let theirs = other.digits.into_iter().flatten().copied();
        self.point
            .cmp(&other.point)
            .then_with(|| digits(self).cmp(theirs))
    }
}

/// Exponents beyond anything comparable saturate.
fn parse_exponent(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let magnitude = digits.iter().fold(0_i64, |value, digit| {
        value
            .saturating_mul(10)
            .saturating_add(i64::from(digit - b'0'))
            .min(i64::MAX / 4)
    });
    Some(if negative { -magnitude } else { magnitude })
}

fn trim_start(digits: &[u8]) -> &[u8] {
    let zeros = digits.iter().take_while(|&&digit| digit == b'0').count();
    &digits[zeros..]
}

fn trim_end(digits: &[u8]) -> &[u8] {
    let zeros = digits
        .iter()
        .rev()
        .take_while(|&&digit| digit == b'0')
        .count();
    &digits[..digits.len() - zeros]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(left: &str, right: &str) -> Ordering {
        let right = Decimal::parse(right).unwrap();
        Decimal::parse(left).unwrap().compare(&right)
    }

    #[test]
    fn values_compare_exactly() {
        for (left, right) in [
            ("5", "+05.00"),
            ("1e0", "1"),
            ("0", "-0.0e9"),
            ("120", "1.2E2"),
            ("0.012", "12e-3"),
            (".5", "5e-1"),
            ("5.", "5"),
        ] {
            assert_eq!(compare(left, right), Ordering::Equal, "{left} {right}");
        }
        for (less, more) in [
            ("9", "10"),
            ("-10", "-9"),
            ("-1", "0"),
            ("0.1", "0.10000000000000000000000000000000000001"),
            ("9007199254740992", "9007199254740993"),
            ("1e-999999999999999999999", "1"),
            ("99", "1e2"),
        ] {
            assert_eq!(compare(less, more), Ordering::Less, "{less} {more}");
            assert_eq!(compare(more, less), Ordering::Greater, "{less} {more}");
        }
    }

    #[test]
    fn other_text_is_no_number() {
        for text in [
            "", "+", ".", "NaN", "Infinity", "1e", "1 ", "0x1", "1,5", "--1", "1.2.3", "1e1.5",
        ] {
            assert!(Decimal::parse(text).is_none(), "{text}");
        }
    }
}
