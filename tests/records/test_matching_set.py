"""The labelled set: what it has to hold, and that the judge takes nothing wrong in it and misses little."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.matching import scoring
from benchmarks.matching.pairs import FILES, FOLDER, Pair, read

RECORDED = Path(__file__).resolve().parents[2] / ".." / "shared" / "recorded"
LEAST_TRUE, LEAST_NEAR = 300, 200
LEAST_WITH_IDS, LEAST_BY_TEXT = 0.98, 0.90
SCRIPTS = {"CJK": "一", "CYRILLIC": "ж", "GREEK": "π", "ARABIC": "ع", "HEBREW": "ש", "DEVANAGARI": "ह", "HANGUL": "한"}


@cache
def pairs() -> tuple[Pair, ...]:
    return read()


def rows() -> list[dict[str, object]]:
    return [json.loads(line) for name in FILES for line in (FOLDER / name).read_text("utf-8").splitlines()]


# ---------------------------------------------------------------- what it shows


def test_no_wrong_match_is_taken() -> None:
    wrong = scoring.score(pairs(), scoring.pubtrack).wrong
    assert [f"{pair.case}: {pair.publication.title} – {pair.record.title}" for pair in wrong] == []


def test_few_true_pairs_are_missed() -> None:
    scores = scoring.score(pairs(), scoring.pubtrack)
    assert scores.recall_with_ids >= LEAST_WITH_IDS
    assert scores.recall_by_text >= LEAST_BY_TEXT


@pytest.mark.parametrize("takes", [scoring.title_equality, scoring.first_hit])
def test_simple_ways_take_wrong_ones(takes: scoring.Taking) -> None:
    assert len(scoring.score(pairs(), takes).wrong) > LEAST_NEAR / 4


def test_what_is_not_taken_of_the_true_ones_is_left_to_the_person() -> None:
    missed = scoring.score(pairs(), scoring.pubtrack).missed
    assert [pair.case for pair in missed if scoring.judgement(pair).verdict == "no"] == []


# ---------------------------------------------------------------- what it holds


def test_it_is_large_enough() -> None:
    found = Counter(pair.is_same for pair in pairs())
    assert found[True] >= LEAST_TRUE
    assert found[False] >= LEAST_NEAR
    assert sum(pair.told_by == "id" for pair in pairs() if pair.is_same) >= 100


def test_it_holds_homonyms_other_venues_and_series() -> None:
    cases = Counter(pair.case.partition(",")[0] for pair in read([FOLDER / "homonyms.jsonl"]) if not pair.is_same)
    assert sum(cases.values()) >= 60
    assert {"homonym", "one author", "same title", "generic title", "series"} <= set(cases)


@pytest.mark.parametrize(
    "holds",
    [
        pytest.param(lambda pair: pair.publication.year and pair.publication.year < 1940, id="before 1940"),
        pytest.param(lambda pair: pair.publication.year and 1940 <= pair.publication.year < 1970, id="before 1970"),
        pytest.param(lambda pair: pair.publication.year and pair.publication.year >= 2024, id="now"),
        pytest.param(lambda pair: len(pair.record.authors) > 500, id="hundreds of authors"),
        pytest.param(lambda pair: not pair.record.title_complete, id="cut titles"),
        pytest.param(lambda pair: "<" in pair.record.title, id="HTML"),
        pytest.param(lambda pair: "$" in pair.record.title or "{" in pair.publication.title, id="LaTeX"),
        pytest.param(lambda pair: not pair.publication.authors_complete, id="and others"),
        pytest.param(lambda pair: any("ollaboration" in name for name in pair.record.authors), id="collaborations"),
    ],
)
def test_it_holds_cases_of_each_kind(holds: Callable[[Pair], bool]) -> None:
    assert any(holds(pair) for pair in pairs())


@pytest.mark.parametrize("script", sorted(SCRIPTS))
def test_it_holds_true_pairs_and_near_misses_in_each_script(script: str) -> None:
    import unicodedata

    assert unicodedata.name(SCRIPTS[script]).startswith(script)
    written = [pair for pair in pairs() if any(unicodedata.name(char, "").startswith(script) for char in pair.publication.title)]
    assert {pair.is_same for pair in written} == {True, False}


def test_no_pair_stands_there_twice() -> None:
    written = [json.dumps([row["listed"], row["record"]], sort_keys=True) for row in rows()]
    assert [line[:80] for line, many in Counter(written).items() if many > 1] == []


def test_each_pair_names_where_it_comes_from() -> None:
    origins = {str(row["from"]) for row in rows()}
    assert {origin for origin in origins if origin != "constructed" and not origin.startswith("recorded:")} == set()
    assert all(row["case"] for row in rows())


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded answers are not here")
def test_the_recorded_answers_that_it_names_are_there() -> None:
    named = {file for row in rows() for file in str(row["from"]).removeprefix("recorded:").split("+") if "/" in file}
    assert len(named) > 20
    assert [file for file in sorted(named) if not (RECORDED / file).is_file()] == []


# ---------------------------------------------------------------- the command


def test_another_set_can_be_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = {"title": "Attention Is All You Need", "authors": ["Ashish Vaswani"], "year": 2017}
    near = {"source": "openalex", "title": "Attention Is All You Need in Speech Separation", "authors": ["Cem Subakan"], "year": 2021}
    file = tmp_path / "other.jsonl"
    file.write_text(json.dumps({"label": "different", "listed": listed, "record": near}) + "\n", "utf-8")
    assert main(["matching", str(file)]) == 0
    assert "0 true pairs (0 with an id, 0 by text), 1 near misses" in capsys.readouterr().out


def test_a_benchmark_that_does_not_exist_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["maching"]) == 2
    assert "there is no benchmark named maching" in capsys.readouterr().err


def test_a_wrong_match_ends_the_command_with_one_and_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = {"title": "Attention Is All You Need", "authors": ["Ashish Vaswani"], "year": 2017}
    file = tmp_path / "other.jsonl"
    row = {"label": "different", "case": "mislabelled", "listed": listed, "record": {"source": "openalex", **listed}}
    file.write_text(json.dumps(row) + "\n", "utf-8")
    assert main(["matching", str(file)]) == 1
    assert "WRONG  mislabelled: “Attention Is All You Need”" in capsys.readouterr().out


@pytest.mark.parametrize(
    "line", ["{", '{"label": "perhaps", "listed": {"title": "a"}, "record": {"source": "a", "title": "a"}}', '{"label": "same"}']
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "other.jsonl"
    file.write_text(line + "\n", "utf-8")
    with pytest.raises(SystemExit, match=r"other\.jsonl, line 1"):
        read([file])
