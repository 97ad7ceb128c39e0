"""A person decides: review, pin and reject; what is said once holds in every later run, and is seen at once."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.lists import DISTSERVE, LOONGSERVE, entry, listing
from tests.e2e.reading import assert_calm, known, report, rows, without_ledger
from tests.world import Cli, Completed, Paper, World
from tests.world.openalex_work import Work
from tests.world.run import command, environment

pytestmark = pytest.mark.slow

KEY = "example2019scheduling"
TITLE = "On the Scheduling of Many Tokens in Large Clusters of Unreliable Accelerators"
AUTHORS = ["Ann Example", "Shengyu Liu", "Bo Example"]
CARE = "example2024care"


@dataclass(frozen=True, slots=True, kw_only=True)
class InDoubt:
    """A list of two; of the first OpenAlex and Crossref each have a record that may be it, of the second arXiv has two."""

    cli: Cli
    world: World
    works: tuple[Work, ...] = ()

    def __call__(self, *argv: str, **how: Any) -> Completed:
        done = self.cli(*argv, **how)
        assert_calm(done)
        return done

    def doubts(self, *keys: str) -> list[tuple[str, str, str]]:
        return [(one["key"], one["source"], one["source_id"]) for one in json.loads(self("review", "--json", *keys).out)]

    def count(self, source: str, key: str = KEY) -> int | None:
        publications = known(self.cli).said["publications"]
        shown = next(one["citations"].get(source) for one in publications if one["key"] == key)
        return shown["count"] if shown is not None else None

    def asked_by(self, *argv: str) -> int:
        """How many requests a command makes."""
        self.world.forget_requests()
        self(*argv)
        return self.world.asked

    @property
    def said(self) -> list[str]:
        """What a person said of records, as the text file holds it."""
        found = (row.split(",") for row in rows(self.cli, "identities.csv"))
        return [" ".join(row[:4]) for row in found if row[4] == "person" and row[1] != "list" and not row[0].startswith("person:")]


def in_doubt(cli: Cli, world: World) -> InDoubt:
    wanted = world.paper(TITLE, authors=AUTHORS, published="2019-01-01")
    work = world.openalex.holds(Paper(title=TITLE, authors=AUTHORS, published=date(2025, 1, 1)), cites=34, id="W1111")
    with_another = Paper(title=TITLE, authors=["Ann Example", "Carla Other", "Shengyu Liu"], published=date(2019, 1, 1))
    world.crossref.holds(with_another, doi="10.1145/1111.2222", cites=11, container="ACM Transactions on Many Things")
    twice = world.paper("On the Care of Widgets in Winter and Summer", authors=AUTHORS[:2], published="2024-01-01")
    for arxiv in ("2402.00011", "2402.00012"):
        world.paper(twice.title, authors=twice.authors, arxiv=arxiv, published="2024-02-01")
    cli.write(listing([wanted, twice], profile=None))
    return InDoubt(cli=cli, world=world, works=(work,))


@pytest.fixture(scope="session")
def doubtful_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache folder that a first day leaves behind, made once for all tests of this process."""
    folder = tmp_path_factory.mktemp("doubtful-day")
    with World() as world:
        assert in_doubt(Cli(folder=folder, world=world), world)("refresh").code == 0
    return folder / "cache"


@pytest.fixture
def doubt(cli: Cli, world: World, doubtful_day: Path) -> InDoubt:
    shutil.copytree(doubtful_day, cli.folder / "cache")
    return in_doubt(cli, world)


# ---------------------------------------------------------------- review


def test_each_doubt_is_open_once_and_the_nearest_comes_first(doubt: InDoubt) -> None:
    assert doubt.doubts() == [
        (CARE, "arxiv", "2402.00011"),
        (CARE, "arxiv", "2402.00012"),
        (KEY, "openalex", "W1111"),
        (KEY, "crossref", "10.1145/1111.2222"),
    ]
    assert doubt.asked_by("refresh") == 0


@pytest.mark.parametrize(("source", "record", "cites"), [("openalex", "W1111", 34), ("crossref", "10.1145/1111.2222", 11)])
def test_a_yes_is_in_the_report_at_once_and_asks_nobody(doubt: InDoubt, source: str, record: str, cites: int) -> None:
    assert doubt.count(source) is None
    answers = "s\ny\n" if source == "crossref" else "y\n"
    done = doubt("review", KEY, stdin=answers)
    assert done.code == 0
    assert f"cited {cites} times (23 Nov)" in done.out
    assert done.out.splitlines()[-1].startswith("1 answered, 1 left.")
    assert doubt.count(source) == cites
    assert doubt.asked_by("refresh") == 0
    assert doubt.said == [f"{KEY} {source} {record} yes"]
    assert (KEY, source, record) not in doubt.doubts()


