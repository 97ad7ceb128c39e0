"""Tells repositories, workshops and series of proceedings by their names. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from pubtrack.text.known_venues import KnownVenue, known
from pubtrack.text.venues import Kind, kind_of

_REPOSITORY = re.compile(
    r"\b(?:repository|dspace\w*|eprints?|escholarship|digital ?commons|diva|research collection|archive ouverte|hal|repec|mpra|nber|cepr"
    r"|working papers?|discussion papers?|technical reports?|preprints?|research square|osf|opus)\b|rxiv\b",
    re.I,
)
_WORKSHOP = re.compile(
    r"\bwkshps?\b|\bworkshops?\b|\w@\s?\w|\bcompanion\b|\bextended abstracts\b|\badjunct\b", re.I
)  # none is the conference
_NO_VENUE = re.compile(
    r"(?:pubmed(?: central)?|medline|doaj.*|crossref|unknown|n/?a|acm|ieee|usenix(?: association)?|aaai press|wiley|elsevier(?: b\.?v\.?)?"
    r"|springer(?:[ -](?:verlag|nature|berlin.*|international.*|us|netherlands))?|association for computing machinery.*)",
    re.I,
)
# Series and journals in which the papers of conferences appear under the conference's name or under their own.
_CARRIERS = r"""
    lecture notes; \blncs\b; communications in computer and information; procedia; electronic (?:notes|proceedings) in; \bentcs\b
    \beptcs\b; lipics; leibniz international; \bceur\b; conference series; conf\. ser; web of conferences; conference proceedings; \bspie\b
    papersonline; ifac proceedings; proceedings of machine learning research; \bpmlr\b; workshop and conference proceedings; \bifip\b
    frontiers in artificial intelligence and applications; studies in health technology; \bisprs\b; proceedings supplements?; sigplan not
    computer architecture news; operating systems review; sigmod record; performance evaluation review; sigcse bulletin
    software engineering notes; computer graphics forum; siggraph computer graphics; international conference proceeding
    advances in intelligent
"""
_CARRIER = re.compile("|".join(word.strip() for word in re.split(r"[;\n]", _CARRIERS) if word.strip()), re.I)


@lru_cache(maxsize=16384)
def venue_kind(name: str) -> Kind | None:
    """What the name says: a preprint stands in a repository, a series of proceedings says nothing. None where it cannot be told."""
    found = known(name) or _meeting_on(name)
    if found is not None and not is_workshop(name):
        return found.kind
    kind = kind_of(name)
    if kind == "preprint" or (_REPOSITORY.search(name) and kind != "journal"):
        return "preprint"
    if is_workshop(name):
        return "workshop"
    return None if kind == "unknown" or carries_conferences(name) else kind


def _meeting_on(subject: str) -> KnownVenue | None:
    """Semantic Scholar calls a conference by what it is on: "Neural Information Processing Systems"."""
    if len(subject.split()) < 3:
        return None
    return known(f"Conference on {subject}") or known(f"Symposium on {subject}")


def is_workshop(name: str) -> bool:
    """A workshop, or another volume beside that of the conference."""
    return _WORKSHOP.search(name) is not None


def carries_conferences(name: str) -> bool:
    """Do papers of conferences appear in it?"""
    return _CARRIER.search(name) is not None


def is_no_venue(name: str) -> bool:
    """A publisher or a catalogue, which services give for a venue."""
    return _NO_VENUE.fullmatch(name.strip()) is not None
