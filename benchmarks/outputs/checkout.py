"""Another revision of this repository, in a folder of its own for as long as it is needed. Runs git."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]


class NoSuchRevision(ValueError):
    """git knows nothing of that name."""


@contextmanager
def worktree(revision: str) -> Iterator[Path]:
    """The files of that revision. Raises NoSuchRevision."""
    with tempfile.TemporaryDirectory(prefix="pubtrack-revision-") as folder:
        place = Path(folder) / "checkout"
        done = _git("worktree", "add", "--detach", "--quiet", str(place), revision)
        if done.returncode:
            raise NoSuchRevision(done.stderr.strip())
        try:
            yield place
        finally:
            _git("worktree", "remove", "--force", str(place))


def _git(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *words], cwd=HERE, capture_output=True, text=True, check=False)
