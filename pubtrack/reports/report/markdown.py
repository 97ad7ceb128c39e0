"""The report as a Markdown table (GitHub's). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from pubtrack.model.catalogue import title
from pubtrack.model.entry import is_retracted
from pubtrack.reports.report.side_by_side import SUMS, Cell, Column, columns
from pubtrack.text.printable import printable
from pubtrack.views import words
from pubtrack.views.view import UNKNOWN, Row, View

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&])")


def markdown(view: View, *, by_source: bool = False, keys: bool = False) -> str:
    """A heading and one table, with the age of counts that are stale; whatever the titles hold is shown literally.

    `by_source`: one column a source, with the day of its counts in its head, and the sums of each below. `keys`: the key of each, last.
    """
    lines = [*_heading(view), *_with_keys(_by_source(view) if by_source else _by_headline(view), view, keys=keys)]
    shown = [one for row in view.rows for source, one in row.citations.items() if by_source or source == view.headline]
    if words.filled_in_among(shown):
        lines += ["", words.FILLED_IN_MEANS]
    return "\n".join(lines) + "\n"


def _heading(view: View) -> Iterator[str]:
    yield f"# {escape(', '.join(person.name for person in view.people) or 'Publications')}"
    yield ""
    cited = view.totals.citations.get(view.headline)
    if cited is not None:
        by = escape(title(view.headline))
        rough = words.filled_in_among(row.citations.get(view.headline, UNKNOWN) for row in view.rows)
        yield (
            f"{words.many(view.totals.publications, 'publication')}, {rough}{words.many(cited, 'citation')},"
            f" h-index {rough}{view.totals.h_index[view.headline]}, i10-index {rough}{view.totals.i10_index[view.headline]} ({by})"
        )
        yield ""


def _with_keys(lines: Iterator[str], view: View, *, keys: bool) -> Iterator[str]:
    """The same lines of a table with one more cell each."""
    cells = ["Key", ":---", *(escape(row.entry.publication.key) for row in view.rows)]
    for place, line in enumerate(lines):
        head = "" if place == 1 else " "
        yield f"{line}{head}{cells[place] if place < len(cells) else ''}{head}|" if keys else line


def _by_headline(view: View) -> Iterator[str]:
    yield f"| # | Title | Venue | Year | arXiv | {escape(title(view.headline))} |"
    yield "|--:|:------|:------|-----:|:------|---:|"
    for row in view.rows:
        yield "| " + " | ".join(_cells(row, view)) + " |"


def _by_source(view: View) -> Iterator[str]:
    found = columns(view)
    heads = [escape(" ".join(one.name)) + (f" ({one.day})" if one.day else "") for one in found]
    yield "| " + " | ".join(("#", "Title", "Venue", "Year", *heads)) + " |"
    yield "|--:|:------|:------|-----:|" + "---:|" * len(found)
    for place, row in enumerate(view.rows):
        yield "| " + " | ".join((*_about(row), *(_cell(one.cells[place], one) for one in found))) + " |"
    for place, label in enumerate(SUMS):
        yield "| " + " | ".join(("", f"*{label}*", "", "", *(one.sums[place] for one in found))) + " |"


def _cell(cell: Cell, column: Column) -> str:
    age = cell.age or (column.age.removesuffix(" old") if cell.mark != "unknown" else "")
    old = " old" if age not in ("", "today") else ""
    return cell.number + "?" * (cell.mark == "suspect") + (f" ({age}{old})" if age else "")


def _about(row: Row) -> Iterator[str]:
    facts = row.entry.facts
    yield str(row.number)
    yield ("**RETRACTED** " if is_retracted(row.entry) else "") + _linked(row.entry.publication.title, words.link(row.entry))
    yield escape(words.where(row.entry))
    yield str(facts["year"].value) if "year" in facts else ""


def _cells(row: Row, view: View) -> Iterator[str]:
    facts = row.entry.facts
    yield from _about(row)
    yield _linked(str(facts["arxiv"].value), f"https://arxiv.org/abs/{facts['arxiv'].value}") if "arxiv" in facts else ""
    shown = row.citations.get(view.headline, UNKNOWN)
    yield words.count(shown) + (f" ({words.age(shown.as_of, view.today)} old)" if shown.stale else "")


def _linked(text: str, url: str | None) -> str:
    return f"[{escape(text)}]({quote(printable(url), safe=':/?#@!$&+,;=%~._-')})" if url else escape(text)


def escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", printable(text))
