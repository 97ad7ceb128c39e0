"""One folder in which every command that changes something has something to change, and these commands. Touches a folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.e2e.lists import DISTSERVE, LOONGSERVE, PACE, RLHFUSE, entry, listing
from tests.sources.count_files import al_folio
from tests.world import Cli, Paper, World
from tests.world.citing import cite
from tests.world.people import PROFILE_ID

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
NOW = TUESDAY + timedelta(days=1, hours=3)
DOUBTFUL, CARE = "example2019observations", "example2024care"
TITLE, AUTHORS = "Observations on the Behaviour of Elastic Widgets", ["Ann Example", "Bob Example", "Shengyu Liu"]
BIB = """@inproceedings{a, title={A Wholly New Work on Sprockets and on Cogs}, author={Shengyu Liu and Bob Example}, year={2023}}
@article{b, title={Another Work on Sprockets in Large Numbers}, author={Carla Example and Shengyu Liu}, year={2022}, doi={10.1145/77.88}}
"""
DIGEST = "digest.md"
MUCH_DOLLARS = 100  # for it is asked a hundred times on one day


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What is typed, and what is answered to its questions. `again`: the exit codes with which it may end once it is done already."""

    argv: tuple[str, ...]
    stdin: str | None = None
    again: tuple[int, ...] = (0,)
    spoil: Callable[[Path], None] | None = None  # what befell the folder before


def damage(folder: Path) -> None:
    """A record that cannot be read, and a count that stands in no text file yet."""
    with closing(sqlite3.connect(folder / "cache" / "ledger.sqlite3")) as ledger, ledger:
        ledger.execute("UPDATE records SET body = 'no JSON' WHERE source = 'openalex'")
        columns = "first_seen, last_seen, source, source_id, citations, kind"
        ledger.execute(f"INSERT INTO counts ({columns}) VALUES ('2026-11-25', '2026-11-25', 'openalex', 'W777', 777, 'observed')")


def without_ledger(folder: Path) -> None:
    (folder / "cache" / "ledger.sqlite3").unlink()


COMMANDS: Mapping[str, Command] = {
    "review, all no": Command(argv=("review", "--no-open"), stdin="n\n" * 9),
    "review, all yes": Command(argv=("review", "--no-open"), stdin="y\n" * 9),
    "pin": Command(argv=("pin", DOUBTFUL, "openalex=W1111", "crossref=10.1145/1111.2222")),
    "reject": Command(argv=("reject", LOONGSERVE, "openalex=W2222")),
    "import scholar-page": Command(argv=("import", "scholar-page", "page.html", "--date", "2026-11-25")),
    "import scholar-page --new": Command(argv=("import", "scholar-page", "page.html", "--date", "2026-11-25", "--new", "--yes")),
    "import bibtex": Command(argv=("import", "bibtex", "papers.bib", "--yes")),
    "history import": Command(argv=("history", "import", "citations.yml")),
    "history move": Command(argv=("history", "move", DISTSERVE, "thing"), again=(0, 2)),  # 2: there is nothing left to move
    "history move --gone": Command(argv=("history", "move", DISTSERVE, "--gone"), again=(0, 2)),
    "report, ledger damaged": Command(argv=("--offline", "report"), spoil=damage),
    "report, no ledger": Command(argv=("--offline", "report"), spoil=without_ledger),
    "refresh": Command(argv=("refresh", "--all")),
    "digest": Command(argv=("digest", "--format", "markdown", "-o", DIGEST)),
}


def prepare(world: World, folder: Path) -> None:
    """Two days with doubts, counts that moved, works that cite; then a key is lost, and files lie there that may be imported."""
    liu, cli = world.shengyu_liu(), Cli(folder=folder, world=world)
    wanted = world.paper(TITLE, authors=AUTHORS, published="2019-01-01")
    world.openalex.holds(Paper(title=TITLE, authors=AUTHORS, published=date(2025, 1, 1)), cites=34, id="W1111")
    other = Paper(title=TITLE, authors=["Ann Example", "Carla Other", "Shengyu Liu"], published=date(2019, 1, 1))
    world.crossref.holds(other, doi="10.1145/1111.2222", cites=11, container="ACM Transactions on Many Things")
    twice = world.paper("On the Care of Widgets in Winter and Summer", authors=AUTHORS[:2], published="2024-01-01")
    for arxiv in ("2402.00011", "2402.00012"):
        world.paper(twice.title, authors=twice.authors, arxiv=arxiv, published="2024-02-01")
    distserve = entry(liu.distserve, key=DISTSERVE)
    world.openalex.budget = MUCH_DOLLARS
    text = (
        listing([wanted, twice], settings=f"settings: {{{PACE}, openalex: {{daily_budget: {MUCH_DOLLARS}}}}}\n")
        + entry(liu.loongserve, key=LOONGSERVE)
        + entry(liu.rlhfuse, key=RLHFUSE)
    )
    cli.write(text + distserve)
    cite(world, liu.distserve, liu.loongserve, title="A Work That Cites Both", on=date(2026, 11, 20), arxiv="2611.20001")
    for day in (MONDAY, TUESDAY):
        done = cli("refresh", at=day, frozen=True)
        assert done.code == 0, done.err
        assert cli("digest", *(["--peek"] if day == TUESDAY else []), at=day, frozen=True).code == 0
        liu.rows["distserve"].cites = 620
        liu.rows["loongserve"].cites = 103
        cite(world, liu.distserve, title="A Later Work That Cites One", on=date(2026, 11, 22), arxiv="2611.20002")
    liu.rows["distserve"].cites = 625
    cli.write(text + entry(Paper(title="Things in Quite Another Wording", authors=AUTHORS), key="thing"))
    cli.write(liu.profile.page_html(), "page.html")
    cli.write(BIB, "papers.bib")
    old = {"a": liu.loongserve, "b": liu.rlhfuse}
    titles = {row: paper.title for row, paper in old.items()}
    cli.write(al_folio({"a": 40, "b": 3}, "2025-05-01", user=PROFILE_ID, titles=titles).decode(), "citations.yml")
    assert cli("--offline", "report", at=NOW, frozen=True).code == 0
