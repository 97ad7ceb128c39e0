"""`pubtrack history`: what is shown of the series, how lost records come home, how old files fill them in."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from pubtrack.cli.option_values import day_since
from pubtrack.model.count import Change, Count, CountKind
from pubtrack.model.identity import Identity
from pubtrack.store import Store
from tests.e2e.lists import shipped
from tests.e2e.reading import assert_calm, known, rows
from tests.e2e.test_start_up import loaded
from tests.sources.count_files import USER, al_folio, badge, gs_data
from tests.sources.repository import needs_git, repository
from tests.world import Cli, Completed

NOON = datetime(2030, 1, 7, 12, tzinfo=UTC)
SCHOLAR = "google_scholar"
WIDGETS, GADGETS = "Widgets for Everybody, Everywhere", "Gadgets in Large Numbers and Small"
LIST = f"""
author: {{name: Ada Example, google_scholar: {USER}}}
publications:
  - {{key: widgets, title: "{WIDGETS}", authors: "Ada Example, Bob Example", year: 2029}}
  - {{key: gadgets, title: "{GADGETS}", authors: Ada Example, year: 2029}}
"""


def ago(days: int) -> date:
    return NOON.date() - timedelta(days=days)


def keep(cli: Cli, key: str, *points: tuple[int, int], source: str = SCHOLAR, source_id: str = "", kind: CountKind = "observed") -> None:
    """`points` are (days ago, citations)."""
    named = source_id or f"{USER}:{key}"
    one = Identity(publication=key, source=source, source_id=named, is_it=True, by="machine", since=ago(900), last_seen=ago(0))
    counts = tuple(Count.at(ago(days), source=source, source_id=named, citations=number, kind=kind) for days, number in points)
    with Store(cli.folder / "cache") as store:
        store.save(Change(identities=(one,), counts=counts))
        store.write_text()


@pytest.fixture
def listed(cli: Cli) -> Cli:
    cli.world.moves_to(NOON)
    cli.write(LIST)
    keep(cli, "widgets", (400, 10), (40, 30), (2, 33))
    keep(cli, "widgets", (9, 7), source="openalex", source_id="W1")
    return cli


def said(cli: Cli, *words: str, code: int = 0) -> Completed:
    done = cli("history", *words)
    assert_calm(done)
    assert done.code == code, done.err
    return done


def points(cli: Cli, *words: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(said(cli, *words, "--format", "csv").out)))


# ---------------------------------------------------------------- showing


def test_one_line_a_series_and_every_point_of_named_ones(listed: Cli) -> None:
    done = said(listed)
    assert done.out.count("widgets") == 1
    assert "OpenAlex" in done.out
    assert "1 publication without counts" in done.out
    for named in ("widgets", "1"):
        assert "2029-11-28     30     +20   360" in said(listed, named).out


def test_all_forms_tell_the_same_points(listed: Cli) -> None:
    table = points(listed)
    assert [(one["publication"], one["source"], one["date"], one["citations"], one["change"]) for one in table] == [
        ("widgets", SCHOLAR, str(ago(400)), "10", ""),
        ("widgets", SCHOLAR, str(ago(40)), "30", "20"),
        ("widgets", SCHOLAR, str(ago(2)), "33", "3"),
        ("widgets", "openalex", str(ago(9)), "7", ""),
    ]
    found = json.loads(said(listed, "--format", "json").out)["series"]
    assert [(one["day"], str(one["citations"])) for series in found for one in series["points"]] == [
        (one["date"], one["citations"]) for one in table
    ]
    assert said(listed, "--format", "markdown").out.count("\n| widgets |") == 2


@pytest.mark.parametrize(("since", "expected"), [("30d", 1), ("6m", 2), ("2y", 3), (str(ago(40)), 2), ("1w", 1)])
def test_since_a_day_or_a_while(listed: Cli, since: str, expected: int) -> None:
    assert len(points(listed, "widgets", "--source", SCHOLAR, "--since", since)) == expected


@pytest.mark.parametrize(
    ("text", "today", "expected"),
    [
        ("1y", date(2030, 3, 31), date(2029, 3, 31)),
        ("1m", date(2030, 3, 31), date(2030, 2, 28)),
        ("1y", date(2028, 2, 29), date(2027, 2, 28)),
        ("13m", date(2030, 1, 30), date(2028, 12, 30)),
    ],
)
def test_a_month_or_a_year_ago_is_the_same_day_or_the_last_of_a_shorter_month(text: str, today: date, expected: date) -> None:
    assert day_since(text, today) == expected


def test_what_is_mistyped_is_answered_with_what_was_meant(listed: Cli) -> None:
    assert "did you mean widgets?" in said(listed, "wigdets", code=2).err
    assert "did you mean openalex?" in said(listed, "--source", "openalx", code=2).err
    assert "30d, 8w, 6m, 1y" in said(listed, "--since", "yore", code=2).err
    assert "has not come yet" in said(listed, "--since", "2999-01-01", code=2).err
    assert "Usage: pubtrack history [OPTIONS] [KEY]..." in said(listed, "--sauce", code=2).err


def test_help_explains_showing_and_both_commands(listed: Cli) -> None:
    for words in (("-h",), ("--help",), ("widgets", "--help")):
        text = said(listed, *words).out
        assert text.startswith("Usage: pubtrack history [OPTIONS] [KEY]...")
        for part in ("--since", "--profile", "import", "move"):
            assert part in text
    assert said(listed, "move", "-h").out.startswith("Usage: pubtrack history move")


def test_a_terminal_of_few_letters_is_not_sent_others(listed: Cli) -> None:
    done = listed("history", "widgets", env={"PYTHONIOENCODING": "ascii"})
    assert (done.code, "?" in done.out) == (0, False)


@pytest.mark.process("loads its modules anew")
def test_nothing_heavy_is_loaded_for_it(listed: Cli) -> None:
    found = loaded(listed, "history", "widgets") | loaded(listed, "history", "widgets", "--format", "json")
    assert found & {"pandas", "numpy", "requests", "rapidfuzz", "scholarly", "bs4"} == set()


def test_a_profiles_own_numbers_are_shown_when_asked_for(listed: Cli) -> None:
    keep(listed, "person:Ada Example", source_id=USER)
    keep(listed, "person:Ada Example", (50, 3), (5, 4), source_id=f"{USER}#h_index")
    assert "h-index" in said(listed, "--profile").out
    assert [(one["measure"], one["citations"]) for one in points(listed, "--profile", "Ada Example")] == [
        ("h_index", "3"),
        ("h_index", "4"),
    ]
    assert "did you mean Ada Example?" in said(listed, "--profile", "Ada Exmple", code=2).err


# ---------------------------------------------------------------- lost records


@pytest.fixture
def lost(listed: Cli) -> Cli:
    """The entry of the widgets has another key and another title: nothing tells that it is the same."""
    known(listed)
    listed.write(LIST.replace("widgets", "thing").replace(WIDGETS, "Things in Another Wording"))
    return listed


def lost_ones(cli: Cli) -> list[str]:
    return [one["message"] for one in known(cli).problems(kind="lost-records", severity="warning")]


def test_the_report_says_so_until_they_are_moved(lost: Cli) -> None:
    (message,) = lost_ones(lost)
    for words in ("widgets", "widgets for everybody", "2 records", "33 citations at Google Scholar", "pubtrack history move widgets NEW"):
        assert words in message
    before = rows(lost, "citations.csv")
    assert "would go" in said(lost, "move", "widgets", "thing", "--dry-run").out
    assert lost_ones(lost)
    assert "2 records with 4 counts went from widgets to thing" in said(lost, "move", "widgets", "thing").out
    assert lost_ones(lost) == []
    assert known(lost).counts["thing"] == 33
    assert rows(lost, "citations.csv") == before
    assert "there are no records of a former publication widgets" in said(lost, "move", "widgets", "thing", code=2).err


def test_what_went_on_purpose_is_not_spoken_of_and_comes_back_whole(lost: Cli) -> None:
    said(lost, "move", "widgets", "--gone")
    assert lost_ones(lost) == []
    lost.write(LIST)
    assert known(lost).counts["widgets"] == 33


def test_a_move_that_makes_no_sense_is_refused_with_what_to_type(lost: Cli) -> None:
    assert "pubtrack reject thing SOURCE=ID" in said(lost, "move", "thing", "gadgets", code=2).err
    assert "did you mean widgets?" in said(lost, "move", "widgts", "thing", code=2).err
    assert "there is no publication thnig; did you mean thing?" in said(lost, "move", "widgets", "thnig", code=2).err
    assert "--gone" in said(lost, "move", "widgets", code=2).err
    assert "history move widgets NEW" in said(lost, "widgets", code=2).err


# ---------------------------------------------------------------- filling in


TITLES = {"w": WIDGETS, "g": GADGETS, "z": "Something Entirely Different"}


def imported(cli: Cli, *words: str, code: int = 0) -> Completed:
    return said(cli, "import", *words, code=code)


def filled(cli: Cli) -> list[str]:
    return [row for row in rows(cli, "citations.csv") if row.endswith(",backfilled")]


@needs_git
def test_a_new_user_has_curves_on_the_first_day(cli: Cli) -> None:
    cli.world.moves_to(NOON)
    cli.write(LIST)
    home = repository(cli.folder / "homepage")
    file = "_data/citations.yml"
    home.commits(file, al_folio({"p": 900}, "2029-01-01", user="qc6CJjYAAAAJ"), on=date(2029, 1, 1))  # the template's
    home.commits(file, al_folio({"w": 3, "z": 8}, "2029-02-01", titles=TITLES), on=date(2029, 2, 1))
    home.commits(file, b"<<<<<<< HEAD\n", on=date(2029, 2, 2))
    home.commits(file, al_folio({"w": "null", "z": 8}, "2029-03-01", titles=TITLES), on=date(2029, 3, 1))
    home.commits(file, al_folio({"w": 7, "g": 0, "z": 8}, "2029-04-01", titles=TITLES), on=date(2029, 4, 1))
    place = f"homepage:{file}"
    assert "4 points in 3 series would be added" in imported(cli, "--from-git", place, "--dry-run").out
    assert not filled(cli)
    done = imported(cli, "--from-git", place)
    for words in (
        "5 versions read (3 of them used), from 2029-02-01 to 2029-04-01",
        "4 points in 3 series added",
        "1 article not certainly",
    ):
        assert words in done.out
    assert "Einstein" in done.err
    assert "1 version could not be used" in done.err
    assert filled(cli) == [
        f"2029-02-01,2029-02-01,google_scholar,{USER}:w,3,backfilled",
        f"2029-02-01,2029-02-01,google_scholar,{USER}:z,8,backfilled",
        f"2029-04-01,2029-04-01,google_scholar,{USER}:g,0,backfilled",
        f"2029-04-01,2029-04-01,google_scholar,{USER}:w,7,backfilled",
    ]
    assert "0 points in 0 series added" in imported(cli, "--from-git", place).out
    assert [(one["publication"], one["citations"], one["kind"]) for one in points(cli)] == [
        ("widgets", "3", "backfilled"),
        ("widgets", "7", "backfilled"),
        ("gadgets", "0", "backfilled"),
    ]
    shown = known(cli).shown("widgets")
    assert (shown["count"], shown["kind"], shown["as_of"]) == (7, "backfilled", "2029-04-01")
    assert "≈7" in cli("report", "--refresh", "never").out
    assert "≈7" in cli("report", "--refresh", "never", "--sources").out
    assert "2029-04-01:≈7" in cli("show", "widgets").out


def test_what_was_observed_stays_what_is_shown(listed: Cli) -> None:
    listed.write(al_folio({"widgets": 90, "g": 2}, str(ago(1)), titles=TITLES | {"widgets": WIDGETS}).decode(), "dump.yml")
    imported(listed, "dump.yml")
    assert (known(listed).shown("widgets")["count"], known(listed).shown("widgets")["kind"]) == (33, "observed")
    assert known(listed).shown("gadgets")["kind"] == "backfilled"


def test_a_profiles_numbers_come_along_and_are_marked(listed: Cli) -> None:
    listed.write(
        gs_data({"x": 3}, f"{ago(90)} 08:00:00", citedby=60, hindex=3, cites_per_year={"2028": 20, "2029": 40}).decode(), "gs.json"
    )
    imported(listed, "gs.json")
    kinds = {(one["measure"], one["citations"], one["kind"]) for one in points(listed, "--profile")}
    assert kinds == {("citations", "20", "backfilled"), ("citations", "60", "backfilled"), ("h_index", "3", "backfilled")}
    assert known(listed).said["profile"]["google_scholar"]["kind"] == "backfilled"
    assert "profile: ≈60 citations, h-index ≈3" in listed("report", "--refresh", "never").out


def test_a_badge_needs_a_day_and_one_profile(listed: Cli) -> None:
    listed.write(badge("59").decode(), "badge.json")
    assert "give --date YYYY-MM-DD" in imported(listed, "badge.json", code=1).err
    imported(listed, "badge.json", "--date", "2029-06-01")
    assert filled(listed) == [f"2029-06-01,2029-06-01,google_scholar,{USER}#citations,59,backfilled"]


@pytest.mark.parametrize("day", [f"{ago(20)}", f"{ago(20)},{ago(20)}", f"{ago(20)}T08:00:00Z,{ago(20)}T21:00:00Z"])
def test_pubtracks_own_file_is_taken_in_but_for_what_is_known(listed: Cli, day: str) -> None:
    """Of today, and of the version before, which kept a day a row."""
    text = listed.read("cache/citations.csv") + f"{day},openalex,W1,5,observed\n{day},openalex,W2,6,observed\n"
    listed.write(text, "old.csv")
    done = imported(listed, "old.csv")
    assert filled(listed) == [f"{ago(20)},{ago(20)},openalex,W1,5,backfilled"]
    assert "1 series left out" in done.out


def test_one_file_that_cannot_be_used_costs_itself_only(listed: Cli) -> None:
    listed.write(al_folio({"w": 3}, "2029-02-01", titles=TITLES).decode(), "ours.yml")
    listed.write(al_folio({"w": 3}, user="BBBBBBBBBBBJ").decode(), "theirs.yml")
    listed.write("<html>", "page.html")
    done = imported(listed, "theirs.yml", "page.html", "nowhere.json", "ours.yml", code=1)
    assert "this is the profile BBBBBBBBBBBJ" in done.err
    assert "import scholar-page" in done.err
    assert "nowhere.json cannot be read" in done.err
    assert len(filled(listed)) == 1
    assert "REPO" not in done.err
    assert "--from-git" in imported(listed, code=2).err


def test_without_git_it_says_so(listed: Cli) -> None:
    (listed.folder / "homepage").mkdir()
    done = listed("history", "import", "--from-git", "homepage:a.yml", env={"PATH": str(listed.folder / "home")})
    assert (done.code, "git is not installed" in done.err) == (1, True)


@pytest.mark.parametrize("command", ["history", "status"])
def test_an_entry_that_was_left_out_is_said_and_the_rest_is_shown(settled: Cli, command: str) -> None:
    broken = "publications:\n  - title: A Study of Pipes\n    arxiv: 0802.1001x\n"
    settled.write(shipped().replace("publications:\n", broken, 1))
    done = settled("--offline", command)
    assert (done.code, "`0802.1001x` is no arXiv id" in done.err, bool(done.out)) == (1, True, True)
