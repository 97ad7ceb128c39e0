"""A year, day by day: what is kept is what was really seen, whatever happened on the way. The time is handed in, nothing waits for it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pubtrack.app.due_now import DueNow
from pubtrack.app.refresh import Refresh
from pubtrack.app.workspace import Workspace
from pubtrack.model.count import Attempt
from tests.e2e.lists import PACE, shipped
from tests.world import Fault, Paper, World
from tests.world.cli import QUICK, READER
from tests.world.people import PROFILE_ID, ShengyuLiu
from tests.world.wire import Request, Response

FIRST, DAYS = date(2027, 1, 1), 365
HOME, ABROAD, MOVES = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai"), date(2027, 8, 1)
REFUSED = (date(2027, 3, 1), date(2027, 4, 30))  # Scholar shows walls, both days included
DOWN = (date(2027, 6, 10), date(2027, 6, 13))  # nobody answers
OFF = (date(2027, 9, 6), date(2027, 9, 12))  # the machine
RENAMED, ADDED, RETITLED = date(2027, 5, 15), date(2027, 7, 1), date(2027, 10, 5)
GLITCH = date(2027, 11, 9)  # a source says nothing but zeros for a day
LIFETIMES = "lifetime: {google_scholar: 28, openalex: 4}"
COUNTING = ("google_scholar", "openalex", "semantic_scholar", "crossref")


@dataclass(slots=True, kw_only=True)
class Seen:
    """What the services really said: (source, record) → day → number; and how often each was asked on each day."""

    now: Callable[[], datetime]
    numbers: dict[tuple[str, str], dict[date, int]] = field(default_factory=dict)

    def say(self, source: str, source_id: str, number: int | None) -> None:
        if number is not None:
            self.numbers.setdefault((source, source_id), {})[self.now().date()] = number

    def listen(self, world: World) -> None:
        """From now on every honest answer is noted down as it leaves."""
        readers = {"openalex": self._openalex, "semantic_scholar": self._semantic_scholar, "crossref": self._crossref}
        for service in world.services:
            if service.name in readers:
                service.answer = self._noted(service.answer, readers[service.name])  # type: ignore[method-assign]  # a listener between
        world.google_scholar.answer = self._noted(world.google_scholar.answer, lambda _: self._profile(world))  # type: ignore[method-assign]  # as above

    def _noted(self, answer: Callable[[Request], Response], read: Callable[[Any], None]) -> Callable[[Request], Response]:
        def listened(request: Request) -> Response:
            response = answer(request)
            if response.status == 200:
                read(json.loads(response.body) if response.body[:1] in b"{[" else None)
            return response

        return listened

    def _openalex(self, said: Any) -> None:
        for work in said.get("results", [said]):
            self.say("openalex", work["id"].rpartition("/")[2], work.get("cited_by_count"))

    def _semantic_scholar(self, said: Any) -> None:
        for paper in said if isinstance(said, list) else said.get("data", []):
            if paper and "citationCount" in paper:
                self.say("semantic_scholar", paper["paperId"], paper["citationCount"])

    def _crossref(self, said: Any) -> None:
        message = said["message"]
        for work in message.get("items", [message]):
            if "DOI" in work:
                self.say("crossref", work["DOI"].lower(), work.get("is-referenced-by-count"))

    def _profile(self, world: World) -> None:
        for row in world.profiles[PROFILE_ID].rows:
            self.say("google_scholar", f"{PROFILE_ID}:{row.row_id}", row.cites or 0)


@dataclass(slots=True, kw_only=True)
class Year:
    """The list and its cache in a folder, the world around it, and what happened."""

    folder: Path
    world: World
    liu: ShengyuLiu
    seen: Seen
    requests: dict[date, dict[str, int]] = field(default_factory=dict)
    dollars: dict[date, float] = field(default_factory=dict)
    loads: list[datetime] = field(default_factory=list)
    late: Paper | None = None

    @property
    def list_path(self) -> Path:
        return self.folder / "publications.yaml"

    def live(self) -> None:
        for number in range(DAYS):
            day = FIRST + timedelta(days=number)
            self._happen(day, number)
            if not OFF[0] <= day <= OFF[1]:
                self.refresh(wakes(day))

    def refresh(self, at: datetime) -> list[Attempt]:
        """What the timer starts, at that moment."""
        self.world.moves_to(at)
        self.world.forget_requests()
        with Workspace(self.list_path, None, now=lambda: at, environ=self.environ, door=QUICK, read_page=READER) as workspace:
            due = DueNow(workspace).what_is_due()
            for _ in Refresh(workspace).run(due, seconds=30, citing=True):
                pass
            outcomes = workspace.outcomes
        asked = self.requests.setdefault(at.date(), {})
        for service in self.world.services:
            asked[service.name] = asked.get(service.name, 0) + len(service.requests)
        self.dollars[at.date()] = self.world.openalex.spent
        self.loads += [at for _ in self.world.google_scholar.requests]
        return outcomes

    @property
    def environ(self) -> dict[str, str]:
        return {**self.world.env, "PUBTRACK_STATE_DIR": str(self.folder / "state")}

    def _happen(self, day: date, number: int) -> None:
        """Citations come in at each source's own speed; and what the calendar above says."""
        self._count_up(day, number)
        scholar = self.world.google_scholar
        if day == REFUSED[0]:
            scholar.fails(Fault.CAPTCHA_200)
        elif day == REFUSED[1] + timedelta(days=1):
            scholar.heals()
        for service in self.world.services:
            if day == DOWN[0]:
                service.fails(Fault.SERVER_ERROR)
            elif day == DOWN[1] + timedelta(days=1):
                service.heals()
        self._edit(day)

    def _count_up(self, day: date, number: int) -> None:
        for place, row in enumerate(self.liu.rows.values()):
            row.cites = (row.cites or 0) + (number % (3 + place) == 0)
        for place, paper in enumerate((self.liu.loongserve, self.liu.distserve, self.liu.fastserve)):
            held, work = self.world.semantic_scholar.held(paper), self.world.openalex.held(paper)
            held.cites = (held.cites or 0) + (number % (5 + place) == 0)
            work.cites = (work.cites or 0) + (number % (7 + place) == 0)
        held = self.world.semantic_scholar.held(self.liu.distserve)
        if day == GLITCH:
            held.cites, self._before = 0, held.cites
        elif day == GLITCH + timedelta(days=1):
            held.cites = self._before

    _before: int | None = None

    def _edit(self, day: date) -> None:
        text = self.list_path.read_text(encoding="utf-8")
        if day == RENAMED:
            text = text.replace('  - title: "LoongServe', '  - key: loong\n    title: "LoongServe', 1)
            assert "key: loong" in text
        elif day == ADDED:
            self.late = self.world.paper(
                "Widgets That Learn to Sort Themselves", authors=["Shengyu Liu"], arxiv="2706.00077", published=day
            )
            self.world.semantic_scholar.holds(self.late, cites=3)
            text = text.replace(
                "publications:\n",
                "publications:\n  - title: Widgets That Learn to Sort Themselves\n    authors: Shengyu Liu\n    arxiv: 2706.00077\n",
                1,
            )
            assert "Widgets" in text
        elif day == RETITLED:
            assert "Fast Distributed Inference Serving" in text
            text = text.replace("Fast Distributed Inference Serving for", "Faster Distributed Inference Serving for", 1)
        else:
            return
        self.list_path.write_text(text, encoding="utf-8")

    # ------------------------------------------------------------ what is kept

    def kept(self, kind: str = "observed") -> dict[tuple[str, str], list[tuple[date, int]]]:
        """(source, record) → days and numbers of its rows, as the text file has them."""
        found: dict[tuple[str, str], list[tuple[date, int]]] = {}
        with (self.folder / "cache" / "citations.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["kind"] == kind and "#" not in row["source_id"]:
                    place = (row["source"], row["source_id"])
                    found.setdefault(place, []).append((date.fromisoformat(row["first_seen"][:10]), int(row["citations"])))
        return {place: sorted(rows) for place, rows in found.items()}

    def publications(self) -> dict[tuple[str, str], str]:
        """(source, record) → the publication of today's list that it is."""
        with Workspace(self.list_path, None, now=self.world.now, environ=self.environ) as workspace:
            listed = {one.key for one in workspace.library.publications}
            return {(one.source, one.source_id): one.publication for one in workspace.identities if one.is_it and one.publication in listed}


def wakes(day: date) -> datetime:
    """Half past two at home, when clocks are changed; half past seven abroad, which is another day in UTC."""
    zone, at = (HOME, time(2, 30)) if day < MOVES else (ABROAD, time(7, 30))
    return datetime.combine(day, at, zone).astimezone(UTC)


@pytest.fixture
def year(tmp_path: Path) -> Iterator[Year]:
    folder = tmp_path
    with World(at=datetime.combine(FIRST, time(9), UTC)) as world:
        liu = world.shengyu_liu()
        seen = Seen(now=world.now)
        seen.listen(world)
        (folder / "publications.yaml").write_text(shipped(settings=f"settings: {{{PACE}, {LIFETIMES}}}\n"), encoding="utf-8")
        lived = Year(folder=folder, world=world, liu=liu, seen=seen)
        lived.live()
        yield lived


def no_point_is_invented(year: Year) -> None:
    rows = [(place, day, number) for place, found in year.kept().items() for day, number in found]
    assert len(rows) > 200
    assert [(place, day, number) for place, day, number in rows if year.seen.numbers.get(place, {}).get(day) != number] == []


def no_point_is_lost(year: Year) -> None:
    """On every day on which a source said a number, the series says that number; each began when its record was first seen."""
    kept, lost = year.kept(), []
    for place, said in year.seen.numbers.items():
        rows = kept.get(place, [])
        for day, number in said.items():
            if rows and day >= rows[0][0] and [cited for on, cited in rows if on <= day][-1] != number:
                lost.append((place, day, number))
    assert lost == []
    assert {source for source, _ in kept} == set(COUNTING)


def a_series_begins_on_the_day_its_record_was_first_said(year: Year) -> None:
    kept = year.kept()
    of_list = [place for place, key in year.publications().items() if place in kept]
    assert len(of_list) >= 12
    assert [place for place in of_list if kept[place][0][0] != min(year.seen.numbers[place])] == []


def what_is_filled_in_lies_before_what_was_seen(year: Year) -> None:
    kept = year.kept()
    filled = year.kept("backfilled")
    assert filled
    assert all(rows[-1][0] < kept[place][0][0] and rows[-1][1] <= kept[place][0][1] for place, rows in filled.items())


def a_renamed_key_keeps_its_series(year: Year) -> None:
    keys = year.publications()
    row = ("google_scholar", f"{PROFILE_ID}:{year.liu.rows['loongserve'].row_id}")
    assert keys[row] == "loong"
    days = [on for on, _ in year.kept()[row]]
    assert min(days) < RENAMED < max(days)


def a_paper_listed_later_is_known_from_that_day(year: Year) -> None:
    assert year.late is not None
    held = year.world.semantic_scholar.held(year.late)
    assert year.kept()["semantic_scholar", held.sha] == [(wakes(ADDED).date(), 3)]


def zeros_of_one_day_are_kept_and_not_believed(year: Year) -> None:
    held = year.world.semantic_scholar.held(year.liu.distserve)
    rows, glitch = dict(year.kept()["semantic_scholar", held.sha]), wakes(GLITCH).date()
    assert rows[glitch] == 0
    before = max(day for day in rows if day < glitch)
    now = wakes(GLITCH) + timedelta(minutes=5)
    with Workspace(year.list_path, None, now=lambda: now, environ=year.environ) as workspace:
        view = workspace.view_at(now.date())
    shown = {row.citations["semantic_scholar"].count for row in view.rows if row.citations["semantic_scholar"].source_id == held.sha}
    assert shown == {rows[before]}


def scholar_is_loaded_once_in_four_weeks_and_left_alone_while_it_refuses(year: Year) -> None:
    loads = year.loads
    assert len({at.date() for at in loads}) == len(loads)
    gaps = [later - earlier for earlier, later in pairwise(loads)]
    assert min(gaps) >= timedelta(hours=20)
    calm = [at for at in loads if not REFUSED[0] <= at.date() <= REFUSED[1] + timedelta(days=1)]
    assert 9 <= len(calm) <= 12
    refused = [at for at in loads if REFUSED[0] < at.date() <= REFUSED[1]]
    assert 1 <= len(refused) <= 62


def nobody_is_asked_more_than_a_polite_guest_asks(year: Year) -> None:
    calm = {day: asked for day, asked in year.requests.items() if day > FIRST + timedelta(days=1) and not DOWN[0] <= day <= DOWN[1]}
    most = {name: max(asked[name] for asked in calm.values()) for name in next(iter(calm.values()))}
    assert most["google_scholar"] <= 1
    assert most["arxiv"] <= 3
    assert most["semantic_scholar"] <= 8
    assert most["crossref"] <= 8
    assert most["dblp"] <= 20
    assert max(year.dollars.values()) <= 0.01


def the_text_files_alone_bring_the_same_report(year: Year) -> None:
    now = year.world.now()
    shown = []
    for _ in range(2):
        with Workspace(year.list_path, None, now=lambda: now, environ=year.environ) as workspace:
            view = workspace.view_at(now.date())
            counts = workspace.store.counts()
        shown.append(
            ({(row.entry.publication.key, source): one.count for row in view.rows for source, one in row.citations.items()}, counts)
        )
        for path in (year.folder / "cache").glob("*.sqlite3*"):
            path.unlink()
    assert shown[0] == shown[1]


@pytest.mark.slow
def test_what_is_kept_after_a_year_is_what_was_seen(year: Year) -> None:
    """Everything that must hold, one after the other: a year is dear to live."""
    for holds in (
        no_point_is_invented,
        no_point_is_lost,
        a_series_begins_on_the_day_its_record_was_first_said,
        what_is_filled_in_lies_before_what_was_seen,
        a_renamed_key_keeps_its_series,
        a_paper_listed_later_is_known_from_that_day,
        zeros_of_one_day_are_kept_and_not_believed,
        scholar_is_loaded_once_in_four_weeks_and_left_alone_while_it_refuses,
        nobody_is_asked_more_than_a_polite_guest_asks,
        the_text_files_alone_bring_the_same_report,
    ):
        holds(year)
