"""Identifiers of papers and people, brought from any form in which they are typed to one. Pure."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

from pubtrack.model.catalogue import ARXIV_REGISTRANT

LONGEST_READ = 2000  # characters; what follows is no part of an id

# The archives that gave out ids of the form archive/YYMMNNN, from July 1991 to March 2007.
_ARCHIVES = """
    acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs dg-ga funct-an gr-qc
    hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio quant-ph solv-int
    supr-con
"""
OLD_ARCHIVES = frozenset(_ARCHIVES.split())

_ID = r"(?:(?P<month>\d{4})\.(?P<number>\d{4,5})|(?P<archive>[a-z]{2,8}(?:-[a-z]{2,4})?|q-(?:alg|bio|fin))(?:\.[a-z]{2})?/(?P<old>\d{7}))"
_END = r"(?:v(?P<version>[1-9]\d{0,3}))?(?![^\W_])(?!\.\d)"
_HOSTS = r"(?:arxiv\.org|alphaxiv\.org|ar5iv\.org|arxiv-vanity\.com|xxx\.lanl\.gov|huggingface\.co)(?::\d+)?/(?:[a-z-]+/){0,3}"
_ON_ARXIV = re.compile(rf"(?<![\w-])(?:{_HOSTS}|arxiv\s*[.:]\s*\d)", re.I | re.A)
_BARE_ARXIV = re.compile(rf"(?:abs/)?{_ID}{_END}(?:\.pdf)?(?:\s*\[[\w.-]+\].*)?[.,;]?", re.I | re.A)
_MARK = rf"(?<![\w-])(?:{_HOSTS}|arxiv(?:\.org)?\s*[:./]?\s*(?:abs/)?|corr,?\s*(?:vol\.?\s*)?abs/)"
_MARKED_ARXIV = re.compile(rf"{_MARK}{_ID}{_END}", re.I | re.A)

_NEW_STYLE_TRY = re.compile(r"(?<![\w.])(\d{2})(\d{2})\.(\d+)(v\w*)?", re.I | re.A)
_OLD_STYLE_TRY = re.compile(r"(?<![\w.])([a-z]+(?:-[a-z]+)?)(?:\.[a-z]{2})?/(\d+)(v\w*)?", re.I | re.A)
_ADDRESS = re.compile(r"(?:https?://|www\.)|^[\w-]+(?:\.[\w-]+)+/", re.I)

_DOI = re.compile(r"(?<![\w.])10\.\d{4,9}(?:\.\d+)*/[^\s\x00-\x1f\x7f\"]+", re.A)
_PUBLISHERS_TAIL = re.compile(
    r"(?:/(?:full|fulltext|full/html|pdf|epdf|pdfdirect|abstract|meta|summary|html|references|figures|citation))+$|\.pdf$", re.I
)
_PREPRINT_TAIL = re.compile(r"^(10\.(?:1101|64898)/.*?\d)v\d+(?:\.\w+)*$")
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
_CLOSING = {")": "(", "]": "[", "}": "{", ">": "<"}

_PROFILE_ID = re.compile(r"[\w-]{12}", re.A)
_PROFILE_ADDRESS = re.compile(
    r"(?:https?://)?scholar\.google\.[a-z]{2,3}(?:\.[a-z]{2})?(?::\d+)?/citations\?(?:[^#]*&)?user=([\w-]+)(?=$|[&#])", re.I | re.A
)
_ARXIV_DOI = f"{ARXIV_REGISTRANT}arxiv."
_ORCID = re.compile(r"(?:(?:https?://)?(?:www\.)?orcid\.org/|orcid:\s*)?(\d{4})[-\s]?(\d{4})[-\s]?(\d{4})[-\s]?(\d{3}[\dX])/?", re.I | re.A)


# ---------------------------------------------------------------- arXiv


def arxiv_id(text: str) -> tuple[str, int | None] | None:
    """The id without subject class and version, and the version: `math.CA/0611800v2` gives ("math/0611800", 2).

    Takes bare ids, `arXiv:`, addresses of arXiv and of its mirrors and readers, arXiv's own DOIs, and an id marked as arXiv's
    inside a line. None for anything else and for ids that cannot exist.
    """
    text = _plain(text)
    if "%" in text:
        text = unquote(text)
    match = _BARE_ARXIV.fullmatch(text) or _MARKED_ARXIV.search(text)
    if match is None:
        return None
    version = int(match["version"]) if match["version"] else None
    if match["month"]:
        month, number = match["month"], match["number"]
        return (f"{month}.{number}", version) if not _why_not_new(month[:2], month[2:], number) else None
    archive, old = match["archive"].lower(), match["old"]
    return (f"{archive}/{old}", version) if not _why_not_old(archive, old) else None


def is_arxivs_doi(doi: str) -> bool:
    """Is this DOI (in lower case) one that arXiv gave out?"""
    return doi.startswith(ARXIV_REGISTRANT)


def arxiv_of_doi(doi: str) -> str | None:
    """The arXiv id that a DOI (in lower case) of arXiv's own holds; None for any other DOI."""
    return doi.removeprefix(_ARXIV_DOI) if doi.startswith(_ARXIV_DOI) else None


