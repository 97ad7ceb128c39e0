r"""The names of a .bib file's author field in reading order, and what is odd about how they are parted. Pure.

BibTeX parts names by "and" alone. People also write commas, semicolons and `\&`, or put all of them in one pair of braces: where that
can be nothing else, it is understood, and said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pubtrack.bibtex.plain import plain_text
from pubtrack.text import author_lists, names

_AND = re.compile(r" and (?=\S)", re.I)
_AMPERSAND = re.compile(r"\s*(?:\\&|&|＆)\s*")
_OTHER_SEPARATOR = re.compile(r"\s*(?:\\&|&|＆|[;；])\s*")
_COMMA = re.compile(r"\s*[,，]\s*")
_BRACED = re.compile(r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}")
_EXTENDED = re.compile(r"\s*([a-z]+(?:-i)?)\s*=\s*(.*)", re.I | re.S)
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|v|vi)\.?", re.I)
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[\s-]?){1,4}")
_CUTS_A_LIST = re.compile(r"(?i)\band\b|[,;&＆，；、]")
_ENDS_IN_OTHERS = re.compile(r"(?<![\s,;])[\s,;]+(?:et\.?\s*al\b\.?|others)[\s,;]*$", re.I)
_OTHERS = ("others", "et al.", "et al")

ONE_PAIR_OF_BRACES = "all authors stand in one pair of braces, which BibTeX takes for one name"
PARTED_OTHERWISE = "authors are parted by other signs than “and”, which BibTeX takes for one name"
BRACED_LIKE_PEOPLE = "what stands in braces was taken for one group; if these are people, take the braces away"
NOT_UNDERSTOOD = "authors are parted by commas, so that nobody can tell where a name ends; type “and” between them"


class Authors(NamedTuple):
    """ "Given Family" each, with "et al." at the end where the file says that there are more; and what to look at."""

    names: list[str]
    remarks: tuple[str, ...] = ()


def read(field: str) -> Authors:
    found: list[str] = []
    remarks: dict[str, None] = {}
    for part in _split(" ".join(field.split()), _AND):
        bare = _ENDS_IN_OTHERS.sub("", part)
        people, remark = _people(bare.strip(" ,;"))
        found += [written for one in people if (written := _in_reading_order(one))]
        if remark:
            remarks[f"{remark}; read as {' · '.join(map(_in_reading_order, people))}" if len(people) > 1 else remark] = None
        found += ["et al."] if bare != part else []
    found = list(author_lists.without_repeats(found))
    is_cut = len(found) > 1 and any(name in _OTHERS for name in found)
    return Authors([name for name in found if name not in _OTHERS] + (["et al."] if is_cut else []), tuple(remarks))


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    """At each separator outside braces."""
    return list(_pieces(text, re.compile(rf"\\[{{}}]|[{{}}]|{separator.pattern}", separator.flags)))


def _pieces(text: str, brace_or_separator: re.Pattern[str]) -> Iterator[str]:
    depth, start = 0, 0
    for match in brace_or_separator.finditer(text):
        if match[0] in ("{", "}"):
            depth += 1 if match[0] == "{" else -1
        elif depth == 0 and match[0] not in ("\\{", "\\}"):
            yield text[start : match.start()]
            start = match.end()
    yield text[start:]


# ---------------------------------------------------------------- who stands in one part


@lru_cache(maxsize=32768)
def _people(part: str) -> tuple[tuple[str, ...], str]:
    """The names in what BibTeX would take for one, still in LaTeX; and what is odd about it."""
    if extended := _of_biblatex(part):
        return (extended,), ""
    if _BRACED.fullmatch(part):
        return _braced(part)
    several = _separated(part)
    if several is not None:
        return several, PARTED_OTHERWISE
    if _AMPERSAND.search(part) and len(_split(part, _AMPERSAND)) > 1:
        return (f"{{{part}}}",), ""
    is_odd = len(_split(part, _COMMA)) > 2 and not _is_with_suffix(_split(part, _COMMA))
    return (part,), NOT_UNDERSTOOD if is_odd else ""


def _of_biblatex(part: str) -> str:
    """The inverted name of biblatex's extended format: family=Schonherr, given=Julia, prefix=von, useprefix=false."""
    fields = [_EXTENDED.fullmatch(piece) for piece in _split(part, _COMMA)]
    stated = {field[1].lower(): field[2].strip().strip('"').strip() for field in fields if field is not None}
    if None in fields or "family" not in stated:
        return ""
    family = " ".join(filter(None, (stated.get("prefix"), stated["family"])))
    return ", ".join(filter(None, (family, stated.get("suffix"), stated.get("given"))))


