//! Text of others on a terminal: it may not steer it.

/// On one line, with control characters written out.
pub(crate) fn line(text: &str) -> String {
    escaped(text, |letter| letter.is_control())
}

/// On its own lines, with all other control characters written out.
pub(crate) fn lines(text: &str) -> String {
    escaped(text, |letter| letter.is_control() && letter != '\n')
}

fn escaped(text: &str, steers: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if steers(letter) {
            shown.extend(letter.escape_default());
        } else {
            shown.push(letter);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_written_out() {
        assert_eq!(line("a\u{1b}[31m\nb é"), "a\\u{1b}[31m\\nb é");
        assert_eq!(lines("a\u{9b}\r\nb"), "a\\u{9b}\\r\nb");
    }
}
