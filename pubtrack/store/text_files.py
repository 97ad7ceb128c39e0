"""The two text files, `citations.csv` and `identities.csv`: read with every mistake named, written sorted and atomically."""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from sys import intern
from typing import TypeVar

from pubtrack.errors import StoreUnusable

CITATIONS = ("citations.csv", ("date", "source", "source_id", "citations", "kind"))
IDENTITIES = ("identities.csv", ("publication", "source", "source_id", "is_it", "by", "since", "last_seen"))

_NUMBER = re.compile(r"[0-9]{1,12}")
_MARKERS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")

Row = TypeVar("Row")
CountRow = tuple[str, str, str, int, str]  # day, source, source_id, citations, kind
IdentityRow = tuple[str, str, str, int, str, str, str]


def stamp(path: Path) -> str:
    """What tells one state of the file from another without reading it; empty when there is no file."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return ""
    return f"{status.st_mtime_ns}:{status.st_size}:{status.st_ino}"


def read_counts(path: Path) -> Iterator[CountRow]:
    return _read(path, CITATIONS[1], _count_row)


def read_identities(path: Path) -> Iterator[IdentityRow]:
    """Each record of each publication once, whatever order its rows stand in: a person's word, else the later, else the no."""
    found: dict[tuple[str, str, str], list[IdentityRow]] = {}
    for row in _read(path, IDENTITIES[1], _identity_row):
        found.setdefault(row[:3], []).append(row)
    return (rows[0] if len(rows) == 1 else _united(rows) for rows in found.values())


def _united(rows: Sequence[IdentityRow]) -> IdentityRow:
    """All at once: taken by twos, the day of a machine would lend weight to a person's word, and the order would matter."""
    stronger = max(rows, key=lambda row: (row[4] == "person", row[6], not row[3]))
    return (*stronger[:5], min(row[5] for row in rows), max(row[6] for row in rows))


def _read(path: Path, columns: Sequence[str], parse: Callable[[Sequence[str]], Row]) -> Iterator[Row]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as error:
        raise StoreUnusable(f"{path} cannot be read: {error}. Restore it from git or a backup; nothing was changed.") from error
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(rows, None)
        if header is not None and tuple(header) != tuple(columns):
            expected = ",".join(columns)
            raise StoreUnusable(f"{path}:1: {_explain(header, f'the first line should be “{expected}”')}")
        for row in rows:
            if row and tuple(row) != tuple(columns):
                yield _parsed(row, columns, parse, f"{path}:{rows.line_num}")
    except csv.Error as error:
        raise StoreUnusable(f"{path}:{rows.line_num}: {_explain((), f'this row cannot be read: {error}')}") from error


def _parsed(row: Sequence[str], columns: Sequence[str], parse: Callable[[Sequence[str]], Row], place: str) -> Row:
    if len(row) != len(columns):
        raise StoreUnusable(f"{place}: {_explain(row, f'this row has {len(row)} values instead of {len(columns)}')}")
    try:
        return parse(row)
    except ValueError as error:
        raise StoreUnusable(f"{place}: {_explain(row, f'this row cannot be understood: {error}')}") from error


def _explain(row: Sequence[str], problem: str) -> str:
    if row and row[0].startswith(_MARKERS):
        return "a merge in git was left half done. Keep the rows of both sides, delete the marker lines, and run again."
    return f"{problem}. Mend or delete the line, or restore the file from git or a backup; nothing was changed."


def _count_row(row: Sequence[str]) -> CountRow:
    day, source, source_id, citations, kind = row
    if not _NUMBER.fullmatch(citations) or not source or not source_id:
        raise ValueError("a count is a whole number from 0 on, with a source and a source_id")
    if kind not in ("observed", "backfilled"):
        raise ValueError(f"kind is observed or backfilled, not “{kind}”")
    return _day(day), intern(source), intern(source_id), int(citations), intern(kind)


def _identity_row(row: Sequence[str]) -> IdentityRow:
    publication, source, source_id, is_it, by, since, last_seen = row
    if is_it not in ("yes", "no") or by not in ("machine", "person"):
        raise ValueError("is_it is yes or no, by is machine or person")
    if not publication or not source or not source_id:
        raise ValueError("publication, source and source_id cannot be empty")
    return publication, source, source_id, int(is_it == "yes"), by, _day(since), _day(last_seen)


@lru_cache(maxsize=8192)  # a file of a million rows has a few hundred days
def _day(text: str) -> str:
    """The day as it is sorted and compared everywhere: 2030-01-07, never 20300107."""
    return date.fromisoformat(text).isoformat()


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
    for name, _ in (CITATIONS, IDENTITIES):
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
