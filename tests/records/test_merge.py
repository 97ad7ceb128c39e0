"""The list's word first; what arXiv adds comes with its source; facts of two versions are not mixed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from pubtrack.model.entry import Fact
from pubtrack.model.identity import Identity
from pubtrack.model.publication import Author, Library, Publication, Venue
from pubtrack.model.record import PartialDate, Record
from pubtrack.records.merge import entries, merge

MONDAY = datetime(2030, 1, 7, 9, 0, tzinfo=UTC)
LISTED = Publication(key="widgets", title="Widgets", authors=(Author(name="Shengyu Liu"),))
RECORD = Record(
    source="arxiv",
    source_id="2404.09526",
    title="Widgets, as arXiv Has It",
    authors=("Shengyu Liu", "Xin Jin"),
    year=2023,
    ids={"arxiv": ("2404.09526",), "doi": ("10.1145/1",)},
    url="https://arxiv.org/abs/2404.09526",
    abstract="An abstract.",
    categories=("cs.DC",),
    primary_category="cs.DC",
    version=2,
    first_version_on=date(2023, 4, 15),
)


def identity(source_id: str = "2404.09526", *, source: str = "arxiv", is_it: bool = True) -> Identity:
    return Identity(
        publication="widgets", source=source, source_id=source_id, is_it=is_it, by="machine", since=MONDAY.date(), last_seen=MONDAY.date()
    )


def from_arxiv(value: object) -> Fact:
    return Fact(value=value, source="arxiv", source_id="2404.09526", as_of=MONDAY.date())


def test_without_any_source_the_list_is_the_entry() -> None:
    entry = merge(LISTED, [])
    assert entry.facts == {"title": Fact(value="Widgets", source="list"), "authors": Fact(value=LISTED.authors, source="list")}


def test_what_the_list_says_wins() -> None:
    listed = replace(LISTED, doi="10.5555/9", url="https://example.org/w", listed_year=2024, arxiv="2404.09526")
    facts = merge(listed, [(RECORD, MONDAY)]).facts
    for name, value in (
        ("title", "Widgets"),
        ("doi", "10.5555/9"),
        ("url", "https://example.org/w"),
        ("year", 2024),
        ("arxiv", "2404.09526"),
    ):
        assert facts[name] == Fact(value=value, source="list")


def test_what_the_list_lacks_comes_with_its_source() -> None:
    facts = merge(replace(LISTED, authors=()), [(RECORD, MONDAY)]).facts
    for name, value in (
        ("arxiv", "2404.09526"),
        ("doi", "10.1145/1"),
        ("year", 2023),
        ("authors", RECORD.authors),
        ("abstract", "An abstract."),
        ("primary_category", "cs.DC"),
        ("version", 2),
    ):
        assert facts[name] == from_arxiv(value)
    assert "comment" not in facts


def test_the_year_of_a_preprint_is_not_that_of_its_venue() -> None:
    published = replace(LISTED, venue=Venue(name="SOSP"))
    assert "year" not in merge(published, [(RECORD, MONDAY)]).facts
    assert merge(replace(published, venue=Venue(name="NSDI", status="submitted")), [(RECORD, MONDAY)]).facts["year"].value == 2023
    assert merge(replace(published, date=PartialDate(year=2022)), [(RECORD, MONDAY)]).facts["year"] == Fact(value=2022, source="list")


def test_the_freshest_record_leads() -> None:
    older = replace(RECORD, source_id="2301.00001", version=9)
    entry = merge(LISTED, [(older, MONDAY - timedelta(days=3)), (RECORD, MONDAY)])
    assert entry.facts["version"] == from_arxiv(2)
    assert [record.source_id for record, _ in entry.records] == ["2404.09526", "2301.00001"]


def found(publication: Publication, *identities: Identity) -> list[str]:
    records = {("arxiv", one.source_id): (replace(RECORD, source_id=one.source_id), MONDAY) for one in identities}
    (entry,) = entries(Library(publications=(publication,)), records, identities)
    return [record.source_id for record, _ in entry.records]


def test_a_record_belongs_where_its_identity_says() -> None:
    assert found(LISTED, identity()) == ["2404.09526"]
    assert found(LISTED, identity(is_it=False)) == []
    assert found(replace(LISTED, key="another"), identity()) == []
    assert found(replace(LISTED, rejected={"arxiv": ("2404.09526",)}), identity()) == []


def test_an_arxiv_id_that_was_corrected_leaves_the_old_record_behind() -> None:
    assert found(replace(LISTED, arxiv="2404.09526"), identity("2404.09625"), identity()) == ["2404.09526"]


def test_identities_without_a_record_and_of_unknown_keys_are_passed_over() -> None:
    strange = replace(identity("9999.99999"), publication="removed")
    (entry,) = entries(Library(publications=(LISTED,)), {}, [identity(), strange])
    assert entry.records == ()


def test_a_preprint_is_known_by_its_id_where_only_the_text_files_are() -> None:
    (entry,) = entries(Library(publications=(LISTED,)), {}, [identity()])
    assert entry.facts["arxiv"] == from_arxiv("2404.09526")
    assert entry.facts["url"] == from_arxiv("https://arxiv.org/abs/2404.09526")


def test_entries_keep_the_order_of_the_list() -> None:
    keys = ("z", "a", "m")
    library = Library(publications=tuple(replace(LISTED, key=key) for key in keys))
    assert [entry.publication.key for entry in entries(library, {}, [])] == list(keys)


def test_authors_that_a_record_names_once_per_affiliation_are_facts_once() -> None:
    listed = replace(LISTED, authors=())
    twice = replace(RECORD, authors=("Bela Toth", "Bela Toth", "Cira Nunes", "Wei Wang", "Wei Wang"))
    assert merge(listed, [(twice, MONDAY)]).facts["authors"] == from_arxiv(("Bela Toth", "Cira Nunes", "Wei Wang", "Wei Wang"))
