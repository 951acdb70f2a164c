//! What `aws iam get-account-authorization-details` prints, read into types. What it means is not looked at here.

use super::constraint::{check, check_number};
use super::item::{Item, parse};
use super::place::{Place, Problems};
use crate::state::Tag;
use jiff::Timestamp;
use serde_json::value::RawValue;

/// A whole account.
#[derive(Debug, Default)]
pub(crate) struct Details {
    pub users: Vec<UserText>,
    pub groups: Vec<GroupText>,
    pub roles: Vec<RoleText>,
    pub policies: Vec<PolicyText>,
}

/// What users, groups, roles, policies and instance profiles have in common.
#[derive(Debug)]
pub(crate) struct Named {
    pub name: String,
    pub path: String,
    pub id: String,
    pub arn: String,
    pub created: Timestamp,
}

/// What grants and bounds permissions.
#[derive(Debug)]
pub(crate) struct Grants {
    /// Names and documents.
    pub inline: Vec<(String, String)>,
    /// Names and ARNs.
    pub attached: Vec<(String, String)>,
    pub boundary: Option<String>,
}

#[derive(Debug)]
pub(crate) struct UserText {
    pub named: Named,
    pub grants: Grants,
    pub groups: Vec<String>,
    pub tags: Vec<Tag>,
}

#[derive(Debug)]
pub(crate) struct GroupText {
    pub named: Named,
    pub grants: Grants,
}

#[derive(Debug)]
pub(crate) struct RoleText {
    pub named: Named,
    pub grants: Grants,
    pub tags: Vec<Tag>,
    pub trust: String,
    pub profiles: Vec<ProfileText>,
    pub description: Option<String>,
    pub session_seconds_max: Option<u32>,
    pub last_used: Option<(Timestamp, String)>,
}

