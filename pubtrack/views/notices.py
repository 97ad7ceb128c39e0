"""What sources tell of a publication that nobody may miss: that it is retracted, a notice about it, that it has appeared. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from pubtrack.model.entry import Entry
from pubtrack.model.finding import Finding
from pubtrack.model.record import Notice, Record
from pubtrack.records import lead_record
from pubtrack.records.compare import compared_records
from pubtrack.records.source_words import named_sources, verb
from pubtrack.text.printable import printable
from pubtrack.views.news_items import NoticeNews, PublicationNews

ONCE = "once"  # the detail of what is told once, whoever says it then
_PLAIN = re.compile(r"[A-Za-z][\w ./&()'-]*|10\.\d{4,9}/[\w./()-]+", re.ASCII)
_WORDS_OF_YAML = frozenset({"yes", "no", "y", "n", "on", "off", "true", "false", "null"})


def noticed(entry: Entry) -> Iterator[NoticeNews]:
    """That it is retracted, once however many sources say so; and each notice that is no retraction, by its own DOI."""
    if not any(record.is_retracted or record.notices for record, _ in entry.records):
        return
    key, records = entry.publication.key, compared_records(entry)
    retracting = [one for one in records if one.is_retracted]
    of_notice: dict[str, list[tuple[Notice, Record]]] = {}
    for record in records:
        for notice in record.notices:
            is_retraction = bool(retracting) and _retracts(notice)
            of_notice.setdefault(ONCE if is_retraction else _name(notice), []).append((notice, record))
    retraction = of_notice.pop(ONCE, [])
    if retracting:
        message = f"{named_sources(retracting)} {verb(retracting, 'says', 'say')} that it is retracted"
        yield NoticeNews(publication=key, kind="retracted", detail=ONCE, message=message + _in_short([one for one, _ in retraction]))
    for detail, group in of_notice.items():
        by = [record for _, record in group]
        message = f"{named_sources(by)} {verb(by, 'names', 'name')} a notice about it: {group[0][0].kind.replace('_', ' ')}"
        yield NoticeNews(publication=key, kind="notice", detail=detail, message=message + _in_short([one for one, _ in group]))


def _name(notice: Notice) -> str:
    return printable(notice.doi or f"{notice.kind} {notice.on or ''}") or "unnamed"


def _retracts(notice: Notice) -> bool:
    return any(word in notice.kind.lower() for word in ("retract", "withdraw", "removal"))


def _in_short(notices: Sequence[Notice]) -> str:
    on = next((str(one.on) for one in notices if one.on is not None), None)
    doi = next((f"doi {one.doi}" for one in notices if one.doi is not None), None)
    parts = [part for part in (on, doi) if part]
    return f" ({', '.join(parts)})" if parts else ""


def appeared(entries: Sequence[Entry], findings: Sequence[Finding]) -> Iterator[PublicationNews]:
    """What the list calls a preprint or submitted, and sources say has appeared; with the lines that make the list say it."""
    published_findings = {one.publication: one for one in findings if one.kind == "maybe-published"}
    for entry in entries if published_findings else ():
        finding = published_findings.get(entry.publication.key)
        if finding is not None:
            venue, edit = _to_type(entry)
            place = entry.publication.place
            yield PublicationNews(publication=entry.publication.key, message=finding.message, venue=venue, edit=edit, place=place)


def _to_type(entry: Entry) -> tuple[str | None, tuple[str, ...]]:
    """The venue in words, and the lines of the entry in publications.yaml."""
    lead = lead_record.best_lead(lead_record.published(entry.records))
    venue = lead_record.venue_of(lead.record) if lead is not None else None
    name = " ".join(str(part) for part in (venue.name, venue.year) if part) if venue is not None else _journal_reference(entry)
    named = [*(lead.record.ids.get("doi", ()) if lead is not None else ()), *_dois_of_arxiv(entry)]
    lines = [f"venue: {_quoted(name)}"] if name else []
    lines += [f"doi: {_quoted(named[0])}"] if named and entry.publication.doi is None else []
    return name, tuple(lines)


def _journal_reference(entry: Entry) -> str | None:
    return next((record.journal_reference for record, _ in entry.records if record.source == "arxiv" and record.journal_reference), None)


def _dois_of_arxiv(entry: Entry) -> tuple[str, ...]:
    return next((record.ids["doi"] for record, _ in entry.records if record.source == "arxiv" and record.ids.get("doi")), ())


def _quoted(text: str) -> str:
    """As YAML takes it: what is not plain beyond doubt stands in quotes."""
    is_plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML and not text.endswith(" ")
    return text if is_plain else json.dumps(text, ensure_ascii=False)
