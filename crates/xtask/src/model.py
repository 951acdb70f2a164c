"""Prints the trimmed API model of one service of the installed botocore: python model.py iam|organizations|sts

Facts only: names, members in the model's order, constraints, declared errors, paginators. One operation or
shape is one line, sorted, so that the next version's differences read well.
"""

import json
import sys

import botocore.loaders

JSON = False
CONSTRAINTS = ("min", "max", "pattern", "enum", "sensitive")


def error(name, shape):
    """Query's rule for a shape that declares nothing: its own name, 400."""
    trait = shape.get("error", {})
    return {"code": trait.get("code", name), "status": trait.get("httpStatusCode", 400)}


def trimmed(shape):
    fact = {"type": shape["type"]}
    if shape.get("flattened"):
        raise SystemExit("a list or map is flattened, which the query format does not read")
    if shape["type"] == "structure":
        fact["members"] = [[name, member["shape"]] for name, member in shape["members"].items()]
        for name, member in shape["members"].items():
            unknown = set(member) - {"shape", "documentation", "deprecated", "deprecatedMessage", "deprecatedSince", "box"}
            if unknown:
                raise SystemExit(f"member {name} has traits nobody reads: {sorted(unknown)}")
        if shape.get("required"):
            fact["required"] = shape["required"]
    if shape["type"] == "list":
        fact["member"] = shape["member"]["shape"]
        if "locationName" in shape["member"]:
            raise SystemExit("a list renames its members")
    if shape["type"] == "map":
        fact["key"] = shape["key"]["shape"]
        fact["value"] = shape["value"]["shape"]
    for trait in CONSTRAINTS:
        if trait in shape:
            fact[trait] = shape[trait]
    return fact


def as_list(value):
    return value if isinstance(value, list) else [value]


def paginator(row):
    fact = {"input_token": row["input_token"], "output_token": row["output_token"]}
    for name in ("limit_key", "more_results"):
        if name in row:
            fact[name] = row[name]
    fact["result_keys"] = as_list(row["result_key"])
    return fact


def operation(row, shapes, page):
    fact = {"errors": [shape["shape"] for shape in row.get("errors", [])]}
    if "input" in row:
        fact["input"] = row["input"]["shape"]
    if "output" in row:
        fact["output"] = row["output"]["shape"]
        if not JSON and row["output"].get("resultWrapper") != row["name"] + "Result":
            raise SystemExit(f"{row['name']} has an unusual result wrapper")
    if row.get("authtype") == "none":
        fact["unsigned"] = True
    if page:
        fact["paginator"] = paginator(page)
    return fact


def table(rows):
    lines = [f"{json.dumps(name)}:{json.dumps(rows[name], separators=(',', ':'))}" for name in sorted(rows)]
    return "{\n" + ",\n".join(lines) + "\n}" if lines else "{}"


def main(service):
    global JSON
    loader = botocore.loaders.Loader()
    model = loader.load_service_model(service, "service-2")
    JSON = model["metadata"]["protocol"] == "json"
    pages = loader.load_service_model(service, "paginators-1")["pagination"]
    shapes = model["shapes"]
    meta = model["metadata"]
    operations = {n: operation(o, shapes, pages.get(n)) for n, o in model["operations"].items()}
    errors = {n: error(n, s) for n, s in shapes.items() if s.get("exception")}
    kept = {n: trimmed(s) for n, s in shapes.items() if not s.get("exception")}
    # JSON services have no namespace; what their targets begin with stands in its place.
    head = {"name": service, "version": meta["apiVersion"], "namespace": meta["targetPrefix" if JSON else "xmlNamespace"]}
    lines = [f"{json.dumps(k)}:{json.dumps(v)}" for k, v in head.items()]
    for name, rows in (("operations", operations), ("errors", errors), ("shapes", kept)):
        lines.append(f"{json.dumps(name)}:{table(rows)}")
    print("{\n" + ",\n".join(lines) + "\n}")


main(sys.argv[1])
