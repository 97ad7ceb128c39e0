"""What people type who mean something else."""

from __future__ import annotations

import re

import pytest

from pubtrack.cli.main import COMMANDS, cli
from pubtrack.cli.meant import MEANT, WITHIN, instead

KNOWN = tuple(COMMANDS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("list", "`pubtrack report`"),
        ("LS", "`pubtrack report`"),
        ("edit", "publications.yaml is yours to edit"),
        ("add", "`pubtrack import FILE`"),
        ("update", "`pubtrack refresh`"),
        ("sync", "`pubtrack refresh`"),
        ("fetch", "`pubtrack refresh`"),
        ("stats", "`pubtrack metrics`"),
        ("bib", "`pubtrack export bibtex`"),
        ("cited-by", "`pubtrack citing`"),
        ("init", "scholar-page --new"),
        ("version", "`pubtrack --version`"),
        ("reprot", "did you mean report?"),
        ("refersh", "did you mean refresh?"),
        ("qqq", "`pubtrack --help` lists them"),
    ],
)
def test_a_word_leads_to_the_command_that_is_meant(typed: str, meant: str) -> None:
    assert meant in instead("", typed, KNOWN)


@pytest.mark.parametrize(
    ("path", "typed", "meant"),
    [
        ("export", "bib", "bibtex"),
        ("export", "excel", "csv"),
        ("import", "scholar", "scholar-page"),
        ("schedule", "uninstall", "remove"),
        ("schedule", "gh", "github"),
    ],
)
def test_so_it_does_within_a_group(path: str, typed: str, meant: str) -> None:
    assert instead(path, typed, ["a", "b"]) == f"did you mean {meant}?"


def test_no_word_that_is_a_command_is_said_to_mean_another() -> None:
    assert set(MEANT) & set(COMMANDS) == set()
    for path, words in WITHIN.items():
        group = cli.get_command(None, path)  # type: ignore[arg-type]  # it is found without a context
        assert set(words) & set(group.commands) == set()  # type: ignore[union-attr]  # a group
        assert set(words.values()) <= set(group.commands)  # type: ignore[union-attr]  # the same


def test_what_is_advised_are_commands() -> None:
    advised = {name for text in MEANT.values() for name in re.findall(r"`pubtrack ([a-z]+)", text)}
    assert len(advised) > 8
    assert advised <= set(COMMANDS)
