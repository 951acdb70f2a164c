"""AssumeRoleWithSAML against responses in every form that XML has for the same letters, made at random and signed by xmlsec1, whose canonical forms must be ours."""

import base64
import datetime
import random
import re
import subprocess

import pytest

import idp
from idp import ATTRIBUTES, PROVIDER, RECIPIENT, assume, trust
from world import ALLOW_ALL, arn

ROLE = arn("role", "app")
ASSERTION, PROTOCOL = "urn:oasis:names:tc:SAML:2.0:assertion", "urn:oasis:names:tc:SAML:2.0:protocol"
SIGNATURE, EXCLUSIVE = "http://www.w3.org/2000/09/xmldsig#", "http://www.w3.org/2001/10/xml-exc-c14n#"

# As it is written, and as it is read.
LETTERS = [("ann", "ann"), ("&#65;", "A"), ("&#x1D11E;", "\U0001d11e"), ("é", "é"), ("&amp;", "&"), ("&lt;", "<"), ("'", "'"), ("&quot;", '"'), (">", ">"), ("  ", "  "), ("\u00a0", "\u00a0"), ("&#9;", "\t"), ("&#10;", "\n"), ("&#13;", "\r")]
TEXTS = [*LETTERS, ("<!-- <a> & -->", ""), ("<![CDATA[]]>", ""), ("<![CDATA[<b>&c;]]>", "<b>&c;"), ("<![CDATA[\r\n]]>", "\n"), ("\r\n", "\n"), ("\r", "\n"), ("\t", "\t"), ("]]&gt;", "]]>")]
VALUES = [*LETTERS, ("\n", " "), ("\t", " "), ("\r\n", " "), ("\r-", " -")]
NAMESPACES = ["urn:one", "urn:two", "http://www.w3.org/2001/XMLSchema", "http://www.w3.org/2001/XMLSchema-instance"]


