"""Version 2 of the AWS CLI: what it does unlike version 1, and what people configure it with."""

import json
import os
import pathlib
import re
import shlex
import subprocess

import pytest

from issuer import shared
from phones import Phone
from portcullis import DEV_ACCOUNT, REGION, ROOT_FOLDER, Credentials, bare_environment
from world import ALLOW_ALL, ALLOW_S3, allow, arn, trust

AWS = pathlib.Path(os.environ.get("PORTCULLIS_AWS_V2", ROOT_FOLDER / "target" / "aws-cli-v2" / "bin" / "aws"))
ROOT = {"UserId": DEV_ACCOUNT, "Account": DEV_ACCOUNT, "Arn": f"arn:aws:iam::{DEV_ACCOUNT}:root"}


@pytest.fixture(scope="module", autouse=True)
def _version_two():
    if os.environ.get("PORTCULLIS_AWS_V2") == "":
        pytest.skip("version 2 of the AWS CLI could not be fetched")
    assert AWS.is_file(), f"{AWS} is missing: `cargo xtask test` makes it"
    said = subprocess.run([AWS, "--version"], capture_output=True, text=True, timeout=60).stdout
    assert said.startswith("aws-cli/2."), said


@pytest.fixture
def home(tmp_path):
    """A home folder: what is configured is configured there."""
    (tmp_path / ".aws").mkdir()
    return tmp_path


@pytest.fixture
def aws(dev, home):
    """Runs a command line as these credentials (root unless told otherwise; None: as the files say); the finished process."""

    def run(line, credentials=dev.root, stdin="", **variables):
        given = {} if credentials is None else credentials.environment()
        given |= {"HOME": str(home), "AWS_PAGER": "", "AWS_REGION": REGION}
        given |= {"AWS_ENDPOINT_URL": dev.endpoint} | variables
        environment = bare_environment(**given)
        for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
            environment.pop(name)
        # A session of its own: without a terminal a code is read from the standard input.
        return subprocess.run(
            [AWS, *shlex.split(line)], env=environment, input=stdin, capture_output=True, text=True, timeout=120, start_new_session=True
        )

    return run


def answer(done):
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) if done.stdout else None


def test_the_lines_of_the_banner_are_all_that_it_needs(servers, home):
    server = servers(root=None)
    exports = [line for line in server.wrote().splitlines() if line.startswith(("export ", "unset "))]
    assert any(line.startswith("export AWS_ENDPOINT_URL=") for line in exports), server.wrote()
    script = "\n".join([*exports, f"{shlex.quote(str(AWS))} sts get-caller-identity"])
    done = subprocess.run(
        ["sh", "-c", script], env=bare_environment(HOME=str(home), AWS_PAGER=""), capture_output=True, text=True, timeout=120
    )
    who = answer(done)
    assert who["Arn"] == f"arn:aws:iam::{who['Account']}:root"


def test_a_life_by_the_command_line(aws, home):
    (home / "policy.json").write_text(json.dumps(ALLOW_S3))
    (home / "version.yaml").write_text(f"PolicyArn: {arn('policy', 'read')}\nVersionId: v1\n")
    assert answer(aws("sts get-caller-identity")) == ROOT
    made = answer(aws("iam create-user --user-name ann --path /team/ --tags Key=Team,Value=red"))
    assert made["User"]["Arn"] == arn("user", "team/ann")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", made["User"]["CreateDate"])
    assert answer(aws("iam wait user-exists --user-name ann")) is None
    policy = answer(aws(f"iam create-policy --policy-name read --policy-document file://{home / 'policy.json'}"))["Policy"]["Arn"]
    assert answer(aws(f"iam attach-user-policy --user-name ann --policy-arn {policy}")) is None
    key = Credentials.of(answer(aws("iam create-access-key --user-name ann"))["AccessKey"])
    assert answer(aws("sts get-caller-identity --query Arn", key)) == arn("user", "team/ann")
    # YAML in and out is new in version 2.
    shown = aws(f"iam get-policy-version --cli-input-yaml file://{home / 'version.yaml'} --output yaml")
    assert shown.returncode == 0, shown.stderr
    assert "VersionId: v1" in shown.stdout and "s3:GetObject" in shown.stdout
    assert answer(aws(f"iam detach-user-policy --user-name ann --policy-arn {policy}")) is None


def test_pages_are_put_together_or_asked_for_one_by_one(aws, dev):
    names = [f"u{number}" for number in range(5)]
    for name in names:
        dev.client("iam").create_user(UserName=name)
    assert answer(aws("iam list-users --page-size 2 --query Users[].UserName")) == names
    first = answer(aws("iam list-users --max-items 3"))
    rest = answer(aws(f"iam list-users --starting-token {first['NextToken']}"))
    assert [user["UserName"] for user in first["Users"] + rest["Users"]] == names
    page = answer(aws("iam list-users --no-paginate --max-items 2"))
    assert (len(page["Users"]), page["IsTruncated"]) == (2, True)
    rest = answer(aws(f"iam list-users --no-paginate --marker {page['Marker']}"))
    assert [user["UserName"] for user in page["Users"] + rest["Users"]] == names


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "iam get-role --role-name app",
            "An error occurred (NoSuchEntity) when calling the GetRole operation: The role with name app cannot be found.",
        ),
        ("iam create-user --user-name a/b", "An error occurred (ValidationError) when calling the CreateUser operation: "),
    ],
)
def test_refusals_are_printed_as_aws_prints_them(aws, line, said):
    done = aws(line)
    assert (done.returncode, done.stdout) == (254, "")
    assert done.stderr.strip().startswith(said)


