"""AssumeRoleWithWebIdentity by the credential chains of real clients, and tokens that nobody should believe."""

import base64
import contextlib
import json
import os
import pathlib
import subprocess
import sys
import time
import urllib.parse
import urllib.request

import boto3
import botocore.session
import pytest

from issuer import Issuer, encoded, shared
from drivers import SDKS, Go, JavaScript, Refused, identified
from portcullis import DEV_ACCOUNT, REGION, ROOT_FOLDER, bare_environment, call
from world import ALLOW_S3, Soon, allow, arn, trust


@pytest.fixture
def issuer():
    return Issuer()


def trusting(server, issuer, *actions, **condition):
    """A provider of the issuer and a role `web` that trusts it; the role's ARN."""
    provider = call(server.client("iam"), "CreateOpenIDConnectProvider", Url=issuer.url, ClientIDList=["app"])["OpenIDConnectProviderArn"]
    return server.role("web", issuer.trust(provider, *actions, **condition), ALLOW_S3)


def sign_in(server, role, token, **parameters):
    sts = server.unsigned("sts")
    return sts.assume_role_with_web_identity(RoleArn=role, RoleSessionName="s1", WebIdentityToken=token, **parameters)


SESSION = f"arn:aws:sts::{DEV_ACCOUNT}:assumed-role/web/chain"


@pytest.fixture
def profile(dev, tmp_path):
    """A configuration file whose profile `web` has a token in a file."""
    role = trusting(dev, shared())
    token = tmp_path / "token"
    token.write_text(shared().token())
    config = tmp_path / "config"
    config.write_text(f"[profile web]\nrole_arn = {role}\nweb_identity_token_file = {token}\nrole_session_name = chain\nregion = {REGION}\n")
    return config


