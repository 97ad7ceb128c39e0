"""A damaged ledger is set aside with what can still be read of it, or stays where it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pubtrack.errors import StoreUnusable
from pubtrack.model.count import Change, Count
from pubtrack.store import Store
from pubtrack.store.salvage import set_aside

TODAY = date(2030, 1, 7)
COUNT = Count.at(TODAY, "openalex", "W1", 4)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    with Store(tmp_path / "cache") as store:
        store.save(Change(counts=(COUNT,)))
    return tmp_path / "cache" / "ledger.sqlite3"


def test_what_the_ledger_alone_knew_is_taken_along(ledger: Path) -> None:
    aside = set_aside(ledger, TODAY)
    assert aside.name == "ledger.sqlite3.damaged-2030-01-07"
    with Store(ledger.parent) as store:
        assert store.counts() == (COUNT,)


def test_where_it_cannot_be_set_aside_it_stays_as_it_is(ledger: Path) -> None:
    before = ledger.read_bytes()
    (ledger.parent / ".ledger.sqlite3.new.tmp").mkdir()
    with pytest.raises(StoreUnusable, match="cannot be set aside") as refused:
        set_aside(ledger, TODAY)
    assert str(ledger) in str(refused.value)
    assert ledger.read_bytes() == before


def test_of_no_database_nothing_is_taken_along(ledger: Path) -> None:
    ledger.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    set_aside(ledger, TODAY)
    with Store(ledger.parent) as store:
        assert store.counts() == ()
