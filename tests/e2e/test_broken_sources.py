"""A source that breaks, a bug of ours or of a plug-in, costs itself only: a sentence, a traceback with -vv, and a run that failed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest

from pubtrack.sources.arxiv.source import Arxiv
from pubtrack.sources.google_scholar import rows as scholar_rows
from pubtrack.sources.openalex import works as openalex_works
from pubtrack.sources.openalex.citing import OpenAlexCiting
from pubtrack.sources.semantic_scholar.source import SemanticScholar
from tests.e2e.conftest import MONDAY
from tests.e2e.lists import DISTSERVE
from tests.e2e.reading import assert_calm, report
from tests.sources.test_plugins import install
from tests.world import Cli
from tests.world.run import CHECKOUT


class Odd(Exception):
    """Named by nobody."""


def breaks(*_: Any, **__: Any) -> NoReturn:
    raise Odd("a bug \x1b[2J of https://h.example/?api_key=s3cret")


def breaks_later(*_: Any, **__: Any) -> Iterator[None]:
    yield from ()
    raise Odd("a bug")


PLACES: list[tuple[object, str, Callable[..., object], str]] = [
    (Arxiv, "look_up", breaks, "arxiv"),
    (Arxiv, "look_up", breaks_later, "arxiv"),
    (Arxiv, "__init__", breaks, "arxiv"),
    (SemanticScholar, "look_up", lambda *_: iter([None]), "semantic_scholar"),
    (SemanticScholar, "look_up", lambda *_: iter([]), "semantic_scholar"),
    (openalex_works, "_addresses", breaks, "openalex"),
]


@pytest.mark.parametrize(("where", "name", "act", "source"), PLACES, ids=["at once", "later", "made", "odd", "silent", "parse"])
def test_a_bug_in_a_source_is_a_sentence_and_costs_itself_only(
    first: Cli, monkeypatch: pytest.MonkeyPatch, where: object, name: str, act: Callable[..., object], source: str
) -> None:
    monkeypatch.setattr(where, name, act)
    said = report(first)
    (problem,) = said.problems(severity="error")
    assert (problem["source"], problem["kind"], said.code) == (source, "broken", 1)
    assert problem["message"].isprintable()
    assert "s3cret" not in said.run.out + said.run.err
    assert said.counts[DISTSERVE] == 612
    status = json.loads(first("status", "--json").out)
    assert status["runs"][0]["outcome"] == "failed"
    assert status["sources"][source]["last_failure"]["reason"] in problem["message"]


def test_what_it_could_not_say_is_asked_again_when_it_is_mended(first: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(SemanticScholar, "look_up", breaks)
        assert first("refresh").code == 1
    done = first("refresh", "--json", at=MONDAY + timedelta(hours=1))
    assert done.code == 0
    assert set(json.loads(done.out)["outcomes"]) == {"semantic_scholar"}


def test_a_page_that_breaks_its_reader_is_loaded_once_a_day(first: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scholar_rows, "profile", breaks)
    said = report(first)
    assert [one["source"] for one in said.problems(severity="error")] == ["google_scholar"]
    for hours in (1, 2):
        assert report(first, at=MONDAY + timedelta(hours=hours)).code == 0
    assert len(first.world.google_scholar.requests) == 1


@pytest.mark.parametrize(("options", "is_traced"), [((), False), (("-v",), False), (("-vv",), True)])
def test_the_traceback_is_shown_with_vv_only(
    first: Cli, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], is_traced: bool
) -> None:
    monkeypatch.setattr(Arxiv, "look_up", breaks)
    done = first(*options, "refresh", "--source", "arxiv")
    assert done.code == 1
    assert done.err.count("pubtrack: error: ") == 1
    assert ("Traceback" in done.err) is is_traced
    assert ("in breaks" in done.err) is is_traced
    assert "\x1b" not in done.err
    assert "s3cret" not in done.err


def test_who_tells_who_cites_may_break(first: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OpenAlexCiting, "page", breaks)
    done = first("refresh")
    assert_calm(done)
    assert done.code == 1
    assert "OpenAlex: broke (Odd: " in done.err
    assert json.loads(first("status", "--json").out)["runs"][0]["outcome"] == "failed"


def test_a_plan_says_what_cannot_be_told(first: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Arxiv, "estimate", breaks)
    done = first("plan")
    assert_calm(done)
    assert (done.code, "arXiv: broke (Odd: " in done.out, "OpenAlex" in done.out) == (1, True, True)


# ---------------------------------------------------------------- plug-ins

PLUG_IN = """
from datetime import UTC, datetime
from pubtrack.model.answer import Answer, Estimate
from pubtrack.model.record import Record
class Odd(Exception): ...
class Source:
    name = "odd"
    def __init__(self, http, settings): {made}
    def estimate(self, wanted): return Estimate(requests=1)
    def look_up(self, wanted):
        {act}