def test_a_yes_outlives_the_ledger(doubt: InDoubt) -> None:
    doubt("review", KEY, stdin="y\ny\n")
    without_ledger(doubt.cli)
    assert (doubt.count("openalex"), doubt.count("crossref")) == (34, 11)
    doubt.works[0].cites = 40
    doubt("refresh", at=doubt.world.at + timedelta(days=1))
    assert doubt.count("openalex") == 40
    assert doubt.doubts(KEY) == []


def test_a_no_is_never_asked_again_with_or_without_the_ledger(doubt: InDoubt) -> None:
    done = doubt("review", KEY, stdin="n\nn\n")
    assert done.out.splitlines()[-1] == "2 answered, 0 left."
    assert doubt.asked_by("refresh") == 0
    assert {one["publication"] for one in known(doubt.cli).problems(kind="doubtful")} == {CARE}
    without_ledger(doubt.cli)
    assert doubt("refresh", "--all").code == 0
    assert doubt.doubts(KEY) == []
    assert (doubt.count("openalex"), doubt.count("crossref")) == (None, None)
    assert sorted(doubt.said) == [f"{KEY} crossref 10.1145/1111.2222 no", f"{KEY} openalex W1111 no"]


def test_a_yes_to_one_of_two_preprints_settles_the_other(doubt: InDoubt) -> None:
    done = doubt("review", CARE, stdin="y\n")
    assert done.out.splitlines()[-1] == "1 answered, 0 left."
    shown = next(one for one in known(doubt.cli).said["publications"] if one["key"] == CARE)
    assert shown["ids"]["arxiv"] == "2402.00011"
    assert doubt.asked_by("refresh") == 0


def test_a_no_to_one_of_two_leaves_the_question_of_the_other(doubt: InDoubt) -> None:
    done = doubt("review", CARE, stdin="n\ny\n")
    assert done.out.splitlines()[-1] == "2 answered, 0 left."
    assert doubt.said == [f"{CARE} arxiv 2402.00011 no", f"{CARE} arxiv 2402.00012 yes"]


def test_every_question_shows_both_sides(doubt: InDoubt) -> None:
    done = doubt("review", stdin="s\n" * 4)
    lines = [" ".join(line.split()) for line in done.out.splitlines()]
    assert f"3 of 4 {KEY} is it OpenAlex W1111 ?" in lines
    assert "Year 2019 ≠ 2025" in lines
    assert "Authors Ann Example, Shengyu Liu, ‹Bo Example› ≠ Ann Example, ‹Carla Other›, Shengyu Liu" in lines
    assert "Cited 34 (23 Nov)" in lines
    assert lines[-1] == "0 answered, 4 left. `pubtrack review` goes on."
    assert doubt.said == []


def test_open_shows_the_address_and_the_question_stays(doubt: InDoubt) -> None:
    done = doubt("review", "--no-open", KEY, stdin="o\nwhat\ny\n")
    assert "https://openalex.org/W1111" in done.out.splitlines()
    assert "Type y, n, s, o or q." in done.out
    assert doubt.count("openalex") == 34


@pytest.mark.parametrize("stdin", ["", "q\n", "y\nq\n", "y\n", "Y\n", " yes \n"])
def test_who_has_had_enough_keeps_what_was_answered(doubt: InDoubt, stdin: str) -> None:
    done = doubt("review", KEY, stdin=stdin)
    answered = int("y" in stdin.lower())
    assert done.code == 0
    assert done.out.splitlines()[-1] == f"{answered} answered, {2 - answered} left. `pubtrack review` goes on."
    assert len(doubt.said) == answered


def test_nothing_open_is_one_calm_line(settled: Cli) -> None:
    done = settled("review")
    assert_calm(done)
    assert (done.code, done.out, done.err) == (0, "Nothing waits for a decision.\n", "")
    done = settled("review", "--json")
    assert (done.code, json.loads(done.out)) == (0, [])


def test_a_key_that_is_none_is_told_with_the_nearest(doubt: InDoubt) -> None:
    done = doubt("review", "example2019shedulin")
    assert (done.code, done.out) == (2, "")
    assert f"did you mean {KEY}?" in done.err


