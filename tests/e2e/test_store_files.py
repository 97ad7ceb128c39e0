"""The cache folder: text files and ledger as each other's union, damaged, foreign, write-protected, half merged."""

from __future__ import annotations

import random
import sqlite3
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
    assert {path.name for path in (settled.folder / "cache").iterdir()} >= {"citations.csv", "identities.csv", "ledger.sqlite3"}
    assert settled.read("cache/citations.csv").startswith("date,source,source_id,citations,kind\n")
    assert settled.read("cache/identities.csv").startswith("publication,source,source_id,is_it,by,since,last_seen\n")


def test_text_files_are_sorted_and_the_same_again(settled: Cli) -> None:
    for name in ("citations.csv", "identities.csv"):
        assert rows(settled, name) == sorted(rows(settled, name))
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


def test_a_damaged_ledger_is_refused_with_what_to_do(settled: Cli, world: World) -> None:
    path = settled.folder / "cache" / "ledger.sqlite3"
    good = path.read_bytes()
    for damage in (b"garbage" * 1000, good[:300], bytes(100) + good[100:], good[:4096] + random.Random(1).randbytes(len(good) - 4096)):
        path.write_bytes(damage)
        for command in (["report"], ["refresh", "--all"], ["show", DISTSERVE]):
            done = settled(*command)
            assert_calm(done)
            assert done.code == 4, (damage[:20], command, done.out)
            assert "ledger.sqlite3" in done.err
            assert "ove" in done.err  # Move it away, or Remove it
    path.unlink()
    assert known(settled).counts == FOUR


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


def test_a_ledger_that_is_a_folder_is_refused(settled: Cli) -> None:
    path = settled.folder / "cache" / "ledger.sqlite3"
    path.unlink()
    path.mkdir()
    assert_refused(settled("report"), "ledger.sqlite3")


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
def test_a_write_protected_cache_is_refused(settled: Cli) -> None:
    cache = settled.folder / "cache"
    try:
        for path in (*cache.iterdir(), cache):
            path.chmod(path.stat().st_mode & ~0o222)
        for command in (["refresh", "--all"], ["report"]):
            done = settled.process(*command, entry=AS_ANYBODY, at=TUESDAY)
            assert_calm(done)
            assert done.code in (0, 4)
            assert done.code == 4 or "612" in done.out
            if done.code == 4:
                assert str(cache) in done.err
    finally:
        for path in (cache, *cache.iterdir()):
            path.chmod(0o755)
    assert known(settled).counts == FOUR


@pytest.mark.process("gives up the rights of root")
def test_a_write_protected_folder_without_a_cache_is_refused(first: Cli) -> None:
    folder = first.folder / "protected"
    first.write(first.read("publications.yaml"), name="protected/publications.yaml")
    folder.chmod(0o555)
    try:
        done = first.process("--library", "protected/publications.yaml", "report", entry=AS_ANYBODY)
        assert_refused(done, "protected", "--cache")
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
def test_a_ledger_held_by_another_program_is_waited_for_and_said(settled: Cli) -> None:
    with closing(sqlite3.connect(settled.folder / "cache" / "ledger.sqlite3", isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        done = settled("report", "--refresh", "never")
    assert_refused(done, "ledger.sqlite3")


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