def test_a_wrong_secret_is_refused(aws, dev):
    done = aws("sts get-caller-identity", Credentials(dev.root.access_key_id, "not-the-secret"))
    assert done.returncode == 254 and "(SignatureDoesNotMatch)" in done.stderr


def configure(home, dev, user, **profiles):
    """Writes both files: the user's keys as `base`, and the profiles."""
    lines = ["[base]", f"aws_access_key_id = {user.access_key_id}", f"aws_secret_access_key = {user.secret}"]
    (home / ".aws" / "credentials").write_text("\n".join(lines) + "\n")
    lines = ["[profile base]", f"region = {REGION}", f"endpoint_url = {dev.endpoint}"]
    for name, settings in profiles.items():
        lines += [f"[profile {name}]", f"endpoint_url = {dev.endpoint}", "source_profile = base"]
        lines += [f"{setting} = {value}" for setting, value in settings.items()]
    (home / ".aws" / "config").write_text("\n".join(lines) + "\n")


def test_a_profile_assumes_its_role(aws, dev, home):
    user = dev.user("ann", allow("sts:AssumeRole"))
    external = {"Condition": {"StringEquals": {"sts:ExternalId": "e-17"}}}
    dev.role("app", trust(DEV_ACCOUNT, **external), ALLOW_ALL)
    role = {"role_arn": arn("role", "app"), "role_session_name": "cli"}
    configure(home, dev, user, app=role | {"external_id": "e-17", "duration_seconds": "900"}, stranger=role)
    who = answer(aws("sts get-caller-identity --profile app", None))
    assert who["Arn"] == f"arn:aws:sts::{DEV_ACCOUNT}:assumed-role/app/cli"
    assert answer(aws("iam list-roles --profile app --query Roles[].RoleName", None)) == ["app"]
    done = aws("sts get-caller-identity --profile stranger", None)
    assert done.returncode != 0 and "(AccessDenied) when calling the AssumeRole operation" in done.stderr
    # Version 2 hands the session on to other programs.
    exported = answer(aws("configure export-credentials --profile app", None))
    session = Credentials(exported["AccessKeyId"], exported["SecretAccessKey"], exported["SessionToken"])
    assert answer(aws("sts get-caller-identity --query Arn", session)).endswith("assumed-role/app/cli")


def test_a_profile_asks_for_the_code_of_a_device(aws, dev, home):
    user = dev.user("ann", allow("sts:AssumeRole"))
    iam = dev.client("iam")
    phone = Phone.of(iam.create_virtual_mfa_device(VirtualMFADeviceName="phone")["VirtualMFADevice"])
    iam.enable_mfa_device(UserName="ann", **phone.pair())
    dev.role("app", trust(DEV_ACCOUNT, Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}))
    configure(home, dev, user, app={"role_arn": arn("role", "app"), "role_session_name": "cli", "mfa_serial": phone.serial})
    done = aws("sts get-caller-identity --profile app", None, stdin=phone.code(1) + "\n")
    assert answer(done)["Arn"].endswith("assumed-role/app/cli")
    assert f"Enter MFA code for {phone.serial}" in done.stderr
    (kept,) = (home / ".aws" / "cli" / "cache").iterdir()
    kept.unlink()
    again = aws("sts get-caller-identity --profile app", None, stdin=phone.code(1) + "\n")
    assert again.returncode != 0 and "(AccessDenied)" in again.stderr, "a code is good once"


def test_a_profile_has_its_token_in_a_file_or_its_keys_from_a_process(aws, dev, home):
    provider = dev.client("iam").create_open_id_connect_provider(Url=shared().url, ClientIDList=["app"])["OpenIDConnectProviderArn"]
    role = dev.role("web", shared().trust(provider), ALLOW_ALL)
    (home / "token").write_text(shared().token())
    user = dev.user("ann")
    printed = {"Version": 1, "AccessKeyId": user.access_key_id, "SecretAccessKey": user.secret}
    (home / "process.json").write_text(json.dumps(printed))
    (home / ".aws" / "config").write_text(
        f"[profile web]\nrole_arn = {role}\nweb_identity_token_file = {home / 'token'}\nrole_session_name = cli\n"
        f"[profile process]\ncredential_process = cat {home / 'process.json'}\n"
    )
    who = "sts get-caller-identity --query Arn --profile"
    assert answer(aws(f"{who} web", None)) == f"arn:aws:sts::{DEV_ACCOUNT}:assumed-role/web/cli"
    assert answer(aws(f"{who} process", None)) == arn("user", "ann")
    (home / "token").write_text(shared().token(aud="other"))
    for kept in (home / ".aws" / "cli" / "cache").glob("*"):
        kept.unlink()
    done = aws(f"{who} web", None)
    assert done.returncode != 0 and "(InvalidIdentityToken) when calling the AssumeRoleWithWebIdentity operation" in done.stderr
