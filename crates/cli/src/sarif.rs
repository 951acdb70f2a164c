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
struct Run {
    tool: Tool,
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
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Text<T> {
    text: T,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
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

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
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
        Result {
            rule_id: rule.id,
            level: "error",
            message: Text { text: message },
            locations: [Location {
                physical_location: PhysicalLocation {
                    artifact_location: ArtifactLocation { uri: uri(file) },
                    region: Region { start_line: line },
                },
            }],
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
