"""What people do besides the usual: rename themselves, link files, travel, list things twice, have a thousand papers."""

from __future__ import annotations

from datetime import timedelta
from typing import NoReturn

import pytest

from tests.e2e.conftest import MONDAY
from tests.e2e.lists import AT_ONCE, DISTSERVE, FOUR, LOONGSERVE, entry, listing, shipped
from tests.e2e.reading import assert_calm, is_whole, known, report, rows
from tests.world import Cli, Fault, Response, World
from tests.world.people import PROFILE_ID, ShengyuLiu

TUESDAY = MONDAY + timedelta(days=1, minutes=5)


@pytest.mark.slow
def test_four_hundred_papers_take_four_requests_and_one_page(cli: Cli, world: World) -> None:
    profile = world.profile(PROFILE_ID, name="Shengyu Liu")
    words = [
        f"{first} {second}"
        for first in ("Caching", "Routing", "Storing", "Sorting")
        for second in ("Graphs", "Trees", "Keys", "Logs", "Pages")
    ]
    papers = [world.paper(f"{words[n % 20]}: Volume {n}", authors=["Shengyu Liu"], arxiv=f"2401.{n:05d}") for n in range(1, 401)]
    for n, paper in enumerate(papers[:100]):
        profile.row(paper, cites=1000 - n)
    cli.write(listing(papers))
    said = report(cli, monotonic=lambda: 0.0)  # by a clock that stands still the time suffices on any machine
    assert said.code == 0
    assert (len(world.arxiv.requests), len(world.google_scholar.requests)) == (4, 1)
    assert world.arxiv.at_once == 1
    assert list(said.counts.values())[:100] == list(range(1000, 900, -1))
    assert set(list(said.counts.values())[100:]) == {None}
    world.forget_requests()
    assert report(cli).code == 0
    assert world.asked == 0
    done = cli("report", env={"COLUMNS": "80"})
    assert_calm(done)
    assert len(done.out) < 200_000


def test_another_spelling_of_the_own_name_loads_no_second_page(settled: Cli, world: World) -> None:
    settled.write(shipped().replace("name: Shengyu Liu\n", "name: Liu Shengyu (刘胜宇)\n  aliases: [Shengyu Liu]\n"))
    said = report(settled, at=MONDAY + timedelta(hours=2))
    assert (said.code, said.counts) == (0, FOUR)
    assert world.google_scholar.requests == []


def test_another_profile_id_is_asked_for_at_once(settled: Cli, liu: ShengyuLiu, world: World) -> None:
    other = world.profile("BBBBBBBBBBBJ", name="Shengyu Liu")
    other.row(liu.distserve, cites=640)
    settled.write(shipped(profile="BBBBBBBBBBBJ"))
    said = report(settled, at=MONDAY + timedelta(hours=2))
    assert [request.query["user"] for request in world.google_scholar.requests] == ["BBBBBBBBBBBJ"]
    assert said.counts[DISTSERVE] == 640


@pytest.mark.parametrize(
    "typed",
    [
        f"https://scholar.google.com/citations?user={PROFILE_ID}&hl=zh-CN",
        f"scholar.google.com/citations?hl=en&user={PROFILE_ID}",
        f'"{PROFILE_ID}"',
    ],
)
def test_the_profile_may_be_typed_as_its_address(first: Cli, world: World, typed: str) -> None:
    first.write(shipped(profile=typed))
    assert report(first).counts == FOUR
    assert world.google_scholar.requests[0].query["user"] == PROFILE_ID


@pytest.mark.parametrize("typed", ["../../etc/passwd", "a b", "user&pagesize=1", "A" * 200, "me@example.org", "12"])
def test_what_cannot_be_a_profile_id_is_never_sent(first: Cli, world: World, typed: str) -> None:
    first.write(shipped(profile=f'"{typed}"'))
    done = first("refresh", "--source", "google_scholar")
    assert_calm(done)
    assert world.google_scholar.requests == [] or typed == "12"


