"""The text files `citations.csv`, `citing.csv` and `identities.csv`: read with every mistake named, written sorted and atomically.

Rows may be unsorted, doubled, and of earlier versions, which a merge in git puts beside today's.
"""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from sys import intern
from typing import TypeVar, get_args

from pubtrack.errors import StoreUnusable
from pubtrack.model import moment
from pubtrack.model.count import CountKind
from pubtrack.model.identity import CITED_PREFIX
from pubtrack.store.day_rows import DayRow, RunRow

CITATIONS = ("citations.csv", ("first_seen", "last_seen", "source", "source_id", "citations", "kind"))
CITING = ("citing.csv", ("publication", "source", "source_id", "cites", "first_seen", "last_seen"))
IDENTITIES = ("identities.csv", ("publication", "source", "source_id", "is_it", "by", "since", "decided", "last_seen"))
FILES = (CITATIONS, CITING, IDENTITIES)
# As they were before 0.2, told from today's by how many there are.
_CITATIONS_BY_DAY = ("date", "source", "source_id", "citations", "kind")
_IDENTITIES_UNDATED = ("publication", "source", "source_id", "is_it", "by", "since", "last_seen")

_NUMBER = re.compile(r"[0-9]{1,12}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MARKERS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")

Row = TypeVar("Row")
Parse = Callable[[Sequence[str]], Row]
IdentityRow = tuple[str, str, str, int, str, str, str, str]  # publication, source, source_id, is_it, by, since, decided, last_seen


def stamp(path: Path) -> str:
    """What tells one state of the file from another without reading it; empty when there is no file."""
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return ""
    return f"{status.st_mtime_ns}:{status.st_size}:{status.st_ino}"


def read_counts(path: Path) -> tuple[list[RunRow], list[DayRow]]:
    """The rows of today's form, and those of the one before."""
    runs: list[RunRow] = []
    days: list[DayRow] = []
    for run, day in _read(path, {CITATIONS[1]: lambda row: (_run_row(row), None), _CITATIONS_BY_DAY: lambda row: (None, _day_row(row))}):
        if run is not None:
            runs.append(run)
        if day is not None:
            days.append(day)
    return runs, days


def read_identities(path: Path) -> Iterator[IdentityRow]:
    """Each record of each publication once, whatever order its rows stand in: a person's word, else the later, else the no."""
    return _each_once(_read(path, {IDENTITIES[1]: _identity_row, _IDENTITIES_UNDATED: _undated_identity_row}))


def read_citing(path: Path) -> Iterator[IdentityRow]:
    """The works that cite a publication, as the notes that they are in the ledger."""
    return _each_once(_read(path, {CITING[1]: _citing_row}))


def _each_once(rows: Iterable[IdentityRow]) -> Iterator[IdentityRow]:
    found: dict[tuple[str, str, str], list[IdentityRow]] = {}
    for row in rows:
        found.setdefault(row[:3], []).append(row)
    return (some[0] if len(some) == 1 else _united(some) for some in found.values())


def _united(rows: Sequence[IdentityRow]) -> IdentityRow:
    stronger = max(rows, key=lambda row: (row[4] == "person", row[6], not row[3]))
    return (*stronger[:5], min(row[5] for row in rows), stronger[6], max(row[7] for row in rows))


