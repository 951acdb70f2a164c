"""Runs several command lines of the AWS CLI side by side, each in a process of its own that need not load the CLI again.

Standard input has a JSON list of argument lists; standard output gets a JSON list of exit code, output and errors of each.
"""

import concurrent.futures
import json
import multiprocessing
import os
import sys
import tempfile

import awscli.clidriver

SIDE_BY_SIDE = 3
DRIVER = awscli.clidriver.create_clidriver()


def run(arguments):
    """One command line in a child; its exit code, and what it wrote."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        child = os.fork()
        if child == 0:
            os.dup2(out.fileno(), 1)
            os.dup2(errors.fileno(), 2)
            code = DRIVER.main(arguments)
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        written = []
        for file in (out, errors):
            file.seek(0)
            written.append(file.read().decode())
    return code, *written


def main():
    lines = json.load(sys.stdin)
    for service in ("iam", "sts"):
        DRIVER.session.get_service_model(service)
    fork = multiprocessing.get_context("fork")
    with concurrent.futures.ProcessPoolExecutor(SIDE_BY_SIDE, mp_context=fork) as pool:
        json.dump(list(pool.map(run, lines)), sys.stdout)


if __name__ == "__main__":
    main()
