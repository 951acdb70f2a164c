"""A small account that the tests of operations start from, and what they say about replies."""

import datetime
import json
import re

from phones import Phone, step
from portcullis import DEV_ACCOUNT, ROOT_FOLDER, Credentials, call, service_of

ALLOW_S3 = {
    "Version": "2012-10-17",
    "Statement": [{"Sid": "Read", "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*"}],
}
ALLOW_ALL = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
DENY_ALL = {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}
TRUST = {
    "Version": "2012-10-17",
    "Statement": {"Effect": "Allow", "Principal": {"AWS": DEV_ACCOUNT}, "Action": "sts:AssumeRole"},
}
TAGS = [{"Key": "Team", "Value": "red"}]
OTHER = "222222222222"
WRONG_CODE = "MultiFactorAuthentication failed with invalid MFA one time pass code. "
UNABLE = (
    "MultiFactorAuthentication failed, unable to validate MFA code.  "
    "Please verify your MFA serial number is valid and associated with this user."
)


def allow(*actions, **elements):
    """An identity policy that allows the actions on everything, with more elements in its statement."""
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*", **elements}
    return {"Version": "2012-10-17", "Statement": [statement]}


def trust(principal, action="sts:AssumeRole", **elements):
    """A trust policy for one `AWS` principal."""
    statement = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": action, **elements}
    return {"Version": "2012-10-17", "Statement": [statement]}


def arn(kind, name, account=DEV_ACCOUNT):
    """The ARN of something in IAM; `name` may have a path before it."""
    return f"arn:aws:iam::{account}:{kind}/{name}"


def document(policy):
    return json.dumps(policy)


class Like:
    """Equal to every text that the pattern describes whole."""

    def __init__(self, pattern):
        self.pattern = pattern

    def __eq__(self, other):
        return isinstance(other, str) and re.fullmatch(self.pattern, other) is not None

    def __repr__(self):
        return f"Like({self.pattern!r})"


class Soon:
    """Equal to times so many seconds from now, give or take a minute: with a zone, in whole seconds."""

    def __init__(self, seconds=0):
        self.seconds = seconds

    def __eq__(self, other):
        if not isinstance(other, datetime.datetime) or other.tzinfo is None or other.microsecond:
            return False
        expected = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=self.seconds)
        return abs((other - expected).total_seconds()) < 60

    def __repr__(self):
        return f"Soon({self.seconds})"


NOW = Soon()


def unique_id(prefix):
    """The id of an entity of the account, which it encodes."""
    return Like(f"{prefix}RZPUZDIK[A-P][A-Z2-7]{{8}}")


