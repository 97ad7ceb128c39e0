"""A list's two lines in a crontab: made, found, put in and taken out, and every other byte left as it is. Pure.

python-crontab writes our lines. It is not let near the others: it trims them, moves variables, and comments out what it cannot read.
The lines stand at the top, where a SHELL= or PATH= that the person set for other jobs does not reach them.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from itertools import pairwise

from pubtrack.errors import Misused
from pubtrack.schedule.job import Job, Mark, read_mark

_OURS = b" schedule run "


def entry(job: Job) -> bytes:
    """The mark and the line. The line runs every hour: cron forgets what it missed while the machine slept, `schedule run` does not."""
    from crontab import CronItem

    command = command_line(job)
    item = CronItem(command=command, comment=job.mark, pre_comment=True)
    item.setall(job.rhythm.minute, "*", "*", "*", "*")
    return f"{item.render()}\n".encode()


def command_line(job: Job) -> str:
    """What the shell is to run, before cron's own escape of % (which python-crontab sees to)."""
    for word in (*job.environment.values(), *job.refresh_if_missed):
        if "\\" in word:  # one cron reads \\ as one backslash, another as two
            raise Misused(f"{word} holds a backslash, which not every cron reads alike; rename it, or use --backend systemd")
    variables = (f"{name}={shlex.quote(value)}" for name, value in job.environment.items())
    return " ".join([*variables, *map(shlex.quote, job.refresh_if_missed)])


def marks(table: bytes) -> Iterator[Mark]:
    """Every list that a line of this crontab refreshes."""
    lines = table.split(b"\n")
    for number, line in enumerate(lines[:-1]):
        found = _mark(line)
        if found is not None and _OURS in lines[number + 1]:
            yield found


def program_of(table: bytes, listing: str) -> str | None:
    """The interpreter that this list's line starts; None when the line cannot be read, or was made a comment."""
    for piece, whose in _pieces(table):
        if whose == listing:
            line = piece.decode("utf-8", "surrogateescape").partition("\n")[2].lstrip()
            try:
                words = [] if line.startswith("#") else shlex.split(line.replace("\\%", "%"))
            except ValueError:
                return None
            return next((word for word, after in pairwise(words) if after == "-P"), None)
    return None


def with_entry(table: bytes, job: Job) -> bytes:
    """The crontab with this list's lines: in their old place, else at the top."""
    new, pieces, is_in = entry(job), list[bytes](), False
    for piece, listing in _pieces(table):
        if listing != job.listing:
            pieces.append(piece)
        elif not is_in:
            pieces.append(new)
            is_in = True
    return b"".join(pieces if is_in else [new, *pieces])


def without(table: bytes, listing: str) -> bytes:
    """The crontab without this list's lines."""
    return b"".join(piece for piece, whose in _pieces(table) if whose != listing)


def _pieces(table: bytes) -> Iterator[tuple[bytes, str | None]]:
    """The crontab cut into lines of others, and pieces of a mark and what it marks, with the list. Joined they are the crontab again."""
    lines = _lines(table)
    number = 0
    while number < len(lines):
        found = _mark(lines[number])
        if found is None:
            yield lines[number], None
            number += 1
            continue
        end = number + 2 if number + 1 < len(lines) and _OURS in lines[number + 1] else number + 1
        yield b"".join(lines[number:end]), found.listing
        number = end


def _lines(table: bytes) -> list[bytes]:
    """A carriage return is a character like any other to cron."""
    return [line + b"\n" for line in table.split(b"\n")[:-1]] + ([rest] if (rest := table.rpartition(b"\n")[2]) else [])


def _mark(line: bytes) -> Mark | None:
    if not line.startswith(b"# pubtrack: "):
        return None
    return read_mark(line[2:].decode("utf-8", "surrogateescape").strip())
