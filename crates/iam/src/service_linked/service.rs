use crate::document::DocumentText;
use crate::event::Event;
use crate::managed;
use std::sync::LazyLock;

/// The path that all service-linked roles have, before their service's name.
pub(crate) const PATH_PREFIX: &str = "/aws-service-role/";
/// How long sessions of such a role may last, in seconds; nobody can change it.
const SESSION_SECONDS: u32 = 3600;
/// One service a line: principal, role name, the name of its policy among [`crate::managed`], and what is particular: `suffix` where
/// several roles of the service are told apart by a suffix, `kept` where the role cannot be deleted, else `-`. Taken from AWS's
/// documentation and from the role ARNs that AWS's own policies name.
const ROWS: &str = include_str!("services.tsv");

static SERVICES: LazyLock<Vec<LinkedService>> =
    LazyLock::new(|| ROWS.lines().map(LinkedService::parse).collect());

/// A service of AWS that has a role of its own in every account that uses it (P-8).
#[derive(Clone, Copy, Debug)]
pub(crate) struct LinkedService {
    /// The principal that alone may assume the role.
    pub principal: &'static str,
    role_name: &'static str,
    policy: &'static str,
    pub takes_suffix: bool,
    /// AWS keeps the role as long as the account exists.
    pub kept: bool,
}

impl LinkedService {
    fn parse(row: &'static str) -> LinkedService {
        let mut cells = row.split('\t');
        let mut cell = || cells.next().expect("a test reads every row");
        let (principal, role_name, policy, mark) = (cell(), cell(), cell(), cell());
        LinkedService {
            principal,
            role_name,
            policy,
            takes_suffix: mark == "suffix",
            kept: mark == "kept",
        }
    }

    /// The name of its role: `AWSServiceRoleForX`, with `_SUFFIX` where one is given.
    pub(crate) fn role_name(&self, suffix: Option<&str>) -> String {
        match suffix {
            Some(suffix) => format!("{}_{suffix}", self.role_name),
            None => self.role_name.to_owned(),
        }
    }

    /// `/aws-service-role/SERVICE/`.
    pub(crate) fn role_path(&self) -> String {
        format!("{PATH_PREFIX}{}/", self.principal)
    }

    /// The ARN of the managed policy that says what the role may.
    pub(crate) fn policy_arn(&self) -> String {
        format!("arn:aws:iam::aws:policy{PATH_PREFIX}{}", self.policy)
    }

    /// What makes its role.
    pub(crate) fn creation(
        &self,
        id: String,
        suffix: Option<&str>,
        description: Option<String>,
    ) -> Event {
        Event::ServiceLinkedRoleCreated {
            service: self.principal.to_owned(),
            name: self.role_name(suffix),
            path: self.role_path(),
            id,
            description,
            session_seconds_max: SESSION_SECONDS,
            trust: DocumentText::new(&self.trust()),
            policy: self.policy_arn(),
        }
    }

    /// The trust policy as its creation shows it: AWS writes lists there, and none once the role is there.
    pub(crate) fn trust_at_creation(&self) -> String {
        format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Action":["sts:AssumeRole"],"Effect":"Allow","Principal":{{"Service":["{}"]}}}}]}}"#,
            self.principal
        )
    }

    /// The trust policy: the service, and nobody else.
    pub(crate) fn trust(&self) -> String {
        format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"Service":"{}"}},"Action":"sts:AssumeRole"}}]}}"#,
            self.principal
        )
    }
}

/// The service with this principal, whose case matters. Only services whose policy is known are here.
pub(crate) fn find(principal: &str) -> Option<&'static LinkedService> {
    let index = SERVICES
        .binary_search_by(|service| service.principal.cmp(principal))
        .ok()?;
    let service = &SERVICES[index];
    managed::find(&service.policy_arn()).map(|_| service)
}

#[cfg(test)]
mod tests {
    use super::*;
    use policy::Kind;
    use std::collections::BTreeSet;

    #[test]
    fn every_row_names_a_policy_for_service_linked_roles_and_a_role_of_its_own() {
        assert!(SERVICES.len() >= 70);
        assert!(SERVICES.is_sorted_by(|one, next| one.principal < next.principal));
        let names: BTreeSet<&str> = SERVICES.iter().map(|service| service.role_name).collect();
        assert_eq!(names.len(), SERVICES.len());
        for service in SERVICES.iter() {
            let policy = managed::find(&service.policy_arn());
            assert!(
                policy.is_some_and(|policy| policy.is_for_service_linked_roles()),
                "{service:?}"
            );
            assert!(service.principal.ends_with(".amazonaws.com"), "{service:?}");
            let name = service.role_name(None);
            assert!(
                name.starts_with("AWSServiceRoleFor") && name.len() <= 64,
                "{service:?}"
            );
            assert!(
                policy::accept(&service.trust(), Kind::Trust).is_ok(),
                "{service:?}"
            );
            assert!(find(service.principal).is_some());
        }
    }

    #[test]
    fn rows_are_marked_in_known_ways() {
        for row in ROWS.lines() {
            let mark = row.rsplit('\t').next().unwrap();
            assert!(matches!(mark, "-" | "suffix" | "kept"), "{row}");
        }
    }

    /// What AWS's own policies say of the names of roles: none of our rows contradicts them.
    #[test]
    fn role_names_are_those_that_the_policies_of_aws_name() {
        let mut compared = 0;
        for policy in managed::all() {
            for named in policy
                .in_force()
                .text()
                .split("role/aws-service-role/")
                .skip(1)
            {
                let named = named.split('"').next().unwrap_or_default();
                let Some((principal, name)) = named.split_once('/') else {
                    continue;
                };
                let Some(service) = find(principal).filter(|_| !name.is_empty()) else {
                    continue;
                };
                // Some leave out the star at the end of a beginning.
                let begins = name.trim_end_matches('*').trim_end_matches('_');
                let matches = service.role_name.starts_with(begins);
                assert!(
                    matches || DIFFER.contains(&(principal, name)),
                    "{principal} {name} {service:?}"
                );
                compared += 1;
            }
        }
        assert!(compared > 200, "{compared}");
    }

    /// Slips in policies of AWS, where its documentation says otherwise.
    const DIFFER: &[(&str, &str)] = &[
        (
            "migrationhub-strategy.amazonaws.com",
            "AWSMigrationHubStrategyServiceRolePolicy*",
        ),
        (
            "sagemaker.application-autoscaling.amazonaws.com",
            "AWSServiceRoleForApplicationAutoScaling_SagemakerEndpoint",
        ),
        ("ssm-sap.amazonaws.com", "AWSServiceRoleForSSMForSAP"),
    ];
}
