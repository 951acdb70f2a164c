"""Signs random requests with botocore and prints each as one line of JSON, in the form that
`portcullis sigv4 verify` reads. Usage: botocore_signatures.py COUNT SEED"""

import base64
import json
import random
import sys
from datetime import datetime, timezone
from urllib.parse import quote, urlsplit

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

TEXT = "abcXYZ019-_.~ /+%&=?:;,@!*'()[]\"<>|\\^`{}$#éß€ሴ\U0001f600"
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def text(rng, alphabet, least, most):
    return "".join(rng.choice(alphabet) for _ in range(rng.randint(least, most)))


def path(rng, s3):
    segments = []
    for _ in range(rng.randint(0, 4)):
        if rng.random() < 0.25:
            # No client writes an S3 key with escapes that it does not need, and botocore signs them as they are.
            segments.append(rng.choice([".", "..", "", "...", "a.."] + ([] if s3 else ["%2E%2E"])))
        else:
            segments.append(quote(text(rng, TEXT.replace("/", ""), 1, 8), safe="-_.~"))
    # botocore drops the slash that RFC 3986 keeps after a last dot segment: both are seen, none is tried.
    while segments and segments[-1] in (".", "..") and not s3:
        segments.pop()
    return "/" + "/".join(segments) + (rng.choice(["", "/"]) if segments else "")


def parameters(rng):
    names = rng.sample(["Action", "Version", "a", "A", "a-b", "a.b", "a b", "é", "x+y", "Param", "Param-3", "=", "%41"], rng.randint(0, 6))
    return {name: text(rng, TEXT, 0, 10) for name in names}


def headers(rng):
    out = {}
    for _ in range(rng.randint(0, 4)):
        # Numbered, so that no two names are one: a dict would send only the last.
        name = f"x{len(out)}-" + "".join(c.upper() if rng.random() < 0.3 else c for c in text(rng, PLAIN.lower(), 1, 8))
        out[name] = text(rng, "abc XYZ 01  ,;=\"'\t", 0, 20)
    if rng.random() < 0.5:
        out["Content-Type"] = rng.choice(["application/x-www-form-urlencoded; charset=utf-8", "application/x-amz-json-1.1"])
    return out


def line(rng):
    s3 = rng.random() < 0.3
    presigned = rng.random() < 0.4
    method = rng.choice(["GET", "POST", "PUT", "DELETE", "HEAD"])
    body = text(rng, TEXT, 0, 60).encode() if method in ("POST", "PUT") else b""
    scheme = rng.choice(["http", "https"])
    host = rng.choice(["localhost:4747", "127.0.0.1:4747", "iam.example", "bucket.s3.example:8443"])
    url = f"{scheme}://{host}{path(rng, s3)}"
    credentials = Credentials(
        "AKIA" + text(rng, PLAIN.upper(), 16, 16),
        text(rng, PLAIN + "/+", 40, 40),
        text(rng, PLAIN + "/+=", 20, 400) if rng.random() < 0.5 else None,
    )
    region = rng.choice(["us-east-1", "eu-central-1", "ap-southeast-2", "us-gov-west-1"])
    service = "s3" if s3 else rng.choice(["iam", "sts", "organizations", "portcullis"])
    request = AWSRequest(method=method, url=url, data=body, headers=headers(rng), params=parameters(rng))
    if presigned:
        # A presigned URL stands by itself: no headers but Host, and no body.
        body = b""
        request = AWSRequest(method=method, url=url, data=body, params=parameters(rng))
        kind = botocore.auth.S3SigV4QueryAuth if s3 else botocore.auth.SigV4QueryAuth
        signer = kind(credentials, service, region, expires=rng.choice([60, 3600, 604800]))
    else:
        kind = botocore.auth.S3SigV4Auth if s3 else botocore.auth.SigV4Auth
        signer = kind(credentials, service, region)
    signer.add_auth(request)
    prepared = request.prepare()
    parts = urlsplit(prepared.url)
    sent = [[name, value.decode() if isinstance(value, bytes) else value] for name, value in prepared.headers.items()]
    if not any(name.lower() == "host" for name, _ in sent):
        sent.append(["Host", parts.netloc])
    signed_at = datetime.strptime(request.context["timestamp"], "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
    return {
        "method": method,
        "target": parts.path + ("?" + parts.query if parts.query else ""),
        "headers": sent,
        "body_base64": base64.b64encode(body).decode(),
        "credentials": {
            "access_key_id": credentials.access_key,
            "secret_access_key": credentials.secret_key,
            "session_token": credentials.token,
        },
        "region": region,
        "service": service,
        "now": signed_at.isoformat().replace("+00:00", "Z"),
        "normalize": not s3,
    }


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    rng = random.Random(seed)
    for _ in range(count):
        print(json.dumps(line(rng)))


main()
