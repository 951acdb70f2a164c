//! What holds of every session, whatever happens to whom it is of (spec appendix B, B-11, B-12, B-14; S-3).

use super::{Reply, World, find, xml};
use jiff::Timestamp;
use proptest::prelude::*;
use proptest::sample::Index;

const ROLE: &str = "arn:aws:iam::123456789012:role/Worker";
const ROLE_SECONDS_MAX: i64 = 7_200;
const HOUR: i64 = 3_600;
const USER_SECONDS_MAX: i64 = 129_600;

/// What may happen in an account with a user, Ann, and a role, Worker, that trusts the account.
#[derive(Clone, Debug)]
enum Step {
    AssumeRole {
        caller: Index,
        seconds: i64,
    },
    /// By a service that the role trusts.
    AssumeRoleForItself {
        seconds: i64,
    },
    RecreateService,
    GetSessionToken {
        by_root: bool,
        seconds: i64,
    },
    GetFederationToken {
        by_root: bool,
        seconds: i64,
    },
    RecreateRole,
    RecreateUser,
    Wait {
        seconds: i64,
    },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let seconds = prop::sample::select(vec![900, 901, 3_600, 3_601, 7_200, 7_201, 43_200, 129_600]);
    let step = prop_oneof![
        4 => (any::<Index>(), seconds.clone()).prop_map(|(caller, seconds)| Step::AssumeRole { caller, seconds }),
        2 => seconds.clone().prop_map(|seconds| Step::AssumeRoleForItself { seconds }),
        1 => Just(Step::RecreateService),
        2 => (any::<bool>(), seconds.clone()).prop_map(|(by_root, seconds)| Step::GetSessionToken { by_root, seconds }),
        2 => (any::<bool>(), seconds.clone()).prop_map(|(by_root, seconds)| Step::GetFederationToken { by_root, seconds }),
        1 => Just(Step::RecreateRole),
        1 => Just(Step::RecreateUser),
        2 => (0_i64..8_000).prop_map(|seconds| Step::Wait { seconds }),
    ];
    prop::collection::vec(step, 1..12)
}

/// A session that was given out.
struct Issued {
    name: String,
    /// The call, which has the longest that it may give.
    action: &'static str,
    expires: i64,
    /// Which Ann or which Worker it is of; the root is always the same.
    of: Option<(&'static str, usize)>,
}

/// The account, and what is known of it without asking.
struct Life {
    world: World,
    issued: Vec<Issued>,
    users: usize,
    roles: usize,
}

impl Life {
    fn new() -> Life {
        let mut life = Life {
            world: World::new(),
            issued: Vec::new(),
            users: 0,
            roles: 0,
        };
        life.world.run(
            None,
            "root AddService ServiceName=lambda.amazonaws.com -> as lambda",
        );
        life.make_user();
        life.make_role();
        life
    }

    fn make_user(&mut self) {
        self.users += 1;
        self.world.run(
            None,
            r#"root CreateUser UserName=Ann -> ok
            root PutUserPolicy UserName=Ann PolicyName=p PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:*","Resource":"*"}}' -> ok
            root CreateAccessKey UserName=Ann -> as ann & set key=CreateAccessKeyResult.AccessKey.AccessKeyId"#,
        );
    }

    fn make_role(&mut self) {
        self.roles += 1;
        self.world.run(
            None,
            r#"root CreateRole RoleName=Worker MaxSessionDuration=7200 AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"123456789012","Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}' -> ok
            root PutRolePolicy RoleName=Worker PolicyName=p PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:*","Resource":"*"}}' -> ok"#,
        );
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::AssumeRole { caller, seconds } => {
                let place = caller.index(self.issued.len() + 1);
                let chained = self.issued.get(place).map(|issued| issued.name.clone());
                let longest = if chained.is_some() {
                    HOUR
                } else {
                    ROLE_SECONDS_MAX
                };
                let caller = chained.unwrap_or_else(|| "ann".to_owned());
                let parameters = [("RoleArn", ROLE), ("RoleSessionName", "s1")];
                let of = Some(("role", self.roles));
                self.issue(&caller, "AssumeRole", &parameters, *seconds, longest, of);
            }
            Step::AssumeRoleForItself { seconds } => {
                let parameters = [("RoleArn", ROLE), ("RoleSessionName", "s1")];
                let of = Some(("role", self.roles));
                let longest = ROLE_SECONDS_MAX;
                self.issue("lambda", "AssumeRole", &parameters, *seconds, longest, of);
            }
            // Its sessions live on: they are the role's.
            Step::RecreateService => self.world.run(
                None,
                "root RemoveService ServiceName=lambda.amazonaws.com -> ok
                root AddService ServiceName=lambda.amazonaws.com -> as lambda",
            ),
            Step::GetSessionToken { by_root, seconds } => {
                self.issue_by(*by_root, "GetSessionToken", &[], *seconds);
            }
            Step::GetFederationToken { by_root, seconds } => {
                self.issue_by(
                    *by_root,
                    "GetFederationToken",
                    &[("Name", "guest")],
                    *seconds,
                );
            }
            Step::RecreateRole => {
                self.world.run(
                    None,
                    "root DeleteRolePolicy RoleName=Worker PolicyName=p -> ok\nroot DeleteRole RoleName=Worker -> ok",
                );
                self.make_role();
            }
            Step::RecreateUser => {
                self.world.run(
                    None,
                    "root DeleteUserPolicy UserName=Ann PolicyName=p -> ok
                    root DeleteAccessKey UserName=Ann AccessKeyId=$key -> ok
                    root DeleteUser UserName=Ann -> ok",
                );
                self.make_user();
            }
            Step::Wait { seconds } => self.world.run(None, &format!("clock +{seconds}")),
        }
    }

