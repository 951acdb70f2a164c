"""Puts SimpleSAMLphp, an identity provider, into a folder: python simplesamlphp.py FOLDER

It is Debian's package, which is nothing but PHP and brings all libraries that it needs. Its checksum is pinned here. Exits with 75
where the archive cannot be reached, or has the package no more.
"""

import pathlib
import sys

import debian

PACKAGE = "s/simplesamlphp/simplesamlphp_1.19.7-1+deb12u2_all.deb"
SHA256 = "2162aa3d124df3ce4ccef27c3b2127ff4f019482f3aac6e162e59a577ee6235d"


def main(folder):
    for name, content in debian.files(PACKAGE, SHA256, "./usr/share/simplesamlphp/"):
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


main(pathlib.Path(sys.argv[1]))