def test_scripts_get_the_doubts_and_are_asked_nothing(doubt: InDoubt) -> None:
    done = doubt("review", "--json", KEY)
    assert done.err == ""
    first, second = json.loads(done.out)
    assert (first["verdict"], first["record"]["citations"], first["url"]) == ("likely", 34, "https://openalex.org/W1111")
    assert (second["verdict"], second["listed"]["authors"]) == ("doubtful", AUTHORS)
    assert second["penalties"]["authors"] > 0


def test_an_edited_entry_is_judged_anew(doubt: InDoubt) -> None:
    text = doubt.cli.read("publications.yaml")
    doubt.cli.write(text.replace(TITLE, "A Wholly Different Study of Quite Another Matter"))
    assert {key for key, _, _ in doubt.doubts()} == {CARE}


@pytest.mark.parametrize("said", ["ids: {openalex: W1111}", "not: {openalex: W1111}"])
def test_what_the_list_says_is_not_asked(doubt: InDoubt, said: str) -> None:
    text = doubt.cli.read("publications.yaml")
    doubt.cli.write(text.replace("    year: 2019\n", f"    year: 2019\n    {said}\n"))
    assert doubt.doubts(KEY) == [(KEY, "crossref", "10.1145/1111.2222")]


def test_a_list_from_stdin_leaves_nobody_to_answer(doubt: InDoubt) -> None:
    text = doubt.cli.read("publications.yaml")
    done = doubt("--library", "-", "review", stdin=text)
    assert (done.code, done.out) == (2, "")
    assert "stdin" in done.err
    assert len(json.loads(doubt("--library", "-", "review", "--json", stdin=text).out)) == 4


# ---------------------------------------------------------------- on a terminal


def on_a_terminal(doubt: InDoubt, *argv: str, env: Mapping[str, str] | None = None) -> tuple[subprocess.Popen[bytes], int]:
    """A review with a person before it: the child, and the terminal's other end."""
    near, far = os.openpty()
    surroundings = environment(doubt.cli.folder, doubt.world.env | {"TERM": "xterm-256color", "COLUMNS": "100"} | dict(env or {}))
    child = subprocess.Popen(
        command(["review", *argv], at=doubt.world.at),
        cwd=doubt.cli.folder,
        env=surroundings,
        stdin=far,
        stdout=far,
        stderr=far,
        start_new_session=True,
    )
    os.close(far)
    return child, near


def read_until(near: int, words: str) -> str:
    said, end = b"", time.monotonic() + 30
    while words.encode() not in said and time.monotonic() < end:
        try:
            said += os.read(near, 65536)
        except OSError:
            break
    assert words.encode() in said, said.decode(errors="replace")
    return said.decode(errors="replace")


@pytest.mark.process("has a terminal")
def test_a_person_types_and_sees_colours(doubt: InDoubt) -> None:
    child, near = on_a_terminal(doubt, KEY)
    assert "\x1b[" in read_until(near, "q quit: ")
    os.write(near, b"y\n")
    read_until(near, "q quit: ")
    os.write(near, b"q\n")
    read_until(near, "1 answered, 1 left.")
    assert child.wait(20) == 0
    os.close(near)
    assert doubt.count("openalex") == 34


@pytest.mark.process("has a terminal")
@pytest.mark.parametrize(
    ("argv", "env", "opens"), [([], {"DISPLAY": ":99"}, True), ([], {}, False), (["--no-open"], {"DISPLAY": ":99"}, False)]
)
def test_a_browser_opens_only_before_a_screen(
    doubt: InDoubt, argv: list[str], env: dict[str, str], opens: bool, until: Callable[[Callable[[], bool]], None]
) -> None:
    opened = doubt.cli.folder / "opened"
    browser = doubt.cli.write(f'#!/bin/sh\necho "$1" > "{opened}.new" && mv "{opened}.new" "{opened}"\n', "bin/xdg-open")
    browser.chmod(0o755)
    child, near = on_a_terminal(doubt, KEY, *argv, env={**env, "PATH": f"{browser.parent}:{os.environ['PATH']}"})
    read_until(near, "q quit: ")
    os.write(near, b"o\n")
    read_until(near, "https://openalex.org/W1111\r\nIs it")
    if opens:
        until(opened.exists)
        assert opened.read_text() == "https://openalex.org/W1111\n"
    os.write(near, b"q\n")
    read_until(near, "0 answered, 2 left.")
    assert child.wait(20) == 0
    assert opened.exists() == opens
    os.close(near)


