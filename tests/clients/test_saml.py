"""AssumeRoleWithSAML against assertions that others made: pysaml2 with xmlsec1, whose verdicts must be ours as well, and a provider in a process of its own."""

import base64
import html
import json
import os
import pathlib
import re
import shutil
import subprocess
import urllib.parse
import urllib.request
import zlib

import pytest

import idp
import simplesamlphp
from idp import ATTRIBUTES, PROVIDER, assume, trust
from portcullis import DEV_ACCOUNT, ROOT_FOLDER, Credentials, bare_environment, identity
from simplesamlphp import SimpleSamlPhp
from world import ALLOW_ALL, Soon, allow, arn

ROLE = arn("role", "app")


@pytest.fixture
def provider(dev):
    """The server with the provider and a role that trusts it."""
    dev.client("iam").create_saml_provider(Name="Idp", SAMLMetadataDocument=idp.shared().metadata)
    dev.role("app", trust("sts:TagSession", "sts:SetSourceIdentity"), ALLOW_ALL)
    return dev


def text_of(response):
    return base64.b64decode(response).decode()


def posted(text):
    return base64.b64encode(text.encode()).decode()


def test_what_pysaml2_signs_is_believed(provider):
    for settings in ({}, {"sign_response": True}):
        answer = assume(provider, idp.shared().response(ROLE, **settings), ROLE)
        assert (answer["Subject"], answer["SubjectType"], answer["Audience"]) == ("ann", "persistent", idp.RECIPIENT)
        assert answer["Credentials"]["Expiration"] == Soon(3600)
        session = Credentials.of(answer["Credentials"])
        assert identity(provider, session) == f"arn:aws:sts::{DEV_ACCOUNT}:assumed-role/app/ann"


def test_everything_that_an_assertion_can_say_arrives(provider):
    said = {
        f"{ATTRIBUTES}PrincipalTag:Team": ["red"],
        f"{ATTRIBUTES}TransitiveTagKeys": ["Team"],
        f"{ATTRIBUTES}SourceIdentity": ["ann@example.com"],
        f"{ATTRIBUTES}SessionDuration": ["1800"],
    }
    answer = assume(provider, idp.shared().response(ROLE, attributes=said), ROLE)
    assert answer["SourceIdentity"] == "ann@example.com"
    assert answer["Credentials"]["Expiration"] == Soon(1800)
    assert answer["PackedPolicySize"] > 0


def test_only_a_signed_assertion_is_believed(provider, refused):
    with refused("InvalidIdentityToken", 400, match="must contain an assertion with a mandatory signature"):
        assume(provider, idp.shared().response(ROLE, sign_assertion=False), ROLE)
    with refused("InvalidIdentityToken", 400, match="must contain an assertion with a mandatory signature"):
        assume(provider, idp.shared().response(ROLE, sign_assertion=False, sign_response=True), ROLE)


def test_somebody_elses_keys_and_names_are_refused(provider, refused):
    with refused("InvalidIdentityToken", 400, match="Response signature invalid"):
        assume(provider, idp.Idp().response(ROLE), ROLE)
    with refused("InvalidIdentityToken", 400, match="Issuer not present in specified provider "):
        assume(provider, idp.Idp("https://other.example.com").response(ROLE), ROLE)


def test_an_encrypted_assertion_is_opened_with_the_providers_key(provider, refused, tmp_path):
    iam, customer = provider.client("iam"), idp.Pair(tmp_path, "aws")
    iam.update_saml_provider(SAMLProviderArn=PROVIDER, AddPrivateKey=customer.older_pem)
    iam.update_saml_provider(SAMLProviderArn=PROVIDER, AssertionEncryptionMode="Required")
    plain = idp.shared().response(ROLE)
    for algorithm in ("xmlenc#aes128-cbc", "xmlenc#aes256-cbc", "xmlenc11#aes128-gcm", "xmlenc11#aes256-gcm"):
        encrypted = encrypt(text_of(plain), algorithm, customer, tmp_path)
        assert ":NameID" not in encrypted
        assert assume(provider, posted(encrypted), ROLE)["Subject"] == "ann"
    with refused("InvalidIdentityToken", 400, match="must be encrypted"):
        assume(provider, plain, ROLE)
    changed = re.sub(r"(?s)(.*<xenc:CipherValue>)....", r"\1AAAA", encrypted)
    with refused("InvalidIdentityToken", 400, match="decryption failed"):
        assume(provider, posted(changed), ROLE)


