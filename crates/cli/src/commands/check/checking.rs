use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use policy::{Finding, Severity, check, rules_as_markdown};
use serde_json::json;

use super::guess::guess;
use super::{report, snippet};
use crate::arguments::Rendering;
use crate::output::{Failure, Verdict};

/// `portcullis check`.
#[derive(Args, Debug)]
pub(crate) struct CheckFlags {
    /// Policies as JSON, one a file. - is standard input.
    #[arg(default_value = "-")]
    files: Vec<PathBuf>,
    /// What kind of policies they are; guessed, and the guess printed, if not given.
    #[arg(long, value_enum)]
    kind: Option<KindName>,
    /// Exit 1 if there is a warning.
    #[arg(long)]
    deny_warnings: bool,
    /// Print a page that describes every rule, and read nothing.
    #[arg(long, conflicts_with_all = ["files", "kind", "deny_warnings"])]
    rules: bool,
}

/// The kinds of policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum KindName {
    /// An inline policy of a user, group or role.
    Identity,
    /// A managed policy.
    Managed,
    /// The policy of a resource, such as a bucket.
    Resource,
    /// A role's trust policy.
    Trust,
    /// A managed policy used as a permissions boundary.
    Boundary,
    /// A session policy, given to STS.
    Session,
    /// A service control policy.
    Scp,
    /// A resource control policy.
    Rcp,
    /// A VPC endpoint policy.
    Endpoint,
}

/// One document, and all there is to say about it.
pub(super) struct Checked {
    pub(super) file: String,
    pub(super) text: String,
    pub(super) kind: KindName,
    pub(super) guessed: bool,
    pub(super) findings: Vec<Finding>,
}

/// Checks every file, in order; those that cannot be read are told at the end.
pub(crate) fn run(rendering: Rendering, flags: &CheckFlags) -> Result<Verdict, Failure> {
    let mut out = anstream::stdout().lock();
    if flags.rules {
        out.write_all(rules_as_markdown().as_bytes())?;
        return Ok(Verdict::Fine);
    }
    let (mut checked, mut unreadable) = (Vec::new(), Vec::new());
    for file in &flags.files {
        match read(file) {
            Ok(text) => {
                let one = checked_of(file, text, flags.kind);
                match rendering {
                    Rendering::Text | Rendering::Tree => {
                        out.write_all(snippet::text(&one).as_bytes())?
                    }
                    Rendering::Json => writeln!(out, "{}", json_line(&one))?,
                    Rendering::Sarif => {}
                }
                checked.push(one);
            }
            Err(problem) => unreadable.push(problem),
        }
    }
    if rendering == Rendering::Sarif {
        out.write_all(report::sarif(&checked).as_bytes())?;
    }
    out.flush()?;
    if !unreadable.is_empty() {
        return Err(Failure::new(unreadable.join("; ")));
    }
    let negative = checked.iter().any(|one| {
        one.count(Severity::Error) > 0 || (flags.deny_warnings && one.count(Severity::Warning) > 0)
    });
    Ok(if negative {
        Verdict::Negative
    } else {
        Verdict::Fine
    })
}

fn checked_of(file: &Path, text: String, kind: Option<KindName>) -> Checked {
    let guessed = kind.is_none();
    let kind = kind.unwrap_or_else(|| guess(&text));
    Checked {
        file: file.display().to_string(),
        findings: check(&text, kind.kind()),
        text,
        kind,
        guessed,
    }
}

fn json_line(checked: &Checked) -> serde_json::Value {
    json!({
        "file": checked.file,
        "kind": checked.kind.name(),
        "guessed": checked.guessed,
        "accepted": checked.count(Severity::Error) == 0,
        "findings": checked.findings,
    })
}

impl Checked {
    pub(super) fn count(&self, severity: Severity) -> usize {
        let same = self.findings.iter().filter(|it| it.severity == severity);
        same.count()
    }
}

impl KindName {
    fn kind(self) -> policy::Kind {
        match self {
            KindName::Identity => policy::Kind::Identity,
            KindName::Managed => policy::Kind::Managed,
            KindName::Resource => policy::Kind::Resource,
            KindName::Trust => policy::Kind::Trust,
            KindName::Boundary => policy::Kind::Boundary,
            KindName::Session => policy::Kind::Session,
            KindName::Scp => policy::Kind::Scp,
            KindName::Rcp => policy::Kind::Rcp,
            KindName::Endpoint => policy::Kind::Endpoint,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            KindName::Identity => "identity",
            KindName::Managed => "managed",
            KindName::Resource => "resource",
            KindName::Trust => "trust",
            KindName::Boundary => "boundary",
            KindName::Session => "session",
            KindName::Scp => "scp",
            KindName::Rcp => "rcp",
            KindName::Endpoint => "endpoint",
        }
    }
}

/// No policy is nearly that long.
const INPUT_BYTES_MAX: u64 = 4 * 1024 * 1024;

fn read(file: &Path) -> Result<String, String> {
    let named = |error: std::io::Error| format!("{}: {error}", file.display());
    let mut text = String::new();
    let input: Box<dyn Read> = if file == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(std::fs::File::open(file).map_err(named)?)
    };
    let length = input
        .take(INPUT_BYTES_MAX + 1)
        .read_to_string(&mut text)
        .map_err(named)?;
    if u64::try_from(length).is_ok_and(|length| length <= INPUT_BYTES_MAX) {
        Ok(text)
    } else {
        Err(format!(
            "{}: more than {INPUT_BYTES_MAX} bytes",
            file.display()
        ))
    }
}
