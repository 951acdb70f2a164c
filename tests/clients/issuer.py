"""An issuer of web identity tokens on this machine: its two documents over HTTP, and tokens that it signs."""

import base64
import functools
import http.server
import json
import threading
import time

import rsa


def encoded(value):
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def number(value):
    return encoded(value.to_bytes((value.bit_length() + 7) // 8, "big"))


class Issuer:
    """Keys are made when they are first named; `published` are those that the key set shows, once it has failed `failures` times."""

    def __init__(self):
        self.published = ["first"]
        self.asked = []
        self.failures = 0
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.name = self.url.partition("://")[2]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @functools.cache
    def key(self, kid):
        return rsa.newkeys(2048)[1]

    def documents(self):
        keys = [{"kty": "RSA", "use": "sig", "kid": kid, "n": number(self.key(kid).n), "e": number(self.key(kid).e)} for kid in self.published]
        return {
            "/.well-known/openid-configuration": {"issuer": self.url, "jwks_uri": f"{self.url}/jwks"},
            "/jwks": {"keys": keys},
        }

    def handler(self):
        issuer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                issuer.asked.append(self.path)
                document = issuer.documents().get(self.path)
                body = json.dumps(document).encode()
                if issuer.failures:
                    issuer.failures -= 1
                    self.send_response(503)
                else:
                    self.send_response(200 if document else 404)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        return Handler

    def token(self, kid="first", header=None, **claims):
        """A token for the client `app` and ten minutes; claims that are None are left out."""
        now = int(time.time())
        claims = {"iss": self.url, "aud": "app", "sub": "ann@example.com", "iat": now, "exp": now + 600} | claims
        claims = {name: value for name, value in claims.items() if value is not None}
        message = f"{encoded({'alg': 'RS256', 'kid': kid} | (header or {}))}.{encoded(claims)}"
        return f"{message}.{encoded(rsa.sign(message.encode(), self.key(kid), 'SHA-256'))}"

    def trust(self, provider, *actions, **condition):
        """A trust policy for tokens of this issuer."""
        statement = {"Effect": "Allow", "Principal": {"Federated": provider}, "Action": ["sts:AssumeRoleWithWebIdentity", *actions]}
        return {"Version": "2012-10-17", "Statement": [statement | ({"Condition": condition} if condition else {})]}


@functools.cache
def shared():
    """The issuer that tests share who do not change its keys."""
    return Issuer()
