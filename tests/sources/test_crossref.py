"""Crossref as a source, through the real door, against the world's own: lists, single works, searches, pace, contact, faults."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pubtrack.http import Http, Reply
from pubtrack.http.hosts import Hosts
from pubtrack.model.answer import Answer, Wanted
from pubtrack.model.publication import Author, Publication, Venue
from pubtrack.sources.crossref.questions import FOLLOWED, SINGLES
from pubtrack.sources.crossref.source import EXTRA_LISTS, Crossref, pace_asked
from pubtrack.store.archive import Answers
from tests.world import Fault, Trouble, World
from tests.world.papers import Paper
from tests.world.wire import Response

CONTACT = "ada.byron+pubtrack@example.org"
LOONGSERVE = "10.1145/3694715.3695948"
DOOR_REPEATS = (Fault.SERVER_ERROR, Fault.BAD_GATEWAY, Fault.GATEWAY_TIMEOUT, Fault.RESET, Fault.RESET_IN_BODY, Fault.TRUNCATED_BODY)
ANSWERED_WRONGLY = (
    *(Fault.UNAVAILABLE, Fault.RATE_EXCEEDED, Fault.retry_after(), Fault.UNAUTHORIZED, Fault.FORBIDDEN),
    *(Fault.HTML_AS_200, Fault.HTML_AS_ANSWER, Fault.EMPTY_BODY, Fault.CUT_SHORT, Fault.WRONG_TYPE, Fault.NOT_UTF8, Fault.REDIRECT_AWAY),
)
HANGING = (Fault.HANG, Fault.HANG_AFTER_HEAD, Fault.DRIP)


def wanted(key: str, *, doi: str | None = None, title: str = "On Widgets", author: str = "Ada Byron", **fields: Any) -> Wanted:
    ids = {"doi": (doi,)} if doi else {}
    return Wanted(publication=Publication(key=key, title=title, doi=doi, authors=(Author(name=author),), **fields), ids=ids)


def by_doi(*dois: str) -> list[Wanted]:
    return [wanted(doi, doi=doi) for doi in dois]


def by_title(*titles: str) -> list[Wanted]:
    return [wanted(title, title=title) for title in titles]


class Asker:
    """A source at a real door whose pauses are noted and not waited for."""

    def __init__(self, world: World, folder: Path, *, pace: float = 0, contact: str | None = None, **door: Any) -> None:
        self.paused: list[float] = []

        def now() -> datetime:
            return world.now() + timedelta(seconds=sum(self.paused))

        waits = {"watch": world.crossref.watch, "sleep": self.paused.append, "jitter": lambda: 0.0}
        http = Http(hosts=Hosts(folder), user_agent="pubtrack/0", now=now, **waits, **door)
        self.source = Crossref(http, pace=pace, origin=world.crossref.origin, contact=contact, now=world.now)

    def ask(self, some: Sequence[Wanted]) -> dict[str, Answer]:
        """Exactly one answer for each publication wanted."""
        found = [one for one in self.source.look_up(some) if isinstance(one, Answer)]
        assert sorted(one.publication for one in found) == sorted(one.publication.key for one in some)
        assert all(one.source == "crossref" and not (one.candidates and one.problem) for one in found)
        return {one.publication: one for one in found}


def ask(world: World, folder: Path, some: Sequence[Wanted], **terms: Any) -> dict[str, Answer]:
    return Asker(world, folder, **terms).ask(some)


def kind(answer: Answer) -> str | None:
    return answer.problem.kind if answer.problem else None


def hold(world: World, *dois: str, title: str = "On Widgets", **fields: Any) -> None:
    for doi in dois:
        world.crossref.holds(world.paper(title, authors=["Ada Byron"]), doi=doi, **fields)


def queries(world: World, name: str) -> list[str]:
    return [request.query[name] for request in world.crossref.requests if name in request.query]


# ---------------------------------------------------------------- by DOI


def test_dois_are_asked_for_in_one_request(world: World, tmp_path: Path) -> None:
    hold(world, "10.1000/A", "10.1000/b", cites=7)
    found = ask(world, tmp_path, by_doi("10.1000/a", "10.1000/b", "10.1000/unknown"))
    assert [found[one].candidates[0].citations for one in ("10.1000/a", "10.1000/b")] == [7, 7]
    assert all(one.by_id for one in found.values() if one.candidates)
    assert found["10.1000/a"].asked == "DOI 10.1000/a"
    problem = found["10.1000/unknown"].problem
    assert problem is not None
    assert (problem.kind, problem.failed) == ("not_found", False)
    (request,) = world.crossref.requests
    assert request.query["filter"] == "doi:10.1000/a,doi:10.1000/b,doi:10.1000/unknown"
    assert int(request.query["rows"]) == 3


def test_a_thousand_dois_are_twenty_requests(world: World, tmp_path: Path) -> None:
    dois = [f"10.1000/{number}" for number in range(1000)]
    hold(world, *dois, cites=1)
    asker = Asker(world, tmp_path)
    some = by_doi(*dois)
    assert asker.source.estimate(some).requests == 20 + EXTRA_LISTS
    assert all(one.candidates for one in asker.ask(some).values())
    assert len(world.crossref.requests) == 20
    assert max(len(request.target) for request in world.crossref.requests) < 4000


def test_all_versions_that_are_known_are_offered(world: World, tmp_path: Path) -> None:
    hold(world, "10.1000/preprint", "10.1000/article")
    some = [
        Wanted(publication=Publication(key="k", title="On Widgets"), ids={"doi": ("10.1000/article", "10.1000/preprint", "10.1000/none")})
    ]
    answer = ask(world, tmp_path, some)["k"]
    assert [one.source_id for one in answer.candidates] == ["10.1000/article", "10.1000/preprint"]


def test_a_doi_of_arxivs_own_is_never_asked_for(world: World, tmp_path: Path) -> None:
    some = [wanted("k", doi="10.48550/arXiv.2404.09526"), wanted("l", arxiv="2404.09526")]
    found = ask(world, tmp_path, some)
    assert [kind(one) for one in found.values()] == ["no_id", "no_id"]
    assert world.asked == 0


def test_a_doi_with_a_comma_is_asked_for_alone(world: World, tmp_path: Path) -> None:
    hold(world, "10.1000/a,b", "10.1000/c")
    found = ask(world, tmp_path, by_doi("10.1000/a,b", "10.1000/c", "10.1000/not,known"))
    assert [kind(found[doi]) for doi in ("10.1000/a,b", "10.1000/c", "10.1000/not,known")] == [None, None, "not_found"]
    assert found["10.1000/a,b"].candidates[0].aliases == ()
    assert [request.path for request in world.crossref.requests] == ["/works", "/works/10.1000%2Fa%2Cb", "/works/10.1000%2Fnot%2Cknown"]


def test_a_doi_that_gave_way_to_another_is_kept_as_its_alias(world: World, tmp_path: Path) -> None:
    hold(world, "10.1000/new,1")
    world.crossref.moved["10.1000/old,1"] = "10.1000/new,1"
    asker, some = Asker(world, tmp_path), by_doi("10.1000/old,1")
    (record,) = asker.ask(some)["10.1000/old,1"].candidates
    assert (record.source_id, record.aliases) == ("10.1000/new,1", ("10.1000/old,1",))
    assert len(world.crossref.requests) <= asker.source.estimate(some).requests


def remembered(*dois: str) -> list[Wanted]:
    return [Wanted(publication=Publication(key=doi, title="On Widgets"), ids={"crossref": (doi,), "doi": (doi,)}) for doi in dois]


def test_a_remembered_doi_that_gave_way_to_another_is_followed(world: World, tmp_path: Path) -> None:
    hold(world, "10.1000/new", "10.1000/other")
    world.crossref.moved["10.1000/old"] = "10.1000/new"
    asker, some = Asker(world, tmp_path), [*remembered("10.1000/old", "10.1000/gone"), *by_doi("10.1000/other", "10.1000/unknown")]
    found = asker.ask(some)
    assert [(one.source_id, one.aliases) for one in found["10.1000/old"].candidates] == [("10.1000/new", ("10.1000/old",))]
    assert [kind(found[doi]) for doi in ("10.1000/gone", "10.1000/other", "10.1000/unknown")] == ["not_found", None, "not_found"]
    assert len(world.crossref.requests) == 4
    assert asker.source.estimate(some).requests == 5 + 2 * (len(some) - 1)


def test_only_a_few_are_followed(world: World, tmp_path: Path) -> None:
    asker, some = Asker(world, tmp_path), remembered(*(f"10.1000/{number}" for number in range(30)))
    found = asker.ask(some)
    assert {kind(one) for one in found.values()} == {"not_found"}
    assert len(world.crossref.requests) == 1 + FOLLOWED
    assert len(asker.ask(some)) == 30
    assert len(world.crossref.requests) == 2 + FOLLOWED <= asker.source.estimate(some).requests


def test_there_is_an_end_to_asking_one_by_one(world: World, tmp_path: Path) -> None:
    found = ask(world, tmp_path, by_doi(*(f"10.1000/{number},x" for number in range(60))))
    assert len(world.crossref.requests) == SINGLES
    assert [kind(one) for one in found.values()].count("later") == 60 - SINGLES


@pytest.mark.parametrize(
    "doi",
    [
        "10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2",
        "10.1000/a&b=c#d?e%20f",
        "10.1000/ünïcode-大",
        "10.1000/plus+plus",
    ],
)
def test_a_strange_doi_is_asked_for_as_it_is(world: World, tmp_path: Path, doi: str) -> None:
    hold(world, doi, "10.1000/b")
    found = ask(world, tmp_path, by_doi(doi, "10.1000/b"))
    assert [one.candidates[0].source_id for one in found.values()] == [doi, "10.1000/b"]


def test_one_doi_that_crossref_cannot_read_costs_itself_only(world: World, tmp_path: Path) -> None:
    dois = [f"10.1000/{number}" for number in range(120)]
    hold(world, *dois)
    refused = Response(status=400, body=b'{"status":"failed","message":[{"message":"Bad DOI"}]}', content_type="application/json")
    world.crossref.fails(
        Fault.saying("400", refused), when=lambda request: "10.1000/7," in request.target + "," or "10.1000/7&" in request.target
    )
    asker = Asker(world, tmp_path)
    found = asker.ask(by_doi(*dois))
    assert [doi for doi, one in found.items() if kind(one) is not None] == ["10.1000/7"]
    assert kind(found["10.1000/7"]) == "not_taken"
    assert len(world.crossref.requests) <= 3 + EXTRA_LISTS


def test_a_crossref_that_refuses_every_list_is_not_asked_without_end(world: World, tmp_path: Path) -> None:
    refused = Response(status=400, body=b'{"status":"failed","message":[{"message":"Bad DOI"}]}', content_type="application/json")
    world.crossref.fails(Fault.saying("400", refused))
    asker, some = Asker(world, tmp_path), by_doi(*(f"10.1000/{number}" for number in range(120)))
    assert {kind(one) for one in asker.ask(some).values()} == {"not_taken"}
    assert len(world.crossref.requests) <= asker.source.estimate(some).requests


def answer_with(content: object) -> Trouble:
    return Fault.saying("told", Response(body=json.dumps(content).encode(), content_type="application/json"))


@pytest.mark.parametrize(
    "message",
    [
        {"items": [], "total-results": 1},
        {"items": []},
        {"items": [], "total-results": None},
        {"items": [{"DOI": "10.1000/x", "title": ["X"]}], "total-results": 10**9},
    ],
)
def test_what_a_short_answer_does_not_hold_is_not_unknown(world: World, tmp_path: Path, message: object) -> None:
    world.crossref.fails(answer_with({"status": "ok", "message": message}))
    found = ask(world, tmp_path, by_doi("10.1000/a", "10.1000/b"))
    assert {(kind(one), one.problem is not None and one.problem.failed) for one in found.values()} == {("unreadable", True)}


def test_what_a_short_answer_holds_is_taken(world: World, tmp_path: Path) -> None:
    world.crossref.fails(answer_with({"message": {"items": [{"DOI": "10.1000/a", "title": ["A"]}], "total-results": 2}}))
    found = ask(world, tmp_path, by_doi("10.1000/a", "10.1000/b"))
    assert [kind(one) for one in found.values()] == [None, "unreadable"]


@pytest.mark.parametrize("content", [[], {}, {"message": None}, {"message": "no"}, {"message": {"items": {}}}, {"status": "ok"}])
def test_json_of_another_shape_is_a_failure_and_the_host_rests(world: World, tmp_path: Path, content: object) -> None:
    world.crossref.fails(answer_with(content))
    for some in (by_doi("10.1000/a"), by_doi("10.1000/a,b"), by_title("Widgets")):
        folder = tmp_path / some[0].publication.key.replace("/", "_")
        asker = Asker(world, folder)
        (answer,) = asker.ask(some).values()
        assert kind(answer) == "unreadable"
        (again,) = asker.ask(some).values()
        assert kind(again) == "cooling"


# ---------------------------------------------------------------- by text


def test_loongserve_is_found_by_its_title_behind_what_looks_like_it(world: World, tmp_path: Path) -> None:
    liu = world.shengyu_liu()
    answer = ask(world, tmp_path, [wanted("k", title=liu.loongserve.title, author="Bingyang Wu")])["k"]
    found = {one.source_id: one for one in answer.candidates}
    assert list(found)[-1] == LOONGSERVE
    assert len(found) == 3
    assert (found[LOONGSERVE].citations, found[LOONGSERVE].pages, found[LOONGSERVE].venue) == (34, "640-654", "SOSP '24")
    assert [one.type for one in answer.candidates] == ["erratum", "journal", "conference"]
    assert (answer.by_id, answer.problem) == (False, None)
    assert answer.asked.startswith("title and first author “LoongServe Efficiently Serving Long-Context")


def test_without_noise_there_is_only_the_paper(world: World, tmp_path: Path) -> None:
    liu = world.shengyu_liu(noise=False)
    answer = ask(world, tmp_path, [wanted("k", title=liu.loongserve.title, author="Bingyang Wu")])["k"]
    assert [one.source_id for one in answer.candidates] == [LOONGSERVE]


def test_a_search_brings_a_few_and_no_more(world: World, tmp_path: Path) -> None:
    hold(world, *(f"10.1000/{number}" for number in range(30)))
    assert len(ask(world, tmp_path, by_title("On Widgets"))["On Widgets"].candidates) == 5


def test_a_title_that_nobody_has_is_no_problem(world: World, tmp_path: Path) -> None:
    answer = ask(world, tmp_path, by_title("A Title That Nobody Has"))["A Title That Nobody Has"]
    assert (answer.candidates, answer.problem) == ((), None)


def test_a_title_of_signs_is_not_searched_for(world: World, tmp_path: Path) -> None:
    assert kind(ask(world, tmp_path, by_title("?!"))["?!"]) == "not_found"
    assert world.asked == 0


@pytest.mark.parametrize(
    "title", ["Widgets & <b>Bolts</b>: a, b | c?", "大语言模型的推理系统研究", "x" * 10_000, "A \\emph{Title} + $\\alpha$\x00\ud800"]
)
def test_any_title_can_be_searched_for(world: World, tmp_path: Path, title: str) -> None:
    (answer,) = ask(world, tmp_path, by_title(title)).values()
    assert answer.problem is None
    assert len(world.crossref.requests[0].target) < 4000


@pytest.mark.parametrize("message", [{"items": [], "total-results": 4}, {"items": []}])
def test_an_empty_page_of_a_search_is_never_read_as_nothing(world: World, tmp_path: Path, message: object) -> None:
    world.crossref.fails(answer_with({"message": message}))
    assert kind(ask(world, tmp_path, by_title("Widgets"))["Widgets"]) == "unreadable"


def test_a_total_that_no_service_has_does_not_spoil_a_search(world: World, tmp_path: Path) -> None:
    world.crossref.fails(answer_with({"message": {"items": [{"DOI": "10.1000/a", "title": ["A"]}], "total-results": 170_000_000}}))
    assert ask(world, tmp_path, by_title("Widgets"))["Widgets"].candidates


def test_only_the_pace_bounds_how_many_titles_are_searched_for(world: World, tmp_path: Path) -> None:
    found = ask(world, tmp_path, by_title(*(f"Title number {number}" for number in range(50))))
    assert len(world.crossref.requests) == 50
    assert not any(one.problem and one.problem.failed for one in found.values())


def test_preprints_of_published_papers_are_searched_for_last(world: World, tmp_path: Path) -> None:
    published = [
        wanted(f"p{number}", title=f"Paper {number}", arxiv=f"2401.{number + 1:05d}", venue=Venue(name="SOSP")) for number in range(40)
    ]
    ask(world, tmp_path, [*by_doi(*(f"10.1000/{number}" for number in range(240))), *published])
    assert len(queries(world, "filter")) == 5
    assert len(queries(world, "query.bibliographic")) == 40
    assert all("filter" in one.query for one in world.crossref.requests[:5])


# ---------------------------------------------------------------- contact


def test_who_has_a_contact_is_in_the_polite_pool_and_it_is_told_nobody_else(
    world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    hold(world, "10.1000/a", "10.1000/b,c")
    archive = Answers(tmp_path / "answers.sqlite3")
    kept: list[str] = []

    def keep(source: str, url: str, reply: Reply) -> None:
        kept.append(url)
        archive.keep(source, url, reply)

    some = [*by_doi("10.1000/a", "10.1000/b,c"), *by_title("On Widgets")]
    found = ask(world, tmp_path, some, contact=f"mailto:{CONTACT}", keep=keep)
    world.crossref.fails(answer_with({"message": {"items": "?"}}))
    found |= ask(world, tmp_path, by_doi("10.1000/z"), contact=CONTACT, keep=keep)
    assert queries(world, "mailto") == [CONTACT] * 4
    assert len(kept) == 4
    told = [caplog.text, str(found), *kept, (tmp_path / "answers.sqlite3").read_bytes().decode("latin-1")]
    assert all("byron+pubtrack" not in one and "byron%2Bpubtrack" not in one for one in told)
    assert "mailto=***" in caplog.text


def test_a_contact_that_is_echoed_is_hidden(world: World, tmp_path: Path) -> None:
    refused = Response(status=400, body=json.dumps({"message": [{"message": f"No: {CONTACT}"}]}).encode(), content_type="application/json")
    world.crossref.fails(Fault.saying("400", refused))
    (answer,) = ask(world, tmp_path, by_doi("10.1000/a"), contact=CONTACT).values()
    assert answer.problem is not None
    assert answer.problem.message == "answered: No: ***"


@pytest.mark.parametrize("contact", [None, "", "  ", "Ada Byron", "a@b@c", "ada@example.org\nX: y", "ada@", "@example.org"])
def test_what_is_no_mail_address_is_not_sent(world: World, tmp_path: Path, contact: str | None) -> None:
    ask(world, tmp_path, by_doi("10.1000/a"), contact=contact)
    assert queries(world, "mailto") == []


# ---------------------------------------------------------------- pace


@pytest.mark.parametrize(
    ("limit", "interval", "seconds"),
    [
        ("5", "1s", 0.4),
        ("50", "1s", 0.04),
        ("3", "1s", 2 / 3),
        ("1", "10s", 20.0),
        (" 10 ", " 1s ", 0.2),
        ("0", "1s", None),
        ("5", "0s", None),
        ("-5", "1s", None),
        ("5", "-1s", None),
        ("5", "1", None),
        ("5", "1m", None),
        ("many", "1s", None),
        ("9" * 50, "1s", None),
        ("5", "9" * 50 + "s", None),
        ("٥", "1s", None),
        ("", "", None),
        ("5.5", "1s", None),
    ],
)
def test_the_pace_is_half_of_what_the_headers_allow(limit: str, interval: str, seconds: float | None) -> None:
    assert pace_asked({"x-rate-limit-limit": limit, "x-rate-limit-interval": interval}) == (pytest.approx(seconds) if seconds else None)


def test_without_headers_no_pace_is_asked_for() -> None:
    assert pace_asked({}) is None


LISTS = [f"10.1000/{number}" for number in range(150)]


@pytest.mark.parametrize(
    ("pace", "rate", "pause"),
    [
        (0.5, ("3", "1s"), 2 / 3),  # slower than ours: theirs
        (0.5, ("50", "1s"), 0.5),  # faster than ours: ours
        (0.5, None, 0.5),
        (0.5, ("0", "1s"), 0.5),
        (0.5, ("1", "9999s"), 60),
        (0, ("3", "1s"), 2 / 3),
        (0, ("1", "60s"), 2),
        (0, None, None),
        (0, ("nonsense", "1s"), None),
    ],
)
def test_between_lists_there_is_the_pace_of_the_slower(
    world: World, tmp_path: Path, pace: float, rate: tuple[str, str] | None, pause: float | None
) -> None:
    world.crossref.rate = rate
    asker = Asker(world, tmp_path, pace=pace)
    asker.ask(by_doi(*LISTS))
    longest = max(asker.paused, default=0.0)
    assert longest == pytest.approx(pause, abs=0.05) if pause else longest == 0


def test_the_last_header_counts(world: World, tmp_path: Path) -> None:
    asker = Asker(world, tmp_path, pace=0.1)
    world.crossref.rate = ("1", "1s")
    asker.ask(by_doi("10.1000/a"))
    assert asker.source.estimate(by_doi("10.1000/a")).seconds == 2.0
    world.crossref.rate = ("100", "1s")
    asker.ask(by_doi("10.1000/a"))
    assert asker.source.estimate(by_doi("10.1000/a")).seconds == pytest.approx(0.1)


# ---------------------------------------------------------------- whatever comes


def everything(world: World) -> list[Wanted]:
    hold(world, "10.1000/a", "10.1000/b,c", "10.1000/new,x", title="On Widgets")
    world.crossref.moved["10.1000/old,x"] = "10.1000/new,x"
    dois = [*(f"10.1000/{number}" for number in range(60)), "10.1000/a", "10.1000/b,c", "10.1000/old,x", "10.1000/not,known"]
    return [
        *by_doi(*dois),
        *by_title("On Widgets", "?!"),
        *remembered(*(f"10.1000/once-there-{number}" for number in range(10))),
        wanted("Nobody's Title", title="Nobody's Title", author="Cora Example"),
        wanted("arXiv only", arxiv="2401.00001"),
        wanted("published", arxiv="2401.00002", venue=Venue(name="SOSP")),
        Wanted(publication=Publication(key="ids only", title="On Widgets"), by_text=False),
    ]


def test_with_a_server_in_good_health_the_estimate_holds(world: World, tmp_path: Path) -> None:
    some = everything(world)
    asker = Asker(world, tmp_path)
    found = asker.ask(some)
    assert {key for key, one in found.items() if one.candidates} == {"10.1000/a", "10.1000/b,c", "10.1000/old,x", "On Widgets", "published"}
    assert len(world.crossref.requests) <= asker.source.estimate(some).requests
    assert world.crossref.at_once == 1


@pytest.mark.parametrize("times", [1, 2, None], ids=["once", "twice", "always"])
@pytest.mark.parametrize("fault", ANSWERED_WRONGLY, ids=str)
def test_every_fault_is_an_answer_and_the_estimate_holds(world: World, tmp_path: Path, fault: Trouble, times: int | None) -> None:
    some = everything(world)
    world.crossref.fails(fault, times=times)
    asker = Asker(world, tmp_path)
    found = asker.ask(some)
    assert world.crossref.played
    assert len(world.crossref.requests) <= asker.source.estimate(some).requests
    if times is None:
        assert not any(one.candidates for one in found.values())
        assert all(found[key].problem for key in ("10.1000/a", "10.1000/b,c", "On Widgets"))


@pytest.mark.parametrize("times", [1, None], ids=["once", "always"])
@pytest.mark.parametrize("fault", DOOR_REPEATS, ids=str)
def test_what_the_door_repeats_is_answered_too(world: World, tmp_path: Path, fault: Trouble, times: int | None) -> None:
    some = everything(world)
    world.crossref.fails(fault, times=times)
    found = ask(world, tmp_path, some)
    assert bool(found["10.1000/a"].candidates) == (times == 1)


@pytest.mark.parametrize("fault", HANGING, ids=str)
def test_who_hangs_is_asked_once_and_left_alone(world: World, tmp_path: Path, fault: Trouble) -> None:
    some = everything(world)
    world.crossref.fails(fault)
    found = ask(world, tmp_path, some)
    assert {kind(found[key]) for key in ("10.1000/0", "10.1000/a", "10.1000/b,c", "On Widgets")} == {"too_slow", "resting"}
    assert len(world.crossref.requests) == 1


def test_a_wall_of_html_on_429_cools_the_host_down(world: World, tmp_path: Path) -> None:
    world.crossref.fails(Fault.saying("429", Response(status=429, body=b"<html>Too many requests</html>")))
    found = ask(world, tmp_path, by_doi(*LISTS))
    assert [kind(one) for one in found.values()] == ["busy"] * 50 + ["cooling"] * 100
    assert len(world.crossref.requests) == 1


@pytest.mark.parametrize("name", ["a", "b"])
def test_one_of_two_single_dois_that_fails_does_not_hide_the_other(world: World, tmp_path: Path, name: str) -> None:
    hold(world, "10.1000/a,1", "10.1000/b,1")
    some = [Wanted(publication=Publication(key="k", title="On Widgets"), ids={"doi": ("10.1000/a,1", "10.1000/b,1")})]
    teapot = Fault.saying("418", Response(status=418, body=b"no", content_type="text/plain"))
    world.crossref.fails(teapot, when=lambda request: f"%2F{name}%2C1" in request.path)
    answer = ask(world, tmp_path, some)["k"]
    assert [one.source_id for one in answer.candidates] == (["10.1000/a,1"] if name == "b" else [])
    assert (kind(answer) is None) == (name == "b")


def test_a_paper_that_changes_is_told_as_it_is_now(world: World, tmp_path: Path) -> None:
    work = world.crossref.holds(Paper(title="On Widgets", authors=["Ada Byron"], published=date(2020, 1, 1)), doi="10.1000/a", cites=4)
    assert ask(world, tmp_path, by_doi("10.1000/a"))["10.1000/a"].candidates[0].citations == 4
    work.cites, work.updated_by = 5, [("retraction", "10.1000/notice")]
    (record,) = ask(world, tmp_path, by_doi("10.1000/a"))["10.1000/a"].candidates
    assert (record.citations, record.is_retracted) == (5, True)


def test_nothing_wanted_is_nothing_asked(world: World, tmp_path: Path) -> None:
    assert ask(world, tmp_path, []) == {}
    assert world.asked == 0
