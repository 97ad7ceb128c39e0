"""Brings together the ids that an entry states in several fields: arxiv, doi, url, ids and the sources' own. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pubtrack.library import values
from pubtrack.library.reading import Reading, shown
from pubtrack.library.yaml_nodes import Node, Scalar
from pubtrack.model.catalogue import ARXIV_REGISTRANT, CROSSREF, SOURCES
from pubtrack.model.value import Value
from pubtrack.text import ids

_ARXIV_ADDRESS = re.compile(r"(?:https?://)?(?:[\w-]+\.)*(?:arxiv\.org|alphaxiv\.org)/(?:abs|pdf|html|format|e-print|src)/.", re.I)
_ARXIV_DOI = re.compile(rf"(?:https?://)?(?:(?:www\.|dx\.)?doi\.org/)?{re.escape(ARXIV_REGISTRANT)}", re.I)
_BARE_ARXIV = re.compile(r"arxiv\s*:.*|[\d.]+(?:v\d+)?|[a-z-]+(?:\.[a-z]{2})?/\d{7}(?:v\d+)?", re.I | re.A)
_DOI_ADDRESS = re.compile(r"(?:https?://)?(?:www\.|dx\.)?doi\.org/", re.I)


class Identifiers(Value, frozen=True, kw_only=True):
    """What an entry is known by. `url` is None where the address typed was nothing but an arXiv id."""

    arxiv: str | None
    arxiv_version: int | None
    doi: str | None
    url: str | None
    ids: dict[str, tuple[str, ...]]


def read_identifiers(fields: Mapping[str, Node], reading: Reading) -> Identifiers:
    """The ids of an entry. What `arxiv` says wins over an address or DOI that names another arXiv id; that is said."""
    found = _ids(fields, reading)
    arxiv = values.arxiv(fields["arxiv"], "arxiv", reading) if "arxiv" in fields else None
    doi = values.doi(fields["doi"], "doi", reading) if "doi" in fields else None
    url, url_is_arxiv = _url(fields, reading)
    others = list(_other_arxiv_ids(fields, url if url_is_arxiv else None, doi, found))
    for name, other in others:
        if arxiv is not None and other[0] != arxiv[0]:
            message = f"`{name}` names {other[0]} on arXiv, and {arxiv[0]} is named already, which is taken. Delete the wrong one."
            reading.warn(fields[name], "conflicting-ids", message)
        arxiv = arxiv or other
    named = (*found.get("doi", ()), *found.get(CROSSREF, ()))
    if doi is None:
        doi = named[0] if named else ids.doi(url) if url and not url_is_arxiv and _DOI_ADDRESS.match(url) else None
    arxiv_id, version = arxiv or (None, None)
    return Identifiers(arxiv=arxiv_id, arxiv_version=version, doi=doi, url=None if url_is_arxiv else url, ids=found)


def _ids(fields: Mapping[str, Node], reading: Reading) -> dict[str, tuple[str, ...]]:
    found = values.source_ids(fields["ids"], "ids", reading) if "ids" in fields else {}
    for source in SOURCES:
        if source != "arxiv" and source in fields:
            found[source] = tuple(dict.fromkeys((*values.ids_of(fields[source], source, reading), *found.get(source, ()))))
    return found


def _url(fields: Mapping[str, Node], reading: Reading) -> tuple[str | None, bool]:
    """The address, and whether it is an arXiv id in disguise."""
    node = fields.get("url")
    if node is None:
        return None, False
    typed = node.value.strip() if isinstance(node, Scalar) else ""
    if _ARXIV_ADDRESS.match(typed) or _ARXIV_DOI.match(typed) or _BARE_ARXIV.fullmatch(typed):
        if ids.arxiv_id(typed) is None:
            reading.error(node, "invalid-arxiv", f"`{shown(typed)}` holds no arXiv id: {ids.why_not_arxiv(typed)}.")
            return None, False
        return values.text(node, "url", reading), True
    return values.address(node, "url", reading), False


def _other_arxiv_ids(
    fields: Mapping[str, Node], url: str | None, doi: str | None, found: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, tuple[str, int | None]]]:
    """Field name → arXiv id and version, for the fields besides `arxiv` that name one."""
    stated = (("url", url), ("doi", doi if doi and _ARXIV_DOI.match(doi) else None), ("ids", next(iter(found.get("arxiv", ())), None)))
    for name, text in stated:
        if text is not None and name in fields and (arxiv := ids.arxiv_id(text)) is not None:
            yield name, arxiv