def test_the_aws_cli_finds_the_token_file_of_a_profile(dev, profile, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "awscli", "sts", "get-caller-identity", "--profile", "web", "--query", "Arn"],
        env=bare_environment(AWS_CONFIG_FILE=str(profile), AWS_ENDPOINT_URL=dev.endpoint, HOME=str(tmp_path)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == SESSION


@pytest.mark.usefixtures("profile")
def test_the_javascript_sdk_takes_a_token_and_its_file(dev, tmp_path):
    with contextlib.closing(JavaScript()) as sdk:
        named = {"roleArn": arn("role", "web"), "roleSessionName": "chain"}
        assert sdk.provided(dev, "fromTokenFile", named | {"webIdentityTokenFile": str(tmp_path / "token")})["arn"] == SESSION
        given = named | {"webIdentityToken": shared().token(), "durationSeconds": 900}
        found = sdk.provided(dev, "fromWebToken", given)
        assert (found["arn"], found["expiration"]) == (SESSION, Soon(900))
        with pytest.raises(Refused) as refused:
            sdk.provided(dev, "fromWebToken", given | {"webIdentityToken": shared().token(aud="other")})
        assert refused.value.code == "InvalidIdentityToken"


@pytest.mark.parametrize("provider", ["fromIni", "fromNodeProviderChain"])
def test_the_javascript_sdk_follows_a_profile_with_a_token_file(dev, profile, provider):
    # `clientConfig` does not reach the exchange of a profile's token: its endpoint is that of the environment, or of an assumer.
    options = {"profile": "web", "configFilepath": str(profile)}
    with contextlib.closing(JavaScript(AWS_ENDPOINT_URL_STS=dev.endpoint)) as sdk:
        assert sdk.provided(dev, provider, options)["arn"] == SESSION
    with contextlib.closing(JavaScript()) as sdk:
        assert sdk.provided(dev, provider, options, assumer=True)["arn"] == SESSION


# Where a program that is told nothing finds the endpoint: a variable, or lines at the end of its profile.
ENDPOINTS = {
    "the environment": ("AWS_ENDPOINT_URL", ""),
    "the environment, for STS": ("AWS_ENDPOINT_URL_STS", ""),
    "the profile": ("", "endpoint_url = {url}"),
    "the profile's services": ("", "services = local\n[services local]\nsts =\n  endpoint_url = {url}"),
}


# An endpoint of all services in a profile is nothing to the SDK for Go while it gets credentials.
FOUND = [(sdk, place) for sdk in SDKS for place in ENDPOINTS if (sdk, place) != (Go, "the profile")]


@pytest.mark.parametrize(("sdk", "place"), FOUND)
def test_a_program_that_says_nothing_follows_its_profile(dev, profile, sdk, place):
    variable, lines = ENDPOINTS[place]
    profile.write_text(profile.read_text() + lines.format(url=dev.endpoint))
    endpoint = {variable: dev.endpoint} if variable else {}
    assert identified(sdk, AWS_CONFIG_FILE=str(profile), AWS_PROFILE="web", **endpoint) == SESSION


@pytest.mark.parametrize("sdk", SDKS)
def test_a_program_goes_on_from_a_profile_with_a_token_file(dev, profile, sdk):
    web = arn("role", "web")
    dev.client("iam").put_role_policy(RoleName="web", PolicyName="on", PolicyDocument=json.dumps(allow("sts:AssumeRole")))
    role = dev.role("next", trust(web))
    profile.write_text(f"{profile.read_text()}[profile next]\nrole_arn = {role}\nsource_profile = web\nrole_session_name = on\n")
    caller = identified(sdk, AWS_CONFIG_FILE=str(profile), AWS_PROFILE="next", AWS_ENDPOINT_URL=dev.endpoint, AWS_REGION=REGION)
    assert caller == f"arn:aws:sts::{DEV_ACCOUNT}:assumed-role/next/on"


@pytest.mark.parametrize("sdk", SDKS)
def test_a_program_that_says_nothing_finds_the_token_file_of_its_environment(dev, profile, sdk):
    caller = identified(
        sdk,
        AWS_ROLE_ARN=arn("role", "web"),
        AWS_WEB_IDENTITY_TOKEN_FILE=str(profile.with_name("token")),
        AWS_ROLE_SESSION_NAME="chain",
        AWS_ENDPOINT_URL=dev.endpoint,
        AWS_REGION=REGION,
    )
    assert caller == SESSION


def test_boto3_finds_the_token_file_of_a_profile(dev, profile, monkeypatch):
    monkeypatch.setenv("AWS_CONFIG_FILE", str(profile))
    monkeypatch.setenv("AWS_ENDPOINT_URL", dev.endpoint)
    session = boto3.Session(botocore_session=botocore.session.Session(profile="web"))
    assert session.client("sts").get_caller_identity()["Arn"] == SESSION


def test_boto3_finds_the_token_file_of_the_environment(dev, tmp_path, monkeypatch):
    token = tmp_path / "token"
    token.write_text(shared().token())
    for name, value in {
        "AWS_ROLE_ARN": trusting(dev, shared()),
        "AWS_WEB_IDENTITY_TOKEN_FILE": str(token),
        "AWS_ROLE_SESSION_NAME": "chain",
        "AWS_ENDPOINT_URL": dev.endpoint,
        "AWS_DEFAULT_REGION": REGION,
    }.items():
        monkeypatch.setenv(name, value)
    session = boto3.Session(botocore_session=botocore.session.Session())
    assert session.client("sts").get_caller_identity()["Arn"] == SESSION


def test_a_client_tries_again_when_an_issuer_cannot_be_asked(dev, issuer, refused):
    """IDPCommunicationError may be a matter of the moment, and botocore takes it for one (S-53)."""
    role = trusting(dev, issuer)
    issuer.failures = 2
    with refused("IDPCommunicationError", 400):
        sign_in(dev, role, issuer.token())
    sts = dev.client("sts", signature_version=botocore.UNSIGNED, retries={"total_max_attempts": 2})
    answer = sts.assume_role_with_web_identity(RoleArn=role, RoleSessionName="s1", WebIdentityToken=issuer.token())
    assert answer["ResponseMetadata"]["RetryAttempts"] == 1


def test_keys_are_rotated_under_way(dev, issuer, refused):
    role = trusting(dev, issuer)
    old = issuer.token()
    assert sign_in(dev, role, old)["Audience"] == "app"
    issuer.published = ["second", "first"]
    assert sign_in(dev, role, issuer.token("second"))
    assert sign_in(dev, role, old)
    issuer.published = ["third", "second"]
    assert sign_in(dev, role, issuer.token("third"))
    with refused("InvalidIdentityToken", 400):
        sign_in(dev, role, old)
    assert issuer.asked.count("/jwks") == 4


def test_claims_decide_in_the_trust_policy_and_stay_in_the_session(dev, refused):
    issuer = shared()
    role = trusting(dev, issuer, "sts:TagSession", StringEquals={f"{issuer.name}:sub": "ann@example.com"})
    tags = {"https://aws.amazon.com/tags": {"principal_tags": {"team": ["blue"]}, "transitive_tag_keys": ["team"]}}
    answer = sign_in(dev, role, issuer.token(**tags), DurationSeconds=900)
    assert answer["PackedPolicySize"] > 0
    with refused("AccessDenied", 403) as denied:
        sign_in(dev, role, issuer.token(sub="bob@example.com"))
    assert denied.message == "Not authorized to perform sts:AssumeRoleWithWebIdentity"


HOSTILE = {
    "nobody signed it": (lambda issuer: ".".join([encoded({"alg": "none", "kid": "first"}), issuer.token().split(".")[1], ""]), "InvalidIdentityToken"),
    "signature stripped": (lambda issuer: issuer.token().rpartition(".")[0] + ".", "InvalidIdentityToken"),
    "HS256": (lambda issuer: issuer.token(header={"alg": "HS256"}), "InvalidIdentityToken"),
    "RS512 that is RS256": (lambda issuer: issuer.token(header={"alg": "RS512"}), "InvalidIdentityToken"),
    "another key": (lambda issuer: issuer.token("evil", header={"kid": "first"}), "InvalidIdentityToken"),
    "unknown key": (lambda issuer: issuer.token(header={"kid": "unknown"}), "InvalidIdentityToken"),
    "crit": (lambda issuer: issuer.token(header={"crit": ["exp"]}), "InvalidIdentityToken"),
    "expired": (lambda issuer: issuer.token(exp=int(time.time()) - 301), "ExpiredTokenException"),
    "issued later": (lambda issuer: issuer.token(iat=int(time.time()) + 400), "IDPRejectedClaim"),
    "another audience": (lambda issuer: issuer.token(aud="other"), "InvalidIdentityToken"),
    "another party": (lambda issuer: issuer.token(azp="other"), "InvalidIdentityToken"),
    "two audiences": (lambda issuer: issuer.token(aud=["app", "other"]), "InvalidIdentityToken"),
    "another issuer": (lambda issuer: issuer.token(iss="https://evil.example.com"), "InvalidIdentityToken"),
    "issuer with a slash": (lambda issuer: issuer.token(iss=issuer.url + "/"), "InvalidIdentityToken"),
    "no subject": (lambda issuer: issuer.token(sub=None), "InvalidIdentityToken"),
    "changed claims": (lambda issuer: changed(issuer.token(sub="bob@example.com")), "InvalidIdentityToken"),
    "not a token": (lambda issuer: "x" * 20000, "InvalidIdentityToken"),
    "too long": (lambda issuer: "x" * 20001, "ValidationError"),
}


def changed(token):
    header, claims, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(claims + "=="))
    return f"{header}.{encoded(claims | {'sub': 'ann@example.com'})}.{signature}"


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_tokens_are_refused(dev, refused, name):
    make, code = HOSTILE[name]
    role = trusting(dev, shared())
    with refused(code):
        sign_in(dev, role, make(shared()))


