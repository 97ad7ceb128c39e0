"""`pubtrack schedule github` and `pubtrack schedule changed` in real repositories: what is written, what is left alone, what is said."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from pubtrack.schedule.github import workflow
from tests.e2e.conftest import MONDAY
from tests.e2e.lists import AT_ONCE, shipped
from tests.schedule.github_runner import git
from tests.world import Cli, Completed

WORKFLOW, ATTRIBUTES = ".github/workflows/pubtrack.yml", ".gitattributes"
REPOSITORY = "https://github.com/example/pubtrack"
TUESDAY = MONDAY + timedelta(days=1, minutes=3)
COUNT = "2026-11-23T09:00:00Z,2026-11-23T09:00:00Z,openalex,W1,4,observed\n"
HEADER = "first_seen,last_seen,source,source_id,citations,kind\n"
pytestmark = [pytest.mark.slow, pytest.mark.needs("git")]


@pytest.fixture
def here(cli: Cli) -> Cli:
    """A repository with the shipped list at its top."""
    git(cli.folder, "init", "-q", "--initial-branch=main")
    cli.write(shipped())
    return cli


def written(cli: Cli, *options: str, code: int = 0) -> Completed:
    where = () if "--install" in options else ("--install", REPOSITORY)
    done = cli("schedule", "github", *where, *options)
    assert done.code == code, done.err
    assert "Traceback" not in done.err
    return done


def files(cli: Cli) -> dict[str, bytes]:
    names = (WORKFLOW, ATTRIBUTES, "cache/.gitignore")
    return {name: (cli.folder / name).read_bytes() for name in names if (cli.folder / name).exists()}


# ---------------------------------------------------------------- what is written


def test_it_writes_what_github_and_git_need_and_says_so(here: Cli) -> None:
    done = written(here)
    assert [line.removeprefix(f"wrote {here.folder}/") for line in done.out.splitlines()] == [WORKFLOW, ATTRIBUTES, "cache/.gitignore"]
    assert here.read(ATTRIBUTES).splitlines() == [f"cache/{name}.csv merge=union" for name in ("citations", "citing", "identities")]
    assert 'LIST: "publications.yaml"' in here.read(WORKFLOW)
    assert "pip install --disable-pip-version-check git+https://github.com/example/pubtrack\n" in here.read(WORKFLOW)


def test_it_says_that_scholar_is_not_reachable_and_how_its_counts_get_in(here: Cli) -> None:
    said = written(here).err
    for words in (
        "Google Scholar cannot be reached",
        "pubtrack refresh",
        "pubtrack import scholar-page",
        "cache/citations.csv",
        "Commit and push",
    ):
        assert words in said


def test_a_second_time_changes_nothing(here: Cli) -> None:
    written(here)
    before = files(here)
    done = written(here)
    assert (files(here), done.out) == (before, "")
    assert "Nothing was written" in done.err


def test_other_choices_replace_what_was_not_edited(here: Cli) -> None:
    written(here)
    written(here, "--pull-request", "--at", "07:30")
    assert 'cron: "30 7 * * *"' in here.read(WORKFLOW)
    assert "pull-requests: write" in here.read(WORKFLOW)


def test_an_edited_workflow_is_left_alone_unless_forced(here: Cli) -> None:
    written(here)
    here.write(here.read(WORKFLOW).replace("30", "25"), name=WORKFLOW)
    here.write("mine\n", name=ATTRIBUTES)
    before = files(here)
    done = written(here, code=2)
    assert "edited by hand" in done.err
    assert "--force" in done.err
    assert files(here) == before
    written(here, "--force")
    assert workflow.is_unedited(here.read(WORKFLOW))
    assert here.read(ATTRIBUTES).startswith("mine\n")


def test_a_workflow_of_another_list_is_left_alone(here: Cli) -> None:
    written(here)
    here.write(shipped(), name="other/publications.yaml")
    done = here("--library", "other/publications.yaml", "schedule", "github", "--install", REPOSITORY)
    assert done.code == 2
    assert "another list, publications.yaml" in done.err


def test_nothing_is_written_by_a_dry_run(here: Cli) -> None:
    for option in ("--dry-run", "--stdout"):
        done = written(here, option)
        assert workflow.is_unedited(done.out)
        assert "cache/citations.csv merge=union" in done.err
        assert files(here) == {}


def test_pubtracks_own_repository_installs_itself(here: Cli) -> None:
    here.write('[build-system]\nrequires = ["x"]\n\n[project]\nname = "pubtrack"\n', name="pyproject.toml")
    assert here("schedule", "github").code == 0
    assert "--disable-pip-version-check .\n" in here.read(WORKFLOW)
    written(here, "--install", "git+https://example.org/my fork")
    assert "--disable-pip-version-check 'git+https://example.org/my fork'\n" in here.read(WORKFLOW)


def test_another_project_has_to_say_from_where(here: Cli) -> None:
    """A name in an index may be anybody's: nothing is installed by it unasked, and nothing written."""
    here.write('[project]\nname = "homepage"\n[tool.x]\nname = "pubtrack"\n', name="pyproject.toml")
    for options in ((), ("--dry-run",), ("--install", " ")):
        done = here("schedule", "github", *options)
        assert (done.code, done.out, files(here)) == (2, "", {})
        assert "pubtrack schedule github --install https://github.com/OWNER/NAME, or --install ./FOLDER" in done.err


