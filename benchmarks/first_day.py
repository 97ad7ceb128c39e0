"""The first day of a long list without ids: what one refresh brings at the services' real pace."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.large import arxiv_id, title
from benchmarks.measure import PUBTRACK, Bar, environment
from tests.world import World

TITLES = 120
DEADLINE = "10m"
SECONDS = 300.0  # the deadline of a refresh that nobody gave another
SOURCES = ("arxiv", "openalex", "semantic_scholar", "crossref", "dblp")


def run() -> Iterator[Bar]:
    with World() as world, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(world, folder)
        env = environment({**world.env, "PUBTRACK_STATE_DIR": str(folder / "state")})
        began = time.monotonic()
        command = (*PUBTRACK, "refresh", "--json", "--deadline", DEADLINE)
        done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=True)
        seconds, said = time.monotonic() - began, json.loads(done.stdout)
        what = f"first refresh of {TITLES} titles"
        yield Bar(what=what, figure=seconds, bar=SECONDS, unit=" s")
        for source in SOURCES:
            missing = TITLES - said["outcomes"].get(source, {}).get("answered", 0)
            yield Bar(what=f"{what}, not answered by {source}", figure=missing, bar=0)
        for service in world.services:
            print(f"       requests to {service.name}: {len(service.requests)}")
        yield Bar(what=f"{what}, dollars at openalex", figure=world.openalex.spent, bar=0.1)


def fill(world: World, folder: Path) -> None:
    """The list, of titles only, and every service holding what is on it."""
    lines = ["author: Ada Example", "publications:"]
    for number in range(TITLES):
        paper = world.paper(title(number), authors=["Ada Example", "Wei Zhang"], arxiv=arxiv_id(number))
        world.semantic_scholar.holds(paper, cites=number)
        world.crossref.holds(paper, doi=f"10.1000/{number}", cites=number)
        world.openalex.holds(paper, cites=number, doi=f"10.1000/{number}")
        world.dblp.holds(paper)
        lines += [f'  - title: "{title(number)}"', "    authors: Ada Example, Wei Zhang"]
    (folder / "publications.yaml").write_text("\n".join(lines) + "\n", "utf-8")
