"""Changes to the person's list, prepared as a value that can be shown before it is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pubtrack.app.saved_pages import ImportedPage, owner, unlisted, without_doubles
from pubtrack.app.workspace import Workspace
from pubtrack.errors import ListUnusable
from pubtrack.files import read_at_most, write_atomically
from pubtrack.library.compare import encode
from pubtrack.library.diff import diff
from pubtrack.library.edit import new_list, revise
from pubtrack.library.load import parse
from pubtrack.library.yaml_nodes import MAX_BYTES, Document, MappingNode, Scalar, SequenceNode, read
from pubtrack.library.yaml_text import Fields
from pubtrack.model.catalogue import title
from pubtrack.model.entry import Entry
from pubtrack.model.finding import Finding, Place
from pubtrack.model.publication import Library
from pubtrack.records import unfinished
from pubtrack.sources.google_scholar.saved_page import as_list_entries

if TYPE_CHECKING:
    from pubtrack.model.publication import Listed

LEFT_OUT_BY_READING = ("unreadable-entry", "no-title", "no-publication")
HEADER = "Publications, read by pubtrack. Write as you like; nothing but `import` and `complete` ever changes this file."


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A list before and after a change; `old_data` is what the file held (None where there is none yet)."""

    path: Path
    old_data: bytes | None
    old_text: str
    new_text: str
    new_data: bytes
    summary: str
    findings: tuple[Finding, ...] = ()

    def diff(self) -> str:
        return diff(self.old_text, self.new_text, str(self.path))

    def write(self) -> None:
        """Whole or not at all, and not when the file was changed meanwhile. Raises ListUnusable when it cannot be written."""
        try:
            write_atomically(self.path, self.new_data, unless_changed_from=self.old_data)
        except OSError as error:
            raise ListUnusable(f"{self.path} cannot be written: {error.strerror or error}") from error


def from_bibtex(path: Path, file: Path, data: bytes) -> Edit:
    """The list with what a BibTeX file has and it has not. Raises ListUnusable when the list cannot be changed safely."""
    from pubtrack.bibtex import read as bibtex_read
    from pubtrack.library.additions import merge_plan

    listed, findings = bibtex_read.parse(data, str(file))
    old = _old(path)
    plan = merge_plan(listed, old[2] if old is not None else Library())
    said = _with_total((*findings, *plan.conflicts), len(listed), file)
    if old is None:
        text = new_list({"name": _most_frequent_author(plan.new)}, plan.new, header_comment=HEADER)
        return _edit(path, None, text, f"{len(plan.new)} publications written", said)
    document, data_before, library = old
    changes = [(_node(document, library, key), fields) for key, fields in plan.additions]
    text = revise(document, changes=changes, entries=plan.new)
    summary = f"{len(plan.new)} publications added, {len(changes)} completed, {plan.unchanged} were there already"
    return _edit(path, (document, data_before), text, summary, said)


def _with_total(findings: Sequence[Finding], read: int, file: Path) -> tuple[Finding, ...]:
    """With how many of the file's entries are taken in, where some are not: each of those is an error that names it."""
    unread = sum(one.severity == "error" and one.kind in LEFT_OUT_BY_READING for one in findings)
    left_out = unread + sum(one.kind == "unclear-match" for one in findings)
    message = f"{file}: {read + unread - left_out} of {read + unread} entries taken in; what is left out is named above"
    return (*findings, Finding(severity="warning", kind="left-out", message=message)) if left_out else tuple(findings)


def from_pages(path: Path, pages: Sequence[ImportedPage], workspace: Callable[[], Workspace]) -> Edit:
    """The list with the articles of saved profile pages that it lacks; a new one where there is none.

    Raises ImportRefused when a page is that of nobody on the list.
    """
    old = _old(path)
    if old is None or not (old[2].publications or old[2].people):
        first = pages[0].profile
        records, doubled = without_doubles(record for page in pages for record in page.records)
        author = {"name": first.name or "Your Name", "google_scholar": first.source_id}
        text = new_list(author, [_texts(one) for one in as_list_entries(first, records)], header_comment=HEADER)
        return _edit(path, None if old is None else old[:2], text, f"{len(records)} publications written", doubled)
    with workspace() as opened:
        for page in pages:
            owner(opened, page)
        missing, doubled = without_doubles(record for page in pages for record in unlisted(opened, page))
    text = revise(old[0], entries=[_texts(one) for one in as_list_entries(pages[0].profile, missing)])
    return _edit(path, old[:2], text, f"{len(missing)} publications added", doubled)


