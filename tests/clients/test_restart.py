"""What a data folder keeps: over a stop, a kill, a backup; and what it and the audit trail never hold."""

import json
import re
import stat

import pytest

from portcullis import DEV_ACCOUNT, DEV_ROOT, Credentials, DidNotStart, command, fetch, verify
from world import ALLOW_ALL, BUILDING, TAGS, TRUST, World, allow, arn, document, trust

OTHER = "222222222222"
RIGHT_ID, WRONG_ID = "external-id-that-is-right", "external-id-that-is-wrong"
WRONG_CODE = "493817"
# Nanoseconds of times and letters of ids hold six digits of every kind, now and then these: a code stands by itself.
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z")
A_CODE = re.compile(rf"(?<!\w){WRONG_CODE}(?!\w)")


class Life:
    """A server whose account has something of everything, what was given out, and every secret there was."""

    def __init__(self, server):
        self.server = server
        world = World(server)
        for operation, parameters in BUILDING:
            world.call(operation, parameters)
        self.admin = server.user("admin", ALLOW_ALL)
        self.inactive = server.user("inactive")
        self.deleted = server.user("deleted")
        iam = server.client("iam")
        iam.update_access_key(UserName="inactive", AccessKeyId=self.inactive.access_key_id, Status="Inactive")
        iam.delete_access_key(UserName="deleted", AccessKeyId=self.deleted.access_key_id)
        actions = ["sts:AssumeRole", "sts:TagSession"]
        role = server.role("tagged", trust(DEV_ACCOUNT, actions), allow("iam:GetUser", Condition={"StringEquals": {"aws:PrincipalTag/Team": "red"}}))
        self.session = server.session(role, self.admin, Tags=TAGS)
        self.narrow = server.session(server.role("wide", TRUST, ALLOW_ALL), self.admin, Policy=document(allow("iam:GetUser")))
        self.token = Credentials.of(server.client("sts", self.admin).get_session_token()["Credentials"])
        made = server.account("create", "--account-id", OTHER, "--name", "vendor")
        self.other = Credentials(find(made, "accesskeyid"), find(made, "secretaccesskey"))
        server.user("theirs", credentials=self.other)
        self.everything = self.whole()

    def whole(self):
        accounts = [self.server.client("iam", root) for root in (self.server.root, self.other)]
        details = [iam.get_account_authorization_details() for iam in accounts]
        for one in details:
            for role in one["RoleDetailList"]:
                # When it was last used changes with every call of its sessions: test_usage.py looks at it.
                role.pop("RoleLastUsed", None)
        keys = [iam.list_access_keys(UserName=name)["AccessKeyMetadata"] for iam, name in zip(accounts, ("inactive", "theirs"), strict=True)]
        return [{name: value for name, value in one.items() if name != "ResponseMetadata"} for one in details], keys

    def check(self, refused, server=None):
        """Asserts that everything is as it was."""
        self.server = server or self.server
        assert self.whole() == self.everything
        who = {
            self.admin: arn("user", "admin"),
            self.token: arn("user", "admin"),
            self.session: f"arn:aws:sts::{DEV_ACCOUNT}:assumed-role/tagged/session",
            self.other: f"arn:aws:iam::{OTHER}:root",
        }
        for credentials, expected in who.items():
            assert self.server.client("sts", credentials).get_caller_identity()["Arn"] == expected
        self.server.client("iam", self.session).get_user(UserName="admin")
        narrow = self.server.client("iam", self.narrow)
        narrow.get_user(UserName="admin")
        with refused("AccessDenied", 403, match="because no session policy allows the iam:ListUsers action"):
            narrow.list_users()
        for gone in (self.inactive, self.deleted):
            with refused("InvalidClientTokenId", 403):
                self.server.client("sts", gone).get_caller_identity()


def find(made, name):
    """The member of a JSON document with this name, however it is written."""
    for key, value in made.items():
        if isinstance(value, dict):
            found = find(value, name)
            if found is not None:
                return found
        if key.lower().replace("_", "").replace("-", "") == name:
            return value
    return None


