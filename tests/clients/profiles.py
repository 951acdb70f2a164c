"""A user's configuration files: profiles that name keys, roles, devices and processes."""

import dataclasses
import json

from phones import Phone
from portcullis import DEV_ACCOUNT, REGION, Credentials
from world import allow, arn, trust

EXTERNAL_ID = "only-the-vendor-knows"
CONFIGURATION = """
[profile base]
region = {region}
[profile role]
role_arn = {role}
source_profile = base
role_session_name = by-profile
external_id = {external_id}
duration_seconds = 900
[profile chain]
role_arn = {next_role}
source_profile = role
role_session_name = chained
[profile guarded]
role_arn = {guarded}
source_profile = base
mfa_serial = {serial}
role_session_name = proven
[profile process]
credential_process = {process}
"""


def assumed(role, session):
    return f"arn:aws:sts::{DEV_ACCOUNT}:assumed-role/{role}/{session}"


@dataclasses.dataclass
class Ann:
    """A user with a phone, roles that she may assume, and profiles for them in files."""

    credentials: Credentials
    phone: Phone
    role: str
    guarded: str
    files: dict

    def environment(self):
        """The variables that name her files."""
        return {"AWS_CONFIG_FILE": self.files["configFilepath"], "AWS_SHARED_CREDENTIALS_FILE": self.files["filepath"]}


def make_ann(dev, tmp_path):
    """Ann, at a server; her files are in the folder."""
    credentials = dev.user("ann", allow("sts:AssumeRole", "sts:TagSession"))
    iam = dev.client("iam")
    phone = Phone.of(iam.create_virtual_mfa_device(VirtualMFADeviceName="phone")["VirtualMFADevice"])
    iam.enable_mfa_device(UserName="ann", **phone.pair())
    named = {"StringEquals": {"sts:ExternalId": EXTERNAL_ID}}
    actions = ["sts:AssumeRole", "sts:TagSession"]
    role = dev.role("app", trust(DEV_ACCOUNT, actions, Condition=named), allow("sts:AssumeRole"), MaxSessionDuration=7200)
    proven = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    guarded = dev.role("guarded", trust(DEV_ACCOUNT, Condition=proven))
    next_role = dev.role("next", trust(role))
    printed = {"Version": 1, "AccessKeyId": credentials.access_key_id, "SecretAccessKey": credentials.secret}
    (tmp_path / "process.json").write_text(json.dumps(printed))
    values = {"role": role, "next_role": next_role, "guarded": guarded, "serial": phone.serial, "external_id": EXTERNAL_ID}
    process = f"cat {tmp_path / 'process.json'}"
    (tmp_path / "config").write_text(CONFIGURATION.format(region=REGION, process=process, **values))
    (tmp_path / "credentials").write_text(
        f"[base]\naws_access_key_id = {credentials.access_key_id}\naws_secret_access_key = {credentials.secret}\n"
    )
    files = {"configFilepath": str(tmp_path / "config"), "filepath": str(tmp_path / "credentials")}
    return Ann(credentials, phone, role, guarded, files)


WHO_BY_PROFILE = {
    "base": arn("user", "ann"),
    "role": assumed("app", "by-profile"),
    "chain": assumed("next", "chained"),
    "process": arn("user", "ann"),
}
