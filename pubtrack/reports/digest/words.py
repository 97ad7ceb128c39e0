"""How news are put into words, the same in every form of a digest. Pure; nothing is escaped here but what no line may hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from pubtrack.model.catalogue import title
from pubtrack.model.record import Record
from pubtrack.records.source_words import joined
from pubtrack.reports import work_words
from pubtrack.text.printable import printable
from pubtrack.views import words
from pubtrack.views.news_items import (
    CountChange,
    FirstCitation,
    Milestone,
    NewCitation,
    NewIndex,
    News,
    Paper,
    PublicationNews,
    RecoveredSource,
    SilentSource,
)

NEAREST_SHOWN = 5
SHORT_NAME, SHORT_TITLE = 30, 44  # letters
Item = TypeVar("Item", CountChange, NewCitation, FirstCitation, Milestone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One of the person's publications with what is new about it."""

    paper: Paper
    moved: tuple[CountChange, ...]
    passed: tuple[str, ...]
    cited: tuple[NewCitation, ...]


def summary(news: News) -> str:
    """ "In all +118 by Google Scholar · +60 by OpenAlex · 14 new citing works": all together, where more than one publication has news."""
    of_source: dict[str, int] = {}
    for one in news.moved:
        of_source[one.source] = of_source.get(one.source, 0) + one.change
    if len({one.publication for one in news.moved} | {one.publication for one in news.cited}) < 2:
        return ""
    parts = [f"{change:+d} by {printable(title(source))}" for source, change in of_source.items()]
    return "In all " + " · ".join([*parts, *([words.many(len(news.cited), "new citing work")] if news.cited else [])])


def sections(news: News) -> list[Section]:
    """What is new publication by publication: what moved most before the rest, which is in the order of the list."""
    return sorted(_sections(news), key=lambda one: -max((abs(moved.change) for moved in one.moved), default=0))


def _sections(news: News) -> Iterator[Section]:
    moved, cited = _grouped(news.moved), _grouped(news.cited)
    firsts, milestones = _grouped(news.first_citations), _grouped(news.milestones)
    for key, paper in news.papers.items():
        if key in moved or key in cited:
            passed = [*map(first_citation, firsts.get(key, ())), *map(milestone, milestones.get(key, ()))]
            yield Section(paper=paper, moved=tuple(moved.get(key, ())), passed=tuple(passed), cited=tuple(cited.get(key, ())))


def _grouped(found: Iterable[Item]) -> dict[str, list[Item]]:
    groups: dict[str, list[Item]] = {}
    for one in found:
        groups.setdefault(one.publication, []).append(one)
    return groups


def whose(news: News) -> str:
    return printable(", ".join(person.name for person in news.people)) or "Publications"


def span(news: News) -> str:
    """ "What is new since 16 Nov, up to 23 Nov 2026 (days are UTC)"."""
    until = news.until.date()
    day = f"{until.day} {until:%b} {until.year}"
    if news.since == until:
        return f"What is new on {day} (days are UTC)"
    begin = words.day(news.since, until) if news.since is not None else "the first counts"
    return f"What is new since {begin}, up to {day} (days are UTC)"


# ---------------------------------------------------------------- counts


def days(one: CountChange, today: date) -> str:
    return f"{words.day(one.before_on, today)} → {words.day(one.now_on, today)}"


def remark(one: CountChange) -> str:
    return "another of its records leads now" if one.other_record else ""


def first_citation(one: FirstCitation) -> str:
    phrase = "First citation" if one.count == 1 else f"First citations: {one.count}"
    return f"{phrase} by {printable(title(one.source))}"


def milestone(one: Milestone) -> str:
    return f"{one.reached} citations by {printable(title(one.source))}"


def index(one: NewIndex, news: News) -> str:
    """ "h-index 12 → 13 by Google Scholar", with the person's name where there are several."""
    named = f"{printable(one.person)}: " if one.person is not None and len(news.people) > 1 else ""
    return f"{named}h-index {one.before} → {one.now} by {printable(title(one.source))}"


def margin_words(one: NewIndex, news: News) -> str:
    """ "To reach 14 it lacks citations: 3 for DistServe and 5 for RLHFuse"."""
    margin = one.margin
    near = [f"{short.needs} for {short_name(news, short.key)}" for short in margin.nearest[:NEAREST_SHOWN]]
    more = len(margin.nearest) - len(near)
    named = f"{', '.join(near)} and more for {words.many(more, 'other')}" if more > 0 else joined(near or [""])
    parts = [f"citations{_of_any(one)}: {named}"] if near else []
    if margin.new:
        parts.append(f"{words.many(margin.new, 'more publication')} with {words.many(margin.target, 'citation')}")
    return f"To reach {margin.target} it lacks {'; and '.join(parts)}"


def _of_any(one: NewIndex) -> str:
    margin = one.margin
    return f" of any {margin.any_of} of these" if margin.any_of < len(margin.nearest) else ""


def short_name(news: News, key: str) -> str:
    """A publication in a few words: what stands before the colon of its title, else the beginning."""
    whole = printable(news.papers[key].title) if key in news.papers else printable(key)
    name = whole.partition(":")[0].strip()
    if name and name != whole and len(name) <= SHORT_NAME:
        return name
    return whole if len(whole) <= SHORT_TITLE else f"{whole[: SHORT_TITLE - 1].rstrip()}…"


# ---------------------------------------------------------------- works that cite


def work_title(one: NewCitation) -> str:
    return work_words.title_of(one.work, one.record)


def authors(record: Record | None) -> str:
    return work_words.authors(record)


def venue(record: Record | None) -> str | None:
    return work_words.venue(record)


def appeared_in(record: Record | None) -> str:
    return work_words.appeared_in(record)


def link(one: NewCitation) -> str | None:
    return work_words.link(one.work, one.record)


def remarks(one: NewCitation, news: News) -> Iterator[str]:
    """Whose self-citation it is, and what else of the list it cites."""
    if one.by_themselves:
        yield f"self-citation: {printable(', '.join(one.by_themselves))}"
    if one.also:
        yield f"also cites: {', '.join(short_name(news, key) for key in one.also)}"


# ---------------------------------------------------------------- what to do, and sources


def to_do(one: PublicationNews) -> str:
    """Where the lines of `edit` belong. The folder of the list is left out: a digest goes to others too."""
    if one.place is None:
        return f"To let the list say so, type in the entry {printable(one.publication)}"
    name = one.place.file.replace("\\", "/").rpartition("/")[2]
    return f"To let the list say so, type in its entry at {printable(name)}, line {one.place.line}"


def silent(one: SilentSource, today: date) -> str:
    name, reason = printable(title(one.source)), printable(one.reason)
    because = f": {reason}" if reason else ""
    since = words.day(one.since.date(), today)
    if one.last_success is None:
        return f"{name} has never answered, and fails since {since}{because}"
    return f"{name} answered last on {words.day(one.last_success.date(), today)}, and fails since {since}{because}"


def answering(one: RecoveredSource, today: date) -> str:
    before = f", for the first time since {words.day(one.silent_since.date(), today)}" if one.silent_since is not None else ""
    return f"{printable(title(one.source))} answers again (last on {words.day(one.last_success.date(), today)}{before})"


def works(group: Sequence[NewCitation]) -> str:
    return "1 new work cites it" if len(group) == 1 else f"{len(group)} new works cite it"
