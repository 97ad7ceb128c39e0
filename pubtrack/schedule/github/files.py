"""Writes the workflow and the lines for git into a repository, and overwrites nothing that a person wrote. Touches the world."""

from __future__ import annotations

import re
from pathlib import Path

from pubtrack.errors import Misused
from pubtrack.files import write_atomically
from pubtrack.schedule.github import requirement
from pubtrack.schedule.github import workflow as github_workflow
from pubtrack.schedule.github.repository import ignored, origin_of, within
from pubtrack.store.folder import GITIGNORE


def place(root: Path, library: Path, cache: Path, install: str) -> github_workflow.GithubPlan:
    """A plan with what the repository itself decides."""
    listed = within(root, library, "the list")
    return github_workflow.GithubPlan(
        library=listed,
        cache=within(root, cache, "the cache folder"),
        seed=f"{origin_of(root) or root.name}:{listed}",
        install=install,
    )


def installed_without_asking(root: Path) -> str | None:
    """What the workflow installs where nobody says it: what was chosen before, or this repository where it is pubtrack's own."""
    before = _read(root / github_workflow.WORKFLOW).decode(errors="replace")
    chosen = requirement.chosen_before(before) if github_workflow.is_unedited(before) else None
    return chosen or ("." if _is_our_own(root) else None)


def installed(root: Path, typed: str) -> str:
    """What pip installs on GitHub, for what was typed here. Raises Misused for a path that GitHub will not see."""
    if (found := requirement.of_repository(typed)) is not None:
        return found
    if not requirement.is_path(typed):
        return typed.strip()
    path = Path(typed).expanduser()
    if not path.exists():
        raise Misused(f"there is no {typed} here; {requirement.HOW}")
    inside = within(root, path, "what is to be installed,")
    return f"./{inside}" if inside != "." else "."


def write(root: Path, plan: github_workflow.GithubPlan, *, force: bool) -> list[str]:
    """Write the files where they differ; the names of those that were written. Raises Misused before anything is, see `_refuse`."""
    workflow, lines = github_workflow.workflow(plan), github_workflow.attribute_lines(plan.cache)
    wanted = {
        github_workflow.WORKFLOW: workflow.encode(),
        github_workflow.ATTRIBUTES: github_workflow.with_lines(_read(root / github_workflow.ATTRIBUTES), lines),
    }
    # A ledger in git would stand in the way of every merge, and be merged wrongly.
    if len(ignored(root, store_files(plan.cache))) < len(store_files(plan.cache)):
        name = f"{plan.cache}/.gitignore".removeprefix("./")
        wanted[name] = github_workflow.with_lines(_read(root / name), GITIGNORE.splitlines())
    there = _read(root / github_workflow.WORKFLOW)
    if there and there != wanted[github_workflow.WORKFLOW] and not force:
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
    if not github_workflow.is_unedited(there):
        raise Misused(f"{github_workflow.WORKFLOW} was edited by hand, or is not pubtrack's, and stays as it is; {advice}")
    if (other := github_workflow.list_of(there)) != github_workflow.list_of(workflow):
        raise Misused(f"{github_workflow.WORKFLOW} refreshes another list, {other}, and stays as it is; {advice}")


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
