//! The credential report: a line for the root, then one for each user.

use crate::arn;
use crate::operation::Cx;
use crate::state::{AccessKey, KeyStatus, MfaOwner, SigningCertificate, User};
use jiff::{SignedDuration, Timestamp};
use std::fmt::Write;

/// A report is good for so long.
const LIFE: SignedDuration = SignedDuration::from_hours(4);

/// AWS's columns, in AWS's order.
const HEADING: &str = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,\
access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,\
access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,\
cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

/// Where the account's report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReportState {
    NotPresent,
    Expired,
    /// Since then.
    Complete(Timestamp),
}

/// Follows from when a report was last generated, and the time.
pub(super) fn state(cx: &Cx) -> ReportState {
    match cx.account().credential_report {
        None => ReportState::NotPresent,
        Some(generated) if cx.now.duration_since(generated) >= LIFE => ReportState::Expired,
        Some(generated) => ReportState::Complete(generated),
    }
}

/// The report as of now: users by name regardless of case.
pub(super) fn csv(cx: &Cx) -> String {
    let account = cx.account();
    let mut report = HEADING.to_owned();
    let none = || "N/A".to_owned();
    let unsupported = || "not_supported".to_owned();
    // There is no sign-in, so that passwords are never used.
    let password = [
        unsupported(),
        "no_information".to_owned(),
        unsupported(),
        unsupported(),
    ];
    let (id, created) = (arn::root(account.id), account.created);
    let mfa = account.mfa_devices_of(&MfaOwner::Root).next().is_some();
    let root = Holder("<root_account>", id, created, password, mfa);
    line(
        cx,
        &mut report,
        root,
        &account.root_keys,
        &account.root_signing_certificates,
    );
    for user in account.users.values() {
        let password = match &user.login_profile {
            Some(profile) => [
                "true".to_owned(),
                "no_information".to_owned(),
                moment(profile.changed),
                rotation(cx, profile.changed).map_or_else(none, moment),
            ],
            None => ["false".to_owned(), none(), none(), none()],
        };
        let owner = MfaOwner::of(Some(user));
        let mfa = account.mfa_devices_of(&owner).next().is_some();
        let user: &User = user;
        let holder = Holder(
            &user.name,
            user.arn(account.id),
            user.created,
            password,
            mfa,
        );
        line(
            cx,
            &mut report,
            holder,
            &user.access_keys,
            &user.signing_certificates,
        );
    }
    report
}

/// Name, ARN, creation, the four columns of the password, and whether there is an MFA device.
struct Holder<'a>(&'a str, String, Timestamp, [String; 4], bool);

fn line(
    cx: &Cx,
    report: &mut String,
    holder: Holder,
    keys: &[AccessKey],
    certificates: &[SigningCertificate],
) {
    let Holder(name, arn, created, password, mfa) = holder;
    let mut fields = vec![quoted(name), quoted(&arn), moment(created)];
    fields.extend(password);
    fields.push(mfa.to_string());
    // Active keys come first.
    let mut keys: Vec<&AccessKey> = keys.iter().collect();
    keys.sort_by_key(|key| (key.status != KeyStatus::Active, key.created));
    for place in 0..2 {
        fields.extend(key_fields(cx, keys.get(place).copied()));
    }
    let mut certificates: Vec<&SigningCertificate> = certificates.iter().collect();
    certificates.sort_by_key(|held| (held.status != KeyStatus::Active, held.uploaded));
    for place in 0..2 {
        let held = certificates.get(place);
        let active = held.is_some_and(|held| held.status == KeyStatus::Active);
        let uploaded = held.map_or_else(|| "N/A".to_owned(), |held| moment(held.uploaded));
        fields.extend([active.to_string(), uploaded]);
    }
    write!(report, "\n{}", fields.join(",")).expect("a String takes any text");
}

fn key_fields(cx: &Cx, key: Option<&AccessKey>) -> [String; 5] {
    let none = || "N/A".to_owned();
    let Some(key) = key else {
        return ["false".to_owned(), none(), none(), none(), none()];
    };
    let last = cx.usage.key(&key.id);
    [
        (key.status == KeyStatus::Active).to_string(),
        moment(key.created),
        last.map_or_else(none, |last| moment(last.at)),
        last.map_or_else(none, |last| last.region.to_string()),
        last.map_or_else(none, |last| last.service.to_string()),
    ]
}

/// When a password has to be changed; `None` where passwords last for ever.
fn rotation(cx: &Cx, changed: Timestamp) -> Option<Timestamp> {
    let days = cx.account().password_policy.as_ref()?.age_days_max?;
    let age = SignedDuration::from_hours(24 * i64::from(days));
    changed.checked_add(age).ok()
}

/// A moment as the report writes it.
fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string()
}

/// Names may hold commas.
fn quoted(text: &str) -> String {
    if text.contains(',') {
        format!("\"{text}\"")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::World;
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    #[test]
    fn the_report_has_the_root_and_every_user() {
        let mut world = World::new();
        world.run(
            None,
            "
            root CreateUser UserName=Bob,jr -> ok
            root CreateUser UserName=ann -> ok
            root CreateAccessKey UserName=ann -> set old=CreateAccessKeyResult.AccessKey.AccessKeyId
            clock +3600
            root UpdateAccessKey UserName=ann AccessKeyId=$old Status=Inactive -> ok
            root CreateAccessKey UserName=ann -> as ann
            ann GetCallerIdentity -> ok
            root GenerateCredentialReport -> ok
            root GetCredentialReport -> set report=GetCredentialReportResult.Content
            ",
        );
        let report = STANDARD.decode(world.variable("report")).unwrap();
        let report = String::from_utf8(report).unwrap();
        let lines: Vec<&str> = report.lines().collect();
        assert_eq!(lines.len(), 4);
        let columns = |line: &str| line.split(',').count();
        assert_eq!(
            (columns(lines[0]), columns(lines[1]), columns(lines[2])),
            (22, 22, 22)
        );
        assert_eq!(
            lines[1],
            "<root_account>,arn:aws:iam::123456789012:root,2026-11-21T12:00:00+00:00,not_supported,no_information,not_supported,not_supported,false,\
             true,2026-11-21T12:00:00+00:00,2026-11-21T13:00:00+00:00,us-east-1,iam,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A"
        );
        assert_eq!(
            lines[2],
            "ann,arn:aws:iam::123456789012:user/ann,2026-11-21T12:00:00+00:00,false,N/A,N/A,N/A,false,\
             true,2026-11-21T13:00:00+00:00,2026-11-21T13:00:00+00:00,us-east-1,sts,false,2026-11-21T12:00:00+00:00,N/A,N/A,N/A,false,N/A,false,N/A"
        );
        assert!(lines[3].starts_with("\"Bob,jr\",\"arn:aws:iam::123456789012:user/Bob,jr\","));
    }
}
