"""The text files: read with every mistake named by line, whatever git, Windows or a hand made of them; written atomically."""

from __future__ import annotations

import itertools
import os
from datetime import UTC, date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubtrack.errors import StoreUnusable
from pubtrack.model import moment
from pubtrack.store import text_files
from pubtrack.store.day_rows import RunRow

COUNTS = "first_seen,last_seen,source,source_id,citations,kind\n"
COUNTS_BY_DAY = "date,source,source_id,citations,kind\n"
IDENTITIES = "publication,source,source_id,is_it,by,since,decided,last_seen\n"
IDENTITIES_UNDATED = "publication,source,source_id,is_it,by,since,last_seen\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file.csv"


def counts(path: Path, data: str | bytes) -> list[RunRow]:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    runs, by_day = text_files.read_counts(path)
    assert by_day == []
    return runs


def identities(path: Path, *rows: str, header: str = IDENTITIES) -> list[text_files.IdentityRow]:
    path.write_text(header + "".join(f"{row}\n" for row in rows))
    return list(text_files.read_identities(path))


# ---------------------------------------------------------------- what is read

ROW: RunRow = ("2030-01-07T09:00:00Z", "2030-01-09", "google_scholar", "U:1", 4, "observed")
LINE = "2030-01-07T09:00:00Z,2030-01-09,google_scholar,U:1,4,observed\n"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(COUNTS + LINE, id="as it is written"),
        pytest.param((COUNTS + LINE).replace("\n", "\r\n"), id="CRLF"),
        pytest.param(b"\xef\xbb\xbf" + (COUNTS + LINE).encode(), id="byte order mark"),
        pytest.param(COUNTS + LINE.rstrip(), id="no end of line"),
        pytest.param(COUNTS + "\n" + LINE + "\n\n", id="empty lines"),
        pytest.param(COUNTS + COUNTS + LINE, id="header twice, as a union merge leaves it"),
        pytest.param(COUNTS + LINE.replace("google_scholar", '"google_scholar"'), id="needless quotes"),
        pytest.param(COUNTS_BY_DAY + COUNTS + LINE, id="the header of before beside today's"),
        pytest.param(COUNTS + LINE.replace(",4,", ",004,"), id="leading zeros"),
    ],
)
def test_a_row_is_read_however_it_was_kept(path: Path, data: str | bytes) -> None:
    assert counts(path, data) == [ROW]


@pytest.mark.parametrize("data", ["", COUNTS, b"\xef\xbb\xbf"])
def test_a_file_without_rows_holds_nothing(path: Path, data: str | bytes) -> None:
    assert counts(path, data) == []


def test_no_file_is_no_rows(path: Path) -> None:
    assert text_files.read_counts(path) == ([], [])
    assert list(text_files.read_identities(path)) == list(text_files.read_citing(path)) == []
    assert text_files.stamp(path) == ""


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        ("<<<<<<< ours\n" + COUNTS + LINE, 1, "merge"),
        (COUNTS + "<<<<<<< ours\n" + LINE, 2, "merge"),
        (COUNTS + LINE + "=======\n" + LINE, 3, "merge"),
        (COUNTS + LINE + "||||||| base\n" + LINE, 3, "merge"),
        (COUNTS + LINE + ">>>>>>> theirs\n", 3, "merge"),
        ("day,source\n" + LINE, 1, "first line"),
        (LINE, 1, "first line"),
        (COUNTS + "2030-01-07,google_scholar,U:1,4\n", 2, "4 values instead of 6"),
        (COUNTS + LINE.replace("2030-01-09", "7.1.2030"), 2, "7.1.2030"),
        (COUNTS + LINE.replace("2030-01-09", "20300109"), 2, "20300109"),
        (COUNTS + LINE.replace("2030-01-09", "2030-W02-3"), 2, "2030-W02-3"),
        (COUNTS + LINE.replace("2030-01-09", "2030-02-30"), 2, "cannot be understood"),
        (COUNTS + LINE.replace("T09:00:00Z", "T09:00:00"), 2, "2030-01-07T09:00:00"),
        (COUNTS + LINE.replace("T09:00:00Z", "T09:00:00+01:00"), 2, "+01:00"),
        (COUNTS + LINE.replace("T09:00:00Z", " 09:00:00Z"), 2, "2030-01-07 09"),
        (COUNTS + LINE.replace("T09:00:00Z", "T25:00:00Z"), 2, "cannot be understood"),
        (COUNTS + LINE.replace("2030-01-09", "2030-01-06"), 2, "before it was seen first"),
        (COUNTS_BY_DAY + "2030-W02-1,google_scholar,U:1,4,observed\n", 2, "2030-W02-1"),
        (COUNTS_BY_DAY + "20300107,google_scholar,U:1,4,observed\n", 2, "20300107"),
        (COUNTS + LINE.replace(",4,", ",-4,"), 2, "whole number"),
        (COUNTS + LINE.replace(",4,", ",,"), 2, "whole number"),
        (COUNTS + LINE.replace(",4,", ",4.0,"), 2, "whole number"),
        (COUNTS + LINE.replace(",4,", ",1_000,"), 2, "whole number"),
        (COUNTS + LINE.replace(",4,", ",٤,"), 2, "whole number"),
        (COUNTS + LINE.replace(",4,", ",99999999999999999999,"), 2, "whole number"),
        (COUNTS + LINE.replace("U:1", ""), 2, "source_id"),
        (COUNTS + LINE.replace("observed", "guessed"), 2, "guessed"),
        (COUNTS + LINE + '"2030-01-07,google\n' + LINE, 4, "cannot be read"),
        (COUNTS + LINE + '"' + "x" * 200_000 + "\n", 3, "cannot be read"),
    ],
)
def test_a_mistake_is_named_with_its_line(path: Path, data: str, line: int, said: str) -> None:
    with pytest.raises(StoreUnusable) as refused:
        counts(path, data)
    assert str(refused.value).startswith(f"{path}:{line}: ")
    assert said in str(refused.value)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", COUNTS.encode("utf-16")])
