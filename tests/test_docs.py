"""What the documents name is in the code: every `module.name`, and every path of the project."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ("docs/architecture.md", "docs/glossary.md")
FILES_OF_A_USER = ("cache/", "publications.yaml", "keys.toml")
AS_WRITTEN = frozenset({"module.function"})  # how a name is written, not a name

_NAME = re.compile(r"[a-z_]+(?:\.[A-Za-z_]+){1,3}")
_FILE = re.compile(r".*\.(?:py|md|csv|yaml|toml|sqlite3|lock|json)")


@cache
def modules() -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = defaultdict(list)
    for path in sorted((ROOT / "pubtrack").rglob("*.py")):
        found[path.parent.name if path.stem == "__init__" else path.stem].append(path)
    return found


@cache
def names(path: Path) -> frozenset[str]:
    """What a module defines, or has imported; methods and fields as Class.name."""
    found: set[str] = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        found |= set(_names(node))
    return frozenset(found)


def _names(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    if isinstance(node, ast.ClassDef):
        yield from (f"{node.name}.{name}" for one in node.body for name in _names(one))
    if isinstance(node, ast.Assign | ast.AnnAssign):
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            yield from (one.id for one in ast.walk(target) if isinstance(one, ast.Name))
    if isinstance(node, ast.ImportFrom):
        yield from (alias.asname or alias.name for alias in node.names)


def is_there(name: str) -> bool:
    parts = name.split(".")
    for place in range(len(parts) - 1):
        for path in modules().get(parts[place], ()):
            folders = path.parts if path.stem != "__init__" else path.parts[:-1]
            if ".".join(parts[place + 1 :]) in names(path) and (place == 0 or folders[-2] == parts[place - 1]):
                return True
    return False


def mentioned(document: str) -> Iterator[str]:
    for line in (ROOT / document).read_text("utf-8").splitlines():
        yield from re.findall(r"`([^`]+)`", line)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_function_that_is_named_is_there(document: str) -> None:
    named = [one for one in mentioned(document) if _NAME.fullmatch(one) and not _FILE.fullmatch(one) and one not in AS_WRITTEN]
    assert len(named) > 50
    assert [one for one in named if not is_there(one)] == []


@pytest.mark.parametrize("document", [*DOCUMENTS, "CONTRIBUTING.md", "tests/README.md", "README.md"])
def test_every_file_that_is_named_is_there(document: str) -> None:
    files = [
        one for one in mentioned(document) if re.fullmatch(r"(?:pubtrack|tests|docs|benchmarks)/[\w/.-]+", one) and "zenodo" not in one
    ]
    assert [one for one in files if not (ROOT / one).exists()] == []


def test_the_glossary_has_each_word_once_in_order() -> None:
    words = re.findall(r"^- \*\*([^*]+)\*\*", (ROOT / "docs/glossary.md").read_text("utf-8"), re.MULTILINE)
    assert len(words) > 80
    assert words == sorted(set(words), key=lambda word: word.replace("-", "").lower())
