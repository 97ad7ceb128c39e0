"""`pubtrack digest` over several days: what is told, what is told once, and what a failing write leaves untold."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import MONDAY
from tests.e2e.lists import DISTSERVE, LOONGSERVE, RLHFUSE, entry, listing
from tests.e2e.reading import assert_calm, rows, without_ledger
from tests.world import Cli, Completed, Fault, World
from tests.world.citing import cite
from tests.world.people import ShengyuLiu
from tests.world.run import command, environment

pytestmark = pytest.mark.slow

TUESDAY, WEDNESDAY, THURSDAY = (MONDAY + timedelta(days=days, minutes=5) for days in (1, 2, 3))
FORMATS = ("text", "markdown", "html", "json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """A list of two published papers, refreshed and told of day by day."""

    cli: Cli
    liu: ShengyuLiu

    def on(self, day: datetime) -> None:
        done = self.cli("refresh", at=day)
        assert done.code == 0, done.err

    def digest(self, *options: str, **how: Any) -> Completed:
        done = self.cli("digest", *options, **how)
        assert_calm(done)
        assert done.code == 0, done.err
        return done

    def news(self, *options: str) -> dict[str, Any]:
        """What is told, as JSON; nothing where nothing is."""
        said = self.digest("--format", "json", *options).out
        return json.loads(said) if said else {}

    def moved(self, *options: str) -> list[tuple[str, str, int, int]]:
        return [(one["publication"], one["source"], one["from"], one["to"]) for one in self.news(*options).get("counts", [])]


def two(liu: ShengyuLiu) -> str:
    entries = [entry(liu.loongserve, venue="In SOSP'24", key=LOONGSERVE), entry(liu.distserve, venue="In OSDI'24", key=DISTSERVE)]
    return listing([]).rstrip() + "\n" + "".join(entries)


@pytest.fixture(scope="session")
def monday(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache folder of a Monday on which everything was asked for the first time, made once for all tests of this process."""
    folder = tmp_path_factory.mktemp("digest-monday")
    with World(at=MONDAY) as world:
        liu, cli = world.shengyu_liu(), Cli(folder=folder, world=world)
        cli.write(two(liu))
        Days(cli=cli, liu=liu).on(MONDAY)
    return folder / "cache"


@pytest.fixture
def days(cli: Cli, liu: ShengyuLiu, monday: Path) -> Days:
    cli.write(two(liu))
    shutil.copytree(monday, cli.folder / "cache")
    return Days(cli=cli, liu=liu)


# ---------------------------------------------------------------- day by day


def test_the_first_numbers_are_no_news(days: Days) -> None:
    assert [days.digest("--peek", "--format", form).out for form in FORMATS] == [""] * 4
    first = days.digest()
    assert (first.out, first.err) == ("", "pubtrack: nothing has changed yet; the next digest tells what is new from today on.\n")
    days.on(TUESDAY)
    again = days.digest()
    assert (again.out, again.err) == ("", "")


def test_what_moved_is_told_once(days: Days) -> None:
    days.digest()
    days.liu.rows["loongserve"].cites = 103
    days.liu.rows["distserve"].cites = 610
    days.on(TUESDAY)
    told = days.digest().out
    assert "  +6  Google Scholar  97 → 103  23 Nov → 24 Nov\n  ★ 100 citations by Google Scholar\n" in told
    assert "  -2  Google Scholar  612 → 610  23 Nov → 24 Nov\n" in told
    assert told.startswith("Shengyu Liu\nWhat is new since 23 Nov, up to 24 Nov 2026 (days are UTC)\n")
    assert days.digest().out == ""
    days.on(WEDNESDAY)
    assert days.digest().out == ""


def test_without_a_first_digest_the_news_begin_with_the_first_numbers(days: Days) -> None:
    days.liu.rows["distserve"].cites = 620
    days.on(TUESDAY)
    days.liu.rows["distserve"].cites = 625
    days.on(WEDNESDAY)
    assert days.news("--peek")["since"] is None
    assert days.moved() == [(DISTSERVE, "google_scholar", 612, 625)]


