"""Everything known of one publication in the terminal: facts with their source, versions and which leads, counts and why they differ."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from pubtrack.model.count import Count
from pubtrack.model.publication import Author, Venue
from pubtrack.model.record import Notice, Record
from pubtrack.reports.show.counts import bars
from pubtrack.reports.show.show import show
from tests.reports.views import MONDAY, NOW, Kept, day
from tests.saying import AUTHORS, DOI, TITLE, arxiv, crossref, dblp, in_journal, openalex, record, semantic_scholar

SOSP = Venue(name="SOSP", year=2024)


def kept(*records: Record, venue: Venue | None = SOSP) -> Kept:
    """One publication, with what its records say and count."""
    found = Kept().lists("k", TITLE, venue=venue, arxiv="2404.09526", authors=tuple(Author(name=one) for one in AUTHORS))
    for one in records:
        found.recorded("k", one).is_it("k", one.source_id, source=one.source)
        if one.citations is not None:
            found.cited("k", (60, one.citations), source=one.source, source_id=one.source_id)
    return found


def shown(one: Kept, width: int = 160) -> list[str]:
    file = io.StringIO()
    row = one.shown().rows[0]
    Console(file=file, width=width, color_system=None).print(show(row, list(one.identities.values()), one.counts, [], MONDAY))
    return [re.sub(r"\s{2,}", "  ", line.rstrip()) for line in file.getvalue().splitlines()]


EVERYBODY = (crossref(), dblp(), openalex(), semantic_scholar(), arxiv())


# ---------------------------------------------------------------- facts


def test_a_fact_says_where_it_comes_from_and_how_old_it_is() -> None:
    lines = shown(kept(*EVERYBODY))
    assert "venue  SOSP 2024 (published)  the list" in lines
    assert "pages  640-654  Crossref  today" in lines
    assert "event began  2024-11-04  Crossref  today" in lines


def test_what_is_retracted_says_so_at_the_top() -> None:
    notice = Notice(kind="retraction", doi="10.1145/9")
    lines = shown(kept(crossref(is_retracted=True, notices=(notice,))))
    assert lines[1] == "RETRACTED"
    assert "retracted  yes  Crossref  today" in lines
    assert "notices  retraction 10.1145/9  Crossref  today" in lines
    assert "RETRACTED" not in shown(kept(*EVERYBODY))


# ---------------------------------------------------------------- versions


def test_the_versions_stand_with_their_ids_days_and_counts_the_published_ones_first() -> None:
    lines = shown(kept(*EVERYBODY, in_journal(citations=2)), width=300)
    first = lines.index("Version  Appeared  When  Cited  Record")
    assert [line.split("  ")[0] for line in lines[first + 1 : first + 7]] == ["journal", *["conference"] * 4, "preprint"]
    assert f"conference  {crossref().venue[:59]}…, pages 640-654  2024-11-04  4  Crossref {DOI} ← leads" in lines  # type: ignore[index]
    assert "conference  SOSP, pages 640-654  2024  –  DBLP conf/sosp/WuLZSLJ24" in lines
    assert "preprint  arXiv  2024  –  arXiv 2404.09526" in lines


@pytest.mark.parametrize(
    ("records", "venue", "reason"),
    [
        (EVERYBODY, SOSP, "Crossref leads: what the list does not say of venue, year, pages and DOI is taken from its record alone;"),
        (EVERYBODY, SOSP, "DBLP, OpenAlex and Semantic Scholar name the same version."),
        ((dblp(),), SOSP, "no other source names this version."),
        (EVERYBODY, Venue(name="NSDI", status="submitted"), "The list says submitted, so no version leads:"),
        (EVERYBODY, Venue(name="OSDI", year=2024), "No record is known to be of the version that the list names"),
        ((arxiv(),), None, "No record tells where it appeared, so no version leads."),
    ],
)
def test_which_version_leads_is_said_with_the_reason(records: tuple[Record, ...], venue: Venue | None, reason: str) -> None:
    assert reason in " ".join(shown(kept(*records, venue=venue), width=400))


# ---------------------------------------------------------------- counts


def test_each_record_has_its_own_count_and_series() -> None:
    lines = shown(kept(openalex(), record("openalex", "W2", type="preprint", citations=11)))
    assert "OpenAlex  39  2030-01-07  W1  2029-11-08:39" in lines
    assert "OpenAlex  11  2030-01-07  W2  2029-11-08:11" in lines
    assert "Google Scholar  –" in lines


def test_a_number_in_place_of_a_suspect_one_bears_the_day_on_which_it_was_said() -> None:
    """And those of one day stand in the order in which they were seen."""
    one = kept(openalex())
    morning, evening = (NOW.replace(hour=hour) for hour in (7, 19))
    one.counts = [Count.at(at, "openalex", "W1", number) for at, number in ((day(3), 39), (evening, 1), (morning, 0))]
    assert "OpenAlex  39?  2030-01-04  W1  2030-01-04:39 2030-01-07:0 2030-01-07:1" in shown(one)


def test_influential_citations_and_those_of_each_year_are_told_with_their_source() -> None:
    lines = shown(kept(*EVERYBODY))
    assert "Influential citations: 12 (Semantic Scholar)" in lines
    assert "By year (OpenAlex): 2025 █ 19  2026 ▇ 18" in lines
    assert not any(line.startswith(("Influential", "By year")) for line in shown(kept(dblp())))


def test_why_counts_differ_is_said_where_two_sources_count() -> None:
    assert "Why they differ" in shown(kept(*EVERYBODY))
    assert "Why they differ" not in shown(kept(crossref(), dblp()))


@pytest.mark.parametrize(
    ("cited", "line"),
    [
        ({2024: 0}, "2024 ▁ 0"),
        ({2023: 4, 2026: 8}, "2023 ▄ 4  2024 ▁ 0  2025 ▁ 0  2026 █ 8"),
        (dict.fromkeys(range(1990, 2027), 1), "  ".join(f"{year} █ 1" for year in range(2015, 2027))),
    ],
)
def test_years_without_citations_are_shown_between_those_with(cited: dict[int, int], line: str) -> None:
    assert bars(cited) == line


# ---------------------------------------------------------------- contradictions


def test_what_sources_say_differently_is_shown_with_who_says_it() -> None:
    lines = shown(kept(crossref(), openalex(year=2023), dblp()))
    place = lines.index("Said differently  What  By whom")
    assert [line.strip() for line in lines[place + 1 : place + 3]] == ["year  2024  Crossref, DBLP", "2023  OpenAlex"]
    assert not any(line.startswith("Said differently") for line in shown(kept(*EVERYBODY)))


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_it_fits_and_nothing_of_a_source_is_obeyed(width: int) -> None:
    odd = "[red]x[/red]\x1b[31m \u202e"
    strange = kept(
        crossref(venue=odd, container=odd, event=odd, title=odd, publisher=odd),
        record("[bold]odd\x1b[0m", odd, title=odd, venue=odd, type="journal", citations=4, is_retracted=True),
        record("openalex", "W2", type="preprint", citations=11),
        openalex(),
    )
    file = io.StringIO()
    row = strange.shown().rows[0]
    Console(file=file, width=width, color_system=None).print(show(row, list(strange.identities.values()), strange.counts, [], day(0)))
    assert max(cell_len(line) for line in file.getvalue().splitlines()) <= width
    assert not set(file.getvalue()) & set("\x1b\x9b\u202e")


def test_the_record_is_named_where_its_source_has_several() -> None:
    """Elsewhere the versions below name it, once."""
    lines = shown(kept(crossref(), replace(crossref(), source_id="10.1145/2")))
    assert any(line.startswith("pages  640-654  Crossref 10.1145/") for line in lines)
