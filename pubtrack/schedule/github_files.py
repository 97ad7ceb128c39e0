"""Writes the workflow and the lines for git into a repository, and overwrites nothing that a person wrote. Touches the world."""

from __future__ import annotations

import re
from pathlib import Path

from pubtrack.errors import Misused
from pubtrack.library.files import write_atomically
from pubtrack.schedule import github
from pubtrack.schedule.github_repository import ignored, origin_of, within
from pubtrack.store.folder import GITIGNORE


def place(root: Path, library: Path, cache: Path) -> github.GithubPlan:
    """A plan with what the repository itself decides."""
    listed = within(root, library, "the list")
    return github.GithubPlan(
        library=listed,
        cache=within(root, cache, "the cache folder"),
        seed=f"{origin_of(root) or root.name}:{listed}",
        install="." if _is_our_own(root) else github.PACKAGE,
    )


def write(root: Path, plan: github.GithubPlan, *, force: bool) -> list[str]:
    """Write the files where they differ; the names of those that were written. Raises Misused before anything is, see `_refuse`."""
    workflow, lines = github.workflow(plan), github.attribute_lines(plan.cache)
    wanted = {
        github.WORKFLOW: workflow.encode(),
        github.ATTRIBUTES: github.with_lines(_read(root / github.ATTRIBUTES), lines),
    }
    # A ledger in git would stand in the way of every merge, and be merged wrongly.
    if len(ignored(root, store_files(plan.cache))) < len(store_files(plan.cache)):
        name = f"{plan.cache}/.gitignore".removeprefix("./")
        wanted[name] = github.with_lines(_read(root / name), GITIGNORE.splitlines())
    there = _read(root / github.WORKFLOW)
    if there and there != wanted[github.WORKFLOW] and not force:
        _refuse(there.decode(errors="replace"), workflow)
    written = []
    for name, data in wanted.items():
        if _read(root / name) != data:
            _put(root / name, data)
            written.append(name)
    return written


def store_files(cache: str) -> list[str]:
    """What each machine keeps for itself."""
    return [f"{cache}/{name}" for name in ("ledger.sqlite3", "answers.sqlite3", "refresh.lock")]


def _refuse(there: str, workflow: str) -> None:
    """Raises Misused for a workflow that a person edited, or that refreshes another list."""
    advice = "type the command again with --force to replace it, or with --dry-run to see what it would become"
    if not github.is_unedited(there):
        raise Misused(f"{github.WORKFLOW} was edited by hand, or is not pubtrack's, and stays as it is; {advice}")
    if (other := github.list_of(there)) != github.list_of(workflow):
        raise Misused(f"{github.WORKFLOW} refreshes another list, {other}, and stays as it is; {advice}")


def _is_our_own(root: Path) -> bool:
    """Is this the repository of pubtrack itself?"""
    found = re.search(rb'^\[project\][^\[]*^name\s*=\s*"([^"]*)"', _read(root / "pyproject.toml"), re.MULTILINE)
    return found is not None and found[1] == b"pubtrack"


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise Misused(f"{path} cannot be read: {error.strerror or error}; mend it, or move it away") from error


def _put(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, data)
    except OSError as error:
        raise Misused(f"{path} cannot be written: {error.strerror or error}; mend the permissions") from error
