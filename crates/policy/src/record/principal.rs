//! The callers of records, in every form of spec 2.4.

use smol_str::{SmolStr, format_smolstr};

use super::members::{Members, Wrong};
use crate::arn;
use crate::json::Node;
use crate::request::{Principal, PrincipalKind, SessionKind};

const MEMBERS: &[&str] = &[
    "anonymous",
    "arn",
    "federated",
    "issuer",
    "managementAccount",
    "role",
    "service",
    "serviceLinkedRole",
    "session",
];

/// The forms that a principal is named by; each excludes the others.
const FORMS: &[&str] = &["anonymous", "arn", "federated", "service"];

/// Members that say more about some kinds of callers, and what those are.
const EXTRAS: &[(&str, &str)] = &[
    ("role", "the session of a role"),
    ("serviceLinkedRole", "the session of a role"),
    ("issuer", "a federated user"),
    ("session", "a user, root user or session of a role"),
    ("managementAccount", "a principal of an account"),
];

pub(super) fn read(node: &Node) -> Result<Principal, Wrong> {
    let members = Members::of("principal", node, MEMBERS)?;
    let forms: Vec<_> = FORMS
        .iter()
        .filter(|form| members.get(form).is_some())
        .collect();
    let [form] = forms[..] else {
        return Err(Wrong::at(
            node.span,
            "a principal has exactly one of `arn`, `service`, `anonymous` and `federated`",
        ));
    };
    let mut principal = match *form {
        "arn" => of_arn(&members)?,
        "service" => {
            let name = members.required_text("service")?.clone();
            outsider(name.clone(), PrincipalKind::Service { name })
        }
        "federated" => {
            let provider = members.required_text("federated")?.clone();
            let kind = PrincipalKind::Federated {
                provider: provider.clone(),
            };
            let mut principal = outsider(provider.clone(), kind);
            if let Some([_, partition, _, _, account, _]) = arn::split(&provider) {
                principal.partition = partition.into();
                principal.account = account.into();
            }
            principal
        }
        _ if members.flag("anonymous")? => outsider("anonymous".into(), PrincipalKind::Anonymous),
        _ => {
            return Err(Wrong::at(
                node.span,
                "`anonymous` is true or absent: a caller that is not anonymous has a name",
            ));
        }
    };
    refuse_misplaced(&members, &principal.kind)?;
    principal.management_account = members.flag("managementAccount")?;
    principal.session = session(&members, &principal.kind)?;
    Ok(principal)
}

fn refuse_misplaced(members: &Members, kind: &PrincipalKind) -> Result<(), Wrong> {
    let fitting: &[&str] = match kind {
        PrincipalKind::Root | PrincipalKind::User { .. } => &["session", "managementAccount"],
        PrincipalKind::RoleSession { .. } => {
            &["role", "serviceLinkedRole", "session", "managementAccount"]
        }
        PrincipalKind::FederatedUser { .. } => &["issuer", "managementAccount"],
        PrincipalKind::Service { .. }
        | PrincipalKind::Anonymous
        | PrincipalKind::Federated { .. } => &[],
    };
    let misplaced = EXTRAS
        .iter()
        .filter(|(key, _)| !fitting.contains(key))
        .find_map(|(key, owner)| Some((key, owner, members.get(key)?)));
    match misplaced {
        Some((key, owner, node)) => Err(Wrong::at(
            node.span,
            format!("`{key}` belongs to {owner} only"),
        )),
        None => Ok(()),
    }
}

fn session(members: &Members, kind: &PrincipalKind) -> Result<Option<SessionKind>, Wrong> {
    let Some(node) = members.get("session") else {
        return Ok(None);
    };
    match (members.required_text("session")?.as_str(), kind) {
        ("delegated", _) => Ok(Some(SessionKind::Delegated)),
        (_, PrincipalKind::RoleSession { .. }) => Err(Wrong::at(
            node.span,
            "a role's session is `delegated` or has no `session`",
        )),
        ("getSessionToken", _) => Ok(Some(SessionKind::GetSessionToken)),
        ("assumeRoot", PrincipalKind::Root) => Ok(Some(SessionKind::AssumeRoot)),
        ("assumeRoot", _) => Err(Wrong::at(
            node.span,
            "`assumeRoot` is a session of a root user",
        )),
        (other, _) => Err(Wrong::at(
            node.span,
            format!("unknown session `{other}`: `getSessionToken`, `assumeRoot` or `delegated`"),
        )),
    }
}

