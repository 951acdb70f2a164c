"""MFA devices as clients use them: roles and sessions that want a code, codes that are taken once, devices whose clock is wrong."""

import base64
import concurrent.futures
import json
import os
import pty
import re
import select
import subprocess
import sys
import time

import boto3
import botocore.exceptions
import pytest

from phones import STEP_SECONDS, Phone, step
from portcullis import DEV_ACCOUNT, REGION, Credentials, bare_environment
from world import ALLOW_ALL, TRUST, UNABLE, WRONG_CODE, allow, arn, trust

PRESENT = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
TRIES, WINDOW_SECONDS = 9, 180
GUARDED = f"arn:aws:sts::{DEV_ACCOUNT}:assumed-role/guarded/session"


class Owner:
    """A user with a key and an enabled device."""

    def __init__(self, server, name="ann", policy=ALLOW_ALL, behind=0):
        self.server = server
        self.name = name
        self.credentials = server.user(name, policy)
        self.phone = new_phone(server, name)
        server.client("iam").enable_mfa_device(UserName=name, **self.phone.pair(-1 - behind))

    def token(self, **parameters):
        """A session of GetSessionToken."""
        answer = self.server.client("sts", self.credentials).get_session_token(**parameters)
        return Credentials.of(answer["Credentials"])

    def assume(self, role, **parameters):
        return self.server.session(role, self.credentials, **parameters)


def new_phone(server, name, credentials=None):
    answer = server.client("iam", credentials).create_virtual_mfa_device(VirtualMFADeviceName=name)
    return Phone.of(answer["VirtualMFADevice"])


@pytest.fixture
def ann(dev):
    return Owner(dev)


@pytest.fixture
def guarded(dev):
    """A role that wants MFA of whoever assumes it."""
    return dev.role("guarded", trust(DEV_ACCOUNT, Condition=PRESENT), allow("iam:ListUsers"))


def test_a_role_that_wants_mfa_is_assumed_with_a_code_only(dev, ann, guarded, refused):
    with refused("AccessDenied", 403) as answer:
        ann.assume(guarded)
    assert answer.message == (
        f"User: {arn('user', 'ann')} is not authorized to perform: sts:AssumeRole on resource: {guarded} "
        "because no role trust policy allows the sts:AssumeRole action"
    )
    session = ann.assume(guarded, **ann.phone.proof())
    assert dev.client("sts", session).get_caller_identity()["Arn"] == GUARDED
    assert dev.client("iam", session).list_users()["Users"]


def test_a_code_is_taken_once(dev, ann, guarded, refused):
    """The text ends with a blank (S-31)."""
    assert ann.assume(guarded, **ann.phone.proof())
    for use in (ann.token, lambda **proof: ann.assume(guarded, **proof)):
        with refused("AccessDenied", 403) as answer:
            use(**ann.phone.proof())
        assert answer.message == WRONG_CODE
    # An older code that nobody used, and a newer one.
    assert ann.token(**ann.phone.proof(-1))
    assert ann.assume(guarded, **ann.phone.proof(1))


def test_a_call_that_is_refused_takes_no_code(dev, ann, guarded, refused):
    closed = dev.role("closed", trust(arn("role", "guarded"), Condition=PRESENT))
    with refused("AccessDenied", 403, match="because no role trust policy allows the sts:AssumeRole action"):
        ann.assume(closed, **ann.phone.proof())
    with refused("ValidationError", 400):
        ann.assume(guarded, **ann.phone.proof(), DurationSeconds=43200)
    assert ann.assume(guarded, **ann.phone.proof())


def window():
    return int(time.time()) // WINDOW_SECONDS


def told(use, proof):
    """What the refusal of a proof says; None if it is no refusal."""
    try:
        use(**proof)
    except botocore.exceptions.ClientError as refusal:
        return refusal.response["Error"]["Message"]
    return None


