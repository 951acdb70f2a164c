"""What no client of AWS sends. Always a clear refusal in AWS's envelope; the server lives, and nothing is lost or done."""

import datetime
import http.client
import json
import re
import socket
import urllib.parse

import botocore.auth
import botocore.awsrequest
import botocore.credentials
import pytest

from portcullis import REGION, Credentials
from world import ALLOW_S3, document

FORM = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}
VERSIONS = {"iam": "2010-05-08", "sts": "2011-06-15"}
ENVELOPE = re.compile(
    r'<ErrorResponse xmlns="https://(?:iam\.amazonaws\.com/doc/2010-05-08|sts\.amazonaws\.com/doc/2011-06-15)/">\s*'
    r"<Error>\s*<Type>Sender</Type>\s*<Code>(\w+)</Code>\s*<Message>(.*?)</Message>\s*</Error>\s*"
    r"<RequestId>([0-9a-f-]{36})</RequestId>\s*</ErrorResponse>",
    re.DOTALL,
)
UNKNOWN = Credentials("AKIAQQQQQQQQQQQQQQQQ", "not-a-key")
LARGE = 1 << 20


def body(**parameters):
    return urllib.parse.urlencode(parameters).encode()


LIST_USERS = body(Action="ListUsers", Version=VERSIONS["iam"])


class Wire:
    """Requests of any kind to a server, signed or not."""

    def __init__(self, server):
        self.server = server

    def signed(self, content=b"", service="iam", method="POST", target="/", credentials=None, headers=None, region=REGION):
        """The headers that sign this request."""
        credentials = credentials or self.server.root
        request = botocore.awsrequest.AWSRequest(
            method=method, url=self.server.endpoint + target, data=content, headers=FORM | (headers or {})
        )
        keys = botocore.credentials.Credentials(credentials.access_key_id, credentials.secret, credentials.token)
        botocore.auth.SigV4Auth(keys, service, region).add_auth(request)
        return dict(request.headers)

    def send(self, content=b"", headers=None, method="POST", target="/"):
        """Status and text of a request with these headers and nothing more."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        try:
            connection.request(method, target, content, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def ask(self, content=b"", **how):
        """Status and text of a signed request."""
        return self.send(content, self.signed(content, **how), how.get("method", "POST"), how.get("target", "/"))

    def raw(self, content):
        """Everything the server says to these bytes, after which the client sends no more."""
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=30) as connection:
            try:
                connection.sendall(content)
                connection.shutdown(socket.SHUT_WR)
            except OSError:
                pass
            said = b""
            try:
                while piece := connection.recv(65536):
                    said += piece
            except ConnectionError:
                pass
        return said.decode(errors="replace")


@pytest.fixture
def wire(dev):
    """A server that afterwards still has its user, and no other; that did not panic and tells no secret."""
    dev.client("iam").create_user(UserName="kept")
    pid, before = dev.process.pid, len(dev.wrote())
    yield Wire(dev)
    assert dev.process.pid == pid
    assert dev.process.poll() is None
    assert [user["UserName"] for user in dev.client("iam").list_users()["Users"]] == ["kept"]
    wrote = dev.wrote()[before:]
    assert "panicked" not in wrote
    assert dev.root.secret not in wrote


def refusal(answer, code, status=400, text=None):
    """Asserts that the answer is this refusal in AWS's envelope; its message."""
    found = ENVELOPE.search(answer[1])
    assert found, answer
    assert (answer[0], found[1]) == (status, code), answer
    assert text is None or text in found[2], answer
    return found[2]


def iam(action, **parameters):
    return body(Action=action, Version=VERSIONS["iam"], **parameters)


