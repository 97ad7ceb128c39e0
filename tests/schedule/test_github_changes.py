"""What is worth a commit: tables, and one rule that always holds."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.schedule.github.changes import Changed, compare, message
from pubtrack.store.day_rows import RunRow
from pubtrack.store.sql import NOTES
from pubtrack.store.text_files import IdentityRow
from pubtrack.store.text_folder import TextRows

DAY = date(2026, 11, 25)
SUN, MON, TUE, WED = (f"2026-11-{number}T09:00:00Z" for number in (22, 23, 24, 25))
LATER_ON_MON = "2026-11-23T15:00:00Z"
COUNT: RunRow = (MON, MON, "openalex", "W1", 4, "observed")
TRUE: IdentityRow = ("wu2024loongserve", "openalex", "W1", 1, "machine", "2026-11-23", MON, "2026-11-23")
TRUE_LATER: IdentityRow = (*TRUE[:7], "2026-11-25")
KEY: IdentityRow = ("wu2024loongserve", "list", "arxiv:2404.09526", 1, "machine", "2026-11-23", MON, "2026-11-23")
Rows = list[RunRow | IdentityRow]


def run(first: str, last: str, citations: int, source_id: str = "W1") -> RunRow:
    return (first, last, "openalex", source_id, citations, "observed")


def text(rows: Rows) -> TextRows:
    known = [row for row in rows if len(row) == 8]
    return TextRows(
        [row for row in rows if len(row) == 6],
        [row for row in known if not row[0].startswith(NOTES)],
        [row for row in known if row[0].startswith(NOTES)],
    )


HUNDRED = run(SUN, MON, 100)


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        pytest.param([], [], Changed(), id="nothing at all"),
        pytest.param([COUNT, TRUE], [COUNT, TRUE], Changed(), id="the same"),
        pytest.param([TRUE], [TRUE_LATER], Changed(), id="only seen again"),
        pytest.param([COUNT, TRUE], [TRUE, COUNT, COUNT], Changed(), id="another order, doubled by a merge"),
        pytest.param([COUNT], [run(MON, WED, 4)], Changed(), id="a run that is merely longer"),
        pytest.param([COUNT], [run(SUN, MON, 4)], Changed(), id="a run that began earlier elsewhere"),
        pytest.param([COUNT], [COUNT, run(MON, TUE, 4), run(TUE, WED, 4)], Changed(), id="longer in pieces that touch"),
        pytest.param([run(SUN, MON, 4), run(TUE, WED, 4)], [run(SUN, WED, 4)], Changed(), id="two runs with nothing between become one"),
        pytest.param([], [COUNT], Changed(counts=1), id="a first count"),
        pytest.param([COUNT], [COUNT, run(TUE, TUE, 5)], Changed(counts=1), id="another number on another day"),
        pytest.param([COUNT], [COUNT, run(LATER_ON_MON, LATER_ON_MON, 5)], Changed(counts=1), id="another number on the same day"),
        pytest.param([COUNT], [run(MON, WED, 4), run(TUE, TUE, 0)], Changed(counts=1), id="an odd one within a run that grew"),
        pytest.param([COUNT], [COUNT, (*COUNT[:5], "backfilled")], Changed(counts=1), id="a filled-in count beside an observed one"),
        pytest.param([], [run(MON, MON, 0)], Changed(counts=1), id="a zero is a count"),
        pytest.param(
            [run(SUN, SUN, 4), run(MON, MON, 5)],
            [run(SUN, SUN, 4), run(MON, MON, 5), run(TUE, TUE, 4)],
            Changed(counts=1),
            id="back to an earlier number",
        ),
        pytest.param(
            [HUNDRED, run(TUE, TUE, 0)], [HUNDRED, run(TUE, WED, 0)], Changed(confirmed=1), id="a suspect number said again a day later"
        ),
        pytest.param(
            [HUNDRED, run(TUE, TUE, 900)], [HUNDRED, run(TUE, WED, 900)], Changed(confirmed=1), id="a suspect rise said again a day later"
        ),
        pytest.param(
            [HUNDRED, run(TUE, TUE, 0)],
            [HUNDRED, run(TUE, "2026-11-24T20:00:00Z", 0)],
            Changed(),
            id="a suspect number said again too soon",
        ),
        pytest.param([HUNDRED, run(TUE, TUE, 0)], [HUNDRED, run(TUE, TUE, 0)], Changed(), id="a suspect number that still waits"),
        pytest.param([HUNDRED], [HUNDRED, run(TUE, TUE, 0)], Changed(counts=1), id="a number that is suspect"),
        pytest.param(
            [HUNDRED, run(TUE, TUE, 30)],
            [HUNDRED, run(TUE, TUE, 30), run(WED, WED, 31)],
            Changed(counts=1, confirmed=1),
            id="a suspect number confirmed by one near it",
        ),
        pytest.param([HUNDRED, run(TUE, TUE, 0)], [run(SUN, WED, 100), run(TUE, TUE, 0)], Changed(), id="a suspect number that was none"),
        pytest.param([], [TRUE, KEY], Changed(records=1, keys=1), id="a new record and a new key"),
        pytest.param([TRUE], [(*TRUE[:3], 0, *TRUE[4:])], Changed(decisions=1), id="yes becomes no"),
        pytest.param([TRUE], [(*TRUE[:4], "person", *TRUE[5:])], Changed(decisions=1), id="a person says so too"),
        pytest.param([TRUE], [(*TRUE[:5], "2026-11-01", *TRUE[6:])], Changed(decisions=1), id="known since an earlier day"),
        pytest.param([TRUE], [(*TRUE[:6], WED, TRUE[7])], Changed(), id="the same word, given at another moment"),
        pytest.param([], [KEY, (*KEY[:2], "title:loongserve", *KEY[3:])], Changed(keys=1), id="two things remembered of one key"),
        pytest.param([COUNT, TRUE], [], Changed(gone=2), id="rows that went"),
        pytest.param([COUNT, run(TUE, TUE, 5)], [COUNT], Changed(gone=1), id="a number that went"),
        pytest.param([], [("cited:wu2024loongserve", *TRUE[1:])], Changed(citing=1), id="a citing work"),
        pytest.param([], [("noticed:wu2024loongserve", *TRUE[1:])], Changed(notices=1), id="something noticed"),
        pytest.param([], [("told:digest", *TRUE[1:])], Changed(), id="what was told alone"),
        pytest.param([], [("cited:wu2024loongserve", "openalex", "*", *TRUE[3:])], Changed(), id="how far a list was read alone"),
    ],
)
def test_what_is_a_change(before: Rows, after: Rows, found: Changed) -> None:
    assert compare(text(before), text(after)) == found
    assert bool(found) is (found != Changed())


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Changed(counts=3, records=1), "Citations of 2026-11-25: 3 counts, 1 new record"),
        (Changed(counts=1), "Citations of 2026-11-25: 1 count"),
        (Changed(confirmed=2), "Citations of 2026-11-25: 2 counts confirmed"),
        (Changed(counts=2, confirmed=1), "Citations of 2026-11-25: 2 counts, 1 count confirmed"),
        (Changed(decisions=2, keys=1), "Citations of 2026-11-25: 2 changed decisions, 1 key"),
        (Changed(citing=12, notices=1), "Citations of 2026-11-25: 12 citing works, 1 notice"),
        (Changed(gone=1), "Citations of 2026-11-25: 1 row gone"),
        (Changed(), "Citations of 2026-11-25: nothing new"),
    ],
)
def test_what_a_commit_says(found: Changed, said: str) -> None:
    assert message(found, DAY) == said


def _run(drawn: tuple[int, int, str, int]) -> RunRow:
    first, length, source_id, citations = drawn
    return run(f"2026-11-0{first}T09:00:00Z", f"2026-11-{first + length:02}T09:00:00Z", citations, source_id)


RUNS = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 5), st.sampled_from("ab"), st.integers(0, 9)).map(_run), max_size=5)


@given(RUNS, RUNS)
def test_a_number_is_new_or_gone_seen_from_both_sides_and_none_is_from_itself(before: list[RunRow], after: list[RunRow]) -> None:
    assert not compare(text([*before]), text([*before]))
    there, back = compare(text([*before]), text([*after])), compare(text([*after]), text([*before]))
    assert (there.counts, there.gone) == (back.gone, back.counts)
    assert not compare(text([*before]), text([*reversed(before), *before]))
