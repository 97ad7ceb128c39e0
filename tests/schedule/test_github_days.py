"""The workflow's own steps, run one after the other in fresh clones of a bare remote, day after day, against the services on loopback."""

from __future__ import annotations

import shlex
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pubtrack.schedule.github import workflow
from tests.e2e.conftest import MONDAY
from tests.e2e.lists import PACE, SOURCES, shipped
from tests.schedule.github_runner import BRANCH, Run, Runner, git
from tests.world import Cli, Completed, Fault, World
from tests.world.people import ShengyuLiu

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + timedelta(days=number, minutes=7) for number in (1, 2, 3, 4))
LIFETIME = f"lifetime: {{{', '.join(f'{name}: 1' for name in SOURCES if name != 'datacite')}}}"
DAILY = f"settings: {{{PACE}, {LIFETIME}}}\n"
REFRESH, COMMIT, REQUEST = "Refresh", "Commit the two text files", "Open or update the pull request"
BOT = f"{workflow.BOT_NAME} <{workflow.BOT_ADDRESS}>"
TEXTS = ("citations.csv", "identities.csv")
ASIDE = "pubtrack-citations"


@pytest.fixture
def liu(world: World) -> ShengyuLiu:
    return world.shengyu_liu()


@pytest.fixture
def theirs(tmp_path: Path, world: World) -> Cli:
    """Somebody's clone of the remote, with a list in a folder whose name has a blank."""
    git(tmp_path, "init", "-q", "--bare", f"--initial-branch={BRANCH}", "remote.git")
    git(tmp_path, "clone", "-q", f"file://{tmp_path}/remote.git", "theirs")
    cli = Cli(folder=tmp_path / "theirs", world=world)
    cli.write(shipped(settings=DAILY), name="my papers/publications.yaml")
    return cli


@pytest.fixture
def runner(tmp_path: Path, world: World, theirs: Cli) -> Runner:
    return Runner(folder=tmp_path, remote=tmp_path / "remote.git", world=world)


def ours(cli: Cli, *words: str, **how: Any) -> Completed:
    return cli("--library", "my papers/publications.yaml", *words, **how)


def set_up(theirs: Cli, *options: str) -> None:
    done = ours(theirs, "schedule", "github", *options)
    assert done.code == 0, done.err
    commit(theirs, "A list")
    push(theirs)


def commit(theirs: Cli, message: str) -> None:
    git(theirs.folder, "add", "--", "my papers", ".github", ".gitattributes")
    git(theirs.folder, "commit", "-qm", message)


def push(theirs: Cli) -> None:
    git(theirs.folder, "push", "-q", "origin", f"HEAD:{BRANCH}")


def pushes(theirs: Cli) -> str:
    """The same as a command that a run of the workflow is interrupted by."""
    return f"git -C {shlex.quote(str(theirs.folder))} push -q origin HEAD:{BRANCH}"


def log(runner: Runner, branch: str = BRANCH) -> list[str]:
    return git(runner.remote, "log", "--first-parent", "--format=%s", branch).splitlines()


def rows(runner: Runner, name: str, revision: str = BRANCH) -> list[str]:
    return git(runner.remote, "show", f"{revision}:my papers/cache/{name}").splitlines()


def places(lines: list[str]) -> set[tuple[str, ...]]:
    """(day, source, source_id), or (publication, source, source_id), of each row."""
    return {tuple(line.split(",")[:3]) for line in lines}


def assert_good(run: Run) -> None:
    assert run.code == 0, run.log
    assert "Traceback" not in run.log, run.log


def test_the_first_day_brings_one_commit_of_the_two_text_files(runner: Runner, theirs: Cli, liu: ShengyuLiu) -> None:
    set_up(theirs)
    run = runner.run(MONDAY)
    assert_good(run)
    assert (log(runner)[0].split(":")[0], len(log(runner))) == ("Citations of 2026-11-23", 2)
    assert git(runner.remote, "log", "-1", "--format=%an <%ae>|%cn <%ce>", BRANCH).strip() == f"{BOT}|{BOT}"
    assert git(runner.remote, "show", "--format=", "--name-only", BRANCH).splitlines() == [f"my papers/cache/{name}" for name in TEXTS]
    assert any("semantic_scholar" in row and row.endswith(",540,observed") for row in rows(runner, "citations.csv"))
    assert not any("google_scholar" in row for name in TEXTS for row in rows(runner, name))
    assert "What is new" in run.summary


@pytest.mark.parametrize("keeps_cache", [True, False])
def test_a_day_on_which_only_last_seen_moves_brings_no_commit(runner: Runner, theirs: Cli, liu: ShengyuLiu, keeps_cache: bool) -> None:
    runner.keeps_cache = keeps_cache
    set_up(theirs)
    assert_good(runner.run(MONDAY))
    run = runner.run(TUESDAY)
    assert_good(run)
    assert not run.step(COMMIT).ran
    assert len(log(runner)) == 2
    assert run.summary == ""  # nothing new, nothing told
    assert ",2026-11-24" in (run.folder / "my papers/cache/identities.csv").read_text()  # it did ask, and was answered


