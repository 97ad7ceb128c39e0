"""A source of somebody else, installed beside pubtrack, takes part in everything: the plan, both rounds, the ledger, the report."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.e2e.conftest import MONDAY
from tests.e2e.lists import DISTSERVE, LOONGSERVE, PACE, shipped
from tests.e2e.reading import assert_calm, known, report
from tests.sources.example_index import Index
from tests.sources.test_plugins import installed  # noqa: F401  # the example, built and installed once
from tests.world import Cli, Fault, World
from tests.world.people import ShengyuLiu
from tests.world.run import CHECKOUT


@pytest.fixture
def index(world: World) -> Iterator[Index]:
    found = Index(now=world.now)
    found.open()
    yield found
    found.close()


@pytest.fixture
def plugged(cli: Cli, liu: ShengyuLiu, index: Index, installed: Path) -> Cli:  # noqa: F811  # the fixture
    """The shipped list, with the example installed and told where its index is."""
    index.holds(liu.loongserve.title, citations=12, arxiv="2404.09526")
    index.holds(liu.distserve.title, citations=34, arxiv="2401.09670")
    cli.write(shipped(settings=f'settings: {{{PACE}, sources: {{example_index: {{origin: "{index.origin}", pace: "0"}}}}}}\n'))
    return Cli(folder=cli.folder, world=cli.world, env={"PYTHONPATH": f"{installed}{os.pathsep}{CHECKOUT}"})


def test_its_counts_stand_beside_the_others(plugged: Cli) -> None:
    said = report(plugged)
    assert said.code == 0
    shown = {one["key"]: one["citations"]["example_index"]["count"] for one in said.said["publications"]}
    assert (shown[LOONGSERVE], shown[DISTSERVE]) == (12, 34)
    assert "2026-11-23T09:00:00Z,2026-11-23T09:00:00Z,example_index," in plugged.read("cache/citations.csv")


def test_it_is_asked_again_when_its_answer_is_old_and_not_before(plugged: Cli, index: Index) -> None:
    report(plugged)
    index.forget()
    report(plugged, at=MONDAY + timedelta(hours=1))
    assert index.requests == []
    report(plugged, at=MONDAY + timedelta(days=1, minutes=5))
    assert index.requests


def test_it_is_planned_for_and_named(plugged: Cli) -> None:
    planned = json.loads(plugged("plan", "--json").out)
    assert planned["example_index"]["requests"] >= 1
    assert plugged("refresh", "--source", "example_index").code == 0
    wrong = plugged("refresh", "--source", "example_indx")
    assert (wrong.code, "example_index" in wrong.err) == (2, True)


def test_its_failure_costs_only_itself(plugged: Cli, index: Index) -> None:
    index.fails(Fault.HTML_AS_200)
    said = report(plugged)
    assert said.code == 1
    assert {one["source"] for one in said.problems(severity="error")} == {"example_index"}
    assert said.counts[DISTSERVE] == 612


def test_one_that_cannot_be_set_up_is_said_and_costs_only_itself(plugged: Cli) -> None:
    plugged.write(shipped())  # without the origin that it needs
    done = plugged("report")
    assert_calm(done)
    assert (done.code, "612" in done.out) == (0, True)
    assert [one["source"] for one in report(plugged, at=MONDAY + timedelta(days=1)).problems(kind="unusable-source")] == ["example_index"]


def test_without_it_what_it_said_stays(plugged: Cli) -> None:
    report(plugged)
    alone = Cli(folder=plugged.folder, world=plugged.world)
    shown = {one["key"]: one["citations"]["example_index"]["count"] for one in known(alone).said["publications"]}
    assert shown[DISTSERVE] == 34
