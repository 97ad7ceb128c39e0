"""What pip installs on GitHub, of what a person types."""

from __future__ import annotations

import pytest

from pubtrack.schedule.github.requirement import chosen_before, is_of_index, is_path, of_repository

AT = "@"  # apart, lest the address of a repository by SSH be taken for somebody's


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("https://github.com/ada/pubtrack", "git+https://github.com/ada/pubtrack"),
        ("https://github.com/ada/pubtrack.git", "git+https://github.com/ada/pubtrack"),
        ("github.com/ada/pubtrack/", "git+https://github.com/ada/pubtrack"),
        ("https://github.com/ada/pubtrack@v1.2", "git+https://github.com/ada/pubtrack@v1.2"),
        (f"git{AT}github.com:ada/pubtrack.git", "git+https://github.com/ada/pubtrack"),
        ("git+https://example.org/my fork", "git+https://example.org/my fork"),
        ("https://example.org/pubtrack.zip", "https://example.org/pubtrack.zip"),
        ("https://gitlab.com/ada/pub.track", "git+https://gitlab.com/ada/pub.track"),
        ("pubtrack", None),
        ("./tools", None),
        ("", None),
    ],
)
def test_an_address_is_that_of_a_repository(typed: str, found: str | None) -> None:
    assert of_repository(typed) == found


@pytest.mark.parametrize(
    ("typed", "of_index"),
    [
        ("pubtrack", True),
        ("pubtrack==0.1", True),
        ("./tools", False),
        ("tools/pubtrack", False),
        (".", False),
        ("pubtrack-0.1-py3-none-any.whl", False),
        ("git+https://github.com/ada/pubtrack", False),
        ("pubtrack @ git+https://github.com/ada/pubtrack", False),
    ],
)
def test_a_name_is_looked_for_in_an_index_and_nothing_else(typed: str, of_index: bool) -> None:
    assert is_of_index(typed) is of_index
    assert is_path(typed) is not of_index


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("git+https://github.com/a/b", "git+https://github.com/a/b"),
        ("'./my tools'", "./my tools"),
        (".", "."),
        ("pubtrack", None),
        ("a b", None),
    ],
)
def test_what_was_chosen_is_known_again_but_for_the_bare_name(line: str, found: str | None) -> None:
    assert chosen_before(f"x\n          python -m pip install --disable-pip-version-check {line}\ny\n") == found


def test_another_workflow_chose_nothing() -> None:
    assert chosen_before("name: mine\n") is None
