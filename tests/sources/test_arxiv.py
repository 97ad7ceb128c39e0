"""arXiv as a source, through the real door, against the world's own arXiv; and against pages that the world never serves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from pubtrack.errors import SourceFailure
from pubtrack.http import Http, Reply
from pubtrack.http.hosts import Hosts
from pubtrack.model.answer import Answer, Wanted
from pubtrack.model.publication import Author, Person, Publication
from pubtrack.records import match
from pubtrack.sources.arxiv.source import BATCH, Arxiv
from tests.sources.test_arxiv_feed import entry, feed
from tests.world import World

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


def publication(key: str, title: str = "Widgets", *, arxiv: str | None = None, authors: Sequence[str] = ("Shengyu Liu",)) -> Publication:
    return Publication(key=key, title=title, arxiv=arxiv, authors=tuple(Author(name=name) for name in authors))


def by_id(*ids: str) -> list[Wanted]:
    return [Wanted(publication=publication(one, arxiv=one)) for one in ids]


def ask(world: World, folder: Path, wanted: Sequence[Wanted]) -> dict[str, Answer]:
    door = Http(hosts=Hosts(folder), user_agent="pubtrack/0", now=world.now, sleep=lambda seconds: None, jitter=lambda: 0.0)
    return answers(Arxiv(door, pace=0, origin=world.arxiv.origin, now=world.now), wanted)


def answers(source: Arxiv, wanted: Sequence[Wanted]) -> dict[str, Answer]:
    """Exactly one answer for each publication wanted."""
    found = list(source.look_up(wanted))
    keys = [one.publication for one in found if isinstance(one, Answer)]
    assert sorted(keys) == sorted(one.publication.key for one in wanted)
    return {one.publication: one for one in found if isinstance(one, Answer)}


def queries(world: World, name: str) -> list[str]:
    return [request.query[name] for request in world.arxiv.requests if name in request.query]


def kind(answer: Answer) -> str | None:
    return answer.problem.kind if answer.problem else None


# ---------------------------------------------------------------- by id


@pytest.mark.parametrize("generation", [2018, 2026])
def test_ids_are_asked_for_in_one_request(world: World, tmp_path: Path, generation: int) -> None:
    world.arxiv.generation = generation  # type: ignore[assignment]  # one of the two
    listed = [f"2401.{n:05d}" for n in range(1, 41)]
    for one in listed:
        world.paper(f"Study {one}", authors=["Shengyu Liu"], arxiv=one, version=3)
    found = ask(world, tmp_path, by_id(*listed))
    assert len(world.arxiv.requests) == 1
    for one in listed:
        (record,) = found[one].candidates
        assert (record.source_id, record.title, record.version) == (one, f"Study {one}", 3)
        assert (found[one].by_id, found[one].problem) == (True, None)


def test_a_thousand_ids_are_ten_requests(world: World, tmp_path: Path) -> None:
    listed = [f"2401.{n:05d}" for n in range(1, 1001)]
    for one in listed:
        world.paper(f"Study {one}", authors=["Shengyu Liu"], arxiv=one)
    found = ask(world, tmp_path, by_id(*listed))
    assert all(len(found[one].candidates) == 1 for one in listed)
    assert len(world.arxiv.requests) == 10
    assert all(query == str(BATCH) for query in queries(world, "max_results"))


def test_unknown_ids_are_said_one_by_one(world: World, tmp_path: Path) -> None:
    world.paper("Known", authors=["Shengyu Liu"], arxiv="2401.00001")
    found = ask(world, tmp_path, by_id("2401.00001", "2401.00002"))
    assert len(found["2401.00001"].candidates) == 1
    problem = found["2401.00002"].problem
    assert problem is not None
    assert (problem.kind, problem.failed) == ("not_found", False)
    assert "2401.00002" in problem.message


def test_one_unknown_id_alone_is_one_request(world: World, tmp_path: Path) -> None:
    assert kind(ask(world, tmp_path, by_id("2401.00002"))["2401.00002"]) == "not_found"
    assert len(world.arxiv.requests) == 1


def test_several_ids_of_which_none_is_known_are_asked_for_twice(world: World, tmp_path: Path) -> None:
    found = ask(world, tmp_path, by_id("2401.00002", "2401.00003"))
    assert {kind(one) for one in found.values()} == {"not_found"}
    assert len(world.arxiv.requests) == 2


def test_two_publications_with_one_id_are_one_id(world: World, tmp_path: Path) -> None:
    world.paper("Known", authors=["Shengyu Liu"], arxiv="2401.00001")
    wanted = [Wanted(publication=publication(key, arxiv="2401.00001")) for key in ("a", "b")]
    found = ask(world, tmp_path, wanted)
    assert queries(world, "id_list") == ["2401.00001"]
    assert found["a"].candidates == found["b"].candidates


@pytest.mark.parametrize("typed", ["arXiv:2404.09526v3", " 2404.09526", "https://arxiv.org/abs/2404.09526v1"])
def test_an_id_is_sent_bare_and_without_version(world: World, tmp_path: Path, typed: str) -> None:
    world.paper("Known", authors=["Shengyu Liu"], arxiv="2404.09526")
    found = ask(world, tmp_path, [Wanted(publication=publication("k", arxiv=typed))])
    assert queries(world, "id_list") == ["2404.09526"]
    assert found["k"].candidates


def test_what_cannot_be_an_id_is_never_sent(world: World, tmp_path: Path) -> None:
    found = ask(world, tmp_path, [Wanted(publication=publication("k", arxiv="abc")), *by_id("2401.00001")])
    assert queries(world, "id_list") == ["2401.00001"]
    assert "search_query" in world.arxiv.requests[-1].query
    assert found["k"].problem is None


def test_an_id_that_arxiv_calls_malformed_costs_itself_only(world: World, tmp_path: Path) -> None:
    world.paper("Known", authors=["Shengyu Liu"], arxiv="2401.00001")
    pages = {"2401.00001,2401.00009": error("incorrect id format for 2401.00009"), "2401.00001": feed(entry("2401.00001v1"), total=1)}
    found = answers(Fake(lambda query: pages[query["id_list"]]).source(), by_id("2401.00001", "2401.00009"))
    assert len(found["2401.00001"].candidates) == 1
    problem = found["2401.00009"].problem
    assert problem is not None
    assert (problem.kind, problem.failed) == ("not_found", False)
    assert "2401.00009 malformed" in problem.message


def test_a_remembered_id_is_asked_for(world: World, tmp_path: Path) -> None:
    world.paper("Known", authors=["Shengyu Liu"], arxiv="2401.00001")
    found = ask(world, tmp_path, [Wanted(publication=publication("k"), ids={"arxiv": ("2401.00001", "2401.00002")})])
    assert found["k"].by_id
    assert queries(world, "id_list") == ["2401.00001"]


# ---------------------------------------------------------------- by title

DISTSERVE = "DistServe: Disaggregating Prefill and Decoding for Goodput-optimized Large Language Model Serving"
CV_AUTHORS = ("Yinmin Zhong", "Shengyu Liu", "Junda Chen", "Yibo Zhu", "Xuanzhe Liu", "Xin Jin", "Hao Zhang")


def test_distserve_is_found_by_its_title_among_what_looks_like_it(world: World, tmp_path: Path) -> None:
    world.shengyu_liu()
    listed = publication("zhong2024distserve", DISTSERVE, authors=CV_AUTHORS)
    answer = ask(world, tmp_path, [Wanted(publication=listed)])["zhong2024distserve"]
    assert not answer.by_id
    choice = match.choose(listed, answer.candidates, owners=(Person(name="Shengyu Liu"),), by_id=answer.by_id)
    assert [one.record.source_id for one in choice.taken] == ["2401.09670"]


@pytest.mark.parametrize(
    "title",
    [
        "Widgets: “Quoted” & [red] (parenthesised) \\emph{set} $\\alpha$",
        "Ünïcode Wïdgets für Ärzte",
        "大语言模型的推理系统研究",
        'A "Title" AND ti:else ANDNOT x',
    ],
)
def test_any_title_can_be_searched_for(world: World, tmp_path: Path, title: str) -> None:
    world.paper(title, authors=["Shengyu Liu"], arxiv="2401.00001")
    answer = ask(world, tmp_path, [Wanted(publication=publication("k", title))])["k"]
    assert answer.problem is None
    assert len(world.arxiv.requests) == 1
    assert queries(world, "search_query")[0].count('"') == 2


def test_a_title_that_nobody_has_is_no_problem(world: World, tmp_path: Path) -> None:
    answer = ask(world, tmp_path, [Wanted(publication=publication("k", "A Title That Nobody Has"))])["k"]
    assert (answer.candidates, answer.problem) == ((), None)


def test_a_title_of_signs_is_not_searched_for(world: World, tmp_path: Path) -> None:
    assert kind(ask(world, tmp_path, [Wanted(publication=publication("k", "?!"))])["k"]) == "not_found"
    assert world.arxiv.requests == []


# ---------------------------------------------------------------- what goes wrong


def error(message: str) -> bytes:
    one = f"<entry><id>https://arxiv.org/api/errors#x</id><title>Error</title><summary>{message}</summary></entry>"
    return feed(one, total=1)


class Fake:
    """A door behind which one function answers. It keeps the door's promises: a failure is raised, a reply is bytes."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.asked: list[dict[str, str]] = []

    def get(self, source: str, url: str, **terms: object) -> Reply:
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        self.asked.append(query)
        body = self.page(query)
        if isinstance(body, SourceFailure):
            raise body
        return Reply(status=200, headers={}, body=body, url=url, at=MONDAY)

    def distrust(self, source: str, url: str, message: str) -> SourceFailure:
        return SourceFailure(source, "unreadable", message)

    def source(self) -> Arxiv:
        return Arxiv(self, pace=3.0, origin="http://127.0.0.1:9", now=lambda: MONDAY)  # type: ignore[arg-type]  # a door like Http


