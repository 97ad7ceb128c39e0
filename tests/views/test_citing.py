"""Who cites, newest first."""

from __future__ import annotations

from datetime import date

import pytest

from pubtrack.model.identity import CitingWork
from pubtrack.model.publication import Person, Publication
from pubtrack.model.record import PartialDate, Record
from pubtrack.views.citing import cited, newest_first

MONDAY, TUESDAY, WEDNESDAY = date(2030, 1, 7), date(2030, 1, 8), date(2030, 1, 9)


def work(
    name: str, seen: date = MONDAY, *, publication: str = "a", authors: tuple[str, ...] = (), known: bool = True, **dates: object
) -> CitingWork:
    record = Record(source="openalex", source_id=name, title=name, authors=authors, **dates) if known else None  # type: ignore[arg-type]  # as given
    return CitingWork(publication=publication, work=f"openalex:{name}", first_seen=seen, is_news=seen > MONDAY, record=record)


@pytest.mark.parametrize(
    ("works", "order"),
    [
        ([work("W1", year=2028), work("W2", year=2029), work("W3", known=False)], "W2 W1 W3"),
        ([work("W1", year=2029), work("W2", TUESDAY, year=2001), work("W3", WEDNESDAY)], "W3 W2 W1"),
        (
            [work("W1", year=2029), work("W2", first_version_on=date(2029, 3, 1)), work("W3", online_on=PartialDate(year=2029, month=2))],
            "W2 W3 W1",
        ),
        ([work("W1", printed_on=PartialDate(year=2029, month=5, day=2)), work("W2", printed_on=PartialDate(year=2029, month=5))], "W1 W2"),
        ([work("W1", year=2030, online_on=PartialDate(year=2029)), work("W2", year=2030)], "W2 W1"),
    ],
)
def test_what_is_news_comes_first_and_then_what_appeared_last(works: list[CitingWork], order: str) -> None:
    for given in (works, works[::-1]):
        assert [one.work.removeprefix("openalex:") for one in newest_first(given, ())] == order.split()


def test_each_publication_has_its_own_and_those_without_any_are_there() -> None:
    ada = Person(name="Ada Example")
    works = [
        work("W1", authors=("Ada Example",)),
        work("W2", TUESDAY),
        work("W2", publication="b", known=False),
        work("W9", publication="gone"),
    ]
    first, second, third = cited([Publication(key=key, title=key) for key in "abc"], works, [ada])
    assert (first.key, len(first.works), first.news, first.self_citations, first.since) == ("a", 2, 1, 1, MONDAY)
    assert (second.without_details, second.since) == (1, MONDAY)
    assert (third.works, third.since, third.news) == ((), None, 0)
