"""Every version of a file that a git repository on this disk knows, each with the moment of its commit. Runs git, never the network."""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer

from pubtrack.errors import ImportRefused, Misused
from pubtrack.sources.files.count_files import LARGEST_BYTES
from pubtrack.text.printable import printable

SECONDS = 60.0  # for each question to git
MOST_VERSIONS = 20_000
MOST_BYTES = 200_000_000  # of all versions together
_REMOTE = re.compile(r"^(?:[a-z][a-z0-9+.-]+://|[\w.-]+@[\w.-]+:|github\.com/)", re.I)
_FILES = ("100644", "100755")
# Of the user's own GIT_ variables none is let through but those that name their configuration: where this runs from a hook, the others
# lead to another repository, and some start programs.
_CONFIGURATION = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")
_QUIET = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_PAGER": "cat",
    "LC_ALL": "C",
}
# What a repository's own configuration could start or read: none of it is needed to read a history. safe.directory is left as it is.
_NOTHING_STARTED = (
    *(
        "core.fsmonitor=false",
        f"core.hooksPath={os.devnull}",
        f"core.attributesFile={os.devnull}",
        "core.pager=cat",
        "core.sshCommand=false",
    ),
    *("core.gitProxy=", "core.alternateRefsCommand=true", "core.askPass=", "credential.helper=", "protocol.allow=never", "gc.auto=0"),
    *("diff.external=", f"diff.orderFile={os.devnull}", "diff.submodule=short", "diff.ignoreSubmodules=all", "submodule.recurse=false"),
    *("log.showSignature=false", "log.mailmap=false", "core.quotePath=false", "color.ui=false", "maintenance.auto=false"),
)
_ONLY_NAMES = ("--raw", "--no-abbrev", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all", "--no-show-signature", "--no-notes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A file as one commit had it; of the same bytes in several commits the first."""

    body: bytes
    at: datetime
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All versions, the oldest first; and whether the clone has only the last commits."""

    versions: tuple[Version, ...]
    is_shallow: bool = False


def split(place: str) -> tuple[Path, str]:
    """REPO:FILE in its parts. Raises Misused for what is no folder of this disk."""
    folder, colon, file = place.rpartition(":")
    if _REMOTE.match(place) or place.startswith("git@"):
        address = folder if colon and not file.startswith("//") else place
        raise Misused(f"{place} is not on this disk; type `git clone {address}` first, and give the folder that it makes: FOLDER:FILE")
    if not folder or not file:
        raise Misused(f"“{place}” names no file of a repository; type FOLDER:FILE, for example ~/my-homepage:_data/citations.yml")
    if place.startswith("-") or file.startswith("-"):
        raise Misused(f"“{printable(place)}” begins as an option does; type ./ before the name of the folder or of the file")
    return Path(folder).expanduser(), posixpath.normpath(file.replace("\\", "/"))


def versions(folder: Path, file: str) -> History:
    """Every version of that file on any branch. Raises ImportRefused, saying what to do, where there is none."""
    if not folder.is_dir():
        raise ImportRefused(f"{folder} is no folder; give that of a git repository")
    root = _root(folder)
    found = _blobs(root, file)
    if not found:
        raise ImportRefused(f"{folder} has no file {file} in any commit{_nearest(root, file)}")
    ordered = sorted(found.items(), key=lambda one: (one[1], one[0]))[-MOST_VERSIONS:]
    bodies = zip(ordered, _read(root, [blob for blob, _ in ordered]), strict=True)
    read, size = list[Version](), 0
    for (_, moment), body in bodies:
        at, size = datetime.fromtimestamp(moment, UTC), size + len(body)
        if size > MOST_BYTES:
            raise ImportRefused(f"all versions of {file} have more than {MOST_BYTES // 1_000_000} MB, which no file of this kind has")
        read.append(Version(body=body, at=at, name=f"{file} of {at:%Y-%m-%d}"))
    return History(versions=tuple(read), is_shallow=_git(root, "rev-parse", "--is-shallow-repository").strip() == "true")


def _root(folder: Path) -> Path:
    """The top of the working tree; the folder itself of a bare repository."""
    if _git(folder, "rev-parse", "--is-inside-work-tree").strip() == "true":
        return Path(_git(folder, "rev-parse", "--show-toplevel").rstrip("\n"))
    return folder


def _blobs(root: Path, file: str) -> dict[str, int]:
    """The versions by their blob, each with the second of its first commit; under former names of the file too."""
    form = ("--format=%x01%H %ct", *_ONLY_NAMES)
    git_output = _git(root, "log", "--all", "--reflog", "--full-history", "-m", "--no-renames", *form, "--", file)
    found = _listed(git_output, below=_below(file))
    if found:
        followed = _git(root, "log", "--all", "--follow", "-M", *form, "--", file)
        for blob, moment in _listed(followed, below=_below(file)).items():
            found[blob] = min(moment, found.get(blob, moment))
    return found


def _below(file: str) -> str:
    """How the paths begin that git names too where `file` is a folder."""
    return "" if file == "." else f"{file}/"


def _listed(git_output: str, *, below: str) -> dict[str, int]:
    """The blobs that git's log names, each with its first moment; those of paths that begin with `below` are left out."""
    found: dict[str, int] = {}
    moment = 0
    for line in git_output.splitlines():
        if line.startswith("\x01"):
            moment = int(line.split()[1])
        elif line.startswith(":"):
            about, _, path = line[1:].partition("\t")
            _, mode, _, blob, _ = about.split()
            if mode in _FILES and not path.removeprefix('"').startswith(below):
                found[blob] = min(moment, found.get(blob, moment))
    return found


def _nearest(root: Path, file: str) -> str:
    """A hint at the file that was probably meant, on any of the first branches."""
    import difflib

    branches = _git(root, "for-each-ref", "--count=20", "--sort=-committerdate", "--format=%(refname)", "refs/heads", "refs/remotes")
    names = {name for one in branches.split() for name in _git(root, "ls-tree", "-r", "--name-only", "-z", one).split("\0") if name}
    same = sorted(name for name in names if posixpath.basename(name) == posixpath.basename(file) or name.startswith(_below(file)))
    near = same or difflib.get_close_matches(file, sorted(names), n=1, cutoff=0.5)
    return f"; did you mean {printable(near[0])}?" if near else "; type its path from the top of the repository"


# ---------------------------------------------------------------- git


def _git(folder: Path, *words: str) -> str:
    try:
        done = subprocess.run(_command(folder, *words), env=_environment(), stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS)
    except FileNotFoundError as error:
        raise ImportRefused("git is not installed, or not on the PATH; install it, or give plain files") from error
    except subprocess.TimeoutExpired as error:
        raise ImportRefused(f"git took longer than {SECONDS:.0f} s in {folder}; nothing was taken in") from error
    except OSError as error:
        raise ImportRefused(f"git cannot be run: {error.strerror or error}") from error
    if done.returncode:
        git_error = printable(done.stderr.decode("utf-8", "replace")).removeprefix("fatal: ")
        if "not a git repository" in git_error:
            raise ImportRefused(f"{folder} is no git repository")
        raise ImportRefused(f"git says of {folder}: {git_error or f'exit code {done.returncode}'}")
    return done.stdout.decode("utf-8", "replace")


def _command(folder: Path, *words: str) -> list[str]:
    settings = (word for one in _NOTHING_STARTED for word in ("-c", one))
    return ["git", "--no-pager", "--no-replace-objects", *settings, "-C", str(folder), *words]


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _CONFIGURATION} | _QUIET


