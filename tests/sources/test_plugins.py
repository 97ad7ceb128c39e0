"""Sources of others: one that is a package of its own, and all the ways in which one can be wrong, met by another process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pubtrack.sources.plugins import names
from tests.sources.example_index import Index
from tests.world import World
from tests.world.run import CHECKOUT, environment

pytestmark = pytest.mark.slow
PLUGIN = Path(__file__).resolve().parents[1] / "plugin"
CHILD_SECONDS = 60

# What a command that fetches does with the sources of others, told as JSON: names, then the outcome of making each, then its answers.
CHILD = """
import json, sys
from pathlib import Path
from tests.world.child import guard_loopback
guard_loopback(lambda place: sys.exit(f"left loopback: {place}"))
from pubtrack.errors import SourceFailure
from pubtrack.http.hosts import Hosts
from pubtrack.http import Http
from pubtrack.model.answer import Wanted
from pubtrack.model.publication import Publication
from pubtrack.sources.plugins import names, plugged_in

settings = json.loads(sys.argv[1])
found, makers = names(), plugged_in(Http(hosts=Hosts(Path("state")), user_agent="pubtrack/0"), settings)
loaded = sorted(name for name in sys.modules if name.startswith("others_"))
made, left_out = {}, {}
for name, make in makers.items():
    try:
        made[name] = make()
    except SourceFailure as failure:
        left_out[name] = [failure.source, failure.kind, failure.message]
