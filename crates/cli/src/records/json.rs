//! Records in JSON: lists of them, one a line, or one after another, however they are laid out.
//!
//! Only one record is held at a time. Behind one that is broken reading goes on at the next line that can begin a
//! record: it starts with `{` and is not indented deeper.

use std::collections::VecDeque;
use std::io::{self, BufRead};

use super::piece::{Piece, Place, Places};
use super::scanner::{Scanner, Step};

/// Longer records are refused.
const RECORD_BYTES_MAX: usize = 32 * 1024 * 1024;

/// The pieces of a JSON text.
pub(crate) struct JsonPieces<R> {
    source: Source<R>,
    /// Where the list that is being read was opened.
    list: Option<Place>,
    between: Between,
}

/// How the text of a record ends.
enum End {
    Whole,
    Torn,
    Long,
}

/// Where in the bytes of a broken record the first line stands that can begin another, and which line of them it is.
fn next_start(bytes: &[u8], column: usize) -> Option<(usize, usize)> {
    let mut at = 0;
    for (number, line) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let indent = line.len() - line.trim_ascii_start().len();
        if number > 0 && indent < column && line.get(indent) == Some(&b'{') {
            return Some((at, number));
        }
        at += line.len();
    }
    None
}

/// What may come before the next record of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Between {
    /// A record or the end.
    Open,
    /// A record.
    Comma,
    /// A comma or the end.
    Record,
}

impl<R: BufRead> JsonPieces<R> {
    pub(crate) fn new(input: R) -> JsonPieces<R> {
        JsonPieces {
            source: Source {
                input,
                again: VecDeque::new(),
                place: Place { line: 1, column: 1 },
                fresh: true,
            },
            list: None,
            between: Between::Open,
        }
    }

    fn next_piece(&mut self) -> io::Result<Option<Piece>> {
        loop {
            let Some(byte) = self.source.peek()? else {
                let open = self.list.take();
                return Ok(open.map(|place| Piece::broken(place, "this list is not closed")));
            };
            match (byte, self.list, self.between) {
                (b' ' | b'\t' | b'\r' | b'\n', ..) => self.source.advance(byte),
                (b'[', None, _) => {
                    self.list = Some(self.source.place);
                    self.between = Between::Open;
                    self.source.advance(byte);
                }
                (b']', Some(_), Between::Open | Between::Record) => {
                    self.list = None;
                    self.source.advance(byte);
                }
                (b',', Some(_), Between::Record) => {
                    self.between = Between::Comma;
                    self.source.advance(byte);
                }
                (_, Some(_), Between::Record) => {
                    let place = self.source.place;
                    self.between = Between::Comma;
                    return Ok(Some(Piece::broken(
                        place,
                        "there is no comma between two records",
                    )));
                }
                _ => {
                    self.between = Between::Record;
                    return self.piece().map(Some);
                }
            }
        }
    }

    /// Takes one value out of the text.
    fn piece(&mut self) -> io::Result<Piece> {
        let start = self.source.place;
        let mut scanner = Scanner::new();
        let mut bytes = Vec::new();
        let end = loop {
            let Some(byte) = self.source.peek()? else {
                break End::Torn;
            };
            if bytes.len() >= RECORD_BYTES_MAX {
                break End::Long;
            }
            let step = scanner.step(byte);
            if matches!(step, Step::More | Step::Last) {
                bytes.push(byte);
                self.source.advance(byte);
            }
            match step {
                Step::More => {}
                Step::Last => break End::Whole,
                Step::Behind if self.list.is_some() => break End::Whole,
                // A bare word is no record, and what follows it on its line is none of its own.
                Step::Behind | Step::Broken => break End::Torn,
            }
        };
        match end {
            End::Whole => {}
            End::Torn => self.leave(start, &mut bytes)?,
            End::Long => {
                self.source.skip_line(&mut Vec::new())?;
                self.resume(start)?;
                let message = format!("a record has at most {RECORD_BYTES_MAX} bytes");
                return Ok(Piece::broken(start, message));
            }
        }
        Ok(Piece {
            text: String::from_utf8(bytes).map_err(|_| "this is not UTF-8".to_owned()),
            places: Places::From(start),
        })
    }

    /// Goes from where a record broke to where the next may begin, which may be among the lines that were taken for
    /// parts of the broken one. The rest of its last line is kept with it.
    fn leave(&mut self, start: Place, bytes: &mut Vec<u8>) -> io::Result<()> {
        if let Some((at, lines)) = next_start(bytes, start.column) {
            self.source.go_back(&bytes[at..], start.line + lines);
            bytes.truncate(at);
        } else if !(self.source.fresh && self.source.place.line > start.line) {
            self.source.skip_line(bytes)?;
        }
        bytes.truncate(bytes.trim_ascii_end().len());
        self.resume(start)
    }

    fn resume(&mut self, start: Place) -> io::Result<()> {
        self.between = Between::Comma;
        while let Some(byte) = self.source.peek()? {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => self.source.advance(byte),
                b'{' if self.source.place.column <= start.column => return Ok(()),
                b']' if self.list.is_some() && self.source.place.column <= start.column => {
                    self.between = Between::Open;
                    return Ok(());
                }
                _ => self.source.skip_line(&mut Vec::new())?,
            }
        }
        Ok(())
    }
}

impl<R: BufRead> Iterator for JsonPieces<R> {
    type Item = io::Result<Piece>;

    fn next(&mut self) -> Option<io::Result<Piece>> {
        self.next_piece().transpose()
    }
}

/// Bytes and their places.
struct Source<R> {
    input: R,
    /// What was read too far and comes once more.
    again: VecDeque<u8>,
    place: Place,
    /// Nothing but white space stands before this on its line.
    fresh: bool,
}