@pytest.fixture
def life(stored):
    return Life(stored)


def test_everything_outlives_a_stop_and_a_kill(life, refused):
    server = life.server
    life.check(refused)
    assert server.stop() == 0
    server.start()
    life.check(refused)
    for _ in range(2):
        server.kill()
        server.start()
        life.check(refused)
    server.client("iam").create_user(UserName="later")
    server.kill()
    checked = verify(server.data)
    assert checked.returncode == 0, checked.stderr
    server.start()
    assert server.client("iam").get_user(UserName="later")


def test_what_was_acknowledged_before_a_kill_is_there(life):
    server, names = life.server, []
    for number in range(3):
        name = f"killed-{number}"
        server.client("iam").create_user(UserName=name)
        server.kill()
        names.append(name)
        server.start()
        listed = [user["UserName"] for user in server.client("iam").list_users()["Users"]]
        assert [one for one in listed if one.startswith("killed-")] == names


def test_checkpoints_change_nothing(servers, tmp_path, refused):
    arguments = ["--account-id", DEV_ACCOUNT, "--checkpoint-records", "5"]
    life = Life(servers(data=tmp_path / "data", arguments=arguments))
    life.server.kill()
    assert verify(life.server.data).returncode == 0
    life.server.start()
    life.check(refused)


def secrets_of(life):
    """Every text that nobody may find: secrets, session tokens, and the external id that no policy names."""
    given = [life.admin, life.inactive, life.deleted, life.session, life.narrow, life.token, life.other, DEV_ROOT]
    texts = {credentials.secret for credentials in given} | {credentials.token for credentials in given if credentials.token}
    return texts | {WRONG_ID}


def test_log_audit_and_folder_hold_no_secret(servers, tmp_path, refused):
    arguments = ["--account-id", DEV_ACCOUNT, "--explain-denials", "--log-level", "trace"]
    life = Life(servers(data=tmp_path / "data", arguments=arguments))
    server = life.server
    server.role("external", trust(DEV_ACCOUNT, Condition={"StringEquals": {"sts:ExternalId": RIGHT_ID}}))
    external = server.session(arn("role", "external"), life.admin, ExternalId=RIGHT_ID)
    for bad in (WRONG_ID, f"{WRONG_ID}, which breaks the pattern!"):
        with refused(*(("AccessDenied", 403) if bad == WRONG_ID else ("ValidationError", 400))):
            server.session(arn("role", "external"), life.admin, ExternalId=bad)
    with refused("AccessDenied", 403):
        server.client("sts", life.admin).get_session_token(SerialNumber=arn("mfa", "admin"), TokenCode=WRONG_CODE)
    with refused("SignatureDoesNotMatch", 403):
        server.client("sts", Credentials(life.admin.access_key_id, "a-wrong-secret")).get_caller_identity()
    url = server.client("sts", external).generate_presigned_url("get_caller_identity", HttpMethod="GET")
    assert fetch(url)[0] == 200
    assert fetch(url.replace("X-Amz-Expires=3600", "X-Amz-Expires=3601"))[0] == 403
    assert server.stop() == 0
    forbidden = secrets_of(life) | {external.secret, external.token, "a-wrong-secret"}
    audit = (server.data / "audit.jsonl").read_text()
    places = {"log": server.wrote(), "audit": audit}
    for file in server.data.rglob("*"):
        if file.is_file() and file.name != "audit.jsonl":
            places[file.name] = file.read_bytes().decode("latin-1")
    found = [(place, text) for place, content in places.items() for text in forbidden if text in content]
    assert found == []
    assert [place for place, content in places.items() if A_CODE.search(TIME.sub("", content))] == []
    # A trust policy names the right one, and is kept as it is; elsewhere it is not.
    assert RIGHT_ID not in server.wrote()
    documents = ("CreateRole", "UpdateAssumeRolePolicy")
    lines = [json.loads(line) for line in audit.splitlines()]
    assert [line for line in lines if line.get("eventName") not in documents and RIGHT_ID in json.dumps(line)] == []
    masked = [line["requestParameters"]["externalId"] for line in lines if "externalId" in (line["requestParameters"] or {})]
    assert masked == ["\u2026"] * 3