@pytest.mark.process("is sent signals")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_whatever_ends_it_every_answer_given_is_kept(doubt: InDoubt, sign: signal.Signals) -> None:
    child, near = on_a_terminal(doubt, KEY)
    read_until(near, "q quit: ")
    os.write(near, b"y\n")
    read_until(near, "q quit: ")
    assert doubt.said == [f"{KEY} openalex W1111 yes"]  # at once, not at the end
    os.kill(child.pid, sign)
    code = child.wait(20)
    os.close(near)
    assert code == {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGKILL: -signal.SIGKILL}[sign]
    without_ledger(doubt.cli)
    assert doubt.count("openalex") == 34


# ---------------------------------------------------------------- pin and reject


@pytest.fixture
def with_history(cli: Cli, world: World) -> InDoubt:
    """Two papers of which OpenAlex has counted for three days."""
    papers = [
        world.paper(f"A Study of {what} in Winter and Summer", authors=["Shengyu Liu"], arxiv=f"2401.0000{number}")
        for number, what in enumerate(("Widgets", "Gadgets"), start=1)
    ]
    works = [world.openalex.holds(paper, cites=10, id=f"W{number}") for number, paper in enumerate(papers, start=1)]
    cli.write(listing(papers, profile=None))
    history = InDoubt(cli=cli, world=world, works=tuple(works))
    for days in range(3):
        for work in works:
            work.cites = 10 + days
        assert history("refresh", at=world.at + timedelta(days=min(days, 1))).code == 0
    return history


WIDGETS = "liu2024study"


def test_a_rejected_record_leaves_report_totals_and_h_at_once_and_comes_back_whole(with_history: InDoubt) -> None:
    history = with_history
    before, counts = known(history.cli).said, rows(history.cli, "citations.csv")
    assert before["totals"]["citations"]["openalex"] == 24
    assert before["totals"]["h_index"]["openalex"] == 2
    assert sum(",openalex,W1," in row for row in counts) == 3

    done = history("reject", WIDGETS, "openalex=W1")
    assert (done.code, len(done.out.splitlines())) == (0, 1)
    after = known(history.cli).said
    assert history.count("openalex", WIDGETS) is None
    assert (after["totals"]["citations"]["openalex"], after["totals"]["h_index"]["openalex"]) == (12, 1)
    assert rows(history.cli, "citations.csv") == counts
    assert history.asked_by("refresh") == 0
    history("refresh", "--all")
    assert history.count("openalex", WIDGETS) is None

    done = history("pin", WIDGETS, "openalex=W1")
    assert (done.code, done.out) == (0, f"{WIDGETS}: OpenAlex W1 is it, cited 12 times (25 Nov)\n")
    assert known(history.cli).said["totals"] == before["totals"]
    again = known(history.cli).said["publications"]
    assert [(one["ids"], one["citations"]) for one in again] == [(one["ids"], one["citations"]) for one in before["publications"]]
    assert [row for row in rows(history.cli, "citations.csv") if ",openalex,W1," in row] == [
        row for row in counts if ",openalex,W1," in row
    ]
    assert history.asked_by("refresh") == 0


def test_what_was_pinned_again_goes_on_where_it_stood(with_history: InDoubt) -> None:
    history = with_history
    history("reject", WIDGETS, "openalex=W1")
    without_ledger(history.cli)
    assert history.count("openalex", WIDGETS) is None
    history("pin", WIDGETS, "openalex=W1")
    assert history.count("openalex", WIDGETS) == 12
    history.works[0].cites = 15
    history("refresh", at=history.world.at + timedelta(days=1))
    shown = next(one for one in known(history.cli).said["publications"] if one["key"] == WIDGETS)["citations"]["openalex"]
    assert (shown["count"], shown["change"], shown["as_of"]) == (15, 3, "2026-11-26")


@pytest.mark.parametrize("word", ["pin", "reject"])
def test_saying_it_twice_changes_nothing(with_history: InDoubt, word: str) -> None:
    assert with_history(word, WIDGETS, "openalex=W1").code == 0
    before = with_history.cli.read("cache/identities.csv")
    done = with_history(word, WIDGETS, "openalex=https://openalex.org/W1")
    assert (done.code, "nothing changed" in done.out) == (0, True)
    assert with_history.cli.read("cache/identities.csv") == before


