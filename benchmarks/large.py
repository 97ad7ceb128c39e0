"""What 10,000 publications take to be reported and exported."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measure import PUBTRACK, Bar, Took, once
from pubtrack.model import Change, Count, Identity, Record
from pubtrack.store import Store

MANY = 10_000
SECONDS, MEGABYTES = 4.0, 300.0
AT = datetime(2026, 11, 1, 12, tzinfo=UTC)


def run() -> Iterator[Bar]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_list(folder / "publications.yaml", MANY)
        fill(folder / "cache", MANY)
        env = {"PUBTRACK_STATE_DIR": str(folder / "state")}
        once((*PUBTRACK, "report", "--refresh", "never"), cwd=folder, env=env)
        json = best((*PUBTRACK, "report", "--format", "json", "--refresh", "never"), folder, env)
        yield Bar(what=f"report --format json, {MANY} publications", figure=json.seconds, bar=SECONDS, unit=" s")
        yield Bar(what=f"report --format json, {MANY} publications", figure=json.megabytes, bar=MEGABYTES, unit=" MB")
        bibtex = best((*PUBTRACK, "export", "bibtex"), folder, env)
        yield Bar(what=f"export bibtex, {MANY} publications", figure=bibtex.seconds, bar=SECONDS, unit=" s")


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


def fill(folder: Path, many: int) -> None:
    """A cache in which each publication has its arXiv record and a series of counts."""
    from pubtrack.library.load import load

    library = load(folder.parent / "publications.yaml").library
    records, identities, counts = [], [], []
    for number, one in enumerate(library.publications):
        row = f"AAAAAAAAAAAJ:{number:012d}"
        records.append(
            Record(
                source="arxiv",
                source_id=one.arxiv or "",
                title=one.title,
                authors=tuple(a.name for a in one.authors),
                abstract="word " * 150,
            )
        )
        for source, source_id in (("arxiv", one.arxiv or ""), ("google_scholar", row)):
            identities.append(
                Identity(
                    publication=one.key, source=source, source_id=source_id, is_it=True, by="machine", since=AT.date(), last_seen=AT.date()
                )
            )
        counts += [
            Count(day=AT.date().replace(month=month), source="google_scholar", source_id=row, citations=number % 500 + month)
            for month in (9, 10, 11)
        ]
    with Store(folder) as store:
        store.save(Change(records=tuple(records), identities=tuple(identities), counts=tuple(counts)), AT)
        store.write_text()
