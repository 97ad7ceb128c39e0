"""A small world of services on loopback: what exists in it, what changes, and what goes wrong. Words in, real HTTP out."""

from __future__ import annotations

from tests.world.cli import Cli
from tests.world.completed import Completed
from tests.world.faults import Fault, Trouble
from tests.world.papers import Paper
from tests.world.profiles import Profile, Row
from tests.world.run import run
from tests.world.wire import Request, Response
from tests.world.world import World

__all__ = ["Cli", "Completed", "Fault", "Paper", "Profile", "Request", "Response", "Row", "Trouble", "World", "run"]
