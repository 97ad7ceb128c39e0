"""Views for the tests of reports, said in a few words: who is listed, who was seen when, and with how many citations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from pubtrack.model.count import Count
from pubtrack.model.finding import Finding
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Author, Library, Person, Publication, Settings, Venue
from pubtrack.model.record import Record
from pubtrack.records.merge import merge
from pubtrack.views.shown_count import Shown
from pubtrack.views.view import View, view
from tests.runs import seen_until

SCHOLAR = "google_scholar"
MONDAY = date(2030, 1, 7)
NOW = datetime(2030, 1, 7, 12, tzinfo=UTC)
ADA = Person(name="Ada Example", google_scholar="ADAADAADAADA", orcid="0000-0002-1825-0097")
BOB = Person(name="Bob Example", google_scholar="BOBBOBBOBBOB")

CJK = "大規模言語モデルの分散推論における資源の弾力的な並列化と効率的な提供について"
MARKUP = "[red]x[/red] in [bold]titles[/] and [link=https://example.org]links[/link]"
ANSI = "Red \x1b[31malert\x1b[0m and \x1b]8;;https://example.org\x07a link\x1b]8;;\x07 and \x9b2Jgone"
BIDI = "A title \u202egnissim si \u2066that turns\u2069 round\u200b"
BROKEN_LINES = "A title\nwith lines\r\nand\ttabs\u2028in it\x00"
UNBROKEN = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 4
HOSTILE = (CJK, MARKUP, ANSI, BIDI, BROKEN_LINES, UNBROKEN, "| a `b` *c* _d_ <e> & \\ $f$ ~g~ #h [i](j) |", "{titles} \ud83d halved")


def day(number: int) -> date:
    """That many days before Monday."""
    return MONDAY - timedelta(days=number)


def publication(key: str, title: str | None = None, **known: object) -> Publication:
    known.setdefault("authors", (Author(name="Ada Example"), Author(name="Carla Example", equal_contribution=True)))
    return Publication(key=key, title=title or f"The Title of {key}", **known)  # type: ignore[arg-type]


@dataclass(kw_only=True)
class Kept:
    """A list and what is known about it; `seen` adds an observation, `shown` makes the view of it."""

    publications: list[Publication] = field(default_factory=list)
    people: Sequence[Person] = (ADA,)
    settings: Settings = field(default_factory=Settings)
    identities: dict[tuple[str, str, str], Identity] = field(default_factory=dict)
    counts: list[Count] = field(default_factory=list)
    records: dict[str, list[tuple[Record, datetime]]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def lists(self, key: str, title: str | None = None, **known: object) -> Kept:
        self.publications.append(publication(key, title, **known))
        return self

    def is_it(self, key: str, source_id: str, *, source: str = SCHOLAR, last_seen: date = MONDAY, is_it: bool = True) -> Kept:
        self.identities[key, source, source_id] = Identity(
            publication=key, source=source, source_id=source_id, is_it=is_it, by="machine", since=last_seen, last_seen=last_seen
        )
        return self

    def cited(self, key: str, *series: tuple[int, int], source: str = SCHOLAR, source_id: str | None = None, last_seen: int = 0) -> Kept:
        """`series` holds (days ago, citations)."""
        named = source_id or f"U:{key}"
        counts = [Count.at(day(ago), source=source, source_id=named, citations=number) for ago, number in series]
        self.counts += seen_until(counts, {named: day(last_seen)})
        return self.is_it(key, named, source=source, last_seen=day(last_seen))

    def profile(self, person: Person, numbers: Mapping[str, int], *, last_seen: int = 0, profile_id: str | None = None) -> Kept:
        named = profile_id or person.google_scholar or ""
        self.counts += [
            Count.at(day(last_seen), source=SCHOLAR, source_id=f"{named}#{name}", citations=number) for name, number in numbers.items()
        ]
        return self.is_it(f"person:{person.name}", named, last_seen=day(last_seen))

    def recorded(self, key: str, record: Record, at: datetime = NOW) -> Kept:
        self.records.setdefault(key, []).append((record, at))
        return self

    def shown(self) -> View:
        library = Library(people=tuple(self.people), settings=self.settings, publications=tuple(self.publications))
        entries = [merge(one, self.records.get(one.key, ())) for one in self.publications]
        return view(library, entries, self.counts, list(self.identities.values()), findings=self.findings, now=NOW)

    def at(self, key: str, source: str = SCHOLAR) -> Shown:
        (found,) = [row.citations[source] for row in self.shown().rows if row.entry.publication.key == key]
        return found


def arxiv_record(source_id: str = "2901.00001", **known: object) -> Record:
    known.setdefault("title", "A Preprint")
    return Record(source="arxiv", source_id=source_id, **known)  # type: ignore[arg-type]


def hostile() -> Kept:
    """Every odd title there is, each with a count, a venue and a change; findings and people with the same texts."""
    kept = Kept(people=(Person(name="Ada [bold]Example[/]\x1b[2J"), Person(name=CJK)))
    for number, title in enumerate(HOSTILE):
        kept.lists(f"k{number}", title, venue=Venue(name=title[:60], year=2029, status="submitted"), arxiv=f"2901.{number:05d}")
        kept.cited(f"k{number}", (40, 10), (30, 12 + number), last_seen=2)
        kept.findings.append(Finding(severity="notice", kind="doubtful", message=title, source=SCHOLAR, publication=f"k{number}"))
    return kept


def full() -> Kept:
    """Several people and sources; stale, suspect, zero and unknown counts; findings of each severity."""
    kept = Kept(people=(ADA, BOB))
    kept.lists("zero", venue=Venue(name="SOSP", year=2029), doi="10.5555/1", tags=("a", "b")).cited("zero", (3, 0))
    kept.lists("unknown", authors=(), venue=Venue(name="NSDI", status="submitted"))
    kept.lists("stale", listed_year=2028).cited("stale", (30, 4), (10, 7), last_seen=10)
    kept.lists("suspect", arxiv="2901.00001").cited("suspect", (10, 40), (0, 0))
    kept.recorded("suspect", arxiv_record(year=2029, url="https://arxiv.org/abs/2901.00001", first_version_on=date(2029, 1, 1)))
    kept.cited("zero", (1, 5), source="openalex", source_id="W1")
    kept.profile(ADA, {"citations": 51, "citations_5y": 50, "h_index": 3, "i10_index": 1, "articles": 4, "cited_in_2028": 11})
    kept.profile(BOB, {"citations": 7}, last_seen=400)
    kept.findings += [
        Finding(severity="notice", kind="doubtful", message="may be this one", source=SCHOLAR, publication="unknown"),
        Finding(severity="error", kind="refused", message="answered with a captcha", source=SCHOLAR),
        Finding(severity="warning", kind="unknown-field", message="no field is called titel"),
    ]
    return kept
