"""arXiv's Atom feeds, as the server of 2018 and that of 2026 write them. Pure."""

from __future__ import annotations

import base64
import hashlib
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from tests.world.papers import Paper

Generation = Literal[2018, 2026]

_ARXIV = "http://arxiv.org/schemas/atom"
_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
_ATOM = "http://www.w3.org/2005/Atom"
WRAP_COLUMNS = 76


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a feed repeats of its question."""

    search_query: str
    id_list: str
    start: int
    max_results: int


def feed(papers: Sequence[Paper], *, total: int, asked: Asked, now: datetime, generation: Generation) -> bytes:
    write = _feed_of_2026 if generation == 2026 else _feed_of_2018
    return write(papers, total, asked, now).encode()


def error_feed(message: str, *, now: datetime, generation: Generation) -> bytes:
    """One entry titled Error in a feed of its own."""
    scheme = "https" if generation == 2026 else "http"
    link = f"{scheme}://arxiv.org/api/errors#{message.replace(' ', '_')}"
    at = _moment(now, generation)
    declaration = "<?xml version='1.0' encoding='UTF-8'?>" if generation == 2026 else '<?xml version="1.0" encoding="UTF-8"?>'
    title = "arXiv Search Results" if generation == 2026 else "ArXiv Query: search_query=&amp;id_list="
    return f"""{declaration}
<feed xmlns:opensearch="{_OPENSEARCH}" xmlns:arxiv="{_ARXIV}" xmlns="{_ATOM}">
  <id>{scheme}://arxiv.org/</id>
  <title>{title}</title>
  <updated>{at}</updated>
  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>
  <opensearch:totalResults>1</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
  <entry>
    <id>{escape(link)}</id>
    <title>Error</title>
    <updated>{at}</updated>
    <link href={quoteattr(link)} rel="alternate" type="text/html"/>
    <summary>{escape(message)}</summary>
    <author>
      <name>arXiv api core</name>
    </author>
  </entry>
</feed>
""".encode()


def _feed_of_2026(papers: Sequence[Paper], total: int, asked: Asked, now: datetime) -> str:
    title = f"search_query={asked.search_query}&id_list={asked.id_list}&start={asked.start}&max_results={asked.max_results}"
    link = f"https://arxiv.org/api/query?search_query={quote(asked.search_query)}&start={asked.start}"
    link += f"&max_results={asked.max_results}&id_list={asked.id_list}"
    return f"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="{_OPENSEARCH}" xmlns:arxiv="{_ARXIV}" xmlns="{_ATOM}">
  <id>https://arxiv.org/api/{_digest(title)}</id>
  <title>arXiv Query: {escape(title)}</title>
  <updated>{_moment(now, 2026)}</updated>
  <link href={quoteattr(link)} type="application/atom+xml"/>
  <opensearch:itemsPerPage>{asked.max_results}</opensearch:itemsPerPage>
  <opensearch:totalResults>{total}</opensearch:totalResults>
  <opensearch:startIndex>{asked.start}</opensearch:startIndex>
{"".join(_entry_of_2026(paper) for paper in papers)}</feed>
"""


def _entry_of_2026(paper: Paper) -> str:
    name = f"{paper.arxiv}v{paper.version}"
    lines = [
        f"<id>http://arxiv.org/abs/{name}</id>",
        f"<title>{escape(paper.title)}</title>",
        f"<updated>{_day(paper.latest)}</updated>",
        f'<link href="https://arxiv.org/abs/{name}" rel="alternate" type="text/html"/>',
        f'<link href="https://arxiv.org/pdf/{name}" rel="related" type="application/pdf" title="pdf"/>',
        f"<summary>{escape(paper.abstract)}</summary>",
        *[f'<category term={quoteattr(term)} scheme="{_ARXIV}"/>' for term in paper.categories],
        f"<published>{_day(paper.published)}</published>",
        *([f"<arxiv:comment>{escape(paper.comment)}</arxiv:comment>"] if paper.comment else []),
        f"<arxiv:primary_category term={quoteattr(paper.categories[0])}/>",
        *([f"<arxiv:journal_ref>{escape(paper.journal_ref)}</arxiv:journal_ref>"] if paper.journal_ref else []),
        *_authors(paper, declared=""),
    ]
    if paper.doi:
        lines += [f"<arxiv:doi>{escape(paper.doi)}</arxiv:doi>"]
        lines += [f'<link rel="related" href={quoteattr("https://doi.org/" + paper.doi)} title="doi"/>']
    return _indent(lines)


