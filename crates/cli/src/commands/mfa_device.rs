//! `portcullis mfa-device`.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use serde::Serialize;
use serde_json::json;
use zeroize::Zeroizing;

use super::target::Operated;
use crate::arguments::{Format, SecurityKeyFlags, Target};
use crate::output::{Failure, Verdict, columns, print};
use crate::xml;

/// More than any seed has, with white space.
const SEED_BYTES_MAX: usize = 4096;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Device {
    serial_number: String,
    kind: String,
    create_date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_name: Option<String>,
}

/// Registers a hardware token.
pub(crate) fn add_token(
    format: Format,
    account_id: Option<&str>,
    serial: &str,
    seed: &Path,
    target: &Target,
) -> Result<Verdict, Failure> {
    let seed = seed_text(seed)?;
    let mut parameters = vec![("SerialNumber", serial), ("Seed", seed.as_str())];
    parameters.extend(account_id.map(|id| ("AccountId", id)));
    Operated::open(target)?.call("AddHardwareToken", &parameters)?;
    print(
        format,
        &format!(
            "{serial} is registered, and nobody's until EnableMFADevice gives it to a user.\n"
        ),
        &json!({ "serialNumber": serial }),
    )?;
    Ok(Verdict::Fine)
}

/// Records a security key, and prints its serial number.
pub(crate) fn add_key(format: Format, flags: &SecurityKeyFlags) -> Result<Verdict, Failure> {
    let mut stated = Vec::new();
    for (index, certification) in flags.certifications.iter().enumerate() {
        let Some((name, value)) = certification.split_once('=') else {
            return Err(Failure::new(format!(
                "`{certification}` is not NAME=LEVEL, such as FIDO=L1"
            )));
        };
        let member = format!("Certifications.member.{}", index + 1);
        stated.push((format!("{member}.Name"), name));
        stated.push((format!("{member}.Value"), value));
    }
    let mut parameters = vec![("KeyName", flags.name.as_str())];
    parameters.extend(flags.user.as_deref().map(|name| ("UserName", name)));
    parameters.extend(flags.account_id.as_deref().map(|id| ("AccountId", id)));
    parameters.extend(stated.iter().map(|(name, value)| (name.as_str(), *value)));
    let reply = Operated::open(&flags.target)?.call("AddSecurityKey", &parameters)?;
    let serial = xml::text(&reply, "SerialNumber")
        .ok_or_else(|| Failure::new("the reply lacks SerialNumber"))?;
    print(
        format,
        &format!("{serial}\n"),
        &json!({ "serialNumber": serial }),
    )?;
    Ok(Verdict::Fine)
}

/// Lists the tokens and keys of an account.
pub(crate) fn list(
    format: Format,
    account_id: Option<&str>,
    target: &Target,
) -> Result<Verdict, Failure> {
    let parameters: Vec<_> = account_id.map(|id| ("AccountId", id)).into_iter().collect();
    let reply = Operated::open(target)?.call("ListPhysicalDevices", &parameters)?;
    let devices: Vec<Device> = xml::elements(&reply, "member")
        .map(|member| {
            let part = |name: &str| xml::text(member, name).unwrap_or_default();
            Device {
                serial_number: part("SerialNumber"),
                kind: part("Kind"),
                create_date: part("CreateDate"),
                user_name: xml::text(member, "UserName"),
            }
        })
        .collect();
    let mut rows = vec![
        ["SERIAL NUMBER", "KIND", "ADDED", "USER"]
            .map(str::to_owned)
            .to_vec(),
    ];
    rows.extend(devices.iter().map(|device| {
        vec![
            device.serial_number.clone(),
            device.kind.clone(),
            device.create_date.clone(),
            device.user_name.clone().unwrap_or_else(|| "-".to_owned()),
        ]
    }));
    print(format, &columns(&rows), &devices)?;
    Ok(Verdict::Fine)
}

/// Forgets a token or a key.
pub(crate) fn remove(
    format: Format,
    account_id: Option<&str>,
    serial: &str,
    target: &Target,
) -> Result<Verdict, Failure> {
    let mut parameters = vec![("SerialNumber", serial)];
    parameters.extend(account_id.map(|id| ("AccountId", id)));
    Operated::open(target)?.call("RemovePhysicalDevice", &parameters)?;
    print(
        format,
        &format!("{serial} is forgotten.\n"),
        &json!({ "serialNumber": serial }),
    )?;
    Ok(Verdict::Fine)
}

/// What is in the file, or comes on standard input.
fn seed_text(path: &Path) -> Result<Zeroizing<String>, Failure> {
    let fault =
        |error: io::Error| Failure::new(format!("cannot read `{}`: {error}", path.display()));
    let mut text = Zeroizing::new(String::with_capacity(SEED_BYTES_MAX + 1));
    let limit = SEED_BYTES_MAX as u64 + 1;
    let read = if path == Path::new("-") {
        io::stdin().lock().take(limit).read_to_string(&mut text)
    } else {
        let file = fs::File::open(path).map_err(fault)?;
        file.take(limit).read_to_string(&mut text)
    };
    if read.map_err(fault)? > SEED_BYTES_MAX {
        return Err(Failure::new(format!(
            "`{}` has more than {SEED_BYTES_MAX} bytes: it is no seed",
            path.display()
        )));
    }
    Ok(text)
}
