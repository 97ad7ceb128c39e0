"""What differs between two lists, value by value."""

from __future__ import annotations

import pytest

from pubtrack.errors import ListUnusable
from pubtrack.library.compare import value_of, verify
from pubtrack.library.yaml_nodes import read

LIST = "author: A\npublications:\n  - title: a\n    year: 2024\n"


@pytest.mark.parametrize(
    "new",
    [
        LIST.replace("2024", "2025"),
        LIST.replace("title: a", "title:"),
        LIST.replace("author: A\n", ""),
        LIST + "  - title: b\n",
        "publications:\n  - title: a\n    year: 2024\nauthor: A\n",
        LIST + "  - [",
        "",
    ],
)
def test_a_text_that_says_something_else_is_refused(new: str) -> None:
    document = read(LIST.encode(), "p.yaml")
    with pytest.raises(ListUnusable, match=r"Nothing was written"):
        verify(document, new, value_of(document.root))


@pytest.mark.parametrize(
    "new", [LIST, LIST + "# more\n", LIST.replace("a\n", "'a'\n"), '{author: A, publications: [{title: "a", year: 2024}]}']
)
def test_a_text_that_says_the_same_passes(new: str) -> None:
    document = read(LIST.encode(), "p.yaml")
    verify(document, new, value_of(document.root))
