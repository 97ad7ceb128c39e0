"""What pubtrack weighs: on the disk with everything it needs, and in time and memory what its commands load."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.measure import CHECKOUT, PUBTRACK, Bar, environment, once
from tests.world import World

INSTALLED_MEGABYTES, INSTALLED_PACKAGES = 350.0, 75
# Command → at most so many times the imports of rich, and megabytes in all.
COMMANDS = {
    "--help": (("--help",), 1.5, 20.0),
    "report": (("report",), 3.5, 35.0),
    "refresh": (("refresh", "--all"), 7.0, 60.0),
}
RUNS = 5
_SELF_TIME = re.compile(r"^import time:\s+(\d+) \|", re.M)


def run() -> Iterator[Bar]:
    yield from installed()
    with World() as world, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        world.shengyu_liu()
        shutil.copy(CHECKOUT / "publications.yaml", folder)
        env = {**world.env, "PUBTRACK_STATE_DIR": str(folder / "state")}
        once((*PUBTRACK, "refresh"), cwd=folder, env=env)
        rich = milliseconds(("-c", "import rich.table, rich.console"), folder, env)
        for name, (command, times, megabytes) in COMMANDS.items():
            took = milliseconds(("-m", "pubtrack", *command), folder, env)
            yield Bar(what=f"imports of {name} ({took:.0f} ms), times those of rich ({rich:.0f} ms)", figure=took / rich, bar=times)
            weighs = once((*PUBTRACK, *command), cwd=folder, env=env).megabytes
            yield Bar(what=f"memory of {name}", figure=weighs, bar=megabytes, unit=" MB")


def milliseconds(command: Sequence[str], folder: Path, env: dict[str, str]) -> float:
    """What a process's imports take by its own account, of several runs the least."""
    return min(_imports(command, folder, env) for _ in range(RUNS))


def _imports(command: Sequence[str], folder: Path, env: dict[str, str]) -> float:
    argv = (sys.executable, "-X", "importtime", *command)
    ended = subprocess.run(argv, cwd=folder, env=environment(env), capture_output=True, text=True, check=True)
    return sum(map(int, _SELF_TIME.findall(ended.stderr))) / 1000


def installed() -> Iterator[Bar]:
    """The package and all that it needs, in a folder that held nothing before."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pip = (sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check")
        subprocess.run((*pip, "install", "--target", str(folder / "installed"), str(CHECKOUT)), check=True)
        packages = list((folder / "installed").glob("*.dist-info"))
        size = sum(one.stat().st_size for one in folder.rglob("*") if one.is_file()) / 1e6
    yield Bar(what="installed", figure=size, bar=INSTALLED_MEGABYTES, unit=" MB")
    yield Bar(what="installed", figure=len(packages), bar=INSTALLED_PACKAGES, unit=" packages")
