"""How long the process takes that reads a Google Scholar profile page of 100 rows."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Bar, ratio
from pubtrack.sources.google_scholar.reader import CHILD
from tests.sources import scholar_pages as pages

IMPORT_TIMES = 0.5


def run() -> Iterator[Bar]:
    with tempfile.TemporaryDirectory() as name:
        page = Path(name) / "profile.html"
        page.write_text(pages.profile(pages.rows(100), more=True), encoding="utf-8")
        reading = (sys.executable, "-P", "-W", "ignore", str(CHILD))
        times = ratio(reading, (sys.executable, "-W", "ignore", "-c", "import scholarly"), cwd=Path(name), stdin=page)
        yield Bar(what="a profile page of 100 rows, times the import of scholarly", figure=times, bar=IMPORT_TIMES)
