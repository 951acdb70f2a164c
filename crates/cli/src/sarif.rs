//! The part of SARIF 2.1.0 that tells findings and where they are.

use serde::Serialize;

/// A SARIF file with one run of this program.
#[derive(Debug, Serialize)]
pub(crate) struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<Result>,
}

#[derive(Debug, Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Debug, Serialize)]
struct Driver {
    name: &'static str,
    version: &'static str,
    rules: Vec<Rule>,
}

/// A kind of finding.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Rule {
    id: &'static str,
    short_description: Text<&'static str>,
}

/// A finding.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Result {
    rule_id: &'static str,
    level: &'static str,
    message: Text<String>,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix {
    description: Text<String>,
    artifact_changes: [ArtifactChange; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement>,
}

/// A range of a file, and what comes in its place.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Replacement {
    deleted_region: Region,
    inserted_content: Text<String>,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Text<T> {
    text: T,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text<String>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Debug, Serialize)]
struct ArtifactLocation {
    uri: String,
}

/// A range of a file, in lines and characters from 1; the end is the place behind the last character.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Region {
    pub(crate) start_line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) start_column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) end_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) end_column: Option<usize>,
}

impl Rule {
    pub(crate) const fn new(id: &'static str, description: &'static str) -> Rule {
        Rule {
            id,
            short_description: Text { text: description },
        }
    }
}

impl Result {
    /// A finding that fails the run, at a line of a file; `-` is standard input.
    pub(crate) fn error(rule: &Rule, message: String, file: &str, line: usize) -> Result {
        let region = Region {
            start_line: line,
            start_column: None,
            end_line: None,
            end_column: None,
        };
        Result::at(rule.id, "error", message, file, region)
    }

    /// A finding of a level of SARIF, at a range of a file.
    pub(crate) fn at(
        rule_id: &'static str,
        level: &'static str,
        message: String,
        file: &str,
        region: Region,
    ) -> Result {
        Result {
            rule_id,
            level,
            message: Text { text: message },
            locations: [Location::of(file, region, None)],
            related_locations: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// Also points at another range of the same file.
    pub(crate) fn related(mut self, message: String, file: &str, region: Region) -> Result {
        let location = Location::of(file, region, Some(Text { text: message }));
        self.related_locations.push(location);
        self
    }

    /// Also proposes changes of the same file.
    pub(crate) fn fixed_by(
        mut self,
        description: String,
        file: &str,
        replacements: Vec<Replacement>,
    ) -> Result {
        self.fixes.push(Fix {
            description: Text { text: description },
            artifact_changes: [ArtifactChange {
                artifact_location: ArtifactLocation { uri: uri(file) },
                replacements,
            }],
        });
        self
    }
}

impl Replacement {
    pub(crate) fn new(deleted_region: Region, inserted: String) -> Replacement {
        Replacement {
            deleted_region,
            inserted_content: Text { text: inserted },
        }
    }
}

impl Location {
    fn of(file: &str, region: Region, message: Option<Text<String>>) -> Location {
        Location {
            physical_location: PhysicalLocation {
                artifact_location: ArtifactLocation { uri: uri(file) },
                region,
            },
            message,
        }
    }
}

impl Log {
    pub(crate) fn new(rules: Vec<Rule>, results: Vec<Result>) -> Log {
        let driver = Driver {
            name: "portcullis",
            version: env!("CARGO_PKG_VERSION"),
            rules,
        };
        Log {
            schema: "https://json.schemastore.org/sarif-2.1.0.json",
            version: "2.1.0",
            runs: [Run {
                tool: Tool { driver },
                column_kind: "unicodeCodePoints",
                results,
            }],
        }
    }

    pub(crate) fn to_json(&self) -> String {
        let json = serde_json::to_string_pretty(self).expect("its members are strings and numbers");
        json + "\n"
    }
}

/// A path as a reference of RFC 3986.
fn uri(file: &str) -> String {
    if file == "-" {
        return "stdin".to_owned();
    }
    let mut uri = String::with_capacity(file.len());
    for byte in file.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_references() {
        assert_eq!(uri("cases/a b:é.jsonl"), "cases/a%20b%3A%C3%A9.jsonl");
        assert_eq!(uri("-"), "stdin");
    }
}
