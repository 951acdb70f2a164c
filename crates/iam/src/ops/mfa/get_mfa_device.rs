//! `GetMFADevice`.

use super::{assigned, owner};
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::subject::ROOT_NAME;
use crate::state::MfaLabel;
use crate::{Error, context};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Shows a device of a user, or of the caller.
///
/// Permission: `iam:GetMFADevice` on the user's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetMfaDevice {
    serial_number: String,
    user_name: Option<String>,
}

/// The device. Security keys alone have certifications, and those only that the operator stated.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetMfaDeviceResult {
    user_name: String,
    serial_number: String,
    enable_date: Option<String>,
    certifications: Option<BTreeMap<String, String>>,
}

impl Operation for GetMfaDevice {
    const NAME: &'static str = "GetMFADevice";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root CreateVirtualMFADevice VirtualMFADeviceName=Bob -> device phone
        root GetMFADevice SerialNumber=arn:aws:iam::123456789012:mfa/Bob UserName=Bob -> 404 NoSuchEntity MFA Device invalid for user.
        root EnableMFADevice UserName=Bob SerialNumber=arn:aws:iam::123456789012:mfa/Bob AuthenticationCode1=code(phone-1) AuthenticationCode2=code(phone) -> ok
        root GetMFADevice SerialNumber=arn:aws:iam::123456789012:mfa/Bob UserName=bob -> GetMFADeviceResult.UserName=Bob & GetMFADeviceResult.EnableDate=2026-11-21T12:00:00Z
        root GetMFADevice SerialNumber=arn:aws:iam::123456789012:mfa/Bob -> 404 NoSuchEntity MFA Device invalid for user.
    ";
    type Output = GetMfaDeviceResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let subject = owner::subject(cx, self.user_name.as_deref())?;
        Ok(vec![subject.permission(cx, "iam:GetMFADevice")])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<GetMfaDeviceResult>, Error> {
        let subject = owner::subject(cx, self.user_name.as_deref())?;
        let user_name = subject.user(cx)?.map_or(ROOT_NAME, |user| &user.name);
        let device = assigned::device(cx, &subject, &self.serial_number)?;
        let assignment = device.assignment.as_ref();
        Outcome::read(GetMfaDeviceResult {
            user_name: user_name.to_owned(),
            serial_number: self.serial_number.clone(),
            enable_date: assignment.map(|assignment| context::text(assignment.enabled).into()),
            certifications: match &device.label {
                MfaLabel::SecurityKey { certifications, .. } => Some(certifications.clone()),
                MfaLabel::Virtual { .. } | MfaLabel::HardwareToken { .. } => None,
            },
        })
    }
}
