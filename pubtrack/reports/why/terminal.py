"""Why a publication is known as it is: what each source was asked, what it offered, what was taken and by whom. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pubtrack.model.catalogue import title
from pubtrack.model.count import Attempt
from pubtrack.model.entry import Entry, Fact
from pubtrack.model.identity import JudgedCandidate, Judgement
from pubtrack.records import match
from pubtrack.text.printable import printable
from pubtrack.views import fact_words, words
from pubtrack.views.at_source import AtSource

WIDE = 120  # columns from which the reason stands beside a candidate, not below it
AUTHORS_SHOWN = 4
LONGEST_ORIGIN = 60  # columns: the longest id of a record, with its source
DAY = 10  # columns
_BY = {"machine": "by pubtrack", "person": "by you", "list": "by the list"}
_VERDICTS = ("certain", "likely", "doubtful", "no")
_MARKS = {"taken": ("✓", "green"), "rejected": ("✗", "red"), "no": ("·", "dim")} | dict.fromkeys(_VERDICTS[:3], ("?", "yellow"))


def why(entry: Entry, sources: Sequence[AtSource], today: date, width: int) -> RenderableType:
    """Source by source what was asked, offered and taken; then every fact with its source."""
    publication = entry.publication
    parts: list[RenderableType] = [Text(printable(publication.title), style="bold"), Text(f"key {publication.key}", style="dim")]
    for one in sources:
        parts += [Text(), *_at_source(one, today, width)]
    if not sources:
        parts += [Text(), Text("Nobody was asked about it yet.")]
    if entry.facts:
        parts += [Text(), _facts(entry, width)]
    return Group(*parts)


# ---------------------------------------------------------------- one source


def _at_source(one: AtSource, today: date, width: int) -> Iterator[RenderableType]:
    yield Text.assemble((printable(title(one.source)), "bold"), "  ", (_last_asked(one.attempt, today), "dim"))
    if one.attempt is not None and one.attempt.outcome in ("failed", "skipped", "not_found") and one.attempt.detail:
        yield Padding(Text(printable(one.attempt.detail)), (0, 0, 0, 2))
    taken = list(_taken(one, today))
    if taken:
        yield Padding(_lines(taken), (0, 0, 0, 2))
    questions: dict[tuple[datetime, str], list[JudgedCandidate]] = {}
    for candidate in sorted(one.candidates, key=lambda offered: offered.at, reverse=True):
        questions.setdefault((candidate.at, candidate.asked), []).append(candidate)
    if one.attempt is not None and one.attempt.question and (one.attempt.at, one.attempt.question) not in questions:
        yield Padding(Text(f"asked: {printable(one.attempt.question)}", style="dim"), (0, 0, 0, 2))
    for (at, asked), group in questions.items():
        again = "" if one.attempt is not None and at == one.attempt.at else f" on {_moment(at)}"
        yield Padding(Text(f"asked{again}: {printable(asked)}", style="dim"), (0, 0, 0, 2))
        yield Padding(_candidates(group, one, width), (0, 0, 0, 2))


def _last_asked(attempt: Attempt | None, today: date) -> str:
    if attempt is None:
        return "not asked yet"
    return f"{attempt.outcome.replace('_', ' ')} · {_moment(attempt.at)} ({words.age(attempt.at.date(), today)})"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _taken(one: AtSource, today: date) -> Iterator[tuple[Text, str, str]]:
    """What is, and what is not, this publication; since when, and who says so."""
    for identity in sorted(one.identities, key=lambda found: (not found.is_it, found.since, found.source_id)):
        is_it = identity.is_it and identity.source_id not in one.rejected
        provenance = f"since {identity.since}, {_BY[one.who(identity.source_id, is_it, identity.by)]}"
        provenance += f", last seen {identity.last_seen}" if is_it else ""
        if is_it and one.source == "arxiv" and one.named and identity.source_id not in one.named:
            provenance += "; left aside, for the list names another"
        aliases = one.records[identity.source_id].aliases if identity.source_id in one.records else ()
        yield _verb(is_it), identity.source_id, provenance + (f"; {', '.join(aliases)} leads here" if aliases else "")
    known = {identity.source_id for identity in one.identities}
    yield from ((_verb(True), name, "by the list; not seen there yet") for name in one.named if name not in known)
    yield from ((_verb(False), name, "by the list") for name in one.rejected if name not in known)


def _verb(is_it: bool) -> Text:
    return Text("is it", style="green") if is_it else Text("is not it", style="yellow")


def _lines(found: Sequence[tuple[Text, str, str]]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_column(overflow="fold")
    for verb, name, provenance in found:
        grid.add_row(verb, Text(printable(name)), Text(printable(provenance), style="dim"))
    return grid


# ---------------------------------------------------------------- candidates


def _candidates(group: Sequence[JudgedCandidate], at: AtSource, width: int) -> Table:
    is_wide = width >= WIDE
    grid = Table.grid(padding=(0, 2, 0, 0), expand=is_wide)
    grid.add_column(no_wrap=True, min_width=10)
    grid.add_column(overflow="fold", ratio=3 if is_wide else None)
    if is_wide:
        grid.add_column(overflow="fold", ratio=2)
    for one in sorted(group, key=lambda each: (each.source_id not in at.is_it, *_nearness(each.judgement), each.source_id)):
        is_taken, is_not = one.source_id in at.is_it, one.source_id in at.is_not
        mark, style = _MARKS["taken" if is_taken else "rejected" if is_not else one.judgement.verdict]
        block, reason = _described(one, is_taken=is_taken), _reason(one)
        cells = [block, reason] if is_wide else [Text("\n").join((block, reason))]
        grid.add_row(Text(f"{mark} {one.judgement.verdict}", style=style), *cells)
    return grid


def _nearness(judgement: Judgement) -> tuple[int, float]:
    return _VERDICTS.index(judgement.verdict), match.score(judgement)


def _described(one: JudgedCandidate, *, is_taken: bool) -> Text:
    text = Text(printable(one.title), style="" if is_taken or one.judgement.verdict != "no" else "dim")
    more = len(one.authors) - AUTHORS_SHOWN
    authors = ", ".join(one.authors[:AUTHORS_SHOWN]) + (" …" if more > 0 else "")
    said = " · ".join(str(part) for part in (one.source_id, authors, one.year, one.venue) if part)
    return text.append(f"\n{printable(said)}", style="dim")


def _reason(one: JudgedCandidate) -> Text:
    against = words.penalties(one.judgement)
    text = Text(printable(one.judgement.reason))
    return text.append(f" ({against})", style="dim") if against else text


# ---------------------------------------------------------------- facts


def _facts(entry: Entry, width: int) -> Table:
    """One line a fact; what is too long for the line is cut: the ids of records stand above, `--json` has it all."""
    rows = [_fact(name, fact) for name, fact in entry.facts.items()]
    names, origins = (min(LONGEST_ORIGIN, width // 3, max(cell_len(row[place]) for row in rows)) for place in (0, 2))
    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold dim")
    for heading, columns in (("Fact", names), ("Value", max(10, width - names - origins - DAY - 6)), ("From", origins), ("Day", DAY)):
        style = "dim" if heading in ("From", "Day") else ""
        grid.add_column(heading, max_width=columns, style=style, no_wrap=True, overflow="ellipsis")
    for row in rows:
        grid.add_row(*(Text(cell) for cell in row))
    return grid


def _fact(name: str, fact: Fact) -> tuple[str, str, str, str]:
    source = printable(fact_words.source_in_words(fact))
    return fact_words.plain_name(name), printable(fact_words.plain_value(fact.value)), source, str(fact.as_of or "")
