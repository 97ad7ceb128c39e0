"""Where sources contradict each other about one publication: what is told, and who says which. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pubtrack.model.catalogue import title
from pubtrack.model.entry import Entry
from pubtrack.model.record import Record
from pubtrack.records import lead_record
from pubtrack.records.compare import compared_records, is_same_title
from pubtrack.records.lead_record import Published
from pubtrack.text import names, titles


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of several things that are said, and the sources that say it."""

    value: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """What two or more sources say differently about: a title, the authors, a year, ..."""

    about: str
    sides: tuple[Side, ...]


def between_sources(entry: Entry) -> tuple[Contradiction, ...]:
    """Titles and authors of all records; what is said of the version that leads, and never what is said of two versions."""
    records = compared_records(entry)
    found = [
        _sides("title", [(one.title, one.source) for one in records if one.title_complete], _same_title),
        _sides("authors", [(", ".join(one.authors), one.source) for one in records if one.authors and one.authors_complete], _same_authors),
        _sides("retracted", [("yes" if one.is_retracted else "no", one.source) for one in records if one.is_retracted is not None]),
        *_of_the_version(lead_record.published(entry.records)),
    ]
    return tuple(one for one in found if one is not None)


def in_words(contradiction: Contradiction) -> str:
    """ "Crossref and DBLP: 2024; OpenAlex: 2023"."""
    return "; ".join(f"{', '.join(map(title, side.sources))}: {side.value}" for side in contradiction.sides)


def _of_the_version(found: Sequence[Published]) -> Iterator[Contradiction | None]:
    lead = lead_record.best_lead(found)
    if lead is None:
        return
    there = [one for one in found if lead_record.same_place(lead.agreeing[0].places, one.places) is True or one in lead.agreeing]
    yield _sides("year", [(_years(one), one.record.source) for one in there if one.years], _same_years)
    own = [one.record for one in lead.agreeing]
    for name, values in (("pages", _pages), ("volume", _volume), ("DOI", _doi)):
        yield _sides(name, [(value, one.source) for one in own if (value := values(one))], _same_text)


def _sides(about: str, statements: Iterable[tuple[str, str]], same: Callable[[str, str], bool] | None = None) -> Contradiction | None:
    """What is said in groups that agree; None where all agree."""
    groups: list[tuple[str, dict[str, None]]] = []
    for value, source in statements:
        group = next((group for group in groups if group[0] == value or (same is not None and same(group[0], value))), None)
        if group is None:
            groups.append((value, {source: None}))
        else:
            group[1][source] = None
    if len(groups) < 2:
        return None
    return Contradiction(about=about, sides=tuple(Side(value=value, sources=tuple(sources)) for value, sources in groups))


def _same_title(one: str, other: str) -> bool:
    return is_same_title(one, other)


def _same_authors(one: str, other: str) -> bool:
    first, second = one.split(", "), other.split(", ")
    return len(first) == len(second) and all(a == b or names.same(a, b) for a, b in zip(first, second, strict=True))


def _years(one: Published) -> str:
    return "/".join(str(year) for year in sorted(one.years))


def _same_years(one: str, other: str) -> bool:
    """What was online the year before it was printed is not said differently."""
    return not set(one.split("/")).isdisjoint(other.split("/"))


def _pages(record: Record) -> str:
    return re.sub(r"\s*[-‐-―]+\s*", "-", record.pages or "")


def _volume(record: Record) -> str:
    return record.volume or ""


def _doi(record: Record) -> str:
    return next(iter(record.ids.get("doi", ())), "")


def _same_text(one: str, other: str) -> bool:
    return titles.squeeze(one) == titles.squeeze(other)
