"""Six sources, one publication: who knows it under which id, what each says, and what goes wrong when one of them does."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.e2e.conftest import MONDAY
from tests.e2e.lists import AT_ONCE, DISTSERVE, FASTSERVE, FOUR, LOONGSERVE, RLHFUSE, listing, shipped
from tests.e2e.reading import Report, assert_calm, is_whole, known, report, rows, without_ledger
from tests.world import Cli, Fault, Paper, Trouble, World
from tests.world.cli import IMPATIENT
from tests.world.people import PROFILE_ID, RETITLED, ShengyuLiu

pytestmark = pytest.mark.slow

TUESDAY = MONDAY + timedelta(days=1)
NEXT_TUESDAY = MONDAY + timedelta(days=8, minutes=7)
COUNTING = ("google_scholar", "semantic_scholar", "openalex", "crossref")
COUNTS = {
    "google_scholar": FOUR,
    "semantic_scholar": {LOONGSERVE: 88, DISTSERVE: 540, RLHFUSE: 17, FASTSERVE: 131},
    "openalex": {LOONGSERVE: 39, DISTSERVE: 210, RLHFUSE: 8, FASTSERVE: 61},
    "crossref": {LOONGSERVE: 34, DISTSERVE: None, RLHFUSE: None, FASTSERVE: None},
}


def counts(said: Report) -> dict[str, dict[str, int | None]]:
    return {source: {one["key"]: one["citations"][source]["count"] for one in said.said["publications"]} for source in COUNTING}


def ids(said: Report, key: str) -> dict[str, str]:
    found: dict[str, str] = next(one["ids"] for one in said.said["publications"] if one["key"] == key)
    return found


# ---------------------------------------------------------------- the shipped list


def test_each_of_the_four_is_found_in_every_source_that_has_it(first: Cli) -> None:
    said = report(first)
    assert said.code == 0
    assert counts(said) == COUNTS
    assert ids(said, LOONGSERVE)["doi"] == "10.1145/3694715.3695948"
    assert ids(said, LOONGSERVE)["dblp"] == "conf/sosp/WuLZSLJ24"
    assert ids(said, DISTSERVE)["arxiv"] == "2401.09670"
    assert ids(said, DISTSERVE)["dblp"] == "conf/osdi/ZhongLCHZLJ024"
    assert ids(said, FASTSERVE)["dblp"] == "journals/corr/abs-2305-05920"


def test_loongserve_is_found_in_openalex_although_its_arxiv_doi_is_unknown_there(first: Cli, world: World) -> None:
    assert first("refresh", "--source", "openalex", LOONGSERVE).code == 0
    assert known(first).said["publications"][0]["citations"]["openalex"]["count"] == 39
    assert any("doi:10.48550/arxiv.2404.09526" in request.target for request in world.openalex.requests)


def test_rlhfuse_is_one_publication_with_two_titles(first: Cli) -> None:
    said = report(first)
    assert ids(said, RLHFUSE)["dblp"] == "conf/nsdi/ZhongZWLCWHXMZJ25"
    (title,) = [one for one in said.problems(kind="other-title") if one["publication"] == RLHFUSE]
    assert RETITLED in title["message"]
    (published,) = [one for one in said.problems(kind="maybe-published") if one["publication"] == RLHFUSE]
    assert "NSDI" in published["message"]
    assert len([one for one in said.said["publications"] if "RLHF" in one["title"]]) == 1


def test_a_row_under_the_newer_title_is_found_in_the_same_run(first: Cli, liu: ShengyuLiu, world: World) -> None:
    """The list and the profile call it by different names; arXiv knows both."""
    liu.rows["rlhfuse"].title = RETITLED
    said = report(first)
    assert said.counts == FOUR
    assert len(world.google_scholar.requests) == 1
    assert not said.problems(source="google_scholar")


def test_an_earlier_version_with_other_authors_is_the_same_publication(first: Cli, world: World) -> None:
    """FastServe on arXiv has an author whom the list lacks; its id settles it everywhere."""
    said = report(first)
    assert {source: counts(said)[source][FASTSERVE] for source in COUNTING} == {name: one[FASTSERVE] for name, one in COUNTS.items()}


def test_where_scholar_refuses_the_others_give_counts_from_the_first_run(first: Cli, world: World) -> None:
    world.google_scholar.fails(Fault.CAPTCHA_200)
    said = report(first)
    assert said.code == 1
    assert counts(said) == {**COUNTS, "google_scholar": dict.fromkeys(FOUR)}
    assert said.said["headline"] == "semantic_scholar"
    assert "540" in first("report", "--refresh", "never").out


def test_without_a_profile_the_others_give_counts_and_all_is_well(first: Cli) -> None:
    first.write(shipped(profile=None))
    said = report(first)
    assert (said.code, counts(said)["semantic_scholar"]) == (0, COUNTS["semantic_scholar"])


def test_the_second_run_of_the_day_asks_nobody_and_changes_nothing(first: Cli, world: World) -> None:
    before = report(first)
    texts = [first.read(f"cache/{name}") for name in ("citations.csv", "identities.csv")]
    for command in (["refresh"], ["report"], ["refresh"]):
        world.forget_requests()
        assert first(*command, at=MONDAY + timedelta(hours=3)).code == 0
        assert world.asked == 0
    assert [first.read(f"cache/{name}") for name in ("citations.csv", "identities.csv")] == texts
    assert counts(known(first)) == counts(before)


def test_each_count_is_a_series_of_its_own_record(first: Cli, world: World) -> None:
    report(first)
    found = {tuple(row.split(",")[2:4]) for row in rows(first, "citations.csv") if not row.split(",")[3].startswith(f"{PROFILE_ID}#")}
    assert len([one for one in found if one[0] == "semantic_scholar"]) == 4
    assert ("crossref", "10.1145/3694715.3695948") in found


def test_a_plan_is_never_exceeded(first: Cli, world: World) -> None:
    planned = json.loads(first("plan", "--json").out)
    assert world.asked == 0
    assert first("refresh").code == 0
    for service in world.services:
        if service.name in planned:
            assert len(service.requests) <= planned[service.name]["requests"], service.name
    assert world.openalex.spent <= planned["openalex"]["cost"] + 1e-9
    assert not world.datacite.requests


def test_a_plan_says_what_is_left_out_and_why(first: Cli, world: World) -> None:
    first.write(shipped(profile=None))
    world.semantic_scholar.fails(Fault.RATE_EXCEEDED)
    first("refresh")
    planned = json.loads(first("plan", "--json", "--all", at=MONDAY + timedelta(minutes=5)).out)
    assert "left alone until" in planned["semantic_scholar"]["skipped"]
    assert "no Google Scholar profile" in planned["google_scholar"]["skipped"]
    assert planned["arxiv"]["skipped"] is None
    done = first("plan")
    assert_calm(done)
    assert "left alone until" in done.out


# ---------------------------------------------------------------- large lists


@pytest.mark.slow
def test_a_thousand_with_ids_take_few_requests_and_little_money(cli: Cli, world: World) -> None:
    papers = []
    for n in range(1, 1001):
        paper = world.paper(f"Study {n} of {n * 7919 % 1009} Things", authors=["Shengyu Liu"], arxiv=f"2401.{n:05d}")
        papers.append(paper)
        world.semantic_scholar.holds(paper, cites=n % 50, doi=f"10.1000/{n}")
        world.crossref.holds(paper, doi=f"10.1000/{n}", cites=n % 30)
        world.openalex.holds(paper, cites=n % 40)
    cli.write(listing(papers, profile=None))
    assert cli("refresh", timeout=280).code == 0
    assert len(world.arxiv.requests) == 10
    assert len(world.semantic_scholar.requests) <= 2
    assert len(world.crossref.requests) <= 20
    lists = [one for one in world.openalex.requests if "filter=" in one.target]
    assert len(lists) <= 10
    assert len(world.openalex.requests) - len(lists) <= 50
    assert world.openalex.spent <= 0.01
    assert {service.at_once for service in world.services} <= {0, 1}
    world.forget_requests()
    assert cli("refresh").code == 0
    assert world.asked == 0


# ---------------------------------------------------------------- identity


def test_a_near_miss_with_the_same_words_is_taken_nowhere(cli: Cli, world: World) -> None:
    """Attention Is All You Need does not carry the count of ... in Speech Separation."""
    wanted = world.paper("Attention Is All You Need", authors=["Ashish Vaswani", "Noam Shazeer"], published="2017-06-12")
    other = world.paper(
        "Attention Is All You Need in Speech Separation", authors=["Cem Subakan", "Mirco Ravanelli"], arxiv="2010.13154", doi="10.1109/1"
    )
    world.semantic_scholar.holds(other, cites=900, doi="10.1109/1")
    world.openalex.holds(other, cites=800)
    world.crossref.holds(other, doi="10.1109/1", cites=700)
    cli.write(listing([wanted], name="Ashish Vaswani", profile=None))
    said = report(cli)
    assert said.code == 0
    assert {source: next(iter(group.values())) for source, group in counts_of(said).items()} == {"google_scholar": None}


def counts_of(said: Report) -> dict[str, dict[str, int | None]]:
    sources = said.said["publications"][0]["citations"]
    return {source: {one["key"]: one["citations"][source]["count"] for one in said.said["publications"]} for source in sources}


def test_a_wrong_cross_reference_is_doubted(cli: Cli, world: World) -> None:
    """Semantic Scholar names a DOI that is another paper by others: Crossref's record is not taken, and that is said."""
    mine = world.paper("On the Scheduling of Many Tokens", authors=["Ann Example", "Bo Example"], arxiv="2402.00001")
    theirs = world.paper("A Field Guide to Alpine Flowers", authors=["Cy Other", "Dee Other"], doi="10.1000/flowers")
    world.semantic_scholar.holds(mine, cites=5, doi="10.1000/flowers")
    world.crossref.holds(theirs, doi="10.1000/flowers", cites=4000)
    cli.write(listing([mine], name="Ann Example", profile=None))
    said = report(cli)
    assert "4000" not in json.dumps(said.said["totals"])
    assert said.problems(source="crossref", kind="doubtful")