    fn issue_by(
        &mut self,
        by_root: bool,
        action: &'static str,
        parameters: &[(&str, &str)],
        seconds: i64,
    ) {
        let (caller, longest, of) = if by_root {
            ("root", HOUR, None)
        } else {
            ("ann", USER_SECONDS_MAX, Some(("user", self.users)))
        };
        self.issue(caller, action, parameters, seconds, longest, of);
    }

    /// Asks for credentials. They may be refused; if not, they end when they should.
    fn issue(
        &mut self,
        caller: &str,
        action: &'static str,
        parameters: &[(&str, &str)],
        seconds: i64,
        longest: i64,
        of: Option<(&'static str, usize)>,
    ) {
        let asked = seconds.to_string();
        let parameters: Vec<(String, String)> = parameters
            .iter()
            .chain(&[("DurationSeconds", asked.as_str())])
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let reply = self.world.call(None, caller, action, &parameters);
        if reply.status != 200 {
            return;
        }
        let expires: Timestamp = xml::deep(&reply.body, "Expiration")
            .unwrap()
            .parse()
            .unwrap();
        let lasts = expires.as_second() - self.world.now.as_second();
        assert!(lasts <= longest, "{action} by {caller} lasts {lasts} s");
        let name = format!("session{}", self.issued.len());
        self.world.check(action, &format!("as {name}"), &reply);
        self.issued.push(Issued {
            name,
            action,
            expires: expires.as_second(),
            of,
        });
    }

    /// Every session lives exactly as long as its time and its user or role.
    fn check(&mut self) {
        for issued in &self.issued {
            let reply = self
                .world
                .call(None, &issued.name, "GetCallerIdentity", &[]);
            let in_time = self.world.now.as_second() < issued.expires;
            let there = match issued.of {
                Some(("role", which)) => which == self.roles,
                Some((_, which)) => which == self.users,
                None => true,
            };
            let wanted: &[&str] = match (in_time, there) {
                (true, true) => &[],
                (false, true) => &["ExpiredToken"],
                (true, false) => &["InvalidClientTokenId"],
                (false, false) => &["ExpiredToken", "InvalidClientTokenId"],
            };
            let code = refusal(&reply);
            let fits = code
                .as_deref()
                .map_or(wanted.is_empty(), |code| wanted.contains(&code));
            assert!(
                fits,
                "{} of {}: {code:?}, wanted {wanted:?}",
                issued.name, issued.action
            );
        }
    }
}

fn refusal(reply: &Reply) -> Option<String> {
    (reply.status != 200).then(|| find(&reply.body, "Error.Code").unwrap())
}

/// Statements without conditions: whether one allows, and which of the three actions it is about.
type Statements = Vec<(bool, Vec<&'static str>)>;

const ACTIONS: [&str; 3] = ["a:One", "a:Two", "a:Three"];

fn statements() -> impl Strategy<Value = Statements> {
    let actions = prop::sample::subsequence(ACTIONS.to_vec(), 1..=3);
    prop::collection::vec((prop::bool::weighted(0.75), actions), 0..4)
}

fn allows(statements: &Statements, action: &str) -> bool {
    let said = |effect| {
        statements
            .iter()
            .any(|(allow, actions)| *allow == effect && actions.contains(&action))
    };
    said(true) && !said(false)
}

/// A document that besides allows what sessions are made with.
fn document(statements: &Statements) -> String {
    let rest = statements.iter().map(|(allow, actions)| {
        let effect = if *allow { "Allow" } else { "Deny" };
        format!(
            r#",{{"Effect":"{effect}","Action":["{}"],"Resource":"*"}}"#,
            actions.join(r#"",""#)
        )
    });
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"sts:*","Resource":"*"}}{}]}}"#,
        rest.collect::<String>()
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// No session outlives its limit, its role or its user (B-12, B-14), and until then it knows who it is (B-11).
    #[test]
    fn no_session_outlives_its_limit_or_whom_it_is_of(steps in steps()) {
        let mut life = Life::new();
        for step in &steps {
            life.take(step);
            life.check();
        }
    }

    /// Sessions of a user or role have from identity policies what the user or role has, less what session policies keep back.
    #[test]
    fn no_session_may_what_its_user_or_role_may_not(
        identity in statements(),
        boundary in prop::option::of(statements()),
        session in prop::option::of(statements()),
    ) {
        let mut world = World::new();
        let (identity_text, session_text) = (document(&identity), session.as_ref().map(document));
        let bounded = boundary.as_ref().map(|boundary| {
            world.run(None, &format!("root CreatePolicy PolicyName=limit PolicyDocument='{}' -> ok", document(boundary)));
            " PermissionsBoundary=arn:aws:iam::123456789012:policy/limit"
        });
        let bounded = bounded.unwrap_or_default();
        let passed = session_text.map(|text| format!(" Policy='{text}'")).unwrap_or_default();
        world.run(None, &format!(
            r#"root CreateUser UserName=Ann{bounded} -> ok
            root PutUserPolicy UserName=Ann PolicyName=p PolicyDocument='{identity_text}' -> ok
            root CreateAccessKey UserName=Ann -> as ann
            root CreateRole RoleName=Worker{bounded} AssumeRolePolicyDocument='{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":{{"AWS":"123456789012"}},"Action":"sts:AssumeRole"}}}}' -> ok
            root PutRolePolicy RoleName=Worker PolicyName=p PolicyDocument='{identity_text}' -> ok
            ann GetSessionToken -> as token
            ann GetFederationToken Name=guest{passed} -> as guest
            ann AssumeRole RoleArn={ROLE} RoleSessionName=s1 -> as worker
            ann AssumeRole RoleArn={ROLE} RoleSessionName=s1{passed} -> as narrow"#
        ));
        for action in ACTIONS {
            let whole = allows(&identity, action) && boundary.as_ref().is_none_or(|boundary| allows(boundary, action));
            let within = session.as_ref().map(|session| whole && allows(session, action));
            for (who, expected) in [
                ("ann", whole),
                ("token", whole),
                ("worker", whole),
                ("narrow", within.unwrap_or(whole)),
                ("guest", within.unwrap_or(false)),
            ] {
                prop_assert_eq!(world.may(who, action, "*").is_ok(), expected, "{} {}", who, action);
            }
        }
    }

    /// A role is passed by whoever may pass it, to the service that it trusts, and by nobody else to nobody else (P-2, P-5).
    #[test]
    fn a_role_is_passed_by_permission_and_trust_alone(
        identity in statements(),
        boundary in prop::option::of(statements()),
        session in prop::option::of(statements()),
        trusted in any::<bool>(),
    ) {
        // `a:One` stands for passing the role.
        let document = |statements: &Statements| document(statements).replace("a:One", "iam:PassRole");
        let mut world = World::new();
        let bounded = boundary.as_ref().map(|boundary| {
            world.run(None, &format!("root CreatePolicy PolicyName=limit PolicyDocument='{}' -> ok", document(boundary)));
            " PermissionsBoundary=arn:aws:iam::123456789012:policy/limit"
        });
        let bounded = bounded.unwrap_or_default();
        let passed = session.as_ref().map(|session| format!(" Policy='{}'", document(session))).unwrap_or_default();
        let (identity_text, service) = (document(&identity), if trusted { "lambda" } else { "ec2" });
        world.run(None, &format!(
            r#"root AddService ServiceName=lambda.amazonaws.com -> as lambda
            root CreateRole RoleName=App AssumeRolePolicyDocument='{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":{{"Service":"{service}.amazonaws.com"}},"Action":"sts:AssumeRole"}}}}' -> ok
            root CreateUser UserName=Ann{bounded} -> ok
            root PutUserPolicy UserName=Ann PolicyName=p PolicyDocument='{identity_text}' -> ok
            root CreateAccessKey UserName=Ann -> as ann
            root CreateRole RoleName=Worker{bounded} AssumeRolePolicyDocument='{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":{{"AWS":"123456789012"}},"Action":"sts:AssumeRole"}}}}' -> ok
            root PutRolePolicy RoleName=Worker PolicyName=p PolicyDocument='{identity_text}' -> ok
            ann AssumeRole RoleArn={ROLE} RoleSessionName=s1{passed} -> as worker
            ann GetSessionToken -> as token
            ann GetFederationToken Name=guest{passed} -> as guest"#
        ));
        let whole = allows(&identity, "a:One") && boundary.as_ref().is_none_or(|boundary| allows(boundary, "a:One"));
        let within = whole && session.as_ref().is_none_or(|session| allows(session, "a:One"));
        for (who, permitted) in [
            ("root", true),
            ("ann", whole),
            ("worker", within),
            // Such sessions call no IAM, and passing is no call of it (S-9, P-1); without a policy of its own a guest has nothing (S-59).
            ("token", whole),
            ("guest", within && session.is_some()),
        ] {
            let expected = match (permitted, trusted) {
                (true, true) => "Allowed=true",
                (true, false) => "Obstacle=Trust",
                (false, _) => "Obstacle=Permission",
            };
            world.run(None, &format!(
                "lambda CheckPassRole RoleArn=arn:aws:iam::123456789012:role/App brought({who}) -> CheckPassRoleResult.{expected}"
            ));
        }
        let expected = if trusted { "ok" } else { "403 AccessDenied" };
        world.run(None, &format!("lambda AssumeRole RoleArn=arn:aws:iam::123456789012:role/App RoleSessionName=s1 -> {expected}"));
    }

    /// A token with one letter changed, or one more or fewer, opens nothing.
    #[test]
    fn a_token_that_was_touched_is_refused(place in any::<Index>(), letter in "[A-Za-z0-9_+/=-]", touch in 0..3) {
        let mut world = World::new();
        world.run(None, "root GetSessionToken -> as session\nsession GetCallerIdentity -> ok");
        let person = world.people.get_mut("session").unwrap();
        let token = person.token.clone().unwrap();
        let index = place.index(token.len());
        let (before, after) = token.split_at(index);
        let touched = match touch {
            0 => format!("{before}{letter}{}", &after[1..]),
            1 => format!("{before}{}", &after[1..]),
            _ => format!("{before}{letter}{after}"),
        };
        prop_assume!(touched != token);
        person.token = Some(touched);
        world.run(None, "session GetCallerIdentity -> 403 InvalidClientTokenId The security token included in the request is invalid.");
    }
}