def test_what_others_pushed_meanwhile_is_merged_and_no_row_is_lost(runner: Runner, theirs: Cli, liu: ShengyuLiu, world: World) -> None:
    """Somebody refreshed too, with Scholar, and pushes between the run's refresh and its own push."""
    set_up(theirs)
    assert_good(runner.run(MONDAY))
    assert_good(runner.run(TUESDAY))
    git(theirs.folder, "pull", "-q", "origin", BRANCH)
    cited(liu, world, 545)
    assert ours(theirs, "refresh", at=WEDNESDAY).code == 0
    commit(theirs, "With Scholar's counts")
    mine = {name: theirs.read(f"my papers/cache/{name}").splitlines() for name in TEXTS}
    cited(liu, world, 549)
    run = runner.run(WEDNESDAY + timedelta(hours=2), before={COMMIT: pushes(theirs)})
    assert_good(run)
    assert log(runner)[1].startswith("Citations of 2026-11-25: 1 count")
    for name in TEXTS:
        merged = rows(runner, name)
        assert not [row for row in merged if row.startswith(("<<<<", "====", ">>>>", "||||"))]
        assert places(merged) == places(mine[name]) | places(rows(runner, name, f"{BRANCH}~1"))
    git(theirs.folder, "pull", "-q", "origin", BRANCH)
    assert ours(theirs, "--offline", "report").code == 0
    said = theirs.read("my papers/cache/citations.csv")
    assert [said.count(f",{count},observed") for count in (545, 549, 612)] == [0, 1, 1]


def test_a_push_that_is_always_refused_ends_the_job_after_three_more_tries(runner: Runner, theirs: Cli, liu: ShengyuLiu) -> None:
    set_up(theirs)
    hook = runner.remote / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho tried >> tries\nexit 1\n")
    hook.chmod(0o755)
    run = runner.run(MONDAY)
    assert (run.code, run.step(COMMIT).code) == (1, 1)
    assert "::error title=pubtrack::" in run.log
    assert (runner.remote / "tries").read_text().splitlines() == ["tried"] * 4
    assert len(log(runner)) == 1


def test_a_service_that_fails_is_a_warning_and_the_rest_is_committed(runner: Runner, theirs: Cli, liu: ShengyuLiu, world: World) -> None:
    world.crossref.fails(Fault.FORBIDDEN)
    set_up(theirs)
    run = runner.run(MONDAY)
    assert_good(run)
    assert "::warning title=pubtrack::" in run.step(REFRESH).out
    assert len(log(runner)) == 2


def test_a_list_that_cannot_be_read_fails_the_job(runner: Runner, theirs: Cli, liu: ShengyuLiu) -> None:
    set_up(theirs)
    theirs.write("publications: [", name="my papers/publications.yaml")
    commit(theirs, "A mistake")
    push(theirs)
    run = runner.run(MONDAY)
    assert (run.code, run.step(REFRESH).code, run.step(COMMIT).ran) == (3, 3, False)


def test_a_secret_is_used_and_stands_in_no_log(runner: Runner, theirs: Cli, liu: ShengyuLiu, world: World) -> None:
    set_up(theirs)
    runner.secrets = {"S2_API_KEY": "s2-sesame-open", "PUBTRACK_CONTACT": "box 12, Example"}
    run = runner.run(MONDAY)
    assert_good(run)
    assert world.semantic_scholar.requests[0].headers["x-api-key"] == "s2-sesame-open"
    assert "sesame" not in run.log + run.summary
    kept = [path for path in run.folder.parent.rglob("*") if path.is_file() and b"sesame" in path.read_bytes()]
    assert kept == []


def test_pull_requests_gather_what_is_new_until_they_are_merged(runner: Runner, theirs: Cli, liu: ShengyuLiu, world: World) -> None:
    set_up(theirs, "--pull-request")
    for day, count in ((MONDAY, 540), (TUESDAY, 540), (WEDNESDAY, 549)):
        cited(liu, world, count)
        if day == WEDNESDAY:  # the list goes on while the request is open
            theirs.write("# A remark.\n" + theirs.read("my papers/publications.yaml"), name="my papers/publications.yaml")
            commit(theirs, "A remark")
            push(theirs)
        assert_good(runner.run(day))
        said = runner.pull_requests
    verbs = [call[1] for call in said["calls"]]
    assert verbs == ["list", "create", "list", "view", "edit"]
    create, edit = said["calls"][1], said["calls"][4]
    assert create[2:6] == ["--head", ASIDE, "--base", BRANCH]
    assert edit[2] == "7"
    assert said["open"]["title"].startswith("Citations of 2026-11-25: 1 count")
    assert "549" in said["open"]["body"].partition("Citations of 2026-11-23")[0]  # the digest of the day
    assert said["open"]["body"].index("Citations of 2026-11-25") < said["open"]["body"].index("Citations of 2026-11-23")
    assert log(runner) == ["A remark", "A list"]
    assert "A remark" in git(runner.remote, "log", "--format=%s", ASIDE)
    assert any(row.endswith(",549,observed") for row in rows(runner, "citations.csv", ASIDE))


def test_after_a_request_was_squashed_the_next_one_begins(runner: Runner, theirs: Cli, liu: ShengyuLiu, world: World) -> None:
    """GitHub's “squash and merge” leaves the branch where it was, with commits that the default branch does not have."""
    set_up(theirs, "--pull-request")
    assert_good(runner.run(MONDAY))
    git(theirs.folder, "fetch", "-q", "origin", ASIDE)
    git(theirs.folder, "merge", "-q", "--squash", "FETCH_HEAD")
    commit(theirs, "Squashed")
    push(theirs)
    (runner.folder / "gh.json").unlink()
    cited(liu, world, 549)
    assert_good(runner.run(TUESDAY))
    assert [call[1] for call in runner.pull_requests["calls"]] == ["list", "create"]
    merged = rows(runner, "citations.csv", ASIDE)
    assert places(merged) > places(rows(runner, "citations.csv"))
    assert len(set(merged)) == len(merged)


def cited(liu: ShengyuLiu, world: World, count: int) -> None:
    """Semantic Scholar counts this for DistServe from now on."""
    world.semantic_scholar.held(liu.distserve).cites = count
