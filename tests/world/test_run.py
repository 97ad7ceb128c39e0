"""The driver runs a command line in a clean child, at a given time, on loopback only."""

from __future__ import annotations

import json
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.world import Cli, run
from tests.world.child import Strayed, is_loopback
from tests.world.completed import TookTooLong

pytestmark = pytest.mark.process("is about processes")

AT = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)

STAND_IN = """
import json, os, socket, subprocess, sys, time
def main(argv=None, *, now=None):
    print(json.dumps({"argv": argv, "name": sys.argv[0], "at": now and now().isoformat(), "env": dict(os.environ), "cwd": os.getcwd()}))
    print("words", file=sys.stderr)
    return 3
def strays(argv=None, *, now=None):
    try:
        socket.create_connection((argv[0], 80), 1)
    except BaseException:
        pass
    return 0
def hangs(argv=None, *, now=None):
    time.sleep(60)
def forks(argv=None, *, now=None):
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    return 0
def echoes(argv=None, *, now=None):
    sys.stdout.write(sys.stdin.read())
    return 0
"""


@pytest.fixture
def there(tmp_path: Path) -> dict[str, str]:
    """A program standing in for the command line, and how to find it."""
    (tmp_path / "stand_in.py").write_text(STAND_IN)
    return {"PYTHONPATH": str(tmp_path)}


def test_a_run_is_given_its_words_and_its_time(tmp_path: Path, there: dict[str, str]) -> None:
    done = run(["report", "--sort", "year"], cwd=tmp_path, env=there, at=AT, frozen=True, entry="stand_in:main")
    said = json.loads(done.out)
    assert (done.code, done.err) == (3, "words\n")
    assert (said["name"], said["argv"], said["at"]) == ("pubtrack", ["report", "--sort", "year"], AT.isoformat())
    assert said["cwd"] == str(tmp_path)


def test_the_clock_goes_on_unless_frozen(tmp_path: Path, there: dict[str, str]) -> None:
    said = json.loads(run([], cwd=tmp_path, env=there, at=AT, entry="stand_in:main").out)
    assert datetime.fromisoformat(said["at"]) > AT


def test_the_environment_is_clean(tmp_path: Path, there: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CI", "HTTPS_PROXY", "NO_COLOR", "OPENALEX_API_KEY"):
        monkeypatch.setenv(name, "1")
    said = json.loads(run([], cwd=tmp_path, env=there | {"COLUMNS": "60"}, entry="stand_in:main").out)
    names = set(said["env"]) - {"LC_CTYPE", "PWD", "SHLVL", "_"}
    assert names == {"PATH", "HOME", "PUBTRACK_STATE_DIR", "PYTHONPATH", "LANG", "COLUMNS"}
    assert said["env"]["COLUMNS"] == "60"


@pytest.mark.parametrize("place", ["192.0.2.1", "scholar.google.com"])
def test_a_child_that_leaves_loopback_fails_the_test(tmp_path: Path, there: dict[str, str], place: str) -> None:
    with pytest.raises(Strayed, match=place):
        run([place], cwd=tmp_path, env=there, entry="stand_in:strays")


def test_a_child_that_does_not_end_is_ended(tmp_path: Path, there: dict[str, str]) -> None:
    with pytest.raises(TookTooLong):
        run([], cwd=tmp_path, env=there, timeout=0.5, entry="stand_in:hangs")


def test_what_a_run_leaves_behind_is_seen(tmp_path: Path, there: dict[str, str]) -> None:
    assert run([], cwd=tmp_path, env=there, entry="stand_in:forks").left_behind
    assert not run([], cwd=tmp_path, env=there, entry="stand_in:main").left_behind


def test_a_run_reads_what_is_typed(tmp_path: Path, there: dict[str, str]) -> None:
    assert run([], cwd=tmp_path, env=there, stdin="Größe\r\n", entry="stand_in:echoes").out.startswith("Größe")


def test_the_command_line_meets_the_world(cli: Cli, there: dict[str, str]) -> None:
    said = json.loads(cli.process("report", at=AT, env=there, entry="stand_in:main").out)
    assert said["env"]["PUBTRACK_ARXIV_URL"] == cli.world.arxiv.origin
    assert cli.world.at == AT


@pytest.mark.parametrize(
    ("place", "here"),
    [
        (("127.0.0.1", 80), True),
        (("::1", 80, 0, 0), True),
        (("0:0:0:0:0:0:0:1", 80, 0, 0), True),
        (("::1%lo", 80, 0, 1), True),
        (("::ffff:127.0.0.1", 80, 0, 0), True),
        (("::ffff:8.8.8.8", 80, 0, 0), False),
        (("::2", 80, 0, 0), False),
        (("fe80::1%eth0", 80, 0, 2), False),
        ("localhost", True),
        (b"localhost", True),
        ("/run/some.sock", True),
        (None, True),
        (("8.8.8.8", 53), False),
        ("export.arxiv.org", False),
        (b"export.arxiv.org", False),
        (("127.0.0.1.example.org", 80), False),
    ],
)
def test_loopback_is_known(place: object, here: bool) -> None:
    assert is_loopback(place) is here


def test_this_very_process_may_not_leave_either(strays: list[str]) -> None:
    with pytest.raises(Strayed):
        socket.create_connection(("192.0.2.1", 80), 1)
    assert len(strays) == 1
    strays.clear()
