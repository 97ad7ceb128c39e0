"""How the tests ask OpenAlex: publications in short, and exactly one answer for each of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from pubtrack.http import Http, Reply
from pubtrack.http.hosts import Hosts
from pubtrack.model.answer import Answer, Wanted
from pubtrack.model.publication import Publication
from pubtrack.sources.openalex.source import OpenAlex
from tests.world import World

Keep = Callable[[str, str, Reply], None]


def wanted(
    key: str,
    *,
    title: str = "Widgets",
    arxiv: str | None = None,
    doi: str | None = None,
    works: Sequence[str] = (),
    by_text: bool = True,
) -> Wanted:
    """A publication to be asked about; `works` are OpenAlex's own ids of it."""
    ids = {"openalex": tuple(works), "arxiv": (arxiv,) if arxiv else (), "doi": (doi,) if doi else ()}
    held = {scheme: found for scheme, found in ids.items() if found}
    return Wanted(publication=Publication(key=key, title=title, arxiv=arxiv, doi=doi), ids=held, by_text=by_text)


def preprints(count: int) -> list[Wanted]:
    return [wanted(f"p{number}", arxiv=arxiv_id(number)) for number in range(1, count + 1)]


def arxiv_id(number: int) -> str:
    return f"2401.{number:05d}"


def source(
    world: World,
    folder: Path,
    *,
    budget: float = 0.05,
    key: str | None = None,
    keep: Keep | None = None,
    pace: float = 0,
    origin: str | None = None,
) -> OpenAlex:
    door = Http(
        hosts=Hosts(folder),
        user_agent="pubtrack/0",
        now=world.now,
        sleep=lambda _: None,
        jitter=lambda: 0.0,
        watch=world.openalex.watch,
        keep=keep,
    )
    return OpenAlex(door, pace=pace, origin=origin or world.openalex.origin, key=key, daily_budget=budget, now=world.now)


def answers(asked: OpenAlex, all_wanted: Sequence[Wanted]) -> dict[str, Answer]:
    found = [one for one in asked.look_up(all_wanted) if isinstance(one, Answer)]
    assert sorted(one.publication for one in found) == sorted(one.publication.key for one in all_wanted)
    assert all(one.source == "openalex" and not (one.candidates and one.problem) for one in found)
    return {one.publication: one for one in found}


def ask(world: World, folder: Path, all_wanted: Sequence[Wanted], *, budget: float = 0.05, key: str | None = None) -> dict[str, Answer]:
    """The answers, and what was foretold of their price held."""
    asked = source(world, folder, budget=budget, key=key)
    before, spent = len(world.openalex.requests), world.openalex.spent
    found = answers(asked, all_wanted)
    foretold = asked.estimate(all_wanted)
    assert len(world.openalex.requests) - before <= foretold.requests
    assert world.openalex.spent - spent <= foretold.cost + 1e-9
    return found


def kind(answer: Answer) -> str | None:
    return answer.problem.kind if answer.problem else None


def kinds(found: dict[str, Answer]) -> set[str | None]:
    return {kind(one) for one in found.values()}


def works_of(answer: Answer) -> list[str]:
    return [one.source_id for one in answer.candidates]


def until_midnight(world: World) -> timedelta:
    now = world.now()
    return (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0) - now
