"""SimpleSAMLphp, an identity provider that others wrote, on PHP's own web server: people sign in to it with a password, in a browser."""

import html
import http.cookiejar
import json
import os
import pathlib
import re
import socket
import subprocess
import time
import urllib.parse
import urllib.request

from saml2.saml import NAMEID_FORMAT_PERSISTENT

import idp
from portcullis import ROOT_FOLDER, bare_environment

PLACE = os.environ.get("PORTCULLIS_SIMPLESAMLPHP", str(ROOT_FOLDER / "target/simplesamlphp"))
ENTITY = "https://sso.example.com/idp"
TEAM = f"{idp.ATTRIBUTES}PrincipalTag:Team"
ROLE_AND_NAME = [f"{idp.ATTRIBUTES}Role", f"{idp.ATTRIBUTES}RoleSessionName"]
PEOPLE = {"ann:correct horse": {"uid": ["ann"], "team": ["red"]}, "bob:battery staple": {"uid": ["bob"], "team": ["blue"]}}


class SimpleSamlPhp:
    """A provider whose only customer is AWS; everybody may have the one role. Encrypts for `customer`, a Pair, if there is one."""

    def __init__(self, folder, role, customer=None):
        self.folder = folder
        for name in ("config", "metadata", "log", "data", "temporary", "sessions", "certificates"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        self.pair = idp.Pair(folder / "certificates", "idp")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        self.write("config/config.php", "$config", self.settings())
        self.write("config/authsources.php", "$config", {"people": {"0": "exampleauth:UserPass"} | PEOPLE})
        hosted = {"host": "__DEFAULT__", "privatekey": "idp.key", "certificate": "idp.crt", "auth": "people"}
        self.write("metadata/saml20-idp-hosted.php", f"$metadata['{ENTITY}']", hosted)
        self.write("metadata/saml20-sp-remote.php", f"$metadata['{idp.AUDIENCE}']", self.aws(role, customer))

    def settings(self):
        return {
            "baseurlpath": self.url,
            "certdir": f"{self.folder}/certificates/",
            "loggingdir": f"{self.folder}/log/",
            "logging.handler": "file",
            "datadir": f"{self.folder}/data/",
            "tempdir": f"{self.folder}/temporary",
            "session.phpsession.savepath": f"{self.folder}/sessions",
            "secretsalt": "nothing here outlives the test",
            "timezone": "UTC",
            "enable.saml20-idp": True,
            "module.enable": {"core": True, "exampleauth": True, "saml": True},
            "metadata.sources": [{"type": "flatfile", "directory": f"{self.folder}/metadata"}],
        }

    @staticmethod
    def aws(role, customer):
        """AWS as its documentation has identity providers describe it."""
        encrypts = {"assertion.encryption": True, "certificate": customer.certificate_file.name} if customer else {}
        return encrypts | {
            "AssertionConsumerService": [{"Binding": "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST", "Location": idp.RECIPIENT, "index": 0}],
            "NameIDFormat": NAMEID_FORMAT_PERSISTENT,
            "authproc": {
                "5": {"class": "saml:AttributeNameID", "attribute": "uid", "Format": NAMEID_FORMAT_PERSISTENT},
                "10": {"class": "core:AttributeAdd", ROLE_AND_NAME[0]: [f"{role},{idp.PROVIDER}"]},
                "20": {"class": "core:AttributeCopy", "uid": ROLE_AND_NAME[1], "team": TEAM},
                "30": {"class": "core:AttributeLimit"} | {str(at): name for at, name in enumerate([*ROLE_AND_NAME, TEAM])},
            },
        }

    def write(self, name, variable, value):
        """PHP keeps settings in PHP; JSON needs no rules of quoting but its own in a text that is taken as it is."""
        (self.folder / name).write_text(f"<?php {variable} = json_decode(<<<'JSON'\n{json.dumps(value)}\nJSON, true);\n")

    def __enter__(self):
        self.process = subprocess.Popen(
            ["php", "-S", f"127.0.0.1:{self.port}", "-t", str(pathlib.Path(PLACE) / "www")],
            env=bare_environment(SIMPLESAMLPHP_CONFIG_DIR=str(self.folder / "config")),
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "log" / "php").open("w"),
        )
        ends = time.monotonic() + 30
        while not self.answers():
            assert self.process.poll() is None and time.monotonic() < ends, (self.folder / "log" / "php").read_text()
            time.sleep(0.05)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=30)

    def answers(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
        except OSError:
            return False
        return True

    def metadata(self):
        with urllib.request.urlopen(f"{self.url}saml2/idp/metadata.php", timeout=30) as answer:
            return answer.read().decode()

    def sign_in(self, user, password):
        """What the browser of somebody who signs in is told to post to AWS; None for whom the provider does not let in."""
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        with browser.open(f"{self.url}saml2/idp/SSOService.php?spentityid={idp.AUDIENCE}", timeout=30) as answer:
            place, page = answer.url.partition("?")[0], answer.read().decode()
        state = html.unescape(re.search(r'name="AuthState" value="([^"]+)"', page)[1])
        form = urllib.parse.urlencode({"username": user, "password": password, "AuthState": state}).encode()
        with browser.open(place, form, timeout=30) as answer:
            page = answer.read().decode()
        found = re.search(r'name="SAMLResponse" value="([^"]+)"', page)
        assert not found or re.search(rf'action="{re.escape(idp.RECIPIENT)}"', page)
        return html.unescape(found[1]) if found else None