def test_the_audit_trail_tells_every_call_as_cloudtrail_does(life, refused):
    server = life.server
    iam = server.client("iam", life.admin)
    made = iam.create_user(UserName="seen", Path="/a/")
    with refused("NoSuchEntity", 404):
        iam.get_user(UserName="unseen")
    with refused("AccessDenied", 403):
        server.client("iam", life.session).list_users()
    created, missing, denied = [json.loads(line) for line in (server.data / "audit.jsonl").read_text().splitlines()[-3:]]
    user = iam.get_user(UserName="admin")["User"]
    assert created["eventName"] == "CreateUser"
    assert created["eventSource"] == "iam.amazonaws.com"
    assert created["userIdentity"] == {
        "type": "IAMUser",
        "principalId": user["UserId"],
        "arn": user["Arn"],
        "accountId": DEV_ACCOUNT,
        "accessKeyId": life.admin.access_key_id,
        "userName": "admin",
    }
    assert created["requestParameters"] == {"userName": "seen", "path": "/a/"}
    assert created["requestID"] == made["ResponseMetadata"]["RequestId"]
    assert created["sourceIPAddress"] == "127.0.0.1"
    assert created["userAgent"].startswith("Boto3/")
    assert (created["readOnly"], missing["readOnly"]) == (False, True)
    assert created["recipientAccountId"] == DEV_ACCOUNT
    assert "errorCode" not in created
    assert (missing["eventName"], missing["errorCode"]) == ("GetUser", "NoSuchEntity")
    assert (denied["eventName"], denied["errorCode"]) == ("ListUsers", "AccessDenied")
    assert denied["userIdentity"]["type"] == "AssumedRole"
    assert denied["userIdentity"]["sessionContext"]["sessionIssuer"]["arn"] == arn("role", "tagged")


def test_files_are_nobody_elses(life):
    data = life.server.data
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert stat.S_IMODE((data / "keys").stat().st_mode) == 0o600
    open_to_others = [file.name for file in data.rglob("*") if stat.S_IMODE(file.stat().st_mode) & 0o077]
    assert open_to_others == []


# Starts that are refused, with the folder untouched.


def start_again(servers, server, **settings):
    return servers(name="again", data=server.data, **settings)


MISFITS = [
    {"root": Credentials(DEV_ROOT.access_key_id, "another-secret-of-root")},
    {"root": Credentials("AKIARZPUZDIKANOTHERS", DEV_ROOT.secret)},
    {"arguments": ["--account-id", OTHER]},
    {"root": None, "environment": {"PORTCULLIS_ROOT_ACCESS_KEY_ID": DEV_ROOT.access_key_id}},
    {"root": None, "environment": {"PORTCULLIS_ROOT_SECRET_ACCESS_KEY": DEV_ROOT.secret}},
]


@pytest.mark.parametrize("settings", MISFITS)
def test_a_start_that_does_not_fit_the_folder_is_refused(stored, servers, settings):
    assert stored.stop() == 0
    with pytest.raises(DidNotStart, match="ended with 2") as refusal:
        start_again(servers, stored, **settings)
    assert "another-secret-of-root" not in str(refusal.value)
    stored.start()
    assert stored.client("sts").get_caller_identity()["Account"] == DEV_ACCOUNT


def test_a_folder_of_a_newer_version_is_refused(stored, servers):
    assert stored.stop() == 0
    written = (stored.data / "format").read_text()
    (stored.data / "format").write_text("999\n")
    with pytest.raises(DidNotStart):
        start_again(servers, stored)
    (stored.data / "format").write_text(written)
    stored.start()


def test_a_folder_without_its_keys_is_refused(stored, servers, tmp_path):
    assert stored.stop() == 0
    keys = (stored.data / "keys").rename(tmp_path / "keys-elsewhere")
    with pytest.raises(DidNotStart):
        start_again(servers, stored)
    assert not (stored.data / "keys").exists()
    again = start_again(servers, stored, arguments=["--key-file", str(keys)])
    assert again.client("sts").get_caller_identity()["Account"] == DEV_ACCOUNT