def from_records(path: Path, entries: Sequence[Entry]) -> Edit:
    """The list with what is unfinished in these of its entries filled in from records. Raises ListUnusable as `from_bibtex` does."""
    old = _old(path)
    if old is None:
        raise ListUnusable(f"{path} is not there")
    document, data, _library = old
    changes: list[tuple[MappingNode, Fields]] = []
    findings: list[Finding] = []
    for entry in entries:
        node = _node_at(document, entry.publication.place)
        if node is None:
            continue
        for one in unfinished.fuller(entry):
            fields: Fields = {one.field: one.title or _as_typed(node, unfinished.written(one.authors))}
            try:
                revise(document, changes=[(node, fields)])
            except ListUnusable as error:
                findings.append(Finding(severity="warning", kind="not-completed", message=str(error), publication=entry.publication.key))
                continue
            changes.append((node, fields))
            message = f"{entry.publication.key}: {one.field} as {title(one.source)} has it ({one.source_id})"
            findings.append(Finding(severity="notice", kind="completed", message=message, publication=entry.publication.key))
    return _edit(path, (document, data), revise(document, changes=_joined(changes)), f"{len(changes)} fields completed", findings)


def _joined(changes: Sequence[tuple[MappingNode, Fields]]) -> list[tuple[MappingNode, Fields]]:
    """All fields of one entry together."""
    nodes = {id(node): node for node, _ in changes}
    return [
        (node, {name: value for other, fields in changes if other is node for name, value in fields.items()}) for node in nodes.values()
    ]


def _as_typed(node: MappingNode, authors: Sequence[str]) -> str | Sequence[str]:
    """Authors as a list or as one line, whichever they are."""
    old = next((value for name, value in node.items if name.value == "authors"), None)
    return ", ".join(authors) if isinstance(old, Scalar) and not any("," in name for name in authors) else authors


def _texts(entry: dict[str, object]) -> Fields:
    return {name: str(value) if isinstance(value, int) else value for name, value in entry.items()}  # type: ignore[misc]  # values are texts, lists and mappings of texts


def _old(path: Path) -> tuple[Document, bytes, Library] | None:
    try:
        data = read_at_most(path, MAX_BYTES)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ListUnusable(f"{path} cannot be read: {error.strerror or error}") from error
    return read(data, str(path)), data, parse(data, str(path)).library


def _edit(path: Path, old: tuple[Document, bytes] | None, text: str, summary: str, findings: Sequence[Finding] = ()) -> Edit:
    data = encode(old[0], text) if old is not None else text.encode()
    return Edit(
        path=path,
        old_data=old[1] if old is not None else None,
        old_text=old[0].text if old is not None else "",
        new_text=text,
        new_data=data,
        summary=summary,
        findings=tuple(findings),
    )


def _node(document: Document, library: Library, key: str) -> MappingNode:
    """The entry of that key, found by the place at which it was read."""
    found = _node_at(document, next(one.place for one in library.publications if one.key == key))
    assert found is not None
    return found


def _node_at(document: Document, place: Place | None) -> MappingNode | None:
    root = document.root
    assert isinstance(root, MappingNode)
    publications = next(value for name, value in root.items if name.value == "publications")
    assert isinstance(publications, SequenceNode)
    nodes = (node for node in publications.items if isinstance(node, MappingNode))
    return next(
        (node for node in nodes if place is not None and (node.start.line + 1, node.start.column + 1) == (place.line, place.column)), None
    )


def _most_frequent_author(listed: Sequence[Listed]) -> str:
    counts: dict[str, int] = {}
    for one in listed:
        authors = one.get("authors", ())
        for name in [authors] if isinstance(authors, str) else authors:
            counts[name] = counts.get(name, 0) + 1
    return max(counts, key=lambda name: counts[name], default="Your Name")
