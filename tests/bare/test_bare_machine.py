"""A bare Debian with python3 alone, made by debootstrap (needs root and the package archive): one command serves."""

import shutil
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]
PORT = 8471


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """Return the root of a new Debian that holds a clone of the product."""
    root = tmp_path_factory.mktemp("machine")
    root.chmod(0o755)  # PostgreSQL's own user must be able to enter it
    packages = "--include=python3,ca-certificates"
    subprocess.run(["debootstrap", "--variant=minbase", packages, "bookworm", root], check=True)
    for kept in ("etc/resolv.conf", "etc/hosts", "etc/ssl/certs/ca-certificates.crt"):
        shutil.copy(Path("/") / kept, root / kept)
    subprocess.run(["git", "clone", "-q", HOME, root / "srv/bank"], check=True)
    subprocess.run(["mount", "--bind", "/proc", root / "proc"], check=True)
    yield root
    subprocess.run(["umount", root / "proc"], check=True)


def serve_once(machine):
    """Start the product inside, wait until it answers, stop it; return the seconds that took."""
    command = ["chroot", machine, "python3", "/srv/bank/run.py", "--port", str(PORT)]
    began = time.monotonic()
    server = subprocess.Popen(command, start_new_session=True)
    try:
        while not answers():
            assert server.poll() is None, "the product ended before it answered"
            time.sleep(0.05)
        return time.monotonic() - began
    finally:
        subprocess.run(["kill", "-TERM", "--", f"-{server.pid}"], check=False)
        server.wait(timeout=30)


def answers():
    """Tell whether the first page is there."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/") as answer:
            return answer.status == 200
    except OSError:
        return False


def test_one_command_serves_and_the_second_start_sets_nothing_up(machine, capsys):
    """The first start installs everything; the second finds all of it there."""
    first, second = serve_once(machine), serve_once(machine)
    with capsys.disabled():
        print(f"\nfirst start {first:.1f} s, second start {second:.1f} s")  # noqa: T201 - the figures asked for

    assert second < first / 2


def test_the_tests_pass_there(machine):
    """The test command installs what it needs and passes."""
    command = ["chroot", machine, "python3", "/srv/bank/run.py", "test", "-p", "no:cacheprovider"]

    assert subprocess.run(command, check=False).returncode == 0