def in_turn(*pages: bytes) -> Fake:
    left = list(pages)
    return Fake(lambda query: left.pop(0))


def test_a_page_that_says_there_is_more_is_asked_for_the_rest() -> None:
    fake = in_turn(feed(entry("2401.00001v1"), total=3), feed(entry("2401.00002v1"), entry("2401.00003v1"), total=2))
    found = answers(fake.source(), by_id("2401.00001", "2401.00002", "2401.00003"))
    assert all(one.candidates for one in found.values())
    assert [one["id_list"] for one in fake.asked] == ["2401.00001,2401.00002,2401.00003", "2401.00002,2401.00003"]
    assert [one["max_results"] for one in fake.asked] == ["3", "2"]


@pytest.mark.parametrize("empty", [feed(total=2), feed()])
def test_an_empty_page_in_the_middle_is_never_read_as_no_more(empty: bytes) -> None:
    fake = in_turn(empty, empty, empty)
    found = answers(fake.source(), by_id("2401.00001", "2401.00002"))
    assert {kind(one) for one in found.values()} == {"unreadable"}
    fake = in_turn(empty, empty, empty)
    assert kind(answers(fake.source(), by_id("2401.00001"))["2401.00001"]) == "unreadable"


def test_what_a_short_page_never_brings_is_a_failure_not_an_absence() -> None:
    short = feed(entry("2401.00001v1"), total=2)
    found = answers(in_turn(short, feed(total=1), feed(total=1)).source(), by_id("2401.00001", "2401.00002"))
    assert found["2401.00001"].candidates
    assert kind(found["2401.00002"]) == "unreadable"