def test_of_many_who_show_the_same_code_one_gets_in(ann):
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: told(ann.token, ann.phone.proof()), range(8)))
    assert (answers.count(None), answers.count(WRONG_CODE)) == (1, 7)


def test_nine_codes_are_tried_in_three_minutes(ann):
    before, answers = window(), []
    while not answers or answers[-1] == WRONG_CODE:
        answers.append(told(ann.token, ann.phone.proof(50 + len(answers))))
        assert len(answers) <= 2 * TRIES
    assert answers[-1] == UNABLE
    a_right_one = told(ann.token, ann.phone.proof())
    # Unless the next three minutes began meanwhile.
    if window() == before:
        assert (len(answers), a_right_one) == (TRIES + 1, UNABLE)


def test_only_the_owner_proves_with_a_device(dev, ann, guarded, refused):
    bob = Owner(dev, "bob")
    session = dev.session(dev.role("open", TRUST, ALLOW_ALL), ann.credentials)
    spare = new_phone(dev, "spare")
    for credentials, proof in (
        (bob.credentials, ann.phone.proof()),
        (session, ann.phone.proof()),
        (dev.root, ann.phone.proof()),
        (ann.credentials, spare.proof()),
        (ann.credentials, {"SerialNumber": arn("mfa", "Ann"), "TokenCode": ann.phone.code()}),
    ):
        sts = dev.client("sts", credentials)
        with refused("AccessDenied", 403) as answer:
            if credentials == session:
                sts.assume_role(RoleArn=guarded, RoleSessionName="session", **proof)
            else:
                sts.get_session_token(**proof)
        assert answer.message == UNABLE
    assert ann.token(**ann.phone.proof())


# Sessions of GetSessionToken.


def test_a_token_with_mfa_may_call_iam_and_one_without_may_not(dev, ann, refused):
    proven, unproven = ann.token(**ann.phone.proof()), ann.token()
    assert dev.client("iam", proven).list_users()["Users"]
    with refused("InvalidClientTokenId", 403) as answer:
        dev.client("iam", unproven).list_users()
    assert answer.message == "The security token included in the request is invalid"
    for token in (proven, unproven):
        assert dev.client("sts", token).get_caller_identity()["Arn"] == arn("user", "ann")
        with refused("AccessDenied", 403, match="Cannot call GetSessionToken with session credentials"):
            dev.client("sts", token).get_session_token()


def test_the_policy_that_forces_mfa(dev, refused):
    """The one that AWS documents: without MFA nothing but to get it."""
    deny = {
        "Effect": "Deny",
        "NotAction": ["iam:ListMFADevices", "sts:GetSessionToken"],
        "Resource": "*",
        "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}},
    }
    ann = Owner(dev, policy=ALLOW_ALL | {"Statement": [ALLOW_ALL["Statement"], deny]})
    iam = dev.client("iam", ann.credentials)
    assert iam.list_mfa_devices()["MFADevices"]
    with refused("AccessDenied", 403, match="with an explicit deny in an identity-based policy"):
        iam.list_users()
    assert dev.client("iam", ann.token(**ann.phone.proof())).list_users()["Users"]


def test_the_age_of_a_proof_grows_with_the_clock(dev, refused):
    fresh = {"NumericLessThan": {"aws:MultiFactorAuthAge": "300"}}
    ann = Owner(dev, policy=allow("iam:ListUsers", "sts:AssumeRole", Condition=fresh))
    role = dev.role("fresh", trust(arn("user", "ann"), Condition=fresh | PRESENT))
    proven = ann.token(**ann.phone.proof())
    with refused("AccessDenied", 403):
        dev.client("iam", ann.credentials).list_users()
    dev.advance(200)
    assert dev.client("iam", proven).list_users()["Users"]
    assert dev.session(role, proven)
    dev.advance(100)
    with refused("AccessDenied", 403):
        dev.client("iam", proven).list_users()
    with refused("AccessDenied", 403):
        dev.session(role, proven)
    # A code in the call itself has no age. The development clock does not move the phone.
    assert dev.session(role, ann.credentials, **ann.phone.proof(1))