class World:
    """The clients of a server in which the account below exists.

    Bob is in Readers, has a key, tags, a boundary, policies and an MFA device, Phone; the role Reader and the group Readers have of
    that what they can. The instance profile Web holds Reader. Bob also has a signing certificate (`$certificate`) and
    an SSH key (`$ssh`), and the account a server certificate, Site. The policy Read has two versions. Whatever is called Empty has nothing, and the device Spare is nobody's. `$key`
    stands for Bob's key in parameters and replies, `code(Phone+1)` for what that device shows in a step from now. Callers are
    `root`, `bob`, and `session`, a session of the role Empty.
    """

    def __init__(self, server):
        self.server = server
        self.clients = {}
        self.callers = {"root": server.root}
        self.phones = {}
        self.values = {}
        self.built_at = self.whole_then = None

    def build(self):
        """Makes the account anew, unless it is still as it was made."""
        if self.built_at == (self.server.process.pid, self.server.turns):
            return self
        self.server.reset()
        for name in list(self.callers):
            if name != "root":
                del self.callers[name]
        self.clients = {name: client for name, client in self.clients.items() if name[0] == "root"}
        for operation, parameters in BUILDING:
            answer = self.call(operation, parameters)
            if operation == "CreateAccessKey":
                self.callers["bob"] = Credentials.of(answer["AccessKey"])
            if operation == "UploadSigningCertificate":
                self.values["certificate"] = answer["Certificate"]["CertificateId"]
            if operation == "UploadSSHPublicKey":
                self.values["ssh"] = answer["SSHPublicKey"]["SSHPublicKeyId"]
        self.callers["session"] = self.server.session(arn("role", "Empty"), self.callers["bob"])
        self.built_at = self.server.process.pid, self.server.turns
        self.whole_then = self.whole()
        return self

    def whole(self):
        """Everything in the account."""
        calls = [
            ("GetAccountAuthorizationDetails", {}),
            ("ListVirtualMFADevices", {}),
            ("ListMFADeviceTags", {"SerialNumber": PHONE}),
            ("ListInstanceProfiles", {}),
            ("ListAccountAliases", {}),
            ("ListServerCertificates", {}),
            ("ListServerCertificateTags", {"ServerCertificateName": "Site"}),
            ("ListSigningCertificates", {"UserName": "Bob"}),
            ("ListSSHPublicKeys", {"UserName": "Bob"}),
            ("GetAccountProperties", {}),
            ("ListInstanceProfileTags", {"InstanceProfileName": "Web"}),
        ]
        found = [self.call(*one) for one in calls]
        for role in found[0]["RoleDetailList"]:
            # A session's call is use, and no change.
            role.pop("RoleLastUsed", None)
        return found

    def is_as_built(self):
        """Whether nothing in the account has changed."""
        return self.whole() == self.whole_then

    def client(self, service, caller="root"):
        if (caller, service) not in self.clients:
            credentials = self.callers[caller]
            client = self.server.client(service, credentials, parameter_validation=False)
            self.clients[caller, service] = client
        return self.clients[caller, service]

    def call(self, operation, parameters, caller="root", send=None):
        """Calls an operation by AWS's name, with boto3 unless something else is to send it; the reply without its metadata."""
        send = send or self.by_boto3
        reply = send(operation, self.filled(parameters), caller)
        if operation == "CreateVirtualMFADevice":
            self.phones[parameters["VirtualMFADeviceName"]] = Phone.of(reply["VirtualMFADevice"])
        if not operation.startswith(("Get", "List", "AssumeRole")) or "TokenCode" in parameters:
            self.built_at = None
        return reply

    def by_boto3(self, operation, parameters, caller):
        return call(self.client(service_of(operation), caller), operation.split(":")[-1], **parameters)

    def filled(self, value, now=None):
        """The value with `$key` and codes replaced; all codes are those of the same moment."""
        now = now or step()
        if isinstance(value, dict):
            return {name: self.filled(inner, now) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.filled(inner, now) for inner in value]
        code = re.fullmatch(r"code\(([\w-]+?)([+-]\d+)?\)", value) if isinstance(value, str) else None
        if code:
            return self.phones[code[1]].at(now + int(code[2] or 0))
        if isinstance(value, str) and "/$" in value:
            start, name = value.rsplit("$", 1)
            return start + self.values.get(name, f"${name}")
        if isinstance(value, str) and value.startswith("$"):
            return self.callers["bob"].access_key_id if value == "$key" else self.values.get(value[1:], value)
        return value


def codes(device, steps=-1):
    """The parameters of EnableMFADevice and ResyncMFADevice for a device of the world: two codes in a row, the first of so many steps from now."""
    return {"AuthenticationCode1": f"code({device}{steps:+})", "AuthenticationCode2": f"code({device}{steps + 1:+})"}


PHONE, SPARE = arn("mfa", "team/Phone"), arn("mfa", "Spare")
READ, EMPTY_POLICY, LIMIT = arn("policy", "team/Read"), arn("policy", "Empty"), arn("policy", "Limit")



def pem(name):
    """A certificate or key that the tests of `iam` read too."""
    return (ROOT_FOLDER / "crates" / "iam" / "tests" / "x509" / name).read_text().strip()