#[derive(Debug)]
pub(crate) struct ProfileText {
    pub named: Named,
    pub tags: Vec<Tag>,
    /// ARNs.
    pub roles: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct PolicyText {
    /// The id may be empty.
    pub named: Named,
    pub updated: Timestamp,
    pub description: Option<String>,
    pub attachments: Option<u32>,
    pub boundaries: Option<u32>,
    pub attachable: bool,
    pub default_version: u32,
    pub versions: Vec<VersionText>,
    pub tags: Vec<Tag>,
}

#[derive(Debug)]
pub(crate) struct VersionText {
    pub number: u32,
    pub is_default: bool,
    pub created: Option<Timestamp>,
    pub document: String,
}

/// Reads one file.
pub(crate) fn read(file: &str, text: &str, problems: &mut Problems) -> Details {
    let place = Place::File(file);
    let Some(raw) = parse(text, &place, problems) else {
        return Details::default();
    };
    const KNOWN: &[&str] = &[
        "UserDetailList",
        "GroupDetailList",
        "RoleDetailList",
        "Policies",
        "IsTruncated",
        "Marker",
        "NextToken",
    ];
    let whole = Item::read(raw, place, KNOWN, problems);
    whole_listing(&whole, problems);
    if KNOWN[..4].iter().all(|list| whole.get(list).is_none()) {
        problems.add(
            &place,
            "has none of UserDetailList, GroupDetailList, RoleDetailList and Policies: it is no output of get-account-authorization-details",
        );
    }
    Details {
        users: whole.list("UserDetailList", problems, user),
        groups: whole.list("GroupDetailList", problems, group),
        roles: whole.list("RoleDetailList", problems, role),
        policies: whole.list("Policies", problems, policy),
    }
}

/// Reads one file that lists policies of AWS and nothing else.
pub(crate) fn read_aws_policies(file: &str, text: &str, problems: &mut Problems) -> Details {
    let details = read(file, text, problems);
    let place = Place::File(file);
    if !(details.users.is_empty() && details.groups.is_empty() && details.roles.is_empty()) {
        problems.add(
            &place,
            "lists more than policies: ask with --filter AWSManagedPolicy",
        );
    }
    let list = place.member("Policies");
    for (index, policy) in details.policies.iter().enumerate() {
        let arn = &policy.named.arn;
        if !crate::managed::is_arn(arn) && !arn.is_empty() {
            let what = format!("{arn} is no policy of AWS");
            problems.add(&list.element(index).member("Arn"), what);
        }
    }
    details
}

/// A page of a listing says that there are more; the AWS CLI joins them unless it is told not to.
pub(super) fn whole_listing(listing: &Item, problems: &mut Problems) {
    let truncated = listing.maybe_flag("IsTruncated", problems) == Some(true);
    let more = ["Marker", "NextToken"];
    if truncated || more.iter().any(|name| listing.get(name).is_some()) {
        problems.add(
            &listing.place,
            "is one page of a listing; leave out --max-items and --no-paginate",
        );
    }
}

fn user(raw: &RawValue, place: Place, problems: &mut Problems) -> UserText {
    const KNOWN: &[&str] = &[
        "Path",
        "UserName",
        "UserId",
        "Arn",
        "CreateDate",
        "UserPolicyList",
        "GroupList",
        "AttachedManagedPolicies",
        "PermissionsBoundary",
        "Tags",
    ];
    let user = Item::read(raw, place, KNOWN, problems);
    UserText {
        named: named(&user, "User", "CreateUser", problems),
        grants: grants(&user, "UserPolicyList", problems),
        groups: user.texts("GroupList", problems),
        tags: tags(&user, problems),
    }
}

fn group(raw: &RawValue, place: Place, problems: &mut Problems) -> GroupText {
    const KNOWN: &[&str] = &[
        "Path",
        "GroupName",
        "GroupId",
        "Arn",
        "CreateDate",
        "GroupPolicyList",
        "AttachedManagedPolicies",
    ];
    let group = Item::read(raw, place, KNOWN, problems);
    GroupText {
        named: named(&group, "Group", "CreateGroup", problems),
        grants: grants(&group, "GroupPolicyList", problems),
    }
}

fn role(raw: &RawValue, place: Place, problems: &mut Problems) -> RoleText {
    const KNOWN: &[&str] = &[
        "Path",
        "RoleName",
        "RoleId",
        "Arn",
        "CreateDate",
        "AssumeRolePolicyDocument",
        "InstanceProfileList",
        "RolePolicyList",
        "AttachedManagedPolicies",
        "PermissionsBoundary",
        "Tags",
        "RoleLastUsed",
        "Description",
        "MaxSessionDuration",
    ];
    let role = Item::read(raw, place, KNOWN, problems);
    let description = role.maybe_text("Description", problems);
    if let Some(description) = &description {
        let place = role.place.member("Description");
        check("CreateRole", "Description", description, &place, problems);
    }
    let session_seconds_max = role.maybe_number("MaxSessionDuration", problems);
    if let Some(seconds) = session_seconds_max {
        let place = role.place.member("MaxSessionDuration");
        check_number(
            "CreateRole",
            "MaxSessionDuration",
            seconds,
            &place,
            problems,
        );
    }
    RoleText {
        named: named(&role, "Role", "CreateRole", problems),
        grants: grants(&role, "RolePolicyList", problems),
        tags: tags(&role, problems),
        trust: role.document("AssumeRolePolicyDocument", problems),
        profiles: role.list("InstanceProfileList", problems, profile),
        description,
        session_seconds_max,
        last_used: last_used(&role, problems),
    }
}

fn last_used(role: &Item, problems: &mut Problems) -> Option<(Timestamp, String)> {
    let raw = role.get("RoleLastUsed")?;
    let place = role.place.member("RoleLastUsed");
    let used = Item::read(raw, place, &["LastUsedDate", "Region"], problems);
    let region = used.maybe_text("Region", problems).unwrap_or_default();
    let at = used.maybe_date("LastUsedDate", problems)?;
    Some((at, region))
}

fn profile(raw: &RawValue, place: Place, problems: &mut Problems) -> ProfileText {
    const KNOWN: &[&str] = &[
        "Path",
        "InstanceProfileName",
        "InstanceProfileId",
        "Arn",
        "CreateDate",
        "Roles",
        "Tags",
    ];
    const OF_ROLES: &[&str] = &[
        "Path",
        "RoleName",
        "RoleId",
        "Arn",
        "CreateDate",
        "AssumeRolePolicyDocument",
        "Description",
        "MaxSessionDuration",
        "PermissionsBoundary",
        "Tags",
        "RoleLastUsed",
    ];
    let profile = Item::read(raw, place, KNOWN, problems);
    ProfileText {
        named: named(
            &profile,
            "InstanceProfile",
            "CreateInstanceProfile",
            problems,
        ),
        tags: tags(&profile, problems),
        roles: profile.list("Roles", problems, |raw, place, problems| {
            Item::read(raw, place, OF_ROLES, problems).text("Arn", problems)
        }),
    }
}

fn policy(raw: &RawValue, place: Place, problems: &mut Problems) -> PolicyText {
    const KNOWN: &[&str] = &[
        "PolicyName",
        "PolicyId",
        "Arn",
        "Path",
        "DefaultVersionId",
        "AttachmentCount",
        "PermissionsBoundaryUsageCount",
        "IsAttachable",
        "Description",
        "CreateDate",
        "UpdateDate",
        "PolicyVersionList",
        "Tags",
    ];
    let policy = Item::read(raw, place, KNOWN, problems);
    let description = policy.maybe_text("Description", problems);
    if let Some(description) = &description {
        let place = policy.place.member("Description");
        check("CreatePolicy", "Description", description, &place, problems);
    }
    PolicyText {
        named: named(&policy, "Policy", "CreatePolicy", problems),
        updated: policy.date("UpdateDate", problems),
        description,
        attachments: policy.maybe_number("AttachmentCount", problems),
        boundaries: policy.maybe_number("PermissionsBoundaryUsageCount", problems),
        attachable: policy.maybe_flag("IsAttachable", problems).unwrap_or(true),
        default_version: policy.version("DefaultVersionId", problems),
        versions: policy.list("PolicyVersionList", problems, version),
        tags: tags(&policy, problems),
    }
}

fn version(raw: &RawValue, place: Place, problems: &mut Problems) -> VersionText {
    const KNOWN: &[&str] = &["Document", "VersionId", "IsDefaultVersion", "CreateDate"];
    let version = Item::read(raw, place, KNOWN, problems);
    VersionText {
        number: version.version("VersionId", problems),
        is_default: version.maybe_flag("IsDefaultVersion", problems) == Some(true),
        created: version.maybe_date("CreateDate", problems),
        document: version.document("Document", problems),
    }
}

/// Name, path, id, ARN and date; names and paths as the operation that makes such a thing takes them.
fn named(item: &Item, kind: &str, operation: &str, problems: &mut Problems) -> Named {
    let (name_member, id_member) = (format!("{kind}Name"), format!("{kind}Id"));
    let name = item.text(&name_member, problems);
    let path = item.text("Path", problems);
    if item.get(&name_member).is_some() {
        let place = item.place.member(&name_member);
        check(operation, &name_member, &name, &place, problems);
    }
    if item.get("Path").is_some() {
        check(
            operation,
            "Path",
            &path,
            &item.place.member("Path"),
            problems,
        );
    }
    let arn = item.text("Arn", problems);
    // Our own listings of AWS's policies lack ids, which no source tells.
    let id = match crate::managed::is_arn(&arn) {
        true => item.maybe_text(&id_member, problems).unwrap_or_default(),
        false => item.text(&id_member, problems),
    };
    Named {
        name,
        path,
        id,
        arn,
        created: item.date("CreateDate", problems),
    }
}

fn grants(item: &Item, inline: &str, problems: &mut Problems) -> Grants {
    Grants {
        inline: item.list(inline, problems, |raw, place, problems| {
            let policy = Item::read(raw, place, &["PolicyName", "PolicyDocument"], problems);
            let name = policy.text("PolicyName", problems);
            if policy.get("PolicyName").is_some() {
                let place = policy.place.member("PolicyName");
                check("PutUserPolicy", "PolicyName", &name, &place, problems);
            }
            (name, policy.document("PolicyDocument", problems))
        }),
        attached: item.list(
            "AttachedManagedPolicies",
            problems,
            |raw, place, problems| {
                let policy = Item::read(raw, place, &["PolicyName", "PolicyArn"], problems);
                let name = policy.text("PolicyName", problems);
                (name, policy.text("PolicyArn", problems))
            },
        ),
        boundary: boundary(item, problems),
    }
}

fn boundary(item: &Item, problems: &mut Problems) -> Option<String> {
    let raw = item.get("PermissionsBoundary")?;
    let place = item.place.member("PermissionsBoundary");
    const KNOWN: &[&str] = &["PermissionsBoundaryType", "PermissionsBoundaryArn"];
    let boundary = Item::read(raw, place, KNOWN, problems);
    let kind = boundary.maybe_text("PermissionsBoundaryType", problems);
    // The model has one word, and AWS answers another.
    if kind.is_some_and(|kind| kind != "Policy" && kind != "PermissionsBoundaryPolicy") {
        let place = boundary.place.member("PermissionsBoundaryType");
        problems.add(&place, "is not Policy");
    }
    Some(boundary.text("PermissionsBoundaryArn", problems))
}

pub(super) fn tags(item: &Item, problems: &mut Problems) -> Vec<Tag> {
    item.list("Tags", problems, |raw, place, problems| {
        let tag = Item::read(raw, place, &["Key", "Value"], problems);
        let (key, value) = (tag.text("Key", problems), tag.text("Value", problems));
        if tag.get("Key").is_some() {
            check(
                "TagUser",
                "Tags.Key",
                &key,
                &tag.place.member("Key"),
                problems,
            );
        }
        check(
            "TagUser",
            "Tags.Value",
            &value,
            &tag.place.member("Value"),
            problems,
        );
        Tag { key, value }
    })
}
