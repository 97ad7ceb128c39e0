"""Text from outside is shown by a terminal and never obeyed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.text.printable import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a plain title", "a plain title"),
        ("two\nlines\r\nand\ttabs", "two lines and tabs"),
        ("\x1b[31mred\x1b[0m", "[31mred [0m"),
        ("\x1b]8;;https://example.org\x07click\x1b]8;;\x07", "]8;;https://example.org click ]8;;"),
        ("\x9b31m C1 control", "31m C1 control"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("\u200eShengyu\u200f \u2066Liu\u2069", "Shengyu Liu"),
        ("arabic\u061cmark, zero\u200bwidth, \ufeffbom", "arabicmark, zerowidth, bom"),
        ("half \ud83d of a character", "half of a character"),
        ("next\x85line\u2028separator", "next line separator"),
        ("family \U0001f469\u200d\U0001f467", "family \U0001f469\u200d\U0001f467"),
        ("हिन्दी 中文 العربية", "हिन्दी 中文 العربية"),
        ("", ""),
        ("\x00\x1b", ""),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text())
def test_no_control_character_is_ever_left(text: str) -> None:
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in printable(text))


@given(st.text())
def test_once_is_enough(text: str) -> None:
    assert printable(printable(text)) == printable(text)
