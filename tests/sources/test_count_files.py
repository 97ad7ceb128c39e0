"""Files that people keep counts in: each form is told by its content, and what is no number is unknown."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.errors import ImportRefused
from pubtrack.model.count import Dump
from pubtrack.sources.files.count_files import LARGEST_BYTES, number, parse
from tests.sources.count_files import USER, al_folio, badge, gs_data

RECORDED = Path(__file__).resolve().parents[2] / ".." / "shared" / "recorded" / "scholarly_dumps"


def said(dump: Dump) -> dict[str, int | None]:
    return {one.source_id: one.citations for one in dump.records}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (12, 12),
        (0, 0),
        (12.0, 12),
        ("12", 12),
        (" 1,234 ", 1234),
        ("1,234,567", 1234567),
        ("12,34", None),
        ("1.5", None),
        (1.5, None),
        (-1, None),
        (True, None),
        (None, None),
        ("", None),
        ("many", None),
        ("٣", None),
        (10**15, None),
        (float("inf"), None),
        (float("nan"), None),
    ],
)
def test_what_is_a_number(value: object, expected: int | None) -> None:
    assert number(value) == expected


def test_al_folios_file_says_its_day_its_profile_and_its_articles() -> None:
    found = parse(al_folio({"x": 3, "y": "'1,004'"}))
    assert found.day == date(2030, 1, 7)
    assert found.profile is not None
    assert found.profile.source_id == USER
    assert said(found) == {f"{USER}:x": 3, f"{USER}:y": 1004}
    assert {(one.title, one.year) for one in found.records} == {("Article x", 2029), ("Article y", 2029)}


def test_an_article_without_a_number_is_unknown_and_never_zero() -> None:
    for body in (al_folio({"x": "null", "y": "", "z": 0}), gs_data({"x": None, "y": ..., "z": 0})):
        found = parse(body)
        assert said(found) == {f"{USER}:z": 0}
        assert found.unknown == 2


def test_scholarlys_dump_says_the_profiles_own_numbers_too() -> None:
    found = parse(gs_data({"x": 3}, citedby=69, hindex=3, i10index=2, cites_per_year={"2028": 19, "2029": "50", "then": 4}))
    assert found.profile is not None
    assert (found.profile.name, found.profile.citations, found.profile.h_index, found.profile.i10_index) == ("Ada Example", 69, 3, 2)
    assert dict(found.profile.cites_per_year) == {2028: 19, 2029: 50}
    assert (found.profile.citations_5y, found.day) == (None, date(2030, 1, 7))


@pytest.mark.parametrize("typed", [f"{USER}&hl=zh-CN", f"{USER}&hl", f" {USER}"])
def test_a_profile_id_that_was_pasted_with_more_is_understood(typed: str) -> None:
    found = parse(gs_data({"x": 3}, scholar_id=typed))
    assert found.profile is not None
    assert found.profile.source_id == USER


def test_a_badge_holds_a_number_and_nothing_else() -> None:
    assert parse(badge("1,181")) == Dump(form="badge", badge=1181)
    with pytest.raises(ImportRefused, match="no whole number"):
        parse(badge("1.2k"))


def test_the_own_file_gives_its_rows_as_filled_in() -> None:
    found = parse(b"date,source,source_id,citations,kind\n2030-01-07,openalex,W1,4,observed\n2030-01-08,openalex,W1,many,observed\n")
    assert [(one.day, one.source_id, one.citations, one.kind) for one in found.counts] == [(date(2030, 1, 7), "W1", 4, "backfilled")]
    assert found.unknown == 1


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"<!DOCTYPE html><title>429</title>", "page of HTML"),
        (gs_data({"x": 3})[:-20], "cut short"),
        (b"[" * 100_000, "cut short|known here"),
        (b'{"a": 1}', "known here"),
        (b"[1]", "known here"),
        (b"a: [", "YAML is broken"),
        (b"a: 1\n", "known here"),
        (b"just words", "known here"),
        (b"metadata:\n  last_updated: ''\npapers:\n", "no article yet"),
        (b"papers: {}\n", "no article yet"),
        (b"papers: [1]\n", "not in al-folio's form"),
        (b"papers: {a: {citations: 1}}\n", "not in al-folio's form"),
        (b"<<<<<<< HEAD\n" + al_folio({"x": 1}), "merge in git"),
        (al_folio({"x": 1}) + b">>>>>>> theirs\n", "merge in git"),
        (b"date,source\n", "first line should be"),
        (b"date,source,source_id,citations,kind\n", "no count yet"),
        (b"\x00\x01\x02", "known here|YAML is broken"),
        (b"x" * (LARGEST_BYTES + 1), "larger than"),
        (gs_data({"x": 3}, scholar_id="me"), "no profile's id"),
    ],
)
def test_what_says_nothing_is_refused_with_the_reason(body: bytes, why: str) -> None:
    with pytest.raises(ImportRefused, match=why):
        parse(body)


@pytest.mark.parametrize("day", ["", "yesterday", "2030-13-01", "20300107", None])
def test_a_day_that_is_none_is_unknown(day: str | None) -> None:
    assert parse(al_folio({"x": 3}, day)).day is None


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: f"papers: {text}".encode("utf-8", "replace"))))
def test_whatever_it_is_it_is_read_or_refused(body: bytes) -> None:
    with suppress(ImportRefused):
        assert parse(body).form


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded files are not here")
def test_recorded_files_are_read_or_refused_in_words() -> None:
    read, refused = {}, {}
    for path in sorted(RECORDED.glob("*.*")):
        if path.suffix == ".tsv":
            continue
        try:
            read[path.name] = parse(path.read_bytes())
        except ImportRefused as error:
            refused[path.name] = str(error)
    assert list(refused) == ["alfolio_BentleyJOakes_citations.yml"]
    assert len(read) > 15
    for name, dump in read.items():
        assert dump.badge is not None or (dump.day is not None and dump.records and dump.unknown == 0), name
