"""Which doubts are open: what neither the list nor a person decided, judged by the list of today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import pytest

from pubtrack.model.count import Attempt
from pubtrack.model.identity import By, Identity, JudgedCandidate, Judgement, Verdict
from pubtrack.model.publication import Author, Library, Person, Publication
from pubtrack.model.record import Record
from pubtrack.planning.doubts import Doubt, open_doubts, ruled_out, stated
from pubtrack.planning.due import entry_digest

NOW = datetime(2030, 1, 7, 9, tzinfo=UTC)
TODAY = date(2030, 1, 7)
ADA = Person(name="Ada Example")
AUTHORS = ("Ada Example", "Ben Example")
TITLE = "On the Care of Widgets in Winter and Summer"
WIDGETS = Publication(key="widgets", title=TITLE, authors=tuple(Author(name=name) for name in AUTHORS), listed_year=2024)
GADGETS = replace(WIDGETS, key="gadgets", title="A Wholly Different Study of Gadgets under Water")


def record(source_id: str, *, source: str = "openalex", **fields: object) -> Record:
    known: dict[str, object] = {"title": TITLE, "authors": AUTHORS, "year": 2024} | fields
    return Record(source=source, source_id=source_id, **known)  # type: ignore[arg-type]  # the fields of a test


@dataclass(kw_only=True)
class Kept:
    """What is remembered; `offers` puts down a candidate as an answer brought it."""

    publications: Sequence[Publication] = (WIDGETS, GADGETS)
    identities: list[Identity] = field(default_factory=list)
    records: dict[tuple[str, str], tuple[Record, datetime]] = field(default_factory=dict)
    judged_candidates: list[JudgedCandidate] = field(default_factory=list)
    attempts: dict[tuple[str, str], Attempt] = field(default_factory=dict)

    def offers(
        self, one: Record, verdict: Verdict, *, key: str = "widgets", reason: str = "", at: datetime = NOW, is_kept: bool = True
    ) -> Kept:
        judged = Judgement(verdict=verdict, penalties={"title": 0.1}, reason=reason)
        noted = {"title": one.title, "authors": one.authors, "year": one.year, "venue": one.venue}
        self.judged_candidates.append(
            JudgedCandidate(
                publication=key,
                source=one.source,
                source_id=one.source_id,
                at=at,
                asked="a title",
                judgement=judged,
                taken=verdict == "certain",
                **noted,  # type: ignore[arg-type]  # as in the record
            )
        )
        if is_kept:
            self.records[one.source, one.source_id] = (one, at)
        return self

    def asked(self, source: str = "openalex", *, about: Publication = WIDGETS, at: datetime = NOW) -> Kept:
        """The last answer, about the entry as it was then."""
        attempt = Attempt(publication=about.key, source=source, at=at, outcome="doubtful", asked=entry_digest(about, source))
        self.attempts[about.key, source] = attempt
        return self

    def says(self, source_id: str, *, is_it: bool, by: By = "machine", key: str = "widgets", source: str = "openalex") -> Kept:
        said = Identity(publication=key, source=source, source_id=source_id, is_it=is_it, by=by, since=TODAY, last_seen=TODAY)
        self.identities.append(said)
        return self

    def doubts(self) -> tuple[Doubt, ...]:
        library = Library(people=(ADA,), publications=tuple(self.publications))
        return open_doubts(library, self.identities, self.records, self.judged_candidates, self.attempts)

    @property
    def open(self) -> list[str]:
        return [one.record.source_id for one in self.doubts()]


SIMILAR = record("W1", title=TITLE + ", Revisited")
FAR_IN_TIME = record("W2", year=2035)


def test_what_is_likely_or_doubtful_is_open_and_the_likely_comes_first() -> None:
    kept = Kept().offers(SIMILAR, "doubtful").offers(FAR_IN_TIME, "likely").offers(record("W3", title="Elsewhere"), "no")
    (near, far) = kept.doubts()
    assert (near.place, near.judgement.verdict, near.seen_at) == (("widgets", "openalex", "W2"), "likely", NOW)
    assert (far.place, far.judgement.verdict) == (("widgets", "openalex", "W1"), "doubtful")


@pytest.mark.parametrize("is_it", [True, False])
def test_what_a_person_said_is_not_asked_again(is_it: bool) -> None:
    kept = Kept().offers(SIMILAR, "doubtful")
    told: Mapping[str, tuple[str, ...]] = {"openalex": ("W1",)}
    kept.publications = (replace(WIDGETS, ids=told) if is_it else replace(WIDGETS, rejected=told), GADGETS)
    assert kept.open == []


def test_a_doi_that_the_list_rejects_is_a_record_of_crossref() -> None:
    kept = Kept().offers(record("10.1/a", source="crossref", title=TITLE + ", Revisited"), "doubtful")
    kept.publications = (replace(WIDGETS, rejected={"doi": ("10.1/a",)}),)
    assert kept.open == []


def test_a_publication_that_is_listed_no_more_has_no_doubts() -> None:
    kept = Kept(publications=(GADGETS,)).offers(SIMILAR, "doubtful")
    assert kept.open == []


def test_a_record_of_another_publication_is_no_doubt() -> None:
    kept = Kept().offers(SIMILAR, "doubtful").says("W1", is_it=True, key="gadgets")
    assert kept.open == []


def test_a_record_of_a_publication_that_is_listed_no_more_is_one() -> None:
    kept = Kept().offers(SIMILAR, "doubtful").says("W1", is_it=True, key="long gone")
    assert kept.open == ["W1"]


def test_where_a_record_is_taken_only_what_is_likely_is_asked() -> None:
    kept = Kept().offers(record("W9"), "certain").offers(SIMILAR, "doubtful").offers(FAR_IN_TIME, "likely").says("W9", is_it=True)
    (doubt,) = kept.doubts()
    assert (doubt.record.source_id, doubt.held, doubt.is_taken) == ("W2", ("W9",), False)


def test_what_is_taken_at_another_source_settles_nothing_here() -> None:
    kept = Kept().offers(SIMILAR, "doubtful").says("a" * 40, is_it=True, source="semantic_scholar")
    assert kept.open == ["W1"]


def test_an_edited_entry_is_judged_anew() -> None:
    kept = Kept().offers(SIMILAR, "doubtful").asked()
    assert kept.open == ["W1"]
    kept.publications = (replace(WIDGETS, title="A Study of Quite Another Matter"),)
    assert kept.open == []
    kept.publications = (replace(WIDGETS, title=SIMILAR.title),)
    assert kept.open == []  # it is certain by now, and the next answer takes it


def test_what_was_no_may_become_a_doubt_when_the_entry_is_edited() -> None:
    kept = Kept().offers(SIMILAR, "no").asked(about=replace(WIDGETS, title="Elsewhere"))
    assert kept.open == ["W1"]
    assert kept.asked().open == []


def test_what_the_last_answer_left_in_doubt_stays_so_while_the_entry_is_the_same() -> None:
    """That it was found by an id of the publication, or that another was as near, is known to that answer only."""
    found_by_id = record("W3", title="Another Title Altogether", authors=("Cy Other",))
    equal = record("W4")
    kept = Kept().offers(found_by_id, "doubtful", reason="the id is the same").offers(equal, "likely", reason="another record is as near")
    kept.asked()
    assert kept.open == ["W4", "W3"]
    kept.asked(about=replace(WIDGETS, listed_year=2023))
    assert kept.open == []


def test_two_equal_records_are_both_open() -> None:
    kept = Kept().offers(record("W1"), "likely").offers(record("W2"), "likely")
    assert [(one.record.source_id, one.judgement.verdict) for one in kept.doubts()] == [("W1", "likely"), ("W2", "likely")]


def test_what_was_only_noted_of_a_record_never_makes_it_nearer() -> None:
    """Its kind is not noted: a dataset of the same title would be likely."""
    kept = Kept().offers(record("W1", type="dataset"), "no", is_kept=False).asked(about=replace(WIDGETS, listed_year=1999))
    assert kept.open == []
    (doubt,) = Kept().offers(SIMILAR, "doubtful", is_kept=False).doubts()
    assert (doubt.seen_at, doubt.record.title, doubt.record.citations) == (None, SIMILAR.title, None)


def test_a_taken_record_that_contradicts_now_is_open() -> None:
    changed = record("W9", title="Something Else Altogether Now", authors=("Cy Other",))
    kept = Kept().offers(changed, "doubtful", reason="the id is the same, title and authors contradict it").says("W9", is_it=True).asked()
    (doubt,) = kept.doubts()
    assert (doubt.place, doubt.is_taken, doubt.judgement.reason) == (
        ("widgets", "openalex", "W9"),
        True,
        "the id is the same, title and authors contradict it",
    )


def test_beside_a_taken_record_that_contradicts_other_doubts_are_open() -> None:
    changed = record("W9", title="Something Else Altogether Now", authors=("Cy Other",))
    kept = Kept().offers(changed, "doubtful").offers(SIMILAR, "doubtful").says("W9", is_it=True)
    assert sorted(kept.open) == ["W1", "W9"]


def test_a_preprint_that_the_list_names_is_the_only_one() -> None:
    kept = Kept().offers(record("2401.00002", source="arxiv", year=2035), "likely")
    assert kept.open == ["2401.00002"]
    kept.publications = (replace(WIDGETS, arxiv="2401.00001"),)
    assert kept.open == []


def test_doubts_stand_in_one_order_whatever_order_they_came_in() -> None:
    offered = [(record(f"W{number}", year=2035), "likely") for number in range(5)]
    forwards, backwards = Kept(), Kept()
    for (one, _), (other, _) in zip(offered, reversed(offered), strict=True):
        forwards.offers(one, "likely")
        backwards.offers(other, "likely")
    assert forwards.open == backwards.open == [f"W{number}" for number in range(5)]


def test_the_arxiv_id_and_the_doi_of_an_entry_name_records() -> None:
    publication = replace(WIDGETS, arxiv="2401.00001", doi="10.1/a", ids={"crossref": ("10.1/b",), "openalex": ("W1",)})
    assert stated(publication, "arxiv") == ("2401.00001",)
    assert stated(publication, "crossref") == ("10.1/b", "10.1/a")
    assert stated(publication, "openalex") == ("W1",)
    assert stated(replace(WIDGETS, doi="10.48550/arxiv.2401.00001"), "crossref") == ()
    assert ruled_out(replace(WIDGETS, rejected={"crossref": ("10.1/c",), "doi": ("10.1/d",)}), "crossref") == ("10.1/c", "10.1/d")