def test_what_was_chosen_before_is_chosen_again(here: Cli) -> None:
    written(here)
    assert here("schedule", "github", "--at", "07:30").code == 0
    assert "git+https://github.com/example/pubtrack\n" in here.read(WORKFLOW)
    assert 'cron: "30 7 * * *"' in here.read(WORKFLOW)


def test_a_folder_of_the_repository_is_named_from_its_top(here: Cli) -> None:
    (here.folder / "tools" / "pub track").mkdir(parents=True)
    written(here, "--install", "tools/pub track")
    assert "--disable-pip-version-check './tools/pub track'\n" in here.read(WORKFLOW)
    below = Cli(folder=here.folder / "tools", world=here.world)
    assert below("--library", "../publications.yaml", "schedule", "github", "--install", "..").code == 0
    assert "--disable-pip-version-check .\n" in here.read(WORKFLOW)


@pytest.mark.parametrize(("typed", "told"), [("./nowhere", "there is no ./nowhere here"), ("/usr", "lies outside of the repository")])
def test_a_folder_that_github_does_not_see_is_refused(here: Cli, typed: str, told: str) -> None:
    assert told in written(here, "--install", typed, code=2).err
    assert files(here) == {}


def test_a_name_in_an_index_that_is_asked_for_is_warned_of(here: Cli) -> None:
    assert (
        "warning: pubtrack==0.1 is taken from an index, where anybody may own that name" in written(here, "--install", "pubtrack==0.1").err
    )
    assert "index" not in written(here).err


def test_a_list_below_is_found_from_below(here: Cli) -> None:
    """The command is typed in the folder of the list, and writes at the top of the repository."""
    here.write(shipped(), name="my papers/publications.yaml")
    below = Cli(folder=here.folder / "my papers", world=here.world)
    written(below)
    assert '"my papers/cache/citations.csv" merge=union' in here.read(ATTRIBUTES)
    assert 'CACHE: "my papers/cache"' in here.read(WORKFLOW)
    assert here.read("my papers/cache/.gitignore").splitlines() == ["*.sqlite3*", "*.lock", "*.tmp"]


def test_two_clones_of_one_remote_get_the_same_file(tmp_path: Path, here: Cli) -> None:
    git(here.folder, "remote", "add", "origin", "https://example.org/a/list.git")
    other = Cli(folder=tmp_path / "elsewhere", world=here.world)
    other.write(shipped())
    git(other.folder, "init", "-q")
    git(other.folder, "remote", "add", "origin", "https://example.org/a/list.git")
    written(here)
    written(other)
    assert files(here) == files(other)


# ---------------------------------------------------------------- what stands in the way


def test_outside_of_a_repository_it_says_what_to_type(cli: Cli) -> None:
    cli.write(shipped())
    assert "git init" in written(cli, code=2).err


def test_a_repository_that_git_does_not_trust_is_told_in_gits_words(here: Cli) -> None:
    (here.folder / ".git" / "config").write_text("[core]\n\trepositoryformatversion = 99\n", encoding="utf-8")
    said = written(here, code=2).err
    assert "git does not open the repository" in said
    assert "version" in said


def test_a_repository_whose_name_is_no_text_is_one_like_others(cli: Cli) -> None:
    name = os.fsdecode(b"lat\xffin")
    try:
        (cli.folder / name).mkdir()
    except OSError:
        pytest.skip("a folder cannot be called so here")
    git(cli.folder / name, "init", "-q")
    cli.write(shipped(), name=f"{name}/publications.yaml")
    done = cli("--library", f"{name}/publications.yaml", "schedule", "github", "--install", REPOSITORY)
    assert (done.code, "Traceback" in done.err) == (0, False)
    assert 'LIST: "publications.yaml"' in cli.read(f"{name}/{WORKFLOW}")