/// A token opens with its own key id only, in its own account only.
#[test]
fn a_token_opens_for_its_own_key_and_account_only() {
    let mut world = World::new();
    world.run(
        None,
        "root CreateAccount AccountId=222222222222 -> as other
        root GetSessionToken -> as mine
        root GetSessionToken -> as again
        other GetSessionToken -> as theirs",
    );
    let people = ["mine", "again", "theirs", "root", "other"];
    let own = people.map(|who| world.people[who].token.clone());
    for (who, theirs) in people.into_iter().zip(&own) {
        for (from, token) in people.into_iter().zip(&own).take(3) {
            world.people.get_mut(who).unwrap().token = token.clone();
            let expected = if who == from {
                "ok"
            } else {
                "403 InvalidClientTokenId"
            };
            world.run(None, &format!("{who} GetCallerIdentity -> {expected}"));
        }
        world.people.get_mut(who).unwrap().token = theirs.clone();
        world.run(None, &format!("{who} GetCallerIdentity -> ok"));
    }
}

/// Tokens that older keys of the ring sealed are read until they expire, and no ring without those keys reads them.
#[test]
fn a_token_outlives_the_key_that_sealed_it_until_it_expires() {
    let mut world = World::new();
    world.run(None, "root GetSessionToken DurationSeconds=3600 -> as old");
    for seed in 2..5 {
        world.keys.rotate([seed; 32], world.now);
        world.keys = crate::KeyRing::parse(&world.keys.to_text()).unwrap();
        world.run(
            None,
            "clock +1000\nold GetCallerIdentity -> ok\nroot GetSessionToken DurationSeconds=3600 -> as new\nnew GetCallerIdentity -> ok",
        );
    }
    world.run(
        None,
        "clock +600\nold GetCallerIdentity -> 403 ExpiredToken The security token included in the request is expired\nnew GetCallerIdentity -> ok",
    );
    // Long-term secrets are sealed by the first ring as well: whoever has no key of it can tell nobody.
    world.keys = crate::KeyRing::generate([9; 32], world.now);
    let reply = world.call(None, "new", "GetCallerIdentity", &[]);
    assert_eq!(refusal(&reply).as_deref(), Some("InvalidClientTokenId"));
}
