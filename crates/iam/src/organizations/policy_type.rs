//! The types of policies that an organization can have.

use serde::{Deserialize, Serialize};

macro_rules! policy_types {
    ($($(#[$doc:meta])* $name:ident = $text:literal $segment:literal;)*) => {
        /// A type of policy, under AWS's name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum PolicyType { $($(#[$doc])* #[serde(rename = $text)] $name,)* }

        impl PolicyType {
            /// All of them.
            #[cfg(test)]
            pub(crate) const ALL: &[PolicyType] = &[$(PolicyType::$name,)*];

            /// AWS's name.
            pub(crate) fn text(self) -> &'static str {
                match self { $(PolicyType::$name => $text,)* }
            }

            /// What stands in the ARNs of such policies.
            pub(crate) fn segment(self) -> &'static str {
                match self { $(PolicyType::$name => $segment,)* }
            }
        }
    };
}

policy_types! {
    /// What principals of accounts may do at most.
    ServiceControl = "SERVICE_CONTROL_POLICY" "service_control_policy";
    /// What may be done to resources of accounts at most.
    ResourceControl = "RESOURCE_CONTROL_POLICY" "resource_control_policy";
    /// How tags are written.
    Tag = "TAG_POLICY" "tag_policy";
    /// What is backed up.
    Backup = "BACKUP_POLICY" "backup_policy";
    /// Whether AI services may learn from content.
    AiServicesOptOut = "AISERVICES_OPT_OUT_POLICY" "aiservices_opt_out_policy";
    /// What chat applications may reach.
    Chatbot = "CHATBOT_POLICY" "chatbot_policy";
    /// Settings of EC2.
    DeclarativeEc2 = "DECLARATIVE_POLICY_EC2" "declarative_policy_ec2";
    /// Settings of Security Hub.
    SecurityHub = "SECURITYHUB_POLICY" "securityhub_policy";
    /// Settings of Security Hub's posture checks.
    SecurityHubCspm = "SECURITYHUB_CSPM_POLICY" "securityhub_cspm_policy";
    /// Settings of Inspector.
    Inspector = "INSPECTOR_POLICY" "inspector_policy";
    /// In which order upgrades are made.
    UpgradeRollout = "UPGRADE_ROLLOUT_POLICY" "upgrade_rollout_policy";
    /// Settings of Bedrock.
    Bedrock = "BEDROCK_POLICY" "bedrock_policy";
    /// Settings of S3.
    S3 = "S3_POLICY" "s3_policy";
    /// Settings of the network security director.
    NetworkSecurityDirector = "NETWORK_SECURITY_DIRECTOR_POLICY" "network_security_director_policy";
    /// Settings of GuardDuty.
    GuardDuty = "GUARDDUTY_POLICY" "guardduty_policy";
}

impl PolicyType {
    /// What the content of such a policy holds at its top, where AWS documents that: `tags`.
    pub(crate) fn content_key(self) -> Option<&'static str> {
        Some(match self {
            PolicyType::Tag => "tags",
            PolicyType::Backup => "plans",
            PolicyType::AiServicesOptOut => "services",
            PolicyType::Chatbot => "chatbot",
            PolicyType::DeclarativeEc2 => "ec2_attributes",
            PolicyType::SecurityHub => "securityhub",
            PolicyType::ServiceControl
            | PolicyType::ResourceControl
            | PolicyType::SecurityHubCspm
            | PolicyType::Inspector
            | PolicyType::UpgradeRollout
            | PolicyType::Bedrock
            | PolicyType::S3
            | PolicyType::NetworkSecurityDirector
            | PolicyType::GuardDuty => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::model::Kind;

    #[test]
    fn the_types_are_those_of_the_model() {
        let operation = wire::model::organizations()
            .operation("ListPolicies")
            .unwrap();
        let filter = operation.input.as_ref().unwrap().member("Filter").unwrap();
        let Kind::String { values, .. } = &filter.shape.kind else {
            panic!("a text")
        };
        let known: Vec<&str> = PolicyType::ALL.iter().map(|known| known.text()).collect();
        assert_eq!(known, values.iter().map(String::as_str).collect::<Vec<_>>());
    }
}
