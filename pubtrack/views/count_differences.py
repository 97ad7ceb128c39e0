"""Why the counts of one publication differ from source to source, in sentences. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from pubtrack.model.catalogue import CROSSREF, GOOGLE_SCHOLAR, OPENALEX, SEMANTIC_SCHOLAR, title
from pubtrack.records.source_words import joined
from pubtrack.records.versions import version_of
from pubtrack.views.shown_count import Shown
from pubtrack.views.view import Row

OLDER_DAYS = 7  # an answer that much older than another may lack what was cited since
# What each source takes for a citation.
COVERAGE: Mapping[str, str] = MappingProxyType(
    {
        GOOGLE_SCHOLAR: "counts whatever it finds on the web, theses, slides and preprints included, and merges the versions of a work",
        SEMANTIC_SCHOLAR: "counts the papers that it has read itself; preprint and publication are one there where it knows of both",
        OPENALEX: "counts works whose reference lists it has; a preprint may be a work of its own there",
        CROSSREF: "counts only the references that publishers deposit with it, to this DOI: few in computer science",
    }
)


def reasons(row: Row, today: date) -> tuple[str, ...]:
    """Nothing where fewer than two sources have a count."""
    known = {source: shown for source, shown in row.citations.items() if shown.count is not None}
    if len(known) < 2:
        return ()
    return (*_split(known), *_one_version_only(row, known), *_older(known, today), *_coverage(known))


def _split(known: Mapping[str, Shown]) -> Iterator[str]:
    for source, shown in known.items():
        counts = [one.count for one in shown.records if one.count is not None]
        if len(counts) > 1:
            numbers = joined([str(count) for count in sorted(counts, reverse=True)])
            yield (
                f"{title(source)} holds it as {len(counts)} records with {numbers} citations. They are not added:"
                f" the same paper may cite both. {shown.count} is that of the record that leads there."
            )


def _one_version_only(row: Row, known: Mapping[str, Shown]) -> Iterator[str]:
    """A source that holds the published version alone does not count what cites the preprint, nor the other way round."""
    held: dict[str, set[str]] = {}
    for record, _ in row.entry.records:
        version = version_of(record)
        if version is not None:
            held.setdefault(record.source, set()).add("the preprint" if version == "preprint" else "the published version")
    if len(set().union(*held.values())) < 2:
        return
    for source in known:
        versions = held.get(source, set())
        # These two hold the versions of a work as one record, whatever they call it.
        if len(versions) == 1 and source not in (GOOGLE_SCHOLAR, SEMANTIC_SCHOLAR):
            yield f"{title(source)} is known to hold {next(iter(versions))} only."


def _older(known: Mapping[str, Shown], today: date) -> Iterator[str]:
    newest = max((shown.as_of for shown in known.values() if shown.as_of is not None), default=today)
    for source, shown in known.items():
        if shown.as_of is not None and (days := (newest - shown.as_of).days) >= OLDER_DAYS:
            yield f"The number of {title(source)} is {days} days older than the newest."


def _coverage(known: Mapping[str, Shown]) -> Iterator[str]:
    yield from (f"{title(source)} {COVERAGE[source]}." for source in known if source in COVERAGE)
