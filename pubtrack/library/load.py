"""Reads publications.yaml into a library, with every mistake in it and the keys to be remembered. Touches the disk, to read."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from pubtrack.errors import ListUnusable
from pubtrack.library import keys, yaml_nodes
from pubtrack.library.duplicates import repeated_keys, without_repeated
from pubtrack.library.entries import read_entry
from pubtrack.library.fields import TOP
from pubtrack.library.people import read_people
from pubtrack.library.reading import Reading, is_absent
from pubtrack.library.settings import read_settings
from pubtrack.library.yaml_nodes import MappingNode, Node, SequenceNode
from pubtrack.model.finding import Finding
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Library, Publication
from pubtrack.model.value import Value

_EXAMPLE = """  author: Your Name
  publications:
    - title: "Title of a paper: with its subtitle"
      authors: Your Name, Another Author
      arxiv: 2404.09526"""


class Loaded(Value, frozen=True, kw_only=True):
    """A list as read. `new_keys` are pairs of key and fingerprint, to be remembered as identities of the source `list`."""

    library: Library
    new_keys: tuple[tuple[str, str], ...] = ()


def load(path: Path, *, remembered: Sequence[Identity] = ()) -> Loaded:
    """Read the list at this path. Raises `ListUnusable` if it is not there or cannot be used as a whole."""
    try:
        with path.open("rb") as file:
            data = file.read(yaml_nodes.MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise ListUnusable(f"{path}: There is no list here. Begin one by typing into that file:\n{_EXAMPLE}") from error
    except IsADirectoryError as error:
        raise ListUnusable(f"{path}: This is a folder. Name the list in it: {path / 'publications.yaml'}") from error
    except OSError as error:
        raise ListUnusable(f"{path}: The list cannot be read ({error.strerror}). See who may read the file.") from error
    return parse(data, str(path), remembered)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Nothing is thrown away while a list is read, and looking for garbage takes half of the time for long ones."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_collector_paused()
def parse(data: bytes, file: str, remembered: Sequence[Identity] = ()) -> Loaded:
    """Read a list from its bytes; `file` is what it is called in messages. Raises `ListUnusable` as `load` does."""
    document = yaml_nodes.read(data, file)
    reading = Reading(document)
    top = _top(document.root, reading)
    people = read_people(top, reading)
    settings = read_settings(top.get("settings"), reading)
    if "software" in top and not isinstance(top["software"], SequenceNode):
        reading.error(top["software"], "wrong-type", "`software` takes a list. Begin each project with a dash.")
    read = _publications(top, reading)
    if repeated := repeated_keys(read):
        raise _unusable([*reading.findings, *repeated])
    kept, left_out = without_repeated(read)
    publications, new_keys = keys.assign(kept, remembered)
    findings = tuple(sorted((*reading.findings, *left_out), key=_position))
    library = Library(people=people, settings=settings, publications=publications, findings=findings)
    return Loaded(library=library, new_keys=new_keys)


def _top(root: Node | None, reading: Reading) -> Mapping[str, Node]:
    if root is None or is_absent(root):
        return {}
    if not isinstance(root, MappingNode):
        what = "Type `publications:` above the list and indent it." if isinstance(root, SequenceNode) else f"Begin like this:\n{_EXAMPLE}"
        reading.error(root, "wrong-type", f"The list is to have fields `author` and `publications`. {what}")
        raise _unusable(reading.findings)
    top = reading.fields(root, TOP, "the list")
    publications = top.get("publications")
    if publications is not None and not isinstance(publications, SequenceNode):
        reading.error(publications, "wrong-type", "`publications` takes a list. Begin each publication with a dash: `- title: ...`.")
    if reading.errors:
        raise _unusable(reading.findings)
    return top


def _publications(top: Mapping[str, Node], reading: Reading) -> list[Publication]:
    node = top.get("publications")
    entries = node.items if isinstance(node, SequenceNode) else ()
    found = (read_entry(entry, reading) for entry in entries if not is_absent(entry))
    return [publication for publication in found if publication is not None]


def _unusable(findings: Sequence[Finding]) -> ListUnusable:
    return ListUnusable("\n".join(f"{finding.place}: {finding.message}" for finding in sorted(findings, key=_position)))


def _position(finding: Finding) -> tuple[int, int]:
    return (finding.place.line, finding.place.column) if finding.place else (0, 0)
