"""Preprint, workshop, conference, journal: which version a record is, and which the list names."""

from __future__ import annotations

import pytest

from pubtrack.model.publication import Publication
from pubtrack.model.record import Record, WorkType
from pubtrack.records import versions
from pubtrack.text.venues import parse_venue


@pytest.mark.parametrize(
    ("source", "source_id", "kind", "venue", "expected"),
    [
        ("arxiv", "2404.09526", None, None, "preprint"),
        ("arxiv", "2404.09526", "preprint", "SOSP", "preprint"),
        ("datacite", "10.48550/arxiv.1", None, None, "preprint"),
        ("dblp", "journals/corr/abs-2404-09526", "journal", "CoRR", "preprint"),
        ("dblp", "conf/sosp/WuLZSLJ24", "conference", "SOSP", "conference"),
        ("openalex", "W1", "journal", "arXiv (Cornell University)", "preprint"),
        ("openalex", "W1", "journal", "DSpace@MIT", "preprint"),
        ("openalex", "W1", "journal", "bioRxiv (Cold Spring Harbor Laboratory)", "preprint"),
        ("openalex", "W1", "chapter", "Lecture notes in computer science", "chapter"),
        ("openalex", "W1", "journal", "PubMed", "journal"),
        ("semantic_scholar", "a", "journal", "Neural Information Processing Systems", "conference"),
        ("semantic_scholar", "a", "journal", "Symposium on Operating Systems Principles", "conference"),
        ("semantic_scholar", "a", None, "ICML 2023 Workshop on Widgets", "workshop"),
        ("semantic_scholar", "a", None, "Nature", "journal"),
        ("crossref", "10.2139/ssrn.1", "journal", "SSRN Electronic Journal", "preprint"),
        ("crossref", "10.1145/1", "conference", "Companion Proceedings of the Web Conference 2018", "workshop"),
        ("crossref", "10.1/1", "thesis", "DSpace@MIT", "thesis"),
        ("google_scholar", "U:1", None, "arXiv preprint arXiv:2404.09526, 2024", "preprint"),
        ("google_scholar", "U:1", None, "Widget Letters of the Widget Society", "journal"),
        ("google_scholar", "U:1", None, "Springer", None),
        ("google_scholar", "U:1", None, None, None),
    ],
)
def test_the_version_of_a_record(source: str, source_id: str, kind: WorkType | None, venue: str | None, expected: str | None) -> None:
    assert versions.version_of(Record(source=source, source_id=source_id, title="t", type=kind, venue=venue)) == expected


def test_the_full_name_tells_where_the_short_one_does_not() -> None:
    record = Record(source="crossref", source_id="1", title="t", type="chapter", venue="LNCS 1234", container="Computer Vision – ECCV 2014")
    assert versions.places(record) == ("LNCS 1234", "Computer Vision – ECCV 2014")
    event = Record(source="crossref", source_id="1", title="t", type="chapter", event="European Conference on Computer Vision")
    assert versions.version_of(event) == "conference"


@pytest.mark.parametrize(
    ("venue", "doi", "expected", "is_open"),
    [
        ("In SOSP'24", None, "conference", False),
        ("submitted to NSDI", None, "preprint", True),
        ("arXiv preprint", None, "preprint", True),
        ("Journal of Widgets", None, "journal", False),
        ("HotOS", None, "workshop", False),
        ("Somewhere", None, None, False),
        (None, None, None, True),
        (None, "10.1101/2020.01.01.999999", "preprint", True),
        (None, "10.1145/3694715", None, True),
    ],
)
def test_what_the_list_names(venue: str | None, doi: str | None, expected: str | None, is_open: bool) -> None:
    publication = Publication(key="k", title="t", venue=parse_venue(venue) if venue else None, doi=doi)
    assert (versions.listed_as(publication), versions.is_open(publication)) == (expected, is_open)


@pytest.mark.parametrize(
    ("doi", "expected"),
    [
        ("10.48550/arxiv.2404.09526", True),
        ("10.1101/2020.01.01.999999", True),
        ("10.21203/rs.3.rs-1/v1", True),
        ("10.5194/gmd-2019-1", True),
        ("10.5194/gmd-12-1-2019", False),
        ("10.1145/3694715.3695948", False),
    ],
)
def test_dois_that_preprint_servers_give_out(doi: str, expected: bool) -> None:
    assert versions.is_preprint_doi(doi) is expected
