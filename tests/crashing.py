"""Ends commands at chosen moments, in processes forked off the test's own, and compares what they leave behind. Starts processes.

A moment is an event: what touches a database of SQLite or a file of the command's folder, counted from the start of the command. A
command that is ended before its first, second, ... last event leaves every state that it can leave, but for those in which SQLite itself
is at work, which are SQLite's own affair.
"""

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

from pubtrack.cli.signals import BY_SIGNAL
from pubtrack.errors import LedgerDamaged
from tests.changing import COMMANDS, DIGEST, NOW, Command
from tests.killing import TEXTS, assert_whole
from tests.world import Cli
from tests.world.run import permitted

BROKEN = 70  # the child itself failed, not the command in it
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
NO_ROOM_NEEDED = ("SELECT", "PRAGMA", "BEGIN", "ROLLBACK", "ATTACH", "DETACH")
LISTED = "publications.yaml"
STOPPED_SECONDS = 600.0  # longer than any command may take
FULL_DISK = 0  # in place of a signal: from that event on nothing can be written


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a command ended: its exit code, or minus the signal that ended it; what it had done, and said, where it could still tell."""

    code: int
    events: int = 0
    out: str = ""
    err: str = ""


def run(cli: Cli, *argv: str, at_event: int = 0, end: int = signal.SIGKILL, before: Callable[[], None] | None = None, **how: Any) -> Ended:
    """The command in a process of its own, without the second that an interpreter takes to start. It ends so before that event."""
    permitted()
    (cli.folder / "home").mkdir(exist_ok=True)
    with tempfile.TemporaryFile() as told:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", DeprecationWarning
            )  # of threads that are not there in a fork: the world's, which it never needs
            child = os.fork()
        if not child:
            events = _Events(cli.folder, at_event, end)
            _child(told, events, before, partial(cli, *argv, monotonic=events.monotonic, **how))
        while os.WIFSTOPPED(status := os.waitpid(child, os.WUNTRACED)[1]):
            os.kill(child, signal.SIGCONT)
        told.seek(0)
        said = json.loads(told.read() or b"{}")
    code = os.waitstatus_to_exitcode(status)
    assert code != BROKEN, said
    return Ended(code=code, **said)


def _child(told: IO[bytes], events: _Events, before: Callable[[], None] | None, command: Callable[[], Any]) -> None:
    code = BROKEN
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for one in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(one, signal.SIG_DFL)
        events.watch()
        if before is not None:
            before()
        done = command()
        said, code = {"events": events.many, "out": done.out, "err": done.err}, done.code
    except BaseException:
        said = {"err": traceback.format_exc()}
    events.is_over = True
    resource.setrlimit(resource.RLIMIT_FSIZE, resource.getrlimit(resource.RLIMIT_FSIZE)[1:] * 2)
    told.write(json.dumps(said).encode())
    told.flush()
    os._exit(code)


class _Events:
    """Counts what touches a database or the folder, and sends the process a signal before one of them, or fills the disk for good."""

    def __init__(self, folder: Path, at_event: int, end: int) -> None:
        self._folder, self._at, self._end = os.path.realpath(folder), at_event, end
        self.many = 0
        self.is_over = False

    def watch(self) -> None:
        sqlite3.connect = partial(sqlite3.connect, factory=_connection(self))  # type: ignore[assignment]  # of a process that ends soon
        sys.addaudithook(self._hear)

    def monotonic(self) -> float:
        """Ten minutes more since it was stopped."""
        return time.monotonic() + (STOPPED_SECONDS if self._end == signal.SIGSTOP and self.many >= self._at else 0.0)

    def count(self) -> bool:
        """Tells whether the disk is full by now."""
        self.many += 1
        if self.many == self._at and self._end != FULL_DISK:
            os.kill(os.getpid(), self._end)
        return self._end == FULL_DISK and self.many >= self._at

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.is_over or event not in ("open", "os.rename", "os.remove", "os.mkdir", "os.link", "os.chmod", "os.truncate"):
            return
        if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & WRITES):
            return
        place = arguments[0]
        if isinstance(place, str | bytes | os.PathLike):
            path = os.path.join(self._folder, os.fsdecode(place))
            if (
                path.startswith(self._folder + os.sep)
                and not path.startswith(os.path.join(self._folder, "home"))
                and self.count()
                and event in ("open", "os.mkdir")
            ):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)


def _connection(events: _Events) -> type[sqlite3.Connection]:
    def look_at(sql: str) -> None:
        if events.count() and not sql.lstrip().startswith(NO_ROOM_NEEDED):
            raise sqlite3.OperationalError("database or disk is full")

    class Connection(sqlite3.Connection):
        def execute(self, sql: str, *given: Any) -> sqlite3.Cursor:
            look_at(sql)
            return super().execute(sql, *given)

        def executemany(self, sql: str, *given: Any) -> sqlite3.Cursor:
            look_at(sql)
            return super().executemany(sql, *given)

    return Connection


# ---------------------------------------------------------------- folders, and what is in them


def lay_out(cli: Cli, base: Path, spoil: Callable[[Path], None] | None = None) -> None:
    """Make the folder what `base` is, and then spoil it."""
    for path in cli.folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    shutil.copytree(base, cli.folder, dirs_exist_ok=True)
    if spoil is not None:
        spoil(cli.folder)


def state(folder: Path, *, but: Iterable[str] = ("runs", "meta")) -> dict[str, object]:
    """Everything that is known in a folder: the list, the text files, and the rows of the ledger."""
    found: dict[str, object] = {name: _bytes(folder / "cache" / name) for name in TEXTS}
    found[LISTED] = _bytes(folder / LISTED)
    path = folder / "cache" / "ledger.sqlite3"
    if not path.exists():
        return found
    with closing(sqlite3.connect(path)) as ledger:  # undoes what was written half, as the next run would
        tables = [name for (name,) in ledger.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found |= {name: sorted(ledger.execute(f"SELECT * FROM {name}"), key=repr) for name in tables if name not in but}
    return found


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def leftovers(folder: Path) -> list[Path]:
    """Half-written files that nobody will finish."""
    return [one for one in folder.rglob(".*.tmp*") if one.is_file() and "home" not in one.parts]


def _let_an_hour_pass(files: Iterable[Path]) -> None:
    for one in files:
        then = one.stat().st_mtime - 3600
        os.utime(one, (then, then))


# ---------------------------------------------------------------- one command, ended at one moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Undisturbed:
    """A command that nobody ended: how many events it has, and what it came to."""

    name: str
    base: Path
    events: int  # of a refresh, whose threads touch things in another order each time, about so many
    before: Mapping[str, object]
    after: Mapping[str, object]
    told: bytes | None

    @property
    def command(self) -> Command:
        return COMMANDS[self.name]

    def event(self, part: float) -> int:
        """The one so far along, from 0.0 to 1.0."""
        return 1 + int(part * (self.events - 1) * (0.8 if self.name == "refresh" else 1.0))


def undisturbed(cli: Cli, base: Path, name: str) -> Undisturbed:
    """It is typed in this process first: what is read by others then (a saved page) is known to every fork."""
    lay_out(cli, base, COMMANDS[name].spoil)
    cli(*COMMANDS[name].argv, stdin=COMMANDS[name].stdin, at=NOW, frozen=True)
    lay_out(cli, base, COMMANDS[name].spoil)
    done = _type(cli, COMMANDS[name])
    assert (done.code, "Traceback" in done.err) == (0, False), done
    after, told = state(cli.folder), _bytes(cli.folder / DIGEST)
    return Undisturbed(name=name, base=base, events=done.events, before=state(base), after=after, told=told)


def assert_survives(cli: Cli, one: Undisturbed, event: int, end: int = signal.SIGKILL) -> None:
    """Ended before that event it leaves everything whole, and typed again it comes to what it would have come to at once."""
    lay_out(cli, one.base, one.command.spoil)
    ended = _type(cli, one.command, at_event=event, end=end)
    place = f"{one.name}, {signal.Signals(end).name if end else 'disk full'} before event {event} of {one.events}"
    assert ended.code in _codes(end), (place, ended)
    assert "Traceback" not in ended.err, (place, ended.err)
    found = state(cli.folder)
    assert found[LISTED] in (one.before[LISTED], one.after[LISTED]), f"{place}: the list is neither the old nor the new one"
    assert all(found[name] is not None for name in TEXTS if one.before[name] is not None), f"{place}: a text file is gone"
    if one.told is not None and found.get("digested") == one.after["digested"]:
        assert _bytes(cli.folder / DIGEST) == one.told, f"{place}: what is remembered as told was not told"
    with tempfile.TemporaryDirectory(dir=cli.folder) as copy, suppress(*([LedgerDamaged] if one.command.spoil is not None else [])):
        shutil.copytree(cli.folder / "cache", Path(copy) / "cache")
        assert_whole(Cli(folder=Path(copy), world=cli.world))
    _let_an_hour_pass(leftovers(cli.folder))
    again = _type(cli, one.command)
    assert again.code in one.command.again, (place, again)
    assert "Traceback" not in again.err, (place, again.err)
    found = state(cli.folder)
    differing = [name for name, value in one.after.items() if found[name] != value]
    assert not differing, (place, [(name, one.after[name], found[name]) for name in differing])
    assert not leftovers(cli.folder), place


def _codes(end: int) -> tuple[int, ...]:
    """A full disk may come where it does no harm; else the list, or what is known, cannot be written."""
    if end == FULL_DISK:
        return (0, 1, 2, 3, 4)
    if end == signal.SIGSTOP:  # what there was no time for is told, and is no failure where somebody else waits for it
        return (0, 1)
    return (-end,) if end == signal.SIGKILL else (BY_SIGNAL + end,)


def _type(cli: Cli, command: Command, **how: Any) -> Ended:
    return run(cli, *command.argv, stdin=command.stdin, at=NOW, frozen=True, **how)
