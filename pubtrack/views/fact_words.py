"""Facts in words: their order, their names, and their values in one line. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from pubtrack.model.catalogue import ALL_SOURCES, LIST, title
from pubtrack.model.entry import Fact
from pubtrack.model.publication import Author, Venue
from pubtrack.model.record import Notice

ORDER = (
    "authors", "venue", "year", "date", "arxiv", "doi", "url", "landing_page", "pages", "volume", "number", "publisher", "container",
    "editor", "organization", "series", "edition", "address", "isbn", "article_number", "chapter",
    "event", "event_place", "event_on", "printed_on", "online_on", "type", "is_retracted", "notices", "primary_category", "categories",
    "version", "first_version_on", "latest_version_on", "journal_reference", "comment", "pdf_url", "code", "tags", "note", "abstract",
)  # fmt: skip
_NAMES = {
    "doi": "DOI",
    "url": "URL",
    "pdf_url": "PDF",
    "landing_page": "publisher's page",
    "container": "printed in",
    "event_place": "place",
    "event_on": "event began",
    "printed_on": "printed",
    "online_on": "online",
    "is_retracted": "retracted",
    "primary_category": "main category",
    "first_version_on": "first version",
    "latest_version_on": "latest version",
    "journal_reference": "journal reference",
    **{name: title(name) for name in (*ALL_SOURCES, LIST)},
}


def name_in_words(name: str) -> str:
    """What the fact is called for a reader."""
    return _NAMES.get(name, plain_name(name))


def plain_name(name: str) -> str:
    """The fact's own name, as the JSON has it, with blanks."""
    return name.replace("_", " ")


def source_in_words(fact: Fact) -> str:
    """Where it comes from: the source and its record."""
    return " ".join(part for part in (title(fact.source), fact.source_id) if part)


def value_in_words(value: object) -> str:
    """The value in one line."""
    if isinstance(value, Notice):
        return " ".join(str(part) for part in (value.kind, value.on, value.doi) if part)
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {one}" for name, one in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(value_in_words, value)) if isinstance(value, tuple) else plain_value(value)


def plain_value(value: object) -> str:
    """The value in one line, as it is kept: flags, numbers by name and notices are not put into words."""
    if isinstance(value, Venue):
        return " ".join(str(part) for part in (value.name, value.year, f"({value.status})") if part)
    if isinstance(value, Author):
        return value.name + "*" * value.equal_contribution
    return ", ".join(map(plain_value, value)) if isinstance(value, tuple) else str(value)