def _read(root: Path, blobs: Sequence[str]) -> Iterator[bytes]:
    """The bodies of these blobs, one after the other, through one process; what is larger than any such file as far as it matters."""
    process = subprocess.Popen(
        _command(root, "cat-file", "--batch"), env=_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    clock = Timer(SECONDS, process.kill)
    clock.daemon = True
    clock.start()
    try:
        for blob in blobs:
            yield _one(process, blob)
    finally:
        clock.cancel()
        process.kill()
        process.communicate()


def _one(process: subprocess.Popen[bytes], blob: str) -> bytes:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(blob.encode() + b"\n")
        process.stdin.flush()
    except BrokenPipeError as error:
        raise ImportRefused("git ended before all versions were read; nothing was taken in") from error
    head = process.stdout.readline().split()
    if len(head) == 2 and head[1] == b"missing":
        return b""
    if len(head) != 3:
        raise ImportRefused("git ended before all versions were read; nothing was taken in")
    remaining, body = int(head[2]), b""
    while remaining > 0:
        part = process.stdout.read(min(remaining, 1 << 20))
        if not part:
            raise ImportRefused("git ended before all versions were read; nothing was taken in")
        remaining -= len(part)
        body += part if len(body) <= LARGEST_BYTES else b""
    process.stdout.read(1)
    return body
