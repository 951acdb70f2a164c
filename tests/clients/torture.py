"""Kills the server under write load and looks for every write that it acknowledged.

Each round starts the server on the same folder, creates and deletes users from several threads,
kills the process at a random moment (now and then once more while it starts), starts it again, and
checks that every user is there whose creation was acknowledged, that none is there whose deletion
was acknowledged or that nobody asked for, and that each one answers whole. At the end the hash
chain is verified with the server closed.
"""

import argparse
import itertools
import pathlib
import random
import sys
import tempfile
import threading
import time

import botocore.exceptions

from portcullis import DEV_ACCOUNT, Server, verify

THREADS = 4
LONGEST_SECONDS = 0.6
START_SECONDS = 0.08
# One user in so many stays: an account holds 5,000.
KEPT = 4
GONE = (botocore.exceptions.HTTPClientError, botocore.exceptions.ConnectionError)
TAG = {"Key": "torture", "Value": "x" * 200}


class Lost(Exception):
    """An acknowledged write is missing, or something unasked or torn is there."""


class Ledger:
    """What was asked of the server, and what it has answered for."""

    def __init__(self):
        self.asked, self.created = set(), {}
        self.delete_asked, self.deleted = set(), set()

    def add(self, other):
        self.asked |= other.asked
        self.created |= other.created
        self.delete_asked |= other.delete_asked
        self.deleted |= other.deleted

    def must(self):
        """Names that have to be there."""
        return set(self.created) - self.delete_asked

    def may(self):
        """Names that may be there: a call without an answer may have been carried out or not."""
        return self.asked - self.deleted


class Load:
    """Threads that create and delete users until the server is gone."""

    def __init__(self, server, round_number):
        self.round = round_number
        self.ledger = Ledger()
        self.surprises = []
        self._clients = [server.client("iam") for _ in range(THREADS)]
        self._threads = [
            threading.Thread(target=self._write, args=(number,)) for number in range(THREADS)
        ]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        for thread in self._threads:
            thread.join()

    def _write(self, number):
        # Each thread has names of its own, and sets and dicts take single items from many threads.
        client, ledger = self._clients[number], self.ledger
        try:
            for count in itertools.count():
                name = f"r{self.round}-t{number}-{count}"
                ledger.asked.add(name)
                user = client.create_user(UserName=name, Path=f"/r{self.round}/", Tags=[TAG])["User"]
                ledger.created[name] = user["UserId"]
                if count % KEPT:
                    ledger.delete_asked.add(name)
                    client.delete_user(UserName=name)
                    ledger.deleted.add(name)
        except GONE:
            return
        except Exception as surprise:
            self.surprises.append(surprise)


def users(server):
    """Every user that the server lists, by name."""
    pages = server.client("iam").get_paginator("list_users").paginate(PaginationConfig={"PageSize": 1000})
    return {user["UserName"]: user for page in pages for user in page["Users"]}


def compare(server, ledger, last):
    """Raises Lost unless the server holds what it must and nothing that it must not."""
    found = users(server)
    missing = sorted(ledger.must() - set(found))
    if missing:
        raise Lost(f"{len(missing)} acknowledged users are gone, such as {missing[0]}")
    unasked = sorted(set(found) - ledger.may())
    if unasked:
        raise Lost(f"{len(unasked)} users that should not be there, such as {unasked[0]}")
    changed = [name for name in ledger.must() if found[name]["UserId"] != ledger.created[name]]
    if changed:
        raise Lost(f"{changed[0]} came back with another id")
    iam = server.client("iam")
    for name in sorted(last & set(found)):
        user = iam.get_user(UserName=name)["User"]
        whole = user.get("Tags") == [TAG] and user["Arn"].endswith(f":user{user['Path']}{name}")
        if not whole:
            raise Lost(f"{name} is torn: {user}")


def torture(folder, rounds, seed, report=print):
    """Runs the rounds in this folder; the number of writes that were acknowledged."""
    chance = random.Random(seed)
    folder = pathlib.Path(folder)
    data = folder / "data"
    server = Server(folder / "log", data=data, arguments=["--account-id", DEV_ACCOUNT])
    ledger = Ledger()
    try:
        server.start()
        for number in range(1, rounds + 1):
            with Load(server, number) as load:
                time.sleep(chance.uniform(0.02, LONGEST_SECONDS))
                server.kill()
            if load.surprises:
                raise Lost(f"a refusal under load: {load.surprises[0]}")
            ledger.add(load.ledger)
            if number % 3 == 0:
                # A start may be interrupted like everything else.
                server.launch()
                time.sleep(chance.uniform(0, START_SECONDS))
                server.kill()
            server.start()
            compare(server, ledger, load.ledger.asked)
            writes = len(ledger.created) + len(ledger.deleted)
            report(f"round {number} of {rounds}: {writes} acknowledged writes, none lost")
        server.kill()
        checked = verify(data)
        if checked.returncode != 0:
            raise Lost(f"verify ended with {checked.returncode}: {checked.stdout}{checked.stderr}")
        server.start()
        compare(server, ledger, set())
        if server.stop() != 0:
            raise Lost("the server did not stop cleanly at the end")
    finally:
        server.close()
    if not ledger.created:
        raise Lost("no write was ever acknowledged")
    return len(ledger.created) + len(ledger.deleted)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=100)
    arguments.add_argument("--seed", type=int, default=None, help="of the moments of the kills")
    options = arguments.parse_args()
    seed = random.randrange(2**32) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="portcullis-torture-") as folder:
        try:
            writes = torture(folder, options.rounds, seed, lambda line: print(line, flush=True))
        except Lost as loss:
            print(f"FAILED (--seed {seed}): {loss}", flush=True)
            print((pathlib.Path(folder) / "log").read_text(errors="replace")[-4000:])
            return 1
    print(f"{options.rounds} kills, {writes} acknowledged writes, none lost")
    return 0


if __name__ == "__main__":
    sys.exit(main())
