"""An open doubt on the screen and for scripts, and what an answer changed in one line."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from rich.cells import cell_len
from rich.console import Console

from pubtrack.model.count import Change, Count
from pubtrack.model.identity import Identity, JudgedCandidate, Judgement
from pubtrack.model.publication import Author, Publication, Venue
from pubtrack.model.record import Record
from pubtrack.planning.doubts import Doubt
from pubtrack.planning.pinning import Pin, PinOutcome
from pubtrack.reports.review.card import address, as_json, card, sentence
from tests.reports.examples import CJK, HOSTILE

NOW = datetime(2030, 1, 7, 9, tzinfo=UTC)
TODAY = NOW.date()
LISTED = Publication(
    key="example2024care",
    title="On the Care of Widgets in Winter and Summer",
    authors=(Author(name="Ada Example"), Author(name="Ben Example")),
    venue=Venue(name="SOSP", year=2024),
    arxiv="2401.00001",
    doi="10.1145/1",
)
RECORD = Record(
    source="openalex",
    source_id="W111",
    title="On the Care of Gadgets in Winter and Summer",
    authors=("Ada Example", "Cy Other"),
    year=2023,
    venue="OSDI",
    type="conference",
    citations=34,
    ids={"doi": ("10.1145/2",)},
    url="https://openalex.org/W111",
)
JUDGEMENT = Judgement(verdict="doubtful", penalties={"title": 0.12, "authors": 0.5, "year": 0.0}, reason="the title is only similar")


def doubt(record: Record = RECORD, listed: Publication = LISTED, *, judgement: Judgement = JUDGEMENT, held: tuple[str, ...] = ()) -> Doubt:
    candidate = JudgedCandidate(
        publication=listed.key,
        source=record.source,
        source_id=record.source_id,
        at=NOW,
        asked="a title",
        title=record.title,
        judgement=judgement,
        taken=False,
    )
    return Doubt(publication=listed, record=record, judgement=judgement, candidate=candidate, seen_at=NOW, held=held)


def shown(one: Doubt, width: int = 120, *, colour: bool = False) -> str:
    file = io.StringIO()
    console = Console(file=file, width=width, force_terminal=colour, color_system="truecolor" if colour else None, highlight=False)
    console.print(card(one, 2, 7, TODAY))
    return file.getvalue()


def line(text: str, label: str) -> str:
    return next(" ".join(one.split()) for one in text.splitlines() if one.startswith(label))


def test_both_stand_side_by_side_with_what_differs_marked() -> None:
    text = shown(doubt())
    assert text.splitlines()[0] == "2 of 7  example2024care  is it  OpenAlex W111 ?"
    assert line(text, "Title") == "Title On the Care of ‹Widgets› in Winter and Summer ≠ On the Care of ‹Gadgets› in Winter and Summer"
    assert line(text, "Authors") == "Authors Ada Example, ‹Ben Example› ≠ Ada Example, ‹Cy Other›"
    assert line(text, "Venue") == "Venue SOSP ≠ OSDI"
    assert line(text, "Year") == "Year 2024 ≠ 2023"
    assert line(text, "Ids") == "Ids arXiv 2401.00001, DOI 10.1145/1 ≠ DOI 10.1145/2"
    assert line(text, "Cited") == "Cited 34 (7 Jan)"
    assert line(text, "Address") == "Address https://doi.org/10.1145/1 https://openalex.org/W111"
    assert line(text, "doubtful") == "doubtful: the title is only similar (authors 0.5, title 0.12)"


def test_what_agrees_is_said_to_agree() -> None:
    same = replace(RECORD, title=LISTED.title.upper(), authors=("A. Example", "B. Example"), venue="SOSP", year=2024, ids=LISTED.ids)
    text = shown(doubt(replace(same, ids={"doi": ("10.1145/1",)})))
    assert [line(text, label).split().count("=") for label in ("Title", "Authors", "Venue", "Year", "Ids")] == [1] * 5
    assert "≠" not in text
    assert "‹" not in text


def test_what_is_not_known_is_neither_the_same_nor_another() -> None:
    bare = Record(source="dblp", source_id="conf/x/Y24", title=LISTED.title)
    text = shown(doubt(bare, replace(LISTED, venue=None)))
    assert "≠" not in text
    assert not any(one.startswith(("Venue", "Cited", "Kind")) for one in text.splitlines())
    assert line(text, "Authors") == "Authors Ada Example, Ben Example"


@pytest.mark.parametrize("width", [40, 60, 80, 160])
@pytest.mark.parametrize("colour", [False, True])
def test_no_line_is_wider_than_the_terminal_and_nothing_hostile_is_obeyed(width: int, colour: bool) -> None:
    hostile = replace(RECORD, title=HOSTILE, authors=(HOSTILE, CJK), venue=HOSTILE, container=CJK, url="https://example.org/\x1b]0;x\x07")
    text = shown(doubt(hostile, replace(LISTED, title=HOSTILE + CJK)), width, colour=colour)
    assert "\x9b" not in text
    assert "\u202e" not in text
    assert "\x1b[31mred" not in text
    assert "\x1b]0" not in text
    if not colour:
        assert max(map(cell_len, text.splitlines())) <= width


def test_another_version_is_told_to_be_one() -> None:
    text = shown(doubt(held=("W9",)))
    assert "OpenAlex has this publication already as W9." in text
    assert "contradicts" not in text


def test_a_record_that_was_taken_and_contradicts_is_told_to_be_one() -> None:
    text = shown(doubt(held=("W111",)))
    assert "It was taken for this publication, and contradicts it now." in text
    assert "already as" not in text


def test_what_was_only_noted_is_told_to_be_little() -> None:
    assert "Only this much was noted" in shown(replace(doubt(), seen_at=None))


@pytest.mark.parametrize(
    ("record", "where"),
    [
        (RECORD, "https://openalex.org/W111"),
        (replace(RECORD, url="javascript:alert(1)"), "https://doi.org/10.1145/2"),
        (replace(RECORD, url=None, ids={}), None),
        (replace(RECORD, url="--help", ids={}), None),
        (Record(source="crossref", source_id="10.1/a", title="A"), "https://doi.org/10.1/a"),
        (replace(RECORD, url="https://example.org/a b\x1b"), "https://example.org/a%20b"),
    ],
)
def test_only_web_addresses_are_opened(record: Record, where: str | None) -> None:
    assert address(record) == where


def test_scripts_get_everything() -> None:
    (written,) = json.loads(as_json([doubt(held=("W9",))]))
    assert written == {
        "key": "example2024care",
        "source": "openalex",
        "source_id": "W111",
        "listed": {
            "title": LISTED.title,
            "authors": ["Ada Example", "Ben Example"],
            "venue": "SOSP",
            "year": 2024,
            "ids": {"arxiv": ["2401.00001"], "doi": ["10.1145/1"]},
            "url": "https://doi.org/10.1145/1",
        },
        "record": {
            "title": RECORD.title,
            "authors": ["Ada Example", "Cy Other"],
            "venue": "OSDI",
            "year": 2023,
            "type": "conference",
            "ids": {"doi": ["10.1145/2"]},
            "citations": 34,
            "as_of": "2030-01-07",
        },
        "verdict": "doubtful",
        "reason": "the title is only similar",
        "penalties": {"authors": 0.5, "title": 0.12, "year": 0.0},
        "taken": False,
        "held": ["W9"],
        "url": "https://openalex.org/W111",
    }
    assert json.loads(as_json([])) == []
    assert "\x9b" not in as_json([doubt(replace(RECORD, title=HOSTILE))])


# ---------------------------------------------------------------- what an answer changed

YES = Pin(publication="widgets", source="openalex", source_id="W1", is_it=True)
NO = replace(YES, is_it=False)
CHANGED = (Change(),)
COUNT = Count.at(date(2030, 1, 4), source="openalex", source_id="W1", citations=34)
WAS_IT = Identity(publication="widgets", source="openalex", source_id="W1", is_it=True, by="machine", since=TODAY, last_seen=TODAY)


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (PinOutcome(pin=YES, changes=CHANGED, count=COUNT, as_of=COUNT.day, is_known=True), "is it, cited 34 times (4 Jan)"),
        (PinOutcome(pin=YES, changes=CHANGED, is_known=True), "is it"),
        (PinOutcome(pin=YES, changes=CHANGED), "is it; nothing is known of that record yet, the next refresh asks for it"),
        (
            PinOutcome(pin=YES, changes=CHANGED, count=COUNT, as_of=COUNT.day),
            "is it, cited 34 times (4 Jan); the next refresh asks for it",
        ),
        (PinOutcome(pin=YES, changes=CHANGED, is_known=True, lost_by=("gadgets",)), "is it; it is no longer gadgets"),
        (PinOutcome(pin=YES, changes=CHANGED, is_known=True, kept_by=("gadgets",)), "is it; it stays gadgets too, as you said"),
        (PinOutcome(pin=YES), "is it, as you said before; nothing changed"),
        (PinOutcome(pin=NO, changes=CHANGED), "is not it, and will not be taken for it"),
        (
            PinOutcome(pin=NO, changes=CHANGED, before=WAS_IT, count=COUNT),
            "is not it; its 34 citations are kept, and no longer shown",
        ),
        (PinOutcome(pin=NO), "is not it, as you said before; nothing changed"),
    ],
)
def test_what_changed_is_told_in_one_line(outcome: PinOutcome, words: str) -> None:
    assert sentence(outcome, TODAY) == f"widgets: OpenAlex W1 {words}"


def test_what_the_list_says_already_is_told() -> None:
    assert sentence(PinOutcome(pin=YES, by_list=True), TODAY) == "widgets: the list says already that OpenAlex W1 is it; nothing changed"
