"""The house stands as it was drawn: arrows between rooms point one way, and each room touches only what is its own."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "pubtrack"
PAGE_CHILD = "pubtrack.sources.google_scholar.scholarly_child"
WORLDLY = {"os", "sqlite3", "requests", "time", "random", "socket", "subprocess", "threading"}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text("utf-8"))


@cache
def imports(name: str) -> frozenset[str]:
    """Every module that is imported anywhere in this one, inside functions too."""
    return frozenset(found for node in ast.walk(tree(name)) for found in _imported(node, name))


def _imported(node: ast.AST, name: str) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0 or (node.level == 1 and is_within(name, PAGE_CHILD)), f"{name} imports relatively"
        module = ".".join(filter(None, (PAGE_CHILD if node.level else None, node.module)))
        for alias in node.names:
            full = f"{module}.{alias.name}"
            yield full if full in MODULES else module


@cache
def contracts() -> tuple[dict[str, Any], ...]:
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    return tuple(linter["contracts"])


def of_kind(kind: str) -> list[dict[str, Any]]:
    return [one for one in contracts() if one["type"] == kind]


def is_within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def users_of(library: str) -> set[str]:
    return {name for name in MODULES if any(is_within(one, library) for one in imports(name))}


# ---------------------------------------------------------------- arrows


def layers() -> dict[str, int]:
    """Room → its layer; 0 is the highest."""
    (contract,) = of_kind("layers")
    return {room.strip(): number for number, line in enumerate(contract["layers"]) for room in re.split(r"[|:]", line)}


def neighbours() -> set[frozenset[str]]:
    """Rooms of one layer that may know each other: those that a colon parts."""
    (contract,) = of_kind("layers")
    lines = [[room.strip() for room in line.split(":")] for line in contract["layers"] if ":" in line]
    return {frozenset((one, other)) for line in lines for one in line for other in line if one != other}


def room_of(name: str) -> str | None:
    return next((room for room in layers() if is_within(name, room)), None)


def test_arrows_point_one_way() -> None:
    wrong = []
    for name in MODULES:
        here = room_of(name)
        for other in imports(name):
            there = room_of(other)
            if here is None or there is None or here == there or frozenset((here, there)) in neighbours():
                continue
            if layers()[there] <= layers()[here]:
                wrong.append(f"{name} → {other}")
    assert wrong == []


def test_no_module_stands_in_a_circle() -> None:
    """Imports within functions, and for types alone, count too."""
    order = TopologicalSorter({name: {other for other in imports(name) if other in MODULES and other != name} for name in MODULES})
    assert len(tuple(order.static_order())) == len(MODULES)


def test_the_top_holds_rooms_and_little_else() -> None:
    packages = [path for path in PACKAGE.iterdir() if (path / "__init__.py").exists()]
    modules = [path for path in PACKAGE.glob("*.py") if path.stem not in ("__init__", "__main__")]
    assert len(packages) <= 16
    assert len(modules) <= 5


def test_every_room_has_its_place() -> None:
    assert [name for name in MODULES if room_of(name) is None] == ["pubtrack", "pubtrack.__main__"]


def test_every_place_has_its_room() -> None:
    assert [room for room in layers() if room not in MODULES] == []


# ---------------------------------------------------------------- what each room may touch


@pytest.mark.parametrize("contract", of_kind("forbidden"), ids=lambda one: one["name"])
def test_what_is_forbidden_is_not_imported(contract: dict[str, Any]) -> None:
    rooms, forbidden = contract["source_modules"], contract["forbidden_modules"]
    held = [name for name in MODULES if any(is_within(name, room) for room in rooms)]
    assert held
    assert [f"{name} → {other}" for name in held for other in imports(name) if any(is_within(other, one) for one in forbidden)] == []


def test_what_calls_itself_pure_is_pure() -> None:
    pure = [name for name in MODULES if re.search(r"\bPure\b", (ast.get_docstring(tree(name)) or ""))]
    assert len(pure) > 30
    assert [f"{name} → {other}" for name in pure for other in imports(name) & WORLDLY] == []


@pytest.mark.parametrize(
    ("library", "room"),
    [
        ("requests", "pubtrack.http"),
        ("urllib3", "pubtrack.http"),
        ("scholarly", PAGE_CHILD),
        ("pandas", "pubtrack.frames"),
        ("yaml", "pubtrack.library"),
    ],
)
def test_a_library_belongs_to_one_room(library: str, room: str) -> None:
    users = users_of(library)
    assert users
    assert {name for name in users if not is_within(name, room)} == set()


def test_the_process_that_reads_pages_knows_nothing_else_of_pubtrack() -> None:
    """It is run by its path, where pubtrack may not be found. Who starts it names its folder and imports nothing of it."""
    inside = {name for name in MODULES if is_within(name, PAGE_CHILD)}
    assert len(inside) > 3
    assert {other for name in inside for other in imports(name) if is_within(other, "pubtrack")} <= inside
    assert users_of(PAGE_CHILD) <= inside


def test_sql_is_spoken_where_things_are_kept() -> None:
    rooms = ("pubtrack.store", "pubtrack.http.hosts", "pubtrack.http.hosts_file")
    assert {name for name in users_of("sqlite3") if not any(is_within(name, room) for room in rooms)} == set()


def test_only_the_command_line_prints() -> None:
    speakers = {
        name
        for name in MODULES
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("print", "input")
    }
    assert {name for name in speakers if not is_within(name, "pubtrack.cli")} == set()
    assert {name for name in users_of("click") if not is_within(name, "pubtrack.cli")} == set()


# ---------------------------------------------------------------- how it reads


def test_every_module_says_what_it_is_for() -> None:
    assert [name for name in MODULES if not (ast.get_docstring(tree(name)) or "").strip()] == []


# Where code that must not end a run is called that may raise anything: what reads a service's bytes, sources, ours and others', and
# what reads the LaTeX of one field of a .bib file, which is said with its line.
NETS = ["pubtrack.bibtex.entry_fields", "pubtrack.http.abandon", "pubtrack.sources.guarded"]


def test_no_error_is_swallowed_unnamed() -> None:
    """But at three places, which make a failure of that source of it and a traceback in the log, or a finding about that field."""
    nets = [
        name
        for name in MODULES
        for node in ast.walk(tree(name))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or {"Exception", "BaseException"} & _names(node.type))
        and not _is_raised_again(node)
    ]
    assert nets == NETS


def _is_raised_again(node: ast.ExceptHandler) -> bool:
    last = node.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def _names(node: ast.expr) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def test_an_ignored_type_names_its_code_and_its_reason() -> None:
    unnamed = [
        f"{name}:{number}"
        for name, path in MODULES.items()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if "type: ignore" in line and not re.search(r"# type: ignore\[[\w, -]+\]  # \w", line)
    ]
    assert unnamed == []


def test_functions_and_modules_stay_short() -> None:
    long = [f"{name}: {_lines(path)} lines" for name, path in MODULES.items() if _lines(path) > 300]
    for name in MODULES:
        for node in ast.walk(tree(name)):
            if isinstance(node, ast.FunctionDef) and (length := (node.end_lineno or 0) - node.body[0].lineno + 1) > 40:
                long.append(f"{name}.{node.name}: {length} lines")
    assert long == []


def _lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())
