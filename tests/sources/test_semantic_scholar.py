"""Semantic Scholar as a source, through the real door, against the world's own: batches, refusals, merged papers, keys, titles."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from pubtrack.http import Http
from pubtrack.http.hosts import Hosts
from pubtrack.model.answer import Answer, Wanted
from pubtrack.model.publication import Author, Publication
from pubtrack.records import match
from pubtrack.sources.semantic_scholar.source import BATCH, EXTRA_REQUESTS, SemanticScholar
from pubtrack.store.archive import Answers
from tests.world import Fault, Trouble, World
from tests.world.semantic_scholar import Holding
from tests.world.wire import Response

KEY = "s3cretKey0123456789"
UNKNOWN = "2499.99999"


def named(*arxiv: str) -> list[Wanted]:
    return [Wanted(publication=Publication(key=one, title="Widgets", arxiv=one)) for one in arxiv]


def wanted(key: str = "k", title: str = "Widgets", *, by_text: bool = True, **ids: tuple[str, ...]) -> Wanted:
    return Wanted(publication=Publication(key=key, title=title), ids=ids, by_text=by_text)


def source(world: World, folder: Path, *, key: str | None = None, pace: float = 0) -> SemanticScholar:
    keep = Answers(folder / "answers.sqlite3").keep
    door = Http(
        hosts=Hosts(folder),
        user_agent="pubtrack/0",
        now=world.now,
        sleep=lambda _: None,
        jitter=lambda: 0.0,
        watch=world.semantic_scholar.watch,
        keep=keep,
    )
    return SemanticScholar(door, pace=pace, origin=world.semantic_scholar.origin, key=key, now=world.now)


def told(asked: SemanticScholar, wanted: Sequence[Wanted]) -> dict[str, Answer]:
    """Exactly one answer for each publication wanted."""
    found = [one for one in asked.look_up(wanted) if isinstance(one, Answer)]
    assert sorted(one.publication for one in found) == sorted(one.publication.key for one in wanted)
    assert all(one.source == "semantic_scholar" and not (one.candidates and one.problem) for one in found)
    return {one.publication: one for one in found}


def ask(world: World, folder: Path, wanted: Sequence[Wanted], *, key: str | None = None) -> dict[str, Answer]:
    """The answers; no more was asked than was estimated."""
    asked = source(world, folder, key=key)
    estimate, before = asked.estimate(wanted), len(world.semantic_scholar.requests)
    found = told(asked, wanted)
    assert len(world.semantic_scholar.requests) - before <= estimate.requests
    return found


def paper(world: World, arxiv: str, *, cites: int = 1, title: str | None = None) -> Holding:
    return world.semantic_scholar.holds(world.paper(title or f"Study {arxiv}", authors=["Ada Byron"], arxiv=arxiv), cites=cites)


def many(world: World, count: int) -> list[str]:
    ids = [f"2401.{number:05d}" for number in range(1, count + 1)]
    for one in ids:
        paper(world, one)
    return ids


def batches(world: World) -> list[list[str]]:
    return [json.loads(request.body)["ids"] for request in world.semantic_scholar.requests if request.method == "POST"]


def searches(world: World) -> list[str]:
    return [request.query["query"] for request in world.semantic_scholar.requests if "query" in request.query]


def kind(answer: Answer) -> str | None:
    return answer.problem.kind if answer.problem else None


def said(answer: Answer) -> str:
    assert answer.problem is not None
    return answer.problem.message


# ---------------------------------------------------------------- by id, in batches


def test_a_thousand_publications_with_ids_are_two_requests(world: World, tmp_path: Path) -> None:
    ids = many(world, 1000)
    found = ask(world, tmp_path, named(*ids))
    assert [len(batch) for batch in batches(world)] == [500, 500]
    assert len(world.semantic_scholar.requests) == 2
    assert [found[one].candidates[0].title for one in ids] == [f"Study {one}" for one in ids]
    assert all(one.by_id for one in found.values())


def test_an_answer_is_given_as_soon_as_its_batch_is_there(world: World, tmp_path: Path) -> None:
    answers = source(world, tmp_path).look_up(named(*many(world, BATCH + 1)))
    for _ in range(BATCH):
        next(answers)
    assert len(world.semantic_scholar.requests) == 1
    assert len(list(answers)) == 1
    assert len(world.semantic_scholar.requests) == 2


def test_a_request_is_what_the_service_documents(world: World, tmp_path: Path) -> None:
    paper(world, "2401.00001")
    ask(world, tmp_path, named("2401.00001"))
    (request,) = world.semantic_scholar.requests
    assert (request.method, request.path) == ("POST", "/graph/v1/paper/batch")
    assert request.headers["content-type"] == "application/json"
    assert set(request.query) == {"fields"}
    assert json.loads(request.body) == {"ids": ["ARXIV:2401.00001"]}
    assert "x-api-key" not in request.headers


def test_the_four_papers_are_one_request(world: World, tmp_path: Path) -> None:
    liu = world.shengyu_liu()
    found = ask(world, tmp_path, named("2404.09526", "2401.09670", "2409.13221", "2305.05920"))
    assert {key: one.candidates[0].citations for key, one in found.items()} == {
        "2404.09526": 88,
        "2401.09670": 540,
        "2409.13221": 17,
        "2305.05920": 131,
    }
    assert [len(batch) for batch in batches(world)] == [4]
    (loongserve,), (distserve,), (rlhfuse,), (fastserve,) = (found[key].candidates for key in found)
    assert loongserve.ids["doi"] == ("10.1145/3694715.3695948",)
    assert loongserve.ids["dblp"] == ("conf/sosp/WuLZSLJ24",)
    assert "doi" not in distserve.ids
    assert (rlhfuse.title, rlhfuse.type) == ("Optimizing RLHF Training for Large Language Models with Stage Fusion", "conference")
    assert (fastserve.type, fastserve.volume, fastserve.influential_citations) == ("preprint", None, 8)
    assert loongserve.source_id == world.semantic_scholar.held(liu.loongserve).sha


def test_positions_with_null_are_unknown(world: World, tmp_path: Path) -> None:
    paper(world, "2401.00002")
    found = ask(world, tmp_path, named("2401.00001", "2401.00002", "2401.00003"))
    assert [bool(found[one].candidates) for one in ("2401.00001", "2401.00002", "2401.00003")] == [False, True, False]
    assert kind(found["2401.00001"]) == kind(found["2401.00003"]) == "not_found"
    assert (found["2401.00001"].asked, found["2401.00001"].by_id) == ("id ARXIV:2401.00001", True)


def test_when_no_id_is_known_all_are_unknown_and_nothing_has_failed(world: World, tmp_path: Path) -> None:
    found = ask(world, tmp_path, named("2401.00001", "2401.00002"))
    assert [(kind(one), one.problem.failed) for one in found.values() if one.problem] == [("not_found", False)] * 2
    assert len(world.semantic_scholar.requests) == 1


def test_two_publications_with_one_id_are_asked_for_once(world: World, tmp_path: Path) -> None:
    paper(world, "2401.00001")
    found = ask(world, tmp_path, [wanted("a", arxiv=("2401.00001",)), wanted("b", arxiv=("2401.00001",))])
    assert batches(world) == [["ARXIV:2401.00001"]]
    assert found["a"].candidates == found["b"].candidates != ()


def test_an_id_with_a_version_is_asked_for_without(world: World, tmp_path: Path) -> None:
    paper(world, "2401.00001")
    found = ask(world, tmp_path, named("2401.00001v3"))
    assert batches(world) == [["ARXIV:2401.00001"]]
    assert found["2401.00001v3"].candidates


def test_one_id_a_publication_is_enough_where_it_is_known(world: World, tmp_path: Path) -> None:
    held = paper(world, "2401.00001")
    ask(world, tmp_path, [wanted(semantic_scholar=(held.sha,), arxiv=("2401.00001",), doi=("10.1000/a",))])
    assert batches(world) == [[held.sha]]


def test_what_is_unknown_by_its_first_id_is_asked_for_by_the_others_in_one_batch(world: World, tmp_path: Path) -> None:
    published = world.semantic_scholar.holds(world.paper("B", authors=["Ada Byron"], doi="10.1000/b"), cites=3)
    by_number = world.semantic_scholar.holds(world.paper("C", authors=["Ada Byron"]), cites=4, others={"MAG": "77"})
    found = ask(
        world,
        tmp_path,
        [
            wanted("b", arxiv=("2401.00002",), doi=("10.1000/b", "10.1000/other")),
            wanted("c", arxiv=("2401.00003",), mag=("77",)),
            wanted("d", arxiv=("2401.00004",)),
        ],
    )
    assert batches(world) == [
        ["ARXIV:2401.00002", "ARXIV:2401.00003", "ARXIV:2401.00004"],
        ["DOI:10.1000/b", "DOI:10.1000/other", "MAG:77"],
    ]
    assert [one.source_id for one in found["b"].candidates] == [published.sha]
    assert [one.source_id for one in found["c"].candidates] == [by_number.sha]
    assert found["b"].asked == "id ARXIV:2401.00002, DOI:10.1000/b, DOI:10.1000/other"
    assert kind(found["d"]) == "not_found"


def test_records_found_by_several_ids_are_all_candidates(world: World, tmp_path: Path) -> None:
    for doi in ("10.1000/a", "10.1000/b"):
        world.semantic_scholar.holds(world.paper(doi, authors=["Ada Byron"], doi=doi), cites=1)
    found = ask(world, tmp_path, [wanted(arxiv=(UNKNOWN.replace("99.", "01."),), doi=("10.1000/a", "10.1000/b"))])
    assert [one.title for one in found["k"].candidates] == ["10.1000/a", "10.1000/b"]


def test_all_records_that_a_publication_had_are_asked_for_again(world: World, tmp_path: Path) -> None:
    preprint, printed = paper(world, "2401.00001", cites=4), paper(world, "2401.00002", cites=9)
    found = ask(world, tmp_path, [wanted(semantic_scholar=(printed.sha, preprint.sha), arxiv=("2401.00001",))])
    assert [(one.source_id, one.citations, one.aliases) for one in found["k"].candidates] == [(printed.sha, 9, ()), (preprint.sha, 4, ())]
    assert len(world.semantic_scholar.requests) == 1


def test_without_an_id_and_by_ids_only_nothing_is_asked(world: World, tmp_path: Path) -> None:
    found = ask(world, tmp_path, [wanted(by_text=False), wanted("l", by_text=False, semantic_scholar=("no id",), dblp=("conf/x",))])
    assert {kind(one) for one in found.values()} == {"no_id"}
    assert world.semantic_scholar.requests == []


def test_what_is_unknown_by_its_id_is_not_searched_for(world: World, tmp_path: Path) -> None:
    paper(world, "2401.00001", title="Widgets at Work")
    found = ask(world, tmp_path, [wanted(title="Widgets at Work", arxiv=("2401.00009",))])
    assert kind(found["k"]) == "not_found"
    assert searches(world) == []


# ---------------------------------------------------------------- papers that are merged


def test_the_id_asked_and_the_id_answered_are_both_kept(world: World, tmp_path: Path) -> None:
    old, new = paper(world, "2401.00001", cites=4), paper(world, "2401.00002", cites=11)
    world.semantic_scholar.merges(old, new)
    (record,) = ask(world, tmp_path, [wanted(semantic_scholar=(old.sha,))])["k"].candidates
    assert (record.source_id, record.aliases, record.citations) == (new.sha, (old.sha,), 11)


def test_both_of_two_merged_papers_are_one_candidate(world: World, tmp_path: Path) -> None:
    old, older, new = paper(world, "2401.00001"), paper(world, "2401.00002"), paper(world, "2401.00003", cites=11)
    world.semantic_scholar.merges(old, older)
    world.semantic_scholar.merges(older, new)
    ids = (old.sha, new.sha, f"CorpusId:{older.corpus_id}")
    (record,) = ask(world, tmp_path, [wanted(semantic_scholar=ids)])["k"].candidates
    assert (record.source_id, record.aliases) == (new.sha, (old.sha, f"CorpusId:{older.corpus_id}"))
    assert record.ids["corpus_id"] == (str(new.corpus_id),)


def test_an_id_of_arxiv_that_leads_to_a_merged_paper_is_no_alias(world: World, tmp_path: Path) -> None:
    old, new = paper(world, "2401.00001"), paper(world, "2401.00002")
    world.semantic_scholar.merges(old, new)
    (record,) = ask(world, tmp_path, named("2401.00001"))["2401.00001"].candidates
    assert (record.source_id, record.aliases) == (new.sha, ())


# ---------------------------------------------------------------- refused batches


@pytest.mark.parametrize(("place", "requests"), [(0, 10), (1, 11), (249, 11), (250, 10), (499, 10)])
@pytest.mark.parametrize("names_it", [True, False])
def test_a_malformed_id_costs_itself_only(world: World, tmp_path: Path, place: int, requests: int, names_it: bool) -> None:
    ids = many(world, BATCH)
    refused = f"ARXIV:{ids[place]}"
    world.semantic_scholar.malformed = {refused}
    world.semantic_scholar.complaint = f"Unacceptable id {refused}" if names_it else "Bad request"
    found = ask(world, tmp_path, named(*ids))
    assert [one for one in ids if not found[one].candidates] == [ids[place]]
    assert kind(found[ids[place]]) == "not_found"
    assert f"{refused} malformed" in said(found[ids[place]])
    assert len(world.semantic_scholar.requests) == (2 if names_it else requests)


def test_a_malformed_first_id_is_followed_by_the_next(world: World, tmp_path: Path) -> None:
    world.semantic_scholar.holds(world.paper("B", authors=["Ada Byron"], doi="10.1000/b"), cites=3)
    world.semantic_scholar.malformed = {"ARXIV:2401.00001"}
    found = ask(world, tmp_path, [wanted(arxiv=("2401.00001",), doi=("10.1000/b",))])
    assert [one.title for one in found["k"].candidates] == ["B"]


def test_several_malformed_ids_are_found_one_after_another(world: World, tmp_path: Path) -> None:
    ids = many(world, 12)
    world.semantic_scholar.malformed = {f"ARXIV:{ids[place]}" for place in (2, 9)}
    found = ask(world, tmp_path, named(*ids))
    assert [one for one in ids if not found[one].candidates] == [ids[2], ids[9]]
    assert {kind(found[ids[place]]) for place in (2, 9)} == {"not_found"}


def test_what_cannot_be_isolated_is_a_failure_and_the_search_for_it_is_bounded(world: World, tmp_path: Path) -> None:
    ids = many(world, 2 * BATCH)
    world.semantic_scholar.malformed = {f"ARXIV:{one}" for one in ids[::3]}
    found = ask(world, tmp_path, named(*ids))
    assert len(world.semantic_scholar.requests) <= 2 + EXTRA_REQUESTS
    assert {kind(one) for one in found.values()} <= {None, "not_found", "not_taken"}
    failures = [one for one in found.values() if kind(one) == "not_taken"]
    assert len(failures) > BATCH
    assert all(one.problem and one.problem.failed and said(one) == "answered: Unacceptable id in the list" for one in failures)
    assert all(one not in ids[::3] for one in ids if found[one].candidates)


def test_each_look_up_may_isolate_anew(world: World, tmp_path: Path) -> None:
    ids = many(world, BATCH)
    world.semantic_scholar.malformed = {f"ARXIV:{ids[7]}"}
    asked = source(world, tmp_path)
    for _ in range(2):
        found = told(asked, named(*ids))
        assert [one for one in ids if not found[one].candidates] == [ids[7]]


def test_a_complaint_about_fields_is_no_reason_to_suspect_ids(world: World, tmp_path: Path) -> None:
    world.semantic_scholar.fails(says({"error": "Unrecognized or unsupported fields: [journal]"}, 400))
    found = ask(world, tmp_path, named(*many(world, 20)))
    assert {kind(one) for one in found.values()} == {"unreadable"}
    assert "unsupported fields: [journal]" in said(found["2401.00001"])
    assert len(world.semantic_scholar.requests) == 1


@pytest.mark.parametrize("count", [1, 2, 20, 600])
def test_who_refuses_everything_proves_no_id_malformed(world: World, tmp_path: Path, count: int) -> None:
    world.semantic_scholar.fails(says({"message": "Bad Request"}, 400))
    found = ask(world, tmp_path, named(*many(world, count)))
    assert {said(one) for one in found.values()} == {"answered: Bad Request"}
    assert {kind(one) for one in found.values()} <= {"unreadable", "not_taken"}


def test_one_batch_that_fails_costs_itself_only(world: World, tmp_path: Path) -> None:
    ids = many(world, BATCH + 10)
    world.semantic_scholar.fails(says({"message": "Bad Request"}, 400), when=lambda request: b"2401.00001" in request.body)
    found = ask(world, tmp_path, named(*ids))
    assert [kind(found[one]) for one in ids[BATCH:]] == [None] * 10
    assert all(found[one].candidates for one in ids[BATCH:])


# ---------------------------------------------------------------- answers that are none


def says(content: object, status: int = 200) -> Trouble:
    return Fault.saying("told", Response(status=status, body=json.dumps(content).encode(), content_type="application/json"))


PAPER = {"paperId": "f" * 40, "title": "Widgets"}


@pytest.mark.parametrize(
    "content", [[], [PAPER], [PAPER] * 3, [PAPER, "x"], {"data": [PAPER, PAPER]}, {"error": "No valid paper ids given"}]
)
def test_an_answer_that_does_not_fit_the_ids_is_not_believed(world: World, tmp_path: Path, content: object) -> None:
    world.semantic_scholar.fails(says(content))
    found = ask(world, tmp_path, named("2401.00001", "2401.00002"))
    assert {(kind(one), one.problem is not None and one.problem.failed) for one in found.values()} == {("unreadable", True)}
    assert len(world.semantic_scholar.requests) == 1
    assert Hosts(tmp_path).all(world.now())[0].cooling is not None


FAULTS = (
    *(Fault.SERVER_ERROR, Fault.UNAVAILABLE, Fault.RATE_EXCEEDED, Fault.retry_after(), Fault.UNAUTHORIZED, Fault.FORBIDDEN),
    *(Fault.HTML_AS_200, Fault.HTML_AS_ANSWER, Fault.EMPTY_BODY, Fault.CUT_SHORT, Fault.WRONG_TYPE, Fault.NOT_UTF8, Fault.ENTITY_BOMB),
    *(Fault.DEEP_NESTING, Fault.REDIRECT_AWAY, Fault.RESET, Fault.TRUNCATED_BODY, Fault.ERROR_FEED_400),
    Fault.saying("deep JSON", Response(body=b"[" * 100_000, content_type="application/json")),
    Fault.saying("endless number", Response(body=b"[" + b"9" * 10_000 + b"]", content_type="application/json")),
)


def everything(world: World) -> list[Wanted]:
    known = many(world, 3)
    paper(world, "2402.00001", title="On Widgets")
    return [*named(*known, "2401.00099"), wanted("t", "On Widgets"), wanted("n", "Nobody Has This"), wanted("s", "?!")]


@pytest.mark.parametrize("times", [1, None], ids=["once", "always"])
@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_every_fault_is_an_answer(world: World, tmp_path: Path, fault: Trouble, times: int | None) -> None:
    asked = everything(world)
    world.semantic_scholar.fails(fault, times=times)
    found = told(source(world, tmp_path), asked)
    assert world.semantic_scholar.played
    if times is None:
        assert not any(one.candidates for one in found.values())
        assert not {kind(found[one]) for one in ("2401.00001", "2401.00099", "t")} & {None, "not_found"}


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.DRIP], ids=str)
def test_who_hangs_is_asked_once_and_left_alone(world: World, tmp_path: Path, fault: Trouble) -> None:
    asked = everything(world)
    world.semantic_scholar.fails(fault)
    found = told(source(world, tmp_path), asked)
    assert {kind(one) for one in found.values()} == {"too_slow", "resting", "not_found"}  # one title is too short
    assert len(world.semantic_scholar.requests) == 1


def test_without_trouble_everything_is_answered_within_the_estimate(world: World, tmp_path: Path) -> None:
    found = ask(world, tmp_path, everything(world))
    assert [bool(found[key].candidates) for key in ("2401.00001", "2401.00099", "t", "n", "s")] == [True, False, True, False, False]
    assert world.semantic_scholar.at_once == 1


# ---------------------------------------------------------------- with and without a key


def test_a_key_goes_along_with_every_request(world: World, tmp_path: Path) -> None:
    world.semantic_scholar.keys = {KEY}
    world.semantic_scholar.crowded()
    found = ask(world, tmp_path, everything(world), key=f" {KEY}\n")
    assert found["2401.00001"].candidates
    assert found["t"].candidates
    assert {request.headers.get("x-api-key") for request in world.semantic_scholar.requests} == {KEY}
    assert {request.method for request in world.semantic_scholar.requests} == {"GET", "POST"}


@pytest.mark.parametrize("key", [None, "", " "])
def test_without_a_key_none_is_sent(world: World, tmp_path: Path, key: str | None) -> None:
    ask(world, tmp_path, everything(world), key=key)
    assert all("x-api-key" not in request.headers for request in world.semantic_scholar.requests)


def pauses(world: World, folder: Path, times: int, *, key: str | None = None) -> Iterator[timedelta]:
    """How long the host is left alone after each of so many refusals, each met when the pause before is over."""
    for _ in range(times):
        ask(world, folder, named("2401.00001"), key=key)
        cooling = Hosts(folder).all(world.now())[0].cooling
        assert cooling is not None
        yield cooling.until - world.now()
        world.moves_to(cooling.until + timedelta(seconds=1))


def test_a_refusal_without_a_key_says_what_a_key_would_change(world: World, tmp_path: Path) -> None:
    world.semantic_scholar.crowded()
    found = ask(world, tmp_path, named("2401.00001"))
    assert (kind(found["2401.00001"]), found["2401.00001"].problem and found["2401.00001"].problem.failed) == ("busy", True)
    assert "S2_API_KEY" in said(found["2401.00001"])
    again = ask(world, tmp_path, named("2401.00001"))
    assert (kind(again["2401.00001"]), again["2401.00001"].problem and again["2401.00001"].problem.failed) == ("cooling", False)
    assert "S2_API_KEY" in said(again["2401.00001"])
    assert len(world.semantic_scholar.requests) == 1


def test_refusals_without_a_key_make_the_pause_grow(world: World, tmp_path: Path) -> None:
    world.semantic_scholar.crowded()
    hours = [pause.total_seconds() / 3600 for pause in pauses(world, tmp_path, 3)]
    assert hours == [1, 2, 4]


def test_a_refusal_that_names_an_hour_is_obeyed_without_a_key_too(world: World, tmp_path: Path) -> None:
    world.semantic_scholar.fails(Fault.retry_after(7200, status=429))
    found = ask(world, tmp_path, named("2401.00001"))
    assert "S2_API_KEY" not in said(found["2401.00001"])
    cooling = Hosts(tmp_path).all(world.now())[0].cooling
    assert cooling is not None
    assert cooling.until - world.now() == timedelta(hours=2)


def test_a_refusal_with_a_key_speaks_of_no_key(world: World, tmp_path: Path) -> None:
    world.semantic_scholar.fails(says({"message": "Too Many Requests", "code": "429"}, 429))
    found = ask(world, tmp_path, named("2401.00001"), key=KEY)
    assert (kind(found["2401.00001"]), said(found["2401.00001"])) == ("busy", "asks for patience (429)")


def test_a_refused_key_is_said(world: World, tmp_path: Path) -> None:
    world.semantic_scholar.keys = {"another"}
    found = ask(world, tmp_path, everything(world), key=KEY)
    assert kind(found["2401.00001"]) == "refused"
    assert said(found["2401.00001"]).startswith("refused the key; compare S2_API_KEY")
    assert kind(found["t"]) == "cooling"
    assert len(world.semantic_scholar.requests) == 1


def test_a_wall_before_the_service_says_nothing_of_the_key(world: World, tmp_path: Path) -> None:
    world.semantic_scholar.fails(Fault.FORBIDDEN)
    assert said(ask(world, tmp_path, named("2401.00001"), key=KEY)["2401.00001"]) == "refused to answer (403)"


def test_a_forbidden_answer_without_a_key_speaks_of_no_key(world: World, tmp_path: Path) -> None:
    world.semantic_scholar.fails(says({"message": "Forbidden"}, 403))
    assert said(ask(world, tmp_path, named("2401.00001"))["2401.00001"]) == "refused to answer (403)"


@pytest.mark.parametrize(
    "trouble",
    [
        None,
        says({"error": f"bad id for {KEY}"}, 400),
        says({"message": f"Forbidden: {KEY}"}, 403),
        says([]),
        Fault.RESET,
        Fault.SERVER_ERROR,
    ],
    ids=str,
)
def test_the_key_is_nowhere_but_in_its_header(
    world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture, trouble: Trouble | None
) -> None:
    caplog.set_level(logging.DEBUG)
    asked = everything(world)
    if trouble is not None:
        world.semantic_scholar.fails(trouble)
    found = told(source(world, tmp_path, key=KEY), asked)
    assert world.semantic_scholar.requests[0].headers["x-api-key"] == KEY
    assert caplog.text
    assert KEY not in caplog.text
    assert KEY not in repr(found)
    assert all(KEY not in request.target and KEY.encode() not in request.body for request in world.semantic_scholar.requests)
    assert all(KEY.encode() not in path.read_bytes() for path in tmp_path.iterdir() if path.name != "answers.sqlite3")
    assert KEY not in repr(archived(tmp_path))


def archived(folder: Path) -> list[tuple[str, int]]:
    path = folder / "answers.sqlite3"
    return sqlite3.connect(path).execute("SELECT url, status FROM answers").fetchall() if path.exists() else []


def test_two_batches_are_two_answers_in_the_archive(world: World, tmp_path: Path) -> None:
    ask(world, tmp_path, named(*many(world, BATCH + 1)))
    assert len({url for url, _ in archived(tmp_path)}) == 2


# ---------------------------------------------------------------- by title


def test_without_any_id_the_title_is_searched_for(world: World, tmp_path: Path) -> None:
    held = paper(world, "2401.00001", title="Long-Context Widgets: A Study")
    found = ask(world, tmp_path, [wanted(title="Long-context Widgets – a Study?")])
    assert searches(world) == ["Long context Widgets a Study"]
    assert [one.source_id for one in found["k"].candidates] == [held.sha]
    assert (found["k"].by_id, found["k"].asked) == (False, "title “Long context Widgets a Study”")


def test_a_title_that_nobody_has_is_unknown(world: World, tmp_path: Path) -> None:
    paper(world, "2401.00001", title="Something Else")
    found = ask(world, tmp_path, [wanted(title="A Title That Nobody Has")])
    assert (kind(found["k"]), found["k"].problem and found["k"].problem.failed) == ("not_found", False)
    assert found["k"].asked == "title “A Title That Nobody Has”"


@pytest.mark.parametrize("content", [{"data": []}, {"total": 0, "offset": 0}, {"data": [{"title": "No id"}]}])
def test_an_empty_match_is_unknown(world: World, tmp_path: Path, content: object) -> None:
    world.semantic_scholar.fails(says(content))
    assert kind(ask(world, tmp_path, [wanted()])["k"]) == "not_found"


def test_a_match_of_another_shape_is_not_believed(world: World, tmp_path: Path) -> None:
    world.semantic_scholar.fails(says({"message": "Internal error"}))
    found = ask(world, tmp_path, [wanted("a"), wanted("b")])
    assert (kind(found["a"]), kind(found["b"])) == ("unreadable", "cooling")


def test_a_refused_query_costs_its_publication_only(world: World, tmp_path: Path) -> None:
    paper(world, "2401.00001", title="On Widgets")
    world.semantic_scholar.fails(says({"error": "Bad query"}, 400), times=1)
    found = ask(world, tmp_path, [wanted("a", "Odd"), wanted("b", "On Widgets")])
    assert (kind(found["a"]), said(found["a"])) == ("not_taken", "answered: Bad query")
    assert found["b"].candidates


def test_the_near_miss_that_comes_first_for_a_title_is_not_taken(world: World, tmp_path: Path) -> None:
    liu = world.shengyu_liu()
    listed = Publication(key="k", title=liu.distserve.title, authors=tuple(Author(name=name) for name in liu.distserve.authors))
    found = ask(world, tmp_path, [Wanted(publication=listed)])["k"]
    assert [one.authors for one in found.candidates] == [("Ada Example", "Ben Example")]
    assert match.choose(listed, found.candidates, by_id=found.by_id).taken == ()
    known = ask(world, tmp_path, [Wanted(publication=listed, ids={"arxiv": ("2401.09670",)})])["k"]
    assert [one.record.citations for one in match.choose(listed, known.candidates, by_id=known.by_id).taken] == [540]


def test_another_title_of_the_work_is_searched_for_too(world: World, tmp_path: Path) -> None:
    held = paper(world, "2401.00001", title="Optimizing Training with Stage Fusion")
    one = Wanted(publication=Publication(key="k", title="RLHFuse"), titles=("Optimizing Training with Stage Fusion", "A Third Title"))
    found = ask(world, tmp_path, [one])["k"]
    assert [record.source_id for record in found.candidates] == [held.sha]
    assert searches(world) == ["RLHFuse", "Optimizing Training with Stage Fusion"]


def test_only_the_pace_bounds_how_many_titles_are_searched_for(world: World, tmp_path: Path) -> None:
    asked = source(world, tmp_path)
    some = [wanted(str(number), f"Title number {number}") for number in range(45)]
    assert asked.estimate(some).requests == 45
    assert {kind(one) for one in told(asked, some).values()} == {"not_found"}
    assert len(searches(world)) == 45


@pytest.mark.parametrize("title", ["", "Q", "-'-", "??", "\x00\x1b"])
def test_what_is_too_short_to_be_searched_for_is_said_without_asking(world: World, tmp_path: Path, title: str) -> None:
    found = ask(world, tmp_path, [wanted(title=title)])
    assert (kind(found["k"]), found["k"].problem and found["k"].problem.failed) == ("not_found", False)
    assert world.semantic_scholar.requests == []


@pytest.mark.parametrize(
    "title",
    [
        'Widgets: “Quoted” & [red] (parenthesised) \\emph{set} | a, "b" <i>c</i> * ? #1 %41',
        "Ünïcode Wïdgets für Ärzte",
        "大语言模型的推理系统研究",
        "A Study of " + " ".join(f"word{number}" for number in range(2000)),
    ],
)
def test_any_title_can_be_searched_for(world: World, tmp_path: Path, title: str) -> None:
    held = paper(world, "2401.00001", title=title)
    found = ask(world, tmp_path, [wanted(title=title)])
    assert [one.source_id for one in found["k"].candidates] == [held.sha]
    assert len(world.semantic_scholar.requests[0].target) < 1500


# ---------------------------------------------------------------- the estimate


@pytest.mark.parametrize(
    ("some", "requests"),
    [
        ([], 0),
        ([wanted(by_text=False)], 0),
        ([wanted()], 1),
        ([wanted(arxiv=("2401.00001",))], 1 + EXTRA_REQUESTS),
        ([wanted(arxiv=("2401.00001",), doi=("10.1000/a",))], 2 + EXTRA_REQUESTS),
        ([wanted(str(number), arxiv=(f"2401.{number:05d}",)) for number in range(1, 1002)], 3 + EXTRA_REQUESTS),
        ([wanted(str(number), arxiv=("2401.00001",)) for number in range(1000)], 1 + EXTRA_REQUESTS),
    ],
)
def test_the_estimate_is_an_upper_bound_without_asking(world: World, tmp_path: Path, some: list[Wanted], requests: int) -> None:
    estimate = source(world, tmp_path, pace=3.0).estimate(some)
    assert (estimate.requests, estimate.cost, estimate.seconds) == (requests, 0.0, 3.0 * requests)
    assert world.semantic_scholar.requests == []


def test_the_estimate_holds_when_all_is_as_bad_as_it_can_be(world: World, tmp_path: Path) -> None:
    ids = many(world, 30)
    some = [wanted(one, arxiv=(f"2402.{one[5:]}",), doi=(f"10.48550/arxiv.{one}", f"10.1000/{one}")) for one in ids]
    world.semantic_scholar.malformed = {f"ARXIV:2402.{one[5:]}" for one in ids[::7]} | {f"DOI:10.1000/{one}" for one in ids[::5]}
    asked = source(world, tmp_path)
    estimate = asked.estimate([*some, wanted("t")])
    told(asked, [*some, wanted("t")])
    assert len(world.semantic_scholar.requests) <= estimate.requests
    assert len(world.semantic_scholar.requests) > estimate.requests - 4


def test_the_door_keeps_the_pace(world: World, tmp_path: Path) -> None:
    slept: list[float] = []
    door = Http(hosts=Hosts(tmp_path), user_agent="pubtrack/0", now=world.now, sleep=slept.append)
    asked = SemanticScholar(door, pace=3.0, origin=world.semantic_scholar.origin, key=None, now=world.now)
    told(asked, named(*many(world, BATCH + 1)))
    assert max(slept) == 3.0
