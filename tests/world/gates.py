"""Services that wait for a test: what it does while somebody waits for their answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.world.exchange import Exchange
from tests.world.faults import Trouble
from tests.world.service import Service

LONGEST_SECONDS = 60.0


@contextmanager
def gate(*services: Service) -> Iterator[threading.Event]:
    """These services answer no sooner than the gate is opened; it is, at the latest, at the end."""
    opened = threading.Event()
    for service in services:
        before_answering(service, lambda: opened.wait(LONGEST_SECONDS), times=None)
    try:
        yield opened
    finally:
        opened.set()


def before_answering(service: Service, act: Callable[[], object], *, times: int | None = 1) -> None:
    """Something happens while the service is being asked, and before it answers as it always does."""

    def meet(exchange: Exchange) -> None:
        act()
        exchange.send(exchange.honest())

    service.fails(Trouble(name="waits", act=meet), times=times)
