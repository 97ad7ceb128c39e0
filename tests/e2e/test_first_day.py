"""The first day of a long list without ids, at the services' real pace, on a clock that does not wait."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from pubtrack.http import Http
from tests.e2e.conftest import MONDAY
from tests.world import Cli, World
from tests.world.quick_time import QuickTime

def test_trial(cli: Cli, world: World):
    lines = ["author: {name: Ada Example, google_scholar: AAAAAAAAAAAJ}", "publications:"]
    profile = world.profile("AAAAAAAAAAAJ", name="Ada Example")
    for n in range(120):
        title = f"A Study of Widget{n} for the Gadget{n} of Engine{n}"
        paper = world.paper(title, authors=["Ada Example", "Wei Zhang"], arxiv=f"2401.{n+1:05d}")
        world.semantic_scholar.holds(paper, cites=n)
        world.crossref.holds(paper, doi=f"10.1000/{n}", cites=n)
        world.openalex.holds(paper, cites=n)
        world.dblp.holds(paper)
        profile.row(paper, cites=n)
        lines += [f"  - title: {title}", "    authors: Ada Example, Wei Zhang"]
    (cli.folder/"publications.yaml").write_text("\n".join(lines)+"\n")
    import time
    for secs in ("10m","5m"):
        t0=time.time()
        clock = QuickTime(MONDAY)
        world.moves_to(MONDAY)
        from pubtrack.cli import main
        from tests.world.here import run_here
        from tests.world.run import environment
        from tests.world.page_reader import READER
        door = partial(Http, sleep=clock.sleep)
        print(cli("refresh", "--deadline", secs, "--json", at=MONDAY, quick=clock, timeout=100).out[:900])
        print(time.time()-t0, clock.monotonic(), {s.name: len(s.requests) for s in world.services})
        break
    assert 0
