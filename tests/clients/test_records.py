"""Decision records that `portcullis export --records` writes of calls: `portcullis eval` decides as the server decided."""

import json
import random
import subprocess

import botocore.exceptions
import pytest

from portcullis import DEV_ACCOUNT, DEV_ROOT, Credentials, bare_environment, binary
from world import ALLOW_ALL

ACTIONS = ["*", "iam:*", "iam:Get*", "iam:List*", "iam:*User*", "sts:*", "sts:AssumeRole", "organizations:*"]
CONDITIONS = [
    {"StringEquals": {"aws:PrincipalTag/team": "a"}},
    {"StringNotEquals": {"aws:PrincipalTag/team": "a"}},
    {"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}},
    {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/*1"}},
    {"Bool": {"aws:SecureTransport": "false"}},
    {"Null": {"aws:TokenIssueTime": "true"}},
    {"ForAnyValue:StringEquals": {"aws:TagKeys": ["team"]}},
]


def permissions(chance):
    """A policy by chance: much is allowed, some is denied."""
    statements = [{"Effect": "Allow", "Action": chance.choice(["*", *ACTIONS]), "Resource": "*"}]
    for _ in range(chance.randrange(3)):
        statement = {"Effect": chance.choice(["Allow", "Deny"]), "Action": chance.choice(ACTIONS), "Resource": "*"}
        if chance.random() < 0.7:
            statement["Condition"] = chance.choice(CONDITIONS)
        statements.append(statement)
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def evaluated(command, records):
    """The finished `portcullis eval` or `test` of these records."""
    return subprocess.run(
        [str(binary()), command, "--format", "json", "-"],
        input=records, env=bare_environment(), capture_output=True, text=True, timeout=60,
    )


class Life:
    """Users and roles of two accounts of an organization and of one outside."""

    def __init__(self, server, seed):
        self.server, self.chance = server, random.Random(seed)
        api = server.client("organizations")
        api.create_organization(FeatureSet="ALL")
        root = api.list_roots()["Roots"][0]["Id"]
        api.enable_policy_type(RootId=root, PolicyType="RESOURCE_CONTROL_POLICY")
        request = api.create_account(AccountName="near", Email="near@example.com")["CreateAccountStatus"]["Id"]
        server.advance(2)
        near = api.describe_create_account_status(CreateAccountRequestId=request)["CreateAccountStatus"]["AccountId"]
        far = server.account("create", "--account-id", "222222222222")
        admin = server.user("admin", ALLOW_ALL)
        self.accounts = {
            DEV_ACCOUNT: DEV_ROOT,
            near: server.session(f"arn:aws:iam::{near}:role/OrganizationAccountAccessRole", admin),
            "222222222222": Credentials(far["accessKeyId"], far["secretAccessKey"]),
        }
        self.callers = [admin, self.accounts["222222222222"]]
        self.roles = []
        for account, root_user in self.accounts.items():
            boundary = server.client("iam", root_user).create_policy(PolicyName="b", PolicyDocument=permissions(self.chance))["Policy"]["Arn"]
            for name in ("u1", "u2"):
                more = {"PermissionsBoundary": boundary} if name == "u2" else {"Tags": [{"Key": "team", "Value": "a"}]}
                self.callers.append(server.user(name, json.loads(permissions(self.chance)), root_user, **more))
            people = [*self.accounts, f"arn:aws:iam::{account}:user/u1"]
            for name in ("r1", "r2"):
                trust = {"Effect": "Allow", "Principal": {"AWS": self.chance.sample(people, 2)}, "Action": ["sts:AssumeRole", "sts:TagSession"]}
                trust = {"Version": "2012-10-17", "Statement": [trust]}
                self.roles.append(server.role(name, trust, json.loads(permissions(self.chance)), root_user))
        for number, (kind, effect) in enumerate([("SERVICE_CONTROL_POLICY", {}), ("RESOURCE_CONTROL_POLICY", {"Principal": "*"})]):
            statement = {"Effect": "Deny", "Action": ["sts:AssumeRole"], "Resource": "*", "Condition": self.chance.choice(CONDITIONS[:5]), **effect}
            content = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
            policy = api.create_policy(Name=f"p{number}", Description="", Type=kind, Content=content)["Policy"]["PolicySummary"]["Id"]
            api.attach_policy(PolicyId=policy, TargetId=root)

    def call(self):
        """Service, operation and parameters of a call that somebody may try."""
        user = self.chance.choice(["u1", "u2"])
        assume = {"RoleArn": self.chance.choice(self.roles), "RoleSessionName": "s1"}
        if self.chance.random() < 0.5:
            assume["Policy"] = permissions(self.chance)
        if self.chance.random() < 0.3:
            assume["Tags"] = [{"Key": "team", "Value": "a"}]
        return self.chance.choice([
            ("iam", "GetUser", {"UserName": user}),
            ("iam", "TagUser", {"UserName": user, "Tags": [{"Key": "team", "Value": "b"}]}),
            ("iam", "ListRoles", {}),
            ("organizations", "ListRoots", {}),
            ("sts", "AssumeRole", assume),
            ("sts", "AssumeRole", assume),
            ("sts", "AssumeRole", assume),
        ])


@pytest.mark.parametrize("seed", [1, 2])
def test_exported_records_are_decided_as_the_server_decided(dev, tmp_path, seed):
    life, everything, told = Life(dev, seed), [], []
    for _ in range(80):
        credentials = life.chance.choice(life.callers)
        service, operation, parameters = life.call()
        file = tmp_path / "credentials.json"
        file.write_text(json.dumps({"Credentials": {"AccessKeyId": credentials.access_key_id, "SessionToken": credentials.token}}))
        exported = dev.run(
            "export", "--records", "--credentials", file,
            "--call", f"{service}:{operation}", "--parameters", json.dumps(parameters),
        )
        assert credentials.secret not in exported.stdout + exported.stderr
        client = dev.client(service, credentials)
        method = getattr(client, botocore.xform_name(operation))
        message = None
        try:
            answer = method(**parameters)
            if operation == "AssumeRole":
                life.callers.append(Credentials.of(answer["Credentials"]))
        except botocore.exceptions.ClientError as refusal:
            message = refusal.response["Error"]["Message"]
            if refusal.response["Error"]["Code"] not in ("AccessDenied", "AccessDeniedException"):
                continue
        if exported.returncode == 1:
            # Refused before any permission is asked for, by the server too.
            assert exported.stderr.rstrip().endswith(message)
            continue
        assert exported.returncode == 0, exported.stderr
        records = exported.stdout.splitlines()
        assert records, exported.stderr
        told.append((len(records), message))
        everything += records
    text = "".join(f"{record}\n" for record in everything)
    answers = [json.loads(line) for line in evaluated("eval", text).stdout.splitlines()]
    assert len(answers) == len(everything)
    for count, message in told:
        mine, answers = answers[:count], answers[count:]
        denials = [answer["message"] for answer in mine if answer["decision"] != "allow"]
        assert denials[:1] == ([message] if message else []), mine
    decided = [json.loads(record)["expect"] for record in everything]
    assert len({(one["decision"], one["layer"]) for one in decided}) >= 5
    compared = evaluated("test", text)
    assert compared.returncode == 0, compared.stdout


def test_a_record_follows_the_context_that_is_given(dev):
    policy = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
        "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}, "ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}},
    }]}
    dev.user("ana", policy)
    question = ["export", "--records", "--principal", f"arn:aws:iam::{DEV_ACCOUNT}:user/ana", "--action", "s3:GetObject", "--resource", "arn:aws:s3:::b/k"]
    decisions = []
    for given in [[], ["--context", "aws:SourceIp=203.0.113.7"], ["--context", "aws:SourceIp=203.0.113.7", "--context", 'aws:TagKeys=["c"]']]:
        done = dev.run(*question, *given)
        assert done.returncode == 0, done.stderr
        record = json.loads(done.stdout)
        [answer] = [json.loads(line) for line in evaluated("eval", done.stdout).stdout.splitlines()]
        assert {name: answer[name] for name in record["expect"]} == record["expect"]
        decisions.append(answer["decision"])
    assert decisions == ["implicitDeny", "allow", "implicitDeny"]


def test_records_are_the_operators_alone(dev):
    ana = dev.user("ana", ALLOW_ALL)
    done = dev.run("export", "--records", "--principal", f"arn:aws:iam::{DEV_ACCOUNT}:user/ana", "--call", "iam:ListUsers", credentials=ana)
    assert done.returncode == 1
    assert "AccessDenied" in done.stderr
