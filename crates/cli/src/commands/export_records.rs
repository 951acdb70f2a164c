//! `portcullis export --records`.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Value;

use super::target::Operated;
use crate::arguments::Target;
use crate::output::{Failure, Verdict};
use crate::xml;

/// The question whose records are written.
#[derive(Args, Debug)]
pub(crate) struct RecordsFlags {
    /// Write decision records, which `portcullis eval` and `portcullis test` read: one for each permission that a call needs.
    #[arg(long)]
    records: bool,
    /// Who calls: a user, a root user, or a session of a role (arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION) that begins now and to
    /// which no policies or tags were passed.
    #[arg(
        long,
        value_name = "ARN",
        requires = "records",
        conflicts_with = "credentials"
    )]
    principal: Option<String>,
    /// Who calls: whoever has the credentials in this file, JSON as `aws sts assume-role` prints it. The secret is not sent. - is
    /// standard input.
    #[arg(long, value_name = "FILE", requires = "records")]
    credentials: Option<PathBuf>,
    /// What is called: an operation of IAM, STS or Organizations, as iam:CreateUser.
    #[arg(
        long,
        value_name = "SERVICE:OPERATION",
        requires = "records",
        conflicts_with = "action"
    )]
    call: Option<String>,
    /// Its parameters as JSON, as the AWS CLI takes them by --cli-input-json; @FILE reads a file.
    #[arg(long, value_name = "JSON", requires = "call")]
    parameters: Option<String>,
    /// What is asked for: a permission of any other service, as s3:GetObject.
    #[arg(long, value_name = "ACTION", requires = "records")]
    action: Option<String>,
    /// On what; * if not given.
    #[arg(long, value_name = "ARN", requires = "action")]
    resource: Option<String>,
    /// Who owns it, if neither its ARN nor the caller says so.
    #[arg(long, value_name = "ID", requires = "action")]
    resource_account: Option<String>,
    /// What else is known: a condition key with its value, or with a list of values as JSON. Replaces what the server knows.
    #[arg(long, value_name = "KEY=VALUE", requires = "records")]
    context: Vec<String>,
    /// The region that the call would be signed for; us-east-1 if not given.
    #[arg(long, value_name = "REGION", requires = "records")]
    region: Option<String>,
}

impl RecordsFlags {
    /// Whether there is a question at all.
    pub(crate) fn is_asked(&self) -> bool {
        self.records
    }
}

/// Prints the records of a question.
pub(crate) fn export(flags: &RecordsFlags, target: &Target) -> Result<Verdict, Failure> {
    if flags.call.is_none() && flags.action.is_none() {
        return Err(Failure::new("--records is of a --call or of an --action"));
    }
    let parameters = parameters(flags)?;
    let borrowed: Vec<(&str, &str)> = parameters
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let reply = Operated::open(target)?.call("ExportDecisionRecords", &borrowed)?;
    let mut out = std::io::stdout().lock();
    let mut none = true;
    for record in xml::elements(&reply, "member") {
        none = false;
        writeln!(out, "{}", xml::unescape(record))?;
    }
    out.flush()?;
    if none {
        writeln!(
            std::io::stderr(),
            "it asks for no permission: there is no record"
        )?;
    }
    Ok(Verdict::Fine)
}

fn parameters(flags: &RecordsFlags) -> Result<Vec<(String, String)>, Failure> {
    let mut parameters = Vec::new();
    let mut add = |name: &str, value: &str| parameters.push((name.to_owned(), value.to_owned()));
    let given = [
        ("PrincipalArn", &flags.principal),
        ("Call", &flags.call),
        ("ActionName", &flags.action),
        ("ResourceArn", &flags.resource),
        ("ResourceAccount", &flags.resource_account),
        ("Region", &flags.region),
    ];
    for (name, value) in given {
        if let Some(value) = value {
            add(name, value);
        }
    }
    if let Some(text) = &flags.parameters {
        match text.strip_prefix('@') {
            Some(file) => add("Parameters", &read(Path::new(file))?),
            None => add("Parameters", text),
        }
    }
    if let Some(file) = &flags.credentials {
        let (access_key_id, session_token) = credentials(file)?;
        add("AccessKeyId", &access_key_id);
        if let Some(token) = session_token {
            add("SessionToken", &token);
        }
    }
    for (index, text) in flags.context.iter().enumerate() {
        let entry = format!("ContextEntries.member.{}", index + 1);
        let (key, value) = text
            .split_once('=')
            .ok_or_else(|| Failure::new(format!("--context {text}: not KEY=VALUE")))?;
        add(&format!("{entry}.ContextKeyName"), key);
        match serde_json::from_str::<Vec<String>>(value) {
            Ok(values) => {
                add(&format!("{entry}.ContextKeyType"), "stringList");
                for (index, value) in values.iter().enumerate() {
                    let name = format!("{entry}.ContextKeyValues.member.{}", index + 1);
                    add(&name, value);
                }
            }
            Err(_) => {
                add(&format!("{entry}.ContextKeyType"), "string");
                add(&format!("{entry}.ContextKeyValues.member.1"), value);
            }
        }
    }
    Ok(parameters)
}

/// Key id and session token, from the object itself or from its member `Credentials` or `AccessKey`.
fn credentials(file: &Path) -> Result<(String, Option<String>), Failure> {
    let wrong = |what: &str| Failure::new(format!("{}: {what}", file.display()));
    let document: Value =
        serde_json::from_str(&read(file)?).map_err(|error| wrong(&format!("not JSON: {error}")))?;
    let object = ["Credentials", "AccessKey"]
        .iter()
        .find_map(|name| document.get(name))
        .unwrap_or(&document);
    let text = |name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
    let access_key_id =
        text("AccessKeyId").ok_or_else(|| wrong("there is no AccessKeyId in it"))?;
    Ok((access_key_id, text("SessionToken")))
}

fn read(file: &Path) -> Result<String, Failure> {
    let named = |error| Failure::new(format!("{}: {error}", file.display()));
    if file == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map_err(named)?;
        return Ok(text);
    }
    std::fs::read_to_string(file).map_err(named)
}