def test_a_proof_goes_along_to_no_role(dev, ann, refused):
    seen = {"Statement": [allow("iam:ListUsers", Condition=PRESENT)["Statement"][0], allow("iam:ListRoles")["Statement"][0]]}
    role = dev.role("app", trust(DEV_ACCOUNT, Condition=PRESENT), ALLOW_ALL | seen)
    for session in (ann.assume(role, **ann.phone.proof()), dev.session(role, ann.token(**ann.phone.proof(1)))):
        iam = dev.client("iam", session)
        assert iam.list_roles()["Roles"]
        with refused("AccessDenied", 403):
            iam.list_users()


def test_the_root_proves_with_its_own_device(dev, refused):
    phone = new_phone(dev, "root-account-mfa-device")
    iam = dev.client("iam")
    iam.enable_mfa_device(UserName="root", **phone.pair())
    assert iam.list_mfa_devices()["MFADevices"][0]["UserName"] == "root"
    with refused("AccessDenied", 403, match="is not authorized to perform: iam:DeactivateMFADevice"):
        iam.deactivate_mfa_device(UserName="root", SerialNumber=phone.serial)
    token = Credentials.of(dev.client("sts").get_session_token(**phone.proof())["Credentials"])
    dev.client("iam", token).deactivate_mfa_device(UserName="root", SerialNumber=phone.serial)
    assert iam.list_mfa_devices()["MFADevices"] == []


# Devices.


def test_a_user_with_a_device_changes_his_own_in_a_session_with_mfa(dev, ann, refused):
    iam = dev.client("iam", ann.credentials)
    second = new_phone(dev, "second", ann.credentials)
    for action, change in (
        ("iam:EnableMFADevice", lambda: iam.enable_mfa_device(UserName="ann", **second.pair())),
        ("iam:DeactivateMFADevice", lambda: iam.deactivate_mfa_device(UserName="ann", SerialNumber=ann.phone.serial)),
    ):
        with refused("AccessDenied", 403) as answer:
            change()
        assert answer.message == f"User: {arn('user', 'ann')} is not authorized to perform: {action} on resource: {arn('user', 'ann')}"
    proven = dev.client("iam", ann.token(**ann.phone.proof()))
    proven.enable_mfa_device(UserName="ann", **second.pair())
    proven.deactivate_mfa_device(UserName="ann", SerialNumber=ann.phone.serial)
    assert [device["SerialNumber"] for device in iam.list_mfa_devices()["MFADevices"]] == [second.serial]
    # What was proven stays proven; the device proves nothing any more.
    assert proven.list_users()["Users"]
    with refused("AccessDenied", 403, match="unable to validate MFA code"):
        ann.token(**ann.phone.proof(1))
    assert ann.token(**second.proof(1))


def test_two_codes_in_a_row_enable_a_device(dev, refused):
    dev.user("ann")
    phone, iam = new_phone(dev, "phone"), dev.client("iam")
    wrong = [
        (phone.code(0), phone.code(-1)),
        (phone.code(-2), phone.code(0)),
        (phone.code(0), phone.code(0)),
        (phone.code(1002), phone.code(1003)),
        (phone.code(-1003), phone.code(-1002)),
    ]
    for first, second in wrong:
        with refused("InvalidAuthenticationCode", 403, match="Authentication code for device is not valid."):
            iam.enable_mfa_device(UserName="ann", SerialNumber=phone.serial, AuthenticationCode1=first, AuthenticationCode2=second)
    iam.enable_mfa_device(UserName="ann", **phone.pair())
    assert iam.list_mfa_devices(UserName="ann")["MFADevices"]