class Form:
    """One response: how it is written, and what it says of the subject and the recipient."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.saml, self.protocol, self.signature = self.one("saml:", "s:", ""), self.one("samlp:", "p:"), self.one("ds:", "d:", "")
        self.subject, subject = self.pieces(TEXTS)
        self.recipient, recipient = self.pieces(VALUES)
        self.recipient = RECIPIENT + self.recipient
        self.text = self.response(subject, RECIPIENT + recipient)

    def one(self, *choices):
        return self.random.choice(choices)

    def pieces(self, known):
        chosen = [("x", "x"), *self.random.choices(known, k=self.random.randint(1, 6)), ("y", "y")]
        return "".join(read for _, read in chosen), "".join(written for written, _ in chosen)

    def value(self):
        return self.pieces(VALUES)[1].replace('"', "&quot;")

    def space(self):
        return self.one("", "", "\n", "\r\n  ", "<!-- c -->")

    def declared(self, *needed, most=2):
        """Declarations and whatever else stands in a tag, in any order."""
        others = self.random.sample(["a", "b", "xs", "xsi"], self.random.randint(0, most))
        parts = [*needed, *(f"xmlns:{prefix}={self.quoted(self.one(*NAMESPACES))}" for prefix in others)]
        self.random.shuffle(parts)
        return "".join(self.one(" ", "\n ", "\t") + part for part in parts)

    def quoted(self, text):
        return f'"{text}"' if self.random.random() < 0.7 or "'" in text else f"'{text}'"

    def binding(self, prefix, namespace):
        return f"xmlns{':' + prefix[:-1] if prefix else ''}={self.quoted(namespace)}"

    def exclusive(self, name):
        """An element that names exclusive canonicalization, with a list of prefixes or without."""
        listed = " ".join(self.random.sample(["a", "b", "xs", "none", "#default"], self.random.randint(1, 3)))
        inside = self.one("", f'<ec:InclusiveNamespaces xmlns:ec="{EXCLUSIVE}" PrefixList="{listed}"/>')
        return f'<{self.signature}{name} Algorithm="{EXCLUSIVE}">{inside}</{self.signature}{name}>'

    def signature_template(self):
        ds = self.signature
        line = self.one("", "\n", "\r\n")
        return (
            f"<{ds}Signature{self.declared(self.binding(ds, SIGNATURE), most=1)}>{line}<{ds}SignedInfo>\n{self.exclusive('CanonicalizationMethod')}"
            f'<{ds}SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><{ds}Reference URI="#_a"><{ds}Transforms>'
            f'<{ds}Transform Algorithm="{SIGNATURE}enveloped-signature"/>{self.exclusive("Transform")}</{ds}Transforms><{ds}DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
            f"<{ds}DigestValue></{ds}DigestValue></{ds}Reference></{ds}SignedInfo><{ds}SignatureValue></{ds}SignatureValue></{ds}Signature>"
        )

    def element(self, depth=0):
        """Something of another's, with prefixes of its own."""
        prefix = self.one("", "e:", "f:")
        needed = [self.binding(prefix, self.one(*NAMESPACES)), f"{prefix}z={self.quoted(self.value())}", f"A={self.quoted(self.value())}"]
        if prefix:
            needed.append(f'xmlns="{self.one("", *NAMESPACES)}"')
        needed.append(self.one('xml:lang="de"', 'xml:space="preserve"', f'b="{self.value()}"'))
        inside = self.pieces(TEXTS)[1] + (self.element(depth + 1) if depth < 3 else "")
        return f"<{prefix}el{self.declared(*needed)}>{inside}</{prefix}el{self.one('', ' ')}>"

    def response(self, subject, recipient):
        saml, samlp = self.saml, self.protocol
        ends = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
        attributes = ((f"{ATTRIBUTES}Role", f"{ROLE},{PROVIDER}"), (f"{ATTRIBUTES}RoleSessionName", "ann"), ("urn:other", self.element()))
        attributes = "".join(
            f'{self.space()}<{saml}Attribute Name="{name}"><{saml}AttributeValue{self.declared()}>{text}</{saml}AttributeValue></{saml}Attribute>' for name, text in attributes
        )
        declared = self.declared(self.binding(saml, ASSERTION), 'ID="_a"', 'Version="2.0"')
        assertion = (
            f"<{saml}Assertion{declared}>{self.space()}<{saml}Issuer>{idp.shared().entity}</{saml}Issuer>{self.signature_template()}{self.space()}"
            f'<{saml}Subject><{saml}NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent" NameQualifier={self.quoted(self.value())}>{subject}</{saml}NameID>'
            f'<{saml}SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><{saml}SubjectConfirmationData NotOnOrAfter="{ends}" Recipient="{recipient}"/></{saml}SubjectConfirmation></{saml}Subject>'
            f"<{saml}Conditions/><{saml}AuthnStatement/>{self.space()}<{saml}AttributeStatement>{attributes}</{saml}AttributeStatement></{saml}Assertion>"
        )
        declared = self.declared(self.binding(samlp, PROTOCOL), 'ID="_r"', 'Version="2.0"', most=3)
        start = self.one("", "\ufeff", '<?xml version="1.0" encoding="UTF-8"?>\n')
        return (
            f"{start}<{samlp}Response{declared}>{self.space()}"
            f'<{samlp}Status><{samlp}StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></{samlp}Status>{self.space()}{assertion}{self.space()}</{samlp}Response>'
        )


def signed(text, folder):
    """The text with xmlsec1's signature in it; the rest stays as it was written."""
    (folder / "template.xml").write_bytes(text.encode())
    command = ["xmlsec1", "--sign", "--privkey-pem", idp.shared().pair.key_file, "--id-attr:ID", f"{ASSERTION}:Assertion", folder / "template.xml"]
    made = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    for name in ("DigestValue", "SignatureValue"):
        value = re.search(rf"{name}>([^<]+)</", made)[1]
        text = re.sub(rf"({name}>)(</)", lambda found: found[1] + value + found[2], text, count=1)
    return text


@pytest.fixture
def provider(dev):
    dev.client("iam").create_saml_provider(Name="Idp", SAMLMetadataDocument=idp.shared().metadata)
    dev.role("app", trust(), ALLOW_ALL)
    return dev


@pytest.mark.parametrize("first", range(0, 100, 25))
def test_whatever_form_xmlsec1_signs_is_believed_and_read(provider, first, tmp_path):
    refusal = provider.unsigned("sts").exceptions.InvalidIdentityTokenException
    for seed in range(first, first + 25):
        form = Form(seed)
        text = signed(form.text, tmp_path)
        answer = assume(provider, base64.b64encode(text.encode()).decode(), ROLE)
        assert (answer["Subject"], answer["Audience"]) == (form.subject, form.recipient), text
        # One letter of what is signed is another, and nobody believes it.
        for letter in (f"{RECIPIENT}x", ">x"):
            changed = text.replace(letter, letter[:-1] + "X", 1)
            with pytest.raises(refusal, match="Response signature invalid"):
                assume(provider, base64.b64encode(changed.encode()).decode(), ROLE)
