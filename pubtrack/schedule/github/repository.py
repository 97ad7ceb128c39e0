"""What git says of a repository on disk: where it begins, and what a file was in a revision. Touches the world."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from pubtrack.errors import Misused, StoreUnusable
from pubtrack.schedule.github.changes import Changed, compare
from pubtrack.schedule.github.workflow import TEXT_FILES
from pubtrack.store import text_folder
from pubtrack.text.printable import printable

GIT_SECONDS = 60


def root_of(folder: Path) -> Path:
    """The top folder of the git repository that holds this one. Raises Misused where there is none, or none that git trusts."""
    done = _git(folder, "rev-parse", "--show-toplevel")
    if done.returncode and b"not a git repository" not in done.stderr:
        raise Misused(f"git does not open the repository of {folder}; it says: {printable(done.stderr.decode(errors='replace'))}")
    if done.returncode:
        raise Misused(f"{folder} is in no git repository; type `git init` there first, or name a list in one with --library")
    return Path(os.fsdecode(done.stdout).removesuffix("\n"))


def within(root: Path, path: Path, what: str) -> str:
    """The path as seen from the root, with forward slashes. Raises Misused for one that lies elsewhere."""
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        raise Misused(f"{what} {path} lies outside of the repository {root}, where GitHub does not see it; move it in") from None


def origin_of(root: Path) -> str:
    """The address of the remote called origin; empty when there is none."""
    return _git(root, "config", "--get", "remote.origin.url").stdout.decode(errors="replace").strip()


def ignored(root: Path, paths: list[str]) -> list[str]:
    """Those of the paths that git would not add, because some .gitignore names them."""
    return os.fsdecode(_git(root, "check-ignore", "-z", "--stdin", told=os.fsencode("\0".join(paths))).stdout).split("\0")[:-1]


def tracked(root: Path, paths: list[str]) -> list[str]:
    """Those of the paths that git keeps."""
    return os.fsdecode(_git(root, "--literal-pathspecs", "ls-files", "-z", "--", *paths).stdout).split("\0")[:-1]


def merged_otherwise(root: Path, paths: list[str]) -> list[str]:
    """Those of the paths of which git does not keep the rows of both sides, because some other line decides."""
    told = os.fsdecode(_git(root, "check-attr", "-z", "--stdin", "merge", told=os.fsencode("\0".join(paths))).stdout).split("\0")
    return [path for path, how in zip(told[::3], told[2::3], strict=False) if how != "union"]


def changed_since(revision: str, cache: Path) -> Changed:
    """What differs between the text files as they are and as they were in a revision. A file that was not there had no rows."""
    root = root_of(cache if cache.is_dir() else cache.resolve().parent)
    with tempfile.TemporaryDirectory() as name:
        before = Path(name)
        for file in TEXT_FILES:
            (before / file).write_bytes(_file_in(root, revision, within(root, cache / file, "the file")))
        try:
            return compare(text_folder.read(before), text_folder.read(cache))
        except StoreUnusable as error:
            raise StoreUnusable(str(error).replace(f"{before}/", f"{revision}:")) from error


def _file_in(root: Path, revision: str, path: str) -> bytes:
    if _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").returncode:
        raise Misused(f"there is no revision {revision} in {root}; type a commit, a branch, or HEAD")
    listed = _git(root, "--literal-pathspecs", "ls-tree", "-z", "--full-tree", revision, "--", path)
    return _git(root, "show", f"{revision}:{path}").stdout if listed.stdout else b""


def _git(folder: Path, *arguments: str, told: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", "-C", str(folder), *arguments],
            input=told,
            capture_output=True,
            env={**os.environ, "LC_ALL": "C"},
            timeout=GIT_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise Misused("git is not installed; install it, this command writes into a git repository") from None
    except subprocess.TimeoutExpired:
        raise StoreUnusable(f"git did not answer within {GIT_SECONDS} s in {folder}") from None
