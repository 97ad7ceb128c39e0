"""How refreshing stands, on screen and as JSON: runs, sources, what is due and why."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from rich.cells import cell_len
from rich.console import Console

from pubtrack.model.count import Attempt, RunRecord
from pubtrack.planning.due import Next
from pubtrack.reports.moments import moment
from pubtrack.reports.status.as_json import status_json
from pubtrack.reports.status.terminal import status
from pubtrack.views.status import Pause, PublicationStatus, SourceStatus, Status
from tests.reports.views import HOSTILE

NOW = datetime(2030, 1, 7, 12, 0, tzinfo=UTC)


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def drawn(shown: Status, columns: int = 160) -> str:
    out = io.StringIO()
    Console(file=out, width=columns, markup=False, highlight=False).print(status(shown))
    return out.getvalue()


def said(shown: Status) -> str:
    """Without line ends and runs of blanks."""
    return " ".join(drawn(shown).split())


def of(*sources: SourceStatus, runs: tuple[RunRecord, ...] = (), is_running: bool = False) -> Status:
    return Status(now=NOW, is_running=is_running, runs=runs, sources=sources)


def failure(detail: str = "asks for patience (429)") -> Attempt:
    return Attempt(publication="k", source="openalex", at=ago(hours=5), outcome="failed", kind="busy", detail=detail)


# ---------------------------------------------------------------- moments


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (ago(days=2), "2 days ago (2030-01-05 12:00 UTC)"),
        (ago(days=1, hours=6), "30 hours ago (2030-01-06 06:00 UTC)"),
        (ago(minutes=100), "2 hours ago (2030-01-07 10:20 UTC)"),
        (ago(minutes=70), "70 minutes ago (2030-01-07 10:50 UTC)"),
        (ago(minutes=1), "1 minute ago (2030-01-07 11:59 UTC)"),
        (ago(seconds=3), "just now (2030-01-07 11:59 UTC)"),
        (ago(seconds=-3), "in less than a minute (2030-01-07 12:00 UTC)"),
        (ago(days=-12), "in 12 days (2030-01-19 12:00 UTC)"),
    ],
)
def test_a_moment_is_told_by_its_distance_and_exactly(at: datetime, words: str) -> None:
    assert moment(at, NOW) == words


# ---------------------------------------------------------------- runs


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("done", "took 12 s: done, 24 answered, 0 failed"),
        ("failed", "took 12 s: some questions failed, 24 answered"),
        ("interrupted", "took 12 s: interrupted, 24 answered"),
        ("out_of_time", "took 12 s: its time was up, 24 answered"),
    ],
)
def test_a_run_says_how_it_ended_and_how_long_it_took(outcome: str, words: str) -> None:
    run = RunRecord(started=ago(days=2), ended=ago(days=2) + timedelta(seconds=12), outcome=outcome, detail="24 answered, 0 failed")
    assert words in said(of(runs=(run,)))


def test_only_the_newest_run_can_be_running() -> None:
    newest = RunRecord(started=ago(seconds=30), ended=None, outcome="running", detail="arxiv, dblp")
    older = replace(newest, started=ago(days=1))
    words = said(of(runs=(newest, older), is_running=True))
    assert "a refresh is running" in words
    assert "30 seconds" not in words
    assert "just now (2030-01-07 11:59 UTC): running, asks arXiv, DBLP" in words
    assert "24 hours ago (2030-01-06 12:00 UTC): ended from outside while it asked arXiv, DBLP" in words
    assert [one["outcome"] for one in status_json(of(runs=(newest, older), is_running=True))["runs"]] == ["running", "ended_from_outside"]


def test_a_run_without_an_end_was_ended_from_outside_when_nobody_refreshes() -> None:
    run = RunRecord(started=ago(hours=5), ended=None, outcome="running", detail="arxiv")
    assert "ended from outside" in said(of(runs=(run,)))
    assert "no refresh is running" in said(of(runs=(run,)))


def test_before_the_first_run_it_says_what_to_type() -> None:
    assert "pubtrack refresh" in said(of())


# ---------------------------------------------------------------- sources


def test_a_source_says_what_it_said_last_and_when_it_is_asked() -> None:
    one = SourceStatus(source="openalex", answered=ago(days=2), failed=failure(), spent=0.002, budget=0.01, due=3, next=ago(days=-4))
    words = said(of(one))
    assert "OpenAlex answered 2 days ago (2030-01-05 12:00 UTC)" in words
    assert "failed 5 hours ago (2030-01-07 07:00 UTC): asks for patience (429)" in words
    assert "$0.0020 of today's $0.0100 spent" in words
    assert "due 3 publications now, the next in 4 days (2030-01-11 12:00 UTC)" in words


def test_what_is_due_waits_for_the_pause_of_its_host() -> None:
    one = SourceStatus(source="openalex", pause=Pause(until=ago(hours=-3), reason="answered 403"), due=1)
    words = said(of(one))
    assert "answered never yet" in words
    assert "that ends in 3 hours (2030-01-07 15:00 UTC): answered 403" in words
    assert "due 1 publication as soon as the pause ends" in words


def test_nothing_due_names_the_first_that_will_be() -> None:
    assert "nothing now, the first in 4 days" in said(of(SourceStatus(source="arxiv", answered=NOW, next=ago(days=-4))))
    assert said(of(SourceStatus(source="arxiv", answered=NOW))).endswith("due nothing now")


def test_who_is_left_out_says_why() -> None:
    assert "not asked: no profile is named in the list" in said(
        of(SourceStatus(source="google_scholar", left_out="no profile is named in the list"))
    )


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Next(at=None, why="new"), "now: it was never asked about"),
        (Next(at=None, why="edited"), "now: the entry was edited"),
        (Next(at=ago(hours=1), why="fresh"), "due now"),
        (Next(at=ago(hours=1), why="failed"), "now: it was not answered last time"),
        (Next(at=ago(days=-5), why="quiet", quiet_days=150), "in 5 days (2030-01-12 12:00 UTC); its count had rested for 150 days"),
        (Next(at=ago(days=-2), why="fresh", quiet_days=1), "its count had moved 1 day before"),
        (Next(at=ago(days=-4), why="not_taken", times=3), "the question was not taken, 3 days in a row"),
        (Next(at=ago(days=-4), why="not_found"), "Crossref did not know it"),
        (Next(at=ago(days=-4), why="learnt"), "another id of it was learnt"),
    ],
)
def test_of_a_publication_it_says_when_and_why_then(asked: Next, words: str) -> None:
    one = PublicationStatus(key="k", title="T", sources=(SourceStatus(source="crossref", asked_next=asked, next=asked.at),))
    assert words in said(replace(of(), publications=(one,)))


@pytest.mark.parametrize("columns", [60, 80, 160])
def test_hostile_words_stay_words_and_within_the_width(columns: int) -> None:
    sources = tuple(SourceStatus(source="openalex", failed=failure(text), pause=Pause(until=NOW, reason=text)) for text in HOSTILE)
    publications = tuple(PublicationStatus(key="k", title=text, sources=sources[:1]) for text in HOSTILE)
    text = drawn(replace(of(*sources), publications=publications), columns)
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(text)
    assert max(map(cell_len, text.splitlines())) <= columns
    assert "[red]x[/red]" in text


def test_as_json_unknown_is_null_and_times_are_exact() -> None:
    one = SourceStatus(source="openalex", failed=failure("no"), due=2)
    told = json.loads(json.dumps(status_json(of(one))))["sources"]["openalex"]
    assert told == {
        "last_success": None,
        "last_failure": {"at": "2030-01-07T07:00:00+00:00", "kind": "busy", "reason": "no"},
        "pause": None,
        "budget": None,
        "due": 2,
        "next_due": None,
        "left_out": None,
    }
