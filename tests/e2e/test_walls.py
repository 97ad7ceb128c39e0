"""Google Scholar over several days: walls, odd numbers, shrunken profiles, rows that move, rows of others."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.e2e.conftest import MONDAY
from tests.e2e.lists import AT_ONCE, DISTSERVE, FASTSERVE, FOUR, LOONGSERVE, PACE, RLHFUSE, listing, shipped
from tests.e2e.reading import assert_calm, known, report, rows
from tests.world import Cli, Fault, Profile, World
from tests.world.people import PROFILE_ID, ShengyuLiu

pytestmark = pytest.mark.slow

TUESDAY, WEDNESDAY = (MONDAY + timedelta(days=days, minutes=5) for days in (1, 2))


# ---------------------------------------------------------------- walls


def test_after_a_wall_the_next_try_is_a_day_later(settled: Cli, world: World) -> None:
    world.google_scholar.fails(Fault.CAPTCHA_200, times=1)
    found = []
    for hours in (24.1, 25, 47, 48.2):
        found.append((report(settled, at=MONDAY + timedelta(hours=hours)).code, len(world.google_scholar.requests)))
    assert found == [(1, 1), (0, 1), (0, 1), (0, 2)]
    assert known(settled).shown(DISTSERVE)["as_of"] == "2026-11-25"


def test_not_even_all_of_refresh_asks_behind_a_wall(settled: Cli, world: World) -> None:
    world.google_scholar.fails(Fault.SORRY_REDIRECT)
    settled("refresh", at=TUESDAY)
    done = settled("refresh", "--all", "--source", "google_scholar", at=TUESDAY + timedelta(minutes=2))
    assert_calm(done)
    assert (done.code, len(world.google_scholar.requests)) == (0, 1)
    assert "left alone until 2026-11-25" in done.err
    assert known(settled).counts == FOUR


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault.CAPTCHA_FORM_200, "robot"),
        (Fault.FORBIDDEN, "automated requests"),
        (Fault.SIGN_IN_REDIRECT, "sign in"),
        (Fault.CONSENT_PAGE, "cookies"),
        (Fault.UNKNOWN_LAYOUT, "not a profile page"),
    ],
    ids=str,
)
def test_a_wall_is_called_by_its_name(first: Cli, world: World, fault: object, words: str) -> None:
    world.google_scholar.fails(fault)  # type: ignore[arg-type]  # a Trouble, as pytest's table cannot tell
    done = first("refresh", "--source", "google_scholar")
    assert_calm(done)
    assert (done.code, words in done.err) == (1, True)
    if fault is not Fault.SIGN_IN_REDIRECT:
        assert "import" in done.err or fault is Fault.UNKNOWN_LAYOUT


def test_an_id_that_does_not_exist_is_explained(first: Cli, world: World) -> None:
    first.write(shipped(profile="ZZZZZZZZZZZJ"))
    done = first("report")
    assert_calm(done)
    assert (done.code, "compare the id" in done.out) == (1, True)


def test_a_profile_made_private_keeps_its_counts(settled: Cli, liu: ShengyuLiu, world: World) -> None:
    world.forgets(liu.profile)
    said = report(settled, at=TUESDAY)
    assert (said.code, said.counts) == (1, FOUR)
    assert report(settled, at=TUESDAY + timedelta(hours=1)).code == 0


def test_ci_leaves_scholar_alone_and_says_so(first: Cli, world: World) -> None:
    done = first("report", env={"CI": "true"})
    assert_calm(done)
    assert (done.code, "CI" in done.out, world.google_scholar.requests) == (0, True, [])
    assert len(world.arxiv.requests) == 2
    named = first("refresh", "--source", "google_scholar", env={"CI": "true"})
    assert (named.code, len(world.google_scholar.requests)) == (0, 1)
    assert known(first, env={"CI": "true"}).counts == FOUR


# ---------------------------------------------------------------- odd numbers


def profile_of(world: World, cites: dict[str, int]) -> tuple[Profile, str]:
    """A profile with a row for each name, and the list of those papers."""
    profile = world.profile(PROFILE_ID, name="Shengyu Liu")
    papers = [
        world.paper(f"{name} and the Theory of Counting", authors=["Shengyu Liu"], arxiv=f"2401.{n:05d}") for n, name in enumerate(cites, 1)
    ]
    for paper, count in zip(papers, cites.values(), strict=True):
        profile.row(paper, cites=count)
    return profile, listing(papers)


FIRST = {"Steady": 40, "Zero": 40, "Falls": 100, "Slips": 100, "Soars": 20, "Rises": 20, "Young": 3, "Small": 4, "Uncited": 0}
SECOND = {"Steady": 41, "Zero": 0, "Falls": 79, "Slips": 80, "Soars": 101, "Rises": 69, "Young": 52, "Small": 2, "Uncited": 40}


def keyed(counts: dict[str, int]) -> dict[str, int]:
    return {f"liu2024{name.lower()}": count for name, count in counts.items()}


def test_odd_numbers_wait_for_another_day(cli: Cli, world: World) -> None:
    """Zero after more, a fall of more than a fifth, a rise to more than five times: stored, marked, and not shown until said again."""
    profile, text = profile_of(world, FIRST)
    cli.write(text)
    assert report(cli).counts == keyed(FIRST)
    for row, count in zip(profile.rows, SECOND.values(), strict=True):
        row.cites = count
    said = report(cli, at=TUESDAY)
    suspects = {"Zero": 40, "Falls": 100, "Soars": 20}
    assert said.counts == keyed(SECOND | suspects)
    for key in keyed(FIRST):
        assert said.shown(key)["suspect"] == (key in keyed(suspects))
    assert said.shown("liu2024zero")["as_of"] == "2026-11-23"
    assert {one["publication"] for one in said.problems(severity="warning", source="google_scholar")} == set(keyed(suspects))
    assert any(row.startswith("2026-11-24") and row.endswith(",0,observed") for row in rows(cli, "citations.csv"))
    again = report(cli, at=TUESDAY + timedelta(hours=9))
    assert again.counts == said.counts

    profile.rows[1].cites = 41  # zero was a mistake
    profile.rows[2].cites = 78  # the fall goes on
    later = report(cli, at=WEDNESDAY)
    assert {key: later.counts[key] for key in ("liu2024zero", "liu2024falls", "liu2024soars")} == {
        "liu2024zero": 41,
        "liu2024falls": 78,
        "liu2024soars": 101,
    }
    assert not any(one["citations"]["google_scholar"]["suspect"] for one in later.said["publications"])


def test_a_page_without_any_count_changes_nothing(settled: Cli, world: World) -> None:
    world.google_scholar.fails(Fault.COUNTS_GONE, times=1)
    said = report(settled, at=TUESDAY)
    assert (said.code, said.counts) == (1, FOUR)
    assert said.said["totals"]["citations"]["google_scholar"] == 872
    for key in FOUR:
        shown = said.shown(key)
        assert (shown["as_of"], shown["stale"], shown["suspect"]) == ("2026-11-23", True, False)
    later = report(settled, at=WEDNESDAY)
    assert (later.code, later.counts) == (0, FOUR)
    assert not later.shown(DISTSERVE)["suspect"]
    assert later.shown(DISTSERVE)["as_of"] == "2026-11-25"


def test_the_table_marks_an_odd_number_and_its_age(settled: Cli, liu: ShengyuLiu, world: World) -> None:
    liu.rows["distserve"].cites = 5
    done = settled("report", at=TUESDAY)
    assert_calm(done)
    assert "612?" in done.out
    assert "1 d" in done.out


def test_a_hundredfold_rise_over_years_is_believed(settled: Cli, liu: ShengyuLiu, world: World) -> None:
    liu.rows["rlhfuse"].cites = 2100
    said = report(settled, at=MONDAY + timedelta(days=400))
    assert said.counts[RLHFUSE] == 2100


# ---------------------------------------------------------------- profiles that shrink


def test_half_a_profile_is_doubted_once_and_believed_the_second_time(settled: Cli, liu: ShengyuLiu, world: World) -> None:
    liu.profile.leaves_out(*liu.profile.rows[3:])
    left = {row.title for row in liu.profile.rows}
    assert len(left) == 3
    said = report(settled, at=TUESDAY)
    assert (said.code, said.counts) == (1, FOUR)
    assert all(said.shown(key)["as_of"] == "2026-11-23" for key in FOUR)
    assert said.problems(source="google_scholar", kind="shrunk")
    quiet = report(settled, at=TUESDAY + timedelta(hours=1))
    assert (quiet.code, len(world.google_scholar.requests)) == (0, 1)
    later = report(settled, at=WEDNESDAY)
    assert later.code == 0
    assert later.counts == FOUR
    assert later.shown(DISTSERVE)["as_of"] == "2026-11-25"
    assert later.shown(RLHFUSE)["as_of"] == "2026-11-23"
    assert later.shown(RLHFUSE)["stale"]


def test_a_profile_that_comes_back_is_as_if_nothing_had_been(settled: Cli, world: World) -> None:
    world.google_scholar.fails(Fault.PROFILE_HALVED, times=1)
    assert report(settled, at=TUESDAY).code == 1
    said = report(settled, at=WEDNESDAY)
    assert (said.code, said.counts, said.shown(RLHFUSE)["as_of"]) == (0, FOUR, "2026-11-25")


def test_an_empty_profile_is_never_believed_at_first(settled: Cli, world: World) -> None:
    world.google_scholar.fails(Fault.PROFILE_EMPTY)
    for day in (TUESDAY, WEDNESDAY):
        said = report(settled, at=day)
        assert said.counts == FOUR
    assert said.said["profile"]["google_scholar"]["citations"] == 2377


def test_an_empty_profile_is_an_answer_on_the_first_day(first: Cli, world: World) -> None:
    world.google_scholar.fails(Fault.PROFILE_EMPTY)
    said = report(first)
    assert (said.code, set(said.counts.values())) == (0, {None})
    assert said.problems(severity="error") == []
    world.google_scholar.heals()
    said = report(first, at=TUESDAY)
    assert (said.code, said.counts) == (0, FOUR)


def test_rows_that_are_taken_away_keep_their_last_count(settled: Cli, liu: ShengyuLiu, world: World) -> None:
    liu.profile.leaves_out(liu.rows["fastserve"])
    said = report(settled, at=TUESDAY)
    assert (said.code, said.counts) == (0, FOUR)
    shown = said.shown(FASTSERVE)
    assert (shown["as_of"], shown["stale"]) == ("2026-11-23", True)
    assert any(FASTSERVE in (one["publication"] or "") or FASTSERVE in one["message"] for one in said.problems(source="google_scholar"))


# ---------------------------------------------------------------- rows


def test_a_row_that_moved_to_another_id_is_followed(settled: Cli, liu: ShengyuLiu, world: World) -> None:
    liu.profile.moves(liu.rows["distserve"], "newnewnewnew")
    liu.rows["distserve"].cites = 615
    said = report(settled, at=TUESDAY)
    shown = said.shown(DISTSERVE)
    assert (shown["count"], shown["suspect"], shown["change"], shown["stale"]) == (615, False, 3, False)
    assert shown["source_id"] == f"{PROFILE_ID}:newnewnewnew"
    assert said.shown(DISTSERVE) == known(settled).shown(DISTSERVE)


def test_a_moved_row_that_starts_at_zero_is_no_fall(settled: Cli, liu: ShengyuLiu, world: World) -> None:
    liu.profile.moves(liu.rows["distserve"], "newnewnewnew")
    liu.rows["distserve"].cites = 2
    said = report(settled, at=TUESDAY)
    assert said.counts[DISTSERVE] == 612
    assert report(settled, at=WEDNESDAY).counts[DISTSERVE] == 2


def test_doubled_rows_are_one_publication_and_are_never_added(cli: Cli, liu: ShengyuLiu, world: World) -> None:
    twin = liu.profile.row(liu.distserve, cites=30, row_id="twintwintwin")
    liu.profile.doubles(liu.rows["distserve"])
    cli.write(shipped())
    said = report(cli)
    assert said.counts[DISTSERVE] == 612
    liu.profile.leaves_out(twin)
    assert report(cli, at=TUESDAY).counts[DISTSERVE] == 612


def test_two_rows_merged_by_the_owner_keep_one_series(cli: Cli, liu: ShengyuLiu, world: World) -> None:
    twin = liu.profile.row(liu.distserve, cites=30, row_id="twintwintwin")
    cli.write(shipped())
    report(cli)
    liu.profile.leaves_out(twin)
    liu.rows["distserve"].cites = 642
    said = report(cli, at=TUESDAY)
    assert said.shown(DISTSERVE)["change"] == 30
    assert not said.shown(DISTSERVE)["suspect"]


def test_rows_of_a_namesake_are_never_taken(cli: Cli, liu: ShengyuLiu, world: World) -> None:
    """The same title by other people, a poster, a cut title, an erratum: none of them is the paper."""
    for title, authors in (
        (liu.loongserve.title, "A Other, B Other"),
        ("Erratum: " + liu.fastserve.title, "B Wu, S Liu"),
        ("Poster: " + liu.distserve.title, "Y Zhong, S Liu"),
        ("LoongServe: …", "B Wu, S Liu, Y Zhong"),
    ):
        liu.profile.row(title, authors=authors, cites=5000, year=2024)
    cli.write(shipped())
    said = report(cli)
    assert said.counts == FOUR
    assert said.code == 0


def test_titles_cut_by_scholar_are_matched_where_enough_is_left(cli: Cli, liu: ShengyuLiu, world: World) -> None:
    liu.rows["distserve"].title = "Distserve: Disaggregating prefill and decoding for goodput-optimized large …"
    cli.write(shipped())
    assert report(cli).counts == FOUR


def test_a_row_without_citations_is_known_to_have_none(cli: Cli, liu: ShengyuLiu, world: World) -> None:
    liu.rows["rlhfuse"].cites, liu.rows["rlhfuse"].year = None, None
    cli.write(shipped())
    said = report(cli)
    assert said.counts[RLHFUSE] == 0
    assert "0" in [cell for line in cli("report").out.splitlines() if "NSDI (submitted)" in line for cell in line.split()]


def test_what_the_person_rejects_is_gone_and_what_they_name_is_taken(settled: Cli, liu: ShengyuLiu, world: World) -> None:
    text = settled.read("publications.yaml")
    settled.write(
        text.replace("    venue: In SOSP'24\n", f"    venue: In SOSP'24\n    not: {{google_scholar: {PROFILE_ID}:u-x6o8ySG0sC}}\n").replace(
            "    venue: In OSDI'24\n", f"    venue: In OSDI'24\n    ids: {{google_scholar: {PROFILE_ID}:2osOgNQ5qMEC}}\n"
        )
    )
    said = report(settled, at=TUESDAY)
    assert said.code == 0
    assert said.counts[LOONGSERVE] is None
    assert said.counts[DISTSERVE] == 1502


def test_a_series_that_the_person_gave_up_is_back_when_they_do(settled: Cli, world: World) -> None:
    text = settled.read("publications.yaml")
    settled.write(
        text.replace("    venue: In SOSP'24\n", f"    venue: In SOSP'24\n    not: {{google_scholar: {PROFILE_ID}:u-x6o8ySG0sC}}\n")
    )
    assert known(settled).counts[LOONGSERVE] is None
    settled.write(text)
    assert known(settled).counts[LOONGSERVE] == 97


@pytest.mark.parametrize("language", ["zh-CN", "ar"])
def test_the_page_may_come_in_any_language(first: Cli, liu: ShengyuLiu, world: World, language: str) -> None:
    liu.profile.language = language
    world.google_scholar.grouped = True
    said = report(first)
    assert (said.code, said.counts) == (0, FOUR)
    assert said.said["profile"]["google_scholar"]["citations"] == 2377


# ---------------------------------------------------------------- more than a hundred rows, more than one person


def a_long_profile(world: World, count: int) -> tuple[Profile, str]:
    profile = world.profile(PROFILE_ID, name="Shengyu Liu")
    papers = [
        world.paper(f"Study {n} of the Theory of Counting", authors=["Shengyu Liu"], arxiv=f"2401.{n:05d}") for n in range(1, count + 1)
    ]
    for n, paper in enumerate(papers, start=1):
        profile.row(paper, cites=10 * (count - n))
    return profile, listing(papers)


def test_of_more_than_a_hundred_rows_the_most_cited_are_looked_at(cli: Cli, world: World) -> None:
    _, text = a_long_profile(world, 130)
    cli.write(text)
    said = report(cli)
    assert said.code == 0
    assert len(world.google_scholar.requests) == 1
    assert not world.google_scholar.forbidden
    counts = list(said.counts.values())
    assert (counts[0], counts[99], counts[100]) == (1290, 300, None)
    (notice,) = said.problems(source="google_scholar", kind="truncated")
    assert (notice["severity"], "pages" in notice["message"], "100" in notice["message"]) == ("notice", True, True)


def test_more_pages_are_asked_for_only_where_the_list_says_so(cli: Cli, world: World) -> None:
    _, text = a_long_profile(world, 130)
    cli.write(text.replace(AT_ONCE, f"settings: {{{PACE}, google_scholar: {{pages: 2}}}}\n"))
    said = report(cli)
    assert said.code == 0
    assert len(world.google_scholar.requests) == 2
    assert None not in said.counts.values()
    assert not said.problems(source="google_scholar")
    assert report(cli, at=MONDAY + timedelta(hours=1)).code == 0
    assert len(world.google_scholar.requests) == 2


def test_a_second_page_that_fails_costs_only_its_rows(cli: Cli, world: World) -> None:
    _, text = a_long_profile(world, 130)
    cli.write(text.replace(AT_ONCE, f"settings: {{{PACE}, google_scholar: {{pages: 2}}}}\n"))
    world.google_scholar.fails(Fault.CAPTCHA_200, when=lambda request: "cstart" in request.query)
    said = report(cli)
    assert said.code == 1
    counts = list(said.counts.values())
    assert (counts[0], counts[99], counts[129]) == (1290, 300, None)


@pytest.mark.slow
def test_rows_that_fall_behind_the_first_hundred_keep_their_counts(cli: Cli, world: World) -> None:
    profile, text = a_long_profile(world, 101)
    cli.write(text)
    first = report(cli)
    assert list(first.counts.values())[98:] == [20, 10, None]
    profile.rows[100].cites = 15
    said = report(cli, at=TUESDAY)
    assert list(said.counts.values())[98:] == [20, 10, 15]
    assert said.shown(list(said.counts)[99])["stale"]


def test_two_people_have_a_page_each(cli: Cli, liu: ShengyuLiu, world: World) -> None:
    other = world.profile("BBBBBBBBBBBJ", name="Bingyang Wu")
    other.row(liu.loongserve, cites=97, row_id="wuwuwuwuwuwu")
    text = shipped().replace(
        f"author:\n  name: Shengyu Liu\n  google_scholar: {PROFILE_ID}\n",
        f"people:\n  - {{name: Shengyu Liu, google_scholar: {PROFILE_ID}}}\n  - {{name: Bingyang Wu, google_scholar: BBBBBBBBBBBJ}}\n",
    )
    cli.write(text)
    said = report(cli)
    assert (said.code, said.counts, len(world.google_scholar.requests)) == (0, FOUR, 2)
    assert [one["source_id"] for one in said.said["profiles"]] == [PROFILE_ID, "BBBBBBBBBBBJ"]
    world.google_scholar.fails(Fault.SIGN_IN_REDIRECT, when=lambda request: request.query["user"] == "BBBBBBBBBBBJ")
    later = report(cli, at=TUESDAY)
    assert (later.code, later.counts) == (1, FOUR)
    assert later.shown(DISTSERVE)["as_of"] == "2026-11-24"


def test_nothing_of_the_profile_goes_to_the_list_of_another(settled: Cli, tmp_path: Path, world: World) -> None:
    """A second list with a cache of its own begins with nothing."""
    settled.write(shipped(), name="other/publications.yaml")
    done = settled("--library", "other/publications.yaml", "report", "--refresh", "never", "--format", "json")
    assert '"count": 612' not in done.out
