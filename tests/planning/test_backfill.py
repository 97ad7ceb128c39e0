"""What old files add to the series: their day, whose they are, and only what was not known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.errors import ImportRefused
from pubtrack.model.count import Count, CountKind
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Person
from pubtrack.planning import backfill
from pubtrack.planning.backfill import DatedDump
from pubtrack.sources.files.count_files import parse
from tests.sources.count_files import USER, al_folio, badge, gs_data

START = date(2030, 1, 1)
SCHOLAR = "google_scholar"
PLACE = (SCHOLAR, f"{USER}:x")
ADA = Person(name="Ada Example", google_scholar=USER)


def day(number: int) -> date:
    return START + timedelta(days=number)


def count(on: int, citations: int, kind: CountKind = "observed") -> Count:
    return Count.at(day(on), source=PLACE[0], source_id=PLACE[1], citations=citations, kind=kind)


def added(numbers: Mapping[int, int], *existing: Count) -> list[tuple[int, int]]:
    found = backfill.fill({PLACE: {day(on): number for on, number in numbers.items()}}, existing)
    assert all(one.kind == "backfilled" for one in found.counts)
    return [((one.day - START).days, one.citations) for one in found.counts]


@pytest.mark.parametrize(
    ("numbers", "existing", "expected"),
    [
        ({0: 3, 7: 3, 14: 5}, [], [(0, 3), (14, 5)]),
        ({0: 0}, [], [(0, 0)]),
        ({0: 3}, [count(0, 3)], []),
        ({0: 4}, [count(0, 3)], []),  # what was observed on that day stays
        ({5: 3}, [count(0, 3)], []),
        ({5: 4}, [count(0, 3), count(9, 6)], [(5, 4)]),
        ({0: 3, 7: 4}, [count(0, 3, "backfilled")], [(7, 4)]),
        ({0: 3}, [count(9, 6)], [(0, 3)]),
    ],
)
def test_only_what_is_new_is_added(numbers: dict[int, int], existing: list[Count], expected: list[tuple[int, int]]) -> None:
    assert added(numbers, *existing) == expected


def test_an_odd_number_that_nobody_repeats_is_left_out() -> None:
    assert added({0: 40, 7: 0, 14: 41}) == [(0, 40), (14, 41)]
    assert added({0: 40, 7: 0, 14: 0}) == [(0, 40), (7, 0)]


@given(
    st.dictionaries(st.integers(0, 60), st.integers(0, 300), max_size=10),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 300), st.sampled_from(["observed", "backfilled"])), max_size=8),
)
def test_a_second_time_adds_nothing(numbers: dict[int, int], known: list[tuple[int, int, CountKind]]) -> None:
    existing = list({(on, kind): count(on, number, kind) for on, number, kind in known}.values())
    file_numbers = {PLACE: {day(on): number for on, number in numbers.items()}}
    first = backfill.fill(file_numbers, existing)
    days = [one.day for one in existing]
    assert not {one.day for one in first.counts} & set(days)
    assert backfill.fill(file_numbers, [*existing, *first.counts]).counts == ()


# ---------------------------------------------------------------- days and owners


@pytest.mark.parametrize(
    ("named", "committed", "given_day", "expected"),
    [
        ("2030-01-03", 9, None, day(2)),
        (None, 9, None, day(9)),
        ("2030-01-11", 9, None, day(10)),  # beyond midnight in another zone
        ("2030-02-11", 9, None, day(9)),  # nobody commits what will be counted later
        (None, None, day(4), day(4)),
        ("2030-01-03", None, day(4), day(2)),
    ],
)
def test_of_which_day_it_is(named: str | None, committed: int | None, given_day: date | None, expected: date) -> None:
    at = datetime(2030, 1, 1, 9, tzinfo=UTC) + timedelta(days=committed) if committed is not None else None
    assert backfill.day_of(parse(al_folio({"x": 3}, named)), at, given_day, day(30)) == expected


def test_a_day_to_come_or_none_at_all_is_refused() -> None:
    with pytest.raises(ImportRefused, match="future"):
        backfill.day_of(parse(al_folio({"x": 3}, "2030-02-11")), None, None, day(30))
    with pytest.raises(ImportRefused, match="--date"):
        backfill.day_of(parse(badge("3")), None, None, day(30))


def test_whose_it_is() -> None:
    ours, theirs = parse(gs_data({"x": 3})), parse(al_folio({"x": 3}, user="BBBBBBBBBBBJ"))
    unnamed = Person(name="Ada Example")
    assert backfill.owner(ours, [ADA], ()) == ADA
    assert backfill.owner(ours, [unnamed], ()) == unnamed
    assert backfill.owner(theirs, [ADA], ()) is None
    assert backfill.owner(theirs, [unnamed], ()) is None
    remembered = Identity(
        publication="person:Ada Example", source=SCHOLAR, source_id="BBBBBBBBBBBJ", is_it=True, by="person", since=START, last_seen=START
    )
    assert backfill.owner(theirs, [unnamed], [remembered]) == unnamed


def test_a_badge_is_somebodys_only_where_the_list_has_one_profile() -> None:
    found = parse(badge("59"))
    assert backfill.owner(found, [ADA], ()) == ADA
    assert backfill.owner(found, [Person(name="Ada Example")], ()) is None
    assert backfill.owner(found, [ADA, Person(name="Bob", google_scholar="BBBBBBBBBBBJ")], ()) is None


# ---------------------------------------------------------------- what they say together


def test_of_one_day_the_last_version_is_heard() -> None:
    morning, evening = (datetime(2030, 1, 7, hour, tzinfo=UTC) for hour in (8, 20))
    versions = [
        DatedDump(dump=parse(al_folio({"x": number})), day=day(6), at=at, person=ADA) for number, at in ((5, evening), (4, morning))
    ]
    assert backfill.file_numbers(versions, ()).numbers == {PLACE: {day(6): 5}}


def test_a_profiles_numbers_and_its_years_are_told_each_under_its_name() -> None:
    dump = parse(gs_data({"x": 3}, citedby=69, hindex=3, cites_per_year={"2028": 19, "2029": 40}))
    file_numbers = backfill.file_numbers([DatedDump(dump=dump, day=day(6), person=ADA)], ()).numbers
    assert file_numbers[SCHOLAR, f"{USER}#h_index"] == {day(6): 3}
    assert file_numbers[SCHOLAR, f"{USER}#citations"] == {date(2028, 12, 31): 29, date(2029, 12, 31): 69, day(6): 69}


def test_rows_of_another_profile_in_the_file_are_left_out() -> None:
    mixed = parse(al_folio({"x": 3, "y": 4}) + b"  BBBBBBBBBBBJ:z:\n    citations: 5\n    title: t\n")
    assert set(backfill.file_numbers([DatedDump(dump=mixed, day=day(6), person=ADA)], ()).rows) == {f"{USER}:x", f"{USER}:y"}


def test_the_own_file_tells_only_of_what_is_known() -> None:
    own = parse(b"date,source,source_id,citations,kind\n2030-01-02,openalex,W1,4,observed\n2030-01-02,openalex,W2,9,observed\n")
    file_numbers = backfill.file_numbers([DatedDump(dump=own, day=day(6))], [("openalex", "W1")])
    assert file_numbers.numbers == {("openalex", "W1"): {day(1): 4}}
