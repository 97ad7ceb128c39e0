"""Reads a Google Scholar profile page into plain values, with what scholarly reads of it. Pure.

scholarly reads the indices, the counts by year and the rows; what it overlooks (name, authors, venue, "Show more") is read here.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

TEXT_CHARACTERS = 2000
ROWS = 3000

_OWN_ID = re.compile(r"user=([\w-]+)")
_ROW_ID = re.compile(r"citation_for_view=([\w-]+:[\w-]+)")
_CITES = re.compile(r"cites=[\d,]+")
_Z_INDEX = re.compile(r"z-index:\s*(\d{1,3})")
_BLANKS_AND_MARKS = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff*]")
# Thousands as people write them: 1.056 · 1,056 · 1'056 · 1’056 · 1٬056 · 1،056 · 1，056, and by lakh 1,05,600.
_GROUPED = re.compile(r"\d{1,3}(?:[.,'’٬،，·]\d{2,3})*[.,'’٬،，·]\d{3}")


def number(text: str) -> int | None:
    """A whole number as any language writes it (1.056, 1 056, ١٬٠٥٦); None when it is none."""
    digits = "".join(str(unicodedata.decimal(char, char)) for char in _BLANKS_AND_MARKS.sub("", text[:40]))
    if digits.isascii() and digits.isdigit():
        return int(digits)
    if _GROUPED.fullmatch(digits):
        return int(re.sub(r"\D", "", digits))
    return None


def without_scripts(html: str) -> str:
    """Scripts and styles are most of a page and none of its content. Linear, whatever the page holds."""
    kept: list[str] = []
    at = 0
    for opening in re.finditer(r"<(script|style)\b", html, re.IGNORECASE):
        if opening.start() < at:
            continue
        closing = re.compile(rf"</{opening[1]}\s*>", re.IGNORECASE).search(html, opening.end())
        if closing is None:
            break
        kept.append(html[at : opening.start()])
        at = closing.end()
    return "".join([*kept, html[at:]])


def row_id(row: Tag) -> str | None:
    """USER:XXXXXXXXXXXX. It stands in `href`, in pages of 2020 and in saved ones also in `data-href`."""
    link = row.find("a", class_="gsc_a_at")
    if link is None:
        return None
    for attribute in ("href", "data-href"):
        found = _ROW_ID.search(unquote(str(link.get(attribute) or "")))
        if found:
            return found[1]
    return None


def own_id(soup: BeautifulSoup, row_ids: Iterable[str]) -> str | None:
    """Whose page it is: by its canonical link, else by its rows. (Co-authors stand on it too.)"""
    link = soup.find("link", rel="canonical")
    found = _OWN_ID.search(unquote(str(link.get("href") or ""))) if link is not None else None
    if found:
        return found[1]
    owners = Counter(row.split(":")[0] for row in row_ids)
    return owners.most_common(1)[0][0] if owners else None


def read_row(row: Tag, row_id: str) -> dict[str, Any]:
    """What scholarly overlooks in a row."""
    lines = row.find_all("div", class_="gs_gray")
    year = row.find(class_="gsc_a_h")
    count = row.find(class_="gsc_a_ac")
    shown = text_of(count)
    return {
        "id": row_id,
        "authors": text_of(lines[0]) if lines else "",
        "venue": venue_of(lines[1], text_of(year)) if len(lines) > 1 else "",
        "merged": row.find(class_="gsc_a_am") is not None,
        "struck_through": row.find(class_="gsc_a_acm") is not None,
        # A blank cell is a zero: the row is there. A cell that cannot be read is not.
        "count_is_readable": count is not None and (not shown or number(shown) is not None),
    }


def venue_of(line: Tag, year: str) -> str:
    """The venue line without the year, which stands after it in a span of its own, or only in the text."""
    whole, span = text_of(line), line.find(class_="gs_oph")
    if span is not None:
        whole = whole.removesuffix(text_of(span))
    elif year:
        whole = re.sub(rf"(^|,)\s*{re.escape(year)}$", "", whole)
    return whole.rstrip(" ,")


def text_of(tag: Tag | None) -> str:
    return "" if tag is None else " ".join(tag.get_text().split())[:TEXT_CHARACTERS]


def mend_row(row: Tag, row_id: str) -> None:
    """Bring what scholarly reads into the form that it expects."""
    link = row.find("a", class_="gsc_a_at")
    if link is not None:
        link["href"] = f"/citations?view_op=view_citation&citation_for_view={row_id}"
        link.string = text_of(link)
    count = row.find(class_="gsc_a_ac")
    if count is not None:
        cited = number(text_of(count))
        count.string = "" if cited is None else str(cited)
        cites = _CITES.search(unquote(str(count.get("href") or "")))
        count["href"] = f"/scholar?{cites[0] if cites else 'cites='}"
    year = row.find(class_="gsc_a_h")
    if year is not None:
        seen = number(text_of(year))
        year.string = "" if seen is None else str(seen)


def mended_histogram(soup: BeautifulSoup) -> list[Tag]:
    """Year labels and bars, or nothing when one of them cannot be read: a year without a bar would count as 0."""
    box = soup.find(class_="gsc_md_hist_b")
    if box is None:
        return []
    labels, bars = box.find_all("span", class_="gsc_g_t"), box.find_all("a", class_="gsc_g_a")
    for label in labels:
        year = number(text_of(label))
        if year is None or not 1900 <= year <= 2200:
            return []
        label.string = str(year)
    for bar in bars:
        place, value = _Z_INDEX.search(str(bar.get("style") or "")), bar.find("span", class_="gsc_g_al")
        cited = number(text_of(value))
        if place is None or value is None or cited is None or not 1 <= int(place[1]) <= len(labels):
            return []
        bar["style"] = f"z-index:{place[1]}"
        value.string = str(cited)
    return [*labels, *bars]


def mended_indices(soup: BeautifulSoup) -> list[Tag]:
    """The six numbers of the table, or nothing when they are not six numbers."""
    cells = soup.find_all("td", class_="gsc_rsb_std")
    numbers = [number(text_of(cell)) for cell in cells]
    if len(cells) != 6 or None in numbers:
        return []
    for cell, value in zip(cells, numbers, strict=True):
        cell.string = str(value)
    return list(cells)


# ---------------------------------------------------------------- reading it


def read(html: str, fill: Callable[[str, str], dict[str, Any]]) -> dict[str, Any]:
    """The whole page as plain values. `fill(page, user)` is scholarly."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(without_scripts(html), "html.parser")
    rows: dict[str, Tag] = {}  # by id: "Show more" pressed twice leaves rows doubled
    found_rows = soup.find_all("tr", class_="gsc_a_tr")
    for row in found_rows[:ROWS]:
        found = row_id(row)
        if found is not None:
            rows.setdefault(found, row)
    user = own_id(soup, rows)
    button = soup.find(id="gsc_bpf_more")
    extras = {found: read_row(row, found) for found, row in rows.items()}
    for found, row in rows.items():
        mend_row(row, found)
    indices, histogram = mended_indices(soup), mended_histogram(soup)
    page = f'<link rel="canonical" href="/citations?user={user or ""}">' + "".join(map(str, [*indices, *histogram, *rows.values()]))
    # An enabled button would make scholarly load page after page (seen with 1.7.11, whatever its limit).
    author = fill(page + '<button id="gsc_bpf_more" disabled></button>', user or "")
    return {
        "user": user,
        "name": text_of(soup.find(id="gsc_prf_in")) or None,
        "more": len(found_rows) > ROWS or (button is not None and not button.has_attr("disabled")),
        "empty": not rows and soup.find(class_="gsc_a_e") is not None,
        "indices": read_indices(author) if indices else {},
        "cites_per_year": {str(year): cited for year, cited in author["cites_per_year"].items()} if histogram else {},
        "rows": [joined(publication, extras) for publication in author["publications"]],
    }


def read_indices(author: dict[str, Any]) -> dict[str, int]:
    names = {"citations": "citedby", "h_index": "hindex", "i10_index": "i10index"}
    return {f"{name}{tail}": author[f"{theirs}{tail.strip('_')}"] for name, theirs in names.items() for tail in ("", "_5y")}


def joined(publication: dict[str, Any], extras: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What scholarly read of a row, and what it overlooked."""
    row = dict(extras[publication["author_pub_id"]])
    readable = row.pop("count_is_readable")
    return row | {
        "title": publication["bib"]["title"],
        "year": publication["bib"].get("pub_year"),
        "citations": publication["num_citations"] if readable else None,
        "cites": [cites for cites in publication.get("cites_id", []) if cites],
    }
