"""The workflow that refreshes on GitHub, and the lines that let git merge the text files. Pure."""

from __future__ import annotations

import hashlib
import json
import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Literal

from pubtrack.errors import Misused
from pubtrack.schedule.github import template as words
from pubtrack.store import text_files

WORKFLOW = ".github/workflows/pubtrack.yml"
ATTRIBUTES = ".gitattributes"
TEXT_FILES = tuple(name for name, _ in text_files.FILES)
BRANCH = "pubtrack-citations"
# The account that GitHub shows for commits of workflows, in the form GitHub documents for it.
BOT_NAME, BOT_ADDRESS = "github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com"

_MARK = re.compile(r"# Written by `pubtrack schedule github`, which replaces it unless it was edited by hand \(([0-9a-f]{16})\)\.\n")
_EXPRESSION = "${{"
_PLACE = re.compile(r"@([A-Z_]+)@")
_DAYS = 7

Every = Literal["day", "week"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GithubPlan:
    """What the workflow does. Paths are relative to the repository, with forward slashes; `at` is UTC, None leaves it to `seed`."""

    library: str
    cache: str
    install: str  # what pip installs: an address, a path of the repository, a requirement
    seed: str  # what tells this repository from others: not all of them shall ask at the same minute
    every: Every = "day"
    at: time | None = None
    pull_request: bool = False


def workflow(plan: GithubPlan) -> str:
    """The whole file, its mark included. Raises Misused for a name that GitHub would take for an expression."""
    for text in (plan.library, plan.cache, plan.install):
        if _EXPRESSION in text or not text.isprintable():
            raise Misused(f"“{text!r}” cannot stand in a workflow: no {_EXPRESSION} and no control characters; rename it")
    parts = (words.HEAD, words.TAKE_UP if plan.pull_request else "", words.REFRESH, words.COMMIT)
    text = "".join((*parts, words.REQUEST if plan.pull_request else ""))
    values = _values(plan)
    text = _PLACE.sub(lambda found: values[found[1]], text)  # at once: a folder may be called @CACHE@
    return f"# Written by `pubtrack schedule github`, which replaces it unless it was edited by hand ({_checksum(text)}).\n{text}"


def cron(plan: GithubPlan) -> str:
    """Five fields, UTC. A stable hash picks what the person did not: never the full hour, when GitHub is late and drops runs."""
    number = int.from_bytes(hashlib.sha256(plan.seed.encode("utf-8", "surrogateescape")).digest()[:8], "big")
    minute = plan.at.minute if plan.at else 3 + number % 54
    hour = plan.at.hour if plan.at else number // 54 % 24
    return f"{minute} {hour} * * {'*' if plan.every == 'day' else number // (54 * 24) % _DAYS}"


def spoken(plan: GithubPlan) -> str:
    """The time of `cron` as a person reads it: “05:37 UTC”, “05:37 UTC on Sunday”."""
    minute, hour, _, _, day = cron(plan).split()
    names = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
    return f"{int(hour):02}:{int(minute):02} UTC" + (f" on {names[int(day)]}" if day != "*" else "")


def is_unedited(text: str) -> bool:
    """Is this a workflow of ours as it was written, but for the ends of lines, which git may turn?"""
    text = text.replace("\r\n", "\n")
    mark = _MARK.match(text)
    return mark is not None and mark[1] == _checksum(text[mark.end() :])


def list_of(text: str) -> str | None:
    """The list that a workflow of ours refreshes."""
    found = re.search(r'^      LIST: (".*")\r?$', text, re.MULTILINE)
    return str(json.loads(found[1])) if found else None


def attribute_lines(cache: str) -> tuple[str, ...]:
    """The lines of `.gitattributes` at the root that have git keep the rows of both sides. `cache` is relative to the root."""
    return tuple(f"{_pattern(f'{cache}/{name}' if cache != '.' else f'/{name}')} merge=union" for name in TEXT_FILES)


def with_lines(before: bytes, lines: Sequence[str]) -> bytes:
    """A file of git's with the lines it lacks at its end, where they win over earlier ones. All else stays byte for byte."""
    there = {line.strip() for line in before.removeprefix(b"\xef\xbb\xbf").splitlines()}
    missing = [line.encode() for line in lines if line.encode() not in there]
    if not missing:
        return before
    end = b"\r\n" if b"\r\n" in before else b"\n"
    gap = end if before and not before.endswith(b"\n") else b""
    return before + gap + b"".join(line + end for line in missing)


def _values(plan: GithubPlan) -> dict[str, str]:
    bot = f"      BOT_NAME: {_quoted(BOT_NAME)}\n      BOT_ADDRESS: {_quoted(BOT_ADDRESS)}\n"
    return {
        "NOTE_ON_REQUESTS": words.NOTE_ON_REQUESTS if plan.pull_request else "",
        "CRON": cron(plan),
        "PERMISSION": words.PERMISSION if plan.pull_request else "",
        "DEPTH": words.DEPTH if plan.pull_request else "",
        "BRANCH": bot + (f"      BRANCH: {BRANCH}\n" if plan.pull_request else ""),
        "TARGET": "$BRANCH" if plan.pull_request else "$GITHUB_REF_NAME",
        "INSTALL": shlex.quote(plan.install),
        "LIST": _quoted(plan.library),
        "LEDGER": _quoted(f"{plan.cache}/ledger.sqlite3"),
        "CACHE": _quoted(plan.cache),
    }


def _quoted(text: str) -> str:
    """A string as JSON, and so as YAML, writes it."""
    return json.dumps(text, ensure_ascii=False)


def _pattern(path: str) -> str:
    """A path as gitattributes(5) wants it: what git would take for a wildcard escaped, quoted as in C where it must be."""
    escaped = re.sub(r"([\\*?\[]|^!)", r"\\\1", path)
    if re.search(r'[\s"\\]|^#', escaped):
        return '"' + escaped.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return escaped


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
