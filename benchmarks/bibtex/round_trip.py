"""A .bib file taken into a new list, and exported from it again. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from pubtrack.bibtex import read
from pubtrack.bibtex.citable import citable
from pubtrack.bibtex.parse import BibEntry
from pubtrack.bibtex.parse import read as read_entries
from pubtrack.bibtex.write import render
from pubtrack.library.additions import merge_plan
from pubtrack.library.edit import new_list
from pubtrack.library.load import parse
from pubtrack.model.finding import Finding
from pubtrack.model.publication import Library
from pubtrack.records.merge import merge


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTrip:
    """The list that a file became, what was said on the way, and what is exported from that list."""

    text: str
    findings: tuple[Finding, ...]
    library: Library
    bibtex: str
    exported: tuple[BibEntry, ...]


def round_trip(given: str | bytes, file: str = "mine.bib") -> RoundTrip:
    listed, findings = read.parse(given, file)
    plan = merge_plan(listed, Library())
    text = new_list({"name": "Ada Example"}, plan.new)
    library = parse(text.encode(), "publications.yaml").library
    bibtex = render([citable(merge(one, ())) for one in library.publications])
    return RoundTrip(
        text=text,
        findings=(*findings, *plan.conflicts, *library.findings),
        library=library,
        bibtex=bibtex,
        exported=read_entries(bibtex)[0],
    )