def test_without_tls_issuers_are_for_development_only(stored, refused):
    with refused("ValidationError", 400, match="Invalid Open ID Connect Provider URL"):
        stored.client("iam").create_open_id_connect_provider(Url=shared().url)


class Provider:
    """A provider of OpenID Connect that others wrote: the npm package `oidc-provider`, in a process of its own."""

    def __init__(self):
        modules = os.environ.get("PORTCULLIS_NODE_MODULES") or str(ROOT_FOLDER / "target/npm/clients/node_modules")
        self.process = subprocess.Popen(
            ["node", str(pathlib.Path(__file__).with_name("js") / "provider.mjs")],
            env=bare_environment(NODE_PATH=modules),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.url = self.process.stdout.readline().strip()
        assert self.url, "node ended: `cargo xtask test` installs what it needs"

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(timeout=30)

    def post(self, path, **form):
        secret = base64.b64encode(b"workload:secret").decode()
        request = urllib.request.Request(self.url + path, urllib.parse.urlencode(form).encode(), {"authorization": f"Basic {secret}"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def token(self):
        return self.post("/token", grant_type="client_credentials")["access_token"]


@pytest.fixture(scope="module")
def provider():
    provider = Provider()
    yield provider
    provider.close()


def test_a_real_provider_is_believed_while_it_rotates_its_keys(dev, provider, refused):
    name = provider.url.partition("://")[2]
    iam = dev.client("iam")
    made = iam.create_open_id_connect_provider(Url=provider.url, ClientIDList=["app"])["OpenIDConnectProviderArn"]
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": made},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {f"{name}:sub": "workload", f"{name}:aud": "app"}},
    }
    role = dev.role("web", {"Version": "2012-10-17", "Statement": [statement]})
    first = provider.token()
    answer = sign_in(dev, role, first)
    assert (answer["SubjectFromWebIdentityToken"], answer["Audience"]) == ("workload", "app")
    provider.post("/rotate")
    assert sign_in(dev, role, provider.token())
    assert sign_in(dev, role, first)
    provider.post("/rotate")
    assert sign_in(dev, role, provider.token())
    with refused("InvalidIdentityToken", 400):
        sign_in(dev, role, first)
    iam.remove_client_id_from_open_id_connect_provider(OpenIDConnectProviderArn=made, ClientID="app")
    with refused("InvalidIdentityToken", 400, match="Incorrect token audience"):
        sign_in(dev, role, provider.token())


@pytest.mark.parametrize("algorithm", ["RS256", "ES384"])
def test_another_server_trusts_the_tokens_of_an_account_by_their_documents(servers, refused, algorithm):
    """A server's own tokens, verified like anybody's: discovery, key set and signature are what others would see. They are good nowhere on it."""
    server, other = servers(), servers("other")
    issuer = server.client("iam").enable_outbound_web_identity_federation()["IssuerIdentifier"]
    sts = server.client("sts", server.user("ann", allow("sts:GetWebIdentityToken", "sts:TagGetWebIdentityToken")))
    tag = [{"Key": "job", "Value": "7"}]
    token = sts.get_web_identity_token(Audience=["app"], SigningAlgorithm=algorithm, DurationSeconds=60, Tags=tag)["WebIdentityToken"]
    claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    assert (claims["iss"], claims["sub"], claims["aud"]) == (issuer, arn("user", "ann"), "app")
    assert claims["exp"] - claims["iat"] == 60
    about = claims["https://sts.amazonaws.com/"]
    assert about == {"aws_account": DEV_ACCOUNT, "source_region": REGION, "principal_id": arn("user", "ann"), "request_tags": {"job": "7"}}
    name = issuer.partition("://")[2]
    for one in (server, other):
        made = call(one.client("iam"), "CreateOpenIDConnectProvider", Url=issuer, ClientIDList=["app"])["OpenIDConnectProviderArn"]
        statement = {"Effect": "Allow", "Principal": {"Federated": made}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {f"{name}:sub": arn("user", "ann")}}}
        role = one.role("web", {"Version": "2012-10-17", "Statement": [statement]})
    assert sign_in(other, role, token)["SubjectFromWebIdentityToken"] == arn("user", "ann")
    with refused("InvalidIdentityToken", 400, match="Invalid token signature"):
        sign_in(other, role, token[:-8] + "AAAAAAAA")
    with refused("InvalidIdentityToken", 400, match="Tokens of GetWebIdentityToken are not taken"):
        sign_in(server, role, token)


def key_ids(issuer):
    with urllib.request.urlopen(f"{issuer}/.well-known/jwks.json", timeout=30) as reply:
        return [key["kid"] for key in json.load(reply)["keys"]]


def signed_by(token):
    return json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "=="))["kid"]


