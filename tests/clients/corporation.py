"""The organization that the rows of `organization_rows.py` start from."""

import json
import re

from portcullis import DEV_ACCOUNT, Credentials, call
from world import ALLOW_ALL, OTHER, TAGS

DENY_S3 = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]})
TAG_RULES = json.dumps({"tags": {"team": {"tag_key": {"@@assign": "Team"}}}})
SERVICE = "config.amazonaws.com"


def delegation(account):
    """A resource policy of an organization that lets an account list."""
    statement = {"Effect": "Allow", "Principal": {"AWS": account}, "Action": "organizations:List*", "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


class Corporation:
    """A management account (caller `root`), the unit `$prod` with `$inner` in it, and the accounts `$near` in prod and `$deep` in the root.

    Near administers `config.amazonaws.com`; the service control policy `$guard` is attached to prod, the tag policy `$rules` to nothing;
    resource control policies are enabled. The account OTHER is outside (caller `other`), and `$invited` is the handshake that invites it.
    `$ended` is one that was canceled. Callers `near` and `deep` administer their accounts.
    """

    def __init__(self, server):
        self.server = server
        self.values = {"mgmt": DEV_ACCOUNT, "other": OTHER}
        self.callers = {"root": server.root}
        self.clients = {}
        made = server.account("create", "--account-id", OTHER)
        self.callers["other"] = Credentials(made["accessKeyId"], made["secretAccessKey"])
        values = self.values
        values["org"] = self.call("CreateOrganization", {"FeatureSet": "ALL"})["Organization"]["Id"]
        values["root"] = self.call("ListRoots", {})["Roots"][0]["Id"]
        for kind in ("RESOURCE_CONTROL_POLICY", "TAG_POLICY"):
            self.call("EnablePolicyType", {"RootId": "$root", "PolicyType": kind})
        for name, parent in (("prod", "$root"), ("inner", "$prod")):
            made = self.call("CreateOrganizationalUnit", {"ParentId": parent, "Name": name, "Tags": TAGS})
            values[name] = made["OrganizationalUnit"]["Id"]
        for name in ("near", "deep"):
            made = self.call("CreateAccount", {"AccountName": name, "Email": f"{name}@example.com"})
            values[f"car-{name}"] = made["CreateAccountStatus"]["Id"]
        server.advance(2)
        for name in ("near", "deep"):
            status = self.call("DescribeCreateAccountStatus", {"CreateAccountRequestId": f"$car-{name}"})
            values[name] = status["CreateAccountStatus"]["AccountId"]
        self.call("MoveAccount", {"AccountId": "$near", "SourceParentId": "$root", "DestinationParentId": "$prod"})
        for name, kind, content in (("guard", "SERVICE_CONTROL_POLICY", DENY_S3), ("rules", "TAG_POLICY", TAG_RULES)):
            made = self.call("CreatePolicy", {"Name": name, "Description": "d", "Type": kind, "Content": content, "Tags": TAGS})
            values[name] = made["Policy"]["PolicySummary"]["Id"]
        self.call("AttachPolicy", {"PolicyId": "$guard", "TargetId": "$prod"})
        self.call("EnableAWSServiceAccess", {"ServicePrincipal": SERVICE})
        self.call("RegisterDelegatedAdministrator", {"AccountId": "$near", "ServicePrincipal": SERVICE})
        for name in ("ended", "invited"):
            made = self.call("InviteAccountToOrganization", {"Target": {"Id": OTHER, "Type": "ACCOUNT"}, "Notes": "n"})
            values[name] = made["Handshake"]["Id"]
            if name == "ended":
                self.call("CancelHandshake", {"HandshakeId": "$ended"})
        self.admin = server.user("admin", ALLOW_ALL)
        self.assume()

    def assume(self):
        """Sessions in the accounts that the organization made."""
        for name in ("near", "deep"):
            self.callers[name] = self.server.session(self.filled(f"arn:aws:iam::${name}:role/OrganizationAccountAccessRole"), self.admin)
            self.clients.pop(name, None)

    def wait(self, days):
        """Lets days go by; sessions end meanwhile."""
        self.server.advance(days * 24 * 3600)
        self.assume()

    def call(self, operation, parameters, caller="root"):
        """Calls an operation; the reply without its metadata. The operation `wait` is ours."""
        if operation == "wait":
            return self.wait(**parameters)
        if caller not in self.clients:
            self.clients[caller] = self.server.client("organizations", self.callers[caller], parameter_validation=False)
        return call(self.clients[caller], operation, **self.filled(parameters))

    def filled(self, value):
        """The value with `$NAME` replaced wherever it stands."""
        if isinstance(value, dict):
            return {name: self.filled(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.filled(inner) for inner in value]
        if isinstance(value, str):
            return re.sub(r"\$([a-z-]+)", lambda found: self.values.get(found[1], found[0]), value)
        return value
