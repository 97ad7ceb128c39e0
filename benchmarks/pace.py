"""How close a cold refresh comes to the time that the services' pace alone demands, and how few requests it takes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.large import arxiv_id, title
from benchmarks.measure import PUBTRACK, Bar, once
from pubtrack.app.refresh_loop import FIRST_ROUND_SECONDS
from pubtrack.model.catalogue import ASKED_LAST, SERVICES
from tests.world import World

MANY, ON_THE_PROFILE = 1000, 100
MOST_REQUESTS = {"arxiv": 10, "google_scholar": 1, "semantic_scholar": 2, "crossref": 20}
OPENALEX_LISTS, OPENALEX_SINGLES, OPENALEX_DOLLARS = 10, 50, 0.01
TIMES = 1.15


def run() -> Iterator[Bar]:
    with World() as world, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(world, folder)
        env = {**world.env, "PUBTRACK_STATE_DIR": str(folder / "state")}
        took = once((*PUBTRACK, "refresh"), cwd=folder, env=env)
        asked = {service.name: len(service.requests) for service in world.services}
        what = f"refresh of {MANY} publications"
        for source, bar in MOST_REQUESTS.items():
            yield Bar(what=f"{what}, requests to {source}", figure=asked[source], bar=bar)
        yield Bar(what=f"{what}, lists of openalex", figure=len(world.openalex.lists), bar=OPENALEX_LISTS)
        yield Bar(what=f"{what}, single works of openalex", figure=len(world.openalex.singles), bar=OPENALEX_SINGLES)
        yield Bar(what=f"{what}, dollars at openalex", figure=world.openalex.spent, bar=OPENALEX_DOLLARS)
        demanded = max((number - 1) * pace(source) + begins(source) for source, number in asked.items() if number)
        yield Bar(what=f"{what}, times the {demanded:.0f} s of the pace", figure=took.seconds / demanded, bar=TIMES)


def pace(source: str) -> float:
    """Seconds from one request to the next, without any key."""
    return SERVICES[source].keyless_pace_seconds or SERVICES[source].pace_seconds


def begins(source: str) -> float:
    """When a source is asked first: DBLP when the first round is over, or has had its time."""
    return FIRST_ROUND_SECONDS if source in ASKED_LAST else 0.0


def fill(world: World, folder: Path) -> None:
    """The list, and every service holding what is on it; DBLP knows nothing of it."""
    profile = world.profile("AAAAAAAAAAAJ", name="Ada Example")
    lines = ["author: {name: Ada Example, google_scholar: AAAAAAAAAAAJ}", "publications:"]
    for number in range(MANY):
        paper = world.paper(title(number), authors=["Ada Example", "Wei Zhang"], arxiv=arxiv_id(number))
        world.semantic_scholar.holds(paper, cites=number, doi=f"10.1000/{number}")
        world.crossref.holds(paper, doi=f"10.1000/{number}", cites=number)
        world.openalex.holds(paper, cites=number)
        if number < ON_THE_PROFILE:
            profile.row(paper, cites=number)
        lines += [f'  - title: "{title(number)}"', "    authors: Ada Example, Wei Zhang", f"    arxiv: {arxiv_id(number)}"]
    (folder / "publications.yaml").write_text("\n".join(lines) + "\n", "utf-8")
