"""The report as JSON, in the shape that `report.schema.json` beside this file describes. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from pubtrack.model import Author, Entry, Finding, Person
from pubtrack.reports.view import ProfileShown, Row, Shown, View
from pubtrack.text import names

# What JSON leaves as it is and a terminal obeys (C1 controls, marks that reorder what stands on the screen) or cannot be
# sent (half a character).
_COMMANDING = re.compile(r"[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def as_json(view: View) -> str:
    """One object, a line for each publication and problem, keys in a fixed order; unknown is null."""
    profiles = {one.source: _profile(one) for one in reversed(view.profiles)}
    report = {
        "generated": view.generated.isoformat(timespec="seconds"),
        "people": [{"name": person.name, "google_scholar": person.google_scholar, "orcid": person.orcid} for person in view.people],
        "headline": view.headline,
        "totals": {
            "publications": view.totals.publications,
            "citations": dict(view.totals.citations),
            "h_index": dict(view.totals.h_index),
            "i10_index": dict(view.totals.i10_index),
        },
        "profile": {"google_scholar": profiles.get("google_scholar")},
        "profiles": [{"person": one.person, "source": one.source, **_profile(one)} for one in view.profiles],
        "publications": [_publication(row, view) for row in view.rows],
        "problems": [problem(one) for one in view.findings],
    }
    return "{\n" + ",\n".join(f"  {_dump(name)}: {_lines(value)}" for name, value in report.items()) + "\n}"


def _lines(value: Any) -> str:
    """A list with each element on a line of its own, anything else on one line. (json's own indentation is slow.)"""
    if not isinstance(value, list) or not value:
        return _dump(value)
    return "[\n" + ",\n".join(f"    {_dump(one)}" for one in value) + "\n  ]"


def _dump(value: Any) -> str:
    return harmless(json.dumps(value, ensure_ascii=False))


def harmless(text: str) -> str:
    """The same JSON with everything escaped that a terminal would obey."""
    return _COMMANDING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _profile(profile: ProfileShown) -> dict[str, Any]:
    known = ("citations", "citations_5y", "h_index", "h_index_5y", "i10_index", "i10_index_5y", "articles")
    return {
        "source_id": profile.source_id,
        **{name: profile.numbers.get(name) for name in known},
        "cites_per_year": {str(year): count for year, count in profile.cites_per_year.items()},
        "as_of": profile.as_of.isoformat(),
    }


def _publication(row: Row, view: View) -> dict[str, Any]:
    facts, publication = row.entry.facts, row.entry.publication
    ids = {name: facts[name].value for name in ("arxiv", "doi") if name in facts}
    return {
        "key": publication.key,
        "title": publication.title,
        "authors": [_author(author, view.people) for author in _authors(row.entry)],
        "venue": publication.venue.name if publication.venue else None,
        "year": facts["year"].value if "year" in facts else None,
        "status": publication.status,
        "ids": {**ids, **_source_ids(row)},
        "citations": {source: shown_as_json(shown) for source, shown in row.citations.items()},
        "url": facts["url"].value if "url" in facts else None,
        "tags": list(publication.tags),
    }


def _source_ids(row: Row) -> Mapping[str, str]:
    return {source: shown.source_id for source, shown in row.citations.items() if shown.source_id}


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
