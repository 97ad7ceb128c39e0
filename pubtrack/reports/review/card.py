"""An open doubt as a person sees it, side by side with what is listed; and what an answer changed, in words. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pubtrack.model.catalogue import CROSSREF, title
from pubtrack.model.publication import Publication
from pubtrack.model.record import Record
from pubtrack.planning.doubts import Doubt
from pubtrack.planning.pinning import PinOutcome
from pubtrack.reports.review.differences import DIFFERS, authors_side_by_side, titles_side_by_side
from pubtrack.text import venues
from pubtrack.text.harmless import harmless_json
from pubtrack.text.printable import printable
from pubtrack.views import words

SAME, OTHER, UNDECIDED = Text("=", style="dim"), Text("≠", style=DIFFERS), Text("")
_DOI = "https://doi.org/"


def card(doubt: Doubt, number: int, total: int, today: date) -> RenderableType:
    """One question: the listed entry and the record side by side, differences marked, and what speaks against it."""
    name = printable(title(doubt.record.source))
    heading = Text.assemble((f"{number} of {total}  ", "dim"), (doubt.publication.key, "bold"), "  is it  ")
    heading.append(f"{name} {printable(doubt.record.source_id)}", style="bold").append(" ?")
    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold dim", expand=True)
    grid.add_column("", style="dim", no_wrap=True)
    grid.add_column("In the list", ratio=1, overflow="fold")
    grid.add_column("", no_wrap=True)
    grid.add_column(f"At {name}", ratio=1, overflow="fold")
    for label, mine, mark, theirs in _rows(doubt, today):
        if mine.plain or theirs.plain:
            grid.add_row(label, mine, mark, theirs)
    return Group(heading, Text(), grid, Text(), _reason(doubt), *_notes(doubt))


def _rows(doubt: Doubt, today: date) -> Iterator[tuple[str, Text, Text, Text]]:
    publication, record = doubt.publication, doubt.record
    mine, theirs, same = titles_side_by_side(publication.title, record.title, complete=record.title_complete)
    yield "Title", mine, SAME if same else OTHER, theirs
    listed = [author.name for author in publication.authors]
    mine, theirs, same = authors_side_by_side(listed, record.authors, complete=record.authors_complete)
    theirs.append("" if record.authors_complete or not record.authors else ", …")
    yield "Authors", mine, _mark(same, listed, record.authors), theirs
    venue, elsewhere = words.venue(publication), record.container or record.venue or ""
    yield "Venue", _text(venue), _mark(venues.same_venue(venue, elsewhere) if venue and elsewhere else None), _text(elsewhere)
    year, its = publication.year, record.year
    yield "Year", _text(year), _mark(year == its, year, its), _text(its)
    yield "Kind", UNDECIDED, UNDECIDED, _text(record.type)
    ours, others = _listed_ids(publication), record.ids
    yield "Ids", _text(_in_words(ours)), _mark(_ids_agree(ours, others)), _text(_in_words(others))
    yield "Cited", UNDECIDED, UNDECIDED, _text(_cited(doubt, today))
    yield "Address", _text(_listed_address(publication)), UNDECIDED, _text(address(record))


def _text(value: object) -> Text:
    return Text(printable(str(value)) if value is not None else "")


def _mark(same: bool | None, *values: object) -> Text:
    """No mark where one of the two is not known, or where nobody can tell."""
    if same is None or not all(values):
        return UNDECIDED
    return SAME if same else OTHER


def _cited(doubt: Doubt, today: date) -> str | None:
    if doubt.record.citations is None:
        return None
    return f"{doubt.record.citations}" + (f" ({words.day(doubt.seen_at, today)})" if doubt.seen_at is not None else "")


def _reason(doubt: Doubt) -> Text:
    against = words.penalties(doubt.judgement)
    text = Text.assemble((doubt.judgement.verdict, "bold"), f": {printable(doubt.judgement.reason)}")
    return text.append(f" ({against})" if against else "", style="dim")


def _notes(doubt: Doubt) -> Iterator[Text]:
    name, others = printable(title(doubt.record.source)), [one for one in doubt.held if one != doubt.record.source_id]
    if doubt.is_taken:
        yield Text("It was taken for this publication, and contradicts it now. Yes keeps it, no lets it go.")
    if others:
        held = ", ".join(printable(one) for one in others)
        yield Text(f"{name} has this publication already as {held}. Yes makes it one more version; counts of versions are never added.")
    if doubt.seen_at is None:
        yield Text("Only this much was noted of the record; after a yes the next refresh asks for it.", style="dim")


# ---------------------------------------------------------------- ids and addresses


def _listed_ids(publication: Publication) -> dict[str, tuple[str, ...]]:
    found = {source: tuple(some) for source, some in publication.ids.items()}
    for scheme, own in (("arxiv", publication.arxiv), ("doi", publication.doi)):
        if own is not None:
            found[scheme] = tuple(dict.fromkeys((own, *found.get(scheme, ()))))
    return found


def _in_words(ids: Mapping[str, Sequence[str]]) -> str:
    return ", ".join(f"{'DOI' if scheme == 'doi' else title(scheme)} {one}" for scheme, some in sorted(ids.items()) for one in some)


def _ids_agree(ours: Mapping[str, Sequence[str]], theirs: Mapping[str, Sequence[str]]) -> bool | None:
    both = [scheme for scheme in ours if theirs.get(scheme)]
    return any(set(ours[scheme]) & set(theirs[scheme]) for scheme in both) if both else None


def _listed_address(publication: Publication) -> str | None:
    if publication.url is not None:
        return publication.url
    if publication.doi is not None:
        return f"{_DOI}{publication.doi}"
    return f"https://arxiv.org/abs/{publication.arxiv}" if publication.arxiv is not None else None


def address(record: Record) -> str | None:
    """Where a person can look at the record: its own address, else its DOI's; nothing that is no web address."""
    if record.url is not None and record.url.startswith(("https://", "http://")):
        return printable(record.url).replace(" ", "%20")
    dois = (record.source_id,) if record.source == CROSSREF else record.ids.get("doi", ())
    return f"{_DOI}{dois[0]}" if dois else None