def _feed_of_2018(papers: Sequence[Paper], total: int, asked: Asked, now: datetime) -> str:
    title = f"search_query={asked.search_query}&id_list={asked.id_list}&start={asked.start}&max_results={asked.max_results}"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="{_ATOM}">
  <link href={quoteattr("http://arxiv.org/api/query?" + quote(title, safe=""))} rel="self" type="application/atom+xml"/>
  <title type="html">ArXiv Query: {escape(title)}</title>
  <id>http://arxiv.org/api/{_digest(title)}</id>
  <updated>{_moment(now, 2018)}</updated>
  <opensearch:totalResults xmlns:opensearch="{_OPENSEARCH}">{total}</opensearch:totalResults>
  <opensearch:startIndex xmlns:opensearch="{_OPENSEARCH}">{asked.start}</opensearch:startIndex>
  <opensearch:itemsPerPage xmlns:opensearch="{_OPENSEARCH}">{asked.max_results}</opensearch:itemsPerPage>
{"".join(_entry_of_2018(paper) for paper in papers)}</feed>
"""


def _entry_of_2018(paper: Paper) -> str:
    name, declared = f"{paper.arxiv}v{paper.version}", f' xmlns:arxiv="{_ARXIV}"'
    lines = [
        f"<id>http://arxiv.org/abs/{name}</id>",
        f"<updated>{_day(paper.latest)}</updated>",
        f"<published>{_day(paper.published)}</published>",
        f"<title>{escape(_wrapped(paper.title))}</title>",
        f"<summary>  {escape(textwrap.fill(' '.join(paper.abstract.split()), WRAP_COLUMNS))}\n</summary>",
        *_authors(paper, declared=declared),
    ]
    if paper.doi:
        lines += [f"<arxiv:doi{declared}>{escape(paper.doi)}</arxiv:doi>"]
        lines += [f'<link title="doi" href={quoteattr("http://dx.doi.org/" + paper.doi)} rel="related"/>']
    if paper.comment:
        lines += [f"<arxiv:comment{declared}>{escape(paper.comment)}</arxiv:comment>"]
    if paper.journal_ref:
        lines += [f"<arxiv:journal_ref{declared}>{escape(paper.journal_ref)}</arxiv:journal_ref>"]
    lines += [
        f'<link href="http://arxiv.org/abs/{name}" rel="alternate" type="text/html"/>',
        f'<link title="pdf" href="http://arxiv.org/pdf/{name}" rel="related" type="application/pdf"/>',
        f'<arxiv:primary_category{declared} term={quoteattr(paper.categories[0])} scheme="{_ARXIV}"/>',
        *[f'<category term={quoteattr(term)} scheme="{_ARXIV}"/>' for term in paper.categories],
    ]
    return _indent(lines)


def _authors(paper: Paper, *, declared: str) -> list[str]:
    lines = []
    for name in paper.authors:
        lines += ["<author>", f"  <name>{escape(name)}</name>"]
        if name in paper.affiliations:
            lines += [f"  <arxiv:affiliation{declared}>{escape(paper.affiliations[name])}</arxiv:affiliation>"]
        lines += ["</author>"]
    return lines


def _indent(lines: Sequence[str]) -> str:
    return "  <entry>\n" + "".join(f"    {line}\n" for line in lines) + "  </entry>\n"


def _wrapped(title: str) -> str:
    return "\n  ".join(textwrap.wrap(" ".join(title.split()), WRAP_COLUMNS))


def _day(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _moment(now: datetime, generation: Generation) -> str:
    return f"{now:%Y-%m-%dT%H:%M:%SZ}" if generation == 2026 else f"{now:%Y-%m-%d}T00:00:00-05:00"


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha1(text.encode(), usedforsecurity=False).digest()).decode().rstrip("=")
