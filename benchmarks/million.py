"""What a ledger of one million counts costs: a key's history, a report, metrics, and the text files written and taken in."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from benchmarks.large import arxiv_id, best, write_list
from benchmarks.measure import PUBTRACK, Bar, once
from pubtrack.model.count import Change, Count
from pubtrack.model.identity import Identity
from pubtrack.store import Store

PUBLICATIONS, DAYS = 500, 500
COUNTING = ("google_scholar", "semantic_scholar", "openalex", "crossref")
MILLION = PUBLICATIONS * DAYS * len(COUNTING)
FEW = 10_000
OVERVIEW_SECONDS = 6.0
HISTORY_SECONDS, REPORT_TIMES, METRICS_SECONDS, WRITTEN_SECONDS, TAKEN_IN_SECONDS = 0.5, 1.5, 2.0, 10.0, 20.0
LAST = date(2026, 11, 1)
REPORT = (*PUBTRACK, "report", "--refresh", "never")

OPEN = "from pathlib import Path; from pubtrack.store import Store; Store(Path('cache')).__exit__(None, None, None)"
WRITE = "from pathlib import Path; from pubtrack.store import Store\nwith Store(Path('cache')) as store: store.note(()); store.write_text()"


def run() -> Iterator[Bar]:
    with tempfile.TemporaryDirectory() as name:
        few, many = Path(name) / "few", Path(name) / "many"
        fill(few, FEW // (PUBLICATIONS * len(COUNTING)))
        fill(many, DAYS)
        key = first_key(many)
        history = best((*PUBTRACK, "history", key), many, environment(many))
        yield Bar(what=f"history KEY, {MILLION} counts", figure=history.seconds, bar=HISTORY_SECONDS, unit=" s")
        overview = best((*PUBTRACK, "history"), many, environment(many))
        yield Bar(what=f"history of all, {MILLION} counts", figure=overview.seconds, bar=OVERVIEW_SECONDS, unit=" s")
        little, much = best(REPORT, few, environment(few)), best(REPORT, many, environment(many))
        what = f"report, {MILLION} counts ({much.seconds:.2f} s), times that with {FEW} ({little.seconds:.2f} s)"
        yield Bar(what=what, figure=much.seconds / little.seconds, bar=REPORT_TIMES)
        metrics = best((*PUBTRACK, "metrics"), many, environment(many))
        yield Bar(what=f"metrics, {MILLION} counts", figure=metrics.seconds, bar=METRICS_SECONDS, unit=" s")
        past = best((*PUBTRACK, "metrics", "--at", "2026-01-01"), many, environment(many))
        yield Bar(what=f"metrics --at DATE, {MILLION} counts", figure=past.seconds, bar=METRICS_SECONDS, unit=" s")
        yield Bar(what=f"text files of {MILLION} counts written", figure=written(many), bar=WRITTEN_SECONDS, unit=" s")
        yield Bar(what=f"text files of {MILLION} counts taken in", figure=taken_in(many), bar=TAKEN_IN_SECONDS, unit=" s")


def fill(folder: Path, days: int) -> None:
    """A list whose publications have a count a day at each source that counts, and the text files."""
    folder.mkdir()
    write_list(folder / "publications.yaml", PUBLICATIONS)
    once(REPORT, cwd=folder, env=environment(folder))  # keys are given out
    with Store(folder / "cache") as store:
        keys = [one.publication for one in store.identities() if one.source == "list"]
        since = LAST - timedelta(days=days - 1)
        for source in COUNTING:
            identities, counts = [], []
            for number, key in enumerate(dict.fromkeys(keys)):
                source_id = f"{source}:{arxiv_id(number)}"
                identities.append(
                    Identity(publication=key, source=source, source_id=source_id, is_it=True, by="machine", since=since, last_seen=LAST)
                )
                counts += [
                    Count.at(since + timedelta(days=day), source=source, source_id=source_id, citations=number % 90 + day)
                    for day in range(days)
                ]
            store.save(Change(identities=tuple(identities), counts=tuple(counts)))
        store.write_text()
    once(REPORT, cwd=folder, env=environment(folder))


def first_key(folder: Path) -> str:
    with Store(folder / "cache") as store:
        return min(one.publication for one in store.identities() if one.source == "list")


def environment(folder: Path) -> dict[str, str]:
    return {"PUBTRACK_STATE_DIR": str(folder / "state")}


def written(folder: Path) -> float:
    """The files gone, and written anew from the ledger."""
    for path in (folder / "cache").glob("*.csv"):
        path.unlink()
    return once((sys.executable, "-c", WRITE), cwd=folder).seconds


def taken_in(folder: Path) -> float:
    """The ledger gone, and built anew from the files."""
    (folder / "cache" / "ledger.sqlite3").unlink()
    return once((sys.executable, "-c", OPEN), cwd=folder).seconds
