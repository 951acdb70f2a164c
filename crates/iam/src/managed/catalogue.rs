use super::history::History;
use crate::document::{DocumentText, StoredPolicy};
use crate::import::AwsPolicyText;
use crate::name::NameKey;
use crate::{arn, context};
use std::borrow::Cow;
use std::sync::{Arc, LazyLock, OnceLock};

/// One policy a line: name, path, creation, last update, default version, bytes of its part of [`DOCUMENTS`].
const ROWS: &str = include_str!("data/catalogue.tsv");
/// The history of each policy, deflated, in the order of [`ROWS`].
const DOCUMENTS: &[u8] = include_bytes!("data/documents.deflate");
const ARN_PREFIX: &str = "arn:aws:iam::aws:policy";

/// Policies of AWS that were imported, by name.
pub(crate) type Imported = imbl::OrdMap<NameKey, Arc<AwsPolicy>>;

static CATALOGUE: LazyLock<Vec<AwsPolicy>> = LazyLock::new(read);

/// A managed policy that AWS makes (M-20). What the rows say is at hand; its documents are unpacked, and the one in force is compiled,
/// when they are first asked for.
pub(crate) struct AwsPolicy {
    pub name: Cow<'static, str>,
    pub path: Cow<'static, str>,
    /// As replies write it.
    pub created: Cow<'static, str>,
    /// As replies write it.
    pub updated: Cow<'static, str>,
    /// Number of the default version, of ours the newest: 3 for `v3`.
    pub default_version: u32,
    source: Source,
    history: OnceLock<History>,
    in_force: OnceLock<StoredPolicy>,
}

/// Where a policy's documents come from.
enum Source {
    /// This program; the versions deflated.
    Packed(&'static [u8]),
    /// An account of the operator's.
    Imported(AwsPolicyText),
}

impl AwsPolicy {
    /// A policy as an account of the operator's showed it.
    pub(crate) fn imported(text: AwsPolicyText) -> AwsPolicy {
        AwsPolicy {
            name: Cow::Owned(text.name.clone()),
            path: Cow::Owned(text.path.clone()),
            created: Cow::Owned(context::text(text.created).into()),
            updated: Cow::Owned(context::text(text.updated).into()),
            default_version: text.default_version,
            source: Source::Imported(text),
            history: OnceLock::new(),
            in_force: OnceLock::new(),
        }
    }

    /// What was imported, if it was.
    pub(crate) fn text(&self) -> Option<&AwsPolicyText> {
        match &self.source {
            Source::Packed(_) => None,
            Source::Imported(text) => Some(text),
        }
    }

    pub(crate) fn arn(&self) -> String {
        format!("{ARN_PREFIX}{}{}", self.path, self.name)
    }

    /// All versions.
    pub(crate) fn history(&self) -> &History {
        self.history.get_or_init(|| match &self.source {
            Source::Packed(packed) => History::unpack(packed),
            Source::Imported(text) => History::of(&text.versions),
        })
    }

    /// The document of the default version.
    pub(crate) fn in_force(&self) -> &StoredPolicy {
        self.in_force.get_or_init(|| {
            let history = self.history();
            let default = history
                .versions()
                .iter()
                .find(|version| version.number == self.default_version)
                .map(|version| history.document(version));
            // What is without its default version denies (spec E-21): a test finds ours, and imports are held against it.
            StoredPolicy::new(DocumentText::new(&default.unwrap_or_default()))
        })
    }

    /// Whether only the role that a service made for itself may have it.
    pub(crate) fn is_for_service_linked_roles(&self) -> bool {
        self.path == "/aws-service-role/"
    }
}

/// Whether an ARN is that of a policy of AWS, known or not.
pub(crate) fn is_arn(arn: &str) -> bool {
    arn.strip_prefix(ARN_PREFIX)
        .is_some_and(|rest| rest.starts_with('/'))
}

/// The policy of AWS with exactly this ARN.
pub(crate) fn find(arn: &str) -> Option<&'static AwsPolicy> {
    if !is_arn(arn) {
        return None;
    }
    let wanted = arn::parse_iam(arn)?;
    let index = CATALOGUE
        .binary_search_by(|policy| lower(&policy.name).cmp(lower(wanted.name)))
        .ok()?;
    let policy = &CATALOGUE[index];
    (policy.name == wanted.name && policy.path == wanted.path).then_some(policy)
}

/// Every policy of AWS by name, regardless of case.
pub(crate) fn all() -> &'static [AwsPolicy] {
    &CATALOGUE
}

fn lower(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().map(|letter| letter.to_ascii_lowercase())
}

fn read() -> Vec<AwsPolicy> {
    let mut rest = DOCUMENTS;
    ROWS.lines()
        .map(|row| {
            let (policy, after) = parse(row, rest).expect("a test reads every row");
            rest = after;
            policy
        })
        .collect()
}

