"""Reading who cites: what is due, how far it goes, and that half a reading loses nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import ClassVar

import pytest

from pubtrack.app.citing_reader import CitedPublication, CitingReader
from pubtrack.errors import FailureKind, SourceFailure
from pubtrack.model.answer import Estimate
from pubtrack.model.count import Count
from pubtrack.model.identity import CitingWork
from pubtrack.model.publication import Publication
from pubtrack.model.record import Record
from pubtrack.model.source import CitingPage
from pubtrack.records.match import NO_IDS_OR_TITLES
from pubtrack.store import Store, text_files
from pubtrack.store.citing_works import citing_works

MONDAY = date(2030, 1, 7)
TUESDAY, WEDNESDAY, NEXT_WEEK = (MONDAY + timedelta(days=days) for days in (1, 2, 7))


class Index:
    """A source that lists citing works, the newest first, a few on each page. `cites` tells it of one."""

    name: ClassVar[str] = "openalex"
    page_size: ClassVar[int] = 3

    def __init__(self) -> None:
        self.lists: dict[str, list[Record]] = {}
        self.asked: list[tuple[str, int]] = []
        self.today = MONDAY
        self.money = 1000
        self.failures: dict[tuple[str, int], SourceFailure] = {}

    def estimate(self, requests: int) -> Estimate:
        return Estimate(requests=requests)

    def questions(self, records: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        return (tuple(records),)

    def page(self, records: Sequence[str], offset: int) -> CitingPage | None:
        if not self.money:
            return None
        self.money -= 1
        self.asked.append((records[0], offset))
        failure = self.failures.get((records[0], offset))
        if failure is not None:
            raise failure
        found = [one for record in records for one in self.lists.get(record, [])]
        end = offset + self.page_size
        at = datetime.combine(self.today, time(9), UTC)
        return CitingPage(at=at, records=tuple(found[offset:end]), next_offset=end if end < len(found) else None)

    def cites(self, cited: str, *numbers: int) -> None:
        for number in numbers:
            title = f"Study {number} of the pipes through which widgets travel"
            self.lists.setdefault(cited, []).insert(
                0, Record(source=self.name, source_id=f"W{number}", title=title, authors=("Cora Example",), year=2029)
            )

    def fails(self, cited: str, offset: int, kind: FailureKind) -> None:
        self.failures[cited, offset] = SourceFailure(self.name, kind, "answered with a picture")

    @property
    def offsets(self) -> list[int]:
        return [offset for _, offset in self.asked]


class Scene:
    """A store, a source, and the days on which its counts were seen."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.index = Index()
        self.counts: list[Count] = []
        self.findings: list[str] = []

    def day(self, day: date, *, requests: int = 100, everything: bool = False, keys: Sequence[str] = ("W100",)) -> dict[str, int]:
        """The counts are seen as they are that day, and who cites is read; how many works were new for each, and how many pages it took."""
        self.index.today, self.index.asked = day, []
        for key in keys:
            now = len(self.index.lists.get(key, []))
            last = max((one for one in self.counts if one.source_id == key), key=lambda one: one.day, default=None)
            if last is None or last.citations != now:
                self.counts.append(Count.at(day, source="openalex", source_id=key, citations=now))
        publications = {key: cited(key, len(self.index.lists.get(key, []))) for key in keys}
        asking = CitingReader(self.store, publications, self.counts, today=lambda: day, everything=everything)
        found: dict[str, int] = {}
        for event in asking.read(self.index, requests):
            found[event.publication] = found.get(event.publication, 0) + event.new
        self.findings = [one.message for one in asking.findings]
        return found

    def works(self) -> tuple[CitingWork, ...]:
        return citing_works(self.store)

    def news(self) -> list[str]:
        return [one.work for one in self.works() if one.is_news]


def cited(key: str, citations: int) -> CitedPublication:
    record = Record(source="openalex", source_id=key, title="Widgets at scale", citations=citations)
    return CitedPublication(publication=Publication(key=key, title="Widgets at scale"), records=(record,), known=NO_IDS_OR_TITLES)


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with Store(tmp_path / "cache") as store:
        yield Scene(store)


# ---------------------------------------------------------------- what is news


def test_what_was_there_at_the_first_reading_is_no_news(scene: Scene) -> None:
    scene.index.cites("W100", *range(1, 8))
    assert scene.day(MONDAY) == {"W100": 7}
    assert (len(scene.works()), scene.news()) == (7, [])


def test_what_comes_later_is_news_with_its_day(scene: Scene) -> None:
    scene.index.cites("W100", 1)
    scene.day(MONDAY)
    scene.index.cites("W100", 2)
    scene.day(TUESDAY)
    assert [(one.work, one.first_seen, one.is_news) for one in scene.works()] == [
        ("openalex:W1", MONDAY, False),
        ("openalex:W2", TUESDAY, True),
    ]