wanted = [
    Wanted(publication=Publication(key="known", title="Widgets"), ids={"doi": ("10.1000/182",), "arxiv": ("2404.09526",)}),
    Wanted(publication=Publication(key="unknown", title="Gadgets"), ids={"arxiv": ("2401.00001",)}),
    Wanted(publication=Publication(key="nameless", title="Gizmos")),
]
answers = [
    [name, one.publication, [[record.source_id, record.citations] for record in one.candidates], one.problem.kind if one.problem else None]
    for name, source in made.items()
    for one in source.look_up(wanted)
]
print(json.dumps({"names": found, "loaded": loaded, "made": list(made), "left_out": left_out, "answers": answers}))
"""


def meet(folder: Path, packages: Path, settings: dict[str, dict[str, str]]) -> dict[str, Any]:
    """What another process sees, with these packages installed beside pubtrack."""
    (folder / "home").mkdir(exist_ok=True)
    argv = [sys.executable, "-P", "-c", CHILD, json.dumps(settings)]
    env = environment(folder, {"PYTHONPATH": f"{packages}{os.pathsep}{CHECKOUT}"})
    done = subprocess.run(argv, cwd=folder, env=env, capture_output=True, text=True, timeout=CHILD_SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


# ---------------------------------------------------------------- a package of its own


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, built and installed as anybody's package is, without a network."""
    folder = tmp_path_factory.mktemp("plug")
    shutil.copytree(PLUGIN, folder / "source", ignore=shutil.ignore_patterns("__pycache__"))
    where = folder / "installed"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--isolated",
        "--disable-pip-version-check",
        "install",
        "--quiet",
        "--no-index",
        "--no-build-isolation",
    ]
    argv = [*pip, "--no-deps", "--target", str(where), str(folder / "source")]
    done = subprocess.run(argv, cwd=folder, capture_output=True, text=True, timeout=CHILD_SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    return where


@pytest.fixture
def index(world: World) -> Iterator[Index]:
    """The example's service, with one work."""
    index = Index(now=world.now)
    index.holds("Widgets", citations=7, arxiv="2404.09526", doi="10.1000/182")
    index.open()
    yield index
    index.close()


def test_a_source_in_a_package_of_its_own_is_found_and_asked(index: Index, installed: Path, tmp_path: Path) -> None:
    told = meet(tmp_path, installed, {"example_index": {"origin": index.origin, "pace": "0"}})
    assert (told["names"], told["made"], told["left_out"]) == (["example_index"], ["example_index"], {})
    assert told["answers"] == [
        ["example_index", "known", [["work-1", 7]], None],
        ["example_index", "unknown", [], "not_found"],
        ["example_index", "nameless", [], "no_id"],
    ]
    assert len(index.requests) == 1


def test_what_it_needs_and_was_not_told_is_said(installed: Path, tmp_path: Path) -> None:
    told = meet(tmp_path, installed, {"another": {"origin": "http://127.0.0.1:9"}})
    message = "was left out, for the package pubtrack-example-source could not set it up (KeyError: 'origin')"
    assert told["left_out"] == {"example_index": ["example_index", "off", message]}


def test_the_package_holds_its_module_and_nothing_of_pubtrack(installed: Path) -> None:
    modules = {path.name for path in installed.iterdir() if path.suffix == ".py" or (path.is_dir() and not path.name.startswith("__"))}
    assert modules == {"pubtrack_example_source.py", "pubtrack_example_source-1.0.dist-info"}


# ---------------------------------------------------------------- packages that are wrong

GOOD = """
class Source:
    name = "{name}"
    def __init__(self, http, settings): self.told = settings
    def estimate(self, wanted): ...
    def look_up(self, wanted): return iter(())
"""
# name → the module's text, what the entry point names in it, and what is said of it; nothing where it is well
OTHERS = {
    "good": (GOOD.format(name="good"), "Source", ""),
    "made_by_a_function": (GOOD.format(name="made_by_a_function") + "def make(http, settings): return Source(http, settings)", "make", ""),
    "missing_import": ("import no_such_module_anywhere", "Source", "ModuleNotFoundError: No module named 'no_such_module_anywhere'"),
    "misspelt": (GOOD.format(name="misspelt"), "Sauce", "AttributeError: module 'others_misspelt' has no attribute 'Sauce'"),
    "unreadable": ("def (:", "Source", "SyntaxError"),
    "undefined": ("undefined_name", "Source", "NameError: name 'undefined_name' is not defined"),
    "no_arguments": ("class Source:\n    name = 'no_arguments'\n    def __init__(self): ...", "Source", "TypeError"),
    "uncallable": ("Source = 7", "Source", "TypeError: 'int' object is not callable"),
    "key_error": ("def make(http, settings): return settings['key']", "make", "KeyError: 'key'"),
    "value_error": ("def make(http, settings): raise ValueError('a bad key')", "make", "(ValueError: a bad key)"),
    "wordless": ("def make(http, settings): raise RuntimeError", "make", "(RuntimeError)"),
    "broken_file": ("def make(http, settings): return open('/no/such/file')", "make", "FileNotFoundError"),
    "its_own": ("class Odd(Exception): ...\ndef make(http, settings): raise Odd('\x1b[2J odd\\nodd')", "make", "(Odd: [2J odd odd)"),
    "leaves": ("def make(http, settings): raise SystemExit(3)", "make", "(SystemExit: 3)"),
    "says_so": (
        "from pubtrack.errors import Misused\ndef make(http, settings): raise Misused('type a key')",
        "make",
        "(Misused: type a key)",
    ),
    "nothing": ("def make(http, settings): return None", "make", "its `name` is not nothing"),
    "nameless": (GOOD.format(name="x").replace("name =", "nom ="), "Source", "its `name` is not nameless"),
    "otherwise": (GOOD.format(name="good"), "Source", "its `name` is not otherwise"),
    "half": (GOOD.format(name="half").replace("look_up", "look"), "Source", "it has no `look_up`"),
    "hollow": ("class Source:\n    name = 'hollow'\n    def __init__(self, *_): ...", "Source", "it has no `estimate` and no `look_up`"),
    "Bad-Name": (GOOD.format(name="Bad-Name"), "Source", "small letters, digits and _"),
}
# What says that it is not set up is left out; any other error is a fault of its code, which is asked and fails.
FAULTS = {"undefined", "no_arguments", "uncallable", "wordless", "broken_file", "its_own", "leaves"}
OURS = ("arxiv", "dblp", "datacite", "github", "list", "doi")


def install(packages: Path, package: str, entries: dict[str, str]) -> None:
    """As an installer leaves it: a package whose entry points are these."""
    about = packages / f"{package}-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[pubtrack.sources]\n" + "".join(f"{name} = {value}\n" for name, value in entries.items()))


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What is seen of all of them at once."""
    folder = tmp_path_factory.mktemp("others")
    packages = folder / "packages"
    for name, (text, entry, _) in OTHERS.items():
        module = f"others_{name.replace('-', '_')}"
        install(packages, module, {name: f"{module}:{entry}"})
        (packages / f"{module}.py").write_text(text)
    for name in OURS:
        install(packages, f"instead_of_{name}", {name: "others_good:Source"})
    install(packages, "one", {"twice": "others_good:Source"})
    install(packages, "two", {"twice": "others_half:Source"})
    install(packages, "again", {"good": "others_good:Source"})
    return meet(folder, packages, {"good": {"key": "value"}})


@pytest.mark.parametrize("name", OTHERS)
def test_each_fault_costs_its_own_source_only_and_is_said(others: dict[str, Any], name: str) -> None:
    said = OTHERS[name][2]
    if not said:
        assert name in others["made"]
        return
    source, kind, message = others["left_out"][name]
    is_fault = name in FAULTS
    assert (source, kind) == (name, "broken" if is_fault else "off")
    assert message.startswith("broke (" if is_fault else "was left out, for ")
    assert said in message


def test_a_source_of_pubtracks_own_cannot_be_replaced(others: dict[str, Any]) -> None:
    assert set(others["names"]) == {*OTHERS, "twice"}
    assert others["names"] == sorted(others["names"])


def test_of_two_packages_with_one_name_neither_is_taken(others: dict[str, Any]) -> None:
    message = "was left out, for several packages bring a source of that name: the package one and the package two; uninstall all but one"
    assert others["left_out"]["twice"] == ["twice", "off", message]


def test_looking_for_sources_loads_none_of_them(others: dict[str, Any]) -> None:
    assert others["loaded"] == []
    assert others["made"]


# ---------------------------------------------------------------- where they are looked for


def test_where_no_package_names_the_group_nothing_is_loaded_to_look(tmp_path: Path) -> None:
    install(tmp_path / "packages", "other", {})
    (tmp_path / "packages" / "other-1.0.dist-info" / "entry_points.txt").write_text("[console_scripts]\nother = other:main\n")
    look = "import sys; from pubtrack.sources.plugins import names; sys.path[:] = [sys.argv[1], sys.argv[1] + '/not-there']"
    say = "print(names(), 'importlib.metadata' in sys.modules)"
    argv = (sys.executable, "-c", f"{look}; {say}", str(tmp_path / "packages"))
    child = subprocess.run(
        argv, cwd=CHECKOUT, env=environment(tmp_path, {}), capture_output=True, text=True, timeout=CHILD_SECONDS, check=True
    )
    assert child.stdout.strip() == "() False"


ABOUT = {
    "METADATA": "Metadata-Version: 2.1\nName: named\nVersion: 1.0\n",
    "PKG-INFO": "Metadata-Version: 2.1\nName: named\nVersion: 1.0\n",
    "entry_points.txt": "[pubtrack.sources]\nnamed = named:Source\n",
}


@pytest.mark.parametrize("about", ["named-1.0.dist-info", "named-1.0.egg-info", "Named-1.0.DIST-INFO"])
def test_a_package_is_found_however_it_was_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, about: str) -> None:
    describe(tmp_path / about)
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert names() == ("named",)


def test_an_egg_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    describe(tmp_path / "named-1.0-py3.11.egg" / "EGG-INFO")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "named-1.0-py3.11.egg")])
    assert names() == ("named",)


def test_a_package_in_a_zip_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "packages.zip", "w") as packages:
        for name, text in ABOUT.items():
            packages.writestr(f"named-1.0.dist-info/{name}", text)
    monkeypatch.setattr(sys, "path", [str(tmp_path / "packages.zip")])
    assert names() == ("named",)


def describe(about: Path) -> None:
    about.mkdir(parents=True)
    for name, text in ABOUT.items():
        (about / name).write_text(text)
