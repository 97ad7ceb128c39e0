"""What every source must keep, and how it is met: in a world that holds the four papers, through the real door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest

from pubtrack.errors import FailureKind
from pubtrack.http import Http, Limits
from pubtrack.http.hosts import Hosts
from pubtrack.model.answer import Answer, ProfileAnswer, Wanted
from pubtrack.model.catalogue import ALL_SOURCES
from pubtrack.model.publication import Author, Person, Publication, Settings
from pubtrack.model.record import Record, WorkType
from pubtrack.model.source import Source
from pubtrack.sources.answers import WAITING
from pubtrack.sources.google_scholar.source import GoogleScholar
from pubtrack.sources.registry import built_in
from pubtrack.text import ids
from tests.plugin.pubtrack_example_source import ExampleIndex
from tests.sources.example_index import Index
from tests.world import World
from tests.world.page_reader import READER
from tests.world.people import PROFILE_ID
from tests.world.service import Service

KEYS = {"OPENALEX_API_KEY": "example-key", "S2_API_KEY": "example-key", "PUBTRACK_CONTACT": "me@example.org"}
NOT_FAILED = {"not_found", "no_id", "later", *WAITING}
KINDS = {*get_args(FailureKind), "not_found", "no_id", "later", "empty", "truncated"}
SMALL = Limits(body_bytes=2_000_000)


# ---------------------------------------------------------------- who must keep it


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A source by its name, with or without keys of the person's."""

    name: str
    keys: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.name} with key" if self.keys else self.name


PLUGGED_IN = "example_index"
CASES = (
    *(Case(name=name, keys={}) for name in (*ALL_SOURCES, PLUGGED_IN)),
    *(Case(name=name, keys=KEYS) for name in ("openalex", "semantic_scholar", "crossref")),
)
each_source = pytest.mark.parametrize("case", CASES, ids=str)
each_source_but_scholar = pytest.mark.parametrize("case", [one for one in CASES if one.name != "google_scholar"], ids=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A world that holds the four papers, and the plug-in's service in it."""

    world: World
    index: Index
    well: dict[str, dict[str, Answer]] = field(default_factory=dict)

    def in_good_health(self, case: Case, folder: Path) -> dict[str, Answer]:
        """What the source answers about everything when nothing is wrong; asked once for all tests."""
        if str(case) not in self.well:
            self.well[str(case)] = ask(self.source(case, folder), everything())
            self.service(case).forget()
        return self.well[str(case)]

    def service(self, case: Case) -> Service:
        return self.index if case.name == PLUGGED_IN else next(one for one in self.world.services if one.name == case.name)

    def source(self, case: Case, folder: Path, limits: Limits | None = None) -> Source:
        """The source as it is built for the command line, but for the pace; Scholar's pages are read in the process kept for it."""
        world = self.world
        door = Http(
            hosts=Hosts(folder),
            user_agent="pubtrack/0",
            now=world.now,
            watch=self.service(case).watch,
            sleep=lambda seconds: None,
            jitter=lambda: 0.0,
            limits=limits,
        )
        if case.name == PLUGGED_IN:
            return ExampleIndex(door, {"origin": self.index.origin, "pace": "0"})
        people = (Person(name="Shengyu Liu", google_scholar=PROFILE_ID),)
        if case.name == "google_scholar":
            return GoogleScholar(door, people=people, pace=0, origin=world.google_scholar.origin, now=world.now, child=READER)
        settings = Settings(pace=dict.fromkeys(ALL_SOURCES, 0.0))
        return built_in(door, people=people, settings=settings, keys=case.keys, environ=world.env, now=world.now)[case.name]()


# ---------------------------------------------------------------- who is asked about

FOUR = {
    "loongserve": ("2404.09526", "10.1145/3694715.3695948"),
    "distserve": ("2401.09670", None),
    "rlhfuse": ("2409.13221", None),
    "fastserve": ("2305.05920", None),
}
TITLES = {
    "loongserve": "LoongServe: Efficiently Serving Long-Context Large Language Models with Elastic Sequence Parallelism",
    "distserve": "DistServe: Disaggregating Prefill and Decoding for Goodput-optimized Large Language Model Serving",
    "rlhfuse": "RLHFuse: Efficient RLHF Training for Large Language Models with Inter- and Intra-Stage Fusion",
    "fastserve": "Fast Distributed Inference Serving for Large Language Models",
}


def wanted(
    key: str, title: str = "", *, arxiv: str | None = None, doi: str | None = None, by_text: bool = True, titles: Sequence[str] = ()
) -> Wanted:
    publication = Publication(key=key, title=title or f"Widgets of kind {key}", authors=(Author(name="Shengyu Liu"),), arxiv=arxiv, doi=doi)
    found = {**({"arxiv": (arxiv,)} if arxiv else {}), **({"doi": (doi,)} if doi else {})}
    return Wanted(publication=publication, ids=found, titles=tuple(titles), by_text=by_text)


def the_four(*, by_text: bool = True, suffix: str = "") -> list[Wanted]:
    return [wanted(f"{key}{suffix}", TITLES[key], arxiv=FOUR[key][0], doi=FOUR[key][1], by_text=by_text) for key in FOUR]


def everything() -> list[Wanted]:
    return [
        *the_four(),
        wanted("by text", TITLES["loongserve"]),
        wanted("nobody's", "A Title That Nobody Has"),
        wanted("no id", by_text=False),
    ]


# ---------------------------------------------------------------- what must hold of every answer


def ask(source: Source, asked: Sequence[Wanted]) -> dict[str, Answer]:
    """Exactly one answer for each publication wanted, and each of them sound."""
    said = list(source.look_up(asked))
    found = [one for one in said if isinstance(one, Answer)]
    assert sorted(one.publication for one in found) == sorted(one.publication.key for one in asked)
    for one in said:
        assert one.source == source.name
        assert one.at.tzinfo is not None
        assert one.at.utcoffset() == timedelta(0)
        assert isinstance(one, Answer | ProfileAnswer)
        if one.problem is not None:
            assert one.problem.kind in KINDS
            assert one.problem.failed == (one.problem.kind not in NOT_FAILED) or one.problem.kind == "truncated"
            assert one.problem.message or one.problem.kind == "not_found"
            assert "\n" not in one.problem.message
    for answer in found:
        check_answer(source, answer)
    return {one.publication: one for one in found}


def check_answer(source: Source, answer: Answer) -> None:
    assert not (answer.candidates and answer.problem) or answer.problem.kind == "truncated"
    assert answer.asked or not answer.candidates
    assert len({record.source_id for record in answer.candidates}) == len(answer.candidates)
    for record in answer.candidates:
        check_record(source, record)


def check_record(source: Source, record: Record) -> None:
    assert record.source == source.name
    assert record.source_id
    assert record.title.strip()
    assert record.citations is None or record.citations >= 0
    assert record.type is None or record.type in get_args(WorkType)
    for some in (record.ids, record.versions):
        assert all(isinstance(values, tuple) and values for values in some.values())
        assert all(ids.doi(one) == one and not one.startswith("10.48550/") for one in some.get("doi", ()))
        assert all(ids.arxiv_id(one) == (one, None) for one in some.get("arxiv", ()))
    assert record.source_id not in record.aliases


def kinds(found: Mapping[str, Answer]) -> set[str | None]:
    return {one.problem.kind if one.problem else None for one in found.values()}


def citations(found: Mapping[str, Answer]) -> dict[str, int | None]:
    return {record.source_id: record.citations for one in found.values() for record in one.candidates}
