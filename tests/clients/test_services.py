"""Services as callers: they assume roles that trust them, and ask whether a caller of their own may pass them one."""

import dataclasses
import hashlib
import json
import re
import urllib.parse

import botocore.auth
import botocore.awsrequest
import botocore.credentials
import pytest

from portcullis import DEV_ACCOUNT, REGION, Credentials, call, fetch, identity
from world import ALLOW_S3, OTHER, Soon, allow, arn, document

ROLE = arn("role", "app")
FUNCTION = f"arn:aws:lambda:{REGION}:{DEV_ACCOUNT}:function:report"
BODY = json.dumps({"FunctionName": "report", "Role": ROLE}).encode()


def trusting(service, **elements):
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole", **elements}
    return {"Version": "2012-10-17", "Statement": [statement]}


def portcullis(server, *arguments):
    """The program, as the first account's root; what it printed in JSON."""
    done = server.run(*arguments, "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def signed(credentials, url, body, service, headers=None):
    """The headers of a POST that botocore has signed."""
    keys = botocore.credentials.Credentials(credentials.access_key_id, credentials.secret, credentials.token)
    request = botocore.awsrequest.AWSRequest("POST", url, data=body, headers=headers or {})
    botocore.auth.SigV4Auth(keys, service, REGION).add_auth(request)
    prepared = request.prepare()
    return {name: value if isinstance(value, str) else value.decode() for name, value in prepared.headers.items()}


@dataclasses.dataclass
class Service:
    """A service with its key."""

    server: object
    credentials: Credentials
    signing_name: str = "lambda"

    def got(self, caller, body=BODY):
        """The headers of a request that a caller sent this service."""
        url = "https://lambda.example.com/2015-03-31/functions"
        return {"host": "lambda.example.com"} | signed(caller, url, body, self.signing_name)

    def check(self, headers, role=ROLE, sent=BODY, source=None, **asked):
        """What Portcullis says of the request: the elements of its answer, or its refusal of this service."""
        asked |= {
            "Action": "CheckPassRole",
            "Version": "2026-11-21",
            "RoleArn": role,
            "CallerRequest.Method": "POST",
            "CallerRequest.PathAndQuery": "/2015-03-31/functions",
            "CallerRequest.BodySha256": hashlib.sha256(sent).hexdigest(),
            "CallerRequest.SourceIp": "203.0.113.7",
            "CallerRequest.SecureTransport": "true",
        }
        for index, (name, value) in enumerate(headers.items(), 1):
            asked[f"CallerRequest.Headers.member.{index}.Name"] = name
            asked[f"CallerRequest.Headers.member.{index}.Value"] = value
        body = urllib.parse.urlencode(asked).encode()
        form = {"content-type": "application/x-www-form-urlencoded"} | (source or {})
        sent_headers = signed(self.credentials, self.server.endpoint + "/", body, "portcullis", form)
        status, text = fetch(self.server.endpoint + "/", body, sent_headers)
        found = dict(re.findall(r"<(\w+)>([^<]*)</\1>", text))
        return found if status == 200 else (status, found["Code"], found["Message"])

    def sts(self, **headers):
        """boto3's STS, signing as the service, with more headers."""
        client = self.server.client("sts", self.credentials)

        def add(request, **_):
            for name, value in headers.items():
                request.headers[name.replace("_", "-")] = value

        client.meta.events.register("before-sign.sts.*", add)
        return client


def service_on(server, name="lambda.amazonaws.com", *arguments):
    added = portcullis(server, "service", "add", name, *arguments)
    return Service(server, Credentials(added["accessKeyId"], added["secretAccessKey"]), added["signingName"])


@pytest.fixture
def service(dev):
    return service_on(dev)


def test_a_service_assumes_a_role_that_trusts_it_and_nothing_else(dev, service, refused):
    dev.role("app", trusting("lambda.amazonaws.com"), ALLOW_S3, MaxSessionDuration=7200)
    answer = call(service.sts(), "AssumeRole", RoleArn=ROLE, RoleSessionName="report", DurationSeconds=7200)
    assert answer["Credentials"]["Expiration"] == Soon(7200)
    assert identity(dev, Credentials.of(answer["Credentials"])) == f"arn:aws:sts::{DEV_ACCOUNT}:assumed-role/app/report"
    dev.role("other", trusting("ec2.amazonaws.com"), ALLOW_S3)
    with refused("AccessDenied", 403, match="User: lambda.amazonaws.com is not authorized to perform: sts:AssumeRole"):
        service.sts().assume_role(RoleArn=arn("role", "other"), RoleSessionName="report")
    with refused("AccessDenied", 403, match="User: lambda.amazonaws.com is not authorized to perform: iam:ListUsers"):
        dev.client("iam", service.credentials).list_users()
    with refused("AccessDenied", 403):
        service.sts().get_caller_identity()


def test_a_service_says_on_whose_behalf_it_calls_in_signed_headers(dev, service, refused):
    source = {"StringEquals": {"aws:SourceAccount": DEV_ACCOUNT}, "ArnLike": {"aws:SourceArn": FUNCTION}}
    dev.role("app", trusting("lambda.amazonaws.com", Condition=source), ALLOW_S3)
    wanted = {"RoleArn": ROLE, "RoleSessionName": "report"}
    assert service.sts(x_amz_source_arn=FUNCTION, x_amz_source_account=DEV_ACCOUNT).assume_role(**wanted)
    for headers in ({}, {"x_amz_source_account": DEV_ACCOUNT}, {"x_amz_source_arn": FUNCTION.replace(DEV_ACCOUNT, OTHER), "x_amz_source_account": OTHER}):
        with refused("AccessDenied", 403):
            service.sts(**headers).assume_role(**wanted)
    # Added after signing.
    body = urllib.parse.urlencode({"Action": "AssumeRole", "Version": "2011-06-15", **wanted}).encode()
    form = {"content-type": "application/x-www-form-urlencoded"}
    headers = signed(service.credentials, dev.endpoint + "/", body, "sts", form)
    added = {"x-amz-source-arn": FUNCTION, "x-amz-source-account": DEV_ACCOUNT}
    status, text = fetch(dev.endpoint + "/", body, headers | added)
    assert status == 403 and "SignatureDoesNotMatch" in text


def test_passing_a_role_needs_the_permission_and_the_trust(dev, service):
    iam = dev.client("iam")
    dev.role("app", trusting("lambda.amazonaws.com"), ALLOW_S3)
    ann = dev.user("ann")
    told = f"User: {arn('user', 'ann')} is not authorized to perform: iam:PassRole on resource: {ROLE} because no identity-based policy allows the iam:PassRole action"
    answer = service.check(service.got(ann))
    assert (answer["Allowed"], answer["Obstacle"], answer["Code"], answer["Message"]) == ("false", "Permission", "AccessDenied", told)
    keys = {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}, "ArnLike": {"iam:AssociatedResourceArn": FUNCTION}}
    policy = document(allow("iam:PassRole", Condition=keys))
    iam.put_user_policy(UserName="ann", PolicyName="pass", PolicyDocument=policy)
    assert service.check(service.got(ann))["Obstacle"] == "Permission"
    answer = service.check(service.got(ann), AssociatedResourceArn=FUNCTION)
    answer.pop("RequestId")
    assert answer == {"Allowed": "true", "CallerArn": arn("user", "ann"), "CallerAccount": DEV_ACCOUNT}
    iam.update_assume_role_policy(RoleName="app", PolicyDocument=document(trusting("ec2.amazonaws.com")))
    answer = service.check(service.got(ann), AssociatedResourceArn=FUNCTION)
    assert (answer["Allowed"], answer["Obstacle"]) == ("false", "Trust")
    source = {"StringEquals": {"aws:SourceAccount": DEV_ACCOUNT}}
    iam.update_assume_role_policy(RoleName="app", PolicyDocument=document(trusting("lambda.amazonaws.com", Condition=source)))
    assert service.check(service.got(ann), AssociatedResourceArn=FUNCTION)["Obstacle"] == "Trust"
    named = {"x-amz-source-account": DEV_ACCOUNT}
    assert service.check(service.got(ann), AssociatedResourceArn=FUNCTION, source=named)["Allowed"] == "true"
    iam.delete_user_policy(UserName="ann", PolicyName="pass")
    assert service.check(service.got(ann), AssociatedResourceArn=FUNCTION, source=named)["Obstacle"] == "Permission"