def test_without_a_list_it_says_so(here: Cli) -> None:
    (here.folder / "publications.yaml").unlink()
    assert "there is no list" in written(here, code=2).err


def test_a_cache_outside_of_the_repository_is_refused(here: Cli, tmp_path_factory: pytest.TempPathFactory) -> None:
    done = here("--cache", str(tmp_path_factory.mktemp("elsewhere")), "schedule", "github", "--install", REPOSITORY)
    assert done.code == 2
    assert "outside of the repository" in done.err
    assert files(here) == {}


@pytest.mark.parametrize("at", ["25:00", "7", "7:60", "noon", "07:30:15", "-1:00"])
def test_a_time_that_is_none_is_refused(here: Cli, at: str) -> None:
    assert "07:30" in written(here, "--at", at, code=2).err
    assert files(here) == {}


def test_text_files_that_git_ignores_are_warned_of(here: Cli) -> None:
    here.write("cache/\n", name=".gitignore")
    said = written(here).err
    assert "git ignores cache/citations.csv" in said
    assert "git ignores cache/citing.csv" in said
    assert "git ignores cache/identities.csv" in said


def test_a_line_that_has_git_merge_otherwise_is_warned_of(here: Cli) -> None:
    assert "by union; take out" not in written(here).err
    here.write(f"{here.read(ATTRIBUTES)}*.csv -merge\n", name=ATTRIBUTES)
    said = written(here).err
    assert "has git merge cache/citations.csv otherwise" in said
    assert "has git merge cache/citing.csv otherwise" in said
    assert "has git merge cache/identities.csv otherwise" in said


def test_a_ledger_that_git_keeps_is_warned_of(here: Cli) -> None:
    assert "git keeps" not in written(here).err
    here.write("x", name="cache/ledger.sqlite3")
    git(here.folder, "add", "--force", "cache/ledger.sqlite3")
    assert "git rm --cached 'cache/ledger.sqlite3'" in written(here).err


# ---------------------------------------------------------------- was there anything to commit?


def commit(cli: Cli) -> None:
    git(cli.folder, "add", "--all", "--", ".", ":!home", ":!state")
    git(cli.folder, "commit", "-qm", "x")


def test_changed_tells_a_change_by_its_exit_code_and_in_one_line(here: Cli) -> None:
    here.write(HEADER + COUNT, name="cache/citations.csv")
    commit(here)
    done = here("schedule", "changed")
    assert (done.code, done.out, done.err) == (5, "", "")
    here.write(HEADER + COUNT + COUNT.replace(",4,", ",6,").replace("11-23", "11-24"), name="cache/citations.csv")
    done = here("schedule", "changed", "--against", "HEAD", at=TUESDAY)
    assert (done.code, done.out) == (0, "Citations of 2026-11-24: 1 count\n")
    commit(here)
    assert here("schedule", "changed").code == 5
    assert here("schedule", "changed", "--against", "HEAD~1").code == 0


def test_a_refresh_that_learns_nothing_is_no_change(here: Cli) -> None:
    here.world.shengyu_liu()
    here.write(shipped(settings=AT_ONCE.replace("}}", "}, lifetime: {arxiv: 1, openalex: 1, crossref: 1}}")))
    assert here("refresh", at=MONDAY).code == 0
    assert here("schedule", "changed").code == 2  # there is no commit yet
    commit(here)
    before = here.read("cache/identities.csv")
    assert here("refresh", "--all", at=TUESDAY).code == 0
    assert here.read("cache/identities.csv") != before
    assert here("schedule", "changed").code == 5


@pytest.mark.parametrize("revision", ["nothing", "--help-me", "HEAD:cache", "HEAD~9"])
def test_a_revision_that_is_none_is_refused(here: Cli, revision: str) -> None:
    commit(here)
    done = here("schedule", "changed", f"--against={revision}")
    assert (done.code, done.out) == (2, "")
    assert "there is no revision" in done.err


def test_a_damaged_text_file_is_neither_change_nor_none(here: Cli) -> None:
    here.write(HEADER + "nonsense\n", name="cache/citations.csv")
    commit(here)
    assert here("schedule", "changed").code == 4
    here.write(HEADER, name="cache/citations.csv")
    done = here("schedule", "changed")
    assert done.code == 4
    assert "HEAD:citations.csv:2" in done.err