def test_the_first_citation_of_all_is_news(scene: Scene) -> None:
    scene.day(MONDAY)
    scene.index.cites("W100", 1)
    scene.day(TUESDAY)
    assert scene.index.asked == [("W100", 0)]
    assert scene.news() == ["openalex:W1"]


def test_the_details_are_kept_as_they_were_written(scene: Scene) -> None:
    title = "<script>alert(1)</script> [bold] \x1b[31m =1+1 %s {"
    scene.index.lists["W100"] = [Record(source="openalex", source_id="W1", title=title, authors=("Cora <i>Example</i>",), year=2029)]
    scene.day(MONDAY)
    (work,) = scene.works()
    assert work.record is not None
    assert (work.record.title, work.record.authors) == (title, ("Cora <i>Example</i>",))


def test_a_flood_of_text_is_bounded(scene: Scene) -> None:
    scene.index.lists["W100"] = [Record(source="openalex", source_id="W1", title="x" * 20_000, authors=("y" * 20_000,), year=2029)]
    scene.day(MONDAY)
    (work,) = scene.works()
    assert work.record is not None
    assert (len(work.record.title), len(work.record.authors[0])) == (2000, 200)


# ---------------------------------------------------------------- how far


def test_nobody_is_asked_while_the_count_stands_still(scene: Scene) -> None:
    scene.index.cites("W100", 1, 2)
    scene.day(MONDAY)
    assert scene.day(TUESDAY) == {}
    assert scene.index.asked == []


def test_a_reading_ends_where_only_known_works_come(scene: Scene) -> None:
    scene.index.cites("W100", *range(1, 21))
    scene.day(MONDAY)
    scene.index.cites("W100", 30)
    scene.day(TUESDAY)
    assert scene.index.offsets == [0, 3]


def test_while_the_count_says_that_more_came_it_looks_one_page_further(scene: Scene) -> None:
    scene.index.cites("W100", *range(1, 21))
    scene.day(MONDAY)
    scene.index.lists["W100"].append(Record(source="openalex", source_id="W99", title="An old study that was found late", year=1999))
    scene.day(TUESDAY)
    assert scene.index.offsets == [0, 3]


def test_asked_for_all_it_reads_to_the_end(scene: Scene) -> None:
    scene.index.cites("W100", *range(1, 8))
    scene.day(MONDAY)
    scene.day(TUESDAY, everything=True)
    assert scene.index.offsets == [0, 3, 6]
    assert scene.news() == []


# ---------------------------------------------------------------- half a reading


def test_a_first_reading_that_the_budget_cuts_goes_on_the_next_day(scene: Scene) -> None:
    scene.index.cites("W100", *range(1, 21))
    scene.day(MONDAY, requests=3)
    assert len(scene.works()) == 9
    scene.day(TUESDAY, requests=3)
    assert scene.index.offsets == [6, 9, 12]
    scene.day(WEDNESDAY)
    assert scene.index.offsets[-1] == 18
    assert (len(scene.works()), scene.news()) == (20, [])
    assert scene.day(NEXT_WEEK) == {}


def test_what_comes_during_a_long_first_reading_is_not_lost(scene: Scene) -> None:
    scene.index.cites("W100", *range(1, 21))
    scene.day(MONDAY, requests=3)
    scene.index.cites("W100", 30)
    scene.day(TUESDAY)
    scene.index.cites("W100", 31)
    scene.day(WEDNESDAY)
    assert len(scene.works()) == 22
    assert "openalex:W31" in scene.news()


def test_a_reading_that_fails_in_the_middle_keeps_its_pages_and_comes_back(scene: Scene) -> None:
    scene.index.cites("W100", *range(1, 4))
    scene.day(MONDAY)
    scene.index.cites("W100", *range(11, 18))
    scene.index.fails("W100", 3, "busy")
    scene.day(TUESDAY)
    assert len(scene.news()) == 3
    scene.index.failures.clear()
    scene.day(WEDNESDAY)
    assert sorted(one.first_seen for one in scene.works() if one.is_news) == [TUESDAY] * 3 + [WEDNESDAY] * 4


def test_without_money_nothing_is_asked_and_nothing_is_said(scene: Scene) -> None:
    scene.index.cites("W100", 1)
    scene.index.money = 0
    assert scene.day(MONDAY) == {}
    assert scene.findings == []
    scene.index.money = 1
    assert scene.day(TUESDAY) == {"W100": 1}
    assert scene.news() == []