# ---------------------------------------------------------------- for scripts


def as_json(doubts: Sequence[Doubt]) -> str:
    """A list with an object for each doubt, the nearest first; unknown is null."""
    return harmless_json(json.dumps([_doubt(one) for one in doubts], ensure_ascii=False, indent=2))


def _doubt(doubt: Doubt) -> dict[str, Any]:
    publication, record = doubt.publication, doubt.record
    return {
        "key": publication.key,
        "source": record.source,
        "source_id": record.source_id,
        "listed": {
            "title": publication.title,
            "authors": [author.name for author in publication.authors],
            "venue": publication.venue.name if publication.venue else None,
            "year": publication.year,
            "ids": {scheme: list(some) for scheme, some in sorted(_listed_ids(publication).items())},
            "url": _listed_address(publication),
        },
        "record": {
            "title": record.title,
            "authors": list(record.authors),
            "venue": record.container or record.venue,
            "year": record.year,
            "type": record.type,
            "ids": {scheme: list(some) for scheme, some in sorted(record.ids.items())},
            "citations": record.citations,
            "as_of": doubt.seen_at.date().isoformat() if doubt.seen_at else None,
        },
        "verdict": doubt.judgement.verdict,
        "reason": doubt.judgement.reason,
        "penalties": dict(sorted(doubt.judgement.penalties.items())),
        "taken": doubt.is_taken,
        "held": list(doubt.held),
        "url": address(record),
    }


# ---------------------------------------------------------------- what an answer changed


def sentence(outcome: PinOutcome, today: date) -> str:
    """What a person's word changed, in one line."""
    pin = outcome.pin
    name = f"{title(pin.source)} {pin.source_id}"
    verb = "is it" if pin.is_it else "is not it"
    if outcome.by_list:
        return printable(f"{pin.publication}: the list says already that {name} {verb}; nothing changed")
    if not outcome.changes:
        return printable(f"{pin.publication}: {name} {verb}, as you said before; nothing changed")
    told = _of_yes(outcome, today) if pin.is_it else _of_no(outcome)
    return printable(f"{pin.publication}: {name} {verb}{''.join(told)}")


def _of_yes(outcome: PinOutcome, today: date) -> Iterator[str]:
    if outcome.count is not None and outcome.as_of is not None:
        yield f", cited {words.many(outcome.count.citations, 'time')} ({words.day(outcome.as_of, today)})"
    if not outcome.is_known:
        nothing = "nothing is known of that record yet, " if outcome.count is None else ""
        yield f"; {nothing}the next refresh asks for it"
    if outcome.lost_by:
        yield f"; it is no longer {', '.join(outcome.lost_by)}"
    if outcome.kept_by:
        yield f"; it stays {', '.join(outcome.kept_by)} too, as you said"


def _of_no(outcome: PinOutcome) -> Iterator[str]:
    was_it = outcome.before is not None and outcome.before.is_it
    if was_it and outcome.count is not None:
        yield f"; its {words.many(outcome.count.citations, 'citation')} are kept, and no longer shown"
    elif not was_it:
        yield ", and will not be taken for it"