def doi_of_arxiv(arxiv: str) -> str:
    """The DOI that arXiv gives to each of its papers, as arXiv writes it."""
    return f"{ARXIV_REGISTRANT}arXiv.{arxiv}"


def why_not_arxiv(text: str) -> str:
    """What is wrong with this as an arXiv id, for the person who typed it; empty if it is one."""
    if arxiv_id(text) is not None:
        return ""
    text = _plain(text)
    if not text:
        return "nothing is typed here"
    if doi(text) is not None and "arxiv" not in text.lower():
        return "this is a DOI: type it as `doi`"
    if _ADDRESS.search(text) and not _ON_ARXIV.search(text):
        return "this address holds no arXiv id: type it as `url`"
    if new := _NEW_STYLE_TRY.search(text):
        return _why_not_new(new[1], new[2], new[3]) or _why_not_version(new[4]) or "something follows the id that does not belong to it"
    if old := _OLD_STYLE_TRY.search(text):
        return _why_not_old(old[1].lower(), old[2]) or _why_not_version(old[3]) or "something follows the id that does not belong to it"
    if re.fullmatch(r"\d{8,9}", text):
        return f"a dot is missing: {text[:4]}.{text[4:]}?"
    return "an arXiv id looks like 2404.09526 or hep-th/9901001"


def _why_not_new(year: str, month: str, number: str) -> str:
    if not "01" <= month <= "12":
        return f"the first four digits are year and month, and {month} is no month"
    if year + month < "0704":
        return "ids of this form begin with 0704 (April 2007); older ones look like hep-th/9901001"
    needed, since = (5, "since 1501 (January 2015)") if year + month >= "1501" else (4, "until 1412 (December 2014)")
    if len(number) < needed:
        return f"{year}{month}.{number} has too few digits: {needed} follow the dot {since}; was a zero lost?"
    if len(number) > needed:
        return f"{year}{month}.{number} has too many digits: {needed} follow the dot {since}"
    return ""


def _why_not_old(archive: str, number: str) -> str:
    if archive not in OLD_ARCHIVES:
        return f"{archive} is no archive of arXiv"
    if len(number) != 7:
        return f"{archive}/{number} has {len(number)} digits; ids of this form have seven"
    if not "01" <= number[2:4] <= "12":
        return f"the first four digits are year and month, and {number[2:4]} is no month"
    if "0703" < number[:4] < "9107":
        return "ids of this form were given out from July 1991 (9107) to March 2007 (0703)"
    return ""


def _why_not_version(version: str | None) -> str:
    if version and not re.fullmatch(r"v[1-9]\d{0,3}", version, re.I):
        return f"{version} is no version: versions begin with v1"
    return ""


# ---------------------------------------------------------------- DOI


def doi(text: str) -> str | None:
    """The bare DOI in lower case, from a DOI in any form or an address that holds one."""
    text = _plain(text).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    is_address = re.match(r"(?:https?://|www\.)|[\w-]+(?:\.[\w-]+)+/", text, re.I | re.A) is not None and not text.startswith("10.")
    if is_address:
        path = re.split(r"[?#]", text, maxsplit=1)[0]
        text = unquote(path if _DOI.search(unquote(path)) else text.replace("#", " "))
    elif _DOI.search(text) is None or (_ENCODED.search(text) and _DOI.fullmatch(unquote(text))):
        text = unquote(text)
    match = _DOI.search(text)
    if match is None:
        return None
    found = match[0] if not is_address or "doi.org/10." in text.lower() else _without_publishers_tail(match[0])
    found = _without_trailing_marks(found).lower()
    return found if _DOI.fullmatch(found) else None


def _without_publishers_tail(found: str) -> str:
    found = _PUBLISHERS_TAIL.sub("", found.split("&", 1)[0])
    return _PREPRINT_TAIL.sub(r"\1", found)