/// A caller that belongs to no account.
fn outsider(shown: SmolStr, kind: PrincipalKind) -> Principal {
    Principal {
        kind,
        partition: "aws".into(),
        account: SmolStr::default(),
        arn: shown,
        unique_id: None,
        session: None,
        management_account: false,
    }
}

fn of_arn(members: &Members) -> Result<Principal, Wrong> {
    let arn = members.required_text("arn")?;
    let wrong = || {
        let span = members.get("arn").map_or(members.span(), |node| node.span);
        Wrong::at(
            span,
            format!("`{arn}` is not the ARN of a root user, user, role session or federated user"),
        )
    };
    let parts = arn::split(arn).filter(is_of_account).ok_or_else(wrong)?;
    let [_, partition, service, _, account, resource] = parts;
    let (form, rest) = resource.split_once('/').unwrap_or((resource, ""));
    let kind = match (service, form) {
        ("iam", "root") if resource == "root" => PrincipalKind::Root,
        ("iam", "user") => PrincipalKind::User {
            name: last_name(rest).ok_or_else(wrong)?.into(),
        },
        ("sts", "assumed-role") => {
            let (role, name) = rest
                .split_once('/')
                .filter(|(role, name)| is_name(role) && is_name(name))
                .ok_or_else(wrong)?;
            PrincipalKind::RoleSession {
                role_arn: role_of(members, partition, account, role)?,
                session_name: name.into(),
                service_linked: members.flag("serviceLinkedRole")?,
            }
        }
        ("sts", "federated-user") if is_name(rest) => PrincipalKind::FederatedUser {
            name: rest.into(),
            issuer_arn: issuer(members, partition, account)?,
            issuer_id: None,
        },
        _ => return Err(wrong()),
    };
    Ok(Principal {
        partition: partition.into(),
        account: account.into(),
        ..outsider(arn.clone(), kind)
    })
}

/// The role of a session, with its path where the record gives it.
fn role_of(
    members: &Members,
    partition: &str,
    account: &str,
    name: &str,
) -> Result<SmolStr, Wrong> {
    let Some(given) = members.text("role")? else {
        return Ok(format_smolstr!(
            "arn:{partition}:iam::{account}:role/{name}"
        ));
    };
    let fits = arn::split(given).is_some_and(|parts| {
        is_of_account(&parts)
            && (parts[1], parts[2], parts[4]) == (partition, "iam", account)
            && parts[5].strip_prefix("role/").and_then(last_name) == Some(name)
    });
    if fits {
        return Ok(given.clone());
    }
    let span = members.get("role").map_or(members.span(), |node| node.span);
    Err(Wrong::at(
        span,
        format!(
            "`{given}` is not the ARN of the role `{name}` of account {account}, whose session this is"
        ),
    ))
}

fn issuer(members: &Members, partition: &str, account: &str) -> Result<Option<SmolStr>, Wrong> {
    let Some(given) = members.text("issuer")? else {
        return Ok(None);
    };
    let fits = arn::split(given).is_some_and(|parts| {
        is_of_account(&parts)
            && (parts[1], parts[2], parts[4]) == (partition, "iam", account)
            && parts[5].strip_prefix("user/").and_then(last_name).is_some()
    });
    if fits {
        return Ok(Some(given.clone()));
    }
    let span = members
        .get("issuer")
        .map_or(members.span(), |node| node.span);
    Err(Wrong::at(
        span,
        format!("`{given}` is not the ARN of a user of account {account}"),
    ))
}

/// IAM and STS have no regions in their ARNs.
fn is_of_account(parts: &[&str; 6]) -> bool {
    !parts[1].is_empty() && parts[3].is_empty() && arn::is_account_id(parts[4])
}

/// The friendly name behind a path.
fn last_name(rest: &str) -> Option<&str> {
    rest.rsplit('/').next().filter(|name| !name.is_empty())
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && !text.contains('/')
}
