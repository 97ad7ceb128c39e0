"""What is known of a publication beside the list: its ids everywhere, its other titles, and nothing that is rejected."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pubtrack.model.identity import By, Identity
from pubtrack.model.publication import Author, Library, Publication
from pubtrack.model.record import Record
from pubtrack.records.known_ids import KnownIds

TODAY = date(2030, 1, 7)
YESTERDAY = date(2030, 1, 6)
WIDGETS = Publication(key="widgets", title="Widgets for Everybody", arxiv="2404.09526")
PAPER = "a" * 40


def identity(source: str, source_id: str, *, is_it: bool = True, by: By = "machine", seen: date = TODAY, key: str = "widgets") -> Identity:
    return Identity(publication=key, source=source, source_id=source_id, is_it=is_it, by=by, since=seen, last_seen=seen)


def known_ids(publication: Publication, *identities: Identity, records: tuple[Record, ...] = ()) -> KnownIds:
    return KnownIds(Library(publications=(publication,)), identities, [(one, TODAY) for one in records])


def test_the_list_speaks_first() -> None:
    publication = replace(WIDGETS, doi="10.1/listed", ids={"openalex": ("W1",), "crossref": ("10.1/also",)})
    known = known_ids(publication, identity("openalex", "W2"), identity("crossref", "10.1/found")).known("widgets")
    assert known.ids["openalex"] == ("W1", "W2")
    assert known.ids["doi"] == ("10.1/listed", "10.1/also", "10.1/found")
    assert known.ids["arxiv"] == ("2404.09526",)


def test_a_preprint_that_the_list_names_is_the_only_one() -> None:
    assert known_ids(WIDGETS, identity("arxiv", "2401.00001")).known("widgets").ids["arxiv"] == ("2404.09526",)


def test_what_a_person_said_stands_before_what_was_seen_later() -> None:
    known = known_ids(WIDGETS, identity("openalex", "W1"), identity("openalex", "W2", by="person", seen=YESTERDAY)).known("widgets")
    assert known.ids["openalex"] == ("W2", "W1")


def test_the_freshest_comes_first() -> None:
    known = known_ids(WIDGETS, identity("openalex", "W1", seen=YESTERDAY), identity("openalex", "W2")).known("widgets")
    assert known.ids["openalex"] == ("W2", "W1")


def test_a_record_tells_the_ids_of_its_work_elsewhere() -> None:
    record = Record(
        source="semantic_scholar",
        source_id=PAPER,
        title=WIDGETS.title,
        ids={"doi": ("10.1/x",), "dblp": ("conf/x/Y24",)},
        versions={"doi": ("10.1/journal",)},
    )
    known = known_ids(WIDGETS, identity("semantic_scholar", PAPER), records=(record,)).known("widgets")
    assert known.ids["doi"] == ("10.1/x", "10.1/journal")
    assert known.ids["dblp"] == ("conf/x/Y24",)


def test_a_record_that_is_not_it_tells_nothing() -> None:
    record = Record(source="openalex", source_id="W1", title="Another", ids={"doi": ("10.1/x",)})
    for identities in ((), (identity("openalex", "W1", is_it=False),), (identity("openalex", "W1", key="elsewhere"),)):
        known = known_ids(WIDGETS, *identities, records=(record,)).known("widgets")
        assert known.ids.get("doi", ()) == ()
        assert known.titles == ()


def test_nothing_that_is_rejected_is_known() -> None:
    publication = replace(WIDGETS, arxiv=None, rejected={"openalex": ("W1",), "crossref": ("10.1/x",)})
    identities = (
        identity("openalex", "W1"),
        identity("arxiv", "2401.00001", is_it=False, by="person"),
        identity("semantic_scholar", PAPER),
    )
    record = Record(
        source="semantic_scholar",
        source_id=PAPER,
        title=WIDGETS.title,
        ids={"doi": ("10.1/x",), "arxiv": ("2401.00001",), "openalex": ("W1",)},
    )
    ids = known_ids(publication, *identities, records=(record,)).known("widgets").ids
    assert {scheme: some for scheme, some in ids.items() if some} == {"semantic_scholar": (PAPER,)}


def test_other_titles_are_kept_once_and_only_where_they_are_whole() -> None:
    found = known_ids(WIDGETS)
    for number, (title, complete) in enumerate(
        [("Widgets for everybody", True), ("Gadgets for All", True), ("gadgets for all", True), ("Gizmos for", False)]
    ):
        found.add_record("widgets", Record(source="openalex", source_id=f"W{number}", title=title, title_complete=complete))
    assert found.known("widgets").titles == ("Gadgets for All",)


def test_the_ids_of_a_registry_are_the_ids_of_its_scheme() -> None:
    publication = replace(WIDGETS, arxiv=None)
    ids = known_ids(publication, identity("datacite", "2404.09526"), identity("crossref", "10.1/x")).known("widgets").ids
    assert (ids["arxiv"], ids["doi"]) == (("2404.09526",), ("10.1/x",))


def test_a_doi_of_arxivs_own_is_no_publishers_doi() -> None:
    assert "doi" not in known_ids(replace(WIDGETS, doi="10.48550/arxiv.2404.09526")).known("widgets").ids


def test_an_unknown_publication_learns_nothing() -> None:
    found = known_ids(WIDGETS)
    found.add_record("elsewhere", Record(source="openalex", source_id="W1", title="Any"))
    assert found.known("widgets").ids == {"arxiv": ("2404.09526",)}


# ---------------------------------------------------------------- rooted in the list

AUTHORS = ("Bingyang Wu", "Shengyu Liu")
LISTED = Publication(key="widgets", title="Widgets for Everybody", authors=tuple(Author(name=one) for one in AUTHORS))
OTHERS = ("Cy Other", "Dee Other")


def flowers(source: str, source_id: str, **ids: tuple[str, ...]) -> Record:
    return Record(source=source, source_id=source_id, title="A Field Guide to Alpine Flowers", authors=OTHERS, ids=ids)


def test_records_that_only_vouch_for_each_other_are_adrift() -> None:
    records = (flowers("openalex", "W7", doi=("10.1/x",)), flowers("crossref", "10.1/x", doi=("10.1/x",)))
    found = known_ids(LISTED, identity("openalex", "W7"), identity("crossref", "10.1/x"), records=records)
    assert {(one.source, one.source_id) for one in found.unsupported} == {("openalex", "W7"), ("crossref", "10.1/x")}
    assert (found.known("widgets").ids, found.known("widgets").titles) == ({}, ())


def test_as_long_as_the_list_names_one_of_them_the_chain_holds() -> None:
    records = (flowers("openalex", "W7", doi=("10.1/x",)), flowers("crossref", "10.1/x", doi=("10.1/x",)))
    found = known_ids(
        replace(LISTED, ids={"openalex": ("W7",)}), identity("openalex", "W7"), identity("crossref", "10.1/x"), records=records
    )
    assert found.unsupported == []
    assert found.known("widgets").ids["doi"] == ("10.1/x",)


def test_a_work_that_changed_its_title_is_traced_over_its_ids() -> None:
    renamed = Record(source="arxiv", source_id="2404.09526", title="Gadgets, at Last", authors=AUTHORS, ids={"arxiv": ("2404.09526",)})
    conference = Record(source="dblp", source_id="conf/x/Y25", title="Gadgets, at Last", authors=AUTHORS)
    found = known_ids(
        replace(LISTED, arxiv="2404.09526"), identity("dblp", "conf/x/Y25"), identity("arxiv", "2404.09526"), records=(conference, renamed)
    )
    assert found.unsupported == []
    assert found.known("widgets").titles == ("Gadgets, at Last",)


def test_an_entry_that_the_person_renamed_keeps_what_bears_its_former_title() -> None:
    record = Record(source="openalex", source_id="W1", title="Widgets for Everybody", authors=AUTHORS)
    former = identity("list", "title:widgets for everybody")
    assert known_ids(replace(LISTED, title="Gizmos Reconsidered"), identity("openalex", "W1"), former, records=(record,)).unsupported == []
    assert known_ids(replace(LISTED, title="Gizmos Reconsidered"), identity("openalex", "W1"), records=(record,)).unsupported


def test_what_a_person_said_is_never_adrift_nor_a_row_of_a_profile() -> None:
    records = (flowers("openalex", "W7"), flowers("google_scholar", "U:1"))
    assert known_ids(LISTED, identity("openalex", "W7", by="person"), identity("google_scholar", "U:1"), records=records).unsupported == []