def test_new_works_that_cite_are_told_under_one_publication(days: Days, world: World) -> None:
    days.digest()
    cite(
        world,
        days.liu.distserve,
        days.liu.loongserve,
        title="Serving Both at Once",
        authors=["Cora Example", "Shengyu Liu"],
        doi="10.5555/7.7",
    )
    days.on(TUESDAY)
    (work,) = days.news()["citing_works"]
    assert (work["publication"], work["also_cites"], work["title"]) == (LOONGSERVE, [DISTSERVE], "Serving Both at Once")
    assert (work["url"], work["self_citation_of"], work["first_seen"]) == ("https://doi.org/10.5555/7.7", ["Shengyu Liu"], "2026-11-24")
    days.on(WEDNESDAY)
    assert days.news() == {}


def test_a_preprint_that_appeared_is_told_with_what_to_type_and_once(days: Days) -> None:
    text = days.cli.read("publications.yaml") + entry(days.liu.rlhfuse, venue="Submitted to NSDI", key=RLHFUSE)
    days.cli.write(text)
    days.on(TUESDAY)
    (one,) = days.news()["appeared"]
    assert (one["publication"], one["venue"], one["edit"]) == (RLHFUSE, "NSDI 2025", ["venue: NSDI 2025"])
    assert any(row.startswith(f"noticed:{RLHFUSE},appeared,once,yes,machine,2026-11-24") for row in rows(days.cli, "identities.csv"))
    without_ledger(days.cli)
    days.on(WEDNESDAY)
    assert days.news() == {}


def test_a_retraction_stands_first(days: Days, world: World) -> None:
    days.digest()
    world.openalex.held(days.liu.distserve).retracted = True
    days.on(TUESDAY)
    told = days.digest().out
    assert told.splitlines()[3].startswith("RETRACTED DistServe")
    assert days.digest().out == ""


def test_a_source_that_stopped_answering_is_told_once_until_it_answers(days: Days, world: World) -> None:
    days.digest()
    world.google_scholar.fails(Fault.CAPTCHA_200)
    for number in (1, 2, 3, 4):
        days.cli("refresh", at=MONDAY + timedelta(days=number, minutes=5 * number))
    (silent,) = days.news()["silent_sources"]
    assert (silent["source"], silent["last_success"][:10], silent["failing_since"][:10]) == ("google_scholar", "2026-11-23", "2026-11-24")
    assert "robot" in silent["reason"]
    assert days.news() == {}
    world.google_scholar.heals()
    days.cli("refresh", at=MONDAY + timedelta(days=20, minutes=5))
    (again,) = days.news()["answering_sources"]
    assert (again["source"], again["silent_since"][:10]) == ("google_scholar", "2026-11-23")
    assert days.news() == {}


# ---------------------------------------------------------------- what is no news


def test_a_renamed_key_is_no_news_and_loses_none(days: Days) -> None:
    days.digest()
    days.liu.rows["loongserve"].cites = 99
    days.cli.write(days.cli.read("publications.yaml").replace(LOONGSERVE, "mine2024"))
    days.on(TUESDAY)
    assert days.moved() == [("mine2024", "google_scholar", 97, 99)]
    assert days.news() == {}


def test_an_entry_that_is_removed_or_rejected_is_no_news(days: Days) -> None:
    days.digest()
    row = next(line.split(",")[2] for line in rows(days.cli, "identities.csv") if line.startswith(f"{DISTSERVE},google"))
    assert days.cli("reject", DISTSERVE, f"google_scholar={row}").code == 0
    assert days.news() == {}
    text = days.cli.read("publications.yaml")
    days.cli.write(text[: text.index(entry(days.liu.distserve)[:40])])
    days.on(TUESDAY)
    assert days.news() == {}