def test_a_device_with_a_slow_clock_is_learned_and_learned_anew(dev, refused):
    ann = Owner(dev, behind=100)
    assert ann.token(**ann.phone.proof(-100))
    with refused("AccessDenied", 403) as answer:
        ann.token(**ann.phone.proof(0))
    assert answer.message == WRONG_CODE
    iam = dev.client("iam", ann.credentials)
    with refused("InvalidAuthenticationCode", 403):
        iam.resync_mfa_device(UserName="ann", **ann.phone.pair(-101))
    iam.resync_mfa_device(UserName="ann", **ann.phone.pair(0))
    assert ann.token(**ann.phone.proof(0))
    with refused("AccessDenied", 403):
        ann.token(**ann.phone.proof(-99))


def test_a_deleted_devices_name_is_free_and_its_seed_is_not_used_again(dev, ann, refused):
    iam = dev.client("iam")
    with refused("DeleteConflict", 409):
        iam.delete_virtual_mfa_device(SerialNumber=ann.phone.serial)
    iam.deactivate_mfa_device(UserName="ann", SerialNumber=ann.phone.serial)
    iam.delete_virtual_mfa_device(SerialNumber=ann.phone.serial)
    again = new_phone(dev, "ann")
    assert (again.serial, again.seed != ann.phone.seed) == (ann.phone.serial, True)
    with refused("InvalidAuthenticationCode", 403):
        iam.enable_mfa_device(UserName="ann", **ann.phone.pair())
    iam.enable_mfa_device(UserName="ann", **again.pair())


def test_a_used_code_stays_used_over_a_kill(stored, refused):
    ann = Owner(stored)
    proven = ann.token(**ann.phone.proof())
    stored.kill()
    stored.start()
    with refused("AccessDenied", 403) as answer:
        ann.token(**ann.phone.proof())
    assert answer.message == WRONG_CODE
    assert ann.token(**ann.phone.proof(1))
    assert stored.client("iam", proven).list_users()["Users"]


def test_no_seed_and_no_code_is_found_anywhere(servers, tmp_path, refused):
    arguments = ["--account-id", DEV_ACCOUNT, "--explain-denials", "--log-level", "trace"]
    server = servers(data=tmp_path / "data", arguments=arguments)
    ann = Owner(server)
    spare, iam = new_phone(server, "spare"), server.client("iam")
    with refused("InvalidAuthenticationCode", 403):
        iam.enable_mfa_device(UserName="ann", **spare.pair(2000))
    with refused("ValidationError", 400):
        iam.enable_mfa_device(UserName="ann", **spare.pair() | {"AuthenticationCode1": spare.code(3) + "x"})
    iam.resync_mfa_device(UserName="ann", **ann.phone.pair(1))
    assert ann.token(**ann.phone.proof())
    for proof in (ann.phone.proof(), ann.phone.proof(50), spare.proof()):
        with refused("AccessDenied", 403):
            ann.token(**proof)
    assert server.stop() == 0
    audit, log = (server.data / "audit.jsonl").read_text(), server.wrote()
    files = {file.name: file.read_bytes() for file in server.data.rglob("*") if file.is_file()} | {"log": log.encode()}
    seeds = [text for phone in (ann.phone, spare) for text in (phone.seed, base64.b32encode(phone.seed), base64.b64encode(base64.b32encode(phone.seed)))]
    assert [(name, seed) for name, content in files.items() for seed in seeds if seed in content] == []
    codes = {ann.phone.code(steps) for steps in (-1, 0, 1, 2, 50)} | {spare.code(steps) for steps in (0, 3, 2000, 2001)}
    # Six digits may well be part of an id or of a time.
    alone = re.compile(rf"(?<![\w.:-])(?:{'|'.join(codes)})x?(?![\w-])")
    assert alone.findall(audit) == alone.findall(log) == []
    asked = [json.loads(line) for line in audit.splitlines() if '"tokenCode"' in line or '"authenticationCode1"' in line]
    hidden = [value for line in asked for name, value in line["requestParameters"].items() if "Code" in name]
    assert (len(hidden), set(hidden)) == (2 * 4 + 4, {"\u2026"})


