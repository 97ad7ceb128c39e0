"""What git's union merge leaves is read the same in whatever order, and brings the ledgers of two clones to one answer."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pubtrack.store import Store, text_files

FILES = (text_files.CITATIONS, text_files.IDENTITIES)
ALL = (*FILES, text_files.CITING)
DAYS = st.integers(1, 9).map(lambda number: f"2030-01-0{number}")
MOMENTS = st.tuples(DAYS, st.sampled_from(["", "T09:00:00Z", "T21:30:00Z"])).map("".join)
COUNT = st.builds(
    lambda moments, *rest: (min(moments), max(moments), *rest),
    st.tuples(MOMENTS, MOMENTS),
    st.just("openalex"),
    st.sampled_from(["W1", "W2"]),
    st.integers(0, 5).map(str),
    st.sampled_from(["observed", "backfilled"]),
)
IDENTITY = st.builds(
    lambda publication, is_it, by, days, decided: (publication, "openalex", "W1", is_it, by, min(days), decided, max(days)),
    st.sampled_from(["widgets", "cited:widgets"]),
    st.sampled_from(["yes", "no"]),
    st.sampled_from(["machine", "person"]),
    st.tuples(DAYS, DAYS),
    MOMENTS,
)
CLONE = st.tuples(st.lists(COUNT, max_size=4), st.lists(IDENTITY, max_size=3))
Texts = tuple[str, ...]


def put(folder: Path, texts: Iterable[str]) -> None:
    folder.mkdir(exist_ok=True)
    for (name, _), text in zip(ALL, texts, strict=False):
        (folder / name).write_text(text)


def written(rows: Sequence[Sequence[Sequence[str]]]) -> Texts:
    """Both files with these rows below their headers."""
    made = []
    for (_, columns), some in zip(FILES, rows, strict=True):
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\n").writerows([columns, *some])
        made.append(buffer.getvalue())
    return made[0], made[1]


def after_a_command(folder: Path) -> Texts:
    with Store(folder) as store:
        store.write_text()
    return tuple((folder / name).read_text() for name, _ in ALL)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(CLONE, CLONE, st.randoms(use_true_random=False))
def test_two_ledgers_and_one_merged_text_come_to_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory,
    ours: tuple[list[tuple[str, ...]], ...],
    theirs: tuple[list[tuple[str, ...]], ...],
    chance: object,
) -> None:
    folders = [tmp_path_factory.mktemp("a"), tmp_path_factory.mktemp("b"), tmp_path_factory.mktemp("fresh")]
    texts = []
    for folder, rows in zip(folders, (ours, theirs), strict=False):
        put(folder, written(rows))
        texts.append(after_a_command(folder))
    merged = []
    for one, other in zip(*texts, strict=True):
        header, *lines = [*one.splitlines(), *other.splitlines()[1:]]
        chance.shuffle(lines)  # type: ignore[attr-defined]  # a random.Random
        merged.append("".join(f"{line}\n" for line in (header, *lines)))
    for folder in folders:
        put(folder, merged)
    settled = [after_a_command(folder) for folder in folders]
    assert settled[0] == settled[1] == settled[2]
    assert [after_a_command(folder) for folder in folders] == settled


@given(st.lists(IDENTITY, min_size=1, max_size=5).flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_rows_of_one_record_are_united_whatever_their_order(
    tmp_path_factory: pytest.TempPathFactory, orders: tuple[list[tuple[str, ...]], list[tuple[str, ...]]]
) -> None:
    folder = tmp_path_factory.mktemp("a")
    read = []
    for rows in orders:
        put(folder, written(((), rows)))
        read.append(sorted(text_files.read_identities(folder / FILES[1][0])))
    assert read[0] == read[1]


def test_a_persons_later_word_is_not_outdone_by_a_machine_that_saw_an_earlier_one_again(tmp_path: Path) -> None:
    """Three clones: the days of a machine lend no weight to what a person said."""
    rows = [
        ("widgets", "openalex", "W1", "yes", "machine", "2030-01-01", "2030-01-01", "2030-01-09"),
        ("widgets", "openalex", "W1", "yes", "person", "2030-01-02", "2030-01-02T09:00:00Z", "2030-01-08"),
        ("widgets", "openalex", "W1", "no", "person", "2030-01-05", "2030-01-02T09:00:01Z", "2030-01-05"),
    ]
    put(tmp_path, written(((), rows)))
    assert list(text_files.read_identities(tmp_path / FILES[1][0])) == [
        ("widgets", "openalex", "W1", 0, "person", "2030-01-01", "2030-01-02T09:00:01Z", "2030-01-09")
    ]
