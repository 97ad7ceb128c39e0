"""Reads single values of the list: text, ids, dates, addresses, venues. Pure.

Each function takes the node and the field's name, notes what is wrong in the reading, and then returns None or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from pubtrack.library import authors
from pubtrack.library.fields import IDS, STATUSES, VENUE
from pubtrack.library.reading import Reading, is_absent, nearest, scalars, shown
from pubtrack.library.yaml_nodes import MappingNode, Node, Scalar, SequenceNode
from pubtrack.model.publication import TYPES, Status, Venue
from pubtrack.model.record import PartialDate
from pubtrack.text import dates, ids, venues
from pubtrack.text.printable import INVISIBLE

_ADDRESS = re.compile(r"(?:(?P<scheme>[a-z][a-z0-9+.-]*)://)?(?:[\w-]+(?:\.[\w-]+)+|localhost)\.?(?::\d{1,5})?(?:[/?#].*)?", re.I)
_UNFIT_FOR_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f<>\"{}|\\^`]")
_UNFIT_FOR_KEY = re.compile(rf"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff,{{}}\"#%~\\'()=@{INVISIBLE}]")
_CUT = re.compile(r"[ \t]+#")
_CUT_FOR_SURE = re.compile(r"[ \t]+#[^\s#]")
LONGEST_KEY = 100


def text(node: Node, name: str, reading: Reading) -> str | None:
    """One value as typed, blanks squashed."""
    if not isinstance(node, Scalar):
        reading.error(node, "wrong-type", f"`{name}` takes one text, and {_shape(node)} stands here. Type `{name}: ...` in one line.")
        return None
    if node.plain and (_CUT if name == "title" else _CUT_FOR_SURE).match(reading.rest_of_line(node.end)):
        advice = f'Put the {name} in quotes if that belongs to it: {name}: "..."'
        reading.warn(node, f"cut-{name}", f"The {name} ends before ` #`, where YAML begins a comment. {advice}")
    return " ".join(node.value.split()) or None


def texts(node: Node, name: str, reading: Reading) -> tuple[str, ...]:
    """A list of texts; one text counts as a list of one."""
    if isinstance(node, MappingNode):
        reading.error(node, "wrong-type", f"`{name}` takes a list, and a mapping stands here. Type `{name}: [one, two]`.")
        return ()
    found = (text(item, name, reading) for item in scalars(node))
    return tuple(dict.fromkeys(item for item in found if item))


def tags(node: Node, name: str, reading: Reading) -> tuple[str, ...]:
    if isinstance(node, Scalar):
        return tuple(dict.fromkeys(tag for part in (text(node, name, reading) or "").split(",") if (tag := part.strip())))
    return texts(node, name, reading)


def listed_authors(node: Node, name: str, reading: Reading) -> authors.Authors:
    if isinstance(node, Scalar):
        return authors.from_string(text(node, name, reading) or "")
    if isinstance(node, MappingNode):
        advice = f"Type `{name}: [First Name, Second Name]`."
        reading.error(node, "wrong-type", f"`{name}` takes a list of names, and a mapping stands here. {advice}")
        return authors.Authors((), complete=True)
    return authors.from_items([item for each in node.items if (item := text(each, name, reading))])


def editors(node: Node, name: str, reading: Reading) -> tuple[str, ...]:
    """Their names, with a last "et al." where the list says that there are more."""
    found = listed_authors(node, name, reading)
    return tuple(one.name for one in found.authors) + (() if found.complete or not found.authors else ("et al.",))


def work_type(node: Node, name: str, reading: Reading) -> str | None:
    """A BibTeX entry type, upper or lower case."""
    typed = text(node, name, reading)
    if typed is None or typed.lower() in TYPES:
        return typed and typed.lower()
    meant = nearest(typed, TYPES)
    advice = f"Did you mean `{meant}`?" if meant else f"Type one of {', '.join(TYPES)}."
    reading.error(node, "invalid-type", f"`{shown(typed)}` is no type of work. {advice}")
    return None


# ---------------------------------------------------------------- ids and addresses


def arxiv(node: Node, name: str, reading: Reading) -> tuple[str, int | None] | None:
    typed = text(node, name, reading)
    if typed is None:
        return None
    found = ids.arxiv_id(typed)
    if found is None:
        reading.error(node, "invalid-arxiv", f"`{shown(typed)}` is no arXiv id: {ids.why_not_arxiv(typed)}.")
    return found


def doi(node: Node, name: str, reading: Reading) -> str | None:
    typed = text(node, name, reading)
    if typed is None:
        return None
    found = ids.doi(typed)
    if found is None:
        short = re.fullmatch(r"(?i)(?:(?:https?://)?(?:dx\.)?doi\.org/)?10/\w+", typed) is not None
        meant = "this is an arXiv id: type it as `arxiv`" if ids.arxiv_id(typed) else "a DOI looks like 10.1145/3694715.3695948"
        meant = "this is a short DOI; its address leads to the page that shows the whole one, which services know" if short else meant
        reading.error(node, "invalid-doi", f"`{shown(typed)}` is no DOI: {meant}.")
    return found


def address(node: Node, name: str, reading: Reading) -> str | None:
    """An http(s) address; `https://` is added where it is missing."""
    typed = text(node, name, reading)
    if typed is None:
        return None
    match = _ADDRESS.fullmatch(typed)
    scheme = (match["scheme"] or "").lower() if match else ""
    if match is None or scheme not in ("", "http", "https") or _UNFIT_FOR_ADDRESS.search(typed):
        reading.error(node, "invalid-url", f"`{shown(typed)}` is no web address. Type it like https://example.org/paper.")
        return None
    return typed if scheme else f"https://{typed}"


def addresses(node: Node, name: str, reading: Reading) -> tuple[str, ...]:
    if isinstance(node, MappingNode):
        return texts(node, name, reading)
    found = (address(item, name, reading) for item in scalars(node))
    return tuple(dict.fromkeys(item for item in found if item))


def source_ids(node: Node, name: str, reading: Reading) -> dict[str, tuple[str, ...]]:
    """Source → ids, those of arXiv and DOIs in canonical form. Names of sources that pubtrack does not ship are taken as they are."""
    if not isinstance(node, MappingNode):
        advice = f"Type `{name}: {{openalex: W1234567890}}`."
        reading.error(node, "wrong-type", f"`{name}` takes sources with their ids, and {_shape(node)} stands here. {advice}")
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for source, value in node.items:
        meant = nearest(source.value, IDS)
        if source.value not in IDS and meant:
            reading.warn(source, "unknown-source", f"`{shown(source.value)}` is no source that pubtrack ships. Did you mean `{meant}`?")
        canonical = ids_of(value, source.value, reading)
        if canonical:
            found[source.value] = tuple(dict.fromkeys((*found.get(source.value, ()), *canonical)))
    return found


_OWN_IDS: Mapping[str, Callable[[str], str | None]] = MappingProxyType(
    {"openalex": ids.openalex_work, "semantic_scholar": ids.semantic_scholar_paper, "dblp": ids.dblp_key}
)


def ids_of(node: Node, source: str, reading: Reading) -> tuple[str, ...]:
    """One id or a list of ids of one source."""
    if is_absent(node):
        return ()
    if isinstance(node, MappingNode):
        return texts(node, source, reading)
    if source == "arxiv":
        return tuple(dict.fromkeys(found[0] for item in scalars(node) if (found := arxiv(item, source, reading))))
    if source in ("doi", "crossref"):
        return tuple(dict.fromkeys(bare for item in scalars(node) if (bare := doi(item, source, reading))))
    canonical = _OWN_IDS.get(source)
    typed = texts(node, source, reading)
    return tuple(dict.fromkeys(canonical(one) or one for one in typed)) if canonical else typed


def key(node: Node, name: str, reading: Reading) -> str | None:
    typed = text(node, name, reading)
    if typed is None:
        return None
    unfit = _UNFIT_FOR_KEY.search(typed)
    if unfit or len(typed) > LONGEST_KEY:
        why = f"it holds {_named(unfit[0])}" if unfit else f"it is longer than {LONGEST_KEY} characters"
        reading.error(node, "invalid-key", f"`{shown(typed)}` is no key: {why}. Type letters, digits and -_.:+ only.")
        return None
    return typed


def _named(character: str) -> str:
    return f"`{character}`" if character.isprintable() else f"the invisible character U+{ord(character):04X}"


# ---------------------------------------------------------------- dates and venues


def date(node: Node, name: str, reading: Reading) -> PartialDate | None:
    typed = text(node, name, reading)
    if typed is None:
        return None
    found = dates.partial_date(typed)
    if found is None:
        reading.error(node, "invalid-date", f"`{shown(typed)}` is no date. Type it like 2024, 2024-04, 2024-04-15 or Apr 2024.")
    return found


def year(node: Node, name: str, reading: Reading) -> int | None:
    typed = text(node, name, reading)
    if typed is None:
        return None
    found = dates.partial_date(typed)
    if found is None or found.month is not None:
        hint = "Type a month or day as `date`." if found else "Type it like 2024."
        reading.error(node, "invalid-date", f"`{shown(typed)}` is no year. {hint}")
        return None
    return found.year


def venue(node: Node, name: str, reading: Reading) -> Venue | None:
    if isinstance(node, MappingNode):
        return _venue_in_parts(node, reading)
    typed = text(node, name, reading)
    return venues.parse_venue(typed) if typed else None


def _venue_in_parts(node: MappingNode, reading: Reading) -> Venue | None:
    fields = reading.fields(node, VENUE, "a venue")
    if "name" not in fields:
        reading.error(node, "missing-name", "The venue has no name. Type `venue: {name: SOSP, year: 2024}`.")
        return None
    typed = text(fields["name"], "name", reading)
    stated_year = year(fields["year"], "year", reading) if "year" in fields else None
    stated = status(fields["status"], "status", reading) if "status" in fields else None
    if typed is None:
        return None
    parsed = venues.parse_venue(typed)
    name = parsed.name if stated_year is None else typed
    return Venue(name=name, year=stated_year or parsed.year, status=stated or parsed.status)


def status(node: Node, name: str, reading: Reading) -> Status | None:
    typed = text(node, name, reading)
    if typed is None:
        return None
    if (found := next((known for known in STATUSES if known == typed.lower()), None)) is not None:
        return found
    meant = nearest(typed, STATUSES)
    advice = f"Did you mean `{meant}`?" if meant else f"Type one of {', '.join(STATUSES)}."
    reading.error(node, "invalid-status", f"`{shown(typed)}` is no status. {advice}")
    return None


def number(node: Node, name: str, reading: Reading, is_possible: Callable[[float], bool], advice: str) -> float | None:
    """A number that `is_possible` accepts; `advice` says what to type."""
    typed = text(node, name, reading)
    if typed is None:
        return None
    value = float(typed) if re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", typed, re.ASCII) else None
    if value is None or not is_possible(value):
        reading.error(node, "invalid-number", f"`{name}: {shown(typed)}` cannot be. {advice}")
        return None
    return value


def _shape(node: Node) -> str:
    return "a list" if isinstance(node, SequenceNode) else "a mapping" if isinstance(node, MappingNode) else "one text"
