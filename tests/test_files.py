"""A file is replaced as a whole, or stays as it is."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from pubtrack.errors import ListUnusable
from pubtrack.files import write_atomically

needs_modes = pytest.mark.skipif(os.name == "nt", reason="this system has no file modes")


def test_a_new_file_is_written(tmp_path: Path) -> None:
    write_atomically(tmp_path / "p.yaml", b"a\r\n")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("p.yaml", b"a\r\n")]


@needs_modes
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664])
def test_the_mode_stays(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "p.yaml"
    path.write_bytes(b"old")
    path.chmod(mode)
    write_atomically(path, b"new")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", mode)


@needs_modes
def test_a_link_stays_a_link_and_its_target_is_written(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    target, link = tmp_path / "home" / "real.yaml", tmp_path / "p.yaml"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert (link.is_symlink(), target.read_bytes()) == (True, b"new")


def test_what_somebody_else_wrote_meanwhile_is_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_bytes(b"theirs")
    with pytest.raises(ListUnusable, match="changed by someone else"):
        write_atomically(path, b"ours", unless_changed_from=b"old")
    assert [(found.name, found.read_bytes()) for found in tmp_path.iterdir()] == [("p.yaml", b"theirs")]


def test_what_nobody_else_touched_is_written(tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_bytes(b"old")
    write_atomically(path, b"new", unless_changed_from=b"old")
    assert path.read_bytes() == b"new"


def test_a_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").mkdir()
    with pytest.raises(OSError, match=r"p\.yaml|directory|denied"):
        write_atomically(tmp_path / "p.yaml", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["p.yaml"]


@pytest.mark.parametrize("name", ["p.yaml", "[p]*.yaml", "p?.md"])
def test_what_a_killed_one_left_long_ago_is_cleared_away_and_nothing_else(tmp_path: Path, name: str) -> None:
    path, old, young = tmp_path / name, tmp_path / f".{name}.0123abcd.tmp", tmp_path / f".{name}.4567cdef.tmp"
    others = [tmp_path / ".another.yaml.0123abcd.tmp", tmp_path / f".{name}.mine.tmp", tmp_path / ".pp.yaml.0123abcd.tmp"]
    for one in (old, young, *others):
        one.write_bytes(b"half")
    for one in (old, *others):
        os.utime(one, (1e9, 1e9))
    write_atomically(path, b"new")
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(one.name for one in (path, young, *others))


def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_atomically(pipe, b"told")
        assert os.read(reading, 100) == b"told"
    finally:
        os.close(reading)
    assert pipe.is_fifo()


def test_what_stands_for_the_output_is_written_to() -> None:
    reading, writing = os.pipe()
    try:
        write_atomically(Path(f"/dev/fd/{writing}"), b"told")
        assert os.read(reading, 100) == b"told"
    finally:
        os.close(reading)
        os.close(writing)