def test_a_merged_work_is_followed_and_said(settled: Cli, world: World, liu: ShengyuLiu) -> None:
    before = ids(known(settled), DISTSERVE)["openalex"]
    merged = world.openalex.holds(liu.distserve, cites=215, id="W9999999")
    world.openalex.merges(world.openalex.held(liu.distserve), merged)
    said = report(settled, at=TUESDAY)
    assert said.code == 0
    assert ids(said, DISTSERVE)["openalex"] == "W9999999"
    assert counts(said)["openalex"][DISTSERVE] == 215
    (notice,) = said.problems(kind="merged")
    assert (before in notice["message"], "W9999999" in notice["message"]) == (True, True)
    assert {before, "W9999999"} <= {row.split(",")[2] for row in rows(settled, "identities.csv")}


def test_a_stored_id_that_now_says_something_else_is_doubted_and_nothing_is_lost(settled: Cli, world: World, liu: ShengyuLiu) -> None:
    work = world.openalex.held(liu.distserve)
    work.paper = world.paper("A Field Guide to Alpine Flowers", authors=["Cy Other", "Dee Other"])
    work.cites = 4000
    said = report(settled, at=TUESDAY)
    assert counts(said)["openalex"][DISTSERVE] == 210
    assert [one["publication"] for one in said.problems(source="openalex", kind="doubtful")] == [DISTSERVE]


