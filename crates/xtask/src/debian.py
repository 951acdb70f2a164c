"""Files out of a package of Debian's archive, which is what its checksum says."""

import hashlib
import io
import lzma
import sys
import tarfile
import urllib.request

ARCHIVE = "http://deb.debian.org/debian/pool/main/"
UNREACHABLE = 75


def files(path, checksum, below):
    """The regular files of the package below a folder, each with its path from there. Ends the program with 75 where the archive
    cannot be reached, or has the package no more."""
    data = lzma.decompress(member(download(ARCHIVE + path, checksum), "data.tar.xz"))
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for file in archive:
            if file.isfile() and file.name.startswith(below):
                yield file.name.removeprefix(below), archive.extractfile(file).read()


def download(url, checksum):
    try:
        with urllib.request.urlopen(url, timeout=120) as answer:
            package = answer.read()
    except OSError as problem:
        print(f"{url} cannot be fetched: {problem}", file=sys.stderr)
        sys.exit(UNREACHABLE)
    found = hashlib.sha256(package).hexdigest()
    if found != checksum:
        sys.exit(f"{url}: its SHA-256 is {found}, not {checksum}")
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
    sys.exit(f"the package has no {name}")
