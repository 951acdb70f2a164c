//! `AddSecurityKey` of the service `portcullis`.

use super::{account, label};
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, operator_only};
use crate::state::MfaOwner;
use crate::{Error, arn};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// The longest name of a key: with it, no serial number is longer than calls can name.
const NAME_CHARACTERS: RangeInclusive<usize> = 1..=64;
/// What AWS adds to the name: twenty-six letters of base 32.
const ID_LETTERS: usize = 26;
/// The most certifications of one key, and how long they are.
const CERTIFICATIONS_MAX: usize = 10;
const CERTIFICATION_NAME_MAX: usize = 128;
const CERTIFICATION_VALUE_MAX: usize = 32;

/// Registers a FIDO security key of a user, or of the root, as AWS's console does. It is a record: a key is shown to consoles, and
/// proves nobody to STS, as on AWS. `Certifications` are what `GetMFADevice` tells, such as `FIDO` with `L1`; AWS looks them up in the
/// FIDO Alliance's lists, here the operator states them. The key is its owner's until it is deactivated or removed.
///
/// Permission: the caller is the first account's root; no policy can give it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AddSecurityKey {
    account_id: Option<String>,
    user_name: Option<String>,
    key_name: String,
    #[serde(default)]
    certifications: Vec<Certification>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Certification {
    name: String,
    value: String,
}

/// What calls name the key by.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AddSecurityKeyResult {
    serial_number: String,
}

impl Operation for AddSecurityKey {
    const NAME: &'static str = "AddSecurityKey";
    const EXAMPLE: &'static str = "
        root iam:CreateUser UserName=Bob -> ok
        root AddSecurityKey UserName=bob KeyName=yubikey Certifications.member.1.Name=FIDO Certifications.member.1.Value=L1 -> set key=AddSecurityKeyResult.SerialNumber
        root iam:GetMFADevice UserName=Bob SerialNumber=$key -> GetMFADeviceResult.Certifications.entry.key=FIDO & GetMFADeviceResult.Certifications.entry.value=L1
        root AddSecurityKey KeyName=yubikey -> AddSecurityKeyResult.SerialNumber
        root AddSecurityKey UserName=Eve KeyName=yubikey -> 404 NoSuchEntity The user with name Eve cannot be found.
        root AddSecurityKey UserName=Bob KeyName='my key' -> 400 ValidationError a key's name has 1 to 64 letters, digits and signs of _+=,.@-
    ";
    type Output = AddSecurityKeyResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        operator_only(cx.state, cx.caller).map(|()| Vec::new())
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<AddSecurityKeyResult>, Error> {
        label::check("a key's name", &self.key_name, NAME_CHARACTERS)?;
        let certifications = self.certifications()?;
        let account = account::named(cx, self.account_id.as_deref())?;
        let name = self.user_name.as_deref();
        let user = name
            .map(|name| existence::user(account, name))
            .transpose()?;
        let held = account.mfa_devices_of(&MfaOwner::of(user)).count();
        cx.settings.quotas.mfa_devices_per_user.room_beside(held)?;
        let drawn = cx.seed.base32("security key id", ID_LETTERS);
        let id = format!("{}-{drawn}", self.key_name);
        let serial_number = arn::security_key(account.id, user.map(|user| &*user.name), &id);
        let event = Event::SecurityKeyAdded {
            serial: serial_number.clone(),
            user: user.map(|user| user.id.to_string()),
            certifications,
        };
        Ok(Outcome {
            account: Some(account.id),
            events: vec![event],
            then: Vec::new(),
            output: AddSecurityKeyResult { serial_number },
        })
    }
}

impl AddSecurityKey {
    /// The certifications by name, within what AWS's model lets replies hold.
    fn certifications(&self) -> Result<BTreeMap<String, String>, Error> {
        let mut stated = BTreeMap::new();
        for Certification { name, value } in &self.certifications {
            if !fits(name, CERTIFICATION_NAME_MAX) || !fits(value, CERTIFICATION_VALUE_MAX) {
                return Err(Error::validation_error(format!(
                    "a certification has a name of 1 to {CERTIFICATION_NAME_MAX} characters of Latin-1 and a value of 1 to {CERTIFICATION_VALUE_MAX}"
                )));
            }
            if stated.insert(name.clone(), value.clone()).is_some() {
                return Err(Error::validation_error(format!(
                    "the certification {name} is stated twice"
                )));
            }
        }
        if stated.len() > CERTIFICATIONS_MAX {
            return Err(Error::validation_error(format!(
                "a key has at most {CERTIFICATIONS_MAX} certifications"
            )));
        }
        Ok(stated)
    }
}

/// AWS's pattern is `[\u0020-\u00FF]+`.
fn fits(text: &str, characters_max: usize) -> bool {
    (1..=characters_max).contains(&text.chars().count())
        && text
            .chars()
            .all(|letter| (' '..='\u{ff}').contains(&letter))
}