def encrypt(text, algorithm, customer, folder):
    """The response with its assertion encrypted by xmlsec1."""
    year = "2009" if "11#" in algorithm else "2001/04"
    (folder / "template.xml").write_text(
        f'<xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" Type="http://www.w3.org/2001/04/xmlenc#Element"><xenc:EncryptionMethod Algorithm="http://www.w3.org/{year}/{algorithm}"/>'
        '<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><xenc:EncryptedKey><xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"/>'
        "<ds:KeyInfo/><xenc:CipherData><xenc:CipherValue/></xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo><xenc:CipherData><xenc:CipherValue/></xenc:CipherData></xenc:EncryptedData>"
    )
    (folder / "plain.xml").write_text(text)
    bits = re.search(r"aes(\d+)", algorithm)[1]
    command = ["xmlsec1", "--encrypt", "--pubkey-cert-pem", customer.certificate_file, "--session-key", f"aes-{bits}", "--xml-data", folder / "plain.xml"]
    command += ["--node-name", "urn:oasis:names:tc:SAML:2.0:assertion:Assertion", folder / "template.xml"]
    encrypted = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    wrapped = '<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">'
    return encrypted.replace("<xenc:EncryptedData", wrapped + "<xenc:EncryptedData", 1).replace("</xenc:EncryptedData>", "</xenc:EncryptedData></saml:EncryptedAssertion>")


