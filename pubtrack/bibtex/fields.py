"""The fields of a .bib entry as publications.yaml has them: Unicode, venues, dates, ids. Pure.

`plain` is the entry's fields without LaTeX; `entry.fields` has them as typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pubtrack.bibtex.parse import MONTHS, BibEntry
from pubtrack.bibtex.plain import plain_text
from pubtrack.bibtex.protection import protected
from pubtrack.text import dates, ids, venues

_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d|21\d\d)(?!\d)")
_SHORT_SERIES = re.compile(r"(?P<acronym>[A-Z][\w&/+-]*(?: [A-Z][\w&/+-]*)?)\s*(?:['’‘`]\s?(?P<short>\d\d)|(?P<long>(?:19|20)\d\d))")
_EXPORTERS_NOTE = re.compile(
    r"cited by\b|accessed\b|export date|publisher copyright|(?:(?:available|retrieved|online|url|link|at|from|:)\W*)*https?://\S+\s*$", re.I
)
_STATUS_NOTE = re.compile(
    r"(?:manuscript\s+)?(?:submitted|under (?:review|submission)|accepted|to appear|in press|forthcoming|in preparation)\b", re.I
)
_ARXIV_TYPES = ("", "arxiv")
_TEXTS = ("journal", "journaltitle", "volume", "note", "howpublished", "number", "series")
_ARXIV_NAMED = re.compile(
    r"(?:https?://)?[\w.]*arxiv\.org/(?:abs|pdf|html)/\S+|(?:10\.48550/)?arxiv[:.]?\s*(?:[a-z-]+(?:\.[a-z]{2})?/\d+|\d{4}\.\d+)(?:v\d+)?",
    re.I,
)
_CATEGORY = re.compile(r"\[[a-z-]+(?:\.[a-z-]+)?\]|\b[a-z-]+\.[A-Z]{2}\b|\bv\d+\b", re.I)
_PARTS_OF_A_REMARK = re.compile(r"[.;]\s|[()]")
_IDLE = """arxiv preprint preprints e print prints eprint eprints corr abs at on as from in available online also an is the this paper work
full long extended complete version manuscript number no id identifier url doi https http dx org under"""
_IDLE_WORDS = frozenset(_IDLE.split())
# "<" and ">" as LaTeX and HTML have them.
_LESS, _GREATER = (
    re.compile(
        rf"\{{\\text{word}(?:\{{\}})?\s*\}}|\\text{word}(?![a-z])(?:\{{\}}|\s)?|\\ensuremath\{{(?:{sign}|\\{word})\}}"
        rf"|\$\s*(?:{sign}|\\{word}|\\{entity}(?![a-z]))\s*\$|&{entity};"
    )
    for word, sign, entity in (("less", "<", "lt"), ("greater", ">", "gt"))
)
_SHORT_DOI = re.compile(r"(?i)(?:(?:https?://)?(?:dx\.)?doi\.org/)?(10/[a-z0-9]+)/?")
_URL = re.compile(r"\\(?:url|path|href)\s*\{([^{}]*)\}|(https?://[^\s{}\"]+)")


def title(plain: Mapping[str, str]) -> str:
    title, subtitle = plain.get("title", ""), plain.get("subtitle", "")
    title = f"{title}: {subtitle}" if title and subtitle else title
    return title[:-1] if title.endswith(".") and title.count(".") == 1 else title


def protected_title(entry: BibEntry, plain: str) -> str:
    """The title with the braces that its author typed to keep capitals, where an export would not keep them."""
    typed, subtitle = entry.fields.get("title", ""), entry.fields.get("subtitle", "")
    typed = f"{typed}: {subtitle}" if typed and subtitle else typed
    found = protected(typed, plain)
    return found if found != plain or not plain_text(typed).endswith(".") else protected(typed, f"{plain}.").removesuffix(".")


def numbers(plain: Mapping[str, str]) -> dict[str, str | None]:
    volume, number = plain.get("volume", ""), plain.get("number") or plain.get("issue") or ""
    if volume.lower().startswith("abs/"):  # DBLP's way of writing an arXiv id
        volume = ""
    return {"volume": volume or None, "number": (number.lstrip("0") or number) or None}


def pages(plain: Mapping[str, str]) -> str | None:
    pages = plain.get("pages", "")
    pages = re.sub(r"\s*[-‐-―−]+\s*", "-", pages)
    return pages if re.search(r"\d", pages) and pages != "1-1" else None  # IEEE writes 1-1 before it knows the pages


def note(plain: Mapping[str, str]) -> str | None:
    note = plain.get("note", "")
    return note if note and not _EXPORTERS_NOTE.match(note) and not _STATUS_NOTE.match(note) and not _only_names_arxiv(note) else None


# ---------------------------------------------------------------- venue and date


def venue(entry: BibEntry, plain: Mapping[str, str], arxiv: str | None) -> str | None:
    if short := _short_series(plain.get("series", "")):
        return _with_status(short, plain)
    name = _named_venue(entry, plain)
    if name and (venues.kind_of(name) == "preprint" or re.match(r"(?i)(?:arxiv|corr)\b", name)):
        return "arXiv preprint" if re.search(r"(?i)arxiv|corr\b", name) else name
    if name:
        return _with_status(name, plain)
    for remark in (plain.get("note", ""), plain.get("howpublished", "")):
        if _STATUS_NOTE.match(remark) or remark.lower() in ("preprint", "submitted"):
            return remark
    if arxiv:
        return "arXiv preprint"
    published = plain.get("howpublished", "")
    return published if published and not _URL.search(entry.fields["howpublished"]) and not _only_names_arxiv(published) else None


def _short_series(series: str) -> str | None:
    match = _SHORT_SERIES.fullmatch(series)
    if match is None:
        return None
    return f"{match['acronym']} {match['long']}" if match["long"] else f"{match['acronym']}'{match['short']}"


def _named_venue(entry: BibEntry, plain: Mapping[str, str]) -> str:
    place = plain.get("school") or plain.get("institution") or plain.get("publisher", "")
    if "thesis" in entry.type:
        is_masters = entry.type == "mastersthesis" or re.search(r"(?i)master|m\.?sc", plain.get("type", ""))
        return f"{'Master’s' if is_masters else 'PhD'} thesis, {place}".rstrip(", ")
    name = plain.get("booktitle") or plain.get("journal") or plain.get("journaltitle") or plain.get("eventtitle", "")
    if not name and entry.type in ("techreport", "report"):
        return f"Technical report, {place}".rstrip(", ")
    return name


def _with_status(name: str, plain: Mapping[str, str]) -> str:
    """With the words that tell that it has not appeared yet, where a note, the year or the state say so."""
    for remark in (plain.get("pubstate", ""), plain.get("note", ""), plain.get("year", "")):
        status = venues.parse_venue(remark).status if _STATUS_NOTE.match(remark) or remark in ("inpress", "prepublished") else None
        if remark == "inpress" or status == "accepted":
            return f"To appear in {name}"
        if status == "submitted":
            return f"Submitted to {name}"
    return name


def when(plain: Mapping[str, str]) -> tuple[dict[str, str | None], str]:
    """`date` where a month is told, else `year`; and what is amiss with them."""
    if date := dates.partial_date(plain.get("date", "").split("/")[0].strip("~?% ")):
        return ({"year": str(date.year)} if date.month is None else {"date": str(date)}), ""
    year = _YEAR.search(plain.get("year", "") or plain.get("date", ""))
    if year is None:
        given = plain.get("year", "")
        return {}, f"`year` is {given!r}, which is no year, and is left out" if given and not _STATUS_NOTE.match(given) else ""
    month = _month(plain.get("month", ""))
    return {"date": f"{year[1]}-{month:02d}"} if month else {"year": year[1]}, ""


def _month(text: str) -> int | None:
    if match := re.search(r"[A-Za-z]{3,}", text):
        return next((number for number, name in enumerate(MONTHS, start=1) if match[0].lower().startswith(name)), None)
    match = re.fullmatch(r"0?([1-9]|1[0-2])", text)
    return int(match[1]) if match else None


# ---------------------------------------------------------------- ids


def _verbatim(value: str) -> str:
    r"""An id or address without what escapes it in LaTeX: `\_`, `{\_}`, `\url{...}`."""
    if match := _URL.search(value):
        value = match[1] or match[2]
    value = _LESS.sub("<", _GREATER.sub(">", value))
    return " ".join(re.sub(r"\\([_%&#$~{}])", r"\1", value.replace("{\\_}", "_")).replace("\\textunderscore", "_").split()).strip("{}")


def arxiv(entry: BibEntry, plain: Mapping[str, str]) -> str | None:
    fields = entry.fields
    archive = (plain.get("archiveprefix") or plain.get("eprinttype") or "").lower()
    if archive in _ARXIV_TYPES and (eprint := ids.arxiv_id(_verbatim(fields.get("eprint", "") or fields.get("arxivid", "")))):
        return eprint[0]
    for name in ("doi", "url", *_TEXTS):
        is_address = name in ("doi", "url")
        text = re.sub(r"^abs/", "arXiv:", _verbatim(fields.get(name, "")) if is_address else plain.get(name, ""))
        if "arxiv" in text.lower() and (is_address or _only_names_arxiv(text)) and (found := ids.arxiv_id(text)):
            return found[0]
    return None


def _only_names_arxiv(text: str) -> bool:
    """Does it say nothing but on arXiv, and as what? An id that stands in a sentence may be another work's."""
    said = [one for one in _PARTS_OF_A_REMARK.split(_ARXIV_NAMED.sub(" arxiv ", text)) if not _STATUS_NOTE.match(one.strip())]
    words = [word for one in said for word in re.findall(r"[^\W\d_]+", _CATEGORY.sub(" ", one).casefold())]
    return "arxiv" in words and all(word in _IDLE_WORDS or word[:3] in MONTHS for word in words)


