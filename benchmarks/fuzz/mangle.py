"""Mangled input, drawn from good input: bytes cut, doubled and put in, and values of JSON replaced. Pure."""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

HOSTILE = (
    *("", " ", "0", "-1", "9" * 400, "1e999", "NaN", "٣", "²", "2024-13-45", "0000-00-00", "9999-12-31", "10000", "None", "null", "~"),
    *("\x00", "\x1b]8;;x\x07", "\u202e", "\u200b", "\ufeff", "\r", "\n\n", "\t", "\u2028", "\ud800", "\U0010ffff", "İ", "ß", "ﬁ"),
    *(
        "=1+1",
        "@x",
        "-x",
        "--",
        "[red]",
        "<b>",
        "</script>",
        "&amp;",
        "&#0;",
        "&#x110000;",
        "\\input{x}",
        "{",
        "}",
        "$",
        "%",
        "#",
        '"',
        "'",
    ),
    *(
        "et al.",
        "and",
        " and and ",
        ",",
        ",,",
        ";",
        ":",
        "10.",
        "10.1/",
        "10.1000/" + "x" * 300,
        "arXiv:",
        "2401.00001v",
        "W",
        "https://",
        "//[",
    ),
)
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 10**30, 1.5, -0.0, [], {}, [[]], [None], {"": None}, ["x", 1], {"$": 1, "text": "x"}),
    *([[[[[[[[[[]]]]]]]]]], 10**400, 2024, -2024, 99999),
    *HOSTILE,
)
MOST_CHANGES = 6
LONGEST_PIECE = 60


@st.composite
def mangled_bytes(draw: st.DrawFn, good: Sequence[bytes], pieces: Sequence[bytes]) -> bytes:
    """One of these with a few places changed; `pieces` are what means something there."""
    body = draw(st.sampled_from(good))
    tokens = st.sampled_from([*pieces, *(one.encode("utf-8", "surrogatepass") for one in HOSTILE)]) | st.binary(max_size=8)
    for _ in range(draw(st.integers(0, MOST_CHANGES))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.integers(0, LONGEST_PIECE)))
        what = draw(st.sampled_from(("put in", "replace", "cut", "double", "end")))
        between = {"put in": body[start:end], "replace": b"", "cut": b"", "double": body[start:end] * 2, "end": b""}[what]
        token = draw(tokens) if what in ("put in", "replace") else b""
        body = body[:start] + token + between + (b"" if what == "end" else body[end:])
    return body


@st.composite
def mangled_json(draw: st.DrawFn, good: Sequence[bytes]) -> bytes:
    """One of these with a few values replaced, left out, doubled or wrapped."""
    value = {"": json.loads(draw(st.sampled_from(good)))}
    for _ in range(draw(st.integers(0, MOST_CHANGES))):
        places = _places(value)
        holder, key = places[draw(st.integers(0, len(places) - 1))]
        what = draw(st.sampled_from(("replace", "replace", "replace", "leave out", "double", "wrap", "text")))
        if what == "replace":
            holder[key] = copy.deepcopy(draw(st.sampled_from(VALUES)))  # it may be changed in its turn
        elif what == "leave out" and key != "":
            del holder[key]
        elif what == "double" and isinstance(holder, list):
            holder.append(holder[key])
        elif what == "wrap":
            holder[key] = [holder[key]]
        elif what == "text":
            holder[key] = f"{holder[key]}{draw(st.sampled_from(HOSTILE))}"
    return json.dumps(value[""]).encode()


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every (holder, key) in it, outermost first."""
    found: list[tuple[Any, Any]] = []
    holders = [value]
    for holder in holders:
        for key in list(holder) if isinstance(holder, dict) else range(len(holder)):
            found.append((holder, key))
            if isinstance(holder[key], dict | list):
                holders.append(holder[key])
    return found
