"""`python -m benchmarks bibtex [DIR]`: real .bib files are imported, exported, and compared with the export."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.bibtex.compare import Difference, differences, nearest
from benchmarks.bibtex.round_trip import round_trip
from benchmarks.measure import Bar
from pubtrack.bibtex.parse import read
from pubtrack.bibtex.read import is_publication

RECORDED = Path(__file__).resolve().parents[3] / "shared" / "recorded" / "bibtex"
MOST_DIFFERENT = 1.0  # of 100 entries


def main(names: list[str]) -> int:
    folder = Path(names[0]) if names else RECORDED
    files = sorted(folder.glob("*.bib"))
    if not files:
        print(f"no .bib files in {folder}", file=sys.stderr)
        return 2 if names else 0
    counts = [_one_file(file) for file in files]
    entries, equal, lost = (sum(column) for column in zip(*counts, strict=True))
    bars = (
        Bar(what="entries of which something is exported otherwise", figure=100 * (1 - equal / entries), bar=MOST_DIFFERENT, unit=" %"),
        Bar(what="entries neither in the list nor named", figure=lost, bar=0),
    )
    print(f"{len(files)} files, {entries} entries, {equal} exported as the file has them")
    for bar in bars:
        print(bar)
    return int(not all(bar.holds for bar in bars))


def _one_file(file: Path) -> tuple[int, int, int]:
    """How many entries it has, how many of them come out as they are, and how many are neither listed nor named."""
    data = file.read_bytes()
    made = round_trip(data, file.name)
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    entries = [one for one in read(text)[0] if is_publication(one)]
    equal = 0
    for entry in entries:
        found = nearest(entry, made.exported)
        differ = [Difference(entry.key, "entry", "present", "absent")] if found is None else list(differences(entry, found))
        equal += not differ
        for one in differ:
            print(f"{file.name}: {one.key}: {one.field} is {one.file!r}, exported {one.export!r}")
    named = {one.place.line for one in made.findings if one.kind in ("no-title", "same-twice", "unclear-match") and one.place is not None}
    lost = max(0, len(entries) - len(made.library.publications) - len(named))
    return len(entries), equal, lost