def test_an_empty_page_of_a_search_is_asked_for_once_more() -> None:
    fake = in_turn(feed(total=4), feed(entry(), total=1))
    assert answers(fake.source(), [Wanted(publication=publication("k"))])["k"].candidates
    fake = in_turn(feed(total=4), feed(total=4))
    assert kind(answers(fake.source(), [Wanted(publication=publication("k"))])["k"]) == "unreadable"


def test_entries_that_nobody_asked_for_are_nobodys() -> None:
    anothers = feed(entry("9999.00001v1"), entry("2401.00002v1"), total=2)
    found = answers(in_turn(anothers, anothers).source(), by_id("2401.00001"))
    assert (found["2401.00001"].candidates, kind(found["2401.00001"])) == ((), "unreadable")


@pytest.mark.parametrize("body", [b"<html>no</html>", feed(entry())[:-9], error("start must be an integer")])
def test_what_is_not_its_feed_is_a_failure_for_all_of_the_batch(body: bytes) -> None:
    found = answers(Fake(lambda query: body).source(), by_id("2401.00001", "2401.00002"))
    assert {(kind(one), one.problem is not None and one.problem.failed) for one in found.values()} == {("unreadable", True)}


@pytest.mark.parametrize(
    ("failure", "failed"),
    [
        ("unreachable", True),
        ("busy", True),
        ("refused", True),
        ("too_slow", True),
        ("resting", True),
        ("cooling", False),
        ("out_of_time", False),
    ],
)
def test_a_failure_of_the_door_is_an_answer(failure: Any, failed: bool) -> None:
    trouble = SourceFailure("arxiv", failure, "a calm sentence")
    for wanted in (by_id("2401.00001"), [Wanted(publication=publication("k"))]):
        (answer,) = answers(Fake(lambda query: trouble).source(), wanted).values()
        assert answer.problem is not None
        assert (answer.problem.kind, answer.problem.message, answer.problem.failed) == (failure, "a calm sentence", failed)
        assert answer.candidates == ()


