"""What wants all memory gets a sentence: each bomb in a process of its own, to which a cap is handed in, and whose peak is measured."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.sources.repository import needs_git, repository
from tests.world.run import CHECKOUT, environment

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="no limits of processes there")]

MEGABYTE = 1024**2
ADDRESSES = 2048  # megabytes of address space: what is asked for beyond that is refused
PEAK = 700  # megabytes that may have been in use

CHILD = """
import json, resource, sys
cap = int(sys.argv[2]) * 1024 ** 2
resource.setrlimit(resource.RLIMIT_AS, (cap, cap))
outcome = {}
try:
    found = {}
    exec(sys.argv[1], found)
    outcome = {"said": str(found.get("said", "")), "code": found.get("code")}
except BaseException as error:
    outcome = {"error": type(error).__name__, "said": str(error)[:500]}
if sys.platform == "linux":  # what getrusage tells there began before this program did
    outcome["peak"] = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) // 1024
else:
    outcome["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024 ** 2
print(json.dumps(outcome))
"""
COMMAND = """
from pubtrack.cli import main
code = main({argv!r})
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How the child ended: what it printed to stderr or raised, and the megabytes that it used at its peak."""

    said: str
    error: str
    code: int | None
    peak: int


def run(script: str, folder: Path) -> Ended:
    argv = [sys.executable, "-P", "-c", CHILD, script, str(ADDRESSES)]
    env = environment(folder, {"PYTHONPATH": str(CHECKOUT)})
    (folder / "home").mkdir(exist_ok=True)
    done = subprocess.run(argv, cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False)
    told = json.loads(done.stdout.splitlines()[-1])
    return Ended(said=told["said"] + done.stderr, error=told.get("error", ""), code=told.get("code"), peak=told["peak"])


# ---------------------------------------------------------------- answers

READ = "from pubtrack.sources.json_values import read, NotJson\n"
FEED = "from pubtrack.sources.arxiv.feed import parse, NotAFeed\n"
PACKED = "from pubtrack.http.decompress import unpack\nimport zlib\n"
BOMB = """press = zlib.compressobj(9, zlib.DEFLATED, {bits})
body = b''.join(press.compress(bytes(2**20)) for _ in range(100)) + press.flush()
"""
ANSWERS = {
    "lists": (READ + "read(b'[' + b'[],' * 6_500_000 + b'[]]')", ""),
    "objects": (READ + "read(b'[' + b'{},' * 2_000_000 + b'{}]')", ""),
    "nesting of lists": (READ + "read(b'[' * 19_000_000)", "NotJson"),
    "nesting of objects": (READ + "read(b'{\"a\":' * 3_900_000)", "NotJson"),
    "a number": (READ + "read(b'[' + b'9' * 19_000_000 + b']')", "NotJson"),
    "a fraction": (READ + "read(b'[0.' + b'9' * 19_000_000 + b']')", ""),
    "an exponent": (READ + "read(b'[1e' + b'9' * 19_000_000 + b']')", ""),
    "elements": (FEED + "parse(b'<feed>' + b'<a/>' * 4_900_000 + b'</feed>')", "NotAFeed"),
    "nesting of elements": (FEED + "parse(b'<a>' * 6_000_000)", "NotAFeed"),
    "attributes": (FEED + "parse(b'<feed ' + b' '.join(b'a%x=\"\"' % one for one in range(100_000)) + b'/>')", "NotAFeed"),
    "entities": (FEED + "parse(b'<!DOCTYPE a [<!ENTITY a \"' + b'x' * 10**6 + b'\">]><feed>' + b'&a;' * 10**5 + b'</feed>')", "NotAFeed"),
    "gzip": (PACKED + BOMB.format(bits=31) + "unpack([body], 'gzip', 5_000_000)", "TooLarge"),
    "deflate": (PACKED + BOMB.format(bits=15) + "unpack([body], 'deflate', 5_000_000)", "TooLarge"),
    "deflate without a head": (PACKED + BOMB.format(bits=-15) + "unpack([body], 'deflate', 5_000_000)", "TooLarge"),
    "brotli, which nobody asked for": (PACKED + "unpack([b'x' * 1000], 'br', 20_000_000)", "Garbled"),
    "gzip within gzip": (PACKED + BOMB.format(bits=31) + "unpack([zlib.compress(body)], 'gzip, deflate', 5_000_000)", "Garbled"),
    "a body without end": (PACKED + "unpack((bytes(2**20) for _ in range(10**9)), '', 20_000_000)", "TooLarge"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_read_or_refused_within_bounds(tmp_path: Path, name: str) -> None:
    script, error = ANSWERS[name]
    ended = run(script, tmp_path)
    assert ended.error == error, ended.said
    assert ended.peak < PEAK


# ---------------------------------------------------------------- files

LIST = "author: Ada Example\npublications:\n  - title: Widgets for Everybody\n"
ALIASES = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(f"a{one}: &a{one} [{','.join([f'*a{one - 1}'] * 9)}]\n" for one in range(1, 12))
STRINGS = '@string{s0 = "0123456789"}\n' + "".join(f"@string{{s{one} = s{one - 1} # s{one - 1} # s{one - 1}}}\n" for one in range(1, 40))
ENTRY = "@article{{k, title = {{{}}}, author = {{A B}}, year = 2024}}\n"
MHTML = b"From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n"
REPORT = ("report", "--refresh", "never")
BIB = ("import", "bibtex", "--yes", "it.bib")
PAGE = ("import", "scholar-page", "it.mhtml")
COUNTS = ("history", "import", "it.yml")
FILES: dict[str, tuple[str, bytes, tuple[str, ...]]] = {
    "aliases in the list": ("publications.yaml", ALIASES.encode(), REPORT),
    "nesting in the list": ("publications.yaml", b"publications: " + b"[" * 2_000_000, REPORT),
    "nesting of mappings in the list": ("publications.yaml", b"{a: " * 4_000_000, REPORT),
    "values in the list": ("publications.yaml", b"publications: [" + b"a," * 600_000 + b"]", REPORT),
    "a list of 30 MB": ("publications.yaml", b"#" * 30_000_000, REPORT),
    "abbreviations": ("it.bib", (STRINGS + "@article{k, title = s39, year = 2024}\n").encode(), BIB),
    "braces": ("it.bib", ENTRY.format("{" * 400_000 + "x" + "}" * 400_000).encode(), BIB),
    "open braces": ("it.bib", b"@article{k, title = " + b"{" * 3_000_000, BIB),
    "a .bib file of 12 MB": ("it.bib", b"%" * 12_000_000, BIB),
    "parts of a page": ("it.mhtml", MHTML + b"\n" + b"--b\n\n" * 3_000_000, PAGE),
    "a head of a page": ("it.mhtml", MHTML + b"A: b\n" * 3_000_000, PAGE),
    "nesting of parts": ("it.mhtml", MHTML + b"".join(b"\n--b\nContent-Type: multipart/mixed; boundary=b\n" for _ in range(4_000)), PAGE),
    "a page of 30 MB": ("it.mhtml", b"<html>" + b" " * 30_000_000, PAGE),
    "aliases in counts": ("it.yml", ALIASES.encode(), COUNTS),
    "nesting in counts": ("it.yml", b"papers: " + b"[" * 4_000_000, COUNTS),
    "JSON in counts": ("it.yml", b'{"a":' * 900_000, COUNTS),
    "a field of a CSV": ("it.yml", b"date,source,source_id,citations,kind\n2024-01-01," + b"x" * 4_900_000, COUNTS),
    "columns of a CSV": ("it.yml", b"date,source,source_id,citations,kind\n" + b"," * 4_900_000, COUNTS),
    "counts of 8 MB": ("it.yml", b"#" * 8_000_000, COUNTS),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_refused_in_a_sentence_with_its_name(tmp_path: Path, name: str) -> None:
    file, body, argv = FILES[name]
    (tmp_path / "publications.yaml").write_text(LIST)
    (tmp_path / file).write_bytes(body)
    ended = run(COMMAND.format(argv=argv), tmp_path)
    assert (ended.error, "Traceback" in ended.said) == ("", False), ended.said[-2000:]
    assert ended.code in ((3,) if argv is REPORT else (1, 2))
    assert file in ended.said
    assert len(ended.said) < 20_000
    assert ended.peak < PEAK


@pytest.mark.parametrize(
    "argv", [("--library", "/dev/zero", "report", "--refresh", "never"), ("import", "bibtex", "/dev/zero", "--yes")], ids=["list", "bib"]
)
def test_a_device_without_end_has_one(tmp_path: Path, argv: tuple[str, ...]) -> None:
    (tmp_path / "publications.yaml").write_text(LIST)
    ended = run(COMMAND.format(argv=argv), tmp_path)
    assert (ended.error, "/dev/zero" in ended.said, "Traceback" in ended.said) == ("", True, False), ended.said[-2000:]
    assert ended.code != 0
    assert ended.peak < PEAK


@needs_git
def test_a_history_of_huge_blobs_is_refused_in_a_sentence(tmp_path: Path) -> None:
    from datetime import date

    (tmp_path / "publications.yaml").write_text(LIST)
    made = repository(tmp_path / "home-page")
    made.commits("it.yml", b"#" * 30_000_000, on=date(2029, 1, 1))
    for number in range(6):
        made.commits("it.yml", b"#%d" % number * 2_000_000, on=date(2029, 1, 2 + number))
    ended = run(
        "from pubtrack.sources.files import git_history\ngit_history.MOST_BYTES = 15_000_000\n"
        + COMMAND.format(argv=("history", "import", "--from-git", f"{made.folder}:it.yml")),
        tmp_path,
    )
    assert (ended.error, ended.code) == ("", 1)
    assert "it.yml have more than 15 MB" in ended.said
    assert ended.peak < 200