def test_a_pin_of_what_nobody_has_seen_is_asked_for_next(doubt: InDoubt) -> None:
    hidden = Paper(title="Another Title Altogether", authors=["Zoe Zebra"], published=date(2001, 1, 1))
    doubt.world.openalex.holds(hidden, cites=77, id="W7777")
    done = doubt("pin", KEY, "openalex=W7777")
    assert "the next refresh asks for it" in done.out
    doubt.world.forget_requests()
    assert doubt("refresh").code == 0
    assert {service.name for service in doubt.world.services if service.requests} == {"openalex"}
    assert doubt.count("openalex") == 77
    assert doubt.asked_by("refresh") == 0


def test_a_reject_of_what_nobody_offered_is_remembered_all_the_same(doubt: InDoubt) -> None:
    done = doubt("reject", KEY, "semantic_scholar=" + "a" * 40)
    assert (done.code, doubt.said) == (0, [f"{KEY} semantic_scholar {'a' * 40} no"])
    assert doubt.asked_by("refresh") == 0


def test_several_are_pinned_at_once(doubt: InDoubt) -> None:
    done = doubt("pin", KEY, "openalex=W1111", "doi=https://doi.org/10.1145/1111.2222")
    assert len(done.out.splitlines()) == 2
    assert (doubt.count("openalex"), doubt.count("crossref")) == (34, 11)
    assert doubt.doubts(KEY) == []


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["pin", KEY, "openalex=foo"], "openalex=W2741809807"),
        (["pin", KEY, "arxiv=2413.00001"], "13 is no month"),
        (["pin", KEY, "opnalex=W1"], "did you mean openalex?"),
        (["pin", KEY, "W1"], "source=id"),
        (["reject", KEY, "openalex="], "source=id"),
        (["pin", "example2019shedulin", "openalex=W1"], f"did you mean {KEY}?"),
        (["pin", KEY, "openalex=W1111", "openalex=foo"], "openalex=foo"),
        (["pin", KEY], "SOURCE=ID"),
    ],
)
def test_a_wrong_word_is_one_clear_message(doubt: InDoubt, argv: list[str], told: str) -> None:
    done = doubt(*argv)
    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert doubt.said == []


@pytest.mark.parametrize(
    ("listed", "argv"),
    [
        ("not: {openalex: W1111}", ["pin", KEY, "openalex=W1111"]),
        ("ids: {openalex: W1111}", ["reject", KEY, "openalex=W1111"]),
        ("doi: 10.1145/1111.2222", ["reject", KEY, "crossref=10.1145/1111.2222"]),
        ("arxiv: 2401.00001", ["reject", KEY, "arxiv=2401.00001"]),
        ("arxiv: 2401.00001", ["pin", KEY, "arxiv=2401.00002"]),
        ("not: {openalex: W1111}", ["pin", KEY, "crossref=10.1145/1111.2222", "openalex=W1111"]),
    ],
)
def test_the_list_wins(doubt: InDoubt, listed: str, argv: list[str]) -> None:
    text = doubt.cli.read("publications.yaml")
    doubt.cli.write(text.replace("    year: 2019\n", f"    year: 2019\n    {listed}\n"))
    done = doubt(*argv)
    assert (done.code, done.out) == (2, "")
    assert "the list wins" in done.err
    assert "Nothing was changed." in done.err
    assert doubt.said == []


@pytest.mark.parametrize(("listed", "argv"), [("ids: {openalex: W1111}", "pin"), ("not: {openalex: W1111}", "reject")])
def test_what_the_list_says_already_need_not_be_said(doubt: InDoubt, listed: str, argv: str) -> None:
    text = doubt.cli.read("publications.yaml")
    doubt.cli.write(text.replace("    year: 2019\n", f"    year: 2019\n    {listed}\n"))
    done = doubt(argv, KEY, "openalex=W1111")
    assert (done.code, "the list says already" in done.out, doubt.said) == (0, True, [])


def test_a_row_of_the_profile_is_rejected_and_pinned(settled: Cli, world: World) -> None:
    row = f"google_scholar={next(line.split(',')[2] for line in rows(settled, 'identities.csv') if line.startswith(f'{DISTSERVE},google'))}"
    assert settled("reject", DISTSERVE, row).code == 0
    assert known(settled).counts[DISTSERVE] is None
    world.forget_requests()
    assert settled("refresh").code == 0
    assert world.asked == 0
    assert known(settled).counts[DISTSERVE] is None
    assert settled("pin", DISTSERVE, row).code == 0
    assert known(settled).counts[DISTSERVE] == 612


