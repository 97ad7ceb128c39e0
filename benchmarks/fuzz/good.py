"""Good input to be mangled: what the services of the tests' world answer, and what a first run leaves behind."""

from __future__ import annotations

import sqlite3
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.e2e.lists import shipped
from tests.world import Cli, World

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """The folder of a list after its first run, and the bodies that each source sent in it."""

    folder: Path
    bodies: Mapping[str, tuple[bytes, ...]]

    @property
    def listing(self) -> bytes:
        return (self.folder / "publications.yaml").read_bytes()

    @property
    def text_files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted((self.folder / "cache").glob("*.csv"))}


@contextmanager
def after_a_first_run() -> Iterator[Good]:
    with tempfile.TemporaryDirectory() as name, World(at=MONDAY) as world:
        folder = Path(name)
        world.shengyu_liu()
        cli = Cli(folder=folder, world=world)
        title = "  - title: DistServe and another thing\n    authors: Shengyu Liu, Yinmin Zhong\n"
        text = shipped()
        cli.write(text.replace("publications:\n", f"publications:\n{title}", 1))
        cli("refresh")
        yield Good(folder=folder, bodies=_bodies(folder / "cache" / "answers.sqlite3"))


def _bodies(archive: Path) -> dict[str, tuple[bytes, ...]]:
    found: dict[str, list[bytes]] = {}
    with closing(sqlite3.connect(archive)) as database:
        for source, body in database.execute("SELECT source, body FROM answers ORDER BY source, url"):
            found.setdefault(source, []).append(zlib.decompress(body))
    return {source: tuple(group) for source, group in found.items()}
