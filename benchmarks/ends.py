"""How soon a process ends whatever the network does, and beside others that are at work."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.measure import Bar
from tests.e2e.conftest import MONDAY
from tests.e2e.lists import PACE, entry, listing, shipped
from tests.world import Cli, Fault, World
from tests.world.gates import gate

LATER = MONDAY + timedelta(days=8, minutes=7)
TEN = 10
STARTS_SECONDS = 4.0  # of these bars: for the process to start, to end and to write what it knows


def run() -> Iterator[Bar]:
    yield from without_a_network()
    yield from with_broken_services()
    yield from beside_others()


# ---------------------------------------------------------------- each way of ending


def without_a_network() -> Iterator[Bar]:
    with begun() as cli:
        yield took(cli, "report without a network", 10, "report", env=cli.world.env_without_network)
        yield took(cli, "report into a black hole", 10, "report", env=cli.world.env_with_black_hole)
    with begun() as cli:
        cli.write(listing([cli.world.paper(f"A Study of Matter Number {n}", authors=["Shengyu Liu"]) for n in range(40)]))
        yield took(cli, "report on forty publications without a network", 10, "report", env=cli.world.env_without_network)


def with_broken_services() -> Iterator[Bar]:
    with settled() as cli:
        cli.world.arxiv.fails(Fault.DRIP)
        cli.world.google_scholar.fails(Fault.DRIP_HEAD)
        yield took(cli, "report while two services drip", 23, "report", at=LATER)
    with settled() as cli:
        faults = (Fault.HANG, Fault.DRIP, Fault.GZIP_BOMB, Fault.RESET, Fault.HANG, Fault.HTML_AS_200)
        for service, fault in zip(cli.world.services, faults, strict=False):
            service.fails(fault)
        yield took(cli, "report while all services are broken", 26, "report", at=LATER)
    with settled() as cli:
        cli.world.arxiv.fails(Fault.HANG)
        cli.world.google_scholar.fails(Fault.HANG_AFTER_HEAD)
        yield took(cli, "refresh while two services hang", 30, "refresh", at=LATER)
        yield took(cli, "refresh with a deadline of 1 s", 1 + STARTS_SECONDS, "refresh", "--all", "--deadline", "1s")
    with begun() as cli:
        papers = [cli.world.paper(f"Title {n} without an Id", authors=["Shengyu Liu"]) for n in range(40)]
        settings = "settings: {" + PACE.replace("arxiv: 0", "arxiv: 3600") + "}\n"
        cli.write(f"author: Shengyu Liu\n{settings}publications:\n" + "".join(map(entry, papers)))
        yield took(cli, "report that the pace does not let end", 24, "report")


def beside_others() -> Iterator[Bar]:
    with settled() as cli, gate(cli.world.arxiv, cli.world.semantic_scholar):
        cli.world.moves_to(LATER)
        working = cli.start("refresh", "--all", "--deadline", "1h")
        wait(lambda: bool(cli.world.arxiv.requests))
        yield took(cli, "refresh that finds another at work", 5, "refresh")
        yield took(cli, "report beside a refresh", 5, "report")
        yield took(cli, "refresh that waits in vain for 2 s", 2 + STARTS_SECONDS, "refresh", "--wait", "--deadline", "2s")
        waiting, began = cli.start("refresh", "--all", "--wait", "--deadline", "6s"), time.monotonic()
        time.sleep(4)
        working.kill()
        working.communicate()
        waiting.communicate()
        yield seconds("refresh that gets its turn after 4 of 6 s", began, 6 + STARTS_SECONDS)
    with settled() as cli, gate(cli.world.arxiv, cli.world.semantic_scholar) as opened:
        cli.world.moves_to(LATER)
        began = time.monotonic()
        children = [cli.start("refresh", "--all") for _ in range(TEN)]
        wait(lambda: [child.poll() for child in children].count(None) <= 1)
        yield seconds("nine of ten refreshes at once, that leave", began, 2)
        opened.set()
        for child in children:
            child.communicate()


# ---------------------------------------------------------------- how it is measured


@contextmanager
def begun() -> Iterator[Cli]:
    """The shipped list before its first run."""
    with World(at=MONDAY) as world, tempfile.TemporaryDirectory() as name:
        world.shengyu_liu()
        cli = Cli(folder=Path(name), world=world)
        cli.write(shipped())
        yield cli


@contextmanager
def settled() -> Iterator[Cli]:
    """After a good first day."""
    with begun() as cli:
        if cli.process("report").code:
            raise RuntimeError("the first day was none")
        cli.world.forget_requests()  # what is waited for is a request of the day that follows
        yield cli


def took(cli: Cli, what: str, bar: float, *argv: str, at: datetime | None = None, env: dict[str, str] | None = None) -> Bar:
    began = time.monotonic()
    cli.process(*argv, at=at, env=env)
    return seconds(what, began, bar)


def seconds(what: str, began: float, bar: float) -> Bar:
    return Bar(what=what, figure=time.monotonic() - began, bar=bar, unit=" s")


def wait(is_so: Callable[[], bool]) -> None:
    while not is_so():
        time.sleep(0.005)
