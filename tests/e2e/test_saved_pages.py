"""`pubtrack import scholar-page`: counts from pages that a person saved, without any request."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.e2e.conftest import MONDAY
from tests.e2e.lists import DISTSERVE, FASTSERVE, FOUR, LOONGSERVE, shipped
from tests.e2e.reading import assert_calm, known, report, rows
from tests.world import Cli, Completed, Profile, World
from tests.world.people import PROFILE_ID, ShengyuLiu
from tests.world.scholar_walls import captcha, sign_in

TUESDAY = MONDAY + timedelta(days=1, minutes=5)


def saved(cli: Cli, profile: Profile, name: str = "page.html", *, lang: str = "en", rows: int | None = None, on: datetime = MONDAY) -> str:
    """The page in the folder, written on that day."""
    path = cli.folder / name
    path.write_text(profile.page_html(lang=lang, rows=rows, at=on.date()), encoding="utf-8")
    os.utime(path, (on.timestamp(), on.timestamp()))
    return name


def take_in(cli: Cli, *arguments: str, **how: object) -> Completed:
    before = cli.world.asked
    done = cli("import", "scholar-page", *arguments, **how)  # type: ignore[arg-type]  # passed on as they are
    assert_calm(done)
    assert cli.world.asked == before
    return done


# ---------------------------------------------------------------- counts


@pytest.mark.parametrize("language", ["zh-CN", "ar", "de"])
def test_a_page_in_any_language_brings_the_counts(first: Cli, liu: ShengyuLiu, world: World, language: str) -> None:
    done = take_in(first, saved(first, liu.profile, lang=language), "--date", "2026-11-20")
    assert (done.code, world.asked) == (0, 0)
    said = known(first)
    assert said.counts == FOUR
    assert said.shown(DISTSERVE)["as_of"] == "2026-11-20"
    assert said.said["profile"]["google_scholar"]["h_index"] == 5


def test_a_web_archive_tells_its_own_day(first: Cli, liu: ShengyuLiu) -> None:
    (first.folder / "page.mhtml").write_bytes(liu.profile.page_mhtml(datetime(2026, 11, 21, 23, 30, tzinfo=UTC)))
    done = take_in(first, "page.mhtml")
    assert (done.code, "2026-11-21" in done.out, done.err) == (0, True, "")
    assert known(first).shown(DISTSERVE)["as_of"] == "2026-11-21"


def test_the_files_own_time_is_said_where_it_is_used(first: Cli, liu: ShengyuLiu) -> None:
    done = take_in(first, saved(first, liu.profile, on=MONDAY - timedelta(days=4)))
    assert done.code == 0
    assert "--date" in done.err
    assert "2026-11-19" in done.err
    assert known(first).shown(DISTSERVE)["as_of"] == "2026-11-19"


def test_a_complete_page_is_found_by_its_folder(first: Cli, liu: ShengyuLiu) -> None:
    saved(first, liu.profile, "Shengyu Liu - Google Scholar.html")
    folder = first.folder / "Shengyu Liu - Google Scholar_files"
    folder.mkdir()
    (folder / "frame.html").write_text("<html>an advertisement</html>")
    done = take_in(first, folder.name, "--date", "2026-11-22")
    assert done.code == 0
    assert known(first).counts == FOUR


def test_after_a_saved_page_of_today_scholar_is_not_asked_today(first: Cli, liu: ShengyuLiu, world: World) -> None:
    take_in(first, saved(first, liu.profile), "--date", "2026-11-23")
    said = report(first)
    assert (said.code, said.counts) == (0, FOUR)
    assert world.google_scholar.requests == []
    assert report(first, at=TUESDAY).code == 0
    assert len(world.google_scholar.requests) == 1


def test_twenty_rows_are_said_to_be_only_twenty(first: Cli, liu: ShengyuLiu, world: World) -> None:
    for n in range(30):
        liu.profile.row(f"Some Other Study Number {n}", authors="S Liu", cites=2000 + n)
    done = take_in(first, saved(first, liu.profile, rows=20), "--date", "2026-11-20")
    assert "only 20 rows are in this file" in done.err
    assert "Show more" in done.err
    assert set(known(first).counts.values()) == {None}


def test_an_older_page_adds_history_and_changes_nothing_present(settled: Cli, liu: ShengyuLiu) -> None:
    before = known(settled)
    for row, cites in zip(liu.rows.values(), (300, 70, 40, 10), strict=True):
        row.cites = cites
    done = take_in(settled, saved(settled, liu.profile), "--date", "2025-11-23")
    assert done.code == 0
    after = known(settled)
    assert after.counts == before.counts == FOUR
    assert after.shown(DISTSERVE)["as_of"] == "2026-11-23"
    assert (after.shown(DISTSERVE)["change"], after.shown(DISTSERVE)["changed_on"]) == (312, "2026-11-23")
    assert any(row.startswith("2025-11-23,") and row.endswith(":u5HHmVD_uO8C,300,observed") for row in rows(settled, "citations.csv"))
    assert after.said["profile"] == before.said["profile"]
    again = take_in(settled, "page.html", "--date", "2025-11-23")
    assert "0 new counts" in again.out
    assert known(settled).said["publications"] == after.said["publications"]


def test_an_older_page_with_other_numbers_is_never_a_suspect_fall(settled: Cli, liu: ShengyuLiu) -> None:
    liu.rows["loongserve"].cites = 0
    take_in(settled, saved(settled, liu.profile), "--date", "2024-05-01")
    assert not known(settled).shown(LOONGSERVE)["suspect"]


def test_a_page_between_two_days_is_sorted_in(settled: Cli, liu: ShengyuLiu, world: World) -> None:
    liu.rows["distserve"].cites = 630
    settled.world.moves_to(MONDAY + timedelta(days=10))
    take_in(settled, saved(settled, liu.profile), "--date", "2026-12-03")
    liu.rows["distserve"].cites = 620
    take_in(settled, saved(settled, liu.profile), "--date", "2026-11-28")
    shown = known(settled).shown(DISTSERVE)
    assert (shown["count"], shown["change"], shown["changed_on"]) == (630, 10, "2026-12-03")


def test_several_files_at_once_whatever_their_order(first: Cli, liu: ShengyuLiu) -> None:
    for n, day in enumerate(("2026-01-10", "2026-05-10", "2026-09-10")):
        liu.rows["distserve"].cites = 500 + n
        (first.folder / f"{n}.mhtml").write_bytes(liu.profile.page_mhtml(datetime.fromisoformat(f"{day}T10:00:00+00:00")))
    assert take_in(first, "2.mhtml", "0.mhtml", "1.mhtml").code == 0
    series = [row.split(",")[4] for row in rows(first, "citations.csv") if ":u5HHmVD_uO8C" in row]
    assert series == ["500", "501", "502"]
    assert known(first).counts[DISTSERVE] == 502


def test_a_day_in_the_future_is_refused(first: Cli, liu: ShengyuLiu) -> None:
    done = take_in(first, saved(first, liu.profile), "--date", "2026-11-24")
    assert done.code == 1
    assert "future" in done.err
    assert set(known(first).counts.values()) == {None}


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "23.11.2026"])
def test_a_day_that_is_none_is_a_mistake(first: Cli, liu: ShengyuLiu, day: str) -> None:
    done = take_in(first, saved(first, liu.profile), "--date", day)
    assert (done.code, "YYYY-MM-DD" in done.err) == (2, True)


def test_the_page_of_somebody_else_is_refused(first: Cli, world: World) -> None:
    other = world.profile("CCCCCCCCCCCJ", name="Somebody Else")
    other.row("Their Study", cites=9)
    done = take_in(first, saved(first, other), "--date", "2026-11-20")
    assert done.code == 1
    assert "Somebody Else" in done.err
    assert "nothing was taken in" in done.err
    assert rows(first, "citations.csv") == []


def test_a_namesake_with_another_id_is_refused(first: Cli, world: World) -> None:
    other = world.profile("CCCCCCCCCCCJ", name="Shengyu Liu")
    other.row("Their Study", cites=9)
    assert take_in(first, saved(first, other), "--date", "2026-11-20").code == 1


def test_without_an_id_in_the_list_the_name_decides_and_the_id_is_told(first: Cli, liu: ShengyuLiu) -> None:
    first.write(shipped(profile=None))
    done = take_in(first, saved(first, liu.profile), "--date", "2026-11-20")
    assert (done.code, PROFILE_ID in done.err) == (0, True)
    assert known(first).counts == FOUR


NO_PAGES = {
    "wall.html": captcha().body,
    "sign-in.html": sign_in().body,
    "empty.html": b"",
    "blank.html": b"   \n",
    "other.html": b"<html><title>A page</title><p>Hello</p></html>",
    "page.pdf": b"%PDF-1.7 ...",
    "page.webarchive": b"bplist00 ...",
    "page.zip": b"PK\x03\x04....",
    "noise.html": bytes(range(256)) * 50,
    "list.yaml": b"author: A B\n",
}


def test_what_is_no_profile_page_is_refused_each_with_its_reason(first: Cli, liu: ShengyuLiu) -> None:
    """The good one among them is taken in all the same."""
    for name, body in NO_PAGES.items():
        (first.folder / name).write_bytes(body)
    done = take_in(first, *NO_PAGES, "missing.html", saved(first, liu.profile), "--date", "2026-11-20")
    assert done.code == 1
    for name in (*NO_PAGES, "missing.html"):
        assert len([line for line in done.err.splitlines() if f"{name}: " in line]) == 1, name
    assert known(first).counts == FOUR


def test_a_page_of_many_megabytes_is_refused_in_time(first: Cli, liu: ShengyuLiu) -> None:
    (first.folder / "huge.html").write_bytes(b"<html>" + b" " * (30 * 1024**2))
    done = take_in(first, "huge.html")
    assert (done.code, "MB" in done.err) == (1, True)


def test_a_hostile_page_is_shown_harmlessly(cli: Cli, world: World) -> None:
    profile = world.profile(PROFILE_ID, name="Shengyu\x1b[31m [red]Liu[/red]")
    profile.row("A \x1b]0;title\x07Study of [bold]Things[/bold] = <script>", authors="S Liu", cites=3)
    done = take_in(cli, saved(cli, profile), "--new", "--date", "2026-11-20")
    assert "\x1b" not in done.out + done.err
    table = cli("--offline", "report")
    assert_calm(table)
    assert "\x1b" not in table.out
    assert "[bold]Things[/bold]" in table.out


# ---------------------------------------------------------------- a list out of a page


def eighty(world: World) -> Profile:
    profile = world.profile("NEWCOMERAAAJ", name="Ana María Nuñez")
    for n in range(80):
        odd = {
            7: ": a Subtitle # with a hash",
            8: ' with "quotes" and \\ and {braces}',
            9: " 深度学习",
            10: " - [x] & yes: no",
            11: " …",
        }.get(n, "")
        profile.row(
            f"Study Number {n}{odd}", authors=["Ana María Nuñez", f"B{n} Example"], cites=80 - n, year=None if n == 5 else 2000 + n % 25
        )
    profile.rows[12].venue = "Proceedings of the 30th Symposium on Things, 1-12"
    return profile


def test_a_newcomer_with_eighty_papers_has_a_list_in_a_minute(cli: Cli, world: World) -> None:
    done = take_in(cli, saved(cli, eighty(world)), "--new", "--date", "2026-11-20")
    assert done.code == 0
    said = known(cli)
    assert said.code == 0, said.words
    assert len(said.counts) == 80
    assert sorted(count for count in said.counts.values() if count is not None) == list(range(1, 81))
    assert said.said["people"] == [{"name": "Ana María Nuñez", "google_scholar": "NEWCOMERAAAJ", "orcid": None}]
    titles = {one["title"] for one in said.said["publications"]}
    assert 'Study Number 8 with "quotes" and \\ and {braces}' in titles
    assert "Study Number 7: a Subtitle # with a hash" in titles
    assert not said.problems(severity="warning")
    assert not said.problems(severity="error")
    assert len(set(said.counts)) == 80


def test_new_onto_a_list_shows_the_difference_and_asks(settled: Cli, liu: ShengyuLiu) -> None:
    before = settled.read("publications.yaml")
    page = saved(settled, liu.profile)
    dry = take_in(settled, page, "--new", "--dry-run", "--date", "2026-11-23")
    assert (dry.code, settled.read("publications.yaml")) == (0, before)
    added = [line for line in dry.out.splitlines() if line.startswith("+") and "title:" in line]
    assert len(added) == 3
    assert not any(line.startswith("-") and not line.startswith("---") for line in dry.out.splitlines())
    unasked = take_in(settled, page, "--new", "--date", "2026-11-23")
    assert (unasked.code, "--yes" in unasked.err, settled.read("publications.yaml")) == (2, True, before)
    done = take_in(settled, page, "--new", "--yes", "--date", "2026-11-23")
    assert done.code == 0
    after = settled.read("publications.yaml")
    assert after.startswith(before[: before.index("software:")].rstrip())
    assert before[before.index("software:") :] in after
    said = known(settled)
    assert len(said.counts) == 7
    assert {key: said.counts[key] for key in FOUR} == FOUR
    assert 1502 in said.counts.values()
    again = take_in(settled, page, "--new", "--yes", "--date", "2026-11-23")
    assert (again.code, settled.read("publications.yaml")) == (0, after)


RLHF = "RLHFuse: Efficient Serving under Another Title Than the List's"


@pytest.mark.parametrize("has_cache", [True, False])
def test_new_adds_no_second_entry_for_a_row_whose_title_has_changed(settled: Cli, liu: ShengyuLiu, has_cache: bool) -> None:
    """It is known by its row, or by the arXiv id that its venue names; and an import that is repeated changes nothing."""
    liu.rows["rlhfuse"].title, liu.rows["rlhfuse"].venue = RLHF, "arXiv preprint arXiv:2409.13221"
    page = saved(settled, liu.profile)
    if not has_cache:
        shutil.rmtree(settled.folder / "cache")
    assert take_in(settled, page, "--new", "--yes", "--date", "2026-11-23").code == 0
    after = settled.read("publications.yaml")
    assert RLHF not in after
    assert take_in(settled, page, "--new", "--yes", "--date", "2026-11-23").code == 0
    assert settled.read("publications.yaml") == after


def test_two_rows_of_one_title_are_two_articles_with_their_counts(cli: Cli, world: World) -> None:
    profile = Profile(user="NEWCOMERAAAJ", name="Ada Example")
    for year, venue, cites in (
        (2009, "Proceedings of the 2009 Workshop on Widgets, 54-61", 330),
        (2013, "Widget Letters 47 (4), 919-944", 23),
    ):
        profile.row("The Example Widget Corpus", authors=["Ada Example", "Bo Sample"], venue=venue, year=year, cites=cites)
    done = take_in(cli, saved(cli, profile), "--new", "--date", "2026-11-20")
    assert (done.code, "2 publications written" in done.out) == (0, True)
    said = known(cli)
    assert sorted(count or 0 for count in said.counts.values()) == [23, 330]
    text = cli.read("publications.yaml")
    cli.write(text[: text.rindex("  - title")])  # as a list that an older import made, which took one of the two
    again = take_in(cli, saved(cli, profile), "--new", "--yes", "--date", "2026-11-20")
    assert again.code == 0
    assert sorted(count or 0 for count in known(cli).counts.values()) == [23, 330]


def test_two_rows_of_one_preprint_become_one_entry(settled: Cli, liu: ShengyuLiu) -> None:
    for title in ("A First Title of a Preprint", "Quite Another Title, Revised"):
        paper = settled.world.paper(title, authors=["Shengyu Liu"], published="2025-01-01")
        liu.profile.row(paper, cites=3).venue = "arXiv preprint arXiv:2501.00777"
    page = saved(settled, liu.profile)
    for _ in range(2):
        assert take_in(settled, page, "--new", "--yes", "--date", "2026-11-23").code == 0
        assert settled.read("publications.yaml").count("2501.00777\n    year") == 1


def test_new_keeps_windows_line_ends_and_a_byte_order_mark(settled: Cli, liu: ShengyuLiu) -> None:
    path = settled.folder / "publications.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert take_in(settled, saved(settled, liu.profile), "--new", "--yes", "--date", "2026-11-23").code == 0
    body = path.read_bytes()
    assert body.startswith(b"\xef\xbb\xbf")
    assert body.count(b"\n") == body.count(b"\r\n")
    assert len(known(settled).counts) == 7


def test_new_of_something_else_writes_no_list(cli: Cli) -> None:
    (cli.folder / "other.html").write_text("<html>nothing</html>")
    done = take_in(cli, "other.html", "--new")
    assert done.code == 1
    assert not (cli.folder / "publications.yaml").exists()
    assert not (cli.folder / "cache").exists()


def test_without_a_list_and_without_new_it_is_told_what_to_do(cli: Cli, liu: ShengyuLiu) -> None:
    done = take_in(cli, saved(cli, liu.profile), "--date", "2026-11-20")
    assert done.code == 3
    assert not (cli.folder / "cache").exists()


def test_a_dry_run_takes_nothing_in(first: Cli, liu: ShengyuLiu) -> None:
    done = take_in(first, saved(first, liu.profile), "--dry-run", "--date", "2026-11-20")
    assert done.code == 0
    assert not (first.folder / "cache" / "citations.csv").exists() or rows(first, "citations.csv") == []


def test_a_saved_page_and_a_served_page_of_one_day_agree(settled: Cli, liu: ShengyuLiu) -> None:
    before = rows(settled, "citations.csv")
    take_in(settled, saved(settled, liu.profile), "--date", "2026-11-23")
    assert rows(settled, "citations.csv") == before


def test_a_saved_page_confirms_a_suspect_number(settled: Cli, liu: ShengyuLiu, world: World) -> None:
    """Another day's page that says it again is an answer of another day, wherever it came from."""
    liu.rows["fastserve"].cites = 20
    assert report(settled, at=TUESDAY).counts[FASTSERVE] == 142
    world.forget_requests()
    world.moves_to(MONDAY + timedelta(days=2))
    take_in(settled, saved(settled, liu.profile), "--date", "2026-11-25")
    assert known(settled).counts[FASTSERVE] == 20


