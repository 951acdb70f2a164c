"""Hardware tokens and FIDO security keys, which the operator registers with the program."""

import csv
import json
import re
import urllib.parse

import pytest

from phones import Phone
from portcullis import DEV_ACCOUNT, Credentials
from world import ALLOW_ALL, OTHER, UNABLE, WRONG_CODE, allow, trust

SERIAL = "GAHT12345678"
SEED = bytes(range(200, 220))
PRESENT = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


def portcullis(server, *arguments):
    """The program, as the first account's root; what it printed in JSON."""
    done = server.run("mfa-device", *arguments, "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def seed(tmp_path):
    """The seed as a vendor delivers it."""
    path = tmp_path / "seed"
    path.write_text(SEED.hex(" ", 2).upper() + "\n")
    return str(path)


def test_a_hardware_token_proves_its_user(dev, seed, refused):
    assert portcullis(dev, "add-token", SERIAL, "--seed", seed) == {"serialNumber": SERIAL}
    iam, ann = dev.client("iam"), dev.user("ann", ALLOW_ALL)
    sts = dev.client("sts", ann)
    token = Phone(SERIAL, SEED)
    with refused("AccessDenied", 403) as answer:
        sts.get_session_token(**token.proof())
    assert answer.message == UNABLE
    with refused("InvalidAuthenticationCode", 403):
        iam.enable_mfa_device(UserName="ann", SerialNumber=SERIAL, AuthenticationCode1=token.code(), AuthenticationCode2=token.code(-1))
    iam.enable_mfa_device(UserName="ann", **token.pair())
    [device] = iam.list_mfa_devices(UserName="ann")["MFADevices"]
    assert (device["UserName"], device["SerialNumber"]) == ("ann", SERIAL)
    shown = iam.get_mfa_device(UserName="ann", SerialNumber=SERIAL)
    assert shown["EnableDate"] == device["EnableDate"] and "Certifications" not in shown
    assert iam.list_virtual_mfa_devices()["VirtualMFADevices"] == []
    for call in (iam.delete_virtual_mfa_device, iam.list_mfa_device_tags):
        with refused("NoSuchEntity", 404):
            call(SerialNumber=SERIAL)
    # Each code once, in whatever call.
    guarded = dev.role("guarded", trust(DEV_ACCOUNT, Condition=PRESENT), allow("iam:ListUsers"))
    session = Credentials.of(sts.get_session_token(**token.proof())["Credentials"])
    with refused("AccessDenied", 403) as answer:
        sts.assume_role(RoleArn=guarded, RoleSessionName="s1", **token.proof())
    assert answer.message == WRONG_CODE
    assert sts.assume_role(RoleArn=guarded, RoleSessionName="s1", **token.proof(1))["Credentials"]
    # Its user takes it away in a session with MFA alone.
    with refused("AccessDenied", 403):
        dev.client("iam", ann).deactivate_mfa_device(SerialNumber=SERIAL)
    mine = dev.client("iam", session)
    mine.resync_mfa_device(UserName="ann", **token.pair(4))
    [listed] = portcullis(dev, "list")
    assert (listed["serialNumber"], listed["kind"], listed["userName"]) == (SERIAL, "HardwareToken", "ann")
    assert "somebody's" in dev.run("mfa-device", "remove", SERIAL).stderr
    mine.deactivate_mfa_device(SerialNumber=SERIAL)
    assert "userName" not in portcullis(dev, "list")[0]
    portcullis(dev, "remove", SERIAL)
    assert portcullis(dev, "list") == []


def test_a_token_is_of_one_account_and_there_after_a_restart(stored, seed, refused):
    server = stored
    made = server.account("create", "--account-id", OTHER)
    owner = Credentials(made["accessKeyId"], made["secretAccessKey"])
    portcullis(server, "add-token", SERIAL, "--seed", seed, "--account-id", OTHER)
    assert portcullis(server, "list") == []
    token = Phone(SERIAL, SEED)
    with refused("NoSuchEntity", 404):
        server.client("iam").enable_mfa_device(UserName="root", **token.pair())
    server.client("iam", owner).enable_mfa_device(UserName="root", **token.pair())
    server.stop()
    server.start()
    assert server.client("sts", owner).get_session_token(**token.proof())["Credentials"]
    with refused("AccessDenied", 403):
        server.client("sts", owner).get_session_token(**token.proof())


def test_a_security_key_is_a_record_of_its_user(dev, refused):
    iam, ann = dev.client("iam"), dev.user("ann", ALLOW_ALL)
    key = portcullis(dev, "add-key", "yubikey", "--user", "ann", "--certification", "FIDO=L1", "--certification", "FIPS-140-3=L2")["serialNumber"]
    assert re.fullmatch(f"arn:aws:iam::{DEV_ACCOUNT}:u2f/user/ann/yubikey-[A-Z2-7]{{26}}", key)
    shown = iam.get_mfa_device(UserName="ann", SerialNumber=key)
    assert shown["Certifications"] == {"FIDO": "L1", "FIPS-140-3": "L2"}
    with refused("AccessDenied", 403) as answer:
        dev.client("sts", ann).get_session_token(SerialNumber=key, TokenCode="123456")
    assert answer.message == UNABLE
    summary = iam.get_account_summary()["SummaryMap"]
    assert (summary["MFADevices"], summary["MFADevicesInUse"], summary["AccountMFAEnabled"]) == (1, 1, 0)
    iam.generate_credential_report()
    rows = {row["user"]: row for row in csv.DictReader(iam.get_credential_report()["Content"].decode().splitlines())}
    assert rows["ann"]["mfa_active"] == "true" and rows["<root_account>"]["mfa_active"] == "false"
    with refused("DeleteConflict", 409):
        iam.delete_user(UserName="ann")
    iam.deactivate_mfa_device(UserName="ann", SerialNumber=key)
    assert iam.list_mfa_devices(UserName="ann")["MFADevices"] == portcullis(dev, "list") == []
    root = portcullis(dev, "add-key", "safe", "--root")["serialNumber"]
    assert root.startswith(f"arn:aws:iam::{DEV_ACCOUNT}:u2f/root/safe-")
    assert iam.get_account_summary()["SummaryMap"]["AccountMFAEnabled"] == 1


def test_no_seed_is_in_log_or_audit_trail(stored, seed):
    portcullis(stored, "add-token", SERIAL, "--seed", seed)
    told = b"".join(path.read_bytes() for path in stored.data.rglob("*") if path.is_file())
    assert SERIAL.encode() in told
    for form in (SEED, SEED.hex().encode(), SEED.hex(" ", 2).upper().encode(), urllib.parse.quote(SEED.hex(" ", 2).upper()).encode()):
        assert form not in told