def test_an_added_entry_is_no_news(days: Days) -> None:
    days.digest()
    days.cli.write(days.cli.read("publications.yaml") + entry(days.liu.fastserve, venue="arXiv"))
    days.on(TUESDAY)
    assert days.moved() == []


def test_a_sudden_zero_is_no_news_before_another_day_says_it_again(days: Days) -> None:
    days.digest()
    days.liu.rows["distserve"].cites = 0
    days.on(TUESDAY)
    assert days.moved() == []
    days.on(WEDNESDAY)
    assert days.moved() == [(DISTSERVE, "google_scholar", 612, 0)]


# ---------------------------------------------------------------- from when on


def test_days_and_dates_never_move_the_memory(days: Days) -> None:
    days.digest()
    days.liu.rows["distserve"].cites = 620
    days.on(TUESDAY)
    change = [(DISTSERVE, "google_scholar", 612, 620)]
    assert [days.moved("--since", when) for when in ("7d", "1d", "2026-11-24", "2w")] == [change] * 4
    assert days.moved("--peek") == change
    assert days.moved() == change
    assert days.moved() == []
    assert days.moved("--since", "7d") == change
    days.on(WEDNESDAY)
    assert days.moved("--since", "1d") == []
    assert days.news("--since", "2026-11-24")["since"] == "2026-11-24"


@pytest.mark.parametrize("since", ["yesterday", "2026-11-24"])
def test_what_is_no_time_is_refused_and_nothing_is_told(days: Days, since: str) -> None:
    done = days.cli("digest", f"--since={since}")
    assert (done.code, done.out, done.err.startswith(f"pubtrack: --since {since} ")) == (2, "", True)
    assert_calm(done)


def test_a_fresh_clone_begins_where_it_was_told_last(days: Days) -> None:
    days.digest()
    days.liu.rows["distserve"].cites = 620
    days.on(TUESDAY)
    assert days.moved() == [(DISTSERVE, "google_scholar", 612, 620)]
    assert "told:digest,list,last,yes,machine,2026-11-23,2026-11-24,2026-11-24" in rows(days.cli, "identities.csv")
    without_ledger(days.cli)
    assert days.news() == {}
    days.liu.rows["distserve"].cites = 621
    days.on(WEDNESDAY)
    assert days.moved() == [(DISTSERVE, "google_scholar", 620, 621)]


def test_the_note_stays_as_it_is_while_nothing_is_new(days: Days) -> None:
    days.digest()
    before = rows(days.cli, "identities.csv")
    days.digest(at=THURSDAY)
    assert rows(days.cli, "identities.csv") == before


# ---------------------------------------------------------------- nothing is lost


def moved_on_tuesday(days: Days) -> list[tuple[str, str, int, int]]:
    days.digest()
    days.liu.rows["distserve"].cites = 620
    days.on(TUESDAY)
    return [(DISTSERVE, "google_scholar", 612, 620)]


def test_a_file_that_cannot_be_written_leaves_all_of_it_untold(days: Days) -> None:
    change = moved_on_tuesday(days)
    done = days.cli("digest", "-o", "nowhere/news.txt")
    assert (done.code, "nowhere/news.txt cannot be written" in done.err) == (2, True)
    assert days.moved() == change


@pytest.mark.process("its output is a full disk")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_full_disk_leaves_all_of_it_untold(days: Days, form: str) -> None:
    change = moved_on_tuesday(days)
    with open("/dev/full", "w") as full:
        child = subprocess.run(
            command(["digest", "--format", form], at=TUESDAY),
            cwd=days.cli.folder,
            env=environment(days.cli.folder, days.cli.world.env),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
        )
    assert (child.returncode, "cannot be written" in child.stderr, "Traceback" in child.stderr) == (4, True, False)
    assert "Exception ignored" not in child.stderr
    assert days.moved() == change