CERTIFICATE, CERTIFICATE_KEY, CHAIN = pem("rsa.pem"), pem("rsa.key"), pem("chain.pem")
CURVE_CERTIFICATE, CURVE_KEY, SPARE_CERTIFICATE = pem("ec.pem"), pem("ec.key"), pem("middle.pem")
SSH_KEY, SSH_PEM, SSH_ODD = pem("rsa.pub"), pem("rsa-public.pem"), pem("odd.pub")

BUILDING = [
    ("CreatePolicy", {"PolicyName": "Limit", "PolicyDocument": document(ALLOW_ALL)}),
    ("CreatePolicy", {"PolicyName": "Empty", "PolicyDocument": document(ALLOW_S3)}),
    (
        "CreatePolicy",
        {
            "PolicyName": "Read",
            "Path": "/team/",
            "Description": "May read",
            "PolicyDocument": document(ALLOW_S3),
            "Tags": TAGS,
        },
    ),
    ("CreatePolicyVersion", {"PolicyArn": READ, "PolicyDocument": document(ALLOW_ALL)}),
    ("CreateUser", {"UserName": "Empty"}),
    ("CreateUser", {"UserName": "Bob", "Path": "/team/", "Tags": TAGS, "PermissionsBoundary": LIMIT}),
    ("CreateAccessKey", {"UserName": "Bob"}),
    ("PutUserPolicy", {"UserName": "Bob", "PolicyName": "inline", "PolicyDocument": document(ALLOW_ALL)}),
    ("AttachUserPolicy", {"UserName": "Bob", "PolicyArn": READ}),
    ("CreateVirtualMFADevice", {"VirtualMFADeviceName": "Spare"}),
    ("CreateVirtualMFADevice", {"VirtualMFADeviceName": "Phone", "Path": "/team/", "Tags": TAGS}),
    ("EnableMFADevice", {"UserName": "Bob", "SerialNumber": PHONE} | codes("Phone")),
    ("UploadServerCertificate", {"ServerCertificateName": "Site", "Path": "/team/", "CertificateBody": CERTIFICATE, "PrivateKey": CERTIFICATE_KEY, "CertificateChain": CHAIN, "Tags": TAGS}),
    ("UploadSigningCertificate", {"UserName": "Bob", "CertificateBody": CURVE_CERTIFICATE}),
    ("UploadSSHPublicKey", {"UserName": "Bob", "SSHPublicKeyBody": SSH_KEY}),
    ("CreateGroup", {"GroupName": "Empty"}),
    ("CreateGroup", {"GroupName": "Readers", "Path": "/team/"}),
    ("AddUserToGroup", {"GroupName": "Readers", "UserName": "Bob"}),
    ("PutGroupPolicy", {"GroupName": "Readers", "PolicyName": "inline", "PolicyDocument": document(ALLOW_S3)}),
    ("AttachGroupPolicy", {"GroupName": "Readers", "PolicyArn": READ}),
    ("CreateRole", {"RoleName": "Empty", "AssumeRolePolicyDocument": document(TRUST)}),
    (
        "CreateRole",
        {
            "RoleName": "Reader",
            "Path": "/team/",
            "Description": "Reads",
            "MaxSessionDuration": 7200,
            "AssumeRolePolicyDocument": document(TRUST),
            "PermissionsBoundary": LIMIT,
            "Tags": TAGS,
        },
    ),
    ("PutRolePolicy", {"RoleName": "Reader", "PolicyName": "inline", "PolicyDocument": document(ALLOW_S3)}),
    ("AttachRolePolicy", {"RoleName": "Reader", "PolicyArn": READ}),
    ("CreateInstanceProfile", {"InstanceProfileName": "Empty"}),
    ("CreateAccountAlias", {"AccountAlias": "world"}),
    ("CreateInstanceProfile", {"InstanceProfileName": "Web", "Path": "/team/", "Tags": TAGS}),
    ("AddRoleToInstanceProfile", {"InstanceProfileName": "Web", "RoleName": "Reader"}),
]