def test_a_profile_moved_within_google_is_followed(settled: Cli, liu: ShengyuLiu, world: World) -> None:
    moved = world.profile("BBBBBBBBBBBJ", name="Shengyu Liu")
    moved.rows = liu.profile.rows
    away = Response(status=302, headers={"Location": "/citations?user=BBBBBBBBBBBJ&hl=en&pagesize=100"})
    world.google_scholar.fails(Fault.saying("moved", away), when=lambda request: request.query["user"] == PROFILE_ID)
    said = report(settled, at=TUESDAY)
    assert (said.code, said.counts) == (0, FOUR)
    assert not world.google_scholar.forbidden
    assert report(settled, at=TUESDAY + timedelta(hours=1)).counts == FOUR
    assert len(world.google_scholar.requests) == 2


def test_a_linked_list_stays_a_link(settled: Cli, liu: ShengyuLiu) -> None:
    """Dotfiles: the list is a link into a repository; what edits it edits the file it leads to."""
    path, real = settled.folder / "publications.yaml", settled.folder / "repository" / "mine.yaml"
    real.parent.mkdir()
    path.rename(real)
    path.symlink_to(real)
    page = settled.folder / "page.html"
    page.write_text(liu.profile.page_html())
    done = settled("import", "scholar-page", "page.html", "--new", "--yes", "--date", "2026-11-23")
    assert_calm(done)
    assert done.code == 0
    assert path.is_symlink()
    assert "lepton" in real.read_text()


@pytest.mark.process("gives up the rights of root")
def test_a_list_that_cannot_be_written_is_said(settled: Cli, liu: ShengyuLiu) -> None:
    (settled.folder / "page.html").write_text(liu.profile.page_html())
    before = settled.read("publications.yaml")
    settled.folder.chmod(0o555)
    try:
        done = settled.process(
            *("import", "scholar-page", "page.html", "--new", "--yes", "--date", "2026-11-23"), entry="tests.e2e.entries:as_anybody"
        )
    finally:
        settled.folder.chmod(0o755)
    assert_calm(done)
    assert done.code in (2, 3, 4)
    assert "publications.yaml" in done.err
    assert settled.read("publications.yaml") == before


def test_the_permissions_of_the_list_are_kept(settled: Cli, liu: ShengyuLiu) -> None:
    path = settled.folder / "publications.yaml"
    path.chmod(0o640)
    (settled.folder / "page.html").write_text(liu.profile.page_html())
    assert settled("import", "scholar-page", "page.html", "--new", "--yes", "--date", "2026-11-23").code == 0
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_days_are_utc_wherever_one_is(first: Cli, zone: str) -> None:
    said = report(first, env={"TZ": zone}, at=MONDAY.replace(hour=23, minute=30))
    assert said.shown(DISTSERVE)["as_of"] == "2026-11-23"
    seen = {moment for row in rows(first, "citations.csv") if row.endswith(",observed") for moment in row.split(",")[:2]}
    assert {moment.partition("T")[0] for moment in seen} == {"2026-11-23"}
    assert all("T23:30:" in moment for moment in seen)
    assert {row.partition("-")[2][:5] for row in rows(first, "citations.csv") if row.endswith(",backfilled")} == {"12-31"}
    assert said.said["generated"].endswith("+00:00")


def test_one_paper_listed_twice_is_left_out_once(cli: Cli, world: World) -> None:
    paper = world.paper("A Study of Caches", authors=["Shengyu Liu"], arxiv="2401.00001")
    profile = world.profile(PROFILE_ID, name="Shengyu Liu")
    profile.row(paper, cites=7)
    cli.write(listing([paper, paper]))
    said = report(cli)
    assert said.code == 1
    assert list(said.counts.values()) == [7]
    assert any(one["place"] for one in said.problems(severity="error"))


def test_two_papers_of_one_title_share_nothing(cli: Cli, world: World) -> None:
    """A talk of 2015 and a paper of 2024, same title, same author: each gets the row of its year."""
    early = world.paper("Introduction to Elastic Caching Systems", authors=["Shengyu Liu"], published="2015-01-01")
    late = world.paper("Introduction to Elastic Caching Systems", authors=["Shengyu Liu"], published="2024-01-01")
    profile = world.profile(PROFILE_ID, name="Shengyu Liu")
    profile.row(early, cites=15)
    profile.row(late, cites=24)
    cli.write(listing([early, late]))
    said = report(cli)
    assert list(said.counts.values()) == [15, 24]