# ---------------------------------------------------------------- DataCite


def test_datacite_stands_in_while_arxiv_refuses(first: Cli, world: World) -> None:
    world.arxiv.fails(Fault.RATE_EXCEEDED)
    said = report(first)
    assert said.code == 1
    assert {one.target.rpartition("/")[2].lower() for one in world.datacite.requests} >= {"arxiv.2404.09526", "arxiv.2409.13221"}
    assert "DataCite" in first("show", LOONGSERVE).out


def test_datacite_is_not_asked_while_arxiv_answers(first: Cli, world: World) -> None:
    assert report(first).code == 0
    assert world.datacite.requests == []


# ---------------------------------------------------------------- faults, one service at a time

ALONE = [
    *(Fault.SERVER_ERROR, Fault.RATE_EXCEEDED, Fault.FORBIDDEN, Fault.HTML_AS_200, Fault.EMPTY_BODY, Fault.CUT_SHORT),
    *(Fault.TRUNCATED_BODY, Fault.REDIRECT_AWAY, Fault.NOT_FOUND),
]
SERVICES = ("openalex", "semantic_scholar", "crossref", "dblp")


@pytest.mark.parametrize("fault", ALONE, ids=str)
@pytest.mark.parametrize("name", SERVICES)
def test_a_service_that_fails_costs_only_itself(settled: Cli, world: World, name: str, fault: Trouble) -> None:
    settled.write(shipped(settings=AT_ONCE.replace("{pace", "{lifetime: {dblp: 1, crossref: 1}, pace")))
    getattr(world, name).fails(fault)
    said = report(settled, at=NEXT_TUESDAY)
    assert counts(said) == COUNTS
    assert {one["source"] for one in said.problems(severity="error")} <= {name}
    for source in COUNTING:
        days = {one["citations"][source]["as_of"] for one in said.said["publications"]} - {None}
        assert days == {"2026-11-23" if source == name else "2026-12-01"}
    assert is_whole(settled)


