"""A running `portcullis serve`, and AWS clients that talk to it."""

import dataclasses
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import boto3
import botocore
import botocore.config
import botocore.exceptions

REGION = "us-east-1"
START_SECONDS = 60
DEV_ACCOUNT = "123456789012"

_SESSION = boto3.Session(
    aws_access_key_id="AKIAIOSFODNN7NOTUSED",
    aws_secret_access_key="not-used",
    region_name=REGION,
)


@dataclasses.dataclass(frozen=True)
class Credentials:
    """What signs a request: a long-term key, or a session's key with its token."""

    access_key_id: str
    secret: str
    token: str | None = None

    @classmethod
    def of(cls, answer):
        """Of an `AccessKey` as CreateAccessKey gives it, or of `Credentials` as STS gives them."""
        return cls(answer["AccessKeyId"], answer["SecretAccessKey"], answer.get("SessionToken"))

    def environment(self):
        """The variables that AWS clients read them from."""
        variables = {
            "AWS_ACCESS_KEY_ID": self.access_key_id,
            "AWS_SECRET_ACCESS_KEY": self.secret,
        }
        if self.token is not None:
            variables["AWS_SESSION_TOKEN"] = self.token
        return variables


ROOT_FOLDER = pathlib.Path(__file__).parents[2]


def documented_operations(*services):
    """The operations of these services, as `docs/coverage.md` heads them, that it calls real, or records."""
    parts = (ROOT_FOLDER / "docs" / "coverage.md").read_text().split("\n## ")
    told = [part for part in parts if part.split(":", 1)[0] in (services or ("IAM", "STS"))]
    return {name for part in told for name in re.findall(r"^\| (\w+) \| (?:real|record) \|", part, re.MULTILINE)}


def service_of(operation):
    """`iam` or `sts`: whose model has the operation. Another service stands before it, as in `organizations:ListRoots`."""
    if ":" in operation:
        return operation.split(":")[0]
    return next(name for name in ("iam", "sts") if operation in model(name).operation_names)


def model(service):
    """botocore's model of a service."""
    return _SESSION.client(service).meta.service_model


DEV_ROOT = Credentials("AKIARZPUZDIKPORTCULL", "portcullis-dev-secret")


def binary():
    """The program under test: `PORTCULLIS_BIN`, else the one that `cargo build` leaves."""
    named = os.environ.get("PORTCULLIS_BIN")
    if named:
        return pathlib.Path(named)
    return ROOT_FOLDER / "target" / "debug" / "portcullis"


