"""The cache folder: text files and ledger as each other's union, damaged, foreign, write-protected, half merged."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest

from tests.e2e.conftest import MONDAY
from tests.e2e.entries import FULL_DISK_BYTES
from tests.e2e.lists import DISTSERVE, FOUR, LOONGSERVE
from tests.e2e.reading import assert_calm, is_whole, known, report, rows, without_ledger
from tests.world import Cli, Completed, World
from tests.world.people import PROFILE_ID, ShengyuLiu

pytestmark = pytest.mark.slow

TUESDAY = MONDAY + timedelta(days=1, minutes=5)
TEXT = {"citations.csv", "citing.csv", "identities.csv"}
READING = (["show", DISTSERVE], ["history"], ["export", "bibtex"])
AS_ANYBODY = "tests.e2e.entries:as_anybody"


def assert_refused(done: Completed, *words: str) -> None:
    assert_calm(done)
    assert done.code == 4, done.err
    assert len(done.err.splitlines()) <= 3
    for word in words:
        assert word in done.err


# ---------------------------------------------------------------- what is there after a good day


def test_what_is_to_be_kept_is_told_from_what_is_not(settled: Cli) -> None:
    ignored = settled.read("cache/.gitignore").split()
    assert "*.sqlite3*" in ignored
    assert {path.name for path in (settled.folder / "cache").iterdir()} >= {*TEXT, "ledger.sqlite3"}
    assert settled.read("cache/citations.csv").startswith("first_seen,last_seen,source,source_id,citations,kind\n")
    assert settled.read("cache/citing.csv").startswith("publication,source,source_id,cites,first_seen,last_seen\n")
    assert settled.read("cache/identities.csv").startswith("publication,source,source_id,is_it,by,since,decided,last_seen\n")


def test_text_files_are_sorted_and_the_same_again(settled: Cli) -> None:
    for name, by in (("citations.csv", (0, 2, 3)), ("identities.csv", (0, 1, 2)), ("citing.csv", (0, 1, 2))):
        found = [[one.split(",")[place] for place in by] for one in rows(settled, name)]
        assert found == sorted(found)
    before = {path: path.stat().st_mtime_ns for path in (settled.folder / "cache").glob("*.csv")}
    report(settled)
    settled("show", DISTSERVE)
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_the_answers_may_be_deleted_at_any_time(settled: Cli) -> None:
    (settled.folder / "cache" / "answers.sqlite3").unlink()
    assert known(settled).counts == FOUR


@pytest.mark.parametrize("damage", [b"", b"this is not a database" * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_archive_of_answers_costs_no_answer(settled: Cli, damage: bytes) -> None:
    (settled.folder / "cache" / "answers.sqlite3").write_bytes(damage)
    said = report(settled, at=TUESDAY)
    assert (said.code, said.shown(DISTSERVE)["as_of"]) == (0, "2026-11-24")


# ---------------------------------------------------------------- the ledger


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "no database": lambda good: b"garbage" * 1000,
    "cut short": lambda good: good[:300],
    "cut in the middle": lambda good: good[: len(good) // 2 // 4096 * 4096],
    "without a head": lambda good: bytes(100) + good[100:],
    "pages of noise": lambda good: good[:4096] + random.Random(1).randbytes(len(good) - 4096),
}


@pytest.mark.parametrize(
    "command", [["report"], ["refresh", "--all"], ["show", DISTSERVE], ["history"], ["export", "bibtex"]], ids=" ".join
)
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_ledger_is_set_aside_and_the_command_goes_on(settled: Cli, damage: str, command: list[str]) -> None:
    path = settled.folder / "cache" / "ledger.sqlite3"
    path.write_bytes(spoiled := DAMAGES[damage](path.read_bytes()))
    done = settled(*command)
    assert_calm(done)
    assert (done.code, done.err.count("ledger.sqlite3.damaged-2026-11-23,")) == (0, 1), done.err
    assert path.with_name("ledger.sqlite3.damaged-2026-11-23").read_bytes() == spoiled
    assert known(settled).counts == FOUR
    assert settled("show", DISTSERVE).err == ""


ABSURD = {
    "a bad day": "UPDATE counts SET first_seen = '2026-W48-1' WHERE source_id LIKE 'W%'",
    "no number": "UPDATE counts SET citations = 'many' WHERE source = 'google_scholar' AND citations = 612",
    "less than none": "UPDATE counts SET citations = -4 WHERE source = 'google_scholar' AND citations = 612",
    "a body of no record": "UPDATE records SET body = '[]' WHERE source = 'openalex'",
    "a body cut short": "UPDATE records SET body = substr(body, 1, 20) WHERE source = 'openalex'",
    "a record without a title": "UPDATE records SET body = '{}' WHERE source = 'openalex'",
    "a decision of no moment": "UPDATE identities SET decided = 'yesterday' WHERE source = 'openalex'",
    "an attempt of no moment": "UPDATE last_attempts SET at = 'noon'",
    "a table less": "DROP TABLE judged_candidates",
}


@pytest.mark.parametrize("what", ABSURD)
def test_a_row_that_cannot_be_understood_costs_itself(settled: Cli, what: str) -> None:
    """What the row said is in the text files too, or is asked for again; all other rows are taken along."""
    path = settled.folder / "cache" / "ledger.sqlite3"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(ABSURD[what])
    for command in (
        ["report", "--refresh", "never"],
        ["show", DISTSERVE],
        ["history"],
        ["export", "bibtex"],
        ["why", DISTSERVE],
        ["status"],
    ):
        done = settled(*command)
        assert_calm(done)
        assert done.code == 0, (command, done.err)
    assert path.with_name("ledger.sqlite3.damaged-2026-11-23").exists()
    assert known(settled).counts == FOUR
    assert "97" in settled("show", "wu2024loongserve").out


def test_a_ledger_damaged_twice_on_a_day_keeps_both(settled: Cli) -> None:
    path = settled.folder / "cache" / "ledger.sqlite3"
    for damage in (b"one" * 1000, b"two" * 1000):
        path.write_bytes(damage)
        assert settled("report", "--refresh", "never").code == 0
    assert path.with_name("ledger.sqlite3.damaged-2026-11-23").read_bytes() == b"one" * 1000
    assert path.with_name("ledger.sqlite3.damaged-2026-11-23-2").read_bytes() == b"two" * 1000


def test_a_ledger_cut_short_loses_nothing(settled: Cli) -> None:
    path = settled.folder / "cache" / "ledger.sqlite3"
    path.write_bytes(path.read_bytes()[:8192])
    done = settled("report", "--refresh", "never")
    assert_calm(done)
    assert done.code == 4 or "612" in done.out
    path.unlink()
    assert known(settled).counts == FOUR


def test_an_empty_ledger_is_built_again(settled: Cli) -> None:
    (settled.folder / "cache" / "ledger.sqlite3").write_bytes(b"")
    assert known(settled).counts == FOUR


def test_the_database_of_another_program_is_left_alone(settled: Cli) -> None:
    path = settled.folder / "cache" / "ledger.sqlite3"
    path.unlink()
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE counts (something TEXT)")
    before = path.read_bytes()
    assert_refused(settled("report"), "ledger.sqlite3", "another program")
    assert path.read_bytes() == before


def test_a_newer_ledger_is_refused(settled: Cli) -> None:
    with closing(sqlite3.connect(settled.folder / "cache" / "ledger.sqlite3")) as database:
        database.execute("PRAGMA user_version = 999")
    assert_refused(settled("refresh"), "newer")


def test_a_ledger_that_is_a_folder_keeps_nobody_from_reading_the_text_files(settled: Cli) -> None:
    path = settled.folder / "cache" / "ledger.sqlite3"
    path.unlink()
    path.mkdir()
    assert_shows_all(settled)
    assert_refused(settled("refresh"), "ledger.sqlite3")


def test_a_cache_that_is_a_file_is_refused(first: Cli) -> None:
    (first.folder / "cache").write_text("not a folder")
    assert_refused(first("report"), "cache")
    assert (first.folder / "cache").read_text() == "not a folder"


# ---------------------------------------------------------------- the text files


def half_merged(text: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join([*lines[:3], "<<<<<<< HEAD\n", *lines[3:4], "=======\n", *lines[4:5], ">>>>>>> theirs\n", *lines[5:]])


@pytest.mark.parametrize("name", ["citations.csv", "identities.csv"])
@pytest.mark.parametrize("with_ledger", [True, False])
def test_a_half_merged_file_is_refused_with_its_line(settled: Cli, name: str, with_ledger: bool) -> None:
    path = settled.folder / "cache" / name
    path.write_text(half_merged(path.read_text()))
    before = path.read_bytes()
    if not with_ledger:
        without_ledger(settled)
    for command in (["report"], ["refresh"]):
        assert_refused(settled(*command), f"{name}:4", "merge")
    assert path.read_bytes() == before
    path.write_text("".join(line for line in before.decode().splitlines(keepends=True) if line[0] not in "<=>"))
    assert known(settled).counts == FOUR


@pytest.mark.parametrize(
    "row",
    [
        f"2026-11-23,google_scholar,{PROFILE_ID}:x,-1,observed",
        f"2026-11-23,google_scholar,{PROFILE_ID}:x,many,observed",
        f"2026-11-23,google_scholar,{PROFILE_ID}:x,5,guessed",
        f"2026-13-23,google_scholar,{PROFILE_ID}:x,5,observed",
        f"2026-11-23,google_scholar,{PROFILE_ID}:x,5",
        "2026-11-23,google_scholar,,5,observed",
        '2026-11-23,google_scholar,"unclosed,5,observed',
        f"2026-11-23,google_scholar,{PROFILE_ID}:x,99999999999999999999999,observed",
        f"2026-11-23,google_scholar,{PROFILE_ID}:x,٥,observed",
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_line(settled: Cli, row: str) -> None:
    path = settled.folder / "cache" / "citations.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[:2], row, *lines[2:]]) + "\n")
    assert_refused(settled("report"), "citations.csv:")


def test_a_foreign_header_is_refused(settled: Cli) -> None:
    settled.write("key,count\na,1\n", name="cache/citations.csv")
    assert_refused(settled("report"), "citations.csv:1")


def test_unsorted_and_doubled_rows_of_a_union_merge_are_read(settled: Cli) -> None:
    for name in ("citations.csv", "identities.csv"):
        header, *body = settled.read(f"cache/{name}").splitlines()
        random.Random(3).shuffle(body)
        settled.write("\r\n".join([header, *body, header, *body[:5]]), name=f"cache/{name}")
    assert known(settled).counts == FOUR
    assert report(settled, at=TUESDAY).code == 0
    assert is_whole(settled)
    assert rows(settled, "citations.csv") == sorted(rows(settled, "citations.csv"))


def test_rows_of_another_machine_are_taken_in_and_written_out(settled: Cli) -> None:
    """A pull brings a month of counts and a day on which the other machine saw them last."""
    path = settled.folder / "cache" / "citations.csv"
    path.write_text(path.read_text() + f"2026-10-23,google_scholar,{PROFILE_ID}:u5HHmVD_uO8C,580,observed\n")
    said = known(settled)
    assert (said.counts[DISTSERVE], said.shown(DISTSERVE)["change"]) == (612, 32)
    assert rows(settled, "citations.csv") == sorted(rows(settled, "citations.csv"))
    path.write_text(path.read_text().replace(",580,", ",581,"))
    assert known(settled).shown(DISTSERVE)["change"] == 31


def test_text_files_deleted_come_back_from_the_ledger(settled: Cli) -> None:
    before = {name: rows(settled, name) for name in ("citations.csv", "identities.csv")}
    for name in before:
        (settled.folder / "cache" / name).unlink()
    assert known(settled).counts == FOUR
    assert {name: rows(settled, name) for name in before} == before


def test_an_older_text_file_takes_nothing_away(settled: Cli, liu: ShengyuLiu) -> None:
    """A checkout of last week: the ledger knows more, and gives it back."""
    old = settled.read("cache/citations.csv")
    liu.rows["distserve"].cites = 630
    report(settled, at=TUESDAY)
    new = rows(settled, "citations.csv")
    settled.write(old, name="cache/citations.csv")
    assert known(settled).counts[DISTSERVE] == 630
    assert rows(settled, "citations.csv") == new


def test_answers_of_the_person_in_the_text_file_hold(settled: Cli, world: World) -> None:
    row = next(row for row in rows(settled, "identities.csv") if row.startswith(f"{LOONGSERVE},google_scholar"))
    said_no = row.replace(",yes,machine,", ",no,person,")
    settled.write(settled.read("cache/identities.csv").replace(row, said_no), name="cache/identities.csv")
    without_ledger(settled)
    assert known(settled).counts[LOONGSERVE] is None
    assert report(settled, at=TUESDAY).counts[LOONGSERVE] is None
    assert said_no in rows(settled, "identities.csv")


# ---------------------------------------------------------------- folders that cannot be written


@pytest.mark.process("gives up the rights of root")
def test_a_write_protected_cache_is_read(settled: Cli) -> None:
    cache = settled.folder / "cache"
    try:
        for path in (*cache.iterdir(), cache):
            path.chmod(path.stat().st_mode & ~0o222)
        for command in (["report"], ["report", "--refresh", "never"], *READING):
            done = settled.process(*command, entry=AS_ANYBODY, at=TUESDAY)
            assert_calm(done)
            assert (done.code, "istServe" in done.out) == (0, True), (command, done.err)
        assert_refused(settled.process("refresh", "--all", entry=AS_ANYBODY, at=TUESDAY), str(cache))
    finally:
        for path in (cache, *cache.iterdir()):
            path.chmod(0o755)
    assert known(settled).counts == FOUR


@pytest.mark.process("gives up the rights of root")
def test_a_write_protected_folder_without_a_cache_is_said(first: Cli) -> None:
    folder = first.folder / "protected"
    first.write(first.read("publications.yaml"), name="protected/publications.yaml")
    folder.chmod(0o555)
    try:
        done = first.process("--library", "protected/publications.yaml", "report", entry=AS_ANYBODY)
        assert_calm(done)
        assert (done.code, "DistServe" in done.out, "--cache" in " ".join(done.out.split())) == (0, True, True)
        refused = first.process("--library", "protected/publications.yaml", "refresh", entry=AS_ANYBODY)
        assert_refused(refused, "protected", "--cache")
        done = first.process("--library", "protected/publications.yaml", "--cache", "mine", "report", entry=AS_ANYBODY)
        assert (done.code, "612" in done.out) == (0, True)
    finally:
        folder.chmod(0o755)


def test_a_state_folder_that_cannot_be_used_is_said_and_nobody_asked(settled: Cli, world: World) -> None:
    (settled.folder / "nowhere").write_text("a file")
    done = settled("report", "--refresh", "always", env={"PUBTRACK_STATE_DIR": str(settled.folder / "nowhere")})
    assert_calm(done)
    assert (done.code, "612" in done.out, world.asked) == (1, True, 0)
    assert "PUBTRACK_STATE_DIR" in "".join(done.out.split("\n"))


def test_a_damaged_state_is_begun_anew(settled: Cli, world: World) -> None:
    settled("refresh", "--all")
    state = settled.folder / "state" / "hosts.sqlite3"
    state.write_bytes(b"garbage" * 500)
    said = report(settled, at=TUESDAY)
    assert said.code == 0
    assert state.read_bytes().startswith(b"SQLite format 3")


def test_the_state_is_the_owners_alone(first: Cli) -> None:
    first("refresh", "--source", "arxiv")
    state = first.folder / "state"
    assert state.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in state.iterdir())


def test_keys_that_others_can_read_are_refused(first: Cli, world: World) -> None:
    folder = first.folder / "home" / ".config" / "pubtrack"
    folder.mkdir(parents=True)
    keys = folder / "keys.toml"
    keys.write_text('PUBTRACK_CONTACT = "someone@example.org"\n')
    keys.chmod(0o644)
    done = first("refresh", "--source", "arxiv")
    assert_calm(done)
    assert (done.code, "chmod 600" in done.err, world.asked) == (2, True, 0)
    keys.chmod(0o600)
    assert first("refresh", "--source", "arxiv").code == 0
    assert "someone@example.org" in world.arxiv.requests[0].headers["user-agent"]


def test_a_lock_left_behind_by_a_killed_run_holds_nobody(settled: Cli) -> None:
    (settled.folder / "cache" / "refresh.lock").write_text("12345")
    (settled.folder / "cache" / "ledger.sqlite3-journal").write_bytes(b"")
    assert report(settled, at=TUESDAY).code == 0


@pytest.mark.slow
def test_a_ledger_held_by_another_program_is_waited_for_and_then_read_past(settled: Cli) -> None:
    with closing(sqlite3.connect(settled.folder / "cache" / "ledger.sqlite3", isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        done = settled("report", "--refresh", "never")
        assert (done.code, "612" in done.out) == (0, True)
        assert_refused(settled("refresh"), "another process", "ledger.sqlite3")


def assert_shows_all(cli: Cli) -> None:
    for command in (["report"], *READING):
        done = cli(*command)
        assert_calm(done)
        assert (done.code, "istServe" in done.out) == (0, True), (command, done.err)
    assert report(cli).counts == FOUR


@pytest.mark.parametrize("name", ["citations.csv", "identities.csv"])
def test_a_text_file_of_no_bytes_beside_no_ledger_is_said(settled: Cli, name: str) -> None:
    without_ledger(settled)
    (settled.folder / "cache" / name).write_bytes(b"")
    for command in (["report"], ["refresh"], ["show", DISTSERVE]):
        assert_refused(settled(*command), f"{name} is empty", "backup")
    assert (settled.folder / "cache" / name).read_bytes() == b""


@pytest.mark.parametrize("name", ["citations.csv", "identities.csv", "citing.csv"])
def test_a_text_file_of_no_bytes_beside_a_ledger_is_written_again(settled: Cli, name: str) -> None:
    before = settled.read(f"cache/{name}")
    (settled.folder / "cache" / name).write_bytes(b"")
    assert report(settled).counts == FOUR
    assert settled.read(f"cache/{name}") == before


def test_two_lists_share_one_cache_without_harm(settled: Cli, world: World) -> None:
    """Each sees its own publications; neither loses the other's."""
    text = f"author: {{name: Shengyu Liu, google_scholar: {PROFILE_ID}}}\nsettings: {{pace: {{google_scholar: 0}}}}\npublications: []\n"
    settled.write(text, name="second.yaml")
    assert settled("--library", "second.yaml", "report").code == 0
    assert known(settled).counts == FOUR


