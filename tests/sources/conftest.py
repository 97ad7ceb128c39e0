"""The world in which sources are held to their contract."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.sources.example_index import Index
from tests.world import World

if TYPE_CHECKING:
    from tests.sources.contract import Place


@pytest.fixture(scope="module")
def shared() -> Iterator[Place]:
    """Opened once for all: each test heals it and begins a new log."""
    from tests.sources.contract import Place  # which loads every source

    with World() as world:
        liu = world.shengyu_liu()
        world.openalex.budget = 1000.0  # dollars: as if each test had a day of its own
        index = Index(now=world.now)
        for paper in (liu.loongserve, liu.distserve, liu.rlhfuse, liu.fastserve):
            index.holds(paper.title, citations=11, arxiv=paper.arxiv, doi=paper.doi)
        index.open()
        yield Place(world=world, index=index)
        index.close()
        assert not index.bugs


@pytest.fixture
def place(shared: Place) -> Iterator[Place]:
    yield shared
    for service in (*shared.world.services, shared.index):
        service.heals()
        service.forget()