"""
RECORD = (
    "yield Answer(source='odd', publication=wanted[0].publication.key, at=datetime(2026, 11, 23, 9, tzinfo=UTC), by_id=True, candidates=("
    "Record(**({{'source': 'odd', 'source_id': '1', 'title': wanted[0].publication.title, 'authors': tuple(one.name for one in "
    "wanted[0].publication.authors), 'ids': wanted[0].ids}} | dict({}))),))"
)
FAULTS = {
    "raises": ("pass", "raise Odd('odd')"),
    "leaves": ("pass", "raise SystemExit(0)"),
    "cannot be made": ("raise Odd('odd')", "pass"),
    "yields nonsense": ("pass", "yield 7"),
    "has no generator": ("pass", "return None"),
    "answers in the name of another": (
        "pass",
        "yield Answer(source='arxiv', publication=wanted[0].publication.key, at=datetime(2026, 11, 23, 9, tzinfo=UTC))",
    ),
    "counts in words": ("pass", RECORD.format("citations='many'")),
    "counts more than a ledger can": ("pass", RECORD.format("citations=10**30")),
    "counts less than none": ("pass", RECORD.format("citations=-1")),
    "has a title of bytes": ("pass", RECORD.format("title=b'Widgets'")),
    "has authors in a dict": ("pass", RECORD.format("authors={'a': 1}")),
    "has an object for an id": ("pass", RECORD.format("source_id=object()")),
    "has no id": ("pass", RECORD.format("source_id=' '")),
    "has a year in words": ("pass", RECORD.format("year='2024'")),
    "is of no time zone": ("pass", RECORD.format("citations=1").replace("now(UTC)", "now()")),
    "holds nonsense": (
        "pass",
        "yield Answer(source='odd', publication=wanted[0].publication.key, at=datetime(2026, 11, 23, 9, tzinfo=UTC), candidates=(7,))",
    ),
    "knows no time": (
        "pass",
        "yield Answer(source='odd', publication=wanted[0].publication.key, at=None, candidates=(Record(source='odd', "
        "source_id='1', title=wanted[0].publication.title, ids=None),))",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_bug_in_a_plug_in_costs_itself_only(first: Cli, tmp_path: Path, fault: str) -> None:
    packages = tmp_path / "packages"
    install(packages, "odd_package", {"odd": "odd_package:Source"})
    made, act = FAULTS[fault]
    (packages / "odd_package.py").write_text(PLUG_IN.format(made=made, act=act))
    said = report(Cli(folder=first.folder, world=first.world, env={"PYTHONPATH": f"{packages}:{CHECKOUT}"}))
    assert said.code == 1
    assert {one["source"] for one in said.problems(severity="error")} == {"odd"}
    assert said.counts[DISTSERVE] == 612


def test_a_plug_in_that_is_well_is_believed(first: Cli, tmp_path: Path) -> None:
    """Else the faults above prove nothing."""
    packages = tmp_path / "packages"
    install(packages, "odd_package", {"odd": "odd_package:Source"})
    act = RECORD.format("citations=5")
    others = "Answer(source='odd', publication=one.publication.key, at=datetime(2026, 11, 23, 9, tzinfo=UTC))"
    rest = f"\n        yield from ({others} for one in wanted[1:])"
    (packages / "odd_package.py").write_text(PLUG_IN.format(made="pass", act=act + rest))
    said = report(Cli(folder=first.folder, world=first.world, env={"PYTHONPATH": f"{packages}:{CHECKOUT}"}))
    assert (said.code, said.problems(severity="error")) == (0, [])
    assert [one["citations"]["odd"]["count"] for one in said.said["publications"] if one["citations"].get("odd", {}).get("count")] == [5]