class Samlp:
    """A provider that others wrote: the npm package `samlp`, in a process of its own."""

    REQUEST = (
        '<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_request" Version="2.0" IssueInstant="2026-11-22T00:00:00Z">'
        f'<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">{idp.AUDIENCE}</saml:Issuer></samlp:AuthnRequest>'
    )

    def __init__(self, signs):
        modules = os.environ.get("PORTCULLIS_NODE_MODULES") or str(ROOT_FOLDER / "target/npm/clients/node_modules")
        pair = idp.shared().pair
        told = {"key": pair.pem, "cert": pair.certificate_pem, "pair": f"{ROLE},{PROVIDER}", "recipient": idp.RECIPIENT}
        self.process = subprocess.Popen(
            ["node", str(pathlib.Path(__file__).with_name("js") / "saml.cjs"), json.dumps(told), signs],
            env=bare_environment(NODE_PATH=modules),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.url = self.process.stdout.readline().strip()
        assert self.url, "node ended: `cargo xtask test` installs what it needs"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(timeout=30)

    def page(self, path):
        with urllib.request.urlopen(self.url + path, timeout=30) as answer:
            return answer.read().decode()

    def response(self):
        """Signs in as a browser does; what its form would post to AWS."""
        deflated = base64.b64encode(zlib.compress(self.REQUEST.encode())[2:-4]).decode()
        form = self.page("/sso?" + urllib.parse.urlencode({"SAMLRequest": deflated}))
        assert f'action="{idp.RECIPIENT}"' in form
        return html.unescape(re.search(r'name="SAMLResponse"\s+value="([^"]+)"', form)[1])


@pytest.mark.parametrize("signs", ["assertion", "both"])
def test_a_provider_that_others_wrote_signs_in(dev, refused, signs):
    with Samlp(signs) as samlp:
        iam = dev.client("iam")
        iam.create_saml_provider(Name="Idp", SAMLMetadataDocument=samlp.page("/metadata"))
        dev.role("app", trust("sts:TagSession", condition={"StringEquals": {"saml:iss": "urn:samlp.example", "aws:RequestTag/Team": "red"}}))
        response = samlp.response()
        answer = assume(dev, response, ROLE)
        assert (answer["Issuer"], answer["Subject"]) == ("urn:samlp.example", "ann@example.com")
        assert identity(dev, Credentials.of(answer["Credentials"])).endswith(":assumed-role/app/ann@example.com")
        with refused("InvalidIdentityToken", 400, match="Response signature invalid"):
            assume(dev, posted(text_of(response).replace(">red<", ">blue<")), ROLE)


@pytest.fixture
def _simplesamlphp():
    if simplesamlphp.PLACE == "":
        pytest.skip("there is no SimpleSAMLphp: `cargo xtask test` says why")
    assert pathlib.Path(simplesamlphp.PLACE).is_dir(), f"{simplesamlphp.PLACE} is missing: `cargo xtask test` makes it"


def test_people_sign_in_with_simplesamlphp(_simplesamlphp, dev, refused, tmp_path):
    with SimpleSamlPhp(tmp_path / "sso", ROLE) as sso:
        iam = dev.client("iam")
        iam.create_saml_provider(Name="Idp", SAMLMetadataDocument=sso.metadata())
        dev.role("app", trust("sts:TagSession", condition={"StringEquals": {"saml:iss": simplesamlphp.ENTITY, "aws:RequestTag/Team": "red"}}))
        assert sso.sign_in("ann", "wrong") is None
        response = sso.sign_in("ann", "correct horse")
        answer = assume(dev, response, ROLE)
        assert (answer["Issuer"], answer["Subject"], answer["SubjectType"]) == (simplesamlphp.ENTITY, "ann", "persistent")
        assert identity(dev, Credentials.of(answer["Credentials"])).endswith(":assumed-role/app/ann")
        # Whom the trust policy does not mean, and who says to be somebody else.
        other = sso.sign_in("bob", "battery staple")
        with refused("AccessDenied", 403, match="Not authorized to perform sts:AssumeRoleWithSAML"):
            assume(dev, other, ROLE)
        with refused("InvalidIdentityToken", 400, match="Response signature invalid"):
            assume(dev, posted(text_of(other).replace(">blue<", ">red<")), ROLE)


def test_what_simplesamlphp_encrypts_is_opened(_simplesamlphp, dev, refused, tmp_path):
    (tmp_path / "sso/certificates").mkdir(parents=True)
    customer = idp.Pair(tmp_path / "sso/certificates", "aws")
    with SimpleSamlPhp(tmp_path / "sso", ROLE, customer) as sso:
        iam = dev.client("iam")
        iam.create_saml_provider(Name="Idp", SAMLMetadataDocument=sso.metadata())
        dev.role("app", trust("sts:TagSession"))
        response = sso.sign_in("ann", "correct horse")
        assert ":NameID" not in text_of(response)
        with refused("InvalidIdentityToken", 400):
            assume(dev, response, ROLE)
        iam.update_saml_provider(SAMLProviderArn=PROVIDER, AddPrivateKey=customer.older_pem, AssertionEncryptionMode="Required")
        assert assume(dev, response, ROLE)["Subject"] == "ann"


CHANGES = {
    "nothing": ("", ""),
    "the subject": (">ann</ns1:NameID>", ">eve</ns1:NameID>"),
    "the role": ("role/app,", "role/admin,"),
    "the recipient": ('Recipient="https://signin', 'Recipient="https://elsewhere'),
    "white space between elements": ("</ns1:Issuer><ns2:Signature", "</ns1:Issuer> <ns2:Signature"),
    "the order of attributes": ('Version="2.0" ID="', 'Version="2.0"  ID="'),
    "a comment in a value": (">ann</ns1:NameID>", ">an<!-- -->n</ns1:NameID>"),
    "an empty element": ("<ns1:Conditions", "<ns1:Conditions "),
    "an attribute more": ("<ns1:AuthnStatement", '<ns1:AuthnStatement SessionNotOnOrAfter="2099-01-01T00:00:00Z"'),
    "a digit of the signature": ("<ns2:SignatureValue>", "<ns2:SignatureValue>AAAA"),
    "a digit of the digest": ("<ns2:DigestValue>", "<ns2:DigestValue>AAAA"),
    "the prefix of a namespace": ('xmlns:ns1="urn:oasis:names:tc:SAML:2.0:assertion"', 'xmlns:ns1="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:more="urn:more"'),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_verdict_is_xmlsec1s(provider, change, tmp_path):
    """Whatever is changed in a response, both say the same of its signature."""
    old, new = CHANGES[change]
    original = text_of(idp.shared().response(ROLE))
    text = original.replace(old, new, 1) if old else original
    assert not old or text != original
    (tmp_path / "response.xml").write_text(text)
    command = [shutil.which("xmlsec1"), "--verify", "--enabled-reference-uris", "same-doc", "--id-attr:ID", "urn:oasis:names:tc:SAML:2.0:assertion:Assertion"]
    command += ["--pubkey-cert-pem", idp.shared().pair.certificate_file, tmp_path / "response.xml"]
    theirs = subprocess.run(command, capture_output=True).returncode == 0
    try:
        assume(provider, posted(text), ROLE)
        ours = True
    except provider.unsigned("sts").exceptions.InvalidIdentityTokenException as refusal:
        assert "Response signature invalid" in str(refusal)
        ours = False
    assert ours == theirs


def test_an_assertion_may_be_used_again_unless_the_operator_forbids_it(provider, servers, refused):
    response = idp.shared().response(ROLE)
    assert [assume(provider, response, ROLE)["Subject"] for _ in range(2)] == ["ann", "ann"]
    strict = servers(arguments=["--single-use-assertions"])
    strict.client("iam").create_saml_provider(Name="Idp", SAMLMetadataDocument=idp.shared().metadata)
    strict.role("app", trust())
    assert assume(strict, response, ROLE)["Subject"] == "ann"
    with refused("InvalidIdentityToken", 400, match="has been used already"):
        assume(strict, response, ROLE)


def test_a_federated_session_meets_an_mfa_only_resource(provider):
    """Whoever comes by SAML has proven no second factor to AWS: what demands one stays shut."""
    demands = allow("s3:*", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}})
    iam = provider.client("iam")
    iam.put_role_policy(RoleName="app", PolicyName="inline", PolicyDocument=idp.document(demands))
    session = Credentials.of(assume(provider, idp.shared().response(ROLE), ROLE)["Credentials"])
    assert identity(provider, session).endswith(":assumed-role/app/ann")
    simulated = iam.simulate_principal_policy(
        PolicySourceArn=ROLE,
        ActionNames=["s3:GetObject"],
        ContextEntries=[{"ContextKeyName": "aws:MultiFactorAuthPresent", "ContextKeyValues": ["false"], "ContextKeyType": "boolean"}],
    )
    assert simulated["EvaluationResults"][0]["EvalDecision"] == "implicitDeny"


def test_the_audit_trail_names_the_person_and_not_the_assertion(servers, tmp_path):
    audit = tmp_path / "audit.jsonl"
    server = servers(arguments=["--audit", str(audit)])
    server.client("iam").create_saml_provider(Name="Idp", SAMLMetadataDocument=idp.shared().metadata, AddPrivateKey=idp.private_key())
    server.role("app", trust())
    response = idp.shared().response(ROLE)
    answer = assume(server, response, ROLE)
    trail = audit.read_text()
    assert response[:200] not in trail and "PRIVATE KEY" not in trail
    line = next(line for line in trail.splitlines() if '"eventName":"AssumeRoleWithSAML"' in line)
    for part in ('"type":"SAMLUser"', f'"principalId":"{answer["NameQualifier"]}:ann"', '"userName":"ann"', f'"identityProvider":"{answer["NameQualifier"]}"', '"awsRegion":"us-east-1"'):
        assert part in line
