"""Puts version 2 of the AWS CLI into the environment that runs this: python aws_cli.py

PyPI has version 1 only, so Debian's package of version 2 is taken, which is nothing but Python. Its checksum is pinned here; what it
depends on is pinned in tests/clients/aws-cli-v2.txt. Exits with 75 where the archive cannot be reached, or has the package no more.
"""

import hashlib
import io
import lzma
import pathlib
import sys
import sysconfig
import tarfile
import urllib.request

PACKAGE = "awscli_2.23.6-1_all.deb"
SHA256 = "09645cccbeece0553786ea7532d28901a9e7375d761fe5676490dbb4e7180569"
URL = "http://deb.debian.org/debian/pool/main/a/awscli/" + PACKAGE
UNREACHABLE = 75
LIBRARY = "./usr/lib/python3/dist-packages/"
PROGRAM = "./usr/bin/aws"


def download():
    """The package, as it was when its checksum was written down."""
    try:
        with urllib.request.urlopen(URL, timeout=120) as answer:
            package = answer.read()
    except OSError as problem:
        print(f"version 2 of the AWS CLI cannot be fetched: {URL}: {problem}", file=sys.stderr)
        sys.exit(UNREACHABLE)
    found = hashlib.sha256(package).hexdigest()
    if found != SHA256:
        sys.exit(f"{URL}: its SHA-256 is {found}, not {SHA256}")
    return package


def member(package, name):
    """A file of an `ar` archive: 8 bytes of greeting, then for each file a header of 60 bytes and its content, padded to even."""
    at = 8
    while at < len(package):
        header = package[at : at + 60]
        size = int(header[48:58])
        if header[:16].decode().strip().rstrip("/") == name:
            return package[at + 60 : at + 60 + size]
        at += 60 + size + size % 2
    sys.exit(f"{PACKAGE} has no {name}")


def main():
    files = lzma.decompress(member(download(), "data.tar.xz"))
    library = pathlib.Path(sysconfig.get_path("purelib"))
    with tarfile.open(fileobj=io.BytesIO(files)) as archive:
        for file in archive:
            if file.isfile() and file.name.startswith(LIBRARY):
                place = library / file.name.removeprefix(LIBRARY)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(archive.extractfile(file).read())
        script = archive.extractfile(PROGRAM).read()
    _, rest = script.split(b"\n", 1)
    program = pathlib.Path(sys.executable).with_name("aws")
    program.write_bytes(b"#!" + sys.executable.encode() + b"\n" + rest)
    program.chmod(0o755)


main()
