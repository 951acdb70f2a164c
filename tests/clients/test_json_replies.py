"""IAM and STS answer in JSON whoever accepts JSON, as AWS does: Kubernetes' authenticator asks so."""

import base64
import json
import urllib.parse

import botocore.auth
import botocore.awsrequest
import botocore.credentials
import pytest

from portcullis import REGION, fetch
from world import ALLOW_S3, arn, document

VERSIONS = {"iam": "2010-05-08", "sts": "2011-06-15"}
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def ask(dev):
    """Signs a call and sends it: status, media type and, where it is JSON, the answer."""

    def ask(service, action, accept="application/json", credentials=None, **parameters):
        body = urllib.parse.urlencode({"Action": action, "Version": VERSIONS[service], **parameters}).encode()
        headers = FORM | {"accept": accept}
        request = botocore.awsrequest.AWSRequest("POST", dev.endpoint + "/", headers, body)
        root = credentials or dev.root
        keys = botocore.credentials.Credentials(root.access_key_id, root.secret, root.token)
        botocore.auth.SigV4Auth(keys, service, REGION).add_auth(request)
        status, text = fetch(dev.endpoint + "/", body, dict(request.headers))
        return status, (json.loads(text) if text.startswith("{") else text)

    return ask


def test_an_answer_has_the_members_that_xml_has_as_elements(dev, ask):
    status, answer = ask("sts", "GetCallerIdentity")
    (told,) = answer.values()
    assert (status, list(answer)) == (200, ["GetCallerIdentityResponse"])
    account = "123456789012"
    assert told["GetCallerIdentityResult"] == {"Account": account, "Arn": f"arn:aws:iam::{account}:root", "UserId": account}
    assert len(told["ResponseMetadata"]["RequestId"]) == 36


def test_times_are_seconds_and_lists_are_lists(dev, ask):
    dev.user("ann", ALLOW_S3)
    status, answer = ask("sts", "GetSessionToken", DurationSeconds=900)
    credentials = answer["GetSessionTokenResponse"]["GetSessionTokenResult"]["Credentials"]
    assert status == 200
    assert set(credentials) == {"AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"}
    _, answer = ask("iam", "ListUsers")
    result = answer["ListUsersResponse"]["ListUsersResult"]
    (user,) = result["Users"]
    made = dev.client("iam").get_user(UserName="ann")["User"]["CreateDate"].timestamp()
    assert (result["IsTruncated"], user["Arn"], user["CreateDate"]) == (False, arn("user", "ann"), made)
    assert 0 <= credentials["Expiration"] - made - 900 < 60
    _, answer = ask("iam", "GetAccountSummary")
    assert answer["GetAccountSummaryResponse"]["GetAccountSummaryResult"]["SummaryMap"]["Users"] == 1
    _, answer = ask("iam", "GetUserPolicy", UserName="ann", PolicyName="inline")
    told = answer["GetUserPolicyResponse"]["GetUserPolicyResult"]["PolicyDocument"]
    assert json.loads(urllib.parse.unquote(told)) == json.loads(document(ALLOW_S3))


def test_an_answer_without_a_result_has_none(dev, ask):
    dev.client("iam").create_user(UserName="ann")
    status, answer = ask("iam", "DeleteUser", UserName="ann")
    (told,) = answer.values()
    assert (status, list(answer), list(told)) == (200, ["DeleteUserResponse"], ["ResponseMetadata"])


def test_refusals_are_json_as_well(dev, ask):
    status, answer = ask("iam", "GetUser", UserName="nobody")
    assert (status, set(answer)) == (404, {"Error", "RequestId"})
    assert answer["Error"] == {
        "Code": "NoSuchEntity",
        "Message": "The user with name nobody cannot be found.",
        "Type": "Sender",
    }
    body = b"Action=GetCallerIdentity&Version=2011-06-15"
    status, text = fetch(dev.endpoint + "/", body, FORM | {"accept": "application/json"})
    assert (status, json.loads(text)["Error"]["Code"]) == (403, "MissingAuthenticationToken")


def test_others_are_answered_in_xml(dev, ask):
    for accept in ["*/*", "text/xml, application/json", "application/x-amz-json-1.1"]:
        status, answer = ask("sts", "GetCallerIdentity", accept=accept)
        assert (status, answer.startswith("<GetCallerIdentityResponse ")) == (200, True), accept


def test_a_token_for_kubernetes_says_who_made_it(dev):
    """`aws eks get-token` signs a URL for sixty seconds, with a header of its own, which the cluster then asks STS about."""
    done = dev.aws("eks", "get-token", "--cluster-name", "demo")
    assert done.returncode == 0, done.stderr
    token = json.loads(done.stdout)["status"]["token"].removeprefix("k8s-aws-v1.")
    url = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
    for cluster, expected in [("demo", 200), ("other", 403)]:
        status, text = fetch(url, headers={"x-k8s-aws-id": cluster, "accept": "application/json"})
        assert status == expected, text
        answer = json.loads(text)
        if expected == 200:
            assert answer["GetCallerIdentityResponse"]["GetCallerIdentityResult"]["Arn"] == "arn:aws:iam::123456789012:root"
        else:
            assert answer["Error"]["Code"] == "SignatureDoesNotMatch"