def _braced(part: str) -> tuple[tuple[str, ...], str]:
    """A group, unless each "and" in the braces stands between inverted names, or commas part family names and initials."""
    inner = part[1:-1]
    pieces, commas = _split(inner, _AND), _split(inner, _COMMA)
    if len(pieces) > 1 and all(len(_split(piece, _COMMA)) == 2 for piece in pieces):
        return tuple(pieces), ONE_PAIR_OF_BRACES
    if len(pieces) == 1 and len(commas) % 2 == 0 and all(map(_is_initials, commas[1::2])):
        return _pairs(commas), ONE_PAIR_OF_BRACES
    listed = pieces if len(pieces) > 1 else commas
    return (part,), BRACED_LIKE_PEOPLE if len(listed) > 1 and all(map(_is_a_person, listed)) else ""


def _separated(part: str) -> tuple[str, ...] | None:
    """The people that other signs part; None where it could be one name, or a group's."""
    found: list[str] = []
    pieces = [piece for piece in _split(part, _OTHER_SEPARATOR) if piece.strip(" ,")]
    for piece in pieces:
        commas = [one for one in _split(piece.strip(" ,"), _COMMA) if one]
        if len(commas) > 2 and not _is_with_suffix(commas):
            several = _from_commas(commas)
            if several is None:
                return None
            found += several
        elif len(commas) == 2 or _is_a_person(piece):
            found.append(piece.strip(" ,"))
        else:
            return None
    return tuple(found) if len(found) > 1 else None


def _from_commas(pieces: Sequence[str]) -> tuple[str, ...] | None:
    """ "Smith, J., Doe, A. B." and "A B, C D, E F"; None where nobody can tell."""
    families, given = pieces[::2], pieces[1::2]
    is_paired = len(families) == len(given)
    if is_paired and all(map(_is_initials, given)) and not all(map(_is_initials, families)):
        return _pairs(pieces)
    begin_with_particles = all(plain_text(one).split(" ")[0] in names.PARTICLES for one in families)
    if all(map(_is_a_person, pieces)) and not begin_with_particles:
        return tuple(pieces)
    return _pairs(pieces) if is_paired and len(pieces) > 3 else None


def _pairs(pieces: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{family}, {given}" for family, given in zip(pieces[::2], pieces[1::2], strict=True))


def _is_with_suffix(pieces: Sequence[str]) -> bool:
    """BibTeX's third form, "Family, Jr., Given", or the last two of it the other way round."""
    return len(pieces) == 3 and any(_SUFFIX.fullmatch(plain_text(piece)) for piece in pieces[1:])


def _is_initials(text: str) -> bool:
    plain = plain_text(text)
    return plain.isupper() and _INITIALS.fullmatch(plain) is not None


def _is_a_person(piece: str) -> bool:
    """Could it be somebody's whole name: of several words, and no body's?"""
    name = plain_text(piece).strip(" ,")
    return (len(name.split()) > 1 or names.CJK.search(name) is not None) and not author_lists.is_group(name)


# ---------------------------------------------------------------- one name


@lru_cache(maxsize=32768)
def _in_reading_order(part: str) -> str:
    part = part.strip(" ,;")
    text = re.sub(r"\s+\d{4}$", "", plain_text(part))  # DBLP tells people of one name apart by a number
    if _BRACED.fullmatch(part):
        return _group(text)
    if "," not in text:
        return text
    name = names.parse(text)
    together = names.in_reading_order(name)
    # Two family names without a particle between would be torn apart: they stay before the comma.
    return together if name.given and _family(names.parse(together)) == _family(name) else text


def _family(name: names.Name) -> str:
    return f"{name.last} {name.suffix}".strip()


def _group(text: str) -> str:
    """In braces, unless it is seen to be one name without them."""
    is_plain = names.parse(text).is_group or " " not in text
    return text if is_plain and not _CUTS_A_LIST.search(text) else f"{{{text}}}"