def bare_environment(**variables):
    """The environment without anything that would reach a client or the server from outside."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS_", "PORTCULLIS_", "BOTO_"))
    }
    kept["PATH"] = os.pathsep.join([str(pathlib.Path(sys.executable).parent), kept.get("PATH", "")])
    kept["AWS_CONFIG_FILE"] = kept["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull
    kept["AWS_EC2_METADATA_DISABLED"] = "true"
    return kept | variables


def free_port():
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class DidNotStart(Exception):
    """The server ended, or was not ready in time; the text is what it wrote."""


class Server:
    """One `portcullis serve` on free ports of the loopback interface.

    `data` is its folder, or None for `--dev`. `root` signs the clients; without it the server makes
    a root key itself. `log` is the file that gets everything the server writes.
    """

    def __init__(self, log, data=None, root=DEV_ROOT, arguments=(), environment=None):
        self.log = pathlib.Path(log)
        self.data = data
        self.root = root
        self.arguments = list(arguments)
        self.environment = dict(environment or {})
        self.process = None
        self.port = self.admin_port = None
        # How often the state or the clock was set: what was found before is no longer so.
        self.turns = 0

    def start(self):
        """Starts the server and returns when it is ready. Ports stay the same over a restart."""
        given_ports = self.port is not None
        for attempt in range(5):
            if not given_ports:
                self.port, self.admin_port = free_port(), free_port()
            try:
                self._start_once()
                return self
            except DidNotStart as problem:
                # Another process may have taken the port between looking and listening.
                if given_ports or "in use" not in str(problem).lower() or attempt == 4:
                    raise
        raise AssertionError("the loop returns or raises")

    def launch(self):
        """Starts the process without waiting for anything; what it was started with."""
        command = [str(binary()), "serve"]
        command += ["--dev"] if self.data is None else ["--data", str(self.data)]
        command += ["--listen", f"127.0.0.1:{self.port}"]
        command += ["--admin-listen", f"127.0.0.1:{self.admin_port}"]
        command += self.arguments
        variables = dict(self.environment)
        if self.root is not None:
            variables.setdefault("PORTCULLIS_ROOT_ACCESS_KEY_ID", self.root.access_key_id)
            variables.setdefault("PORTCULLIS_ROOT_SECRET_ACCESS_KEY", self.root.secret)
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=bare_environment(**variables),
            )
        return command

    def _start_once(self):
        begun = self.log.stat().st_size if self.log.exists() else 0
        command = self.launch()
        try:
            self._wait_until_ready(begun)
        except DidNotStart as problem:
            self.kill()
            raise DidNotStart(f"{problem}: {' '.join(command)}\n{self._wrote_since(begun)}") from None

    def _wrote_since(self, begun):
        with open(self.log, "rb") as log:
            log.seek(begun)
            return log.read().decode(errors="replace")

    def _wait_until_ready(self, begun):
        """Its own banner counts: what answers on its ports could be the server of tests that run beside these."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise DidNotStart(f"the server ended with {self.process.returncode}")
            try:
                if "\n  endpoint " in self._wrote_since(begun) and self.admin("/ready")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.01)
        raise DidNotStart(f"the server was not ready after {START_SECONDS} s")

    def stop(self):
        """SIGTERM; returns the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)

    def kill(self):
        """SIGKILL: nothing gets a chance to be written."""
        self.process.kill()
        self.process.wait()

    def close(self):
        """Ends the process, whatever state it is in."""
        if self.process is not None and self.process.poll() is None:
            self.kill()

    @property
    def endpoint(self):
        return f"http://127.0.0.1:{self.port}"

    def wrote(self):
        """Everything the server has written so far."""
        return self.log.read_text(errors="replace")

    def admin(self, path):
        """Status and text of a page of the admin listener."""
        return fetch(f"http://127.0.0.1:{self.admin_port}{path}")

    def post(self, path, document):
        """Status and JSON answer of a development endpoint."""
        status, text = fetch(
            self.endpoint + path,
            json.dumps(document).encode(),
            {"content-type": "application/json"},
        )
        return status, (json.loads(text) if text.strip() else None)

    def reset(self):
        """Forgets everything since the first start (`--dev` only)."""
        self.turns += 1
        status, answer = self.post("/_portcullis/reset", {})
        assert 200 <= status < 300, (status, answer)

    def advance(self, seconds):
        """Moves the clock that decisions see (`--dev` only)."""
        self.turns += 1
        status, answer = self.post("/_portcullis/clock", {"advanceSeconds": seconds})
        assert status == 200, (status, answer)
        return answer["now"]

    def client(self, service, credentials=None, **config):
        """A boto3 client that signs as `credentials`, as root if none are given, and never retries."""
        credentials = credentials or self.root
        settings = {"retries": {"total_max_attempts": 1}, "read_timeout": 30, **config}
        return _SESSION.client(
            service,
            endpoint_url=self.endpoint,
            aws_access_key_id=credentials.access_key_id,
            aws_secret_access_key=credentials.secret,
            aws_session_token=credentials.token,
            config=botocore.config.Config(**settings),
        )

    def operations(self):
        """The operations of IAM and STS that this server has: all that it does not answer NotImplemented.

        They are called without parameters, by root, and some of them are carried out.
        """
        return {
            operation
            for service in ("iam", "sts")
            for client in [self.client(service, parameter_validation=False)]
            for operation in model(service).operation_names
            if self._has(client, operation)
        }

    @staticmethod
    def _has(client, operation):
        # Also what AWS takes unsigned.
        event = f"choose-signer.{client.meta.service_model.service_name}.{operation}"
        client.meta.events.register_first(event, lambda **_: "v4")
        try:
            call(client, operation)
        except botocore.exceptions.ClientError as refusal:
            answered = refusal.response["Error"]["Code"], refusal.response["ResponseMetadata"]["HTTPStatusCode"]
            return answered != ("NotImplemented", 501)
        return True

    def unsigned(self, service):
        """A boto3 client that does not sign."""
        return self.client(service, signature_version=botocore.UNSIGNED)

    def user(self, name, policy=None, credentials=None, **parameters):
        """Creates a user with an access key and, if given, an inline policy; its credentials."""
        iam = self.client("iam", credentials)
        iam.create_user(UserName=name, **parameters)
        if policy is not None:
            iam.put_user_policy(UserName=name, PolicyName="inline", PolicyDocument=json.dumps(policy))
        return Credentials.of(iam.create_access_key(UserName=name)["AccessKey"])

    def role(self, name, trust, policy=None, credentials=None, **parameters):
        """Creates a role with a trust policy and, if given, an inline policy; its ARN."""
        iam = self.client("iam", credentials)
        made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust), **parameters)
        if policy is not None:
            iam.put_role_policy(RoleName=name, PolicyName="inline", PolicyDocument=json.dumps(policy))
        return made["Role"]["Arn"]

    def session(self, role_arn, credentials, name="session", **parameters):
        """Assumes a role; the session's credentials."""
        sts = self.client("sts", credentials)
        answer = sts.assume_role(RoleArn=role_arn, RoleSessionName=name, **parameters)
        return Credentials.of(answer["Credentials"])

    def account(self, *arguments, timeout=30):
        """Runs `portcullis account …` against this server as root; the parsed JSON answer."""
        done = self.run("account", *arguments, "--format", "json", timeout=timeout)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def delegations(self, request, credentials=None):
        """What AWS would have published of a delegation request to the account that made it."""
        done = self.run("delegations", "--request", request, "--format", "json", credentials=credentials)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def trade_in_token(self, request, credentials=None):
        """The token that was sent for a delegation request."""
        return next(told["exchangeToken"] for told in self.delegations(request, credentials) if told["type"] == "ExchangeToken")

    def run(self, *arguments, credentials=None, timeout=60):
        """Runs the `portcullis` program with this server as endpoint; the finished process."""
        variables = (credentials or self.root).environment()
        variables |= {"AWS_ENDPOINT_URL": self.endpoint, "AWS_REGION": REGION}
        return subprocess.run(
            [str(binary()), *map(str, arguments), "--endpoint", self.endpoint],
            env=bare_environment(**variables),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
        )

    def aws(self, *arguments, credentials=None, timeout=60):
        """Runs the AWS CLI as `credentials`, as root if none are given; the finished process."""
        return self._python("-m", "awscli", *arguments, credentials=credentials, timeout=timeout)

    def aws_lines(self, lines, credentials=None, timeout=120):
        """Runs command lines of the AWS CLI side by side; exit code, output and errors of each."""
        script = pathlib.Path(__file__).with_name("aws_lines.py")
        done = self._python(str(script), credentials=credentials, timeout=timeout, stdin=json.dumps(lines))
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def _python(self, *arguments, credentials, timeout, stdin=""):
        variables = (credentials or self.root).environment() | {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_DEFAULT_OUTPUT": "json",
            "AWS_PAGER": "",
            "AWS_MAX_ATTEMPTS": "1",
        }
        return subprocess.run(
            [sys.executable, *arguments],
            env=bare_environment(**variables),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=timeout,
        )


def call(client, operation, **parameters):
    """Calls an operation of a boto3 client by AWS's name; the reply without its metadata."""
    answer = getattr(client, botocore.xform_name(operation))(**parameters)
    metadata = answer.pop("ResponseMetadata")
    assert metadata["HTTPStatusCode"] == 200, metadata
    return answer


def identity(server, credentials, **config):
    """The ARN that the server knows the caller by."""
    answer = server.client("sts", credentials, **config).get_caller_identity()
    return answer["Arn"]


def fetch(url, body=None, headers=None):
    """Status and text of a plain HTTP request, whatever the status."""
    request = urllib.request.Request(url, data=body, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read().decode()


def command(*arguments):
    """Runs the `portcullis` program on its own, without a server; the finished process."""
    return subprocess.run(
        [str(binary()), *map(str, arguments)],
        env=bare_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )


def verify(folder):
    """Runs `portcullis verify` on a closed data folder; the finished process."""
    return command("verify", "--data", folder)
