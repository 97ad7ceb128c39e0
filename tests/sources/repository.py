"""A git repository of a test: files committed on given days. Runs git."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

needs_git = pytest.mark.needs("git")
_NOBODY = {f"GIT_{role}_{what}": "nobody" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
_ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """`commits(file, body, on=day)`; each day at ten o'clock UTC."""

    folder: Path

    def git(self, *words: str, on: date | None = None) -> str:
        moment = f"{on}T10:00:00Z" if on else "2030-01-01T10:00:00Z"
        env = {**os.environ, **_NOBODY, **_ALONE, "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
        done = subprocess.run(["git", *words], cwd=self.folder, env=env, check=True, capture_output=True, timeout=60, text=True)
        return done.stdout

    def commits(self, file: str, body: bytes, *, on: date) -> Repository:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", f"{file} of {on}", on=on)
        return self


def repository(folder: Path) -> Repository:
    folder.mkdir(parents=True)
    made = Repository(folder=folder)
    made.git("init", "-q", "-b", "main")
    return made
