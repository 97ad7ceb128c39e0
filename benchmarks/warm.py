"""How long a report takes that has nothing to ask, and the help."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import CHECKOUT, PUBTRACK, Bar, once, ratio
from tests.world import World

REPORT_TIMES, HELP_TIMES = 3.5, 1.5


def run() -> Iterator[Bar]:
    with World() as world, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        world.shengyu_liu()
        shutil.copy(CHECKOUT / "publications.yaml", folder)
        env = {**world.env, "PUBTRACK_STATE_DIR": str(folder / "state")}
        once((*PUBTRACK, "refresh"), cwd=folder, env=env)
        baseline = (PUBTRACK[0], "-c", "import rich.table, rich.console")
        report = ratio((*PUBTRACK, "report"), baseline, cwd=folder, env=env)
        yield Bar(what="warm report, times the import of rich", figure=report, bar=REPORT_TIMES)
        help_ = ratio((*PUBTRACK, "--help"), baseline, cwd=folder, env=env)
        yield Bar(what="--help, times the import of rich", figure=help_, bar=HELP_TIMES)
