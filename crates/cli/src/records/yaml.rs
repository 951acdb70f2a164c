//! Records in YAML, written anew as JSON that breaks its lines where the YAML does, and knows where every key and
//! value came from. Keys that are there twice stay, so that they are found.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{DuplicateKeyPolicy, Location, Spanned};

use super::piece::{Piece, Place, Places};

/// The pieces of a YAML text: its documents, or what their lists hold. A document that cannot be read costs only itself.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = Piece> {
    documents(text).into_iter().flat_map(|document| {
        let Document { text, line } = document;
        match serde_saphyr::from_str_with_options::<Spanned<Node>>(&text, options()) {
            Ok(root) => match root.value {
                Node::List(records) => records
                    .iter()
                    .map(|record| Writer::piece(&text, line, record))
                    .collect(),
                _ => vec![Writer::piece(&text, line, &root)],
            },
            Err(error) => vec![unreadable(line, &error)],
        }
    })
}

fn options() -> serde_saphyr::Options {
    serde_saphyr::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        strict_booleans: true,
        with_snippet: false,
        budget: serde_saphyr::budget! {
            max_events: 20_000_000,
            max_nodes: 10_000_000,
            max_recorded_anchor_events: 100_000,
        },
    }
}

fn unreadable(lines_before: usize, error: &serde_saphyr::Error) -> Piece {
    let location = error.location().unwrap_or(Location::UNKNOWN);
    let text = error.to_string();
    let message = text.split(" at line ").next().unwrap_or_default();
    let first = message.lines().next().unwrap_or_default();
    Piece::broken(
        place_of(lines_before, location),
        format!("not YAML: {first}"),
    )
}

/// One document of a YAML text, with the number of lines before it.
#[derive(Debug, PartialEq, Eq)]
struct Document {
    text: String,
    line: usize,
}

impl Document {
    /// The one that begins behind so many lines.
    fn after(line: usize) -> Document {
        Document {
            text: String::new(),
            line,
        }
    }
}

/// Takes the text apart at its markers: `---` at the start of a line is one wherever it stands.
fn documents(text: &str) -> Vec<Document> {
    let marks = |line: &str, marker: &str| {
        line.strip_prefix(marker)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
    };
    let mut documents = Vec::new();
    let mut open = Document::after(0);
    for (at, line) in text.split_inclusive('\n').enumerate() {
        // Directives stay with the document that they come before.
        let starts = marks(line, "---");
        if starts && (has_content(&open.text) || open.text.lines().any(|line| marks(line, "---"))) {
            documents.push(std::mem::replace(&mut open, Document::after(at)));
        }
        open.text.push_str(line);
        if marks(line, "...") {
            documents.push(std::mem::replace(&mut open, Document::after(at + 1)));
        }
    }
    documents.push(open);
    documents.retain(|document| has_content(&document.text));
    documents
}

/// Whether there is more than markers, directives and comments.
fn has_content(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.strip_prefix("---").unwrap_or(line).trim_start();
        !(line.is_empty() || line.starts_with(['#', '%']) || line.starts_with("..."))
    })
}

fn place_of(lines_before: usize, location: Location) -> Place {
    let narrow = |number: u64| usize::try_from(number).unwrap_or(usize::MAX).max(1);
    Place {
        line: lines_before + narrow(location.line()),
        column: narrow(location.column()),
    }
}

/// A YAML value as JSON knows values.
#[derive(Debug)]
enum Node {
    Null,
    Bool(bool),
    /// As JSON writes it, unless its source is JSON too.
    Number(String),
    Text(String),
    List(Vec<Spanned<Node>>),
    Map(Vec<(Spanned<String>, Spanned<Node>)>),
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value that JSON has too")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Node, E> {
        Ok(Node::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Number(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(Node::Number(number.to_string()))
    }

    fn visit_i128<E>(self, number: i128) -> Result<Node, E> {
        Ok(Node::Number(number.to_string()))
    }

    fn visit_u128<E>(self, number: u128) -> Result<Node, E> {
        Ok(Node::Number(number.to_string()))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Node, E> {
        serde_json::Number::from_f64(number)
            .map(|number| Node::Number(number.to_string()))
            .ok_or_else(|| E::custom("JSON has no such number"))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(element) = elements.next_element()? {
            list.push(element);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Node::Map(map))
    }
}

/// Writes JSON and remembers where it came from.
struct Writer<'a> {
    source: &'a str,
    lines_before: usize,
    json: String,
    /// The line of the file that is being written.
    line: usize,
    places: Vec<(usize, Place)>,
}

impl Writer<'_> {
    fn piece(source: &str, lines_before: usize, record: &Spanned<Node>) -> Piece {
        let mut writer = Writer {
            source,
            lines_before,
            json: String::new(),
            line: place_of(lines_before, record.referenced).line,
            places: Vec::new(),
        };
        writer.node(record);
        Piece {
            text: Ok(writer.json),
            places: Places::Mapped(writer.places),
        }
    }

