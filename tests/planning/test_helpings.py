"""All that goes by ids at once, and a few titles at a time, in the order in which they teach and spare most."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from pubtrack.model.answer import Wanted
from pubtrack.model.publication import Publication
from pubtrack.planning.helpings import IDS_ENOUGH, TITLES, helping, is_searched, patient_helping


def titles(count: int, **more: object) -> list[Wanted]:
    return [Wanted(publication=Publication(key=f"t{number}", title="x"), **more) for number in range(count)]  # type: ignore[arg-type]  # fields of Wanted


def by_id(count: int, scheme: str = "doi") -> list[Wanted]:
    return [Wanted(publication=Publication(key=f"i{number}", title="x"), ids={scheme: (f"10.1/{number}",)}) for number in range(count)]


def keys(found: Collection[Wanted]) -> list[str]:
    return [one.publication.key for one in found]


def helped(source: str, wanted: list[Wanted], *, settled: Collection[str] = (), asked: Collection[str] = ()) -> list[str]:
    return keys(helping(source, wanted, is_settled=lambda key: key in settled, was_asked=lambda key: key in asked))


def patient(wanted: list[Wanted], *, settled: Collection[str] = (), is_first: bool = False) -> list[str]:
    found = patient_helping("openalex", wanted, is_settled=lambda key: key in settled, was_asked=lambda key: False, is_first=is_first)
    return keys(found)


@pytest.mark.parametrize(
    ("source", "scheme", "searched"),
    [
        ("arxiv", "arxiv", False),
        ("arxiv", "doi", True),
        ("crossref", "doi", False),
        ("crossref", "arxiv", True),
        ("openalex", "arxiv", False),
        ("openalex", "openalex", False),
        ("semantic_scholar", "doi", False),
        ("dblp", "dblp", True),
        ("dblp", "doi", True),
        ("google_scholar", "doi", False),
        ("somebody_elses", "other", False),
    ],
)
def test_what_has_no_id_that_a_source_takes_is_searched_for(source: str, scheme: str, searched: bool) -> None:
    assert is_searched(source, by_id(1, scheme)[0]) is searched


def test_who_is_asked_by_ids_only_is_never_searched_for() -> None:
    assert not is_searched("openalex", titles(1, by_text=False)[0])


@pytest.mark.parametrize("source", ["arxiv", "openalex", "semantic_scholar", "crossref", "dblp"])
def test_a_few_titles_are_one_helping(source: str) -> None:
    assert helped(source, titles(TITLES)) == keys(titles(TITLES))


def test_ids_go_together_however_many_and_titles_a_few_at_a_time() -> None:
    found = helped("semantic_scholar", [*titles(50), *by_id(300)])
    assert (found[:300], len(found)) == (keys(by_id(300)), 300 + TITLES)


def test_what_nobody_else_tells_an_id_of_comes_first_then_they_meet_in_the_middle() -> None:
    assert helped("arxiv", titles(30), settled=("t20", "t7"))[:4] == ["t7", "t20", "t0", "t1"]
    assert helped("semantic_scholar", titles(30), settled=("t20", "t7"))[:4] == ["t7", "t20", "t29", "t28"]
    assert helped("dblp", titles(30))[:2] == ["t29", "t28"]


def test_what_was_never_asked_comes_before_what_was() -> None:
    everything = keys(titles(30))
    assert helped("arxiv", titles(30), asked=everything[:25])[:6] == ["t25", "t26", "t27", "t28", "t29", "t0"]
    assert helped("crossref", titles(30), asked=everything[1:], settled=everything[5:])[0] == "t0"


def test_a_source_of_others_is_asked_everything_at_once() -> None:
    assert helped("somebody_elses", titles(99)) == keys(titles(99))


def test_a_dear_search_waits_while_somebody_may_tell_an_id() -> None:
    assert patient(titles(5)) == []
    assert patient(titles(5), settled=("t3",)) == ["t3"]
    assert patient([*titles(5), *by_id(3)], is_first=True) == ["i0", "i1", "i2"]
    assert patient([*titles(5), *by_id(3)], settled=("t3",)) == ["t3"]
    assert len(patient([*titles(5), *by_id(IDS_ENOUGH)])) == IDS_ENOUGH
    assert patient([*titles(2), *by_id(2)], settled=("t0", "t1", "i0", "i1")) == ["i0", "i1", "t0", "t1"]
