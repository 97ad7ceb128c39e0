"""`python -m benchmarks outputs record|compare|against`: arguments in, words and exit codes out."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.outputs.checkout import HERE, NoSuchRevision, worktree
from benchmarks.outputs.compare import compare, names_of
from benchmarks.outputs.record import record


def main(argv: Sequence[str]) -> int:
    """0 when all went well and nothing differs, 1 when something does, 2 for what was mistyped."""
    parser = _parser()
    typed = parser.parse_args(argv)
    if typed.what == "record":
        if typed.folder.exists() and any(typed.folder.iterdir()):
            parser.error(f"{typed.folder} is not empty")
        if not (typed.checkout / "pubtrack").is_dir():
            parser.error(f"{typed.checkout} holds no pubtrack")
        return _record(typed.checkout, typed.folder)
    if typed.what == "compare":
        missing = [folder for folder in (typed.before, typed.after) if not folder.is_dir()]
        if missing:
            parser.error(f"there is no folder {missing[0]}")
        return _compare(typed.before, typed.after)
    try:
        return _against(typed.revision)
    except NoSuchRevision as error:
        parser.error(str(error))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks outputs", description="Compare all that a user sees of two checkouts.")
    kinds = parser.add_subparsers(dest="what", required=True)
    recording = kinds.add_parser("record", help="run every command, and write what came of it into an empty folder")
    recording.add_argument("folder", type=Path)
    recording.add_argument("--checkout", type=Path, default=HERE, help="whose pubtrack is run; default: this one")
    comparing = kinds.add_parser("compare", help="print what differs between two recordings")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    against = kinds.add_parser("against", help="record that revision and this checkout, and compare them")
    against.add_argument("revision")
    return parser


def _record(checkout: Path, folder: Path) -> int:
    began = time.monotonic()
    for name in record(checkout, folder):
        print(f"{name} ended with a traceback", file=sys.stderr)
    print(f"{len(list(names_of(folder)))} outputs of {checkout} recorded in {time.monotonic() - began:.0f} s")
    return 0


def _compare(before: Path, after: Path) -> int:
    found = compare(before, after)
    for diff in found.diffs.values():
        sys.stdout.write(f"{diff}\n\n")
    print(found)
    return int(bool(found.diffs))


def _against(revision: str) -> int:
    with worktree(revision) as other, tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder) / "before", Path(folder) / "after"
        _record(other, before)
        _record(HERE, after)
        return _compare(before, after)
