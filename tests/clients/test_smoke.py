"""The least that AWS clients need: someone is who they say, and nobody else is."""

import json
import re
import stat

import pytest

from portcullis import DEV_ACCOUNT, Credentials, DidNotStart, fetch, verify

ROOT_ARN = f"arn:aws:iam::{DEV_ACCOUNT}:root"


def test_boto3_is_told_who_it_is(dev):
    answer = dev.client("sts").get_caller_identity()
    assert answer["Account"] == DEV_ACCOUNT
    assert answer["Arn"] == ROOT_ARN
    assert answer["UserId"] == DEV_ACCOUNT
    assert re.fullmatch(r"[0-9a-f-]{36}", answer["ResponseMetadata"]["RequestId"])


def test_the_aws_cli_is_told_who_it_is(dev):
    done = dev.aws("sts", "get-caller-identity")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "UserId": DEV_ACCOUNT,
        "Account": DEV_ACCOUNT,
        "Arn": ROOT_ARN,
    }


def test_the_aws_cli_shows_a_refusal(dev):
    done = dev.aws("iam", "get-user", "--user-name", "nobody")
    assert done.returncode in (254, 255)
    assert "(NoSuchEntity)" in done.stderr
    assert "nobody" in done.stderr


def test_a_user_is_told_their_own_name(dev):
    alice = dev.user("alice")
    answer = dev.client("sts", alice).get_caller_identity()
    assert answer["Arn"] == f"arn:aws:iam::{DEV_ACCOUNT}:user/alice"
    assert answer["UserId"].startswith("AIDA")


def test_a_wrong_secret_is_refused(dev, refused):
    forged = Credentials(dev.root.access_key_id, "not-the-secret")
    with refused("SignatureDoesNotMatch", 403) as answer:
        dev.client("sts", forged).get_caller_identity()
    assert dev.root.secret not in answer.message


def test_an_unknown_key_is_refused(dev, refused):
    stranger = Credentials("AKIAQQQQQQQQQQQQQQQQ", "whatever")
    with refused("InvalidClientTokenId", 403):
        dev.client("sts", stranger).get_caller_identity()


def test_an_invented_session_token_is_refused(dev, refused):
    forged = Credentials("ASIAQQQQQQQQQQQQQQQQ", "whatever", "bm90IGEgdG9rZW4=")
    with refused("InvalidClientTokenId", 403):
        dev.client("sts", forged).get_caller_identity()


def test_an_unsigned_request_is_refused(dev, refused):
    with refused("MissingAuthenticationToken", 403):
        dev.unsigned("sts").get_caller_identity()
    with refused("MissingAuthenticationToken", 403):
        dev.unsigned("iam").list_users()


def test_a_user_without_policies_may_do_nothing(dev, refused):
    bob = dev.user("bob")
    with refused("AccessDenied", 403, match="no identity-based policy allows the iam:ListUsers action"):
        dev.client("iam", bob).list_users()


def test_reset_forgets_and_the_root_key_stays(dev):
    dev.user("alice")
    dev.reset()
    assert dev.client("iam").list_users()["Users"] == []


def test_the_clock_moves_forward_and_back_with_reset(dev):
    before = dev.advance(0)
    after = dev.advance(3600)
    assert after > before
    dev.reset()
    assert dev.advance(0) < after


def test_reset_wants_json_and_no_foreign_host(dev):
    dev.user("alice")
    url = dev.endpoint + "/_portcullis/reset"
    assert fetch(url, b"{}", {"content-type": "text/plain"})[0] >= 400
    json_body = {"content-type": "application/json", "host": "attacker.example"}
    assert fetch(url, b"{}", json_body)[0] >= 400
    assert len(dev.client("iam").list_users()["Users"]) == 1


def test_the_admin_listener_tells_the_mode(dev):
    status, text = dev.admin("/health")
    assert status == 200
    assert "enforce" in text
    assert dev.admin("/ready")[0] == 200
    assert dev.admin("/metrics")[0] == 200


def test_a_data_folder_outlives_its_process(stored):
    carol = stored.user("carol")
    assert stored.stop() == 0
    assert verify(stored.data).returncode == 0
    stored.start()
    answer = stored.client("sts", carol).get_caller_identity()
    assert answer["Arn"] == f"arn:aws:iam::{DEV_ACCOUNT}:user/carol"


def test_two_processes_do_not_share_a_folder(stored, servers):
    with pytest.raises(DidNotStart):
        servers(name="second", data=stored.data)
    assert stored.client("sts").get_caller_identity()["Account"] == DEV_ACCOUNT


def test_another_root_key_does_not_start_an_old_folder(stored, servers):
    assert stored.stop() == 0
    with pytest.raises(DidNotStart):
        servers(name="other", data=stored.data, root=Credentials("AKIAOTHERROOTKEY0000", "other-secret"))


def test_a_generated_root_key_is_left_in_a_private_file(servers, tmp_path):
    server = servers(data=tmp_path / "data", root=None)
    left = tmp_path / "data" / "root-credentials"
    assert stat.S_IMODE(left.stat().st_mode) == 0o600
    assert str(left) in server.wrote()
    text = left.read_text()
    key = re.search(r"\bAKIA[A-Z2-7]{16}\b", text).group()
    secret = re.search(r"(?<![\w/+])[\w/+]{40}(?![\w/+])", text.replace(key, "")).group()
    assert secret not in server.wrote()
    answer = server.client("sts", Credentials(key, secret)).get_caller_identity()
    assert answer["Arn"] == f"arn:aws:iam::{answer['Account']}:root"


def test_unknown_settings_do_not_start(servers):
    for settings in (
        {"arguments": ["--no-such-flag"]},
        {"environment": {"PORTCULLIS_NO_SUCH_SETTING": "1"}},
        {"environment": {"PORTCULLIS_ENFORCEMENT": "sometimes"}},
    ):
        with pytest.raises(DidNotStart, match="ended with 2"):
            servers(name="unknown", **settings)


def test_variables_that_container_platforms_inject_are_ignored(servers):
    injected = {"PORTCULLIS_SERVICE_HOST": "10.0.0.1", "PORTCULLIS_PORT": "tcp://10.0.0.1:4747"}
    server = servers(environment=injected)
    assert server.client("sts").get_caller_identity()["Account"] == DEV_ACCOUNT
