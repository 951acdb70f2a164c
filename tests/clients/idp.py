"""A SAML identity provider made of pysaml2, which signs with xmlsec1: metadata, responses and encrypted assertions."""

import base64
import contextlib
import datetime
import functools
import pathlib
import shutil
import tempfile

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.config import IdPConfig, SPConfig
from saml2.metadata import entity_descriptor
from saml2.saml import NAMEID_FORMAT_PERSISTENT, NameID
from saml2.server import Server
from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256

from portcullis import DEV_ACCOUNT
from world import TAGS, arn, document

AUDIENCE = "urn:amazon:webservices"
RECIPIENT = "https://signin.aws.amazon.com/saml"
ATTRIBUTES = "https://aws.amazon.com/SAML/Attributes/"
PROVIDER = arn("saml-provider", "Idp")


class Pair:
    """An RSA key and its certificate, in files."""

    def __init__(self, folder, name):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        now = datetime.datetime.now(datetime.UTC)
        self.certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=2))
            # Whether a certificate has run out is not looked at.
            .not_valid_after(now - datetime.timedelta(days=1))
            .sign(self.key, hashes.SHA256())
        )
        encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
        self.pem = self.key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain).decode()
        self.older_pem = self.key.private_bytes(encoding, serialization.PrivateFormat.TraditionalOpenSSL, plain).decode()
        self.certificate_pem = self.certificate.public_bytes(encoding).decode()
        self.key_file, self.certificate_file = folder / f"{name}.key", folder / f"{name}.crt"
        self.key_file.write_text(self.pem)
        self.certificate_file.write_text(self.certificate_pem)

    @property
    def bare_certificate(self):
        return "".join(self.certificate_pem.splitlines()[1:-1])


class Idp:
    """An identity provider whose only customer is AWS."""

    def __init__(self, entity="https://idp.example.com/metadata", customer=None):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="idp-"))
        self.pair = Pair(self.folder, "idp")
        self.entity = entity
        customer = customer or self.pair
        aws = {
            "entityid": AUDIENCE,
            "service": {"sp": {"endpoints": {"assertion_consumer_service": [(RECIPIENT, BINDING_HTTP_POST)]}}},
            "encryption_keypairs": [{"key_file": str(customer.key_file), "cert_file": str(customer.certificate_file)}],
            "key_file": str(customer.key_file),
            "cert_file": str(customer.certificate_file),
            "xmlsec_binary": shutil.which("xmlsec1"),
        }
        described = self.folder / "aws.xml"
        described.write_text(str(entity_descriptor(SPConfig().load(aws))))
        self.config = {
            "entityid": entity,
            "service": {
                "idp": {
                    "endpoints": {"single_sign_on_service": [("https://idp.example.com/sso", BINDING_HTTP_REDIRECT)]},
                    "policy": {"default": {"lifetime": {"minutes": 15}, "attribute_restrictions": None, "name_form": "urn:oasis:names:tc:SAML:2.0:attrname-format:uri"}},
                }
            },
            "metadata": {"local": [str(described)]},
            "key_file": str(self.pair.key_file),
            "cert_file": str(self.pair.certificate_file),
            "xmlsec_binary": shutil.which("xmlsec1"),
            "signing_algorithm": SIG_RSA_SHA256,
            "digest_algorithm": DIGEST_SHA256,
        }
        self.server = Server(config=IdPConfig().load(dict(self.config)))

    @functools.cached_property
    def metadata(self):
        """What CreateSAMLProvider takes."""
        return str(entity_descriptor(IdPConfig().load(dict(self.config))))

    def response(self, role, name="ann", subject="ann", attributes=None, **settings):
        """A response in base64 that lets its bearer assume the role."""
        said = {
            f"{ATTRIBUTES}Role": [f"{role},{PROVIDER}"],
            f"{ATTRIBUTES}RoleSessionName": [name],
            **(attributes or {}),
        }
        settings = {"sign_assertion": True, "sign_response": False} | settings
        answer = self.server.create_authn_response(
            said,
            in_response_to=None,
            destination=RECIPIENT,
            sp_entity_id=AUDIENCE,
            name_id=NameID(format=NAMEID_FORMAT_PERSISTENT, text=subject),
            authn={"class_ref": "urn:oasis:names:tc:SAML:2.0:ac:classes:Password", "authn_auth": self.entity},
            sign_alg=SIG_RSA_SHA256,
            digest_alg=DIGEST_SHA256,
            **settings,
        )
        return base64.b64encode(str(answer).encode()).decode()

    def close(self):
        with contextlib.suppress(OSError):
            shutil.rmtree(self.folder)


@functools.cache
def shared():
    """One provider for all tests that need no second."""
    return Idp()


@functools.cache
def private_key():
    """The PEM of an RSA key."""
    return shared().pair.pem


def trust(*actions, condition=None, provider=PROVIDER):
    """A trust policy for those whom the provider names."""
    statement = {"Effect": "Allow", "Principal": {"Federated": provider}, "Action": ["sts:AssumeRoleWithSAML", *actions]}
    return {"Version": "2012-10-17", "Statement": [statement | ({"Condition": condition} if condition else {})]}


METADATA = "SAMLMetadataDocument"


def made():
    """The calls that make the provider, and let those whom it names assume the role Empty of `world.py`."""
    return (
        ("CreateSAMLProvider", {"Name": "Idp", METADATA: shared().metadata, "Tags": TAGS}, ()),
        ("UpdateAssumeRolePolicy", {"RoleName": "Empty", "PolicyDocument": document(trust())}, ()),
    )


def assume(server, response, role, provider=PROVIDER, **parameters):
    """The call that nobody signs."""
    return server.unsigned("sts").assume_role_with_saml(RoleArn=role, PrincipalArn=provider, SAMLAssertion=response, **parameters)


assert PROVIDER.startswith(f"arn:aws:iam::{DEV_ACCOUNT}:")
