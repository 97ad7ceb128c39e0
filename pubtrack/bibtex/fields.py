"""The fields of a .bib entry as publications.yaml has them: Unicode, names in reading order, venues, dates, ids. Pure.

`plain` is the entry's fields without LaTeX; `entry.fields` has them as typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from pubtrack.bibtex.parse import MONTHS, BibEntry
from pubtrack.text import dates, ids, names, venues
from pubtrack.text.latex import decode

_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d|21\d\d)(?!\d)")
_SHORT_SERIES = re.compile(r"(?P<acronym>[A-Z][\w&/+-]*(?: [A-Z][\w&/+-]*)?)\s*(?:['’‘`]\s?(?P<short>\d\d)|(?P<long>(?:19|20)\d\d))")
_EXPORTERS_NOTE = re.compile(r"cited by\b|accessed\b|arxiv\b|export date|publisher copyright|.*https?://\S+\s*$", re.I)
_STATUS_NOTE = re.compile(
    r"(?:manuscript\s+)?(?:submitted|under (?:review|submission)|accepted|to appear|in press|forthcoming|in preparation)\b", re.I
)
_ARXIV_TYPES = ("", "arxiv")
_COMMAND_LEFT = re.compile(r"\\[A-Za-z]+")
_URL = re.compile(r"\\(?:url|path|href)\s*\{([^{}]*)\}|(https?://[^\s{}\"]+)")


@lru_cache(maxsize=8192)
def plain_text(value: str) -> str:
    """Unicode without LaTeX; maths as typed."""
    if "\\" in value:
        value = re.sub(r"\\(?:url|path)\s*\{([^{}]*)\}", r"\1", value)
        # Google Scholar writes the braces that protect a capital in a USENIX title as $\{$ and $\}$ (seen in files of 2019 to 2024).
        value = value.replace("$\\{$", "{").replace("$\\}$", "}")
    text = decode(value)
    if "\\" in text and _COMMAND_LEFT.search(re.sub(r"\$[^$]*\$", "", text)):
        return _of_rarer_commands(value)
    return text


def _of_rarer_commands(value: str) -> str:
    from pylatexenc.latex2text import LatexNodes2Text

    parts = re.split(r"(\$[^$]*\$)", value)
    converter = LatexNodes2Text(strict_latex_spaces=True)
    try:
        return " ".join("".join(part if part.startswith("$") else str(converter.latex_to_text(part)) for part in parts).split())
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
        # pylatexenc 2.10 stumbles over a command whose argument is missing: `\href` at the end of a value.
        return " ".join(value.split())


def title(plain: Mapping[str, str]) -> str:
    title, subtitle = plain.get("title", ""), plain.get("subtitle", "")
    title = f"{title}: {subtitle}" if title and subtitle else title
    return title[:-1] if title.endswith(".") and title.count(".") == 1 else title


def numbers(plain: Mapping[str, str]) -> dict[str, str | None]:
    volume, number = plain.get("volume", ""), plain.get("number") or plain.get("issue") or ""
    if volume.lower().startswith("abs/"):  # DBLP's way of writing an arXiv id
        volume = ""
    return {"volume": volume or None, "number": (number.lstrip("0") or number) or None}


def pages(plain: Mapping[str, str]) -> str | None:
    pages = plain.get("pages") or plain.get("articleno") or plain.get("eid") or ""
    pages = re.sub(r"\s*[-‐-―−]+\s*", "-", pages)
    return pages if re.search(r"\d", pages) and pages != "1-1" else None  # IEEE writes 1-1 before it knows the pages


def note(plain: Mapping[str, str]) -> str | None:
    note = plain.get("note", "")
    return note if note and not _EXPORTERS_NOTE.match(note) and not _STATUS_NOTE.match(note) and ids.arxiv_id(note) is None else None


# ---------------------------------------------------------------- authors


def authors(field: str) -> list[str]:
    """ "Given Family" each; `et al.` at the end where the file says that there are more."""
    written = [author for part in _split_names(" ".join(field.split())) if (author := _author(part))]
    if written and written[-1] in ("others", "et al.", "et al"):
        written[-1] = "et al."
    return [author for author in written if author != "et al."] + (["et al."] if "et al." in written and len(written) > 1 else [])


def _split_names(field: str) -> Iterator[str]:
    """At each `and` outside braces."""
    depth, start = 0, 0
    for match in re.finditer(r"[{}]| and (?=\S)", field, re.I):
        if match[0] in "{}":
            depth += 1 if match[0] == "{" else -1
        elif depth == 0:
            yield field[start : match.start()]
            start = match.end()
    yield field[start:]


@lru_cache(maxsize=32768)
def _author(part: str) -> str:
    part = part.strip(" ,;")
    text = re.sub(r"\s+\d{4}$", "", plain_text(part))  # DBLP tells people of one name apart by a number
    if re.fullmatch(r"\{(?:[^{}]|\{[^{}]*\})*\}", part):
        return _group(text)
    if "," not in text:
        return text
    name = names.parse(text)
    together = " ".join(one for one in (name.given, name.particles, name.family, name.suffix) if one)
    # Two family names without a particle between would be torn apart: they stay before the comma.
    return together if name.given and _family(names.parse(together)) == _family(name) else text


def _family(name: names.Name) -> str:
    return f"{name.last} {name.suffix}".strip()


def _group(text: str) -> str:
    """In braces, unless it is seen to be one name without them."""
    is_plain = names.parse(text).is_group or " " not in text
    return text if is_plain and "," not in text and not re.search(r"(?i)\band\b", text) else f"{{{text}}}"


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
    return published if published and not _URL.search(entry.fields["howpublished"]) and ids.arxiv_id(published) is None else None


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
    return " ".join(re.sub(r"\\([_%&#$~])", r"\1", value.replace("{\\_}", "_")).replace("\\textunderscore", "_").split()).strip("{}")


def arxiv(entry: BibEntry, plain: Mapping[str, str]) -> str | None:
    fields = entry.fields
    archive = (plain.get("archiveprefix") or plain.get("eprinttype") or "").lower()
    if archive in _ARXIV_TYPES and (eprint := ids.arxiv_id(_verbatim(fields.get("eprint", "") or fields.get("arxivid", "")))):
        return eprint[0]
    for name in ("doi", "url", "journal", "journaltitle", "volume", "note", "howpublished", "number", "series"):
        text = _verbatim(fields[name]) if name in ("doi", "url", "howpublished") and name in fields else plain.get(name, "")
        if ("arxiv" in text.lower() or text.lower().startswith("abs/")) and (found := ids.arxiv_id(re.sub(r"^abs/", "arXiv:", text))):
            return found[0]
    return None


def doi(entry: BibEntry) -> str | None:
    url = _verbatim(entry.fields.get("url", ""))
    found = ids.doi(_verbatim(entry.fields.get("doi", ""))) or (ids.doi(url) if re.match(r"(?i)https?://(?:dx\.)?doi\.org/", url) else None)
    return None if found is None or ids.arxiv_of_doi(found) is not None else found


def url(entry: BibEntry, plain: Mapping[str, str], arxiv: str | None, doi: str | None) -> str | None:
    """Only where neither DOI nor arXiv id leads there."""
    url = _verbatim(entry.fields.get("url", "") or entry.fields.get("howpublished", ""))
    if doi or not re.match(r"(?i)https?://[^\s/]", url) or (arxiv and re.search(r"(?i)arxiv\.org|doi\.org", url)):
        return None
    return url
