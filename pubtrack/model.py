"""Every data type: frozen values that the rooms hand to each other. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal

from pubtrack.errors import FailureKind

Severity = Literal["notice", "warning", "error"]
Status = Literal["published", "accepted", "submitted", "preprint"]
Verdict = Literal["no", "doubtful", "likely", "certain"]
CountKind = Literal["observed", "backfilled"]
By = Literal["machine", "person"]
Outcome = Literal["answered", "not_found", "doubtful", "failed", "skipped"]
WorkType = Literal[
    "preprint", "workshop", "conference", "journal", "chapter", "book", "thesis", "report",
    "dataset", "software", "erratum", "retraction", "comment", "peer_review", "editorial", "abstract", "talk", "proceedings",
]  # fmt: skip

CITED, NOTICED, TOLD = "cited:", "noticed:", "told:"  # begin the column `publication` of notes, which are no identities
NO_IDS: Mapping[str, tuple[str, ...]] = MappingProxyType({})
NO_NUMBERS: Mapping[str, float] = MappingProxyType({})
SCHEMES_OF_REGISTRIES = (("crossref", "doi"), ("datacite", "arxiv"))  # sources whose own ids are the ids of a scheme
NO_YEARS: Mapping[int, int] = MappingProxyType({})


# ---------------------------------------------------------------- what the person listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in a file something stands; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something amiss or worth knowing. An error means: an entry was left out, or something asked failed."""

    severity: Severity
    kind: str
    message: str
    source: str | None = None
    publication: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A day, a month or a year, as exactly as it was given."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
            if self.day is not None:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """One author as listed. `others` is never an author: see `Publication.authors_complete`."""

    name: str
    equal_contribution: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whose publications these are. `google_scholar` is the bare profile id."""

    name: str
    aliases: tuple[str, ...] = ()
    google_scholar: str | None = None
    orcid: str | None = None
    openalex: str | None = None
    semantic_scholar: str | None = None
    dblp: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """Where it appeared or is to appear. `name` has neither year nor "In"/"Submitted to"; a preprint server is a venue too."""

    name: str
    year: int | None = None
    status: Status = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One entry of the list. Ids are in canonical form (arXiv without version, DOI in lower case).

    `ids` and `rejected` map a source's name to its ids: what this publication is, and is not, there.
    `key_given` tells whether the person typed the key.
    """

    key: str
    title: str
    authors: tuple[Author, ...] = ()
    authors_complete: bool = True
    venue: Venue | None = None
    date: PartialDate | None = None
    listed_year: int | None = None
    arxiv: str | None = None
    arxiv_version: int | None = None
    doi: str | None = None
    url: str | None = None
    ids: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NO_IDS)
    rejected: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NO_IDS)
    pages: str | None = None
    volume: str | None = None
    number: str | None = None
    publisher: str | None = None
    code: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    note: str | None = None
    key_given: bool = False
    place: Place | None = None

    @property
    def year(self) -> int | None:
        """The year its venue names, else the listed year, else the year of the date."""
        if self.venue is not None and self.venue.year is not None:
            return self.venue.year
        if self.listed_year is not None:
            return self.listed_year
        return self.date.year if self.date is not None else None

    def rejects(self, source: str, source_id: str) -> bool:
        """Does the list say that this record is not it? A DOI names Crossref's record too, an arXiv id DataCite's."""
        names = (source, *(scheme for registry, scheme in SCHEMES_OF_REGISTRIES if registry == source))
        return any(source_id in self.rejected.get(name, ()) for name in names)

    @property
    def status(self) -> Status | None:
        return self.venue.status if self.venue is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the list's `settings` say; empty means the defaults. Pace in seconds, lifetime in days, budget in US dollars.

    `citing` are the requests that a run may spend on citing works, by source. `of_source` holds what is said to sources that are
    not built in: name → setting → value, as typed.
    """

    pace: Mapping[str, float] = field(default_factory=lambda: NO_NUMBERS)
    lifetime: Mapping[str, float] = field(default_factory=lambda: NO_NUMBERS)
    headline: str | None = None
    google_scholar_pages: int = 1
    openalex_daily_budget: float | None = None
    citing: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    of_source: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """The person's list, as far as it could be read, with everything found amiss on the way."""

    people: tuple[Person, ...] = ()
    settings: Settings = Settings()
    publications: tuple[Publication, ...] = ()
    findings: tuple[Finding, ...] = ()


