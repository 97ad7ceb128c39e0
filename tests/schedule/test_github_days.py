"""The workflow's own steps, run one after the other in fresh clones of a bare remote, day after day, against the services on loopback."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pubtrack.schedule.github import workflow
from tests.e2e.conftest import MONDAY
from tests.e2e.lists import PACE, SOURCES, shipped
from tests.schedule.github_runner import BRANCH, Run, Runner, git
from tests.world import Cli, Completed, Fault, World
from tests.world.people import ShengyuLiu

TUESDAY, WEDNESDAY = (MONDAY + timedelta(days=number, minutes=7) for number in (1, 2))
LIFETIME = f"lifetime: {{{', '.join(f'{name}: 1' for name in SOURCES if name != 'datacite')}}}"
DAILY = f"settings: {{{PACE}, {LIFETIME}}}\n"
REFRESH, COMMIT, REQUEST = "Refresh", "Commit the text files", "Open or update the pull request"
BOT = f"{workflow.BOT_NAME} <{workflow.BOT_ADDRESS}>"
TEXTS = ("citations.csv", "citing.csv", "identities.csv")
ASIDE = "pubtrack-citations"
pytestmark = [pytest.mark.slow, pytest.mark.needs("git", "bash")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A remote, somebody's clone of it with a list in a folder whose name has a blank, GitHub's machines, and the services."""

    theirs: Cli
    runner: Runner
    world: World
    liu: ShengyuLiu


def scene(folder: Path, world: World) -> Scene:
    runner = Runner(folder=folder, remote=folder / "remote.git", world=world, runs=len(list(folder.glob("run-*"))))
    return Scene(theirs=Cli(folder=folder / "theirs", world=world), runner=runner, world=world, liu=world.shengyu_liu())


