"""A person's yes or no: what is saved of it, what leaves or comes back at once, and what need not be asked again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from pubtrack.model.count import Attempt, Change, Count, Outcome
from pubtrack.model.finding import Place
from pubtrack.model.identity import By, Identity, JudgedCandidate, Judgement
from pubtrack.model.publication import Author, Library, Publication
from pubtrack.model.record import Record
from pubtrack.planning.due import entry_digest
from pubtrack.planning.pinning import Pin, PinContext, PinOutcome, apply_pin, contradiction_with_list
from pubtrack.records.pins import with_answers

NOW = datetime(2030, 1, 7, 9, tzinfo=UTC)
TODAY, FRIDAY, LAST_YEAR = date(2030, 1, 7), date(2030, 1, 4), date(2029, 6, 1)
SEEN_AT = datetime(2030, 1, 4, 8, tzinfo=UTC)
TITLE = "On the Care of Widgets in Winter and Summer"
WIDGETS = Publication(key="widgets", title=TITLE, authors=(Author(name="Ada Example"),), listed_year=2024)
GADGETS = replace(WIDGETS, key="gadgets", title="Something about Gadgets", place=Place(file="publications.yaml", line=7, column=3))
YES = Pin(publication="widgets", source="openalex", source_id="W1", is_it=True)
NO = replace(YES, is_it=False)
RECORD = Record(source="openalex", source_id="W1", title=TITLE + ", Revisited", authors=("Ada Example",), year=2024, citations=34)


def identity(
    source_id: str = "W1",
    *,
    is_it: bool = True,
    by: By = "machine",
    key: str = "widgets",
    source: str = "openalex",
    since: date = LAST_YEAR,
    seen: date = FRIDAY,
) -> Identity:
    return Identity(publication=key, source=source, source_id=source_id, is_it=is_it, by=by, since=since, last_seen=seen)


def attempt(source: str, outcome: Outcome, *, about: Publication = WIDGETS, at: datetime = SEEN_AT) -> Attempt:
    return Attempt(publication=about.key, source=source, at=at, outcome=outcome, detail="as it was", asked=entry_digest(about, source))


def count(citations: int, day: date, source_id: str = "W1") -> Count:
    return Count.at(day, source="openalex", source_id=source_id, citations=citations)


SEEN = Count.at(SEEN_AT, "openalex", "W1", 34)


def offered(record: Record) -> JudgedCandidate:
    judgement = Judgement(verdict="doubtful", reason="the title is only similar")
    return JudgedCandidate(
        publication="widgets",
        source=record.source,
        source_id=record.source_id,
        at=SEEN_AT,
        asked="a title",
        title=record.title,
        judgement=judgement,
        taken=False,
    )


def known(
    *,
    listed: Sequence[Publication] = (WIDGETS, GADGETS),
    identities: Sequence[Identity] = (),
    records: Sequence[Record] = (RECORD,),
    counts: Sequence[Count] = (),
    attempts: Sequence[Attempt] = (),
    judged_candidates: Sequence[JudgedCandidate] = (),
) -> PinContext:
    return PinContext(
        listed=Library(publications=tuple(listed)),
        identities=identities,
        records={(one.source, one.source_id): (one, SEEN_AT) for one in records},
        counts=counts,
        attempts={(one.publication, one.source): one for one in attempts},
        judged_candidates=judged_candidates,
    )


def whole(settled: PinOutcome) -> Change:
    """Everything that is saved beside the attempts."""
    (first, *rest) = settled.changes
    assert all(one == Change(attempt=one.attempt) for one in rest)
    return first


def attempts_after(settled: PinOutcome) -> dict[str, Attempt]:
    return {one.attempt.source: one.attempt for one in settled.changes if one.attempt is not None}


# ---------------------------------------------------------------- what is remembered


def test_a_yes_is_remembered_with_the_count_of_the_day_on_which_it_was_seen() -> None:
    settled = apply_pin(YES, known(), TODAY)
    assert whole(settled) == Change(identities=(identity(by="person", since=TODAY, seen=FRIDAY),), counts=(SEEN,))
    assert (settled.is_known, settled.count, settled.as_of) == (True, SEEN, FRIDAY)


def test_a_number_that_is_there_already_is_not_written_twice() -> None:
    (run,) = whole(apply_pin(YES, known(counts=[count(34, LAST_YEAR)]), TODAY)).counts
    assert run == replace(count(34, LAST_YEAR), last_seen=SEEN_AT)


def test_a_record_without_a_count_gives_none() -> None:
    settled = apply_pin(YES, known(records=[replace(RECORD, citations=None)]), TODAY)
    assert (whole(settled).counts, settled.count) == ((), None)


def test_a_no_leaves_the_counts_alone_and_the_day_it_was_seen() -> None:
    settled = apply_pin(NO, known(identities=[identity()], counts=[count(34, FRIDAY)]), TODAY)
    assert whole(settled) == Change(identities=(identity(is_it=False, by="person"),))
    assert settled.before == identity()


def test_what_was_rejected_comes_back_no_younger_than_it_was() -> None:
    """Its age is told by the day on which it was seen, not by the day on which the person spoke."""
    rejected = identity(is_it=False, by="person", seen=LAST_YEAR)
    settled = apply_pin(YES, known(identities=[rejected], records=(), counts=[count(12, LAST_YEAR)]), TODAY)
    assert whole(settled) == Change(identities=(identity(by="person", seen=LAST_YEAR),))
    assert (settled.count, settled.as_of, settled.is_known) == (count(12, LAST_YEAR), LAST_YEAR, False)


def test_a_record_of_which_only_counts_are_left_is_as_old_as_the_last_of_them() -> None:
    settled = apply_pin(YES, known(records=(), counts=[count(12, LAST_YEAR)]), TODAY)
    assert whole(settled).identities == (identity(by="person", since=TODAY, seen=LAST_YEAR),)


def test_the_last_number_seen_while_it_was_rejected_is_taken_with_the_yes() -> None:
    rejected = identity(is_it=False, by="person", seen=LAST_YEAR)
    settled = apply_pin(YES, known(identities=[rejected], counts=[count(12, LAST_YEAR)]), TODAY)
    assert whole(settled).counts[-1] == SEEN
    assert settled.as_of == FRIDAY


@pytest.mark.parametrize("pin", [YES, NO])
def test_what_was_said_before_changes_nothing(pin: Pin) -> None:
    before = identity(is_it=pin.is_it, by="person")
    assert apply_pin(pin, known(identities=[before]), TODAY).changes == ()


@pytest.mark.parametrize("pin", [YES, NO])
def test_what_the_list_says_already_changes_nothing(pin: Pin) -> None:
    told = {"openalex": ("W1",)}
    listed = replace(WIDGETS, ids=told) if pin.is_it else replace(WIDGETS, rejected=told)
    settled = apply_pin(pin, known(listed=[listed]), TODAY)
    assert (settled.changes, settled.by_list) == ((), True)


def test_what_the_machine_took_becomes_the_persons_word() -> None:
    assert whole(apply_pin(YES, known(identities=[identity()]), TODAY)).identities == (identity(by="person"),)


def test_no_two_publications_have_the_same_record() -> None:
    others = [identity(key="gadgets"), identity(key="long gone")]
    settled = apply_pin(YES, known(identities=others), TODAY)
    assert whole(settled).identities[1:] == (identity(key="gadgets", is_it=False), identity(key="long gone", is_it=False))
    assert (settled.lost_by, settled.kept_by) == (("gadgets",), ())


@pytest.mark.parametrize("by", ["person", "list"])
def test_unless_the_list_or_the_person_gives_it_to_both(by: str) -> None:
    others = [identity(key="gadgets", by="person" if by == "person" else "machine")]
    listed = [WIDGETS, replace(GADGETS, ids={"openalex": ("W1",)}) if by == "list" else GADGETS]
    settled = apply_pin(YES, known(listed=listed, identities=others), TODAY)
    assert len(whole(settled).identities) == 1
    assert (settled.lost_by, settled.kept_by) == ((), ("gadgets",))


def test_a_no_takes_nothing_from_others() -> None:
    assert len(whole(apply_pin(NO, known(identities=[identity(), identity(key="gadgets")]), TODAY)).identities) == 1


# ---------------------------------------------------------------- what need not be asked again


def asked_after(settled: PinOutcome, before: PinContext, source: str) -> str:
    """The digest with which a later run asks this source about the publication."""
    identities = [one for change in settled.changes for one in change.identities]
    library = with_answers(before.listed, [*before.identities, *identities])
    return entry_digest(library.publications[0], source)


def test_after_a_yes_to_what_is_known_the_source_has_answered() -> None:
    before = known(attempts=[attempt("openalex", "doubtful")], judged_candidates=[offered(RECORD)])
    settled = apply_pin(YES, before, TODAY)
    now = attempts_after(settled)["openalex"]
    assert (now.outcome, now.kind, now.detail, now.at) == ("answered", "", "", SEEN_AT)
    assert now.asked == asked_after(settled, before, "openalex") != entry_digest(WIDGETS, "openalex")


def test_after_a_yes_to_what_is_unknown_the_source_stays_due() -> None:
    before = known(records=(), attempts=[attempt("openalex", "not_found"), attempt("arxiv", "answered")])
    assert attempts_after(apply_pin(YES, before, TODAY)) == {}


@pytest.mark.parametrize(("source", "record_id"), [("arxiv", "2401.00001"), ("crossref", "10.1/a")])
def test_an_id_that_every_source_is_asked_by_makes_nobody_due_who_has_answered(source: str, record_id: str) -> None:
    yes = replace(YES, source=source, source_id=record_id)
    others = [attempt("openalex", "answered"), attempt("semantic_scholar", "not_found")]
    unknown = known(attempts=others)
    settled = apply_pin(yes, unknown, TODAY)
    assert attempts_after(settled) == {"openalex": replace(others[0], asked=asked_after(settled, unknown, "openalex"))}
    is_known = known(records=[replace(RECORD, source=source, source_id=record_id)], attempts=others)
    settled = apply_pin(yes, is_known, TODAY)
    assert {name: one.outcome for name, one in attempts_after(settled).items()} == {"openalex": "answered", "semantic_scholar": "not_found"}
    assert all(one.asked == asked_after(settled, is_known, name) for name, one in attempts_after(settled).items())


@pytest.mark.parametrize("pin", [YES, NO])
def test_an_entry_that_was_edited_is_due_whatever_is_said(pin: Pin) -> None:
    edited = attempt("openalex", "doubtful", about=replace(WIDGETS, title="As it was before"))
    assert attempts_after(apply_pin(pin, known(attempts=[edited], judged_candidates=[offered(RECORD)]), TODAY)) == {}


def test_a_failure_stays_one() -> None:
    for pin in (YES, NO):
        now = attempts_after(apply_pin(pin, known(attempts=[attempt("openalex", "failed")]), TODAY))["openalex"]
        assert (now.outcome, now.detail) == ("failed", "as it was")


def test_after_a_no_to_the_only_candidate_nothing_was_found() -> None:
    before = known(attempts=[attempt("openalex", "doubtful")], judged_candidates=[offered(RECORD)])
    settled = apply_pin(NO, before, TODAY)
    now = attempts_after(settled)["openalex"]
    assert (now.outcome, now.kind, now.detail, now.at) == ("not_found", "not_found", "", SEEN_AT)
    assert now.asked == asked_after(settled, before, "openalex")


def test_after_a_no_the_next_doubt_is_told() -> None:
    other = replace(RECORD, source_id="W2", title=TITLE + " and Autumn")
    before = known(records=[RECORD, other], attempts=[attempt("openalex", "doubtful")], judged_candidates=[offered(RECORD), offered(other)])
    now = attempts_after(apply_pin(NO, before, TODAY))["openalex"]
    assert now.outcome == "doubtful"
    assert now.detail.startswith(f"W2: “{other.title}” (")


def test_after_a_no_another_record_may_be_left() -> None:
    before = known(identities=[identity(), identity("W2")], attempts=[attempt("openalex", "answered")])
    assert attempts_after(apply_pin(NO, before, TODAY))["openalex"].outcome == "answered"


def test_after_a_no_to_the_only_record_nothing_is_found() -> None:
    before = known(identities=[identity()], attempts=[attempt("openalex", "answered")])
    assert attempts_after(apply_pin(NO, before, TODAY))["openalex"].outcome == "not_found"


def test_a_no_to_what_nobody_offered_asks_nobody_either() -> None:
    before = known(records=(), attempts=[attempt("openalex", "not_found"), attempt("arxiv", "answered")])
    settled = apply_pin(NO, before, TODAY)
    assert {name: one.outcome for name, one in attempts_after(settled).items()} == {"openalex": "not_found"}
    assert whole(settled).identities == (identity(is_it=False, by="person", since=TODAY, seen=TODAY),)


def test_other_publications_are_asked_as_ever() -> None:
    before = known(attempts=[attempt("openalex", "doubtful", about=GADGETS, at=NOW - timedelta(days=1))])
    assert attempts_after(apply_pin(YES, before, TODAY)) == {}


# ---------------------------------------------------------------- the list wins


@pytest.mark.parametrize(
    ("pin", "listed", "told"),
    [
        (YES, {"rejected": {"openalex": ("W1",)}}, "`not:`"),
        (replace(YES, source="crossref", source_id="10.1/a"), {"rejected": {"doi": ("10.1/a",)}}, "`not:`"),
        (replace(YES, source="arxiv", source_id="2401.00001"), {"arxiv": "2401.00002"}, "names arXiv 2401.00002"),
        (NO, {"ids": {"openalex": ("W1",)}}, "OpenAlex W1 is widgets"),
        (replace(NO, source="arxiv", source_id="2401.00001"), {"arxiv": "2401.00001"}, "arXiv 2401.00001 is widgets"),
        (replace(NO, source="crossref", source_id="10.1/a"), {"doi": "10.1/a"}, "Crossref 10.1/a is widgets"),
    ],
)
def test_what_the_list_says_otherwise_is_refused(pin: Pin, listed: dict[str, object], told: str) -> None:
    publication = replace(WIDGETS, place=Place(file="publications.yaml", line=4, column=3), **listed)  # type: ignore[arg-type]  # fields
    refusal = contradiction_with_list(pin, publication) or ""
    assert told in refusal
    assert "publications.yaml:4:3" in refusal
    assert "the list wins" in refusal


@pytest.mark.parametrize("pin", [YES, NO, replace(YES, source="arxiv", source_id="2401.00001")])
def test_what_the_list_does_not_speak_of_is_for_the_person_to_say(pin: Pin) -> None:
    assert contradiction_with_list(pin, replace(WIDGETS, arxiv="2401.00001", doi="10.1/a")) is None
