"""How close a cold refresh comes to the time that the services' pace alone demands."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.large import arxiv_id, title
from benchmarks.measure import PUBTRACK, Bar, once
from tests.world import World

MANY, ON_THE_PROFILE, BATCH, PACE_SECONDS = 1000, 100, 100, 3.0
TIMES = 1.15


def run() -> Iterator[Bar]:
    with World() as world, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(world, folder)
        env = {**world.env, "PUBTRACK_STATE_DIR": str(folder / "state")}
        took = once((*PUBTRACK, "refresh"), cwd=folder, env=env)
        demanded = (MANY / BATCH - 1) * PACE_SECONDS
        yield Bar(what=f"refresh of {MANY} publications, requests to arXiv", figure=len(world.arxiv.requests), bar=MANY / BATCH)
        yield Bar(what=f"refresh of {MANY} publications, requests to Google Scholar", figure=len(world.google_scholar.requests), bar=1)
        yield Bar(what=f"refresh of {MANY} publications, times the {demanded:.0f} s of the pace", figure=took.seconds / demanded, bar=TIMES)


def fill(world: World, folder: Path) -> None:
    profile = world.profile("AAAAAAAAAAAJ", name="Ada Example")
    lines = ["author: {name: Ada Example, google_scholar: AAAAAAAAAAAJ}", "publications:"]
    for number in range(MANY):
        paper = world.paper(title(number), authors=["Ada Example", "Wei Zhang"], arxiv=arxiv_id(number))
        if number < ON_THE_PROFILE:
            profile.row(paper, cites=number)
        lines += [f'  - title: "{title(number)}"', "    authors: Ada Example, Wei Zhang", f"    arxiv: {arxiv_id(number)}"]
    (folder / "publications.yaml").write_text("\n".join(lines) + "\n", "utf-8")
