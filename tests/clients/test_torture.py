"""The short form of `cargo xtask torture`, and that it would notice."""

import pytest

from torture import TAG, Ledger, Lost, compare, torture


def test_no_acknowledged_write_is_lost_to_a_kill(tmp_path):
    lines = []
    assert torture(tmp_path, rounds=4, seed=4747, report=lines.append) > 0
    assert len(lines) == 4


@pytest.fixture
def kept(dev):
    """A server with three users, and a ledger that knows them."""
    ledger = Ledger()
    for name in ("a", "b", "c"):
        ledger.asked.add(name)
        user = dev.client("iam").create_user(UserName=name, Path="/r1/", Tags=[TAG])["User"]
        ledger.created[name] = user["UserId"]
    compare(dev, ledger, ledger.asked)
    return dev, ledger


def test_a_lost_user_would_be_noticed(kept):
    server, ledger = kept
    server.client("iam").delete_user(UserName="b")
    with pytest.raises(Lost, match="1 acknowledged users are gone, such as b"):
        compare(server, ledger, set())
    ledger.delete_asked.add("b")
    compare(server, ledger, set())


def test_a_user_that_came_back_would_be_noticed(kept):
    server, ledger = kept
    ledger.delete_asked.add("c")
    ledger.deleted.add("c")
    with pytest.raises(Lost, match="should not be there, such as c"):
        compare(server, ledger, set())


def test_a_user_in_the_wrong_shape_would_be_noticed(kept):
    server, ledger = kept
    server.client("iam").untag_user(UserName="a", TagKeys=[TAG["Key"]])
    with pytest.raises(Lost, match="a is torn"):
        compare(server, ledger, {"a"})


def test_a_user_made_anew_would_be_noticed(kept):
    server, ledger = kept
    iam = server.client("iam")
    iam.delete_user(UserName="a")
    iam.create_user(UserName="a", Path="/r1/", Tags=[TAG])
    with pytest.raises(Lost, match="a came back with another id"):
        compare(server, ledger, set())
