"""The report as JSON, in the shape that `report.schema.json` in the folder above describes. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from pubtrack.model.entry import Entry, named_venue
from pubtrack.model.finding import Finding
from pubtrack.model.publication import Author, Person
from pubtrack.planning.outstanding import Outstanding
from pubtrack.reports import facts_json
from pubtrack.text import names
from pubtrack.text.harmless import harmless_json
from pubtrack.views.shown_count import Shown
from pubtrack.views.view import UNKNOWN, ProfileShown, Row, View

# What JSON leaves as it is and a terminal obeys (C1 controls, marks that reorder what stands on the screen) or cannot be
# sent (half a character).


def as_json(view: View) -> str:
    """One object, a line for each publication and problem, keys in a fixed order; unknown is null."""
    return "".join(parts(view))


def parts(view: View) -> Iterator[str]:
    """The same in parts to be written one after the other: whole, a long report is larger than all that is known."""
    profiles = {one.source: _profile(one) for one in reversed(view.profiles)}
    report: dict[str, object] = {
        "generated": view.generated.isoformat(timespec="seconds"),
        "people": [{"name": person.name, "google_scholar": person.google_scholar, "orcid": person.orcid} for person in view.people],
        "headline": view.headline,
        "totals": {
            "publications": view.totals.publications,
            "citations": dict(view.totals.citations),
            "h_index": dict(view.totals.h_index),
            "i10_index": dict(view.totals.i10_index),
            **_filled_in(view),
        },
        "profile": {"google_scholar": profiles.get("google_scholar")},
        "profiles": [{"person": one.person, "source": one.source, **_profile(one)} for one in view.profiles],
        "publications": (_publication(row, view) for row in view.rows),
        "problems": (problem(one) for one in view.findings),
        "still_to_ask": [still_to_ask(one) for one in view.still_to_ask],
    }
    for place, (name, value) in enumerate(report.items()):
        yield f"{',' if place else '{'}\n  {_dump(name)}: "
        yield from _lines(value) if isinstance(value, list | Iterator) else (_dump(value),)
    yield "\n}"


def still_to_ask(one: Outstanding) -> dict[str, object]:
    return {"source": one.source, "publications": one.publications, "of": one.of, "by": one.by.isoformat()}


def _lines(values: Iterable[object]) -> Iterator[str]:
    """Each element on a line of its own. (json's own indentation is slow.)"""
    is_empty = True
    for value in values:
        yield f"{'[' if is_empty else ','}\n    {_dump(value)}"
        is_empty = False
    yield "[]" if is_empty else "\n  ]"


_encode = msgspec.json.Encoder().encode


def _dump(value: object) -> str:
    """What json makes of it, in a third of the time. (No number in a report is a fraction: those are written differently.)"""
    try:
        text = msgspec.json.format(_encode(value), indent=0).decode()
    except UnicodeEncodeError:  # half a character
        text = json.dumps(value, ensure_ascii=False)
    return harmless_json(text)


def _profile(profile: ProfileShown) -> dict[str, Any]:
    known = ("citations", "citations_5y", "h_index", "h_index_5y", "i10_index", "i10_index_5y", "articles")
    return {
        "source_id": profile.source_id,
        **{name: profile.numbers.get(name) for name in known},
        "cites_per_year": {str(year): count for year, count in profile.cites_per_year.items()},
        "as_of": profile.as_of.isoformat(),
        "kind": profile.kind,
    }


def _filled_in(view: View) -> dict[str, dict[str, int]]:
    """How many counts of each source were filled in; left out where all were observed."""
    filled = {one: sum(row.citations.get(one, UNKNOWN).kind == "backfilled" for row in view.rows) for one in view.totals.citations}
    return {"filled_in": filled} if any(filled.values()) else {}


def _publication(row: Row, view: View) -> dict[str, Any]:
    facts, publication, named = row.entry.facts, row.entry.publication, named_venue(row.entry)
    return {
        "key": publication.key,
        "title": publication.title,
        "authors": [_author(author, view.people) for author in _authors(row.entry)],
        "venue": named.name if named else None,
        "year": facts["year"].value if "year" in facts else None,
        "status": named.status if named else None,
        "ids": facts_json.ids(row),
        "citations": {source: shown_as_json(shown) for source, shown in row.citations.items()},
        "url": facts["url"].value if "url" in facts else None,
        "tags": list(publication.tags),
        "retracted": facts["is_retracted"].value if "is_retracted" in facts else None,
        "facts": facts_json.bibliographic(row.entry),
        "records": facts_json.records(row),
    }


def _authors(entry: Entry) -> tuple[Author, ...]:
    """As listed; where the list names none, as a source does."""
    value = entry.facts["authors"].value if "authors" in entry.facts else ()
    return tuple(one if isinstance(one, Author) else Author(name=str(one)) for one in value) if isinstance(value, tuple) else ()


def _author(author: Author, people: tuple[Person, ...]) -> dict[str, Any]:
    is_owner = any(names.same(author.name, name) for person in people for name in (person.name, *person.aliases))
    return {"name": author.name, "equal_contribution": author.equal_contribution, "is_owner": is_owner}


def shown_as_json(shown: Shown) -> dict[str, Any]:
    """A publication's count at one source."""
    return {
        "count": shown.count,
        "as_of": shown.as_of.isoformat() if shown.as_of else None,
        "source_id": shown.source_id,
        "stale": shown.stale,
        "suspect": shown.suspect,
        "suspect_count": shown.suspect_count,
        "change": shown.change,
        "changed_on": shown.changed_on.isoformat() if shown.changed_on else None,
        "kind": shown.kind if shown.count is not None else None,
    }


def problem(finding: Finding) -> dict[str, Any]:
    """One finding as an object."""
    return {
        "severity": finding.severity,
        "source": finding.source,
        "publication": finding.publication,
        "kind": finding.kind,
        "message": finding.message,
        "place": str(finding.place) if finding.place else None,
    }
