"""What the text files of one folder say together, in the form of today. Reads the disk."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from pubtrack.store import day_rows, text_files
from pubtrack.store.day_rows import RunRow
from pubtrack.store.sql import NOTES
from pubtrack.store.text_files import CITATIONS, CITING, IDENTITIES, IdentityRow


class TextRows(NamedTuple):
    """The rows of all three files; notes apart from identities, wherever they stand."""

    counts: list[RunRow]
    identities: list[IdentityRow]
    notes: list[IdentityRow]


def read(folder: Path) -> TextRows:
    """Missing files say nothing. Raises StoreUnusable, with the place, where a row cannot be understood."""
    judged: list[IdentityRow] = []
    noted = list(text_files.read_citing(folder / CITING[0]))
    for row in text_files.read_identities(folder / IDENTITIES[0]):
        if row[0].startswith(NOTES):
            noted.append((*row[:4], "machine", row[5], row[7], row[7]))  # a note is pubtrack's, and holds since it was made last
        else:
            judged.append(row)
    found, by_day = text_files.read_counts(folder / CITATIONS[0])
    found += day_rows.as_runs(by_day, _seen(judged))
    # In the order in which the ledger keeps them, which takes half the time of any other.
    return TextRows(sorted(found, key=itemgetter(2, 3, 0, 4, 5)), judged, noted)


def _seen(judged: Iterable[IdentityRow]) -> dict[tuple[str, str], str]:
    """(source, source's id) → the last day on which it was seen as a publication's record."""
    found: dict[tuple[str, str], str] = {}
    for row in judged:
        if row[3]:
            found[row[1], row[2]] = max(row[7], found.get((row[1], row[2]), ""))
    return found
