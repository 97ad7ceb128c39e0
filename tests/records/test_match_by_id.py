"""What an identifier settles, and when it is doubted all the same."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pubtrack.model.publication import Publication, Venue
from pubtrack.model.record import Record, WorkType
from pubtrack.records import match
from pubtrack.records.match import IdsAndTitles
from tests.records.test_match import AUTHORS, TITLE, publication

ARXIV, DOI = "2404.09526", "10.1145/3694715.3695948"
OURS = publication(arxiv=ARXIV, doi=DOI)
RENAMED = "Wholly Renamed Work on Another Matter"


def record(source: str = "openalex", source_id: str = "W1", **more: object) -> Record:
    fields: dict[str, object] = {"title": RENAMED, "authors": AUTHORS, "source_id": source_id, "source": source, "year": 2024} | more
    return Record(**fields)  # type: ignore[arg-type]  # any field of it


def verdict(offered: Record, listed: Publication = OURS, known: IdsAndTitles = match.NO_IDS_OR_TITLES) -> str:
    return match.judge(listed, offered, known=known).verdict


# ---------------------------------------------------------------- what counts as an id in common


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"ids": {"arxiv": (ARXIV,)}}, id="arXiv"),
        pytest.param({"ids": {"doi": (DOI.upper(),)}}, id="DOI in capitals"),
        pytest.param({"ids": {"doi": (f"10.48550/arXiv.{ARXIV}",)}}, id="arXiv's own DOI"),
        pytest.param({"ids": {"doi": ("10.1/other", DOI)}}, id="one of several"),
        pytest.param({"versions": {"doi": (DOI,)}}, id="a version names it"),
    ],
)
def test_an_id_of_the_record_settles(more: Mapping[str, object]) -> None:
    assert verdict(record(**more)) == "certain"
    assert verdict(record()) == "no"


@pytest.mark.parametrize(
    ("known", "offered"),
    [
        pytest.param(IdsAndTitles(ids={"openalex": ("W1",)}), record(), id="its own id"),
        pytest.param(IdsAndTitles(ids={"openalex": ("W9",)}), record(aliases=("W9",)), id="an id that leads there"),
        pytest.param(IdsAndTitles(ids={"doi": ("10.1/learnt",)}), record(ids={"doi": ("10.1/learnt",)}), id="a DOI"),
        pytest.param(
            IdsAndTitles(ids={"dblp": ("conf/sosp/WuLZSLJ24",)}), record(ids={"dblp": ("conf/sosp/WuLZSLJ24",)}), id="another source's id"
        ),
    ],
)
def test_an_id_that_was_learnt_settles(known: IdsAndTitles, offered: Record) -> None:
    assert verdict(offered, publication(), known) == "certain"
    assert verdict(offered, publication()) == "no"


def test_an_id_of_another_source_is_no_id_of_this_one() -> None:
    assert verdict(record(source_id="1"), publication(), IdsAndTitles(ids={"dblp": ("1",)})) == "no"


def test_what_the_list_names_is_followed_where_it_was_merged() -> None:
    named = publication(ids={"openalex": ("W9",)})
    assert verdict(record(aliases=("W9",)), named) == "certain"


# ---------------------------------------------------------------- titles learnt


def test_a_title_that_another_record_bears_counts_as_the_title() -> None:
    known = IdsAndTitles(titles=(RENAMED,))
    assert verdict(record(), publication()) == "no"
    assert verdict(record(), publication(), known) == "certain"
    assert verdict(record(authors=("A Nobody",)), publication(), known) == "no"


# ---------------------------------------------------------------- doubts


@pytest.mark.parametrize(
    ("title", "authors", "expected"),
    [
        pytest.param(RENAMED, AUTHORS, "certain", id="retitled"),
        pytest.param(TITLE, ("A Nobody", "B Else"), "certain", id="other authors"),
        pytest.param(RENAMED, ("A Nobody", "B Else"), "doubtful", id="all is another"),
        pytest.param(RENAMED, (), "doubtful", id="another title and nothing else to compare"),
        pytest.param("分散システムの検証", ("高橋健太",), "certain", id="in another script nothing can be compared"),
        pytest.param(f"RETRACTED: {TITLE}", (), "certain", id="the work itself, marked as retracted"),
    ],
)
def test_title_and_authors_may_contradict_an_id(title: str, authors: tuple[str, ...], expected: str) -> None:
    assert match.judge(OURS, record(title=title, authors=authors), by_id=True).verdict == expected


@pytest.mark.parametrize("kind", ["erratum", "retraction", "comment", "dataset", "peer_review"])
def test_a_record_of_another_kind_is_doubted_under_an_id_of_the_work(kind: WorkType) -> None:
    judgement = match.judge(OURS, record(title=TITLE, type=kind), by_id=True)
    assert judgement.verdict == "doubtful"
    assert judgement.reason.startswith("the id is the same, but this is ")


@pytest.mark.parametrize(
    "title", ["Author Correction: {}", "Data from: {}", "Comment on “{}”", "Retraction Note: {}", "Decision letter: {}", "{} (reply)"]
)
def test_a_title_may_tell_the_kind_under_an_id(title: str) -> None:
    assert match.judge(OURS, record(title=title.format(TITLE)), by_id=True).verdict == "doubtful"
    listed = publication(title=title.format(TITLE))
    assert match.judge(listed, record(title=title.format(TITLE)), by_id=True).verdict == "certain"


def test_what_services_call_a_comment_is_a_letter_to_a_journal() -> None:
    assert match.judge(OURS, record("semantic_scholar", title=TITLE, type="comment"), by_id=True).verdict == "certain"


def test_data_may_be_listed_by_their_own_doi() -> None:
    offered = record(title=TITLE, type="dataset", ids={"doi": (DOI,)})
    assert verdict(offered, publication(doi=DOI)) == "certain"
    assert verdict(offered, publication(doi=DOI, venue=Venue(name="Zenodo"))) == "certain"
    assert verdict(offered, publication(doi=DOI, venue=Venue(name="SOSP"))) == "doubtful"


def test_the_penalties_are_named() -> None:
    judgement = match.judge(OURS, record(title=TITLE, venue="SOSP", ids={"doi": (DOI,)}))
    assert set(judgement.penalties) == {"title", "type", "authors", "year"}
    assert set(match.judge(publication(venue=Venue(name="SOSP")), record(title=TITLE, venue="SOSP")).penalties) == {
        *("title", "type", "authors", "year", "venue")
    }