def test_what_is_not_utf8_is_refused(path: Path, data: bytes) -> None:
    with pytest.raises(StoreUnusable, match="cannot be read"):
        counts(path, data)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("k,arxiv,1,maybe,machine,2030-01-07,2030-01-07,2030-01-07", "yes or no"),
        ("k,arxiv,1,yes,robot,2030-01-07,2030-01-07,2030-01-07", "machine or person"),
        (",arxiv,1,yes,machine,2030-01-07,2030-01-07,2030-01-07", "cannot be empty"),
        ("k,arxiv,1,yes,machine,today,2030-01-07,2030-01-07", "today"),
        ("k,arxiv,1,yes,machine,2030-01-07,now,2030-01-07", "now"),
        ("k,arxiv,1,yes,machine,2030-01-07,2030-01-07,2030-W02-1", "2030-W02-1"),
    ],
)
def test_a_mistaken_identity_is_named(path: Path, row: str, said: str) -> None:
    with pytest.raises(StoreUnusable, match=said):
        identities(path, row)


# ---------------------------------------------------------------- rows that a merge doubled


YES, NO, MINE = "k,s,1,yes,machine", "k,s,1,no,machine", "k,s,1,no,person"


@pytest.mark.parametrize(
    ("rows", "united"),
    [
        ([f"{YES},2030-01-05,2030-01-05,2030-01-07", f"{YES},2030-01-06,2030-01-06,2030-01-09"], (1, "machine", 5, 6, 9)),
        ([f"{YES},2030-01-05,2030-01-09,2030-01-09", f"{NO},2030-01-06,2030-01-07,2030-01-07"], (1, "machine", 5, 9, 9)),
        ([f"{YES},2030-01-05,2030-01-05,2030-01-09", f"{NO},2030-01-06,2030-01-07,2030-01-07"], (0, "machine", 5, 7, 9)),
        ([f"{YES},2030-01-05,2030-01-09,2030-01-09", f"{MINE},2030-01-06,2030-01-07,2030-01-07"], (0, "person", 5, 7, 9)),
        ([f"{YES},2030-01-07,2030-01-07,2030-01-07", f"{NO},2030-01-07,2030-01-07,2030-01-07"], (0, "machine", 7, 7, 7)),
    ],
)
def test_doubled_identities_are_united_in_any_order(path: Path, rows: list[str], united: tuple[int, str, int, int, int]) -> None:
    is_it, by, *days = united
    for order in itertools.permutations(rows):
        assert identities(path, *order) == [("k", "s", "1", is_it, by, *(f"2030-01-0{day}" for day in days))]


# ---------------------------------------------------------------- as earlier versions wrote it


