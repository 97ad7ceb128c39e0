"""Reads whose list it is. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from pubtrack.library import values
from pubtrack.library.fields import PERSON
from pubtrack.library.reading import Reading, is_absent, shown
from pubtrack.library.yaml_nodes import MappingNode, Node, SequenceNode
from pubtrack.model.publication import Person
from pubtrack.text import ids


def read_people(top: Mapping[str, Node], reading: Reading) -> tuple[Person, ...]:
    """The persons of `author` and `people`; one without a name is left out, one with a wrong id goes without that id."""
    return tuple(person for node in _nodes(top, reading) if (person := _person(node, reading)) is not None)


def _nodes(top: Mapping[str, Node], reading: Reading) -> Iterator[Node]:
    if "author" in top:
        node = top["author"]
        if isinstance(node, SequenceNode):
            reading.error(node, "wrong-type", "`author` takes one person, and a list stands here. Type `people:` for several.")
        else:
            yield node
    if "people" in top:
        node = top["people"]
        if isinstance(node, SequenceNode):
            yield from (item for item in node.items if not is_absent(item))
        else:
            reading.error(node, "wrong-type", "`people` takes a list of persons. Type `author:` for a single one.")


def _person(node: Node, reading: Reading) -> Person | None:
    if not isinstance(node, MappingNode):
        name = values.text(node, "name", reading)
        return Person(name=name) if name else None
    fields = reading.fields(node, PERSON, "a person")
    if "name" not in fields:
        reading.error(node, "missing-name", "This person has no name. Type a line `name: ...`.")
        return None

    def text(field: str) -> str | None:
        return values.text(fields[field], field, reading) if field in fields else None

    name = text("name")
    if name is None:
        return None
    return Person(
        name=name,
        aliases=values.texts(fields["aliases"], "aliases", reading) if "aliases" in fields else (),
        google_scholar=_checked(fields, "google_scholar", ids.scholar_profile, _ADVICE_PROFILE, reading),
        orcid=_checked(fields, "orcid", ids.orcid, _ADVICE_ORCID, reading),
        openalex=text("openalex"),
        semantic_scholar=text("semantic_scholar"),
        dblp=text("dblp"),
    )


_ADVICE_PROFILE = "is no Google Scholar profile. Type the twelve characters after user= in its address, or the whole address."
_ADVICE_ORCID = "is no ORCID iD: a digit is wrong or missing. Type it as it stands on your ORCID page, like 0000-0002-1825-0097."


def _checked(fields: Mapping[str, Node], name: str, read: Callable[[str], str | None], advice: str, reading: Reading) -> str | None:
    typed = values.text(fields[name], name, reading) if name in fields else None
    if typed is None:
        return None
    found = read(typed)
    if found is None:
        reading.error(fields[name], f"invalid-{name.replace('_', '-')}", f"`{shown(typed)}` {advice}")
    return found
