"""AWS SDKs of other languages, driven from Python: one process of each that calls, pages, waits and finds credentials."""

import base64
import contextlib
import datetime
import json
import os
import pathlib
import subprocess
import urllib.parse

import pytest

from portcullis import REGION, ROOT_FOLDER, bare_environment, model


class Refused(Exception):
    """What the SDK raised: the name of its class, AWS's code, message and status."""

    def __init__(self, error):
        super().__init__(error)
        self.name, self.code, self.message = error["name"], error["code"], error["message"]
        self.status = error.get("status")


class Driver:
    """The process, with more variables in its environment if need be. Requests are answered one after the other."""

    def __init__(self, *command, **environment):
        self.process = subprocess.Popen(
            command,
            env=bare_environment(**environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(timeout=30)

    def ask(self, kind, **request):
        """The answer to one request."""
        self.process.stdin.write(json.dumps({"kind": kind, **request}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "the driver ended"
        answer = json.loads(line, object_hook=read)
        if "error" in answer:
            raise Refused(answer["error"])
        return answer["reply"]

    def call(self, server, service, operation, parameters, credentials=None):
        """One operation; the reply as boto3 would give it."""
        settings = settings_of(server, credentials)
        reply = self.ask("call", service=service, operation=operation, parameters=parameters, settings=settings)
        return documents_read(reply, model(service).operation_model(operation).output_shape)

    def pages(self, server, service, operation, parameters, page_size):
        """All pages of a list, as the SDK's paginator walks them."""
        settings = settings_of(server)
        asked = {"service": service, "operation": operation, "parameters": parameters, "pageSize": page_size}
        return self.ask("paginate", **asked, settings=settings)

    def wait(self, server, waiter, parameters, seconds=10):
        """How a waiter of IAM ended: its state, or Refused."""
        settings = settings_of(server)
        asked = {"service": "iam", "waiter": waiter, "parameters": parameters, "seconds": seconds}
        return self.ask("wait", **asked, settings=settings)["state"]

    def known(self, service):
        """The names of the SDK's operations, paginators and waiters."""
        return {kind: set(names) for kind, names in self.ask("known", service=service).items()}


class JavaScript(Driver):
    """The AWS SDK for JavaScript in node."""

    def __init__(self, **environment):
        modules = os.environ.get("PORTCULLIS_NODE_MODULES") or str(ROOT_FOLDER / "target/npm/clients/node_modules")
        assert pathlib.Path(modules).is_dir(), f"{modules} is missing: `cargo xtask test` installs it"
        driver = pathlib.Path(__file__).with_name("js") / "driver.cjs"
        super().__init__("node", str(driver), NODE_PATH=modules, **environment)

    def provided(self, server, provider, options, code=None, again=False, assumer=False):
        """Whom a credential provider makes the caller, what it asked a code for, and the keys it gave."""
        asked = {"provider": provider, "options": options, "code": code, "again": again, "assumer": assumer}
        return self.ask("provide", **asked, settings=settings_of(server))


class Go(Driver):
    """The AWS SDK for Go, built into a program of its own."""

    def __init__(self, **environment):
        program = os.environ.get("PORTCULLIS_GO", str(ROOT_FOLDER / "target/go/driver"))
        if not program:
            pytest.skip("there is no AWS SDK for Go: `cargo xtask test` says why")
        super().__init__(program, **environment)

    def presigned(self, server, credentials=None):
        """A signed request for GetCallerIdentity: its method, address and headers."""
        return self.ask("presign", settings=settings_of(server, credentials))


SDKS = [JavaScript, Go]


def identified(sdk=JavaScript, code=None, **environment):
    """Whom an SDK makes the caller where a program says nothing at all: environment and files decide, the endpoint too."""
    if sdk is Go and "AWS_ENDPOINT_URL" in environment:
        # To get credentials this SDK asks STS where the variable of STS says, and does not look at that of all services.
        environment["AWS_ENDPOINT_URL_STS"] = environment["AWS_ENDPOINT_URL"]
    with contextlib.closing(sdk(**environment)) as driver:
        return driver.ask("identify", code=code)["arn"]


def settings_of(server, credentials=None):
    return {"endpoint": server.endpoint, "region": REGION, "credentials": keys_of(credentials or server.root)}


def keys_of(credentials):
    """Credentials in the SDK's words."""
    keys = {"accessKeyId": credentials.access_key_id, "secretAccessKey": credentials.secret}
    return keys | ({"sessionToken": credentials.token} if credentials.token else {})


def read(value):
    """Dates and bytes from the forms that the driver writes them in."""
    if "$date" in value:
        return datetime.datetime.fromisoformat(value["$date"])
    if "$bytes" in value:
        return base64.b64decode(value["$bytes"])
    return value


def documents_read(value, shape):
    """A reply with its policy documents decoded, which boto3 does and this SDK leaves to its user."""
    if shape is None or value is None:
        return value
    if shape.type_name == "structure":
        return {name: documents_read(member, shape.members[name]) for name, member in value.items()}
    if shape.type_name == "list":
        return [documents_read(member, shape.member) for member in value]
    if shape.name == "policyDocumentType" and isinstance(value, str):
        return json.loads(urllib.parse.unquote(value))
    return value
