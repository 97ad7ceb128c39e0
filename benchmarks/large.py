"""What 10,000 publications take to be reported and exported, held by two sources and by six."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measure import PUBTRACK, Bar, Took, once
from pubtrack.model.count import Change, Count
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Publication
from pubtrack.model.record import PartialDate, Record
from pubtrack.store import Store

MANY = 10_000
SECONDS, SECONDS_AT_SIX, MEGABYTES, TIMES = 3.5, 4.5, 300.0, 3.0
JSON, BIBTEX = "report --format json", "export bibtex"
TWO_SOURCES = frozenset({"arxiv", "google_scholar"})
SIX_SOURCES = TWO_SOURCES | {"semantic_scholar", "openalex", "crossref", "dblp"}
AT = datetime(2026, 11, 1, 12, tzinfo=UTC)


def run() -> Iterator[Bar]:
    two = dict(measured(TWO_SOURCES))
    yield Bar(what=f"{JSON}, {MANY} publications at two sources", figure=two[JSON].seconds, bar=SECONDS, unit=" s")
    yield Bar(what=f"{JSON}, {MANY} publications at two sources", figure=two[JSON].megabytes, bar=MEGABYTES, unit=" MB")
    yield Bar(what=f"{BIBTEX}, {MANY} publications at two sources", figure=two[BIBTEX].seconds, bar=SECONDS, unit=" s")
    six = dict(measured(SIX_SOURCES))
    yield Bar(what=f"{JSON}, {MANY} publications at six sources", figure=six[JSON].seconds, bar=SECONDS_AT_SIX, unit=" s")
    for what in (JSON, BIBTEX):
        times = six[what].seconds / two[what].seconds
        yield Bar(what=f"{what} at six sources, times that at two", figure=times, bar=TIMES)
    yield Bar(what=f"{JSON}, {MANY} publications at six sources", figure=six[JSON].megabytes, bar=MEGABYTES, unit=" MB")


def measured(sources: frozenset[str]) -> Iterator[tuple[str, Took]]:
    """Report and export of a list that these sources hold."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_list(folder / "publications.yaml", MANY)
        fill(folder / "cache", MANY, sources)
        env = {"PUBTRACK_STATE_DIR": str(folder / "state")}
        once((*PUBTRACK, "report", "--refresh", "never"), cwd=folder, env=env)
        yield JSON, best((*PUBTRACK, "report", "--format", "json", "--refresh", "never"), folder, env)
        yield BIBTEX, best((*PUBTRACK, "export", "bibtex"), folder, env)


def best(command: tuple[str, ...], folder: Path, env: dict[str, str]) -> Took:
    """The median of three runs by time."""
    return sorted((once(command, cwd=folder, env=env) for _ in range(3)), key=lambda took: took.seconds)[1]


def title(number: int) -> str:
    words = ("Serving", "Learning", "Streaming", "Storage", "Networks", "Graphs", "Compilers", "Schedulers")
    return f"System{number}: {words[number % 8]} and {words[number // 8 % 8]} at Scale for Müller's {number} Machines"


def arxiv_id(number: int) -> str:
    return f"{15 + number // 12000:02d}{number // 1000 % 12 + 1:02d}.{number % 1000 + 10000:05d}"


def write_list(path: Path, many: int) -> None:
    lines = ["author: Ada Example", "publications:"]
    for number in range(many):
        lines += [
            f'  - title: "{title(number)}"',
            f"    authors: Ada Example, Björn Çelik, Wei Zhang{number % 97}, Nguyễn Văn An",
            f"    venue: In SOSP'{number % 25:02d}",
            f"    arxiv: {arxiv_id(number)}",
        ]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def fill(folder: Path, many: int, sources: frozenset[str] = SIX_SOURCES) -> None:
    """A cache in which these sources hold each publication, each that counts with a series."""
    from pubtrack.library.load import load

    library = load(folder.parent / "publications.yaml").library
    records: list[Record] = []
    identities: list[Identity] = []
    counts: list[Count] = []
    for number, one in enumerate(library.publications):
        for record in (found for found in of_publication(number, one) if found.source in sources):
            records.append(record)
            identities.append(
                Identity(
                    publication=one.key,
                    source=record.source,
                    source_id=record.source_id,
                    is_it=True,
                    by="machine",
                    since=AT.date(),
                    last_seen=AT.date(),
                )
            )
            if record.citations is not None:
                counts += [
                    Count.at(AT.date().replace(month=month), source=record.source, source_id=record.source_id, citations=cited)
                    for month, cited in zip((9, 10, 11), (record.citations, record.citations + 1, record.citations + 3), strict=True)
                ]
    with Store(folder) as store:
        store.save(Change(records=tuple(records), identities=tuple(identities), counts=tuple(counts)), AT)
        store.write_text()


