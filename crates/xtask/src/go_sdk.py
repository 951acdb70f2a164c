"""Puts Go and the AWS SDK for it into a folder: python go_sdk.py FOLDER

They are Debian's packages: a compiler for x86-64, the standard library and the SDK as source. Their checksums are pinned here. Exits
with 75 where the archive cannot be reached, or has one of them no more.
"""

import pathlib
import re
import sys

import debian

COMPILER = ("g/golang-1.24/golang-1.24-go_1.24.4-1_amd64.deb", "93c6c109bbc0f1d55523282a16739d10634499c04f6d066a6aa58b67b687a44f")
STANDARD_LIBRARY = ("g/golang-1.24/golang-1.24-src_1.24.4-1_all.deb", "c396bc2c2e94606e0a060cff52b9bbbf1d7cefacb040eb3c40a55604111e66e1")
SDK = (
    "g/golang-github-aws-aws-sdk-go-v2/golang-github-aws-aws-sdk-go-v2-dev_1.30.3-1_all.deb",
    "69bd9d19324c750370e0fc2cb2ef7a05976e9fc1aaebcb781b9f98b08c11db71",
)
SMITHY = (
    "g/golang-github-aws-smithy-go/golang-github-aws-smithy-go-dev_1.20.3-1_all.deb",
    "88b7c0c1e2983c2d73d81f4ebcf49830f2179317b2860a752cfa689188489594",
)
LIBRARIES = "./usr/share/gocode/src/github.com/aws/"
# Of three hundred services, those that the tests and the SDK's own sign-in need.
SERVICES = ("iam", "internal", "sso", "ssooidc", "sts")
PROGRAMS = ("bin/", "pkg/tool/")
TOOLCHAIN = (*PROGRAMS, "pkg/include/", "VERSION", "go.env")



def main(folder):
    for place, content in debian.files(*COMPILER, "./usr/"):
        _, _, name = place.partition("/go-1.24/")
        if name.startswith(TOOLCHAIN):
            put(folder / "goroot" / name, content)
        if name.startswith(PROGRAMS):
            (folder / "goroot" / name).chmod(0o755)
    for name, content in debian.files(*STANDARD_LIBRARY, "./usr/share/go-1.24/src/"):
        if not for_tests(name):
            put(folder / "goroot/src" / name, content)
    aws = folder / "src/github.com/aws"
    for package in (SDK, SMITHY):
        for name, content in debian.files(*package, LIBRARIES):
            if not for_tests(name) and wanted(name):
                put(aws / name, content)
    put(folder / "src/driver/tables.go", tables(aws / "aws-sdk-go-v2/service/iam").encode())


def wanted(name):
    _, _, below = name.partition("aws-sdk-go-v2/service/")
    return not below or below.startswith(tuple(f"{service}/" for service in SERVICES))


def for_tests(name):
    return name.endswith("_test.go") or "/testdata/" in name


def put(place, content):
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)


def tables(package):
    """Go source with all paginators and waiters of IAM by name: Go finds methods by their names, but not functions."""
    source = "".join(path.read_text() for path in sorted(package.glob("*.go")))
    lines = ["package main", "", 'import "github.com/aws/aws-sdk-go-v2/service/iam"']
    for table, kind in (("paginators", "Paginator"), ("waiters", "Waiter")):
        lines += ["", f"var {table} = map[string]any{{"]
        lines += [f'\t"{name}": iam.New{name}{kind},' for name in re.findall(rf"(?m)^func New(\w+){kind}\(", source)]
        lines += ["}"]
    return "\n".join(lines) + "\n"


main(pathlib.Path(sys.argv[1]))
