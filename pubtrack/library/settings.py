"""Reads the list's `settings`. A setting that cannot be is said, and its default holds. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from pubtrack.library import values
from pubtrack.library.fields import LARGEST_DAILY_BUDGET, MOST_CITING_REQUESTS, MOST_SCHOLAR_PAGES, OPENALEX, SCHOLAR, SETTINGS
from pubtrack.library.reading import Reading, is_absent, nearest, shown
from pubtrack.library.yaml_nodes import MappingNode, Node
from pubtrack.model.catalogue import CITING, SOURCES
from pubtrack.model.publication import Settings
from pubtrack.model.record import NO_NUMBERS

LONGEST_PACE_SECONDS = 3600
NO_SOURCES: Mapping[str, Mapping[str, str]] = MappingProxyType({})
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
        openalex_daily_budget=_daily_budget(fields.get("openalex"), reading),
        citing=_citing(fields.get("citing"), reading),
        of_source=_plugged_in(fields.get("sources"), reading),
    )


def _is_pace(seconds: float) -> bool:
    return seconds <= LONGEST_PACE_SECONDS


def _is_lifetime(days: float) -> bool:
    return 0 < days <= LONGEST_LIFETIME_DAYS


def _is_page_count(pages: float) -> bool:
    return pages == int(pages) and 1 <= pages <= MOST_SCHOLAR_PAGES


def _is_budget(dollars: float) -> bool:
    return 0 <= dollars <= LARGEST_DAILY_BUDGET


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


def _daily_budget(node: Node | None, reading: Reading) -> float | None:
    if node is None:
        return None
    if not isinstance(node, MappingNode):
        reading.error(node, "wrong-type", "`openalex` takes fields here. Type `openalex: {daily_budget: 0.05}`.")
        return None
    budget = reading.fields(node, OPENALEX, "openalex settings").get("daily_budget")
    advice = f"Type US dollars from 0 to {LARGEST_DAILY_BUDGET}."
    return values.number(budget, "daily_budget", reading, _is_budget, advice) if budget is not None else None


def _is_request_count(requests: float) -> bool:
    return requests == int(requests) and 0 <= requests <= MOST_CITING_REQUESTS


def _citing(node: Node | None, reading: Reading) -> Mapping[str, int]:
    """Requests a run, of the sources that tell who cites; another source is said and left out."""
    if node is not None and not isinstance(node, MappingNode):
        reading.error(node, "wrong-type", "`citing` takes a number for each source. Type `citing: {openalex: 20}`.")
        return MappingProxyType({})
    advice = f"Type a whole number of requests a run, from 0 (never) to {MOST_CITING_REQUESTS}."
    found: dict[str, int] = {}
    for source, value in node.items if node is not None else ():
        if source.value not in CITING:
            told = f"`{shown(source.value)}` is not asked who cites. Those that tell are {' and '.join(CITING)}."
            reading.warn(source, "unknown-source", told)
        elif not is_absent(value) and (typed := values.number(value, source.value, reading, _is_request_count, advice)) is not None:
            found[source.value] = int(typed)
    return MappingProxyType(found)


def _plugged_in(node: Node | None, reading: Reading) -> Mapping[str, Mapping[str, str]]:
    """Each source's own settings as typed; what they mean is the source's affair."""
    if node is None:
        return NO_SOURCES
    if not isinstance(node, MappingNode):
        reading.error(node, "wrong-type", "`sources` takes names of sources, each with fields below it.")
        return NO_SOURCES
    found: dict[str, Mapping[str, str]] = {}
    for name, told in node.items:
        if isinstance(told, MappingNode):
            fields = {one.value: values.text(value, one.value, reading) for one, value in told.items if not is_absent(value)}
            found[name.value] = MappingProxyType({field: value for field, value in fields.items() if value is not None})
        elif not is_absent(told):
            reading.error(told, "wrong-type", f"`{shown(name.value)}` takes fields here. Type `{shown(name.value)}: {{...}}`.")
    return MappingProxyType(found)
