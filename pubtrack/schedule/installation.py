"""What this machine, this user and this shell make of a list's timer. Touches the world, and changes nothing."""

from __future__ import annotations

import getpass
import hashlib
import os
import platform
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pubtrack import config
from pubtrack.errors import Misused, ScheduleFailed
from pubtrack.schedule.environment import FOLDERS, Carried, carried
from pubtrack.schedule.frequency import read
from pubtrack.schedule.job import Job, check_text

TRIAL_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerTarget:
    """A list and its cache by absolute paths. Links in them are left as they are: an environment's `python` is one."""

    listing: str
    cache: str
    environ: Mapping[str, str]

    def carried(self) -> Carried:
        return carried(self.environ, config.load({}))

    def job(self, every: str, at: str | None) -> Job:
        """Raises Misused for words that are no time, and for a path that no timer can hold."""
        rhythm = read(every, at, chance=_chance(self.listing))
        variables = {
            name: os.path.abspath(os.path.expanduser(value)) if name in FOLDERS else value
            for name, value in self.carried().variables.items()
        }
        job = Job(listing=self.listing, cache=self.cache, python=os.path.abspath(sys.executable), rhythm=rhythm, environment=variables)
        check_text(job)
        return job


def target(listing: Path, cache: Path | None, environ: Mapping[str, str]) -> TimerTarget:
    """Raises Misused for a list that comes from stdin: nobody pipes it in when the timer runs."""
    if str(listing) == "-":
        raise Misused("a timer cannot read the list from stdin; name a file with --library")
    path = os.path.abspath(listing)
    return TimerTarget(listing=path, cache=os.path.abspath(cache or Path(path).parent / "cache"), environ=environ)


def try_bare(job: Job) -> None:
    """Start pubtrack as a timer will, with next to nothing in the environment. Raises ScheduleFailed when that does not work."""
    command = [*job.refresh[: job.refresh.index("pubtrack") + 1], "--version"]
    bare = {"HOME": os.path.expanduser("~"), "PATH": "/usr/bin:/bin", **job.environment}
    try:
        done = subprocess.run(command, env=bare, capture_output=True, timeout=TRIAL_SECONDS, check=False, cwd="/")
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ScheduleFailed(f"{job.python} cannot be started: {error}") from error
    if done.returncode != 0:
        last_line = (done.stderr.decode(errors="replace").strip().splitlines() or ["it said nothing"])[-1]
        raise ScheduleFailed(
            f"pubtrack does not start outside this shell ({last_line}). "
            f"Install it for {job.python}: `{job.python} -m pip install pubtrack`."
        )


def keys_file() -> Path:
    return config.keys_path()


def _chance(listing: str) -> int:
    """A number that stays the same for this machine, user and list, and is another one elsewhere."""
    machine = platform.node()
    with suppress(OSError):
        machine = Path("/etc/machine-id").read_text("ascii", "replace").strip() or machine
    user = ""
    with suppress(OSError, KeyError, ImportError):
        user = getpass.getuser()
    text = "\0".join((machine, user, listing)).encode("utf-8", "surrogateescape")
    return int.from_bytes(hashlib.sha256(text).digest()[:8])