@pytest.mark.process("its output is a closed pipe")
def test_a_reader_that_has_gone_leaves_all_of_it_untold(days: Days) -> None:
    change = moved_on_tuesday(days)
    child = subprocess.Popen(
        command(["digest"], at=TUESDAY),
        cwd=days.cli.folder,
        env=environment(days.cli.folder, days.cli.world.env),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdout is not None
    child.stdout.close()
    assert child.stderr is not None
    assert child.stderr.read() == b""
    child.stderr.close()
    assert child.wait(60) == 0
    assert days.moved() == change


def test_a_file_holds_what_the_terminal_shows_without_colours(days: Days) -> None:
    moved_on_tuesday(days)
    shown = days.digest("--peek").out
    assert days.digest("-o", "news.txt").out == ""
    assert days.cli.read("news.txt") == shown
    days.digest("-o", "news.txt")
    assert days.cli.read("news.txt") == ""  # the news of yesterday are not those of today


# ---------------------------------------------------------------- how it runs


def test_nobody_is_asked(days: Days, world: World) -> None:
    moved_on_tuesday(days)
    world.forget_requests()
    days.digest(at=MONDAY + timedelta(days=60))
    assert world.asked == 0


@pytest.mark.process("loads its modules anew")
def test_it_needs_no_pandas(days: Days) -> None:
    moved_on_tuesday(days)
    days.cli.process("digest", at=TUESDAY, entry="tests.e2e.entries:watched")
    assert not {"pandas", "requests", "scholarly", "crontab", "bs4"} & set(json.loads(days.cli.read("loaded.json")))


def test_the_list_and_the_folder_may_be_elsewhere(days: Days) -> None:
    change = moved_on_tuesday(days)
    shutil.move(days.cli.folder / "cache", days.cli.folder / "elsewhere")
    shutil.move(days.cli.folder / "publications.yaml", days.cli.folder / "mine.yaml")
    done = days.cli("--library", "mine.yaml", "--cache", "elsewhere", "digest", "--format", "json")
    assert [(one["publication"], one["source"], one["from"], one["to"]) for one in json.loads(done.out)["counts"]] == change


def test_an_entry_that_is_left_out_is_said_and_the_rest_told(days: Days) -> None:
    change = moved_on_tuesday(days)
    days.cli.write(days.cli.read("publications.yaml") + "  - authors: [Ada Example]\n")
    done = days.cli("digest", "--format", "json")
    assert (done.code, [one["to"] for one in json.loads(done.out)["counts"]], "title" in done.err) == (1, [change[0][3]], True)


def test_a_first_citation_and_a_new_h_index(cli: Cli, world: World) -> None:
    paper = world.paper("Widgets for Everybody and Nobody", authors=["Ada Example"], arxiv="2601.00001", published=date(2026, 1, 1))
    world.profile("BBBBBBBBBBBJ", name="Ada Example").row(paper, cites=0, row_id="a1")
    row = world.profiles["BBBBBBBBBBBJ"].rows[0]
    cli.write(listing([paper], name="Ada Example", profile="BBBBBBBBBBBJ"))
    for day, cites in ((MONDAY, 0), (TUESDAY, 1)):
        row.cites = cites
        cli("refresh", at=day)
        told = cli("digest", "--format", "json").out
    said = json.loads(told)
    assert [one["count"] for one in said["first_citations"]] == [1]
    (index,) = said["h_index"]
    assert (index["person"], index["from"], index["to"], index["next"]["h_index"]) == ("Ada Example", 0, 1, 2)


def test_hostile_titles_are_told_literally(days: Days, world: World) -> None:
    days.digest()
    title = "<script>alert(1)</script> @octocat [x](y) [red]serving[/red] of everything"
    cite(world, days.liu.distserve, title=title, doi="10.5555/8.8", at=("semantic_scholar",))
    days.on(TUESDAY)
    assert "<script" not in days.digest("--peek", "--format", "html").out
    assert "@octocat" not in days.digest("--peek", "--format", "markdown").out
    assert "[red]serving[/red]" in days.digest("--peek").out