def test_one_batch_that_fails_costs_itself_only() -> None:
    def page(query: dict[str, str]) -> bytes | SourceFailure:
        ids = query["id_list"].split(",")
        return (
            SourceFailure("arxiv", "busy", "asks for patience")
            if "2401.00001" in ids
            else feed(*(entry(f"{one}v1") for one in ids), total=len(ids))
        )

    found = answers(Fake(page).source(), by_id(*(f"2401.{n:05d}" for n in range(1, BATCH + 11))))
    assert sum(kind(one) == "busy" for one in found.values()) == BATCH
    assert sum(bool(one.candidates) for one in found.values()) == 10


@pytest.mark.parametrize(("with_id", "without", "requests"), [(0, 0, 0), (1, 0, 5), (100, 0, 5), (101, 0, 6), (250, 4, 11)])
def test_the_estimate_is_an_upper_bound_without_asking(with_id: int, without: int, requests: int) -> None:
    fake = in_turn()
    wanted = by_id(*(f"2401.{n:05d}" for n in range(1, with_id + 1))) + [Wanted(publication=publication(f"k{n}")) for n in range(without)]
    estimate = fake.source().estimate(wanted)
    assert (estimate.requests, estimate.seconds, estimate.cost) == (requests, 3.0 * requests, 0.0)
    assert fake.asked == []


def test_nothing_wanted_is_nothing_asked() -> None:
    assert answers(in_turn().source(), []) == {}


def test_what_was_asked_can_be_told() -> None:
    found = answers(in_turn(feed(entry("2401.00001v1"), total=1)).source(), by_id("2401.00001"))
    assert (found["2401.00001"].asked, found["2401.00001"].at) == ("id 2401.00001", MONDAY)
    asked = answers(in_turn(feed(total=0)).source(), [Wanted(publication=replace(publication("k"), title="{\\'E}tude"))])["k"].asked
    assert asked == "title “Étude”"
