"""Records whose publication is no longer in the list, and how they come to another one. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from pubtrack.model.catalogue import title
from pubtrack.model.count import Count
from pubtrack.model.finding import Finding
from pubtrack.model.identity import CITED_PREFIX, Identity
from pubtrack.model.publication import person_key
from pubtrack.model.value import Value

GONE = "gone"  # the identity of the source `list` that says: taken out of the list on purpose
TITLE_OF_THE_LIST = "title:"  # begins what the list's title is remembered as
NAMED_ONE_BY_ONE = 3
WHAT_TO_TYPE = "`pubtrack history move {key} NEW` gives its records to the publication NEW, --gone instead of NEW lets them rest"
Records = Sequence[tuple[str, str]]


class Move(Value, frozen=True, kw_only=True):
    """What changes when records go to another publication: identities and notes to be written, and the records that move."""

    identities: tuple[Identity, ...] = ()
    notes: tuple[Identity, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()


def lost(listed: Collection[str], identities: Sequence[Identity]) -> dict[str, list[Identity]]:
    """key → the records of a publication that is not in the list any more, which no publication of the list has now; by key."""
    left: dict[str, list[Identity]] = {}
    for one in identities:
        if one.publication not in listed and one.source != "list" and one.is_it and not one.publication.startswith(person_key("")):
            left.setdefault(one.publication, []).append(one)
    if not left:
        return {}
    gone = {one.publication for one in identities if one.source == "list" and one.source_id == GONE and not one.is_it}
    owned = {(one.source, one.source_id) for one in identities if one.is_it and one.publication in listed}
    free = {key: [one for one in group if (one.source, one.source_id) not in owned] for key, group in left.items() if key not in gone}
    return {key: free[key] for key in sorted(free) if free[key]}


def findings(
    found: Mapping[str, Sequence[Identity]], identities: Iterable[Identity], read: Callable[[Records], Sequence[Count]]
) -> Iterator[Finding]:
    """A sentence for each lost key, a few of them; only of these the counts are read."""
    titles = _titles(set(list(found)[:NAMED_ONE_BY_ONE]), identities) if found else {}
    for key in list(found)[:NAMED_ONE_BY_ONE]:
        records = [(one.source, one.source_id) for one in found[key]]
        named = titles.get(key)
        about = f" (“{named}”)" if named else ""
        message = f"{key}{about} is no longer in the list, but {_kept(records, read(records))}; {WHAT_TO_TYPE.format(key=key)}"
        yield Finding(severity="warning", kind="lost-records", message=message)
    if len(found) > NAMED_ONE_BY_ONE:
        others = ", ".join(list(found)[NAMED_ONE_BY_ONE : NAMED_ONE_BY_ONE + 5]) + (", ..." if len(found) > NAMED_ONE_BY_ONE + 5 else "")
        message = f"and {len(found) - NAMED_ONE_BY_ONE} more that are no longer in the list, with records: {others}"
        yield Finding(severity="warning", kind="lost-records", message=message)


def _titles(keys: Collection[str], identities: Iterable[Identity]) -> dict[str, str]:
    """key → the title that it had last, in the form in which titles are compared."""
    known = [one for one in identities if one.publication in keys and one.source == "list" and one.source_id.startswith(TITLE_OF_THE_LIST)]
    ordered = sorted(known, key=lambda one: (one.last_seen, one.source_id))
    return {one.publication: one.source_id.removeprefix(TITLE_OF_THE_LIST) for one in ordered}


def _kept(records: Records, counts: Sequence[Count]) -> str:
    many = f"{len(records)} record{'s of it are' if len(records) != 1 else ' of it is'} kept"
    last = max(counts, key=lambda one: (one.kind == "observed", one.last_seen, one.citations), default=None)
    if last is None:
        return f"{many} (no counts)"
    return f"{many} (last {last.citations} citation{'s' if last.citations != 1 else ''} at {title(last.source)} on {last.day})"


# ---------------------------------------------------------------- to whom they go


def move(old: str, new: str, identities: Sequence[Identity], notes: Iterable[Identity]) -> Move:
    """All records of `old` become those of `new`, by the person's word; their counts stay as they are.

    What the person said of a record and `new` before is said anew by this.
    """
    moving = [one for one in identities if one.publication == old and one.is_it and one.source != "list"]
    written = [replace(one, publication=new, by="person", decided=None) for one in moving]
    written += [replace(one, is_it=False, by="person", decided=None) for one in moving]
    along = [replace(one, publication=f"{CITED_PREFIX}{new}") for one in notes if one.publication == f"{CITED_PREFIX}{old}"]
    return Move(identities=tuple(written), notes=tuple(along), moved=tuple((one.source, one.source_id) for one in moving))


def gone(old: str, day: date) -> Identity:
    """That this publication was taken out of the list on purpose. Its records stay its own, should it come back."""
    return Identity(publication=old, source="list", source_id=GONE, is_it=False, by="person", since=day, last_seen=day)