def begin(folder: Path, *options: str) -> None:
    """Before the first run: a list and its workflow are pushed."""
    git(folder, "init", "-q", "--bare", f"--initial-branch={BRANCH}", "remote.git")
    git(folder, "clone", "-q", "remote.git", "theirs")
    git(folder / "theirs", "remote", "set-url", "origin", "../remote.git")  # the whole may be copied
    with World() as world:
        theirs = Cli(folder=folder / "theirs", world=world)
        theirs.write(shipped(settings=DAILY), name="my papers/publications.yaml")
        done = ours(theirs, "schedule", "github", "--install", "https://github.com/example/pubtrack", *options)
        assert done.code == 0, done.err
        commit(theirs, "A list")
        push(theirs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day that was lived once: all that it left, and its run. Tests read it, or go on in a copy."""

    folder: Path
    run: Run


def after(before: Path, folder: Path, day: datetime) -> Day:
    shutil.copytree(before, folder, symlinks=True, dirs_exist_ok=True)
    with World() as world:
        run = scene(folder, world).runner.run(day)
    assert_good(run)
    return Day(folder=folder, run=run)


@pytest.fixture(scope="module")
def set_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("set-up")
    begin(folder)
    return folder


@pytest.fixture(scope="module")
def monday(set_up: Path, tmp_path_factory: pytest.TempPathFactory) -> Day:
    return after(set_up, tmp_path_factory.mktemp("monday"), MONDAY)


@pytest.fixture(scope="module")
def tuesday(monday: Day, tmp_path_factory: pytest.TempPathFactory) -> Day:
    return after(monday.folder, tmp_path_factory.mktemp("tuesday"), TUESDAY)


@pytest.fixture(scope="module")
def requested(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """The first day of a workflow that asks for a pull request."""
    folder = tmp_path_factory.mktemp("requested")
    begin(folder, "--pull-request")
    return after(folder, tmp_path_factory.mktemp("requested-monday"), MONDAY)


@pytest.fixture
def at(tmp_path: Path, world: World) -> Callable[[Path], Scene]:
    """Go on from there, in a copy."""

    def go_on(before: Path) -> Scene:
        shutil.copytree(before, tmp_path, symlinks=True, dirs_exist_ok=True)
        return scene(tmp_path, world)

    return go_on


def ours(cli: Cli, *words: str, **how: Any) -> Completed:
    return cli("--library", "my papers/publications.yaml", *words, **how)


def commit(theirs: Cli, message: str) -> None:
    git(theirs.folder, "add", "--", "my papers", ".github", ".gitattributes")
    git(theirs.folder, "commit", "-qm", message)


def push(theirs: Cli) -> None:
    git(theirs.folder, "push", "-q", "origin", f"HEAD:{BRANCH}")


def pushes(theirs: Cli) -> str:
    """The same as a command that a run of the workflow is interrupted by."""
    return f"git -C {shlex.quote(str(theirs.folder))} push -q origin HEAD:{BRANCH}"


def log(here: Scene, branch: str = BRANCH) -> list[str]:
    return git(here.runner.remote, "log", "--first-parent", "--format=%s", branch).splitlines()


def rows(here: Scene, name: str, revision: str = BRANCH) -> list[str]:
    return git(here.runner.remote, "show", f"{revision}:my papers/cache/{name}").splitlines()


def places(lines: list[str], name: str) -> set[tuple[str, ...]]:
    """(first_seen, source, source_id, citations), or (publication, source, source_id), of each row: what no later sighting moves."""
    columns = (0, 2, 3, 4) if name == "citations.csv" else (0, 1, 2)
    return {tuple(line.split(",")[place] for place in columns) for line in lines}


def assert_good(run: Run) -> None:
    assert run.code == 0, run.log
    assert "Traceback" not in run.log, run.log


def test_the_first_day_brings_one_commit_of_the_text_files(at: Callable[[Path], Scene], monday: Day) -> None:
    here = at(monday.folder)
    assert (log(here)[0].split(":")[0], len(log(here))) == ("Citations of 2026-11-23", 2)
    remote = here.runner.remote
    assert git(remote, "log", "-1", "--format=%an <%ae>|%cn <%ce>", BRANCH).strip() == f"{BOT}|{BOT}"
    assert git(remote, "show", "--format=", "--name-only", BRANCH).splitlines() == [f"my papers/cache/{name}" for name in TEXTS]
    assert any("semantic_scholar" in row and row.endswith(",540,observed") for row in rows(here, "citations.csv"))
    assert not any("google_scholar" in row for name in TEXTS for row in rows(here, name))
    assert "What is new" in monday.run.summary


def test_a_day_on_which_only_last_seen_moves_brings_no_commit(at: Callable[[Path], Scene], tuesday: Day) -> None:
    assert_nothing_is_committed(at(tuesday.folder), tuesday.run)


def test_nor_does_it_where_nothing_was_kept_between_the_runs(at: Callable[[Path], Scene], monday: Day) -> None:
    here = at(monday.folder)
    (here.runner.folder / "kept").unlink()
    assert_nothing_is_committed(here, here.runner.run(TUESDAY))


def assert_nothing_is_committed(here: Scene, run: Run) -> None:
    assert_good(run)
    assert not run.step(COMMIT).ran
    assert len(log(here)) == 2
    assert run.summary == ""  # nothing new, nothing told
    assert ",2026-11-24" in (run.folder / "my papers/cache/identities.csv").read_text()  # it did ask, and was answered


def test_what_others_pushed_meanwhile_is_merged_and_no_row_is_lost(at: Callable[[Path], Scene], tuesday: Day) -> None:
    """Somebody refreshed too, with Scholar, and pushes between the run's refresh and its own push."""
    here = at(tuesday.folder)
    git(here.theirs.folder, "pull", "-q", "origin", BRANCH)
    cited(here, 545)
    assert ours(here.theirs, "refresh", at=WEDNESDAY).code == 0
    commit(here.theirs, "With Scholar's counts")
    mine = {name: here.theirs.read(f"my papers/cache/{name}").splitlines() for name in TEXTS}
    cited(here, 549)
    run = here.runner.run(WEDNESDAY + timedelta(hours=2), before={COMMIT: pushes(here.theirs)})
    assert_good(run)
    assert log(here)[1].startswith("Citations of 2026-11-25: 1 count")
    for name in TEXTS:
        merged = rows(here, name)
        assert not [row for row in merged if row.startswith(("<<<<", "====", ">>>>", "||||"))]
        assert places(merged, name) == places(mine[name], name) | places(rows(here, name, f"{BRANCH}~1"), name)
    git(here.theirs.folder, "pull", "-q", "origin", BRANCH)
    assert ours(here.theirs, "--offline", "report").code == 0
    said = here.theirs.read("my papers/cache/citations.csv")
    assert [said.count(f",{count},observed") for count in (545, 549, 612)] == [1, 1, 1]  # the later of the day replaces none
    shown = json.loads(ours(here.theirs, "--offline", "report", "--format", "json").out)["publications"]
    assert {549, 545} & {one["citations"]["semantic_scholar"]["count"] for one in shown} == {549}


def test_a_push_that_is_always_refused_ends_the_job_after_three_more_tries(at: Callable[[Path], Scene], set_up: Path) -> None:
    here = at(set_up)
    hook = here.runner.remote / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho tried >> tries\nexit 1\n")
    hook.chmod(0o755)
    run = here.runner.run(MONDAY)
    assert (run.code, run.step(COMMIT).code) == (1, 1)
    assert "::error title=pubtrack::" in run.log
    assert (here.runner.remote / "tries").read_text().splitlines() == ["tried"] * 4
    assert len(log(here)) == 1


def test_a_list_that_cannot_be_read_fails_the_job(at: Callable[[Path], Scene], set_up: Path) -> None:
    here = at(set_up)
    here.theirs.write("publications: [", name="my papers/publications.yaml")
    commit(here.theirs, "A mistake")
    push(here.theirs)
    run = here.runner.run(MONDAY)
    assert (run.code, run.step(REFRESH).code, run.step(COMMIT).ran) == (3, 3, False)


def test_a_secret_is_used_and_stands_in_no_log_and_a_service_that_fails_is_a_warning(at: Callable[[Path], Scene], set_up: Path) -> None:
    """One run for both: the failure of one service, and the key of another."""
    here = at(set_up)
    here.world.crossref.fails(Fault.FORBIDDEN)
    here.runner.secrets = {"S2_API_KEY": "s2-sesame-open", "PUBTRACK_CONTACT": "box 12, Example"}
    run = here.runner.run(MONDAY)
    assert_good(run)
    assert "::warning title=pubtrack::" in run.step(REFRESH).out
    assert len(log(here)) == 2  # what the others said is committed
    assert here.world.semantic_scholar.requests[0].headers["x-api-key"] == "s2-sesame-open"
    assert "sesame" not in run.log + run.summary
    kept = [path for path in run.folder.parent.rglob("*") if path.is_file() and b"sesame" in path.read_bytes()]
    assert kept == []


def test_pull_requests_gather_what_is_new_until_they_are_merged(at: Callable[[Path], Scene], requested: Day) -> None:
    here = at(requested.folder)
    assert_good(here.runner.run(TUESDAY))
    cited(here, 549)  # and the list goes on while the request is open
    here.theirs.write("# A remark.\n" + here.theirs.read("my papers/publications.yaml"), name="my papers/publications.yaml")
    commit(here.theirs, "A remark")
    push(here.theirs)
    assert_good(here.runner.run(WEDNESDAY))
    said = here.runner.pull_requests
    verbs = [call[1] for call in said["calls"]]
    assert verbs == ["list", "create", "list", "view", "edit"]
    create, edit = said["calls"][1], said["calls"][4]
    assert create[2:6] == ["--head", ASIDE, "--base", BRANCH]
    assert edit[2] == "7"
    assert said["open"]["title"].startswith("Citations of 2026-11-25: 1 count")
    assert "549" in said["open"]["body"].partition("Citations of 2026-11-23")[0]  # the digest of the day
    assert said["open"]["body"].index("Citations of 2026-11-25") < said["open"]["body"].index("Citations of 2026-11-23")
    assert log(here) == ["A remark", "A list"]
    assert "A remark" in git(here.runner.remote, "log", "--format=%s", ASIDE)
    assert any(row.endswith(",549,observed") for row in rows(here, "citations.csv", ASIDE))


def test_after_a_request_was_squashed_the_next_one_begins(at: Callable[[Path], Scene], requested: Day) -> None:
    """GitHub's “squash and merge” leaves the branch where it was, with commits that the default branch does not have."""
    here = at(requested.folder)
    git(here.theirs.folder, "fetch", "-q", "origin", ASIDE)
    git(here.theirs.folder, "merge", "-q", "--squash", "FETCH_HEAD")
    commit(here.theirs, "Squashed")
    push(here.theirs)
    (here.runner.folder / "gh.json").unlink()
    cited(here, 549)
    assert_good(here.runner.run(TUESDAY))
    assert [call[1] for call in here.runner.pull_requests["calls"]] == ["list", "create"]
    merged = rows(here, "citations.csv", ASIDE)
    assert places(merged, "citations.csv") > places(rows(here, "citations.csv"), "citations.csv")
    assert len(set(merged)) == len(merged)


def cited(here: Scene, count: int) -> None:
    """Semantic Scholar counts this for DistServe from now on."""
    here.world.semantic_scholar.held(here.liu.distserve).cites = count
