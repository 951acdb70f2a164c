"""Servers and what the tests say about answers."""

import contextlib

import botocore.exceptions
import pytest

from portcullis import DEV_ACCOUNT, Credentials, Server, binary
from profiles import make_ann
from world import ALLOW_ALL, OTHER, World


def pytest_report_header():
    return f"portcullis: {binary()}"


def pytest_sessionstart():
    if not binary().is_file():
        pytest.exit(f"{binary()} is missing: `cargo xtask test` builds it", returncode=2)


@pytest.fixture(scope="session")
def _dev_process(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("dev") / "log").start()
    yield server
    server.close()


@pytest.fixture
def _running(_dev_process):
    if _dev_process.process.poll() is not None:
        # An earlier test brought it down and failed for it; the later ones stand by themselves.
        _dev_process.start()
    return _dev_process


@pytest.fixture
def dev(_running):
    """A `--dev` server with nothing in it but its root user; the process is shared, the state is not."""
    _running.reset()
    return _running


@pytest.fixture(scope="session")
def _shared_world(_dev_process):
    return World(_dev_process)


@pytest.fixture
def world(_running, _shared_world):
    """The small account of `world.py` on the shared server, as it was made."""
    return _shared_world.build()


@pytest.fixture
def servers(tmp_path):
    """Makes servers of their own: `servers(data=…, arguments=[…], …)`; all are ended with the test."""
    started = []

    def start(name="server", **settings):
        server = Server(tmp_path / f"{name}.log", **settings)
        started.append(server)
        return server.start()

    yield start
    for server in started:
        server.close()


@pytest.fixture
def stored(servers, tmp_path):
    """A server with a data folder of its own, account 123456789012."""
    return servers(data=tmp_path / "data", arguments=["--account-id", DEV_ACCOUNT])


@pytest.fixture
def admin(dev):
    """A user who may do everything: root may not assume roles."""
    return dev.user("admin", ALLOW_ALL)


@pytest.fixture
def ann(dev, tmp_path):
    """A user with profiles in files, as `profiles.py` makes her."""
    return make_ann(dev, tmp_path)


@pytest.fixture
def vendor(dev):
    """Another account's root."""
    made = dev.account("create", "--account-id", OTHER, "--name", "vendor")
    by_name = {name.lower().replace("_", "").replace("-", ""): value for name, value in flat(made)}
    return Credentials(by_name["accesskeyid"], by_name["secretaccesskey"])


def flat(document):
    for name, value in document.items():
        if isinstance(value, dict):
            yield from flat(value)
        else:
            yield name, value


@pytest.fixture
def refused():
    """`with refused("NoSuchEntity", 404) as answer:` — what AWS clients raise; `answer.message`."""
    return Refusal


class Refusal(contextlib.AbstractContextManager):
    """The block must raise a ClientError with this code and, if given, status and text in its message."""

    def __init__(self, code, status=None, match=None):
        self.code, self.status, self.match = code, status, match
        self.message = self.error = self.reason = None

    def __exit__(self, kind, error, trace):
        if error is None:
            pytest.fail(f"not refused; {self.code} was expected")
        if not isinstance(error, botocore.exceptions.ClientError):
            return False
        self.error = error.response["Error"]
        self.message = self.error.get("Message", "")
        self.reason = error.response.get("Reason")
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        assert self.error["Code"] == self.code, error.response
        assert self.status in (None, status), error.response
        assert self.match is None or self.match in self.message, error.response
        return True