def test_only_what_the_caller_signed_for_this_service_proves_the_caller(dev, service):
    dev.role("app", trusting("lambda.amazonaws.com"), ALLOW_S3)
    root, got = dev.root, service.got(dev.root)
    assert service.check(got)["Allowed"] == "true"
    tasks = service_on(dev, "ecs-tasks.amazonaws.com", "--signing-name", "ecs")
    hostile = {
        "another body": service.check(got, sent=BODY + b" "),
        "another header": service.check(got | {"host": "evil.example.com"}),
        "an unsigned header": service.check(got | {"x-amz-target": "Evil"}),
        "no signature": service.check({name: got[name] for name in got if name.lower() != "authorization"}),
        "another key": service.check(service.got(dataclasses.replace(root, secret="guessed"))),
        "another service": tasks.check(got),
    }
    assert {name: (answer["Allowed"], answer["Obstacle"]) for name, answer in hostile.items()} == dict.fromkeys(hostile, ("false", "Caller"))
    assert all("CallerArn" not in answer for answer in hostile.values())
    status, code, _ = Service(dev, root).check(got)
    assert (status, code) == (403, "AccessDenied")
    status, code, _ = Service(dev, dataclasses.replace(service.credentials, secret="guessed")).check(got)
    assert (status, code) == (403, "SignatureDoesNotMatch")