def test_keys_that_others_can_read_are_refused(stored, servers):
    assert stored.stop() == 0
    (stored.data / "keys").chmod(0o644)
    with pytest.raises(DidNotStart):
        start_again(servers, stored)


def test_a_damaged_log_is_found(stored, servers):
    stored.user("bob")
    assert stored.stop() == 0
    journal = stored.data / "journal.sqlite"
    content = journal.read_bytes()
    at = content.index(b'"bob"')
    journal.write_bytes(content[:at] + b'"eve"' + content[at + 5 :])
    checked = verify(stored.data)
    assert checked.returncode == 1, checked.stdout
    with pytest.raises(DidNotStart):
        start_again(servers, stored)


# Backup, restore, verify, new keys: the operator's commands.


def test_a_backup_of_a_running_server_restores_whole(life, servers, tmp_path, refused):
    backup, restored = tmp_path / "all.backup", tmp_path / "restored"
    done = life.server.run("backup", backup)
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    life.server.client("iam").create_user(UserName="after")
    assert life.server.stop() == 0
    done = command("restore", backup, "--data", restored)
    assert done.returncode == 0, done.stderr
    life.check(refused, servers(name="restored", data=restored))
    assert command("restore", backup, "--data", restored).returncode == 2
    assert life.server.run("backup", backup).returncode != 0, "a backup overwrites nothing"


def test_half_a_backup_is_refused(life, tmp_path):
    backup, half = tmp_path / "all.backup", tmp_path / "half.backup"
    assert life.server.run("backup", backup).returncode == 0
    whole = backup.read_bytes()
    for size in (0, 10, len(whole) // 2, len(whole) - 1):
        half.write_bytes(whole[:size])
        done = command("restore", half, "--data", tmp_path / f"restored-{size}")
        assert done.returncode in (1, 2), (size, done.stdout)
        assert "panicked" not in done.stderr


def test_only_root_is_the_operator(life, tmp_path):
    for credentials in (life.admin, life.other, life.session):
        for words in (["backup", tmp_path / "b"], ["verify"], ["keys", "rotate"], ["account", "list"], ["account", "create"]):
            done = life.server.run(*words, credentials=credentials)
            assert done.returncode == 1, (words, done.stdout, done.stderr)
            assert credentials.secret not in done.stdout + done.stderr
    assert not (tmp_path / "b").exists()


def test_verify_asks_the_server_or_opens_the_folder(life):
    server = life.server
    assert server.run("verify").returncode == 0
    assert verify(server.data).returncode == 2, "the server has it open"
    assert server.stop() == 0
    assert verify(server.data).returncode == 0
    assert verify(server.data / "no-such-folder").returncode == 2


def test_new_sealing_keys_open_what_the_old_ones_sealed(life, refused):
    assert life.server.run("keys", "rotate").returncode == 0
    life.check(refused)
    later = life.server.user("later")
    life.everything = life.whole()
    life.server.kill()
    life.server.start()
    life.check(refused)
    assert life.server.client("sts", later).get_caller_identity()


def test_a_lost_root_key_is_replaced(life, refused):
    server = life.server
    assert server.stop() == 0
    done = command("root-key", "reset", "--data", server.data, "--format", "json")
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    old, server.root = server.root, None
    server.start()
    server.root = Credentials(find(made, "accesskeyid"), find(made, "secretaccesskey"))
    assert server.client("sts").get_caller_identity()["Arn"] == f"arn:aws:iam::{DEV_ACCOUNT}:root"
    with refused("InvalidClientTokenId", 403):
        server.client("sts", old).get_caller_identity()
    life.check(refused)


def test_accounts_are_listed_after_a_restart(life):
    life.server.kill()
    life.server.start()
    listed = json.dumps(life.server.account("list"))
    assert DEV_ACCOUNT in listed
    assert OTHER in listed
    assert "vendor" in listed
