"""Series on screen, as JSON and as Markdown: whole in any width, what is filled in or held back marked by a sign or a word."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType

from pubtrack.citations import history as count_history
from pubtrack.citations.history import Row
from pubtrack.model.count import Count, CountKind
from pubtrack.model.identity import Identity
from pubtrack.reports.history.documents import history_json, markdown
from pubtrack.reports.history.table import POINTS_SHOWN, detail, overview
from tests.reports.views import HOSTILE
from tests.runs import seen_until

TODAY = date(2030, 1, 7)
SCHOLAR = "google_scholar"


def series(key: str, *points: tuple[int, int], source: str = SCHOLAR, kind: CountKind = "observed") -> tuple[Row, ...]:
    """`points` are (days ago, citations)."""
    counts = [
        Count.at(TODAY - timedelta(days=ago), source=source, source_id=f"U:{key}", citations=number, kind=kind) for ago, number in points
    ]
    identity = Identity(publication=key, source=source, source_id=f"U:{key}", is_it=True, by="machine", since=TODAY, last_seen=TODAY)
    return count_history.rows(key, [identity], seen_until(counts, {f"U:{key}": TODAY}))


ROWS = (
    *series("wu2024loongserve", (400, 3), (40, 9), (2, 12)),
    *series("wu2024loongserve", (30, 7), source="openalex"),
    *series("old", (700, 40), kind="backfilled"),
    *series("odd", (60, 40), (0, 0), source="semantic_scholar"),
)
TITLES = {"wu2024loongserve": "LoongServe: Efficiently Serving Long-context Large Language Models", "old": "An Old One", "none": "None"}


def shown(what: RenderableType, width: int) -> list[str]:
    console = Console(file=io.StringIO(), width=width, highlight=False, markup=False, emoji=False)
    with console.capture() as capture:
        console.print(what)
    return [line.rstrip() for line in capture.get().splitlines()]


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_a_line_a_series_fits_and_cuts_no_number(width: int) -> None:
    lines = shown(overview(ROWS, TITLES, TODAY, width), width)
    assert max(map(cell_len, lines)) <= width
    text = "\n".join(lines)
    for whole in ("Google Scholar", "OpenAlex", "Semantic Scholar", "+3", "+9", "≈40", "1 publication without counts"):
        assert whole in text
    assert text.count("wu2024loong") == 1


def test_wide_terminals_see_titles_and_days() -> None:
    text = "\n".join(shown(overview(ROWS, TITLES, TODAY, 160), 160))
    assert "LoongServe: Efficiently" in text
    assert "≈2028-02-07" in text


def test_what_was_filled_in_is_explained_only_where_there_is_such() -> None:
    assert any("backfilled" in line for line in shown(overview(ROWS, TITLES, TODAY, 80), 80))
    plain = overview(series("a", (9, 1), (1, 2)), {}, TODAY, 80)
    assert not any("≈" in line for line in shown(plain, 80))


def test_every_point_has_its_change_and_its_word() -> None:
    text = "\n".join(shown(detail(ROWS, TITLES, TODAY, 80), 80))
    for words in ("2029-11-28      9      +6   360", "backfilled", "0?", "suspect", "12, +9 in a year, seen last on 2030-01-07"):
        assert words in text


def test_a_long_series_shows_its_end_and_says_what_shows_all() -> None:
    long = series("a", *((300 - number, number) for number in range(57)))
    lines = shown(detail(long, {}, TODAY, 80), 80)
    assert sum("+1" in line and "in a year" not in line for line in lines) == POINTS_SHOWN
    assert any("… 37 earlier; --since or --format csv shows all" in line for line in lines)


def test_where_nothing_moved_since_that_day_it_says_so() -> None:
    assert "no other number since 2030-01-01" in "\n".join(shown(detail(series("a", (90, 4)), {}, TODAY, 80, start=date(2030, 1, 1)), 80))


@pytest.mark.parametrize("show", [overview, detail])
def test_a_terminal_of_few_letters_gets_a_curve_of_them(show: object) -> None:
    text = "\n".join(shown(show(series("a", (300, 0), (1, 9)), {}, TODAY, 80, plain=True), 80))  # type: ignore[operator]
    assert "______" in text
    assert not set(text) & set("▁▂▃▄▅▆▇█")


def test_without_any_count_it_says_so() -> None:
    for show in (overview, detail):
        assert shown(show((), {}, TODAY, 80), 80) == ["No counts yet."]


@pytest.mark.parametrize("title", HOSTILE)
def test_text_from_outside_commands_nothing(title: str) -> None:
    rows = series("a", (90, 4), (1, 5))
    texts = [*shown(overview(rows, {"a": title}, TODAY, 160), 160), *shown(detail(rows, {"a": title}, TODAY, 160), 160)]
    texts += [markdown(rows, {"a": title}, TODAY, None, points=True), as_text(rows, {"a": title})]
    assert not any(mark in text for text in texts for mark in ("\x1b", "\x9b", "\u202e", "\x00"))


# ---------------------------------------------------------------- for programs and documents


def as_text(rows: Sequence[Row], titles: dict[str, str], start: date | None = None) -> str:
    return "".join(history_json(rows, titles, datetime(2030, 1, 7, tzinfo=UTC), start))


def test_json_has_every_point_with_its_kind() -> None:
    found = json.loads(as_text(ROWS, TITLES))
    assert [(one["publication"], one["source"], len(one["points"])) for one in found["series"]] == [
        ("wu2024loongserve", SCHOLAR, 3),
        ("wu2024loongserve", "openalex", 1),
        ("old", SCHOLAR, 1),
        ("odd", "semantic_scholar", 2),
    ]
    assert found["series"][0]["points"][1] == {
        "day": "2029-11-28",
        "citations": 9,
        "change": 6,
        "days": 360,
        "last_seen": "2029-11-28",
        "source_id": "U:wu2024loongserve",
        "kind": "observed",
        "suspect": False,
    }
    assert found["series"][2]["points"][0]["kind"] == "backfilled"
    assert (found["since"], found["series"][3]["title"]) == (None, None)
    assert json.loads(as_text((), {}))["series"] == []


def test_json_since_a_day_leaves_out_what_was_before() -> None:
    found = json.loads(as_text(ROWS, TITLES, date(2030, 1, 1)))
    assert found["since"] == "2030-01-01"
    assert [one["publication"] for one in found["series"]] == ["wu2024loongserve", "odd"]


def test_markdown_has_a_line_a_series_or_every_point() -> None:
    text = markdown(ROWS, TITLES, TODAY, None, points=False)
    assert "| wu2024loongserve | Google Scholar | 2028-12-03 | 2030-01-07 | 12 | +3 | +9 |" in text
    assert "| old | Google Scholar | ≈2028-02-07 | 2028-02-07 | ≈40 | – | – |" in text
    points = markdown(ROWS, TITLES, TODAY, None, points=True)
    assert "| 2029-11-28 | 9 | +6 | 360 | observed |" in points
    assert "| 2028-02-07 | *40* |  |  | backfilled |" in points
    assert "| 0? | -40 |" in points
