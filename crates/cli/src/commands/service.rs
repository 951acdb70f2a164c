//! `portcullis service`.

use serde::Serialize;
use serde_json::json;

use super::target::Operated;
use crate::arguments::{Format, Target};
use crate::output::{Failure, Verdict, columns, print};
use crate::xml;

const ENDPOINT: &str = "http://127.0.0.1:4747";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Added {
    service_name: String,
    signing_name: String,
    access_key_id: String,
    secret_access_key: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Service {
    service_name: String,
    signing_name: String,
    access_key_id: String,
    create_date: String,
}

/// Registers a service and prints its key.
pub(crate) fn add(
    format: Format,
    name: &str,
    signing_name: Option<&str>,
    target: &Target,
) -> Result<Verdict, Failure> {
    let mut operated = Operated::open(target)?;
    let mut parameters = vec![("ServiceName", name)];
    parameters.extend(signing_name.map(|word| ("SigningName", word)));
    let reply = operated.call("AddService", &parameters)?;
    let part = |name: &str| {
        xml::text(&reply, name).ok_or_else(|| Failure::new(format!("the reply lacks {name}")))
    };
    let added = Added {
        service_name: part("ServiceName")?,
        signing_name: part("SigningName")?,
        access_key_id: part("AccessKeyId")?,
        secret_access_key: part("SecretAccessKey")?,
    };
    let endpoint = operated.endpoint().unwrap_or(ENDPOINT);
    let exports = server::exports(&added.access_key_id, &added.secret_access_key, endpoint);
    let text = format!(
        "service {}\n\nIts access key, shown this once:\n\n{}",
        added.service_name,
        exports.as_str()
    );
    print(format, &text, &added)?;
    Ok(Verdict::Fine)
}

/// Lists all services.
pub(crate) fn list(format: Format, target: &Target) -> Result<Verdict, Failure> {
    let reply = Operated::open(target)?.call("ListServices", &[])?;
    let services: Vec<Service> = xml::elements(&reply, "member")
        .map(|member| {
            let part = |name: &str| xml::text(member, name).unwrap_or_default();
            Service {
                service_name: part("ServiceName"),
                signing_name: part("SigningName"),
                access_key_id: part("AccessKeyId"),
                create_date: part("CreateDate"),
            }
        })
        .collect();
    let mut rows = vec![
        ["SERVICE", "SIGNED FOR", "KEY", "CREATED"]
            .map(str::to_owned)
            .to_vec(),
    ];
    rows.extend(services.iter().map(|service| {
        vec![
            service.service_name.clone(),
            service.signing_name.clone(),
            service.access_key_id.clone(),
            service.create_date.clone(),
        ]
    }));
    print(format, &columns(&rows), &services)?;
    Ok(Verdict::Fine)
}

/// Takes a service's key away.
pub(crate) fn remove(format: Format, name: &str, target: &Target) -> Result<Verdict, Failure> {
    Operated::open(target)?.call("RemoveService", &[("ServiceName", name)])?;
    print(
        format,
        &format!("{name} calls no more."),
        &json!({ "serviceName": name }),
    )?;
    Ok(Verdict::Fine)
}