# Profiles with mfa_serial: the clients ask for the code.

CONFIGURATION = """
[profile base]
region = {region}
[profile guarded]
role_arn = {role}
source_profile = base
mfa_serial = {serial}
role_session_name = session
region = {region}
"""
WHO = ["sts", "get-caller-identity", "--query", "Arn", "--profile"]


@pytest.fixture
def profiles(dev, ann, guarded, tmp_path):
    """The environment of clients that have the profiles `base` and `guarded`."""
    (tmp_path / "config").write_text(CONFIGURATION.format(region=REGION, role=guarded, serial=ann.phone.serial))
    (tmp_path / "credentials").write_text(
        f"[base]\naws_access_key_id = {ann.credentials.access_key_id}\naws_secret_access_key = {ann.credentials.secret}\n"
    )
    return bare_environment(
        AWS_CONFIG_FILE=str(tmp_path / "config"),
        AWS_SHARED_CREDENTIALS_FILE=str(tmp_path / "credentials"),
        AWS_ENDPOINT_URL=dev.endpoint,
        HOME=str(tmp_path),
    )


def by_terminal(arguments, environment, typed):
    """Runs the AWS CLI on a terminal, types a line when it asks for a code; exit code, output, and what the terminal showed."""
    terminal, its_side = pty.openpty()
    try:
        with subprocess.Popen(
            [sys.executable, "-m", "awscli", *arguments],
            env=environment,
            stdin=its_side,
            stdout=subprocess.PIPE,
            stderr=its_side,
            # Without the terminal that the tests may have been started from.
            start_new_session=True,
        ) as process:
            shown = b""
            try:
                while b"Enter MFA code" not in shown:
                    assert select.select([terminal], [], [], 60)[0], shown
                    shown += os.read(terminal, 1024)
                os.write(terminal, f"{typed}\n".encode())
                printed, _ = process.communicate(timeout=60)
            finally:
                process.kill()
        while select.select([terminal], [], [], 0)[0]:
            shown += os.read(terminal, 1024)
    finally:
        os.close(its_side)
        os.close(terminal)
    return process.returncode, printed.decode(), shown.decode()


def test_the_aws_cli_asks_for_the_code_once(profiles, ann):
    code, printed, shown = by_terminal([*WHO, "guarded"], profiles, ann.phone.code())
    assert code == 0, shown
    assert json.loads(printed) == GUARDED
    assert ann.phone.serial in shown
    assert ann.phone.code() not in shown
    # The session is kept in a file; no code is needed until it expires.
    again = subprocess.run(
        [sys.executable, "-m", "awscli", *WHO, "guarded"],
        env=profiles,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout) == GUARDED


def test_the_aws_cli_prints_why_a_code_was_refused(profiles, ann):
    code, printed, shown = by_terminal([*WHO, "guarded"], profiles, ann.phone.code(50))
    assert (code, printed) in ((254, ""), (255, ""))
    assert WRONG_CODE.strip() in shown.replace("\r\n", "")


def test_boto3_asks_for_the_code(profiles, ann, monkeypatch):
    for name, value in profiles.items():
        monkeypatch.setenv(name, value)
    session = boto3.Session(profile_name="guarded")
    asked = []
    provider = session._session.get_component("credential_provider").get_provider("assume-role")
    monkeypatch.setattr(provider, "_prompter", lambda text: asked.append(text) or ann.phone.code())
    assert session.client("sts").get_caller_identity()["Arn"] == GUARDED
    assert session.client("iam").list_users()["Users"]
    assert len(asked) == 1
    assert ann.phone.serial in asked[0]


def test_codes_are_those_of_rfc_6238():
    """The phone of these tests, by the values of the RFC's appendix B: the last six of its eight digits."""
    phone = Phone("serial", b"12345678901234567890")
    table = {59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"}
    assert {moment: phone.at(moment // STEP_SECONDS) for moment in table} == table
    assert abs(phone.began - step()) <= 1