def _read(path: Path, forms: Mapping[tuple[str, ...], Parse[Row]]) -> Iterator[Row]:
    """Rows of these forms, columns → how a row is read; today's is the first."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return
    except (OSError, UnicodeDecodeError) as error:
        raise StoreUnusable(f"{path} cannot be read: {error}. Restore it from git or a backup; nothing was changed.") from error
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    today, parsers = next(iter(forms)), {len(columns): parse for columns, parse in forms.items()}
    try:
        header = next(rows, None)
        if header is not None and tuple(header) not in forms:
            expected = ",".join(today)
            raise StoreUnusable(f"{path}:1: {_explain(header, f'the first line should be “{expected}”')}")
        for row in rows:
            if row and tuple(row) not in forms:
                yield _parsed(row, parsers, len(today), f"{path}:{rows.line_num}")
    except csv.Error as error:
        raise StoreUnusable(f"{path}:{rows.line_num}: {_explain((), f'this row cannot be read: {error}')}") from error


def _parsed(row: Sequence[str], parsers: Mapping[int, Parse[Row]], columns: int, place: str) -> Row:
    parse = parsers.get(len(row))
    if parse is None:
        raise StoreUnusable(f"{place}: {_explain(row, f'this row has {len(row)} values instead of {columns}')}")
    try:
        return parse(row)
    except ValueError as error:
        raise StoreUnusable(f"{place}: {_explain(row, f'this row cannot be understood: {error}')}") from error


def _explain(row: Sequence[str], problem: str) -> str:
    if row and row[0].startswith(_MARKERS):
        return "a merge in git was left half done. Keep the rows of both sides, delete the marker lines, and run again."
    return f"{problem}. Mend or delete the line, or restore the file from git or a backup; nothing was changed."


def _run_row(row: Sequence[str]) -> RunRow:
    first, last, source, source_id, citations, kind = row
    first, last = _moment(first), _moment(last)
    if last < first:
        raise ValueError(f"it was seen last, {last}, before it was seen first, {first}")
    return first, last, intern(source), intern(source_id), _number(source, source_id, citations), _kind(kind)


def _day_row(row: Sequence[str]) -> DayRow:
    day, source, source_id, citations, kind = row
    return _day(day), intern(source), intern(source_id), _number(source, source_id, citations), _kind(kind)


def _number(source: str, source_id: str, citations: str) -> int:
    if not _NUMBER.fullmatch(citations) or not source or not source_id:
        raise ValueError("a count is a whole number from 0 on, with a source and a source_id")
    return int(citations)


def _kind(text: str) -> CountKind:
    for kind in get_args(CountKind):
        if text == kind:
            return kind  # type: ignore[no-any-return]  # get_args is untyped
    raise ValueError(f"kind is observed or backfilled, not “{text}”")


def _identity_row(row: Sequence[str]) -> IdentityRow:
    publication, source, source_id, is_it, by, since, decided, last_seen = row
    if is_it not in ("yes", "no") or by not in ("machine", "person"):
        raise ValueError("is_it is yes or no, by is machine or person")
    if not publication or not source or not source_id:
        raise ValueError("publication, source and source_id cannot be empty")
    return publication, source, source_id, int(is_it == "yes"), by, _day(since), _moment(decided), _day(last_seen)


def _undated_identity_row(row: Sequence[str]) -> IdentityRow:
    """Before decisions bore their moment the later sighting decided."""
    return _identity_row((*row[:6], row[6], row[6]))


def _citing_row(row: Sequence[str]) -> IdentityRow:
    publication, source, source_id, cites, first_seen, last_seen = row
    if cites not in ("yes", "no"):
        raise ValueError("cites is yes or no")
    return _identity_row(
        (f"{CITED_PREFIX}{publication}" if publication else "", source, source_id, cites, "machine", first_seen, last_seen, last_seen)
    )


@lru_cache(maxsize=65536)
def _moment(text: str) -> str:
    return moment.write(moment.read(text))


@lru_cache(maxsize=8192)  # a file of a million rows has a few hundred days
def _day(text: str) -> str:
    """The day as it is sorted and compared everywhere: 2030-01-07, never 20300107 or 2030-W02-1."""
    if not _DAY.fullmatch(text):
        raise ValueError(f"a day is YYYY-MM-DD, not “{text}”")
    return date.fromisoformat(text).isoformat()


def checked(name: str, rows: Iterable[Row]) -> Iterator[Row]:
    """The same rows. Raises ValueError for one that could not be read again: no ledger spoils its text files."""
    parse = {CITATIONS[0]: _run_row, CITING[0]: _citing_row, IDENTITIES[0]: _identity_row}[name]
    for row in rows:
        parse([str(value) for value in row])  # type: ignore[attr-defined]  # a row is a tuple
        yield row


def write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write the whole file, sorted by the caller, unless it holds the same bytes already. Atomic."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    data = buffer.getvalue().encode()
    try:
        if path.exists() and path.read_bytes() == data:
            return
        _replace(path, data)
    except OSError as error:
        raise StoreUnusable(f"{path} cannot be written: {error.strerror or error}. Free the disk or mend the permissions.") from error


def clear_away(folder: Path) -> None:
    """Remove half-written files; only for who holds the right to write."""
    for name, _ in FILES:
        for left in folder.glob(f".{name}.*.tmp"):
            left.unlink(missing_ok=True)


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