impl<R: BufRead> Source<R> {
    fn peek(&mut self) -> io::Result<Option<u8>> {
        if let Some(byte) = self.again.front() {
            return Ok(Some(*byte));
        }
        loop {
            match self.input.fill_buf() {
                Ok(bytes) => return Ok(bytes.first().copied()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Goes past the byte that was peeked at.
    fn advance(&mut self, byte: u8) {
        if self.again.pop_front().is_none() {
            self.input.consume(1);
        }
        match byte {
            b'\n' => {
                self.place.line += 1;
                self.place.column = 1;
                self.fresh = true;
            }
            // The later bytes of a character.
            0x80..0xC0 => {}
            _ => {
                self.place.column += 1;
                self.fresh &= matches!(byte, b' ' | b'\t' | b'\r');
            }
        }
    }

    /// Lets bytes come once more, from the start of a line.
    fn go_back(&mut self, bytes: &[u8], line: usize) {
        for byte in bytes.iter().rev() {
            self.again.push_front(*byte);
        }
        self.place = Place { line, column: 1 };
        self.fresh = true;
    }

    /// Goes to the next line, keeping the rest of this one as far as a record may be long.
    fn skip_line(&mut self, kept: &mut Vec<u8>) -> io::Result<()> {
        while let Some(byte) = self.peek()? {
            if kept.len() < RECORD_BYTES_MAX {
                kept.push(byte);
            }
            self.advance(byte);
            if byte == b'\n' {
                break;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each piece as `line:text` or `line!message`, white space between them left aside.
    fn pieces(text: &str) -> Vec<String> {
        JsonPieces::new(text.as_bytes())
            .map(|piece| {
                let piece = piece.unwrap();
                let line = piece.line();
                match piece.text {
                    Ok(text) => format!("{line}:{}", text.trim()),
                    Err(message) => format!("{line}!{message}"),
                }
            })
            .collect()
    }

    #[test]
    fn lines_lists_and_values_one_after_another_are_records() {
        let expected = ["1:{\"a\":1}", "2:{\"b\":2}"];
        assert_eq!(pieces("{\"a\":1}\n{\"b\":2}\n"), expected);
        assert_eq!(pieces("[{\"a\":1},\n {\"b\":2}]"), expected);
        assert_eq!(pieces("{\"a\":1}\r\n\n  {\"b\":2}")[1], "3:{\"b\":2}");
        assert_eq!(pieces("{\"a\":1}{\"b\":2}")[1], "1:{\"b\":2}");
        assert_eq!(
            pieces("{\n\"a\":\n1}\n[{}]\n{}"),
            ["1:{\n\"a\":\n1}", "4:{}", "5:{}"]
        );
        assert!(pieces("").is_empty());
        assert!(pieces(" [ ] \n").is_empty());
    }

    #[test]
    fn a_broken_line_costs_only_itself() {
        let good = "{\"g\":1}";
        for broken in [
            "{\"id\":\"a\"",
            "{\"id\":\"a\",",
            "{\"id\":\"a",
            "{\"id\" \"a\"}",
            "nonsense }",
            "{\"id\":",
            "{\"id\":[",
            "{]",
        ] {
            let found = pieces(&format!("{good}\n{broken}\n{good}\n{good}\n"));
            let expected = [
                format!("1:{good}"),
                format!("2:{broken}"),
                format!("3:{good}"),
                format!("4:{good}"),
            ];
            assert_eq!(found, expected, "{broken}");
        }
    }

    #[test]
    fn behind_a_broken_record_of_several_lines_the_next_is_found() {
        let text = "{\n  \"a\": {\n    \"b\" 1\n  },\n  \"c\": [\n    {}\n  ]\n}\n{\"d\":1}\n";
        assert_eq!(
            pieces(text),
            ["1:{\n  \"a\": {\n    \"b\" 1", "9:{\"d\":1}"]
        );
        let list = "[\n  {\"a\" 1},\n  {\"b\":2}\n]";
        assert_eq!(pieces(list), ["2:{\"a\" 1},", "3:{\"b\":2}"]);
        let last = "[\n  {\"a\":1},\n  {\"b\" 2}\n]\n{}";
        assert_eq!(pieces(last), ["2:{\"a\":1}", "3:{\"b\" 2}", "5:{}"]);
    }

    #[test]
    fn lists_are_closed_and_have_commas() {
        assert_eq!(pieces("[{}"), ["1:{}", "1!this list is not closed"]);
        assert_eq!(
            pieces("[{} {}]"),
            ["1:{}", "1!there is no comma between two records", "1:{}"]
        );
        assert_eq!(
            pieces("[{},]"),
            ["1:{}", "1:]", "1!this list is not closed"]
        );
        assert_eq!(pieces("{},{}"), ["1:{}", "1:,{}"]);
        assert_eq!(pieces("[1, \"x\"]"), ["1:1", "1:\"x\""]);
    }

    #[test]
    fn text_that_is_not_utf_8_is_no_record() {
        let found: Vec<_> = JsonPieces::new(&b"{\"a\":\"\xff\"}\n{}"[..])
            .map(|piece| piece.unwrap().text)
            .collect();
        assert_eq!(
            found,
            [Err("this is not UTF-8".to_owned()), Ok("{}".to_owned())]
        );
    }

    #[test]
    fn places_count_characters() {
        let mut pieces = JsonPieces::new("{\"é\":1} {\"x\" 1}".as_bytes());
        pieces.next();
        let broken = pieces.next().unwrap().unwrap().read().unwrap_err();
        assert_eq!(broken.line, 1);
        assert_eq!(broken.message, "not JSON: unexpected '1' (column 14)");
    }
}
