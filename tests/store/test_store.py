"""The store: ledger and text files are each other's union whatever is lost, merged or killed on the way."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pubtrack.errors import RefreshRunning, StoreUnusable
from pubtrack.model.count import Attempt, Change, Count
from pubtrack.model.identity import By, Identity
from pubtrack.model.record import Record
from pubtrack.store import Store, schema
from pubtrack.store.archive import Answers

MONDAY = datetime(2030, 1, 7, 9, 0, tzinfo=UTC)
LEDGER, CITATIONS, IDENTITIES = "ledger.sqlite3", "citations.csv", "identities.csv"


def identity(
    source_id: str = "U:1", *, is_it: bool = True, by: By = "machine", since: int = 7, seen: int = 7, key: str = "widgets"
) -> Identity:
    return Identity(
        publication=key,
        source="google_scholar",
        source_id=source_id,
        is_it=is_it,
        by=by,
        since=date(2030, 1, since),
        last_seen=date(2030, 1, seen),
    )


def count(citations: int = 4, day: int = 7, source_id: str = "U:1") -> Count:
    return Count.at(date(2030, 1, day), source="google_scholar", source_id=source_id, citations=citations)


def attempt(at: datetime = MONDAY, key: str = "widgets", source: str = "google_scholar") -> Attempt:
    return Attempt(publication=key, source=source, at=at, outcome="answered", asked="x")


def record(source_id: str = "U:1", title: str = "Widgets") -> Record:
    return Record(source="google_scholar", source_id=source_id, title=title)


CHANGE = Change(attempt=attempt(), identities=(identity(),), records=(record(),), counts=(count(),))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    with Store(folder) as opened:
        yield opened


def said(store: Store) -> tuple[Identity, ...]:
    """The identities, whenever they were decided."""
    return tuple(replace(one, decided=None) for one in store.identities())


def known(folder: Path) -> tuple[object, object]:
    """What is known when the folder is opened anew, and written out again."""
    with Store(folder) as store:
        found = said(store), store.counts()
        store.write_text()
    return found


def write(folder: Path, change: Change = CHANGE) -> None:
    with Store(folder) as store:
        store.save(change)
        store.write_text()


# ---------------------------------------------------------------- saved and read back


def test_a_change_is_read_back(store: Store) -> None:
    store.save(CHANGE)
    assert store.identities() == (replace(identity(), decided=MONDAY),)
    assert store.counts() == (count(),)
    assert store.records() == {("google_scholar", "U:1"): (record(), MONDAY)}
    assert store.attempts() == (attempt(),)
    assert store.last_attempts() == {("widgets", "google_scholar"): attempt()}


def test_the_last_attempt_is_the_last_one_saved(store: Store) -> None:
    later = attempt(MONDAY + timedelta(days=1))
    store.save(Change(attempt=attempt()))
    store.save(Change(attempt=later))
    assert store.last_attempts()["widgets", "google_scholar"] == later
    assert store.attempts() == (attempt(), later)


def test_a_later_answer_of_the_same_day_stands_beside_the_first(store: Store) -> None:
    store.save(CHANGE)
    store.save(replace(CHANGE, counts=(count(3),)))
    store.save(replace(CHANGE, counts=(count(4),)))
    store.write_text()
    assert store.counts() == (count(3), count(4))


def test_runs_of_one_number_that_touch_are_one(store: Store) -> None:
    runs = [replace(count(4, day=first), last_seen=count(day=last).last_seen) for first, last in ((1, 2), (6, 7), (2, 3), (5, 8), (3, 3))]
    for one in runs:
        store.save(Change(counts=(one,)))
    assert [(one.day.day, one.last_day.day) for one in store.counts()] == [(1, 3), (5, 8)]
    store.save(Change(counts=(replace(count(4, day=3), last_seen=count(day=5).last_seen), count(4, day=4), count(5, day=4))))
    assert [(one.day.day, one.last_day.day, one.citations) for one in store.counts()] == [(1, 8, 4), (4, 4, 5)]


def test_an_older_record_never_replaces_a_newer_one(store: Store) -> None:
    store.save(Change(records=(record(title="new"),)), MONDAY)
    store.save(Change(records=(record(title="old"),)), MONDAY - timedelta(days=9))
    assert store.records()["google_scholar", "U:1"] == (record(title="new"), MONDAY)
    assert store.records("arxiv") == {}


def test_a_moment_is_kept_in_utc_to_the_microsecond(store: Store) -> None:
    at = datetime.fromisoformat("2030-01-07T23:30:00.123456-05:00")
    store.save(Change(attempt=attempt(at)))
    (found,) = store.attempts()
    assert found.at == at
    assert found.at.date() == date(2030, 1, 8)


def test_a_change_is_saved_whole_or_not_at_all(store: Store) -> None:
    impossible = replace(CHANGE, identities=(replace(identity(), publication=None),))  # type: ignore[arg-type]  # refused by the table
    with pytest.raises(StoreUnusable):
        store.save(impossible)
    assert (store.identities(), store.counts(), store.attempts(), store.records()) == ((), (), (), {})


def test_what_is_remembered_and_noted_together_is_so_whole_or_not_at_all(store: Store) -> None:
    note = identity(key="cited:widgets")
    with pytest.raises(StoreUnusable):
        store.remember([identity()], [note, replace(note, publication=None)])  # type: ignore[arg-type]  # refused by the table
    assert (store.identities(), store.notes("cited:")) == ((), ())
    store.remember([identity()], [note])
    assert ([one.publication for one in store.identities()], len(store.notes("cited:"))) == (["widgets"], 1)


@pytest.mark.parametrize(
    ("words", "is_it", "by"),
    [
        ((identity(), identity(is_it=False)), False, "machine"),
        ((identity(is_it=False), identity()), True, "machine"),
        ((identity(is_it=False, by="person"), identity()), False, "person"),
        ((identity(by="person"), identity(is_it=False)), True, "person"),
        ((identity(by="person"), identity(is_it=False, by="person")), False, "person"),
        ((identity(), identity(is_it=False, by="person")), False, "person"),
    ],
)
def test_a_machine_revises_itself_and_never_a_person(folder: Path, words: tuple[Identity, ...], is_it: bool, by: str) -> None:
    with Store(folder) as store:
        for one in words:
            store.save(Change(identities=(one,)))
            store.write_text()
        (found,) = said(store)
    assert (found.is_it, found.by) == (is_it, by)
    assert known(folder)[0] == (found,)


def test_the_days_of_an_identity_only_widen(store: Store) -> None:
    store.save(Change(identities=(identity(since=7, seen=7),)))
    store.save(Change(identities=(identity(since=9, seen=9),)))
    store.remember([identity(since=5, seen=8)])
    assert said(store) == (identity(since=5, seen=9),)


def test_a_decision_bears_the_moment_at_which_it_was_made_and_not_that_at_which_it_was_seen_again(folder: Path) -> None:
    tuesday, wednesday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
    with Store(folder, now=lambda: MONDAY) as store:
        store.remember([identity()])
    with Store(folder, now=lambda: tuesday) as store:
        store.remember([identity(seen=8)])
        assert [one.decided for one in store.identities()] == [MONDAY]
        store.remember([identity(is_it=False, by="person", seen=8)])
    with Store(folder, now=lambda: wednesday) as store:
        store.remember([identity(seen=9), identity(is_it=False, by="person", seen=9)])
        assert [(one.is_it, one.decided) for one in store.identities()] == [(False, tuesday)]
        store.write_text()
    assert "2030-01-07,2030-01-08T09:00:00Z,2030-01-09" in (folder / IDENTITIES).read_text()


# ---------------------------------------------------------------- the text files


def test_the_text_files_hold_what_is_known_sorted(folder: Path) -> None:
    write(folder, replace(CHANGE, counts=(count(9, day=9), count(4), count(1, source_id="A:1"))))
    assert (folder / CITATIONS).read_bytes() == (
        b"first_seen,last_seen,source,source_id,citations,kind\n"
        b"2030-01-07,2030-01-07,google_scholar,A:1,1,observed\n2030-01-07,2030-01-07,google_scholar,U:1,4,observed\n"
        b"2030-01-09,2030-01-09,google_scholar,U:1,9,observed\n"
    )
    assert (folder / IDENTITIES).read_bytes() == (
        b"publication,source,source_id,is_it,by,since,decided,last_seen\n"
        b"widgets,google_scholar,U:1,yes,machine,2030-01-07,2030-01-07T09:00:00Z,2030-01-07\n"
    )
    assert (folder / ".gitignore").read_text().split() == ["*.sqlite3*", "*.lock", "*.tmp"]


def test_nothing_is_written_when_nothing_changed(folder: Path) -> None:
    write(folder)
    before = {name: (folder / name).stat().st_mtime_ns for name in (CITATIONS, IDENTITIES, LEDGER)}
    known(folder)
    assert {name: (folder / name).stat().st_mtime_ns for name in before} == before


@pytest.mark.parametrize(
    "lost", [(LEDGER,), (CITATIONS,), (IDENTITIES,), (CITATIONS, IDENTITIES), (LEDGER, CITATIONS), (LEDGER, IDENTITIES)]
)
def test_whatever_is_lost_comes_back_from_the_other(folder: Path, lost: tuple[str, ...]) -> None:
    write(folder)
    before = known(folder)
    text = {name: (folder / name).read_bytes() for name in (CITATIONS, IDENTITIES)}
    for name in lost:
        (folder / name).unlink()
    after = known(folder)
    for name in set(text) - {one for one in lost if LEDGER in lost}:
        assert (folder / name).read_bytes() == text[name]
    assert after[0] == (before[0] if not {LEDGER, IDENTITIES} <= set(lost) else ())
    assert after[1] == (before[1] if not {LEDGER, CITATIONS} <= set(lost) else ())


def test_a_kill_between_save_and_write_loses_nothing(folder: Path) -> None:
    write(folder)
    with Store(folder) as store:  # closed without writing, as a kill leaves it
        store.save(
            Change(attempt=attempt(MONDAY + timedelta(days=1)), identities=(identity(is_it=False, seen=8),), counts=(count(5, day=8),))
        )
    assert known(folder) == ((identity(is_it=False, seen=8),), (count(), count(5, day=8)))
    assert b"2030-01-08,2030-01-08,google_scholar,U:1,5" in (folder / CITATIONS).read_bytes()
    assert b"U:1,no,machine" in (folder / IDENTITIES).read_bytes()


def test_what_git_brought_in_is_taken_in(folder: Path) -> None:
    write(folder)
    with (folder / CITATIONS).open("a") as file:
        file.write("2030-01-06,2030-01-06,google_scholar,U:1,3,backfilled\n2030-01-07,2030-01-07,google_scholar,U:1,6,observed\n")
    _, counts = known(folder)
    assert counts == (replace(count(3, day=6), kind="backfilled"), count(4), count(6))
    assert (folder / CITATIONS).read_text().splitlines()[1] == "2030-01-06,2030-01-06,google_scholar,U:1,3,backfilled"


def test_what_git_brought_in_during_a_run_is_not_overwritten(folder: Path) -> None:
    write(folder)
    with Store(folder) as store:
        with (folder / CITATIONS).open("a") as file:
            file.write("2030-01-08,2030-01-08,google_scholar,B:2,8,observed\n")
        store.save(Change(counts=(count(5, day=8),)))
        store.write_text()
        assert store.counts() == (count(8, day=8, source_id="B:2"), count(), count(5, day=8))


NO, MINE = {"is_it": False}, {"by": "person"}


@pytest.mark.parametrize(
    ("ledger", "text", "is_it"),
    [
        ((identity(**NO), 9), (identity(seen=9), 8), False),  # the later decision, whoever saw it last
        ((identity(**NO, seen=9), 8), (identity(), 9), True),
        ((identity(**NO), 8), (identity(), 8), False),  # at one moment: the no, in either place
        ((identity(), 8), (identity(**NO), 8), False),
        ((identity(**NO, **MINE), 8), (identity(), 9), False),
        ((identity(), 9), (identity(**NO, **MINE), 8), False),
        ((identity(**MINE), 8), (identity(**NO, **MINE), 9), False),
        ((identity(**MINE), 9), (identity(**NO, **MINE), 8), True),
    ],
)
def test_where_ledger_and_text_disagree_a_person_wins_then_the_later_then_the_no(
    folder: Path, ledger: tuple[Identity, int], text: tuple[Identity, int], is_it: bool
) -> None:
    def on(day: int) -> Callable[[], datetime]:
        return lambda: datetime(2030, 1, day, 9, tzinfo=UTC)

    with Store(folder, now=on(text[1])) as store:
        store.save(Change(identities=(text[0],)))
        store.write_text()
    (folder / LEDGER).unlink()
    with Store(folder, now=on(ledger[1])) as store:
        store._database.execute("DELETE FROM identities")
        store.save(Change(identities=(ledger[0],)))
    (folder / IDENTITIES).write_bytes((folder / IDENTITIES).read_bytes() + b"\n")  # another state of the file
    ((found,), _) = known(folder)  # type: ignore[misc]  # one identity
    assert found.is_it is is_it


COUNTS = st.lists(st.builds(count, st.integers(0, 50), st.integers(1, 9), st.sampled_from(["U:1", "U:2"])), max_size=6)
WHO = st.sampled_from(["U:1", "U:2"])
IDENTITY = st.builds(
    lambda who, is_it, by, days: identity(who, is_it=is_it, by=by, since=min(days), seen=max(days)),
    WHO,
    st.booleans(),
    st.sampled_from(["machine", "person"]),
    st.tuples(st.integers(1, 9), st.integers(1, 9)),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(COUNTS, st.lists(IDENTITY, max_size=3)), max_size=4),
    st.lists(st.sampled_from(["ledger", "text", "reopen", "kill"]), min_size=4, max_size=4),
)
def test_ledger_and_text_are_each_others_union_whatever_happens(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[list[Count], list[Identity]]], losses: list[str]
) -> None:
    """Changes, kills, and losses of one of the two in any order: what a store that lost nothing knows is known."""
    folder, whole = tmp_path_factory.mktemp("a"), tmp_path_factory.mktemp("b")
    for step, ((counts, identities), loss) in enumerate(zip(steps, losses, strict=False)):
        change = Change(counts=tuple(counts), identities=tuple(identities))
        at = MONDAY + timedelta(days=step)
        with Store(folder, now=lambda at=at: at) as store, Store(whole, now=lambda at=at: at) as other:  # type: ignore[misc]  # a default
            store.save(change)
            other.save(change)
            if loss != "kill":
                store.write_text()
        if loss == "ledger":
            (folder / LEDGER).unlink()
        if loss == "text":
            (folder / CITATIONS).unlink()
            (folder / IDENTITIES).unlink()
    assert known(folder) == known(whole)
    assert known(folder) == known(whole)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(COUNTS, COUNTS, st.lists(IDENTITY, max_size=3), st.lists(IDENTITY, max_size=3))
def test_two_clones_merge_to_the_same_in_either_order(
    tmp_path_factory: pytest.TempPathFactory,
    ours: list[Count],
    theirs: list[Count],
    our_identities: list[Identity],
    their_identities: list[Identity],
) -> None:
    one, other = tmp_path_factory.mktemp("a"), tmp_path_factory.mktemp("b")
    write(one, Change(counts=tuple(ours), identities=tuple(our_identities)))
    write(other, Change(counts=tuple(theirs), identities=tuple(their_identities)))
    merged = []
    for first, second in ((one, other), (other, one)):
        folder = tmp_path_factory.mktemp("c")
        for name in (CITATIONS, IDENTITIES):  # as git's union merge leaves them: doubled rows, the second header too
            (folder / name).write_bytes((first / name).read_bytes() + (second / name).read_bytes())
        merged.append(known(folder))
    assert merged[0] == merged[1]


# ---------------------------------------------------------------- what cannot be used


def damaged(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00" + b"\x07" * 4000)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def no_database(path: Path) -> None:
    path.write_text("Dear diary")


def foreign(path: Path) -> None:
    path.unlink()
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE photos (name TEXT)")
    database.commit()
    database.close()


def newer(path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute("PRAGMA user_version = 99")
    database.commit()
    database.close()


def everything(folder: Path) -> object:
    with Store(folder) as store:
        return store.counts(), store.identities(), store.records(), store.attempts()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [(damaged, "damaged"), (cut_short, "damaged"), (no_database, "damaged"), (foreign, "another program"), (newer, "newer pubtrack")],
)
def test_a_ledger_that_cannot_be_used_is_named_with_what_to_do(folder: Path, spoil: Callable[[Path], None], said: str) -> None:
    write(folder)
    spoil(folder / LEDGER)
    before = (folder / LEDGER).read_bytes()
    with pytest.raises(StoreUnusable, match=said) as refused:
        everything(folder)
    assert str(folder / LEDGER) in str(refused.value)
    assert (folder / LEDGER).read_bytes() == before
    (folder / LEDGER).unlink()
    assert known(folder) == ((identity(),), (count(),))


def test_a_spoiled_text_file_changes_nothing(folder: Path) -> None:
    write(folder)
    with (folder / CITATIONS).open("a") as file:
        file.write("2030-01-09,2030-01-09,google_scholar,U:1,7,observed\n<<<<<<< ours\n")
    spoiled = (folder / CITATIONS).read_bytes()
    with pytest.raises(StoreUnusable, match="merge in git"):
        Store(folder)
    assert (folder / CITATIONS).read_bytes() == spoiled
    database = sqlite3.connect(folder / LEDGER)
    assert database.execute("SELECT count(*) FROM counts").fetchone() == (1,)
    database.close()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with Store(tmp_path / "file" / "cache") as store:
        assert store.counts() == ()
        with pytest.raises(StoreUnusable, match="--cache"):
            store.save(CHANGE)
    with pytest.raises(StoreUnusable, match="is a file"):
        Store(tmp_path / "file")


@pytest.mark.skipif(os.geteuid() == 0, reason="everything is writable for root")
def test_a_read_only_folder_can_be_reported_from_but_not_written_to(folder: Path) -> None:
    write(folder)
    folder.chmod(0o500)
    (folder / LEDGER).chmod(0o400)
    try:
        with Store(folder) as store:
            assert store.counts() == (count(),)
            store.write_text()
            with pytest.raises(StoreUnusable):
                store.save(CHANGE)
    finally:
        folder.chmod(0o700)


def test_a_ledger_that_may_not_be_written_is_said(folder: Path) -> None:
    with Store(folder) as store:
        store._database.execute("PRAGMA query_only = ON")
        with pytest.raises(StoreUnusable, match="cannot be used"):
            store.save(CHANGE)


# ---------------------------------------------------------------- several at once


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder)

    def broken(database: sqlite3.Connection) -> None:
        database.execute("CREATE TABLE half (x)")
        raise sqlite3.OperationalError("no space left")

    monkeypatch.setattr(schema, "MIGRATIONS", [*schema.MIGRATIONS, broken])
    with pytest.raises(StoreUnusable):
        Store(folder)
    monkeypatch.undo()
    assert known(folder) == ((identity(),), (count(),))


def test_many_open_one_new_store_at_once(folder: Path) -> None:
    folder.mkdir()
    start = threading.Barrier(8)
    failures: list[BaseException] = []

    def run(number: int) -> None:
        start.wait()
        try:
            with Store(folder) as store:
                store.save(Change(counts=(count(number, day=1 + number),)))
                store.write_text()
        except BaseException as error:  # every failure is looked at below
            failures.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [one.citations for one in known(folder)[1]] == list(range(8))  # type: ignore[attr-defined]  # counts
    assert len((folder / CITATIONS).read_text().splitlines()) == 9


@pytest.mark.parametrize("word", ["BEGIN IMMEDIATE", "COMMIT"])
def test_ctrl_c_in_the_moment_in_which_a_transaction_begins_or_ends_leaves_none_open(store: Store, folder: Path, word: str) -> None:
    database = store._database

    class Interrupted:
        """The connection, during whose next such statement somebody types Ctrl-C."""

        def __getattr__(self, name: str) -> object:
            return getattr(database, name)

        def execute(self, statement: str, *more: object) -> object:
            done = database.execute(statement, *more)  # type: ignore[arg-type]  # handed on
            if statement == word:
                raise KeyboardInterrupt
            return done

    store._database = Interrupted()  # type: ignore[assignment]  # a stand-in
    with pytest.raises(KeyboardInterrupt):
        store.save(CHANGE)
    store._database = database
    assert not database.in_transaction
    store.write_text()
    assert len((folder / CITATIONS).read_text().splitlines()) == (1 if word == "BEGIN IMMEDIATE" else 2)


def test_one_refresh_at_a_time(folder: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from pubtrack.store import Store\n"
        "with Store(Path(sys.argv[1])) as store, store.refreshing():\n    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    holder = subprocess.Popen([sys.executable, "-c", script, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdin is not None
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with Store(folder) as store:
        with pytest.raises(RefreshRunning, match="another refresh"), store.refreshing():
            raise AssertionError("both hold it")
        holder.communicate("")
        with store.refreshing():
            pass
        with store.refreshing():
            pass


def test_a_lock_that_cannot_be_made_is_said(store: Store, folder: Path) -> None:
    (folder / "refresh.lock").mkdir()
    with pytest.raises(StoreUnusable, match="locked"), store.refreshing():
        pass


def test_a_failure_while_the_lock_is_held_is_its_own(store: Store) -> None:
    from filelock import Timeout

    with pytest.raises(Timeout), store.refreshing():
        raise Timeout("another.lock")
    with store.refreshing():
        pass


# ---------------------------------------------------------------- how runs went


def test_the_last_run_is_the_last_one_although_the_clock_once_ran_ahead(store: Store) -> None:
    store.record_run(MONDAY - timedelta(days=1), MONDAY - timedelta(days=1), "done", "")
    store.record_run(MONDAY + timedelta(days=400), None, "running", "arxiv")
    store.record_run(MONDAY, MONDAY, "failed", "")
    assert [one.started for one in store.runs()] == [MONDAY, MONDAY - timedelta(days=1)]


# ---------------------------------------------------------------- the archive of answers


def test_the_archive_may_be_spoiled_or_gone(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    from pubtrack.http import Reply

    reply = Reply(status=200, headers={}, body=b"<feed/>", url="https://example.org/", at=MONDAY)
    caplog.set_level("INFO", "pubtrack")
    folder.mkdir()
    path = folder / "answers.sqlite3"
    for spoil in (lambda: None, path.unlink, lambda: path.write_text("Dear diary")):
        spoil()
        Answers(path).keep("arxiv", "https://example.org/", reply)
    assert "archive" in caplog.text
    shutil.rmtree(folder)
    Answers(path).keep("arxiv", "https://example.org/", reply)