    fn node(&mut self, node: &Spanned<Node>) {
        self.go_to(node.referenced);
        match &node.value {
            Node::Null => self.json.push_str("null"),
            Node::Bool(flag) => self.json.push_str(if *flag { "true" } else { "false" }),
            Node::Number(number) => {
                let written = self.written(node.defined);
                let number = written.unwrap_or(number).to_owned();
                self.json.push_str(&number);
            }
            Node::Text(text) => self.text(text),
            Node::List(elements) => {
                self.json.push('[');
                for (index, element) in elements.iter().enumerate() {
                    if index > 0 {
                        self.json.push(',');
                    }
                    self.node(element);
                }
                self.json.push(']');
            }
            Node::Map(entries) => {
                self.json.push('{');
                for (index, (key, value)) in entries.iter().enumerate() {
                    if index > 0 {
                        self.json.push(',');
                    }
                    self.go_to(key.referenced);
                    self.text(&key.value);
                    self.json.push(':');
                    self.node(value);
                }
                self.json.push('}');
            }
        }
    }

    fn text(&mut self, text: &str) {
        let quoted = serde_json::to_string(text).expect("strings are JSON");
        self.json.push_str(&quoted);
    }

    /// Breaks the line where the source does, unless the source goes back, as aliases do.
    fn go_to(&mut self, location: Location) {
        let place = place_of(self.lines_before, location);
        while self.line < place.line {
            self.json.push('\n');
            self.line += 1;
        }
        self.places.push((self.json.len(), place));
    }

    /// A number as the source writes it, if that is JSON.
    fn written(&self, location: Location) -> Option<&str> {
        let span = location.span();
        let start = usize::try_from(span.byte_offset()?).ok()?;
        let end = start.checked_add(usize::try_from(span.byte_len()?).ok()?)?;
        let text = self.source.get(start..end)?.trim_end();
        serde_json::from_str::<serde_json::Number>(text)
            .is_ok()
            .then_some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(yaml: &str) -> Vec<String> {
        pieces(yaml)
            .map(|piece| match &piece.text {
                Ok(text) => text.clone(),
                Err(message) => format!("{}: {message}", piece.line()),
            })
            .collect()
    }

    #[test]
    fn yaml_becomes_json_with_the_same_lines() {
        let yaml =
            "# first\nid: a\nprincipal:\n  arn: x\nlist: [1, 1.50, true, ~]\nversion: 2012-10-17\n";
        assert_eq!(
            texts(yaml),
            [
                "{\"id\":\"a\",\n\"principal\":\n{\"arn\":\"x\"},\n\"list\":[1,1.50,true,null],\n\"version\":\"2012-10-17\"}"
            ]
        );
    }

    #[test]
    fn documents_and_lists_are_records() {
        assert_eq!(texts("- a: 1\n- a: 2\n"), ["{\"a\":1}", "{\"a\":2}"]);
        assert_eq!(texts("a: 1\n---\na: 2\n"), ["{\"a\":1}", "{\"a\":2}"]);
        assert_eq!(
            texts("---\n# nothing\n---\na: 1\n...\n---\n"),
            ["{\"a\":1}"]
        );
        assert_eq!(
            texts("%YAML 1.2\n---\na: |\n  ---\n  b\n"),
            ["{\"a\":\n\"---\\nb\\n\"}"]
        );
        assert!(texts("").is_empty());
    }

    #[test]
    fn keys_that_are_there_twice_stay() {
        assert_eq!(texts("a: 1\na: 2\n"), ["{\"a\":1,\n\"a\":2}"]);
    }

    #[test]
    fn anchors_are_written_out_and_merged() {
        let yaml = "- &one\n  a: 1\n  b: 2\n- <<: *one\n  b: 3\n- *one\n";
        let texts = texts(yaml);
        let values: Vec<serde_json::Value> = texts
            .iter()
            .map(|text| serde_json::from_str(text).unwrap())
            .collect();
        assert_eq!(values[1], serde_json::json!({"a": 1, "b": 3}));
        assert_eq!(values[2], values[0]);
    }

    #[test]
    fn a_document_that_is_no_yaml_costs_only_itself() {
        let found = texts("a: 1\n---\na: [1\n---\na: 3\n");
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[1].contains("not YAML: "), "{found:?}");
        assert_eq!(found[2], "{\"a\":3}");
    }

    #[test]
    fn expansion_is_limited() {
        let mut bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned();
        for level in 1..12 {
            let before = level - 1;
            bomb.push_str(&format!(
                "a{level}: &a{level} [{}]\n",
                vec![format!("*a{before}"); 9].join(",")
            ));
        }
        let found = texts(&bomb);
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("not YAML: "), "{}", found[0].len());
    }

    #[test]
    fn places_are_those_of_the_yaml() {
        let yaml = "\n---\n- id: x\n  principal: {arn: \"arn:aws:iam::111111111111:root\"}\n  action: s3:GetObject\n  resource: {arn: \"*\"}\n  policies:\n    identity:\n      - name: p\n        document:\n          Statement:\n            Effect: Deny\n            Action: \"*\"\n            Effect: Allow\n            Resource: \"*\"\n";
        let piece = pieces(yaml).next().unwrap();
        let broken = piece.read().unwrap_err();
        assert_eq!((broken.id.as_deref(), broken.line), (Some("x"), 14));
        assert_eq!(
            broken.message,
            "identity policy `p`: Syntax errors in policy. The key \"Effect\" is there twice. (column 13)"
        );
    }
}