def test_a_host_that_fails_is_left_alone_and_said_once(scene: Scene) -> None:
    scene.index.cites("W100", 1)
    scene.index.cites("W200", 1, 2)
    scene.index.fails("W100", 0, "unreadable")
    scene.day(MONDAY, keys=("W100", "W200"))
    assert scene.index.asked == [("W100", 0)]
    assert len(scene.findings) == 1
    assert "answered with a picture" in scene.findings[0]


def test_a_question_that_is_not_taken_costs_its_publication_only(scene: Scene) -> None:
    scene.index.cites("W100", 1)
    scene.index.cites("W200", 1, 2)
    scene.index.fails("W100", 0, "not_taken")
    assert scene.day(MONDAY, keys=("W100", "W200")) == {"W200": 2}
    assert len(scene.findings) == 1


@pytest.mark.parametrize("kind", ["cooling", "resting", "out_of_time", "off"])
def test_who_was_not_even_asked_needs_no_words(scene: Scene, kind: FailureKind) -> None:
    scene.index.cites("W100", 1)
    scene.index.fails("W100", 0, kind)
    scene.day(MONDAY)
    assert scene.findings == []


# ---------------------------------------------------------------- whose turn


def test_the_news_come_before_the_old_and_the_most_moved_first(scene: Scene) -> None:
    keys = ("W100", "W200", "W300", "W400")
    scene.index.cites("W100", 1)
    scene.index.cites("W200", 2)
    scene.day(MONDAY, keys=keys[:2])
    scene.index.cites("W100", 11)
    scene.index.cites("W200", 21, 22)
    scene.index.cites("W300", 31, 32)
    scene.index.cites("W400", 41)
    scene.day(TUESDAY, keys=keys)
    assert [key for key, _ in scene.index.asked] == ["W200", "W100", "W400", "W300"]


def test_the_requests_of_a_run_are_for_all_publications_together(scene: Scene) -> None:
    for key in ("W100", "W200", "W300"):
        scene.index.cites(key, 1)
    assert scene.day(MONDAY, requests=0, keys=("W100", "W200", "W300")) == {}
    scene.day(TUESDAY, requests=2, keys=("W100", "W200", "W300"))
    assert len(scene.index.asked) == 2
    assert list(scene.day(WEDNESDAY, requests=2, keys=("W100", "W200", "W300"))) == ["W300"]


def test_questions_that_are_not_taken_are_requests_too(scene: Scene) -> None:
    keys = ("W100", "W200", "W300")
    for key in keys:
        scene.index.cites(key, 1)
        scene.index.fails(key, 0, "not_taken")
    scene.day(MONDAY, requests=0, keys=keys)
    scene.day(TUESDAY, requests=2, keys=keys)
    assert len(scene.index.asked) == 2


def test_a_long_list_is_not_read_about_on_the_day_of_its_first_counts(scene: Scene) -> None:
    keys = ("W100", "W200", "W300")
    for key in keys:
        scene.index.cites(key, 1)
    scene.day(MONDAY, requests=2, keys=keys)
    assert scene.index.asked == []


def test_a_publication_is_no_citing_work_of_itself(scene: Scene) -> None:
    scene.index.cites("W100", 1)
    itself = Record(source="openalex", source_id="W100", title="Widgets at scale")
    scene.index.lists["W100"].append(itself)
    scene.day(MONDAY)
    assert [one.work for one in scene.works()] == ["openalex:W1"]


# ---------------------------------------------------------------- what travels


def test_a_fresh_clone_knows_what_is_known_and_takes_nothing_for_new(scene: Scene, tmp_path: Path) -> None:
    scene.index.cites("W100", *range(1, 8))
    scene.day(MONDAY)
    scene.index.cites("W100", 8)
    scene.day(TUESDAY)
    scene.store.write_text()
    (tmp_path / "clone").mkdir()
    for name, _ in text_files.FILES:
        (tmp_path / "clone" / name).write_bytes((tmp_path / "cache" / name).read_bytes())
    with Store(tmp_path / "clone") as store:
        clone = Scene(store)
        clone.index.lists = scene.index.lists
        clone.counts = list(scene.counts)
        assert [(one.work, one.first_seen, one.is_news) for one in clone.works()] == [
            (one.work, one.first_seen, one.is_news) for one in scene.works()
        ]
        assert all(one.record is None for one in clone.works())
        clone.index.cites("W100", 9)
        clone.day(WEDNESDAY)
        assert clone.news() == ["openalex:W8", "openalex:W9"]
        assert store.identities() == ()


def test_notes_of_citing_works_are_no_identities(scene: Scene) -> None:
    scene.index.cites("W100", 1)
    scene.day(MONDAY)
    assert scene.store.identities() == ()
