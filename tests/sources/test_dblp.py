"""DBLP as a source, through the real door, against the world's own DBLP."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.http import Http
from pubtrack.http.hosts import Hosts
from pubtrack.model.answer import Answer, Wanted
from pubtrack.model.publication import Author, Publication
from pubtrack.sources.dblp.source import LONGEST_WORD, WORDS, Dblp, _query, recognise
from tests.world import Fault, Paper, Trouble, World
from tests.world.dblp import bot_wall
from tests.world.people import RETITLED
from tests.world.wire import Response

LOONGSERVE = "LoongServe: Efficiently Serving Long-Context Large Language Models with Elastic Sequence Parallelism"
RLHFUSE = "RLHFuse: Efficient RLHF Training for Large Language Models with Inter- and Intra-Stage Fusion"
RLHFUSE_AUTHORS = (
    *("Yinmin Zhong", "Zili Zhang", "Bingyang Wu", "Shengyu Liu", "Yukun Chen", "Changyi Wan"),
    *("Hanpeng Hu", "Lei Xia", "Ranchen Ming", "Yibo Zhu", "Xin Jin"),
)
NSDI, NSDI_TWIN = "conf/nsdi/ZhongZWLCWHXMZJ25", "journals/corr/abs-2409-13221"


def publication(title: str, *, key: str = "k", authors: Sequence[str] = ()) -> Publication:
    return Publication(key=key, title=title, authors=tuple(Author(name=name) for name in authors))


def titled(*titles: str) -> list[Wanted]:
    return [Wanted(publication=publication(title, key=f"title {place}")) for place, title in enumerate(titles)]


def source(world: World, folder: Path) -> Dblp:
    door = Http(
        hosts=Hosts(folder), user_agent="pubtrack/0", now=world.now, watch=world.dblp.watch, sleep=lambda _: None, jitter=lambda: 0.0
    )
    return Dblp(door, pace=0, origin=world.dblp.origin, now=world.now)


def ask(world: World, folder: Path, wanted: Sequence[Wanted]) -> dict[str, Answer]:
    """Exactly one answer for each publication wanted, and no more requests than were announced."""
    asked_before = len(world.dblp.requests)
    asking = source(world, folder)
    found = [one for one in asking.look_up(wanted) if isinstance(one, Answer)]
    assert sorted(one.publication for one in found) == sorted(one.publication.key for one in wanted)
    assert not any(one.candidates and one.problem for one in found)
    assert len(world.dblp.requests) - asked_before <= asking.estimate(wanted).requests
    return {one.publication: one for one in found}


def ask_one(world: World, folder: Path, one: Wanted) -> Answer:
    return ask(world, folder, [one])[one.publication.key]


def kinds(found: dict[str, Answer]) -> list[str | None]:
    return [one.problem.kind if one.problem else None for one in found.values()]


def keys(answer: Answer) -> set[str]:
    return {record.source_id for record in answer.candidates}


def queries(world: World) -> list[str]:
    return [request.query["q"] for request in world.dblp.requests]


# ---------------------------------------------------------------- what is found


def test_the_published_record_and_its_twin_are_both_offered(world: World, tmp_path: Path) -> None:
    world.shengyu_liu()
    answer = ask_one(world, tmp_path, Wanted(publication=publication(LOONGSERVE)))
    published = next(record for record in answer.candidates if record.source_id == "conf/sosp/WuLZSLJ24")
    assert (published.title, published.venue, published.pages, published.year) == (LOONGSERVE, "SOSP", "640-654", 2024)
    assert published.ids == {"doi": ("10.1145/3694715.3695948",)}
    assert published.authors[-1] == "Xin Jin"
    assert keys(answer) == {"conf/sosp/WuLZSLJ24", "journals/corr/abs-2404-09526"}
    assert (answer.by_id, answer.problem, answer.at) == (False, None, world.at)
    assert answer.asked == ("search “LoongServe Efficiently Serving Long Context Large Language Models Elastic Sequence Parallelism”")


def test_others_who_use_the_same_words_are_offered_too(world: World, tmp_path: Path) -> None:
    liu = world.shengyu_liu()
    answer = ask_one(world, tmp_path, Wanted(publication=publication(liu.distserve.title)))
    assert keys(answer) == {
        *("conf/osdi/ZhongLCHZLJ024", "journals/corr/abs-2401-09670"),
        *("conf/eurosys/ExampleE25", "journals/corr/abs-2502-90001"),
    }


def test_a_work_published_under_a_new_title_is_looked_for_by_that_too(world: World, tmp_path: Path) -> None:
    world.shengyu_liu()
    listed = publication(RLHFUSE, authors=RLHFUSE_AUTHORS)
    answer = ask_one(world, tmp_path, Wanted(publication=listed, titles=(RETITLED, "An older title")))
    assert keys(answer) == {NSDI, NSDI_TWIN, "conf/mlsys/ExampleE26"}
    assert len(queries(world)) == 2
    assert answer.asked.count("search “") == 2


def test_where_the_published_record_is_there_no_second_search_is_made(world: World, tmp_path: Path) -> None:
    world.shengyu_liu()
    listed = publication(RETITLED, authors=RLHFUSE_AUTHORS)
    answer = ask_one(world, tmp_path, Wanted(publication=listed, titles=(RLHFUSE,)))
    assert NSDI in keys(answer)
    assert len(queries(world)) == 1


def test_a_published_record_of_others_does_not_spare_the_second_search(world: World, tmp_path: Path) -> None:
    world.shengyu_liu()
    world.dblp.holds(Paper(title=f"{RLHFUSE}: A Survey", authors=["Shengyu Liu", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ"]), key="journals/csur/Liu26")
    listed = publication(RLHFUSE, authors=RLHFUSE_AUTHORS)
    assert NSDI in keys(ask_one(world, tmp_path, Wanted(publication=listed, titles=(RETITLED,))))


@pytest.mark.parametrize("other", ["RLHFuse -- efficient RLHF training; large language models, INTER AND INTRA stage fusion", "?!", ""])
def test_a_title_of_the_same_words_or_none_is_not_searched_for_again(world: World, tmp_path: Path, other: str) -> None:
    world.shengyu_liu()
    ask_one(world, tmp_path, Wanted(publication=publication(RLHFUSE, authors=RLHFUSE_AUTHORS), titles=(other,)))
    assert len(queries(world)) == 1


def test_one_author_alone_is_an_author(world: World, tmp_path: Path) -> None:
    world.dblp.holds(Paper(title="Test & Non-Test Cubes", authors=["Irith Pomeranz"]), key="conf/date/Pomeranz14", venue="DATE", year=2014)
    answer = ask_one(world, tmp_path, Wanted(publication=publication("Test & non-test cubes", authors=["Irith Pomeranz"])))
    assert [(one.title, one.authors) for one in answer.candidates] == [("Test & Non-Test Cubes", ("Irith Pomeranz",))]


def test_a_title_that_nobody_has_is_not_found(world: World, tmp_path: Path) -> None:
    found = ask(world, tmp_path, titled("A Title That Nobody Has"))
    assert [(one.problem.kind, one.problem.failed, bool(one.asked)) for one in found.values() if one.problem] == [
        ("not_found", False, True)
    ]


def test_what_matches_by_its_authors_only_is_no_candidate_unless_its_id_is_known(world: World, tmp_path: Path) -> None:
    world.dblp.holds(Paper(title="Clocks", authors=["Leslie Lamport", "Robin Paxos"], doi="10.1000/182"), key="journals/cacm/L78")
    listed = publication("Paxos", authors=["Leslie Lamport"])
    assert kinds(ask(world, tmp_path, [Wanted(publication=listed)])) == ["not_found"]
    for ids in ({"doi": ("10.1000/182",)}, {"dblp": ("journals/cacm/L78",)}):
        assert keys(ask_one(world, tmp_path, Wanted(publication=listed, ids=ids))) == {"journals/cacm/L78"}


# ---------------------------------------------------------------- what is asked


def test_a_search_asks_for_thirty_hits_in_json_and_nothing_else(world: World, tmp_path: Path) -> None:
    ask(world, tmp_path, titled("On Widgets"))
    (request,) = world.dblp.requests
    assert (request.path, request.query) == ("/search/publ/api", {"q": "Widgets", "format": "json", "h": "30", "f": "0", "c": "0"})


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("DistServe: Disaggregating Prefill & Decoding", "DistServe Disaggregating Prefill Decoding"),
        ('What? Is * this | a, "quoted" < title > [x] $ y:', "What this quoted title"),
        ("R&amp;D on the <i>Thing</i>", "Thing Byron"),
        ("{\\'E}tude of $\\alpha$-stable \\emph{laws} and {LaTeX}", "Étude stable laws LaTeX"),
        ("Don’t l'analyse co‑operative systems", "Don co operative systems"),
        ("Dis\u00adaggre\u200bgating \ufb01les apart", "Disaggregating files apart"),
        ("co-operative state-of-the-art results", "co operative state art results"),
        ("Widgets", "Widgets Byron"),
        ("Q", "Q Byron"),
        ("On the Of", "On the Of Byron"),
        ("?!", ""),
        ("-- ' -", ""),
        ("", ""),
        ("大语言模型：推理、系统", "大语言模型 推理 系统"),
        ("تعلم الآلة والنظم", "تعلم الآلة والنظم"),
        ("हिन्दी भाषा कोश", "हिन्दी भाषा कोश"),
        ("Half \ud800 a \x00 character \x1b set", "Half character set"),
        ("Again and again and again", "Again Byron"),
        (" ".join(f"word{number}" for number in range(99)), " ".join(f"word{number}" for number in range(WORDS))),
        ("x" * 5000, "x" * LONGEST_WORD + " Byron"),
    ],
)
def test_a_query_holds_the_telling_words_of_a_title_and_no_sign(title: str, query: str) -> None:
    assert _query(title, publication(title, authors=["Ada Byron"])) == query


@pytest.mark.parametrize(
    ("author", "added"),
    [
        ("Daan van der Berg-Smith", " Berg Smith"),
        ("Knuth, Donald E.", " Knuth"),
        ("张三", " 张三"),
        ("{The Widget Team}", " The Widget"),
        ("?", ""),
    ],
)
def test_a_short_title_is_searched_for_with_the_first_authors_name(author: str, added: str) -> None:
    assert _query("Widgets", publication("Widgets", authors=[author, "Ada Byron"])) == f"Widgets{added}"


def test_a_short_title_without_authors_stands_alone() -> None:
    assert _query("Widgets", publication("Widgets")) == "Widgets"


@given(st.text(max_size=3000), st.text(max_size=50))
def test_no_title_and_no_name_can_say_anything_in_the_language_of_queries(title: str, name: str) -> None:
    query = _query(title, publication(title, authors=[name]))
    assert not set(query) & set("$|:-_?*\"&<>%'\\\n")
    assert len(query.split(" ")) <= WORDS + 2
    assert len(query) <= (WORDS + 2) * (LONGEST_WORD + 1)


@pytest.mark.parametrize("title", ["", "?!", "Q", "\x00"])
def test_what_is_too_short_to_be_searched_for_is_said_without_asking(world: World, tmp_path: Path, title: str) -> None:
    assert kinds(ask(world, tmp_path, titled(title))) == ["not_found"]
    assert world.dblp.requests == []


def test_where_text_is_not_to_be_searched_a_known_id_is_needed(world: World, tmp_path: Path) -> None:
    world.shengyu_liu()
    listed = publication(LOONGSERVE)
    assert kinds(ask(world, tmp_path, [Wanted(publication=listed, ids={"openalex": ("W1",)}, by_text=False)])) == ["no_id"]
    assert world.dblp.requests == []
    for scheme, value in (("arxiv", "2404.09526"), ("doi", "10.1145/3694715.3695948"), ("dblp", "conf/sosp/WuLZSLJ24")):
        answer = ask_one(world, tmp_path, Wanted(publication=listed, ids={scheme: (value,)}, by_text=False))
        assert "conf/sosp/WuLZSLJ24" in keys(answer)
        assert not answer.by_id


def test_two_publications_of_one_title_are_one_search(world: World, tmp_path: Path) -> None:
    world.shengyu_liu()
    found = ask(world, tmp_path, titled(LOONGSERVE, LOONGSERVE, LOONGSERVE.upper() + "!"))
    assert [keys(answer) for answer in found.values()] == [{"conf/sosp/WuLZSLJ24", "journals/corr/abs-2404-09526"}] * 3
    assert len(queries(world)) == 2


# ---------------------------------------------------------------- how often


def test_only_the_pace_bounds_how_many_titles_are_searched_for(world: World, tmp_path: Path) -> None:
    found = ask(world, tmp_path, titled(*(f"Widgets of kind number{number}" for number in range(45))))
    assert len(world.dblp.requests) == 45
    assert kinds(found) == ["not_found"] * 45


def test_those_never_found_come_first(world: World, tmp_path: Path) -> None:
    known = [Wanted(publication=publication(f"Known work {n:02}", key=f"known {n}"), ids={"dblp": (f"conf/a/B{n}",)}) for n in range(15)]
    new = [Wanted(publication=publication(f"New work {n:02}", key=f"new {n}"), ids={"arxiv": (f"2401.{n:05}",)}) for n in range(15)]
    found = ask(world, tmp_path, known + new)
    assert [one.split()[0] for one in found] == ["new"] * 15 + ["known"] * 15


def test_a_title_is_not_searched_for_again_in_another_helping(world: World, tmp_path: Path) -> None:
    asker = source(world, tmp_path)
    for _ in range(2):
        assert len(list(asker.look_up(titled("Widgets of one kind", "Widgets of another")))) == 2
    assert len(world.dblp.requests) == 2


@pytest.mark.parametrize(
    ("single", "double", "unasked", "requests"), [(0, 0, 0, 0), (3, 0, 2, 3), (3, 2, 0, 7), (0, 30, 0, 60), (99, 0, 0, 99)]
)
def test_the_estimate_counts_what_may_be_searched_for(
    world: World, tmp_path: Path, single: int, double: int, unasked: int, requests: int
) -> None:
    wanted = titled(*(f"Some single title{n}" for n in range(single)))
    wanted += [
        Wanted(publication=publication(f"Some first title{n}"), titles=(f"Quite another title{n}", "A third title")) for n in range(double)
    ]
    wanted += [Wanted(publication=publication(f"Never asked title{n}"), by_text=False) for n in range(unasked)]
    door = Http(hosts=Hosts(tmp_path), user_agent="pubtrack/0")
    estimate = Dblp(door, pace=2.0, origin="http://127.0.0.1:9", now=world.now).estimate(wanted)
    assert (estimate.requests, estimate.seconds, estimate.cost) == (requests, 2.0 * requests, 0.0)


# ---------------------------------------------------------------- what goes wrong


@pytest.mark.parametrize("status", [200, 500, 503])
def test_the_bot_wall_is_left_alone_for_a_day(world: World, tmp_path: Path, status: int) -> None:
    world.shengyu_liu()
    world.dblp.fails(bot_wall(status))
    wanted = titled(LOONGSERVE, RLHFUSE)
    assert kinds(ask(world, tmp_path, wanted)) == ["refused", "cooling"]
    world.dblp.heals()
    world.moves_to(world.at + timedelta(hours=23, minutes=59))
    assert kinds(ask(world, tmp_path, wanted)) == ["cooling", "cooling"]
    assert len(world.dblp.requests) == 1
    world.moves_to(world.at + timedelta(minutes=2))
    assert kinds(ask(world, tmp_path, wanted)) == [None, None]


def test_the_bot_wall_is_said_in_a_sentence(world: World, tmp_path: Path) -> None:
    world.dblp.fails(bot_wall())
    (answer,) = ask(world, tmp_path, titled(LOONGSERVE)).values()
    assert answer.problem is not None
    assert answer.problem.message == "answers programs with a check for robots, which pubtrack does not try to pass"


def html(text: str) -> Trouble:
    return Fault.saying("a page", Response(status=500, body=f"<html><head>{text}</head></html>".encode()))


def test_a_plain_error_page_is_no_wall(world: World, tmp_path: Path) -> None:
    world.dblp.fails(html("<title>Error 500</title><p>Anubis, you are not a bot!</p>"))
    found = [one for one in source(world, tmp_path).look_up(titled(LOONGSERVE, RLHFUSE)) if isinstance(one, Answer)]
    assert [one.problem.kind for one in found if one.problem] == ["busy", "resting"]


@pytest.mark.parametrize(
    "mark",
    [
        "<title>Making sure you're not a bot!</title>",
        "<TITLE>Making sure you&#39;re not\na bot!</TITLE>".replace("\n", " "),
        '<link href="/.within.website/x/cmd/anubis/static/x.css">',
        "<script id='anubis_challenge' type='application/json'>{}</script>",
    ],
)
def test_any_mark_of_the_wall_is_enough(world: World, tmp_path: Path, mark: str) -> None:
    world.dblp.fails(html(mark))
    assert kinds(ask(world, tmp_path, titled(LOONGSERVE))) == ["refused"]


def test_a_paper_about_the_wall_is_no_wall(world: World, tmp_path: Path) -> None:
    title = "<title>Making sure you're not a bot! /.within.website/x/ id=\"anubis_"
    world.dblp.holds(Paper(title=title, authors=["Ada Byron"]), key="conf/a/B24")
    assert kinds(ask(world, tmp_path, titled("Making sure you're not a bot"))) == [None]


def test_no_body_whatever_breaks_the_recognition(world: World, tmp_path: Path) -> None:
    from pubtrack.http import Reply

    for body in (b"", b"<", b"\xff<title>not a bot", b"<" * 100_000, b"<title>" * 10_000):
        assert recognise(Reply(status=200, headers={}, body=body, url="", at=world.at)) is None


def told(content: object) -> Trouble:
    return Fault.saying("told", Response(body=json.dumps(content).encode(), content_type="application/json"))


@pytest.mark.parametrize(
    "content",
    [
        {"result": {"status": {"@code": "500", "text": "Internal Server Error"}}},
        {"result": {"status": {"@code": "200"}, "hits": {"@total": "5"}}},
        {},
        [],
    ],
)
def test_an_answer_that_is_not_understood_cools_down(world: World, tmp_path: Path, content: object) -> None:
    world.dblp.fails(told(content))
    assert kinds(ask(world, tmp_path, titled(LOONGSERVE, RLHFUSE))) == ["unreadable", "cooling"]
    assert len(world.dblp.requests) == 1


def test_patience_is_kept_as_long_as_asked_for(world: World, tmp_path: Path) -> None:
    world.shengyu_liu()
    world.dblp.fails(Fault.retry_after(300, status=429), times=1)
    assert kinds(ask(world, tmp_path, titled(LOONGSERVE, RLHFUSE))) == ["busy", "cooling"]
    world.moves_to(world.at + timedelta(seconds=301))
    assert kinds(ask(world, tmp_path, titled(LOONGSERVE))) == [None]


def test_a_second_search_that_fails_leaves_the_question_open(world: World, tmp_path: Path) -> None:
    world.shengyu_liu()
    world.dblp.fails(Fault.RATE_EXCEEDED, when=lambda request: "Optimizing" in request.query["q"])
    wanted = Wanted(publication=publication(RLHFUSE, authors=RLHFUSE_AUTHORS), titles=(RETITLED,))
    assert kinds(ask(world, tmp_path, [wanted])) == ["busy"]


def test_a_failure_costs_nothing_of_what_may_still_be_asked(world: World, tmp_path: Path) -> None:
    """A host that is left alone is left alone for all publications, not for the first twenty."""
    world.dblp.fails(Fault.FORBIDDEN)
    found = ask(world, tmp_path, titled(*(f"Widgets of kind number{number}" for number in range(25))))
    assert kinds(found) == ["refused"] + ["cooling"] * 24
