"""The examples and the README's walk-through, run as a reader would run them."""

import concurrent.futures
import contextlib
import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest

from portcullis import REGION, Server, bare_environment, binary

ROOT = pathlib.Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"


def run_example(name, server, tmp_path):
    """Runs a script of `examples/` with the exports of a banner; what it printed."""
    aws = tmp_path / "bin" / "aws"
    aws.parent.mkdir()
    aws.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m awscli "$@"\n')
    aws.chmod(0o755)
    environment = bare_environment(
        **server.root.environment(),
        AWS_ENDPOINT_URL=server.endpoint,
        AWS_REGION=REGION,
        AWS_DEFAULT_REGION=REGION,
        PORTCULLIS_BIN=str(binary()),
    )
    environment["PATH"] = os.pathsep.join([str(aws.parent), environment["PATH"]])
    done = subprocess.run(
        [shutil.which("bash"), str(EXAMPLES / name)],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


# One is a part of the others, and one is for an organization that is there: test_import.py runs it.
NO_STORIES = {"people.sh", "list-organization.sh"}
SCRIPTS = sorted(path.name for path in EXAMPLES.glob("*.sh") if path.name not in NO_STORIES)


@pytest.fixture(scope="module")
def printed(request, tmp_path_factory):
    """What each of the scripts that are wanted prints, as something to wait for. They wait for the AWS CLI most of the time, so two run side by side."""
    def tell(script):
        place = tmp_path_factory.mktemp(script.replace(".", "-"))
        with contextlib.closing(Server(place / "log").start()) as server:
            return run_example(script, server, place)

    wanted = {item.callspec.params["script"] for item in request.session.items if item.fspath == request.fspath and "script" in getattr(item, "fixturenames", [])}
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        yield {script: pool.submit(tell, script) for script in sorted(wanted)}


@pytest.mark.parametrize("script", SCRIPTS)
def test_an_example_prints_what_stands_beside_it(printed, script):
    assert printed[script].result() == (EXAMPLES / script).with_suffix(".out").read_text()


def test_the_readme_shows_what_the_example_prints():
    readme = (ROOT / "README.md").read_text()
    blocks = re.findall(r"```console\n\$ examples/third-party\.sh\n(.*?)```", readme, re.DOTALL)
    assert blocks == [(EXAMPLES / "third-party.out").read_text()]
