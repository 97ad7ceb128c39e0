"""A repository that somebody else made is read, and nothing of it is run, fetched, or taken for an option."""

from __future__ import annotations

import os
import stat
from datetime import date
from pathlib import Path

import pytest

from pubtrack.errors import ImportRefused, Misused
from pubtrack.sources.files.git_history import split, versions
from tests.sources.repository import Repository, needs_git, repository

pytestmark = [needs_git, pytest.mark.slow]

DAY = date(2029, 5, 1)
FILE = "_data/citations.yml"


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A program that leaves a trace where it was started."""
    program = tmp_path / "trap"
    program.write_text(f'#!/bin/sh\necho "$0 $*" >> "{tmp_path}/sprung"\ncat 2>/dev/null\nexit 0\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    made = repository(tmp_path / "home")
    made.commits(FILE, b"total: 1\n", on=DAY)
    return made.commits(FILE, b"total: 2\n", on=date(2029, 5, 2))


def bodies(repo: Repository) -> list[bytes]:
    return [one.body for one in versions(repo.folder, FILE).versions]


SETTINGS = [
    "core.fsmonitor",
    "core.pager",
    "pager.log",
    "core.sshCommand",
    "core.editor",
    "core.askPass",
    "core.alternateRefsCommand",
    "diff.external",
    "gpg.program",
    "gpg.ssh.program",
    "diff.trap.textconv",
    "diff.trap.command",
    "filter.trap.clean",
    "filter.trap.smudge",
    "filter.trap.process",
    "credential.helper",
    "alias.log",
    "uploadpack.packObjectsHook",
]


@pytest.mark.parametrize("setting", SETTINGS)
def test_no_program_that_its_configuration_names_is_started(repo: Repository, trap: Path, tmp_path: Path, setting: str) -> None:
    repo.commits(".gitattributes", b"* diff=trap filter=trap\n", on=date(2029, 5, 3))
    for name, value in (
        (setting, f"!{trap}" if setting == "alias.log" else str(trap)),
        ("log.showSignature", "true"),
        ("filter.trap.required", "true"),
    ):
        repo.git("config", name, value)
    assert bodies(repo) == [b"total: 1\n", b"total: 2\n"]
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize("hook", ["post-index-change", "reference-transaction", "post-checkout", "fsmonitor-watchman", "pre-auto-gc"])
def test_no_hook_is_run(repo: Repository, trap: Path, tmp_path: Path, hook: str) -> None:
    for folder in (repo.folder / ".git" / "hooks", tmp_path / "hooks"):
        folder.mkdir(exist_ok=True)
        (folder / hook).write_bytes(trap.read_bytes())
        (folder / hook).chmod(0o755)
    repo.git("config", "core.hooksPath", str(tmp_path / "hooks"))
    repo.git("config", "core.fsmonitor", "true")
    (tmp_path / "sprung").unlink(missing_ok=True)
    assert bodies(repo) == [b"total: 1\n", b"total: 2\n"]
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize(
    "variable", ["GIT_EXTERNAL_DIFF", "GIT_SSH", "GIT_SSH_COMMAND", "GIT_PAGER", "GIT_PROXY_COMMAND", "GIT_ASKPASS", "GIT_EDITOR"]
)
def test_no_program_of_the_environment_is_started(
    repo: Repository, trap: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, str(trap))
    assert bodies(repo) == [b"total: 1\n", b"total: 2\n"]
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("GIT_DIR", "/nowhere"),
        ("GIT_WORK_TREE", "/nowhere"),
        ("GIT_OBJECT_DIRECTORY", "/nowhere"),
        ("GIT_ALTERNATE_OBJECT_DIRECTORIES", "/nowhere"),
        ("GIT_COMMON_DIR", "/nowhere"),
        ("GIT_SHALLOW_FILE", "/nowhere"),
        ("GIT_REPLACE_REF_BASE", "refs/heads/"),
        ("GIT_CONFIG_COUNT", "no number"),
        ("GIT_CONFIG_PARAMETERS", "'core.bare=true'"),
        ("GIT_TRACE", "1"),
        ("GIT_DIFF_OPTS", "--unified=0"),
    ],
)
def test_the_environment_leads_nowhere_else(repo: Repository, monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    assert bodies(repo) == [b"total: 1\n", b"total: 2\n"]


def test_an_object_that_is_replaced_is_read_as_it_was_committed(repo: Repository) -> None:
    old = repo.git("rev-parse", f"HEAD:{FILE}").strip()
    (repo.folder / "other").write_bytes(b"total: 999999\n")
    repo.git("replace", old, repo.git("hash-object", "-w", "other").strip())
    assert bodies(repo) == [b"total: 1\n", b"total: 2\n"]


def test_nothing_is_fetched_for_a_clone_without_its_blobs(repo: Repository, trap: Path, tmp_path: Path) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    partial = Repository(folder=tmp_path / "partial")
    repo.git("clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{repo.folder}", str(partial.folder))
    partial.git("config", "remote.origin.url", f"ext::{trap} %S")
    partial.git("config", "protocol.ext.allow", "always")
    partial.git("config", "remote.origin.uploadpack", str(trap))
    try:
        assert set(bodies(partial)) <= {b"", b"total: 1\n", b"total: 2\n"}
    except ImportRefused as refused:
        assert "git" in str(refused)  # noqa: PT017  # a newer git refuses what an older one calls missing
    assert not (tmp_path / "sprung").exists()


def test_a_submodule_is_not_entered(repo: Repository, tmp_path: Path) -> None:
    other = repository(tmp_path / "other").commits("citations.yml", b"total: 7\n", on=DAY)
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(other.folder), "_data2")
    repo.git("commit", "-qam", "a submodule", on=date(2029, 5, 4))
    with pytest.raises(ImportRefused):
        versions(repo.folder, "_data2/citations.yml")
    assert bodies(repo) == [b"total: 1\n", b"total: 2\n"]


@pytest.mark.parametrize("place", ["-c:file", "--upload-pack=x:file", "repo:--output=x", "repo:-p", "-:-"])
def test_what_begins_as_an_option_is_no_place(place: str) -> None:
    with pytest.raises(Misused):
        split(place)


def test_a_branch_named_as_an_option_is_none(repo: Repository, tmp_path: Path) -> None:
    (repo.folder / ".git/refs/heads/--output=pwned").write_text(repo.git("rev-parse", "HEAD"))
    with pytest.raises(ImportRefused):
        versions(repo.folder, "_data/nothing.yml")
    assert not any(path.name.startswith("pwned") for path in (*tmp_path.rglob("*"), *Path.cwd().glob("pwned*")))


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give a folder away")
def test_what_git_takes_for_unsafe_is_not_read(repo: Repository) -> None:
    """Whoever says safe.directory has said so; nobody says it for them."""
    for path in (repo.folder, *repo.folder.rglob("*")):
        os.chown(path, 65534, 65534)
    with pytest.raises(ImportRefused, match="dubious ownership"):
        versions(repo.folder, FILE)
