"""What is new between what was told and what is known: tables, and what must hold whatever happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubtrack.model.count import Count
from pubtrack.model.finding import Finding
from pubtrack.model.publication import Author, Person, Settings, Venue
from pubtrack.model.record import Notice, PartialDate, Record
from pubtrack.views import news_memory
from pubtrack.views.news import NewsInput, is_silent, memory_after, what_is_new
from pubtrack.views.news_items import News, SilentSource
from pubtrack.views.news_memory import DigestMemory, Seen
from tests.reports.digests import FirstCounts, nothing_before, works
from tests.reports.views import ADA, BOB, MONDAY, NOW, SCHOLAR, Kept, arxiv_record, day


def told(kept: Kept, **more: object) -> DigestMemory:
    """What is remembered once all of this was told."""
    return memory_after(DigestMemory(), NewsInput(view=kept.shown(), **more))  # type: ignore[arg-type]


def new(kept: Kept, before: DigestMemory, **more: object) -> News:
    return what_is_new(before, NewsInput(view=kept.shown(), **more), FirstCounts(kept), None)  # type: ignore[arg-type]


def numbers(news: News) -> list[tuple[str, str, int, int]]:
    return [(one.publication, one.source, one.before, one.now) for one in news.moved]


# ---------------------------------------------------------------- counts


def test_a_count_that_moved_is_told_with_its_days() -> None:
    before = told(Kept().lists("a").cited("a", (9, 97), last_seen=7))
    (moved,) = new(Kept().lists("a").cited("a", (9, 97), (2, 103), last_seen=1), before).moved
    assert (moved.before, moved.before_on, moved.now, moved.now_on, moved.change) == (97, day(7), 103, day(1), 6)


def test_a_fall_is_told_plainly() -> None:
    before = told(Kept().lists("a").cited("a", (9, 97), last_seen=7))
    assert numbers(new(Kept().lists("a").cited("a", (9, 97), (2, 96)), before)) == [("a", SCHOLAR, 97, 96)]


def test_the_first_digest_begins_with_the_first_observation() -> None:
    kept = Kept().lists("a").cited("a", (30, 4), (9, 5), (2, 9)).lists("b").cited("b", (2, 50))
    assert numbers(new(kept, DigestMemory())) == [("a", SCHOLAR, 4, 9)]


def test_a_source_that_was_unknown_begins_with_its_first_number() -> None:
    before = told(Kept().lists("a").cited("a", (9, 97)))
    kept = Kept().lists("a").cited("a", (9, 97)).cited("a", (2, 60), source="openalex", source_id="W1")
    assert not new(kept, before)
    kept.cited("a", (1, 61), source="openalex", source_id="W1")
    assert numbers(new(kept, before)) == [("a", "openalex", 60, 61)]


@pytest.mark.parametrize("odd", [0, 40, 900])
def test_a_suspect_number_is_no_news_until_it_is_believed(odd: int) -> None:
    before = told(Kept().lists("a").cited("a", (9, 97), last_seen=2))
    assert not new(Kept().lists("a").cited("a", (9, 97), (2, 97), (1, odd), last_seen=1), before)
    assert numbers(new(Kept().lists("a").cited("a", (9, 97), (2, 97), (1, odd), last_seen=0), before)) == [("a", SCHOLAR, 97, odd)]


def test_what_was_filled_in_afterwards_is_neither_news_nor_their_beginning() -> None:
    kept = Kept().lists("a").is_it("a", "U:a")
    kept.counts = [Count.at(day(ago), source=SCHOLAR, source_id="U:a", citations=ago, kind="backfilled") for ago in (700, 300)]
    assert not new(kept, DigestMemory())
    assert told(kept).counts == {}
    kept.cited("a", (3, 50))
    assert not new(kept, DigestMemory())
    kept.cited("a", (1, 52))
    assert numbers(new(kept, DigestMemory())) == [("a", SCHOLAR, 50, 52)]


def test_a_renamed_key_is_no_news_and_loses_none() -> None:
    before = told(Kept().lists("old").cited("old", (9, 97), source_id="U:1"))
    assert not new(Kept().lists("new").cited("new", (9, 97), source_id="U:1"), before)
    assert numbers(new(Kept().lists("new").cited("new", (9, 97), (1, 99), source_id="U:1"), before)) == [("new", SCHOLAR, 97, 99)]


def test_an_entry_that_is_removed_or_added_is_no_news() -> None:
    two = Kept().lists("a").cited("a", (9, 97)).lists("b").cited("b", (9, 80))
    one = Kept().lists("a").cited("a", (9, 97))
    assert not new(one, told(two))
    assert not new(two, told(one))


def test_a_match_that_was_mended_is_no_gain() -> None:
    before = told(Kept().lists("a").cited("a", (9, 20), source_id="U:wrong"))
    assert not new(Kept().lists("a").cited("a", (1, 500), source_id="U:right"), before)


def test_another_record_of_the_publication_that_leads_is_told_as_such() -> None:
    before = told(Kept().lists("a").cited("a", (9, 20), source_id="U:1"))
    kept = Kept().lists("a").cited("a", (9, 20), source_id="U:1", last_seen=5).cited("a", (1, 23), source_id="U:2")
    (moved,) = new(kept, before).moved
    assert (moved.before, moved.now, moved.source_id, moved.other_record) == (20, 23, "U:2", True)
    assert set(told(kept).counts) == {(SCHOLAR, "U:2")}


def test_a_rejected_record_is_no_news() -> None:
    before = told(Kept().lists("a").cited("a", (9, 20), source_id="U:1").cited("a", (9, 500), source_id="U:2"))
    assert not new(Kept().lists("a").cited("a", (9, 20), source_id="U:1"), before)


# ---------------------------------------------------------------- first citations and milestones


@pytest.mark.parametrize(
    ("before", "now", "reached"),
    [
        (9, 10, [10]),
        (10, 11, []),
        (8, 120, [100]),
        (97, 103, [100]),
        (240, 251, [250]),
        (499, 500, [500]),
        (999, 1000, [1000]),
        (2400, 2600, [2500]),
        (9999, 10001, [10000]),
        (24000, 25000, [25000]),
        (101, 99, []),
        (3, 4, []),
    ],
)
def test_the_highest_round_number_that_was_passed_is_told(before: int, now: int, reached: list[int]) -> None:
    memory = told(Kept().lists("a").cited("a", (9, before)))
    kept = Kept().lists("a").cited("a", (9, before), (4, now))  # seen again since, so it is believed
    assert [one.reached for one in new(kept, memory).milestones] == reached


def test_a_round_number_is_passed_once() -> None:
    up, down, up_again = (9, 101), (6, 99), (3, 102)
    memory = told(Kept().lists("a").cited("a", up))
    memory = memory_after(memory, NewsInput(view=Kept().lists("a").cited("a", up, down).shown()))
    news = new(Kept().lists("a").cited("a", up, down, up_again), memory)
    assert (numbers(news), news.milestones) == ([("a", SCHOLAR, 99, 102)], ())


def test_a_first_citation_is_that_of_any_source() -> None:
    before = told(Kept().lists("a").cited("a", (9, 0)).cited("a", (9, 0), source="openalex", source_id="W1"))
    kept = Kept().lists("a").cited("a", (9, 0), (2, 1)).cited("a", (9, 0), source="openalex", source_id="W1")
    assert [(one.publication, one.source, one.count) for one in new(kept, before).first_citations] == [("a", SCHOLAR, 1)]
    later = Kept().lists("a").cited("a", (9, 0), (2, 1)).cited("a", (9, 0), (1, 2), source="openalex", source_id="W1")
    assert new(later, told(kept)).first_citations == ()
    assert numbers(new(later, told(kept))) == [("a", "openalex", 0, 2)]


# ---------------------------------------------------------------- h-index


def test_a_new_h_index_comes_with_what_the_next_one_lacks() -> None:
    before = told(Kept().lists("a").cited("a", (9, 5)).lists("b").cited("b", (9, 1)))
    (index,) = new(Kept().lists("a").cited("a", (9, 5)).lists("b").cited("b", (9, 1), (1, 2)), before).indices
    assert (index.person, index.source, index.before, index.now) == ("Ada Example", SCHOLAR, 1, 2)
    assert (index.margin.target, index.margin.new, [(one.key, one.needs) for one in index.margin.nearest]) == (3, 1, [("b", 1)])


def test_an_h_index_that_the_list_moved_is_no_news() -> None:
    before = told(Kept().lists("a").cited("a", (9, 5)))
    kept = Kept().lists("a").cited("a", (9, 5), (1, 6)).lists("b").cited("b", (9, 70))
    assert new(kept, before).indices == ()


def test_each_person_has_an_index() -> None:
    def kept(number: int) -> Kept:
        theirs = (Author(name="Bob Example"), Author(name="Carla Example"))
        return Kept(people=(ADA, BOB)).lists("a").cited("a", (9, 0), (1, number)).lists("b", authors=theirs).cited("b", (9, 0))

    news = new(kept(1), told(kept(0)))
    assert [(one.person, one.before, one.now) for one in news.indices] == [("Ada Example", 0, 1)]


# ---------------------------------------------------------------- works that cite


def three() -> Kept:
    return Kept().lists("a").lists("b").lists("c")


def cited(news: News) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.publication, one.work, one.also) for one in news.cited]


def test_a_work_is_told_once_under_the_first_publication_with_the_others_named() -> None:
    news = new(three(), DigestMemory(), works=works(("c", "W", 1), ("a", "W", 1), ("b", "V", 2)))
    assert cited(news) == [("a", "W", ("c",)), ("b", "V", ())]


def test_a_work_that_cites_another_one_later_is_told_under_that() -> None:
    before = told(three(), works=works(("a", "W", 3)))
    assert cited(new(three(), before, works=works(("a", "W", 3), ("b", "W", 1)))) == [("b", "W", ("a",))]


def test_works_that_were_there_from_the_beginning_are_no_news() -> None:
    there = works(("a", "W", 1), is_news=False)
    assert not new(three(), DigestMemory(), works=there)
    assert cited(new(three(), told(three(), works=there), works=(*there, *works(("a", "V", 0))))) == [("a", "V", ())]


def test_the_newest_works_come_first() -> None:
    news = new(three(), DigestMemory(), works=works(("a", "W", 5), ("a", "V", 1), ("a", "U", 3)))
    assert [one.work for one in news.cited] == ["V", "U", "W"]


def test_works_that_were_told_under_a_former_key_are_told() -> None:
    before = told(Kept().lists("old"), works=works(("old", "W", 3)))
    followed = news_memory.follow(before, {"old": "a"})
    assert cited(new(three(), before, works=works(("a", "W", 3)))) == [("a", "W", ())]
    assert not new(three(), followed, works=works(("a", "W", 3)))


def test_works_that_were_found_to_be_one_are_told() -> None:
    """The one that stays has its id and the day of the one that goes."""
    before = told(three(), works=works(("a", "V", 3), ("b", "W", 3)))
    assert not new(three(), before, works=works(("a", "V", 3), ("b", "V", 3)))
    assert cited(new(three(), before, works=works(("a", "V", 3), ("b", "W", 3), ("b", "V", 3)))) == [("b", "V", ("a",))]


def test_works_known_by_a_former_key_only_are_those_of_todays() -> None:
    there = works(("old", "W", 3), ("a", "V", 1), ("old", "V", 2))
    found = news_memory.followed(there, {"old": "a"})
    assert cited(new(three(), DigestMemory(), works=found)) == [("a", "V", ()), ("a", "W", ())]


def test_works_that_cite_what_is_not_listed_are_passed_over() -> None:
    assert not new(three(), DigestMemory(), works=works(("gone", "W", 3)))


# ---------------------------------------------------------------- notices, and what appeared


def retracted(*by: str, notices: tuple[Notice, ...] = ()) -> Kept:
    kept = Kept().lists("a")
    for source in by:
        kept.recorded("a", Record(source=source, source_id="1", title="The Title of a", is_retracted=True, notices=notices))
    return kept


def test_a_retraction_is_told_once_whoever_says_it_then() -> None:
    (one,) = new(retracted("crossref"), DigestMemory()).noticed
    assert (one.kind, one.message) == ("retracted", "Crossref says that it is retracted")
    assert not new(retracted("crossref", "openalex"), told(retracted("crossref")))


def test_another_notice_is_told_beside_a_retraction() -> None:
    both = (
        Notice(kind="retraction", doi="10.5555/1", on=PartialDate(year=2030, month=1)),
        Notice(kind="expression_of_concern", doi="10.5555/2"),
    )
    news = new(retracted("crossref", notices=both), told(retracted("crossref")))
    assert [(one.kind, one.detail) for one in news.noticed] == [("notice", "10.5555/2")]
    assert news.noticed[0].message == "Crossref names a notice about it: expression of concern (doi 10.5555/2)"
    first = new(retracted("crossref", notices=both), DigestMemory()).noticed[0]
    assert (first.kind, first.message) == ("retracted", "Crossref says that it is retracted (2030-01, doi 10.5555/1)")


def test_what_appeared_is_told_once_with_what_to_type() -> None:
    kept = Kept().lists("a", venue=Venue(name="NSDI", status="submitted"), arxiv="2901.00001")
    kept.recorded("a", arxiv_record(title="The Title of a"))
    kept.recorded(
        "a",
        Record(
            source="dblp", source_id="x", title="The Title of a", venue="NSDI", year=2030, type="conference", ids={"doi": ("10.5555/7.8",)}
        ),
    )
    assert not new(kept, DigestMemory())
    kept.findings.append(Finding(severity="notice", kind="maybe-published", message="It appeared", source="dblp", publication="a"))
    (one,) = new(kept, DigestMemory()).appeared
    assert (one.publication, one.venue, one.edit) == ("a", "NSDI 2030", ("venue: NSDI 2030", "doi: 10.5555/7.8"))
    assert not new(kept, told(kept))


@pytest.mark.parametrize(
    ("reference", "line"),
    [
        ("J. Examples 12 (2030) 34", "venue: J. Examples 12 (2030) 34"),
        ("Foo: Bar #2", 'venue: "Foo: Bar #2"'),
        ("No", 'venue: "No"'),
        ('A "B"', 'venue: "A \\"B\\""'),
    ],
)
def test_what_is_to_be_typed_is_yaml(reference: str, line: str) -> None:
    kept = Kept().lists("a").recorded("a", arxiv_record(title="The Title of a", journal_reference=reference))
    kept.findings.append(Finding(severity="notice", kind="maybe-published", message="It appeared", source="arxiv", publication="a"))
    (one,) = new(kept, DigestMemory()).appeared
    assert one.edit == (line,)


# ---------------------------------------------------------------- sources


@pytest.mark.parametrize(
    ("source", "answered_days_ago", "failed_days_ago", "silent"),
    [
        (SCHOLAR, 3.5, (2, 1), True),
        (SCHOLAR, 2.9, (2, 1), False),
        ("arxiv", 20, (12, 1), False),
        ("arxiv", 22, (12, 1), True),
        ("arxiv", 30, (0.3, 0.1), False),
        (SCHOLAR, None, (5, 1), True),
        (SCHOLAR, None, (2, 1), False),
    ],
)
def test_a_source_is_silent_after_three_lifetimes_of_failures(
    source: str, answered_days_ago: float | None, failed_days_ago: tuple[float, float], silent: bool
) -> None:
    first, last = (NOW - timedelta(days=ago) for ago in failed_days_ago)
    answered = NOW - timedelta(days=answered_days_ago) if answered_days_ago is not None else None
    assert is_silent(answered, first, last, source, Settings(), NOW) == silent


LAST = datetime(2030, 1, 1, tzinfo=UTC)
SILENT = SilentSource(source=SCHOLAR, last_success=LAST, since=LAST + timedelta(days=1), reason="captcha")


def test_that_a_source_fell_silent_is_told_once_until_it_answers() -> None:
    assert new(Kept(), DigestMemory(), silent=(SILENT,)).silent == (SILENT,)
    before = told(Kept(), silent=(SILENT,))
    assert not new(Kept(), before, silent=(SILENT,), answered={SCHOLAR: LAST})
    (again,) = new(Kept(), before, answered={SCHOLAR: NOW}).answering
    assert (again.source, again.last_success, again.silent_since) == (SCHOLAR, NOW, LAST)
    after = memory_after(before, NewsInput(view=Kept().shown(), answered={SCHOLAR: NOW}))
    assert not new(Kept(), after, answered={SCHOLAR: NOW})


def test_a_source_that_answered_once_and_fell_silent_anew_is_told_anew() -> None:
    before = told(Kept(), silent=(SILENT,))
    anew = replace(SILENT, last_success=LAST + timedelta(days=20))
    news = new(Kept(), before, silent=(anew,), answered={SCHOLAR: LAST + timedelta(days=20)})
    assert (news.silent, news.answering) == ((anew,), ())


# ---------------------------------------------------------------- what must hold whatever happens

Listed = dict[str, tuple[list[int], bool]]
Citing = list[tuple[str, str, int]]
SERIES = st.lists(st.integers(0, 1200), min_size=1, max_size=4)
LISTED = st.dictionaries(st.sampled_from("abcd"), st.tuples(SERIES, st.booleans()), max_size=4)
CITING = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("UVW"), st.integers(0, 9)), max_size=8, unique_by=lambda one: one[:2])


def kept_of(listed: Listed, *, backwards: bool = False) -> Kept:
    kept = Kept(people=(ADA, Person(name="Carla Example")))
    for key, (series, retracted) in sorted(listed.items()):
        kept.lists(key)
        kept.cited(key, *((len(series) - place, number) for place, number in enumerate(series)))
        if retracted:
            kept.recorded(key, Record(source="crossref", source_id=key, title=f"The Title of {key}", is_retracted=True))
    if backwards:
        kept.counts.reverse()
        kept.identities = dict(reversed(kept.identities.items()))
    return kept


@given(LISTED, LISTED, CITING)
def test_what_was_told_is_never_news_again(one: Listed, other: Listed, citing: list[tuple[str, str, int]]) -> None:
    memory = told(kept_of(one))
    kept = kept_of(other)
    known = NewsInput(view=kept.shown(), works=works(*citing), silent=(SILENT,))
    memory = memory_after(memory, known)
    assert not what_is_new(memory, known, nothing_before, None)
    assert not what_is_new(memory, known, FirstCounts(kept), None)
    assert memory_after(memory, known) == memory


@given(LISTED, LISTED, CITING)
def test_news_do_not_depend_on_the_order_of_rows(one: Listed, other: Listed, citing: list[tuple[str, str, int]]) -> None:
    memory = told(kept_of(one))
    calm, turned = kept_of(other), kept_of(other, backwards=True)
    said = [new(calm, memory, works=works(*citing)), new(turned, memory, works=works(*reversed(citing)))]
    assert said[0] == said[1]


@given(LISTED, CITING)
def test_the_memory_survives_being_kept_as_rows(listed: Listed, citing: Citing) -> None:
    memory = told(kept_of(listed), works=works(*citing), silent=(SILENT, replace(SILENT, source="dblp", last_success=None)))
    assert news_memory.from_rows(news_memory.rows(memory)) == memory


def test_rows_keep_ids_with_blanks_and_colons() -> None:
    memory = DigestMemory(
        counts={("crossref", "10.1/a b:c"): Seen(count=1, on=MONDAY, highest=2)},
        citing={("a:b", "doi:10.1/x y"): MONDAY},
        noticed=frozenset({("a:b", "notice", "erratum 2030")}),
    )
    assert news_memory.from_rows(news_memory.rows(memory)) == memory


def test_a_key_that_is_gone_leads_to_the_one_with_its_records() -> None:
    kept = Kept().is_it("old", "1").is_it("old", "2").is_it("new", "1").is_it("new", "2").is_it("other", "3").is_it("gone", "9")
    kept.is_it("other", "1", is_it=False)
    assert news_memory.renamed(tuple(kept.identities.values()), {"new", "other"}) == {"old": "new"}
