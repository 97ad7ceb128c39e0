"""People's profiles on Google Scholar, row by row. Change a row's fields to change what the page shows from then on. Pure."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from tests.world import scholar_page
from tests.world.papers import Paper

AUTHORS_SHOWN = 7
VENUE_SHOWN = 80
SOME_DAY = date(2026, 11, 23)


@dataclass(slots=True, kw_only=True)
class Row:
    """One article on a profile. `cites` None or 0 is shown blank, `year` None too; several `cites_ids` are a merged entry."""

    title: str
    authors: str
    venue: str = ""
    year: int | None = None
    cites: int | None = None
    row_id: str = ""
    cites_ids: Sequence[str] = ()
    merged: bool = False
    struck_through: bool = False


@dataclass(slots=True, kw_only=True)
class Profile:
    """A person's page. What is None is computed from the rows, as Scholar does."""

    user: str
    name: str
    affiliation: str = "Peking University"
    organization: str | None = None
    email_domain: str | None = "example.edu"
    homepage: str | None = None
    interests: Sequence[str] = ("Distributed Systems",)
    rows: list[Row] = field(default_factory=list)
    citations: tuple[int, int] | None = None
    h_index: tuple[int, int] | None = None
    i10_index: tuple[int, int] | None = None
    cites_per_year: dict[int, int] | None = None
    language: str | None = None
    canonical_user: str | None = None
    private: bool = False

    def row(
        self,
        paper: Paper | str,
        *,
        cites: int | None = None,
        authors: str | Sequence[str] | None = None,
        venue: str | None = None,
        year: int | str | None = "paper's",
        row_id: str | None = None,
        title: str | None = None,
        merged: bool = False,
        cites_ids: Sequence[str] | None = None,
    ) -> Row:
        """Add an article. What is not said is as Scholar would show the paper; `year=None` is a blank year."""
        work = paper if isinstance(paper, Paper) else None
        full = work.title if work else str(paper)
        shown = authors if authors is not None else (work.authors if work else [self.name])
        key = row_id or _row_id(self.user, full, len(self.rows))
        row = Row(
            title=title or " ".join(full.split()),
            authors=shown if isinstance(shown, str) else abbreviated(shown),
            venue=cut(venue if venue is not None else _venue(work)),
            year=(work.published.year if work else None) if isinstance(year, str) else year,
            cites=cites,
            row_id=key,
            cites_ids=cites_ids if cites_ids is not None else [_cluster(key + str(number)) for number in range(2 if merged else 1)],
            merged=merged,
        )
        self.rows.append(row)
        return row

    def doubles(self, row: Row) -> Row:
        """The page shows this very row once more, as it does when paging goes wrong."""
        self.rows.insert(self.rows.index(row) + 1, row)
        return row

    def moves(self, row: Row, row_id: str) -> None:
        """The owner deleted the article and added it again: the same article under another id."""
        row.row_id = row_id

    def leaves_out(self, *rows: Row) -> None:
        for row in rows:
            self.rows.remove(row)

    def page_html(self, *, lang: str = "en", rows: int | None = None, at: date = SOME_DAY) -> str:
        """The page as a browser saves it; `rows` is how far "Show more" was pressed, None to the end."""
        return scholar_page.saved_html(self, scholar_page.View(language=lang, size=rows), this_year=at.year)

    def page_mhtml(self, at: datetime, *, lang: str = "en", rows: int | None = None) -> bytes:
        """The page saved as one file, which says when that was."""
        return scholar_page.saved_mhtml(self, scholar_page.View(language=lang, size=rows), at=at)

    def numbers(self) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]]:
        """Citations, h-index, i10-index: each of all time and of the last five years."""
        counts = sorted((row.cites or 0 for row in self.rows), reverse=True)
        h_index = sum(count >= place for place, count in enumerate(counts, start=1))
        i10_index = sum(count >= 10 for count in counts)
        return (
            self.citations or (sum(counts), sum(counts)),
            self.h_index or (h_index, h_index),
            self.i10_index or (i10_index, i10_index),
        )


def abbreviated(authors: Sequence[str]) -> str:
    """Given names as initials ("B Wu, X Jin"), the eighth and later ones as dots."""
    names = ["".join(word[0].upper() for word in name.split()[:-1]) + " " + name.split()[-1] for name in authors[:AUTHORS_SHOWN]]
    return ", ".join([name.strip() for name in names] + (["..."] if len(authors) > AUTHORS_SHOWN else []))


def cut(venue: str) -> str:
    """A long venue line ends at a word, with an ellipsis after a no-break space."""
    if len(venue) <= VENUE_SHOWN:
        return venue
    return venue[:VENUE_SHOWN].rsplit(" ", 1)[0] + "\N{NO-BREAK SPACE}…"


def _venue(paper: Paper | None) -> str:
    if paper is None:
        return ""
    return paper.journal_ref or (f"arXiv preprint arXiv:{paper.arxiv}" if paper.arxiv else "")


def _row_id(user: str, title: str, place: int) -> str:
    return base64.urlsafe_b64encode(_hash(f"{user} {title} {place}")).decode()[:12]


def _cluster(text: str) -> str:
    return str(int.from_bytes(_hash(text)[:8], "big") % 10**18 + 10**18)


def _hash(text: str) -> bytes:
    return hashlib.sha1(text.encode(), usedforsecurity=False).digest()
