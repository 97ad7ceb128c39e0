"""Reads the entries of the list into publications. Pure.

An entry in which anything is wrong is left out as a whole: half of it might be about another paper.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from pubtrack.library import values
from pubtrack.library.authors import Authors
from pubtrack.library.fields import ENTRY
from pubtrack.library.identifiers import read_identifiers
from pubtrack.library.reading import Reading
from pubtrack.library.yaml_nodes import MappingNode, Node, Scalar
from pubtrack.model.publication import Publication
from pubtrack.model.record import NO_IDS
from pubtrack.text import titles, venues

Value = TypeVar("Value")


def read_entry(node: Node, reading: Reading) -> Publication | None:
    """The publication, without a key if none is typed; None if it is left out, which has then been said."""
    before = reading.errors
    if not isinstance(node, MappingNode):
        advice = "Type `- title: ...`, and its other fields below, lined up with title."
        reading.error(node, "wrong-type", f"A publication is a mapping of fields. {advice}")
        return None
    fields = reading.fields(node, ENTRY, "a publication")
    if "title" not in fields:
        reading.error(node, "missing-title", "This publication has no title. Type a line `title: ...`.")
    publication = _without_protection(_publication(node, fields, reading))
    return publication if reading.errors == before else None


def _publication(node: MappingNode, fields: Mapping[str, Node], reading: Reading) -> Publication:
    def read(name: str, reader: Callable[[Node, str, Reading], Value | None]) -> Value | None:
        return reader(fields[name], name, reading) if name in fields else None

    listed = read("authors", values.listed_authors) or Authors((), complete=True)
    imprint = _imprint(fields, reading)
    identifiers = read_identifiers(fields, reading)
    return Publication(
        key=read("key", values.key) or "",
        key_given="key" in fields,
        title=read("title", values.text) or "",
        authors=listed.authors,
        authors_complete=listed.complete,
        venue=read("venue", values.venue),
        date=read("date", values.date),
        listed_year=read("year", values.year),
        arxiv=identifiers.arxiv,
        arxiv_version=identifiers.arxiv_version,
        doi=identifiers.doi,
        url=identifiers.url,
        ids=_frozen(identifiers.ids),
        rejected=_frozen(read("not", values.source_ids) or {}),
        pages=read("pages", values.text) or imprint.get("pages"),
        volume=read("volume", values.text) or imprint.get("volume"),
        number=read("number", values.text) or imprint.get("number"),
        publisher=read("publisher", values.text),
        type=read("type", values.work_type),
        container=read("container", values.text),
        editor=read("editor", values.editors) or (),
        organization=read("organization", values.text),
        series=read("series", values.text),
        edition=read("edition", values.text),
        address=read("address", values.text),
        isbn=read("isbn", values.text),
        article_number=read("article_number", values.text),
        chapter=read("chapter", values.text),
        code=read("code", values.addresses) or (),
        tags=read("tags", values.tags) or (),
        note=read("note", values.text),
        place=reading.place(node.start),
    )


def _without_protection(publication: Publication) -> Publication:
    """Braces that keep capitals in BibTeX are for BibTeX only."""
    title = titles.without_protection(publication.title)
    return publication if title == publication.title else replace(publication, title=title, protected_title=publication.title)


def _frozen(found: dict[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType(found) if found else NO_IDS


def _imprint(fields: Mapping[str, Node], reading: Reading) -> dict[str, str | None]:
    """Volume, number and pages typed behind the name of the venue: "Proceedings of the VLDB Endowment 14(1)"."""
    node = fields.get("venue")
    if not isinstance(node, Scalar):
        return {}
    found = venues.imprint(node.value)
    return {"volume": found.volume, "number": found.number, "pages": found.pages} if found else {}
