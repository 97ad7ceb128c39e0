"""What is worth a commit: tables, and one rule that always holds."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.schedule.github.changes import Changed, compare, message
from pubtrack.store.text_files import CountRow, IdentityRow

DAY = date(2026, 11, 25)
COUNT: CountRow = ("2026-11-23", "openalex", "W1", 4, "observed")
TRUE: IdentityRow = ("wu2024loongserve", "openalex", "W1", 1, "machine", "2026-11-23", "2026-11-23")
TRUE_LATER: IdentityRow = (*TRUE[:6], "2026-11-25")
KEY: IdentityRow = ("wu2024loongserve", "list", "arxiv:2404.09526", 1, "machine", "2026-11-23", "2026-11-23")


def changed(before: list[CountRow | IdentityRow], after: list[CountRow | IdentityRow]) -> Changed:
    def counts(rows: list[CountRow | IdentityRow]) -> list[CountRow]:
        return [row for row in rows if len(row) == 5]

    def identities(rows: list[CountRow | IdentityRow]) -> list[IdentityRow]:
        return [row for row in rows if len(row) == 7]

    return compare((counts(before), counts(after)), (identities(before), identities(after)))


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        pytest.param([], [], Changed(), id="nothing at all"),
        pytest.param([COUNT, TRUE], [COUNT, TRUE], Changed(), id="the same"),
        pytest.param([TRUE], [TRUE_LATER], Changed(), id="only seen again"),
        pytest.param([COUNT, TRUE], [TRUE, COUNT, COUNT], Changed(), id="another order, doubled by a merge"),
        pytest.param([COUNT, (*COUNT[:3], 3, "observed")], [COUNT], Changed(), id="the smaller of two numbers of one day goes"),
        pytest.param([], [COUNT], Changed(counts=1), id="a first count"),
        pytest.param([COUNT], [(*COUNT[:3], 5, "observed")], Changed(counts=1), id="another number on the same day"),
        pytest.param([COUNT], [COUNT, (*COUNT[:4], "backfilled")], Changed(counts=1), id="a filled-in count beside an observed one"),
        pytest.param([], [(*COUNT[:3], 0, "observed")], Changed(counts=1), id="a zero is a count"),
        pytest.param([], [TRUE, KEY], Changed(records=1, keys=1), id="a new record and a new key"),
        pytest.param([TRUE], [(*TRUE[:3], 0, *TRUE[4:])], Changed(decisions=1), id="yes becomes no"),
        pytest.param([TRUE], [(*TRUE[:4], "person", *TRUE[5:])], Changed(decisions=1), id="a person says so too"),
        pytest.param([TRUE], [(*TRUE[:5], "2026-11-01", TRUE[6])], Changed(decisions=1), id="known since an earlier day"),
        pytest.param([], [KEY, (*KEY[:2], "title:loongserve", *KEY[3:])], Changed(keys=1), id="two things remembered of one key"),
        pytest.param([COUNT, TRUE], [], Changed(gone=2), id="rows that went"),
        pytest.param([], [("cited:wu2024loongserve", *TRUE[1:])], Changed(citing=1), id="a citing work"),
        pytest.param([], [("noticed:wu2024loongserve", *TRUE[1:])], Changed(notices=1), id="something noticed"),
        pytest.param([], [("told:digest", *TRUE[1:])], Changed(), id="what was told alone"),
        pytest.param([], [("cited:wu2024loongserve", "openalex", "*", *TRUE[3:])], Changed(), id="how far a list was read alone"),
    ],
)
def test_what_is_a_change(before: list[CountRow | IdentityRow], after: list[CountRow | IdentityRow], found: Changed) -> None:
    assert changed(before, after) == found
    assert bool(found) is (found != Changed())


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Changed(counts=3, records=1), "Citations of 2026-11-25: 3 counts, 1 new record"),
        (Changed(counts=1), "Citations of 2026-11-25: 1 count"),
        (Changed(decisions=2, keys=1), "Citations of 2026-11-25: 2 changed decisions, 1 key"),
        (Changed(citing=12, notices=1), "Citations of 2026-11-25: 12 citing works, 1 notice"),
        (Changed(gone=1), "Citations of 2026-11-25: 1 row gone"),
        (Changed(), "Citations of 2026-11-25: nothing new"),
    ],
)
def test_what_a_commit_says(found: Changed, said: str) -> None:
    assert message(found, DAY) == said


DAYS = st.integers(1, 9).map(lambda number: f"2026-11-0{number}")
COUNTS = st.lists(st.tuples(DAYS, st.just("s"), st.sampled_from("ab"), st.integers(0, 9), st.just("observed")), max_size=5)


@given(COUNTS, COUNTS)
def test_a_change_is_seen_from_both_sides_and_none_from_itself(before: list[CountRow], after: list[CountRow]) -> None:
    assert not compare((before, before), ([], []))
    assert bool(compare((before, after), ([], []))) is bool(compare((after, before), ([], [])))
    assert not compare((before, [*reversed(before), *before]), ([], []))