def of_publication(number: int, one: Publication) -> Iterator[Record]:
    """What the sources hold of it, each in its own manner."""
    authors, arxiv, year = tuple(author.name for author in one.authors), one.arxiv or "", one.year
    doi = f"10.1145/{number + 1000000}.{number + 2000000}"
    proceedings = f"Proceedings of the ACM SIGOPS {number % 25 + 1}th Symposium on Operating Systems Principles"
    pages = f"{number % 900}-{number % 900 + 14}"
    yield Record(
        source="arxiv", source_id=arxiv, title=one.title, authors=authors, year=2020, type="preprint", primary_category="cs.DC", version=2,
        ids={"arxiv": (arxiv,), "doi": (doi,)}, url=f"https://arxiv.org/abs/{arxiv}", abstract="word " * 150, categories=("cs.DC", "cs.LG"),
    )  # fmt: skip
    yield Record(
        source="google_scholar", source_id=f"AAAAAAAAAAAJ:{number:012d}", title=one.title.capitalize(), title_complete=False,
        authors=("A Example", "B Çelik", "..."), authors_complete=False, year=year, venue=f"{proceedings}, {pages}", citations=number % 500,
    )  # fmt: skip
    yield Record(
        source="semantic_scholar", source_id=f"{number:040x}", title=one.title, authors=authors, year=year, type="conference",
        venue="Symposium on Operating Systems Principles", ids={"arxiv": (arxiv,), "doi": (doi,), "corpus_id": (str(number),)},
        citations=number % 400, influential_citations=number % 9, url=f"https://www.semanticscholar.org/paper/{number:040x}",
        online_on=PartialDate(year=year or 2020, month=11, day=4),
    )  # fmt: skip
    yield Record(
        source="openalex", source_id=f"W{number + 4000000000}", title=one.title, authors=authors, year=year, type="conference",
        container=proceedings, pages=pages, ids={"doi": (doi,), "arxiv": (arxiv,), "mag": (str(number),)}, citations=number % 200,
        cites_per_year={2024: 4, 2025: number % 30, 2026: 7}, is_retracted=False, url=f"https://openalex.org/W{number + 4000000000}",
        online_on=PartialDate(year=year or 2020, month=11, day=4), locations=(f"https://doi.org/{doi}", f"http://arxiv.org/abs/{arxiv}"),
    )  # fmt: skip
    yield Record(
        source="crossref", source_id=doi, title=one.title.replace("&", "&amp;"), authors=authors, year=year, type="conference",
        venue=proceedings, container=proceedings, pages=pages, publisher="ACM", event="SOSP: Symposium on Operating Systems Principles",
        event_place="Austin TX USA", event_on=PartialDate(year=year or 2020, month=11, day=4), ids={"doi": (doi,)}, citations=number % 60,
        printed_on=PartialDate(year=year or 2020, month=11), url=f"https://doi.org/{doi}",
    )  # fmt: skip
    yield Record(
        source="dblp", source_id=f"conf/sosp/Example{number}", title=one.title, authors=authors, year=year, venue="SOSP", type="conference",
        pages=pages, ids={"doi": (doi,)}, locations=(f"https://doi.org/{doi}",), url=f"https://dblp.org/rec/conf/sosp/Example{number}",
    )  # fmt: skip