def _without_trailing_marks(found: str) -> str:
    """Without the punctuation of the sentence around it; brackets that the DOI itself opened stay (old DOIs hold them)."""
    while found:
        last = found[-1]
        opening = _CLOSING.get(last)
        unbalanced = opening is not None and found.count(last) > found.count(opening)
        if not unbalanced and last not in ".,;:'’”/*`":
            break
        found = found[:-1]
    return found


# ---------------------------------------------------------------- services' own ids


_WORK = re.compile(r"(?:(?:https?://)?(?:api\.|explore\.)?openalex\.org/(?:works/)?|openalex:)?(W[1-9]\d{0,14})/?", re.I | re.A)
_S2_PAPER = re.compile(r"(?:(?:https?://)?(?:www\.)?semanticscholar\.org/paper/(?:[^/?#]+/)?)?([0-9a-f]{40})(?:[/?#].*)?", re.I | re.A)
_CORPUS = re.compile(r"corpus\s?id:\s?([1-9]\d{0,14})", re.I | re.A)
_DBLP_KEY = re.compile(
    r"(?:(?:https?://)?(?:www\.)?(?:dblp\.(?:org|uni-trier\.de|dagstuhl\.de)/rec/(?:html/|bibtex/)?)|DBLP:)?"
    r"((?:conf|journals|books|phd|series|reference|tr|persons|data|homepages)/[\w.-]+(?:/[\w.:+-]+?)+?)(?:\.(?:html|bib|xml|rdf))?",
    re.I | re.A,
)


_SCHOLAR_ROW = re.compile(r"(?:.*[?&]citation_for_view=)?([\w-]{12}:[\w-]{4,40})(?:[&#].*)?", re.A)
_SCHOLAR_CLUSTER = re.compile(r"(?:.*[?&](?:cluster|cites)=)?(\d{5,25})(?:[&#].*)?", re.A)


def scholar_article(text: str) -> str | None:
    """The article's id at Google Scholar: its row in a profile (USER:ROW) or its cluster (digits), bare or in an address."""
    text = _plain(text).replace("&amp;", "&").replace("%3A", ":")
    match = _SCHOLAR_ROW.fullmatch(text) or _SCHOLAR_CLUSTER.fullmatch(text)
    return match[1] if match else None


def openalex_work(text: str) -> str | None:
    """The work's id at OpenAlex, such as W2741809807, bare or in an address."""
    match = _WORK.fullmatch(_plain(text))
    return match[1].upper() if match else None


def semantic_scholar_paper(text: str) -> str | None:
    """The paper's id at Semantic Scholar: forty hexadecimal digits, bare or in an address, or CorpusId:NUMBER."""
    text = _plain(text)
    match = _S2_PAPER.fullmatch(text)
    if match:
        return match[1].lower()
    corpus = _CORPUS.fullmatch(text)
    return f"CorpusId:{corpus[1]}" if corpus else None


def dblp_key(text: str) -> str | None:
    """The record's key at DBLP, such as conf/sosp/WuLZSLJ24, bare, in an address or in a BibTeX key."""
    match = _DBLP_KEY.fullmatch(_plain(text))
    return match[1] if match else None


# ---------------------------------------------------------------- people


def scholar_profile(text: str) -> str | None:
    """The twelve characters that name a Google Scholar profile, bare or in the address of the profile."""
    text = _plain(text).replace("&amp;", "&")
    match = _PROFILE_ADDRESS.match(text)
    found = match[1] if match else text.removeprefix("user=")
    return found if _PROFILE_ID.fullmatch(found) else None


def orcid(text: str) -> str | None:
    """The ORCID iD as four groups of four, if its check digit (ISO 7064 mod 11-2) is right."""
    match = _ORCID.fullmatch(_plain(text))
    if match is None:
        return None
    digits = "".join(match.groups()).upper()
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    expected = (12 - total % 11) % 11
    if digits[-1] != ("X" if expected == 10 else str(expected)):
        return None
    return "-".join(group.upper() for group in match.groups())


def _plain(text: str) -> str:
    """Full-width forms, unusual spaces and the angle brackets around a pasted address taken away."""
    text = unicodedata.normalize("NFKC", text[:LONGEST_READ]).replace("\u200b", "").replace("\u2010", "-").replace("\u2011", "-").strip()
    return text[1:-1].strip() if text[:1] == "<" and text[-1:] == ">" else text