def test_a_rotation_renews_the_keys_of_tokens_and_old_tokens_stay_good(dev, servers):
    issuer = dev.client("iam").enable_outbound_web_identity_federation()["IssuerIdentifier"]
    sts = dev.client("sts", dev.user("ann", allow("sts:GetWebIdentityToken")))
    wanted = {"Audience": ["app"], "SigningAlgorithm": "ES384", "DurationSeconds": 3600}
    old = sts.get_web_identity_token(**wanted)["WebIdentityToken"]
    assert sts.get_web_identity_token(**wanted)["WebIdentityToken"] != old
    assert dev.run("keys", "rotate").returncode == 0
    new = sts.get_web_identity_token(**wanted)["WebIdentityToken"]
    assert signed_by(new) != signed_by(old)
    assert {signed_by(old), signed_by(new)} <= set(key_ids(issuer))
    assert len(key_ids(issuer)) == 4
    # Both are verified by what the account publishes.
    other = servers("other")
    made = call(other.client("iam"), "CreateOpenIDConnectProvider", Url=issuer, ClientIDList=["app"])["OpenIDConnectProviderArn"]
    trust = {"Effect": "Allow", "Principal": {"Federated": made}, "Action": "sts:AssumeRoleWithWebIdentity"}
    role = other.role("web", {"Version": "2012-10-17", "Statement": [trust | {"Condition": {"StringEquals": {f"{issuer.partition('://')[2]}:aud": "app"}}}]})
    assert sign_in(other, role, old) and sign_in(other, role, new)
    # The last token of the old key has ended an hour after it was retired.
    dev.advance(3590)
    assert signed_by(old) in key_ids(issuer)
    dev.advance(60)
    assert signed_by(old) not in key_ids(issuer)
    assert signed_by(new) in key_ids(issuer) and len(key_ids(issuer)) == 2
