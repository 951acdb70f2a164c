"""botocore's side of the differential test of the Query protocol.

requests   prints one JSON object a line: an input and the body that botocore sends for it, for every operation
           of IAM and STS and lists of 0, 1, 2 and 11 elements.
responses  reads one JSON object a line (service, operation, status, body) and prints what botocore makes of it.
"""

import base64
import datetime
import json
import sys

import botocore.awsrequest
import botocore.loaders
import botocore.model
import botocore.parsers
import botocore.serialize

SIZES = (0, 1, 2, 11)
TEXTS = ("plain", "a b+c%20&d=e", "Zo\u00eb \U0001f600", "", "line\nbreak\ttab", "<&>'\"", "..member.1.")


def services():
    loader = botocore.loaders.Loader()
    for name in ("iam", "sts"):
        yield name, botocore.model.ServiceModel(loader.load_service_model(name, "service-2"), name)


class Sample:
    """Values of a shape; constraints do not matter to a serializer."""

    def __init__(self, size):
        self.size = size
        self.count = 0

    def value(self, shape):
        self.count += 1
        kind = shape.type_name
        if kind == "structure":
            return {name: self.value(member) for name, member in shape.members.items()}
        if kind == "list":
            return [self.value(shape.member) for _ in range(self.size)]
        if kind == "map":
            return {f"{index} \u00e9&=": self.value(shape.value) for index in range(self.size)}
        if kind == "string":
            return TEXTS[self.count % len(TEXTS)]
        if kind in ("integer", "long"):
            return (-(2**31), 0, 2**31 - 1)[self.count % 3]
        if kind == "boolean":
            return self.count % 2 == 0
        raise SystemExit(f"no input is a {kind}")


def requests():
    serializer = botocore.serialize.create_serializer("query", include_validation=False)
    for service, model in services():
        for name in model.operation_names:
            operation = model.operation_model(name)
            for size in SIZES:
                shape = operation.input_shape
                given = Sample(size).value(shape) if shape else {}
                made = serializer.serialize_to_request(given, operation)
                request = botocore.awsrequest.AWSRequest(
                    method=made["method"], url="http://localhost/", data=made["body"], headers=made["headers"]
                )
                body = request.prepare().body
                body = body.decode() if isinstance(body, bytes) else body
                print(json.dumps({"service": service, "operation": name, "input": given, "body": body}))


def plain(value):
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(type(value))


def responses():
    parser = botocore.parsers.create_parser("query")
    models = dict(services())
    answers = []
    for line in filter(None, sys.stdin.buffer.read().split(b"\n")):
        case = json.loads(line)
        operation = models[case["service"]].operation_model(case["operation"])
        response = {"body": case["body"].encode(), "headers": {}, "status_code": case["status"]}
        answers.append(parser.parse(response, operation.output_shape))
    for answer in answers:
        print(json.dumps(answer, default=plain))


{"requests": requests, "responses": responses}[sys.argv[1]]()
