"""What replies say of the things in the account of `world.py`."""

import datetime
import re
import struct
import zlib

from world import ALLOW_S3, CURVE_CERTIFICATE, SSH_KEY, EMPTY_POLICY, LIMIT, NOW, PHONE, READ, SPARE, TAGS, TRUST, Like, Soon, arn, unique_id

BOUNDARY = {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": LIMIT}
BOB_BRIEF = {
    "Path": "/team/",
    "UserName": "Bob",
    "UserId": unique_id("AIDA"),
    "Arn": arn("user", "team/Bob"),
    "CreateDate": NOW,
}
EMPTY_USER = BOB_BRIEF | {"Path": "/", "UserName": "Empty", "Arn": arn("user", "Empty")}
BOB = BOB_BRIEF | {"PermissionsBoundary": BOUNDARY, "Tags": TAGS}
READERS = {
    "Path": "/team/",
    "GroupName": "Readers",
    "GroupId": unique_id("AGPA"),
    "Arn": arn("group", "team/Readers"),
    "CreateDate": NOW,
}
EMPTY_GROUP = READERS | {"Path": "/", "GroupName": "Empty", "Arn": arn("group", "Empty")}
READER_NEW = {
    "Path": "/team/",
    "RoleName": "Reader",
    "RoleId": unique_id("AROA"),
    "Arn": arn("role", "team/Reader"),
    "CreateDate": NOW,
    "AssumeRolePolicyDocument": TRUST,
}
READER_BRIEF = READER_NEW | {"Description": "Reads", "MaxSessionDuration": 7200}
READER = READER_BRIEF | {"PermissionsBoundary": BOUNDARY, "Tags": TAGS}
EMPTY_ROLE_NEW = READER_NEW | {"Path": "/", "RoleName": "Empty", "Arn": arn("role", "Empty")}
EMPTY_ROLE = EMPTY_ROLE_NEW | {"MaxSessionDuration": 3600}
WEB_BRIEF = {
    "Path": "/team/",
    "InstanceProfileName": "Web",
    "InstanceProfileId": unique_id("AIPA"),
    "Arn": arn("instance-profile", "team/Web"),
    "CreateDate": NOW,
    "Roles": [READER_NEW],
}
WEB = WEB_BRIEF | {"Tags": TAGS}
EMPTY_PROFILE = WEB_BRIEF | {"Path": "/", "InstanceProfileName": "Empty", "Arn": arn("instance-profile", "Empty"), "Roles": []}
SITE_BRIEF = {
    "Path": "/team/",
    "ServerCertificateName": "Site",
    "ServerCertificateId": unique_id("ASCA"),
    "Arn": arn("server-certificate", "team/Site"),
    "UploadDate": NOW,
    "Expiration": datetime.datetime(2126, 1, 1, tzinfo=datetime.UTC),
}
SIGNING = {"UserName": "Bob", "CertificateId": "$certificate", "CertificateBody": CURVE_CERTIFICATE, "Status": "Active", "UploadDate": NOW}
SSH_LISTED = {"UserName": "Bob", "SSHPublicKeyId": "$ssh", "Status": "Active", "UploadDate": NOW}
SSH = SSH_LISTED | {"Fingerprint": "9f:0a:68:d3:f0:07:ae:64:ae:88:dd:94:39:8f:04:87", "SSHPublicKeyBody": SSH_KEY}
EMPTY_POLICY_BRIEF = {
    "PolicyName": "Empty",
    "PolicyId": unique_id("ANPA"),
    "Arn": EMPTY_POLICY,
    "Path": "/",
    "DefaultVersionId": "v1",
    "AttachmentCount": 0,
    "PermissionsBoundaryUsageCount": 0,
    "IsAttachable": True,
    "CreateDate": NOW,
    "UpdateDate": NOW,
}
LIMIT_BRIEF = EMPTY_POLICY_BRIEF | {
    "PolicyName": "Limit",
    "Arn": LIMIT,
    "PermissionsBoundaryUsageCount": 2,
}
READ_BRIEF = EMPTY_POLICY_BRIEF | {
    "PolicyName": "Read",
    "Arn": READ,
    "Path": "/team/",
    "AttachmentCount": 3,
}
VERSION_1 = {"VersionId": "v1", "IsDefaultVersion": True, "CreateDate": NOW}
VERSION_2 = {"VersionId": "v2", "IsDefaultVersion": False, "CreateDate": NOW}
VERSION_1_WHOLE = VERSION_1 | {"Document": ALLOW_S3}
ATTACHED = {"PolicyName": "Read", "PolicyArn": READ}
LAST = {"IsTruncated": False}
KEY = {"UserName": "Bob", "AccessKeyId": "$key", "Status": "Active", "CreateDate": NOW}
BOBS_PHONE = {"UserName": "Bob", "SerialNumber": PHONE, "EnableDate": NOW}
PHONE_LISTED = {"SerialNumber": PHONE, "User": BOB_BRIEF, "EnableDate": NOW}
SPARE_LISTED = {"SerialNumber": SPARE}
PHONE_SERIAL, SPARE_SERIAL = {"SerialNumber": PHONE}, {"SerialNumber": SPARE}


class Percent:
    """Equal to whole numbers from 1 to 100."""

    def __eq__(self, other):
        return isinstance(other, int) and 1 <= other <= 100


class Seed:
    """Equal to sixty-four letters of base 32."""

    def __eq__(self, other):
        return isinstance(other, bytes) and re.fullmatch(rb"[A-Z2-7]{64}", other) is not None


class Picture:
    """Equal to pictures in PNG: square, black and white, every chunk with its checksum, and as many pixels as the header says."""

    def __eq__(self, other):
        return isinstance(other, bytes) and len(other) > 100 and self._is_whole(other)

    @staticmethod
    def _is_whole(picture):
        signature, rest = picture[:8], picture[8:]
        chunks = []
        while rest:
            (length,) = struct.unpack(">I", rest[:4])
            kind, content, checksum = rest[4:8], rest[8 : 8 + length], rest[8 + length : 12 + length]
            if struct.pack(">I", zlib.crc32(kind + content)) != checksum:
                return False
            chunks.append((kind, content))
            rest = rest[12 + length :]
        header, end = chunks[0], chunks[-1]
        width, height, depth, color, *_ = struct.unpack(">IIBBBBB", header[1])
        pixels = zlib.decompress(b"".join(content for kind, content in chunks if kind == b"IDAT"))
        shape = header[0], end, width == height, depth, color
        whole = len(pixels) == height * (1 + (width + 7) // 8)
        return signature == b"\x89PNG\r\n\x1a\n" and shape == (b"IHDR", (b"IEND", b""), True, 1, 0) and whole


def credentials(seconds):
    return {
        "AccessKeyId": Like("ASIARZPUZDIK[A-P][A-Z2-7]{7}"),
        "SecretAccessKey": Like(r"[\w/+]{40}"),
        "SessionToken": Like(r"\S{100,}"),
        "Expiration": Soon(seconds),
    }
