#!/usr/bin/env python3
"""A small service that the AWS CLI takes for Lambda: it keeps functions by name with their roles, and "runs" one by listing users.

It shows what a service does with Portcullis: it asks whether whoever makes a function may pass it the role, and assumes that role
itself when the function runs. Its key is in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (`portcullis service add`), the server in
AWS_ENDPOINT_URL. It listens on 127.0.0.1 and prints its port and process id. `pass-role.sh` starts it. It keeps everybody's functions in one heap
and asks nobody for `lambda:` permissions: it is an example.
"""

import datetime
import hashlib
import hmac
import http.server
import json
import os
import re
import urllib.error
import urllib.parse
import urllib.request

ENDPOINT = os.environ["AWS_ENDPOINT_URL"]
REGION = "us-east-1"
FUNCTIONS = {}


def sign(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def call(service, version, action, parameters, credentials, headers=None):
    """A call of the Query protocol, signed (AWS Signature Version 4); status and text of the reply."""
    access_key_id, secret, *token = credentials
    body = urllib.parse.urlencode({"Action": action, "Version": version, **parameters})
    now = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")
    headers = {"host": urllib.parse.urlsplit(ENDPOINT).netloc, "x-amz-date": now, **(headers or {})}
    if token:
        headers["x-amz-security-token"] = token[0]
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    canonical = f"POST\n/\n\n{lines}\n{names}\n{hashlib.sha256(body.encode()).hexdigest()}"
    scope = f"{now[:8]}/{REGION}/{service}/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = sign(key, part)
    signature = sign(key, text).hex()
    headers["authorization"] = f"AWS4-HMAC-SHA256 Credential={access_key_id}/{scope}, SignedHeaders={names}, Signature={signature}"
    headers["content-type"] = "application/x-www-form-urlencoded"
    request = urllib.request.Request(ENDPOINT, data=body.encode(), headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as reply:
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read().decode()


def element(xml, name):
    """The text of an element of a reply; none of those that are read here holds another."""
    found = re.search(f"<{name}>(.*?)</{name}>", xml, re.DOTALL)
    return found and found[1]


SERVICE = os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"]


def on_behalf_of(name, account):
    """Whose function the service works for, as headers of its calls."""
    return {"x-amz-source-account": account, "x-amz-source-arn": f"arn:aws:lambda:{REGION}:{account}:function:{name}"}


def may_pass(handler, body, name, role):
    """What Portcullis says of the request that `handler` got: may its signer pass this role to this service?"""
    asked = {
        "RoleArn": role,
        "CallerRequest.Method": handler.command,
        "CallerRequest.PathAndQuery": handler.path,
        "CallerRequest.BodySha256": hashlib.sha256(body).hexdigest(),
        "CallerRequest.SourceIp": handler.client_address[0],
    }
    for index, (header, value) in enumerate(handler.headers.items(), 1):
        asked[f"CallerRequest.Headers.member.{index}.Name"] = header
        asked[f"CallerRequest.Headers.member.{index}.Value"] = value
    # A role of another account than the signer's is refused before anything else.
    account = role.split(":")[4]
    asked["AssociatedResourceArn"] = on_behalf_of(name, account)["x-amz-source-arn"]
    status, reply = call("portcullis", "2026-11-21", "CheckPassRole", asked, SERVICE, on_behalf_of(name, account))
    assert status == 200, reply
    return {part: element(reply, part) for part in ("Allowed", "Obstacle", "Code", "Message", "CallerAccount")}


def run(name):
    """Assumes the function's role and does with it what it may; status and text."""
    function = FUNCTIONS[name]
    session = {"RoleArn": function["Role"], "RoleSessionName": name}
    behalf = on_behalf_of(name, function["Account"])
    status, reply = call("sts", "2011-06-15", "AssumeRole", session, SERVICE, behalf)
    if status != 200:
        return 403, element(reply, "Message")
    credentials = [element(reply, part) for part in ("AccessKeyId", "SecretAccessKey", "SessionToken")]
    _, who = call("sts", "2011-06-15", "GetCallerIdentity", {}, credentials)
    status, users = call("iam", "2010-05-08", "ListUsers", {}, credentials)
    names = ", ".join(re.findall("<UserName>(.*?)</UserName>", users)) if status == 200 else element(users, "Code")
    return 200, f"{element(who, 'Arn')} lists users: {names}"


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        parts = self.path.split("/")
        if len(parts) == 5 and parts[4] == "invocations":
            status, told = run(parts[3])
            self.reply(status, told if status == 200 else {"Message": told}, "AccessDeniedException")
        else:
            self.create(body)

    def create(self, body):
        wanted = json.loads(body)
        name, role = wanted["FunctionName"], wanted["Role"]
        answer = may_pass(self, body, name, role)
        if answer["Allowed"] == "true":
            FUNCTIONS[name] = {"FunctionName": name, "Role": role, "Account": answer["CallerAccount"]}
            self.reply(201, {"FunctionName": name, "Role": role})
        elif answer["Obstacle"] in ("Role", "Trust"):
            told = "The role defined for the function cannot be assumed by Lambda."
            self.reply(400, {"Message": told}, "InvalidParameterValueException")
        else:
            self.reply(403, {"Message": answer["Message"]}, "AccessDeniedException")

    def reply(self, status, content, error=None):
        data = json.dumps(content).encode()
        self.send_response(status)
        if status >= 400:
            self.send_header("x-amzn-errortype", error)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], os.getpid(), flush=True)
    server.serve_forever()