@pytest.mark.process("may write little")
def test_a_disk_that_is_full_is_said(settled: Cli) -> None:
    compiled = settled.folder / "compiled"
    env = {"PYTHONPYCACHEPREFIX": str(compiled)}
    done = settled.process("refresh", at=TUESDAY, env=env, entry="tests.e2e.entries:on_a_full_disk")
    assert "Traceback" not in done.err
    assert not [one for one in compiled.rglob("*.pyc") if one.stat().st_size == FULL_DISK_BYTES], "half modules would end every later run"
    assert done.code in (1, 4)
    assert known(settled).counts == FOUR


@pytest.mark.process("may write little")
@pytest.mark.parametrize("command", [["report"], ["report", "--refresh", "never"], *READING], ids=" ".join)
def test_a_disk_that_is_full_keeps_nobody_from_reading(settled: Cli, command: list[str]) -> None:
    """Also where there is something to ask, or text files have changed and are to be taken in."""
    path = settled.folder / "cache" / "citations.csv"
    path.write_bytes(path.read_bytes() + b"2026-11-20,2026-11-20,openalex,W1,7,observed\n")
    done = settled.process(*command, at=TUESDAY, entry="tests.e2e.entries:on_a_full_disk")
    assert_calm(done)
    assert (done.code, "istServe" in done.out) == (0, True), done.err
    assert known(settled).counts == FOUR
