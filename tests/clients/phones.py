"""Virtual MFA devices as their owners have them (RFC 6238): they need nothing but the seed and the time."""

import base64
import dataclasses
import hmac
import time

STEP_SECONDS = 30


def step():
    """The step that it is now: what a device shows changes with it."""
    return int(time.time()) // STEP_SECONDS


@dataclasses.dataclass(frozen=True)
class Phone:
    """A device, its seed, and when it was looked at first: codes are told from there, so that no two of a test are the same."""

    serial: str
    seed: bytes = dataclasses.field(repr=False)
    began: int = dataclasses.field(default_factory=step)

    @classmethod
    def of(cls, device):
        """Of a `VirtualMFADevice` as CreateVirtualMFADevice gives it."""
        return cls(device["SerialNumber"], base64.b32decode(device["Base32StringSeed"]))

    def code(self, steps=0):
        """The code of so many steps after the first look."""
        return self.at(self.began + steps)

    def at(self, counter):
        """The code of a step."""
        digest = hmac.digest(self.seed, counter.to_bytes(8, "big"), "sha1")
        place = digest[-1] & 15
        number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFFFFFF
        return f"{number % 1_000_000:06}"

    def pair(self, steps=-1):
        """The parameters of EnableMFADevice and ResyncMFADevice: two codes in a row, the first of so many steps after the first look."""
        return {
            "SerialNumber": self.serial,
            "AuthenticationCode1": self.code(steps),
            "AuthenticationCode2": self.code(steps + 1),
        }

    def proof(self, steps=0):
        """The parameters of AssumeRole and GetSessionToken."""
        return {"SerialNumber": self.serial, "TokenCode": self.code(steps)}
