"""The report as a Markdown table (GitHub's). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from pubtrack.reports import words
from pubtrack.reports.view import UNKNOWN, Row, View
from pubtrack.text.clean import printable
from pubtrack.text.services import title

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&])")


def markdown(view: View) -> str:
    """A heading and one table, with the age of counts that are stale; whatever the titles hold is shown literally."""
    return "\n".join(_lines(view)) + "\n"


def _lines(view: View) -> Iterator[str]:
    yield f"# {escape(', '.join(person.name for person in view.people) or 'Publications')}"
    yield ""
    cited = view.totals.citations.get(view.headline)
    if cited is not None:
        by = escape(title(view.headline))
        yield (
            f"{words.many(view.totals.publications, 'publication')}, {words.many(cited, 'citation')},"
            f" h-index {view.totals.h_index[view.headline]}, i10-index {view.totals.i10_index[view.headline]} ({by})"
        )
        yield ""
    yield f"| # | Title | Venue | Year | arXiv | {escape(title(view.headline))} |"
    yield "|--:|:------|:------|-----:|:------|---:|"
    for row in view.rows:
        yield "| " + " | ".join(_cells(row, view)) + " |"


def _cells(row: Row, view: View) -> Iterator[str]:
    facts, publication = row.entry.facts, row.entry.publication
    yield str(row.number)
    yield _linked(publication.title, words.link(row.entry))
    yield escape(words.venue(publication))
    yield str(facts["year"].value) if "year" in facts else ""
    yield _linked(str(facts["arxiv"].value), f"https://arxiv.org/abs/{facts['arxiv'].value}") if "arxiv" in facts else ""
    shown = row.citations.get(view.headline, UNKNOWN)
    yield words.count(shown) + (f" ({words.age(shown.as_of, view.today)} old)" if shown.stale else "")


def _linked(text: str, url: str | None) -> str:
    return f"[{escape(text)}]({quote(printable(url), safe=':/?#@!$&+,;=%~._-')})" if url else escape(text)


def escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", printable(text))
