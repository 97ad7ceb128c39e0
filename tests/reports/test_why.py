"""Why a publication is known as it is: questions, candidates, what was taken, since when and by whom, and every fact's source."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from rich.cells import cell_len
from rich.console import Console

from pubtrack.model.count import Attempt, Outcome
from pubtrack.model.entry import Entry, Fact
from pubtrack.model.identity import By, Identity, JudgedCandidate, Judgement, Verdict
from pubtrack.model.publication import Author, Publication, Venue
from pubtrack.model.record import Record
from pubtrack.reports.why.as_json import why_json
from pubtrack.reports.why.terminal import why
from pubtrack.views.at_source import AtSource, at_sources
from tests.reports.examples import CJK, HOSTILE

NOW = datetime(2030, 1, 7, 9, tzinfo=UTC)
FRIDAY = datetime(2030, 1, 4, 9, tzinfo=UTC)
TODAY = NOW.date()
WIDGETS = Publication(key="widgets", title="On the Care of Widgets in Winter and Summer", authors=(Author(name="Ada Example"),))
WIDTHS = (40, 80, 119, 120, 160)


def attempt(source: str = "openalex", outcome: Outcome = "answered", detail: str = "") -> Attempt:
    return Attempt(publication="widgets", source=source, at=NOW, outcome=outcome, detail=detail)


def offered(
    source_id: str,
    verdict: Verdict,
    *,
    source: str = "openalex",
    title: str = WIDGETS.title,
    reason: str = "the title is only similar",
    at: datetime = NOW,
    asked: str = "title “widgets”",
) -> JudgedCandidate:
    return JudgedCandidate(
        publication="widgets",
        source=source,
        source_id=source_id,
        at=at,
        asked=asked,
        title=title,
        authors=("Ada Example", "Ben Example", "Cy Example", "Di Example", "Ed Example"),
        year=2024,
        venue="SOSP",
        judgement=Judgement(verdict=verdict, penalties={"title": 0.123, "authors": 0.5, "year": 0.0}, reason=reason),
        taken=verdict == "certain",
    )


def identity(source_id: str, *, is_it: bool = True, by: By = "machine", source: str = "openalex") -> Identity:
    return Identity(
        publication="widgets", source=source, source_id=source_id, is_it=is_it, by=by, since=date(2029, 12, 1), last_seen=date(2030, 1, 5)
    )


def entry(listed: Publication = WIDGETS, **facts: Fact) -> Entry:
    return Entry(publication=listed, facts=facts)


def found(
    *,
    listed: Publication = WIDGETS,
    attempts: Sequence[Attempt] = (),
    judged_candidates: Sequence[JudgedCandidate] = (),
    identities: Sequence[Identity] = (),
    records: Sequence[Record] = (),
) -> tuple[AtSource, ...]:
    return at_sources(listed, attempts, judged_candidates, identities, {(one.source, one.source_id): one for one in records})


def shown(sources: Sequence[AtSource], width: int = 80, *, known: Entry | None = None) -> str:
    file = io.StringIO()
    Console(file=file, width=width, highlight=False).print(why(known or entry(), sources, TODAY, width))
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines())


def test_a_source_tells_what_was_asked_offered_and_taken() -> None:
    sources = found(
        attempts=[attempt()],
        judged_candidates=[
            offered("W2", "no", title="Another", reason="another title"),
            offered("W1", "certain", reason="the id is the same"),
        ],
        identities=[identity("W1")],
    )
    assert shown(sources).splitlines()[2:] == [
        "",
        "OpenAlex  answered · 2030-01-07 09:00 UTC (today)",
        "  is it  W1  since 2029-12-01, by pubtrack, last seen 2030-01-05",
        "  asked: title “widgets”",
        "  ✓ certain   On the Care of Widgets in Winter and Summer",
        "              W1 · Ada Example, Ben Example, Cy Example, Di Example … · 2024 ·",
        "              SOSP",
        "              the id is the same (authors 0.5, title 0.12)",
        "  · no        Another",
        "              W2 · Ada Example, Ben Example, Cy Example, Di Example … · 2024 ·",
        "              SOSP",
        "              another title (authors 0.5, title 0.12)",
    ]


def test_who_said_so_is_told() -> None:
    listed = replace(WIDGETS, ids={"openalex": ("W1",)}, rejected={"openalex": ("W4",)}, arxiv="2401.00001")
    identities = [
        *(identity("W1", by="person"), identity("W2", by="person"), identity("W3"), identity("W4")),
        identity("W5", is_it=False, by="person"),
        identity("2401.00002", source="arxiv"),
    ]
    text = " ".join(shown(found(listed=listed, identities=identities), 160).split())
    assert "is it W1 since 2029-12-01, by the list, last seen" in text
    assert "is it W2 since 2029-12-01, by you, last seen" in text
    assert "is it W3 since 2029-12-01, by pubtrack, last seen" in text
    assert "is not it W4 since 2029-12-01, by the list" in text
    assert "is not it W5 since 2029-12-01, by you" in text
    assert "is it 2401.00001 by the list; not seen there yet" in text
    assert "2401.00002 since 2029-12-01, by pubtrack, last seen 2030-01-05; left aside, for the list names another" in text


def test_a_merged_id_is_told() -> None:
    text = shown(found(identities=[identity("W2")], records=[Record(source="openalex", source_id="W2", title="A", aliases=("W1",))]), 160)
    assert "last seen 2030-01-05; W1 leads here" in text


def test_what_was_rejected_later_bears_another_mark() -> None:
    text = shown(found(judged_candidates=[offered("W1", "certain")], identities=[identity("W1", is_it=False, by="person")]))
    assert "✗ certain" in text
    assert "✓" not in text


def test_candidates_of_an_earlier_question_tell_when_it_was() -> None:
    text = shown(
        found(attempts=[attempt()], judged_candidates=[offered("W1", "likely", at=FRIDAY, asked="id W1"), offered("W2", "doubtful")])
    )
    assert "  asked: title “widgets”" in text
    assert "  asked on 2030-01-04 09:00 UTC: id W1" in text
    assert text.index("W2 ·") < text.index("W1 ·")


def test_why_nothing_came_is_told() -> None:
    text = shown(found(attempts=[attempt("crossref", "not_found"), attempt("dblp", "failed", "answered with an error")]))
    assert "Crossref  not found · 2030-01-07 09:00 UTC (today)" in text
    assert "DBLP  failed · 2030-01-07 09:00 UTC (today)\n  answered with an error" in text


def test_before_anybody_was_asked_that_is_said() -> None:
    assert "Nobody was asked about it yet." in shown(found())


def test_sources_stand_in_one_order_and_foreign_ones_last() -> None:
    attempts = [attempt(name) for name in ("zotero", "dblp", "arxiv", "openalex")]
    assert [one.source for one in found(attempts=attempts)] == ["arxiv", "openalex", "dblp", "zotero"]


def test_nothing_of_other_publications_is_told() -> None:
    other = replace(identity("W9"), publication="gadgets")
    assert found(identities=[other], attempts=[replace(attempt(), publication="gadgets")]) == ()


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    facts = {
        "title": Fact(value=CJK * 3, source="list"),
        "abstract": Fact(value="word " * 300, source="semantic_scholar", source_id="a" * 40, as_of=TODAY),
    }
    sources = found(
        attempts=[attempt(detail=HOSTILE, outcome="failed")],
        judged_candidates=[offered("W1" + "x" * 60, "likely", title=HOSTILE + CJK, reason=HOSTILE, asked=HOSTILE * 3)],
        identities=[identity("W" * 70)],
    )
    text = shown(sources, width, known=entry(replace(WIDGETS, title=HOSTILE), **facts))
    assert max(map(cell_len, text.splitlines())) <= width
    for sign in "\x1b\x9b\u202e":
        assert sign not in text


@pytest.mark.parametrize("width", [80, 160])
def test_every_fact_has_a_line_with_its_source(width: int) -> None:
    known = entry(
        venue=Fact(value=Venue(name="SOSP", year=2024), source="list"),
        authors=Fact(value=(Author(name="Ada Example", equal_contribution=True),), source="list"),
        pages=Fact(value="640-654", source="crossref", source_id="10.1/a", as_of=TODAY),
        abstract=Fact(value="word " * 300, source="arxiv", source_id="2401.00001", as_of=TODAY),
    )
    lines = [" ".join(line.split()) for line in shown((), width, known=known).splitlines()]
    at = lines.index("Fact Value From Day")
    assert lines[at + 1 : at + 4] == [
        "venue SOSP 2024 (published) the list",
        "authors Ada Example* the list",
        "pages 640-654 Crossref 10.1/a 2030-01-07",
    ]
    assert lines[at + 4].startswith("abstract word word")
    assert lines[at + 4].endswith("… arXiv 2401.00001 2030-01-07")
    assert len(lines) == at + 5


def test_scripts_get_everything() -> None:
    listed = replace(WIDGETS, rejected={"openalex": ("W4",)})
    sources = found(
        listed=listed,
        attempts=[attempt()],
        judged_candidates=[offered("W1", "certain")],
        identities=[identity("W1", by="person"), identity("W4")],
        records=[Record(source="openalex", source_id="W1", title="A", aliases=("W0",))],
    )
    known = entry(venue=Fact(value=Venue(name="SOSP", year=2024), source="crossref", source_id="10.1/a", as_of=TODAY))
    said = json.loads(why_json(known, sources))
    assert (said["key"], said["title"]) == ("widgets", WIDGETS.title)
    assert said["facts"]["venue"] == {
        "value": {"name": "SOSP", "year": 2024, "status": "published"},
        "source": "crossref",
        "source_id": "10.1/a",
        "as_of": "2030-01-07",
    }
    at = said["sources"]["openalex"]
    assert at["last_attempt"] == {"at": NOW.isoformat(), "outcome": "answered", "kind": "", "detail": "", "asked": ""}
    assert (at["named"], at["rejected"]) == ([], ["W4"])
    assert at["records"] == [
        {"source_id": "W1", "is_it": True, "by": "person", "since": "2029-12-01", "last_seen": "2030-01-05", "aliases": ["W0"]},
        {"source_id": "W4", "is_it": False, "by": "list", "since": "2029-12-01", "last_seen": "2030-01-05", "aliases": []},
    ]
    (candidate,) = at["candidates"]
    assert (candidate["verdict"], candidate["taken"], candidate["asked"]) == ("certain", True, "title “widgets”")
    assert candidate["penalties"] == {"authors": 0.5, "title": 0.123, "year": 0.0}


def test_json_is_harmless_on_a_terminal() -> None:
    assert "\x9b" not in why_json(entry(), found(judged_candidates=[offered("W1", "no", title=HOSTILE)]))
