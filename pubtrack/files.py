"""Reads a file up to a limit; replaces one as a whole, or leaves it as it is. Touches the world."""

from __future__ import annotations

import contextlib
import glob
import os
import stat
import sys
from pathlib import Path

from pubtrack.errors import ListUnusable

ABANDONED_SECONDS = 60.0  # nobody takes so long to write a file


def read_at_most(path: Path, limit: int) -> bytes:
    """The file's bytes, from “-” those of stdin; of more than the limit one byte more than that. A device without end has an end here."""
    if str(path) == "-":
        return sys.stdin.buffer.read(limit + 1)
    with path.open("rb") as file:
        return file.read(limit + 1)


def write_atomically(path: Path, data: bytes, *, unless_changed_from: bytes | None = None) -> None:
    """Put `data` in the place of the file, or of what its link points to; its mode stays. A reader sees the old or the new, never a part.

    With `unless_changed_from`, nothing is written and `ListUnusable` raised if the file no longer holds those bytes.
    A pipe or a device (/dev/null, /dev/stdout) is written to: nothing may take its place.
    Raises `OSError` when the folder cannot be written to; then nothing has changed.
    """
    if _takes_all(path):
        path.write_bytes(data)
        return
    target = Path(os.path.realpath(path))
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
    import secrets  # half of what a warm report would load of this room

    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        _write(temporary, data, mode)
        _clear_away(temporary, target)
        if unless_changed_from is not None and target.read_bytes() != unless_changed_from:
            raise ListUnusable(
                f"{path}:1:1: The file was changed by someone else just now, so nothing was written. Type the command again."
            )
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(target.parent)


def _clear_away(temporary: Path, target: Path) -> None:
    """Remove what others began long ago and never finished, for they were killed."""
    with contextlib.suppress(OSError):
        latest = temporary.stat().st_mtime - ABANDONED_SECONDS
        for one in temporary.parent.glob(f".{glob.escape(target.name)}.????????.tmp"):
            if one.stat().st_mtime < latest:
                one.unlink()


def _takes_all(path: Path) -> bool:
    with contextlib.suppress(FileNotFoundError):
        kind = path.stat().st_mode
        return stat.S_ISFIFO(kind) or stat.S_ISCHR(kind) or stat.S_ISSOCK(kind)
    return False


def _write(path: Path, data: bytes, mode: int | None) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666 if mode is None else 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if mode is not None:
        path.chmod(mode)


def _sync_folder(folder: Path) -> None:
    """So that the new name outlives a power cut. Not every system lets a folder be opened."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
