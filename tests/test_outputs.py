"""The comparison of two checkouts' outputs: what differs is shown, what differs by nature is not, and no output takes another's place."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.__main__ import ALL, main
from benchmarks.outputs.checkout import NoSuchRevision, worktree
from benchmarks.outputs.compare import compare
from benchmarks.outputs.neutral import Neutral
from benchmarks.outputs.process import Ended, run
from benchmarks.outputs.record import commands
from benchmarks.outputs.stage import CHILD
from tests.world.run import CHECKOUT


def recorded(folder: Path, **outputs: bytes) -> Path:
    (folder / "some").mkdir(parents=True)
    for name, content in outputs.items():
        (folder / "some" / name).write_bytes(content)
    return folder


def test_equal_recordings_do_not_differ(tmp_path, capsys):
    folders = [recorded(tmp_path / name, report=b"97\n", why=b"\xff\r\n") for name in ("one", "other")]
    assert main(["outputs", "compare", *map(str, folders)]) == 0
    assert capsys.readouterr().out == "2 outputs compared, 0 differ\n"


@pytest.mark.parametrize(
    ("after", "shown"),
    [
        ({"report": b"98\n"}, "-97\n+98\n"),
        ({"report": b"97"}, " 97\n-\n"),
        ({"report": b"97\r\n"}, "-97\n+97\\r\n"),
        ({"report": b"\x1b[1m97\n"}, "+\\x1b[1m97\n"),
        ({"report": b"\xff97\n"}, "+\\xff97\n"),
        ({}, "-97\n"),
        ({"report": b"97\n", "why": b""}, "some/why: "),
    ],
)
def test_whatever_differs_is_shown(tmp_path, capsys, after, shown):
    folders = recorded(tmp_path / "before", report=b"97\n"), recorded(tmp_path / "after", **after)
    assert main(["outputs", "compare", *map(str, folders)]) == 1
    said = capsys.readouterr().out
    assert shown in said
    assert said.endswith(f"{max(len(after), 1)} outputs compared, 1 differ\n")


def test_diffs_have_the_names_of_the_outputs(tmp_path):
    found = compare(recorded(tmp_path / "before", a=b"1", b=b"2"), recorded(tmp_path / "after", a=b"1", b=b"3"))
    assert list(found.diffs) == ["some/b"]
    assert found.diffs["some/b"].startswith("--- before/some/b\n+++ after/some/b\n")


def test_paths_ports_and_invented_numbers_are_taken_out_and_nothing_else():
    neutral = Neutral(places={"/tmp/x": "<folder>", "/tmp/x/y": "<checkout>"}, ports={40001: "dblp"})
    assert neutral("at /tmp/x/y/z and /tmp/x/list") == "at <checkout>/z and <folder>/list"
    assert neutral("http://127.0.0.1:40001/a 127.0.0.1:400012") == "http://127.0.0.1:<dblp>/a 127.0.0.1:400012"
    assert neutral("\x1b]8;id=123456;https://example.org\x1b\\x") == "\x1b]8;id=0;https://example.org\x1b\\x"
    assert neutral("pubtrack.http.door: asked\npubtrack: error: no") == "<logger>: asked\npubtrack: error: no"


def test_each_output_has_a_name_of_its_own():
    names = Counter(command.name for command in commands())
    assert len(names) > 60
    assert names.most_common(1)[0][1] == 1


def test_outputs_are_none_of_all():
    assert "outputs" not in ALL


@pytest.mark.parametrize(
    "words", [["record", "FOLDER"], ["record", "NEW", "--checkout", "FOLDER"], ["compare", "NEW", "NEW"], ["nothing"], []]
)
def test_what_is_mistyped_records_nothing(tmp_path, capsys, words):
    recorded(tmp_path, report=b"")
    places = {"FOLDER": str(tmp_path), "NEW": str(tmp_path / "new")}
    with pytest.raises(SystemExit) as ended:
        main(["outputs", *(places.get(word, word) for word in words)])
    assert ended.value.code == 2
    assert not (tmp_path / "new").exists()


def of_child(tmp_path: Path, *words: str, terminal: int | None = None, stdin: str = "") -> Ended:
    setting = json.dumps({"at": "2026-12-02T10:00:00+00:00", "python": sys.executable, "program": "pubtrack"})
    env = {"PYTHONPATH": str(CHECKOUT), "HOME": str(tmp_path), "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "COLUMNS": "100"}
    return run([sys.executable, "-P", str(CHILD), setting, *words], cwd=tmp_path, env=env, stdin=stdin, terminal=terminal)


def test_a_command_is_run_at_the_time_that_it_is_given(tmp_path):
    ended = of_child(tmp_path, "--library", "-", "--cache", "cache", "--offline", "report", "--format", "json", stdin="author: A B\n")
    assert (ended.code, json.loads(ended.out)["generated"]) == (0, "2026-12-02T10:00:00+00:00")


def test_stdout_may_be_a_terminal(tmp_path):
    words = ("--library", "-", "--cache", "cache", "--offline", "report")
    piped, shown = (of_child(tmp_path, *words, stdin="author: A B\n", terminal=columns) for columns in (None, 100))
    assert "\x1b" not in piped.out
    assert "\x1b[1m" in shown.out
    assert "\r" not in shown.out
    assert (piped.code, shown.code, piped.err) == (0, 0, shown.err)


@pytest.mark.skipif(not (CHECKOUT / ".git").exists(), reason="this is no git repository")
def test_another_revision_is_there_for_as_long_as_it_is_needed():
    with worktree("HEAD") as place:
        assert (place / "pubtrack" / "__init__.py").is_file()
    assert not place.exists()
    with pytest.raises(NoSuchRevision, match="no-such-revision"), worktree("no-such-revision"):
        pass
