"""A cache folder that version 0.1 left behind is read without loss, and says what it said; see `tests/fixtures/cache-0.1`.

It was made in seven days of refreshing against the services of `tests/world`: a zero of one day, a fall that was said again, a sudden
rise that was not, a word of the person, works that cite. `shown.json` is what version 0.1 showed on the eighth day.
"""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import MONDAY
from tests.e2e.reading import assert_calm, known
from tests.world import Cli, World

BEFORE = Path(__file__).resolve().parents[1] / "fixtures" / "cache-0.1"
EIGHTH_DAY = MONDAY + timedelta(days=7)
KEPT = {
    "everything": ("citations.csv", "identities.csv", "ledger.sqlite3"),
    "the text files": ("citations.csv", "identities.csv"),
    "the ledger": ("ledger.sqlite3",),
}


@pytest.fixture(params=KEPT)
def older(request: pytest.FixtureRequest, cli: Cli, world: World) -> Cli:
    world.moves_to(EIGHTH_DAY)
    shutil.copy(BEFORE / "publications.yaml", cli.folder)
    cache = cli.folder / "cache"
    cache.mkdir()
    for name in KEPT[request.param]:
        if name == "ledger.sqlite3":
            with closing(sqlite3.connect(cache / name)) as database:
                database.executescript((BEFORE / "ledger.sql").read_text("utf-8"))
        else:
            shutil.copy(BEFORE / name, cache)
    return cli


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def test_what_was_shown_is_shown(older: Cli) -> None:
    wanted: dict[str, dict[str, dict[str, Any]]] = json.loads((BEFORE / "shown.json").read_text("utf-8"))
    said = known(older).said["publications"]
    assert {one["key"] for one in said} == set(wanted)
    for one in said:
        for source, shown in wanted[one["key"]].items():
            assert {name: one["citations"][source][name] for name in shown} == shown, (one["key"], source)


def test_every_row_is_within_a_run_of_its_number(older: Cli) -> None:
    assert known(older).code == 0
    runs = list(rows(older.folder / "cache" / "citations.csv"))
    for row in rows(BEFORE / "citations.csv"):
        same = [one for one in runs if all(one[name] == row[name] for name in ("source", "source_id", "citations", "kind"))]
        assert any(one["first_seen"][:10] <= row["date"] <= one["last_seen"][:10] for one in same), row


def test_every_decision_stays_and_who_cites_has_a_file_of_its_own(older: Cli) -> None:
    assert known(older).code == 0
    cache = older.folder / "cache"
    place = ("publication", "source", "source_id")
    held = {tuple(row[name] for name in place): (row["is_it"], row["by"]) for row in rows(cache / "identities.csv")}
    citing = {tuple(row[name] for name in place): row["cites"] for row in rows(cache / "citing.csv")}
    for row in rows(BEFORE / "identities.csv"):
        if row["publication"].startswith("cited:"):
            assert citing[row["publication"].removeprefix("cited:"), row["source"], row["source_id"]] == row["is_it"]
        else:
            assert held[tuple(row[name] for name in place)] == (row["is_it"], row["by"])
    assert not [key for key, *_ in held if key.startswith("cited:")]


def test_it_goes_on_from_there(older: Cli, world: World) -> None:
    world.shengyu_liu()
    done = older("refresh", at=EIGHTH_DAY + timedelta(minutes=20))
    assert_calm(done)
    assert done.code == 0
    with closing(sqlite3.connect(older.folder / "cache" / "ledger.sqlite3")) as database:
        (version,) = database.execute("PRAGMA user_version").fetchone()
    assert version > 4, "an older pubtrack refuses it"
    firsts = [datetime.fromisoformat(row["first_seen"]) for row in rows(older.folder / "cache" / "citations.csv")]
    assert firsts == sorted(firsts, key=lambda one: one.isoformat())


def test_rows_of_before_that_a_merge_brings_beside_those_of_today_are_taken_in(older: Cli) -> None:
    assert known(older).code == 0
    before = older.read("cache/citations.csv")
    header, *old = (BEFORE / "citations.csv").read_text("utf-8").splitlines(keepends=True)
    merged = "".join([before, header, *old])
    (older.folder / "cache" / "citations.csv").write_text(merged, "utf-8")
    assert known(older).code == 0
    assert older.read("cache/citations.csv") == before
