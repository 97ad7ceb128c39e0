"""Sources that others wrote, found through the entry points of the packages installed beside pubtrack.

A package names its source in the group `pubtrack.sources`; what stands there is a class, or a function, that takes the door and what
the list's `settings: sources: {NAME: {...}}` tell it, and gives a `Source`. What is found is loaded only when it is asked for. What looks
for them takes a fifth of a warm report to load alone, so it is not where no package names the group at all.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from pubtrack.errors import PubtrackError, SourceFailure
from pubtrack.model.catalogue import SERVICES
from pubtrack.model.source import Source

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from pubtrack.http import Http

GROUP = "pubtrack.sources"
RESERVED = frozenset({*SERVICES, "list", "doi"})  # sources of our own, and words that stand beside sources in `ids:` and in the cache
NO_SETTINGS: Mapping[str, str] = MappingProxyType({})

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
# What says that it is not set up: a module that is not installed, or that holds no such source; a setting that is missing, or that a
# constructor refuses; what our own pieces say when they are misused. Any other error is a fault of its code (`guarded.faults_of`).
_NOT_SET_UP = (ImportError, SyntaxError, AttributeError, LookupError, ValueError, PubtrackError)


def names() -> tuple[str, ...]:
    """The names of the sources that are plugged in; none of them is loaded for that."""
    return tuple(_found())


def plugged_in(http: Http, settings: Mapping[str, Mapping[str, str]]) -> dict[str, Callable[[], Source]]:
    """How each of them is made. One that cannot be raises `SourceFailure` when it is: it costs itself only."""
    return {name: partial(_make, name, found, http, settings.get(name, NO_SETTINGS)) for name, found in _found().items()}


def _found() -> dict[str, tuple[EntryPoint, ...]]:
    """By name, sorted; several packages may claim one. A source of pubtrack's own cannot be replaced."""
    if not any(map(_may_name_one, dict.fromkeys(sys.path))):
        return {}
    found: dict[str, dict[str, EntryPoint]] = {}
    for one in _installed(tuple(sys.path)):
        if one.name not in RESERVED:
            found.setdefault(one.name, {})[one.value] = one
    return {name: tuple(claims[value] for value in sorted(claims)) for name, claims in sorted(found.items())}


@lru_cache(maxsize=4)
def _installed(places: tuple[str, ...]) -> tuple[EntryPoint, ...]:
    """Looked for once, for what is installed in these places stays so while a command runs."""
    from importlib.metadata import entry_points

    return tuple(entry_points(group=GROUP))


def _may_name_one(path: str) -> bool:
    """Does a package that is installed in this folder name the group? A file (packages in a zip) may always."""
    try:
        about = [one for one in os.listdir(path or ".") if one.lower().endswith((".dist-info", "egg-info"))]
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return any(_names_group(os.path.join(path, one, "entry_points.txt")) for one in about)


def _names_group(file: str) -> bool:
    try:
        with open(file, "rb") as opened:
            return GROUP.encode() in opened.read()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True


def _make(name: str, claims: tuple[EntryPoint, ...], http: Http, settings: Mapping[str, str]) -> Source:
    if not _NAME.fullmatch(name):
        raise SourceFailure(name, "off", "was left out, for the name of a source is made of small letters, digits and _; tell its authors")
    if len(claims) > 1:
        who = " and ".join(_package(one) for one in claims)
        raise SourceFailure(name, "off", f"was left out, for several packages bring a source of that name: {who}; uninstall all but one")
    from pubtrack.sources.guarded import faults_of, words_of  # the door, which a report that asks nobody does not load

    (claim,) = claims
    with faults_of(name):
        try:
            source = claim.load()(http, settings)
        except _NOT_SET_UP as error:
            raise SourceFailure(name, "off", f"was left out, for {_package(claim)} could not set it up ({words_of(error)})") from error
    wrong = _what_is_wrong(name, source)
    if wrong:
        raise SourceFailure(name, "off", f"was left out, for {_package(claim)} brings no source that pubtrack can ask: {wrong}")
    made: Source = source
    return made


def _what_is_wrong(name: str, source: object) -> str:
    if getattr(source, "name", None) != name:
        return f"its `name` is not {name}"
    missing = [method for method in ("estimate", "look_up") if not callable(getattr(source, method, None))]
    return f"it has no `{'` and no `'.join(missing)}`" if missing else ""


def _package(claim: EntryPoint) -> str:
    return f"the package {claim.dist.name}" if claim.dist is not None else claim.value