def doi(entry: BibEntry) -> str | None:
    url = _verbatim(entry.fields.get("url", ""))
    found = ids.doi(_verbatim(entry.fields.get("doi", ""))) or (ids.doi(url) if re.match(r"(?i)https?://(?:dx\.)?doi\.org/", url) else None)
    return None if found is None or ids.arxiv_of_doi(found) is not None else found


def odd_doi(entry: BibEntry) -> list[str]:
    """What is said of a DOI that is none, or a short one, which no service knows."""
    typed = _verbatim(entry.fields.get("doi", ""))
    if not typed or ids.doi(typed) is not None:
        return []
    if short := _SHORT_DOI.fullmatch(typed):
        return [f"`doi` is the short DOI {short[1]}, which no service knows: it is kept as an address, which leads to the whole one"]
    return [f"`doi` is {typed!r}, which is no DOI, and is left out"]


def url(entry: BibEntry, plain: Mapping[str, str], arxiv: str | None, doi: str | None) -> str | None:
    """Only where neither DOI nor arXiv id leads there."""
    url = _verbatim(entry.fields.get("url", "") or entry.fields.get("howpublished", ""))
    if not doi and not url and (short := _SHORT_DOI.fullmatch(_verbatim(entry.fields.get("doi", "")))):
        return f"https://doi.org/{short[1]}"
    if doi or not re.match(r"(?i)https?://[^\s/]", url) or (arxiv and re.search(r"(?i)arxiv\.org|doi\.org", url)):
        return None
    return url
