"""Keys and contact come from the environment or from a file that nobody else can read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pubtrack import config
from pubtrack.errors import Misused

posix = pytest.mark.skipif(os.name == "nt", reason="this system has no file modes")


@pytest.fixture
def keys_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    path = tmp_path / "pubtrack" / "keys.toml"
    path.parent.mkdir()
    path.touch(mode=0o600)
    return path


def test_without_a_file_only_the_environment_counts(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert config.load({"S2_API_KEY": "abc", "OTHER": "x"}) == {"S2_API_KEY": "abc"}


@posix
def test_the_environment_stands_before_the_file(keys_file):
    keys_file.write_text('S2_API_KEY = "file"\nPUBTRACK_CONTACT = "ada@example.org"\nnumber = 3\n', encoding="utf-8")
    assert config.load({"S2_API_KEY": "environment"}) == {"S2_API_KEY": "environment", "PUBTRACK_CONTACT": "ada@example.org"}


@posix
def test_a_file_that_others_can_read_is_refused(keys_file):
    keys_file.chmod(0o640)
    with pytest.raises(Misused, match="chmod 600"):
        config.load({})


@posix
def test_a_file_that_is_no_toml_is_explained_without_its_secrets(keys_file):
    keys_file.write_text("S2_API_KEY = topsecret\n", encoding="utf-8")
    with pytest.raises(Misused) as caught:
        config.load({})
    assert "keys.toml" in str(caught.value)
    assert "topsecret" not in str(caught.value)