def test_a_wrong_pin_is_seen_and_taken_back(settled: Cli) -> None:
    """What was taken by id is pinned elsewhere: the one loses it, says so, and gets it back."""
    work = next(line.split(",")[2] for line in rows(settled, "identities.csv") if line.startswith(f"{LOONGSERVE},openalex"))
    done = settled("pin", DISTSERVE, f"openalex={work}")
    assert f"it is no longer {LOONGSERVE}" in done.out
    first = {one["key"]: one["citations"]["openalex"]["count"] for one in known(settled).said["publications"]}
    assert first[LOONGSERVE] is None
    assert settled("reject", DISTSERVE, f"openalex={work}").code == 0
    assert settled("pin", LOONGSERVE, f"openalex={work}").code == 0
    again = {one["key"]: one["citations"]["openalex"]["count"] for one in known(settled).said["publications"]}
    assert again[LOONGSERVE] is not None
    assert again[LOONGSERVE] != again[DISTSERVE]


def test_doubt_about_an_id_that_the_list_states_is_settled_by_yes_only(cli: Cli, world: World) -> None:
    world.crossref.holds(Paper(title="Quite Another Thing", authors=["Zoe Zebra"], published=date(1999, 1, 1)), doi="10.1145/5.5", cites=3)
    wanted = Paper(title=TITLE, authors=AUTHORS, published=date(2019, 1, 1))
    cli.write(listing([], profile=None).rstrip() + "\n" + entry(wanted, doi="10.1145/5.5"))
    doubt = InDoubt(cli=cli, world=world)
    doubt("refresh")
    assert doubt.doubts() == [(KEY, "crossref", "10.1145/5.5")]
    done = doubt("review", stdin="n\n")
    assert "the list wins" in done.out
    assert done.out.splitlines()[-1].startswith("0 answered, 1 left.")
    assert doubt("review", stdin="y\n").out.splitlines()[-1] == "1 answered, 0 left."
    assert doubt.count("crossref") == 3
    assert doubt.asked_by("refresh") == 0


@pytest.mark.parametrize("answer", ["y", "n"])
def test_a_record_that_came_to_say_something_else_is_asked_about(with_history: InDoubt, answer: str) -> None:
    history = with_history
    history.works[0].is_shared = False
    history.works[0].paper = Paper(title="Quite Another Thing", authors=["Zoe Zebra"], published=date(1999, 1, 1))
    history("refresh", at=history.world.at + timedelta(days=1))
    assert history.doubts() == [(WIDGETS, "openalex", "W1")]
    assert history.count("openalex", WIDGETS) == 12
    done = history("review", stdin=f"{answer}\n")
    assert "It was taken for this publication, and contradicts it now." in done.out
    assert done.out.splitlines()[-1] == "1 answered, 0 left."
    assert history.count("openalex", WIDGETS) == (12 if answer == "y" else None)
    assert history.asked_by("refresh") == 0
    history("refresh", at=history.world.at + timedelta(days=1))
    assert history.doubts() == []
    assert history.count("openalex", WIDGETS) == (12 if answer == "y" else None)


@pytest.mark.process("its input is raw bytes, or closed")
def test_what_cannot_be_read_and_nobody_there_are_no_answers(doubt: InDoubt) -> None:
    surroundings = environment(doubt.cli.folder, doubt.world.env | {"LANG": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "utf-8"})
    argv = command(["review", KEY], at=doubt.world.at)
    for shell in ("printf '\\377\\376\\ny\\n' | \"$@\"", '"$@" <&-'):
        done = subprocess.run(["sh", "-c", shell, "sh", *argv], cwd=doubt.cli.folder, env=surroundings, capture_output=True, timeout=60)
        assert done.returncode == 0, done.stderr.decode(errors="replace")
    assert doubt.said == [f"{KEY} openalex W1111 yes"]


def test_a_refresh_of_another_day_keeps_to_what_was_said(doubt: InDoubt) -> None:
    doubt("review", KEY, stdin="y\nn\n")
    report(doubt.cli, at=doubt.world.at + timedelta(days=30))
    assert (doubt.count("openalex"), doubt.count("crossref")) == (34, None)
    assert sorted(doubt.said) == [f"{KEY} crossref 10.1145/1111.2222 no", f"{KEY} openalex W1111 yes"]
    assert doubt.doubts(KEY) == []
