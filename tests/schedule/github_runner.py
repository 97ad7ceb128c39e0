"""Runs the steps of a workflow as GitHub's runner would, on this machine: a fresh clone, the files for outputs, no action of others."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from tests.world import World
from tests.world.run import command, environment

BRANCH = "main"
# The programs that a step may start; `gh` is a stand-in for a program that is GitHub's own.
GH = """#!/usr/bin/env python3
import json, os, pathlib, sys

kept = pathlib.Path(os.environ["FAKE_GH"])
said = json.loads(kept.read_text()) if kept.exists() else {"calls": [], "open": None}
words = sys.argv[1:]
given = dict(zip(words[2:], words[3:]))
said["calls"].append(words)
if words[:2] == ["pr", "list"] and said["open"]:
    print(said["open"]["number"])
if words[:2] == ["pr", "view"]:
    print(said["open"]["body"])
if words[:2] in (["pr", "create"], ["pr", "edit"]):
    said["open"] = {"number": 7, "title": given["--title"], "body": pathlib.Path(given["--body-file"]).read_text()}
kept.write_text(json.dumps(said))
"""


def load(text: str) -> dict[Any, Any]:
    """The workflow. YAML 1.1 reads the key `on` as True."""
    found: dict[Any, Any] = yaml.safe_load(text)
    return found


def git(folder: Path, *words: str, check: bool = True, **env: str) -> str:
    """Git without this machine's settings, as somebody."""
    somebody = {f"GIT_{who}_{what}": "somebody" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    done = subprocess.run(["git", *words], cwd=folder, env=alone(folder) | somebody | env, capture_output=True, text=True, check=False)
    assert not check or done.returncode == 0, (words, done.stdout, done.stderr)
    return done.stdout


def alone(home: Path) -> dict[str, str]:
    """An environment in which git finds no settings of this machine."""
    quiet = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_TERMINAL_PROMPT": "0"}
    return {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"} | quiet


@dataclass(slots=True)
class Step:
    """How a step ended; `ran` is False where its condition did not hold."""

    name: str
    ran: bool
    code: int = 0
    out: str = ""


@dataclass(slots=True)
class Run:
    """One run of the workflow: its folder stays as the runner left it."""

    folder: Path
    steps: list[Step] = field(default_factory=list)
    summary: str = ""

    @property
    def code(self) -> int:
        return next((one.code for one in self.steps if one.code), 0)

    @property
    def log(self) -> str:
        return "\n".join(f"--- {one.name}\n{one.out}" for one in self.steps)

    def step(self, name: str) -> Step:
        return next(one for one in self.steps if one.name == name)


@dataclass(slots=True)
class Runner:
    """GitHub's machines, one remote repository, and what they keep between runs: the cache, and the pull requests."""

    folder: Path
    remote: Path
    world: World
    secrets: dict[str, str] = field(default_factory=dict)
    runs: int = 0

    @property
    def pull_requests(self) -> dict[str, Any]:
        kept = self.folder / "gh.json"
        found: dict[str, Any] = json.loads(kept.read_text()) if kept.exists() else {"calls": [], "open": None}
        return found

    def run(self, at: datetime, *, before: Mapping[str, str] | None = None) -> Run:
        """Run the workflow of the remote at this time. `before` maps the name of a step to a shell command that somebody runs before it."""
        self.runs += 1
        self.world.moves_to(at)
        there = self.folder / f"run-{self.runs}"
        done = Run(folder=there / "clone")
        there.mkdir()
        text = git(self.remote, "show", f"{BRANCH}:.github/workflows/pubtrack.yml")
        (job,) = load(text)["jobs"].values()
        env = self._environment(there, at)
        outputs: dict[str, str] = {}
        for step in job["steps"]:
            if self._is_for(step, outputs) and not done.code:
                if (meanwhile := (before or {}).get(step.get("name", ""))) is not None:
                    subprocess.run(["bash", "-ec", meanwhile], env=env, cwd=there, check=True)
                done.steps.append(self._do(step, job, there, env, outputs))
            else:
                done.steps.append(Step(step.get("name", ""), ran=False))
        if not done.code:
            self._save(job)
        done.summary = (there / "summary").read_text()
        return done

    def _is_for(self, step: dict[str, Any], outputs: dict[str, str]) -> bool:
        condition = step.get("if")
        if condition is None:
            return True
        found = re.fullmatch(r"steps\.(\w+)\.outputs\.(\w+) != ''", condition)
        assert found, condition
        return outputs.get(f"{found[1]}.{found[2]}", "") != ""

    def _do(self, step: dict[str, Any], job: dict[str, Any], there: Path, env: dict[str, str], outputs: dict[str, str]) -> Step:
        if "uses" in step:
            return self._act(step, there)
        name = step["name"]
        if "pip install" in step["run"]:
            return Step(name, ran=True)
        (there / "output").write_text("")
        (there / "script.sh").write_text(step["run"])
        given = {key: self._filled(str(value), outputs) for key, value in {**job["env"], **step.get("env", {})}.items()}
        assert job["defaults"]["run"] == {"shell": "bash"}
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(there / "script.sh")]
        done = subprocess.run(
            shell, cwd=there / "clone", env=env | given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        for line in (there / "output").read_text().splitlines():
            key, _, value = line.partition("=")
            outputs[f"{step['id']}.{key}"] = value
        return Step(name, ran=True, code=done.returncode, out=done.stdout)

    def _act(self, step: dict[str, Any], there: Path) -> Step:
        """What the official actions do, as far as later steps see it."""
        name, given = step["uses"].partition("@")[0], step.get("with", {})
        if name == "actions/checkout":
            depth = given.get("fetch-depth", 1)
            shallow = [f"--depth={depth}"] if depth else []
            git(there, "clone", "-q", *shallow, f"file://{self.remote}", "clone")
        elif name == "actions/cache" and (self.folder / "kept").exists():
            target = there / "clone" / given["path"]
            target.parent.mkdir(exist_ok=True, parents=True)
            shutil.copy(self.folder / "kept", target)
        return Step(name, ran=True)

    def _save(self, job: dict[str, Any]) -> None:
        (path,) = (step["with"]["path"] for step in job["steps"] if step.get("uses", "").startswith("actions/cache@"))
        shutil.copy(self.folder / f"run-{self.runs}" / "clone" / path, self.folder / "kept")

    def _filled(self, text: str, outputs: dict[str, str]) -> str:
        def fill(found: re.Match[str]) -> str:
            kind, _, rest = found[1].partition(".")
            if kind == "secrets":
                return self.secrets.get(rest, "")
            if found[1] == "github.token":
                return "a-token"
            assert kind == "steps", found[1]
            step, _, name = rest.partition(".outputs.")
            return outputs.get(f"{step}.{name}", "")

        return re.sub(r"\$\{\{ ([\w.]+) \}\}", fill, text)

    def _environment(self, there: Path, at: datetime) -> dict[str, str]:
        programs = there / "bin"
        programs.mkdir()
        _program(programs / "pubtrack", "#!/bin/bash\nexec " + " ".join(f"'{word}'" for word in command([], at=at)) + ' "$@"\n')
        _program(programs / "gh", GH)
        (there / "home").mkdir()
        (there / "summary").write_text("")
        env = environment(there, self.world.env) | alone(there / "home")
        return env | {
            "PATH": f"{programs}{os.pathsep}{env['PATH']}",
            "CI": "true",
            "FAKE_GH": str(self.folder / "gh.json"),
            "GITHUB_OUTPUT": str(there / "output"),
            "GITHUB_STEP_SUMMARY": str(there / "summary"),
            "GITHUB_REF_NAME": BRANCH,
            "RUNNER_TEMP": str(there),
        }


def _program(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)