# ---------------------------------------------------------------- what sources say


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice about a work: `kind` in the source's word (retraction, correction, erratum, ...), the notice's own DOI, its date."""

    kind: str
    doi: str | None = None
    on: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a source holds about one work; offered as an answer it is called a candidate.

    `title_complete` and `authors_complete` are False where the source cuts them short. `ids` are ids of the same record
    elsewhere, by source or scheme ("arxiv", "doi"), in canonical form: a DOI of arXiv's own stands under "arxiv". `versions`
    are ids of other versions of the work in the same schemes. `aliases` are other ids of this source that lead here: one
    that was asked for, or merged into this. `citations` is None when the source says nothing. `cites_per_year` may lack years
    without citations. `venue` is the short or only name, `container` the full name of the proceedings or journal as printed.
    `year` is that of the version in print; `online_on` and `printed_on` are as exact as the source is. Days are UTC.
    """

    source: str
    source_id: str
    title: str
    title_complete: bool = True
    authors: tuple[str, ...] = ()
    authors_complete: bool = True
    year: int | None = None
    venue: str | None = None
    type: WorkType | None = None
    citations: int | None = None
    ids: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NO_IDS)
    url: str | None = None
    pdf_url: str | None = None
    abstract: str | None = None
    categories: tuple[str, ...] = ()
    primary_category: str | None = None
    first_version_on: date | None = None
    latest_version_on: date | None = None
    version: int | None = None
    comment: str | None = None
    journal_reference: str | None = None
    pages: str | None = None
    volume: str | None = None
    number: str | None = None
    publisher: str | None = None
    container: str | None = None
    event: str | None = None
    event_place: str | None = None
    event_on: PartialDate | None = None
    online_on: PartialDate | None = None
    printed_on: PartialDate | None = None
    aliases: tuple[str, ...] = ()
    versions: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NO_IDS)
    influential_citations: int | None = None
    cites_per_year: Mapping[int, int] = field(default_factory=lambda: NO_YEARS)
    is_retracted: bool | None = None
    notices: tuple[Notice, ...] = ()
    locations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why there is no answer. `failed` tells a failure of this run (exit code 1) from a notice.

    "no_id": it was to be asked by ids only, and there is none that this source knows. "later": what this source may be asked in
    one run was used up; the rest follows on another day.
    """

    kind: FailureKind | Literal["not_found", "not_refreshed", "shrunk", "empty", "truncated", "no_id", "later"]
    message: str
    failed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A publication to be asked about, with the ids given, remembered and learnt (source or scheme → ids, the best first).

    `ids` holds the publication's own arXiv id and DOI too ("arxiv", "doi"; never a DOI of arXiv's own), and nothing that the list
    rejects. `titles` are other titles that records of it bear. Where `by_text` is False it is asked about by ids only: a source that
    can use none of the ids says that nothing was asked (`Problem` of kind "no_id").
    """

    publication: Publication
    ids: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NO_IDS)
    titles: tuple[str, ...] = ()
    by_text: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one source answered about one publication: candidates, or a problem, or neither (it knows none).

    `by_id` is True when the candidates were asked for by an id of the publication.
    """

    source: str
    publication: str
    at: datetime
    candidates: tuple[Record, ...] = ()
    by_id: bool = False
    asked: str = ""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a person's own page says of the person as a whole. None where the page does not say."""

    source: str
    source_id: str
    name: str | None = None
    citations: int | None = None
    citations_5y: int | None = None
    h_index: int | None = None
    h_index_5y: int | None = None
    i10_index: int | None = None
    i10_index_5y: int | None = None
    cites_per_year: Mapping[int, int] = field(default_factory=dict)
    articles: int | None = None
    complete: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileAnswer:
    """What one source answered about one person: a profile, or a problem. Given before the answers that rest on it."""

    source: str
    person: str
    source_id: str
    at: datetime
    profile: Profile | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """Upper bounds of what a look-up takes. Cost in US dollars."""

    requests: int
    cost: float = 0.0
    seconds: float = 0.0


# ---------------------------------------------------------------- what was decided and is remembered


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Is this candidate that publication? Penalties by name, each from 0 (agrees) to 1 (contradicts), weighted."""

    verdict: Verdict
    penalties: Mapping[str, float] = field(default_factory=lambda: NO_NUMBERS)
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """A candidate as it was judged when an answer offered it: what was asked, what it says of itself, the verdict, whether it was taken."""

    publication: str
    source: str
    source_id: str
    at: datetime
    asked: str
    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str | None = None
    judgement: Judgement
    taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """This record is, or is not, that publication. A row of `identities.csv`; days are UTC."""

    publication: str
    source: str
    source_id: str
    is_it: bool
    by: By
    since: date
    last_seen: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """An observation of a source's record: the number its answer held on that UTC day. A row of `citations.csv`."""

    day: date
    source: str
    source_id: str
    citations: int
    kind: CountKind = "observed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One question to one source about one publication, and how it went. `at` is aware and UTC.

    `publication` is a key, or `person:NAME` for a profile. `asked` is a digest of what was known of the publication when
    it was asked about: when the entry is edited it differs, and the question is asked anew. `question` is what was asked, in words.
    """

    publication: str
    source: str
    at: datetime
    outcome: Outcome
    kind: str = ""
    detail: str = ""
    asked: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """What a refresh left behind: `outcome` is running, done, failed, interrupted or out_of_time.

    One that is running although nobody refreshes was ended from outside.
    """

    started: datetime
    ended: datetime | None
    outcome: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Everything that one answer changes: saved in one transaction. A page that the person saved is no attempt."""

    attempt: Attempt | None = None
    identities: tuple[Identity, ...] = ()
    records: tuple[Record, ...] = ()
    counts: tuple[Count, ...] = ()
    considered: tuple[Considered, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CitingWork:
    """A work that cites a publication of the list. `work` is its id: "doi:10...", "arxiv:...", "openalex:W...", "semantic_scholar:hex", ...

    `is_news` is False where it was there already when the works citing this publication were read for the first time. `record` holds
    its details; it is None after a fresh clone, until the work is seen again.
    """

    publication: str
    work: str
    first_seen: date
    is_news: bool
    record: Record | None = None


# ---------------------------------------------------------------- what is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A value with where it comes from: a source's record and the day of the answer, or the person's list (no day)."""

    value: object
    source: str
    source_id: str | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A publication with all its facts by name, and the records that are it, each with the moment of its answer."""

    publication: Publication
    facts: Mapping[str, Fact]
    records: tuple[tuple[Record, datetime], ...] = ()
