//! The policies of one caller and what it asks for, in no language: each engine writes them in its own.

/// One statement. Patterns end in `*` or hold no wildcard: what every language can say cheaply.
pub(crate) struct Statement {
    pub(crate) allow: bool,
    /// The user that a statement of a bucket policy names; `None` is everyone.
    pub(crate) user: Option<&'static str>,
    pub(crate) actions: Vec<String>,
    pub(crate) resources: Vec<String>,
    pub(crate) conditions: Vec<Condition>,
}

/// What must hold for a statement to apply.
pub(crate) enum Condition {
    Secure(bool),
    RegionIn(&'static [&'static str]),
    RegionNotIn(&'static [&'static str]),
    NotFrom(&'static str),
    Mfa,
    /// The resource has the tag `team` that the caller has.
    SameTeam,
    PrefixLike(&'static str),
}

/// Everything in force for one caller.
#[derive(Default)]
pub(crate) struct World {
    pub(crate) identity: Vec<Vec<Statement>>,
    pub(crate) boundary: Option<Vec<Statement>>,
    pub(crate) session: Option<Vec<Statement>>,
    pub(crate) scp: Vec<Vec<Statement>>,
    /// The policy of the bucket `data`.
    pub(crate) bucket: Option<Vec<Statement>>,
}

impl World {
    /// The layers beside the caller's own policies and the resource's: each must allow.
    pub(crate) fn limits(&self) -> impl Iterator<Item = &Vec<Statement>> {
        self.boundary
            .iter()
            .chain(&self.session)
            .chain(self.scp.iter())
    }

    pub(crate) fn statements(&self) -> impl Iterator<Item = &Statement> {
        let identity = self.identity.iter().flatten();
        identity
            .chain(self.limits().flatten())
            .chain(self.bucket.iter().flatten())
    }
}

/// One request of the caller, and what must come of it.
#[derive(Clone)]
pub(crate) struct Asked {
    pub(crate) action: String,
    pub(crate) resource: String,
    pub(crate) secure: bool,
    pub(crate) region: &'static str,
    pub(crate) from: &'static str,
    pub(crate) mfa: bool,
    pub(crate) resource_team: Option<&'static str>,
    pub(crate) prefix: Option<&'static str>,
    pub(crate) allowed: bool,
}

impl Asked {
    pub(crate) fn new(action: &str, resource: &str, allowed: bool) -> Asked {
        Asked {
            action: action.to_owned(),
            resource: resource.to_owned(),
            secure: true,
            region: "eu-west-1",
            from: "198.51.100.7",
            mfa: false,
            resource_team: None,
            prefix: None,
            allowed,
        }
    }
}

/// The account of caller and resources.
pub(crate) const ACCOUNT: &str = "111111111111";
/// The value of the caller's tag `team`.
pub(crate) const TEAM: &str = "blue";

const REGIONS: &[&str] = &["eu-west-1", "eu-central-1"];

/// Service, resources up to their name, three writes, one deletion.
const SERVICES: [(&str, &str, [&str; 3], &str); 10] = [
    (
        "s3",
        "arn:aws:s3:::",
        ["PutObject", "AbortMultipartUpload", "PutObjectTagging"],
        "DeleteObject",
    ),
    (
        "ec2",
        "arn:aws:ec2:eu-west-1:111111111111:instance/",
        ["StartInstances", "StopInstances", "RebootInstances"],
        "TerminateInstances",
    ),
    (
        "dynamodb",
        "arn:aws:dynamodb:eu-west-1:111111111111:table/",
        ["PutItem", "UpdateItem", "BatchWriteItem"],
        "DeleteItem",
    ),
    (
        "sqs",
        "arn:aws:sqs:eu-west-1:111111111111:",
        ["SendMessage", "ReceiveMessage", "ChangeMessageVisibility"],
        "DeleteQueue",
    ),
    (
        "sns",
        "arn:aws:sns:eu-west-1:111111111111:",
        ["Publish", "Subscribe", "Unsubscribe"],
        "DeleteTopic",
    ),
    (
        "lambda",
        "arn:aws:lambda:eu-west-1:111111111111:function:",
        ["InvokeFunction", "UpdateFunctionCode", "PublishVersion"],
        "DeleteFunction",
    ),
    (
        "logs",
        "arn:aws:logs:eu-west-1:111111111111:log-group:",
        ["CreateLogStream", "PutLogEvents", "PutRetentionPolicy"],
        "DeleteLogGroup",
    ),
    (
        "ecr",
        "arn:aws:ecr:eu-west-1:111111111111:repository/",
        ["PutImage", "InitiateLayerUpload", "UploadLayerPart"],
        "DeleteRepository",
    ),
    (
        "secretsmanager",
        "arn:aws:secretsmanager:eu-west-1:111111111111:secret:",
        ["PutSecretValue", "UpdateSecret", "RotateSecret"],
        "DeleteSecret",
    ),
    (
        "ssm",
        "arn:aws:ssm:eu-west-1:111111111111:parameter/",
        ["PutParameter", "LabelParameterVersion", "AddTagsToResource"],
        "DeleteParameter",
    ),
];

fn statement(
    allow: bool,
    actions: &[&str],
    resources: &[&str],
    conditions: Vec<Condition>,
) -> Statement {
    let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
    Statement {
        allow,
        user: None,
        actions: owned(actions),
        resources: owned(resources),
        conditions,
    }
}

fn managed(service: &str, base: &str, writes: [&str; 3], deletion: &str) -> Vec<Statement> {
    let of = |name: &str| format!("{service}:{name}");
    let at = |name: &str| format!("{base}{name}");
    let [get, list, describe, every] = [of("Get*"), of("List*"), of("Describe*"), of("*")];
    let [first, second, third] = writes.map(of);
    let team = at("team-blue-*");
    vec![
        statement(true, &[&get, &list, &describe], &[&at("*")], vec![]),
        statement(
            true,
            &[&first, &second, &third],
            &[&team],
            vec![Condition::RegionIn(REGIONS)],
        ),
        statement(
            true,
            &[&every],
            &[&at("sandbox-*")],
            vec![Condition::SameTeam],
        ),
        statement(
            true,
            &[&of(deletion)],
            &[&team, &at("scratch-*")],
            vec![Condition::Mfa],
        ),
        statement(
            false,
            &[&of("Delete*"), &of("Put*")],
            &[&at("prod-*")],
            vec![Condition::NotFrom("203.0.113.0/24")],
        ),
    ]
}

/// A user with 10 managed policies of 5 statements, a boundary, a session policy, two levels of SCPs and a bucket policy.
pub(crate) fn layered() -> World {
    let everything = || statement(true, &["*"], &["*"], vec![]);
    let granted = |user, statement| Statement {
        user: Some(user),
        ..statement
    };
    let boundary = vec![
        statement(
            true,
            &[
                "s3:*",
                "ec2:*",
                "dynamodb:*",
                "sqs:*",
                "lambda:*",
                "logs:*",
                "ecr:*",
                "ssm:Get*",
            ],
            &["*"],
            vec![],
        ),
        statement(
            true,
            &["sns:Publish", "secretsmanager:*"],
            &["arn:aws:*"],
            vec![],
        ),
        statement(false, &["iam:*", "organizations:*"], &["*"], vec![]),
    ];
    let session = vec![
        statement(
            true,
            &[
                "s3:*",
                "dynamodb:*",
                "sqs:*",
                "lambda:*",
                "ssm:*",
                "ec2:Describe*",
                "ec2:St*",
            ],
            &["*"],
            vec![],
        ),
        statement(
            true,
            &["logs:*", "sns:*"],
            &["*"],
            vec![Condition::Secure(true)],
        ),
    ];
    let root = vec![
        everything(),
        statement(
            false,
            &["ec2:*", "rds:*", "lambda:*"],
            &["*"],
            vec![Condition::RegionNotIn(REGIONS)],
        ),
    ];
    let unit = vec![
        everything(),
        statement(
            false,
            &["s3:PutBucketPolicy", "s3:DeleteBucket*", "cloudtrail:Stop*"],
            &["*"],
            vec![],
        ),
    ];
    let bucket = vec![
        statement(
            false,
            &["s3:*"],
            &["arn:aws:s3:::data", "arn:aws:s3:::data/*"],
            vec![Condition::Secure(false)],
        ),
        granted(
            "alice",
            statement(
                true,
                &["s3:PutObject"],
                &["arn:aws:s3:::data/shared/*"],
                vec![],
            ),
        ),
        granted(
            "bob",
            statement(true, &["s3:*"], &["arn:aws:s3:::data/*"], vec![]),
        ),
        granted(
            "alice",
            statement(
                true,
                &["s3:CreateSession", "s3:PutBucketTagging"],
                &["arn:aws:s3:::data"],
                vec![Condition::PrefixLike("home/alice/*")],
            ),
        ),
    ];
    World {
        identity: SERVICES
            .iter()
            .map(|&(service, base, writes, deletion)| managed(service, base, writes, deletion))
            .collect(),
        boundary: Some(boundary),
        session: Some(session),
        scp: vec![root, unit],
        bucket: Some(bucket),
    }
}

/// What the user of [`layered`] asks for.
pub(crate) fn requests() -> Vec<Asked> {
    let at = |service: &str, name: &str| {
        let base = SERVICES.iter().find(|entry| entry.0 == service);
        let base = base.map(|entry| entry.1).unwrap_or_default();
        format!("{base}{name}")
    };
    let ask = |action: &str, name: &str, allowed| {
        let service = action.split(':').next().unwrap_or_default();
        Asked::new(action, &at(service, name), allowed)
    };
    vec![
        ask("s3:GetObject", "data/reports/2026.csv", true),
        ask("s3:ListBucket", "data", true),
        ask("s3:PutObject", "team-blue-logs/a", true),
        ask("s3:PutObject", "data/shared/a", true),
        ask("s3:PutObject", "data/b", false),
        Asked {
            secure: false,
            ..ask("s3:GetObject", "data/b", false)
        },
        Asked {
            prefix: Some("home/alice/x"),
            ..ask("s3:CreateSession", "data", true)
        },
        Asked {
            prefix: Some("home/bob/x"),
            ..ask("s3:CreateSession", "data", false)
        },
        ask("s3:PutObject", "prod-data/a", false),
        Asked {
            mfa: true,
            ..ask("s3:DeleteObject", "scratch-1/a", true)
        },
        ask("s3:DeleteObject", "scratch-1/a", false),
        Asked {
            resource_team: Some(TEAM),
            ..ask("s3:DeleteBucketPolicy", "sandbox-1", false)
        },
        ask("ec2:StartInstances", "team-blue-1", true),
        Asked {
            region: "us-east-1",
            ..ask("ec2:StartInstances", "team-blue-1", false)
        },
        ask("ec2:RebootInstances", "team-blue-1", false),
        Asked {
            resource_team: Some(TEAM),
            ..ask("dynamodb:Query", "sandbox-1", true)
        },
        Asked {
            resource_team: Some("red"),
            ..ask("dynamodb:Query", "sandbox-1", false)
        },
        ask("sqs:SendMessage", "team-blue-jobs", true),
        ask("lambda:InvokeFunction", "team-blue-resize", true),
        ask("lambda:InvokeFunction", "other", false),
        ask("logs:PutLogEvents", "team-blue-web", true),
        ask("secretsmanager:GetSecretValue", "db", false),
        ask("ssm:GetParameter", "prod-db", true),
        ask("ssm:PutParameter", "team-blue-x", false),
        ask(
            "iam:CreateUser",
            "arn:aws:iam::111111111111:user/eve",
            false,
        ),
    ]
}
