"""Who cites, for other programs and pages: JSON, CSV, Markdown. Pure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from pubtrack.reports import work_words
from pubtrack.reports.citing.table import NOBODY, summary
from pubtrack.reports.report.markdown import escape
from pubtrack.text.harmless import cell, harmless_json
from pubtrack.views.citing import Cited, Citing

COLUMNS = ("publication", "work", "title", "authors", "venue", "appeared", "first_seen", "new", "self_citation", "url")


def citing_json(found: Sequence[Cited], now: datetime) -> str:
    """One object; what is not known is null."""
    report = {"generated": now.isoformat(timespec="seconds"), "publications": [_publication(one) for one in found]}
    return harmless_json(json.dumps(report, ensure_ascii=False, indent=2))


def _publication(one: Cited) -> dict[str, Any]:
    return {
        "key": one.key,
        "title": one.title,
        "known": len(one.works),
        "new": one.news,
        "since": str(one.since) if one.since is not None else None,
        "self_citations": one.self_citations,
        "without_details": one.without_details,
        "works": [work_as_json(work) for work in one.works],
    }


def work_as_json(one: Citing) -> dict[str, Any]:
    record = one.record
    return {
        "work": one.work,
        "title": record.title if record is not None else None,
        "authors": list(record.authors) if record is not None else None,
        "venue": work_words.venue(record),
        "appeared": str(one.on) if one.on is not None else None,
        "first_seen": str(one.first_seen),
        "new": one.is_news,
        "self_citation": list(one.by_themselves) if record is not None else None,
        "url": work_words.link(one.work, record),
    }


def citing_csv(found: Sequence[Cited]) -> str:
    """One row a work and publication; what a spreadsheet would take for a formula is preceded by an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for publication in found:
        for one in publication.works:
            values = {**work_as_json(one), "publication": publication.key}
            values |= {name: "; ".join(values[name] or ()) for name in ("authors", "self_citation")}
            values["new"] = str(one.is_news).lower()
            writer.writerow([cell(values[name] or "") for name in COLUMNS])
    return out.getvalue()


def citing_markdown(found: Sequence[Cited]) -> str:
    """A heading and a list for each publication that is cited; whatever titles hold is shown literally."""
    known = [one for one in found if one.works]
    lines = [line for one in known for line in _section(one)]
    return "\n".join(lines or [NOBODY.format(what="any of them")]).rstrip("\n") + "\n"


def _section(one: Cited) -> Iterator[str]:
    yield from (f"## {escape(one.title)}", "", escape(summary(one)), "")
    for work in one.works:
        record = work.record
        title, url = escape(work_words.title_of(work.work, record)), work_words.link(work.work, record)
        parts = [
            f"[{title}]({url})" if url else title,
            escape(work_words.authors(record)),
            escape(work_words.venue(record) or ""),
        ]
        parts += [str(work.on) if work.on is not None else "", f"new, seen {work.first_seen}" if work.is_news else ""]
        parts.append("*self-citation*" if work.by_themselves else "")
        yield "- " + " · ".join(filter(None, parts))
    yield ""