/// The policy of a row, and the documents of the rows after it.
fn parse(row: &'static str, documents: &'static [u8]) -> Option<(AwsPolicy, &'static [u8])> {
    let mut cells = row.split('\t');
    let mut cell = || cells.next();
    let (name, path, created, updated) = (cell()?, cell()?, cell()?, cell()?);
    let default_version = cell()?.parse().ok()?;
    let (packed, rest) = documents.split_at_checked(cell()?.parse().ok()?)?;
    let policy = AwsPolicy {
        name: Cow::Borrowed(name),
        path: Cow::Borrowed(path),
        created: Cow::Borrowed(created),
        updated: Cow::Borrowed(updated),
        default_version,
        source: Source::Packed(packed),
        history: OnceLock::new(),
        in_force: OnceLock::new(),
    };
    Some((policy, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use policy::Kind;

    #[test]
    fn rows_are_sorted_and_found_by_their_arn() {
        let names: Vec<Vec<u8>> = all()
            .iter()
            .map(|policy| lower(&policy.name).collect())
            .collect();
        assert!(names.is_sorted_by(|one, next| one < next));
        for policy in all() {
            assert!(
                std::ptr::eq(find(&policy.arn()).unwrap(), policy),
                "{}",
                policy.name
            );
        }
        let packed = all().iter().map(|policy| match policy.source {
            Source::Packed(packed) => packed.len(),
            Source::Imported(_) => 0,
        });
        assert_eq!(packed.sum::<usize>(), DOCUMENTS.len());
    }

    #[test]
    fn an_arn_that_differs_in_anything_is_not_found() {
        for arn in [
            "arn:aws:iam::aws:policy/administratorAccess",
            "arn:aws:iam::aws:policy/job-function/AdministratorAccess",
            "arn:aws:iam::aws:policy/Billing",
            "arn:aws:iam::123456789012:policy/AdministratorAccess",
            "arn:aws:iam::aws:role/AdministratorAccess",
            "arn:aws:iam::aws:policy/",
            "arn:aws:iam::aws:policy",
        ] {
            assert!(find(arn).is_none(), "{arn}");
        }
    }

    #[test]
    fn the_policies_that_people_attach_daily_are_here() {
        for path_and_name in [
            "/AdministratorAccess",
            "/PowerUserAccess",
            "/ReadOnlyAccess",
            "/SecurityAudit",
            "/job-function/ViewOnlyAccess",
            "/job-function/Billing",
            "/IAMFullAccess",
            "/IAMReadOnlyAccess",
            "/IAMUserChangePassword",
            "/AmazonS3FullAccess",
            "/AmazonS3ReadOnlyAccess",
            "/AmazonEC2FullAccess",
            "/AmazonEC2ReadOnlyAccess",
            "/AmazonDynamoDBFullAccess",
            "/AmazonDynamoDBReadOnlyAccess",
            "/AmazonSQSFullAccess",
            "/AmazonSQSReadOnlyAccess",
            "/AmazonSNSFullAccess",
            "/AmazonSNSReadOnlyAccess",
            "/AWSKeyManagementServicePowerUser",
            "/AWSLambda_FullAccess",
            "/AWSLambda_ReadOnlyAccess",
            "/CloudWatchFullAccess",
            "/CloudWatchReadOnlyAccess",
            "/CloudWatchLogsFullAccess",
            "/CloudWatchLogsReadOnlyAccess",
            "/service-role/AWSLambdaBasicExecutionRole",
            "/service-role/AWSLambdaVPCAccessExecutionRole",
            "/service-role/AmazonECSTaskExecutionRolePolicy",
            "/AmazonEKSClusterPolicy",
            "/AmazonEKSWorkerNodePolicy",
            "/AmazonEKS_CNI_Policy",
            "/AmazonSSMManagedInstanceCore",
            "/service-role/AmazonElasticMapReduceRole",
            "/service-role/AmazonEMRServicePolicy_v2",
            "/aws-service-role/AmazonECSServiceRolePolicy",
            "/aws-service-role/AWSSupportServiceRolePolicy",
        ] {
            assert!(
                find(&format!("{ARN_PREFIX}{path_and_name}")).is_some(),
                "{path_and_name}"
            );
        }
    }

    #[test]
    fn every_document_in_force_is_one_that_aws_accepts() {
        let mut refused: Vec<(&str, String)> = Vec::new();
        for policy in all() {
            if let Err(refusal) = policy::accept(policy.in_force().text(), Kind::Managed) {
                refused.push((&policy.name, refusal.message));
            }
        }
        assert_eq!(refused, []);
    }

    #[test]
    fn every_history_begins_with_the_default_version_and_has_possible_dates() {
        for policy in all() {
            let versions = policy.history().versions();
            assert_eq!(
                versions[0].number, policy.default_version,
                "{}",
                policy.name
            );
            assert!(versions.is_sorted_by(|one, next| one.number > next.number));
            assert_eq!(versions[0].created.as_deref(), Some(&*policy.updated));
            let dates = versions
                .iter()
                .filter_map(|version| version.created.as_deref());
            for date in dates.chain([&*policy.created]) {
                let moment: Timestamp = date.parse().unwrap();
                assert_eq!(crate::context::text(moment), date);
                assert!(
                    &*policy.created <= date && date <= &*policy.updated,
                    "{}",
                    policy.name
                );
            }
        }
    }

    #[test]
    fn every_version_is_a_document() {
        for policy in all() {
            let history = policy.history();
            for version in history.versions() {
                let document = history.document(version);
                let parsed: Result<serde::de::IgnoredAny, _> = serde_json::from_str(&document);
                assert!(parsed.is_ok(), "{} v{}", policy.name, version.number);
            }
        }
    }
}
