"""Last-used times: told at once, kept over a restart, never in the log."""

import datetime
import json
import re

import pytest

from world import ALLOW_ALL, TRUST


def recent(moment):
    return abs((datetime.datetime.now(datetime.UTC) - moment).total_seconds()) < 60


def last_used(iam, key):
    return iam.get_access_key_last_used(AccessKeyId=key)["AccessKeyLastUsed"]


def journal_head(server):
    return re.search(r"^portcullis_journal_head (\d+)$", server.admin("/metrics")[1], re.MULTILINE)[1]


def test_a_use_is_told_at_once_refused_or_not(dev):
    iam = dev.client("iam")
    nobody = dev.user("nobody", None)
    assert last_used(iam, nobody.access_key_id) == {"ServiceName": "N/A", "Region": "N/A"}
    with pytest.raises(iam.exceptions.ClientError, match="AccessDenied"):
        dev.client("iam", nobody).list_users()
    used = last_used(iam, nobody.access_key_id)
    assert (used["ServiceName"], used["Region"]) == ("iam", "us-east-1")
    assert recent(used["LastUsedDate"])


def test_of_several_uses_in_a_quarter_of_an_hour_the_first_is_told(dev):
    iam, ann = dev.client("iam"), dev.user("ann", ALLOW_ALL)
    dev.client("iam", ann).list_users()
    first = last_used(iam, ann.access_key_id)
    dev.advance(14 * 60)
    dev.client("sts", ann).get_caller_identity()
    assert last_used(iam, ann.access_key_id) == first
    dev.advance(60)
    dev.client("sts", ann).get_caller_identity()
    second = last_used(iam, ann.access_key_id)
    assert second["ServiceName"] == "sts"
    assert second["LastUsedDate"] - first["LastUsedDate"] >= datetime.timedelta(minutes=15)


def test_a_role_is_used_by_its_sessions_and_not_by_being_assumed(dev):
    iam, ann = dev.client("iam"), dev.user("ann", ALLOW_ALL)
    session = dev.session(dev.role("app", TRUST), ann)
    assert iam.get_role(RoleName="app")["Role"]["RoleLastUsed"] == {}
    dev.client("sts", session).get_caller_identity()
    used = iam.get_role(RoleName="app")["Role"]["RoleLastUsed"]
    assert used["Region"] == "us-east-1" and recent(used["LastUsedDate"])
    details = iam.get_account_authorization_details(Filter=["Role"])["RoleDetailList"]
    assert [detail["RoleLastUsed"] for detail in details] == [used]
    assert all("RoleLastUsed" not in role for role in iam.list_roles()["Roles"])
    dev.advance(401 * 24 * 3600)
    assert dev.client("iam").get_role(RoleName="app")["Role"]["RoleLastUsed"] == {}


def test_last_uses_survive_a_restart_and_are_not_in_the_log(stored):
    ann = stored.user("ann", ALLOW_ALL)
    head = journal_head(stored)
    stored.client("iam", ann).list_users()
    before = last_used(stored.client("iam"), ann.access_key_id)
    assert journal_head(stored) == head
    stored.stop()
    stored.start()
    assert last_used(stored.client("iam"), ann.access_key_id) == before
    file = stored.data / "usage.jsonl"
    assert file.stat().st_mode & 0o777 == 0o600
    keys = {entry.get("key") for entry in map(json.loads, file.read_text().splitlines())}
    assert ann.access_key_id in keys
    assert ann.secret not in file.read_text()