def test_rows_of_before_are_read_beside_those_of_today(path: Path) -> None:
    path.write_text(COUNTS_BY_DAY + "2030-01-05,google_scholar,U:1,3,observed\n" + COUNTS + LINE)
    assert text_files.read_counts(path) == ([ROW], [("2030-01-05", "google_scholar", "U:1", 3, "observed")])
    undated, dated = f"{YES},2030-01-05,2030-01-07", f"{NO},2030-01-05,2030-01-06T12:00:00Z,2030-01-06"
    for header in (IDENTITIES, IDENTITIES_UNDATED):
        assert identities(path, undated, dated, header=header) == [("k", "s", "1", 1, "machine", "2030-01-05", "2030-01-07", "2030-01-07")]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("k,doi,10.1/x,perhaps,2030-01-05,2030-01-07", "yes or no"),
        (",doi,10.1/x,yes,2030-01-05,2030-01-07", "cannot be empty"),
        ("k,doi,10.1/x,yes,2030-W01-6,2030-01-07", "2030-W01-6"),
        ("k,doi,10.1/x,yes,2030-01-05", "5 values instead of 6"),
    ],
)
def test_a_mistake_in_who_cites_is_named(path: Path, row: str, said: str) -> None:
    path.write_text(f"publication,source,source_id,cites,first_seen,last_seen\n{row}\n")
    with pytest.raises(StoreUnusable, match=said) as refused:
        list(text_files.read_citing(path))
    assert str(refused.value).startswith(f"{path}:2: ")


def test_who_cites_is_read_as_the_notes_that_it_was(path: Path) -> None:
    path.write_text("publication,source,source_id,cites,first_seen,last_seen\nk,doi,10.1/x,yes,2030-01-05,2030-01-07\n")
    assert list(text_files.read_citing(path)) == [("cited:k", "doi", "10.1/x", 1, "machine", "2030-01-05", "2030-01-07", "2030-01-07")]


# ---------------------------------------------------------------- writing

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20) | st.sampled_from(
    ["a,b", 'say "x"', "two\nlines", "=1+1"]
)

MOMENTS = st.tuples(st.datetimes(timezones=st.just(UTC)), st.integers(0, 10**6)).map(
    lambda one: (moment.write(moment.exact(one[0])), moment.write(max(moment.exact(one[0]), moment.of_day(date(2199, 1, 1)))))
)


@settings(max_examples=30)
@given(st.lists(st.tuples(MOMENTS, TEXT, TEXT, st.integers(0, 10**11), st.sampled_from(["observed", "backfilled"])), max_size=8))
def test_what_was_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, rows: list[Any]) -> None:
    path = tmp_path_factory.mktemp("files") / "citations.csv"
    rows = [(*moments, *rest) for moments, *rest in rows]
    text_files.write(path, text_files.CITATIONS[1], rows)
    assert text_files.read_counts(path) == (rows, [])


def test_the_same_rows_do_not_touch_the_file(path: Path) -> None:
    text_files.write(path, text_files.CITATIONS[1], [ROW])
    before = text_files.stamp(path)
    text_files.write(path, text_files.CITATIONS[1], [ROW])
    assert text_files.stamp(path) == before


def test_the_file_keeps_its_mode_and_a_new_one_is_readable(path: Path) -> None:
    text_files.write(path, text_files.CITATIONS[1], [])
    mask = os.umask(0)
    os.umask(mask)
    assert path.stat().st_mode & 0o777 == 0o666 & ~mask
    path.chmod(0o600)
    text_files.write(path, text_files.CITATIONS[1], [ROW])
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(path: Path, tmp_path: Path) -> None:
    text_files.write(path, text_files.CITATIONS[1], [ROW])
    path.unlink()
    path.mkdir()
    with pytest.raises(StoreUnusable, match="cannot be written"):
        text_files.write(path, text_files.CITATIONS[1], [ROW])
    assert [one.name for one in tmp_path.iterdir()] == ["file.csv"]


def test_a_row_that_cannot_be_fetched_leaves_the_old_file(path: Path, tmp_path: Path) -> None:
    text_files.write(path, text_files.CITATIONS[1], [ROW])
    before = path.read_bytes()

    def broken() -> object:
        yield ROW
        raise RuntimeError("lost")

    with pytest.raises(RuntimeError):
        text_files.write(path, text_files.CITATIONS[1], broken())  # type: ignore[arg-type]  # an iterator of rows
    assert path.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1


def test_what_a_killed_run_left_is_cleared_away_and_nothing_else(tmp_path: Path) -> None:
    left = [tmp_path / ".citations.csv.abc.tmp", tmp_path / ".identities.csv.def.tmp"]
    kept = [tmp_path / "citations.csv", tmp_path / "mine.tmp", tmp_path / ".other.csv.abc.tmp"]
    for path in (*left, *kept):
        path.touch()
    text_files.clear_away(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted(kept)