def test_parts_of_a_series_are_told_apart(cli: Cli, world: World) -> None:
    profile = world.profile(PROFILE_ID, name="Shengyu Liu")
    papers = [world.paper(f"Elastic Caching, Part {part}", authors=["Shengyu Liu"]) for part in ("I", "II", "III")]
    for paper, cites in zip(papers[:2], (11, 22), strict=True):
        profile.row(paper, cites=cites)
    cli.write(listing(papers))
    said = report(cli)
    assert list(said.counts.values()) == [11, 22, None]


def test_a_headline_that_has_no_counts_leaves_dashes(settled: Cli) -> None:
    settled.write(shipped(settings=AT_ONCE.replace("{pace", "{headline: dblp, pace")))
    done = settled("report", "--refresh", "never")
    assert_calm(done)
    assert (done.code, "LoongServe" in done.out, "no citation counts yet" in done.out) == (0, True, True)


@pytest.mark.parametrize(("value", "asked"), [("1", 0), ("false", 1)])
def test_only_a_true_ci_switches_scholar_off(settled: Cli, world: World, value: str, asked: int) -> None:
    assert report(settled, env={"CI": value}, at=TUESDAY).counts == FOUR
    assert len(world.google_scholar.requests) == asked


def test_a_git_merge_of_two_machines_is_their_union(settled: Cli, liu: ShengyuLiu, world: World) -> None:
    """Two clones refresh on different days; git's union merge joins the lines; neither loses a count, nothing is odd."""
    start = {name: settled.read(f"cache/{name}") for name in ("citations.csv", "identities.csv")}
    liu.rows["distserve"].cites = 620
    report(settled, at=TUESDAY)
    ours = {name: settled.read(f"cache/{name}") for name in start}
    other = Cli(folder=settled.folder / "other", world=world)
    other.write(shipped())
    for name, text in start.items():
        other.write(text, name=f"cache/{name}")
    liu.rows["distserve"].cites = 625
    report(other, at=TUESDAY + timedelta(days=1))
    for name in start:
        settled.write(ours[name] + other.read(f"cache/{name}").partition("\n")[2], name=f"cache/{name}")
    said = known(settled)
    assert (said.code, said.counts[DISTSERVE], said.shown(DISTSERVE)["as_of"]) == (0, 625, "2026-11-25")
    assert said.shown(DISTSERVE)["change"] == 5
    assert is_whole(settled)


def test_a_key_of_the_persons_own_moves_no_count(settled: Cli, world: World) -> None:
    text = settled.read("publications.yaml").replace("    venue: In SOSP'24\n", "    venue: In SOSP'24\n    key: mine2024\n")
    settled.write(text)
    said = report(settled)
    assert said.counts == {("mine2024" if key == LOONGSERVE else key): count for key, count in FOUR.items()}
    assert world.google_scholar.requests == []


def test_a_list_of_nothing_but_an_id_is_enough_for_arxiv(cli: Cli, liu: ShengyuLiu, world: World) -> None:
    cli.write("author: Shengyu Liu\n" + AT_ONCE + "publications:\n" + entry(liu.loongserve).replace("    authors:", "    x-authors:"))
    said = report(cli)
    assert said.code == 0
    assert "Bingyang Wu" in cli("show", said.said["publications"][0]["key"]).out


def test_an_id_of_another_paper_is_doubted_aloud(cli: Cli, liu: ShengyuLiu, world: World) -> None:
    """The id is typed wrongly and names an existing paper by others: not taken in silence."""
    wrong = entry(liu.loongserve).replace("2404.09526", "1905.90004")
    cli.write("author: Shengyu Liu\n" + AT_ONCE + "publications:\n" + wrong)
    said = report(cli)
    assert said.code == 0
    assert said.problems(source="arxiv")
    assert "lepton" in said.words
    assert "hep-ex" not in cli("show", said.said["publications"][0]["key"]).out


def test_what_ends_too_soon_is_not_taken_for_an_interruption(settled: Cli) -> None:
    """A compiled module cut short by a full disk ends a command with EOFError, as Ctrl-D at a question does."""

    def door(*given: object, **named: object) -> NoReturn:
        raise EOFError("marshal data too short")

    done = settled("refresh", "--all", at=TUESDAY, door=door)
    assert done.code == 1
    assert "interrupted" not in done.err
    assert "marshal data too short" in done.err
