"""What a run said and left behind, as values to compare. Reads the folder of a test."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from tests.world import Cli, Completed


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report as JSON, with its exit code."""

    run: Completed
    said: dict[str, Any]

    @property
    def code(self) -> int:
        return self.run.code

    @property
    def counts(self) -> dict[str, int | None]:
        return {one["key"]: one["citations"]["google_scholar"]["count"] for one in self.said["publications"]}

    def shown(self, key: str) -> dict[str, Any]:
        """The Scholar count of a publication with everything about it."""
        found: dict[str, Any] = next(one["citations"]["google_scholar"] for one in self.said["publications"] if one["key"] == key)
        return found

    def problems(self, *, severity: str | None = None, source: str | None = None, kind: str | None = None) -> list[dict[str, Any]]:
        wanted = {"severity": severity, "source": source, "kind": kind}
        return [one for one in self.said["problems"] if all(value is None or one[name] == value for name, value in wanted.items())]

    @property
    def words(self) -> str:
        return "\n".join(one["message"] for one in self.said["problems"])


def report(cli: Cli, *options: str, before: Sequence[str] = (), **how: Any) -> Report:
    """`pubtrack report --format json`, calm and whole; `before` are the options that stand before the command."""
    done = cli(*before, "report", "--format", "json", *options, **how)
    assert_calm(done)
    return Report(run=done, said=json.loads(done.out))


def known(cli: Cli, **how: Any) -> Report:
    """The same without asking anybody."""
    return report(cli, "--refresh", "never", **how)


def assert_calm(done: Completed) -> None:
    """No traceback, and no process left behind."""
    assert "Traceback" not in done.out + done.err, done.err
    assert not done.left_behind


def rows(cli: Cli, name: str) -> list[str]:
    """The rows of a text file of the cache."""
    return cli.read(f"cache/{name}").splitlines()[1:]


def is_whole(cli: Cli) -> bool:
    """The text files end with a whole line and hold no row twice."""
    texts = [cli.read(f"cache/{name}") for name in ("citations.csv", "citing.csv", "identities.csv")]
    return all(text.endswith("\n") and len(set(text.splitlines())) == len(text.splitlines()) for text in texts)


def answered(cli: Cli, source: str) -> int:
    """How many answers of a source the ledger holds; zero while there is no ledger."""
    path = cli.folder / "cache" / "ledger.sqlite3"
    if not path.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)) as database:
            query = "SELECT count(*) FROM last_attempts WHERE source = ? AND outcome = 'answered'"
            return int(database.execute(query, (source,)).fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def without_ledger(cli: Cli) -> None:
    """What a clone of the repository has: the text files only."""
    for path in (cli.folder / "cache").glob("*.sqlite3*"):
        path.unlink()