@pytest.mark.slow
def test_everything_broken_at_once_loses_nothing(settled: Cli, world: World) -> None:
    for service, fault in zip(
        world.services, (Fault.HANG, Fault.DRIP, Fault.GZIP_BOMB, Fault.RESET, Fault.HANG, Fault.HTML_AS_200), strict=False
    ):
        service.fails(fault)
    said = report(settled, at=NEXT_TUESDAY, door=IMPATIENT)
    assert said.code == 1
    assert counts(said) == COUNTS


def test_what_services_call_each_other_survives_the_loss_of_the_ledger(settled: Cli, world: World) -> None:
    before = known(settled)
    without_ledger(settled)
    again = known(settled)
    assert counts(again) == counts(before)
    assert ids(again, DISTSERVE)["openalex"] == ids(before, DISTSERVE)["openalex"]
    assert ids(again, LOONGSERVE)["dblp"] == "conf/sosp/WuLZSLJ24"


# ---------------------------------------------------------------- what a person types and reads


def test_a_publication_may_be_named_by_its_number(settled: Cli) -> None:
    for command in (["show", "2"], ["why", "2", "dblp"], ["review", "2"]):
        done = settled(*command)
        assert_calm(done)
        assert done.code == 0
    assert "DistServe" in settled("show", "2").out
    wrong = settled("show", "99")
    assert (wrong.code, "from 1 to 4" in wrong.err) == (2, True)


def test_dblp_is_searched_for_all_on_the_first_day_and_nobody_is_searched_for_twice(cli: Cli, world: World) -> None:
    papers = [world.paper(f"Widget{n} for Gadget{n}", authors=["Shengyu Liu", "Xin Jin"], arxiv=f"2401.{n:05d}") for n in range(1, 26)]
    cli.write(listing(papers, profile=None))
    searched = []
    for at in (MONDAY, MONDAY + timedelta(hours=2), TUESDAY + timedelta(minutes=5), TUESDAY + timedelta(days=1, minutes=10)):
        world.forget_requests()
        done = cli("refresh", "--source", "dblp", at=at)
        assert done.code == 0
        searched.append(len(world.dblp.requests))
    assert searched == [25, 0, 0, 0]


def test_why_tells_what_was_asked_in_vain(settled: Cli) -> None:
    assert "asked: title and first author" in settled("why", DISTSERVE, "crossref").out


def test_one_refusal_is_one_line(first: Cli, world: World) -> None:
    world.semantic_scholar.fails(Fault.RATE_EXCEEDED)
    said = report(first)
    assert len(said.problems(source="semantic_scholar")) == 1


# ---------------------------------------------------------------- what is wrong does not spread, and goes when it is mended


