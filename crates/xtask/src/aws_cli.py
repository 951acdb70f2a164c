"""Puts version 2 of the AWS CLI into the environment that runs this: python aws_cli.py

PyPI has version 1 only, so Debian's package of version 2 is taken, which is nothing but Python. Its checksum is pinned here; what it
depends on is pinned in tests/clients/aws-cli-v2.txt. Exits with 75 where the archive cannot be reached, or has the package no more.
"""

import pathlib
import sys
import sysconfig

import debian

PACKAGE = "a/awscli/awscli_2.23.6-1_all.deb"
SHA256 = "09645cccbeece0553786ea7532d28901a9e7375d761fe5676490dbb4e7180569"
LIBRARY = "lib/python3/dist-packages/"
PROGRAM = "bin/aws"


def main():
    library = pathlib.Path(sysconfig.get_path("purelib"))
    for name, content in debian.files(PACKAGE, SHA256, "./usr/"):
        if name.startswith(LIBRARY):
            place = library / name.removeprefix(LIBRARY)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        elif name == PROGRAM:
            _, rest = content.split(b"\n", 1)
            program = pathlib.Path(sys.executable).with_name("aws")
            program.write_bytes(b"#!" + sys.executable.encode() + b"\n" + rest)
            program.chmod(0o755)


main()