def test_scholar_blocked_for_ever_is_no_obstacle(first: Cli, liu: ShengyuLiu, world: World) -> None:
    """The way for those whom Google blocks: a page a month, and a report that is well each day it is fresh."""
    for month in (10, 11):
        liu.rows["distserve"].cites = 500 + month
        (first.folder / f"{month}.mhtml").write_bytes(liu.profile.page_mhtml(datetime(2026, month, 20, tzinfo=UTC)))
        take_in(first, f"{month}.mhtml")
    said = known(first, env={"CI": "true"})
    assert said.counts[DISTSERVE] == 511
    assert said.shown(DISTSERVE)["change"] == 1
    assert date.fromisoformat(said.shown(DISTSERVE)["as_of"]) == date(2026, 11, 20)


def test_stdin_is_no_file_but_says_so(first: Cli, liu: ShengyuLiu) -> None:
    done = take_in(first, "-", stdin=liu.profile.page_html())
    assert done.code in (0, 1)
    assert done.code == 0 or "-: " in done.err


def test_a_folder_without_a_page_is_refused(first: Cli, tmp_path: Path) -> None:
    (first.folder / "pages").mkdir()
    done = take_in(first, "pages")
    assert (done.code, "pages: " in done.err) == (1, True)


def test_new_from_the_page_of_somebody_else_changes_no_list(settled: Cli) -> None:
    other = Profile(user="CCCCCCCCCCCJ", name="Somebody Else")
    other.row("Their Study", cites=9)
    before = settled.read("publications.yaml")
    done = take_in(settled, saved(settled, other), "--new", "--yes", "--date", "2026-11-20")
    assert done.code == 1
    assert settled.read("publications.yaml") == before
