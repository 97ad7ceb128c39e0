"""Reads the list's `settings`. A setting that cannot be is said, and its default holds. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from pubtrack.library import values
from pubtrack.library.fields import MOST_SCHOLAR_PAGES, SCHOLAR, SETTINGS, SOURCES
from pubtrack.library.nodes import MappingNode, Node
from pubtrack.library.reading import Reading, is_absent, nearest, shown
from pubtrack.model import NO_NUMBERS, Settings

LONGEST_PACE_SECONDS = 3600
LONGEST_LIFETIME_DAYS = 3650


def read_settings(node: Node | None, reading: Reading) -> Settings:
    if node is None:
        return Settings()
    if not isinstance(node, MappingNode):
        reading.error(node, "wrong-type", "`settings` takes fields. Type them below it, indented: `headline: google_scholar`.")
        return Settings()
    fields = reading.fields(node, SETTINGS, "settings")
    days = f"Type days, more than 0 and up to {LONGEST_LIFETIME_DAYS}."
    return Settings(
        pace=_amounts(fields.get("pace"), "pace", _is_pace, f"Type seconds from 0 to {LONGEST_PACE_SECONDS}.", reading),
        lifetime=_amounts(fields.get("lifetime"), "lifetime", _is_lifetime, days, reading),
        headline=_headline(fields.get("headline"), reading),
        google_scholar_pages=_pages(fields.get("google_scholar"), reading),
    )


def _is_pace(seconds: float) -> bool:
    return seconds <= LONGEST_PACE_SECONDS


def _is_lifetime(days: float) -> bool:
    return 0 < days <= LONGEST_LIFETIME_DAYS


def _is_page_count(pages: float) -> bool:
    return pages == int(pages) and 1 <= pages <= MOST_SCHOLAR_PAGES


def _amounts(node: Node | None, name: str, is_possible: Callable[[float], bool], advice: str, reading: Reading) -> Mapping[str, float]:
    if node is None:
        return NO_NUMBERS
    if not isinstance(node, MappingNode):
        reading.error(node, "wrong-type", f"`{name}` takes a number for each source. Type `{name}: {{arxiv: 7}}`.")
        return NO_NUMBERS
    found = {}
    for source, value in node.items:
        if nearest(source.value, SOURCES):
            _warn_of_source(source, source.value, reading)
        amount = None if is_absent(value) else values.number(value, source.value, reading, is_possible, advice)
        if amount is not None:
            found[source.value] = amount
    return MappingProxyType(found)


def _headline(node: Node | None, reading: Reading) -> str | None:
    source = values.text(node, "headline", reading) if node is not None else None
    if node is not None and source is not None:
        _warn_of_source(node, source, reading)
    return source


def _warn_of_source(node: Node, source: str, reading: Reading) -> None:
    """Sources may come from elsewhere, so an unknown name is no error."""
    if source not in SOURCES:
        meant = nearest(source, SOURCES)
        advice = f"Did you mean `{meant}`?" if meant else f"Those are {', '.join(SOURCES)}."
        reading.warn(node, "unknown-source", f"`{shown(source)}` is no source that pubtrack ships. {advice}")


def _pages(node: Node | None, reading: Reading) -> int:
    default = Settings().google_scholar_pages
    if node is None:
        return default
    if not isinstance(node, MappingNode):
        reading.error(node, "wrong-type", "`google_scholar` takes fields here. Type `google_scholar: {pages: 2}`.")
        return default
    pages = reading.fields(node, SCHOLAR, "google_scholar settings").get("pages")
    advice = f"Type a whole number from 1 to {MOST_SCHOLAR_PAGES}."
    found = values.number(pages, "pages", reading, _is_page_count, advice) if pages is not None else None
    return default if found is None else int(found)