MALFORMED = "MalformedQueryString"
# Bodies, each signed by root, and their refusal.
BODIES = {
    "invalid UTF-8": (iam("CreateUser") + b"&UserName=%ff", MALFORMED, "not valid UTF-8"),
    "raw invalid UTF-8": (iam("CreateUser") + b"&UserName=\xc3", MALFORMED, "not valid UTF-8"),
    "surrogates": (iam("CreateUser") + b"&UserName=%ED%A0%80", MALFORMED, "not valid UTF-8"),
    "half an escape": (iam("CreateUser") + b"&UserName=a%4", MALFORMED, "percent sign"),
    "bad escape": (iam("CreateUser") + b"&UserName=a%zz", MALFORMED, "percent sign"),
    "10,000 parameters": (iam("CreateUser", UserName="x") + b"".join(b"&Tags.member.%d.Key=k" % n for n in range(10_000)), MALFORMED, "more than 2000 parameters"),
    "2,001 parameters": (iam("CreateUser", UserName="x") + b"".join(b"&p%d=" % n for n in range(1998)), MALFORMED, "more than 2000 parameters"),
    "one name twice": (iam("CreateUser", UserName="x") + b"&UserName=y", MALFORMED, "UserName"),
    "Action twice": (LIST_USERS + b"&Action=CreateUser", MALFORMED, "Action"),
    "no name": (iam("CreateUser", UserName="x") + b"&=1", MALFORMED, "no name"),
    "a long name": (iam("CreateUser", UserName="x") + b"&" + b"a" * 2000 + b"=1", MALFORMED, "1024"),
    "a deep name": (iam("CreateUser", UserName="x") + b"&Tags" + b".member" * 40 + b"=1", MALFORMED, "parts"),
    "a structure where text belongs": (iam("CreateUser") + b"&UserName.member.1=x", "MalformedInput", None),
    "text where a list belongs": (iam("CreateUser", UserName="x", Tags="y"), "MalformedInput", None),
    "a hole in a list's numbers": (iam("CreateUser", UserName="x") + b"&Tags.member.99999999999999999999.Key=a", None, None),
    "a number that is none": (iam("ListUsers", MaxItems="ten"), "MalformedInput", None),
    "a number that is too large": (iam("ListUsers", MaxItems="2147483648"), "MalformedInput", None),
    "a truth that is none": (iam("ListPolicies", OnlyAttached="perhaps"), "MalformedInput", None),
    "NUL": (iam("CreateUser", UserName="a\0b"), "ValidationError", "The specified value for userName is invalid"),
    "a name beyond its limit": (iam("CreateUser", UserName="x" * 65), "ValidationError", "have length less than or equal to 64"),
    "a name of 100,000": (iam("CreateUser", UserName="x" * 100_000), "ValidationError", "have length less than or equal to 64"),
    "markup": (iam("<a>&\"'"), "InvalidAction", "&lt;a&gt;&amp;"),
    "control characters": (iam("CreateUser", UserName="\x01\x1b[31m\r\n"), "ValidationError", None),
    "51 tags": (iam("CreateUser", UserName="x", **{f"Tags.member.{n}.{part}": f"k{n}" for n in range(1, 52) for part in ("Key", "Value")}), "ValidationError", "have length less than or equal to 50"),
    "a policy of 131,073": (iam("CreatePolicy", PolicyName="p", PolicyDocument=" " * 131_073), "ValidationError", "have length less than or equal to 131072"),
    "nested arrays": (iam("CreatePolicy", PolicyName="p", PolicyDocument="[" * 60_000 + "]" * 60_000), "MalformedPolicyDocument", None),
    "nested objects": (iam("CreatePolicy", PolicyName="p", PolicyDocument='{"a":' * 20_000 + "1" + "}" * 20_000), "MalformedPolicyDocument", None),
    "nesting inside a condition": (iam("CreatePolicy", PolicyName="p", PolicyDocument=document(ALLOW_S3)[:-3] + ',"Condition":{"StringEquals":{"a":' + "[" * 50_000 + "]" * 50_000 + "}}}]}"), "MalformedPolicyDocument", None),
    "nesting left open": (iam("CreatePolicy", PolicyName="p", PolicyDocument='{"Statement":' + "[" * 100_000), "MalformedPolicyDocument", None),
    "a policy that is a number": (iam("CreatePolicy", PolicyName="p", PolicyDocument="1e999999"), "MalformedPolicyDocument", None),
    "unknown action": (iam("DropTables"), "InvalidAction", "Could not find operation DropTables for version 2010-05-08"),
    "action of another service": (iam("AssumeRole"), "InvalidAction", "Could not find operation AssumeRole for version 2010-05-08"),
    "the version of another service": (body(Action="ListUsers", Version=VERSIONS["sts"]), "InvalidAction", "Could not find operation ListUsers for version 2011-06-15"),
    "action in other letters": (iam("listusers"), "InvalidAction", "Could not find operation listusers for version 2010-05-08"),
    "no action": (body(Version=VERSIONS["iam"]), "InvalidAction", None),
    "no version": (body(Action="ListUsers"), "InvalidAction", "Could not find operation ListUsers for version NO_VERSION_SPECIFIED"),
    "unknown version": (body(Action="ListUsers", Version="2001-01-01"), "InvalidAction", "Could not find operation ListUsers for version 2001-01-01"),
    "nothing": (b"", "InvalidAction", None),
    "JSON": (b'{"Action":"ListUsers"}', "InvalidAction", None),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_bad_body_is_refused(wire, name):
    content, code, text = BODIES[name]
    answer = wire.ask(content)
    if code is None:
        assert ENVELOPE.search(answer[1]), answer
        assert answer[0] == 400
    else:
        refusal(answer, code, text=text)
    # The message never repeats more than a part of what was sent.
    assert len(answer[1]) < 40_000


def test_clients_can_read_a_refusal_that_repeats_control_characters(dev, refused):
    with refused("ValidationError", 400, match="Value 'a\ufffd\ufffd\tb' at 'roleSessionName'"):
        dev.client("sts").assume_role(RoleArn="arn:aws:iam::123456789012:role/r", RoleSessionName="a\0\x1b\tb")


def test_numbers_are_read_as_aws_reads_them(wire):
    for text in ("0900", "+900"):
        content = body(Action="GetSessionToken", Version=VERSIONS["sts"], DurationSeconds=text)
        assert wire.ask(content, service="sts")[0] == 200, text
    for text in (" 900", "900.0", "9e2", "2147483648", "0x384", "\u0669\u0660\u0660"):
        content = body(Action="GetSessionToken", Version=VERSIONS["sts"], DurationSeconds=text)
        refusal(wire.ask(content, service="sts"), "MalformedInput")
    refusal(wire.ask(body(Action="GetSessionToken", Version=VERSIONS["sts"], DurationSeconds="0"), service="sts"), "ValidationError")


def test_a_body_that_ends_early_is_refused(wire):
    headers = "".join(f"{name}: {value}\r\n" for name, value in wire.signed(LIST_USERS).items())
    host = f"Host: 127.0.0.1:{wire.server.port}\r\n"
    head = f"POST / HTTP/1.1\r\n{host}{headers}Content-Length: {len(LIST_USERS) + 10}\r\n\r\n"
    said = wire.raw(head.encode() + LIST_USERS)
    assert said.startswith("HTTP/1.1 400 ")
    refusal((400, said), "IncompleteBody")


def test_a_body_beyond_the_limit_is_413(wire):
    content = iam("CreateUser", UserName="x") + b"&p=" + b"x" * LARGE
    for headers in (FORM, wire.signed(content, credentials=UNKNOWN)):
        answer = wire.send(content, headers)
        refusal(answer, "RequestEntityTooLarge", 413)
    # Whoever names a key that exists may send more, and is then refused for what is in it.
    refusal(wire.ask(content[:-1] + b"&UserName=y"), MALFORMED)


def test_a_chunked_body_beyond_the_limit_is_413(wire):
    def pieces():
        for _ in range(40):
            yield b"x" * (LARGE // 16)

    refusal(wire.send(pieces(), FORM), "RequestEntityTooLarge", 413)


def test_a_length_that_is_a_lie_is_refused(wire):
    host = f"Host: 127.0.0.1:{wire.server.port}\r\n"
    for length in ("-1", "99999999999999999999999", "1, 2", "ten"):
        said = wire.raw(f"POST / HTTP/1.1\r\n{host}Content-Length: {length}\r\n\r\nAction=ListUsers".encode())
        assert re.match(r"HTTP/1\.[01] 4\d\d ", said), (length, said)
    two = f"POST / HTTP/1.1\r\n{host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    said = wire.raw(two.encode())
    assert said.count("HTTP/1.1") <= 1
    assert "200" not in said.split("\r\n")[0]


def test_huge_headers_are_431(wire):
    host = f"Host: 127.0.0.1:{wire.server.port}\r\n"
    many = "".join(f"x-{number}: y\r\n" for number in range(200))
    for headers in ("x-large: " + "y" * 70_000 + "\r\n", "x-large: " + "y" * 700_000 + "\r\n", many):
        said = wire.raw(f"POST / HTTP/1.1\r\n{host}{headers}\r\n".encode())
        # The refusal may be lost to a client that is still sending; an answer never comes.
        assert said.startswith("HTTP/1.1 431 ") or (said == "" and len(headers) > 100_000), said
    large = wire.signed(LIST_USERS, headers={"x-large": "y" * 30_000})
    assert wire.send(LIST_USERS, large)[0] == 200


def test_what_is_no_http_is_refused(wire):
    for content in (b"\x16\x03\x01\x02\x00\x01\x00", b"GARBAGE\r\n\r\n", b"POST / HTTP/9.9\r\n\r\n", b"\0" * 100, b"POST /\xff HTTP/1.1\r\nHost: x\r\n\r\n"):
        said = wire.raw(content)
        assert said == "" or re.match(r"HTTP/1\.[01] (4\d\d|505) ", said), (content, said)


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
def test_other_methods_do_nothing(wire, method):
    status, text = wire.ask(iam("CreateUser", UserName="x"), method=method)
    assert 400 <= status < 500, text
    status, text = wire.send(b"", FORM, method)
    assert 400 <= status < 500, text


# What signing must hold against. Each is a way to change signed headers, and the refusal.


def without(name):
    return lambda headers: {key: value for key, value in headers.items() if key.lower() != name}


def with_authorization(change):
    return lambda headers: headers | {"Authorization": change(headers["Authorization"])}


SIGNATURES = {
    "no authorization": (without("authorization"), "MissingAuthenticationToken", 403),
    "another scheme": (with_authorization(lambda text: "Bearer x"), "IncompleteSignature", 400),
    "another algorithm": (with_authorization(lambda text: text.replace("SHA256", "SHA1")), "IncompleteSignature", 400),
    "no signature": (with_authorization(lambda text: text.split(", Signature=")[0]), "IncompleteSignature", 400),
    "an empty signature": (with_authorization(lambda text: re.sub("Signature=.*", "Signature=", text)), None, None),
    "one digit changed": (with_authorization(lambda text: text[:-1] + ("0" if text[-1] != "0" else "1")), "SignatureDoesNotMatch", 403),
    "upper case": (with_authorization(lambda text: re.sub("Signature=(.*)", lambda found: "Signature=" + found[1].upper(), text)), "SignatureDoesNotMatch", 403),
    "a scope of four parts": (with_authorization(lambda text: text.replace("/iam/", "/")), "IncompleteSignature", 400),
    "a scope of another day": (with_authorization(lambda text: re.sub(r"/\d{8}/", "/20200101/", text)), "SignatureDoesNotMatch", 403),
    "host not signed": (with_authorization(lambda text: text.replace("host;", "")), "SignatureDoesNotMatch", 403),
    "a date that is none": (lambda headers: headers | {"X-Amz-Date": "yesterday"}, "IncompleteSignature", 400),
    "no date": (without("x-amz-date"), "IncompleteSignature", 400),
    "an unsigned amazon header": (lambda headers: headers | {"x-amz-more": "1"}, "SignatureDoesNotMatch", 403),
    "a signed header changed": (lambda headers: headers | {"content-type": "text/plain"}, None, None),
    "an authorization of 60,000": (with_authorization(lambda text: text + "," * 60_000), None, None),
    "a token of 20,000": (lambda headers: headers | {"X-Amz-Security-Token": "x" * 20_000}, None, None),
}


@pytest.mark.parametrize("name", SIGNATURES)
def test_a_bad_signature_is_refused(wire, name):
    change, code, status = SIGNATURES[name]
    content = iam("CreateUser", UserName="x")
    answer = wire.send(content, change(wire.signed(content)))
    if code is None:
        assert ENVELOPE.search(answer[1]), answer
        assert answer[0] in (400, 403)
    else:
        refusal(answer, code, status)


def test_a_body_that_was_not_signed_is_refused(wire):
    headers = wire.signed(LIST_USERS)
    refusal(wire.send(iam("CreateUser", UserName="x"), headers), "SignatureDoesNotMatch", 403)
    refusal(wire.send(LIST_USERS, headers, target="/?x=1"), "SignatureDoesNotMatch", 403)
    refusal(wire.send(LIST_USERS, headers, target="/other"), "SignatureDoesNotMatch", 403)


def test_who_signs_may_leave_the_body_unsigned(wire):
    unsigned = {"X-Amz-Content-SHA256": "UNSIGNED-PAYLOAD"}
    headers = wire.signed(LIST_USERS, headers=unsigned)
    assert wire.send(LIST_USERS, headers)[0] == 200
    # Nobody else may say so.
    refusal(wire.send(LIST_USERS, wire.signed(LIST_USERS) | unsigned), "SignatureDoesNotMatch", 403)


def test_the_service_of_the_scope_must_be_the_one_that_is_called(wire):
    text = "Credential should be scoped to correct service: 'iam'."
    for service in ("sts", "s3", "portcullis"):
        message = refusal(wire.ask(LIST_USERS, service=service), "SignatureDoesNotMatch", 403)
        assert message.replace("&apos;", "'").replace("&#39;", "'") == text
    who = body(Action="GetCallerIdentity", Version=VERSIONS["sts"])
    message = refusal(wire.ask(who), "SignatureDoesNotMatch", 403)
    assert "correct service" in message and "sts" in message
    refusal(wire.ask(LIST_USERS, region="mars-north-1"), "SignatureDoesNotMatch", 403, "valid region")


WHO = body(Action="GetCallerIdentity", Version=VERSIONS["sts"])
# Requests to STS that go wrong early on, and their refusal.
TO_STS = {
    "one name twice": ({"content": WHO + b"&Version=2011-06-15"}, "MalformedQueryString", 400),
    "the scope of another service": ({"content": WHO, "service": "iam"}, "SignatureDoesNotMatch", 403),
    "the scope of no service of ours": ({"content": WHO, "service": "s3"}, "SignatureDoesNotMatch", 403),
    "the scope of no region": ({"content": WHO, "region": "mars-north-1"}, "SignatureDoesNotMatch", 403),
    "another scheme": ({"content": WHO, "change": with_authorization(lambda _: "Bearer x")}, "IncompleteSignature", 400),
    "nothing asked": ({"content": b""}, "InvalidAction", 400),
}


@pytest.mark.parametrize("name", TO_STS)
def test_whatever_is_wrong_sts_answers_for_itself(wire, name):
    """In its own namespace (7.10-6, 7.10-7, 7.10-20)."""
    how, code, status = TO_STS[name]
    how = {"service": "sts", **how}
    content, change = how.pop("content"), how.pop("change", lambda headers: headers)
    answer = wire.send(content, change(wire.signed(content, **how)))
    refusal(answer, code, status)
    assert 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"' in answer[1]


# What AWS's global endpoint does not have, and what a regional one says of it.
REGIONAL = {
    "GetWebIdentityToken": ({"Audience.member.1": "app", "SigningAlgorithm": "ES384"}, "OutboundWebIdentityFederationDisabledException"),
    "AssumeRoot": ({"TargetPrincipal": "222222222222", "TaskPolicyArn.arn": "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"}, "AccessDenied"),
}


@pytest.mark.parametrize("action", REGIONAL)
def test_some_things_are_given_by_regional_endpoints_alone(wire, action):
    """7.10-7, S-63."""
    parameters, regional = REGIONAL[action]
    content = body(Action=action, Version=VERSIONS["sts"], **parameters)
    for host, code, status in (("sts.amazonaws.com", "InvalidAction", 400), ("sts.eu-west-1.amazonaws.com", regional, 403)):
        refusal(wire.send(content, wire.signed(content, service="sts", headers={"Host": host})), code, status)


@pytest.mark.parametrize(("minutes", "text"), [(-20, "Signature expired: "), (20, "Signature not yet current: "), (-14, None), (14, None)])
def test_a_signature_is_good_for_a_quarter_of_an_hour(wire, monkeypatch, minutes, text):
    """Before and after (7.10-22); to the second in crates/sigv4/tests/refusals/words.rs."""
    then = datetime.datetime.now(datetime.UTC).replace(tzinfo=None) + datetime.timedelta(minutes=minutes)
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda **_: then)
    answer = wire.ask(LIST_USERS)
    monkeypatch.undo()
    if text is None:
        assert answer[0] == 200, answer
        return
    message = refusal(answer, "SignatureDoesNotMatch", 403, text)
    stamp = r"\d{8}T\d{6}Z"
    side, sign = ("now earlier", "-") if minutes < 0 else ("still later", r"\+")
    assert re.fullmatch(rf"{text}{stamp} is {side} than {stamp} \({stamp} {sign} 15 min\.\)", message)


def test_the_clock_for_tests_does_not_move_signatures(wire):
    wire.server.advance(3600)
    assert wire.ask(LIST_USERS)[0] == 200


def test_what_was_signed_once_in_the_header_and_once_in_the_url_is_refused(wire):
    client = wire.server.client("sts")
    url = client.generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")
    target = url.removeprefix(wire.server.endpoint)
    assert wire.send(b"", {}, "GET", target)[0] == 200
    headers = wire.signed(method="GET", target=target, service="sts")
    refusal(wire.send(b"", headers, "GET", target), "IncompleteSignature")


def test_an_answer_is_an_xml_document_with_its_request_id(wire):
    connection = http.client.HTTPConnection("127.0.0.1", wire.server.port, timeout=30)
    content = iam("GetUser", UserName="nobody")
    try:
        connection.request("POST", "/", content, wire.signed(content))
        answer = connection.getresponse()
        text = answer.read().decode()
    finally:
        connection.close()
    assert answer.status == 404
    assert answer.headers["content-type"].startswith("text/xml")
    assert answer.headers["x-amzn-requestid"] == ENVELOPE.search(text)[3]


def test_many_failures_are_throttled(servers):
    """By IAM and STS alike (7.10-23)."""
    server = servers(arguments=["--authentication-failures-per-minute", "5"])
    wire = Wire(server)
    codes = [ENVELOPE.search(wire.ask(LIST_USERS, credentials=UNKNOWN)[1])[1] for _ in range(8)]
    assert codes == ["InvalidClientTokenId"] * 5 + ["Throttling"] * 3
    refusal(wire.ask(LIST_USERS), "Throttling", 400, "Rate exceeded")
    refusal(wire.ask(WHO, service="sts"), "Throttling", 400, "Rate exceeded")
    assert json.loads(server.admin("/health")[1])["status"] == "ok"
