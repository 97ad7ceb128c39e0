"""`pubtrack complete`: what the list has in short is filled in from the records, after a difference was shown."""

from __future__ import annotations

import pytest

from tests.e2e.lists import LOONGSERVE
from tests.e2e.reading import assert_calm
from tests.world import Cli

FULL = "Bingyang Wu, Shengyu Liu, Yinmin Zhong, Peng Sun, Xuanzhe Liu, Xin Jin"
SHORT = "B. Wu, S. Liu, Y. Zhong, P. Sun, X. Liu, X. Jin"
RLHFUSE = "RLHFuse: Efficient RLHF Training"
LOWERED = "Rlhfuse: Efficient rlhf Training"


@pytest.fixture
def short(settled: Cli) -> Cli:
    """The shipped list after a good first day, with initials in one entry and Scholar's capitals in another."""
    settled.write(settled.read("publications.yaml").replace(FULL, SHORT).replace(RLHFUSE, LOWERED))
    return settled


def test_a_dry_run_shows_what_would_change_and_changes_nothing(short: Cli) -> None:
    before = short.read("publications.yaml")
    done = short("complete", "--dry-run")
    assert_calm(done)
    assert (done.code, short.read("publications.yaml")) == (0, before)
    assert f"+    authors: {FULL}" in done.out
    assert f'+  - title: "{RLHFUSE}' in done.out


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_only_what_is_short_changes(short: Cli, ends: str) -> None:
    before = short.read("publications.yaml").replace("\n", ends)
    (short.folder / "publications.yaml").write_bytes(before.encode())
    done = short("complete", "--yes")
    assert_calm(done)
    after = (short.folder / "publications.yaml").read_bytes().decode()
    assert (done.code, after) == (0, before.replace(SHORT, FULL).replace(LOWERED, RLHFUSE))
    again = short("complete", "--yes")
    assert (again.code, (short.folder / "publications.yaml").read_bytes().decode()) == (0, after)


def test_one_key_is_one_publication(short: Cli) -> None:
    assert short("complete", LOONGSERVE, "--yes").code == 0
    after = short.read("publications.yaml")
    assert (FULL in after, LOWERED in after) == (True, True)


def test_nobody_is_asked_and_without_an_answer_nothing_changes(short: Cli) -> None:
    asked, before = short.world.asked, short.read("publications.yaml")
    assert short("complete").code == 2
    assert short("complete", "nobody2020nothing").code == 2
    assert (short.world.asked, short.read("publications.yaml")) == (asked, before)


def test_a_list_of_names_stays_one_and_what_cannot_be_changed_is_said(short: Cli) -> None:
    names = SHORT.split(", ")
    short.write(short.read("publications.yaml").replace(f"authors: {SHORT}", f"authors: [{SHORT}]"))
    assert short("complete", LOONGSERVE, "--yes").code == 0
    assert f"authors: [{FULL}]" in short.read("publications.yaml")
    block = "authors:\n" + "".join(f"      - {name}\n" for name in names)
    short.write(short.read("publications.yaml").replace(f"authors: [{FULL}]\n", block))
    before = short.read("publications.yaml")
    done = short("complete", LOONGSERVE, "--yes")
    assert_calm(done)
    assert (short.read("publications.yaml"), "`authors` is not a simple text here" in done.err) == (before, True)


def test_what_is_exported_is_full_before_the_list_is(short: Cli) -> None:
    printed = short("export", "bibtex").out
    assert "Wu, Bingyang and Liu, Shengyu" in printed
    assert "{RLHFuse}: Efficient {RLHF} Training" in printed
