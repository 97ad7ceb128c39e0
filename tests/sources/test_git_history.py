"""Versions of a file out of real repositories: branches, renames, merges, bare and broken ones."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from pubtrack.errors import ImportRefused, Misused
from pubtrack.sources.files import git_history
from tests.sources.repository import needs_git, repository

pytestmark = [needs_git, pytest.mark.slow]
FILE = "_data/citations.yml"


def bodies(folder: Path, file: str = FILE) -> list[tuple[str, bytes]]:
    return [(str(one.at.date()), one.body) for one in git_history.versions(folder, file).versions]


def test_every_version_comes_once_with_its_first_day(tmp_path: Path) -> None:
    made = repository(tmp_path / "home")
    for month, body in ((1, b"a"), (2, b"b"), (3, b"a"), (4, b"c")):
        made.commits(FILE, body, on=date(2029, month, 1))
    made.commits("other.txt", b"x", on=date(2029, 5, 1))
    assert bodies(made.folder) == [("2029-01-01", b"a"), ("2029-02-01", b"b"), ("2029-04-01", b"c")]


def test_other_branches_and_former_names_are_seen_too(tmp_path: Path) -> None:
    made = repository(tmp_path / "home").commits("old.yml", b"one line\n" * 9, on=date(2029, 1, 1))
    (made.folder / "_data").mkdir()
    made.git("mv", "old.yml", FILE)
    made.git("commit", "-q", "-m", "moved", on=date(2029, 1, 2))
    made.commits(FILE, b"one line\n" * 10, on=date(2029, 2, 1))
    made.git("checkout", "-q", "-b", "stats")
    made.commits(FILE, b"on a branch", on=date(2029, 3, 1))
    made.git("checkout", "-q", "main")
    assert [day for day, _ in bodies(made.folder)] == ["2029-01-01", "2029-02-01", "2029-03-01"]


def test_a_branch_that_was_written_anew_is_remembered_by_its_log(tmp_path: Path) -> None:
    made = repository(tmp_path / "home").commits("gs_data.json", b"first", on=date(2029, 1, 1))
    (made.folder / "gs_data.json").write_bytes(b"second")
    made.git("commit", "-q", "-a", "--amend", "-m", "again", on=date(2029, 2, 1))
    assert bodies(made.folder, "gs_data.json") == [("2029-01-01", b"first"), ("2029-02-01", b"second")]


def test_what_was_settled_in_a_merge_is_a_version(tmp_path: Path) -> None:
    made = repository(tmp_path / "home").commits(FILE, b"a", on=date(2029, 1, 1))
    made.git("checkout", "-q", "-b", "side")
    made.commits(FILE, b"b", on=date(2029, 2, 1))
    made.git("checkout", "-q", "main")
    made.commits(FILE, b"c", on=date(2029, 2, 2))
    with pytest.raises(subprocess.CalledProcessError):
        made.git("merge", "side")
    made.commits(FILE, b"both", on=date(2029, 3, 1))
    assert ("2029-03-01", b"both") in bodies(made.folder)


def test_a_bare_repository_and_a_folder_below_the_top_will_do(tmp_path: Path) -> None:
    made = repository(tmp_path / "home").commits(FILE, b"a", on=date(2029, 1, 1))
    assert bodies(made.folder / "_data") == bodies(made.folder)
    made.git("clone", "-q", "--bare", ".", str(tmp_path / "bare.git"))
    assert bodies(tmp_path / "bare.git") == bodies(made.folder)


def test_a_clone_that_is_cut_off_is_said_to_be(tmp_path: Path) -> None:
    made = repository(tmp_path / "home")
    for month in (1, 2, 3):
        made.commits(FILE, b"%d" % month, on=date(2029, month, 1))
    made.git("clone", "-q", "--depth", "1", f"file://{made.folder}", str(tmp_path / "shallow"))
    found = git_history.versions(tmp_path / "shallow", FILE)
    assert (found.is_shallow, [one.body for one in found.versions]) == (True, [b"3"])


def test_links_and_names_with_signs_are_what_they_are(tmp_path: Path) -> None:
    made = repository(tmp_path / "home").commits("a*.yml", b"starred", on=date(2029, 1, 1)).commits("ab.yml", b"other", on=date(2029, 1, 2))
    assert bodies(made.folder, "a*.yml") == [("2029-01-01", b"starred")]
    (made.folder / "link.yml").symlink_to("ab.yml")
    made.git("add", "-A")
    made.git("commit", "-q", "-m", "link")
    with pytest.raises(ImportRefused, match="no file"):
        git_history.versions(made.folder, "link.yml")


def test_a_large_blob_is_read_as_far_as_it_matters_and_the_next_one_whole(tmp_path: Path) -> None:
    made = repository(tmp_path / "home")
    made.commits(FILE, b"x" * 12_000_000, on=date(2029, 1, 1)).commits(FILE, b"small", on=date(2029, 2, 1))
    large, small = bodies(made.folder)
    assert git_history.LARGEST_BYTES < len(large[1]) < 12_000_000
    assert small[1] == b"small"


def test_a_file_that_is_not_there_is_answered_with_the_nearest(tmp_path: Path) -> None:
    made = repository(tmp_path / "home").commits(FILE, b"a", on=date(2029, 1, 1))
    with pytest.raises(ImportRefused, match=r"did you mean _data/citations\.yml"):
        git_history.versions(made.folder, "citations.yml")
    with pytest.raises(ImportRefused, match="from the top"):
        git_history.versions(made.folder, "zzz")


@pytest.mark.parametrize("folder", ["_data", "_data/deep", "."])
def test_a_folder_is_no_file_and_its_files_are_never_taken_for_versions_of_one(tmp_path: Path, folder: str) -> None:
    made = repository(tmp_path / "repo").commits("_data/deep/citations.yml", b"one", on=date(2029, 1, 1))
    made.commits("_data/deep/other.yml", b"another", on=date(2029, 1, 2))
    with pytest.raises(ImportRefused, match=r"did you mean _data/deep/citations\.yml\?"):
        git_history.versions(made.folder, folder)


def test_a_file_that_was_a_folder_once_is_that_file_alone(tmp_path: Path) -> None:
    made = repository(tmp_path / "repo").commits("data/inner.yml", b"inner", on=date(2029, 1, 1))
    made.git("rm", "-q", "data/inner.yml")
    made.commits("data", b"outer", on=date(2029, 1, 2))
    assert [one.body for one in git_history.versions(made.folder, "data").versions] == [b"outer"]


def test_what_is_no_repository_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    with pytest.raises(ImportRefused, match="no git repository"):
        git_history.versions(tmp_path / "plain", FILE)
    with pytest.raises(ImportRefused, match="no folder"):
        git_history.versions(tmp_path / "nowhere", FILE)
    repository(tmp_path / "empty")
    with pytest.raises(ImportRefused, match="no file"):
        git_history.versions(tmp_path / "empty", FILE)


@pytest.mark.parametrize(
    ("place", "expected"),
    [("~/home:a.yml", (Path("~/home").expanduser(), "a.yml")), ("C:\\home:_data\\a.yml", (Path("C:\\home"), "_data/a.yml"))],
)
def test_a_place_is_a_folder_and_a_file(place: str, expected: tuple[Path, str]) -> None:
    assert git_history.split(place) == expected


@pytest.mark.parametrize("place", ["https://github.com/a/b:c.yml", "https://github.com/a/b", "github.com/a/b:c.yml"])
def test_what_is_elsewhere_is_to_be_cloned_first(place: str) -> None:
    with pytest.raises(Misused, match="git clone"):
        git_history.split(place)


@pytest.mark.parametrize("place", ["home", "home:", ":a.yml"])
def test_what_names_no_file_is_answered_with_an_example(place: str) -> None:
    with pytest.raises(Misused, match="FOLDER:FILE"):
        git_history.split(place)
