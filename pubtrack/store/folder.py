"""The cache folder itself: made when it is needed, and held by the one refresh at a time. Touches the disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pubtrack.errors import RefreshRunning, StoreUnusable

GITIGNORE = "*.sqlite3*\n*.lock\n*.tmp\n"
LOCK = "refresh.lock"
GLANCE_SECONDS = 0.3  # whoever only looks whether the lock is held has let go of it by then
POLL_SECONDS = 0.05


class FolderUnwritable(StoreUnusable):
    """There is no folder, and none can be made."""


def make(folder: Path) -> bool:
    """Make the folder unless it is there; tell whether it was made. Raises FolderUnwritable."""
    try:
        if folder.is_dir():
            return False
        if folder.exists():
            raise StoreUnusable(f"{folder} is a file, and should be a folder. Move it away, or give another folder with --cache.")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text(GITIGNORE)
    except OSError as error:
        raise FolderUnwritable(f"{folder} cannot be made: {error.strerror or error}. Give another folder with --cache.") from error
    return True


def remove(folder: Path) -> None:
    """Remove a folder that was made in vain: nothing but what `make` and the lock put there goes."""
    for name in (LOCK, ".gitignore"):
        (folder / name).unlink(missing_ok=True)
    folder.rmdir()


@contextmanager
def refreshing(folder: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold the one lock for refreshing this folder. Raises RefreshRunning when another process holds it for longer than `wait` seconds."""
    from filelock import FileLock, Timeout

    path = folder / LOCK
    lock = FileLock(path)
    try:
        lock.acquire(timeout=max(wait, GLANCE_SECONDS), poll_interval=POLL_SECONDS)
    except Timeout as error:
        raise RefreshRunning(f"another refresh of {folder} is running; try again when it is done, or wait with --wait") from error
    except (OSError, NotImplementedError) as error:  # a folder that is read-only, a file system without locks
        raise StoreUnusable(f"{path} cannot be locked: {error}. Mend the permissions, or give another folder with --cache.") from error
    try:
        yield
    finally:
        lock.release()


def is_refreshing(folder: Path) -> bool:
    """Does anybody hold the lock? Where it cannot be told, nobody does. Nothing is waited for, and nothing made."""
    if not (folder / LOCK).exists():
        return False
    from filelock import FileLock, Timeout

    try:
        with FileLock(folder / LOCK).acquire(blocking=False):
            return False
    except Timeout:
        return True
    except (OSError, NotImplementedError):
        return False
