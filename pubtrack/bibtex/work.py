"""What a BibTeX entry can be made of, and how it is to be written. Pure."""

from __future__ import annotations

from pubtrack.model.publication import Venue
from pubtrack.model.value import Value


class Citable(Value, frozen=True, kw_only=True):
    """What an entry can be made of. `container` is the full name of the proceedings or journal where a source prints one.

    `year` and `month` are those of the venue, or of the first version of what is only a preprint. `kind` is used where the
    venue's name does not tell: a conference, journal, workshop, thesis, book, chapter or report. `type` is the entry type that the
    person wrote. What is `listed`, by name, is the person's word, and printed whatever the type.
    """

    key: str
    title: str
    authors: tuple[str, ...] = ()
    authors_complete: bool = True
    venue: Venue | None = None
    container: str | None = None
    kind: str | None = None
    year: int | None = None
    month: int | None = None
    pages: str | None = None
    volume: str | None = None
    number: str | None = None
    publisher: str | None = None
    type: str | None = None
    editor: tuple[str, ...] = ()
    organization: str | None = None
    series: str | None = None
    edition: str | None = None
    address: str | None = None
    isbn: str | None = None
    article_number: str | None = None
    chapter: str | None = None
    listed: frozenset[str] = frozenset()
    arxiv: str | None = None
    primary_category: str | None = None
    doi: str | None = None
    url: str | None = None
    note: str | None = None


class Options(Value, frozen=True, kw_only=True):
    """`unicode`: letters stay as UTF-8. `arxiv_as_article`: what is only on arXiv becomes an @article, as Google Scholar has it."""

    unicode: bool = False
    arxiv_as_article: bool = False