@pytest.fixture
def two(cli: Cli, world: World) -> tuple[Cli, Paper, Paper]:
    """A paper of the list, and another one by others that its id may be mistaken for; both everywhere."""
    mine = world.paper("On the Scheduling of Many Tokens", authors=["Ann Example", "Bo Example"], arxiv="2402.00001", doi="10.1000/mine")
    other = world.paper("A Field Guide to Alpine Flowers", authors=["Cy Other", "Dee Other"], published="2010-01-01", doi="10.1000/flowers")
    for paper, doi, cites in ((mine, "10.1000/mine", 10), (other, "10.1000/flowers", 777)):
        world.openalex.holds(paper, cites=cites, id="W4000001" if paper is mine else "W4000007", doi=doi)
        world.semantic_scholar.holds(paper, cites=cites + 1, doi=doi)
        world.crossref.holds(paper, doi=doi, cites=cites + 2)
    cli.write(listing([mine], name="Ann Example", profile=None))
    return cli, mine, other


def sums(said: Report) -> dict[str, int | None]:
    found: dict[str, int | None] = said.said["totals"]["citations"]
    return {source: found.get(source) for source in ("openalex", "semantic_scholar", "crossref")}


RIGHT = {"openalex": 10, "semantic_scholar": 11, "crossref": 12}


def test_a_doubted_record_stays_doubted_and_teaches_nobody(two: tuple[Cli, Paper, Paper], world: World) -> None:
    cli, mine, other = two
    assert sums(report(cli)) == RIGHT
    work = world.openalex.held(mine)
    work.paper, work.cites, work.doi, work.arxiv = other, 13, "10.1000/flowers", None
    for day in range(1, 4):
        said = report(cli, "--refresh", "always", at=MONDAY + timedelta(days=day))
        assert sums(said) == RIGHT
        assert "Alpine" not in cli("export", "bibtex").out
    (doubt,) = json.loads(cli("review", "--json").out)
    assert (doubt["source"], doubt["source_id"]) == ("openalex", "W4000001")
    assert "Alpine" in doubt["record"]["title"]


def test_what_came_by_a_wrong_id_goes_when_the_id_is_mended(two: tuple[Cli, Paper, Paper], world: World) -> None:
    cli, mine, _ = two
    without = mine.arxiv
    mine.arxiv = None  # the list names nothing but the wrong work
    cli.write(listing([mine], name="Ann Example", profile=None).replace("  - title", '  - ids: {openalex: "W4000007"}\n    title'))
    mine.arxiv = without
    assert sums(report(cli))["openalex"] == 777
    cli.write(listing([mine], name="Ann Example", profile=None).replace("  - title", '  - ids: {openalex: "W4000001"}\n    title'))
    said = report(cli, at=TUESDAY + timedelta(minutes=5))
    assert sums(said) == RIGHT
    assert said.problems(kind="let-go")
    assert ",777," in cli.read("cache/citations.csv")


def test_one_record_is_not_counted_for_two_entries(cli: Cli, world: World) -> None:
    paper = world.paper("On the Scheduling of Many Tokens", authors=["Ann Example"], arxiv="2402.00001", doi="10.1000/mine")
    world.semantic_scholar.holds(paper, cites=20, doi="10.1000/mine")
    world.openalex.holds(paper, cites=10, doi="10.1000/mine")
    text = listing([paper], name="Ann Example", profile=None)
    cli.write(text + "  - {title: On the Scheduling of Many Tokens, authors: Ann Example, key: jour, year: 2025, doi: 10.1000/mine}\n")
    for day in range(3):
        said = report(cli, "--refresh", "always", at=MONDAY + timedelta(days=day))
        assert (said.said["totals"]["citations"]["semantic_scholar"], said.said["totals"]["citations"]["openalex"]) == (20, 10)
    assert any("another publication of the list" in one["message"] for one in said.problems(source="semantic_scholar"))


def test_a_plan_tells_of_the_stand_in_and_holds_where_arxiv_refuses(first: Cli, world: World) -> None:
    planned = json.loads(first("plan", "--json").out)
    world.arxiv.fails(Fault.RATE_EXCEEDED)
    first("refresh")
    assert 0 < len(world.datacite.requests) <= planned["datacite"]["requests"]


def test_an_openalex_that_may_not_spend_still_finds_by_the_doi_that_was_learnt(first: Cli, world: World) -> None:
    first.write(shipped(settings=AT_ONCE.replace("{pace", "{openalex: {daily_budget: 0}, pace")))
    said = report(first)
    assert counts(said)["openalex"] == COUNTS["openalex"]
    assert world.openalex.spent == 0