def test_a_role_is_never_passed_across_accounts(dev, service, vendor):
    theirs = dev.role("app", trusting("lambda.amazonaws.com"), credentials=vendor)
    answer = service.check(service.got(dev.root), role=theirs)
    assert (answer["Obstacle"], answer["Code"], answer["Message"]) == ("Account", "AccessDenied", "Cross-account pass role is not allowed.")


def test_a_session_is_brought_along_and_nothing_of_it_is_logged(stored):
    server, service = stored, service_on(stored)
    server.role("app", trusting("lambda.amazonaws.com"), ALLOW_S3)
    ann = server.user("ann", allow("iam:PassRole"))
    session = Credentials.of(server.client("sts", ann).get_session_token()["Credentials"])
    got = service.got(session)
    # Without MFA such credentials call no IAM (S-9); passing a role is no call of it (P-1).
    assert service.check(got)["Allowed"] == "true"
    records = [json.loads(line) for line in (server.data / "audit.jsonl").read_text().splitlines()]
    (told,) = [record["additionalEventData"] for record in records if record["eventName"] == "CheckPassRole"]
    assert "PassRole" not in {record["eventName"] for record in records}
    assert told == {"allowed": True, "callerArn": arn("user", "ann")}
    logged = (server.data / "audit.jsonl").read_text() + server.wrote()
    signature = re.search(r"Signature=(\w+)", " ".join(got.values()))[1]
    assert "CheckPassRole" in logged and '"invokedBy":"lambda.amazonaws.com"' in logged
    for secret in (signature, session.token, service.credentials.secret):
        assert secret not in logged
        assert urllib.parse.quote_plus(secret) not in logged


def test_a_service_is_there_after_a_restart_and_gone_once_removed(stored, refused):
    server, service = stored, service_on(stored)
    role = server.role("app", trusting("lambda.amazonaws.com"), ALLOW_S3)
    server.stop()
    server.start()
    wanted = {"RoleArn": role, "RoleSessionName": "report"}
    session = Credentials.of(service.sts().assume_role(**wanted)["Credentials"])
    portcullis(server, "keys", "rotate")
    assert service.sts().assume_role(**wanted)
    portcullis(server, "service", "remove", "lambda.amazonaws.com")
    with refused("InvalidClientTokenId", 403):
        service.sts().assume_role(**wanted)
    assert identity(server, session).endswith("/app/report")
    assert portcullis(server, "service", "list") == []
